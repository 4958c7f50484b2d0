// umlauf complete: a task is done.
#include "adapters/cli/output.hpp"
#include "adapters/cli/store_options.hpp"
#include "adapters/cli/subcommands.hpp"

namespace umlauf::cli {

int run_complete(int argc, char** argv) {
  std::string task, once;
  Options options("complete", {"complete a task", "eine Aufgabe erledigen"});
  StoreOptions store(options, StoreOptions::People::Yes);
  options.operand(
      "KEY", task,
      {"key of the task, as 'tasks' shows it", "Schlüssel der Aufgabe, wie 'tasks' ihn zeigt"});
  VariableOptions variables(options);
  options.option("--once", once, "TEXT",
                 {"carried out once, however often it is sent with this TEXT",
                  "wird einmal ausgeführt, wie oft es mit diesem TEXT auch gesendet wird"});
  options.note(
      {"Only who has claimed a task may complete it, or an administrator, which the "
       "journal records.",
       "Nur wer eine Aufgabe übernommen hat, darf sie erledigen, oder wer administriert; "
       "das steht dann im Journal."});
  options.example(
      "umlauf complete 1.7 --as a.meier --organisation organisation.yaml --var vollstaendig=true",
      {"completes the task with a result", "erledigt die Aufgabe mit einem Ergebnis"});
  if (const auto status = options.parse(argc, argv)) return *status;

  const auto key = reference_of(task);
  if (!key) return fail(key.error());
  auto values = variables.read();
  if (!values) return fail(values.error());
  if (const auto opened = store.open(); !opened) return fail(opened.error());
  auto caller = store.caller();
  if (!caller) return fail(caller.error());
  caller->idempotency_key = once;
  const auto done = store.engine().complete_task(*key, *std::move(values), *caller);
  if (!done) return fail(done.error());
  if (store.json()) print_json(feel::Value(feel::Context{{"ok", true}}));
  return kExitOk;
}

}  // namespace umlauf::cli
