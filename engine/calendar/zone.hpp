#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace umlauf::calendar {

/// What a time of day refers to: nothing (local time), an offset from UTC, or a named zone of the
/// IANA table. Eight bytes, trivially copyable. Two zones are equal when they are written alike:
/// `Z` = `+00:00`, but `+01:00` is not `@Europe/Berlin` and `Z` is not `@Etc/UTC` (which is what
/// FEEL's `is()` asks for).
class Zone {
 public:
  enum class Kind : std::uint8_t { Local, Offset, Named };

  /// No offset may be further from UTC than this (as in ISO 8601 implementations at large).
  static constexpr std::int32_t kOffsetMaxSeconds = 18 * 3600;

  constexpr Zone() = default;  ///< local time
  static constexpr Zone utc() { return Zone(Kind::Offset, 0); }
  /// nullopt beyond 18 hours.
  static std::optional<Zone> offset(std::int64_t seconds);
  /// nullopt where the system's time zone table has no such name. The table is read once, at the
  /// first call; any thread may call.
  static std::optional<Zone> named(std::string_view iana_name);
  /// `Z`, `+01:00`, `-05:30`, `+02:45:55`, `@Europe/Berlin`; "" is local time.
  static std::optional<Zone> parse(std::string_view text);

  constexpr Kind kind() const { return kind_; }
  constexpr bool is_local() const { return kind_ == Kind::Local; }
  constexpr bool is_named() const { return kind_ == Kind::Named; }
  /// Of Kind::Offset only; 0 otherwise.
  constexpr std::int32_t offset_seconds() const { return kind_ == Kind::Offset ? value_ : 0; }
  /// The IANA name; empty unless Kind::Named. Valid for ever.
  std::string_view name() const;

  /// The offset that holds at an instant (seconds since 1970-01-01T00:00:00Z). Local counts as UTC.
  std::int32_t offset_at(std::int64_t utc_seconds) const;
  /// The offset that holds when the zone's clocks show `local_seconds` (seconds since
  /// 1970-01-01T00:00:00 on those clocks). A time that the clocks skip in spring gets the offset
  /// before the change, so that it denotes the instant as far behind the change; of a time that
  /// comes twice in autumn the first is meant.
  std::int32_t offset_of_local(std::int64_t local_seconds) const;

  /// As `parse` reads it; "" for local time.
  std::string to_string() const;

  constexpr bool operator==(const Zone&) const = default;

 private:
  constexpr Zone(Kind kind, std::int32_t value) : kind_(kind), value_(value) {}

  Kind kind_ = Kind::Local;
  std::int32_t value_ = 0;  // seconds of an offset, or the position in the table of names
};

}  // namespace umlauf::calendar
