// The random processes of the verifier's own differential test, as documents: every refuting trace
// is replayed through the protocol of `umlauf drive`, token after token. What happens inside of the
// sub-processes that a trace passes is looked for at random.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/bpmn/reader.hpp"
#include "engine/definition/compile.hpp"
#include "engine/verify/verify.hpp"
#include "tests/cli/drive.hpp"
#include "tests/cli/written_process.hpp"
#include "tests/verify/random_process.hpp"
#include "tests/verify/random_seeds.hpp"

namespace umlauf::cli {
namespace {

using definition::NodeIndex;
using definition::NodeKind;
using definition::ProcessDefinition;
using definition::ScopeIndex;
using verify::TraceStep;

using Marking = std::map<std::string, int>;  // tokens by flow

// What can be done next: a token goes on over a flow, a job ends, or an event happens.
struct Action {
  enum class Kind : std::uint8_t { Flow, Job, Event } kind;
  std::string id;
  bool begins_handler = false;
};

// How a sub-process is left.
enum class Leaving : std::uint8_t { AtItsEnd, ByAnEvent };

bool is_link(const definition::Node& node) {
  return !node.events.empty() && node.events.front().trigger() == definition::Trigger::Link;
}

bool ends_the_scope(const definition::Node& node) {
  if (node.kind != NodeKind::EndEvent || node.events.empty()) return false;
  const definition::Trigger trigger = node.events.front().trigger();
  return trigger == definition::Trigger::Terminate || trigger == definition::Trigger::Error ||
         trigger == definition::Trigger::Cancel;
}

// One run of the process written in slow motion.
class Run {
 public:
  Run(const ProcessDefinition& process, const std::string& file, std::uint64_t seed,
      std::map<std::string, bool>& fails)
      : process_(process), random_(seed), jobs_fail_(seed % 2 == 1), fails_(fails) {
    for (std::size_t i = 0; i < process.flows.size(); ++i)
      flow_of_[process.flows[i].id] = definition::FlowIndex(i);
    drive_.deploy(file);
    drive_.start(process.id);
  }

  Drive& drive() { return drive_; }

  std::vector<Action> open(ScopeIndex scope, bool and_inside) {
    std::vector<Action> actions;
    const auto add = [&](Action::Kind kind, std::string id, ScopeIndex at, bool handler = false) {
      if (and_inside ? within(at, scope) : at == scope)
        actions.push_back({kind, std::move(id), handler});
    };
    const Value state = drive_.ask({{"op", "state"}});
    for (const Value& row : *state.member("tasks")->list()) {
      std::string flow = row.member("task")->string()->substr(3);
      const ScopeIndex at = process_[process_[flow_of_.at(flow)].source].scope;
      add(Action::Kind::Flow, std::move(flow), at);
    }
    for (const Value& row : *state.member("jobs")->list()) {
      const std::string& job = *row.member("element")->string();
      add(Action::Kind::Job, job, process_[process_.find_node(job)].scope);
    }
    for (const Value& row : *state.member("waiting")->list()) {
      const std::string& event = *row.member("element")->string();
      const definition::Node& node = process_[process_.find_node(event)];
      // What does not interrupt may happen for ever and takes nothing away.
      if (!node.interrupting) continue;
      const bool begins_handler = node.kind == NodeKind::StartEvent;
      add(Action::Kind::Event, event,
          begins_handler ? process_[process_[node.scope].node].scope : node.scope, begins_handler);
    }
    return actions;
  }

  /// Does what is open, one after the other at random, until the scope has begun.
  bool reach(ScopeIndex scope) {
    constexpr int kActions = 60;
    for (int i = 0; i < kActions; ++i) {
      if (!tokens(scope).empty()) return true;
      const std::vector<Action> actions = open(ProcessDefinition::root(), true);
      if (actions.empty()) return false;
      act(one_of(actions), jobs_fail_);
    }
    return false;
  }

  /// False if no way was found through a sub-process that the trace passes.
  bool follow(const std::vector<TraceStep>& trace, ScopeIndex scope) {
    Marking marking;
    std::map<std::string, std::size_t> ahead;  // by event
    for (const TraceStep& step : at_once(trace)) {
      if (ahead[step.fire] > 0) {
        --ahead[step.fire];
        continue;
      }
      move(step, marking);
      take_[step.fire] = step.produce;
      for (const std::string& flow : step.consume) pass(flow, step.produce.empty());
      if (!perform(step, scope, marking)) return false;
      // A signal reaches all who wait for it.
      while (is_signal(step) && tokens(scope) != marking && ahead[step.fire] < 3) {
        ++ahead[step.fire];
        move(step, marking);
      }
      EXPECT_EQ(tokens(scope), marking) << step.fire;
      if (testing::Test::HasFailure()) return true;
    }
    return true;
  }

  /// Whatever is still open, at random and without help from outside of the scope's main flow;
  /// false if that does not come to an end soon.
  bool finish(ScopeIndex scope) {
    constexpr int kActions = 200;
    for (int i = 0; i < kActions; ++i) {
      std::vector<Action> actions = open(scope, true);
      std::erase_if(actions, [](const Action& action) { return action.begins_handler; });
      if (actions.empty()) return true;
      act(one_of(actions), false);
    }
    return false;
  }

  Marking tokens(ScopeIndex scope) {
    Marking marking;
    for (const Action& action : open(scope, false))
      if (action.kind == Action::Kind::Flow) ++marking[action.id];
    return marking;
  }

 private:
  bool within(ScopeIndex at, ScopeIndex scope) const {
    for (; at.valid(); at = process_[at].parent)
      if (at == scope) return true;
    return false;
  }

  // Events seldom, since they cut short what else would go on.
  Action one_of(std::vector<Action> actions) {
    const auto events =
        std::stable_partition(actions.begin(), actions.end(),
                              [](const Action& one) { return one.kind != Action::Kind::Event; });
    if (events != actions.begin() && random_() % 4 != 0) actions.erase(events, actions.end());
    return actions[random_() % actions.size()];
  }

  void move(const TraceStep& step, Marking& marking) const {
    for (const std::string& flow : step.consume) --marking[flow];
    for (const std::string& flow : step.produce) ++marking[flow];
    std::erase_if(marking, [](const auto& place) { return place.second == 0; });
    if (ends_the_scope(process_[process_.find_node(step.fire)])) marking.clear();
  }

  bool is_signal(const TraceStep& step) const {
    const definition::Node& node = process_[process_.find_node(step.fire)];
    return (node.kind == NodeKind::BoundaryEvent ||
            node.kind == NodeKind::IntermediateCatchEvent) &&
           node.events.front().trigger() == definition::Trigger::Signal;
  }

  // What is two steps of the trace and one of the engine: an exclusive gateway is entered and left,
  // a link is thrown and caught.
  std::vector<TraceStep> at_once(const std::vector<TraceStep>& trace) const {
    std::vector<TraceStep> steps;
    std::map<std::string, std::deque<std::vector<std::string>>> entered;
    for (TraceStep step : trace) {
      const NodeIndex index = process_.find_node(step.fire);
      const definition::Node& node = process_[index];
      if (is_link(node)) {
        const NodeIndex target =
            std::get<definition::LinkEvent>(node.events.front().payload).target;
        step.produce = target.valid() ? flows_from(target) : std::vector<std::string>();
      } else if (node.kind == NodeKind::ExclusiveGateway) {
        std::deque<std::vector<std::string>>& before = entered[node.id];
        if (!step.consume.empty()) before.push_back(step.consume);
        if (step.produce.empty() && !process_.outgoing(index).empty()) continue;
        step.consume = std::move(before.front());
        before.pop_front();
      }
      steps.push_back(std::move(step));
    }
    return steps;
  }

  std::vector<std::string> flows_from(NodeIndex node) const {
    std::vector<std::string> ids;
    for (const definition::FlowIndex flow : process_.outgoing(node))
      ids.push_back(process_[flow].id);
    return ids;
  }

  // Without items a multi-instance activity is entered and left at once.
  void pass(const std::string& flow, bool stays) {
    feel::Context take;
    for (const auto& [gateway, ways] : take_)
      take.put(gateway, Value(feel::Values(ways.begin(), ways.end())));
    const int items = stays ? 1 : static_cast<int>(random_() % 2);
    drive_.complete("at-" + flow, {{"take", Value(std::move(take))}, {"items", items}});
  }

  void act(const Action& action, bool may_fail) {
    switch (action.kind) {
      case Action::Kind::Job: {
        static constexpr const char* kEnds[] = {"complete", "complete", "error", "escalate"};
        const std::string how = kEnds[may_fail ? random_() % 4 : 0];
        return drive_.job(action.id, how, how == "escalate" ? "escalation" : "error");
      }
      case Action::Kind::Event:
        return drive_.signal("signal-" + action.id);
      case Action::Kind::Flow:
        for (std::size_t i = 0; i < process_.nodes.size(); ++i)
          if (definition::is_gateway(process_.nodes[i].kind))
            take_[process_.nodes[i].id] = any_ways(NodeIndex(i));
        return pass(action.id, false);
    }
  }

  // A gateway may go on when another token moves: each of them gets its ways.
  std::vector<std::string> any_ways(NodeIndex from) {
    std::vector<std::string> ways = flows_from(from);
    if (ways.empty()) return ways;
    std::swap(ways.front(), ways[random_() % ways.size()]);
    if (process_[from].kind == NodeKind::InclusiveGateway)
      ways.erase(std::remove_if(ways.begin() + 1, ways.end(),
                                [this](const std::string&) { return random_() % 2 == 0; }),
                 ways.end());
    else
      ways.resize(1);
    return ways;
  }

  // What the engine does not do by itself when the tokens have come to the node.
  bool perform(const TraceStep& step, ScopeIndex scope, const Marking& marking) {
    const definition::Node& node = process_[process_.find_node(step.fire)];
    const bool leaves = !step.produce.empty();
    switch (node.kind) {
      case NodeKind::ServiceTask:
        if (leaves) drive_.job(node.id, "complete");
        return true;
      case NodeKind::IntermediateCatchEvent:
        if (leaves && node.events.front().trigger() == definition::Trigger::Signal)
          drive_.signal("signal-" + node.id);
        return true;
      case NodeKind::SubProcess:
      case NodeKind::Transaction:
        return !leaves || pass_body(node, scope, marking, Leaving::AtItsEnd);
      case NodeKind::BoundaryEvent:
        return happen(node, scope, marking);
      default:
        return true;
    }
  }

  bool happen(const definition::Node& event, ScopeIndex scope, const Marking& marking) {
    const definition::Trigger trigger = event.events.front().trigger();
    const definition::Node& activity = process_[event.attached_to];
    if (trigger == definition::Trigger::Signal)
      drive_.signal("signal-" + event.id);
    else if (activity.body.valid())
      return pass_body(activity, scope, marking, Leaving::ByAnEvent);
    else if (trigger == definition::Trigger::Error)
      drive_.job(activity.id, "error", "error");
    else
      drive_.job(activity.id, "escalate",
                 std::get<definition::EscalationEvent>(event.events.front().payload).code.text);
    return true;
  }

  bool pass_body(const definition::Node& activity, ScopeIndex scope, const Marking& marking,
                 Leaving how) {
    constexpr int kActions = 40;
    const bool by_event = how == Leaving::ByAnEvent;
    for (int i = 0; i < kActions; ++i) {
      const std::vector<Action> actions = open(activity.body, true);
      if (tokens(scope) == marking) return true;
      if (actions.empty()) break;
      act(one_of(actions), by_event || fails_[activity.id]);
    }
    fails_[activity.id] = !fails_[activity.id];
    return false;
  }

  const ProcessDefinition& process_;
  std::mt19937_64 random_;
  bool jobs_fail_;
  std::map<std::string, bool>&
      fails_;  // by body: whether its jobs fail now and then; kept for the next run
  std::map<std::string, definition::FlowIndex> flow_of_;
  std::map<std::string, std::vector<std::string>> take_;  // by gateway
  Drive drive_;
};

void expect_outcome(Run& run, const verify::Finding& finding, ScopeIndex scope) {
  const std::string& rule = finding.diagnostic.rule;
  const std::string& element = finding.diagnostic.element;
  if (rule == "BEH-02" || rule == "BEH-12") {
    EXPECT_GT(run.tokens(scope)[element], 1) << element;
  } else if (rule == "BEH-03") {
    EXPECT_GT(run.drive().entered()[element], 1U) << element;
  } else if (rule == "BEH-04") {
    EXPECT_FALSE(run.finish(scope));
  } else {
    // Within a sub-process that never ends it may go on.
    EXPECT_TRUE(run.finish(scope) || run.open(scope, false).empty());
    EXPECT_EQ(run.drive().state(), "active");
  }
}

using Never = std::set<std::string>;  // the nodes that no run reaches

bool is_reached(const ProcessDefinition& process, ScopeIndex scope, const Never& never) {
  for (; scope != ProcessDefinition::root(); scope = process[scope].parent)
    if (never.contains(process[process[scope].node].id)) return false;
  return true;
}

void replay(const ProcessDefinition& process, const verify::Finding& finding, const Never& never,
            const std::string& file) {
  constexpr std::uint64_t kAttempts = 200;
  const ScopeIndex scope = process[process.find_node(finding.trace.front().fire)].scope;
  if (!is_reached(process, scope, never)) return;
  std::map<std::string, bool> fails;
  for (std::uint64_t attempt = 0; attempt < kAttempts; ++attempt) {
    Run run(process, file, attempt, fails);
    if (!run.reach(scope) || !run.follow(finding.trace, scope)) continue;
    if (!testing::Test::HasFailure()) expect_outcome(run, finding, scope);
    return;
  }
  ADD_FAILURE() << "no way was found";
}

std::string told(const std::vector<TraceStep>& trace) {
  std::string text;
  for (const TraceStep& step : trace) {
    text += "\n  ";
    for (const std::string& flow : step.consume) text += flow + " ";
    text += "> " + step.fire + " >";
    for (const std::string& flow : step.produce) text += " " + flow;
  }
  return text;
}

// Called processes are looked at with their own traces.
bool cannot_be_written(const ProcessDefinition& process) {
  return std::any_of(process.nodes.begin(), process.nodes.end(), [](const definition::Node& node) {
    return node.kind == NodeKind::CallActivity;
  });
}

void replay_all(verify::testing::Elements elements) {
  const verify::testing::Seeds seeds(60);
  std::map<std::string, std::size_t> count;
  const std::filesystem::path file = std::filesystem::path(testing::TempDir()) / "steps.bpmn";
  for (std::uint64_t seed = seeds.first; seed < seeds.end(); ++seed) {
    const definition::ProcessDefinitionPtr sketch = verify::testing::random_process(seed, elements);
    if (cannot_be_written(*sketch)) continue;
    const std::string document = written(*sketch, Motion::Natural);
    std::ofstream(file) << written(*sketch, Motion::Slow);
    SCOPED_TRACE("seed " + std::to_string(seed) + "\n" + document);
    std::vector<bpmn::Definitions> read;
    read.push_back(bpmn::read(document, "steps.bpmn").definitions);
    const definition::Compilation compilation = definition::compile(read);
    ASSERT_EQ(compilation.processes.size(), 1U);
    const ProcessDefinition& process = *compilation.processes.front();
    verify::Options options;
    options.fixes = false;
    const verify::Verification verification = verify::verify(compilation.processes, options);
    Never never;
    for (const verify::Finding& finding : verification.findings)
      if (finding.diagnostic.rule == "BEH-05") never.insert(finding.diagnostic.element);
    for (const verify::Finding& finding : verification.findings) {
      if (finding.trace.empty()) continue;
      SCOPED_TRACE(finding.diagnostic.rule + " " + finding.diagnostic.message.english +
                   told(finding.trace));
      ++count[finding.diagnostic.rule];
      replay(process, finding, never, file.string());
    }
    if (testing::Test::HasFailure()) break;
  }
  std::filesystem::remove(file);
  EXPECT_GT(count["BEH-01"], 5U);
  EXPECT_GT(count["BEH-02"], 5U);
  EXPECT_GT(count["BEH-03"], 3U);
  EXPECT_GT(count["BEH-04"], 3U);
}

TEST(Replay, OfRandomProcessesStepByStep) { replay_all(verify::testing::Elements::Few); }
TEST(Replay, OfAllElementsStepByStep) { replay_all(verify::testing::Elements::All); }

}  // namespace
}  // namespace umlauf::cli
