// Events: where they stand and how they are connected, BPMN 2.0.2 §10.5.
#include <algorithm>
#include <map>

#include "engine/verify/structure/visit.hpp"

namespace umlauf::verify::structure {
namespace {

using namespace bpmn;

bool is_link(const Check& check, const FlowNode& node) {
  return check.has_definition(node, EventDefinitionKind::Link);
}
bool is_compensation(const Check& check, const FlowNode& node) {
  return check.has_definition(node, EventDefinitionKind::Compensate);
}

void end_is_reached(Check& check) {
  for_each_event(check, [&](const FlowNode& node, const Event&) {
    if (node.kind != FlowNodeKind::EndEvent || !node.incoming.empty()) return;
    check.report(node.span, node.id,
                 {"no sequence flow leads to end event " + label(node),
                  "zum Endereignis " + label(node) + " führt kein Sequenzfluss"});
  });
}

void start_leads_somewhere(Check& check) {
  for_each_event(check, [&](const FlowNode& node, const Event&) {
    if (node.kind != FlowNodeKind::StartEvent || !node.outgoing.empty()) return;
    check.report(node.span, node.id,
                 {"no sequence flow leaves start event " + label(node),
                  "aus dem Startereignis " + label(node) + " führt kein Sequenzfluss"});
  });
}

bool is_intermediate(const FlowNode& node) {
  return node.kind == FlowNodeKind::IntermediateCatchEvent ||
         node.kind == FlowNodeKind::IntermediateThrowEvent;
}

void intermediate_leads_somewhere(Check& check) {
  for_each_event(check, [&](const FlowNode& node, const Event&) {
    if (!is_intermediate(node) || !node.outgoing.empty()) return;
    const bool throws_link =
        node.kind == FlowNodeKind::IntermediateThrowEvent && is_link(check, node);
    if (throws_link) return;
    check.report(node.span, node.id,
                 {"no sequence flow leaves intermediate event " + label(node),
                  "aus dem Zwischenereignis " + label(node) + " führt kein Sequenzfluss"});
  });
}

void intermediate_is_reached(Check& check) {
  for_each_event(check, [&](const FlowNode& node, const Event&) {
    if (!is_intermediate(node) || !node.incoming.empty()) return;
    const bool catches_link =
        node.kind == FlowNodeKind::IntermediateCatchEvent && is_link(check, node);
    if (catches_link) return;
    check.report(node.span, node.id,
                 {"no sequence flow leads to intermediate event " + label(node),
                  "zum Zwischenereignis " + label(node) + " führt kein Sequenzfluss"});
  });
}

void link_ends(Check& check) {
  for_each_event(check, [&](const FlowNode& node, const Event&) {
    if (!is_link(check, node)) return;
    const bool throws = node.kind == FlowNodeKind::IntermediateThrowEvent;
    const bool catches = node.kind == FlowNodeKind::IntermediateCatchEvent;
    if ((throws && !node.outgoing.empty()) || (catches && !node.incoming.empty()))
      check.report(
          node.span, node.id,
          {"a sequence flow " + std::string(throws ? "leaves throwing" : "leads to catching") +
               " link event " + label(node),
           throws ? "aus dem auslösenden Link-Ereignis " + label(node) + " führt ein Sequenzfluss"
                  : "zum eintretenden Link-Ereignis " + label(node) + " führt ein Sequenzfluss"});
  });
}

// Links, §10.5.4: pairs by name within one level
// -----------------------------------------------------

using LinkKey = std::pair<std::uint32_t, std::string>;

template <typename Visitor>
void for_each_link(Check& check, FlowNodeKind kind, Visitor visit) {
  for_each_event(check, [&](const FlowNode& node, const Event& event) {
    if (node.kind != kind) return;
    for (const EventDefinitionIndex index : event.definitions)
      if (const auto* link = std::get_if<LinkEventDefinition>(&check.at(index).content))
        visit(node, *link);
  });
}

void links_meet(Check& check) {
  std::map<LinkKey, int> targets;
  for_each_link(check, FlowNodeKind::IntermediateCatchEvent,
                [&](const FlowNode& node, const LinkEventDefinition& link) {
                  const LinkKey key{node.container.value(), link.name};
                  if (++targets[key] != 2) return;
                  check.report(node.span, node.id,
                               {"there is a second target for link " + quoted(link.name),
                                "es gibt ein zweites Ziel für den Link " + quoted(link.name)});
                });
  for_each_link(
      check, FlowNodeKind::IntermediateThrowEvent,
      [&](const FlowNode& node, const LinkEventDefinition& link) {
        const LinkKey key{node.container.value(), link.name};
        const EventDefinitionIndex named = link.target.event_definition();
        const FlowNodeIndex target =
            named.valid() ? check.at(named).event : link.target.flow_node();
        const bool meets =
            target.valid() ? check.at(target).container == node.container : targets.count(key) != 0;
        if (meets) return;
        check.report(node.span, node.id,
                     {"link " + quoted(link.name) + " has no target on the same level",
                      "der Link " + quoted(link.name) + " hat auf derselben Ebene kein Ziel"});
      });
}

void links_are_used(Check& check) {
  std::map<LinkKey, int> sources;
  for_each_link(check, FlowNodeKind::IntermediateThrowEvent,
                [&](const FlowNode& node, const LinkEventDefinition& link) {
                  ++sources[{node.container.value(), link.name}];
                });
  for_each_link(
      check, FlowNodeKind::IntermediateCatchEvent,
      [&](const FlowNode& node, const LinkEventDefinition& link) {
        if (!link.sources.empty() || sources.count({node.container.value(), link.name}) != 0)
          return;
        check.report(node.span, node.id,
                     {"nothing links to " + quoted(link.name),
                      "nichts verweist auf den Link " + quoted(link.name)});
      });
}

// Boundary events
// ----------------------------------------------------------------------------------

template <typename Visitor>
void for_each_boundary(Check& check, Visitor visit) {
  for_each_event(check, [&](const FlowNode& node, const Event& event) {
    if (node.kind == FlowNodeKind::BoundaryEvent) visit(node, event);
  });
}

void boundary_not_entered(Check& check) {
  for_each_boundary(check, [&](const FlowNode& node, const Event&) {
    if (node.incoming.empty()) return;
    check.report(node.span, node.id,
                 {"a sequence flow leads to boundary event " + label(node),
                  "zum angehefteten Ereignis " + label(node) + " führt ein Sequenzfluss"});
  });
}

void boundary_leads_somewhere(Check& check) {
  for_each_boundary(check, [&](const FlowNode& node, const Event&) {
    const bool compensates = is_compensation(check, node);
    if (compensates != node.outgoing.empty()) {
      check.report(
          node.span, node.id,
          compensates
              ? Text{"a sequence flow leaves compensation event " + label(node) +
                         "; an association leads to the handler",
                     "aus dem Kompensationsereignis " + label(node) +
                         " führt ein Sequenzfluss; zur Behandlung führt eine Assoziation"}
              : Text{"no sequence flow leaves boundary event " + label(node),
                     "aus dem angehefteten Ereignis " + label(node) + " führt kein Sequenzfluss"});
    }
  });
}

void attached_to_activity(Check& check) {
  for_each_boundary(check, [&](const FlowNode& node, const Event& event) {
    const FlowNode* host = check.node(event.attached_to);
    if (!host || (is_activity(*host) && host->container == node.container)) return;
    check.report(event.attached_to.span, node.id,
                 {"boundary event " + label(node) + " is attached to " + label(*host) +
                      ", which is no activity of the same level",
                  "das Ereignis " + label(node) + " ist an " + label(*host) +
                      " angeheftet, das keine Aktivität derselben Ebene ist"},
                 {host->id});
  });
}

void not_attached_to_event_subprocess(Check& check) {
  for_each_boundary(check, [&](const FlowNode& node, const Event& event) {
    const FlowNode* host = check.node(event.attached_to);
    if (!host || !check.is_event_subprocess(*host)) return;
    check.report(
        event.attached_to.span, node.id,
        {"boundary event " + label(node) + " is attached to event subprocess " + label(*host),
         "das Ereignis " + label(node) + " ist an den Ereignis-Teilprozess " + label(*host) +
             " angeheftet"},
        {host->id});
  });
}

void cancel_on_transaction(Check& check) {
  for_each_boundary(check, [&](const FlowNode& node, const Event& event) {
    const FlowNode* host = check.node(event.attached_to);
    if (!host || !check.has_definition(node, EventDefinitionKind::Cancel)) return;
    if (host->kind == FlowNodeKind::Transaction) return;
    check.report(node.span, node.id,
                 {"cancel event " + label(node) + " is attached to " + label(*host) +
                      ", which is no transaction",
                  "das Abbruchereignis " + label(node) + " ist an " + label(*host) +
                      " angeheftet, das keine Transaktion ist"},
                 {host->id});
  });
}

void cancel_within_transaction(Check& check) {
  for_each_event(check, [&](const FlowNode& node, const Event&) {
    if (node.kind != FlowNodeKind::EndEvent ||
        !check.has_definition(node, EventDefinitionKind::Cancel))
      return;
    const FlowNode* around = check.parent(*check.container(node));
    while (around && around->kind != FlowNodeKind::Transaction)
      around = check.parent(*check.container(*around));
    if (around) return;
    check.report(node.span, node.id,
                 {"cancel end event " + label(node) + " is not within a transaction",
                  "das Abbruch-Endereignis " + label(node) + " liegt nicht in einer Transaktion"});
  });
}

constexpr Severity kError = Severity::Error;
constexpr Severity kWarning = Severity::Warning;

constexpr Row kRows[] = {
    {{"EVT-05", kError, kError, "a boundary event is attached to an activity of its level",
      "ein angeheftetes Ereignis hängt an einer Aktivität seiner Ebene", "§10.5.4"},
     &attached_to_activity},
    {{"EVT-06", kError, kError, "an event subprocess has no boundary events",
      "ein Ereignis-Teilprozess hat keine angehefteten Ereignisse", "§10.3.5"},
     &not_attached_to_event_subprocess},
    {{"EVT-07", kError, kError, "a cancel boundary event is attached to a transaction",
      "ein angeheftetes Abbruchereignis hängt an einer Transaktion", "§10.5.4"},
     &cancel_on_transaction},
    {{"EVT-08", kError, kError, "a cancel end event lies within a transaction",
      "ein Abbruch-Endereignis liegt in einer Transaktion", "§10.5.3"},
     &cancel_within_transaction},
    {{"EVT-16", kWarning, kError, "every link has one target on its level",
      "jeder Link hat ein Ziel auf seiner Ebene", "§10.5.4"},
     &links_meet},
    {{"EVT-30", kError, kError, "no sequence flow leads to a boundary event",
      "kein Sequenzfluss führt zu einem angehefteten Ereignis", "§10.5.4"},
     &boundary_not_entered},
    {{"EVT-31", kWarning, kError,
      "a sequence flow leaves every intermediate event but link sources",
      "aus jedem Zwischenereignis außer Link-Quellen führt ein Sequenzfluss", "§10.5.4", true},
     &intermediate_leads_somewhere},
    {{"EVT-34", kWarning, kError, "a sequence flow leads to every end event",
      "zu jedem Endereignis führt ein Sequenzfluss", "§10.5.3", true},
     &end_is_reached},
    {{"EVT-35", kWarning, kWarning, "a sequence flow leaves every start event",
      "aus jedem Startereignis führt ein Sequenzfluss", "§10.5.2"},
     &start_leads_somewhere},
    {{"EVT-36", kWarning, kWarning,
      "a sequence flow leads to every intermediate event but link targets",
      "zu jedem Zwischenereignis außer Link-Zielen führt ein Sequenzfluss", "§10.5.4"},
     &intermediate_is_reached},
    {{"EVT-37", kWarning, kError, "no sequence flow leaves a link source or leads to a link target",
      "kein Sequenzfluss verlässt eine Link-Quelle oder führt zu einem Link-Ziel", "§10.5.4"},
     &link_ends},
    {{"EVT-38", kWarning, kWarning,
      "a sequence flow leaves every boundary event but those of compensation",
      "aus jedem angehefteten Ereignis führt ein Sequenzfluss, außer bei Kompensation", "§10.5.4"},
     &boundary_leads_somewhere},
    {{"EVT-39", kWarning, kWarning, "every link target has a source",
      "jedes Link-Ziel hat eine Quelle", "§10.5.4"},
     &links_are_used},
};

}  // namespace

std::span<const Row> event_rows() { return kRows; }

}  // namespace umlauf::verify::structure
