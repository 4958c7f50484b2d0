// What events refer to, and who throws what others catch, BPMN 2.0.2 §10.5.5.
#include <algorithm>
#include <map>
#include <set>

#include "engine/calendar/duration.hpp"
#include "engine/verify/structure/visit.hpp"

namespace umlauf::verify::structure {
namespace {

using namespace bpmn;
using Kind = EventDefinitionKind;

const Reference* reference_of(const EventDefinition& definition) {
  if (const auto* message = std::get_if<MessageEventDefinition>(&definition.content))
    return &message->message;
  if (const auto* signal = std::get_if<SignalEventDefinition>(&definition.content))
    return &signal->signal;
  if (const auto* error = std::get_if<ErrorEventDefinition>(&definition.content))
    return &error->error;
  if (const auto* escalation = std::get_if<EscalationEventDefinition>(&definition.content))
    return &escalation->escalation;
  return nullptr;
}

// The same trigger twice on one activity: only one of them would ever happen.
void boundary_triggers_differ(Check& check) {
  std::set<std::tuple<std::string, Kind, std::string>> seen;
  for_each_definition(check, [&](const FlowNode& node, const EventDefinition& definition) {
    if (node.kind != FlowNodeKind::BoundaryEvent || !node.event()->cancel_activity) return;
    const Reference* reference = reference_of(definition);
    if (reference == nullptr || (!reference->present() && definition.kind() != Kind::Error)) return;
    if (seen.emplace(node.event()->attached_to.id, definition.kind(), reference->id).second) return;
    check.report(node.span, node.id,
                 {label(node) + " waits for the same as another boundary event of " +
                      quoted(node.event()->attached_to.id),
                  label(node) + " wartet auf dasselbe wie ein anderes angeheftetes Ereignis von " +
                      quoted(node.event()->attached_to.id)},
                 {node.event()->attached_to.id});
  });
}

void compensation_has_a_handler(Check& check) {
  std::set<std::string, std::less<>> handled;
  for (const Artifact& artifact : check.definitions().artifacts) handled.insert(artifact.source.id);
  std::set<std::string, std::less<>> hosts;
  for_each_definition(check, [&](const FlowNode& node, const EventDefinition& definition) {
    if (node.kind != FlowNodeKind::BoundaryEvent || definition.kind() != Kind::Compensate) return;
    const std::string& host = node.event()->attached_to.id;
    if (!handled.contains(node.id))
      check.report(
          node.span, node.id,
          {"no association leads from compensation event " + label(node) + " to what compensates",
           "vom Kompensationsereignis " + label(node) +
               " führt keine Assoziation zu dem, was kompensiert"});
    if (!hosts.insert(host).second)
      check.report(node.span, node.id,
                   {quoted(host) + " has more than one compensation event",
                    quoted(host) + " hat mehr als ein Kompensationsereignis"},
                   {host});
  });
}

// A minute is what people and most services can stand.
void repeating_timers_take_their_time(Check& check) {
  for_each_definition(check, [&](const FlowNode& node, const EventDefinition& definition) {
    const auto* timer = std::get_if<TimerEventDefinition>(&definition.content);
    if (timer == nullptr || !timer->time_cycle) return;
    const std::string& text = timer->time_cycle->body;
    const auto slash = text.rfind('/');
    const bool endless =
        text.find("R/") != std::string::npos || text.find("R-1/") != std::string::npos;
    if (!endless || slash == std::string::npos) return;
    const auto last = text.find_last_not_of(" \t\r\n\"");
    const auto duration = calendar::DaysTimeDuration::parse(text.substr(slash + 1, last - slash));
    if (!duration || !(*duration < *calendar::DaysTimeDuration::parse("PT1M"))) return;
    check.report(node.span, node.id,
                 {"timer " + label(node) + " fires more than once a minute without end",
                  "der Timer " + label(node) + " löst öfter als einmal je Minute ohne Ende aus"});
  });
}

bool names_in_extension(const BaseElement& element) {
  return !element.extension_attributes.empty() || !element.extension_elements.empty();
}

void triggers_are_named(Check& check) {
  for_each_definition(check, [&](const FlowNode& node, const EventDefinition& definition) {
    const Reference* reference = reference_of(definition);
    if (reference == nullptr || reference->present() || !check.is_executable(node)) return;
    // Catching any error or escalation is meant by leaving the reference out; a message that a
    // message flow brings needs no name either.
    const bool catches =
        node.kind != FlowNodeKind::EndEvent && node.kind != FlowNodeKind::IntermediateThrowEvent;
    const bool any = definition.kind() == Kind::Error || definition.kind() == Kind::Escalation;
    if ((catches && any) || definition.kind() == Kind::Message || names_in_extension(definition) ||
        names_in_extension(node))
      return;
    check.report(node.span, node.id,
                 {label(node) + " does not say which " +
                      std::string(element_name(definition.kind())) + " it means",
                  label(node) + " sagt nicht, welche '" +
                      std::string(element_name(definition.kind())) + "' gemeint ist"});
  });
}

template <typename Root>
void names_differ(Check& check, const std::vector<Root>& roots, const char* english,
                  const char* german) {
  std::map<std::string, std::string, std::less<>> first;
  for (const Root& root : roots) {
    if (is_blank(root.name)) continue;
    const auto [found, added] = first.emplace(root.name, root.id);
    if (added) continue;
    check.report(
        root.span, root.id,
        {std::string(english) + quoted(root.id) + " has the same name as " + quoted(found->second),
         std::string(german) + quoted(root.id) + " heißt wie " + quoted(found->second)},
        {found->second});
  }
}

void messages_and_signals_differ(Check& check) {
  names_differ(check, check.definitions().messages, "message ", "die Nachricht ");
  names_differ(check, check.definitions().signals, "signal ", "das Signal ");
}

void errors_have_codes(Check& check) {
  for_each_definition(check, [&](const FlowNode& node, const EventDefinition& definition) {
    const auto* thrown = std::get_if<ErrorEventDefinition>(&definition.content);
    if (thrown == nullptr || node.kind != FlowNodeKind::EndEvent || !check.is_executable(node))
      return;
    for (const Error& error : check.definitions().errors)
      if (error.id == thrown->error.id && is_blank(error.error_code) && !names_in_extension(error))
        check.report(node.span, node.id,
                     {"the error that " + label(node) + " throws has no code",
                      "der Fehler, den " + label(node) + " auslöst, hat keinen Code"},
                     {error.id});
  });
}

std::string code_of(const Check& check, const Reference& reference) {
  for (const Error& error : check.definitions().errors)
    if (error.id == reference.id) return error.error_code;
  return {};
}

bool catches_error(const Check& check, const FlowNode& node, const std::string& code) {
  for (const EventDefinitionIndex index : node.event()->definitions) {
    const auto* caught = std::get_if<ErrorEventDefinition>(&check.at(index).content);
    if (caught == nullptr) continue;
    const std::string own = code_of(check, caught->error);
    if (own.empty() || own == code) return true;
  }
  return false;
}

// Within the process; who calls it may catch as well, so that this is not more than a hint.
bool is_caught(const Check& check, const FlowNode& thrower, const std::string& code) {
  const FlowElementsContainer* at = check.container(thrower);
  while (at != nullptr) {
    for (const FlowNodeIndex index : at->flow_nodes) {
      const FlowNode& handler = check.at(index);
      if (!check.is_event_subprocess(handler)) continue;
      for (const FlowNodeIndex inner : check.at(handler.subprocess()->container).flow_nodes)
        if (check.at(inner).kind == FlowNodeKind::StartEvent &&
            catches_error(check, check.at(inner), code))
          return true;
    }
    const FlowNode* around = check.parent(*at);
    if (around == nullptr) return false;
    for (const FlowNodeIndex event : around->activity()->boundary_events)
      if (catches_error(check, check.at(event), code)) return true;
    at = check.container(*around);
  }
  return false;
}

void errors_are_caught(Check& check) {
  for_each_definition(check, [&](const FlowNode& node, const EventDefinition& definition) {
    const auto* thrown = std::get_if<ErrorEventDefinition>(&definition.content);
    if (thrown == nullptr || node.kind != FlowNodeKind::EndEvent) return;
    if (is_caught(check, node, code_of(check, thrown->error))) return;
    check.report(node.span, node.id,
                 {"nothing in this process catches the error that " + label(node) + " throws",
                  "nichts in diesem Prozess fängt den Fehler, den " + label(node) + " auslöst"});
  });
}

void signals_have_two_ends(Check& check) {
  std::map<std::string, std::pair<bool, bool>> ends;  // thrown, caught
  std::map<std::string, const FlowNode*> first;
  for_each_definition(check, [&](const FlowNode& node, const EventDefinition& definition) {
    const auto* signal = std::get_if<SignalEventDefinition>(&definition.content);
    if (signal == nullptr || !signal->signal.present()) return;
    const bool throws =
        node.kind == FlowNodeKind::EndEvent || node.kind == FlowNodeKind::IntermediateThrowEvent;
    (throws ? ends[signal->signal.id].first : ends[signal->signal.id].second) = true;
    first.emplace(signal->signal.id, &node);
  });
  for (const auto& [id, both] : ends) {
    if (both.second) continue;  // a signal may well come from another process
    const FlowNode& node = *first.at(id);
    check.report(
        node.span, node.id,
        {"nothing in this document waits for signal " + quoted(id) + " of " + label(node),
         "nichts in diesem Dokument wartet auf das Signal " + quoted(id) + " von " + label(node)},
        {id});
  }
}

constexpr Severity kWarning = Severity::Warning;
constexpr Severity kInfo = Severity::Info;

constexpr Row kRows[] = {
    {{"EVT-09", kWarning, kWarning,
      "interrupting boundary events of an activity wait for different things",
      "unterbrechende angeheftete Ereignisse einer Aktivität warten auf Verschiedenes", "§10.5.4"},
     &boundary_triggers_differ},
    {{"EVT-10", kInfo, kWarning,
      "an activity has at most one compensation event, with an association to what compensates",
      "eine Aktivität hat höchstens ein Kompensationsereignis, mit einer Assoziation zu dem, was "
      "kompensiert",
      "§10.5.4"},
     &compensation_has_a_handler},
    {{"EVT-19", kInfo, kWarning, "a timer without end leaves at least a minute between two times",
      "ein Timer ohne Ende lässt mindestens eine Minute zwischen zwei Malen", ""},
     &repeating_timers_take_their_time},
    {{"EVT-20", kInfo, kWarning, "a thrown error, escalation or signal is named",
      "ein ausgelöster Fehler, eine Eskalation, ein Signal ist benannt", "§10.5.5"},
     &triggers_are_named},
    {{"EVT-21", kInfo, kWarning, "messages, and signals, have different names",
      "Nachrichten haben verschiedene Namen, Signale ebenso", "§8.4.11"},
     &messages_and_signals_differ},
    {{"EVT-22", kInfo, kWarning, "an error that is thrown has a code",
      "ein Fehler, der ausgelöst wird, hat einen Code", "§8.4.3"},
     &errors_have_codes},
    {{"EVT-23", kInfo, kInfo, "an error that is thrown is caught around it",
      "ein ausgelöster Fehler wird außen herum gefangen", "§10.5.6"},
     &errors_are_caught},
    {{"BEH-15", kInfo, kInfo, "something waits for each signal that is sent",
      "auf jedes gesendete Signal wartet etwas", "§10.5.6"},
     &signals_have_two_ends},
};

}  // namespace

std::span<const Row> event_reference_rows() { return kRows; }

}  // namespace umlauf::verify::structure
