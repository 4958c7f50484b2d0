// Views of the journal.
#include "engine/service/histories.hpp"

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
  view.command_text = command_text(entry.command);
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
Text rules_text(const feel::Value& explanation) {
  Text text;
  if (!explanation.is_list()) return text;
  for (const feel::Value& table : *explanation.list()) {
    const feel::Value* rules = table.member("rules");
    const feel::Value* decision = table.member("decision");
    if (rules == nullptr || !rules->is_list() || decision == nullptr) continue;
    std::string numbers;
    for (const feel::Value& rule : *rules->list())
      if (const feel::Value* number = rule.member("number"))
        numbers += " " + feel::to_text(*number);
    const std::size_t count = rules->list()->size();
    const std::string name = " '" + feel::to_text(*decision) + "'";
    text.english += (count == 0   ? "; no rule"
                     : count == 1 ? "; rule"
                                  : "; rules") +
                    numbers + " of" + name;
    text.german += (count == 0   ? "; keine Regel"
                    : count == 1 ? "; Regel"
                                 : "; Regeln") +
                   numbers + " von" + name;
  }
  return text;
}

// Says an event for people.
class Teller {
 public:
  explicit Teller(const definition::ProcessDefinition* definition) : definition_(definition) {}

  Text operator()(const runtime::InstanceStarted&) const {
    return {"instance started", "Vorgang begonnen"};
  }
  Text operator()(const runtime::InstanceEnded&) const {
    return {"instance ended", "Vorgang beendet"};
  }
  Text operator()(const runtime::InstanceSuspended&) const { return {"suspended", "angehalten"}; }
  Text operator()(const runtime::InstanceResumed&) const { return {"resumed", "fortgesetzt"}; }
  Text operator()(const runtime::Entered& each) const {
    return of("entered ", "betreten: ", node(each.node), " " + key(each.key));
  }
  Text operator()(const runtime::Passed& each) const {
    return of("passed ", "durchlaufen: ", node(each.node));
  }
  Text operator()(const runtime::Left& each) const {
    return of("left ", "verlassen: ", key(each.key));
  }
  Text operator()(const runtime::Kept& each) const {
    return of("kept for compensation ", "für eine Kompensation aufbewahrt: ", key(each.key));
  }
  Text operator()(const runtime::FlowTaken& each) const {
    if (definition_ == nullptr || each.flow.value() >= definition_->flows.size())
      return {"flow taken", "Sequenzfluss genommen"};
    return of("flow taken: ", "Sequenzfluss genommen: ", "'" + (*definition_)[each.flow].id + "'");
  }
  Text operator()(const runtime::TokensArrived& each) const {
    return of("tokens arrived in ", "Marken angekommen in ", key(each.scope));
  }
  Text operator()(const runtime::TokensConsumed& each) const {
    return of("tokens consumed in ", "Marken verbraucht in ", key(each.scope));
  }
  Text operator()(const runtime::MessageFlowTaken&) const {
    return {"message flow taken", "Nachrichtenfluss genommen"};
  }
  Text operator()(const runtime::VariableSet& each) const {
    return of("variable set: ", "Variable gesetzt: ", "'" + each.name + "'");
  }
  Text operator()(const runtime::VariableRemoved& each) const {
    return of("variable removed: ", "Variable entfernt: ", "'" + each.name + "'");
  }
  Text operator()(const runtime::PhaseChanged& each) const {
    return of("phase changed ", "Phase gewechselt: ", key(each.key));
  }
  Text operator()(const runtime::PayloadChanged& each) const {
    return of("changed ", "geändert: ", key(each.key));
  }
  Text operator()(const runtime::IncidentRaised& each) const {
    const Text& message = each.incident->message;
    return {"incident at " + key(each.key) + ": " + message.english,
            "Störung bei " + key(each.key) + ": " + message.german};
  }
  Text operator()(const runtime::IncidentResolved& each) const {
    return of("incident settled ", "Störung behoben: ", key(each.key));
  }
  Text operator()(const runtime::HandlerBound& each) const {
    return of("compensates ", "kompensiert: ", key(each.key));
  }
  Text operator()(const runtime::Reopened& each) const {
    return of("compensation of ", "Kompensation von ", key(each.key));
  }
  Text operator()(const runtime::ErrorThrown& each) const {
    return of("error thrown: ", "Fehler ausgelöst: ", "'" + each.code + "'");
  }
  Text operator()(const runtime::EscalationThrown& each) const {
    return of("escalation thrown: ", "Eskalation ausgelöst: ", "'" + each.code + "'");
  }
  Text operator()(const runtime::SignalThrown& each) const {
    return of("signal thrown: ", "Signal ausgelöst: ", "'" + each.signal + "'");
  }
  Text operator()(const runtime::MessageThrown& each) const {
    return of("message sent: ", "Nachricht gesendet: ", "'" + each.message + "'");
  }
  Text operator()(const runtime::TriggerCame& each) const {
    return of("triggered ", "ausgelöst: ", key(each.key));
  }
  Text operator()(const runtime::DecisionEvaluated& each) const {
    const Text rules = rules_text(each.explanation);
    const Text place = node(each.node);
    const std::string decision = "'" + each.decision + "'";
    return {"decision " + decision + " evaluated at " + place.english + rules.english,
            "Entscheidung " + decision + " ausgewertet bei " + place.german + rules.german};
  }
  Text operator()(const runtime::TaskCompletedBy& each) const {
    Text text{"task " + key(each.key) + " completed by '" + each.user + "'",
              "Aufgabe " + key(each.key) + " erledigt von '" + each.user + "'"};
    if (each.as_administrator) {
      text.english += " as administrator";
      text.german += " als Administration";
    }
    return text;
  }
  Text operator()(const runtime::InstanceMigrated& each) const {
    return of("migrated to version ", "umgestellt auf Version ", std::to_string(each.version));
  }
  Text operator()(const runtime::NodeChanged& each) const {
    const Text place = node(each.node);
    return {key(each.key) + " is now " + place.english,
            key(each.key) + " ist jetzt " + place.german};
  }

 private:
  static std::string key(ElementKey element) { return "#" + std::to_string(element.value()); }
  Text node(definition::NodeIndex index) const {
    if (!index.valid() || definition_ == nullptr || index.value() >= definition_->nodes.size())
      return {"the process", "der Prozess"};
    const std::string id = "'" + (*definition_)[index].id + "'";
    return {id, id};
  }
  static Text of(std::string_view english, std::string_view german, const Text& what,
                 const std::string& behind = {}) {
    return {std::string(english) + what.english + behind,
            std::string(german) + what.german + behind};
  }
  static Text of(std::string_view english, std::string_view german, const std::string& what) {
    return {std::string(english) + what, std::string(german) + what};
  }

  const definition::ProcessDefinition* definition_;
};

}  // namespace

Text describe(const runtime::Event& event, const definition::ProcessDefinition* definition) {
  return std::visit(Teller(definition), event);
}

}  // namespace umlauf::service
