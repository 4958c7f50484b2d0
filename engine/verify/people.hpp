#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

/// Whether there are people for the work: the workflow satisfiability problem (Crampton, Gutin and
/// Karapetyan: pattern backtracking). Plain data, so that any source of rules can feed it.
namespace umlauf::verify {

/// A rule between tasks. Each compares who does them, never who in particular.
struct StaffRule {
  enum class Kind : std::uint8_t {
    Different,  ///< no two of the tasks by the same person (four eyes)
    Same,       ///< all of the tasks by the same person
    AtMost,     ///< the tasks by at most `count` persons together
    AtLeast,    ///< the tasks by at least `count` persons together
  };
  Kind kind = Kind::Different;
  std::vector<std::uint32_t> tasks;
  std::uint32_t count = 0;

  bool operator==(const StaffRule&) const = default;
};

/// Tasks of one way through a process, with the people who may do each. People and tasks are
/// numbered from 0; `allowed` is by task, each list in ascending order. An excluded person is
/// simply not among those allowed.
struct Staffing {
  std::uint32_t people = 0;
  std::vector<std::vector<std::uint32_t>> allowed;
  std::vector<StaffRule> rules;
};

struct StaffingLimits {
  std::size_t steps_max = 2'000'000;
  std::function<bool()> out_of_time;
};

/// What makes a staffing impossible: no other set of tasks and rules that does has fewer (or, where
/// the limits do not allow for looking at them all, none of these can be left out).
struct Conflict {
  std::vector<std::uint32_t> tasks;
  std::vector<std::uint32_t> rules;  ///< positions in Staffing::rules

  bool operator==(const Conflict&) const = default;
};

enum class Staffed : std::uint8_t { Yes, No, Undecided };

struct StaffingResult {
  Staffed answer = Staffed::Undecided;
  std::vector<std::uint32_t> person;  ///< by task, where the answer is Yes
  Conflict conflict;                  ///< where it is No
};

/// Cost: exponential in the number of tasks that rules speak of (which is small), polynomial in the
/// number of people.
StaffingResult solve(const Staffing& staffing, const StaffingLimits& limits = {});

/// Calls visit(rest, missing) for each set of so many people who may do something, with what is
/// left without them, in ascending order until it yields true: whether it still works whoever is
/// absent. False where the limits came first.
bool for_each_absence(
    const Staffing& staffing, std::uint32_t absent, const StaffingLimits& limits,
    const std::function<bool(const Staffing&, const std::vector<std::uint32_t>&)>& visit);

}  // namespace umlauf::verify
