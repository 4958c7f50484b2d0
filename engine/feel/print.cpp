#include "engine/feel/print.hpp"

#include <algorithm>
#include <array>

#include "engine/feel/function.hpp"
#include "engine/feel/unicode.hpp"

namespace umlauf::feel {
namespace {

void append(std::string& out, const Value& value);

void append_quoted(std::string& out, std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  out += '"';
  for (const char c : text) {
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          out += "\\u00";
          out += kHex[static_cast<unsigned char>(c) >> 4];
          out += kHex[static_cast<unsigned char>(c) & 15];
        } else {
          out += c;
        }
    }
  }
  out += '"';
}

bool is_plain_word(std::string_view word) {
  static constexpr std::array<std::string_view, 20> kKeywords = {
      "and",      "between", "else",      "every",    "external", "false", "for",
      "function", "if",      "in",        "instance", "not",      "null",  "of",
      "or",       "return",  "satisfies", "some",     "then",     "true"};
  std::size_t position = 0;
  const char32_t first = word.empty() ? U'0' : next_code_point(word, position);
  if (!is_name_start(first) || first == '?') return false;
  while (position < word.size())
    if (const char32_t c = next_code_point(word, position); !is_name_part(c) || c == '?')
      return false;
  return std::find(kKeywords.begin(), kKeywords.end(), word) == kKeywords.end();
}

// Bare where it reads back whatever names are known: words of letters with single blanks.
bool is_plain_name(std::string_view name) {
  while (true) {
    const std::size_t blank = name.find(' ');
    if (!is_plain_word(name.substr(0, blank))) return false;
    if (blank == std::string_view::npos) return true;
    name.remove_prefix(blank + 1);
  }
}

void append_range(std::string& out, const Range& range) {
  if (range.form == RangeForm::NotEqual) {
    out += "(!=";
    append(out, range.start);
    out += ')';
    return;
  }
  if (range.form == RangeForm::Unary) {
    const bool is_start = !range.start.is_null();
    const bool included = is_start ? range.start_included : range.end_included;
    const bool is_equal = is_start && !range.end.is_null();
    out += is_equal ? "(=" : is_start ? (included ? "(>=" : "(>") : (included ? "(<=" : "(<");
    append(out, is_start ? range.start : range.end);
    out += ')';
    return;
  }
  out += range.start_included ? '[' : '(';
  append(out, range.start);
  out += "..";
  append(out, range.end);
  out += range.end_included ? ']' : ')';
}

void append_function(std::string& out, const Function& function) {
  out += "function(";
  bool first = true;
  for (const Parameter& parameter : function.parameters()) {
    if (!std::exchange(first, false)) out += ", ";
    out += parameter.name;
  }
  out += ") ...";
}

void append(std::string& out, const Value& value) {
  switch (value.kind()) {
    case Kind::String:
      append_quoted(out, *value.string());
      return;
    case Kind::Date:
    case Kind::Time:
    case Kind::DateTime:
    case Kind::DaysTimeDuration:
    case Kind::YearsMonthsDuration:
      out += "@\"" + to_text(value) + "\"";
      return;
    case Kind::List: {
      out += '[';
      bool first = true;
      for (const Value& item : *value.list()) {
        if (!std::exchange(first, false)) out += ", ";
        append(out, item);
      }
      out += ']';
      return;
    }
    case Kind::Context: {
      out += '{';
      bool first = true;
      for (const Entry& entry : *value.context()) {
        if (!std::exchange(first, false)) out += ", ";
        if (is_plain_name(entry.name)) {
          out += entry.name;
        } else {
          append_quoted(out, entry.name);
        }
        out += ": ";
        append(out, entry.value);
      }
      out += '}';
      return;
    }
    case Kind::Range:
      append_range(out, *value.range());
      return;
    case Kind::Function:
      append_function(out, *value.function());
      return;
    default:
      out += to_text(value);
  }
}

}  // namespace

std::string to_feel(const Value& value) {
  std::string out;
  append(out, value);
  return out;
}

std::string to_text(const Value& value) {
  switch (value.kind()) {
    case Kind::Null:
      return "null";
    case Kind::Boolean:
      return *value.boolean() ? "true" : "false";
    case Kind::Number:
      return value.number()->to_string();
    case Kind::String:
      return *value.string();
    case Kind::Date:
      return value.date()->to_string();
    case Kind::Time:
      return value.time()->to_string();
    case Kind::DateTime:
      return value.date_time()->to_string();
    case Kind::DaysTimeDuration:
      return value.days_time_duration()->to_string();
    case Kind::YearsMonthsDuration:
      return value.years_months_duration()->to_string();
    default:
      return to_feel(value);
  }
}

}  // namespace umlauf::feel
