// umlauf claim: a person takes a task, or gives it back.
#include "adapters/cli/output.hpp"
#include "adapters/cli/store_options.hpp"
#include "adapters/cli/subcommands.hpp"

namespace umlauf::cli {

int run_claim(int argc, char** argv) {
  std::string task;
  bool release = false;
  Options options("claim",
                  {"take a task, or give it back", "eine Aufgabe übernehmen oder zurückgeben"});
  StoreOptions store(options, StoreOptions::People::Yes);
  options.operand(
      "KEY", task,
      {"key of the task, as 'tasks' shows it", "Schlüssel der Aufgabe, wie 'tasks' ihn zeigt"});
  options.flag("--release", release, {"give it back", "zurückgeben"});
  options.note({"Only a candidate may take a task; the roles come from --organisation.",
                "Nur wer Kandidat ist, darf übernehmen; die Rollen stehen in --organisation."});
  options.example(
      "umlauf claim 1.7 --as a.meier --organisation organisation.yaml",
      {"nobody else can complete it from now on", "niemand sonst kann sie nun erledigen"});
  if (const auto status = options.parse(argc, argv)) return *status;

  const auto key = reference_of(task);
  if (!key) return fail(key.error());
  if (store.person().empty()) return fail({"claim: --as is missing", "claim: --as fehlt"});
  if (const auto opened = store.open(); !opened) return fail(opened.error());
  const auto caller = store.caller();
  if (!caller) return fail(caller.error());
  if (release) {
    const auto done = store.engine().execute(service::UnclaimTask{*key}, *caller);
    if (!done) return fail(done.error());
  } else {
    const auto done = store.engine().claim_task(*key, *caller);
    if (!done) return fail(done.error());
  }
  if (store.json()) print_json(feel::Value(feel::Context{{"ok", true}}));
  return kExitOk;
}

}  // namespace umlauf::cli
