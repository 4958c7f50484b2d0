// umlauf signal: broadcasts a signal.
#include <iostream>

#include "adapters/cli/answers.hpp"
#include "adapters/cli/output.hpp"
#include "adapters/cli/store_options.hpp"
#include "adapters/cli/subcommands.hpp"

namespace umlauf::cli {

int run_signal(int argc, char** argv) {
  service::Signal signal;
  Options options("signal", {"broadcast a signal to all cases that wait for it",
                             "ein Signal an alle Vorgänge senden, die darauf warten"});
  StoreOptions store(options, StoreOptions::People::Yes);
  options.operand("NAME", signal.name, {"name of the signal", "Name des Signals"});
  VariableOptions variables(options);
  options.example("umlauf signal rechtsaenderung --var satzung='\"2027\"'",
                  {"prints the cases that it reached", "nennt die Vorgänge, die es erreicht hat"});
  if (const auto status = options.parse(argc, argv)) return *status;

  auto values = variables.read();
  if (!values) return fail(values.error());
  signal.variables = *std::move(values);
  if (const auto opened = store.open(); !opened) return fail(opened.error());
  const auto caller = store.caller();
  if (!caller) return fail(caller.error());
  const auto answer = store.engine().execute(std::move(signal), *caller);
  if (!answer) return fail(answer.error());
  if (store.json())
    print_json(feel::Value(feel::Context{{"instances", list_of(answer->instances)}}));
  else
    for (service::InstanceKey key : answer->instances) std::cout << service::to_string(key) << '\n';
  return kExitOk;
}

}  // namespace umlauf::cli
