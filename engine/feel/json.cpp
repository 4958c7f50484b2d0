#include "engine/feel/json.hpp"

#include <algorithm>
#include <utility>

#include "engine/feel/print.hpp"
#include "engine/feel/unicode.hpp"

namespace umlauf::feel {
namespace {

// An own reader, so that a number's digits reach Decimal as they stand: the ready-made readers turn
// them into double or int64. Recursion is bounded by JsonLimits::depth_max.
class Reader {
 public:
  Reader(std::string_view text, const JsonLimits& limits)
      : text_(text), limits_(limits), depth_max_(std::min(limits.depth_max, kValueDepthMax)) {}

  Result<Value> read() {
    if (text_.size() > limits_.bytes_max) return too_large();
    UMLAUF_TRY(Value value, read_value(0));
    skip_blanks();
    if (position_ != text_.size()) return broken("end of text");
    return value;
  }

 private:
  Error broken(std::string_view expected) const {
    const std::string place = std::to_string(position_);
    return error(ErrorCode::Request,
                 "JSON: expected " + std::string(expected) + " at offset " + place,
                 "JSON: an Stelle " + place + " wird '" + std::string(expected) + "' erwartet");
  }
  static Error too_large() {
    return error(ErrorCode::Limit, "JSON text is too large or too deep",
                 "der JSON-Text ist zu groß oder zu tief verschachtelt");
  }
  void skip_blanks() {
    while (position_ < text_.size() && (text_[position_] == ' ' || text_[position_] == '\n' ||
                                        text_[position_] == '\r' || text_[position_] == '\t'))
      ++position_;
  }
  bool take(char c) {
    if (position_ >= text_.size() || text_[position_] != c) return false;
    ++position_;
    return true;
  }
  bool take_word(std::string_view word) {
    if (text_.substr(position_, word.size()) != word) return false;
    position_ += word.size();
    return true;
  }

  Result<Value> read_value(std::uint32_t depth) {
    skip_blanks();
    if (++values_ > limits_.values_max) return too_large();
    if (position_ >= text_.size()) return broken("a value");
    switch (text_[position_]) {
      case '{':
        return depth >= depth_max_ ? Result<Value>(too_large()) : read_object(depth);
      case '[':
        return depth >= depth_max_ ? Result<Value>(too_large()) : read_array(depth);
      case '"': {
        UMLAUF_TRY(std::string text, read_string());
        return Value(std::move(text));
      }
      case 't':
        if (take_word("true")) return Value(true);
        return broken("true");
      case 'f':
        if (take_word("false")) return Value(false);
        return broken("false");
      case 'n':
        if (take_word("null")) return Value();
        return broken("null");
      default:
        return read_number();
    }
  }

  Result<Value> read_array(std::uint32_t depth) {
    ++position_;
    Values items;
    skip_blanks();
    if (take(']')) return Value(std::move(items));
    do {
      UMLAUF_TRY(Value item, read_value(depth + 1));
      items.push_back(std::move(item));
      skip_blanks();
    } while (take(','));
    if (!take(']')) return broken("',' or ']'");
    return Value(std::move(items));
  }

  Result<Value> read_object(std::uint32_t depth, bool plain_members = false) {
    const std::size_t start = position_++;
    std::vector<Entry> entries;
    bool typed = false;
    skip_blanks();
    if (!take('}')) {
      do {
        skip_blanks();
        if (position_ >= text_.size() || text_[position_] != '"') return broken("a name");
        UMLAUF_TRY(std::string name, read_string());
        skip_blanks();
        if (!take(':')) return broken("':'");
        // The members of a long form stand for themselves, also one called @type.
        skip_blanks();
        const bool plain = name == "value" && entries.size() == 1 && entries[0].name == "@type" &&
                           entries[0].value == Value("context") && depth + 1 < depth_max_ &&
                           position_ < text_.size() && text_[position_] == '{';
        UMLAUF_TRY(Value value, plain ? read_object(depth + 1, true) : read_value(depth + 1));
        typed = typed || name == "@type";
        entries.push_back({std::move(name), std::move(value)});
        skip_blanks();
      } while (take(','));
      if (!take('}')) return broken("',' or '}'");
    }
    Context context(std::move(entries));
    if (!typed || plain_members) return Value(std::move(context));
    Result<Value> value = read_typed(context);
    if (!value) position_ = start;
    return value;
  }

  Result<Value> read_typed(const Context& context) {
    const std::string* type = context.find("@type")->string();
    if (type == nullptr) return bad_typed("@type");
    if (*type == "range") return read_range(context);
    if (*type == "function") return Value();
    const Value* content = context.find("value");
    if (content == nullptr) return bad_typed(*type);
    if (*type == "context")
      return content->is_context() ? *content : Result<Value>(bad_typed(*type));
    const std::string* text = content->string();
    if (text == nullptr) return bad_typed(*type);
    if (*type == "date") return made(calendar::Date::parse(*text), *type);
    if (*type == "time") return made(calendar::Time::parse(*text), *type);
    if (*type == "date and time") return made(calendar::DateTime::parse(*text), *type);
    if (*type == "days and time duration")
      return made(calendar::DaysTimeDuration::parse(*text), *type);
    if (*type == "years and months duration")
      return made(calendar::YearsMonthsDuration::parse(*text), *type);
    return bad_typed(*type);
  }

  template <typename T>
  Result<Value> made(const std::optional<T>& parsed, const std::string& type) {
    return parsed.has_value() ? Result<Value>(Value(*parsed)) : Result<Value>(bad_typed(type));
  }

  static Error bad_typed(const std::string& type) {
    return error(ErrorCode::Request, "JSON: no valid value of @type '" + type + "'",
                 "JSON: kein gültiger Wert vom @type '" + type + "'");
  }

  static Result<Value> read_range(const Context& context) {
    const auto part = [&](std::string_view name) {
      const Value* found = context.find(name);
      return found == nullptr ? Value() : *found;
    };
    Range range{part("start"), part("end"), part("startIncluded").is_true(),
                part("endIncluded").is_true(), RangeForm::Interval};
    if (range.start.is_null() && range.end.is_null()) return bad_typed("range");
    if (range.start.is_null() || range.end.is_null()) range.form = RangeForm::Unary;
    return Value(std::move(range));
  }

  Result<Value> read_number() {
    const std::size_t start = position_;
    const auto digits = [this] {
      const std::size_t before = position_;
      while (position_ < text_.size() && text_[position_] >= '0' && text_[position_] <= '9')
        ++position_;
      return position_ > before;
    };
    take('-');
    const bool leading_zero = position_ < text_.size() && text_[position_] == '0';
    const std::size_t first = position_;
    if (!digits() || (leading_zero && position_ - first > 1)) return broken("a value");
    if (take('.') && !digits()) return broken("a digit");
    if (take('e') || take('E')) {
      if (!take('+')) take('-');
      if (!digits()) return broken("a digit");
    }
    const auto number = Decimal::parse(text_.substr(start, position_ - start));
    if (!number.has_value()) return broken("a number that decimal128 can hold");
    return Value(*number);
  }

  Result<std::string> read_string() {
    ++position_;
    std::string out;
    while (true) {
      const std::size_t start = position_;
      while (position_ < text_.size() && text_[position_] != '"' && text_[position_] != '\\' &&
             static_cast<unsigned char>(text_[position_]) >= 0x20)
        ++position_;
      out += text_.substr(start, position_ - start);
      if (position_ >= text_.size()) return broken("'\"'");
      if (take('"')) break;
      if (!take('\\')) return broken("no control character");
      UMLAUF_CHECK(read_escape(out));
    }
    return is_valid_utf8(out) ? std::move(out) : valid_utf8(out);
  }

  Result<Done> read_escape(std::string& out) {
    if (position_ >= text_.size()) return broken("an escape");
    static constexpr std::string_view kFrom = "\"\\/bfnrt";
    static constexpr std::string_view kTo = "\"\\/\b\f\n\r\t";
    const char c = text_[position_++];
    if (const std::size_t at = kFrom.find(c); at != std::string_view::npos) {
      out += kTo[at];
      return Done{};
    }
    if (c != 'u') return broken("an escape");
    UMLAUF_TRY(char32_t code, read_hex());
    if (code >= 0xD800 && code <= 0xDBFF && text_.substr(position_, 2) == "\\u") {
      const std::size_t before = position_;
      position_ += 2;
      UMLAUF_TRY(const char32_t low, read_hex());
      if (low >= 0xDC00 && low <= 0xDFFF) {
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
      } else {
        position_ = before;
      }
    }
    append_code_point(out, code);
    return Done{};
  }

  Result<char32_t> read_hex() {
    char32_t code = 0;
    for (int i = 0; i < 4; ++i) {
      const char c = position_ < text_.size() ? text_[position_] : ' ';
      const int digit = c >= '0' && c <= '9'   ? c - '0'
                        : c >= 'a' && c <= 'f' ? c - 'a' + 10
                        : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                               : -1;
      if (digit < 0) return broken("four hexadecimal digits");
      code = code * 16 + static_cast<char32_t>(digit);
      ++position_;
    }
    return code;
  }

  std::string_view text_;
  const JsonLimits& limits_;
  std::uint32_t depth_max_;
  std::size_t position_ = 0;
  std::size_t values_ = 0;
};

void append_typed(std::string& out, const Value& value, std::string_view type, JsonForm form) {
  if (form == JsonForm::Plain) {
    append_json_string(out, to_text(value));
    return;
  }
  out += "{\"@type\":\"";
  out += type;
  out += "\",\"value\":";
  append_json_string(out, to_text(value));
  out += '}';
}

void append_context(std::string& out, const Context& context, JsonForm form) {
  const bool wrapped = form == JsonForm::Typed && context.find("@type") != nullptr;
  if (wrapped) out += "{\"@type\":\"context\",\"value\":";
  out += '{';
  bool first = true;
  for (const Entry& entry : context) {
    if (!std::exchange(first, false)) out += ',';
    append_json_string(out, entry.name);
    out += ':';
    append_json(out, entry.value, form);
  }
  out += wrapped ? "}}" : "}";
}

void append_range(std::string& out, const Value& value, JsonForm form) {
  if (form == JsonForm::Plain) {
    append_json_string(out, to_feel(value));
    return;
  }
  const Range& range = *value.range();
  out += "{\"@type\":\"range\",\"start\":";
  append_json(out, range.start, form);
  out += range.start_included ? ",\"startIncluded\":true,\"end\":"
                              : ",\"startIncluded\":false,\"end\":";
  append_json(out, range.end, form);
  out += range.end_included ? ",\"endIncluded\":true}" : ",\"endIncluded\":false}";
}

}  // namespace

Result<Value> from_json(std::string_view text, const JsonLimits& limits) {
  return Reader(text, limits).read();
}

std::string to_json(const Value& value, JsonForm form) {
  std::string out;
  append_json(out, value, form);
  return out;
}

void append_json(std::string& out, const Value& value, JsonForm form) {
  switch (value.kind()) {
    case Kind::Null:
      out += "null";
      return;
    case Kind::Boolean:
      out += *value.boolean() ? "true" : "false";
      return;
    case Kind::Number:
      out += value.number()->to_string();
      return;
    case Kind::String:
      append_json_string(out, *value.string());
      return;
    case Kind::List: {
      out += '[';
      bool first = true;
      for (const Value& item : *value.list()) {
        if (!std::exchange(first, false)) out += ',';
        append_json(out, item, form);
      }
      out += ']';
      return;
    }
    case Kind::Context:
      append_context(out, *value.context(), form);
      return;
    case Kind::Range:
      append_range(out, value, form);
      return;
    case Kind::Function:
      out += form == JsonForm::Typed ? "{\"@type\":\"function\"}" : "null";
      return;
    default:
      append_typed(out, value, kind_name(value.kind()), form);
  }
}

void append_json_string(std::string& out, std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\r') {
      out += "\\r";
    } else if (c == '\t') {
      out += "\\t";
    } else if (byte < 0x20) {
      out += "\\u00";
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    } else {
      out += c;
    }
  }
  out += '"';
}

}  // namespace umlauf::feel
