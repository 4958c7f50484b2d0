// umlauf bench: measures what this machine can do, to size a town's server (docs/benchmarks.md).
#include <filesystem>
#include <iostream>
#include <sstream>

#include "adapters/cli/bench_models.hpp"
#include "adapters/cli/load.hpp"
#include "adapters/cli/options.hpp"
#include "adapters/cli/output.hpp"
#include "adapters/cli/store_options.hpp"
#include "adapters/cli/subcommands.hpp"
#include "adapters/memory/memory_store.hpp"
#include "engine/feel/json.hpp"

namespace umlauf::cli {
namespace {

constexpr std::int64_t kClientsMax = 10'000;
constexpr std::int64_t kTasksMax = 100'000;

// The clock on the wall, which can be put forward: timers come due without waiting.
class BenchClock final : public service::Clock {
 public:
  calendar::Instant now() override { return {clock_.now().milliseconds + ahead_ms_}; }
  void put_forward(std::int64_t milliseconds) { ahead_ms_ += milliseconds; }

 private:
  SystemClock clock_;
  std::atomic<std::int64_t> ahead_ms_{0};
};

struct Wanted {
  std::string workload = "w2";
  std::string store = "memory";
  std::int64_t clients = 1;
  std::int64_t duration_s = 5;
  std::int64_t instances = 0;
  std::int64_t prefill = 0;
  std::int64_t rate = 0;
  std::int64_t tasks = 10'000;
  bool json = false;
};

std::string shown(const feel::Value& value) {
  return value.string() != nullptr ? *value.string() : feel::to_json(value);
}

// A line of the report, in the words of both languages and of JSON.
struct Figure {
  const char* key;
  Text name;
  feel::Value value;
};

class Bench {
 public:
  explicit Bench(Wanted wanted) : wanted_(std::move(wanted)) {}

  Result<Done> run() {
    UMLAUF_CHECK(open());
    note("workload", {"workload", "Last"}, wanted_.workload);
    note("store", {"store", "Speicher"}, shown_database(wanted_.store));
    note("openMs", {"opening the store, ms", "Öffnen des Speichers, ms"}, rounded(open_ms_));
    if (wanted_.workload == "deploy") {
      UMLAUF_CHECK(deploy_large());
    } else {
      UMLAUF_CHECK(prefill());
      UMLAUF_CHECK(wanted_.workload == "w4" ? fire() : load());
    }
    print();
    return Done{};
  }

 private:
  using Clock = std::chrono::steady_clock;

  static double ms_since(Clock::time_point begin) {
    return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
  }
  static feel::Value rounded(double value) {
    std::ostringstream text;
    text.precision(value < 100 ? 2 : 0);
    text << std::fixed << value;
    return Decimal::parse(text.str()).value_or(Decimal(0));
  }
  void note(const char* key, Text name, feel::Value value) {
    figures_.push_back({key, std::move(name), std::move(value)});
  }

  Result<Done> open() {
    const auto begin = Clock::now();
    if (wanted_.store == "memory") {
      store_ = std::make_unique<memory::MemoryStore>();
    } else {
      UMLAUF_TRY(store_, open_store(wanted_.store));
    }
    service::EngineOptions options;
    options.handlers = &bench_handlers();
    UMLAUF_TRY(engine_, service::Engine::open(*store_, clock_, options));
    open_ms_ = ms_since(begin);
    return Done{};
  }

  // Bytes on disk when the log has been copied into the file; nothing where there is no file.
  std::optional<double> disk_bytes() {
    std::error_code failed;
    if (wanted_.store == "memory" || !store_->maintain()) return std::nullopt;
    const auto size = std::filesystem::file_size(wanted_.store, failed);
    if (failed) return std::nullopt;
    return static_cast<double>(size);
  }

  Result<Done> prefill() {
    if (wanted_.prefill == 0) return Done{};
    UMLAUF_CHECK(engine_->deploy({waiting_model()}));
    const auto disk_before = disk_bytes();
    const auto cache_before = engine_->cache_statistics();
    const auto count = static_cast<std::uint64_t>(wanted_.prefill);
    const auto begin = Clock::now();
    UMLAUF_CHECK(begin_many(*engine_, count, waiting_start));
    note("prefilled", {"waiting instances begun", "wartende Instanzen begonnen"}, wanted_.prefill);
    note("prefillPerSecond", {"  a second", "  je Sekunde"},
         rounded(static_cast<double>(count) / ms_since(begin) * 1000));
    const auto cache = engine_->cache_statistics();
    if (const auto cold = cache.cold_instances - cache_before.cold_instances; cold > 0)
      note("cacheBytesPerWaitingInstance",
           {"  bytes in the cache each", "  Bytes im Zwischenspeicher je Instanz"},
           rounded(static_cast<double>(cache.cold_bytes - cache_before.cold_bytes) /
                   static_cast<double>(cold)));
    if (const auto disk = disk_bytes(); disk && disk_before)
      note("diskBytesPerWaitingInstance",
           {"  bytes on disk each", "  Bytes auf dem Datenträger je Instanz"},
           rounded((*disk - *disk_before) / static_cast<double>(count)));
    return Done{};
  }

  Result<Done> load() {
    const Workload* workload = find_workload(wanted_.workload);
    UMLAUF_CHECK(engine_->deploy(workload->documents));
    LoadOptions options;
    options.clients = static_cast<std::size_t>(wanted_.clients);
    options.duration_ms = wanted_.duration_s * 1000;
    options.instances = static_cast<std::uint64_t>(wanted_.instances);
    options.rate = static_cast<std::uint64_t>(wanted_.rate);
    const auto disk_before = disk_bytes();
    UMLAUF_TRY(const LoadReport report, run_load(*engine_, *workload, options));
    const auto disk_after = disk_bytes();
    const auto instances = static_cast<double>(report.instances);
    const auto commands = static_cast<double>(report.commands.count());
    note("clients", {"clients", "Klienten"}, wanted_.clients);
    note_rates(report, commands);
    note("p50Us", {"a command takes, half of them, µs", "ein Befehl dauert, die Hälfte, µs"},
         rounded(report.commands.quantile_us(0.5)));
    note("p99Us", {"  99 of 100, µs", "  99 von 100, µs"},
         rounded(report.commands.quantile_us(0.99)));
    note("maxUs", {"  the longest, µs", "  der längste, µs"}, rounded(report.commands.max_us()));
    if (report.queries.count() > 0)
      note("queryP99Us", {"a query takes, 99 of 100, µs", "eine Abfrage dauert, 99 von 100, µs"},
           rounded(report.queries.quantile_us(0.99)));
    if (disk_before && disk_after && report.instances > 0)
      note("diskBytesPerFinishedInstance",
           {"bytes on disk for a finished instance", "Bytes je beendeter Instanz"},
           rounded((*disk_after - *disk_before) / instances));
    return Done{};
  }

  void note_rates(const LoadReport& report, double commands) {
    note("seconds", {"seconds", "Sekunden"}, rounded(report.seconds));
    note("instances", {"instances", "Instanzen"}, static_cast<std::int64_t>(report.instances));
    note("instancesPerSecond", {"  a second", "  je Sekunde"},
         rounded(static_cast<double>(report.instances) / report.seconds));
    note("commands", {"commands", "Befehle"}, static_cast<std::int64_t>(commands));
    note("commandsPerSecond", {"  a second", "  je Sekunde"}, rounded(commands / report.seconds));
    if (commands > 0)
      note("cpuUsPerCommand", {"processor time a command, µs", "Prozessorzeit je Befehl, µs"},
           rounded(report.cpu_seconds * 1e6 / commands));
  }

  Result<Done> fire() {
    UMLAUF_CHECK(engine_->deploy({timer_model()}));
    const auto count =
        static_cast<std::uint64_t>(wanted_.instances == 0 ? 20'000 : wanted_.instances);
    UMLAUF_CHECK(begin_many(*engine_, count, [](std::uint64_t) { return timer_start(); }));
    clock_.put_forward(60'000);
    UMLAUF_TRY(const LoadReport report, run_timers(*engine_, clock_.now()));
    if (report.instances != count)
      return error(ErrorCode::Internal, "not every timer has fired",
                   "nicht jedes Zeitereignis wurde ausgelöst");
    note_rates(report, static_cast<double>(report.instances));
    return Done{};
  }

  Result<Done> deploy_large() {
    std::vector<service::Document> models;
    models.push_back(large_model(static_cast<std::size_t>(wanted_.tasks)));
    const std::size_t bytes = models.front().text.size();
    const auto begin = Clock::now();
    UMLAUF_CHECK(engine_->deploy(std::move(models)));
    const double ms = ms_since(begin);
    note("tasks", {"tasks of the model", "Aufgaben des Modells"}, wanted_.tasks);
    note("bytes", {"bytes of the model", "Bytes des Modells"}, static_cast<std::int64_t>(bytes));
    note("deployMs", {"read, checked and stored in, ms", "gelesen, geprüft, gespeichert in, ms"},
         rounded(ms));
    return Done{};
  }

  void print() const {
    if (wanted_.json) {
      feel::Context context;
      for (const Figure& figure : figures_) context.put(figure.key, figure.value);
      print_json(feel::Value(std::move(context)));
      return;
    }
    std::size_t width = 0;
    for (const Figure& figure : figures_) width = std::max(width, width_of(localized(figure.name)));
    for (const Figure& figure : figures_)
      std::cout << padded(localized(figure.name), width + 2) << shown(figure.value) << '\n';
  }

  const Wanted wanted_;
  BenchClock clock_;
  std::unique_ptr<service::Store> store_;
  std::unique_ptr<service::Engine> engine_;
  double open_ms_ = 0;
  std::vector<Figure> figures_;
};

Text list_of_workloads() {
  Text text{"Workloads: ", "Lasten: "};
  for (const Workload& workload : workloads()) {
    text.english += workload.name + ": " + workload.purpose.english + "; ";
    text.german += workload.name + ": " + workload.purpose.german + "; ";
  }
  text.english += "deploy: read, check and store one large model.";
  text.german += "deploy: ein großes Modell lesen, prüfen, speichern.";
  return text;
}

}  // namespace

int run_bench(int argc, char** argv) {
  Wanted wanted;
  Options options("bench", {"measure what this machine can do, to size a server",
                            "messen, was dieser Rechner kann, um einen Server zu bemessen"});
  options.option("--workload", wanted.workload, "NAME",
                 {"what is done (below); w2 otherwise", "was getan wird (unten); sonst w2"});
  options.option(
      "--store", wanted.store, "memory|DATABASE",
      {"where it is kept: memory, a file or postgresql://...; new, or with what it holds",
       "wo es liegt: memory, eine Datei oder postgresql://...; neu oder mit Bestand"});
  options.option("--clients", wanted.clients, "N",
                 {"so many work at a time; 1 otherwise", "so viele arbeiten zugleich; sonst 1"}, 1);
  options.option("--duration", wanted.duration_s, "SECONDS",
                 {"so long; 5 otherwise", "so lange; sonst 5"}, 1);
  options.option("--instances", wanted.instances, "N",
                 {"so many cases instead of so long", "so viele Vorgänge statt so lange"});
  options.option("--rate", wanted.rate, "N",
                 {"begin N cases a second instead of as many as possible",
                  "N Vorgänge je Sekunde beginnen statt so vieler wie möglich"});
  options.option("--prefill", wanted.prefill, "N",
                 {"begin N cases that wait at a task before, and measure their size",
                  "zuvor N Vorgänge beginnen, die an einer Aufgabe warten, und sie messen"});
  options.option("--tasks", wanted.tasks, "N",
                 {"tasks of the model of 'deploy'; 10000 otherwise",
                  "Aufgaben des Modells von 'deploy'; sonst 10000"},
                 1);
  options.flag("--json", wanted.json, {"answer in JSON", "Antwort in JSON"});
  options.example("umlauf bench --store bench.sqlite --clients 8",
                  {"tasks begun, found and completed by eight clients, durably",
                   "Aufgaben beginnen, finden, erledigen, mit acht Klienten, dauerhaft"});
  options.example("umlauf bench --workload w1 --json",
                  {"five services and a gateway, in memory", "fünf Dienste, im Arbeitsspeicher"});
  options.note(list_of_workloads());
  options.note(
      {"Every answer counts only when it is durable. docs/benchmarks.md tells how to read "
       "the figures.",
       "Jede Antwort zählt erst, wenn sie dauerhaft ist. docs/benchmarks.md erklärt, wie "
       "die Zahlen zu lesen sind."});
  if (const auto status = options.parse(argc, argv)) return *status;
  if (wanted.workload != "deploy" && find_workload(wanted.workload) == nullptr)
    return fail({"there is no workload '" + wanted.workload + "'",
                 "es gibt keine Last '" + wanted.workload + "'"});
  if (wanted.clients > kClientsMax || wanted.tasks > kTasksMax)
    return fail({"at most 10000 clients and 100000 tasks",
                 "höchstens 10000 Klienten und "
                 "100000 Aufgaben"});
  const auto done = Bench(std::move(wanted)).run();
  return done ? kExitOk : fail(done.error());
}

}  // namespace umlauf::cli
