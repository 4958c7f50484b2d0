// docs/conformance.md, docs/bpmn-sentences.md, the tables they are written from, and the scenarios
// belong together.
#include "engine/elements/conformance.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "engine/elements/sentences.hpp"

namespace umlauf::elements {
namespace {

namespace fs = std::filesystem;

constexpr const char* kScenarios = "tests/scenarios";

std::string content_of(const fs::path& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

void expect_current(const std::string& page, const std::string& wanted) {
  if (content_of("docs/" + page) == wanted) return;
  std::ofstream("build/" + page) << wanted;
  FAIL() << "docs/" << page << " is out of date; the current text is in build/" << page;
}

TEST(ConformancePage, IsCurrent) { expect_current("conformance.md", conformance_page()); }

TEST(SentencesPage, IsCurrent) { expect_current("bpmn-sentences.md", sentences_page()); }

// All text of the files below a folder whose name ends so.
std::string all_content(const fs::path& folder, std::string_view ending) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.path().string().ends_with(ending)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  std::string all;
  for (const fs::path& file : files) all += content_of(file);
  return all;
}

// `folder: scenario`, `rule ID` or `Suite.Name`.
bool exists(const std::string& named) {
  static const std::string tests = all_content("tests", "_test.cpp");
  static const std::string rules = content_of("docs/rules.md");
  if (named.starts_with("rule ")) return rules.find("| " + named.substr(5) + " |") != rules.npos;
  const std::size_t colon = named.find(": ");
  if (colon != named.npos) {
    const fs::path folder = fs::path(kScenarios) / named.substr(0, colon);
    return fs::is_directory(folder) &&
           all_content(folder, ".test.yaml").find("\n  " + named.substr(colon + 2) + ":\n") !=
               std::string::npos;
  }
  const std::size_t point = named.find('.');
  return point != named.npos && tests.find("TEST(" + named.substr(0, point) + ", " +
                                           named.substr(point + 1) + ")") != tests.npos;
}

TEST(Sentences, AreShownByWhatExistsOrSayWhyByNothing) {
  std::size_t count = 0;
  for (const SentenceGroup& group : sentence_groups())
    for (const Sentence& sentence : group.sentences) {
      ++count;
      EXPECT_FALSE(sentence.shown.empty() && sentence.remark.empty()) << sentence.says;
      std::stringstream shown{std::string(sentence.shown)};
      for (std::string named; std::getline(shown, named, '|');)
        EXPECT_TRUE(exists(named)) << sentence.clause << ": " << named;
    }
  EXPECT_GT(count, 200u);
}

TEST(ConformanceTable, EveryRowThatIsExecutedHasScenarios) {
  const std::string page = conformance_page();
  for (const ConformanceRow& row : conformance_rows()) {
    EXPECT_TRUE(row.treatment == Treatment::ReadOnly || !row.scenarios.empty()) << row.element;
    if (row.scenarios.empty()) continue;
    const fs::path folder = fs::path(kScenarios) / row.scenarios;
    ASSERT_TRUE(fs::is_directory(folder)) << folder;
    std::size_t files = 0;
    for (const auto& entry : fs::directory_iterator(folder))
      files += entry.path().string().ends_with(".test.yaml") ? 1 : 0;
    EXPECT_GT(files, 0u) << folder;
  }
}

TEST(ConformanceTable, EveryScenarioFolderBelongsToARow) {
  const std::string page = conformance_page();
  for (const auto& entry : fs::directory_iterator(kScenarios))
    if (entry.is_directory()) {
      const std::string name = entry.path().filename().string();
      EXPECT_NE(page.find("/" + name + ")"), std::string::npos) << name;
    }
}

}  // namespace
}  // namespace umlauf::elements
