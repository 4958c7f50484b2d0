#include "engine/verify/timers.hpp"

#include <compare>

#include "engine/calendar/timer.hpp"
#include "engine/feel/expression.hpp"

namespace umlauf::verify {

using definition::TimerEvent;
using definition::TimerKind;

const TimerEvent* timer_of(const definition::Node& node) {
  for (const definition::EventDefinition& event : node.events)
    if (const auto* timer = std::get_if<TimerEvent>(&event.payload)) return timer;
  return nullptr;
}

std::string constant_text(const TimerEvent& timer) {
  if (timer.literal) return timer.text;
  if (!timer.value) return {};
  const feel::Value* value = timer.value.compiled->constant();
  if (!value) return {};
  if (const std::string* text = value->string()) return *text;
  if (const auto* date = value->date()) return date->to_string();
  if (const auto* date = value->date_time()) return date->to_string();
  if (const auto* duration = value->days_time_duration()) return duration->to_string();
  if (const auto* duration = value->years_months_duration()) return duration->to_string();
  return {};
}

TimerLength length_of(const TimerEvent& timer) {
  const std::string text = constant_text(timer);
  if (timer.kind == TimerKind::Date) {
    const auto read = calendar::parse_timer_date(text);
    const auto* date = read ? std::get_if<calendar::DateTimer>(&*read) : nullptr;
    return {{}, {}, date ? std::optional(date->at) : std::nullopt};
  }
  if (timer.kind != TimerKind::Duration) return {};
  return {calendar::DaysTimeDuration::parse(text), calendar::YearsMonthsDuration::parse(text), {}};
}

bool shorter(const TimerLength& a, const TimerLength& b) {
  if (a.time && b.time) return *a.time < *b.time;
  if (a.months && b.months) return *a.months < *b.months;
  if (a.date && b.date) return calendar::compare(*a.date, *b.date) == std::strong_ordering::less;
  return false;
}

bool repeats_without_bound(const TimerEvent& timer) {
  if (timer.kind != TimerKind::Cycle) return false;
  const std::string text = constant_text(timer);
  return text.starts_with("R/") || text.starts_with("R-1/");
}

}  // namespace umlauf::verify
