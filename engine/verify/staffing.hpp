#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/diagnostic.hpp"
#include "engine/definition/process_definition.hpp"
#include "engine/organisation/organisation.hpp"
#include "engine/verify/people.hpp"

namespace umlauf::verify {

/// A rule between tasks of a process, by their ids.
struct TaskRule {
  StaffRule::Kind kind = StaffRule::Kind::Different;
  std::vector<std::string> tasks;
  std::uint32_t count = 0;
};

/// A person who may not do a task, whatever the roles say.
struct Exclusion {
  std::string task;
  std::string person;
};

struct StaffingOptions {
  std::vector<TaskRule> rules;
  std::vector<Exclusion> excluded;
  std::uint32_t absent = 0;  ///< any so many people may be missing
  std::size_t states_max = 50'000;
  StaffingLimits limits;
};

/// Whether a property of a user task is such a rule, by its name.
inline constexpr std::string_view kDifferentPerson = "differentPerson";
inline constexpr std::string_view kSamePerson = "samePerson";
inline constexpr std::string_view kExcludedPerson = "excludedPerson";
bool is_task_rule(std::string_view property);
/// The tasks or people that it names, separated by commas or blanks.
std::vector<std::string> names_in_rule(const definition::Header& rule);

/// The text of a name or of the expression that yields it.
std::string as_written(const definition::TextExpression& text);

/// The rules that a process itself states, as properties of its user tasks:
/// `umlauf:differentPerson` and `umlauf:samePerson` name other tasks, `umlauf:excludedPerson` names
/// people (separated by commas or blanks). Whom an expression excludes is known at run time only;
/// it is among the exclusions as it is written, and nobody's name. A multi-instance task that names
/// itself as different is done by another person each time.
StaffingOptions staffing_rules(const definition::ProcessDefinition& process);

/// Whether on every way through the process there is somebody for each task, with today's
/// organisation. A task whose candidates are computed at run time may be done by anybody. Tasks
/// that no run performs together do not disturb each other. Of a multi-instance task that is done
/// by another person each time, as many instances are looked at as the model says there are; where
/// it does not say so, that is told (BEH-16, an information).
///
/// SEC-01: a set of tasks that occur together, and rules, that nobody can be found for; none of
/// them can be left out (error). SEC-02: the same once the named people are absent (warning).
Diagnostics check_staffing(const definition::ProcessDefinition& process,
                           const organisation::Organisation& organisation,
                           const StaffingOptions& options);

}  // namespace umlauf::verify
