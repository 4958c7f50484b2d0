// umlauf delete: ends a case before its time.
#include "adapters/cli/operation.hpp"
#include "adapters/cli/output.hpp"
#include "adapters/cli/subcommands.hpp"

namespace umlauf::cli {

int run_delete(int argc, char** argv) {
  service::CancelInstance cancel;
  std::string instance;
  Options options("delete", {"end a case before its time", "einen Vorgang vor der Zeit beenden"});
  StoreOptions store(options, StoreOptions::People::Yes);
  options.operand("INSTANCE", instance, {"number of the case", "Nummer des Vorgangs"});
  options.option("--reason", cancel.reason, "TEXT", {"why", "warum"});
  options.note(
      {"Its tasks, timers and called processes end with it. The case stays in the history "
       "as terminated; nothing that happened is forgotten.",
       "Seine Aufgaben, Zeitereignisse und aufgerufenen Prozesse enden mit ihm. Der "
       "Vorgang bleibt als abgebrochen in der Historie; nichts wird vergessen."});
  options.example("umlauf delete 1 --reason 'entered twice'",
                  {"case 1 ends as terminated", "Vorgang 1 endet als abgebrochen"});
  if (const auto status = options.parse(argc, argv)) return *status;
  const auto key = instance_of(instance);
  if (!key) return fail(key.error());
  cancel.instance = *key;
  return carry_out(store, std::move(cancel));
}

}  // namespace umlauf::cli
