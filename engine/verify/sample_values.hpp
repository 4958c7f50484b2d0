#pragma once

#include <optional>

#include "engine/feel/value.hpp"

namespace umlauf::verify {

/// A value strictly between two of one kind, as a person would choose it: halfway between numbers,
/// a day after a date. An end that is null stands for none. `whole`: only whole numbers count.
/// nullopt: there is nothing between (days, months and nanoseconds follow one another), or nothing
/// that could be written down.
std::optional<feel::Value> value_between(const feel::Value* low, const feel::Value* high,
                                         bool whole);

}  // namespace umlauf::verify
