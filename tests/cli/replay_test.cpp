// What the verifier says is what the engine does: every refuting trace of random models is replayed
// through the protocol of `umlauf drive`, line by line, as a person who distrusts it would. Traces
// that begin within a sub-process are led there first.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/bpmn/reader.hpp"
#include "engine/definition/compile.hpp"
#include "engine/verify/verify.hpp"
#include "tests/cli/drive.hpp"
#include "tests/cli/random_model.hpp"
#include "tests/verify/random_seeds.hpp"

namespace umlauf::cli {
namespace {

using definition::FlowIndex;
using definition::NodeIndex;
using definition::NodeKind;
using definition::ProcessDefinition;

bool within(const ProcessDefinition& process, NodeIndex node, definition::ScopeIndex scope) {
  for (definition::ScopeIndex at = process[node].scope; at.valid(); at = process[at].parent)
    if (at == scope) return true;
  return false;
}

// The first flows of a way from the start to what has the scope for its body.
std::set<std::string> way_to(const ProcessDefinition& process, definition::ScopeIndex scope) {
  std::set<std::string> way;
  const NodeIndex goal = process[scope].node;
  if (!goal.valid()) return way;
  std::map<NodeIndex, FlowIndex> came_over;
  std::vector<NodeIndex> next(process[ProcessDefinition::root()].starts);
  for (std::size_t i = 0; i < next.size(); ++i)
    for (const FlowIndex flow : process.outgoing(next[i]))
      if (came_over.emplace(process[flow].target, flow).second)
        next.push_back(process[flow].target);
  for (NodeIndex at = goal; came_over.contains(at); at = process[came_over.at(at)].source)
    way.insert(process[came_over.at(at)].id);
  return way;
}

// What each choice takes: as in the trace, pass after pass; the way to the trace's scope, or the
// first one, where the trace leaves it open.
feel::Context steering(const ProcessDefinition& process,
                       const std::vector<verify::TraceStep>& trace, definition::ScopeIndex scope) {
  const std::set<std::string> way = way_to(process, scope);
  feel::Context variables, ways;
  for (std::size_t i = 0; i < process.nodes.size(); ++i) {
    const definition::Node& node = process.nodes[i];
    const auto flows = process.outgoing(NodeIndex(i));
    if (!definition::is_gateway(node.kind) || flows.size() < 2) continue;
    feel::Values passes;
    for (const verify::TraceStep& step : trace)
      if (step.fire == node.id)
        passes.emplace_back(feel::Values(step.produce.begin(), step.produce.end()));
    if (passes.empty()) {
      const auto on = std::find_if(flows.begin(), flows.end(),
                                   [&](FlowIndex flow) { return way.contains(process[flow].id); });
      const FlowIndex taken = on == flows.end() ? flows.front() : *on;
      passes.emplace_back(feel::Values{Value(process[taken].id)});
    }
    ways.put(node.id, Value(std::move(passes)));
    variables.put("passed_" + node.id, 0);
  }
  variables.put("ways", Value(std::move(ways)));
  return variables;
}

// Completes what is open within the scope, or outside of it, until nothing is.
void finish(Drive& drive, const ProcessDefinition& process, definition::ScopeIndex scope,
            bool inside) {
  for (bool more = true; more;) {
    more = false;
    for (const std::string& task : drive.open("tasks", "task")) {
      if (within(process, process.find_node(task), scope) != inside) continue;
      drive.complete(task);
      more = true;
      break;
    }
  }
}

void follow(Drive& drive, const ProcessDefinition& process,
            const std::vector<verify::TraceStep>& trace) {
  std::map<std::string, std::ptrdiff_t> ahead;  // by event
  for (const verify::TraceStep& step : trace) {
    const definition::Node& node = process[process.find_node(step.fire)];
    if (node.kind == NodeKind::UserTask && !step.produce.empty()) drive.complete(step.fire);
    if (node.kind == NodeKind::BoundaryEvent && ahead[step.fire]-- == 0) {
      // The signal reaches every run of the activity.
      const std::vector<std::string> waiting = drive.open("waiting", "element");
      ahead[step.fire] = std::count(waiting.begin(), waiting.end(), step.fire) - 1;
      drive.signal("signal-" + step.fire);
    }
    if (node.kind == NodeKind::SubProcess) finish(drive, process, node.body, true);
  }
}

struct Replayed {
  std::size_t stuck = 0, twice = 0, by_event = 0, round = 0, ended_twice = 0;
};

// Goes round for good: whoever is in it may work as long as they like.
void expect_endless(Drive& drive) {
  constexpr int kRounds = 5;
  for (int round = 0; round < kRounds; ++round) {
    const std::vector<std::string> tasks = drive.open("tasks", "task");
    ASSERT_FALSE(tasks.empty());
    for (const std::string& task : tasks) drive.complete(task);
    ASSERT_EQ(drive.state(), "active");
  }
}

void expect_outcome(const ProcessDefinition& process, const verify::Finding& finding,
                    definition::ScopeIndex scope, Drive& drive, Replayed& count) {
  const std::string& rule = finding.diagnostic.rule;
  const bool inside = scope != ProcessDefinition::root();
  if (rule == "BEH-02" || rule == "BEH-12") {
    ++count.twice;
    EXPECT_GT(drive.taken(finding.diagnostic.element), 1);
    return;
  }
  if (inside && rule != "BEH-04") finish(drive, process, scope, false);
  if (rule == "BEH-03") {
    ++count.ended_twice;
    EXPECT_GT(drive.entered()[finding.diagnostic.element], 1U);
    EXPECT_EQ(drive.state(), "completed");
  } else if (rule == "BEH-04") {
    ++count.round;
    expect_endless(drive);
  } else {
    ++count.stuck;
    EXPECT_EQ(drive.state(), "active");
    EXPECT_EQ(drive.open("tasks", "task"), std::vector<std::string>());
    EXPECT_EQ(drive.open("waiting", "element"), std::vector<std::string>());
  }
}

void replay(const ProcessDefinition& process, const verify::Finding& finding, Drive& drive,
            Replayed& count) {
  const std::string& rule = finding.diagnostic.rule;
  const definition::ScopeIndex scope = process[process.find_node(finding.trace.front().fire)].scope;
  drive.start("p", steering(process, finding.trace, scope));
  if (scope != ProcessDefinition::root()) finish(drive, process, scope, false);
  follow(drive, process, finding.trace);
  count.by_event += rule == "BEH-11" || rule == "BEH-12" ? 1 : 0;
  EXPECT_TRUE(drive.open("incidents", "element").empty());
  expect_outcome(process, finding, scope, drive, count);
}

Replayed replay_all(bool faults_inside) {
  const verify::testing::Seeds seeds(150);
  Replayed count;
  const std::filesystem::path file = std::filesystem::path(testing::TempDir()) /
                                     ("replay-" + std::to_string(faults_inside) + ".bpmn");
  for (std::uint64_t seed = seeds.first; seed < seeds.end(); ++seed) {
    const std::string document = RandomModel(seed, faults_inside).document();
    SCOPED_TRACE("seed " + std::to_string(seed) + "\n" + document);
    std::ofstream(file) << document;
    std::vector<bpmn::Definitions> read;
    read.push_back(bpmn::read(document, "replay.bpmn").definitions);
    const definition::Compilation compilation = definition::compile(read);
    verify::Options options;
    options.fixes = false;
    for (const verify::Finding& finding : verify::verify(compilation.processes, options).findings) {
      if (finding.trace.empty()) continue;
      Drive drive;
      drive.deploy(file.string());
      replay(*compilation.processes.front(), finding, drive, count);
    }
    if (testing::Test::HasFailure()) break;
  }
  std::filesystem::remove(file);
  return count;
}

TEST(Replay, OfRefutingTracesThroughDrive) {
  const Replayed count = replay_all(false);
  EXPECT_GT(count.stuck, 10U);
  EXPECT_GT(count.twice, 10U);
  EXPECT_GT(count.by_event, 5U);
  EXPECT_GT(count.round, 5U);
  EXPECT_GT(count.ended_twice, 5U);
}

TEST(Replay, OfTracesWithinSubProcesses) {
  const Replayed count = replay_all(true);
  EXPECT_GT(count.stuck, 10U);
  EXPECT_GT(count.twice, 10U);
  EXPECT_GT(count.by_event, 5U);
  EXPECT_GT(count.round, 5U);
  EXPECT_GT(count.ended_twice, 5U);
}

}  // namespace
}  // namespace umlauf::cli
