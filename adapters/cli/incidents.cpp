// umlauf incidents: what went wrong and waits for an operator.
#include <iostream>

#include "adapters/cli/answers.hpp"
#include "adapters/cli/output.hpp"
#include "adapters/cli/store_options.hpp"
#include "adapters/cli/subcommands.hpp"

namespace umlauf::cli {

int run_incidents(int argc, char** argv) {
  std::string instance;
  Options options("incidents", {"list what went wrong and waits for an operator",
                                "zeigen, was schiefging und auf jemanden wartet"});
  StoreOptions store(options, StoreOptions::People::No);
  options.operand(
      "INSTANCE", instance,
      {"number of a case; without it those of all", "Nummer eines Vorgangs; sonst alle"}, false);
  options.note(
      {"'retry' does again what failed, once its cause is mended; 'resolve' goes on as if "
       "it had been done.",
       "'retry' wiederholt, was scheiterte, wenn die Ursache behoben ist; 'resolve' geht "
       "weiter, als wäre es getan."});
  options.note(
      {"A start that failed and that a timer, or a message or signal of another case, asked for is "
       "listed under its process: it is tried again by itself, and at once when the process is "
       "deployed anew.",
       "Ein gescheiterter Start, den ein Zeitereignis oder eine Nachricht oder ein Signal eines "
       "anderen Vorgangs wollte, steht unter seinem Prozess: er wird von selbst wieder versucht, "
       "und sofort, wenn der Prozess neu deployt wird."});
  options.example("umlauf incidents", {"all incidents, each with its key",
                                       "alle Vorfälle, jeder mit seinem Schlüssel"});
  if (const auto status = options.parse(argc, argv)) return *status;

  service::InstanceKey key;
  if (!instance.empty()) {
    const auto read = instance_of(instance);
    if (!read) return fail(read.error());
    key = *read;
  }
  if (const auto opened = store.open(); !opened) return fail(opened.error());
  const auto incidents = store.engine().incidents(key);
  if (!incidents) return fail(incidents.error());
  const auto owed =
      key.valid() ? Result(std::vector<service::OwedStartView>{}) : store.engine().owed_starts();
  if (!owed) return fail(owed.error());
  if (store.json()) {
    print_json(feel::Value(feel::Context{{"incidents", list_of_views(*incidents)},
                                         {"owedStarts", list_of_views(*owed)}}));
    return kExitOk;
  }
  Table table({std::string(localized("key", "Schlüssel")),
               std::string(localized("element", "Element")), std::string(localized("kind", "Art")),
               std::string(localized("since", "seit")), std::string(localized("what", "was"))});
  for (const service::IncidentView& incident : *incidents)
    table.add({service::to_string(incident.key), incident.element, incident.kind,
               shown_time(incident.since), localized(incident.message)});
  for (const service::OwedStartView& start : *owed)
    table.add({start.process, start.element, std::string(localized("start", "Start")),
               shown_time(start.due), localized(start.message)});
  table.print(std::cout);
  return kExitOk;
}

}  // namespace umlauf::cli
