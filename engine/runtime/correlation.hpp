#pragma once

#include <cstddef>
#include <span>

#include "engine/runtime/step.hpp"

namespace umlauf::runtime {

/// How many of a message's keys the subscription names itself, or has equal variables for. Among
/// receivers that the message fits (`correlates`), the one that meets most is meant most.
std::size_t keys_met(const ProcessInstance& instance, ElementKey subscription,
                     std::span<const Variable> keys);

}  // namespace umlauf::runtime
