// The random processes of the verifier's own differential test, as documents: every refuting trace
// is replayed through the protocol of `umlauf drive`, token after token. What happens inside of the
// sub-processes that a trace passes is looked for at random.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/bpmn/reader.hpp"
#include "engine/definition/compile.hpp"
#include "engine/verify/verify.hpp"
#include "tests/cli/slow_run.hpp"
#include "tests/cli/written_process.hpp"
#include "tests/verify/random_process.hpp"
#include "tests/verify/random_seeds.hpp"

namespace umlauf::cli {
namespace {

void expect_outcome(SlowRun& run, const verify::Finding& finding, ScopeIndex scope) {
  const std::string& rule = finding.diagnostic.rule;
  const std::string& element = finding.diagnostic.element;
  if (rule == "BEH-02" || rule == "BEH-12") {
    EXPECT_GT(run.tokens(scope)[element], 1) << element;
    EXPECT_GT(run.drive().taken(element), 1) << element;
  } else if (rule == "BEH-03") {
    EXPECT_GT(run.drive().entered()[element], 1U) << element;
  } else if (rule == "BEH-04") {
    EXPECT_FALSE(run.finish(scope));
  } else {
    // Within a sub-process that never ends it may go on.
    EXPECT_TRUE(run.finish(scope) || run.stands_still(scope));
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
  constexpr std::uint64_t kAttempts = 5000;
  const ScopeIndex scope = process[process.find_node(finding.trace.front().fire)].scope;
  if (!is_reached(process, scope, never)) return;
  std::map<std::string, Jobs> jobs_within;
  for (std::uint64_t attempt = 0; attempt < kAttempts; ++attempt) {
    SlowRun run(process, file, attempt, jobs_within);
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

void replay_all(verify::testing::Elements elements) {
  const verify::testing::Seeds seeds(60);
  std::map<std::string, std::size_t> count;
  const std::filesystem::path file = std::filesystem::path(testing::TempDir()) / "steps.bpmn";
  for (std::uint64_t seed = seeds.first; seed < seeds.end(); ++seed) {
    const definition::ProcessDefinitionPtr sketch = verify::testing::random_process(seed, elements);
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
