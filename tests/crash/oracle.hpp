#pragma once

#include <string>
#include <vector>

#include "engine/service/engine.hpp"
#include "tests/crash/record.hpp"

namespace umlauf::crash_test {

/// Holds what the clients know against what the store holds, and the store against itself
/// (service::check_store). Every line is a broken promise:
/// - an acknowledged request is there exactly once, with the instances that its answer named;
/// - one that was not answered is there at most once;
/// - nothing is there that nobody asked for;
/// - a request that is there has had its effect, one that is not has had none.
std::vector<std::string> broken_promises(service::Store& store, service::Engine& engine,
                                         const Operations& operations);

/// Once everything has been brought to its end: cases that have not ended.
std::vector<std::string> unfinished(service::Engine& engine);

}  // namespace umlauf::crash_test
