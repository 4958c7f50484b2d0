// umlauf message: hands a message to the case that waits for it, or starts one.
#include <iostream>

#include "adapters/cli/answers.hpp"
#include "adapters/cli/output.hpp"
#include "adapters/cli/store_options.hpp"
#include "adapters/cli/subcommands.hpp"

namespace umlauf::cli {

int run_message(int argc, char** argv) {
  service::Correlate message;
  std::string instance;
  std::vector<std::string> keys;
  Options options("message", {"hand a message to the case that waits for it",
                              "eine Nachricht dem Vorgang geben, der auf sie wartet"});
  StoreOptions store(options, StoreOptions::People::Yes);
  options.operand("NAME", message.message, {"name of the message", "Name der Nachricht"});
  options.option("--business-key", message.business_key, "TEXT",
                 {"only the case of this name", "nur der Vorgang dieses Namens"});
  options.option("--instance", instance, "N", {"only this case", "nur dieser Vorgang"});
  options.option("--key", keys, "NAME=VALUE",
                 {"only cases whose variable has this value; may be repeated",
                  "nur Vorgänge, deren Variable diesen Wert hat; mehrfach möglich"});
  options.flag("--all", message.all,
               {"to all that wait; otherwise there must be exactly one",
                "an alle, die warten; sonst muss es genau einer sein"});
  std::int64_t keep_seconds = 0;
  options.option("--keep", keep_seconds, "SECONDS",
                 {"where nobody waits: keep it so long for processes that take kept messages",
                  "wenn niemand wartet: so lange aufheben für Prozesse, die das annehmen"});
  VariableOptions variables(options);
  options.example(
      "umlauf message unterlagen --business-key HS-1",
      {"the documents of case HS-1 have arrived", "die Unterlagen zum Vorgang HS-1 sind da"});
  options.example("umlauf message hundeanmeldung --business-key HS-2 --var hunde=1",
                  {"starts a case, where the model begins with this message",
                   "beginnt einen Vorgang, wenn das Modell mit dieser Nachricht beginnt"});
  if (const auto status = options.parse(argc, argv)) return *status;

  if (!instance.empty()) {
    const auto key = instance_of(instance);
    if (!key) return fail(key.error());
    message.instance = *key;
  }
  for (const std::string& pair : keys) {
    const auto entry = assignment_of(pair);
    if (!entry) return fail(entry.error());
    message.keys.put(entry->name, entry->value);
  }
  auto values = variables.read();
  if (!values) return fail(values.error());
  message.variables = *std::move(values);
  message.keep_ms = keep_seconds * 1000;
  if (const auto opened = store.open(); !opened) return fail(opened.error());
  const auto caller = store.caller();
  if (!caller) return fail(caller.error());
  const auto answer = store.engine().execute(std::move(message), *caller);
  if (!answer) return fail(answer.error());
  if (store.json())
    print_json(feel::Value(feel::Context{{"instances", list_of(answer->instances)}}));
  else
    for (service::InstanceKey key : answer->instances) std::cout << service::to_string(key) << '\n';
  return kExitOk;
}

}  // namespace umlauf::cli
