#include "engine/calendar/zone.hpp"

#include <date/tz.h>

#include <algorithm>
#include <array>
#include <exception>
#include <vector>

#include "engine/calendar/temporal.hpp"
#include "engine/calendar/text_reader.hpp"

namespace umlauf::calendar {

namespace {

// The names of the system's table, sorted. A Zone holds a position in it, so it never changes while
// the program runs. Empty where the system has no table: then no name is known.
const std::vector<const date::time_zone*>& zone_table() {
  static const std::vector<const date::time_zone*> table = [] {
    std::vector<const date::time_zone*> zones;
    try {
      for (const date::time_zone& zone : date::get_tzdb().zones) zones.push_back(&zone);
    } catch (const std::exception&) {
      zones.clear();
    }
    std::sort(zones.begin(), zones.end(),
              [](const auto* a, const auto* b) { return a->name() < b->name(); });
    return zones;
  }();
  return table;
}

// The table's transitions lie between these years. Before, the first offset holds; after, the rules
// of the last years go on for ever, which is what a year of the same calendar within them shows.
constexpr std::int64_t kFirstSecond = -5'364'662'400;  // 1800-01-01
constexpr std::int32_t kLastYears = 2009;              // 2009 to 2036: all 14 kinds of a year
constexpr std::int64_t kLastSecond = 2'114'380'800;    // 2037-01-01

std::int64_t within_table(std::int64_t seconds) {
  if (seconds < kFirstSecond) return kFirstSecond;
  if (seconds < kLastSecond) return seconds;
  const std::optional<Date> day = Date::from_days(floor_divide(seconds, kDaySeconds));
  if (!day) return kLastSecond - 1;
  const Date new_year{day->year, 1, 1};
  std::int32_t year = kLastYears;
  while (is_leap_year(year) != is_leap_year(day->year) ||
         weekday({year, 1, 1}) != weekday(new_year))
    ++year;
  return seconds + (Date{year, 1, 1}.to_days() - new_year.to_days()) * kDaySeconds;
}

const date::time_zone& zone_at(std::int32_t position) {
  return *zone_table()[static_cast<std::size_t>(position)];
}

}  // namespace

std::optional<Zone> Zone::offset(std::int64_t seconds) {
  if (seconds > kOffsetMaxSeconds || seconds < -kOffsetMaxSeconds) return std::nullopt;
  return Zone(Kind::Offset, static_cast<std::int32_t>(seconds));
}

std::optional<Zone> Zone::named(std::string_view iana_name) {
  const auto& table = zone_table();
  const auto found =
      std::lower_bound(table.begin(), table.end(), iana_name,
                       [](const auto* zone, std::string_view name) { return zone->name() < name; });
  if (found == table.end() || (*found)->name() != iana_name) return std::nullopt;
  try {
    // Reads the zone's own file on first use; a broken one is no zone.
    (*found)->get_info(date::sys_seconds{});
  } catch (const std::exception&) {
    return std::nullopt;
  }
  return Zone(Kind::Named, static_cast<std::int32_t>(found - table.begin()));
}

std::optional<Zone> Zone::parse(std::string_view text) {
  if (text.empty()) return Zone();
  if (text == "Z" || text == "z") return utc();
  if (text.front() == '@') return named(text.substr(1));
  TextReader reader(text);
  const bool negative = reader.take('-');
  if (!negative && !reader.take('+')) return std::nullopt;
  const std::optional<std::int64_t> hours = reader.two_digits();
  if (!hours || !reader.take(':')) return std::nullopt;
  const std::optional<std::int64_t> minutes = reader.two_digits();
  if (!minutes || *minutes > 59) return std::nullopt;
  std::int64_t seconds = 0;
  if (reader.take(':')) {
    const std::optional<std::int64_t> read = reader.two_digits();
    if (!read || *read > 59) return std::nullopt;
    seconds = *read;
  }
  if (!reader.at_end()) return std::nullopt;
  seconds += *hours * 3600 + *minutes * 60;
  return offset(negative ? -seconds : seconds);
}

std::string_view Zone::name() const {
  return kind_ == Kind::Named ? std::string_view(zone_at(value_).name()) : std::string_view();
}

std::int32_t Zone::offset_at(std::int64_t utc_seconds) const {
  if (kind_ != Kind::Named) return offset_seconds();
  const date::sys_seconds moment{std::chrono::seconds(within_table(utc_seconds))};
  return static_cast<std::int32_t>(zone_at(value_).get_info(moment).offset.count());
}

std::int32_t Zone::offset_of_local(std::int64_t local_seconds) const {
  if (kind_ != Kind::Named) return offset_seconds();
  const date::local_seconds shown{std::chrono::seconds(within_table(local_seconds))};
  // Unique, skipped or double: the first of the two offsets is the one that the header promises.
  return static_cast<std::int32_t>(zone_at(value_).get_info(shown).first.offset.count());
}

std::string Zone::to_string() const {
  if (kind_ == Kind::Local) return {};
  if (kind_ == Kind::Named) return '@' + std::string(name());
  if (value_ == 0) return "Z";
  const std::int32_t size = value_ < 0 ? -value_ : value_;
  std::string text(1, value_ < 0 ? '-' : '+');
  append_padded(text, size / 3600, 2);
  text += ':';
  append_padded(text, size % 3600 / 60, 2);
  if (size % 60 != 0) {
    text += ':';
    append_padded(text, size % 60, 2);
  }
  return text;
}

}  // namespace umlauf::calendar
