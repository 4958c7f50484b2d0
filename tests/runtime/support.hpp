#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/definition/process_definition.hpp"
#include "engine/runtime/step.hpp"

namespace umlauf::runtime::test {

/// An executable process "p" around flow elements in XML; fails the test where it does not compile.
definition::ProcessDefinitionPtr process(std::string_view elements, std::string_view roots = {});

/// Flows in a compact notation: "s>x1, x1>t1 [a > 1], x1>t2 *, t1>e". The first letter of a node
/// says what it is: s start, e end, t user task, a plain task, x exclusive, p parallel, i inclusive
/// gateway, z terminate end event. A condition stands in brackets, `*` marks the default flow.
definition::ProcessDefinitionPtr flows(std::string_view notation);

class CountingKeys final : public KeySource {
 public:
  InstanceKey next() override { return InstanceKey(++last_); }

 private:
  std::uint64_t last_ = 1000;
};

/// One instance and everything that must hold after each command: the events, encoded, decoded and
/// folded into a second instance, lead to the same state; what changed is what is said to have
/// changed; a refused command has changed nothing; every wait belongs to something that waits.
class Fixture {
 public:
  explicit Fixture(definition::ProcessDefinitionPtr definition);

  /// The error's text, or "".
  std::string run(Command command, std::optional<Actor> actor = {});
  std::string start(Variables variables = {});
  /// Begins by that event, which brings the variables.
  std::string start_by(const StartSubscription& event, Variables variables);
  /// Completes the oldest open user task of that element.
  std::string complete(std::string_view task, Variables variables = {});
  /// Triggers the oldest wait at that element, whatever it waits for; timers come due.
  std::string trigger(std::string_view element, Variables variables = {});

  ElementKey find(std::string_view element) const;
  /// Open user tasks, other waits, tokens at joins as `flow's target:count`, incidents as `!id`, in
  /// the order of the model; "." where the instance has ended.
  std::string standing() const;
  const feel::Value* variable(std::string_view name) const;

  definition::ProcessDefinitionPtr definition;
  ProcessInstance instance;
  ProcessInstance folded;
  StepContext context;
  CountingKeys keys;
  Workspace workspace;
  std::vector<Event> events;    ///< of the last command
  std::vector<Effect> effects;  ///< of the last command
  Limits limits;

 private:
  void check_folding(const Outcome& outcome, const ProcessInstance& before);
  void check_invariants() const;
  void check_boundaries(const ElementInstance& record) const;
};

}  // namespace umlauf::runtime::test
