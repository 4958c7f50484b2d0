#pragma once

#include <optional>
#include <string>

#include "engine/calendar/duration.hpp"
#include "engine/definition/process_definition.hpp"

/// What a model says about its timers before any instance runs.
namespace umlauf::verify {

/// nullptr where no timer is among the node's events.
const definition::TimerEvent* timer_of(const definition::Node& node);

/// The text or duration written in the model; empty where it is an expression over variables.
std::string constant_text(const definition::TimerEvent& timer);

/// Of a timer that waits for a duration written in the model. A month is no number of days: one of
/// the two is there, or neither.
struct TimerLength {
  std::optional<calendar::DaysTimeDuration> time;
  std::optional<calendar::YearsMonthsDuration> months;
};
TimerLength length_of(const definition::TimerEvent& timer);

/// Whether `a` is over before `b`, for certain.
bool shorter(const TimerLength& a, const TimerLength& b);

/// Whether the timer repeats for as long as nothing ends it.
bool repeats_without_bound(const definition::TimerEvent& timer);

}  // namespace umlauf::verify
