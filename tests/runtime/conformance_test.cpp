// docs/conformance.md, the table it is written from, and the scenario folders belong together.
#include "engine/elements/conformance.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>

namespace umlauf::elements {
namespace {

namespace fs = std::filesystem;

constexpr const char* kScenarios = "tests/scenarios";

TEST(ConformancePage, IsCurrent) {
  std::ifstream file("docs/conformance.md");
  std::stringstream text;
  text << file.rdbuf();
  // What others have to say of FEEL and DMN follows.
  const std::string wanted = conformance_page();
  if (text.str().starts_with(wanted)) return;
  std::ofstream("build/conformance.md") << wanted;
  FAIL() << "docs/conformance.md is out of date; the current text is in build/conformance.md";
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
