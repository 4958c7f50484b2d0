#include "engine/runtime/timers.hpp"

#include "engine/calendar/timer.hpp"

namespace umlauf::runtime {
namespace {

Failure no_timer(const std::string& text, const Text& reason) {
  return {IncidentKind::Expression,
          {"'" + text + "' is no timer: " + reason.english,
           "'" + text + "' ist kein Timer: " + reason.german}};
}

std::string text_of(const feel::Value& value) {
  if (const auto* text = value.string()) return *text;
  if (const auto* date = value.date()) return date->to_string();
  if (const auto* date_time = value.date_time()) return date_time->to_string();
  if (const auto* duration = value.days_time_duration()) return duration->to_string();
  if (const auto* duration = value.years_months_duration()) return duration->to_string();
  return {};
}

Result<calendar::TimerSpec> parse(definition::TimerKind kind, const std::string& text,
                                  calendar::CronDialect cron) {
  switch (kind) {
    case definition::TimerKind::Date:
      return calendar::parse_timer_date(text);
    case definition::TimerKind::Duration:
      return calendar::parse_timer_duration(text);
    case definition::TimerKind::Cycle:
      return calendar::parse_timer_cycle(text, {}, cron);
  }
  return calendar::parse_timer_duration(text);
}

Timer from_occurrence(const calendar::Occurrence& occurrence, std::string cycle) {
  Timer timer;
  timer.due = occurrence.due;
  timer.cycle = std::move(cycle);
  timer.anchor = occurrence.anchor;
  timer.number = occurrence.number;
  timer.left = occurrence.left;
  return timer;
}

}  // namespace

std::optional<Failure> arm_timer(const definition::TimerEvent& timer, const feel::Value& value,
                                 const StepContext& context, calendar::CronDialect cron,
                                 Timer& out) {
  const std::string text = text_of(value);
  Result<calendar::TimerSpec> spec =
      timer.literal ? Result<calendar::TimerSpec>(*timer.literal) : parse(timer.kind, text, cron);
  // An expression may yield another kind of timer than the element says (`R3/PT1H` where a
  // duration is expected, a date for a duration): what it yields counts.
  for (const auto other : {definition::TimerKind::Duration, definition::TimerKind::Date,
                           definition::TimerKind::Cycle}) {
    if (spec) break;
    if (auto read = parse(other, text, cron)) spec = std::move(read);
  }
  if (!spec) return no_timer(text, spec.error().message);
  const auto first = calendar::first_due(*spec, context.now, context.zone);
  if (!first) return no_timer(text, {"it never comes due", "er wird nie fällig"});
  const bool repeats = std::holds_alternative<calendar::CycleTimer>(*spec) ||
                       std::holds_alternative<calendar::CronTimer>(*spec);
  out = from_occurrence(*first, repeats ? text : std::string());
  return std::nullopt;
}

std::optional<Timer> next_firing(const Timer& timer, const StepContext& context,
                                 calendar::CronDialect cron) {
  if (timer.cycle.empty()) return std::nullopt;
  const auto spec = calendar::parse_timer_cycle(timer.cycle, {}, cron);
  if (!spec) return std::nullopt;
  const calendar::Occurrence fired{timer.due, timer.anchor, timer.number, timer.left};
  const auto next = calendar::next_due(*spec, fired, context.zone);
  if (!next) return std::nullopt;
  return from_occurrence(*next, timer.cycle);
}

}  // namespace umlauf::runtime
