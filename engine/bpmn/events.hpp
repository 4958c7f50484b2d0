#pragma once

#include <string>
#include <variant>
#include <vector>

#include "engine/bpmn/data.hpp"

/// Events, BPMN 2.0.2 §10.5.
namespace umlauf::bpmn {

struct CancelEventDefinition {
  bool operator==(const CancelEventDefinition&) const = default;
};
struct TerminateEventDefinition {
  bool operator==(const TerminateEventDefinition&) const = default;
};
struct CompensateEventDefinition {
  Reference activity;
  bool wait_for_completion = true;
  bool operator==(const CompensateEventDefinition&) const = default;
};
struct ConditionalEventDefinition {
  Rare<Expression> condition;
  bool operator==(const ConditionalEventDefinition&) const = default;
};
struct ErrorEventDefinition {
  Reference error;
  bool operator==(const ErrorEventDefinition&) const = default;
};
struct EscalationEventDefinition {
  Reference escalation;
  bool operator==(const EscalationEventDefinition&) const = default;
};
struct LinkEventDefinition {
  std::string name;
  std::vector<Reference> sources;
  Reference target;
  bool operator==(const LinkEventDefinition&) const = default;
};
struct MessageEventDefinition {
  Reference message;
  Reference operation;
  bool operator==(const MessageEventDefinition&) const = default;
};
struct SignalEventDefinition {
  Reference signal;
  bool operator==(const SignalEventDefinition&) const = default;
};
struct TimerEventDefinition {
  Rare<Expression> time_date;
  Rare<Expression> time_duration;
  Rare<Expression> time_cycle;
  bool operator==(const TimerEventDefinition&) const = default;
};

using EventDefinitionContent =
    std::variant<CancelEventDefinition, CompensateEventDefinition, ConditionalEventDefinition,
                 ErrorEventDefinition, EscalationEventDefinition, LinkEventDefinition,
                 MessageEventDefinition, SignalEventDefinition, TerminateEventDefinition,
                 TimerEventDefinition>;

/// In the order of `EventDefinitionContent`.
enum class EventDefinitionKind : std::uint8_t {
  Cancel,
  Compensate,
  Conditional,
  Error,
  Escalation,
  Link,
  Message,
  Signal,
  Terminate,
  Timer,
};

struct EventDefinition : BaseElement {
  EventDefinitionContent content;
  FlowNodeIndex event;  ///< the event that contains it; refers to nothing for a root element

  EventDefinitionKind kind() const { return static_cast<EventDefinitionKind>(content.index()); }
  bool operator==(const EventDefinition&) const = default;
};

/// §10.5.2 - §10.5.4. Which of the event elements it is, says `FlowNode::kind`.
struct Event {
  /// What the event waits for or throws, its own definitions and those referred to, in document
  /// order. A reference that dangles, or that leads to another document, is left out.
  std::vector<EventDefinitionIndex> definitions;
  std::vector<Reference> definition_references;
  bool parallel_multiple = false;  ///< catch: wait for all of several definitions
  bool is_interrupting = true;     ///< start event of an event subprocess
  bool cancel_activity = true;     ///< boundary event
  Reference attached_to;           ///< boundary event
  std::vector<ItemIndex> properties;
  Rare<InputOutputSpecification> data;  ///< dataInput/dataOutput and their set
  std::vector<DataAssociation> data_associations;

  bool operator==(const Event&) const = default;
};

}  // namespace umlauf::bpmn
