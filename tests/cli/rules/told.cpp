#include <gtest/gtest.h>

#include <memory>
#include <utility>

#include "adapters/cli/scenario.hpp"
#include "adapters/cli/session.hpp"
#include "tests/cli/rules/files.hpp"

namespace umlauf::cli {
namespace {

void note(std::set<std::string>& rules, const Diagnostic& diagnostic) {
  EXPECT_FALSE(diagnostic.message.english.empty()) << diagnostic.rule;
  EXPECT_FALSE(diagnostic.message.german.empty()) << diagnostic.rule;
  rules.insert(diagnostic.rule);
}

}  // namespace

CheckUnit checked(const Files& files, verify::Profile profile, bool whole) {
  CheckUnit unit;
  unit.whole = whole;
  for (const auto& [name, content] : files) unit.files.push_back({name, content, {}, {}});
  CheckOptions options;
  options.absent = 1;
  options.profile = profile;
  check(unit, options);
  return unit;
}

std::set<std::string> told_by_check(const Files& files) {
  const CheckUnit unit = checked(files, verify::Profile::Executable, false);
  std::set<std::string> rules;
  for (const CheckedFile& file : unit.files)
    for (const verify::Finding& finding : file.findings) note(rules, finding.diagnostic);
  return rules;
}

std::set<std::string> told_by_scenarios(const Files& files) {
  std::set<std::string> rules;
  for (const auto& [name, content] : files)
    for (const Diagnostic& diagnostic : read_scenarios(name, content).diagnostics)
      note(rules, diagnostic);
  return rules;
}

std::set<std::string> told_by_migration(const Files& files) {
  Session session;
  service::Engine& engine = session.engine();
  service::InstanceKey instance;
  for (const auto& [name, content] : files) {
    const auto deployed = engine.execute(service::Deploy{{{name, content}}}, {});
    EXPECT_TRUE(deployed) << deployed.error().message.english;
    if (instance.valid()) continue;
    service::Start start;
    start.process = "p";
    const auto started = engine.execute(std::move(start), {});
    EXPECT_TRUE(started) << started.error().message.english;
    if (started) instance = started->instances.front();
  }
  service::MigrateInstance migrate;
  migrate.instance = instance;
  const auto migrated = engine.execute(std::move(migrate), {});
  std::set<std::string> rules;
  if (!migrated)
    for (const Diagnostic& obstacle : migrated.error().diagnostics) note(rules, obstacle);
  return rules;
}

}  // namespace umlauf::cli
