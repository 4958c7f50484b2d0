// Several engines on one database: what they may do to one another, and what not.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <deque>
#include <map>
#include <mutex>
#include <random>
#include <set>
#include <thread>

#include "engine/service/engine.hpp"
#include "tests/contract/postgres_server.hpp"

namespace umlauf::service {
namespace {

using tests::PostgresServer;

constexpr const char* kModel = R"(<definitions
  xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
  targetNamespace="t" expressionLanguage="https://www.omg.org/spec/DMN/20230324/FEEL/">
  <process id="task" isExecutable="true">
    <startEvent id="s1"/><sequenceFlow id="a1" sourceRef="s1" targetRef="t1"/>
    <userTask id="t1" camunda:candidateGroups="Amt"/>
    <sequenceFlow id="a2" sourceRef="t1" targetRef="e1"/><endEvent id="e1"/>
  </process>
  <process id="timer" isExecutable="true">
    <startEvent id="s2"/><sequenceFlow id="b1" sourceRef="s2" targetRef="t2"/>
    <intermediateCatchEvent id="t2"><timerEventDefinition><timeDuration>PT1S</timeDuration>
    </timerEventDefinition></intermediateCatchEvent>
    <sequenceFlow id="b2" sourceRef="t2" targetRef="e2"/><endEvent id="e2"/>
  </process>
  <process id="job" isExecutable="true">
    <startEvent id="s3"/><sequenceFlow id="c1" sourceRef="s3" targetRef="t3"/>
    <serviceTask id="t3" camunda:type="external" camunda:topic="print"/>
    <sequenceFlow id="c2" sourceRef="t3" targetRef="e3"/><endEvent id="e3"/>
  </process>
  <process id="nightly" isExecutable="true">
    <startEvent id="s4"><timerEventDefinition><timeCycle>R3/PT1H</timeCycle>
    </timerEventDefinition></startEvent>
    <sequenceFlow id="d1" sourceRef="s4" targetRef="t4"/><userTask id="t4"/>
    <sequenceFlow id="d2" sourceRef="t4" targetRef="e4"/><endEvent id="e4"/>
  </process>
</definitions>)";

constexpr calendar::Instant kBegin{1'767'225'600'000};

bool soak() { return std::getenv("UMLAUF_SOAK") != nullptr; }

struct Node {
  std::unique_ptr<postgres::PostgresStore> store;
  ManualClock clock{kBegin};
  std::unique_ptr<Engine> engine;
};

class Nodes : public ::testing::Test {
 protected:
  Nodes() : parameters_(PostgresServer::instance().fresh_schema()) {}

  Engine& add_node() {
    Node& node = nodes_.emplace_back();
    node.store = postgres::PostgresStore::open(parameters_).value();
    node.engine = Engine::open(*node.store, node.clock).value();
    if (nodes_.size() == 1) {
      EXPECT_TRUE(node.engine->deploy({{"m.bpmn", kModel}}).has_value());
    }
    return *node.engine;
  }
  Engine& node(std::size_t at) { return *nodes_[at].engine; }
  void set_clocks(std::int64_t after_ms) {
    for (Node& node : nodes_) node.clock.set({kBegin.milliseconds + after_ms});
  }

  // By callbacks, so that they become durable in large groups.
  std::vector<InstanceKey> start(Engine& engine, const std::string& process, std::size_t count) {
    std::mutex mutex;
    std::vector<InstanceKey> started;
    for (std::size_t i = 0; i < count; ++i) {
      Start request;
      request.process = process;
      engine.submit(std::move(request), {}, [&](Result<Answer> answer) {
        const std::lock_guard lock(mutex);
        if (answer) started.push_back(answer->instances.front());
      });
    }
    engine.flush();
    EXPECT_EQ(started.size(), count);
    return started;
  }

  void TearDown() override {
    const auto store = postgres::PostgresStore::open(parameters_).value();
    const auto findings = check_store(*store).value();
    for (const Finding& finding : findings)
      ADD_FAILURE() << to_string(finding.instance) << ": " << finding.message.english;
  }

  std::string parameters_;
  std::deque<Node> nodes_;
};

// Everybody tries to claim every task: each goes to exactly one, and the others are told so.
TEST_F(Nodes, OfAllWhoClaimATaskOneGetsIt) {
  const std::size_t races = soak() ? 10'000 : 400;
  for (int i = 0; i < 3; ++i) add_node();
  const std::vector<InstanceKey> started = start(node(0), "task", races);
  std::vector<ElementReference> tasks;
  for (const InstanceKey instance : started)
    tasks.push_back(node(0).tasks({.instance = instance}).value().tasks.front().key);
  const std::uint64_t seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::vector<std::map<ElementReference, bool>> won(6);
  std::vector<std::thread> clerks;
  for (std::size_t clerk = 0; clerk < won.size(); ++clerk)
    clerks.emplace_back([&, clerk] {
      // In an order of their own, but all of them near the same place at the same time.
      std::vector<ElementReference> order = tasks;
      std::mt19937_64 random(seed + clerk);
      for (std::size_t at = 0; at + 8 <= order.size(); at += 8)
        std::shuffle(order.begin() + static_cast<std::ptrdiff_t>(at),
                     order.begin() + static_cast<std::ptrdiff_t>(at) + 8, random);
      Caller caller{"clerk" + std::to_string(clerk), {"Amt"}, false, {}};
      for (const ElementReference& task : order) {
        const auto claimed = node(clerk % 3).claim_task(task, caller);
        won[clerk][task] = claimed.has_value();
        if (!claimed) {
          EXPECT_EQ(claimed.error().code, ErrorCode::State) << claimed.error().message.english;
        }
      }
    });
  for (std::thread& clerk : clerks) clerk.join();
  for (const ElementReference& task : tasks) {
    std::vector<std::size_t> winners;
    for (std::size_t clerk = 0; clerk < won.size(); ++clerk)
      if (won[clerk][task]) winners.push_back(clerk);
    ASSERT_EQ(winners.size(), 1U) << to_string(task);
    EXPECT_EQ(node(0).tasks({.instance = task.instance}).value().tasks.front().assignee,
              "clerk" + std::to_string(winners.front()));
  }
}

TEST_F(Nodes, EachTimerFiresOnce) {
  const std::size_t count = soak() ? 20'000 : 1'500;
  for (int i = 0; i < 3; ++i) add_node();
  const std::vector<InstanceKey> started = start(node(0), "timer", count);
  set_clocks(2'000);
  std::vector<std::vector<FiredTimer>> fired(3);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < 3; ++i)
    threads.emplace_back([&, i] {
      // Until nothing is left: what another node has claimed is none of this one's business.
      while (node(i).next_timer().value().has_value() &&
             node(i).next_timer().value()->milliseconds <= kBegin.milliseconds + 2'000) {
        auto some = node(i).fire_timers({kBegin.milliseconds + 2'000});
        ASSERT_TRUE(some.has_value()) << some.error().message.english;
        fired[i].insert(fired[i].end(), some->begin(), some->end());
      }
    });
  for (std::thread& thread : threads) thread.join();
  std::set<InstanceKey> instances;
  std::size_t all = 0;
  for (const auto& some : fired) {
    all += some.size();
    for (const FiredTimer& timer : some) instances.insert(timer.instance);
  }
  EXPECT_EQ(all, count);
  EXPECT_EQ(instances.size(), count);
  EXPECT_EQ(node(1).instances({.live = false, .limit = count + 1}).value().size(), count);
}

TEST_F(Nodes, AStartTimerStartsOneInstanceEachTime) {
  for (int i = 0; i < 3; ++i) add_node();
  for (int hour = 1; hour <= 3; ++hour) {
    set_clocks(hour * 3'600'000);
    std::atomic<std::size_t> fired{0};
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < 3; ++i)
      threads.emplace_back([&, i] {
        const auto some = node(i).fire_timers({kBegin.milliseconds + hour * 3'600'000});
        ASSERT_TRUE(some.has_value()) << some.error().message.english;
        fired += some->size();
      });
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(fired, 1U) << "hour " << hour;
  }
  EXPECT_EQ(node(0).instances({.process = "nightly"}).value().size(), 3U);
}

// Begins by a signal; where `runs` is false it turns in a circle until it is refused.
Document begins_by_signal(bool runs) {
  return {"signal.bpmn",
          std::string(R"(<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL")"
                      R"( targetNamespace="t" expressionLanguage=")"
                      R"(https://www.omg.org/spec/DMN/20230324/FEEL/"><signal id="g" name="go"/>)"
                      R"(<process id="called" isExecutable="true"><startEvent id="on">)"
                      R"(<signalEventDefinition signalRef="g"/></startEvent>)"
                      R"(<sequenceFlow id="f1" sourceRef="on" targetRef="x"/>)"
                      R"(<exclusiveGateway id="x" default="f3"/>)"
                      R"(<sequenceFlow id="f2" sourceRef="x" targetRef="x">)"
                      R"(<conditionExpression>)") +
              (runs ? "false" : "true") +
              R"(</conditionExpression></sequenceFlow>)"
              R"(<sequenceFlow id="f3" sourceRef="x" targetRef="u"/><userTask id="u"/></process>)"
              R"(</definitions>)"};
}

TEST_F(Nodes, AnOwedStartIsMadeByOneOfThem) {
  for (int i = 0; i < 3; ++i) add_node();
  ASSERT_TRUE(node(0).deploy({begins_by_signal(false)}));
  ASSERT_TRUE(node(0).execute(Signal{"go", {}}));
  ASSERT_EQ(node(1).owed_starts().value().size(), 1U);
  ASSERT_TRUE(node(1).deploy({begins_by_signal(true)}));
  set_clocks(60'000);
  std::atomic<std::size_t> fired{0};
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < 3; ++i)
    threads.emplace_back([&, i] {
      const auto some = node(i).fire_timers({kBegin.milliseconds + 60'000});
      ASSERT_TRUE(some.has_value()) << some.error().message.english;
      fired += some->size();
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(fired, 1U);
  EXPECT_EQ(node(2).instances({.process = "called"}).value().size(), 1U);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_TRUE(node(i).owed_starts().value().empty());
}

TEST_F(Nodes, EachJobGoesToOneWorker) {
  const std::size_t count = soak() ? 5'000 : 300;
  for (int i = 0; i < 3; ++i) add_node();
  start(node(0), "job", count);
  std::atomic<std::size_t> done{0};
  std::vector<std::vector<ElementReference>> activated(6);
  std::vector<std::thread> workers;
  for (std::size_t worker = 0; worker < activated.size(); ++worker)
    workers.emplace_back([&, worker] {
      ActivateJobs request{{"print"}, "worker" + std::to_string(worker)};
      request.limit = 7;
      while (done < count) {
        const auto jobs = node(worker % 3).activate_jobs(request);
        ASSERT_TRUE(jobs.has_value()) << jobs.error().message.english;
        for (const ActivatedJob& job : *jobs) {
          activated[worker].push_back(job.key);
          CompleteJob complete{job.key, {}, request.worker};
          const auto answer = node((worker + 1) % 3).execute(std::move(complete));
          EXPECT_TRUE(answer.has_value()) << answer.error().message.english;
          ++done;
        }
      }
    });
  for (std::thread& worker : workers) worker.join();
  std::set<ElementReference> keys;
  std::size_t all = 0;
  for (const auto& some : activated) {
    all += some.size();
    keys.insert(some.begin(), some.end());
  }
  EXPECT_EQ(all, count);
  EXPECT_EQ(keys.size(), count);
}

// A case goes from node to node; each knows an older state of it than the last one has left.
TEST_F(Nodes, WhatOneNodeRemembersIsNotHeldAgainstTheOthers) {
  for (int i = 0; i < 2; ++i) add_node();
  const InstanceKey instance = start(node(0), "task", 1).front();
  const ElementReference task = node(1).tasks({.instance = instance}).value().tasks.front().key;
  for (int round = 0; round < 5; ++round) {
    const Caller clerk{"clerk" + std::to_string(round), {"Amt"}, false, {}};
    const auto claimed = node(round % 2).claim_task(task, clerk);
    ASSERT_TRUE(claimed.has_value()) << claimed.error().message.english;
    const auto released = node((round + 1) % 2).execute(UnclaimTask{task}, clerk);
    ASSERT_TRUE(released.has_value()) << released.error().message.english;
  }
  EXPECT_TRUE(node(0).complete_task(task).has_value());
  EXPECT_FALSE(node(1).complete_task(task).has_value());
}

// Clients on two nodes repeat what was not answered with the same key while the server is killed
// and its sessions are ended: everything happens once.
TEST_F(Nodes, NothingIsLostOrDoneTwiceWhileTheServerCrashes) {
  for (int i = 0; i < 2; ++i) add_node();
  std::atomic<bool> stop{false};
  std::atomic<std::size_t> progress{0};
  std::vector<std::vector<InstanceKey>> acknowledged(4);
  std::vector<std::thread> clients;
  for (std::size_t client = 0; client < acknowledged.size(); ++client)
    clients.emplace_back([&, client] {
      for (int number = 0; !stop; ++number) {
        Caller caller;
        caller.idempotency_key = std::to_string(client) + "/" + std::to_string(number);
        Start request;
        request.process = "task";
        request.business_key = caller.idempotency_key;
        for (;;) {
          const auto started = node(client % 2).start(request, caller);
          if (!started) continue;
          acknowledged[client].push_back(*started);
          ++progress;
          break;
        }
      }
    });
  for (int round = 0; round < 3; ++round) {
    const std::size_t before = progress;
    while (progress < before + 30) std::this_thread::yield();
    if (round == 0)
      PostgresServer::instance().break_connections();
    else
      PostgresServer::instance().crash();
    if (round > 0) PostgresServer::instance().start();
  }
  stop = true;
  for (std::thread& client : clients) client.join();
  std::size_t all = 0;
  for (std::size_t client = 0; client < acknowledged.size(); ++client)
    for (std::size_t number = 0; number < acknowledged[client].size(); ++number, ++all) {
      InstanceQuery query;
      query.business_key = std::to_string(client) + "/" + std::to_string(number);
      const auto found = node(0).instances(query).value();
      ASSERT_EQ(found.size(), 1U) << query.business_key;
      EXPECT_EQ(found.front().key, acknowledged[client][number]) << query.business_key;
    }
  EXPECT_GT(all, 0U);
}

}  // namespace
}  // namespace umlauf::service
