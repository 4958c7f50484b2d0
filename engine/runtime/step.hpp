#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/definition/process_definition.hpp"
#include "engine/feel/session.hpp"
#include "engine/runtime/command.hpp"
#include "engine/runtime/effect.hpp"
#include "engine/runtime/event.hpp"

namespace umlauf::runtime {

/// Bounds of one command. Reaching one refuses the command (ErrorCode::Limit).
struct Limits {
  std::uint32_t transitions_max = 100'000;    ///< flow nodes entered and left
  std::uint32_t records_max = 200'000;        ///< records of the instance
  std::uint32_t loop_instances_max = 50'000;  ///< of one multi-instance activity
  std::uint32_t scope_depth_max = 500;        ///< records inside one another
  std::uint32_t call_depth_max = 100;
  feel::Limits evaluation;  ///< of one expression
};

/// What a decision is asked for by a business rule task.
struct DecisionRequest {
  std::string_view decision;  ///< id
  definition::Binding binding = definition::Binding::Latest;
  std::uint32_t version = 0;
  std::string_view version_tag;
  DefinitionKey definition;  ///< of the asking process: Binding::Deployment is relative to it
};
struct DecisionAnswer {
  feel::Value value;  ///< as DMN defines it
  /// The value of a decision table that yields a list of rows by its hit policy: for the mappings
  /// of Camunda 7 each is a result of its own.
  bool is_rows = false;
  /// The name of its only output; empty where a table has several: then each row is a context.
  std::string output;
  std::uint32_t version = 0;  ///< which of the decision's versions was asked
  feel::Value explanation;    ///< which rules matched and why, as `dmn::to_value` tells it
};
/// Evaluates decisions; given by the service. Errors: State (no such decision), Evaluation.
class Decisions {
 public:
  virtual ~Decisions() = default;
  virtual Result<DecisionAnswer> evaluate(const DecisionRequest& request,
                                          const feel::Environment& variables) const = 0;
};

/// What an in-process handler makes of a job.
struct HandlerResult {
  enum class Kind : std::uint8_t { Completed, Failed, Error, NotMine };
  Kind kind = Kind::NotMine;
  Variables variables;
  feel::Value result;      ///< stored under the model's result variable where it names one
  std::string error_code;  ///< Kind::Error
  std::string message;
};
/// Code of the embedding program that does jobs at once instead of a worker.
class Handlers {
 public:
  virtual ~Handlers() = default;
  virtual HandlerResult handle(std::string_view type, std::span<const Variable> headers,
                               const feel::Environment& variables) const = 0;
};

/// All that a step may know of the world.
struct StepContext {
  calendar::Instant now;
  calendar::Zone zone = calendar::Zone::utc();  ///< of times that a model writes without one
  Limits limits;
  KeySource* keys = nullptr;             ///< for called processes
  const Decisions* decisions = nullptr;  ///< nullptr: every decision is an incident
  const Handlers* handlers = nullptr;
  /// The target of Migrate.
  const definition::ProcessDefinition* target = nullptr;
};

/// A record that a command has made (no `before`), changed, or removed (no `after`).
struct Change {
  ElementKey key;
  const ElementInstance* before = nullptr;
  const ElementInstance* after = nullptr;
};

/// What came of a command. The spans lie in the workspace and in the instance: they hold until the
/// next step with that workspace, or on that instance. `changes` are in the order of their keys.
struct Outcome {
  std::span<const Event> events;
  std::span<const Effect> effects;
  std::span<const Change> changes;
  /// Elements whose asyncBefore/asyncAfter job is new: ContinueAsync them after the commit.
  std::span<const ElementKey> continuations;
};

struct Buffers;

/// Memory that steps use again and again. One a thread.
class Workspace {
 public:
  Workspace();
  ~Workspace();
  Workspace(Workspace&&) noexcept;
  Workspace& operator=(Workspace&&) noexcept;
  Buffers& buffers() { return *buffers_; }

 private:
  std::unique_ptr<Buffers> buffers_;
};

/// Decides what a command does to an instance and does it: `instance` is changed exactly as folding
/// the events into it would. Pure: time, keys and limits come in the context. The cost is in
/// proportion to what the command touches, not to the size of the instance.
///
/// An error means that nothing has happened: `instance` is as it was. Errors: Request, State,
/// Forbidden, Evaluation, Limit. What goes wrong inside the process (no flow to take, an expression
/// that fails ...) is no error but an incident, or a BPMN error that takes its way.
Result<Outcome> step(const definition::ProcessDefinition& definition, ProcessInstance& instance,
                     const Request& request, const StepContext& context, Workspace& workspace);

/// Folds one event into the state. Total: every event that `step` told can be folded into the state
/// that it was told in; an event that does not fit changes nothing.
void evolve(ProcessInstance& instance, const Event& event);

/// What a sender asks of a subscription: the correlation keys by the model's names, or variables
/// that the receiver must see, by name and value (protocol rule 4: looked up from the scope
/// outwards). Subscriptions are found by their message name and the instance's business key before.
/// `known_only`: keys that the receiver neither names nor has a variable for do not count (of
/// messages that a model throws along a conversation). A further start of a conversation
/// (`is_next_start`) wants all of its keys named.
bool correlates(const definition::ProcessDefinition& definition, const ProcessInstance& instance,
                ElementKey subscription, std::span<const Variable> keys, bool known_only = false);
/// Whether the record is another start of the process that the instance waits for, because it
/// belongs to the same conversation (§13.2).
bool is_next_start(const definition::ProcessDefinition& definition, const ElementInstance& record);

/// What is visible at a record, innermost first; the value of a name or nullptr.
const feel::Value* find_variable(const ProcessInstance& instance, ElementKey from,
                                 std::string_view name);

/// Starts that somebody outside has to watch for: message, signal, timer, conditional start events
/// of the process, instantiating receive tasks and gateways. Names are evaluated without variables;
/// a timer start yields what calendar::Timer reads.
struct StartSubscription {
  NodeIndex node;
  std::uint32_t trigger = 0;
  definition::Trigger kind = definition::Trigger::None;
  std::string name;  ///< of the message or signal; the text of the timer
  definition::TimerKind timer_kind = definition::TimerKind::Duration;
};
std::vector<StartSubscription> start_subscriptions(const definition::ProcessDefinition& definition);
/// Whether a conditional start event holds over these variables.
bool start_condition_holds(const definition::ProcessDefinition& definition,
                           const StartSubscription& start, const Variables& variables,
                           const StepContext& context);

}  // namespace umlauf::runtime
