#include <set>
#include <string>
#include <utility>

#include "engine/elements/elements.hpp"

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

}  // namespace

namespace {

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

// One message would start two instances of one process.
void check_start_messages(const definition::ProcessDefinition& definition, Diagnostics& found) {
  std::set<std::string> names;
  for (const definition::NodeIndex start :
       definition[definition::ProcessDefinition::root()].triggered_starts)
    for (const definition::EventDefinition& event : definition[start].events) {
      const auto* message = std::get_if<definition::MessageEvent>(&event.payload);
      if (message == nullptr || message->name.text.empty()) continue;
      if (names.insert(message->name.text).second) continue;
      found.push_back(refused(
          definition, start,
          {"message '" + message->name.text + "' starts the process at several start events",
           "Nachricht '" + message->name.text +
               "' startet den Prozess an mehreren Startereignissen"}));
    }
}

}  // namespace

Diagnostics supports(const definition::ProcessDefinition& definition) {
  Diagnostics found;
  for (std::size_t i = 0; i < definition.nodes.size(); ++i) {
    const definition::NodeIndex index(i);
    const definition::Node& node = definition[index];
    check_cancel(definition, index, found);
    // A process instance cannot wait for further triggers before it has begun.
    if (node.kind == NodeKind::StartEvent && node.parallel_multiple &&
        node.scope == definition::ProcessDefinition::root() && node.events.size() > 1)
      found.push_back(
          refused(definition, index,
                  {"start event '" + node.id +
                       "' waits for several triggers at once, which is not supported at the start "
                       "of a process; use an event-based gateway that instantiates in parallel",
                   "Startereignis '" + node.id +
                       "' wartet auf mehrere Auslöser zugleich; das wird am Anfang eines Prozesses "
                       "nicht unterstützt, dafür gibt es das instanziierende parallele "
                       "ereignisbasierte Gateway"}));
  }
  check_start_messages(definition, found);
  return found;
}

}  // namespace umlauf::elements
