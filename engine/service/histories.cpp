// Views of the journal.
#include "engine/service/histories.hpp"

#include "engine/base/overload.hpp"
#include "engine/feel/print.hpp"
#include "engine/service/engine_parts.hpp"
#include "engine/service/queries.hpp"

namespace umlauf::service {
namespace {

constexpr std::size_t kRowsAtOnce = 1000;

const char* state_name(runtime::HistoryRow::State state) {
  switch (state) {
    case runtime::HistoryRow::State::Active:
      return "active";
    case runtime::HistoryRow::State::Completed:
      return "completed";
    case runtime::HistoryRow::State::Terminated:
      return "terminated";
    case runtime::HistoryRow::State::Failed:
      return "failed";
  }
  return "active";
}

}  // namespace

Result<Done> for_each_row(
    const Vault& vault, InstanceKey key,
    const std::function<Result<bool>(const JournalRow&, const JournalEntry&)>& visit) {
  JournalReader reader(vault, key);
  std::uint64_t from = 1;
  for (;;) {
    UMLAUF_TRY(const auto rows, vault.store().journal(key, from, kRowsAtOnce));
    for (const JournalRow& row : rows) {
      UMLAUF_TRY(const JournalEntry entry, reader.read(row));
      UMLAUF_TRY(const bool goes_on, visit(row, entry));
      if (!goes_on) return Done{};
    }
    if (rows.size() < kRowsAtOnce) return Done{};
    from = rows.back().sequence + 1;
  }
}

JournalView journal_view(const JournalRow& row, const JournalEntry& entry,
                         const definition::ProcessDefinition* definition) {
  JournalView view;
  view.sequence = row.sequence;
  view.time = row.time;
  view.actor = entry.actor;
  view.administrator = entry.administrator;
  view.command = std::string(command_name(entry.command));
  view.reason = entry.reason;
  view.erased = entry.hidden;
  for (const runtime::Event& event : entry.events)
    view.events.push_back(describe(event, definition));
  return view;
}

Result<Done> add_history(const Vault& vault, Definitions& definitions, InstanceKey key,
                         HistoryView& view) {
  runtime::History history;
  const auto add = [&](const JournalRow& row, const JournalEntry& entry) -> Result<bool> {
    if (entry.hidden) return is_erased(key);
    for (const runtime::Event& event : entry.events) history.add(event, row.time);
    return true;
  };
  UMLAUF_CHECK(for_each_row(vault, key, add));
  if (!history.header.key.valid()) return no_instance(key);
  for (const runtime::HistoryRow& row : history.rows) {
    UMLAUF_TRY(const auto definition, definitions.definition(row.definition));
    const definition::Node& node = (*definition)[row.node];
    view.elements.push_back({key, node.id, std::string(definition::xml_name(node.kind)),
                             state_name(row.state), row.started, row.ended, row.body});
  }
  for (const auto& [taken, count] : history.flows) {
    UMLAUF_TRY(const auto definition, definitions.definition(taken.first));
    view.flows[(*definition)[taken.second].id] += count;
  }
  for (const auto& [taken, count] : history.message_flows) {
    UMLAUF_TRY(const auto definition, definitions.definition(taken.first));
    view.message_flows[(*definition)[taken.second].id] += count;
  }
  return Done{};
}

Result<std::vector<JournalView>> Engine::journal(InstanceKey instance) {
  std::vector<JournalView> views;
  UMLAUF_TRY(const auto stored, parts_->store.load(instance));
  if (!stored) return no_instance(instance);
  definition::ProcessDefinitionPtr definition;  // that the events of the row belong to
  const auto follow = [&](DefinitionKey key) {
    const auto found = parts_->definitions.definition(key);
    definition = found ? *found : nullptr;
  };
  const auto add = [&](const JournalRow& row, const JournalEntry& entry) -> Result<bool> {
    for (const runtime::Event& event : entry.events) {
      if (const auto* started = std::get_if<runtime::InstanceStarted>(&event))
        follow(started->header->definition);
      if (const auto* migrated = std::get_if<runtime::InstanceMigrated>(&event))
        follow(migrated->definition);
    }
    views.push_back(journal_view(row, entry, definition.get()));
    return true;
  };
  UMLAUF_CHECK(for_each_row(parts_->vault, instance, add));
  return views;
}

namespace {

// `; rule 2 of 'Fee'` for each decision table of a recorded explanation.
std::string rules_text(const feel::Value& explanation) {
  std::string text;
  if (!explanation.is_list()) return text;
  for (const feel::Value& table : *explanation.list()) {
    const feel::Value* rules = table.member("rules");
    const feel::Value* decision = table.member("decision");
    if (rules == nullptr || !rules->is_list() || decision == nullptr) continue;
    text += rules->list()->size() == 1 ? "; rule" : "; rules";
    for (const feel::Value& rule : *rules->list())
      if (const feel::Value* number = rule.member("number")) text += " " + feel::to_text(*number);
    if (rules->list()->empty()) text += " none";
    text += " of '" + feel::to_text(*decision) + "'";
  }
  return text;
}

}  // namespace

std::string describe(const runtime::Event& event, const definition::ProcessDefinition* definition) {
  const auto node = [definition](definition::NodeIndex index) -> std::string {
    if (!index.valid() || definition == nullptr || index.value() >= definition->nodes.size())
      return "the process";
    return "'" + (*definition)[index].id + "'";
  };
  const auto key = [](ElementKey element) { return "#" + std::to_string(element.value()); };
  return std::visit(
      Overload{
          [](const runtime::InstanceStarted&) -> std::string { return "instance started"; },
          [](const runtime::InstanceEnded&) -> std::string { return "instance ended"; },
          [](const runtime::InstanceSuspended&) -> std::string { return "suspended"; },
          [](const runtime::InstanceResumed&) -> std::string { return "resumed"; },
          [&](const runtime::Entered& each) {
            return "entered " + node(each.node) + " " + key(each.key);
          },
          [&](const runtime::Passed& each) { return "passed " + node(each.node); },
          [&](const runtime::Left& each) { return "left " + key(each.key); },
          [&](const runtime::Kept& each) { return "kept for compensation " + key(each.key); },
          [&](const runtime::FlowTaken& each) -> std::string {
            if (definition == nullptr || each.flow.value() >= definition->flows.size())
              return "flow taken";
            return "flow '" + (*definition)[each.flow].id + "' taken";
          },
          [&](const runtime::TokensArrived& each) {
            return "tokens arrived in " + key(each.scope);
          },
          [&](const runtime::TokensConsumed& each) {
            return "tokens consumed in " + key(each.scope);
          },
          [](const runtime::MessageFlowTaken&) -> std::string { return "message flow taken"; },
          [](const runtime::VariableSet& each) { return "variable '" + each.name + "' set"; },
          [](const runtime::VariableRemoved& each) {
            return "variable '" + each.name + "' removed";
          },
          [&](const runtime::PhaseChanged& each) { return "phase changed " + key(each.key); },
          [&](const runtime::PayloadChanged& each) { return "changed " + key(each.key); },
          [&](const runtime::IncidentRaised& each) {
            return "incident at " + key(each.key) + ": " + each.incident->message.english;
          },
          [&](const runtime::IncidentResolved& each) {
            return "incident settled " + key(each.key);
          },
          [&](const runtime::HandlerBound& each) { return "compensates " + key(each.key); },
          [&](const runtime::Reopened& each) { return "compensation of " + key(each.key); },
          [](const runtime::ErrorThrown& each) { return "error '" + each.code + "' thrown"; },
          [](const runtime::EscalationThrown& each) {
            return "escalation '" + each.code + "' thrown";
          },
          [](const runtime::SignalThrown& each) { return "signal '" + each.signal + "' thrown"; },
          [](const runtime::MessageThrown& each) { return "message '" + each.message + "' sent"; },
          [&](const runtime::TriggerCame& each) { return "triggered " + key(each.key); },
          [&](const runtime::DecisionEvaluated& each) {
            return "decision '" + each.decision + "' evaluated at " + node(each.node) +
                   rules_text(each.explanation);
          },
          [&](const runtime::TaskCompletedBy& each) {
            return "task " + key(each.key) + " completed by '" + each.user + "'" +
                   (each.as_administrator ? " as administrator" : "");
          },
          [](const runtime::InstanceMigrated& each) {
            return "migrated to version " + std::to_string(each.version);
          },
          [&](const runtime::NodeChanged& each) {
            return key(each.key) + " is now " + node(each.node);
          },
      },
      event);
}

}  // namespace umlauf::service
