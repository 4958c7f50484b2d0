// `umlauf check --serve` says what a check from scratch does, in whatever order files have come.
#include "adapters/cli/check_session.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "adapters/cli/check_report.hpp"
#include "engine/feel/json.hpp"
#include "tests/cli/rules/files.hpp"

namespace umlauf::cli {
namespace {

using feel::Value;

// Without the times.
std::string files_in(const Value& answer) {
  std::string text;
  for (const Value& file : *answer.member("files")->list()) {
    text += feel::to_json(*file.member("file"), feel::JsonForm::Plain) +
            feel::to_json(*file.member("diagnostics"), feel::JsonForm::Plain);
    for (const Value& process : *file.member("processes")->list())
      text += feel::to_json(*process.member("process"), feel::JsonForm::Plain);
    text += '\n';
  }
  return text;
}

std::string from_scratch(const Files& files) {
  CheckUnit unit;
  for (const auto& [name, content] : files) unit.files.push_back({name, content, {}, {}});
  check(unit, {});
  return files_in(Value(context_of({&unit, 1})));
}

TEST(CheckSessions, AnswerAsACheckFromScratchWhateverTheOrder) {
  // Each defines the decision `d`, in one namespace or another, and yields something else.
  Files files = flow_of(
      "<businessRuleTask id='m'><extensionElements><z:calledDecision decisionId='d' "
      "resultVariable='fee'/></extensionElements></businessRuleTask><scriptTask id='r' "
      "scriptFormat='feel'><script>fee + 1</script></scriptTask>",
      "s>m m>r r>e");
  files.emplace_back("b.dmn", literal("\"a\"", "string").front().second);
  files.emplace_back("c.dmn", literal("1", "number").front().second);
  files.emplace_back("d.dmn",
                     dmn("<decision id='d' name='x'><variable name='x'/></decision>", "urn:other"));
  const std::string wanted = from_scratch(files);
  EXPECT_NE(wanted.find("DMN-22"), std::string::npos) << wanted;
  std::vector<std::size_t> order{0, 1, 2, 3};
  do {
    CheckSession session({}, {});
    std::string last;
    for (const std::size_t at : order)
      last = session.answer_line(
          feel::to_json(Value(feel::Context{{"file", files[at].first}, {"text", files[at].second}}),
                        feel::JsonForm::Plain));
    const auto answer = feel::from_json(last);
    ASSERT_TRUE(answer.has_value()) << last;
    EXPECT_EQ(files_in(*answer), wanted);
  } while (std::next_permutation(order.begin(), order.end()));
}

TEST(CheckSessions, SayThatAnIdIsInTwoFiles) {
  Files files = literal("1");
  files.emplace_back("b.dmn",
                     dmn("<decision id='d' name='x'><variable name='x'/></decision>", "urn:other"));
  EXPECT_NE(from_scratch(files).find(
                "a decision with the id 'd' is in 'a.dmn' as well, and a task that asks for it "
                "cannot say which it means"),
            std::string::npos);
}

}  // namespace
}  // namespace umlauf::cli
