// umlauf work: fires the timers that come due and writes an anchor a day, until it is stopped.
#include <csignal>
#include <ctime>
#include <iostream>

#include "adapters/cli/answers.hpp"
#include "adapters/cli/output.hpp"
#include "adapters/cli/store_options.hpp"
#include "adapters/cli/subcommands.hpp"

namespace umlauf::cli {
namespace {

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

}  // namespace

int run_work(int argc, char** argv) {
  bool once = false;
  std::int64_t interval_ms = 1000;
  Options options("work", {"fire timers that come due, until stopped",
                           "fällige Zeitereignisse auslösen, bis es beendet wird"});
  StoreOptions store(options, StoreOptions::People::No);
  options.flag("--once", once,
               {"fire what is due now, then end", "auslösen, was jetzt fällig ist, dann enden"});
  options.option("--interval", interval_ms, "MS",
                 {"look again after so many milliseconds at the latest",
                  "spätestens nach so vielen Millisekunden wieder nachsehen"},
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
  SystemClock clock;
  while (stopped == 0) {
    const auto fired = store.engine().fire_timers(clock.now());
    if (!fired) return fail(fired.error());
    print(*fired, store.json());
    if (const auto anchored = anchor_daily(store.engine()); !anchored)
      return fail(anchored.error());
    if (once) break;
    std::int64_t wait_ms = interval_ms;
    const auto next = store.engine().next_timer();
    if (!next) return fail(next.error());
    if (*next) wait_ms = std::min(wait_ms, (*next)->milliseconds - clock.now().milliseconds);
    if (wait_ms <= 0) continue;
    // A signal ends the sleep.
    const std::timespec pause{wait_ms / 1000, (wait_ms % 1000) * 1'000'000};
    nanosleep(&pause, nullptr);
  }
  return kExitOk;
}

}  // namespace umlauf::cli
