#include <utility>

#include "engine/base/overload.hpp"
#include "engine/calendar/timer.hpp"
#include "engine/definition/builder.hpp"
#include "engine/definition/juel.hpp"
#include "engine/feel/value.hpp"

// Events and what they wait for or throw (BPMN 2.0.2 §10.5).
namespace umlauf::definition {

namespace {

bool throws_events(NodeKind kind) {
  return kind == NodeKind::IntermediateThrowEvent || kind == NodeKind::EndEvent;
}

Result<calendar::TimerSpec> parse_timer(TimerKind kind, std::string_view text,
                                        const Semantics& rules) {
  switch (kind) {
    case TimerKind::Date:
      return calendar::parse_timer_date(text);
    case TimerKind::Duration:
      return calendar::parse_timer_duration(text);
    case TimerKind::Cycle:
      break;
  }
  return calendar::parse_timer_cycle(text, {}, rules.cron());
}

std::vector<std::string> separated_by_commas(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t comma = text.find(',');
    const Written part = trimmed({text.substr(0, comma), {}, Marks::Both, true});
    if (!part.text.empty()) parts.emplace_back(part.text);
    if (comma == std::string_view::npos) break;
    text.remove_prefix(comma + 1);
  }
  return parts;
}

}  // namespace

Places place_of(bpmn::EventDefinitionKind kind) {
  switch (kind) {
    case bpmn::EventDefinitionKind::Conditional:
      return kConditionalDefinition;
    case bpmn::EventDefinitionKind::Error:
      return kErrorDefinition;
    case bpmn::EventDefinitionKind::Escalation:
      return kEscalationDefinition;
    case bpmn::EventDefinitionKind::Message:
      return kMessageDefinition;
    case bpmn::EventDefinitionKind::Signal:
      return kSignalDefinition;
    case bpmn::EventDefinitionKind::Terminate:
      return kTerminateDefinition;
    case bpmn::EventDefinitionKind::Timer:
      return kTimerDefinition;
    case bpmn::EventDefinitionKind::Cancel:
    case bpmn::EventDefinitionKind::Compensate:
    case bpmn::EventDefinitionKind::Link:
      return kOtherDefinition;
  }
  return kOtherDefinition;
}

void Builder::event(Node& node, const bpmn::Event& own, const Lowered& lowered) {
  const bool throws = throws_events(node.kind);
  if (node.kind == NodeKind::BoundaryEvent) {
    node.interrupting = own.cancel_activity;
    node.attached_to = node_of(own.attached_to.flow_node());
  } else if (node.kind == NodeKind::StartEvent) {
    node.interrupting = own.is_interrupting;
  }
  node.parallel_multiple = own.parallel_multiple;
  for (const bpmn::EventDefinitionIndex index : own.definitions)
    node.events.push_back(event_definition(document_.at(index), throws));
  for (EventDefinition& definition : node.events) {
    // `zeebe:taskDefinition` of a message throw event stands at the event itself.
    auto* message = std::get_if<MessageEvent>(&definition.payload);
    if (message && throws && !message->job && lowered.topic)
      message->job = job(lowered, expressions_.text(lowered.topic));
  }
  if (lowered.form_key || lowered.form_ref || !lowered.form_fields.empty())
    node.form = std::make_shared<const Form>(form(lowered));

  NodeData data;
  node_data(data, own.data ? &*own.data : nullptr, own.properties);
  associations(own.data_associations, throws ? data.input_associations : data.output_associations);
  set_data(node, lowered, std::move(data));
}

EventDefinition Builder::event_definition(const bpmn::EventDefinition& source, bool throws) {
  EventDefinition definition;
  definition.id = source.id;
  definition.span = source.span;
  definition.payload = payload(source, lower(source, place_of(source.kind())), throws);
  return definition;
}

EventDefinition::Payload Builder::payload(const bpmn::EventDefinition& source,
                                          const Lowered& lowered, bool throws) {
  const auto of_message = [&](const bpmn::MessageEventDefinition& own) {
    MessageEvent message = message_event(own.message, own.operation, throws);
    if (std::optional<Work> work = throws ? implementation(lowered, source.span) : std::nullopt) {
      if (auto* job_work = std::get_if<JobWork>(&*work)) message.job = std::move(*job_work);
      if (auto* script = std::get_if<ScriptWork>(&*work)) {
        message.expression = script->expression;
        message.result_variable = script->result_variable;
      }
    }
    return message;
  };
  const auto of_error = [&](const bpmn::ErrorEventDefinition& own) {
    ErrorEvent caught;
    caught.error = error(own.error);
    if (caught.error.valid()) {
      caught.code = definition_->errors[caught.error.value()].code;
      caught.message = definition_->errors[caught.error.value()].message;
    } else if (own.error.present()) {
      // An error that is declared nowhere (a warning says so): its id is its code, so that those
      // who throw and catch it meet, as in Camunda 7.
      caught.code.text = own.error.id;
    }
    caught.code_variable = lowered.code_variable.text;
    caught.message_variable = lowered.message_variable.text;
    return caught;
  };
  const auto of_escalation = [&](const bpmn::EscalationEventDefinition& own) {
    EscalationEvent caught;
    caught.escalation = escalation(own.escalation);
    if (caught.escalation.valid())
      caught.code = definition_->escalations[caught.escalation.value()].code;
    else if (own.escalation.present())
      caught.code.text = own.escalation.id;
    caught.code_variable = lowered.code_variable.text;
    return caught;
  };
  using Payload = EventDefinition::Payload;
  return std::visit(
      Overload{
          [&](const bpmn::CancelEventDefinition&) -> Payload { return CancelEvent{}; },
          [&](const bpmn::TerminateEventDefinition&) -> Payload { return TerminateEvent{}; },
          [&](const bpmn::CompensateEventDefinition& own) -> Payload {
            return CompensationEvent{node_of(own.activity.flow_node()), own.wait_for_completion};
          },
          [&](const bpmn::LinkEventDefinition& own) -> Payload {
            const bpmn::EventDefinitionIndex target = own.target.event_definition();
            return LinkEvent{own.name,
                             target.valid() ? node_of(document_.at(target).event) : NodeIndex()};
          },
          [&](const bpmn::MessageEventDefinition& own) -> Payload { return of_message(own); },
          [&](const bpmn::TimerEventDefinition& own) -> Payload {
            return timer_event(own, source.span);
          },
          [&](const bpmn::SignalEventDefinition& own) -> Payload {
            return signal_event(own, lowered);
          },
          [&](const bpmn::ErrorEventDefinition& own) -> Payload { return of_error(own); },
          [&](const bpmn::EscalationEventDefinition& own) -> Payload { return of_escalation(own); },
          [&](const bpmn::ConditionalEventDefinition& own) -> Payload {
            return conditional_event(own, lowered);
          },
      },
      source.content);
}

MessageEvent Builder::message_event(const bpmn::Reference& reference,
                                    const bpmn::Reference& operation, bool throws) {
  MessageEvent event;
  event.message = message(reference);
  if (!event.message.valid() && operation.resolved())
    event.message = message_of_operation(operation);
  if (event.message.valid()) {
    const Message& declared = definition_->messages[event.message.value()];
    event.name = declared.name;
    if (!throws) event.correlation_key = declared.correlation_key;
  }
  return event;
}

TimerEvent Builder::timer_event(const bpmn::TimerEventDefinition& source, SourceSpan span) {
  TimerEvent timer;
  const bpmn::Rare<bpmn::Expression>* text = &source.time_duration;
  if (source.time_date) {
    timer.kind = TimerKind::Date;
    text = &source.time_date;
  } else if (source.time_cycle) {
    timer.kind = TimerKind::Cycle;
    text = &source.time_cycle;
  }
  Written inner;
  if (*text) inner = trimmed({(*text)->body, (*text)->body_span, Marks::Both, true});
  if (inner.text.empty()) {
    findings_.error("EVT-18",
                    {"timer has neither date nor duration nor cycle",
                     "Timer hat weder Datum noch Dauer noch Zyklus"},
                    span, expressions_.element());
    return timer;
  }
  const Semantics& rules = definition_->semantics;
  const bool marked = inner.text.front() == '=' || contains_juel(inner.text);
  const auto refuse = [&](const Error& problem) {
    findings_.error("EVT-18", problem.message, inner.span, expressions_.element());
  };
  if (!marked) {
    Result<calendar::TimerSpec> literal = parse_timer(timer.kind, inner.text, rules);
    if (literal) {
      timer.literal = std::move(*literal);
      timer.text = inner.text;
      return timer;
    }
    const bool looks_like_feel = language_named((*text)->language) == LanguageName::Feel ||
                                 inner.text.find_first_of("(\"@") != std::string_view::npos;
    if (!looks_like_feel) {
      refuse(literal.error());
      return timer;
    }
  }
  timer.value = expressions_.marked_or_feel(inner);
  // What does not depend on anything can be read now: ="PT1H".
  const feel::Value* constant = timer.value ? timer.value.compiled->constant() : nullptr;
  if (constant && constant->is_string()) {
    Result<calendar::TimerSpec> literal = parse_timer(timer.kind, *constant->string(), rules);
    if (literal) {
      timer.literal = std::move(*literal);
      timer.text = *constant->string();
    } else
      refuse(literal.error());
  }
  return timer;
}

std::vector<Mapping> Builder::signal_payload(const Lowered& lowered, bool& all) {
  std::vector<Mapping> payload;
  for (const WrittenExchange& exchange : lowered.exchanges) {
    if (exchange.all) {
      all = true;
      continue;
    }
    if (!exchange.target) continue;
    Mapping mapping;
    mapping.target = {std::string(exchange.target.text)};
    mapping.source = exchange.source_expression
                         ? expressions_.value(exchange.source_expression)
                         : expressions_.variable(exchange.source.text, exchange.source.span);
    payload.push_back(std::move(mapping));
  }
  return payload;
}

SignalEvent Builder::signal_event(const bpmn::SignalEventDefinition& source,
                                  const Lowered& lowered) {
  SignalEvent event;
  event.signal = signal(source.signal);
  if (event.signal.valid()) event.name = definition_->signals[event.signal.value()].name;
  event.payload = signal_payload(lowered, event.all_variables);
  return event;
}

ConditionalEvent Builder::conditional_event(const bpmn::ConditionalEventDefinition& source,
                                            const Lowered& lowered) {
  ConditionalEvent event;
  if (source.condition)
    event.condition = expressions_.formal(document_, *source.condition, "FLW-14");
  event.variables = separated_by_commas(lowered.variable_names.text);
  const std::vector<std::string> kinds = separated_by_commas(lowered.variable_events.text);
  if (!kinds.empty()) event.on_create = event.on_update = event.on_delete = false;
  for (const std::string& kind : kinds) {
    event.on_create |= kind == "create";
    event.on_update |= kind == "update";
    event.on_delete |= kind == "delete";
    if (kind != "create" && kind != "update" && kind != "delete")
      findings_.error("XML-09",
                      {"'" + kind + "' is none of create, update, delete",
                       "'" + kind + "' ist keines von create, update, delete"},
                      lowered.variable_events.span, expressions_.element());
  }
  return event;
}

}  // namespace umlauf::definition
