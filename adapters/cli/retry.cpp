// umlauf retry: does again what failed.
#include "adapters/cli/operation.hpp"
#include "adapters/cli/output.hpp"
#include "adapters/cli/subcommands.hpp"

namespace umlauf::cli {

int run_retry(int argc, char** argv) {
  std::string incident;
  Options options("retry", {"do again what failed", "wiederholen, was scheiterte"});
  StoreOptions store(options, StoreOptions::People::Yes);
  options.operand("KEY", incident,
                  {"key of the incident, as 'incidents' shows it",
                   "Schlüssel des Vorfalls, wie 'incidents' ihn zeigt"});
  options.example("umlauf retry 1.7",
                  {"tries again what failed there", "versucht es dort noch einmal"});
  if (const auto status = options.parse(argc, argv)) return *status;
  const auto key = reference_of(incident);
  if (!key) return fail(key.error());
  return carry_out(store, service::RetryIncident{*key});
}

}  // namespace umlauf::cli
