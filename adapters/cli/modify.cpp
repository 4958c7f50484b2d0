// umlauf modify: moves the tokens of a running case.
#include "adapters/cli/operation.hpp"
#include "adapters/cli/output.hpp"
#include "adapters/cli/subcommands.hpp"

namespace umlauf::cli {

int run_modify(int argc, char** argv) {
  service::ModifyInstance modify;
  std::string instance;
  std::vector<std::string> before, behind;
  Options options("modify", {"move the tokens of a running case",
                             "die Marken eines laufenden Vorgangs versetzen"});
  StoreOptions store(options, StoreOptions::People::Yes);
  options.operand("INSTANCE", instance, {"number of the case", "Nummer des Vorgangs"});
  options.option("--cancel", modify.cancel, "ID",
                 {"end what is active at this element; may be repeated",
                  "beenden, was an diesem Element aktiv ist; mehrfach möglich"});
  options.option(
      "--before", before, "ID",
      {"begin this element; may be repeated", "dieses Element beginnen; mehrfach möglich"});
  options.option("--behind", behind, "ID",
                 {"go on behind this element, as if it had completed; may be repeated",
                  "hinter diesem Element weitergehen, als wäre es erledigt; mehrfach möglich"});
  options.option("--flow", modify.take_flows, "ID",
                 {"a token on this sequence flow; may be repeated",
                  "eine Marke auf diesem Sequenzfluss; mehrfach möglich"});
  VariableOptions variables(options);
  options.note(
      {"All of it happens at once or, where something is not possible, nothing. Variables "
       "belong to what begins.",
       "Alles geschieht zugleich oder, wenn etwas nicht möglich ist, nichts. Variablen "
       "gehören zu dem, was beginnt."});
  options.example("umlauf modify 1 --cancel decide --before check",
                  {"case 1 goes back from 'decide' to 'check'",
                   "Vorgang 1 geht von 'decide' zurück zu 'check'"});
  if (const auto status = options.parse(argc, argv)) return *status;

  const auto key = instance_of(instance);
  if (!key) return fail(key.error());
  const auto values = variables.read();
  if (!values) return fail(values.error());
  modify.instance = *key;
  for (const std::string& id : before) modify.begin_before.push_back({id, {}, *values});
  for (const std::string& id : behind) modify.begin_behind.push_back({id, {}, {}});
  return carry_out(store, std::move(modify));
}

}  // namespace umlauf::cli
