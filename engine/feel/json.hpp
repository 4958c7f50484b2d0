#pragma once

#include <string>
#include <string_view>

#include "engine/base/result.hpp"
#include "engine/feel/value.hpp"

namespace umlauf::feel {

struct JsonLimits {
  std::size_t bytes_max = 16 << 20;
  std::uint32_t depth_max = 128;
  std::size_t values_max = 1'000'000;
};

/// Reads one JSON text (RFC 8259) as a value: numbers keep their digits (up to 34, never through
/// a binary double), objects are contexts, `{"@type": ...}` are the typed values of docs/protocols:
/// date, time, date and time, both durations, range, and the long form of a context. A typed object
/// whose value is not of that type is an error. Errors: Request (broken text, with the offset in
/// the message), Limit.
Result<Value> from_json(std::string_view text, const JsonLimits& limits = {});

/// How `to_json` spells temporal values and ranges.
enum class JsonForm : std::uint8_t {
  Typed,  ///< `{"@type":"date","value":"2024-01-31"}`: reads back as the same value
  Plain,  ///< `"2024-01-31"`: what other systems expect
};

/// One line, UTF-8, no blanks. Functions become `{"@type":"function"}` (null in plain form).
std::string to_json(const Value& value, JsonForm form = JsonForm::Typed);
void append_json(std::string& out, const Value& value, JsonForm form = JsonForm::Typed);
/// A string with its quotes and escapes.
void append_json_string(std::string& out, std::string_view text);

}  // namespace umlauf::feel
