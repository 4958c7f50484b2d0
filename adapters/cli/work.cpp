// umlauf work: fires the timers that come due, until it is stopped; on the side, an anchor a day
// and the statistics.
#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "adapters/cli/answers.hpp"
#include "adapters/cli/output.hpp"
#include "adapters/cli/store_options.hpp"
#include "adapters/cli/subcommands.hpp"

namespace umlauf::cli {
namespace {

// How often to look where nobody calls; and where somebody does, for what gets lost on the way and
// for what a node has left that died.
constexpr std::int64_t kLookMs = 1'000;
constexpr std::int64_t kListenMs = 10'000;
// What is due but not fired is suspended, or in the hands of another node: it is asked for again
// after growing pauses.
constexpr std::int64_t kRetryMinMs = 20;
constexpr std::int64_t kCountEveryMs = 60'000;

volatile std::sig_atomic_t stopped = 0;

void stop(int) { stopped = 1; }

void print(const std::vector<service::FiredTimer>& fired, bool json) {
  for (const service::FiredTimer& timer : fired) {
    if (json)
      print_json(feel::Value(to_context(timer)));
    else
      std::cout << shown_time(timer.at) << "  " << service::to_string(timer.instance) << "  "
                << timer.element << '\n';
  }
  std::cout.flush();
}

// Another engine may write it at the same time: then there is one all the same.
Result<Done> anchor_daily(service::Engine& engine) {
  UMLAUF_TRY(const bool due, engine.anchor_due());
  if (!due) return Done{};
  const auto anchor = engine.anchor();
  if (!anchor && anchor.error().code != ErrorCode::Conflict) return anchor.error();
  return Done{};
}

// What one look leaves for the next.
struct Pace {
  std::int64_t interval_ms = 0;
  std::int64_t retry_ms = kRetryMinMs;
  calendar::Instant counted;
  std::set<service::InstanceKey> told;  // that they are damaged
  // Owed starts that were told, by process, element and time: how often they had failed.
  std::map<std::tuple<std::string, std::string, calendar::Instant>, std::uint32_t> owed_told;
};

void tell_damaged(const service::Engine& engine, Pace& pace) {
  for (const service::InstanceKey key : engine.damaged_instances()) {
    if (!pace.told.insert(key).second) continue;
    const std::string name = service::to_string(key);
    talk({"the stored state of instance " + name +
              " is damaged: it waits, the others go on "
              "('umlauf db check' says more)",
          "der gespeicherte Zustand der Instanz " + name +
              " ist beschädigt: sie wartet, die "
              "anderen gehen weiter (mehr sagt 'umlauf db check')"});
  }
}

Text what_starts(const service::OwedStartView& start) {
  if (start.trigger == "message")
    return {"message '" + start.name + "'", "Nachricht '" + start.name + "'"};
  if (start.trigger == "signal")
    return {"signal '" + start.name + "'", "Signal '" + start.name + "'"};
  return {"timer '" + start.element + "'", "Zeitereignis '" + start.element + "'"};
}

// Each start that could not be made, whenever it has failed again.
Result<Done> tell_owed(service::Engine& engine, Pace& pace) {
  UMLAUF_TRY(const auto owed, engine.owed_starts());
  decltype(pace.owed_told) told;
  for (const service::OwedStartView& start : owed) {
    const std::tuple key(start.process, start.element, start.due);
    told[key] = start.failures;
    const auto before = pace.owed_told.find(key);
    if (before != pace.owed_told.end() && before->second == start.failures) continue;
    const Text what = what_starts(start);
    const std::string when = shown_time(start.retry);
    talk({what.english + " could not start '" + start.process + "': " + start.message.english +
              "; it is tried again at " + when,
          what.german + " konnte '" + start.process + "' nicht starten: " + start.message.german +
              "; nächster Versuch " + when});
  }
  pace.owed_told = std::move(told);
  return Done{};
}

// How long nothing has to be done.
Result<std::int64_t> pause_of(StoreOptions& store, bool fired, Pace& pace) {
  SystemClock clock;
  UMLAUF_TRY(const auto next, store.engine().next_timer());
  const std::int64_t due_in =
      next ? next->milliseconds - clock.now().milliseconds : pace.interval_ms;
  if (due_in > 0 || fired) {
    pace.retry_ms = kRetryMinMs;
    return std::clamp<std::int64_t>(due_in, 0, pace.interval_ms);
  }
  pace.retry_ms = std::min(pace.retry_ms * 2, pace.interval_ms);
  return pace.retry_ms;
}

Result<Done> count_now_and_then(service::Engine& engine, Pace& pace) {
  SystemClock clock;
  const calendar::Instant now = clock.now();
  // The clock may have been set back.
  if (std::abs(now.milliseconds - pace.counted.milliseconds) < kCountEveryMs) return Done{};
  pace.counted = now;
  UMLAUF_CHECK(engine.update_statistics());
  return Done{};
}

// Fires, anchors and counts what is due, and says how long nothing has to be done.
Result<std::int64_t> look(StoreOptions& store, Pace& pace) {
  SystemClock clock;
  UMLAUF_TRY(const auto fired, store.engine().fire_timers(clock.now()));
  print(fired, store.json());
  tell_damaged(store.engine(), pace);
  UMLAUF_CHECK(tell_owed(store.engine(), pace));
  UMLAUF_CHECK(anchor_daily(store.engine()));
  UMLAUF_CHECK(count_now_and_then(store.engine(), pace));
  return pause_of(store, !fired.empty(), pace);
}

int work(StoreOptions& store, std::int64_t interval_ms, bool once) {
  Pace pace;
  pace.interval_ms = interval_ms;
  while (stopped == 0) {
    const auto pause_ms = look(store, pace);
    if (!pause_ms) {
      if (once || pause_ms.error().code != ErrorCode::Storage) return fail(pause_ms.error());
      // A database that is away comes back.
      talk(pause_ms.error().message);
    }
    if (once) break;
    const std::int64_t wait_ms = pause_ms ? *pause_ms : interval_ms;
    if (wait_ms > 0) store.wait(wait_ms);
  }
  return kExitOk;
}

}  // namespace

int run_work(int argc, char** argv) {
  bool once = false;
  std::int64_t interval_ms = 0;
  Options options("work", {"fire timers that come due, until stopped",
                           "fällige Zeitereignisse auslösen, bis es beendet wird"});
  StoreOptions store(options, StoreOptions::People::No);
  options.flag("--once", once,
               {"fire what is due now, then end", "auslösen, was jetzt fällig ist, dann enden"});
  options.option("--interval", interval_ms, "MS",
                 {"look again after so many milliseconds at the latest (1000; 10000 on PostgreSQL, "
                  "which calls when there is work)",
                  "spätestens nach so vielen Millisekunden wieder nachsehen (1000; 10000 auf "
                  "PostgreSQL, das ruft, wenn es Arbeit gibt)"},
                 1);
  options.note({"Writes an anchor over all journals once a day (umlauf audit).",
                "Schreibt einmal am Tag einen Anker über alle Journale (umlauf audit)."});
  options.example("umlauf work --db amt.sqlite",
                  {"prints what it fires; ends with Ctrl-C or SIGTERM",
                   "nennt, was es auslöst; endet mit Strg-C oder SIGTERM"});
  if (const auto status = options.parse(argc, argv)) return *status;

  if (const auto opened = store.open(); !opened) return fail(opened.error());
  std::signal(SIGINT, stop);
  std::signal(SIGTERM, stop);
  if (interval_ms == 0) interval_ms = store.listens() ? kListenMs : kLookMs;
  return work(store, interval_ms, once);
}

}  // namespace umlauf::cli
