#pragma once

#include <vector>

#include "engine/definition/net_rules.hpp"
#include "engine/elements/runs.hpp"

/// What the net rules of several kinds of elements have in common. A net rule says for the verifier
/// what the behaviour beside it does with tokens: conditions are left open, any of them may hold.
namespace umlauf::definition {

/// Every activation is a run of its own: two tokens that arrive one after the other are two runs.
/// Loops and multi-instance do not change where tokens go: one enters, one leaves when all
/// instances are done (§13.3.6, §13.3.7).
void activity_net_rule(NetBuilder& net, NodeIndex node);
/// What comes out of the node, at work in `place`, beside what the model says: whoever does a job
/// for it may report any error or escalation, as may a called process that is not known; instances
/// throw what their loop says. Only what somebody catches changes anything.
void throw_from_work(NetBuilder& net, NodeIndex node, PlaceIndex place);
std::vector<Thrown> thrown_from_work(const NetBuilder& net, NodeIndex node);
/// Marks for the boundary events of the activity that do not interrupt.
Places armed_events(NetBuilder& net, NodeIndex activity);

bool has_event(const Node& node, Trigger trigger);

/// Whether what is thrown out of `scope` ends it: errors and cancellation always do, an escalation
/// where who catches it further out interrupts (§10.5.7). Perhaps: that depends on a code that is
/// only known at run time.
enum class EndsScope : std::uint8_t { Never, Perhaps, Always };
EndsScope ends_scope(const NetBuilder& net, ScopeIndex scope, Thrown thrown);

/// The one place from which a gateway goes on.
PlaceIndex merged(NetBuilder& net, NodeIndex gateway, const Places& arrivals);
/// The default flow alone, or any of the others.
void split_inclusively(NetBuilder& net, NodeIndex gateway, PlaceIndex from);
/// The same behind an inclusive join, at once with it: else other joins could go on in between.
void join_and_split_inclusively(NetBuilder& net, NodeIndex gateway, const Places& arrivals);

}  // namespace umlauf::definition
