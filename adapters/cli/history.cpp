// umlauf history: who did what, and what it caused.
#include <iostream>

#include "adapters/cli/answers.hpp"
#include "adapters/cli/output.hpp"
#include "adapters/cli/store_options.hpp"
#include "adapters/cli/subcommands.hpp"

namespace umlauf::cli {
namespace {

void print_journal(const std::vector<service::JournalView>& journal) {
  for (const service::JournalView& row : journal) {
    std::cout << row.sequence << "  " << shown_time(row.time) << "  "
              << (row.erased          ? std::string(localized("(erased)", "(gelöscht)"))
                  : row.actor.empty() ? std::string(localized("system", "System"))
                                      : row.actor);
    if (row.administrator) std::cout << localized(" (as administrator)", " (als Administration)");
    std::cout << "  " << localized(row.command_text);
    if (!row.reason.empty()) std::cout << ": " << row.reason;
    std::cout << '\n';
    for (const Text& event : row.events) std::cout << "     " << localized(event) << '\n';
  }
}

void print_elements(const service::HistoryView& history) {
  Table table({std::string(localized("begin", "Beginn")), std::string(localized("end", "Ende")),
               std::string(localized("state", "Zustand")), std::string(localized("type", "Art")),
               std::string(localized("element", "Element"))});
  for (const service::ActivityView& activity : history.elements)
    table.add({shown_time(activity.started), activity.ended ? shown_time(*activity.ended) : "",
               activity.state, activity.type, activity.element});
  table.print(std::cout);
}

}  // namespace

int run_history(int argc, char** argv) {
  std::string instance;
  bool elements = false;
  Options options("history", {"show what has happened in a case",
                              "zeigen, was in einem Vorgang geschehen ist"});
  StoreOptions store(options, StoreOptions::People::No);
  options.operand("INSTANCE", instance, {"number of the case", "Nummer des Vorgangs"});
  options.flag("--elements", elements,
               {"the elements passed through instead of the commands",
                "die durchlaufenen Elemente statt der Befehle"});
  options.example("umlauf history 1", {"who did what when, and what it caused",
                                       "wer wann was getan hat, und was daraus folgte"});
  options.example("umlauf history 1 --elements",
                  {"each task, event and gateway with its times",
                   "jede Aufgabe, jedes Ereignis und Gateway mit Zeiten"});
  if (const auto status = options.parse(argc, argv)) return *status;

  const auto key = instance_of(instance);
  if (!key) return fail(key.error());
  if (const auto opened = store.open(); !opened) return fail(opened.error());
  const auto journal = store.engine().journal(*key);
  if (!journal) return fail(journal.error());
  if (!store.json() && !elements) {
    print_journal(*journal);
    return kExitOk;
  }
  const auto history = store.engine().history(*key);
  if (!history) return fail(history.error());
  if (store.json()) {
    feel::Context answer = to_context(*history);
    answer.put("journal", list_of_views(*journal));
    print_json(feel::Value(std::move(answer)));
  } else {
    print_elements(*history);
  }
  return kExitOk;
}

}  // namespace umlauf::cli
