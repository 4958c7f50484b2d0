#include "adapters/cli/matched_rules.hpp"

#include <limits>
#include <variant>

#include "engine/runtime/event.hpp"
#include "engine/service/histories.hpp"

namespace umlauf::cli {
namespace {

// `explanation` is what `dmn::to_value` made.
void add(const feel::Value& explanation, MatchedRules& matched) {
  if (!explanation.is_list()) return;
  for (const feel::Value& table : *explanation.list()) {
    const feel::Value* name = table.member("table");
    if (name == nullptr) name = table.member("decision");
    const feel::Value* rules = table.member("rules");
    if (name == nullptr || name->string() == nullptr || rules == nullptr) continue;
    for (const feel::Value& rule : *rules->list()) {
      const auto number = rule.member("number")->number()->to_int64();
      if (number) ++matched[{*name->string(), static_cast<std::size_t>(*number)}];
    }
  }
}

}  // namespace

Result<MatchedRules> matched_rules(service::Engine& engine, service::Store& store) {
  service::InstanceQuery query;
  query.limit = std::numeric_limits<std::size_t>::max();
  UMLAUF_TRY(const std::vector<service::InstanceView> instances, engine.instances(query));
  const service::Vault vault(store);
  MatchedRules matched;
  for (const service::InstanceView& instance : instances) {
    const auto visit = [&](const service::JournalRow&,
                           const service::JournalEntry& entry) -> Result<bool> {
      for (const runtime::Event& event : entry.events)
        if (const auto* decided = std::get_if<runtime::DecisionEvaluated>(&event))
          add(decided->explanation, matched);
      return true;
    };
    UMLAUF_CHECK(service::for_each_row(vault, instance.key, visit));
  }
  return matched;
}

}  // namespace umlauf::cli
