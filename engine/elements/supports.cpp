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

Diagnostics supports(const definition::ProcessDefinition& definition) {
  Diagnostics found;
  for (std::size_t i = 0; i < definition.nodes.size(); ++i) {
    const definition::NodeIndex index(i);
    const definition::Node& node = definition[index];
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
  return found;
}

}  // namespace umlauf::elements
