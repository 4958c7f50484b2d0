// Activities, BPMN 2.0.2 §10.3.
#include <algorithm>

#include "engine/base/decimal.hpp"
#include "engine/verify/structure/visit.hpp"

namespace umlauf::verify::structure {
namespace {

using namespace bpmn;

void script_has_format(Check& check) {
  for_each_activity(check, [&](const FlowNode& node, const Activity& activity) {
    const auto* task = std::get_if<ScriptTask>(&activity.content);
    if (!task || !task->script || is_blank(*task->script) || !task->script_format.empty()) return;
    check.report(
        node.span, node.id,
        {"script task " + label(node) + " has a script but no 'scriptFormat'",
         "die Skriptaufgabe " + label(node) + " hat ein Skript, aber kein 'scriptFormat'"});
  });
}

// Dialects say in their own words over what an activity repeats.
bool repeats_by_extension(const MultiInstanceLoopCharacteristics& loop) {
  const auto says = [](std::string_view name) {
    return name == "collection" || name == "loopCharacteristics" || name == "inputCollection";
  };
  return std::any_of(loop.extension_attributes.begin(), loop.extension_attributes.end(),
                     [&](const ExtensionAttribute& own) { return says(own.name); }) ||
         std::any_of(loop.extension_elements.begin(), loop.extension_elements.end(),
                     [&](const ExtensionElement& own) { return says(own.name); });
}

template <typename Visitor>
void for_each_multi_instance(Check& check, Visitor visit) {
  for_each_activity(check, [&](const FlowNode& node, const Activity& activity) {
    if (!activity.loop) return;
    if (const auto* loop = std::get_if<MultiInstanceLoopCharacteristics>(&*activity.loop))
      visit(node, activity, *loop);
  });
}

void instances_counted(Check& check) {
  for_each_multi_instance(check, [&](const FlowNode& node, const Activity&,
                                     const MultiInstanceLoopCharacteristics& loop) {
    if (!check.is_executable(node) || loop.loop_cardinality || loop.loop_data_input.present() ||
        repeats_by_extension(loop))
      return;
    check.report(
        loop.span, node.id,
        {"multi-instance activity " + label(node) + " has neither a cardinality nor a collection",
         "die Mehrfachaktivität " + label(node) +
             " hat weder eine Anzahl noch eine "
             "Sammlung"});
  });
}

void complex_behavior_defined(Check& check) {
  for_each_multi_instance(check, [&](const FlowNode& node, const Activity&,
                                     const MultiInstanceLoopCharacteristics& loop) {
    if (loop.behavior != MultiInstanceBehavior::Complex || !loop.complex_behaviors.empty()) return;
    check.report(loop.span, node.id,
                 {"the behaviour of " + label(node) + " is complex but not defined",
                  "das Verhalten von " + label(node) + " ist 'Complex', aber nicht definiert"});
  });
}

void quantities_positive(Check& check) {
  for_each_activity(check, [&](const FlowNode& node, const Activity& activity) {
    if (activity.start_quantity >= 1 && activity.completion_quantity >= 1) return;
    const bool start = activity.start_quantity < 1;
    check.report(node.span, node.id,
                 {std::string(start ? "'startQuantity'" : "'completionQuantity'") + " of " +
                      label(node) + " is less than 1",
                  std::string(start ? "'startQuantity'" : "'completionQuantity'") + " von " +
                      label(node) + " ist kleiner als 1"});
  });
}

void adhoc_has_activity(Check& check) {
  for_each_activity(check, [&](const FlowNode& node, const Activity&) {
    if (node.kind != FlowNodeKind::AdHocSubProcess) return;
    const auto& inside = check.at(node.subprocess()->container).flow_nodes;
    const bool any = std::any_of(inside.begin(), inside.end(),
                                 [&](FlowNodeIndex index) { return is_activity(check.at(index)); });
    if (any) return;
    check.report(node.span, node.id,
                 {"ad-hoc subprocess " + label(node) + " has no activity",
                  "der Ad-hoc-Teilprozess " + label(node) + " hat keine Aktivität"});
  });
}

void adhoc_has_no_start_or_end(Check& check) {
  for_each_activity(check, [&](const FlowNode& node, const Activity&) {
    if (node.kind != FlowNodeKind::AdHocSubProcess) return;
    for (const FlowNodeIndex index : check.at(node.subprocess()->container).flow_nodes) {
      const FlowNode& inside = check.at(index);
      if (inside.kind != FlowNodeKind::StartEvent && inside.kind != FlowNodeKind::EndEvent)
        continue;
      check.report(inside.span, inside.id,
                   {"ad-hoc subprocess " + label(node) + " contains '" +
                        std::string(element_name(inside.kind)) + "' " + label(inside),
                    "der Ad-hoc-Teilprozess " + label(node) + " enthält '" +
                        std::string(element_name(inside.kind)) + "' " + label(inside)},
                   {node.id});
    }
  });
}

// Sets and inputs of tasks that exchange messages, §10.3.3
// --------------------------------------------

std::size_t sets(const Activity& activity, bool input) {
  if (!activity.io_specification) return 0;
  return input ? activity.io_specification->input_sets.size()
               : activity.io_specification->output_sets.size();
}
std::size_t items(const Activity& activity, bool input) {
  if (!activity.io_specification) return 0;
  return input ? activity.io_specification->data_inputs.size()
               : activity.io_specification->data_outputs.size();
}

void report_several(Check& check, const FlowNode& node, const char* what) {
  check.report(
      node.span, node.id,
      {label(node) + " exchanges a message and must not have more than one " + what,
       label(node) + " tauscht eine Nachricht aus und darf höchstens ein '" + what + "' haben"});
}

void one_set_for_operation(Check& check) {
  for_each_activity(check, [&](const FlowNode& node, const Activity& activity) {
    const auto* task = std::get_if<ServiceTask>(&activity.content);
    if (!task || !task->operation.present()) return;
    if (sets(activity, true) > 1) report_several(check, node, "inputSet");
    if (sets(activity, false) > 1) report_several(check, node, "outputSet");
  });
}

void one_item_for_message(Check& check) {
  for_each_activity(check, [&](const FlowNode& node, const Activity& activity) {
    const auto* send = std::get_if<SendTask>(&activity.content);
    const auto* receive = std::get_if<ReceiveTask>(&activity.content);
    if (send && send->message.present()) {
      if (sets(activity, true) > 1) report_several(check, node, "inputSet");
      if (items(activity, true) > 1) report_several(check, node, "dataInput");
    }
    if (receive && receive->message.present()) {
      if (sets(activity, false) > 1) report_several(check, node, "outputSet");
      if (items(activity, false) > 1) report_several(check, node, "dataOutput");
    }
  });
}

// Whoever is meant may be named in a dialect's words or by the lane.
// What lies within a sub-process lies in its lane.
bool lies_in_lane(const Check& check, const FlowNode& node) {
  for (const FlowNode* around = &node; around != nullptr;) {
    if (!around->lanes.empty()) return true;
    const FlowElementsContainer* container = check.container(*around);
    around = container ? check.parent(*container) : nullptr;
  }
  return false;
}

void somebody_is_named(Check& check) {
  for_each_activity(check, [&](const FlowNode& node, const Activity& activity) {
    if (node.kind != FlowNodeKind::UserTask || !check.is_executable(node)) return;
    if (!activity.resources.empty() || !node.extension_attributes.empty() ||
        !node.extension_elements.empty() || lies_in_lane(check, node))
      return;
    check.report(node.span, node.id,
                 {"user task " + label(node) + " does not say who may do it",
                  "die Benutzeraufgabe " + label(node) + " sagt nicht, wer sie erledigen darf"});
  });
}

// Protocols between participants (WS-Transaction ...) are not spoken.
void transactions_compensate(Check& check) {
  for_each_activity(check, [&](const FlowNode& node, const Activity&) {
    const SubProcess* sub = node.subprocess();
    if (node.kind != FlowNodeKind::Transaction || sub == nullptr || sub->method == "##Compensate")
      return;
    check.report(node.span, node.id,
                 {"method " + quoted(sub->method) + " of transaction " + label(node) +
                      " is not carried out; cancelling it compensates",
                  "das Verfahren " + quoted(sub->method) + " der Transaktion " + label(node) +
                      " wird nicht ausgeführt; ihr Abbruch kompensiert"});
  });
}

// Organisations have no attributes that a query could ask for.
void resources_are_named(Check& check) {
  for_each_activity(check, [&](const FlowNode& node, const Activity& activity) {
    for (const ResourceRole& role : activity.resources) {
      if (role.bindings.empty()) continue;
      check.report(
          role.span, node.id,
          {"parameters of a resource of " + label(node) + " are not asked; its name counts",
           "Parameter einer Ressource von " + label(node) +
               " werden nicht abgefragt; ihr Name zählt"});
    }
  });
}

void calls_name_nobody(Check& check) {
  for_each_activity(check, [&](const FlowNode& node, const Activity& activity) {
    if (node.kind != FlowNodeKind::CallActivity) return;
    for (const ResourceRole& role : activity.resources)
      check.report(
          role.span, node.id,
          {"who may do it is not taken from call " + label(node) + " but from what is called",
           "wer es erledigen darf, wird nicht dem Aufruf " + label(node) +
               " entnommen, sondern dem Gerufenen"});
  });
}

void transactions_can_be_cancelled(Check& check) {
  for_each_activity(check, [&](const FlowNode& node, const Activity& activity) {
    if (node.kind != FlowNodeKind::Transaction) return;
    const bool caught = std::any_of(
        activity.boundary_events.begin(), activity.boundary_events.end(), [&](FlowNodeIndex event) {
          return check.has_definition(check.at(event), EventDefinitionKind::Cancel);
        });
    if (caught) return;
    check.report(node.span, node.id,
                 {"transaction " + label(node) + " has no cancel event: a sub-process would do",
                  "die Transaktion " + label(node) +
                      " hat kein Abbruchereignis: ein Teilprozess würde genügen"});
  });
}

// What the engine carries out; beyond it the instance gets an incident.
constexpr std::int64_t kInstancesMax = 50'000;

void instances_are_bounded(Check& check) {
  for_each_multi_instance(check, [&](const FlowNode& node, const Activity&,
                                     const MultiInstanceLoopCharacteristics& loop) {
    if (!loop.loop_cardinality) return;
    std::string_view text = loop.loop_cardinality->body;
    const std::size_t begin = text.find_first_not_of(" \t\r\n=");
    if (begin == std::string_view::npos) return;
    text = text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
    const auto count = Decimal::parse(text);
    if (!count || (!(*count < Decimal(0)) && !(Decimal(kInstancesMax) < *count))) return;
    check.report(
        loop.loop_cardinality->span, node.id,
        {label(node) + " would be carried out " + std::string(text) +
             " times; the engine allows 0 to " + std::to_string(kInstancesMax),
         label(node) + " würde " + std::string(text) +
             "-mal ausgeführt; die Engine erlaubt 0 bis " + std::to_string(kInstancesMax)});
  });
}

void loops_end(Check& check) {
  for_each_activity(check, [&](const FlowNode& node, const Activity& activity) {
    if (!activity.loop) return;
    const auto* loop = std::get_if<StandardLoopCharacteristics>(&*activity.loop);
    if (!loop || !loop->condition || !is_blank(loop->loop_maximum) ||
        loop->condition->body.find("loopCounter") != std::string::npos)
      return;
    check.report(loop->span, node.id,
                 {"only data decide when loop " + label(node) + " ends; 'loopMaximum' bounds it",
                  "nur Daten entscheiden, wann die Schleife " + label(node) +
                      " endet; 'loopMaximum' begrenzt sie"});
  });
}

void subprocesses_have_content(Check& check) {
  for_each_activity(check, [&](const FlowNode& node, const Activity&) {
    const SubProcess* own = node.subprocess();
    if (!own || !check.is_executable(node) || node.kind == FlowNodeKind::AdHocSubProcess ||
        own->triggered_by_event || !own->container.valid() ||
        !check.at(own->container).flow_nodes.empty())
      return;
    check.report(node.span, node.id,
                 {"sub-process " + label(node) + " is empty and is passed",
                  "der Teilprozess " + label(node) + " ist leer und wird durchlaufen"});
  });
}

constexpr Severity kError = Severity::Error;
constexpr Severity kInfo = Severity::Info;
constexpr Severity kWarning = Severity::Warning;

constexpr Row kRows[] = {
    {{"ACT-08", kInfo, kError, "a script has a format", "ein Skript hat ein Format", "§10.3.3"},
     &script_has_format},
    {{"ACT-22", kInfo, kError,
      "a multi-instance activity of an executable process has a cardinality or a collection",
      "eine Mehrfachaktivität eines ausführbaren Prozesses hat eine Anzahl oder eine Sammlung",
      "§10.3.8"},
     &instances_counted},
    {{"ACT-30", kWarning, kError, "an ad-hoc subprocess contains an activity",
      "ein Ad-hoc-Teilprozess enthält eine Aktivität", "§10.3.5", true},
     &adhoc_has_activity},
    {{"ACT-33", kError, kError, "'startQuantity' and 'completionQuantity' are at least 1",
      "'startQuantity' und 'completionQuantity' sind mindestens 1", "§10.3"},
     &quantities_positive},
    {{"ACT-34", kError, kError,
      "a service task with an operation has one set for input and one for output",
      "eine Serviceaufgabe mit Operation hat je einen Satz für Ein- und Ausgabe", "§10.3.3"},
     &one_set_for_operation},
    {{"ACT-35", kError, kError, "a task that sends or receives a message has one item for it",
      "eine Aufgabe, die eine Nachricht sendet oder empfängt, hat dafür ein Element", "§10.3.3"},
     &one_item_for_message},
    {{"ACT-36", kWarning, kError, "complex multi-instance behaviour is defined",
      "ein Mehrfachverhalten 'Complex' ist definiert", "§10.3.8"},
     &complex_behavior_defined},
    {{"ACT-37", kError, kError, "an ad-hoc subprocess contains neither start nor end events",
      "ein Ad-hoc-Teilprozess enthält weder Start- noch Endereignisse", "§10.3.5"},
     &adhoc_has_no_start_or_end},
    {{"ACT-15", kInfo, kInfo, "a user task says who may do it",
      "eine Benutzeraufgabe sagt, wer sie erledigen darf", "§10.3.4"},
     &somebody_is_named},
    {{"ACT-32", kInfo, kInfo, "a transaction can be cancelled",
      "eine Transaktion kann abgebrochen werden", "§10.3.5"},
     &transactions_can_be_cancelled},
    {{"ACT-38", kInfo, kWarning, "a transaction is undone by compensation, not by another method",
      "eine Transaktion wird durch Kompensation zurückgenommen, nicht durch ein anderes Verfahren",
      "§10.3.5"},
     &transactions_compensate},
    {{"ACT-39", kInfo, kWarning, "a resource is named, not asked for by its parameters",
      "eine Ressource wird genannt, nicht über ihre Parameter gesucht", "§10.3.1"},
     &resources_are_named},
    {{"ACT-40", kInfo, kWarning, "who does a global task is said there, not where it is called",
      "wer eine globale Aufgabe erledigt, steht bei ihr, nicht an ihrem Aufruf", "§10.3.6"},
     &calls_name_nobody},
    {{"ACT-24", kInfo, kWarning, "a number of instances is within what the engine carries out",
      "eine Anzahl von Instanzen liegt in dem, was die Engine ausführt", "§10.3.8"},
     &instances_are_bounded},
    {{"ACT-31", kInfo, kWarning, "a sub-process of an executable process has content",
      "ein Teilprozess eines ausführbaren Prozesses hat einen Inhalt", "§10.3.5"},
     &subprocesses_have_content},
    {{"BEH-14", kInfo, kInfo, "a loop is bounded by 'loopMaximum' or its counter",
      "eine Schleife ist durch 'loopMaximum' oder ihren Zähler begrenzt", "§10.3.8"},
     &loops_end},
};

}  // namespace

std::span<const Row> activity_rows() { return kRows; }

}  // namespace umlauf::verify::structure
