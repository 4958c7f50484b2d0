#include "engine/calendar/timer.hpp"

#include "engine/base/overload.hpp"
#include "engine/calendar/text_reader.hpp"

namespace umlauf::calendar {

namespace {

constexpr std::int64_t kNanosecondsPerMillisecond = 1'000'000;

std::optional<std::int64_t> times(std::int64_t amount, std::int64_t count) {
  std::int64_t product = 0;
  if (__builtin_mul_overflow(amount, count, &product)) return std::nullopt;
  return product;
}

std::optional<Occurrence> checked(const CycleTimer& cycle, Occurrence occurrence, Zone zone) {
  if (cycle.repetitions) {
    if (occurrence.number > *cycle.repetitions) return std::nullopt;
    occurrence.left = *cycle.repetitions - occurrence.number;
  }
  if (cycle.end) {
    const std::optional<Instant> end = to_instant(*cycle.end, zone);
    if (!end || occurrence.due > *end) return std::nullopt;
  }
  return occurrence;
}

// The occurrence of that number: a start is the first itself, otherwise the first comes an interval
// after arming.
std::optional<Occurrence> occurrence_at(const CycleTimer& cycle, Instant anchor,
                                        std::uint32_t number, Zone zone) {
  const std::int64_t intervals = static_cast<std::int64_t>(number) - (cycle.start ? 1 : 0);
  const std::optional<Instant> due = add(anchor, cycle.interval, intervals, zone);
  if (!due) return std::nullopt;
  return checked(cycle, Occurrence{*due, anchor, number, std::nullopt}, zone);
}

// The number of the first occurrence that is not before `armed`. Due times grow with the number, so
// it is found by halving.
std::optional<std::uint32_t> first_number(const CycleTimer& cycle, Instant anchor, Instant armed,
                                          Zone zone) {
  std::uint32_t low = 1;
  std::uint32_t high = cycle.repetitions.value_or(2'000'000'000);
  while (low < high) {
    const std::uint32_t middle = low + (high - low) / 2;
    const std::optional<Instant> due =
        add(anchor, cycle.interval, static_cast<std::int64_t>(middle) - 1, zone);
    if (due && *due < armed)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

std::optional<Occurrence> first_of_cycle(const CycleTimer& cycle, Instant armed, Zone zone) {
  if (cycle.repetitions && *cycle.repetitions == 0) return std::nullopt;
  if (!cycle.start) return occurrence_at(cycle, armed, 1, zone);
  const std::optional<Instant> anchor = to_instant(*cycle.start, zone);
  if (!anchor) return std::nullopt;
  const std::optional<std::uint32_t> number = first_number(cycle, *anchor, armed, zone);
  std::optional<Occurrence> first = occurrence_at(cycle, *anchor, *number, zone);
  if (!first || first->due < armed) return std::nullopt;
  return first;
}

}  // namespace

std::optional<Instant> add(Instant from, const Period& period, std::int64_t count, Zone zone) {
  const std::optional<std::int64_t> months = times(period.months, count);
  const std::optional<std::int64_t> days = times(period.days, count);
  const std::optional<std::int64_t> seconds = times(period.time.whole_seconds(), count);
  const std::optional<std::int64_t> nanoseconds = times(period.time.nanoseconds(), count);
  if (!months || !days || !seconds || !nanoseconds) return std::nullopt;
  Instant moved = from;
  if (*months != 0 || *days != 0) {
    const std::optional<DateTime> shown = to_date_time(from, zone);
    if (!shown) return std::nullopt;
    const std::optional<Date> month = add(shown->date, YearsMonthsDuration(*months));
    const std::optional<Date> date = month ? add_days(*month, *days) : std::nullopt;
    if (!date) return std::nullopt;
    const std::optional<Instant> instant = to_instant({*date, shown->time}, zone);
    if (!instant) return std::nullopt;
    moved = *instant;
  }
  const std::optional<DaysTimeDuration> time = DaysTimeDuration::of(*seconds, *nanoseconds);
  const std::optional<std::int64_t> whole =
      time ? times(time->whole_seconds(), 1000) : std::nullopt;
  if (!whole || __builtin_add_overflow(moved.milliseconds, *whole, &moved.milliseconds) ||
      __builtin_add_overflow(moved.milliseconds, time->nanoseconds() / kNanosecondsPerMillisecond,
                             &moved.milliseconds))
    return std::nullopt;
  return moved;
}

std::optional<Occurrence> first_due(const TimerSpec& timer, Instant armed, Zone zone) {
  return std::visit(Overload{
                        [&](const DateTimer& date) -> std::optional<Occurrence> {
                          const std::optional<Instant> due = to_instant(date.at, zone);
                          if (!due) return std::nullopt;
                          return Occurrence{*due, armed, 1, 0};
                        },
                        [&](const DurationTimer& duration) -> std::optional<Occurrence> {
                          const std::optional<Instant> due = add(armed, duration.length, 1, zone);
                          if (!due) return std::nullopt;
                          return Occurrence{*due, armed, 1, 0};
                        },
                        [&](const CycleTimer& cycle) { return first_of_cycle(cycle, armed, zone); },
                        [&](const CronTimer& cron) -> std::optional<Occurrence> {
                          const std::optional<Instant> due = next_match(cron.cron, armed, zone);
                          if (!due) return std::nullopt;
                          return Occurrence{*due, armed, 1, std::nullopt};
                        },
                    },
                    timer);
}

std::optional<Occurrence> next_due(const TimerSpec& timer, const Occurrence& previous, Zone zone) {
  return std::visit(
      Overload{
          [](const DateTimer&) -> std::optional<Occurrence> { return std::nullopt; },
          [](const DurationTimer&) -> std::optional<Occurrence> { return std::nullopt; },
          [&](const CycleTimer& cycle) -> std::optional<Occurrence> {
            if (previous.number == UINT32_MAX) return std::nullopt;
            return occurrence_at(cycle, previous.anchor, previous.number + 1, zone);
          },
          [&](const CronTimer& cron) -> std::optional<Occurrence> {
            const std::optional<Instant> due = next_match(cron.cron, previous.due, zone);
            if (!due) return std::nullopt;
            return Occurrence{*due, previous.anchor, previous.number + 1, std::nullopt};
          },
      },
      timer);
}

std::optional<Instant> next_due(const TimerSpec& timer, Instant after, Zone zone) {
  std::optional<Occurrence> occurrence = first_due(timer, after, zone);
  if (occurrence && occurrence->due <= after) occurrence = next_due(timer, *occurrence, zone);
  if (!occurrence || occurrence->due <= after) return std::nullopt;
  return occurrence->due;
}

}  // namespace umlauf::calendar
