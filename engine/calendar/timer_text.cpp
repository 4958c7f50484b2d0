#include <algorithm>

#include "engine/calendar/cron_reader.hpp"
#include "engine/calendar/text_reader.hpp"
#include "engine/calendar/timer.hpp"

namespace umlauf::calendar {

namespace {

constexpr std::uint32_t kRepetitionsMax = 1'000'000'000;

Error expected(std::string_view text, const char* english, const char* german) {
  const std::string found = "'" + std::string(text.substr(0, 80)) + "'";
  return error(ErrorCode::Request, std::string("expected ") + english + ", found " + found,
               std::string(german) + " erwartet, gefunden " + found);
}

std::string_view trimmed(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

// `+0100` and `+01` as RFC 3339's neighbours write them, and Java's `+01:00[Europe/Berlin]`, in
// which the name says more than the offset.
std::optional<Zone> parse_zone(std::string_view text) {
  if (!text.empty() && text.back() == ']') {
    const std::size_t open = text.find('[');
    if (open == std::string_view::npos) return std::nullopt;
    if (!parse_zone(text.substr(0, open))) return std::nullopt;
    return Zone::named(text.substr(open + 1, text.size() - open - 2));
  }
  if (!text.empty() && (text.front() == '+' || text.front() == '-')) {
    std::string full(text);
    if (full.size() == 5 && full.find(':') == std::string::npos) full.insert(3, ":");
    if (full.size() == 3) full += ":00";
    return Zone::parse(full);
  }
  return Zone::parse(text);
}

std::optional<DateTime> parse_date_time(std::string_view text) {
  const std::size_t separator = text.find_first_of("Tt ");
  const std::optional<Date> date = Date::parse(text.substr(0, separator));
  if (!date) return std::nullopt;
  if (separator == std::string_view::npos) return midnight(*date);
  const std::string_view clock = text.substr(separator + 1);
  const std::size_t end = std::min(clock.find_first_of("Zz+-@["), clock.size());
  const std::optional<Zone> zone = parse_zone(clock.substr(end));
  if (!zone) return std::nullopt;
  std::string time(clock.substr(0, end));
  if (time.size() == 5) time += ":00";
  if (const std::size_t comma = time.find(','); comma != std::string::npos) time[comma] = '.';
  std::optional<DateTime> value = DateTime::parse(date->to_string() + 'T' + time);
  if (value) value->time.zone = *zone;
  return value;
}

std::optional<std::uint32_t> parse_repetitions(std::string_view text) {
  TextReader reader(text);
  const std::optional<std::int64_t> count = reader.digits(1, 10);
  if (!count || !reader.at_end() || *count > kRepetitionsMax) return std::nullopt;
  return static_cast<std::uint32_t>(*count);
}

bool is_period(std::string_view text) { return !text.empty() && text.front() == 'P'; }

// The shortest that the period can be: a month of 28 days, a day of 23 hours.
bool shorter_than(const Period& period, std::int64_t milliseconds) {
  if (period.months > 0 || period.days > 0) return false;
  const std::optional<DaysTimeDuration> limit =
      DaysTimeDuration::of(milliseconds / 1000, milliseconds % 1000 * 1'000'000);
  return limit && period.time < *limit;
}

Error too_often(std::string_view text, const TimerLimits& limits) {
  const std::string least = std::to_string(limits.interval_min_ms) + " ms";
  return error(ErrorCode::Request,
               "the interval of '" + std::string(text) + "' is shorter than " + least,
               "das Intervall von '" + std::string(text) + "' ist kürzer als " + least);
}

constexpr const char* kCycleEnglish =
    "a cycle such as R3/PT10M, R/2024-01-01T08:00:00/P1D or a cron expression";
constexpr const char* kCycleGerman =
    "ein Zyklus wie R3/PT10M, R/2024-01-01T08:00:00/P1D oder ein Cron-Ausdruck wird";

Result<TimerSpec> parse_repeating(std::string_view text, const TimerLimits& limits) {
  const Error failure = expected(text, kCycleEnglish, kCycleGerman);
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return failure;
  CycleTimer cycle;
  if (const std::string_view count = text.substr(1, slash - 1); !count.empty() && count != "-1") {
    cycle.repetitions = parse_repetitions(count);
    if (!cycle.repetitions) return failure;
  }
  const std::string_view rest = text.substr(slash + 1);
  const std::size_t middle = rest.find('/');
  const std::string_view first = rest.substr(0, middle);
  const bool two = middle != std::string_view::npos;
  // A zone's name may contain slashes of its own: then the second part starts behind the next.
  std::size_t cut = middle;
  if (two && !is_period(first))
    while (cut != std::string_view::npos && !parse_date_time(rest.substr(0, cut)))
      cut = rest.find('/', cut + 1);
  if (two && cut == std::string_view::npos) return failure;
  const std::string_view before = two ? rest.substr(0, cut) : rest;
  const std::string_view after = two ? rest.substr(cut + 1) : std::string_view();

  std::optional<Period> interval;
  if (is_period(before)) {
    interval = Period::parse(before);
    if (two && !(cycle.end = parse_date_time(after))) return failure;
  } else {
    if (!two || !(cycle.start = parse_date_time(before))) return failure;
    if (is_period(after)) {
      interval = Period::parse(after);
    } else if (const std::optional<DateTime> end = parse_date_time(after)) {
      // Start and end give the length of the interval (ISO 8601-1 §5.6).
      const std::optional<DaysTimeDuration> length = subtract(*end, *cycle.start);
      if (length) interval = Period{0, 0, *length};
    }
  }
  if (!interval || interval->time.is_negative()) return failure;
  if (shorter_than(*interval, std::max<std::int64_t>(limits.interval_min_ms, 1)))
    return too_often(text, limits);
  cycle.interval = *interval;
  return TimerSpec(cycle);
}

Result<TimerSpec> parse_cron_timer(std::string_view text, const TimerLimits& limits,
                                   CronDialect dialect) {
  UMLAUF_TRY(Cron cron, parse_cron(text, dialect));
  // Expressions repeat their seconds and minutes, so a look at the first firings shows the gaps.
  std::optional<Instant> previous = next_match(cron, Instant{}, Zone::utc());
  for (int i = 0; previous && i < 128; ++i) {
    const std::optional<Instant> next = next_match(cron, *previous, Zone::utc());
    if (next && next->milliseconds - previous->milliseconds < limits.interval_min_ms)
      return too_often(text, limits);
    previous = next;
  }
  return TimerSpec(CronTimer{cron});
}

}  // namespace

std::optional<Period> Period::parse(std::string_view text) {
  struct Unit {
    char letter;
    bool time;
    std::int64_t months, days, seconds;
  };
  static constexpr Unit kUnits[] = {
      {'Y', false, 12, 0, 0},  {'M', false, 1, 0, 0}, {'W', false, 0, 7, 0}, {'D', false, 0, 1, 0},
      {'H', true, 0, 0, 3600}, {'M', true, 0, 0, 60}, {'S', true, 0, 0, 1}};
  constexpr std::int64_t kCountMax = 1'000'000'000'000;
  TextReader reader(text);
  const bool negative = reader.take('-');
  if (!reader.take('P')) return std::nullopt;
  Period period;
  std::int64_t seconds = 0;
  std::int64_t nanoseconds = 0;
  std::size_t next = 0;
  bool time = false;
  bool any = false;
  while (!reader.at_end()) {
    if (!time && reader.take('T')) {
      time = true;
      any = false;
    }
    const std::optional<std::int64_t> count = reader.digits(1, 12);
    if (!count || *count > kCountMax) return std::nullopt;
    bool fraction = false;
    if (time && (reader.take('.') || reader.take(','))) {
      const std::optional<std::int64_t> read = reader.nanoseconds();
      if (!read) return std::nullopt;
      nanoseconds = *read;
      fraction = true;
    }
    std::size_t unit = next;
    while (unit < std::size(kUnits) &&
           (kUnits[unit].letter != reader.peek() || kUnits[unit].time != time))
      ++unit;
    if (unit == std::size(kUnits) || (fraction && kUnits[unit].letter != 'S')) return std::nullopt;
    reader.take(kUnits[unit].letter);
    period.months += *count * kUnits[unit].months;
    period.days += *count * kUnits[unit].days;
    seconds += *count * kUnits[unit].seconds;
    next = unit + 1;
    any = true;
  }
  if (!any) return std::nullopt;
  if (negative) {
    period.months = -period.months;
    period.days = -period.days;
    seconds = -seconds;
    nanoseconds = -nanoseconds;
  }
  period.time = *DaysTimeDuration::of(seconds, nanoseconds);
  return period;
}

std::string Period::to_string() const {
  if (is_zero()) return "PT0S";
  const bool negative = months < 0 || days < 0 || time.is_negative();
  std::string text = negative ? "-P" : "P";
  const auto part = [&text](std::int64_t count, char letter) {
    if (count != 0) text += std::to_string(count < 0 ? -count : count) + letter;
  };
  part(months / 12, 'Y');
  part(months % 12, 'M');
  part(days, 'D');
  if (time.is_zero()) return text;
  text += 'T';
  part(time.days() * 24 + time.hours(), 'H');
  part(time.minutes(), 'M');
  if (Decimal seconds = absolute(time.seconds()); !seconds.is_zero()) {
    std::string digits = seconds.to_string();
    while (digits.find('.') != std::string::npos && (digits.back() == '0' || digits.back() == '.'))
      if (const char last = digits.back(); digits.pop_back(), last == '.') break;
    text += digits + 'S';
  }
  return text;
}

Result<TimerSpec> parse_timer_date(std::string_view text) {
  const std::optional<DateTime> at = parse_date_time(trimmed(text));
  if (!at)
    return expected(text, "a date and time such as 2024-01-31T10:30:00+01:00",
                    "ein Zeitpunkt wie 2024-01-31T10:30:00+01:00 wird");
  return TimerSpec(DateTimer{*at});
}

Result<TimerSpec> parse_timer_duration(std::string_view text) {
  const std::optional<Period> length = Period::parse(trimmed(text));
  if (!length || length->months < 0 || length->days < 0 || length->time.is_negative())
    return expected(text, "a duration such as PT4H or P1M", "eine Dauer wie PT4H oder P1M wird");
  return TimerSpec(DurationTimer{*length});
}

Result<TimerSpec> parse_timer_cycle(std::string_view text, const TimerLimits& limits,
                                    CronDialect dialect) {
  const std::string_view content = trimmed(text);
  if (!content.empty() && content.front() == 'R') return parse_repeating(content, limits);
  return parse_cron_timer(content, limits, dialect);
}

}  // namespace umlauf::calendar
