#include "engine/feel/binary.hpp"

#include <algorithm>
#include <utility>

#include "engine/feel/unicode.hpp"

namespace umlauf::feel {
namespace {

using calendar::Date;
using calendar::DateTime;
using calendar::DaysTimeDuration;
using calendar::Time;
using calendar::YearsMonthsDuration;
using calendar::Zone;

// The tags of version 1; never renumber.
enum class Tag : std::uint8_t {
  Null = 0,
  False = 1,
  True = 2,
  Integer = 3,  // zigzag varint
  Number = 4,   // 16 bytes of decimal128, little endian
  String = 5,
  Date = 6,
  Time = 7,
  DateTime = 8,
  DaysTime = 9,
  YearsMonths = 10,
  List = 11,
  Context = 12,
  Range = 13,
};

constexpr std::int64_t kIntegerMax = std::int64_t{1} << 53;

std::uint64_t zigzag(std::int64_t number) {
  return static_cast<std::uint64_t>(number) << 1 ^ static_cast<std::uint64_t>(number >> 63);
}

std::int64_t unzigzag(std::uint64_t number) {
  return static_cast<std::int64_t>(number >> 1) ^ -static_cast<std::int64_t>(number & 1);
}

void append_tag(std::string& out, Tag tag) { out += static_cast<char>(tag); }

void append_fixed(std::string& out, std::uint64_t number) {
  for (int i = 0; i < 8; ++i) out += static_cast<char>(number >> (8 * i) & 0xFF);
}

void append_number(std::string& out, Decimal number) {
  // Only integers whose one spelling is exponent 0: 1.00 keeps its two digits.
  const auto integer = number.to_int64();
  if (integer.has_value() && *integer<kIntegerMax&& * integer> - kIntegerMax &&
      Decimal(*integer).bits().high == number.bits().high &&
      Decimal(*integer).bits().low == number.bits().low) {
    append_tag(out, Tag::Integer);
    append_varint(out, zigzag(*integer));
    return;
  }
  append_tag(out, Tag::Number);
  append_fixed(out, number.bits().low);
  append_fixed(out, number.bits().high);
}

void append_date(std::string& out, Date date) {
  append_varint(out, zigzag(date.year));
  out += static_cast<char>(date.month);
  out += static_cast<char>(date.day);
}

void append_time(std::string& out, const Time& time) {
  append_varint(out, static_cast<std::uint64_t>(time.nanoseconds));
  out += static_cast<char>(time.zone.kind());
  if (time.zone.kind() == Zone::Kind::Offset)
    append_varint(out, zigzag(time.zone.offset_seconds()));
  if (time.zone.kind() == Zone::Kind::Named) append_bytes(out, time.zone.name());
}

// Recursion is bounded: no value is nested deeper than kValueDepthMax, and the reader counts.
class Decoder {
 public:
  explicit Decoder(std::string_view bytes) : bytes_(bytes) {}

  std::optional<Value> read(std::uint32_t depth) {
    const auto tag = byte();
    if (!tag.has_value() || depth > kValueDepthMax) return std::nullopt;
    switch (static_cast<Tag>(*tag)) {
      case Tag::Null:
        return Value();
      case Tag::False:
        return Value(false);
      case Tag::True:
        return Value(true);
      case Tag::Integer: {
        const auto number = read_varint(bytes_);
        return number ? std::optional(Value(Decimal(unzigzag(*number)))) : std::nullopt;
      }
      case Tag::Number:
        return read_number();
      case Tag::String: {
        const auto text = read_bytes(bytes_);
        if (!text.has_value() || !is_valid_utf8(*text)) return std::nullopt;
        return Value(*text);
      }
      case Tag::Date:
        return wrap(read_date());
      case Tag::Time:
        return wrap(read_time());
      case Tag::DateTime: {
        const auto date = read_date();
        const auto time = date ? read_time() : std::nullopt;
        return time ? std::optional(Value(DateTime{*date, *time})) : std::nullopt;
      }
      case Tag::DaysTime: {
        const auto seconds = read_varint(bytes_);
        const auto nanoseconds = read_varint(bytes_);
        if (!seconds || !nanoseconds || *nanoseconds >= 1'000'000'000) return std::nullopt;
        return wrap(
            DaysTimeDuration::of(unzigzag(*seconds), static_cast<std::int64_t>(*nanoseconds)));
      }
      case Tag::YearsMonths: {
        const auto months = read_varint(bytes_);
        return months ? std::optional(Value(YearsMonthsDuration(unzigzag(*months)))) : std::nullopt;
      }
      case Tag::List:
        return read_list(depth);
      case Tag::Context:
        return read_context(depth);
      case Tag::Range:
        return read_range(depth);
    }
    return std::nullopt;
  }

  std::string_view rest() const { return bytes_; }

 private:
  template <typename T>
  static std::optional<Value> wrap(const std::optional<T>& content) {
    return content.has_value() ? std::optional(Value(*content)) : std::nullopt;
  }

  std::optional<std::uint8_t> byte() {
    if (bytes_.empty()) return std::nullopt;
    const auto first = static_cast<std::uint8_t>(bytes_.front());
    bytes_.remove_prefix(1);
    return first;
  }

  std::optional<Value> read_number() {
    if (bytes_.size() < 16) return std::nullopt;
    const auto fixed = [this](std::size_t at) {
      std::uint64_t number = 0;
      for (std::size_t i = 8; i-- > 0;)
        number = number << 8 | static_cast<unsigned char>(bytes_[at + i]);
      return number;
    };
    const auto number = Decimal::from_bits({fixed(0), fixed(8)});
    bytes_.remove_prefix(16);
    return wrap(number);
  }

  std::optional<Date> read_date() {
    const auto year = read_varint(bytes_);
    const auto month = byte();
    const auto day = byte();
    if (!year || !month || !day) return std::nullopt;
    return Date::of(unzigzag(*year), *month, *day);
  }

  std::optional<Time> read_time() {
    const auto nanoseconds = read_varint(bytes_);
    const auto kind = byte();
    if (!nanoseconds || !kind || *nanoseconds >= 86'400'000'000'000) return std::nullopt;
    std::optional<Zone> zone = Zone();
    if (*kind == static_cast<std::uint8_t>(Zone::Kind::Offset)) {
      const auto seconds = read_varint(bytes_);
      zone = seconds ? Zone::offset(unzigzag(*seconds)) : std::nullopt;
    } else if (*kind == static_cast<std::uint8_t>(Zone::Kind::Named)) {
      const auto name = read_bytes(bytes_);
      zone = name ? Zone::named(*name) : std::nullopt;
    } else if (*kind != static_cast<std::uint8_t>(Zone::Kind::Local)) {
      return std::nullopt;
    }
    if (!zone.has_value()) return std::nullopt;
    return Time{static_cast<std::int64_t>(*nanoseconds), *zone};
  }

  // A count never makes room for more items than there are bytes left.
  std::optional<std::size_t> read_count() {
    const auto count = read_varint(bytes_);
    if (!count.has_value() || *count > bytes_.size()) return std::nullopt;
    return static_cast<std::size_t>(*count);
  }

  std::optional<Value> read_list(std::uint32_t depth) {
    const auto count = read_count();
    if (!count.has_value()) return std::nullopt;
    Values items;
    items.reserve(*count);
    for (std::size_t i = 0; i < *count; ++i) {
      auto item = read(depth + 1);
      if (!item.has_value()) return std::nullopt;
      items.push_back(std::move(*item));
    }
    return Value(std::move(items));
  }

  std::optional<Value> read_context(std::uint32_t depth) {
    const auto count = read_count();
    if (!count.has_value()) return std::nullopt;
    std::vector<Entry> entries;
    for (std::size_t i = 0; i < *count; ++i) {
      const auto name = read_bytes(bytes_);
      if (!name.has_value() || !is_valid_utf8(*name)) return std::nullopt;
      auto value = read(depth + 1);
      if (!value.has_value()) return std::nullopt;
      entries.push_back({std::string(*name), std::move(*value)});
    }
    return Value(Context(std::move(entries)));
  }

  std::optional<Value> read_range(std::uint32_t depth) {
    const auto flags = byte();
    if (!flags.has_value() || *flags >> 2 > 2) return std::nullopt;
    auto start = read(depth + 1);
    auto end = start ? read(depth + 1) : std::nullopt;
    if (!end.has_value()) return std::nullopt;
    return Value(Range{std::move(*start), std::move(*end), (*flags & 1) != 0, (*flags & 2) != 0,
                       static_cast<RangeForm>(*flags >> 2)});
  }

  std::string_view bytes_;
};

}  // namespace

void append_binary(std::string& out, const Value& value) {
  switch (value.kind()) {
    case Kind::Null:
    case Kind::Function:
      append_tag(out, Tag::Null);
      return;
    case Kind::Boolean:
      append_tag(out, *value.boolean() ? Tag::True : Tag::False);
      return;
    case Kind::Number:
      append_number(out, *value.number());
      return;
    case Kind::String:
      append_tag(out, Tag::String);
      append_bytes(out, *value.string());
      return;
    case Kind::Date:
      append_tag(out, Tag::Date);
      append_date(out, *value.date());
      return;
    case Kind::Time:
      append_tag(out, Tag::Time);
      append_time(out, *value.time());
      return;
    case Kind::DateTime:
      append_tag(out, Tag::DateTime);
      append_date(out, value.date_time()->date);
      append_time(out, value.date_time()->time);
      return;
    case Kind::DaysTimeDuration:
      append_tag(out, Tag::DaysTime);
      append_varint(out, zigzag(value.days_time_duration()->whole_seconds()));
      append_varint(out, static_cast<std::uint64_t>(value.days_time_duration()->nanoseconds()));
      return;
    case Kind::YearsMonthsDuration:
      append_tag(out, Tag::YearsMonths);
      append_varint(out, zigzag(value.years_months_duration()->total_months()));
      return;
    case Kind::List:
      append_tag(out, Tag::List);
      append_varint(out, value.list()->size());
      for (const Value& item : *value.list()) append_binary(out, item);
      return;
    case Kind::Context:
      append_tag(out, Tag::Context);
      append_varint(out, value.context()->size());
      for (const Entry& entry : *value.context()) {
        append_bytes(out, entry.name);
        append_binary(out, entry.value);
      }
      return;
    case Kind::Range: {
      const Range& range = *value.range();
      append_tag(out, Tag::Range);
      out += static_cast<char>((range.start_included ? 1 : 0) | (range.end_included ? 2 : 0) |
                               static_cast<int>(range.form) << 2);
      append_binary(out, range.start);
      append_binary(out, range.end);
      return;
    }
  }
}

std::optional<Value> read_binary(std::string_view& bytes) {
  Decoder decoder(bytes);
  std::optional<Value> value = decoder.read(0);
  if (value.has_value()) bytes = decoder.rest();
  return value;
}

std::optional<std::uint64_t> read_varint(std::string_view& bytes) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < bytes.size() && i < 10; ++i) {
    const auto byte = static_cast<unsigned char>(bytes[i]);
    if (i == 9 && byte > 1) return std::nullopt;
    number |= static_cast<std::uint64_t>(byte & 0x7F) << (7 * i);
    if (byte < 0x80) {
      bytes.remove_prefix(i + 1);
      return number;
    }
  }
  return std::nullopt;
}

void append_bytes(std::string& out, std::string_view text) {
  append_varint(out, text.size());
  out += text;
}

std::optional<std::string_view> read_bytes(std::string_view& bytes) {
  std::string_view rest = bytes;
  const auto length = read_varint(rest);
  if (!length.has_value() || *length > rest.size()) return std::nullopt;
  const std::string_view text = rest.substr(0, static_cast<std::size_t>(*length));
  bytes = rest.substr(text.size());
  return text;
}

}  // namespace umlauf::feel
