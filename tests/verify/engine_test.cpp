#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "engine/feel/expression.hpp"
#include "engine/runtime/step.hpp"
#include "engine/verify/verify.hpp"
#include "tests/verify/sketch.hpp"

// What the verifier says is what the engine does: a refuting trace is replayed with the branches
// that it takes, a process that was proved ends whatever branches are taken.
namespace umlauf::verify {
namespace {

using testing::FlowIndex;
using testing::NodeIndex;
using testing::NodeKind;
using testing::Sketch;

// Blocks in one another whose joins are now and then of another kind than their split. A flow out
// of a choice is taken where the variable of its number is true.
class Blocks {
 public:
  explicit Blocks(std::uint64_t seed) : random_(seed) {}

  definition::ProcessDefinitionPtr make() {
    const NodeIndex start = sketch_.node(NodeKind::StartEvent, "start");
    const NodeIndex last = sequence(start, 12, 0);
    sketch_.flow(last, sketch_.node(NodeKind::EndEvent, "end"));
    definition::ProcessDefinition& process = sketch_.definition();
    for (std::size_t i = 0; i < process.flows.size(); ++i) {
      process.flows[i].id = "f" + std::to_string(i);
      const NodeKind kind = process.nodes[process.flows[i].source.value()].kind;
      if (!splits_.contains(process.flows[i].source) ||
          (kind != NodeKind::ExclusiveGateway && kind != NodeKind::InclusiveGateway))
        continue;
      auto condition = feel::compile("f" + std::to_string(i) + " = true");
      EXPECT_TRUE(condition.has_value());
      process.flows[i].condition.compiled =
          std::make_shared<feel::Expression>(std::move(*condition));
    }
    return sketch_.finish();
  }

 private:
  std::string name() { return "n" + std::to_string(++count_); }

  NodeIndex sequence(NodeIndex from, int size, int depth) {
    while (size > 0) {
      if (size < 4 || depth > 2 || random_() % 3 == 0) {
        const NodeIndex task = sketch_.node(NodeKind::Task, name());
        sketch_.flow(from, task);
        from = task;
        --size;
        continue;
      }
      static constexpr NodeKind kKinds[] = {NodeKind::ExclusiveGateway, NodeKind::ParallelGateway,
                                            NodeKind::InclusiveGateway};
      const NodeKind kind = kKinds[random_() % 3];
      const NodeIndex split = sketch_.node(kind, name());
      splits_.insert(split);
      const NodeIndex join =
          sketch_.node(random_() % 4 == 0 ? kKinds[random_() % 3] : kind, name());
      sketch_.flow(from, split);
      for (int branch = 0; branch < 2; ++branch)
        sketch_.flow(sequence(split, 1 + (size - 2) / 2, depth + 1), join);
      from = join;
      size -= 5;
    }
    return from;
  }

  std::mt19937_64 random_;
  Sketch sketch_;
  std::set<NodeIndex> splits_;
  int count_ = 0;
};

struct Played {
  runtime::ProcessInstance instance;
  std::vector<std::uint32_t> taken;  // by flow
  bool incident = false;
};

Played play(const definition::ProcessDefinition& process, const std::set<std::string>& chosen) {
  Played played;
  played.taken.resize(process.flows.size());
  runtime::StartInstance start;
  start.instance = runtime::InstanceKey(1);
  start.definition = runtime::DefinitionKey(1);
  for (const definition::Flow& flow : process.flows)
    start.variables.set(flow.id, chosen.contains(flow.id));
  runtime::Workspace workspace;
  const runtime::StepContext context;
  const auto outcome =
      runtime::step(process, played.instance, {start, std::nullopt}, context, workspace);
  EXPECT_TRUE(outcome.has_value());
  if (!outcome) return played;
  for (const runtime::Event& event : outcome->events) {
    if (const auto* flow = std::get_if<runtime::FlowTaken>(&event))
      ++played.taken[flow->flow.value()];
    played.incident |= std::holds_alternative<runtime::IncidentRaised>(event);
  }
  return played;
}

// The branches of a trace; where it passes a choice not at all, the first one.
std::set<std::string> choices(const definition::ProcessDefinition& process,
                              const std::vector<TraceStep>& trace) {
  std::set<std::string> chosen;
  for (const TraceStep& step : trace) chosen.insert(step.produce.begin(), step.produce.end());
  for (std::size_t i = 0; i < process.nodes.size(); ++i) {
    const auto flows = process.outgoing(NodeIndex(i));
    const bool any = std::any_of(flows.begin(), flows.end(),
                                 [&](FlowIndex flow) { return chosen.contains(process[flow].id); });
    if (!any && !flows.empty()) chosen.insert(process[flows.front()].id);
  }
  return chosen;
}

TEST(Engine, DoesWhatRefutingTracesSay) {
  std::size_t deadlocks = 0, unsafe = 0;
  for (std::uint64_t seed = 1; seed <= 120; ++seed) {
    const definition::ProcessDefinitionPtr process = Blocks(seed).make();
    Options options;
    options.fixes = false;
    options.profile = Profile::Draft;
    for (const Finding& finding : verify({&process, 1}, options).findings) {
      const std::string& rule = finding.diagnostic.rule;
      if (rule != "BEH-01" && rule != "BEH-10" && rule != "BEH-02") continue;
      const Played played = play(*process, choices(*process, finding.trace));
      EXPECT_FALSE(played.incident) << "seed " << seed;
      if (rule == "BEH-02") {
        ++unsafe;
        const FlowIndex flow = process->find_flow(finding.diagnostic.element);
        EXPECT_GT(played.taken.at(flow.value()), 1U) << "seed " << seed;
      } else {
        // There is no work to wait for: an instance that has not ended never will.
        ++deadlocks;
        EXPECT_FALSE(played.instance.header.has_ended()) << "seed " << seed;
      }
    }
  }
  EXPECT_GT(deadlocks, 5U);
  EXPECT_GT(unsafe, 5U);
}

TEST(Engine, EndsWhatWasProved) {
  std::size_t proved = 0;
  for (std::uint64_t seed = 1; seed <= 120; ++seed) {
    const definition::ProcessDefinitionPtr process = Blocks(seed).make();
    Options options;
    options.fixes = false;
    const ProcessResult result = verify({&process, 1}, options).processes.front();
    if (result.option_to_complete != Verdict::Proved) continue;
    ++proved;
    std::mt19937_64 random(seed);
    for (int round = 0; round < 3; ++round) {
      std::vector<TraceStep> some(1);
      for (const definition::Flow& flow : process->flows)
        if (random() % 2 == 0) some.front().produce.push_back(flow.id);
      const Played played = play(*process, choices(*process, some));
      EXPECT_TRUE(played.instance.header.has_ended()) << "seed " << seed;
      if (result.safe == Verdict::Proved) {
        EXPECT_LE(*std::max_element(played.taken.begin(), played.taken.end()), 1U)
            << "seed " << seed;
      }
    }
  }
  EXPECT_GT(proved, 20U);
}

}  // namespace
}  // namespace umlauf::verify
