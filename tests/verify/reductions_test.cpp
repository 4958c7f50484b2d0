#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "engine/verify/behavior.hpp"
#include "engine/verify/search.hpp"
#include "engine/verify/translate.hpp"
#include "engine/verify/verify.hpp"
#include "engine/verify/witness.hpp"
#include "tests/verify/random_process.hpp"
#include "tests/verify/random_seeds.hpp"
#include "tests/verify/sketch.hpp"

namespace umlauf::verify {
namespace {

const testing::Seeds kSeeds(400);

// Both search to the same depth; only verdicts that the plain search can give are compared.
void expect_same(Verdict reduced, Verdict plain, const char* what, std::uint64_t seed) {
  if (plain == Verdict::Undecided || reduced == Verdict::Undecided) return;
  EXPECT_EQ(reduced, plain) << what << ", seed " << seed;
}

// A list that is not complete names nothing that is missing in one that is.
void expect_same_dead(const ProcessResult& reduced, const ProcessResult& plain,
                      std::uint64_t seed) {
  if (reduced.dead_complete && plain.dead_complete) {
    EXPECT_EQ(reduced.dead, plain.dead) << "seed " << seed;
  }
  const auto expect_within = [seed](const ProcessResult& part, const ProcessResult& whole) {
    for (const std::string& node : part.dead)
      EXPECT_NE(std::find(whole.dead.begin(), whole.dead.end(), node), whole.dead.end())
          << node << ", seed " << seed;
  };
  if (reduced.dead_complete) expect_within(plain, reduced);
  if (plain.dead_complete) expect_within(reduced, plain);
}

struct Count {
  std::size_t decided = 0, refuted = 0;
};

void compare(const std::vector<definition::ProcessDefinitionPtr>& processes, std::uint64_t seed,
             Count& count) {
  Options options;
  options.fixes = false;
  options.states_max = 20'000;
  options.profile = Profile::Draft;
  if (processes.size() > 1) options.pools = {"p", "q"};
  const Verification reduced = verify(processes, options);
  options.reductions = false;
  const Verification plain = verify(processes, options);
  for (std::size_t i = 0; i < processes.size(); ++i) {
    const ProcessResult& one = reduced.processes[i];
    const ProcessResult& other = plain.processes[i];
    expect_same(one.safe, other.safe, "safe", seed);
    expect_same(one.option_to_complete, other.option_to_complete, "option to complete", seed);
    expect_same(one.proper_completion, other.proper_completion, "proper completion", seed);
    expect_same(one.no_dead_activities, other.no_dead_activities, "no dead activities", seed);
    expect_same_dead(one, other, seed);
    count.decided += one.option_to_complete != Verdict::Undecided;
    count.refuted += one.option_to_complete == Verdict::Refuted;
  }
}

TEST(Reductions, GiveTheVerdictsOfThePlainSearch) {
  Count count;
  for (std::uint64_t seed = kSeeds.first; seed < kSeeds.end(); ++seed)
    compare({testing::random_process(seed)}, seed, count);
  // The models are neither all right nor all wrong, and few are too large to decide.
  EXPECT_GT(count.decided, kSeeds.count * 8 / 10);
  EXPECT_GT(count.refuted, kSeeds.count / 10);
  EXPECT_LT(count.refuted, kSeeds.count * 9 / 10);
}

TEST(Reductions, GiveThemForEveryKindOfElement) {
  Count count;
  for (std::uint64_t seed = kSeeds.first; seed < kSeeds.end(); ++seed)
    compare(testing::random_processes(seed), seed, count);
  EXPECT_GT(count.decided, kSeeds.count);
  EXPECT_GT(count.refuted, kSeeds.count / 5);
  EXPECT_LT(count.refuted, kSeeds.count * 9 / 5);
}

// Found with these seeds once: a message was taken for sent although its sender may be terminated
// before.
TEST(Reductions, GiveThemForWhatWasWrongOnce) {
  Count count;
  for (const std::uint64_t seed : {7345363U}) compare(testing::random_processes(seed), seed, count);
  EXPECT_EQ(count.decided, 2U);
}

// Process 'q', which goes round for ever; the plain search needs 20 states to know that.
definition::ProcessDefinitionPtr endless() {
  return testing::Sketch::read(
      "s start, m xor, f and, a task, b task, c task, d task, j and;"
      "s>m, m>f, f>a, f>b, f>c, f>d, a>j, b>j, c>j, d>j, j>m",
      "q");
}

testing::NodeIndex call_of_endless(testing::Sketch& sketch, definition::ScopeIndex scope) {
  const auto call = sketch.node(testing::NodeKind::CallActivity, "call", scope);
  definition::CallWork work;
  work.process.id.text = "q";
  sketch[call].work = work;
  return call;
}

// A sub-process that is begun again whenever it takes too long, and that may never get to its end.
TEST(Reductions, ProveNothingByAnEndThatIsNotCertain) {
  testing::Sketch sketch("p");
  const auto start = sketch.node(testing::NodeKind::StartEvent, "start");
  const auto [sub, body] = sketch.body(testing::NodeKind::SubProcess, "sub");
  const auto inner = sketch.node(testing::NodeKind::StartEvent, "inner", body);
  sketch.flow(inner, call_of_endless(sketch, body));
  const auto end = sketch.node(testing::NodeKind::EndEvent, "end");
  sketch.flow(start, sub);
  sketch.flow(sub, end);
  sketch.flow(sketch.boundary(sub, "late", true), sub);
  const std::vector<definition::ProcessDefinitionPtr> processes{sketch.finish(), endless()};
  Options options;
  options.states_max = 10;
  EXPECT_EQ(verify(processes, options).processes.front().option_to_complete, Verdict::Refuted);
  options.reductions = false;
  EXPECT_EQ(verify(processes, options).processes.front().option_to_complete, Verdict::Undecided);
}

// Behind a call that is not decided more may be dead than what is known to be.
TEST(Reductions, SayWhetherAllThatIsDeadIsNamed) {
  testing::Sketch sketch("p");
  const auto start = sketch.node(testing::NodeKind::StartEvent, "start");
  const auto call = call_of_endless(sketch, testing::ProcessDefinition::root());
  const auto after = sketch.node(testing::NodeKind::Task, "after");
  const auto apart = sketch.node(testing::NodeKind::Task, "apart");
  const auto end = sketch.node(testing::NodeKind::EndEvent, "end");
  sketch.flow(start, call);
  sketch.flow(call, after);
  sketch.flow(after, end);
  sketch.flow(apart, apart);
  const std::vector<definition::ProcessDefinitionPtr> processes{sketch.finish(), endless()};
  Options options;
  options.states_max = 10;
  const ProcessResult reduced = verify(processes, options).processes.front();
  EXPECT_EQ(reduced.dead, (std::vector<std::string>{"after", "apart"}));
  EXPECT_TRUE(reduced.dead_complete);
  options.reductions = false;
  const ProcessResult plain = verify(processes, options).processes.front();
  EXPECT_EQ(plain.dead, (std::vector<std::string>{"apart"}));
  EXPECT_FALSE(plain.dead_complete);
  EXPECT_EQ(plain.no_dead_activities, Verdict::Refuted);
}

// What is remembered of nets is what would be found again, whatever stands before the body.
TEST(Cache, GivesTheSameAnswers) {
  BehaviorCache cache;
  for (int round = 0; round < 2; ++round)
    for (std::uint64_t seed = 1; seed <= 50; ++seed) {
      const auto processes = testing::random_processes(seed);
      Options options;
      options.fixes = false;
      options.states_max = 20'000;
      const Verification fresh = verify(processes, options);
      options.cache = &cache;
      const Verification cached = verify(processes, options);
      EXPECT_EQ(fresh.findings, cached.findings) << "seed " << seed;
      EXPECT_EQ(fresh.processes, cached.processes) << "seed " << seed;
    }
  EXPECT_GE(cache.hits(), cache.misses());
}

TEST(Cache, ForgetsTheOldest) {
  BehaviorCache cache(2'000);
  for (int round = 0; round < 2; ++round)
    for (std::uint64_t seed = 1; seed <= 50; ++seed) {
      const auto process = testing::random_process(seed);
      Options options;
      options.fixes = false;
      options.states_max = 1'000;
      options.cache = &cache;
      verify({&process, 1}, options);
    }
  EXPECT_LT(cache.hits(), cache.misses());
}

// The state of the space in which the tokens lie like that.
std::uint32_t state_of(const StateSpace& space, const std::vector<std::uint32_t>& marking) {
  std::uint32_t state = 0;
  while (state < space.size() && space.marking(state) != marking) ++state;
  return state;
}

// Of the runs of the unreduced net that have fewer firings, all of which are looked at. False where
// there are too many.
bool is_shortest(const TokenNet& net, const Witness& witness) {
  const Residue model = unreduced(net);
  SearchLimits limits{50'000, 1'000'000, {}};
  limits.depth_max = witness.trace.size();
  const StateSpace space(model, 8, limits, false);
  if ((!space.complete() && !space.complete_to_depth()) || space.saturated()) return false;
  std::size_t least = witness.trace.size();
  for (std::uint32_t state = 0; state < space.size(); ++state)
    if (shows(space, state, witness)) least = std::min(least, space.way(state).size());
  EXPECT_EQ(witness.trace.size(), least);
  return true;
}

// Of a livelock: it comes to where there is no way out as soon as any run does, and stays there.
bool is_shortest_livelock(const TokenNet& net, const Witness& witness) {
  const Residue model = unreduced(net);
  const StateSpace space(model, 8, {20'000, 400'000, {}}, false);
  if (!space.complete() || space.saturated()) return false;
  const std::vector<bool> hope = hopeful(space, witness.process, false);
  std::size_t least = witness.trace.size() + 1;
  for (std::uint32_t state = 0; state < space.size(); ++state)
    if (!hope[state]) least = std::min(least, space.way(state).size());
  EXPECT_LE(least, witness.trace.size());
  if (least > witness.trace.size()) return true;
  const auto begin = witness.trace.begin();
  const auto marking = replay(net, {begin, begin + static_cast<std::ptrdiff_t>(least)});
  const std::uint32_t state = marking ? state_of(space, *marking) : 0;
  EXPECT_TRUE(state < space.size() && !hope[state]);
  return true;
}

// Every witness is a run of the unreduced net that ends in what it claims.
TEST(Reductions, UnfoldTheirTracesIntoRunsOfTheModel) {
  std::size_t witnesses = 0, claimed = 0, confirmed = 0;
  for (std::uint64_t seed = kSeeds.first; seed < kSeeds.end(); ++seed) {
    const definition::ProcessDefinitionPtr process = testing::random_process(seed);
    const Insides insides{std::vector<BodySummary>(process->scopes.size()), {}};
    const Translation translation = translate_body(*process, ScopeIndex(0), insides);
    BehaviorLimits limits;
    limits.states_max = 20'000;
    const Behavior behavior = analyse(translation.net, 1, limits);
    for (const Witness& witness : behavior.witnesses) {
      ++witnesses;
      const auto marking = replay(translation.net, witness.trace);
      ASSERT_TRUE(marking.has_value()) << "seed " << seed;
      claimed += witness.shortest ? 1 : 0;
      const bool livelock = witness.problem == Problem::Livelock;
      if (witness.shortest)
        confirmed += livelock ? is_shortest_livelock(translation.net, witness)
                              : is_shortest(translation.net, witness);
      if (livelock) continue;
      Residue rest = unreduced(translation.net);
      rest.initial.clear();
      std::size_t left = 0;
      for (std::uint32_t place = 0; place < marking->size(); ++place) {
        rest.initial.insert(rest.initial.end(), (*marking)[place], place);
        if (rest.places[place].ordinary()) left += (*marking)[place];
      }
      if (witness.problem == Problem::Deadlock) {
        const StateSpace space(rest, 8, {1, 1000, {}}, false);
        EXPECT_TRUE(space.edges(0).empty()) << "seed " << seed;
        EXPECT_GT(left, 0U) << "seed " << seed;
      } else {
        ASSERT_TRUE(witness.place.valid()) << "seed " << seed;
        EXPECT_GT((*marking)[witness.place.value()], 1U) << "seed " << seed;
      }
    }
  }
  EXPECT_GT(witnesses, kSeeds.count / 10);
  EXPECT_GT(claimed, witnesses * 98 / 100);
  EXPECT_GT(confirmed, witnesses * 8 / 10);
}

}  // namespace
}  // namespace umlauf::verify
