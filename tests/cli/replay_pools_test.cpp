// Pools that wait for each other's messages get stuck in the engine where the verifier says so, and
// nowhere else: pairs of random pools are run through the protocol of `umlauf drive`.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "engine/bpmn/reader.hpp"
#include "engine/definition/compile.hpp"
#include "engine/verify/verify.hpp"
#include "tests/cli/drive.hpp"
#include "tests/verify/random_seeds.hpp"

namespace umlauf::cli {
namespace {

const verify::testing::Seeds kSeeds(120);

// Each of two pools sends some messages and waits for those of the other, in any order. Before a
// message is sent somebody completes a task, `u` before the name of what sends.
class RandomPools {
 public:
  explicit RandomPools(std::uint64_t seed, bool kept = false) : random_(seed), kept_(kept) {
    std::vector<std::string> steps[2];
    const int messages = 2 + static_cast<int>(random_() % 3);
    for (int i = 0; i < messages; ++i) {
      const std::size_t sender = random_() % 2;
      const std::string number = std::to_string(i);
      receiver_of_["us" + number] = "r" + number;
      steps[sender].push_back("s" + number);
      steps[1 - sender].push_back("r" + number);
      if (kept_) messages_ += "<message id='x" + number + "' name='x" + number + "'/>";
      flows_ += "<messageFlow id='m" + number + "' sourceRef='s" + number + "' targetRef='r" +
                number + "'/>";
    }
    for (auto& own : steps) std::shuffle(own.begin(), own.end(), random_);
    processes_ = pool("p", steps[0]) + pool("q", steps[1]);
  }

  std::string document() const {
    return "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' "
           "xmlns:z='http://camunda.org/schema/zeebe/1.0' targetNamespace='urn:t'>" +
           messages_ +
           "<collaboration id='c'><participant id='pp' processRef='p'/>"
           "<participant id='pq' processRef='q'/>" +
           flows_ + "</collaboration>" + processes_ + "</definitions>";
  }
  /// Who waits for what is sent behind a task.
  const std::string& receiver(const std::string& task) const { return receiver_of_.at(task); }

 private:
  std::string pool(const std::string& id, const std::vector<std::string>& steps) const {
    std::string xml = "<process id='" + id + "' isExecutable='true'><startEvent id='" + id + "s'/>";
    std::string last = id + "s";
    const auto add = [&](const std::string& element, const std::string& name) {
      // In this dialect the engine keeps messages with a name that nobody waits for yet.
      const bool marked = kept_ && element == "userTask";
      const bool named = kept_ && element != "userTask" && element != "endEvent";
      xml += "<" + element + " id='" + name + "'" +
             (named ? " messageRef='x" + name.substr(1) + "'" : "") + ">" +
             (marked ? "<extensionElements><z:userTask/></extensionElements>" : "") + "</" +
             element + "><sequenceFlow id='to-" + name + "' sourceRef='" + last + "' targetRef='" +
             name + "'/>";
      last = name;
    };
    for (const std::string& step : steps) {
      if (step.front() == 's') add("userTask", "u" + step);
      add(step.front() == 's' ? "sendTask" : "receiveTask", step);
    }
    add("endEvent", id + "e");
    return xml + "</process>";
  }

  std::mt19937_64 random_;
  bool kept_;
  std::string messages_, flows_, processes_;
  std::map<std::string, std::string> receiver_of_;
};

bool has(const std::vector<std::string>& list, const std::string& one) {
  return std::find(list.begin(), list.end(), one) != list.end();
}

// Lets a message be sent as long as somebody waits for one. False where one would be sent to
// nobody: the engine loses it, the verifier's channel keeps it.
bool exchange(Drive& drive, const RandomPools& pools) {
  while (true) {
    const std::vector<std::string> tasks = drive.open("tasks", "task");
    if (tasks.empty()) return true;
    const std::vector<std::string> waiting = drive.open("waiting", "element");
    const auto ready = std::find_if(tasks.begin(), tasks.end(), [&](const std::string& task) {
      return has(waiting, pools.receiver(task));
    });
    if (ready == tasks.end()) return false;
    drive.complete(*ready);
  }
}

verify::Verification verified(const RandomPools& pools) {
  std::vector<bpmn::Definitions> read;
  read.push_back(bpmn::read(pools.document(), "pools.bpmn").definitions);
  const definition::Compilation compilation = definition::compile(read);
  verify::Options options;
  options.fixes = false;
  verify::add_document(options, read.front());
  return verify::verify(compilation.processes, options);
}

TEST(Replay, OfPoolsThatWaitForEachOther) {
  const std::filesystem::path file = std::filesystem::path(testing::TempDir()) / "pools.bpmn";
  std::size_t stuck = 0, ended = 0;
  for (std::uint64_t seed = kSeeds.first; seed < kSeeds.end() && !testing::Test::HasFailure();
       ++seed) {
    const RandomPools pools(seed);
    SCOPED_TRACE("seed " + std::to_string(seed) + "\n" + pools.document());
    std::ofstream(file) << pools.document();
    const verify::Verification verification = verified(pools);
    Drive drive;
    drive.deploy(file.string());
    drive.start("p");
    drive.start("q");
    if (!exchange(drive, pools)) continue;
    const bool complete =
        drive.open("instances", "state") == std::vector<std::string>{"completed", "completed"};
    if (complete) {
      ++ended;
      for (const verify::ProcessResult& process : verification.processes)
        EXPECT_EQ(process.option_to_complete, verify::Verdict::Proved);
      continue;
    }
    ++stuck;
    const std::vector<std::string> waiting = drive.open("waiting", "element");
    std::size_t told = 0;
    for (const verify::Finding& finding : verification.findings) {
      if (finding.diagnostic.rule != "BEH-09") continue;
      ++told;
      EXPECT_TRUE(has(waiting, finding.diagnostic.element)) << finding.diagnostic.element;
      // A trace names no step that the engine did not come to.
      for (const verify::TraceStep& step : finding.trace)
        if (step.fire.front() == 's') {
          EXPECT_EQ(drive.entered()[step.fire], 1U) << step.fire;
        }
    }
    EXPECT_GT(told, 0U);
  }
  std::filesystem::remove(file);
  EXPECT_GT(stuck, 10U);
  EXPECT_GT(ended, 10U);
}

using Ids = std::vector<std::string>;
const Ids kBothEnded{"completed", "completed"};

bool all_proved(const verify::Verification& verification) {
  return std::all_of(verification.processes.begin(), verification.processes.end(),
                     [](const verify::ProcessResult& process) {
                       return process.option_to_complete == verify::Verdict::Proved;
                     });
}

// Tasks are done in any order, whoever waits by then.
void do_all(Drive& drive, std::mt19937_64& random) {
  for (Ids tasks = drive.open("tasks", "task"); !tasks.empty(); tasks = drive.open("tasks", "task"))
    drive.complete(tasks[random() % tasks.size()]);
}

class Office {
 public:
  explicit Office(const RandomPools& pools)
      : file_(std::filesystem::path(testing::TempDir()) / "early.bpmn") {
    std::ofstream(file_) << pools.document();
    drive_.deploy(file_.string());
    drive_.start("p");
    drive_.start("q");
  }
  ~Office() { std::filesystem::remove(file_); }
  Office(const Office&) = delete;
  Office& operator=(const Office&) = delete;
  Drive& drive() { return drive_; }

 private:
  std::filesystem::path file_;
  Drive drive_;
};

// What is told to be lost is lost: its receiver waits for good.
void expect_lost(const RandomPools& pools, const verify::Finding& finding,
                 std::mt19937_64& random) {
  Office office(pools);
  for (const verify::TraceStep& step : finding.trace)
    if (step.fire.front() == 'u') office.drive().complete(step.fire);
  EXPECT_EQ(office.drive().entered()[finding.diagnostic.element], 1U);
  EXPECT_FALSE(has(office.drive().open("waiting", "element"), finding.diagnostic.related.back()));
  do_all(office.drive(), random);
  EXPECT_NE(office.drive().open("instances", "state"), kBothEnded);
}

// Where the dialect keeps no message, what is proved holds in the engine, in whatever order tasks
// are done, unless a message is told to be lost (BEH-20); and then it is.
TEST(Replay, OfMessagesThatComeTooEarly) {
  std::size_t lost = 0, safe = 0;
  std::mt19937_64 random(11);
  for (std::uint64_t seed = kSeeds.first; seed < kSeeds.end() && !testing::Test::HasFailure();
       ++seed) {
    const RandomPools pools(seed);
    SCOPED_TRACE("seed " + std::to_string(seed) + "\n" + pools.document());
    const verify::Verification verification = verified(pools);
    bool told = false;
    for (const verify::Finding& finding : verification.findings) {
      if (finding.diagnostic.rule != "BEH-20") continue;
      told = true;
      expect_lost(pools, finding, random);
    }
    lost += told ? 1 : 0;
    if (told || !all_proved(verification)) continue;
    ++safe;
    for (int order = 0; order < 3; ++order) {
      Office office(pools);
      do_all(office.drive(), random);
      EXPECT_EQ(office.drive().open("instances", "state"), kBothEnded);
    }
  }
  EXPECT_GT(lost, 10U);
  EXPECT_GT(safe, 10U);
}

// Where it keeps them, what is proved holds as it stands.
TEST(Replay, OfMessagesThatAreKept) {
  std::size_t proved = 0;
  std::mt19937_64 random(12);
  for (std::uint64_t seed = kSeeds.first; seed < kSeeds.end() && !testing::Test::HasFailure();
       ++seed) {
    const RandomPools pools(seed, true);
    SCOPED_TRACE("seed " + std::to_string(seed) + "\n" + pools.document());
    const verify::Verification verification = verified(pools);
    for (const verify::Finding& finding : verification.findings)
      EXPECT_NE(finding.diagnostic.rule, "BEH-20");
    if (!all_proved(verification)) continue;
    ++proved;
    Office office(pools);
    do_all(office.drive(), random);
    EXPECT_EQ(office.drive().open("instances", "state"), kBothEnded);
  }
  EXPECT_GT(proved, 10U);
}

}  // namespace
}  // namespace umlauf::cli
