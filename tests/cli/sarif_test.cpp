// `umlauf check --format sarif` against the structure of SARIF 2.1.0 (OASIS, 27 March 2020).
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "adapters/cli/check_report.hpp"
#include "engine/feel/json.hpp"

namespace umlauf::cli {
namespace {

using feel::Value;

// The members of each object that we write, as the schema has them (it allows no others); a star
// marks those that must be there. `name:type`, where type is the object of a member or of its
// items.
const std::map<std::string, std::map<std::string, std::string>>& objects() {
  static const std::map<std::string, std::map<std::string, std::string>> all = {
      {"log", {{"$schema", ""}, {"version*", ""}, {"runs*", "run"}}},
      {"run",
       {{"tool*", "tool"},
        {"translations", "toolComponent"},
        {"language", ""},
        {"columnKind", ""},
        {"results", "result"}}},
      {"tool", {{"driver*", "toolComponent"}}},
      {"toolComponent", {{"name*", ""}, {"language", ""}, {"contents", ""}, {"rules", "rule"}}},
      {"rule",
       {{"id*", ""},
        {"shortDescription", "text"},
        {"fullDescription", "text"},
        {"help", "text"},
        {"defaultConfiguration", "configuration"}}},
      {"configuration", {{"level", ""}}},
      {"text", {{"text*", ""}}},
      {"result",
       {{"ruleId", ""},
        {"ruleIndex", ""},
        {"level", ""},
        {"message*", "text"},
        {"locations", "location"},
        {"codeFlows", "codeFlow"}}},
      {"location",
       {{"physicalLocation", "physicalLocation"},
        {"logicalLocations", "logicalLocation"},
        {"message", "text"}}},
      {"physicalLocation", {{"artifactLocation", "artifact"}, {"region", "region"}}},
      {"artifact", {{"uri", ""}}},
      {"region", {{"startLine", ""}, {"startColumn", ""}}},
      {"logicalLocation", {{"name", ""}}},
      {"codeFlow", {{"threadFlows*", "threadFlow"}}},
      {"threadFlow", {{"locations*", "threadFlowLocation"}}},
      {"threadFlowLocation", {{"location", "location"}}},
  };
  return all;
}

struct Open {
  std::string type;
  const Value* value;
};

void expect_structure(const Value& log) {
  std::vector<Open> open{{"log", &log}};
  while (!open.empty()) {
    const Open at = open.back();
    open.pop_back();
    if (const feel::Values* items = at.value->list()) {
      for (const Value& item : *items) open.push_back({at.type, &item});
      continue;
    }
    ASSERT_NE(at.value->context(), nullptr) << at.type;
    std::set<std::string> allowed;
    for (const auto& [name, type] : objects().at(at.type)) {
      const bool required = name.ends_with('*');
      const std::string plain = required ? name.substr(0, name.size() - 1) : name;
      allowed.insert(plain);
      const Value* member = at.value->context()->find(plain);
      EXPECT_TRUE(member || !required) << at.type << "." << plain;
      if (member && !type.empty()) open.push_back({type, member});
    }
    for (const feel::Entry& entry : *at.value->context())
      EXPECT_TRUE(allowed.contains(entry.name)) << at.type << "." << entry.name;
  }
}

const Value& at(const Value& value, const char* member) {
  static const Value kNothing;
  const Value* found = value.member(member);
  return found ? *found : kNothing;
}

const Value& first(const Value& value, const char* member) {
  return at(value, member).list()->front();
}

std::string text(const Value& value, const char* member) {
  const Value* found = value.member(member);
  return found && found->string() ? *found->string() : "";
}

std::vector<CheckUnit> units() {
  const auto finding = [](Severity severity, const char* rule) {
    verify::Finding result;
    result.diagnostic.severity = severity;
    result.diagnostic.rule = rule;
    result.diagnostic.message = {"it is wrong", "es ist falsch"};
    result.diagnostic.span = {3, 7, 40, 5};
    result.diagnostic.element = "join";
    return result;
  };
  CheckedFile file;
  file.name = "Antrag für 1 Hund.bpmn";
  file.findings = {finding(Severity::Error, "BEH-01"), finding(Severity::Info, "STY-01"),
                   finding(Severity::Error, "BEH-01"), finding(Severity::Warning, "EVT-20")};
  file.findings[0].trace = {{"split", {}, {"f2"}, "", {2, 5, 30, 5}},
                            {"task", {"f2"}, {"f4"}, "b.bpmn", {9, 1, 90, 5}}};
  file.findings[3].diagnostic.span = {};
  file.findings[3].diagnostic.element.clear();
  return {CheckUnit{{file}}};
}

TEST(Sarif, HasTheStructureOfTheStandard) {
  const auto log = feel::from_json(sarif_of(units()));
  ASSERT_TRUE(log.has_value());
  expect_structure(*log);
  EXPECT_EQ(text(*log, "version"), "2.1.0");
  ASSERT_EQ(at(*log, "runs").list()->size(), 1U);
}

TEST(Sarif, NamesEachRuleOnceAndPointsToIt) {
  const auto log = feel::from_json(sarif_of(units()));
  const Value& run = first(*log, "runs");
  const feel::Values& rules = *at(at(at(run, "tool"), "driver"), "rules").list();
  ASSERT_EQ(rules.size(), 3U);
  static const std::set<std::string> kLevels = {"none", "note", "warning", "error"};
  for (const Value& result : *at(run, "results").list()) {
    const auto index = at(result, "ruleIndex").number()->to_int64();
    ASSERT_TRUE(index && *index >= 0 && *index < 3);
    EXPECT_EQ(text(rules[static_cast<std::size_t>(*index)], "id"), text(result, "ruleId"));
    EXPECT_TRUE(kLevels.contains(text(result, "level")));
    EXPECT_FALSE(text(at(result, "message"), "text").empty());
    const Value& place = at(first(result, "locations"), "physicalLocation");
    EXPECT_EQ(text(at(place, "artifactLocation"), "uri"), "Antrag%20f%C3%BCr%201%20Hund.bpmn");
  }
}

TEST(Sarif, DescribesTheRulesInBothLanguages) {
  const auto log = feel::from_json(sarif_of(units()));
  const Value& run = first(*log, "runs");
  const Value& english = at(at(run, "tool"), "driver");
  const Value& german = first(run, "translations");
  EXPECT_EQ(text(english, "language"), "en");
  EXPECT_EQ(text(german, "language"), "de");
  EXPECT_EQ(first(german, "contents"), Value("localizedData"));
  const feel::Values& here = *at(english, "rules").list();
  const feel::Values& there = *at(german, "rules").list();
  ASSERT_EQ(here.size(), there.size());
  for (std::size_t i = 0; i < here.size(); ++i) {
    EXPECT_EQ(text(here[i], "id"), text(there[i], "id"));
    for (const char* member : {"shortDescription", "fullDescription", "help"}) {
      EXPECT_FALSE(text(at(here[i], member), "text").empty()) << member;
      EXPECT_NE(text(at(here[i], member), "text"), text(at(there[i], member), "text"));
    }
  }
  EXPECT_EQ(text(at(there[0], "shortDescription"), "text"),
            "Kein Token wartet auf ein anderes, das nie kommt.");
}

TEST(Sarif, NamesSeveritiesInTheLanguageOfTheText) {
  const auto log = feel::from_json(sarif_of(units()));
  const Value& run = first(*log, "runs");
  const auto help = [](const Value& component) {
    return text(at(at(component, "rules").list()->at(1), "help"), "text");
  };
  EXPECT_NE(help(at(at(run, "tool"), "driver")).find("Severity: note in drafts, note in models"),
            std::string::npos);
  EXPECT_NE(help(first(run, "translations"))
                .find("Schwere: in Entwürfen Hinweis, in ausführbaren Modellen Hinweis."),
            std::string::npos);
}

// A viewer goes to each step, also in another file.
TEST(Sarif, PlacesEachStepOfATrace) {
  const auto log = feel::from_json(sarif_of(units()));
  const Value& flow = first(first(first(*log, "runs"), "results"), "codeFlows");
  std::vector<std::string> places;
  for (const Value& step : *at(first(flow, "threadFlows"), "locations").list()) {
    const Value& place = at(at(step, "location"), "physicalLocation");
    const Value& region = at(place, "region");
    places.push_back(text(at(place, "artifactLocation"), "uri") + ":" +
                     at(region, "startLine").number()->to_string() + ":" +
                     at(region, "startColumn").number()->to_string());
  }
  EXPECT_EQ(places,
            (std::vector<std::string>{"Antrag%20f%C3%BCr%201%20Hund.bpmn:2:5", "b.bpmn:9:1"}));
}

TEST(Sarif, TellsTheTraceAsACodeFlow) {
  const auto log = feel::from_json(sarif_of(units()));
  const Value& result = first(first(*log, "runs"), "results");
  const feel::Values& steps =
      *at(first(first(result, "codeFlows"), "threadFlows"), "locations").list();
  ASSERT_EQ(steps.size(), 2U);
  EXPECT_EQ(text(first(at(steps[1], "location"), "logicalLocations"), "name"), "task");
}

}  // namespace
}  // namespace umlauf::cli
