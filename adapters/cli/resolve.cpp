// umlauf resolve: goes on behind what failed, as if it had been done.
#include "adapters/cli/operation.hpp"
#include "adapters/cli/output.hpp"
#include "adapters/cli/subcommands.hpp"

namespace umlauf::cli {

int run_resolve(int argc, char** argv) {
  std::string incident;
  Options options("resolve", {"go on as if what failed had been done",
                              "weitergehen, als wäre getan, was scheiterte"});
  StoreOptions store(options, StoreOptions::People::Yes);
  options.operand("KEY", incident,
                  {"key of the incident, as 'incidents' shows it",
                   "Schlüssel des Vorfalls, wie 'incidents' ihn zeigt"});
  options.example("umlauf resolve 1.7",
                  {"goes on behind that element", "geht hinter diesem Element weiter"});
  if (const auto status = options.parse(argc, argv)) return *status;
  const auto key = reference_of(incident);
  if (!key) return fail(key.error());
  return carry_out(store, service::ResolveIncident{*key});
}

}  // namespace umlauf::cli
