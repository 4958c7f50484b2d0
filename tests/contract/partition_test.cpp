// Nodes as processes of their own, each behind a network of its own that is cut, one way and the
// other, while they fire timers; one is stopped and goes on. Needs root, `ip` and `tc`. This is
// about real networks, so real time passes.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <fstream>
#include <iterator>
#include <map>
#include <thread>

#include "engine/service/engine.hpp"
#include "tests/contract/postgres_server.hpp"

namespace umlauf::service {
namespace {

using std::chrono::milliseconds;
using tests::PostgresServer;

constexpr const char* kModel = R"(<definitions
  xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t">
  <process id="timer" isExecutable="true">
    <startEvent id="s"/><sequenceFlow id="a" sourceRef="s" targetRef="t"/>
    <intermediateCatchEvent id="t"><timerEventDefinition><timeDuration>PT1S</timeDuration>
    </timerEventDefinition></intermediateCatchEvent>
    <sequenceFlow id="b" sourceRef="t" targetRef="e"/><endEvent id="e"/>
  </process>
</definitions>)";

class WallClock final : public Clock {
 public:
  calendar::Instant now() override {
    return {std::chrono::duration_cast<milliseconds>(
                std::chrono::system_clock::now().time_since_epoch())
                .count()};
  }
};

bool quiet(const std::string& command) {
  return std::system((command + " >/dev/null 2>&1").c_str()) == 0;
}

/// A network namespace that is joined to ours by one cable.
class Network {
 public:
  explicit Network(int number)
      : name_("umlauf-" + std::to_string(::getpid()) + "-" + std::to_string(number)),
        cable_("um" + std::to_string(::getpid() % 100'000) + "n" + std::to_string(number)),
        subnet_("10.213." + std::to_string(::getpid() % 120 * 2 + number) + ".") {
    usable_ = quiet("ip netns add " + name_) &&
              quiet("ip link add " + cable_ + " type veth peer name eth0 netns " + name_) &&
              quiet("ip addr add " + subnet_ + "1/24 dev " + cable_) &&
              quiet("ip link set " + cable_ + " up") &&
              inside("ip addr add " + subnet_ + "2/24 dev eth0") && inside("ip link set eth0 up") &&
              inside("tc qdisc add dev eth0 root pfifo") && inside("tc qdisc del dev eth0 root");
  }
  ~Network() { quiet("ip netns del " + name_); }
  Network(const Network&) = delete;
  Network& operator=(const Network&) = delete;

  bool usable() const { return usable_; }
  std::string our_address() const { return subnet_ + "1"; }
  std::string name() const { return name_; }

  // A bucket too small for any packet drops them all.
  bool cut_towards_us() { return inside("tc qdisc add dev eth0 root " + kDrop); }
  bool cut_from_us() { return quiet("tc qdisc add dev " + cable_ + " root " + kDrop); }
  void heal() {
    inside("tc qdisc del dev eth0 root");
    quiet("tc qdisc del dev " + cable_ + " root");
  }

 private:
  bool inside(const std::string& command) {
    return quiet("ip netns exec " + name_ + " " + command);
  }

  const std::string kDrop = "tbf rate 8bit burst 1 limit 1";
  std::string name_;
  std::string cable_;
  std::string subnet_;
  bool usable_ = false;
};

/// `umlauf work` in a network.
class WorkingNode {
 public:
  WorkingNode(const Network& network, const std::string& database, std::string output)
      : output_(std::move(output)) {
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 1, output_.c_str(), O_WRONLY | O_CREAT, 0600);
    std::string arguments[] = {"ip",   "netns", "exec",   network.name(), UMLAUF_PROGRAM,
                               "work", "--db",  database, "--json"};
    std::vector<char*> argv;
    for (std::string& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    EXPECT_EQ(::posix_spawnp(&process_, "ip", &actions, nullptr, argv.data(), environ), 0);
    posix_spawn_file_actions_destroy(&actions);
  }
  // `ip netns exec` becomes the program.
  void signal(int number) { ::kill(process_, number); }
  int end() {
    int status = 0;
    signal(SIGCONT);
    signal(SIGTERM);
    ::waitpid(process_, &status, 0);
    return status;
  }
  /// How many timers it has fired so far: the lines that are complete.
  std::size_t fired() const {
    std::ifstream lines(output_);
    return static_cast<std::size_t>(
        std::count(std::istreambuf_iterator<char>(lines), std::istreambuf_iterator<char>(), '\n'));
  }
  /// How often it has fired the timer of which instance.
  void count(std::map<std::string, int>& fired) const {
    std::ifstream lines(output_);
    for (std::string line; std::getline(lines, line);) {
      const std::string label = "\"instance\"";
      const std::size_t begin = line.find('"', line.find(label) + label.size()) + 1;
      ++fired[line.substr(begin, line.find('"', begin) - begin)];
    }
  }

 private:
  std::string output_;
  pid_t process_ = -1;
};

// Until all that were begun have been fired, and the nodes have said so.
void wait_for(std::size_t started, const WorkingNode& one, const WorkingNode& two) {
  // What a node had claimed when it was cut off is free after the claim's time at the latest.
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(40);
  while (one.fired() + two.fired() < started && std::chrono::steady_clock::now() < end)
    std::this_thread::sleep_for(milliseconds(100));
  EXPECT_EQ(one.fired() + two.fired(), started);
}

// Many cases at once, so that their timers come due together.
void begin_cases(Engine& engine, std::size_t count) {
  std::size_t begun = 0;
  for (std::size_t i = 0; i < count; ++i)
    engine.submit(Start{.process = "timer"}, {},
                  [&begun](const Result<Answer>& answer) { begun += answer ? 1U : 0U; });
  engine.flush();
  ASSERT_EQ(begun, count);
}

// At least half of an equal share between two.
bool is_fair(std::size_t share, std::size_t other) { return share * 4 >= share + other; }

TEST(Partition, EachTimerFiresOnceWhateverTheNetworkDoes) {
  if (::geteuid() != 0) GTEST_SKIP() << "networks of their own need root";
  Network first(0);
  Network second(1);
  if (!first.usable() || !second.usable()) GTEST_SKIP() << "`ip netns` or `tc` does not work here";
  PostgresServer& server = PostgresServer::instance();
  const std::string local = server.fresh_schema();
  server.listen_at(first.our_address() + "," + second.our_address());
  const auto at = [&](const Network& network) {
    const std::string host = "host=" + server.socket_folder();
    std::string address = local;
    return address.replace(address.find(host), host.size(), "host=" + network.our_address());
  };
  WallClock clock;
  const auto store = postgres::PostgresStore::open(local).value();
  const auto engine = Engine::open(*store, clock).value();
  ASSERT_TRUE(engine->deploy({{"m.bpmn", kModel}}).has_value());

  const tests::TemporaryFolder folder;
  WorkingNode one(first, at(first), folder.file("one"));
  WorkingNode two(second, at(second), folder.file("two"));
  constexpr std::size_t kManyCases = 4'000;
  begin_cases(*engine, kManyCases);
  wait_for(kManyCases, one, two);
  EXPECT_TRUE(is_fair(one.fired(), two.fired()) && is_fair(two.fired(), one.fired()))
      << one.fired() << " timers by one node, " << two.fired() << " by the other";

  std::atomic<bool> stop{false};
  std::size_t started = kManyCases;
  std::thread citizen([&] {
    for (; !stop; ++started) {
      ASSERT_TRUE(engine->start({.process = "timer"}).has_value());
      std::this_thread::sleep_for(milliseconds(5));
    }
  });
  std::this_thread::sleep_for(milliseconds(2'000));
  // Longer than a claim lasts, and than anybody waits for an answer.
  EXPECT_TRUE(first.cut_towards_us());
  std::this_thread::sleep_for(milliseconds(12'000));
  first.heal();
  EXPECT_TRUE(second.cut_from_us());
  std::this_thread::sleep_for(milliseconds(3'000));
  second.heal();
  one.signal(SIGSTOP);
  std::this_thread::sleep_for(milliseconds(3'000));
  one.signal(SIGCONT);
  for (int flap = 0; flap < 4; ++flap) {
    Network& network = flap % 2 == 0 ? first : second;
    EXPECT_TRUE(network.cut_from_us() && network.cut_towards_us());
    std::this_thread::sleep_for(milliseconds(300));
    network.heal();
    std::this_thread::sleep_for(milliseconds(300));
  }
  stop = true;
  citizen.join();
  wait_for(started, one, two);
  // Both get their share of what comes after that: each connects again when it looks, which costs
  // the first cases at most.
  const std::size_t one_before = one.fired();
  const std::size_t two_before = two.fired();
  constexpr int kRoundsMax = 20;
  constexpr std::size_t kCasesARound = 500;
  bool fair = false;
  for (int round = 0; round < kRoundsMax && !fair; ++round) {
    begin_cases(*engine, kCasesARound);
    started += kCasesARound;
    wait_for(started, one, two);
    const std::size_t by_one = one.fired() - one_before;
    const std::size_t by_two = two.fired() - two_before;
    fair = is_fair(by_one, by_two) && is_fair(by_two, by_one);
  }
  EXPECT_TRUE(fair) << one.fired() - one_before << " timers by one node since, "
                    << two.fired() - two_before << " by the other";
  EXPECT_EQ(one.end(), 0);
  EXPECT_EQ(two.end(), 0);

  std::map<std::string, int> fired;
  one.count(fired);
  two.count(fired);
  EXPECT_EQ(fired.size(), started);
  for (const auto& [instance, times] : fired) EXPECT_EQ(times, 1) << "instance " << instance;
  EXPECT_EQ(check_store(*store).value().size(), 0U);
}

}  // namespace
}  // namespace umlauf::service
