// Events and what lies around them: who can throw what is caught, which of several catches, what a
// termination still has to end. BPMN 2.0.2 §10.5.
#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "engine/verify/structure/extensions.hpp"
#include "engine/verify/structure/visit.hpp"

namespace umlauf::verify::structure {
namespace {

using namespace bpmn;
using Kind = EventDefinitionKind;

const Reference* code_of(const EventDefinition& definition) {
  if (const auto* error = std::get_if<ErrorEventDefinition>(&definition.content))
    return &error->error;
  if (const auto* up = std::get_if<EscalationEventDefinition>(&definition.content))
    return &up->escalation;
  return nullptr;
}

// Whether the work of an activity may end with an error or escalation that only its performer
// knows: a worker, a person, a called process.
bool may_throw(const FlowNode& node) {
  switch (node.kind) {
    case FlowNodeKind::Task:
    case FlowNodeKind::ManualTask:
    case FlowNodeKind::ReceiveTask:
      return false;
    default:
      return is_activity(node) && node.subprocess() == nullptr;
  }
}

// Different elements may well have one code. Empty where the element is not in this document.
std::string_view code_text(const Check& check, const Reference& reference) {
  const Definitions& all = check.definitions();
  if (!reference.here()) return {};
  std::string_view code;
  if (reference.target.type == ElementType::Error)
    code = all.errors[reference.target.index].error_code;
  if (reference.target.type == ElementType::Escalation)
    code = all.escalations[reference.target.index].escalation_code;
  return code.empty() ? std::string_view(reference.id) : code;
}

bool throws(const Check& check, const FlowNode& node, const EventDefinition& caught) {
  if (node.kind != FlowNodeKind::EndEvent && node.kind != FlowNodeKind::IntermediateThrowEvent)
    return false;
  const std::string_view wanted = code_text(check, *code_of(caught));
  return std::any_of(node.event()->definitions.begin(), node.event()->definitions.end(),
                     [&](EventDefinitionIndex index) {
                       if (check.at(index).kind() != caught.kind()) return false;
                       const std::string_view thrown = code_text(check, *code_of(check.at(index)));
                       return wanted.empty() || thrown.empty() || wanted == thrown;
                     });
}

// In the container or in one within it.
bool thrown_within(const Check& check, ContainerIndex container, const EventDefinition& caught) {
  std::vector<ContainerIndex> open{container};
  while (!open.empty()) {
    const FlowElementsContainer& own = check.at(open.back());
    open.pop_back();
    for (const FlowNodeIndex index : own.flow_nodes) {
      const FlowNode& node = check.at(index);
      if (may_throw(node) || throws(check, node, caught)) return true;
      if (const SubProcess* inner = node.subprocess(); inner && inner->container.valid())
        open.push_back(inner->container);
    }
  }
  return false;
}

// Where what the event catches would have to come from; invalid where the event is none that
// catches from inside.
struct Source {
  const FlowNode* task = nullptr;
  ContainerIndex container;
};

Source source_of(const Check& check, const FlowNode& event) {
  if (event.kind == FlowNodeKind::BoundaryEvent) {
    const FlowNode* host = check.node(event.event()->attached_to);
    if (!host) return {};
    if (const SubProcess* inner = host->subprocess()) return {nullptr, inner->container};
    return {host, {}};
  }
  const FlowElementsContainer* own = check.container(event);
  const FlowNode* around = own ? check.parent(*own) : nullptr;
  if (event.kind != FlowNodeKind::StartEvent || !around || !check.is_event_subprocess(*around))
    return {};
  return {nullptr, around->container};
}

bool catches_from_inside(const EventDefinition& definition) {
  return definition.kind() == Kind::Error || definition.kind() == Kind::Escalation;
}

void what_is_caught_is_thrown(Check& check) {
  for_each_definition(check, [&](const FlowNode& node, const EventDefinition& definition) {
    if (!catches_from_inside(definition) || !check.is_executable(node)) return;
    const Source source = source_of(check, node);
    // Escalations of tasks are another rule's.
    const bool never = source.task ? definition.kind() == Kind::Error && !may_throw(*source.task)
                                   : source.container.valid() &&
                                         !thrown_within(check, source.container, definition);
    if (!never) return;
    check.report(node.span, node.id,
                 {"nothing can throw what " + label(node) + " catches",
                  "nichts kann auslösen, was " + label(node) + " fängt"});
  });
}

void escalations_come_from_activities(Check& check) {
  for_each_definition(check, [&](const FlowNode& node, const EventDefinition& definition) {
    if (definition.kind() != Kind::Escalation || !check.is_executable(node)) return;
    const Source source = source_of(check, node);
    if (!source.task || may_throw(*source.task)) return;
    check.report(
        node.span, node.id,
        {label(*source.task) + " never raises an escalation that " + label(node) + " could catch",
         label(*source.task) + " löst nie eine Eskalation aus, die " + label(node) +
             " fangen könnte"},
        {source.task->id});
  });
}

// On one activity, or on the event subprocesses of one level.
void one_escalation_catches(Check& check) {
  std::map<std::string, std::pair<const FlowNode*, const FlowNode*>> hosts;  // any, one
  for_each_definition(check, [&](const FlowNode& node, const EventDefinition& definition) {
    if (definition.kind() != Kind::Escalation) return;
    const Source source = source_of(check, node);
    if (!source.task && !source.container.valid()) return;
    const std::string host = node.kind == FlowNodeKind::BoundaryEvent
                                 ? node.event()->attached_to.id
                                 : "/" + std::to_string(source.container.value());
    auto& [any, one] = hosts[host];
    (code_of(definition)->present() ? one : any) = &node;
  });
  for (const auto& [host, both] : hosts) {
    const auto& [any, one] = both;
    if (!any || !one) continue;
    check.report(any->span, any->id,
                 {"beside " + label(*one) + " stands " + label(*any) +
                      ", which catches every escalation; the one with the code goes first",
                  "neben " + label(*one) + " steht " + label(*any) +
                      ", das jede Eskalation fängt; das mit dem Code geht vor"},
                 {one->id});
  }
}

// There is no instance yet whose variables the name could be computed from.
void start_messages_have_plain_names(Check& check) {
  const Definitions& all = check.definitions();
  for_each_definition(check, [&](const FlowNode& node, const EventDefinition& definition) {
    const auto* own = std::get_if<MessageEventDefinition>(&definition.content);
    if (node.kind != FlowNodeKind::StartEvent || !own || !own->message.here() ||
        own->message.target.type != ElementType::Message)
      return;
    const FlowElementsContainer* container = check.container(node);
    if (!container || check.parent(*container)) return;
    const Message& message = all.messages[own->message.target.index];
    if (message.name.find("${") == std::string::npos &&
        message.name.find("#{") == std::string::npos)
      return;
    check.report(
        message.span, node.id,
        {"the name of the message that starts the process at " + label(node) + " is an expression",
         "der Name der Nachricht, die den Prozess bei " + label(node) +
             " startet, ist ein Ausdruck"},
        {message.id});
  });
}

// Zeebe correlates by name and key.
void zeebe_messages_have_a_key(Check& check) {
  const Definitions& all = check.definitions();
  const auto look = [&](const FlowNode& node, const Reference& reference) {
    if (!reference.here() || reference.target.type != ElementType::Message) return;
    const Message& message = all.messages[reference.target.index];
    for (const ExtensionElement* own : elements_of(message, definition::kZeebe, "subscription"))
      if (!is_blank(own->value("correlationKey"))) return;
    check.report(node.span, node.id,
                 {"message " + quoted(message.name) + " that " + label(node) +
                      " waits for has no correlation key",
                  "die Nachricht " + quoted(message.name) + ", auf die " + label(node) +
                      " wartet, hat keinen Korrelationsschlüssel"},
                 {message.id});
  };
  const bool zeebe = std::any_of(
      all.declared_namespaces.begin(), all.declared_namespaces.end(),
      [](const std::string& uri) { return definition::family_of(uri) == definition::kZeebe; });
  if (!zeebe) return;
  for_each_node(check, [&](const FlowNode& node) {
    if (!check.is_executable(node)) return;
    if (const Activity* activity = node.activity()) {
      const auto* receive = std::get_if<ReceiveTask>(&activity->content);
      if (receive && !receive->instantiate) look(node, receive->message);
      return;
    }
    const FlowElementsContainer* container = check.container(node);
    const bool catches = node.kind == FlowNodeKind::IntermediateCatchEvent ||
                         node.kind == FlowNodeKind::BoundaryEvent ||
                         (node.kind == FlowNodeKind::StartEvent && check.parent(*container));
    if (!catches || !node.event()) return;
    for (const EventDefinitionIndex index : node.event()->definitions)
      if (const auto* own = std::get_if<MessageEventDefinition>(&check.at(index).content))
        look(node, own->message);
  });
}

// Superfluous terminations
// -----------------------------------------------------------------------------------------------

bool splits(const Check& check, const FlowNode& node) {
  switch (node.kind) {
    case FlowNodeKind::ParallelGateway:
    case FlowNodeKind::InclusiveGateway:
    case FlowNodeKind::ComplexGateway:
      return node.outgoing.size() > 1;
    case FlowNodeKind::ExclusiveGateway:
    case FlowNodeKind::EventBasedGateway:
      return false;
    case FlowNodeKind::BoundaryEvent:
      return !node.event()->cancel_activity;
    default:
      return node.outgoing.size() > 1 || check.is_event_subprocess(node) ||
             (node.activity() && node.activity()->completion_quantity > 1);
  }
}

// Never more than one token on that level: one start, and nothing that splits.
bool one_token(const Check& check, const FlowElementsContainer& container) {
  std::size_t starts = 0;
  for (const FlowNodeIndex index : container.flow_nodes) {
    const FlowNode& node = check.at(index);
    if (splits(check, node)) return false;
    const bool apart = node.kind == FlowNodeKind::BoundaryEvent ||
                       (node.activity() && node.activity()->is_for_compensation);
    const bool link = check.has_definition(node, Kind::Link);
    if (node.incoming.empty() && !apart && !link && node.kind != FlowNodeKind::StartEvent) ++starts;
    if (node.kind == FlowNodeKind::StartEvent) starts += check.definition_count(node) == 0 ? 1 : 0;
  }
  return starts <= 1;
}

void terminations_end_something(Check& check) {
  for_each_container(check, [&](const FlowElementsContainer& container) {
    const FlowNode* around = check.parent(container);
    if (around && around->kind == FlowNodeKind::AdHocSubProcess) return;
    bool known = false, one = false;
    for (const FlowNodeIndex index : container.flow_nodes) {
      const FlowNode& node = check.at(index);
      if (node.kind != FlowNodeKind::EndEvent || !check.has_definition(node, Kind::Terminate))
        continue;
      if (!known) one = one_token(check, container);
      known = true;
      if (!one) return;
      check.report(node.span, node.id,
                   {"nothing else can be going on that " + label(node) +
                        " would terminate; a plain end event does",
                    "es kann nichts weiter laufen, was " + label(node) +
                        " beenden würde; ein einfaches Endereignis genügt"});
    }
  });
}

constexpr Severity kError = Severity::Error;
constexpr Severity kInfo = Severity::Info;
constexpr Severity kWarning = Severity::Warning;

constexpr Row kRows[] = {
    {{"EVT-24", kInfo, kWarning, "something can throw the error or escalation that is caught",
      "etwas kann den Fehler oder die Eskalation auslösen, die gefangen wird", "§10.5.6"},
     &what_is_caught_is_thrown},
    {{"EVT-25", kInfo, kWarning,
      "an escalation is caught at an activity whose performer or body can raise one",
      "eine Eskalation wird an einer Aktivität gefangen, deren Bearbeiter oder Inhalt sie auslösen "
      "kann",
      "§10.5.6"},
     &escalations_come_from_activities},
    {{"EVT-26", kInfo, kInfo,
      "beside an event that catches every escalation there is none for a single one",
      "neben einem Ereignis, das jede Eskalation fängt, steht keines für eine einzelne", ""},
     &one_escalation_catches},
    {{"EVT-27", kWarning, kError, "the name of a message that starts a process is no expression",
      "der Name einer Nachricht, die einen Prozess startet, ist kein Ausdruck", ""},
     &start_messages_have_plain_names},
    {{"EVT-28", kInfo, kWarning,
      "in models for Zeebe a message that is waited for has a correlation key",
      "in Modellen für Zeebe hat eine Nachricht, auf die gewartet wird, einen "
      "Korrelationsschlüssel",
      ""},
     &zeebe_messages_have_a_key},
    {{"EVT-29", kInfo, kInfo, "a termination has something to end",
      "ein Terminierungsereignis hat etwas zu beenden", "§10.5.3"},
     &terminations_end_something},
};

}  // namespace

std::span<const Row> event_scope_rows() { return kRows; }

}  // namespace umlauf::verify::structure
