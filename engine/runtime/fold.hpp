#pragma once

#include "engine/runtime/event.hpp"
#include "engine/runtime/process_instance.hpp"

/// What each event does to the state. `evolve` is the choice among these; whoever knows which event
/// it has needs no choice. A new event does not compile before it has a line here.
namespace umlauf::runtime {

void fold(ProcessInstance& instance, const InstanceStarted& event);
void fold(ProcessInstance& instance, const InstanceEnded& event);
void fold(ProcessInstance& instance, const InstanceSuspended& event);
void fold(ProcessInstance& instance, const InstanceResumed& event);
void fold(ProcessInstance& instance, const Entered& event);
void fold(ProcessInstance& instance, const Left& event);
void fold(ProcessInstance& instance, const Kept& event);
void fold(ProcessInstance& instance, const TokensArrived& event);
void fold(ProcessInstance& instance, const TokensConsumed& event);
void fold(ProcessInstance& instance, const VariableSet& event);
void fold(ProcessInstance& instance, const VariableRemoved& event);
void fold(ProcessInstance& instance, const PhaseChanged& event);
void fold(ProcessInstance& instance, const PayloadChanged& event);
void fold(ProcessInstance& instance, const IncidentRaised& event);
void fold(ProcessInstance& instance, const IncidentResolved& event);
void fold(ProcessInstance& instance, const HandlerBound& event);
void fold(ProcessInstance& instance, const Reopened& event);
void fold(ProcessInstance& instance, const InstanceMigrated& event);
void fold(ProcessInstance& instance, const NodeChanged& event);

// These change nothing.
inline void fold(ProcessInstance&, const Passed&) {}
inline void fold(ProcessInstance&, const FlowTaken&) {}
inline void fold(ProcessInstance&, const MessageFlowTaken&) {}
inline void fold(ProcessInstance&, const ErrorThrown&) {}
inline void fold(ProcessInstance&, const EscalationThrown&) {}
inline void fold(ProcessInstance&, const SignalThrown&) {}
inline void fold(ProcessInstance&, const MessageThrown&) {}
inline void fold(ProcessInstance&, const TriggerCame&) {}
inline void fold(ProcessInstance&, const DecisionEvaluated&) {}
inline void fold(ProcessInstance&, const TaskCompletedBy&) {}

}  // namespace umlauf::runtime
