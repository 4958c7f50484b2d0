#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "engine/base/result.hpp"
#include "engine/service/engine.hpp"

namespace umlauf::cli {

/// How often each rule of a decision table matched: the table's id (where it has none, the name of
/// the decision or function that it is the logic of), then the rule's number from 1.
using MatchedRules = std::map<std::pair<std::string, std::size_t>, std::uint64_t>;

/// What the journals of all cases tell of decisions; of one evaluation at most 32 tables with 32
/// rules each (`dmn::to_value`). The store is the engine's and not encrypted. Errors: Storage.
Result<MatchedRules> matched_rules(service::Engine& engine, service::Store& store);

}  // namespace umlauf::cli
