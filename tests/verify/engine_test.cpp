#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/calendar/timer.hpp"
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
using testing::ScopeIndex;
using testing::Sketch;

// Blocks in one another whose joins are now and then of another kind than their split. A flow out
// of a choice is taken where the variable of its number is true.
// `people`: some tasks wait for somebody, with a timer that interrupts or does not, for data before
// that, and for the jobs of listeners before and behind it; and there are sub-processes, which run
// by themselves and to their end.
class Blocks {
 public:
  explicit Blocks(std::uint64_t seed, bool people = false) : random_(seed), people_(people) {}

  definition::ProcessDefinitionPtr make() {
    const NodeIndex start = sketch_.node(NodeKind::StartEvent, "start");
    const NodeIndex last = sequence(start, 12, 0);
    sketch_.flow(last, node(NodeKind::EndEvent));
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
  bool at_root() const { return scope_ == definition::ProcessDefinition::root(); }
  NodeIndex node(NodeKind kind) { return sketch_.node(kind, name(), scope_); }

  NodeIndex task(NodeIndex from) {
    const NodeIndex task =
        node(people_ && at_root() && random_() % 2 == 0 ? NodeKind::UserTask : NodeKind::Task);
    sketch_.flow(from, task);
    if (sketch_[task].kind != NodeKind::UserTask) return task;
    sketch_[task].work = definition::UserTaskWork{};
    if (random_() % 3 == 0) wait_for_data(task);
    if (random_() % 3 == 0) listen(task);
    if (random_() % 3 != 0) return task;
    definition::TimerEvent timer;
    timer.kind = definition::TimerKind::Duration;
    timer.text = "PT1H";
    timer.literal = *calendar::parse_timer_duration(timer.text);
    const NodeIndex event = sketch_.boundary(task, name(), random_() % 2 == 0, timer);
    if (random_() % 2 == 0) {
      sketch_.flow(event, node(NodeKind::EndEvent));
      return task;
    }
    const NodeIndex merge = node(NodeKind::ExclusiveGateway);
    sketch_.flow(task, merge);
    sketch_.flow(event, merge);
    return merge;
  }

  void wait_for_data(NodeIndex task) {
    definition::NodeData data;
    definition::DataReference needed;
    needed.variable = "for " + sketch_[task].id;
    data.input_sets.push_back({{}, {needed}, {}, {}});
    sketch_[task].data = std::make_shared<const definition::NodeData>(std::move(data));
  }

  void listen(NodeIndex task) {
    definition::JobWork job;
    job.type.text = "listener";
    definition::Listeners listeners;
    if (random_() % 2 == 0) listeners.before.push_back({job, false});
    if (random_() % 2 == 0) listeners.after.push_back({job, false});
    sketch_[task].listeners = std::make_shared<const definition::Listeners>(std::move(listeners));
  }

  NodeIndex sub_process(NodeIndex from, int size, int depth) {
    const auto [sub, body] = sketch_.body(NodeKind::SubProcess, name(), scope_);
    sketch_.flow(from, sub);
    const ScopeIndex around = std::exchange(scope_, body);
    const NodeIndex last = sequence(node(NodeKind::StartEvent), size, depth);
    sketch_.flow(last, node(NodeKind::EndEvent));
    scope_ = around;
    return sub;
  }

  NodeIndex sequence(NodeIndex from, int size, int depth) {
    while (size > 0) {
      if (size < 4 || depth > 2 || random_() % 3 == 0) {
        from = task(from);
        --size;
        continue;
      }
      if (people_ && random_() % 4 == 0) {
        from = sub_process(from, size - 2, depth + 1);
        size -= 4;
        continue;
      }
      static constexpr NodeKind kKinds[] = {NodeKind::ExclusiveGateway, NodeKind::ParallelGateway,
                                            NodeKind::InclusiveGateway};
      const NodeKind kind = kKinds[random_() % 3];
      const NodeIndex split = node(kind);
      splits_.insert(split);
      const NodeIndex join = node(at_root() && random_() % 4 == 0 ? kKinds[random_() % 3] : kind);
      sketch_.flow(from, split);
      for (int branch = 0; branch < 2; ++branch)
        sketch_.flow(sequence(split, 1 + (size - 2) / 2, depth + 1), join);
      from = join;
      size -= 5;
    }
    return from;
  }

  std::mt19937_64 random_;
  bool people_;
  Sketch sketch_;
  ScopeIndex scope_ = definition::ProcessDefinition::root();
  std::set<NodeIndex> splits_;
  int count_ = 0;
};

struct Played {
  runtime::ProcessInstance instance;
  std::vector<std::uint32_t> taken;  // by flow
  bool incident = false;
  calendar::Instant now;
};

template <typename Command>
void carry_out(const definition::ProcessDefinition& process, Played& played, Command command) {
  runtime::Workspace workspace;
  runtime::StepContext context;
  context.now = played.now;
  const auto outcome = runtime::step(process, played.instance, {std::move(command), std::nullopt},
                                     context, workspace);
  ASSERT_TRUE(outcome.has_value()) << outcome.error().message.english;
  for (const runtime::Event& event : outcome->events) {
    if (const auto* flow = std::get_if<runtime::FlowTaken>(&event))
      ++played.taken[flow->flow.value()];
    played.incident |= std::holds_alternative<runtime::IncidentRaised>(event);
  }
}

Played play(const definition::ProcessDefinition& process, const std::set<std::string>& chosen) {
  Played played;
  played.taken.resize(process.flows.size());
  runtime::StartInstance start;
  start.instance = runtime::InstanceKey(1);
  start.definition = runtime::DefinitionKey(1);
  for (const definition::Flow& flow : process.flows)
    start.variables.set(flow.id, chosen.contains(flow.id));
  carry_out(process, played, std::move(start));
  return played;
}

// The oldest record of a node that waits for somebody or something.
runtime::ElementKey waiting_at(const Played& played, NodeIndex node) {
  runtime::ElementKey key;
  played.instance.for_each([&](const runtime::ElementInstance& record) {
    if (record.node == node && !key.valid() && record.role != runtime::Role::Completed)
      key = record.key;
  });
  return key;
}

// Its data comes and the jobs of its listeners are done, as long as there is anything of the kind.
void support(const definition::ProcessDefinition& process, Played& played,
             runtime::ElementKey key) {
  for (const auto* record = played.instance.find(key); record != nullptr;
       record = played.instance.find(key)) {
    if (std::holds_alternative<runtime::ConditionWait>(record->payload))
      carry_out(process, played,
                runtime::SetVariables{{}, {{"for " + process[record->node].id, true}}, false});
    else if (std::holds_alternative<runtime::Shared<runtime::Job>>(record->payload))
      carry_out(process, played, runtime::CompleteJob{key, {}, ""});
    else
      return;
  }
}

// What only goes on when somebody does something: people and clocks follow the trace.
void follow(const definition::ProcessDefinition& process, Played& played,
            const std::vector<TraceStep>& trace) {
  for (const TraceStep& step : trace) {
    const NodeIndex node = process.find_node(step.fire);
    const bool person = process[node].kind == NodeKind::UserTask && !step.produce.empty();
    const bool clock = process[node].kind == NodeKind::BoundaryEvent;
    if (!person && !clock) continue;
    const runtime::ElementKey key = waiting_at(played, node);
    ASSERT_TRUE(key.valid()) << step.fire;
    if (person) {
      support(process, played, key);
      carry_out(process, played, runtime::CompleteTask{key, {}, false});
      support(process, played, key);
      continue;
    }
    const auto* timer = std::get_if<runtime::Timer>(&played.instance.find(key)->payload);
    ASSERT_NE(timer, nullptr) << step.fire;
    played.now = std::max(played.now, timer->due);
    carry_out(process, played, runtime::FireTimer{key});
  }
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

// The variables that choose are there from the beginning: a trace that takes a choice now this way
// and now that one cannot be replayed with them.
bool takes_each_choice_one_way(const definition::ProcessDefinition& process,
                               const std::vector<TraceStep>& trace) {
  std::map<std::string, std::vector<std::string>> taken;
  for (const TraceStep& step : trace) {
    const NodeKind kind = process[process.find_node(step.fire)].kind;
    if (kind != NodeKind::ExclusiveGateway && kind != NodeKind::InclusiveGateway) continue;
    const auto [before, first] = taken.emplace(step.fire, step.produce);
    if (!first && before->second != step.produce) return false;
  }
  return true;
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

TEST(Engine, DoesWhatTracesWithPeopleAndClocksSay) {
  std::size_t deadlocks = 0, unsafe = 0, by_clock = 0;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    const definition::ProcessDefinitionPtr process = Blocks(seed, true).make();
    Options options;
    options.fixes = false;
    options.profile = Profile::Draft;
    for (const Finding& finding : verify({&process, 1}, options).findings) {
      const std::string& rule = finding.diagnostic.rule;
      const bool stuck = rule == "BEH-01" || rule == "BEH-10" || rule == "BEH-11";
      const bool twice = rule == "BEH-02" || rule == "BEH-12";
      if (!stuck && !twice) continue;
      // A trace within a sub-process says nothing about the way to it.
      const NodeIndex first = process->find_node(finding.trace.front().fire);
      if ((*process)[first].scope != definition::ProcessDefinition::root()) continue;
      if (!takes_each_choice_one_way(*process, finding.trace)) continue;
      Played played = play(*process, choices(*process, finding.trace));
      follow(*process, played, finding.trace);
      EXPECT_FALSE(played.incident) << "seed " << seed;
      by_clock += rule == "BEH-11" || rule == "BEH-12";
      if (twice) {
        ++unsafe;
        const FlowIndex flow = process->find_flow(finding.diagnostic.element);
        EXPECT_GT(played.taken.at(flow.value()), 1U) << "seed " << seed;
        continue;
      }
      ++deadlocks;
      EXPECT_FALSE(played.instance.header.has_ended()) << "seed " << seed;
      played.instance.for_each([&](const runtime::ElementInstance& record) {
        if (!record.node.valid() || record.role == runtime::Role::Completed) return;
        const NodeKind kind = (*process)[record.node].kind;
        EXPECT_TRUE(kind != NodeKind::UserTask && kind != NodeKind::BoundaryEvent)
            << "seed " << seed << ": " << (*process)[record.node].id << " can go on";
      });
    }
  }
  EXPECT_GT(deadlocks, 10U);
  EXPECT_GT(unsafe, 10U);
  EXPECT_GT(by_clock, 5U);
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
