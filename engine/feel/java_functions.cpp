#include "engine/feel/java_functions.hpp"

#include <unicode/uchar.h>

#include <bit>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <map>
#include <optional>
#include <string>

#include "engine/feel/java_format.hpp"
#include "engine/feel/print.hpp"
#include "engine/feel/session.hpp"
#include "engine/feel/unicode.hpp"

namespace umlauf::feel {

namespace {

// An argument as the method gets it: which member counts, its parameter's type says.
struct Argument {
  std::int64_t integer = 0;
  double real = 0;
  std::string text;
  char32_t character = 0;
  bool truth = false;
  Values items;
};

using Arguments = std::span<const Argument>;
using Method = Value (*)(Arguments);

Value from_double(double value) {
  const std::optional<Decimal> number = Decimal::from_double(value);
  return number ? Value(*number) : Value();
}

Value from_float(double value) {
  if (!std::isfinite(value)) return {};
  char buffer[64];
  const auto written = std::to_chars(buffer, buffer + sizeof buffer, static_cast<float>(value));
  const std::optional<Decimal> number =
      Decimal::parse({buffer, static_cast<std::size_t>(written.ptr - buffer)});
  return number ? Value(*number) : Value();
}

std::optional<Decimal> parse_number(const std::string& text) {
  std::string_view trimmed = text;
  while (!trimmed.empty() && trimmed.front() == ' ') trimmed.remove_prefix(1);
  while (!trimmed.empty() && trimmed.back() == ' ') trimmed.remove_suffix(1);
  if (!trimmed.empty() && trimmed.front() == '+') trimmed.remove_prefix(1);
  return Decimal::parse(trimmed);
}

template <typename Integer>
Value parse_integer(const std::string& text, int radix = 10) {
  std::string_view digits = text;
  if (digits.size() > 1 && digits.front() == '+' && digits[1] != '-') digits.remove_prefix(1);
  Integer value = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value, radix);
  if (read.ec != std::errc() || read.ptr != digits.data() + digits.size()) return {};
  return Value(static_cast<std::int64_t>(value));
}

Value parse_real(const std::string& text) {
  const std::optional<Decimal> number = parse_number(text);
  return number ? from_double(number->to_double()) : Value();
}

Value parse_single(const std::string& text) {
  const std::optional<Decimal> number = parse_number(text);
  return number ? from_float(number->to_double()) : Value();
}

Value radix_text(std::uint64_t value, int radix) {
  char buffer[72];
  const auto written = std::to_chars(buffer, buffer + sizeof buffer, value, radix);
  return Value(std::string(buffer, written.ptr));
}

Value character(UChar32 c) {
  std::string text;
  append_code_point(text, static_cast<char32_t>(c));
  return Value(std::move(text));
}

// Java's text of a double always shows a fraction.
Value real_text(double value) {
  const Value number = from_double(value);
  if (number.is_null()) return {};
  std::string text = number.number()->to_string();
  if (text.find_first_of(".E") == std::string::npos) text += ".0";
  return Value(std::move(text));
}

using Table = std::map<std::string, Method, std::less<>>;

void add_math(Table& table, const std::string& name) {
  const auto real = [&](const char* method, Method body) {
    table[name + "." + method + "(double)"] = body;
  };
  real("sin", [](Arguments a) { return from_double(std::sin(a[0].real)); });
  real("cos", [](Arguments a) { return from_double(std::cos(a[0].real)); });
  real("tan", [](Arguments a) { return from_double(std::tan(a[0].real)); });
  real("asin", [](Arguments a) { return from_double(std::asin(a[0].real)); });
  real("acos", [](Arguments a) { return from_double(std::acos(a[0].real)); });
  real("atan", [](Arguments a) { return from_double(std::atan(a[0].real)); });
  real("sinh", [](Arguments a) { return from_double(std::sinh(a[0].real)); });
  real("cosh", [](Arguments a) { return from_double(std::cosh(a[0].real)); });
  real("tanh", [](Arguments a) { return from_double(std::tanh(a[0].real)); });
  real("exp", [](Arguments a) { return from_double(std::exp(a[0].real)); });
  real("expm1", [](Arguments a) { return from_double(std::expm1(a[0].real)); });
  real("log", [](Arguments a) { return from_double(std::log(a[0].real)); });
  real("log10", [](Arguments a) { return from_double(std::log10(a[0].real)); });
  real("log1p", [](Arguments a) { return from_double(std::log1p(a[0].real)); });
  real("sqrt", [](Arguments a) { return from_double(std::sqrt(a[0].real)); });
  real("cbrt", [](Arguments a) { return from_double(std::cbrt(a[0].real)); });
  real("ceil", [](Arguments a) { return from_double(std::ceil(a[0].real)); });
  real("floor", [](Arguments a) { return from_double(std::floor(a[0].real)); });
  real("rint", [](Arguments a) { return from_double(std::nearbyint(a[0].real)); });
  real("round", [](Arguments a) { return from_double(std::floor(a[0].real + 0.5)); });
  real("abs", [](Arguments a) { return from_double(std::fabs(a[0].real)); });
  real("signum", [](Arguments a) {
    return from_double(a[0].real > 0 ? 1 : a[0].real < 0 ? -1 : 0);
  });
  real("toRadians", [](Arguments a) { return from_double(a[0].real / 180 * M_PI); });
  real("toDegrees", [](Arguments a) { return from_double(a[0].real * 180 / M_PI); });
  const auto reals = [&](const char* method, Method body) {
    table[name + "." + method + "(double,double)"] = body;
  };
  reals("pow", [](Arguments a) { return from_double(std::pow(a[0].real, a[1].real)); });
  reals("hypot", [](Arguments a) { return from_double(std::hypot(a[0].real, a[1].real)); });
  reals("atan2", [](Arguments a) { return from_double(std::atan2(a[0].real, a[1].real)); });
  reals("max", [](Arguments a) { return from_double(std::fmax(a[0].real, a[1].real)); });
  reals("min", [](Arguments a) { return from_double(std::fmin(a[0].real, a[1].real)); });
  table[name + ".max(float,float)"] = [](Arguments a) {
    return from_float(std::fmax(a[0].real, a[1].real));
  };
  table[name + ".min(float,float)"] = [](Arguments a) {
    return from_float(std::fmin(a[0].real, a[1].real));
  };
  table[name + ".abs(float)"] = [](Arguments a) { return from_float(std::fabs(a[0].real)); };
  table[name + ".round(float)"] = [](Arguments a) {
    return from_double(std::floor(a[0].real + 0.5));
  };
  for (const std::string& type : std::vector<std::string>{"int", "long"}) {
    table[name + ".max(" + type + "," + type + ")"] = [](Arguments a) {
      return Value(std::max(a[0].integer, a[1].integer));
    };
    table[name + ".min(" + type + "," + type + ")"] = [](Arguments a) {
      return Value(std::min(a[0].integer, a[1].integer));
    };
    table[name + ".abs(" + type + ")"] = [](Arguments a) {
      return Value(absolute(Decimal(a[0].integer)));
    };
    table[name + ".floorMod(" + type + "," + type + ")"] = [](Arguments a) {
      const std::optional<Decimal> rest = modulo(Decimal(a[0].integer), Decimal(a[1].integer));
      return rest ? Value(*rest) : Value();
    };
    table[name + ".floorDiv(" + type + "," + type + ")"] = [](Arguments a) {
      const std::optional<Decimal> ratio = divide(Decimal(a[0].integer), Decimal(a[1].integer));
      const std::optional<Decimal> whole = ratio ? round(*ratio, 0, Rounding::Floor) : std::nullopt;
      return whole ? Value(*whole) : Value();
    };
  }
}

template <typename Integer, typename Unsigned>
void add_integer(Table& table, const std::string& name, const std::string& type) {
  table[name + ".valueOf(" + type + ")"] = [](Arguments a) { return Value(a[0].integer); };
  const std::string parse = type == "int"     ? "parseInt"
                            : type == "long"  ? "parseLong"
                            : type == "short" ? "parseShort"
                                              : "parseByte";
  for (const std::string& method : {std::string("valueOf"), parse}) {
    table[name + "." + method + "(java.lang.String)"] = [](Arguments a) {
      return parse_integer<Integer>(a[0].text);
    };
    table[name + "." + method + "(java.lang.String,int)"] = [](Arguments a) {
      if (a[1].integer < 2 || a[1].integer > 36) return Value();
      return parse_integer<Integer>(a[0].text, static_cast<int>(a[1].integer));
    };
  }
  table[name + ".toString(" + type + ")"] = [](Arguments a) {
    return Value(std::to_string(a[0].integer));
  };
  table[name + ".compare(" + type + "," + type + ")"] = [](Arguments a) {
    return Value(a[0].integer < a[1].integer ? -1 : a[0].integer > a[1].integer ? 1 : 0);
  };
  if (type != "int" && type != "long") return;
  table[name + ".toHexString(" + type + ")"] = [](Arguments a) {
    return radix_text(static_cast<Unsigned>(a[0].integer), 16);
  };
  table[name + ".toBinaryString(" + type + ")"] = [](Arguments a) {
    return radix_text(static_cast<Unsigned>(a[0].integer), 2);
  };
  table[name + ".toOctalString(" + type + ")"] = [](Arguments a) {
    return radix_text(static_cast<Unsigned>(a[0].integer), 8);
  };
  table[name + ".signum(" + type + ")"] = [](Arguments a) {
    return Value(a[0].integer < 0 ? -1 : a[0].integer > 0 ? 1 : 0);
  };
  table[name + ".bitCount(" + type + ")"] = [](Arguments a) {
    return Value(std::popcount(static_cast<Unsigned>(a[0].integer)));
  };
  const std::string both = "(" + type + "," + type + ")";
  table[name + ".max" + both] = [](Arguments a) {
    return Value(std::max(a[0].integer, a[1].integer));
  };
  table[name + ".min" + both] = [](Arguments a) {
    return Value(std::min(a[0].integer, a[1].integer));
  };
  table[name + ".sum" + both] = [](Arguments a) {
    // Java's sum goes round; the number that was meant is of more use.
    return Value(*add(Decimal(a[0].integer), Decimal(a[1].integer)));
  };
}

void add_real(Table& table, const std::string& name, const std::string& type, bool single) {
  table[name + ".valueOf(" + type + ")"] = single
                                               ? [](Arguments a) { return from_float(a[0].real); }
                                               : [](Arguments a) { return from_double(a[0].real); };
  for (const char* method : {"valueOf", single ? "parseFloat" : "parseDouble"})
    table[name + "." + method + "(java.lang.String)"] =
        single ? [](Arguments a) { return parse_single(a[0].text); }
               : [](Arguments a) { return parse_real(a[0].text); };
  const std::string both = "(" + type + "," + type + ")";
  table[name + ".max" + both] = [](Arguments a) {
    return from_double(std::fmax(a[0].real, a[1].real));
  };
  table[name + ".min" + both] = [](Arguments a) {
    return from_double(std::fmin(a[0].real, a[1].real));
  };
  table[name + ".sum" + both] = [](Arguments a) { return from_double(a[0].real + a[1].real); };
  table[name + ".compare" + both] = [](Arguments a) {
    return Value(a[0].real < a[1].real ? -1 : a[0].real > a[1].real ? 1 : 0);
  };
  table[name + ".toString(" + type + ")"] = [](Arguments a) { return real_text(a[0].real); };
}

void add_texts(Table& table) {
  const std::string name = "java.lang.String";
  for (const std::string& type : std::vector<std::string>{"int", "long"})
    table[name + ".valueOf(" + type + ")"] = [](Arguments a) {
      return Value(std::to_string(a[0].integer));
    };
  for (const std::string& type : std::vector<std::string>{"double", "float"})
    table[name + ".valueOf(" + type + ")"] = [](Arguments a) { return real_text(a[0].real); };
  table[name + ".valueOf(char)"] = [](Arguments a) {
    return character(static_cast<UChar32>(a[0].character));
  };
  table[name + ".valueOf(boolean)"] = [](Arguments a) {
    return Value(a[0].truth ? "true" : "false");
  };
  table[name + ".valueOf(java.lang.Object)"] = [](Arguments a) {
    return Value(to_text(a[0].items.front()));
  };
  table[name + ".format(java.lang.String,[Ljava.lang.Object;)"] = [](Arguments a) {
    const std::optional<std::string> text = java_format(a[0].text, a[1].items);
    return text ? Value(*text) : Value();
  };
  table[name + ".join(java.lang.CharSequence,[Ljava.lang.CharSequence;)"] = [](Arguments a) {
    std::string joined;
    for (std::size_t i = 0; i < a[1].items.size(); ++i)
      joined += (i == 0 ? "" : a[0].text) + to_text(a[1].items[i]);
    return Value(std::move(joined));
  };
  table["java.lang.Boolean.toString(boolean)"] = [](Arguments a) {
    return Value(a[0].truth ? "true" : "false");
  };
  for (const std::string& method : std::vector<std::string>{"valueOf", "parseBoolean"})
    table["java.lang.Boolean." + method + "(java.lang.String)"] = [](Arguments a) {
      std::string lower = a[0].text;
      for (char& c : lower)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
      return Value(lower == "true");
    };
  const auto test = [&](const char* method, Method body) {
    table["java.lang.Character." + std::string(method) + "(char)"] = body;
  };
  test("isDigit", [](Arguments a) { return Value(u_isdigit(UChar32(a[0].character)) != 0); });
  test("isLetter", [](Arguments a) { return Value(u_isalpha(UChar32(a[0].character)) != 0); });
  test("isLetterOrDigit",
       [](Arguments a) { return Value(u_isalnum(UChar32(a[0].character)) != 0); });
  test("isUpperCase", [](Arguments a) { return Value(u_isupper(UChar32(a[0].character)) != 0); });
  test("isLowerCase", [](Arguments a) { return Value(u_islower(UChar32(a[0].character)) != 0); });
  test("isWhitespace",
       [](Arguments a) { return Value(u_isWhitespace(UChar32(a[0].character)) != 0); });
  test("toUpperCase", [](Arguments a) { return character(u_toupper(UChar32(a[0].character))); });
  test("toLowerCase", [](Arguments a) { return character(u_tolower(UChar32(a[0].character))); });
  test("getNumericValue",
       [](Arguments a) { return Value(u_charDigitValue(UChar32(a[0].character))); });
  table["java.math.BigDecimal.valueOf(double)"] = [](Arguments a) {
    return from_double(a[0].real);
  };
  table["java.math.BigDecimal.valueOf(long)"] = [](Arguments a) { return Value(a[0].integer); };
}

const Table& methods() {
  static const Table table = [] {
    Table made;
    add_math(made, "java.lang.Math");
    add_math(made, "java.lang.StrictMath");
    add_integer<std::int32_t, std::uint32_t>(made, "java.lang.Integer", "int");
    add_integer<std::int64_t, std::uint64_t>(made, "java.lang.Long", "long");
    add_integer<std::int16_t, std::uint16_t>(made, "java.lang.Short", "short");
    add_integer<std::int8_t, std::uint8_t>(made, "java.lang.Byte", "byte");
    add_real(made, "java.lang.Float", "float", true);
    add_real(made, "java.lang.Double", "double", false);
    add_texts(made);
    return made;
  }();
  return table;
}

std::string without_blanks(std::string_view text) {
  std::string kept;
  for (const char c : text)
    if (c != ' ' && c != '\t' && c != '\n' && c != '\r') kept += c;
  return kept;
}

bool convert_integer(const Value& value, std::int64_t least, std::int64_t most, Argument& out) {
  const std::optional<std::int64_t> integer =
      value.is_number() ? value.number()->to_int64() : std::nullopt;
  if (!integer || *integer < least || *integer > most) return false;
  out.integer = *integer;
  return true;
}

template <typename Integer>
bool convert_to(const Value& value, Argument& out) {
  return convert_integer(value, std::numeric_limits<Integer>::min(),
                         std::numeric_limits<Integer>::max(), out);
}

// §10.3.2.12, table 47: which value of FEEL may stand for which type of Java.
bool convert(const Value& value, std::string_view type, Argument& out) {
  if (type == "int" || type == "java.lang.Integer") return convert_to<std::int32_t>(value, out);
  if (type == "long" || type == "java.lang.Long") return convert_to<std::int64_t>(value, out);
  if (type == "short" || type == "java.lang.Short") return convert_to<std::int16_t>(value, out);
  if (type == "byte" || type == "java.lang.Byte") return convert_to<std::int8_t>(value, out);
  if (type == "double" || type == "float") {
    if (!value.is_number()) return false;
    out.real = value.number()->to_double();
    return true;
  }
  if (type == "boolean") {
    out.truth = value.is_true();
    return value.is_boolean();
  }
  if (type.starts_with("[L")) {
    out.items = value.is_list() ? *value.list() : Values{value};
    return true;
  }
  if (type == "java.lang.Object") {
    out.items = {value};
    return true;
  }
  if (!value.is_string()) return false;
  out.text = *value.string();
  if (type != "char") return true;
  if (count_code_points(out.text) != 1) return false;
  std::size_t position = 0;
  out.character = next_code_point(out.text, position);
  return true;
}

std::vector<std::string> parameter_types(std::string_view signature) {
  std::vector<std::string> types;
  const std::size_t open = signature.find('(');
  std::string_view rest = signature.substr(open + 1, signature.size() - open - 2);
  while (!rest.empty()) {
    const std::size_t comma = rest.find(',');
    types.emplace_back(rest.substr(0, comma));
    rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
  }
  return types;
}

}  // namespace

Value java_function(std::string_view class_name, std::string_view method_signature,
                    std::vector<Parameter> parameters) {
  const std::string key = without_blanks(class_name) + "." + without_blanks(method_signature);
  const auto found = methods().find(key);
  if (found == methods().end())
    return make_function(
        key, std::move(parameters), [key](std::span<const Value>, Session& session) {
          session.message({"the external function '" + key + "' is not available",
                           "die externe Funktion '" + key + "' ist nicht verfügbar"});
          return Value();
        });
  const std::vector<std::string> types = parameter_types(key);
  return make_function(
      key, std::move(parameters),
      [key, types, method = found->second](std::span<const Value> values, Session& session) {
        std::vector<Argument> arguments(types.size());
        bool converted = values.size() == types.size();
        for (std::size_t i = 0; converted && i < types.size(); ++i)
          converted = convert(values[i], types[i], arguments[i]);
        if (!converted) {
          session.message({"the arguments do not fit the external function '" + key + "'",
                           "die Argumente passen nicht zur externen Funktion '" + key + "'"});
          return Value();
        }
        return method(arguments);
      });
}

}  // namespace umlauf::feel
