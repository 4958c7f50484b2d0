#pragma once

#include "engine/definition/net_rules.hpp"

/// What the net rules of several kinds of elements have in common. A net rule says for the verifier
/// what the behaviour beside it does with tokens: conditions are left open, any of them may hold.
namespace umlauf::definition {

/// Every activation is a run of its own: two tokens that arrive one after the other are two runs.
/// Loops and multi-instance do not change where tokens go: one enters, one leaves when all
/// instances are done (§13.3.6, §13.3.7).
void activity_net_rule(NetBuilder& net, NodeIndex node);
/// Marks for the boundary events of the activity that do not interrupt.
Places armed_events(NetBuilder& net, NodeIndex activity);

bool has_event(const Node& node, Trigger trigger);
Thrown thrown_by(const EventDefinition& event);
/// Error, escalation, cancellation: looked for in the scopes around.
bool leaves_scope(const EventDefinition& event);

/// Whether what is thrown out of `scope` ends it: errors and cancellation always do, an escalation
/// where who catches it further out interrupts (§10.5.7). Perhaps: that depends on a code that is
/// only known at run time.
enum class EndsScope : std::uint8_t { Never, Perhaps, Always };
EndsScope ends_scope(const NetBuilder& net, ScopeIndex scope, const Thrown& thrown);
/// What the events of `node` throw out of its scope.
std::vector<Thrown> thrown_out(const Node& node);

/// Beside each run of a body that completes: the event does not interrupt, and catches an
/// escalation that each of them throws.
bool surely_happens(const NetBuilder& net, NodeIndex boundary);

/// The one place from which a gateway goes on.
PlaceIndex merged(NetBuilder& net, NodeIndex gateway, const Places& arrivals);
/// The default flow alone, or any of the others.
void split_inclusively(NetBuilder& net, NodeIndex gateway, PlaceIndex from);
/// The same behind an inclusive join, at once with it: else other joins could go on in between.
void join_and_split_inclusively(NetBuilder& net, NodeIndex gateway, const Places& arrivals);

}  // namespace umlauf::definition
