// umlauf suspend: stops a case until it is resumed.
#include "adapters/cli/operation.hpp"
#include "adapters/cli/output.hpp"
#include "adapters/cli/subcommands.hpp"

namespace umlauf::cli {

int run_suspend(int argc, char** argv) {
  std::string instance;
  Options options(
      "suspend", {"stop a case until it is resumed", "einen Vorgang anhalten, bis er weiterläuft"});
  StoreOptions store(options, StoreOptions::People::Yes);
  options.operand("INSTANCE", instance, {"number of the case", "Nummer des Vorgangs"});
  options.note(
      {"Nobody can complete its tasks and no timer fires meanwhile; what comes due is made "
       "up for afterwards.",
       "Niemand kann indes seine Aufgaben erledigen, und kein Zeitereignis tritt ein; was "
       "fällig wird, wird danach nachgeholt."});
  options.example("umlauf suspend 1", {"stops case 1", "hält Vorgang 1 an"});
  if (const auto status = options.parse(argc, argv)) return *status;
  const auto key = instance_of(instance);
  if (!key) return fail(key.error());
  return carry_out(store, service::SuspendInstance{*key});
}

}  // namespace umlauf::cli
