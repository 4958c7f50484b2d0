// Several engines on one database share the work that is due. What is promised is a matter of
// claims, not of processors: nodes that are equally fast take turns at claiming, so here they do
// exactly that. Then it is certain what each of them gets.
#include <gtest/gtest.h>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <map>
#include <mutex>
#include <numeric>
#include <thread>

#include "engine/service/engine.hpp"
#include "tests/contract/postgres_server.hpp"
#include "tests/service/support.hpp"

namespace umlauf::service {
namespace {

using tests::PostgresServer;

constexpr const char* kModel = R"(<definitions
  xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="t">
  <process id="timer" isExecutable="true">
    <startEvent id="s1"/><sequenceFlow id="a1" sourceRef="s1" targetRef="t1"/>
    <intermediateCatchEvent id="t1"><timerEventDefinition><timeDuration>PT1S</timeDuration>
    </timerEventDefinition></intermediateCatchEvent>
    <sequenceFlow id="a2" sourceRef="t1" targetRef="e1"/><endEvent id="e1"/>
  </process>
  <process id="job" isExecutable="true">
    <startEvent id="s2"/><sequenceFlow id="b1" sourceRef="s2" targetRef="t2"/>
    <serviceTask id="t2" camunda:type="external" camunda:topic="print"/>
    <sequenceFlow id="b2" sourceRef="t2" targetRef="e2"/><endEvent id="e2"/>
  </process>
</definitions>)";

constexpr calendar::Instant kBegin{1'767'225'600'000};
constexpr calendar::Instant kDue{kBegin.milliseconds + 2'000};

/// Whose turn it is, round and round, among those who take part.
class Turns {
 public:
  void join(std::size_t node) {
    const std::lock_guard lock(mutex_);
    order_.push_back(node);
  }
  void leave(std::size_t node) {
    const std::lock_guard lock(mutex_);
    std::erase(order_, node);
    changed_.notify_all();
  }
  /// Waits for the turn; who does not take part does not wait.
  void take(std::size_t node) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return !takes_part(node) || order_.front() == node; });
  }
  void pass_on(std::size_t node) {
    const std::lock_guard lock(mutex_);
    if (!takes_part(node)) return;
    order_.pop_front();
    order_.push_back(node);
    changed_.notify_all();
  }

 private:
  bool takes_part(std::size_t node) const {
    return std::find(order_.begin(), order_.end(), node) != order_.end();
  }
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::size_t> order_;
};

/// A node's own store, which claims only when it is the node's turn.
class StoreInTurn final : public service::test::StoreDecorator {
 public:
  StoreInTurn(Store& store, Turns& turns, std::size_t node)
      : StoreDecorator(store), store_(store), turns_(turns), node_(node) {}

  /// Called once, when something has been claimed: until it returns, the node stands still.
  void stand_still(std::function<void()> meanwhile) { meanwhile_ = std::move(meanwhile); }

  Result<std::vector<Entry>> claim(const EntryScan& scan) override {
    turns_.take(node_);
    auto found = store_.claim(scan);
    turns_.pass_on(node_);
    if (meanwhile_ && found && !found->empty()) std::exchange(meanwhile_, nullptr)();
    return found;
  }
  Result<std::vector<StoredInstance>> load_all(const std::vector<InstanceKey>& instances) override {
    return store_.load_all(instances);
  }

 private:
  Store& store_;
  Turns& turns_;
  std::size_t node_;
  std::function<void()> meanwhile_;
};

struct Node {
  std::unique_ptr<postgres::PostgresStore> connection;
  std::unique_ptr<StoreInTurn> store;
  ManualClock clock{kBegin};
  std::unique_ptr<Engine> engine;
};

// How much of the work each node has done.
using Shares = std::vector<std::size_t>;

void expect_fair(const Shares& shares, std::size_t work) {
  EXPECT_EQ(std::accumulate(shares.begin(), shares.end(), std::size_t{0}), work);
  for (std::size_t node = 0; node < shares.size(); ++node)
    EXPECT_GE(shares[node], work / shares.size() / 2)
        << "node " << node << " got less than half of its equal share of " << work;
}

class Fairness : public ::testing::Test {
 protected:
  Fairness() : parameters_(PostgresServer::instance().fresh_schema()) {}

  void add_nodes(std::size_t count, const postgres::PostgresOptions& options = {}) {
    for (std::size_t i = 0; i < count; ++i) {
      Node& node = nodes_.emplace_back();
      node.connection = postgres::PostgresStore::open(parameters_, options).value();
      node.store = std::make_unique<StoreInTurn>(*node.connection, turns_, i);
      node.engine = Engine::open(*node.store, node.clock).value();
    }
    ASSERT_TRUE(engine(0).deploy({{"m.bpmn", kModel}}).has_value());
  }
  Engine& engine(std::size_t node) { return *nodes_[node].engine; }

  void begin_cases(const std::string& process, std::size_t count) {
    for (Node& node : nodes_) node.clock.set(kBegin);
    std::size_t begun = 0;
    for (std::size_t i = 0; i < count; ++i)
      engine(0).submit(Start{.process = process}, {},
                       [&begun](const Result<Answer>& answer) { begun += answer ? 1U : 0U; });
    engine(0).flush();
    ASSERT_EQ(begun, count);
    for (Node& node : nodes_) node.clock.set(kDue);
  }

  // All of these nodes do what `work` does, in turns, until each finds nothing more.
  Shares share(const std::vector<std::size_t>& nodes,
               const std::function<std::size_t(Engine&)>& work) {
    Shares shares(nodes_.size(), 0);
    for (const std::size_t node : nodes) turns_.join(node);
    std::vector<std::thread> threads;
    for (const std::size_t node : nodes)
      threads.emplace_back([&, node] {
        shares[node] = work(engine(node));
        turns_.leave(node);
      });
    for (std::thread& thread : threads) thread.join();
    return shares;
  }
  static std::size_t fire(Engine& engine) {
    const auto fired = engine.fire_timers(kDue);
    EXPECT_TRUE(fired.has_value()) << fired.error().message.english;
    return fired ? fired->size() : 0;
  }
  static std::size_t take_jobs(Engine& engine) {
    std::size_t taken = 0;
    for (;;) {
      const auto jobs = engine.activate_jobs({.types = {"print"}, .worker = "w", .limit = 20});
      EXPECT_TRUE(jobs.has_value()) << jobs.error().message.english;
      if (!jobs || jobs->empty()) return taken;
      taken += jobs->size();
    }
  }
  static std::vector<std::size_t> first(std::size_t count) {
    std::vector<std::size_t> nodes(count);
    std::iota(nodes.begin(), nodes.end(), std::size_t{0});
    return nodes;
  }

  void TearDown() override {
    const auto store = postgres::PostgresStore::open(parameters_).value();
    EXPECT_TRUE(check_store(*store).value().empty());
  }

  std::string parameters_;
  Turns turns_;
  std::deque<Node> nodes_;
};

TEST_F(Fairness, EqualNodesShareTheTimersThatAreDue) {
  add_nodes(4);
  for (const std::size_t count : {2U, 3U, 4U}) {
    SCOPED_TRACE(std::to_string(count) + " nodes");
    const std::size_t timers = 800 * count;
    begin_cases("timer", timers);
    Shares shares = share(first(count), fire);
    shares.resize(count);
    expect_fair(shares, timers);
  }
}

TEST_F(Fairness, EqualNodesShareTheJobs) {
  add_nodes(4);
  for (const std::size_t count : {2U, 3U, 4U}) {
    SCOPED_TRACE(std::to_string(count) + " nodes");
    const std::size_t jobs = 200 * count;
    begin_cases("job", jobs);
    Shares shares = share(first(count), take_jobs);
    shares.resize(count);
    expect_fair(shares, jobs);
  }
}

// A node stands still, with what it has claimed, until others have done all of it; then it goes on.
TEST_F(Fairness, WhoStoodStillGetsItsShareOfWhatComesThen) {
  postgres::PostgresOptions options;
  // Longer than a slow node needs for what it claims, or the others would do that for it.
  options.claim_ms = 2'000;
  add_nodes(3, options);
  begin_cases("timer", 1'000);
  std::promise<void> claimed;
  std::promise<void> goes_on;
  nodes_[2].store->stand_still([&] {
    claimed.set_value();
    goes_on.get_future().wait();
  });
  std::size_t by_the_paused = 0;
  std::thread paused([&] { by_the_paused = fire(engine(2)); });
  claimed.get_future().wait();
  std::size_t by_others = 0;
  while (by_others < 1'000) {
    const Shares shares = share(first(2), fire);
    by_others += shares[0] + shares[1];
  }
  EXPECT_EQ(by_others, 1'000U);
  goes_on.set_value();
  paused.join();
  EXPECT_EQ(by_the_paused, 0U) << "a timer has fired twice";

  begin_cases("timer", 2'400);
  expect_fair(share(first(3), fire), 2'400);
}

}  // namespace
}  // namespace umlauf::service
