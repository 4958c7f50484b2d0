#pragma once

#include <optional>
#include <string>

#include "engine/calendar/duration.hpp"
#include "engine/calendar/temporal.hpp"
#include "engine/definition/process_definition.hpp"

/// What a model says about its timers before any instance runs.
namespace umlauf::verify {

/// nullptr where no timer is among the node's events.
const definition::TimerEvent* timer_of(const definition::Node& node);

/// The text or duration written in the model; empty where it is an expression over variables.
std::string constant_text(const definition::TimerEvent& timer);

/// How long a timer waits as far as that is written in the model: a duration or a date. A month is
/// no number of days: one of these is there, or none.
struct TimerLength {
  std::optional<calendar::DaysTimeDuration> time;
  std::optional<calendar::YearsMonthsDuration> months;
  std::optional<calendar::DateTime> date;
};
TimerLength length_of(const definition::TimerEvent& timer);

/// Whether `a` is over before `b`, for certain, where both begin to wait together.
bool shorter(const TimerLength& a, const TimerLength& b);

/// Whether the timer repeats for as long as nothing ends it.
bool repeats_without_bound(const definition::TimerEvent& timer);

}  // namespace umlauf::verify
