#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/definition/nodes.hpp"

namespace umlauf::definition {

struct ProcessDefinition;

/// What leaves a scope other than its ordinary end: an error, an escalation, the cancellation of a
/// transaction. `code` is empty where there is none or it is only known at run time.
struct Thrown {
  Trigger trigger = Trigger::Error;
  std::string code;
  bool any_code = false;  ///< only known at run time
  /// Which it is not then, in order: those for which it would have been caught further in.
  std::vector<std::string> other_than = {};

  bool operator==(const Thrown&) const = default;
};

/// Error, escalation, cancellation: looked for in the scopes around.
bool leaves_scope(const EventDefinition& event);
/// What `event`, which leaves its scope, throws or waits for.
Thrown thrown_by(const EventDefinition& event);
/// What the events of `node` throw out of its scope.
std::vector<Thrown> thrown_out(const Node& node);

/// Whoever does a job for the node, or for a listener of it, may report an error or an escalation
/// with any code.
bool has_jobs(const Node& node);
/// What a multi-instance activity throws when instances are done (BPMN 2.0.2 §13.3.7), as far as it
/// leaves a scope.
std::vector<Thrown> thrown_by_instances(const Node& activity);

/// Perhaps: that depends on a code that is only known at run time.
enum class Catches : std::uint8_t { Never, Perhaps, Always };
/// Whether `event`, were it the only one, would catch `thrown` (BPMN 2.0.2 §10.5.7).
Catches catches(const Node& event, const Thrown& thrown);

/// Those of several events for the same activity, or the same scope, that may catch something.
struct Catchers {
  std::vector<NodeIndex> events;
  bool certain = false;  ///< one of them does; otherwise it may pass them all
};
/// As the engine chooses: the first that names the code, else the first that names none.
Catchers catchers(const ProcessDefinition& definition, std::span<const NodeIndex> events,
                  const Thrown& thrown);
/// What is known of it when it has passed all of them.
Thrown passing(const ProcessDefinition& definition, std::span<const NodeIndex> events,
               Thrown thrown);
/// The start events of event sub-processes directly within `scope`.
std::vector<NodeIndex> starts_within(const ProcessDefinition& definition, ScopeIndex scope);
/// Something in `scope` or around it, in the process, may catch what is thrown in it.
bool may_be_caught(const ProcessDefinition& definition, ScopeIndex scope, Thrown thrown);
/// What is known of something that an activity throws when it has passed its boundary events;
/// nothing where one of them catches it, or nobody further out does.
std::optional<Thrown> thrown_further(const ProcessDefinition& definition, NodeIndex activity,
                                     const Thrown& thrown);

}  // namespace umlauf::definition
