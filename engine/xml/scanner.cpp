#include "engine/xml/scanner.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>

#include "engine/xml/characters.hpp"
#include "engine/xml/references.hpp"

namespace umlauf::xml::detail {
namespace {

struct Name {
  std::string_view prefix;
  std::string_view local;
  std::string_view whole;
};

struct RawAttribute {
  Name name;
  std::string_view value;  // as written
  std::uint32_t offset = 0;
  std::uint32_t expanded = kNone;  // as in AttributeRecord
};

struct OpenElement {
  std::string_view name;
  std::uint32_t record = 0;
  std::uint32_t scope = 0;
  std::uint32_t last_child = kNone;
  std::uint32_t last_text = kNone;
};

std::string quoted(std::string_view text) {
  constexpr std::size_t kShown = 60;
  std::size_t length = std::min(text.size(), kShown);
  while (length < text.size() && length > 0 &&
         (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80)
    --length;
  return "'" + std::string(text.substr(0, length)) + (length < text.size() ? "…'" : "'");
}

constexpr auto kNotAsciiName = [] {
  std::array<bool, 256> table{};
  table.fill(true);
  for (int c = 'a'; c <= 'z'; ++c) table[static_cast<std::size_t>(c)] = false;
  for (int c = 'A'; c <= 'Z'; ++c) table[static_cast<std::size_t>(c)] = false;
  for (int c = '0'; c <= '9'; ++c) table[static_cast<std::size_t>(c)] = false;
  for (const char c : {'_', '-', '.'})
    table[static_cast<std::size_t>(static_cast<unsigned char>(c))] = false;
  return table;
}();

constexpr auto table_of(std::initializer_list<char> members) {
  std::array<bool, 256> table{};
  for (const char c : members)
    table[static_cast<std::size_t>(static_cast<unsigned char>(c))] = true;
  return table;
}

// Where a run of text, or an attribute's value, needs a closer look.
constexpr auto kSpecialInText = table_of({'<', '&', ']'});
constexpr auto kSpecialInValue = table_of({'<', '&', '"', '\'', '\t', '\n', '\r'});

class Scanner {
 public:
  Scanner(std::string_view text, const Limits& limits, Findings& findings)
      : text_(text), limits_(limits), findings_(findings) {
    constexpr std::size_t kBytesOfAnElement = 64;  // or more, in most documents
    constexpr std::size_t kBytesOfAnAttribute = 24;
    structure_.elements.reserve(text.size() / kBytesOfAnElement);
    structure_.attributes.reserve(text.size() / kBytesOfAnAttribute);
    structure_.scopes.emplace_back();
  }

  Structure run() {
    prolog();
    while (!stopped_ && at_ < text_.size()) {
      if (text_[at_] == '<')
        markup();
      else
        character_data();
    }
    if (stopped_) return std::move(structure_);
    if (!open_.empty()) {
      const OpenElement& last = open_.back();
      const ElementRecord& record = structure_.elements[last.record];
      stop(record.start, record.tag_end - record.start,
           {"the element " + quoted(last.name) + " is not closed",
            "das Element " + quoted(last.name) + " wird nicht geschlossen"});
    } else if (structure_.elements.empty()) {
      stop(0, 0, {"the document has no element", "das Dokument enthält kein Element"});
    }
    return std::move(structure_);
  }

 private:
  // Findings -------------------------------------------------------------------------------------

  void report(std::size_t offset, std::size_t length, Text message) {
    findings_.push_back({static_cast<std::uint32_t>(offset), static_cast<std::uint32_t>(length),
                         Severity::Error, false, std::move(message)});
    if (findings_.size() >= limits_.findings_max) stopped_ = true;
  }
  void stop(std::size_t offset, std::size_t length, Text message) {
    report(offset, length, std::move(message));
    stopped_ = true;
  }
  void limit(std::size_t offset, Text message) {
    stop(offset, 0, std::move(message));
    findings_.back().limit = true;
  }

  // Lexical --------------------------------------------------------------------------------------

  // Goes on to the first byte that is one of the table's, or to the end. Counted apart from `at_`:
  // a member would be written back at each byte, since a byte of the text might be part of it.
  void skip_to(const std::array<bool, 256>& table) {
    const char* const data = text_.data();
    const std::size_t end = text_.size();
    std::size_t at = at_;
    while (at < end && !table[static_cast<unsigned char>(data[at])]) ++at;
    at_ = at;
  }
  bool looking_at(std::string_view token) const {
    return text_.compare(at_, token.size(), token) == 0;
  }
  char current() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool skip_spaces() {
    const std::size_t before = at_;
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
    return at_ != before;
  }

  // Namespaces in XML §3 [7] QName. An empty `whole` says that there is none.
  Name name() {
    const std::size_t start = at_;
    std::size_t colon = 0;
    std::size_t colons = 0;
    while (true) {
      skip_to(kNotAsciiName);
      if (at_ >= text_.size()) break;
      const auto byte = static_cast<unsigned char>(text_[at_]);
      if (byte == ':') {
        if (++colons == 1) colon = at_ - start;
        ++at_;
        continue;
      }
      if (byte < 0x80) break;
      const Character character = character_at(text_, at_);
      if (!character.valid || !is_name_character(character.value)) break;
      at_ += character.length;
    }
    Name result;
    result.whole = text_.substr(start, at_ - start);
    if (result.whole.empty()) return result;
    const bool prefixed = colons != 0;
    result.prefix = prefixed ? result.whole.substr(0, colon) : std::string_view();
    result.local = prefixed ? result.whole.substr(colon + 1) : result.whole;
    if ((prefixed && !starts_well(result.prefix)) || !starts_well(result.local) || colons > 1)
      report(start, result.whole.size(),
             {quoted(result.whole) + " is not a valid name",
              quoted(result.whole) + " ist kein gültiger Name"});
    return result;
  }
  static bool starts_well(std::string_view part) {
    if (part.empty()) return false;
    const auto byte = static_cast<unsigned char>(part.front());
    return is_name_start(byte < 0x80 ? byte : character_at(part, 0).value);
  }

  // XML 1.0 §4.1: a reference at `&`, within `end`. Returns what follows it.
  std::size_t reference(std::size_t start, std::size_t end) {
    const std::string_view rest = text_.substr(start, end - start);
    const std::size_t semicolon = rest.substr(0, 64).find(';');
    if (semicolon == std::string_view::npos) {
      report(start, 1,
             {"'&' begins a reference that does not end with ';'; write '&amp;' for the character",
              "'&' beginnt einen Verweis, der nicht mit ';' endet; das Zeichen selbst wird "
              "'&amp;' geschrieben"});
      return start + 1;
    }
    const std::string_view body = rest.substr(1, semicolon - 1);
    const std::string_view whole = rest.substr(0, semicolon + 1);
    if (!referred(body))
      report(start, whole.size(),
             body.starts_with('#') ? Text{quoted(whole) + " does not name an XML character",
                                          quoted(whole) + " bezeichnet kein XML-Zeichen"}
                                   : Text{"the entity " + quoted(whole) + " is not defined",
                                          "die Entität " + quoted(whole) + " ist nicht definiert"});
    return start + whole.size();
  }

  // Structure ------------------------------------------------------------------------------------

  void prolog() {
    if (!looking_at("<?xml") || text_.size() < 6 || !is_space(text_[5])) return;
    const std::size_t end = text_.find("?>");
    if (end == std::string_view::npos)
      return stop(0, 5,
                  {"the XML declaration is not closed",
                   "die XML-Deklaration ist nicht "
                   "geschlossen"});
    at_ = 5;
    static constexpr std::array<std::string_view, 3> kOrder = {"version", "encoding", "standalone"};
    std::size_t next = 0;
    bool fine = true;
    while (fine && at_ < end) {
      const bool space = skip_spaces();
      if (at_ >= end) break;
      const std::string_view key = name().whole;
      skip_spaces();
      const auto* place = std::find(kOrder.begin() + next, kOrder.end(), key);
      fine =
          space && place != kOrder.end() && current() == '=' && (next > 0 || key == kOrder.front());
      if (!fine) break;
      next = static_cast<std::size_t>(place - kOrder.begin()) + 1;
      ++at_;
      skip_spaces();
      const char quote = current();
      const std::size_t close = quote == '"' || quote == '\'' ? text_.find(quote, at_ + 1) : end;
      fine = close < end;
      at_ = close + 1;
    }
    if (!fine || next == 0)
      report(0, end + 2, {"the XML declaration is not valid", "die XML-Deklaration ist ungültig"});
    at_ = end + 2;
  }

  void markup() {
    switch (at_ + 1 < text_.size() ? text_[at_ + 1] : '\0') {
      case '/':
        return end_tag();
      case '?':
        return processing_instruction();
      case '!':
        if (looking_at("<!--")) return comment();
        if (looking_at("<![CDATA[")) return cdata();
        if (looking_at("<!DOCTYPE"))
          return stop(at_, 9,
                      {"a document type declaration is not accepted; remove it",
                       "eine Dokumenttyp-Deklaration wird nicht angenommen; sie ist zu entfernen"});
        return start_tag();
      default:
        return start_tag();
    }
  }

  void comment() {
    const std::size_t start = at_;
    const std::size_t dashes = text_.find("--", at_ + 4);
    if (dashes == std::string_view::npos)
      return stop(start, 4, {"the comment is not closed", "der Kommentar ist nicht geschlossen"});
    if (dashes + 2 >= text_.size() || text_[dashes + 2] != '>') {
      report(dashes, 2,
             {"'--' is not allowed within a comment", "'--' ist in einem Kommentar nicht erlaubt"});
      const std::size_t close = text_.find("-->", dashes);
      if (close == std::string_view::npos)
        return stop(start, 4, {"the comment is not closed", "der Kommentar ist nicht geschlossen"});
      at_ = close + 3;
      return;
    }
    at_ = dashes + 3;
  }

  void cdata() {
    if (open_.empty()) {
      return stop(
          at_, 9,
          {"there is text outside of the root element", "außerhalb des Wurzelelements steht Text"});
    }
    const std::size_t close = text_.find("]]>", at_ + 9);
    if (close == std::string_view::npos)
      return stop(at_, 9,
                  {"the CDATA section is not closed",
                   "der CDATA-Abschnitt ist nicht "
                   "geschlossen"});
    note_text(at_ + 9, close, true);
    at_ = close + 3;
  }

  void processing_instruction() {
    const std::size_t start = at_;
    at_ += 2;
    const Name target = name();
    const std::size_t close = text_.find("?>", at_);
    if (close == std::string_view::npos)
      return stop(start, 2,
                  {"the processing instruction is not closed",
                   "die Verarbeitungsanweisung ist nicht geschlossen"});
    const auto equal_fold = [](char a, char b) { return (a | 0x20) == b; };
    if (target.whole.empty() || (at_ != close && !is_space(text_[at_])) ||
        (target.whole.size() == 3 &&
         std::equal(target.whole.begin(), target.whole.end(), "xml", equal_fold)))
      report(start, close + 2 - start,
             {"this is not a valid processing instruction; an XML declaration stands at the very "
              "beginning of a document",
              "das ist keine gültige Verarbeitungsanweisung; eine XML-Deklaration steht ganz am "
              "Anfang eines Dokuments"});
    at_ = close + 2;
  }

  void character_data() {
    const std::size_t start = at_;
    if (open_.empty()) {
      skip_spaces();
      if (at_ < text_.size() && text_[at_] != '<')
        stop(at_, 1,
             {"there is text outside of the root element",
              "außerhalb des Wurzelelements steht Text"});
      return;
    }
    const std::size_t end = text_.size();
    while (true) {
      skip_to(kSpecialInText);
      if (at_ >= end) break;
      const char byte = text_[at_];
      if (byte == '<') {
        return note_characters(start);
      } else if (byte == '&') {
        at_ = reference(at_, end);
        if (stopped_) return;
      } else {
        if (looking_at("]]>") && at_ >= start)
          report(at_, 3, {"']]>' is not allowed in text", "']]>' ist in Text nicht erlaubt"});
        ++at_;
      }
    }
  }

  // White space counts only where it is all that an element has.
  void note_characters(std::size_t start) {
    if (is_space(text_[start]) && trimmed(text_.substr(start, at_ - start)).empty()) {
      const OpenElement& around = open_.back();
      const bool is_all = around.last_child == kNone && around.last_text == kNone;
      if (!is_all || !looking_at("</")) return;
    }
    note_text(start, at_, false);
  }

  void note_text(std::size_t start, std::size_t end, bool is_cdata) {
    OpenElement& around = open_.back();
    const auto own = static_cast<std::uint32_t>(structure_.texts.size());
    (around.last_text == kNone ? structure_.elements[around.record].text
                               : structure_.texts[around.last_text].next) = own;
    around.last_text = own;
    structure_.texts.push_back({static_cast<std::uint32_t>(start),
                                static_cast<std::uint32_t>(end - start), kNone, is_cdata});
  }

  void end_tag() {
    const std::size_t start = at_;
    at_ += 2;
    if (!open_.empty() && looking_at(open_.back().name) &&
        text_.substr(at_ + open_.back().name.size()).starts_with('>')) {
      at_ += open_.back().name.size() + 1;
      return close_element();
    }
    const std::string_view found = name().whole;
    skip_spaces();
    if (current() != '>' || found.empty())
      return stop(start, at_ - start,
                  {"the end tag is not complete", "das Ende-Tag ist nicht vollständig"});
    ++at_;
    if (open_.empty())
      return stop(start, at_ - start,
                  {"the end tag of " + quoted(found) + " has no start tag",
                   "zum Ende-Tag von " + quoted(found) + " gibt es kein Start-Tag"});
    const OpenElement& expected = open_.back();
    if (expected.name != found)
      return stop(start, at_ - start,
                  {"the end tag of " + quoted(found) + " stands where " + quoted(expected.name) +
                       " must be closed",
                   "das Ende-Tag von " + quoted(found) + " steht, wo " + quoted(expected.name) +
                       " geschlossen werden muss"});
    close_element();
  }

  void close_element() {
    structure_.elements[open_.back().record].end = static_cast<std::uint32_t>(at_);
    const std::uint32_t scope = open_.back().scope;
    open_.pop_back();
    const std::uint32_t outer = open_.empty() ? 0 : open_.back().scope;
    if (scope != outer) in_scope_ -= structure_.scopes[scope].count;
  }

  void start_tag() {
    const std::size_t start = at_;
    ++at_;
    const Name element = name();
    if (element.whole.empty())
      return stop(start, 1,
                  {"'<' does not begin a tag; write '&lt;' for the character",
                   "'<' beginnt kein Tag; das Zeichen selbst wird '&lt;' geschrieben"});
    if (open_.empty() && !structure_.elements.empty())
      return stop(start, at_ - start,
                  {"the document has a second root element " + quoted(element.whole),
                   "das Dokument hat ein zweites Wurzelelement " + quoted(element.whole)});
    if (open_.size() >= limits_.depth_max)
      return limit(start, {"elements are nested deeper than " + std::to_string(limits_.depth_max),
                           "Elemente sind tiefer als " + std::to_string(limits_.depth_max) +
                               " geschachtelt"});
    if (structure_.elements.size() >= limits_.elements_max)
      return limit(
          start,
          {"the document has more than " + std::to_string(limits_.elements_max) + " elements",
           "das Dokument hat mehr als " + std::to_string(limits_.elements_max) + " Elemente"});
    if (!attributes(element)) return;
    const bool is_empty = current() == '/';
    at_ += is_empty ? 2 : 1;
    const std::uint32_t scope = declare_namespaces();
    check_names(element, start, scope);
    note_element(element, start, scope);
    if (is_empty) close_element();
  }

  void note_element(const Name& name, std::size_t start, std::uint32_t scope) {
    const auto own = static_cast<std::uint32_t>(structure_.elements.size());
    ElementRecord& record = structure_.elements.emplace_back();
    record.start = static_cast<std::uint32_t>(start);
    record.tag_end = static_cast<std::uint32_t>(at_);
    record.scope = scope;
    record.attributes = static_cast<std::uint32_t>(structure_.attributes.size());
    record.local = local_of(name);
    record.name_length = static_cast<std::uint32_t>(name.whole.size());
    if (!open_.empty()) {
      OpenElement& around = open_.back();
      record.parent = around.record;
      if (around.last_child != kNone) structure_.elements[around.last_child].next = own;
      around.last_child = own;
    }
    for (const RawAttribute& attribute : attributes_) {
      if (declares_namespace(attribute.name)) continue;
      structure_.attributes.push_back(
          {attribute.offset, local_of(attribute.name),
           static_cast<std::uint32_t>(attribute.name.whole.size()),
           static_cast<std::uint32_t>(attribute.value.data() - text_.data()),
           static_cast<std::uint32_t>(attribute.value.size()), attribute.expanded});
    }
    open_.push_back({name.whole, own, scope, kNone, kNone});
  }
  static std::uint32_t local_of(const Name& name) {
    return static_cast<std::uint32_t>(name.whole.size() - name.local.size());
  }
  static bool declares_namespace(const Name& name) {
    return name.prefix == "xmlns" || (name.prefix.empty() && name.local == "xmlns");
  }

  // Reads up to `>` or `/>`; false where the tag cannot be understood.
  bool attributes(const Name& element) {
    attributes_.clear();
    while (true) {
      const bool space = skip_spaces();
      const char c = current();
      if (c == '>') return true;
      if (c == '/' && looking_at("/>")) return true;
      if (at_ >= text_.size()) {
        stop(at_, 0,
             {"the document ends within the tag " + quoted(element.whole),
              "das Dokument endet im Tag " + quoted(element.whole)});
        return false;
      }
      const std::size_t start = at_;
      const Name attribute = name();
      if (attribute.whole.empty()) {
        stop(start, 1,
             {"an attribute or the end of the tag " + quoted(element.whole) + " was expected here",
              "hier wurde ein Attribut oder das Ende des Tags " + quoted(element.whole) +
                  " erwartet"});
        return false;
      }
      if (!space)
        report(start, attribute.whole.size(),
               {"white space is missing before the attribute " + quoted(attribute.whole),
                "vor dem Attribut " + quoted(attribute.whole) + " fehlt ein Leerzeichen"});
      if (!attribute_value(attribute, start) || stopped_) return false;
      if (attributes_.size() > limits_.attributes_max) {
        limit(
            start,
            {"an element has more than " + std::to_string(limits_.attributes_max) + " attributes",
             "ein Element hat mehr als " + std::to_string(limits_.attributes_max) + " Attribute"});
        return false;
      }
      if (++attributes_total_ > limits_.attributes_total_max) {
        limit(start, {"the document has more than " + std::to_string(limits_.attributes_total_max) +
                          " attributes",
                      "das Dokument hat mehr als " + std::to_string(limits_.attributes_total_max) +
                          " Attribute"});
        return false;
      }
    }
  }

  bool attribute_value(const Name& attribute, std::size_t start) {
    skip_spaces();
    const bool equals = current() == '=';
    if (equals) ++at_;
    skip_spaces();
    const char quote = current();
    if (!equals || (quote != '"' && quote != '\'')) {
      stop(start, attribute.whole.size(),
           {"the attribute " + quoted(attribute.whole) + " has no value in quotes",
            "das Attribut " + quoted(attribute.whole) + " hat keinen Wert in Anführungszeichen"});
      return false;
    }
    const std::size_t begin = ++at_;
    skip_to(kSpecialInValue);
    const bool plain = current() == quote;
    if (!plain && !rest_of_value(attribute, start, quote)) return false;
    RawAttribute& read = attributes_.emplace_back();
    read.name = attribute;
    read.value = text_.substr(begin, at_ - begin);
    read.offset = static_cast<std::uint32_t>(start);
    if (!plain && read.value.find_first_of("&\t\n\r") != std::string_view::npos) {
      read.expanded = static_cast<std::uint32_t>(structure_.expanded.size());
      append_expanded(structure_.expanded.emplace_back(), read.value, CharacterData::Attribute);
    }
    ++at_;
    return true;
  }

  // A value with references in it, or with what must not be there, up to its closing quote.
  bool rest_of_value(const Name& attribute, std::size_t start, char quote) {
    const std::size_t end = text_.find(quote, at_);
    if (end == std::string_view::npos) {
      stop(start, attribute.whole.size(),
           {"the value of the attribute " + quoted(attribute.whole) + " is not closed",
            "der Wert des Attributs " + quoted(attribute.whole) + " ist nicht geschlossen"});
      return false;
    }
    while (at_ < end && !stopped_) {
      const char c = text_[at_];
      if (c == '&') {
        at_ = reference(at_, end);
        continue;
      }
      if (c == '<') {
        stop(at_, 1,
             {"'<' is not allowed in the value of the attribute " + quoted(attribute.whole),
              "'<' ist im Wert des Attributs " + quoted(attribute.whole) + " nicht erlaubt"});
        return false;
      }
      ++at_;
    }
    at_ = end;
    return true;
  }

  // Namespaces in XML -----------------------------------------------------------------------------

  std::uint32_t declare_namespaces() {
    const std::uint32_t outer = open_.empty() ? 0 : open_.back().scope;
    const std::size_t first = structure_.declarations.size();
    for (const RawAttribute& attribute : attributes_) {
      if (!declares_namespace(attribute.name)) continue;
      const bool is_default = attribute.name.prefix.empty();
      declare(is_default ? std::string_view() : attribute.name.local, attribute);
    }
    const std::size_t count = structure_.declarations.size() - first;
    if (count == 0) return outer;
    in_scope_ += count;
    if (in_scope_ > limits_.namespaces_max)
      limit(attributes_.front().offset,
            {"more than " + std::to_string(limits_.namespaces_max) +
                 " namespaces are declared around one element",
             "um ein Element herum sind mehr als " + std::to_string(limits_.namespaces_max) +
                 " Namensräume deklariert"});
    structure_.scopes.push_back(
        {outer, static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(count)});
    return static_cast<std::uint32_t>(structure_.scopes.size() - 1);
  }

  void declare(std::string_view prefix, const RawAttribute& attribute) {
    const std::string_view uri = attribute.expanded == kNone
                                     ? attribute.value
                                     : std::string_view(structure_.expanded[attribute.expanded]);
    // §3: the two reserved prefixes and their namespaces belong to each other; a prefix cannot be
    // undeclared.
    const bool reserved =
        prefix == "xmlns" || (prefix == "xml") != (uri == kXmlNamespace) || uri == kXmlnsNamespace;
    if (reserved || (uri.empty() && !prefix.empty()))
      report(attribute.offset, attribute.name.whole.size(),
             {"the namespace prefix " + quoted(prefix) + " must not be declared as " + quoted(uri),
              "das Namensraum-Präfix " + quoted(prefix) + " darf nicht als " + quoted(uri) +
                  " deklariert werden"});
    structure_.declarations.push_back({prefix, uri});
  }

  void check_prefix(const Name& name, std::size_t offset, std::uint32_t scope) {
    if (name.prefix.empty() || name.prefix == "xmlns" || structure_.find(scope, name.prefix))
      return;
    report(offset, name.whole.size(),
           {"the namespace prefix " + quoted(name.prefix) + " of " + quoted(name.whole) +
                " is not declared",
            "das Namensraum-Präfix " + quoted(name.prefix) + " von " + quoted(name.whole) +
                " ist nicht deklariert"});
  }

  void check_names(const Name& element, std::size_t start, std::uint32_t scope) {
    check_prefix(element, start, scope);
    for (const RawAttribute& attribute : attributes_)
      if (!attribute.name.prefix.empty()) check_prefix(attribute.name, attribute.offset, scope);
    constexpr std::size_t kFew = 8;
    if (attributes_.size() > kFew)
      check_many_for_duplicates(scope);
    else
      check_few_for_duplicates(scope);
  }

  // XML 1.0 §3.1 and Namespaces in XML §6.3: neither two equal names nor two names that mean the
  // same.
  void check_few_for_duplicates(std::uint32_t scope) {
    for (std::size_t i = 1; i < attributes_.size() && !stopped_; ++i)
      for (std::size_t j = 0; j < i; ++j) {
        if (attributes_[i].name.local != attributes_[j].name.local) continue;
        const Key key = key_of(attributes_[i], scope);
        if (key.space != key_of(attributes_[j], scope).space) continue;
        report_duplicate(key);
        break;
      }
  }

  void check_many_for_duplicates(std::uint32_t scope) {
    std::vector<Key> keys;
    for (const RawAttribute& attribute : attributes_) keys.push_back(key_of(attribute, scope));
    std::sort(keys.begin(), keys.end());
    for (std::size_t i = 1; i < keys.size() && !stopped_; ++i)
      if (keys[i - 1].local == keys[i].local && keys[i - 1].space == keys[i].space)
        report_duplicate(keys[i]);
  }

  struct Key {
    std::string_view space;
    std::string_view local;
    std::uint32_t offset = 0;
    auto operator<=>(const Key&) const = default;
  };

  Key key_of(const RawAttribute& attribute, std::uint32_t scope) const {
    const Name& own = attribute.name;
    const NamespaceDeclaration* declaration =
        own.prefix.empty() ? nullptr : structure_.find(scope, own.prefix);
    return {declaration ? declaration->uri : own.prefix, own.local, attribute.offset};
  }

  void report_duplicate(const Key& key) {
    report(key.offset, key.local.size(),
           {"the attribute " + quoted(key.local) + " stands twice",
            "das Attribut " + quoted(key.local) + " steht zweimal da"});
  }

  std::string_view text_;
  const Limits& limits_;
  Findings& findings_;
  Structure structure_;
  std::vector<OpenElement> open_;
  std::vector<RawAttribute> attributes_;
  std::size_t at_ = 0;
  std::size_t in_scope_ = 0;
  std::size_t attributes_total_ = 0;
  bool stopped_ = false;
};

}  // namespace

const NamespaceDeclaration* Structure::find(std::uint32_t scope, std::string_view prefix) const {
  static constexpr NamespaceDeclaration kXml{"xml", kXmlNamespace};
  for (; scope != 0; scope = scopes[scope].parent) {
    const NamespaceScope& here = scopes[scope];
    for (std::uint32_t i = 0; i < here.count; ++i)
      if (declarations[here.first + i].prefix == prefix) return &declarations[here.first + i];
  }
  return prefix == "xml" ? &kXml : nullptr;
}

Structure scan(std::string_view text, const Limits& limits, Findings& findings) {
  return Scanner(text, limits, findings).run();
}

}  // namespace umlauf::xml::detail
