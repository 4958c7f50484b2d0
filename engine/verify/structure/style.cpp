// How a model reads: names, size, gateways drawn where the flow hides one. Never more than a
// warning, since all of it is allowed.
#include <algorithm>
#include <map>

#include "engine/verify/structure/visit.hpp"

namespace umlauf::verify::structure {
namespace {

using namespace bpmn;

constexpr std::size_t kNodesMax = 50;  // of a process: Mendling, Reijers and van der Aalst, 7PMG
constexpr std::size_t kDepthMax = 3;

const FlowNode* first_of(const Check& check, const FlowElementsContainer& container) {
  return container.flow_nodes.empty() ? nullptr : &check.at(container.flow_nodes.front());
}

// One finding for each process or sub-process: a sketch without names is one fault, not a hundred.
void activities_have_names(Check& check) {
  for (const FlowElementsContainer& container : check.definitions().containers) {
    if (!container.process.valid()) continue;
    std::vector<std::string> nameless;
    const FlowNode* first = nullptr;
    for (const FlowNodeIndex index : container.flow_nodes) {
      const FlowNode& node = check.at(index);
      if (!is_activity(node) || !is_blank(node.name) || node.activity()->is_for_compensation)
        continue;
      if (first == nullptr) first = &node;
      nameless.push_back(node.id);
    }
    if (first == nullptr) continue;
    const std::string list = list_of(nameless);
    check.report(first->span, first->id,
                 {"activities without a name: " + list, "Aktivitäten ohne Namen: " + list},
                 nameless);
  }
}

void model_is_small(Check& check) {
  for (const FlowElementsContainer& container : check.definitions().containers) {
    if (!container.process.valid() || container.flow_nodes.size() <= kNodesMax) continue;
    const FlowNode* first = first_of(check, container);
    const std::string count = std::to_string(container.flow_nodes.size());
    check.report(first->span, first->id,
                 {count + " flow nodes on one level are hard to survey; sub-processes help",
                  count + " Elemente auf einer Ebene sind schwer zu überblicken; Teilprozesse "
                          "helfen"});
  }
}

void model_is_flat(Check& check) {
  const Definitions& all = check.definitions();
  for (const FlowElementsContainer& container : all.containers) {
    if (!container.process.valid()) continue;
    std::size_t depth = 0;
    for (const FlowElementsContainer* at = &container; at->parent.valid() && depth <= kDepthMax;
         at = &check.at(at->parent))
      ++depth;
    const FlowNode* own = check.parent(container);
    if (own == nullptr || depth != kDepthMax + 1) continue;
    check.report(own->span, own->id,
                 {"sub-process " + label(*own) + " lies more than " + std::to_string(kDepthMax) +
                      " levels deep",
                  "der Teilprozess " + label(*own) + " liegt mehr als " +
                      std::to_string(kDepthMax) + " Ebenen tief"});
  }
}

void pools_and_lanes_have_names(Check& check) {
  for (const Participant& pool : check.definitions().participants)
    if (is_blank(pool.name))
      check.report(pool.span, pool.id,
                   {"pool " + quoted(pool.id) + " has no name",
                    "der Pool " + quoted(pool.id) + " hat keinen Namen"});
  for (const Lane& lane : check.definitions().lanes)
    if (is_blank(lane.name))
      check.report(lane.span, lane.id,
                   {"lane " + quoted(lane.id) + " has no name",
                    "die Lane " + quoted(lane.id) + " hat keinen Namen"});
}

void tasks_lie_in_lanes(Check& check) {
  const Definitions& all = check.definitions();
  std::map<std::uint32_t, bool> uses_lanes;
  for (const FlowElementsContainer& container : all.containers)
    if (container.process.valid() && !container.lane_sets.empty() &&
        std::any_of(container.lane_sets.begin(), container.lane_sets.end(),
                    [&](LaneSetIndex set) { return !check.at(set).lanes.empty(); }))
      uses_lanes[static_cast<std::uint32_t>(&container - all.containers.data())] = true;
  for_each_node(check, [&](const FlowNode& node) {
    if (!is_activity(node) || !node.lanes.empty() || check.is_event_subprocess(node)) return;
    if (!uses_lanes.contains(static_cast<std::uint32_t>(node.container.value()))) return;
    check.report(node.span, node.id,
                 {label(node) + " lies in no lane although the process has lanes",
                  label(node) + " liegt in keiner Lane, obwohl der Prozess Lanes hat"});
  });
}

// What is outside of the flow has no way out of it.
bool in_flow(const Check& check, const FlowNode& node) {
  const FlowElementsContainer* own = check.container(node);
  const FlowNode* around = own ? check.parent(*own) : nullptr;
  if (around && around->kind == FlowNodeKind::AdHocSubProcess) return false;
  return is_activity(node) && !node.activity()->is_for_compensation &&
         !check.is_event_subprocess(node);
}

void ends_are_drawn(Check& check) {
  for_each_node(check, [&](const FlowNode& node) {
    // A process may do without start and end events altogether; FLW-05 and PRC-03 say the rest.
    if (!in_flow(check, node) || !node.outgoing.empty() || node.incoming.empty()) return;
    check.report(node.span, node.id,
                 {"the flow ends at " + label(node) + " without an end event",
                  "der Ablauf endet bei " + label(node) + " ohne Endereignis"});
  });
}

void splits_are_drawn(Check& check) {
  for_each_activity(check, [&](const FlowNode& node, const Activity& activity) {
    const auto unconditional =
        std::count_if(node.outgoing.begin(), node.outgoing.end(),
                      [&](SequenceFlowIndex index) { return !check.at(index).condition; });
    const Reference& otherwise = activity.default_flow;
    if (unconditional - (otherwise.sequence_flow().valid() ? 1 : 0) < 2) return;
    check.report(
        node.span, node.id,
        {"several flows leave " + label(node) + " at once; a parallel gateway would show it",
         "aus " + label(node) +
             " führen mehrere Flüsse zugleich; ein paralleles Gateway würde es zeigen"});
  });
}

void joins_are_drawn(Check& check) {
  for_each_activity(check, [&](const FlowNode& node, const Activity&) {
    if (node.incoming.size() < 2) return;
    check.report(node.span, node.id,
                 {"several flows lead to " + label(node) +
                      ", which runs for each of them; a gateway would show how they join",
                  "zu " + label(node) +
                      " führen mehrere Flüsse, für jeden läuft es; ein Gateway würde zeigen, wie "
                      "sie zusammenkommen"});
  });
}

void gateways_do_one_thing(Check& check) {
  for_each_gateway(check, [&](const FlowNode& node, const Gateway&) {
    if (node.incoming.size() < 2 || node.outgoing.size() < 2) return;
    check.report(node.span, node.id,
                 {"gateway " + label(node) + " both joins and splits",
                  "das Gateway " + label(node) + " führt zusammen und verzweigt zugleich"});
  });
}

void complex_gateways_are_rare(Check& check) {
  for_each_gateway(check, [&](const FlowNode& node, const Gateway&) {
    if (node.kind != FlowNodeKind::ComplexGateway) return;
    check.report(node.span, node.id,
                 {"what complex gateway " + label(node) + " does is hidden in an expression",
                  "was das komplexe Gateway " + label(node) + " tut, steckt in einem Ausdruck"});
  });
}

void choices_have_a_default(Check& check) {
  for_each_gateway(check, [&](const FlowNode& node, const Gateway&) {
    if (node.kind != FlowNodeKind::ExclusiveGateway && node.kind != FlowNodeKind::InclusiveGateway)
      return;
    if (node.outgoing.size() < 2 || node.gateway()->default_flow.present()) return;
    const bool all_conditional = std::all_of(
        node.outgoing.begin(), node.outgoing.end(),
        [&](SequenceFlowIndex index) { return static_cast<bool>(check.at(index).condition); });
    if (!all_conditional) return;
    check.report(node.span, node.id,
                 {"gateway " + label(node) + " has no default flow for what no condition covers",
                  "das Gateway " + label(node) +
                      " hat keinen Standardfluss für das, was keine Bedingung abdeckt"});
  });
}

void a_single_way_has_no_condition(Check& check) {
  for_each_gateway(check, [&](const FlowNode& node, const Gateway&) {
    if (node.kind != FlowNodeKind::ExclusiveGateway || node.outgoing.size() != 1) return;
    const SequenceFlow& flow = check.at(node.outgoing.front());
    if (!flow.condition || is_blank(flow.condition->body)) return;
    check.report(flow.span, flow.id,
                 {"the only way out of " + label(node) + " has a condition",
                  "der einzige Weg aus " + label(node) + " hat eine Bedingung"},
                 {node.id});
  });
}

void events_mean_one_thing(Check& check) {
  for_each_event(check, [&](const FlowNode& node, const Event&) {
    if (check.definition_count(node) < 2) return;
    check.report(node.span, node.id,
                 {"event " + label(node) + " has several triggers or results",
                  "das Ereignis " + label(node) + " hat mehrere Auslöser oder Ergebnisse"});
  });
}

void choices_are_gateways(Check& check) {
  for (const SequenceFlow& flow : check.definitions().sequence_flows) {
    const FlowNode* source = check.node(flow.source);
    if (!flow.condition || !source || !is_activity(*source) || check.in_choreography(*source))
      continue;
    check.report(flow.span, flow.id,
                 {"the choice behind " + label(*source) + " shows no gateway",
                  "die Wahl hinter " + label(*source) + " zeigt kein Gateway"},
                 {source->id});
  }
}

void inclusive_gateways_are_rare(Check& check) {
  for_each_gateway(check, [&](const FlowNode& node, const Gateway&) {
    if (node.kind != FlowNodeKind::InclusiveGateway || node.outgoing.size() < 2) return;
    check.report(
        node.span, node.id,
        {"which branches are taken behind inclusive gateway " + label(node) +
             ", and what its join waits for, is hard to see",
         "welche Zweige hinter dem inklusiven Gateway " + label(node) +
             " genommen werden und worauf die Zusammenführung wartet, ist schwer zu sehen"});
  });
}

// The last word of a German label that is a noun of an action: "Antragsprüfung" instead of "Antrag
// prüfen"; the first of an English one: "Validation of the request".
bool names_a_noun(std::string_view name) {
  static constexpr std::string_view kGerman[] = {"ung", "ungen", "keit", "heit"};
  const std::size_t last = name.find_last_not_of(" \t\r\n");
  if (last == std::string_view::npos) return false;
  name = name.substr(0, last + 1);
  const std::size_t blank = name.find_last_of(" \t\r\n");
  const std::string_view word = blank == std::string_view::npos ? name : name.substr(blank + 1);
  const bool capital = word.front() >= 'A' && word.front() <= 'Z';
  const bool german = capital && word.size() > 5 &&
                      std::any_of(std::begin(kGerman), std::end(kGerman),
                                  [&](std::string_view ending) { return word.ends_with(ending); });
  const std::string_view first = name.substr(0, name.find_first_of(" \t\r\n"));
  const bool english = name.find(" of ") != std::string_view::npos && first.ends_with("tion");
  return german || english;
}

void labels_say_what_is_done(Check& check) {
  for_each_node(check, [&](const FlowNode& node) {
    if (is_activity(node) && node.subprocess() == nullptr && names_a_noun(node.name))
      check.report(node.span, node.id,
                   {"the label of " + label(node) + " is a noun: object and verb say what is done",
                    "die Beschriftung von " + label(node) +
                        " ist ein Hauptwort: Objekt und Tätigkeit sagen, was zu tun ist"});
    const bool chooses = node.kind == FlowNodeKind::ExclusiveGateway && node.outgoing.size() > 1;
    if (!chooses || is_blank(node.name) || node.name.find('?') != std::string::npos) return;
    check.report(
        node.span, node.id,
        {"the label of " + label(node) + " is no question that its branches answer",
         "die Beschriftung von " + label(node) + " ist keine Frage, auf die die Zweige antworten"});
  });
}

constexpr Severity kWarning = Severity::Warning;
constexpr Severity kInfo = Severity::Info;

constexpr Row kRows[] = {
    {{"STY-01", kInfo, kInfo, "activities have names", "Aktivitäten haben Namen", ""},
     &activities_have_names},
    {{"STY-02", kInfo, kInfo,
      "the label of a choice is a question, that of an activity says what is done",
      "die Beschriftung einer Wahl ist eine Frage, die einer Aktivität sagt, was zu tun ist", ""},
     &labels_say_what_is_done},
    {{"STY-03", kInfo, kInfo, "a process has at most 50 flow nodes on one level",
      "ein Prozess hat höchstens 50 Elemente auf einer Ebene", ""},
     &model_is_small},
    {{"STY-04", kInfo, kInfo, "pools and lanes have names", "Pools und Lanes haben Namen", ""},
     &pools_and_lanes_have_names},
    {{"STY-06", kInfo, kInfo, "sub-processes lie at most three levels deep",
      "Teilprozesse liegen höchstens drei Ebenen tief", ""},
     &model_is_flat},
    {{"STY-07", kInfo, kInfo, "where a process has lanes every activity lies in one",
      "wo ein Prozess Lanes hat, liegt jede Aktivität in einer", "§10.8"},
     &tasks_lie_in_lanes},
    {{"FLW-06", kInfo, kInfo, "the flow ends at end events", "der Ablauf endet bei Endereignissen",
      "§10.3"},
     &ends_are_drawn},
    {{"FLW-07", kInfo, kInfo, "where the flow splits a gateway shows it",
      "wo sich der Ablauf verzweigt, zeigt es ein Gateway", "§10.3"},
     &splits_are_drawn},
    {{"FLW-08", kInfo, kInfo, "where flows come together a gateway shows how",
      "wo Flüsse zusammenkommen, zeigt ein Gateway, wie", "§10.3"},
     &joins_are_drawn},
    {{"FLW-13", kInfo, kInfo, "a choice behind an activity shows a gateway",
      "eine Wahl hinter einer Aktivität zeigt ein Gateway", "§10.3"},
     &choices_are_gateways},
    {{"GTW-02", kInfo, kWarning, "the only way out of an exclusive gateway has no condition",
      "der einzige Weg aus einem exklusiven Gateway hat keine Bedingung", "§10.6.2"},
     &a_single_way_has_no_condition},
    {{"GTW-05", kInfo, kInfo, "a choice has a default flow", "eine Wahl hat einen Standardfluss",
      "§10.6.2"},
     &choices_have_a_default},
    {{"GTW-10", kInfo, kInfo, "a gateway either joins or splits",
      "ein Gateway führt entweder zusammen oder verzweigt", "§10.6.1"},
     &gateways_do_one_thing},
    {{"GTW-12", kInfo, kInfo, "complex gateways are avoided", "komplexe Gateways werden vermieden",
      "§10.6.5"},
     &complex_gateways_are_rare},
    {{"GTW-13", kInfo, kInfo, "inclusive gateways are avoided",
      "inklusive Gateways werden vermieden", "§10.6.3"},
     &inclusive_gateways_are_rare},
    {{"EVT-01", kInfo, kInfo, "an event has one trigger or result",
      "ein Ereignis hat einen Auslöser oder ein Ergebnis", "§10.5"},
     &events_mean_one_thing},
};

}  // namespace

std::span<const Row> style_rows() { return kRows; }

}  // namespace umlauf::verify::structure
