#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/base/source_span.hpp"
#include "engine/calendar/timer.hpp"
#include "engine/definition/data.hpp"
#include "engine/definition/expression.hpp"
#include "engine/definition/indices.hpp"
#include "engine/definition/jobs.hpp"

namespace umlauf::definition {

/// The order of the alternatives of EventDefinition::Payload.
enum class Trigger : std::uint8_t {
  None,
  Message,
  Timer,
  Signal,
  Error,
  Escalation,
  Conditional,
  Link,
  Compensation,
  Cancel,
  Terminate,
};

/// `receiveTask`, `startEvent` ... a message in or out; also the payload of a send task.
struct MessageEvent {
  MessageIndex message;  ///< none where the event names no message (then `name` is empty)
  /// The name that senders and receivers meet under. A catch event without a name is continued by
  /// `trigger`, or along its message flow.
  TextExpression name;
  /// Catching: value that the message must carry as its key (`zeebe:subscription`), evaluated in
  /// the scope around the event when the subscription opens.
  Expression correlation_key;
  /// Throwing: the message is not thrown by the engine but is a job for a worker.
  std::optional<JobWork> job;
  /// Throwing: carried out by evaluating this (`camunda:expression` on the event definition).
  Expression expression;
  std::string result_variable;
};

enum class TimerKind : std::uint8_t { Date, Duration, Cycle };

/// A literal has been read at deployment. Otherwise `value` yields the timer when it is armed: its
/// text (to be read with calendar::parse_timer_date and its kin), or a FEEL date, date and time or
/// duration. Where there is neither, the author wrote nothing.
struct TimerEvent {
  TimerKind kind = TimerKind::Duration;
  std::optional<calendar::TimerSpec> literal;
  std::string text;  ///< of the literal, as written
  Expression value;
};

struct SignalEvent {
  SignalIndex signal;
  TextExpression name;
  /// Throwing: what receivers get (`camunda:in` of the signal); all variables of the scope where
  /// `all_variables`, nothing where both are empty.
  std::vector<Mapping> payload;
  bool all_variables = false;
};

/// Thrown with `code`; caught by an equal code, or by an event that names none.
struct ErrorEvent {
  ErrorIndex error;  ///< none: catches every error
  TextExpression code;
  TextExpression message;        ///< thrown along (`camunda:errorMessage`)
  std::string code_variable;     ///< catching: set to the code
  std::string message_variable;  ///< catching: set to the message
};

struct EscalationEvent {
  EscalationIndex escalation;  ///< none: catches every escalation
  TextExpression code;
  std::string code_variable;  ///< catching: set to the code
};

struct ConditionalEvent {
  Expression condition;
  /// Only changes of these variables are looked at; all where empty.
  std::vector<std::string> variables;
  // Which changes count.
  bool on_create = true;
  bool on_update = true;
  bool on_delete = true;
};

struct LinkEvent {
  std::string name;
  NodeIndex target;  ///< of a throw event: the catch event of the same name in the same scope
};

struct CompensationEvent {
  /// Throwing: the activity to be compensated; none: all of the scope.
  NodeIndex activity;
  bool wait_for_completion = true;
};

struct CancelEvent {};
struct TerminateEvent {};

/// One trigger or result of an event. An event with none of them is a none event, one with several
/// is "multiple": a catch event reacts to any of them (to all when `Node::parallel_multiple`), a
/// throw event throws each in document order.
struct EventDefinition {
  using Payload = std::variant<std::monostate, MessageEvent, TimerEvent, SignalEvent, ErrorEvent,
                               EscalationEvent, ConditionalEvent, LinkEvent, CompensationEvent,
                               CancelEvent, TerminateEvent>;
  std::string id;  ///< of the event definition; may be empty
  Payload payload;
  SourceSpan span;

  Trigger trigger() const { return static_cast<Trigger>(payload.index()); }
};

}  // namespace umlauf::definition
