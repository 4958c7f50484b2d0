// Processes, collaborations and what contains flow elements.
#include <algorithm>
#include <map>

#include "engine/verify/structure/extensions.hpp"
#include "engine/verify/structure/visit.hpp"

namespace umlauf::verify::structure {
namespace {

using namespace bpmn;
using definition::kCamunda;
using definition::kJavaEngines;
using definition::kUmlauf;
using definition::kZeebe;

const BaseElement& owner(const Check& check, const FlowElementsContainer& container) {
  if (const FlowNode* subprocess = check.parent(container)) return *subprocess;
  return check.at(container.process);
}

bool has(const Check& check, const FlowElementsContainer& container, FlowNodeKind kind) {
  return std::any_of(container.flow_nodes.begin(), container.flow_nodes.end(),
                     [&](FlowNodeIndex index) { return check.at(index).kind == kind; });
}

bool is_adhoc(const Check& check, const FlowElementsContainer& container) {
  const FlowNode* own = check.parent(container);
  return own && own->kind == FlowNodeKind::AdHocSubProcess;
}

void end_needs_start(Check& check) {
  for_each_container(check, [&](const FlowElementsContainer& container) {
    if (is_adhoc(check, container) || has(check, container, FlowNodeKind::StartEvent)) return;
    if (!has(check, container, FlowNodeKind::EndEvent)) return;
    const BaseElement& own = owner(check, container);
    check.report(own.span, own.id,
                 {quoted(own.id) + " has an end event but no start event",
                  quoted(own.id) + " hat ein Endereignis, aber kein Startereignis"});
  });
}

void start_needs_end(Check& check) {
  for_each_container(check, [&](const FlowElementsContainer& container) {
    if (is_adhoc(check, container) || has(check, container, FlowNodeKind::EndEvent)) return;
    if (!has(check, container, FlowNodeKind::StartEvent)) return;
    const BaseElement& own = owner(check, container);
    check.report(own.span, own.id,
                 {quoted(own.id) + " has a start event but no end event",
                  quoted(own.id) + " hat ein Startereignis, aber kein Endereignis"});
  });
}

void one_none_start(Check& check) {
  for_each_container(check, [&](const FlowElementsContainer& container) {
    const FlowNode* first = nullptr;
    for (const FlowNodeIndex index : container.flow_nodes) {
      const FlowNode& node = check.at(index);
      if (node.kind != FlowNodeKind::StartEvent || check.definition_count(node) != 0) continue;
      if (first)
        check.report(node.span, node.id,
                     {"there is a second start event without trigger, " + label(node) +
                          " besides " + label(*first),
                      "es gibt ein zweites Startereignis ohne Auslöser, " + label(node) +
                          " neben " + label(*first)},
                     {first->id});
      else
        first = &node;
    }
  });
}

void not_executable(Check& check) {
  for (const Process& process : check.definitions().processes)
    if (!process.is_executable.value_or(false))
      check.report(process.span, process.id,
                   {"process " + quoted(process.id) + " is not marked as executable",
                    "der Prozess " + quoted(process.id) +
                        " ist nicht als ausführbar "
                        "gekennzeichnet"});
}

void one_participant_a_process(Check& check) {
  std::map<std::uint32_t, const Participant*> seen;
  for (const Participant& participant : check.definitions().participants) {
    const ProcessIndex process = participant.process.as<ProcessIndex>(ElementType::Process);
    if (!process.valid()) continue;
    const auto [entry, is_new] = seen.emplace(process.value(), &participant);
    if (is_new || entry->second->collaboration != participant.collaboration) continue;
    check.report(participant.span, participant.id,
                 {"participants " + quoted(entry->second->id) + " and " + quoted(participant.id) +
                      " have the same process",
                  "die Teilnehmer " + quoted(entry->second->id) + " und " + quoted(participant.id) +
                      " haben denselben Prozess"},
                 {entry->second->id});
  }
}

void multiplicity(Check& check) {
  for (const Participant& participant : check.definitions().participants) {
    const bool fine = participant.minimum >= 0 && participant.maximum >= 1 &&
                      participant.maximum >= participant.minimum;
    if (!participant.has_multiplicity || fine) continue;
    const std::string range =
        std::to_string(participant.minimum) + ".." + std::to_string(participant.maximum);
    check.report(participant.span, participant.id,
                 {"the multiplicity " + range + " of participant " + quoted(participant.id) +
                      " is impossible",
                  "die Vielfachheit " + range + " des Teilnehmers " + quoted(participant.id) +
                      " ist unmöglich"});
  }
}

bool is_choreography(const Collaboration& collaboration) {
  return collaboration.kind == CollaborationKind::Choreography ||
         collaboration.kind == CollaborationKind::GlobalChoreographyTask;
}

void choreography_reference(Check& check) {
  for (const Collaboration& own : check.definitions().collaborations) {
    if (own.kind == CollaborationKind::Collaboration || own.choreographies.empty()) continue;
    check.report(
        own.span, own.id,
        {quoted(own.id) + " is no plain collaboration and must not refer to a choreography",
         quoted(own.id) + " ist keine einfache Kollaboration und darf nicht auf eine "
                          "Choreographie verweisen"});
  }
}

void choreography_closed(Check& check) {
  for (const Collaboration& own : check.definitions().collaborations)
    for (const Reference& reference : own.choreographies) {
      const auto index = reference.as<CollaborationIndex>(ElementType::Collaboration);
      if (!index.valid() || !is_choreography(check.at(index))) continue;
      if (check.at(index).is_closed == own.is_closed) continue;
      check.report(own.span, own.id,
                   {"'isClosed' of collaboration " + quoted(own.id) + " and of choreography " +
                        quoted(reference.id) + " differ",
                    "'isClosed' der Kollaboration " + quoted(own.id) + " und der Choreographie " +
                        quoted(reference.id) + " sind verschieden"},
                   {reference.id});
    }
}

void choreography_not_executed(Check& check) {
  for (const Collaboration& own : check.definitions().collaborations)
    if (own.kind != CollaborationKind::Collaboration || !own.conversation_nodes.empty())
      check.report(own.span, own.id,
                   {"choreographies and conversations are kept but not executed",
                    "Choreographien und Konversationen werden aufbewahrt, aber nicht ausgeführt"});
}

void one_timer_starts(Check& check) {
  for_each_container(check, [&](const FlowElementsContainer& container) {
    if (check.parent(container) != nullptr) return;
    const FlowNode* first = nullptr;
    for (const FlowNodeIndex index : container.flow_nodes) {
      const FlowNode& node = check.at(index);
      if (node.kind != FlowNodeKind::StartEvent ||
          !check.has_definition(node, EventDefinitionKind::Timer))
        continue;
      if (first == nullptr) {
        first = &node;
        continue;
      }
      check.report(
          node.span, node.id,
          {"timers of " + label(*first) + " and " + label(node) + " both start the process",
           "die Timer von " + label(*first) + " und " + label(node) + " starten beide den Prozess"},
          {first->id});
    }
  });
}

// The length that engines and their databases keep.
void ids_are_short(Check& check) {
  constexpr std::size_t kIdMax = 255;
  for (const FlowNode& node : check.definitions().flow_nodes)
    if (node.id.size() > kIdMax || node.name.size() > 4 * kIdMax)
      check.report(
          node.span, node.id,
          {"the id or name of this element is longer than other engines keep",
           "die Id oder der Name dieses Elements ist länger, als andere Engines behalten"});
}

void something_is_executable(Check& check) {
  const Definitions& all = check.definitions();
  if (!all.span.known()) return;  // what could not be read has nothing, and no place for it
  if (!all.global_tasks.empty() ||
      std::any_of(all.processes.begin(), all.processes.end(),
                  [](const Process& process) { return process.is_executable.value_or(false); }))
    return;
  check.report(
      all.span, all.id,
      {"no process of the document is executable", "kein Prozess des Dokuments ist ausführbar"});
}

void version_tags_say_something(Check& check) {
  const auto look = [&](const Process& process, const SourceSpan& span, std::string_view tag) {
    constexpr std::size_t kTagMax = 64;  // what Camunda's database keeps
    if (!is_blank(tag) && tag.size() <= kTagMax) return;
    check.report(span, process.id,
                 {is_blank(tag) ? "the version tag of " + quoted(process.id) + " is empty"
                                : "the version tag of " + quoted(process.id) +
                                      " is longer than 64 characters",
                  is_blank(tag) ? "die Versionsmarke von " + quoted(process.id) + " ist leer"
                                : "die Versionsmarke von " + quoted(process.id) +
                                      " ist länger als 64 Zeichen"});
  };
  for (const Process& process : check.definitions().processes) {
    if (const auto* tag = attribute_of(process, kCamunda | kUmlauf, "versionTag"))
      look(process, tag->span, tag->value);
    for (const ExtensionElement* tag : elements_of(process, kZeebe, "versionTag"))
      look(process, tag->span, tag->value("value"));
  }
}

void starters_are_named(Check& check) {
  for (const Process& process : check.definitions().processes)
    for (const std::string_view name : {"candidateStarterUsers", "candidateStarterGroups"}) {
      const auto* own = attribute_of(process, kJavaEngines, name);
      if (!own || !is_blank(own->value)) continue;
      check.report(own->span, process.id,
                   {"'" + std::string(name) + "' of " + quoted(process.id) + " names nobody",
                    "'" + std::string(name) + "' von " + quoted(process.id) + " nennt niemanden"});
    }
}

constexpr Severity kError = Severity::Error;
constexpr Severity kWarning = Severity::Warning;
constexpr Severity kInfo = Severity::Info;

constexpr Row kRows[] = {
    {{"PRC-01", kInfo, kInfo, "a document has a process that can be executed",
      "ein Dokument hat einen Prozess, der ausgeführt werden kann", "§10.2"},
     &something_is_executable},
    {{"PRC-02", kInfo, kInfo, "a process that is to run is marked as executable",
      "ein Prozess, der laufen soll, ist als ausführbar gekennzeichnet", "§10.2"},
     &not_executable},
    {{"PRC-03", kWarning, kError, "where there is an end event there is a start event",
      "wo es ein Endereignis gibt, gibt es ein Startereignis", "§10.5.3", true},
     &end_needs_start},
    {{"PRC-04", kWarning, kError, "where there is a start event there is an end event",
      "wo es ein Startereignis gibt, gibt es ein Endereignis", "§10.5.2", true},
     &start_needs_end},
    {{"PRC-05", kWarning, kWarning, "a level has at most one start event without trigger",
      "eine Ebene hat höchstens ein Startereignis ohne Auslöser", ""},
     &one_none_start},
    {{"PRC-12", kWarning, kWarning, "each participant of a collaboration has a process of its own",
      "jeder Teilnehmer einer Kollaboration hat einen eigenen Prozess", "§9.3.1"},
     &one_participant_a_process},
    {{"PRC-13", kError, kError, "'isClosed' of a collaboration and of its choreography are equal",
      "'isClosed' einer Kollaboration und ihrer Choreographie sind gleich", "§9.2"},
     &choreography_closed},
    {{"PRC-14", kError, kError, "only a plain collaboration refers to a choreography",
      "nur eine einfache Kollaboration verweist auf eine Choreographie", "§9.2"},
     &choreography_reference},
    {{"PRC-15", kError, kError,
      "the minimum of a participant's multiplicity is at least 0, its maximum at least 1 and not "
      "less than the minimum",
      "das Minimum der Vielfachheit eines Teilnehmers ist mindestens 0, das Maximum mindestens 1 "
      "und nicht kleiner als das Minimum",
      "§9.3.1"},
     &multiplicity},
    {{"PRC-16", kInfo, kInfo, "choreographies and conversations are not executed",
      "Choreographien und Konversationen werden nicht ausgeführt", "§9.5, §11"},
     &choreography_not_executed},
    {{"PRC-06", kInfo, kWarning, "at most one timer starts a process",
      "höchstens ein Timer startet einen Prozess", ""},
     &one_timer_starts},
    {{"XML-06", kInfo, kWarning, "ids have at most 255 bytes, names at most 1020",
      "Ids haben höchstens 255 Bytes, Namen höchstens 1020", ""},
     &ids_are_short},
    {{"PRC-08", kInfo, kWarning, "a version tag is not empty and has at most 64 characters",
      "eine Versionsmarke ist nicht leer und hat höchstens 64 Zeichen", ""},
     &version_tags_say_something},
    {{"PRC-11", kInfo, kWarning, "candidate starters are named",
      "wer einen Prozess starten darf, ist benannt", ""},
     &starters_are_named},
};

}  // namespace

std::span<const Row> process_rows() { return kRows; }

}  // namespace umlauf::verify::structure
