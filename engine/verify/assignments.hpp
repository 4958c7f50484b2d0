#pragma once

#include <functional>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include "engine/base/diagnostic.hpp"
#include "engine/definition/process_definition.hpp"
#include "engine/dmn/model.hpp"
#include "engine/organisation/organisation.hpp"

/// Whether what a process names beside itself is there: people, forms, decisions.
namespace umlauf::verify {

/// SEC-03: a task is for a group that nobody belongs to. STY-05: the work of a lane is no role of
/// the organisation. PRC-11: a candidate starter that nobody answers to. All as far as the model
/// names them outright; several organisations count together.
Diagnostics check_assignments(const definition::ProcessDefinition& process,
                              std::span<const organisation::Organisation> organisations);

/// SEC-06: a rule between tasks that says nothing: it names what is no user task of the process,
/// stands at what is none, or is one of a task with itself that has no instances beside each other
/// (a warning). Of an executable process the others are errors. SEC-03 (a warning): a task excludes
/// who is nobody of the organisations and no variable that the process itself writes.
Diagnostics check_task_rules(const definition::ProcessDefinition& process,
                             std::span<const organisation::Organisation> organisations);

/// SEC-04: tasks that different persons must do are assigned to the same one, by name or by the
/// same expression (the starter, say); or a task is assigned to whom it excludes.
Diagnostics check_separation(const definition::ProcessDefinition& process);

/// ACT-13: a user task or start event refers to a form that is not among `forms` (ids). Nothing is
/// said where there are none at all.
Diagnostics check_forms(const definition::ProcessDefinition& process,
                        const std::set<std::string, std::less<>>& forms);

/// What can be called by its id; an empty function knows nothing, and nothing is missed then.
struct Callable {
  std::function<bool(std::string_view)> process, decision;
  /// How grave it is that something is missing for a process that is to run; an information for
  /// others.
  Severity missing = Severity::Warning;
};

/// PRC-09: a call activity names a process, ACT-09: a business rule task names a decision that is
/// not there. As far as they are named outright.
Diagnostics check_calls(const definition::ProcessDefinition& process, const Callable& callable);

/// DMN-10: what a decision table yields is not what a business rule task makes of it: one value of
/// several outputs, or one result of a hit policy that yields a list.
Diagnostics check_decision_results(const definition::ProcessDefinition& process,
                                   std::span<const dmn::Definitions> decisions);

}  // namespace umlauf::verify
