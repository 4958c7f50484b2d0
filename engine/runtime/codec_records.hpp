#pragma once

#include "engine/definition/tasks.hpp"
#include "engine/runtime/codec_parts.hpp"

/// The parts that records are made of. The order of members and enumerators is the format: append
/// only, never change a default, and raise kVersion where old bytes would read differently.
namespace umlauf::runtime::codec {

#define UMLAUF_CODED_ENUM(Type, Last)                                        \
  inline void io(Writer& a, const Type& o) { enumerator(a, o, Type::Last); } \
  inline void io(Reader& a, Type& o) { enumerator(a, o, Type::Last); }
UMLAUF_CODED_ENUM(Role, Thrown)
UMLAUF_CODED_ENUM(Phase, Failing)
UMLAUF_CODED_ENUM(JobKind, ListenerUpdated)
UMLAUF_CODED_ENUM(IncidentKind, Handler)
UMLAUF_CODED_ENUM(Resume, Call)
UMLAUF_CODED_ENUM(InstanceState, Failed)
UMLAUF_CODED_ENUM(Ending, Failed)
inline void io(Writer& a, const definition::Binding& o) {
  enumerator(a, o, definition::Binding::VersionTag);
}
inline void io(Reader& a, definition::Binding& o) {
  enumerator(a, o, definition::Binding::VersionTag);
}
#undef UMLAUF_CODED_ENUM

UMLAUF_CODED(Variable, o.name, o.value)
UMLAUF_CODED(Text, o.english, o.german)
UMLAUF_CODED(Arrival, o.flow, o.count)
UMLAUF_CODED_SPARSELY(ScopeState, o.arrivals, o.interrupted, o.ending)
UMLAUF_CODED(LoopState, o.total, o.next, o.active, o.completed, o.terminated, o.events)
UMLAUF_CODED_SPARSELY(UserTask, o.assignee, o.candidate_users, o.candidate_groups, o.owner, o.form,
                      o.due, o.follow_up, o.priority, o.created, o.name)
// Only a job of a listener says which one, only that of an open task holds the task.
template <typename Archive, typename AnyJob>
void io_job(Archive& a, AnyJob& o) {
  io(a, o.kind);
  if (is_of_listener(o.kind)) io(a, o.listener);
  all(a, o.type, o.retries, o.priority, o.headers, o.worker, o.locked_until, o.not_before,
      o.message, o.failures);
  if (o.kind == JobKind::ListenerAssigned || o.kind == JobKind::ListenerUpdated) io(a, o.task);
}
inline void io(Writer& a, const Job& o) { io_job(a, o); }
inline void io(Reader& a, Job& o) { io_job(a, o); }
UMLAUF_CODED_SPARSELY(Timer, o.due, o.cycle, o.anchor, o.number, o.left)
UMLAUF_CODED(MessageSubscription, o.message, o.keys)
UMLAUF_CODED(SignalSubscription, o.signal)
UMLAUF_CODED(ConditionWait, o.holds)
UMLAUF_CODED(ReceiveWait)
UMLAUF_CODED(std::monostate)
UMLAUF_CODED(Call, o.child, o.process, o.started)
UMLAUF_CODED(TriggersSeen, o.triggers)
UMLAUF_CODED(ComplexState, o.waiting_for_reset, o.used)
UMLAUF_CODED(Compensation, o.left, o.running, o.running_nodes)
UMLAUF_CODED(CompletedState, o.order)
UMLAUF_CODED(Incident, o.kind, o.resume, o.message, o.since)
UMLAUF_CODED(Caller, o.instance, o.element)
UMLAUF_CODED_SPARSELY(InstanceHeader, o.key, o.definition, o.process, o.version, o.business_key,
                      o.caller, o.call_depth, o.state, o.suspended, o.error_code, o.starter,
                      o.started, o.ended, o.next_element)
UMLAUF_CODED_SPARSELY(ElementInstance, o.key, o.parent, o.node, o.role, o.phase, o.trigger,
                      o.loop_index, o.variables, o.payload, o.incident, o.thrower)

}  // namespace umlauf::runtime::codec
