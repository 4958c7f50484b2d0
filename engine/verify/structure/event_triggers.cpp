// Events: which triggers and results they may have, BPMN 2.0.2 §10.5, tables 10.84 - 10.90.
#include <algorithm>
#include <initializer_list>
#include <set>

#include "engine/calendar/timer.hpp"
#include "engine/verify/structure/visit.hpp"

namespace umlauf::verify::structure {
namespace {

using namespace bpmn;
using Kind = EventDefinitionKind;

constexpr unsigned set_of(std::initializer_list<Kind> kinds) {
  unsigned result = 0;
  for (const Kind kind : kinds) result |= 1u << static_cast<unsigned>(kind);
  return result;
}

constexpr unsigned kProcessStart =
    set_of({Kind::Message, Kind::Timer, Kind::Conditional, Kind::Signal});
constexpr unsigned kEventSubprocessStart =
    set_of({Kind::Message, Kind::Timer, Kind::Escalation, Kind::Error, Kind::Compensate,
            Kind::Conditional, Kind::Signal});
constexpr unsigned kCatch =
    set_of({Kind::Message, Kind::Timer, Kind::Conditional, Kind::Link, Kind::Signal});
constexpr unsigned kBoundary =
    set_of({Kind::Message, Kind::Timer, Kind::Escalation, Kind::Error, Kind::Cancel,
            Kind::Compensate, Kind::Conditional, Kind::Signal});
constexpr unsigned kThrow =
    set_of({Kind::Message, Kind::Escalation, Kind::Compensate, Kind::Link, Kind::Signal});
constexpr unsigned kEnd = set_of({Kind::Message, Kind::Escalation, Kind::Error, Kind::Cancel,
                                  Kind::Compensate, Kind::Signal, Kind::Terminate});
constexpr unsigned kAny = ~0u;

bool in_event_subprocess(const Check& check, const FlowNode& node) {
  const FlowNode* parent = check.parent(*check.container(node));
  return parent && check.is_event_subprocess(*parent);
}

bool in_plain_subprocess(const Check& check, const FlowNode& node) {
  const FlowNode* parent = check.parent(*check.container(node));
  return parent && !check.is_event_subprocess(*parent);
}

unsigned allowed(const Check& check, const FlowNode& node) {
  switch (node.kind) {
    case FlowNodeKind::StartEvent:
      if (in_event_subprocess(check, node)) return kEventSubprocessStart;
      return in_plain_subprocess(check, node) ? kAny : kProcessStart;  // EVT-14 says it better
    case FlowNodeKind::IntermediateCatchEvent:
      return kCatch;
    case FlowNodeKind::BoundaryEvent:
      return kBoundary;
    case FlowNodeKind::IntermediateThrowEvent:
    case FlowNodeKind::ImplicitThrowEvent:
      return kThrow;
    case FlowNodeKind::EndEvent:
      return kEnd;
    default:
      return kAny;
  }
}

void trigger_fits(Check& check) {
  for_each_event(check, [&](const FlowNode& node, const Event& event) {
    const unsigned fitting = allowed(check, node);
    for (const EventDefinitionIndex index : event.definitions) {
      const EventDefinition& definition = check.at(index);
      if (fitting & set_of({definition.kind()})) continue;
      check.report(
          definition.span, node.id,
          {"'" + std::string(element_name(node.kind)) + "' " + label(node) + " cannot have a '" +
               std::string(element_name(definition.kind())) + "' here",
           "'" + std::string(element_name(node.kind)) + "' " + label(node) + " kann hier keine '" +
               std::string(element_name(definition.kind())) + "' haben"});
    }
  });
}

void boundary_has_trigger(Check& check) {
  for_each_event(check, [&](const FlowNode& node, const Event&) {
    if (node.kind != FlowNodeKind::BoundaryEvent || check.definition_count(node) != 0) return;
    check.report(node.span, node.id,
                 {"boundary event " + label(node) + " has no trigger",
                  "das angeheftete Ereignis " + label(node) + " hat keinen Auslöser"});
  });
}

void catch_has_trigger(Check& check) {
  for_each_event(check, [&](const FlowNode& node, const Event&) {
    if (node.kind != FlowNodeKind::IntermediateCatchEvent || check.definition_count(node) != 0)
      return;
    check.report(node.span, node.id,
                 {"catching event " + label(node) + " has no trigger",
                  "das eintretende Ereignis " + label(node) + " hat keinen Auslöser"});
  });
}

void one_start_in_event_subprocess(Check& check) {
  for (const FlowNode& node : check.definitions().flow_nodes) {
    if (!check.is_event_subprocess(node) || check.in_choreography(node)) continue;
    const auto& inside = check.at(node.subprocess()->container).flow_nodes;
    const auto starts = std::count_if(inside.begin(), inside.end(), [&](FlowNodeIndex index) {
      return check.at(index).kind == FlowNodeKind::StartEvent;
    });
    if (starts == 1) continue;
    check.report(node.span, node.id,
                 {"event subprocess " + label(node) + " must have one start event and has " +
                      std::to_string(starts),
                  "der Ereignis-Teilprozess " + label(node) +
                      " muss ein Startereignis haben und hat " + std::to_string(starts)});
  }
}

void event_subprocess_start_has_trigger(Check& check) {
  for_each_event(check, [&](const FlowNode& node, const Event&) {
    if (node.kind != FlowNodeKind::StartEvent || !in_event_subprocess(check, node)) return;
    if (check.definition_count(node) != 0) return;
    check.report(
        node.span, node.id,
        {"start event " + label(node) + " of an event subprocess has no trigger",
         "das Startereignis " + label(node) + " eines Ereignis-Teilprozesses hat keinen Auslöser"});
  });
}

void subprocess_start_is_plain(Check& check) {
  for_each_event(check, [&](const FlowNode& node, const Event&) {
    if (node.kind != FlowNodeKind::StartEvent || !in_plain_subprocess(check, node)) return;
    if (check.definition_count(node) == 0) return;
    check.report(
        node.span, node.id,
        {"start event " + label(node) + " of a subprocess must not have a trigger",
         "das Startereignis " + label(node) + " eines Teilprozesses darf keinen Auslöser haben"});
  });
}

void always_interrupts(Check& check) {
  for_each_event(check, [&](const FlowNode& node, const Event& event) {
    const bool start = node.kind == FlowNodeKind::StartEvent && in_event_subprocess(check, node) &&
                       !event.is_interrupting;
    const bool boundary = node.kind == FlowNodeKind::BoundaryEvent && !event.cancel_activity;
    const bool wrong = (start && (check.has_definition(node, Kind::Error) ||
                                  check.has_definition(node, Kind::Compensate))) ||
                       (boundary && (check.has_definition(node, Kind::Error) ||
                                     check.has_definition(node, Kind::Cancel)));
    if (!wrong) return;
    check.report(node.span, node.id,
                 {"event " + label(node) + " always interrupts and must not be non-interrupting",
                  "das Ereignis " + label(node) +
                      " unterbricht immer und darf nicht nicht-unterbrechend sein"});
  });
}

void condition_given(Check& check) {
  for_each_event(check, [&](const FlowNode& node, const Event& event) {
    for (const EventDefinitionIndex index : event.definitions) {
      const auto* own = std::get_if<ConditionalEventDefinition>(&check.at(index).content);
      if (!own || !own->condition || !is_blank(own->condition->body) || !check.is_executable(node))
        continue;
      check.report(check.at(index).span, node.id,
                   {"the condition of event " + label(node) + " is empty",
                    "die Bedingung des Ereignisses " + label(node) + " ist leer"});
    }
  });
}

// What is marked as an expression is computed later; everything else is a literal of ISO 8601, a
// cycle also a cron expression. A document that says nothing of its language may mean a variable.
void literal_time(Check& check, const FlowNode& node, const TimerEventDefinition& timer) {
  const Rare<Expression>& time = timer.time_date       ? timer.time_date
                                 : timer.time_duration ? timer.time_duration
                                                       : timer.time_cycle;
  const Definitions& all = check.definitions();
  if (!time || is_blank(time->body)) return;
  const std::string_view language = language_of(all, *time);
  const bool computed = time->body.find_first_of("={") != std::string::npos ||
                        language.find("FEEL") != std::string_view::npos ||
                        language.find("feel") != std::string_view::npos ||
                        (time->language.empty() && !all.says_expression_language);
  if (computed) return;
  const bool fine = timer.time_date       ? calendar::parse_timer_date(time->body).has_value()
                    : timer.time_duration ? calendar::parse_timer_duration(time->body).has_value()
                                          : calendar::parse_timer_cycle(time->body).has_value();
  if (fine) return;
  check.report(time->body_span, node.id,
               {quoted(time->body) + " is no time that timer " + label(node) + " could use",
                quoted(time->body) + " ist keine Zeitangabe, die der Timer " + label(node) +
                    " verwenden könnte"});
}

void timer_given_once(Check& check) {
  for_each_event(check, [&](const FlowNode& node, const Event& event) {
    for (const EventDefinitionIndex index : event.definitions) {
      const auto* timer = std::get_if<TimerEventDefinition>(&check.at(index).content);
      if (!timer) continue;
      const int given = timer->time_date.has_value() + timer->time_duration.has_value() +
                        timer->time_cycle.has_value();
      if (given < 2) {
        literal_time(check, node, *timer);
        continue;
      }
      check.report(
          check.at(index).span, node.id,
          {"timer of " + label(node) + " has more than one of date, duration and cycle",
           "der Timer von " + label(node) + " hat mehr als eines von Datum, Dauer und Zyklus"});
    }
  });
}

// §10.5.1: what an event throws or catches by itself is its own; only root event definitions are
// shared.
void definitions_not_borrowed(Check& check) {
  for_each_event(check, [&](const FlowNode& node, const Event& event) {
    for (const Reference& reference : event.definition_references) {
      const EventDefinitionIndex index = reference.event_definition();
      if (!index.valid() || !check.at(index).event.valid()) continue;
      check.report(reference.span, node.id,
                   {label(node) + " uses event definition " + quoted(reference.id) +
                        ", which belongs to another event",
                    label(node) + " verwendet die Ereignisdefinition " + quoted(reference.id) +
                        ", die zu einem anderen Ereignis gehört"},
                   {reference.id});
    }
  });
}

void compensates_activity(Check& check) {
  for_each_event(check, [&](const FlowNode& node, const Event& event) {
    for (const EventDefinitionIndex index : event.definitions) {
      const auto* own = std::get_if<CompensateEventDefinition>(&check.at(index).content);
      const FlowNode* activity = own ? check.node(own->activity) : nullptr;
      if (!activity || is_activity(*activity)) continue;
      check.report(
          own->activity.span, node.id,
          {label(*activity) + ", which " + label(node) + " compensates, is no activity",
           label(*activity) + ", das " + label(node) + " kompensiert, ist keine Aktivität"},
          {activity->id});
    }
  });
}

constexpr Severity kError = Severity::Error;
constexpr Severity kWarning = Severity::Warning;

constexpr Row kRows[] = {
    {{"EVT-02", kError, kError, "an event has only triggers and results that fit its place",
      "ein Ereignis hat nur Auslöser und Ergebnisse, die zu seiner Stelle passen", "§10.5"},
     &trigger_fits},
    {{"EVT-03", kWarning, kError, "a boundary event has a trigger",
      "ein angeheftetes Ereignis hat einen Auslöser", "§10.5.4"},
     &boundary_has_trigger},
    {{"EVT-04", kWarning, kWarning, "a catching intermediate event has a trigger",
      "ein eintretendes Zwischenereignis hat einen Auslöser", "§10.5.4"},
     &catch_has_trigger},
    {{"EVT-11", kError, kError, "what a compensation event names is an activity",
      "was ein Kompensationsereignis nennt, ist eine Aktivität", "§10.5.5"},
     &compensates_activity},
    {{"EVT-13", kWarning, kError, "an event subprocess has exactly one start event",
      "ein Ereignis-Teilprozess hat genau ein Startereignis", "§10.3.5"},
     &one_start_in_event_subprocess},
    {{"EVT-14", kWarning, kError, "the start event of a subprocess has no trigger",
      "das Startereignis eines Teilprozesses hat keinen Auslöser", "§10.5.2"},
     &subprocess_start_is_plain},
    {{"EVT-15", kError, kError,
      "error, cancel and compensation events that can only interrupt are interrupting",
      "Fehler-, Abbruch- und Kompensationsereignisse, die nur unterbrechen können, sind "
      "unterbrechend",
      "§10.5.2, §10.5.4"},
     &always_interrupts},
    {{"EVT-17", kWarning, kError, "a conditional event has a condition",
      "ein Bedingungsereignis hat eine Bedingung", "§10.5.5"},
     &condition_given},
    {{"EVT-18", kError, kError,
      "a timer has one of date, duration and cycle, in a form that exists",
      "ein Timer hat eines von Datum, Dauer und Zyklus, in einer Form, die es gibt", "§10.5.5"},
     &timer_given_once},
    {{"EVT-32", kWarning, kError, "the start event of an event subprocess has a trigger",
      "das Startereignis eines Ereignis-Teilprozesses hat einen Auslöser", "§10.5.2"},
     &event_subprocess_start_has_trigger},
    {{"EVT-33", kError, kError, "an event definition within an event is used by that event only",
      "eine Ereignisdefinition in einem Ereignis wird nur von diesem verwendet", "§10.5.1"},
     &definitions_not_borrowed},
};

}  // namespace

std::span<const Row> event_trigger_rows() { return kRows; }

}  // namespace umlauf::verify::structure
