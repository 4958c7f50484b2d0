#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "engine/base/diagnostic.hpp"
#include "engine/bpmn/model.hpp"
#include "engine/definition/process_definition.hpp"
#include "engine/dmn/decision_model.hpp"
#include "engine/verify/behavior_cache.hpp"
#include "engine/verify/structure/profile.hpp"
#include "engine/verify/variable_types.hpp"

/// What the verifier tells about processes before they run. Pure: no clock, no files; the budget in
/// time is the caller's callback.
namespace umlauf::verify {

/// One step of a run that shows a problem: a flow node does its work. What the token animation of
/// an editor plays.
struct TraceStep {
  std::string fire;                  ///< id of the flow node
  std::vector<std::string> consume;  ///< ids of sequence and message flows
  std::vector<std::string> produce;
  std::string file = {};  ///< where the node stands
  SourceSpan span = {};

  bool operator==(const TraceStep&) const = default;
};

/// One change to the model. Applied in order.
struct Edit {
  enum class Kind : std::uint8_t {
    ChangeGateway,   ///< `element` becomes a gateway of the kind named by `value`
    InsertGateway,   ///< a gateway of kind `value`, id `id`, takes over the flows `flows` into
                     ///< `element`; one new flow leads from it to `element`
    AddEnd,          ///< an end event with id `id`, reached from `element`
    AddDefault,      ///< the flow `element` becomes the default of its gateway
    AddExit,         ///< a flow from gateway `element` to a new end event `id`
    AddDefaultFlow,  ///< a new flow from gateway `element` becomes its default; it leads to `value`
                     ///< or, where that is empty, to a new end event `id`
    NameMessage,     ///< `element` waits for the message named `value`, which anybody may send
  };
  Kind kind = Kind::ChangeGateway;
  std::string element;
  std::string value;
  std::string id;
  std::vector<std::string> flows;

  bool operator==(const Edit&) const = default;
};

/// A change that has been verified: with it the problem is gone and no other has come.
struct Fix {
  std::string id;  ///< `join-to-exclusive`
  Text title;
  std::vector<Edit> edits;

  bool operator==(const Fix&) const = default;
};

struct Finding {
  Diagnostic diagnostic;  ///< `trace` holds the ids of the nodes of the trace below
  std::vector<TraceStep> trace;
  std::vector<Fix> fixes;
  /// No shorter run of the model shows it, measured in firings of its token net. False where there
  /// is no trace, or where that could not be made sure of within the budget.
  bool shortest = false;

  bool operator==(const Finding&) const = default;
};

struct ProcessResult {
  std::string process;
  std::string file;
  std::size_t nodes = 0;
  std::size_t flows = 0;
  Verdict safe = Verdict::Undecided;
  Verdict option_to_complete = Verdict::Undecided;
  Verdict proper_completion = Verdict::Undecided;
  Verdict no_dead_activities = Verdict::Undecided;
  std::vector<std::string> dead;  ///< ids of activities that no run reaches, each for certain
  bool dead_complete = true;      ///< and every other activity is reached by some run
  std::size_t states = 0;

  bool operator==(const ProcessResult&) const = default;
};

struct Verification {
  std::vector<Finding> findings;         ///< in the order of processes and their elements
  std::vector<ProcessResult> processes;  ///< as they were handed in
};

struct Options {
  Profile profile = Profile::Executable;
  std::size_t states_max = 200'000;
  /// Asked now and then; true ends the search with what is known so far.
  std::function<bool()> out_of_time;
  bool reductions = true;
  bool shortest_traces = true;  ///< false where only the verdicts are wanted
  bool fixes = true;
  /// Where proofs of bodies that have not changed are taken from and kept, for an editor that
  /// verifies after each change; may be null.
  BehaviorCache* cache = nullptr;
  /// Ids of processes that stand in a pool. In a pool a receive task or event without a name for
  /// its message and without a message flow can never go on; outside of a collaboration it is
  /// continued by hand.
  std::set<std::string, std::less<>> pools;
  /// Where processes stand, by id: what is told about a whole process is told there.
  std::map<std::string, SourceSpan, std::less<>> places;
  /// What decisions yield that business rule tasks may ask for.
  DecisionTypes decisions;
};

/// What the documents know beyond the processes compiled from them: pools and places.
void add_document(Options& options, const bpmn::Definitions& document);
/// What a model's decisions yield, as far as the model says so. Of several decisions with one id
/// that do not yield the same nothing is known.
void add_decisions(Options& options, const dmn::DecisionModel& model);

/// Verifies processes that are deployed together. Findings carry the rules
/// BEH-01 deadlock, BEH-02 lack of synchronisation, BEH-03 improper completion, BEH-04 livelock,
/// BEH-05 dead node, BEH-06 receive that is never satisfied, BEH-07 message left over (a warning),
/// BEH-08 channel without bound (a warning), BEH-10 inclusive joins that wait for each other,
/// BEH-20 message that is lost because it comes too early (a warning),
/// BEH-11 and BEH-12 deadlock and lack of synchronisation through a boundary event, BEH-16 not
/// decided within the budget (an information). What gets stuck but can always be ended by an event
/// from outside is a warning.
Verification verify(std::span<const definition::ProcessDefinitionPtr> processes,
                    const Options& options);

/// The findings as plain diagnostics.
Diagnostics diagnostics_of(const Verification& verification);

}  // namespace umlauf::verify
