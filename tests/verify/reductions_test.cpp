#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

#include "engine/verify/behavior.hpp"
#include "engine/verify/search.hpp"
#include "engine/verify/translate.hpp"
#include "engine/verify/verify.hpp"
#include "tests/verify/random_process.hpp"

namespace umlauf::verify {
namespace {

// UMLAUF_RANDOM_MODELS=10000 for the long run.
std::uint64_t models() {
  const char* asked = std::getenv("UMLAUF_RANDOM_MODELS");
  return asked ? std::strtoull(asked, nullptr, 10) : 400;
}

// Both search to the same depth; only verdicts that the plain search can give are compared.
void expect_same(Verdict reduced, Verdict plain, const char* what, std::uint64_t seed) {
  if (plain == Verdict::Undecided || reduced == Verdict::Undecided) return;
  EXPECT_EQ(reduced, plain) << what << ", seed " << seed;
}

TEST(Reductions, GiveTheVerdictsOfThePlainSearch) {
  std::size_t decided = 0, refuted = 0;
  for (std::uint64_t seed = 1; seed <= models(); ++seed) {
    const definition::ProcessDefinitionPtr process = testing::random_process(seed);
    Options options;
    options.fixes = false;
    options.states_max = 20'000;
    const ProcessResult reduced = verify({&process, 1}, options).processes.front();
    options.reductions = false;
    const ProcessResult plain = verify({&process, 1}, options).processes.front();
    expect_same(reduced.safe, plain.safe, "safe", seed);
    expect_same(reduced.option_to_complete, plain.option_to_complete, "option to complete", seed);
    expect_same(reduced.proper_completion, plain.proper_completion, "proper completion", seed);
    expect_same(reduced.no_dead_activities, plain.no_dead_activities, "no dead activities", seed);
    if (reduced.no_dead_activities == plain.no_dead_activities) {
      EXPECT_EQ(reduced.dead, plain.dead) << "seed " << seed;
    }
    decided += reduced.option_to_complete != Verdict::Undecided;
    refuted += reduced.option_to_complete == Verdict::Refuted;
  }
  // The models are neither all right nor all wrong, and few are too large to decide.
  EXPECT_GT(decided, models() * 8 / 10);
  EXPECT_GT(refuted, models() / 10);
  EXPECT_LT(refuted, models() * 9 / 10);
}

// Every witness is a run of the unreduced net that ends in what it claims.
TEST(Reductions, UnfoldTheirTracesIntoRunsOfTheModel) {
  std::size_t witnesses = 0;
  for (std::uint64_t seed = 1; seed <= models(); ++seed) {
    const definition::ProcessDefinitionPtr process = testing::random_process(seed);
    const std::vector<BodySummary> bodies(process->scopes.size());
    const Translation translation = translate_body(*process, ScopeIndex(0), bodies);
    BehaviorLimits limits;
    limits.states_max = 20'000;
    const Behavior behavior = analyse(translation.net, 1, limits);
    for (const Witness& witness : behavior.witnesses) {
      ++witnesses;
      const auto marking = replay(translation.net, witness.trace);
      ASSERT_TRUE(marking.has_value()) << "seed " << seed;
      if (witness.problem == Problem::Livelock) continue;
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
  EXPECT_GT(witnesses, models() / 10);
}

}  // namespace
}  // namespace umlauf::verify
