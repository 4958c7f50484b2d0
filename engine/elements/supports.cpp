#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "engine/elements/elements.hpp"
#include "engine/runtime/step.hpp"

namespace umlauf::elements {
namespace {

using definition::NodeKind;

Diagnostic refused(const definition::ProcessDefinition& definition, definition::NodeIndex node,
                   Text message) {
  Diagnostic diagnostic;
  diagnostic.severity = Severity::Error;
  diagnostic.rule = "RUN-01";
  diagnostic.message = std::move(message);
  diagnostic.file = definition.file;
  diagnostic.span = definition.span(node);
  diagnostic.element = definition[node].id;
  return diagnostic;
}

// Which of two cancel boundary events of one transaction would take the token (BPMN 2.0.2 §10.5.4)?
void check_cancel(const definition::ProcessDefinition& definition, definition::NodeIndex index,
                  Diagnostics& found) {
  std::size_t cancels = 0;
  for (const definition::NodeIndex boundary : definition.boundary_events(index))
    for (const definition::EventDefinition& event : definition[boundary].events)
      cancels += event.trigger() == definition::Trigger::Cancel ? 1 : 0;
  if (cancels > 1)
    found.push_back(
        refused(definition, index,
                {"'" + definition[index].id + "' has several cancel boundary events",
                 "'" + definition[index].id + "' hat mehrere angeheftete Abbruchereignisse"}));
}

bool is_sent(const definition::ProcessDefinition& definition, definition::NodeIndex index) {
  const definition::Node& node = definition[index];
  return std::holds_alternative<definition::ReceiveWork>(node.work) ||
         std::any_of(node.events.begin(), node.events.end(), [](const auto& event) {
           return event.trigger() == definition::Trigger::Message ||
                  event.trigger() == definition::Trigger::Signal;
         });
}

// What begins an instance that collects its triggers has to be sent.
void check_collected_triggers(const definition::ProcessDefinition& definition,
                              definition::NodeIndex index, Diagnostics& found) {
  const bool gateway = definition[index].kind == NodeKind::EventBasedGateway;
  if (!gateway && definition[index].kind != NodeKind::StartEvent) return;
  if (!definition.collects_triggers(index) || is_sent(definition, index)) return;
  for (const definition::FlowIndex flow : definition.outgoing(index))
    if (gateway && is_sent(definition, definition[flow].target)) return;
  const std::string& id = definition[index].id;
  found.push_back(refused(
      definition, index,
      {"'" + id +
           "' begins the process with several triggers, and none of them is a message or a signal "
           "with which an instance could begin",
       "'" + id +
           "' beginnt den Prozess mit mehreren Auslösern, und keiner davon ist eine Nachricht oder "
           "ein Signal, womit eine Instanz beginnen könnte"}));
}

// Which of two places would a message begin an instance at? Nobody could ever correlate it.
void check_start_messages(const definition::ProcessDefinition& definition, Diagnostics& found) {
  std::set<std::string> names;
  for (const runtime::StartSubscription& start : runtime::start_subscriptions(definition)) {
    if (start.kind != definition::Trigger::Message || start.name.empty()) continue;
    if (names.insert(start.name).second) continue;
    found.push_back(
        refused(definition, start.node,
                {"message '" + start.name + "' starts the process at several places",
                 "Nachricht '" + start.name + "' startet den Prozess an mehreren Stellen"}));
  }
}

// It has its message before it begins: no loop could begin with it.
void check_looped_receiver(const definition::ProcessDefinition& definition,
                           definition::NodeIndex index, Diagnostics& found) {
  const definition::Node& node = definition[index];
  if (node.loop == nullptr) return;
  found.push_back(refused(
      definition, index,
      {"receive task '" + node.id +
           "' starts the process or stands behind an event-based gateway and can be neither loop "
           "nor multi-instance; use a message event with the receive task behind it",
       "Empfangsaufgabe '" + node.id +
           "' startet den Prozess oder steht hinter einem ereignisbasierten Gateway und kann weder "
           "Schleife noch Mehrfachaktivität sein; dafür gibt es ein Nachrichtenereignis mit der "
           "Empfangsaufgabe dahinter"}));
}

void check_looped_receivers(const definition::ProcessDefinition& definition, Diagnostics& found) {
  for (const definition::NodeIndex start :
       definition[definition::ProcessDefinition::root()].triggered_starts)
    if (definition[start].kind == NodeKind::ReceiveTask)
      check_looped_receiver(definition, start, found);
  for (std::size_t i = 0; i < definition.nodes.size(); ++i)
    if (definition.nodes[i].kind == NodeKind::EventBasedGateway)
      for (const definition::FlowIndex flow : definition.outgoing(definition::NodeIndex(i)))
        check_looped_receiver(definition, definition[flow].target, found);
}

}  // namespace

Diagnostics supports(const definition::ProcessDefinition& definition) {
  Diagnostics found;
  for (std::size_t i = 0; i < definition.nodes.size(); ++i) {
    const definition::NodeIndex index(i);
    check_cancel(definition, index, found);
    check_collected_triggers(definition, index, found);
  }
  check_start_messages(definition, found);
  check_looped_receivers(definition, found);
  return found;
}

}  // namespace umlauf::elements
