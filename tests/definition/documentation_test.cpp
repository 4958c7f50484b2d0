#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include "engine/definition/dialect.hpp"
#include "engine/definition/semantics.hpp"

// docs/dialects.md shows the tables that the code goes by. After changing a table, run this program
// once with UMLAUF_WRITE_DOCS=1.
namespace umlauf::definition {
namespace {

constexpr const char* kPage = "docs/dialects.md";

std::string places(Places mask) {
  if (mask == kEverywhere) return "everywhere";
  std::string text;
  const auto take = [&](Places group, const char* name) {
    if ((mask & group) != group) return;
    text += (text.empty() ? "" : ", ") + std::string(name);
    mask &= ~group;
  };
  take(kFlowNodes, "flow nodes");
  take(kActivities, "activities");
  take(kEvents, "events");
  take(kJobTasks, "service, send and business rule tasks");
  for (int bit = 0; bit <= 35; ++bit)
    if (const Places single = 1ULL << bit; (mask & single) != 0)
      take(single, std::string(place_name(single)).c_str());
  return text;
}

std::string prefixes(Families families) {
  std::string text;
  for (const Families family : {kCamunda, kActiviti, kFlowable, kZeebe, kUmlauf})
    if ((families & family) != 0)
      text += (text.empty() ? "" : ", ") + std::string(prefix_of(family)) + ":";
  return text;
}

std::string extensions() {
  static const char* const kTreatments[] = {"taken", "harmless", "warning", "**error**"};
  std::string text = "| dialects | name | at | | what becomes of it |\n|---|---|---|---|---|\n";
  for (const ExtensionRow* row : extension_rows())
    text += "| " + prefixes(row->families) + " | `" + (row->element ? "" : "@") +
            std::string(row->name) + "` | " + places(row->places) + " | " +
            kTreatments[static_cast<int>(row->treatment)] + " | " + std::string(row->english) +
            " |\n";
  return text;
}

std::string semantics_table() {
  static constexpr Dialect kDialects[] = {Dialect::Standard, Dialect::Camunda7, Dialect::Activiti,
                                          Dialect::Flowable, Dialect::Zeebe};
  std::string text = "| |";
  for (const Dialect dialect : kDialects) text += " " + std::string(to_string(dialect)) + " |";
  text += "\n|---|---|---|---|---|---|\n";
  const auto row = [&](const char* name, auto value) {
    text += "| " + std::string(name) + " |";
    for (const Dialect dialect : kDialects) text += " " + value(semantics(dialect)) + " |";
    text += "\n";
  };
  const auto yes = [](bool value) { return std::string(value ? "yes" : "no"); };
  row("language of its expressions", [](const Semantics& s) {
    return std::string(s.expression_language == ExpressionLanguage::Feel ? "FEEL" : "`${}`");
  });
  row("a call activity hands over all variables unasked",
      [&](const Semantics& s) { return yes(s.call_takes_all_variables); });
  row("all variables of a called process come back unasked",
      [&](const Semantics& s) { return yes(s.call_returns_all_variables); });
  row("with output mappings, only what they name leaves a task",
      [&](const Semantics& s) { return yes(s.output_mappings_replace_propagation); });
  row("a message that nobody waits for is kept", [](const Semantics& s) {
    return s.messages_are_buffered ? std::to_string(s.message_time_to_live_ms / 1000) + " s"
                                   : std::string("no");
  });
  row("`loopCounter` begins at",
      [](const Semantics& s) { return std::to_string(s.loop_counter_first); });
  row("counters of multi-instance", [](const Semantics& s) {
    return std::string(s.counters_named_as_in_camunda ? "`nrOfInstances` ..."
                                                      : "`numberOfInstances` ...");
  });
  row("activities wait for their input sets and fail without an output set",
      [&](const Semantics& s) { return yes(s.data_sets_count); });
  row("every job is a waiting point",
      [&](const Semantics& s) { return yes(s.every_task_is_a_waiting_point); });
  row("cron lines count the days of the week from",
      [](const Semantics& s) { return std::string(s.cron_weeks_begin_with_zero ? "0" : "1"); });
  return text;
}

// The part of the page between `<!-- name -->` and `<!-- /name -->`.
struct Section {
  std::size_t begin;
  std::size_t length;
};
Section section(const std::string& page, const std::string& name) {
  const std::string open = "<!-- " + name + " -->\n", close = "<!-- /" + name + " -->";
  const std::size_t begin = page.find(open), end = page.find(close);
  if (begin == std::string::npos || end == std::string::npos) return {0, 0};
  return {begin + open.size(), end - begin - open.size()};
}

TEST(Documentation, ShowsTheTablesOfTheCode) {
  std::ifstream in(kPage);
  ASSERT_TRUE(in) << kPage;
  std::stringstream content;
  content << in.rdbuf();
  std::string page = content.str();
  const bool write = std::getenv("UMLAUF_WRITE_DOCS") != nullptr;
  for (const auto& [name, expected] : {std::pair{std::string("extensions"), extensions()},
                                       std::pair{std::string("semantics"), semantics_table()}}) {
    const Section found = section(page, name);
    ASSERT_NE(found.begin, 0u) << name;
    if (write) page.replace(found.begin, found.length, expected);
    if (!write) {
      EXPECT_EQ(page.substr(found.begin, found.length), expected);
    }
  }
  if (write) std::ofstream(kPage) << page;
}

TEST(ExtensionTable, EveryRowIsWhole) {
  for (const ExtensionRow* row : extension_rows()) {
    EXPECT_FALSE(row->english.empty() || row->german.empty()) << row->name;
    EXPECT_NE(row->families, 0) << row->name;
    EXPECT_NE(row->places, 0u) << row->name;
    const bool lowers = row->element ? row->lower != nullptr : row->field != nullptr;
    EXPECT_EQ(lowers, row->treatment == Treatment::Taken) << row->name;
  }
}

TEST(ExtensionTable, NoRowHidesAnother) {
  const auto rows = extension_rows();
  for (std::size_t i = 0; i < rows.size(); ++i)
    for (std::size_t j = i + 1; j < rows.size(); ++j)
      EXPECT_FALSE(rows[i]->name == rows[j]->name && rows[i]->element == rows[j]->element &&
                   (rows[i]->families & rows[j]->families) != 0 &&
                   (rows[i]->places & rows[j]->places) != 0)
          << rows[i]->name;
}

}  // namespace
}  // namespace umlauf::definition
