// Sequence flows and message flows.
#include <algorithm>
#include <array>
#include <set>

#include "engine/verify/structure/visit.hpp"

namespace umlauf::verify::structure {
namespace {

using namespace bpmn;

template <typename Visitor>
void for_each_flow(Check& check, Visitor visit) {
  for (const SequenceFlow& flow : check.definitions().sequence_flows)
    visit(flow, check.node(flow.source), check.node(flow.target));
}

// §8.4.13: only flow nodes; an artifact, a data object or a pool is none.
void connects_flow_nodes(Check& check) {
  for (const SequenceFlow& flow : check.definitions().sequence_flows)
    for (const Reference* end : {&flow.source, &flow.target}) {
      if (!end->resolved() || end->target.type == ElementType::FlowNode) continue;
      check.report(end->span, flow.id,
                   {"sequence flow " + label(flow) + " connects " + quoted(end->id) +
                        ", which is no activity, gateway or event",
                    "der Sequenzfluss " + label(flow) + " verbindet " + quoted(end->id) +
                        ", das weder Aktivität noch Gateway noch Ereignis ist"},
                   {end->id});
    }
}

void stays_in_its_level(Check& check) {
  for_each_flow(check, [&](const SequenceFlow& flow, const FlowNode* source,
                           const FlowNode* target) {
    if (!source || !target || source->container == target->container) return;
    check.report(flow.span, flow.id,
                 {"sequence flow " + label(flow) + " crosses the border of a pool or subprocess",
                  "der Sequenzfluss " + label(flow) +
                      " überschreitet die Grenze eines Pools oder Teilprozesses"},
                 {source->id, target->id});
  });
}

void drawn_once(Check& check) {
  const std::vector<SequenceFlow>& flows = check.definitions().sequence_flows;
  // From where, to where, which: those of one way lie side by side, the first of them in front.
  std::vector<std::array<std::size_t, 3>> ways;
  ways.reserve(flows.size());
  for (std::size_t i = 0; i < flows.size(); ++i) {
    const FlowNodeIndex source = flows[i].source.flow_node();
    const FlowNodeIndex target = flows[i].target.flow_node();
    if (source.valid() && target.valid()) ways.push_back({source.value(), target.value(), i});
  }
  std::sort(ways.begin(), ways.end());
  std::size_t first = 0;
  for (std::size_t i = 0; i < ways.size(); ++i) {
    if (ways[i][0] != ways[first][0] || ways[i][1] != ways[first][1]) first = i;
    const SequenceFlow& flow = flows[ways[i][2]];
    const SequenceFlow& other = flows[ways[first][2]];
    if (i == first || flow.condition || other.condition) continue;
    check.report(flow.span, flow.id,
                 {"sequence flow " + label(flow) + " leads the same way as " + label(other),
                  "der Sequenzfluss " + label(flow) + " führt denselben Weg wie " + label(other)},
                 {other.id});
  }
}

void no_flow_into_start_or_out_of_end(Check& check) {
  for_each_flow(
      check, [&](const SequenceFlow& flow, const FlowNode* source, const FlowNode* target) {
        if (target && target->kind == FlowNodeKind::StartEvent)
          check.report(
              flow.span, flow.id,
              {"sequence flow " + label(flow) + " leads into start event " + label(*target),
               "der Sequenzfluss " + label(flow) + " führt in das Startereignis " + label(*target)},
              {target->id});
        if (source && source->kind == FlowNodeKind::EndEvent)
          check.report(
              flow.span, flow.id,
              {"sequence flow " + label(flow) + " leaves end event " + label(*source),
               "der Sequenzfluss " + label(flow) + " verlässt das Endereignis " + label(*source)},
              {source->id});
      });
}

void not_at_event_subprocess(Check& check) {
  for_each_flow(check, [&](const SequenceFlow& flow, const FlowNode* source,
                           const FlowNode* target) {
    for (const FlowNode* end : {source, target}) {
      if (!end || !check.is_event_subprocess(*end)) continue;
      check.report(flow.span, flow.id,
                   {"sequence flow " + label(flow) + " connects event subprocess " + label(*end),
                    "der Sequenzfluss " + label(flow) + " verbindet den Ereignis-Teilprozess " +
                        label(*end)},
                   {end->id});
    }
  });
}

void not_at_compensation_handler(Check& check) {
  for_each_flow(check,
                [&](const SequenceFlow& flow, const FlowNode* source, const FlowNode* target) {
                  for (const FlowNode* end : {source, target}) {
                    if (!end || !is_activity(*end) || !end->activity()->is_for_compensation)
                      continue;
                    check.report(flow.span, flow.id,
                                 {"sequence flow " + label(flow) + " connects " + label(*end) +
                                      ", which is for compensation only",
                                  "der Sequenzfluss " + label(flow) + " verbindet " + label(*end) +
                                      ", das nur der Kompensation dient"},
                                 {end->id});
                  }
                });
}

// §8.4.13: an activity with a conditional flow needs another way out.
void conditional_needs_alternative(Check& check) {
  for (const FlowNode& node : check.definitions().flow_nodes) {
    if (!is_activity(node) || node.outgoing.size() != 1) continue;
    const SequenceFlow& flow = check.at(node.outgoing.front());
    if (!flow.condition) continue;
    check.report(flow.span, flow.id,
                 {"the only sequence flow out of " + label(node) + " has a condition",
                  "der einzige Sequenzfluss aus " + label(node) + " hat eine Bedingung"},
                 {node.id});
  }
}

void condition_where_allowed(Check& check) {
  for_each_flow(check, [&](const SequenceFlow& flow, const FlowNode* source, const FlowNode*) {
    if (!flow.condition || !source) return;
    const bool refused = is_event(*source) || source->kind == FlowNodeKind::ParallelGateway ||
                         source->kind == FlowNodeKind::EventBasedGateway;
    if (!refused) return;
    check.report(
        flow.condition->span, flow.id,
        {"sequence flow " + label(flow) + " has a condition, but " + label(*source) + " is a '" +
             std::string(element_name(source->kind)) + "'",
         "der Sequenzfluss " + label(flow) + " hat eine Bedingung, aber " + label(*source) +
             " ist ein '" + std::string(element_name(source->kind)) + "'"},
        {source->id});
  });
}

bool lists(const std::vector<Reference>& listed, SequenceFlowIndex flow) {
  return std::any_of(listed.begin(), listed.end(),
                     [&](const Reference& reference) { return reference.sequence_flow() == flow; });
}

// §8.4.8: `incoming` and `outgoing` are the other side of `sourceRef` and `targetRef`. Tools that
// leave them out altogether are common and harmless; a list that contradicts the flows is not.
void lists_agree_with_flows(Check& check) {
  const Definitions& all = check.definitions();
  const bool used = std::any_of(all.flow_nodes.begin(), all.flow_nodes.end(), [](const auto& node) {
    return !node.incoming_listed.empty() || !node.outgoing_listed.empty();
  });
  if (!used) return;
  for (std::size_t i = 0; i < all.sequence_flows.size(); ++i) {
    const SequenceFlow& flow = all.sequence_flows[i];
    if (flow.id.empty()) continue;  // cannot be listed
    const FlowNode* source = check.node(flow.source);
    const FlowNode* target = check.node(flow.target);
    const auto missing = [&](const FlowNode& node, const char* list) {
      check.report(
          node.span, node.id,
          {label(node) + " does not list sequence flow " + label(flow) + " as '" + list + "'",
           label(node) + " führt den Sequenzfluss " + label(flow) + " nicht als '" + list +
               "' auf"},
          {flow.id});
    };
    const SequenceFlowIndex index(i);
    if (source && !lists(source->outgoing_listed, index)) missing(*source, "outgoing");
    if (target && !lists(target->incoming_listed, index)) missing(*target, "incoming");
  }
}

void lists_only_own_flows(Check& check) {
  for (const FlowNode& node : check.definitions().flow_nodes)
    for (const auto* list : {&node.incoming_listed, &node.outgoing_listed})
      for (const Reference& reference : *list) {
        const bool incoming = list == &node.incoming_listed;
        const SequenceFlowIndex flow = reference.sequence_flow();
        const auto& own = incoming ? node.incoming : node.outgoing;
        const bool known = std::find(own.begin(), own.end(), flow) != own.end();
        // A flow that is broken itself has been reported.
        const bool sound =
            flow.valid() && check.node(check.at(flow).source) && check.node(check.at(flow).target);
        if (!sound || known) continue;
        check.report(reference.span, node.id,
                     {label(node) + " lists sequence flow " + quoted(reference.id) +
                          ", which does not " + (incoming ? "lead to it" : "leave it"),
                      label(node) + " führt den Sequenzfluss " + quoted(reference.id) +
                          " auf, der " + (incoming ? "nicht zu ihm führt" : "es nicht verlässt")},
                     {reference.id});
      }
}

// §10.5.2: where a level has a start event, everything else is reached from somewhere.
void nothing_begins_besides_start(Check& check) {
  for (const FlowElementsContainer& container : check.definitions().containers) {
    const auto is_start = [&](FlowNodeIndex index) {
      return check.at(index).kind == FlowNodeKind::StartEvent;
    };
    const auto& nodes = container.flow_nodes;
    if (!container.process.valid() || std::none_of(nodes.begin(), nodes.end(), is_start)) continue;
    for (const FlowNodeIndex index : nodes) {
      const FlowNode& node = check.at(index);
      const Activity* activity = node.activity();
      const bool begins_itself =
          is_event(node) || check.is_event_subprocess(node) ||
          (activity && activity->is_for_compensation) ||
          (activity && std::holds_alternative<ReceiveTask>(activity->content) &&
           std::get<ReceiveTask>(activity->content).instantiate) ||
          (is_gateway(node) && node.gateway()->instantiate);
      if (!node.incoming.empty() || begins_itself) continue;
      check.report(
          node.span, node.id,
          {"no sequence flow leads to " + label(node) + ", although there is a start event",
           "zu " + label(node) +
               " führt kein Sequenzfluss, obwohl es ein Startereignis "
               "gibt"});
    }
  }
}

// Message flows ---------------------------------------------------------------------------------

// The participant whose pool an end of a message flow belongs to; nothing where it has none.
ParticipantIndex pool_of(const Check& check, const MessageFlow& flow, const Reference& end) {
  if (const auto own = end.as<ParticipantIndex>(ElementType::Participant); own.valid()) return own;
  ProcessIndex process = end.as<ProcessIndex>(ElementType::Process);
  if (const FlowNode* node = check.node(end))
    if (const FlowElementsContainer* container = check.container(*node))
      process = container->process;
  if (!process.valid()) return {};
  const std::vector<Participant>& all = check.definitions().participants;
  for (std::size_t i = 0; i < all.size(); ++i)
    if (all[i].collaboration == flow.collaboration &&
        all[i].process.as<ProcessIndex>(ElementType::Process) == process)
      return ParticipantIndex(i);
  return {};
}

void between_pools(Check& check) {
  for (const MessageFlow& flow : check.definitions().message_flows) {
    const ParticipantIndex source = pool_of(check, flow, flow.source);
    const ParticipantIndex target = pool_of(check, flow, flow.target);
    const bool same_element = flow.source.here() && flow.source.target == flow.target.target;
    if (!same_element && (!source.valid() || source != target)) continue;
    check.report(flow.span, flow.id,
                 {"message flow " + quoted(flow.id) + " stays within one pool",
                  "der Nachrichtenfluss " + quoted(flow.id) + " bleibt in einem Pool"});
  }
}

// §9.3.3, §10.5, §10.6: pools, activities, and events that send or receive.
bool may_send(const Check& check, const FlowNode& node) {
  if (check.in_choreography(node)) return true;
  if (is_activity(node)) return !check.is_event_subprocess(node);
  return node.kind == FlowNodeKind::IntermediateThrowEvent || node.kind == FlowNodeKind::EndEvent;
}
bool may_receive(const Check& check, const FlowNode& node) {
  if (check.in_choreography(node)) return true;
  if (is_activity(node)) return !check.is_event_subprocess(node);
  return node.kind == FlowNodeKind::StartEvent || node.kind == FlowNodeKind::BoundaryEvent ||
         node.kind == FlowNodeKind::IntermediateCatchEvent;
}

void ends_can_talk(Check& check) {
  for (const MessageFlow& flow : check.definitions().message_flows)
    for (const bool sending : {true, false}) {
      const Reference& end = sending ? flow.source : flow.target;
      if (!end.here()) continue;
      const FlowNode* node = check.node(end);
      const bool fine = node ? (sending ? may_send(check, *node) : may_receive(check, *node))
                             : end.target.type == ElementType::Participant ||
                                   end.target.type == ElementType::ConversationNode;
      if (fine) continue;
      check.report(end.span, flow.id,
                   {quoted(end.id) + " cannot " + (sending ? "send" : "receive") +
                        " message flow " + quoted(flow.id),
                    quoted(end.id) + " kann den Nachrichtenfluss " + quoted(flow.id) +
                        (sending ? " nicht senden" : " nicht empfangen")},
                   {end.id});
    }
}

// Where there is a start event FLW-05 tells of what no flow leads to.
void everything_is_connected(Check& check) {
  for_each_node(check, [&](const FlowNode& node) {
    if (!node.incoming.empty() || !node.outgoing.empty() || is_event(node) ||
        check.is_event_subprocess(node) ||
        (node.activity() && node.activity()->is_for_compensation))
      return;
    const FlowElementsContainer& own = *check.container(node);
    const FlowNode* around = check.parent(own);
    if (own.sequence_flows.empty() || (around && around->kind == FlowNodeKind::AdHocSubProcess) ||
        std::any_of(own.flow_nodes.begin(), own.flow_nodes.end(), [&](FlowNodeIndex index) {
          return check.at(index).kind == FlowNodeKind::StartEvent;
        }))
      return;
    check.report(node.span, node.id,
                 {label(node) + " is connected with nothing and begins by itself",
                  label(node) + " ist mit nichts verbunden und beginnt von selbst"});
  });
}

constexpr Severity kError = Severity::Error;
constexpr Severity kWarning = Severity::Warning;

constexpr Row kRows[] = {
    {{"FLW-02", kError, kError, "a sequence flow stays within one process and one subprocess",
      "ein Sequenzfluss bleibt in einem Prozess und einem Teilprozess", "§7.6.1"},
     &stays_in_its_level},
    {{"FLW-03", kWarning, kWarning, "two nodes are connected by one unconditional flow at most",
      "zwei Knoten sind durch höchstens einen unbedingten Fluss verbunden", ""},
     &drawn_once},
    {{"FLW-05", kWarning, kError,
      "where there is a start event, a sequence flow leads to every activity and gateway",
      "wo es ein Startereignis gibt, führt zu jeder Aktivität und jedem Gateway ein Sequenzfluss",
      "§10.5.2", true},
     &nothing_begins_besides_start},
    {{"FLW-04", kWarning, kWarning,
      "where sequence flows connect activities and gateways none of them stands apart",
      "wo Sequenzflüsse Aktivitäten und Gateways verbinden, steht keines davon abseits", "§10.3"},
     &everything_is_connected},
    {{"FLW-09", kError, kError, "no sequence flow leads into a start event or out of an end event",
      "kein Sequenzfluss führt in ein Startereignis oder aus einem Endereignis",
      "§10.5.2, §10.5.3"},
     &no_flow_into_start_or_out_of_end},
    {{"FLW-10", kError, kError, "no sequence flow connects an event subprocess",
      "kein Sequenzfluss verbindet einen Ereignis-Teilprozess", "§10.3.5"},
     &not_at_event_subprocess},
    {{"FLW-11", kError, kError, "no sequence flow connects an activity that is for compensation",
      "kein Sequenzfluss verbindet eine Aktivität, die der Kompensation dient", "§10.7.1"},
     &not_at_compensation_handler},
    {{"FLW-12", kWarning, kError,
      "an activity with a conditional sequence flow has another one besides",
      "eine Aktivität mit einem bedingten Sequenzfluss hat noch einen anderen", "§8.4.13", true},
     &conditional_needs_alternative},
    {{"FLW-15", kError, kError, "a message flow connects two pools",
      "ein Nachrichtenfluss verbindet zwei Pools", "§9.3.3"},
     &between_pools},
    {{"FLW-16", kError, kError, "the ends of a message flow can send and receive",
      "die Enden eines Nachrichtenflusses können senden und empfangen", "§7.6.2"},
     &ends_can_talk},
    {{"FLW-17", kError, kError, "a sequence flow connects activities, gateways and events only",
      "ein Sequenzfluss verbindet nur Aktivitäten, Gateways und Ereignisse", "§8.4.13"},
     &connects_flow_nodes},
    {{"FLW-18", kError, kError,
      "no condition on a flow out of an event, a parallel or an event-based gateway",
      "keine Bedingung an einem Fluss aus einem Ereignis, einem parallelen oder ereignisbasierten "
      "Gateway",
      "§8.4.13", true},
     &condition_where_allowed},
    {{"FLW-19", kWarning, kError,
      "where a document lists 'incoming' and 'outgoing' it lists every sequence flow",
      "wo ein Dokument 'incoming' und 'outgoing' aufführt, führt es jeden Sequenzfluss auf",
      "§8.4.8", true},
     &lists_agree_with_flows},
    {{"FLW-20", kError, kError, "'incoming' and 'outgoing' list only flows of the node",
      "'incoming' und 'outgoing' führen nur Flüsse des Knotens auf", "§8.4.8"},
     &lists_only_own_flows},
};

}  // namespace

std::span<const Row> flow_rows() { return kRows; }

}  // namespace umlauf::verify::structure
