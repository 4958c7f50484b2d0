// umlauf bench: every workload runs to its end and is reported in full.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/cli/program.hpp"

namespace umlauf::cli_test {
namespace {

double number(const feel::Value& value, const std::string& member) {
  const feel::Value* found = value.member(member);
  return found != nullptr && found->number() != nullptr ? found->number()->to_double() : -1;
}

feel::Value bench(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "bench");
  arguments.emplace_back("--json");
  const Outcome outcome = run(arguments);
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  return json(outcome);
}

struct Load {
  const char* name;
  double commands_of_an_instance;
};

TEST(Bench, RunsEveryWorkloadInMemory) {
  for (const Load& load : {Load{"w0", 1}, Load{"w1", 1}, Load{"w2", 2}, Load{"w2c", 3},
                           Load{"w3", 1}, Load{"w4", 1}, Load{"w5", 2}, Load{"w6", 1}}) {
    const feel::Value report = bench({"--workload", load.name, "--instances", "20"});
    EXPECT_EQ(number(report, "instances"), 20) << load.name;
    EXPECT_EQ(number(report, "commands"), 20 * load.commands_of_an_instance) << load.name;
    EXPECT_GT(number(report, "instancesPerSecond"), 0) << load.name;
  }
}

TEST(Bench, ReportsWhatCasesTakeOnDisk) {
  const Folder folder;
  const std::string file = folder.path("bench.sqlite");
  const feel::Value report =
      bench({"--store", file, "--clients", "3", "--instances", "30", "--prefill", "300"});
  EXPECT_EQ(number(report, "instances"), 30);
  EXPECT_EQ(number(report, "prefilled"), 300);
  EXPECT_GT(number(report, "diskBytesPerWaitingInstance"), 100);
  EXPECT_LT(number(report, "diskBytesPerWaitingInstance"), 5000);
  EXPECT_GE(number(report, "p99Us"), number(report, "p50Us"));
  // What it began is a case like any other.
  const Outcome shown = run({"show", "--db", file, "--business-key", "HS-2026-7"});
  EXPECT_NE(shown.out.find("active"), std::string::npos) << shown.out << shown.err;
}

TEST(Bench, BeginsNoMoreThanTheRateAllows) {
  const feel::Value report =
      bench({"--workload", "w0", "--clients", "2", "--rate", "50", "--instances", "10"});
  EXPECT_EQ(number(report, "instances"), 10);
  EXPECT_GE(number(report, "seconds"), 0.17) << "the tenth begins after 9/50 of a second";
}

TEST(Bench, DeploysALargeModel) {
  const feel::Value report = bench({"--workload", "deploy", "--tasks", "500"});
  EXPECT_GT(number(report, "deployMs"), 0);
  EXPECT_GT(number(report, "bytes"), 100'000);
}

TEST(Bench, RefusesWhatItDoesNotKnow) {
  EXPECT_EQ(run({"bench", "--workload", "w9"}).status, 2);
  EXPECT_EQ(run({"bench", "--clients", "0"}).status, 2);
  EXPECT_EQ(run({"bench", "--clients", "100000"}).status, 2);
  EXPECT_EQ(run({"bench", "--store", "/gibt/es/nicht/a.sqlite"}).status, 2);
}

TEST(Bench, ExplainsItselfInBothLanguages) {
  EXPECT_NE(run({"bench", "--help"}).out.find("five services"), std::string::npos);
  EXPECT_NE(run({"bench", "--help"}, "de_DE.UTF-8").out.find("fünf Dienste"), std::string::npos);
}

}  // namespace
}  // namespace umlauf::cli_test
