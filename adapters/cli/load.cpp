#include "adapters/cli/load.hpp"

#include <sys/resource.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

namespace umlauf::cli {
namespace {

using Clock = std::chrono::steady_clock;

double cpu_seconds() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

// Wall clock and processor time from here on.
class Stopwatch {
 public:
  void read(LoadReport& report) const {
    report.seconds = std::chrono::duration<double>(Clock::now() - begin_).count();
    report.cpu_seconds = cli::cpu_seconds() - cpu_;
  }

 private:
  Clock::time_point begin_ = Clock::now();
  double cpu_ = cli::cpu_seconds();
};

// What the clients of one load share.
struct Load {
  Load(const Workload& what, const LoadOptions& how) : workload(what), options(how) {}

  const Workload& workload;
  const LoadOptions& options;
  const Clock::time_point begin = Clock::now();
  std::atomic<std::uint64_t> begun{0};
  std::atomic<bool> stop{false};
  std::mutex mutex;
  std::optional<Error> failure;  // the first one

  // Whether another case is to be begun, and, with a rate, when.
  std::optional<Clock::time_point> next() {
    if (stop) return std::nullopt;
    const std::uint64_t number = begun.fetch_add(1);
    if (options.instances != 0 && number >= options.instances) return std::nullopt;
    const auto now = Clock::now();
    auto at = now;
    if (options.rate != 0)
      at = begin + std::chrono::nanoseconds(number * 1'000'000'000 / options.rate);
    const auto end = begin + std::chrono::milliseconds(options.duration_ms);
    if (options.instances == 0 && std::max(now, at) >= end) return std::nullopt;
    return at;
  }

  void fail(Error error) {
    const std::lock_guard lock(mutex);
    if (!failure) failure = std::move(error);
    stop = true;
  }
};

std::uint64_t work(Load& load, BenchClient& client) {
  std::uint64_t done = 0;
  while (const auto at = load.next()) {
    if (load.options.rate != 0) std::this_thread::sleep_until(*at);
    client.begin_late(*at);
    if (auto ended = load.workload.run(client); !ended) {
      load.fail(ended.error());
      break;
    }
    ++done;
  }
  return done;
}

}  // namespace

Result<LoadReport> run_load(service::Engine& engine, const Workload& workload,
                            const LoadOptions& options) {
  std::vector<std::unique_ptr<BenchClient>> clients;
  for (std::size_t i = 0; i < options.clients; ++i)
    clients.push_back(std::make_unique<BenchClient>(engine, i + 1));
  const Stopwatch watch;
  Load load(workload, options);
  std::atomic<std::uint64_t> done{0};
  std::vector<std::thread> threads;
  for (std::size_t i = 1; i < clients.size(); ++i)
    threads.emplace_back([&load, &done, &client = *clients[i]] { done += work(load, client); });
  done += work(load, *clients[0]);
  for (std::thread& thread : threads) thread.join();
  if (load.failure) return *load.failure;
  LoadReport report;
  watch.read(report);
  report.instances = done;
  for (const auto& client : clients) {
    report.commands.add(client->commands());
    report.queries.add(client->queries());
  }
  return report;
}

// Two threads: while one makes a group durable, the other one fills the next.
Result<Done> begin_many(service::Engine& engine, std::uint64_t count,
                        const std::function<service::Start(std::uint64_t)>& start_of) {
  constexpr std::uint64_t kUnderWayMax = 4000;
  std::mutex mutex;
  std::condition_variable fewer;
  std::uint64_t under_way = 0;
  std::optional<Error> failure;
  std::atomic<std::uint64_t> next{0};
  const auto done = [&](const Result<service::Answer>& answer) {
    const std::lock_guard lock(mutex);
    --under_way;
    if (!answer && !failure) failure = answer.error();
    fewer.notify_all();
  };
  const auto fill = [&] {
    for (std::uint64_t number = next++; number < count; number = next++) {
      {
        std::unique_lock lock(mutex);
        fewer.wait(lock, [&] { return under_way < kUnderWayMax; });
        if (failure) return;
        ++under_way;
      }
      engine.submit(start_of(number), {}, done);
    }
  };
  std::thread other(fill);
  fill();
  other.join();
  engine.flush();
  std::unique_lock lock(mutex);
  fewer.wait(lock, [&] { return under_way == 0; });
  if (failure) return *failure;
  return Done{};
}

Result<LoadReport> run_timers(service::Engine& engine, calendar::Instant until) {
  LoadReport report;
  const Stopwatch watch;
  UMLAUF_TRY(const auto fired, engine.fire_timers(until));
  watch.read(report);
  report.instances = fired.size();
  return report;
}

}  // namespace umlauf::cli
