#include "engine/verify/fixes.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/feel/expression.hpp"
#include "tests/verify/random_process.hpp"
#include "tests/verify/sketch.hpp"

namespace umlauf::verify {
namespace {

using testing::Sketch;

struct Case {
  const char* name;
  const char* process;
  const char* rule;
  std::vector<std::string> fixes;
};

class Fixes : public ::testing::TestWithParam<Case> {};

TEST_P(Fixes, AreOffered) {
  const definition::ProcessDefinitionPtr process = Sketch::read(GetParam().process);
  const Verification verification = verify({&process, 1}, {});
  std::vector<std::string> offered;
  for (const Finding& finding : verification.findings)
    if (finding.diagnostic.rule == GetParam().rule)
      for (const Fix& fix : finding.fixes) offered.push_back(fix.id);
  EXPECT_EQ(offered, GetParam().fixes);
}

INSTANTIATE_TEST_SUITE_P(
    Patterns, Fixes,
    ::testing::Values(
        Case{"WrongJoin",
             "s start, p xor, a task, b task, q and, e end; s>p, p>a, p>b, a>q, b>q, q>e",
             "BEH-01",
             {"join-to-exclusive", "join-to-inclusive"}},
        Case{"WrongMerge",
             "s start, p and, a task, b task, q xor, e end; s>p, p>a, p>b, a>q, b>q, q>e",
             "BEH-02",
             {"join-to-parallel", "join-to-inclusive"}},
        Case{"MissingJoin",
             "s start, p and, a task, b task, c task, e end; s>p, p>a, p>b, a>c, b>c, c>e",
             "BEH-02",
             {"add-parallel-join", "add-inclusive-join"}},
        Case{"MissingEnd",
             "s start, p and, a task, b task, e end; s>p, p>a, p>b, a>e, b>e",
             "BEH-03",
             {"end-for-each-flow", "add-parallel-join", "add-inclusive-join"}},
        Case{"LoopWithoutExit", "s start, m xor, a task; s>m, m>a, a>m", "BEH-04", {"add-exit"}}),
    [](const auto& each) { return std::string(each.param.name); });

std::vector<std::string> offered(const Verification& verification, std::string_view rule) {
  std::vector<std::string> fixes;
  for (const Finding& finding : verification.findings)
    if (finding.diagnostic.rule == rule)
      for (const Fix& fix : finding.fixes) fixes.push_back(fix.id);
  return fixes;
}

using Ids = std::vector<std::string>;

TEST(Fixes, NameTheMessageOfAStarvingReceive) {
  const definition::ProcessDefinitionPtr process =
      Sketch::read("s start, r receive, e end; s>r, r>e");
  Options options;
  options.profile = Profile::Draft;
  options.pools = {"p"};
  EXPECT_EQ(offered(verify({&process, 1}, options), "BEH-06"), Ids{"name-message"});
}

TEST(Fixes, LeadABoundaryEventToAnEndOfItsOwn) {
  Sketch sketch;
  const auto start = sketch.node(testing::NodeKind::StartEvent, "s");
  const auto task = sketch.node(testing::NodeKind::UserTask, "t");
  const auto reminder = sketch.boundary(task, "b", false);
  const auto join = sketch.node(testing::NodeKind::ExclusiveGateway, "x");
  sketch.flow(start, task);
  sketch.flow(task, join);
  sketch.flow(reminder, join);
  sketch.flow(join, sketch.node(testing::NodeKind::EndEvent, "e"));
  const definition::ProcessDefinitionPtr process = sketch.finish();
  Options options;
  options.profile = Profile::Draft;
  EXPECT_EQ(offered(verify({&process, 1}, options), "BEH-12"),
            (Ids{"end-for-boundary-path", "join-to-inclusive"}));
}

TEST(Fixes, MakeAFlowTheDefault) {
  Sketch sketch;
  const auto start = sketch.node(testing::NodeKind::StartEvent, "s");
  const auto choice = sketch.node(testing::NodeKind::ExclusiveGateway, "x");
  const auto join = sketch.node(testing::NodeKind::ExclusiveGateway, "j");
  sketch.flow(start, choice);
  for (const char* id : {"a", "b"}) {
    const auto task = sketch.node(testing::NodeKind::Task, id);
    const auto flow = sketch.flow(choice, task);
    auto condition = feel::compile(std::string(id) == "a" ? "dogs > 2" : "dogs < 2");
    ASSERT_TRUE(condition.has_value());
    sketch.definition().flows[flow.value()].condition.compiled =
        std::make_shared<feel::Expression>(std::move(*condition));
    sketch.flow(task, join);
  }
  sketch.flow(join, sketch.node(testing::NodeKind::EndEvent, "e"));
  const definition::ProcessDefinitionPtr process = sketch.finish();
  EXPECT_EQ(offered(verify({&process, 1}, {}), "DAT-13"), (Ids{"add-default", "add-default-end"}));
}

// No branch of an inclusive gateway becomes the default: it would be taken less often than before.
TEST(Fixes, AddADefaultToAnInclusiveGateway) {
  Sketch sketch;
  const auto start = sketch.node(testing::NodeKind::StartEvent, "s");
  const auto choice = sketch.node(testing::NodeKind::InclusiveGateway, "x");
  const auto join = sketch.node(testing::NodeKind::InclusiveGateway, "j");
  sketch.flow(start, choice);
  for (const char* id : {"a", "b"}) {
    const auto task = sketch.node(testing::NodeKind::Task, id);
    const auto flow = sketch.flow(choice, task);
    sketch.definition().flows[flow.value()].condition = testing::feel_of(id);
    sketch.flow(task, join);
  }
  sketch.flow(join, sketch.node(testing::NodeKind::EndEvent, "e"));
  const definition::ProcessDefinitionPtr process = sketch.finish();
  const Verification verification = verify({&process, 1}, {});
  EXPECT_EQ(offered(verification, "DAT-13"), (Ids{"add-default-to-join", "add-default-end"}));
  for (const Finding& finding : verification.findings)
    for (const Fix& fix : finding.fixes) {
      const definition::ProcessDefinitionPtr changed = edited(*process, fix.edits);
      ASSERT_TRUE(changed);
      for (std::size_t i = 0; i < process->flows.size(); ++i)
        EXPECT_EQ(static_cast<bool>(changed->flows[i].condition),
                  static_cast<bool>(process->flows[i].condition))
            << fix.id << ", " << process->flows[i].id;
      const definition::FlowIndex otherwise = (*changed)[choice].default_flow;
      ASSERT_TRUE(otherwise.valid()) << fix.id;
      EXPECT_GE(otherwise.value(), process->flows.size()) << fix.id;
    }
}

// What is offered has been verified: carrying it out removes the problem.
TEST(Fixes, RemoveTheProblemInRandomModels) {
  std::size_t offered = 0;
  for (std::uint64_t seed = 5000; seed < 5060; ++seed) {
    const definition::ProcessDefinitionPtr process = testing::random_process(seed);
    Options options;
    options.states_max = 5000;
    const Verification verification = verify({&process, 1}, options);
    for (const Finding& finding : verification.findings)
      for (const Fix& fix : finding.fixes) {
        ++offered;
        const definition::ProcessDefinitionPtr better = edited(*process, fix.edits);
        ASSERT_NE(better, nullptr) << "seed " << seed;
        options.fixes = false;
        const Verification after = verify({&better, 1}, options);
        EXPECT_TRUE(std::none_of(after.findings.begin(), after.findings.end(),
                                 [&](const Finding& each) {
                                   return each.diagnostic.rule == finding.diagnostic.rule &&
                                          each.diagnostic.element == finding.diagnostic.element;
                                 }))
            << "seed " << seed << " " << fix.id;
        options.fixes = true;
      }
  }
  EXPECT_GT(offered, 3U);
}

}  // namespace
}  // namespace umlauf::verify
