// umlauf resume: lets a suspended case go on.
#include "adapters/cli/operation.hpp"
#include "adapters/cli/output.hpp"
#include "adapters/cli/subcommands.hpp"

namespace umlauf::cli {

int run_resume(int argc, char** argv) {
  std::string instance;
  Options options("resume",
                  {"let a suspended case go on", "einen angehaltenen Vorgang fortsetzen"});
  StoreOptions store(options, StoreOptions::People::Yes);
  options.operand("INSTANCE", instance, {"number of the case", "Nummer des Vorgangs"});
  options.example("umlauf resume 1", {"case 1 goes on", "Vorgang 1 läuft weiter"});
  if (const auto status = options.parse(argc, argv)) return *status;
  const auto key = instance_of(instance);
  if (!key) return fail(key.error());
  return carry_out(store, service::ResumeInstance{*key});
}

}  // namespace umlauf::cli
