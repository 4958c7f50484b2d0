#pragma once

#include <optional>
#include <string>

#include "engine/runtime/execution.hpp"

/// What work and listeners have in common: what a job is made of, what becomes of a result.
namespace umlauf::runtime {

/// Type, retries, priority and headers as the model says, evaluated now.
std::optional<Failure> fill_job(const Execution& execution, ElementKey key,
                                const definition::JobWork& work, Job& job);
/// Writes a result as the model says.
void bring_result(Execution& execution, ElementKey key, feel::Value result,
                  const std::string& result_variable, bool merges_context);

}  // namespace umlauf::runtime
