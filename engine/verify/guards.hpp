#pragma once

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "engine/definition/process_definition.hpp"
#include "engine/verify/boxes.hpp"
#include "engine/verify/conditions.hpp"

namespace umlauf::verify {

/// What the values of variables must be where a run comes to a node: the conditions of the
/// exclusive and inclusive gateways on every way there, for as long as nothing between can have
/// written the variable. A person, a job, a message and a sub-process may write whatever they like;
/// with branches side by side only variables that nothing in the process writes are looked at.
class Guards {
 public:
  explicit Guards(const definition::ProcessDefinition& process);

  /// One condition on a variable, and the flow that it comes from.
  struct Guard {
    Row::Cell cell;  ///< its column is a position in `variables()`
    definition::FlowIndex flow;
  };
  /// The ways in which the guards on the way to the node can hold, each a conjunction. None: there
  /// are no guards on some way.
  std::vector<std::vector<const Guard*>> at(definition::NodeIndex node) const;
  const Variables& variables() const { return variables_; }

 private:
  using Conjunction = std::vector<std::uint32_t>;  // positions in guards_, ascending
  using Ways = std::vector<Conjunction>;           // ascending; an empty one: nothing is known
  struct Condition {
    bool known = false;
    Ways holds;  // in which it holds
    Ways fails;  // in which it does not
  };

  void read_conditions();
  Condition read(definition::FlowIndex flow);
  std::uint32_t guard(const Row::Cell& cell, definition::FlowIndex flow);
  void spread();
  bool arrive(definition::NodeIndex node, const Ways& ways);
  Ways both(const Ways& left, const Ways& right) const;
  Ways conjunctions(const std::vector<Row>& rows, definition::FlowIndex flow);
  Ways leaving(definition::NodeIndex node, definition::FlowIndex flow) const;
  void forget_written(definition::NodeIndex node, Ways& ways) const;

  const definition::ProcessDefinition& process_;
  Variables variables_;
  std::vector<Guard> guards_;
  std::map<definition::FlowIndex, Condition> conditions_;
  std::vector<bool> looked_at_;  // by variable
  std::vector<Ways> known_;      // by node; none: no run comes there
};

}  // namespace umlauf::verify
