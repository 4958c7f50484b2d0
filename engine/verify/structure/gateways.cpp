// Gateways, BPMN 2.0.2 §10.6.
#include <algorithm>

#include "engine/verify/structure/visit.hpp"

namespace umlauf::verify::structure {
namespace {

using namespace bpmn;

void has_way_out(Check& check) {
  for_each_gateway(check, [&](const FlowNode& node, const Gateway&) {
    if (!node.outgoing.empty()) return;
    check.report(node.span, node.id,
                 {"no sequence flow leaves gateway " + label(node),
                  "aus dem Gateway " + label(node) + " führt kein Sequenzfluss"});
  });
}

const Reference* default_flow(const FlowNode& node) {
  if (const Activity* activity = node.activity()) return &activity->default_flow;
  if (const Gateway* gateway = node.gateway()) return &gateway->default_flow;
  return nullptr;
}

void default_has_no_condition(Check& check) {
  for (const FlowNode& node : check.definitions().flow_nodes) {
    const Reference* chosen = default_flow(node);
    if (!chosen || !chosen->sequence_flow().valid()) continue;
    const SequenceFlow& flow = check.at(chosen->sequence_flow());
    if (!flow.condition || is_blank(flow.condition->body)) continue;
    check.report(
        flow.condition->span, flow.id,
        {"default flow " + label(flow) + " of " + label(node) + " has a condition",
         "der Standardfluss " + label(flow) + " von " + label(node) + " hat eine Bedingung"},
        {node.id});
  }
}

void default_leaves_its_node(Check& check) {
  for (const FlowNode& node : check.definitions().flow_nodes) {
    const Reference* chosen = default_flow(node);
    if (!chosen || !chosen->sequence_flow().valid()) continue;
    const SequenceFlow& flow = check.at(chosen->sequence_flow());
    if (check.node(flow.source) == &node) continue;
    check.report(chosen->span, node.id,
                 {"default flow " + label(flow) + " does not leave " + label(node),
                  "der Standardfluss " + label(flow) + " verlässt " + label(node) + " nicht"},
                 {flow.id});
  }
}

bool decides(const FlowNode& node) {
  return node.kind == FlowNodeKind::ExclusiveGateway || node.kind == FlowNodeKind::InclusiveGateway;
}

void every_way_has_a_condition(Check& check) {
  for_each_gateway(check, [&](const FlowNode& node, const Gateway& gateway) {
    if (!decides(node) || node.outgoing.size() < 2) return;
    for (const SequenceFlowIndex index : node.outgoing) {
      const SequenceFlow& flow = check.at(index);
      if (flow.condition || gateway.default_flow.sequence_flow() == index) continue;
      check.report(flow.span, flow.id,
                   {"sequence flow " + label(flow) + " out of " + label(node) +
                        " has no condition and is not the default",
                    "der Sequenzfluss " + label(flow) + " aus " + label(node) +
                        " hat keine Bedingung und ist nicht der Standardfluss"},
                   {node.id});
    }
  });
}

void direction_holds(Check& check) {
  for_each_gateway(check, [&](const FlowNode& node, const Gateway& gateway) {
    const bool many_in = node.incoming.size() > 1;
    const bool many_out = node.outgoing.size() > 1;
    bool fine = true;
    if (gateway.direction == GatewayDirection::Converging) fine = !many_out;
    if (gateway.direction == GatewayDirection::Diverging) fine = !many_in;
    if (fine) return;
    const bool converging = gateway.direction == GatewayDirection::Converging;
    check.report(
        node.span, node.id,
        {"gateway " + label(node) + " is " + (converging ? "converging" : "diverging") +
             " but has several " + (converging ? "outgoing" : "incoming") + " flows",
         "das Gateway " + label(node) + " ist " + (converging ? "zusammenführend" : "verzweigend") +
             ", hat aber mehrere " + (converging ? "ausgehende" : "eingehende") + " Flüsse"});
  });
}

void direction_is_used(Check& check) {
  for_each_gateway(check, [&](const FlowNode& node, const Gateway& gateway) {
    const bool many_in = node.incoming.size() > 1;
    const bool many_out = node.outgoing.size() > 1;
    const GatewayDirection direction = gateway.direction;
    const bool fine = direction == GatewayDirection::Unspecified ||
                      (direction == GatewayDirection::Converging && many_in) ||
                      (direction == GatewayDirection::Diverging && many_out) ||
                      (direction == GatewayDirection::Mixed && many_in && many_out);
    if (fine) return;
    check.report(node.span, node.id,
                 {"gateway " + label(node) + " has fewer flows than its direction demands",
                  "das Gateway " + label(node) +
                      " hat weniger Flüsse, als seine Richtung "
                      "verlangt"});
  });
}

void not_superfluous(Check& check) {
  for_each_gateway(check, [&](const FlowNode& node, const Gateway&) {
    if (node.incoming.size() > 1 || node.outgoing.size() != 1) return;
    check.report(node.span, node.id,
                 {"gateway " + label(node) + " neither joins nor splits",
                  "das Gateway " + label(node) + " führt weder zusammen noch verzweigt es"});
  });
}

// Event-based gateways, §10.6.6
// --------------------------------------------------------------------

template <typename Visitor>
void for_each_event_gateway(Check& check, Visitor visit) {
  for_each_gateway(check, [&](const FlowNode& node, const Gateway& gateway) {
    if (node.kind == FlowNodeKind::EventBasedGateway) visit(node, gateway);
  });
}

template <typename Visitor>
void for_each_target(Check& check, const FlowNode& gateway, Visitor visit) {
  for (const SequenceFlowIndex index : gateway.outgoing)
    if (const FlowNode* target = check.node(check.at(index).target))
      visit(check.at(index), *target);
}

bool may_follow_event_gateway(const Check& check, const FlowNode& node) {
  if (node.kind == FlowNodeKind::ReceiveTask) return true;
  if (node.kind != FlowNodeKind::IntermediateCatchEvent) return false;
  const auto& definitions = node.event()->definitions;
  return std::all_of(definitions.begin(), definitions.end(), [&](EventDefinitionIndex index) {
    const EventDefinitionKind kind = check.at(index).kind();
    return kind == EventDefinitionKind::Message || kind == EventDefinitionKind::Signal ||
           kind == EventDefinitionKind::Timer || kind == EventDefinitionKind::Conditional;
  });
}

void targets_wait(Check& check) {
  for_each_event_gateway(check, [&](const FlowNode& node, const Gateway&) {
    for_each_target(check, node, [&](const SequenceFlow& flow, const FlowNode& target) {
      if (may_follow_event_gateway(check, target)) return;
      check.report(flow.span, flow.id,
                   {label(target) + " after event-based gateway " + label(node) +
                        " is neither a receive task nor a catching message, signal, timer or "
                        "conditional event",
                    label(target) + " hinter dem ereignisbasierten Gateway " + label(node) +
                        " ist weder eine Empfangsaufgabe noch ein eintretendes Nachrichten-, "
                        "Signal-, Zeit- oder Bedingungsereignis"},
                   {node.id, target.id});
    });
  });
}

void at_least_two_ways(Check& check) {
  for_each_event_gateway(check, [&](const FlowNode& node, const Gateway&) {
    if (node.outgoing.size() >= 2) return;
    check.report(node.span, node.id,
                 {"event-based gateway " + label(node) + " has fewer than two outgoing flows",
                  "das ereignisbasierte Gateway " + label(node) +
                      " hat weniger als zwei ausgehende Flüsse"});
  });
}

void targets_have_no_other_way_in(Check& check) {
  for_each_event_gateway(check, [&](const FlowNode& node, const Gateway&) {
    for_each_target(check, node, [&](const SequenceFlow&, const FlowNode& target) {
      const bool only_gateways = std::all_of(
          target.incoming.begin(), target.incoming.end(),
          [&](SequenceFlowIndex index) { return check.node(check.at(index).source) == &node; });
      if (only_gateways) return;
      check.report(target.span, target.id,
                   {label(target) + " follows event-based gateway " + label(node) +
                        " and has further incoming flows",
                    label(target) + " folgt auf das ereignisbasierte Gateway " + label(node) +
                        " und hat weitere eingehende Flüsse"},
                   {node.id});
    });
  });
}

void no_mix_of_receivers(Check& check) {
  for_each_event_gateway(check, [&](const FlowNode& node, const Gateway&) {
    bool task = false;
    bool event = false;
    for_each_target(check, node, [&](const SequenceFlow&, const FlowNode& target) {
      task |= target.kind == FlowNodeKind::ReceiveTask;
      event |= check.has_definition(target, EventDefinitionKind::Message);
    });
    if (!task || !event) return;
    check.report(node.span, node.id,
                 {"receive tasks and message events both follow event-based gateway " + label(node),
                  "auf das ereignisbasierte Gateway " + label(node) +
                      " folgen sowohl Empfangsaufgaben als auch Nachrichtenereignisse"});
  });
}

void receivers_have_no_boundary_events(Check& check) {
  for_each_event_gateway(check, [&](const FlowNode& node, const Gateway&) {
    for_each_target(check, node, [&](const SequenceFlow&, const FlowNode& target) {
      if (!is_activity(target) || target.activity()->boundary_events.empty()) return;
      check.report(target.span, target.id,
                   {label(target) + " follows event-based gateway " + label(node) +
                        " and must not have boundary events",
                    label(target) + " folgt auf das ereignisbasierte Gateway " + label(node) +
                        " und darf keine angehefteten Ereignisse haben"},
                   {node.id});
    });
  });
}

void instantiating_begins(Check& check) {
  for (const FlowNode& node : check.definitions().flow_nodes) {
    const Gateway* gateway = node.gateway();
    const auto* task =
        is_activity(node) ? std::get_if<ReceiveTask>(&node.activity()->content) : nullptr;
    const bool instantiates = (gateway && gateway->instantiate) || (task && task->instantiate);
    // An instantiating receive task may follow an instantiating gateway.
    const bool follows_gateway =
        task && std::all_of(node.incoming.begin(), node.incoming.end(), [&](auto index) {
          const FlowNode* source = check.node(check.at(index).source);
          return source && source->gateway() && source->gateway()->instantiate;
        });
    if (!instantiates || node.incoming.empty() || follows_gateway) continue;
    check.report(node.span, node.id,
                 {label(node) + " starts the process and must not have incoming flows",
                  label(node) + " startet den Prozess und darf keine eingehenden Flüsse haben"});
  }
}

void parallel_only_to_instantiate(Check& check) {
  for_each_event_gateway(check, [&](const FlowNode& node, const Gateway& gateway) {
    if (gateway.event_gateway_type != EventGatewayType::Parallel || gateway.instantiate) return;
    check.report(
        node.span, node.id,
        {"event-based gateway " + label(node) + " is parallel but does not start the process",
         "das ereignisbasierte Gateway " + label(node) +
             " ist parallel, startet aber den Prozess nicht"});
  });
}

constexpr Severity kError = Severity::Error;
constexpr Severity kWarning = Severity::Warning;
constexpr Severity kInfo = Severity::Info;

constexpr Row kRows[] = {
    {{"GTW-01", kInfo, kWarning, "a sequence flow leaves every gateway",
      "aus jedem Gateway führt ein Sequenzfluss", "§10.6.1"},
     &has_way_out},
    {{"GTW-03", kWarning, kWarning, "a default flow has no condition",
      "ein Standardfluss hat keine Bedingung", "§8.4.13"},
     &default_has_no_condition},
    {{"GTW-04", kInfo, kWarning,
      "every way out of an exclusive or inclusive gateway has a condition or is the default",
      "jeder Weg aus einem exklusiven oder inklusiven Gateway hat eine Bedingung oder ist der "
      "Standardfluss",
      "§10.6.2"},
     &every_way_has_a_condition},
    {{"GTW-06", kError, kError,
      "after an event-based gateway come receive tasks and catching message, signal, timer and "
      "conditional events only",
      "auf ein ereignisbasiertes Gateway folgen nur Empfangsaufgaben und eintretende Nachrichten-, "
      "Signal-, Zeit- und Bedingungsereignisse",
      "§10.6.6"},
     &targets_wait},
    {{"GTW-07", kWarning, kError, "an event-based gateway has at least two outgoing flows",
      "ein ereignisbasiertes Gateway hat mindestens zwei ausgehende Flüsse", "§10.6.6", true},
     &at_least_two_ways},
    {{"GTW-08", kError, kError, "what follows an event-based gateway has no other incoming flows",
      "was auf ein ereignisbasiertes Gateway folgt, hat keine weiteren eingehenden Flüsse",
      "§10.6.6"},
     &targets_have_no_other_way_in},
    {{"GTW-09", kError, kError,
      "after an event-based gateway come either receive tasks or message events",
      "auf ein ereignisbasiertes Gateway folgen entweder Empfangsaufgaben oder "
      "Nachrichtenereignisse",
      "§10.6.6", true},
     &no_mix_of_receivers},
    {{"GTW-11", kInfo, kInfo, "a gateway joins or splits",
      "ein Gateway führt zusammen oder verzweigt", "§10.6.1"},
     &not_superfluous},
    {{"GTW-15", kError, kError,
      "an event-based gateway or receive task that starts the process has no incoming flows",
      "ein ereignisbasiertes Gateway oder eine Empfangsaufgabe, die den Prozess startet, hat keine "
      "eingehenden Flüsse",
      "§10.6.6, §10.3.3"},
     &instantiating_begins},
    {{"GTW-16", kWarning, kWarning, "a gateway has as many flows as its direction demands",
      "ein Gateway hat so viele Flüsse, wie seine Richtung verlangt", "§10.6.1"},
     &direction_is_used},
    {{"GTW-17", kError, kError, "a default flow leaves the node that names it",
      "ein Standardfluss verlässt den Knoten, der ihn nennt", "§8.4.13"},
     &default_leaves_its_node},
    {{"GTW-18", kError, kError,
      "a receive task after an event-based gateway has no boundary events",
      "eine Empfangsaufgabe hinter einem ereignisbasierten Gateway hat keine angehefteten "
      "Ereignisse",
      "§10.6.6"},
     &receivers_have_no_boundary_events},
    {{"GTW-19", kWarning, kError, "a parallel event-based gateway starts the process",
      "ein paralleles ereignisbasiertes Gateway startet den Prozess", "§10.6.6"},
     &parallel_only_to_instantiate},
    {{"GTW-20", kWarning, kError,
      "a converging gateway has one outgoing flow, a diverging one has one incoming flow",
      "ein zusammenführendes Gateway hat einen ausgehenden, ein verzweigendes einen eingehenden "
      "Fluss",
      "§10.6.1", true},
     &direction_holds},
};

}  // namespace

std::span<const Row> gateway_rows() { return kRows; }

}  // namespace umlauf::verify::structure
