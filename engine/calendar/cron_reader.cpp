#include "engine/calendar/cron_reader.hpp"

#include <array>
#include <string>

#include "engine/calendar/text_reader.hpp"

namespace umlauf::calendar {

namespace {

constexpr std::array<std::string_view, 12> kMonthNames{"JAN", "FEB", "MAR", "APR", "MAY", "JUN",
                                                       "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
constexpr std::array<std::string_view, 7> kWeekdayNames{"SUN", "MON", "TUE", "WED",
                                                        "THU", "FRI", "SAT"};
constexpr std::int32_t kYearFirst = 1970;
constexpr std::int32_t kYearLast = 2199;

struct Field {
  const char* english;
  const char* german;
  std::int32_t first;
  std::int32_t last;
};

constexpr Field kSecondField{"seconds", "Sekunden", 0, 59};
constexpr Field kMinuteField{"minutes", "Minuten", 0, 59};
constexpr Field kHourField{"hours", "Stunden", 0, 23};
constexpr Field kDayField{"day of the month", "Tag des Monats", 1, 31};
constexpr Field kMonthField{"month", "Monat", 1, 12};

Error wrong(const Field& field, std::string_view text) {
  const std::string found = "'" + std::string(text.substr(0, 80)) + "'";
  return error(
      ErrorCode::Request,
      "the field " + std::string(field.english) + " of a cron expression cannot be " + found,
      "das Feld " + std::string(field.german) + " eines Cron-Ausdrucks kann nicht " + found +
          " sein");
}

std::string upper(std::string_view text) {
  std::string result(text);
  for (char& c : result)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return result;
}

template <std::size_t Size>
std::optional<std::int32_t> read_item(std::string_view text,
                                      const std::array<std::string_view, Size>& names,
                                      std::int32_t first_name) {
  const std::string name = upper(text);
  for (std::size_t i = 0; i < Size; ++i)
    if (names[i] == name) return static_cast<std::int32_t>(i) + first_name;
  TextReader reader(text);
  const std::optional<std::int64_t> number = reader.digits(1, 4);
  if (!number || !reader.at_end()) return std::nullopt;
  return static_cast<std::int32_t>(*number);
}

std::optional<std::int32_t> read_number(std::string_view text) {
  return read_item(text, std::array<std::string_view, 0>{}, 0);
}

// One member of a list: `*`, `5`, `5-10`, `*/15`, `5/15`, `5-30/5`. A range may go over the end
// (`FRI-MON`, `22-2`).
template <typename Read>
bool add_part(std::string_view part, const Field& field, const Read& read, std::uint64_t& set) {
  std::int32_t step = 1;
  const std::size_t slash = part.find('/');
  if (slash != std::string_view::npos) {
    const std::optional<std::int32_t> number = read_number(part.substr(slash + 1));
    if (!number || *number < 1) return false;
    step = *number;
    part = part.substr(0, slash);
  }
  std::int32_t first = field.first;
  std::int32_t last = field.last;
  if (part != "*") {
    const std::size_t dash = part.find('-');
    const std::optional<std::int32_t> from = read(part.substr(0, dash));
    if (!from || *from < field.first || *from > field.last) return false;
    first = *from;
    if (dash != std::string_view::npos) {
      const std::optional<std::int32_t> to = read(part.substr(dash + 1));
      if (!to || *to < field.first || *to > field.last) return false;
      last = *to;
    } else if (slash == std::string_view::npos) {
      last = first;
    }
  }
  const std::int32_t size = field.last - field.first + 1;
  if (last < first) last += size;
  for (std::int32_t value = first; value <= last; value += step)
    set |= std::uint64_t{1} << (value > field.last ? value - size : value);
  return true;
}

template <typename Read>
Result<std::uint64_t> parse_set(std::string_view text, const Field& field, const Read& read) {
  std::uint64_t set = 0;
  std::string_view rest = text;
  for (bool more = true; more;) {
    const std::size_t comma = rest.find(',');
    if (!add_part(rest.substr(0, comma), field, read, set)) return wrong(field, text);
    more = comma != std::string_view::npos;
    if (more) rest = rest.substr(comma + 1);
  }
  return set;
}

bool is_any(std::string_view text) { return text == "*" || text == "?"; }

Result<Done> parse_day(std::string_view text, Cron& cron) {
  const std::string day = upper(text);
  if (day == "L" || day == "LW" || day == "WL") {
    cron.day_rule = day == "L" ? Cron::DayRule::Last : Cron::DayRule::LastWorkday;
    return Done{};
  }
  if (day.starts_with("L-")) {
    const std::optional<std::int32_t> before = read_number(std::string_view(day).substr(2));
    if (!before || *before > 30) return wrong(kDayField, text);
    cron.day_rule = Cron::DayRule::Last;
    cron.day_operand = *before;
    return Done{};
  }
  if (day.size() > 1 && day.back() == 'W') {
    const std::optional<std::int32_t> at =
        read_number(std::string_view(day).substr(0, day.size() - 1));
    if (!at || *at < 1 || *at > 31) return wrong(kDayField, text);
    cron.day_rule = Cron::DayRule::NearestWorkday;
    cron.day_operand = *at;
    return Done{};
  }
  UMLAUF_TRY(const std::uint64_t days,
             parse_set(is_any(text) ? "*" : text, kDayField, read_number));
  cron.days = static_cast<std::uint32_t>(days);
  return Done{};
}

Result<Done> parse_weekday(std::string_view text, CronDialect dialect, Cron& cron) {
  if (is_any(text)) {
    cron.weekdays = 0xfe;
    return Done{};
  }
  const bool quartz = dialect == CronDialect::Quartz;
  const Field field{"day of the week", "Wochentag", quartz ? 1 : 0, 7};
  // Counted from Sunday = first name in both dialects.
  const auto read = [quartz](std::string_view item) {
    return read_item(item, kWeekdayNames, quartz ? 1 : 0);
  };
  const auto iso = [quartz](std::int32_t value) {
    const std::int32_t from_sunday = quartz ? value - 1 : value % 7;
    return from_sunday == 0 ? 7 : from_sunday;
  };
  const auto single = [&](std::string_view item) -> std::optional<std::int32_t> {
    const std::optional<std::int32_t> value = read(item);
    if (!value || *value < field.first || *value > field.last) return std::nullopt;
    return iso(*value);
  };
  const std::string day = upper(text);
  if (day == "L") {
    // Quartz: the last day of the week, Saturday.
    cron.weekdays = 1U << 6;
    return Done{};
  }
  if (const std::size_t hash = day.find('#'); hash != std::string::npos) {
    const std::optional<std::int32_t> weekday = single(std::string_view(day).substr(0, hash));
    const std::optional<std::int32_t> number = read_number(std::string_view(day).substr(hash + 1));
    if (!weekday || !number || *number < 1 || *number > 5) return wrong(field, text);
    cron.weekdays = 1U << *weekday;
    cron.weekday_of_month = *number;
    return Done{};
  }
  if (day.back() == 'L') {
    const std::optional<std::int32_t> weekday =
        single(std::string_view(day).substr(0, day.size() - 1));
    if (!weekday) return wrong(field, text);
    cron.weekdays = 1U << *weekday;
    cron.weekday_of_month = -1;
    return Done{};
  }
  // A range over the week's end (FRI-MON) goes round seven days, so 0 and 7 are one day.
  const Field week{field.english, field.german, quartz ? 1 : 0, quartz ? 7 : 6};
  const auto read_in_week = [&](std::string_view item) -> std::optional<std::int32_t> {
    const std::optional<std::int32_t> value = read(item);
    return value && !quartz && *value == 7 ? 0 : value;
  };
  UMLAUF_TRY(const std::uint64_t set, parse_set(day, week, read_in_week));
  for (std::int32_t value = week.first; value <= week.last; ++value)
    if ((set >> value & 1) != 0) cron.weekdays |= 1U << iso(value);
  return Done{};
}

Result<Done> parse_year(std::string_view text, Cron& cron) {
  if (is_any(text)) return Done{};
  const Field field{"year", "Jahr", kYearFirst, kYearLast};
  const std::size_t slash = text.find('/');
  const std::string_view range = text.substr(0, slash);
  const std::size_t dash = range.find('-');
  const bool open = slash != std::string_view::npos && dash == std::string_view::npos;
  const std::optional<std::int32_t> first =
      range == "*" ? std::optional(kYearFirst) : read_number(range.substr(0, dash));
  const std::optional<std::int32_t> last = dash != std::string_view::npos
                                               ? read_number(range.substr(dash + 1))
                                           : open ? std::optional(kYearLast)
                                                  : first;
  const std::optional<std::int32_t> step =
      slash == std::string_view::npos ? std::optional(1) : read_number(text.substr(slash + 1));
  if (!first || !last || !step || *step < 1 || *first < kYearFirst || *last > kYearLast ||
      *last < *first)
    return wrong(field, text);
  cron.year_first = *first;
  cron.year_last = *last;
  cron.year_step = static_cast<std::uint32_t>(*step);
  return Done{};
}

std::string_view without_macro(std::string_view text) {
  struct Macro {
    std::string_view name, fields;
  };
  static constexpr Macro kMacros[] = {{"@yearly", "0 0 0 1 1 *"},  {"@annually", "0 0 0 1 1 *"},
                                      {"@monthly", "0 0 0 1 * *"}, {"@weekly", "0 0 0 * * SUN"},
                                      {"@daily", "0 0 0 * * *"},   {"@midnight", "0 0 0 * * *"},
                                      {"@hourly", "0 0 * * * *"}};
  for (const Macro& macro : kMacros)
    if (macro.name == text) return macro.fields;
  return text;
}

}  // namespace

Result<Cron> parse_cron(std::string_view text, CronDialect dialect) {
  const std::string_view expression = without_macro(text);
  std::array<std::string_view, 7> fields;
  std::size_t count = 0;
  for (std::size_t at = 0; at < expression.size();) {
    const std::size_t start = expression.find_first_not_of(" \t", at);
    if (start == std::string_view::npos) break;
    at = std::min(expression.find_first_of(" \t", start), expression.size());
    if (count == fields.size()) {
      count = 0;
      break;
    }
    fields[count++] = expression.substr(start, at - start);
  }
  if (count < 6) {
    const std::string found = "'" + std::string(text.substr(0, 80)) + "'";
    return error(
        ErrorCode::Request,
        "expected a cycle such as R3/PT10M or a cron expression of 6 or 7 fields, found " + found,
        "ein Zyklus wie R3/PT10M oder ein Cron-Ausdruck mit 6 oder 7 Feldern wird "
        "erwartet, gefunden " +
            found);
  }
  Cron cron;
  UMLAUF_TRY(cron.seconds, parse_set(fields[0], kSecondField, read_number));
  UMLAUF_TRY(cron.minutes, parse_set(fields[1], kMinuteField, read_number));
  UMLAUF_TRY(const std::uint64_t hours, parse_set(fields[2], kHourField, read_number));
  cron.hours = static_cast<std::uint32_t>(hours);
  UMLAUF_CHECK(parse_day(fields[3], cron));
  UMLAUF_TRY(const std::uint64_t months,
             parse_set(is_any(fields[4]) ? "*" : fields[4], kMonthField,
                       [](std::string_view item) { return read_item(item, kMonthNames, 1); }));
  cron.months = static_cast<std::uint32_t>(months);
  UMLAUF_CHECK(parse_weekday(fields[5], dialect, cron));
  if (count == 7) UMLAUF_CHECK(parse_year(fields[6], cron));
  return cron;
}

}  // namespace umlauf::calendar
