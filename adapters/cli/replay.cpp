// umlauf replay: what a case went through, row by row of its journal.
#include <iostream>

#include "adapters/cli/answers.hpp"
#include "adapters/cli/output.hpp"
#include "adapters/cli/snapshot.hpp"
#include "adapters/cli/store_options.hpp"
#include "adapters/cli/subcommands.hpp"

namespace umlauf::cli {
namespace {

// A number is a row of the journal, everything else a time.
Result<service::Moment> moment_of(const std::string& text) {
  service::Moment moment;
  if (text.empty()) return moment;
  if (text.find_first_not_of("0123456789") == std::string::npos && text.size() < 19) {
    moment.sequence = std::stoull(text);
    return moment;
  }
  UMLAUF_TRY(moment.time, time_of(text));
  return moment;
}

void print_row(const service::JournalView& row) {
  std::cout << row.sequence << "  " << shown_time(row.time) << "  "
            << (row.actor.empty() ? std::string(localized("system", "System")) : row.actor) << "  "
            << localized(row.command_text) << '\n';
}

int print_steps(StoreOptions& store, service::InstanceKey key, const service::Moment& until) {
  std::optional<Error> failure;
  const auto done = store.engine().replay(
      key, until, [&](const service::JournalView& row, const service::InstanceSnapshot& snapshot) {
        const auto tokens = tokens_of(store.engine(), snapshot);
        if (!tokens) {
          failure = tokens.error();
          return;
        }
        if (store.json()) {
          feel::Context line = to_context(row);
          line.put("instance", feel::Value(to_context(snapshot, *tokens)));
          print_json(feel::Value(std::move(line)));
          return;
        }
        print_row(row);
        for (const Text& event : row.events) std::cout << "     " << localized(event) << '\n';
        print_tree(std::cout, *tokens);
      });
  if (!done) return fail(done.error());
  return failure ? fail(*failure) : kExitOk;
}

int print_end(StoreOptions& store, service::InstanceKey key, const service::Moment& until) {
  const auto snapshot = store.engine().instance_at(key, until);
  if (!snapshot) return fail(snapshot.error());
  const auto tokens = tokens_of(store.engine(), *snapshot);
  if (!tokens) return fail(tokens.error());
  if (store.json()) {
    feel::Context answer = to_context(*snapshot, *tokens);
    answer.put("sequence", static_cast<std::int64_t>(snapshot->sequence));
    print_json(feel::Value(std::move(answer)));
    return kExitOk;
  }
  print_heading(std::cout, *snapshot);
  std::cout << localized("as of row ", "Stand der Zeile ") << snapshot->sequence << ", "
            << shown_time(snapshot->time) << '\n';
  print_tree(std::cout, *tokens);
  print_variables(std::cout, snapshot->variables);
  return kExitOk;
}

}  // namespace

int run_replay(int argc, char** argv) {
  std::string instance, until;
  bool steps = false;
  Options options("replay", {"fold the journal of a case again, up to any moment",
                             "das Journal eines Vorgangs noch einmal abspielen"});
  StoreOptions store(options, StoreOptions::People::No);
  options.operand("INSTANCE", instance, {"number of the case", "Nummer des Vorgangs"});
  options.option("--until", until, "TIME|ROW",
                 {"up to this time (2026-01-31T10:30) or this row of the journal",
                  "bis zu dieser Zeit (2026-01-31T10:30) oder Zeile des Journals"});
  options.flag("--steps", steps,
               {"every row, and where the tokens stood behind it",
                "jede Zeile, und wo die Marken danach standen"});
  options.example("umlauf replay 1 --steps", {"from the start to now", "vom Beginn bis heute"});
  options.example("umlauf replay 1 --until 3",
                  {"the case behind row 3", "der Vorgang nach Zeile 3"});
  if (const auto status = options.parse(argc, argv)) return *status;

  const auto key = instance_of(instance);
  if (!key) return fail(key.error());
  const auto moment = moment_of(until);
  if (!moment) return fail(moment.error());
  if (const auto opened = store.open(); !opened) return fail(opened.error());
  return steps ? print_steps(store, *key, *moment) : print_end(store, *key, *moment);
}

}  // namespace umlauf::cli
