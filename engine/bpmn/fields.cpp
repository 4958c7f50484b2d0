#include "engine/bpmn/fields.hpp"

#include <algorithm>
#include <charconv>

namespace umlauf::bpmn::detail {
namespace {

char folded(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool equal_folded(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return folded(x) == folded(y); });
}

// XML Schema Part 2 §3.3.8 NCName, as far as ASCII goes; other characters are letters of some
// language nearly always.
bool is_ncname(std::string_view text) {
  if (text.empty()) return false;
  const auto is_letter = [](char c) {
    const char l = folded(c);
    return (l >= 'a' && l <= 'z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
  };
  return is_letter(text.front()) && std::all_of(text.begin(), text.end(), [&](char c) {
           return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '.';
         });
}

// XML Schema Part 2 §3.2.17: nearly everything is an anyURI, but a percent sign begins an escape.
bool is_uri(std::string_view text) {
  const auto is_hex = [&](std::size_t i) {
    return i < text.size() && ((text[i] >= '0' && text[i] <= '9') ||
                               (folded(text[i]) >= 'a' && folded(text[i]) <= 'f'));
  };
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text[i] == '%' && !(is_hex(i + 1) && is_hex(i + 2))) return false;
  return true;
}

struct Verdict {
  bool fine = true;
  bool guessed = false;  ///< wrong in form, but there is only one thing it can mean
  Text expected;
};

// Nearly every value is fine, and then there is nothing to say.
Verdict verdict(bool fine, bool guessed, std::string_view english, std::string_view german) {
  if (fine) return {};
  return {false, guessed, {std::string(english), std::string(german)}};
}

Verdict judge(std::string_view value, ValueType type) {
  const std::string_view trimmed = xml::trimmed(value);
  switch (type) {
    case ValueType::String:
      return {};
    case ValueType::Id:
      return verdict(is_ncname(trimmed), true,
                     "an id that begins with a letter or '_' and has no spaces or colons",
                     "eine Id, die mit einem Buchstaben oder '_' beginnt, ohne Leerzeichen und "
                     "Doppelpunkte");
    case ValueType::Boolean:
      return verdict(parse_boolean(value).has_value(),
                     equal_folded(trimmed, "true") || equal_folded(trimmed, "false"),
                     "'true' or 'false'", "'true' oder 'false'");
    case ValueType::Integer:
      return verdict(parse_integer(value).has_value(), false, "an integer", "eine ganze Zahl");
    case ValueType::Reference:
      return verdict(!trimmed.empty(), true, "an id", "eine Id");
    case ValueType::Uri:
      return verdict(is_uri(value), false, "a URI", "eine URI");
    default:
      break;
  }
  const auto values = values_of(type);
  std::string list;
  bool guessed = false;
  for (const std::string_view candidate : values) {
    if (candidate == trimmed) return {};
    guessed |= equal_folded(candidate, trimmed);
    list += (list.empty() ? "" : ", ") + quoted(candidate);
  }
  return {false, guessed, {"one of " + list, "einer von " + list}};
}

}  // namespace

std::string quoted(std::string_view text) {
  constexpr std::size_t kShown = 80;
  if (text.size() <= kShown) return "'" + std::string(text) + "'";
  std::size_t length = kShown;
  while (length > 0 && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80) --length;
  return "'" + std::string(text.substr(0, length)) + "…'";
}

std::optional<bool> parse_boolean(std::string_view text) {
  const std::string_view value = xml::trimmed(text);
  if (value == "true" || value == "1") return true;
  if (value == "false" || value == "0") return false;
  return std::nullopt;
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
  std::string_view value = xml::trimmed(text);
  if (value.starts_with('+')) value.remove_prefix(1);
  std::int64_t result = 0;
  const auto [end, failure] = std::from_chars(value.data(), value.data() + value.size(), result);
  if (failure != std::errc() || end != value.data() + value.size()) return std::nullopt;
  return result;
}

// Findings
// -----------------------------------------------------------------------------------------

void Findings::report(Severity severity, std::string_view rule, const SourceSpan& span,
                      std::string_view element, Text message) {
  if (diagnostics_.size() >= kMost && severity != Severity::Error) return;
  if (diagnostics_.size() >= 10 * kMost) return;
  Diagnostic& diagnostic = diagnostics_.emplace_back();
  diagnostic.severity = severity;
  diagnostic.rule = rule;
  diagnostic.message = std::move(message);
  diagnostic.file = file_;
  diagnostic.span = span;
  diagnostic.element = element;
}

Diagnostics Findings::take() {
  std::stable_sort(
      diagnostics_.begin(), diagnostics_.end(),
      [](const Diagnostic& a, const Diagnostic& b) { return a.span.offset < b.span.offset; });
  return std::move(diagnostics_);
}

// Fields
// -------------------------------------------------------------------------------------------

Fields::Fields(const xml::Element& element, Tag tag, Findings& findings)
    : element_(element), tag_(tag) {
  const ElementSchema* schema = schema_of(tag);
  for (const xml::Attribute& attribute : element.attributes()) {
    if (!attribute.prefix().empty()) {
      ++foreign_;
      continue;
    }
    const AttributeRule* rule = schema ? find_attribute(*schema, attribute.name()) : nullptr;
    if (!rule) {
      findings.report(
          Severity::Warning, "XML-02", attribute.span(), element.value("id"),
          {"BPMN knows no attribute " + quoted(attribute.name()) + " of " + quoted(element.name()),
           "BPMN kennt kein Attribut " + quoted(attribute.name()) + " an " +
               quoted(element.name())});
      continue;
    }
    if (count_ == kMost) break;
    known_[count_++] = attribute;
    if (rule->type != ValueType::String) check_value(attribute, *rule, findings);
  }
  if (schema) check_required(*schema, findings);
}

void Fields::check_value(const xml::Attribute& attribute, const AttributeRule& rule,
                         Findings& findings) {
  const Verdict verdict = judge(attribute.value(), rule.type);
  if (verdict.fine) return;
  findings.report(verdict.guessed ? Severity::Warning : Severity::Error,
                  rule.type == ValueType::Id ? "XML-07" : "XML-02", attribute.value_span(), id(),
                  {quoted(attribute.name()) + " must be " + verdict.expected.english + ", found " +
                       quoted(attribute.value()),
                   quoted(attribute.name()) + " muss sein: " + verdict.expected.german +
                       "; gefunden wurde " + quoted(attribute.value())});
}

namespace {

// The ends of flows and associations have rules of their own.
const char* rule_of_missing(Tag tag) {
  if (tag == Tag::SequenceFlow) return "FLW-01";
  if (tag == Tag::Association) return "DAT-03";
  return "XML-02";
}

}  // namespace

void Fields::check_required(const ElementSchema& schema, Findings& findings) const {
  for (const ElementSchema* type = &schema; type; type = type->base)
    for (const AttributeRule& rule : type->attributes) {
      if (!rule.required || find(rule.name)) continue;
      // A missing name disturbs nobody; a missing end of a flow does.
      const bool harmless = rule.type == ValueType::String || rule.name == "importType";
      findings.report(harmless ? Severity::Warning : Severity::Error, rule_of_missing(tag_),
                      element_.span(), id(),
                      {quoted(name_of(tag_)) + " lacks the attribute " + quoted(rule.name),
                       "an " + quoted(name_of(tag_)) + " fehlt das Attribut " + quoted(rule.name)});
    }
}

const xml::Attribute* Fields::find(std::string_view name) const {
  for (std::size_t i = 0; i < count_; ++i)
    if (known_[i].name() == name) return &known_[i];
  return nullptr;
}

std::string_view Fields::text(std::string_view name, std::string_view fallback) const {
  const xml::Attribute* attribute = find(name);
  return attribute ? attribute->value() : fallback;
}

std::optional<bool> Fields::optional_flag(std::string_view name) const {
  const xml::Attribute* attribute = find(name);
  if (!attribute) return std::nullopt;
  if (const auto exact = parse_boolean(attribute->value())) return exact;
  if (equal_folded(xml::trimmed(attribute->value()), "true")) return true;
  if (equal_folded(xml::trimmed(attribute->value()), "false")) return false;
  return std::nullopt;
}

bool Fields::flag(std::string_view name, bool fallback) const {
  return optional_flag(name).value_or(fallback);
}

std::int64_t Fields::integer(std::string_view name, std::int64_t fallback) const {
  const xml::Attribute* attribute = find(name);
  return attribute ? parse_integer(attribute->value()).value_or(fallback) : fallback;
}

std::size_t Fields::choice(std::string_view name, ValueType type, std::size_t fallback) const {
  const xml::Attribute* attribute = find(name);
  if (!attribute) return fallback;
  const auto values = values_of(type);
  for (std::size_t i = 0; i < values.size(); ++i)
    if (equal_folded(values[i], xml::trimmed(attribute->value()))) return i;
  return fallback;
}

}  // namespace umlauf::bpmn::detail
