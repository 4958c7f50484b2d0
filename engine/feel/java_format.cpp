#include "engine/feel/java_format.hpp"

#include <charconv>

#include "engine/feel/print.hpp"
#include "engine/feel/unicode.hpp"

namespace umlauf::feel {

namespace {

constexpr std::size_t kWidthMax = 1000;

struct Directive {
  bool left = false;
  bool zeros = false;
  bool plus = false;
  bool groups = false;
  std::size_t width = 0;
  std::optional<std::size_t> precision;
  char conversion = 0;
};

std::size_t read_number(std::string_view format, std::size_t& at) {
  std::size_t number = 0;
  while (at < format.size() && format[at] >= '0' && format[at] <= '9' && number <= kWidthMax)
    number = number * 10 + static_cast<std::size_t>(format[at++] - '0');
  return number;
}

// The cursor stands behind the percent sign.
std::optional<Directive> read_directive(std::string_view format, std::size_t& at) {
  Directive directive;
  for (bool more = true; more && at < format.size();) {
    switch (format[at]) {
      case '-':
        directive.left = true;
        break;
      case '0':
        directive.zeros = true;
        break;
      case '+':
        directive.plus = true;
        break;
      case ',':
        directive.groups = true;
        break;
      default:
        more = false;
    }
    if (more) ++at;
  }
  directive.width = read_number(format, at);
  if (at < format.size() && format[at] == '.') directive.precision = read_number(format, ++at);
  if (at >= format.size() || directive.width > kWidthMax ||
      directive.precision.value_or(0) > kWidthMax)
    return std::nullopt;
  directive.conversion = format[at++];
  return directive;
}

std::string grouped(std::string digits) {
  const std::size_t point = std::min(digits.find('.'), digits.size());
  const std::size_t first = digits.starts_with('-') ? 1 : 0;
  for (std::size_t at = point; at > first + 3; at -= 3) digits.insert(at - 3, 1, ',');
  return digits;
}

std::optional<std::string> number_text(const Directive& directive, const Value& value) {
  if (!value.is_number()) return std::nullopt;
  const Decimal number = *value.number();
  std::string text;
  if (directive.conversion == 'f') {
    const std::size_t digits = directive.precision.value_or(6);
    if (digits > 30) return std::nullopt;
    const auto rounded = round(number, static_cast<std::int32_t>(digits), Rounding::HalfUp);
    if (!rounded) return std::nullopt;
    text = rounded->to_string();
  } else {
    if (!number.is_integer()) return std::nullopt;
    const auto whole = round(number, 0, Rounding::Down);
    if (!whole) return std::nullopt;
    text = whole->to_string();
    if (directive.conversion == 'x') {
      const auto integer = whole->to_int64();
      if (!integer) return std::nullopt;
      char buffer[20];
      const auto end =
          std::to_chars(buffer, buffer + sizeof buffer, static_cast<std::uint64_t>(*integer), 16);
      text.assign(buffer, end.ptr);
    }
  }
  if (directive.groups) text = grouped(std::move(text));
  if (directive.plus && !text.starts_with('-')) text.insert(0, 1, '+');
  return text;
}

std::optional<std::string> argument_text(const Directive& directive, const Value& value) {
  switch (directive.conversion) {
    case 's':
    case 'S': {
      std::string text = to_text(value);
      if (directive.conversion == 'S')
        for (char& c : text)
          if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
      return text;
    }
    case 'b':
      return value.is_boolean() ? (value.is_true() ? "true" : "false")
                                : (value.is_null() ? "false" : "true");
    case 'c':
      if (!value.is_string() || count_code_points(*value.string()) != 1) return std::nullopt;
      return *value.string();
    case 'd':
    case 'x':
    case 'f':
      return number_text(directive, value);
    default:
      return std::nullopt;
  }
}

void pad(std::string& text, const Directive& directive) {
  const std::size_t length = count_code_points(text);
  if (length >= directive.width) return;
  const std::size_t missing = directive.width - length;
  const bool sign = text.starts_with('-') || text.starts_with('+');
  if (directive.left)
    text.append(missing, ' ');
  else if (directive.zeros)
    text.insert(sign ? 1 : 0, missing, '0');
  else
    text.insert(0, missing, ' ');
}

}  // namespace

std::optional<std::string> java_format(std::string_view format, const Values& arguments) {
  std::string out;
  std::size_t next = 0;
  for (std::size_t at = 0; at < format.size();) {
    if (format[at] != '%') {
      out += format[at++];
      continue;
    }
    const std::optional<Directive> directive = read_directive(format, ++at);
    if (!directive) return std::nullopt;
    if (directive->conversion == '%' || directive->conversion == 'n') {
      out += directive->conversion == 'n' ? '\n' : '%';
      continue;
    }
    if (next >= arguments.size()) return std::nullopt;
    std::optional<std::string> text = argument_text(*directive, arguments[next++]);
    if (!text) return std::nullopt;
    pad(*text, *directive);
    out += *text;
  }
  return out;
}

}  // namespace umlauf::feel
