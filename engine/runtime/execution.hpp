#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/definition/process_definition.hpp"
#include "engine/feel/expression.hpp"
#include "engine/runtime/behavior.hpp"
#include "engine/runtime/environment.hpp"
#include "engine/runtime/step.hpp"
#include "engine/runtime/tracking.hpp"

namespace umlauf::runtime {

/// One thing that remains to be done within a step.
struct Task {
  enum class Kind : std::uint8_t {
    Arrive,      ///< a token at `node` in scope `key`, over `flow`
    Activate,    ///< the new record `key`: its asyncBefore job, or its waits and its work
    Begin,       ///< the activation `key` begins its work
    Deliver,     ///< the wait `key` is triggered with payload number `payload`
    Complete,    ///< the activation `key` has done its work
    Compensate,  ///< the compensation that `key` waits for goes on
    CheckLoop,   ///< the loop `key` looks whether it goes on or ends
  };
  Kind kind = Kind::Arrive;
  ElementKey key;
  NodeIndex node;
  FlowIndex flow;
  std::uint32_t payload = 0;
};

/// Task::payload of an activation that does not count as a transition.
inline constexpr std::uint32_t kUncounted = 1;

enum class ChangeKind : std::uint8_t { Create, Update, Delete };
struct VariableChange {
  ElementKey scope;
  std::string name;
  ChangeKind kind = ChangeKind::Update;
};

/// What a workspace holds between steps: nothing but memory.
struct Buffers {
  std::vector<Event> events;
  std::vector<Effect> effects;
  std::vector<Change> changes;
  std::vector<ElementKey> continuations;
  std::vector<Task> stack;            // the next thing to do is the last
  std::vector<Task> pushed;           // by the task that is being done, in their order
  std::vector<ElementKey> to_settle;  // scopes in which something has moved
  std::vector<Variables> payloads;
  std::vector<VariableChange> changed;  // since conditions were looked at
  std::vector<FlowIndex> flows;
  Tracking tracking;
};

/// What a failure inside the process comes to.
struct Failure {
  IncidentKind kind = IncidentKind::Expression;
  Text message;
};

/// Puts a value at a path, making contexts on the way.
void set_member(Variables& variables, const definition::VariablePath& path, feel::Value value);

/// One running step: the vocabulary that elements are written in. Everything that changes the state
/// goes through `tell`; whatever leads from one element to another goes through the stack of tasks,
/// so that nothing recurses along the model.
///
/// The branch that comes first runs until it waits, then the next one (as if each element called
/// those that follow it).
class Execution {
 public:
  Execution(const definition::ProcessDefinition& definition_in, ProcessInstance& instance_in,
            const StepContext& context_in, const Actor* actor_in, Buffers& buffers);
  /// Goes on, over another definition, with what the buffers hold.
  struct Continued {};
  Execution(const definition::ProcessDefinition& definition_in, ProcessInstance& instance_in,
            const StepContext& context_in, const Actor* actor_in, Buffers& buffers, Continued);

  const definition::ProcessDefinition& definition;
  const ProcessInstance& instance;  // changed by `tell` only
  const StepContext& context;
  const Actor* actor;

  // ---- state
  /// `Told` is one of the alternatives of Event.
  template <typename Told>
  void tell(Told event);
  void effect(Effect effect) { buffers_.effects.push_back(std::move(effect)); }
  const ElementInstance* find(ElementKey key) const { return instance.find(key); }
  /// A record that must be there.
  const ElementInstance& at(ElementKey key) const {
    if (const ElementInstance* record = instance.find(key)) return *record;
    no_record();
  }
  const definition::Node& node_of(const ElementInstance& record) const {
    return definition[record.node];
  }
  /// One activation of a looped activity, under the record of the whole.
  bool is_loop_child(const ElementInstance& record) const;
  ElementKey open(Entered entered);  // the key is filled in
  void close(ElementKey key, Ending ending = Ending::Completed) { tell(Left{key, ending}); }
  void set_payload(ElementKey key, Payload payload) {
    tell(PayloadChanged{key, std::move(payload)});
  }
  /// Stops the whole command: nothing will have happened.
  void refuse(Error error);
  bool refused() const { return refusal_.has_value(); }
  const Error& refusal() const { return *refusal_; }

  // ---- work (execution.cpp)
  /// Does everything that is to be done, until the instance is at rest.
  void run();
  /// What one task pushes happens in that order, before everything that was to be done already.
  void push(Task task) { buffers_.pushed.push_back(task); }
  std::uint32_t hold_payload(Variables variables);
  /// What the trigger brought that is being delivered.
  const Variables& last_payload() const { return buffers_.payloads.back(); }
  void settle_later(ElementKey scope) {
    if (buffers_.to_settle.empty() || buffers_.to_settle.back() != scope)
      buffers_.to_settle.push_back(scope);
  }

  // ---- tokens (tokens.cpp)
  /// A token takes the flow, from within the scope.
  void take_flow(FlowIndex flow, ElementKey scope);
  /// The flows that a token takes from a node, or why none can be chosen. `from`: whose variables
  /// the conditions see. The list holds until the next call.
  std::optional<Failure> choose_flows(NodeIndex node, const ElementInstance& from);
  const std::vector<FlowIndex>& chosen() const { return buffers_.flows; }
  std::uint32_t arrivals(ElementKey scope, FlowIndex flow) const;

  // ---- life of an activation (activation.cpp, completion.cpp)
  void arrive(NodeIndex node, ElementKey scope, FlowIndex flow);
  /// The node begins: passes at once, or gets a record.
  void begin_node(NodeIndex node, ElementKey scope, ElementKey thrower = {});
  /// The same for events that have been triggered already: they complete with this payload.
  void pass_triggered(NodeIndex node, ElementKey scope, std::uint32_t trigger,
                      const Variables& payload);
  // ---- listeners (listeners.cpp)
  /// The worker has done a listener's job: the next one, or on.
  void listener_done(ElementKey key);
  /// An open user task becomes another; its listeners run.
  void change_task(ElementKey key, UserTask task);
  /// Those for a task that somebody has from the beginning.
  void task_assigned(ElementKey key);
  /// What runs when a token leaves by a flow; or why that failed.
  std::optional<Failure> run_flow_listeners(FlowIndex flow, ElementKey scope);
  ElementKey enter(NodeIndex node, ElementKey parent, ElementKey thrower = {},
                   std::uint32_t loop_index = 0, std::uint32_t trigger = 0);
  void activate(ElementKey key);          // from Phase::Ready on
  void begin_activation(ElementKey key);  // data in, then the element's own `begin`
  /// Its work is done: data out, then on to what follows.
  void complete(ElementKey key);
  void after_outputs(ElementKey key);
  void depart(ElementKey key);
  /// Variables that something brought from outside (task result, message payload ...).
  void bring(ElementKey key, const Variables& variables);
  /// Removes it with all below it; nothing follows.
  void terminate(ElementKey key, Ending ending = Ending::Terminated);
  /// All activations directly in a scope, its tokens, and (unless spared) its waits.
  void clear_scope(ElementKey scope, ElementKey spare = {});
  void end_instance(InstanceState state, std::string error_code = {},
                    std::string error_message = {}, bool by_error = false, bool cancelled = false);
  /// An operator cancels one element; loops and compensations around it take notice.
  void cancel_element(ElementKey key);
  void incident(ElementKey key, Resume resume, Failure failure);
  /// A job of the engine's own: the service continues it after the commit.
  void open_continuation(ElementKey key, JobKind kind);

  // ---- loops (loops.cpp)
  void begin_loop(ElementKey key);
  void loop_child_completed(ElementKey loop);
  /// After an instance has left otherwise, or an incident: goes on or ends.
  void check_loop(ElementKey loop);
  /// Ends the loop, whatever is still active in it.
  void end_loop(ElementKey loop);

  // ---- waits (waits.cpp)
  /// Opens the waits for a node's triggers: inline in the record `key` where it is the node's own
  /// activation with one trigger, as records below `parent` otherwise. False: an incident instead.
  bool wait_inline(ElementKey key);
  /// The same for all triggers but the one that the record has begun with.
  bool wait_for_others(ElementKey key);
  bool open_waits(NodeIndex node, ElementKey parent,
                  std::optional<std::uint32_t> but_trigger = std::nullopt);
  /// What a message event or receive task waits for.
  std::optional<Failure> message_subscription(const definition::MessageEvent& message,
                                              const ElementInstance& from, Payload& out);
  bool open_boundary_waits(ElementKey host);
  bool open_event_subprocess_waits(ElementKey scope);
  /// A wait was triggered.
  void deliver(ElementKey wait, const Variables& payload);
  void evaluate_conditions();
  /// Further starts of the process wait in the instance, as far as they belong to the conversation
  /// of the start that made it (conversations.cpp).
  void await_conversation(NodeIndex begun);
  /// The start event of an event subprocess was triggered, or caught something thrown.
  void start_event_subprocess(ElementKey scope, NodeIndex event_subprocess, NodeIndex start,
                              std::uint32_t trigger, const Variables& payload);
  /// What a scope needs on entry: its declared variables, its event subprocesses waiting.
  /// False: an incident instead.
  bool open_scope(ElementKey key);

  // ---- propagation (propagation.cpp)
  /// An error leaves `from` (an activation that raised it). `from` may be gone afterwards.
  void throw_error(ElementKey from, const std::string& code, const std::string& message);
  /// False: it was caught by something interrupting, `from` is gone.
  bool throw_escalation(ElementKey from, const std::string& code, const Variables& variables);
  void throw_signal(ElementKey from, const std::string& signal, const Variables& variables);
  std::optional<Failure> throw_message(ElementKey from, const definition::MessageEvent& message);
  /// Key-based correlation (§8.4.2): what the first message of a conversation, sent or received,
  /// says of its keys the process keeps as variables; later messages are compared with them.
  void fill_correlation_keys(std::span<const Variable> keys);
  /// To every wait of this instance.
  void deliver_signal(const std::string& signal, const Variables& variables);
  /// Throws one event definition of a throw event (or of a multi-instance activity's behaviour).
  /// False: `from` is gone, or waits (compensation).
  bool throw_definition(ElementKey from, const definition::EventDefinition& event);

  // ---- compensation (compensation.cpp)
  /// Begins to compensate; `thrower` is Phase::Compensating until that is done. False: nothing is
  /// there to be compensated.
  bool compensate(ElementKey thrower, ElementKey scope, NodeIndex activity, bool wait);
  void continue_compensation(ElementKey thrower);
  void compensation_done(ElementKey thrower, ElementKey handler);

  // ---- data (data.cpp)
  void set_local(ElementKey key, std::string_view name, feel::Value value);
  void remove_local(ElementKey key, std::string_view name);
  /// As assigned from within: the nearest scope that has it, otherwise the process.
  void assign(ElementKey from, std::string_view name, feel::Value value);
  void assign_path(ElementKey from, const definition::VariablePath& path, feel::Value value);
  std::optional<Failure> associate(const definition::DataAssociation& association, ElementKey key);
  /// An activity none of whose input sets is available waits until one is (§10.4.2).
  bool waits_for_data(ElementKey key);
  std::optional<Failure> map_inputs(ElementKey key);
  std::optional<Failure> map_outputs(ElementKey key);
  Variables visible_variables(const ElementInstance& from) const;

  // ---- expressions (evaluation.cpp)
  struct Evaluated {
    feel::Value value;
    std::optional<Failure> failure;
  };
  Evaluated evaluate(const definition::Expression& expression, const ElementInstance& from,
                     const Variables* on_top = nullptr) const;
  Evaluated evaluate(const definition::Expression& expression,
                     const feel::Environment& environment) const;
  /// Text, or a failure where the value is neither text nor a number, boolean or null ("").
  std::optional<Failure> text(const definition::TextExpression& source, const ElementInstance& from,
                              std::string& out) const;
  std::optional<Failure> value(const definition::TextExpression& source,
                               const ElementInstance& from, feel::Value& out) const;
  /// An optional whole number: `out` stays where the model gives none.
  std::optional<Failure> number(const definition::TextExpression& source,
                                const ElementInstance& from, std::int64_t& out) const;
  std::optional<Failure> condition(const definition::Expression& expression,
                                   const ElementInstance& from, bool& out,
                                   const Variables* on_top = nullptr) const;

 private:
  [[noreturn]] static void no_record();
  void do_task(const Task& task);
  void flush();
  bool count_transition();
  bool passes(NodeIndex node) const;
  bool run_listeners(ElementKey key, JobKind when, std::uint32_t next);
  void run_ended_listeners(ElementKey key, const definition::Node& node);
  void begin_own_work(ElementKey key);
  void send_outputs(ElementKey key);
  std::vector<Variable> conversation_keys(NodeIndex begun, NodeIndex start) const;
  bool await_gateway(NodeIndex gateway);
  bool await_start(NodeIndex start, const std::vector<Variable>& keys);
  void begin_in_conversation(ElementKey wait, const Variables& payload);
  std::optional<Failure> wait_payload(const definition::EventDefinition& event,
                                      const ElementInstance& from, Payload& out);
  void look_at_condition(ElementKey key);
  const definition::InputSet* available_inputs(const ElementInstance& record) const;
  bool lacks_data(const ElementInstance& record) const;
  void look_at_data(ElementKey key);
  std::optional<Failure> missing_outputs(const ElementInstance& record) const;
  bool open_untriggered_wait(NodeIndex node, ElementKey parent);
  struct Catcher;
  void try_catch(NodeIndex node, definition::Trigger kind, const std::string& code,
                 const ElementInstance& from, Catcher& best) const;
  std::optional<Catcher> find_catcher(ElementKey from, definition::Trigger kind,
                                      const std::string& code) const;
  void finish_thrower(ElementKey from);
  void fire_boundary(ElementKey wait, const Variables& payload);
  bool all_triggers_seen(ElementKey wait);
  void rearm(ElementKey wait);
  void begin_parallel_instances(ElementKey key, const feel::Values* items);
  void next_loop_child(ElementKey key);
  void enter_loop_child(ElementKey key, std::uint32_t index, const feel::Value* item);
  std::vector<const definition::EventDefinition*> thrown_now(
      const definition::MultiInstance& multiple, const ElementInstance& loop,
      std::uint32_t thrown_before) const;
  void leave_or_keep(ElementKey key);
  void stay(ElementKey key, Failure failure);
  ElementKey start_compensating(ElementKey thrower, ElementKey completed);
  void finish_compensation(ElementKey thrower);
  void settle(ElementKey scope);
  void settle_process();
  void stop_listening(ElementKey scope);
  bool joins_at_rest(ElementKey scope);
  bool reset_at_rest(ElementKey scope);

  ProcessInstance& mutable_instance_;
  Buffers& buffers_;
  std::optional<Error> refusal_;
  std::uint32_t transitions_ = 0;
};

}  // namespace umlauf::runtime
