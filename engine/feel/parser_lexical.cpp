#include <algorithm>
#include <array>

#include "engine/feel/builtins.hpp"
#include "engine/feel/parser.hpp"
#include "engine/feel/unicode.hpp"

namespace umlauf::feel {
namespace {

// Words that no name goes on with where nothing says that it is a name.
constexpr std::array<std::string_view, 8> kEndingWords = {"and",  "or",   "in",     "between",
                                                          "then", "else", "return", "satisfies"};

// Grammar rule 30. Its apostrophe is printed as a typographic one, and meant as this one.
constexpr std::string_view kNameSymbolsAndBlank = " +-*/.'";
constexpr std::string_view kNameSymbols = kNameSymbolsAndBlank.substr(1);

bool is_name_symbol(char32_t c) {
  return c < 0x80 && kNameSymbols.find(static_cast<char>(c)) != std::string_view::npos;
}

std::string_view first_word(std::string_view name) {
  std::size_t position = 0;
  while (position < name.size()) {
    std::size_t next = position;
    if (!is_name_part(next_code_point(name, next))) break;
    position = next;
  }
  return name.substr(0, position);
}

}  // namespace

Parser::Parser(std::string_view text, const Names& names, const ParseLimits& limits)
    : text_(text), names_(names), limits_(limits), tree_(std::string(text)) {
  for (const auto& [name, type] : names.variables())
    by_word_[first_word(name)].emplace_back(name, true);
  for (const BuiltIn& function : built_ins())
    by_word_[first_word(function.name)].emplace_back(function.name, false);
}

void Parser::skip_blanks() {
  while (position_ < text_.size()) {
    if (at("//")) {
      while (position_ < text_.size() && peek() != '\n') ++position_;
      continue;
    }
    if (at("/*")) {
      const std::size_t end = text_.find("*/", position_ + 2);
      // A comment that does not end takes the rest, so that something is found missing.
      position_ = end == std::string_view::npos ? text_.size() : end + 2;
      continue;
    }
    std::size_t next = position_;
    if (!is_white_space(next_code_point(text_, next))) return;
    position_ = next;
  }
}

bool Parser::at_end() {
  skip_blanks();
  return position_ >= text_.size();
}

bool Parser::take(std::string_view symbol) {
  skip_blanks();
  if (!at(symbol)) return false;
  position_ += symbol.size();
  return true;
}

std::size_t Parser::word_end(std::size_t from) const {
  while (from < text_.size()) {
    std::size_t next = from;
    if (!is_name_part(next_code_point(text_, next))) break;
    from = next;
  }
  return from;
}

bool Parser::at_word(std::string_view word) const {
  return at(word) && word_end(position_) == position_ + word.size();
}

bool Parser::take_word(std::string_view word) {
  skip_blanks();
  if (!at_word(word)) return false;
  position_ += word.size();
  return true;
}

namespace {

struct Escape {
  char32_t code_point = 0;
  std::size_t length = 0;  // 0: not an escape
};

Escape read_hex(std::string_view text, std::size_t from, std::size_t digits) {
  char32_t code = 0;
  if (from + digits > text.size()) return {};
  for (std::size_t i = 0; i < digits; ++i) {
    const char c = text[from + i];
    const int digit = c >= '0' && c <= '9'   ? c - '0'
                      : c >= 'a' && c <= 'f' ? c - 'a' + 10
                      : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                             : -1;
    if (digit < 0) return {};
    code = code * 16 + static_cast<char32_t>(digit);
  }
  return {code, digits + 2};
}

// Grammar rules 33 and 64. A backslash before anything else stands for itself, which is what
// patterns such as "\s+" rely on.
Escape read_escape(std::string_view text, std::size_t at) {
  if (at + 1 >= text.size()) return {};
  switch (text[at + 1]) {
    case '"':
      return {'"', 2};
    case '\'':
      return {'\'', 2};
    case '\\':
      return {'\\', 2};
    case 'n':
      return {'\n', 2};
    case 'r':
      return {'\r', 2};
    case 't':
      return {'\t', 2};
    case 'U':
      return read_hex(text, at + 2, 6);
    case 'u': {
      const Escape high = read_hex(text, at + 2, 4);
      if (high.length == 0 || high.code_point < 0xD800 || high.code_point > 0xDBFF) return high;
      if (text.substr(at + 6, 2) != "\\u") return high;
      const Escape low = read_hex(text, at + 8, 4);
      if (low.length == 0 || low.code_point < 0xDC00 || low.code_point > 0xDFFF) return high;
      return {0x10000 + ((high.code_point - 0xD800) << 10) + (low.code_point - 0xDC00), 12};
    }
    default:
      return {};
  }
}

}  // namespace

std::optional<std::string> Parser::string_literal() {
  const std::size_t start = position_++;
  std::string out;
  while (position_ < text_.size() && peek() != '"') {
    if (peek() == '\\') {
      const Escape escape = read_escape(text_, position_);
      if (escape.length > 0) {
        append_code_point(out, escape.code_point);
        position_ += escape.length;
        continue;
      }
    }
    out += text_[position_++];
  }
  if (position_ >= text_.size()) {
    position_ = start;
    fail("the string that begins here does not end",
         "die hier beginnende Zeichenkette endet nicht");
    return std::nullopt;
  }
  ++position_;
  return is_valid_utf8(out) ? std::move(out) : valid_utf8(out);
}

NodeIndex Parser::number_literal(bool negative, std::size_t start) {
  const std::size_t first = position_;
  const auto digits = [this] {
    while (peek() >= '0' && peek() <= '9') ++position_;
  };
  digits();
  if (peek() == '.' && peek(1) >= '0' && peek(1) <= '9') {
    ++position_;
    digits();
  }
  if (peek() == 'e' || peek() == 'E') {
    const std::size_t sign = peek(1) == '+' || peek(1) == '-' ? 2 : 1;
    if (peek(sign) >= '0' && peek(sign) <= '9') {
      position_ += sign;
      digits();
    }
  }
  const auto number = Decimal::parse(text_.substr(first, position_ - first));
  if (!number.has_value())
    return tree_.invalid({"number is too large", "die Zahl ist zu groß"}, place(start));
  return tree_.constant(negative ? Value(negate(*number)) : Value(*number), place(start));
}

// @"2024-01-31" and its kin, grammar rule 65: null where the text is of no temporal type.
NodeIndex Parser::at_literal() {
  const std::size_t start = position_++;
  skip_blanks();
  if (peek() != '"') return fail_expected("'\"'");
  const auto text = string_literal();
  if (!text.has_value()) return {};
  const Value value = parse_temporal(*text);
  if (!value.is_null()) return tree_.constant(value, place(start));
  return tree_.invalid({"'" + *text + "' is no date, time or duration",
                        "'" + *text + "' ist kein Datum, keine Zeit und keine Dauer"},
                       place(start));
}

std::size_t Parser::blanks_end(std::size_t from) const {
  while (from < text_.size()) {
    std::size_t next = from;
    if (!is_white_space(next_code_point(text_, next))) break;
    from = next;
  }
  return from;
}

// A name is a sequence of tokens (§10.3.1.4): blanks part its words, and mean nothing beside its
// symbols. So `a - b` is the name `a-b` where that is in scope (§10.3.1.6).
std::size_t Parser::match_name(std::string_view name, std::size_t from) const {
  std::size_t position = from;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool blank = name[i] == ' ';
    if (blank) ++i;
    if (i >= name.size()) return 0;
    const std::size_t next = i == 0 ? position : blanks_end(position);
    const bool beside_symbol = i > 0 && (is_name_symbol(name[i]) || is_name_symbol(name[i - 1]) ||
                                         (blank && i > 1 && is_name_symbol(name[i - 2])));
    if (!beside_symbol && blank != (next > position)) return 0;
    if (next >= text_.size() || text_[next] != name[i]) return 0;
    position = next + 1;
  }
  // `foo` does not begin `foobar`.
  const std::size_t last = name.find_last_of(kNameSymbolsAndBlank);
  const bool ends_in_word = last == std::string_view::npos || last + 1 < name.size();
  if (ends_in_word && word_end(position) != position) return 0;
  return position - from;
}

Parser::Match Parser::longest_name(bool member) const {
  Match best;
  const auto consider = [&](std::string_view name, bool variable) {
    const std::size_t length = match_name(name, position_);
    if (length < best.length || length == 0) return;
    if (length == best.length && !variable) return;
    best = {std::string(name), length, variable};
  };
  if (member) {
    const std::string_view word = text_.substr(position_, word_end(position_) - position_);
    for (auto found = names_.members().lower_bound(word);
         found != names_.members().end() && found->substr(0, word.size()) == word; ++found)
      consider(*found, true);
    for (const std::string& name : members_) consider(name, true);
    return best;
  }
  for (const std::string& name : locals_) consider(name, true);
  const auto found = by_word_.find(text_.substr(position_, word_end(position_) - position_));
  if (found != by_word_.end())
    for (const auto& [name, variable] : found->second) consider(name, variable);
  return best;
}

// `Full Name`: words side by side are one name, known or not, as nothing else in FEEL lets two
// names follow each other.
Parser::Match Parser::joined_words(std::size_t from) const {
  Match match;
  std::size_t position = from;
  while (position < text_.size()) {
    const std::size_t end = word_end(position);
    if (end == position) break;
    const std::string_view word = text_.substr(position, end - position);
    if (!match.name.empty()) {
      if (std::find(kEndingWords.begin(), kEndingWords.end(), word) != kEndingWords.end()) break;
      if (word == "instance") {
        const std::size_t of = text_.find_first_not_of(" \t\r\n", end);
        if (of != std::string_view::npos && text_.substr(of, 2) == "of") break;
      }
      match.name += ' ';
    }
    match.name += word;
    match.length = end - from;
    position = blanks_end(end);
  }
  return match;
}

std::optional<Parser::Match> Parser::name_here(bool member) {
  skip_blanks();
  std::size_t next = position_;
  if (position_ >= text_.size()) return std::nullopt;
  const char32_t first = next_code_point(text_, next);
  Match known = longest_name(member);
  if ((!is_name_start(first) || first == '?') && known.length == 0) return std::nullopt;
  Match words = joined_words(position_);
  // `date and time` is the function, unless two variables of these names are in scope.
  if (!known.variable && known.name.find(" and ") != std::string::npos) {
    const std::size_t after = text_.find_first_not_of(" \t\r\n", position_ + known.length);
    const bool called = after != std::string_view::npos && text_[after] == '(';
    if (!called && names_.variable(words.name) != nullptr) known = {};
  }
  Match chosen = words.length > known.length ? std::move(words) : std::move(known);
  position_ += chosen.length;
  return chosen;
}

// A name where it is introduced: everything up to a stop, so that it may contain operators.
std::optional<std::string> Parser::declared_name(std::string_view stops) {
  skip_blanks();
  const std::size_t start = position_;
  std::size_t next = position_;
  if (position_ >= text_.size() || !is_name_start(next_code_point(text_, next)))
    return std::nullopt;
  while (position_ < text_.size() && stops.find(peek()) == std::string_view::npos) {
    next = position_;
    const char32_t c = next_code_point(text_, next);
    if (!is_name_symbol(c) && !is_name_part(c) && !is_white_space(c)) {
      position_ = start;
      return std::nullopt;
    }
    position_ = next;
  }
  if (position_ >= text_.size()) {
    position_ = start;
    return std::nullopt;
  }
  return normalize_name(text_.substr(start, position_ - start));
}

// The name of an iterator ends before the word `in`.
std::optional<std::string> Parser::iterator_name() {
  skip_blanks();
  const std::size_t start = position_;
  while (position_ < text_.size()) {
    std::size_t next = position_;
    const char32_t c = next_code_point(text_, next);
    if (is_name_part(c)) {
      if (at_word("in") && position_ > start) {
        std::string name = normalize_name(text_.substr(start, position_ - start));
        position_ += 2;
        return name;
      }
      position_ = word_end(position_);
      continue;
    }
    if (!is_name_symbol(c) && !is_white_space(c)) break;
    position_ = next;
  }
  position_ = start;
  return std::nullopt;
}

// Grammar rule 52.
std::optional<Type> Parser::type() {
  skip_blanks();
  if (++nesting_ > limits_.nesting_max) {
    --nesting_;
    return std::nullopt;
  }
  const std::size_t start = position_;
  for (const std::string_view word : {"list", "range", "context", "function"}) {
    if (!take_word(word)) continue;
    if (!take("<")) break;
    position_ = start;
    auto made = generic_type();
    --nesting_;
    return made;
  }
  position_ = start;
  auto named = named_type();
  --nesting_;
  return named;
}

std::optional<Type> Parser::generic_type() {
  if (take_word("list") || take_word("range")) {
    const bool is_list = text_[position_ - 1] == 't';
    if (!take("<")) return std::nullopt;
    auto element = type();
    if (!element.has_value() || !take(">")) return std::nullopt;
    return is_list ? Type::list(std::move(*element)) : Type::range(std::move(*element));
  }
  if (take_word("context")) {
    if (!take("<")) return std::nullopt;
    std::vector<Type::Member> members;
    if (take(">")) {
      incomplete_type_ = true;
      return Type::context({});
    }
    do {
      auto name = declared_name(":");
      if (!name.has_value() || !take(":")) return std::nullopt;
      auto member = type();
      if (!member.has_value()) return std::nullopt;
      know_member(*name);
      members.push_back({std::move(*name), std::move(*member)});
    } while (take(","));
    if (!take(">")) return std::nullopt;
    return Type::context(std::move(members));
  }
  if (!take_word("function") || !take("<")) return std::nullopt;
  std::vector<Type> parameters;
  if (!take(">")) {
    do {
      auto parameter = type();
      if (!parameter.has_value()) return std::nullopt;
      parameters.push_back(std::move(*parameter));
    } while (take(","));
    if (!take(">")) return std::nullopt;
  }
  if (!take("->")) return std::nullopt;
  auto result = type();
  if (!result.has_value()) return std::nullopt;
  return Type::function(std::move(parameters), std::move(*result));
}

std::optional<Type> Parser::named_type() {
  const Type* found = nullptr;
  std::size_t longest = 0;
  const auto consider = [&](std::string_view name) {
    const std::size_t length = match_name(name, position_);
    if (length <= longest) return;
    longest = length;
    found = names_.type(name);
  };
  for (const auto& [name, type] : names_.types()) consider(name);
  for (const std::string_view name : builtin_type_names()) consider(name);
  if (found == nullptr) return std::nullopt;
  position_ += longest;
  // `list` alone says nothing of its items. An item definition has its own name.
  const TypeKind kind = found->kind();
  const bool constructed = kind == TypeKind::List || kind == TypeKind::Range ||
                           kind == TypeKind::Context || kind == TypeKind::Function;
  incomplete_type_ = incomplete_type_ || (constructed && found->is_open() && found->name().empty());
  return *found;
}

}  // namespace umlauf::feel
