// umlauf start: begins a case.
#include <iostream>

#include "adapters/cli/output.hpp"
#include "adapters/cli/store_options.hpp"
#include "adapters/cli/subcommands.hpp"

namespace umlauf::cli {

int run_start(int argc, char** argv) {
  service::Start start;
  std::int64_t version = 0;
  Options options("start", {"begin a case", "einen Vorgang beginnen"});
  StoreOptions store(options, StoreOptions::People::Yes);
  options.operand("PROCESS", start.process, {"id of the process", "Id des Prozesses"});
  options.option("--business-key", start.business_key, "TEXT",
                 {"what people call the case, such as a file number",
                  "wie Menschen den Vorgang nennen, etwa das Aktenzeichen"});
  options.option(
      "--at", start.at, "ID",
      {"start event, where the model has several", "Startereignis, wenn es mehrere gibt"});
  options.option(
      "--version", version, "N",
      {"version of the process; otherwise the latest", "Version des Prozesses; sonst die neueste"},
      1);
  options.option("--version-tag", start.version_tag, "TEXT",
                 {"the latest version that the model calls so",
                  "die neueste Version, die das Modell so nennt"});
  VariableOptions variables(options);
  options.example(
      "umlauf start hundesteuer-anmeldung --at vorsprache --business-key HS-1 --var hunde=2",
      {"prints the number of the case", "nennt die Nummer des Vorgangs"});
  if (const auto status = options.parse(argc, argv)) return *status;

  auto read = variables.read();
  if (!read) return fail(read.error());
  start.variables = *std::move(read);
  start.version = static_cast<std::uint32_t>(version);
  if (const auto opened = store.open(); !opened) return fail(opened.error());
  const auto caller = store.caller();
  if (!caller) return fail(caller.error());
  const auto key = store.engine().start(std::move(start), *caller);
  if (!key) return fail(key.error());
  if (store.json())
    print_json(feel::Value(feel::Context{{"instance", service::to_string(*key)}}));
  else
    std::cout << service::to_string(*key) << '\n';
  return kExitOk;
}

}  // namespace umlauf::cli
