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

// The flows of the trace, those on a way to the scope that it begins in, and the first way out of
// each choice that is left open.
std::set<std::string> choices(const ProcessDefinition& process,
                              const std::vector<verify::TraceStep>& trace,
                              definition::ScopeIndex scope) {
  std::set<std::string> chosen;
  std::set<std::string> seen;
  for (const verify::TraceStep& step : trace)
    if (seen.insert(step.fire).second) chosen.insert(step.produce.begin(), step.produce.end());
  if (const NodeIndex goal = process[scope].node; goal.valid()) {
    std::map<NodeIndex, FlowIndex> came_over;
    std::vector<NodeIndex> next(process[ProcessDefinition::root()].starts);
    for (std::size_t i = 0; i < next.size(); ++i)
      for (const FlowIndex flow : process.outgoing(next[i]))
        if (came_over.emplace(process[flow].target, flow).second)
          next.push_back(process[flow].target);
    for (NodeIndex at = goal; came_over.contains(at); at = process[came_over.at(at)].source)
      chosen.insert(process[came_over.at(at)].id);
  }
  for (std::size_t i = 0; i < process.nodes.size(); ++i) {
    const auto flows = process.outgoing(NodeIndex(i));
    const bool any = std::any_of(flows.begin(), flows.end(),
                                 [&](FlowIndex flow) { return chosen.contains(process[flow].id); });
    if (!any && !flows.empty()) chosen.insert(process[flows.front()].id);
  }
  return chosen;
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

// A choice that the trace passes again may fall otherwise: the variables say what comes next.
void steer(Drive& drive, const ProcessDefinition& process,
           const std::vector<verify::TraceStep>& trace) {
  std::map<std::string, std::vector<std::vector<std::string>>> ways;
  for (const verify::TraceStep& step : trace) ways[step.fire].push_back(step.produce);
  std::erase_if(ways, [](const auto& each) { return each.second.size() < 2; });
  if (ways.empty()) return;
  std::map<std::string, std::size_t> passed = drive.entered();
  feel::Context variables;
  for (const auto& [id, taken] : ways) {
    if (!definition::is_gateway(process[process.find_node(id)].kind) || passed[id] >= taken.size())
      continue;
    const std::vector<std::string>& next = taken[passed[id]];
    for (const FlowIndex flow : process.outgoing(process.find_node(id)))
      variables.put(process[flow].id,
                    std::find(next.begin(), next.end(), process[flow].id) != next.end());
  }
  drive.set(std::move(variables));
}

void follow(Drive& drive, const ProcessDefinition& process,
            const std::vector<verify::TraceStep>& trace) {
  for (const verify::TraceStep& step : trace) {
    const definition::Node& node = process[process.find_node(step.fire)];
    const bool acts = (node.kind == NodeKind::UserTask && !step.produce.empty()) ||
                      node.kind == NodeKind::BoundaryEvent || node.kind == NodeKind::SubProcess;
    if (acts) steer(drive, process, trace);
    if (node.kind == NodeKind::UserTask && !step.produce.empty()) drive.complete(step.fire);
    if (node.kind == NodeKind::BoundaryEvent) drive.signal("signal-" + step.fire);
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
  const std::set<std::string> chosen = choices(process, finding.trace, scope);
  feel::Context variables;
  for (const definition::Flow& flow : process.flows)
    variables.put(flow.id, chosen.contains(flow.id));
  drive.start("p", std::move(variables));
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
