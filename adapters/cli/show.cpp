// umlauf show: the cases, and where the tokens of one stand.
#include <iostream>
#include <map>

#include "adapters/cli/answers.hpp"
#include "adapters/cli/output.hpp"
#include "adapters/cli/store_options.hpp"
#include "adapters/cli/subcommands.hpp"
#include "adapters/cli/token_tree.hpp"
#include "engine/feel/print.hpp"

namespace umlauf::cli {
namespace {

std::string state_of(service::InstanceState state) {
  if (language() == Language::English) return std::string(service::to_string(state));
  switch (state) {
    case service::InstanceState::Active:
      return "läuft";
    case service::InstanceState::Suspended:
      return "angehalten";
    case service::InstanceState::Completed:
      return "abgeschlossen";
    case service::InstanceState::Terminated:
      return "abgebrochen";
    case service::InstanceState::Failed:
      return "gescheitert";
  }
  return "";
}

int show_instances(StoreOptions& store, const service::InstanceQuery& query) {
  const auto instances = store.engine().instances(query);
  if (!instances) return fail(instances.error());
  if (store.json()) {
    print_json(feel::Value(feel::Context{{"instances", list_of_views(*instances)}}));
    return kExitOk;
  }
  Table table({std::string(localized("case", "Vorgang")), std::string(localized("name", "Name")),
               std::string(localized("process", "Prozess")),
               std::string(localized("state", "Zustand")),
               std::string(localized("begin", "Beginn")), std::string(localized("end", "Ende"))});
  for (const service::InstanceView& view : *instances)
    table.add({service::to_string(view.key), view.business_key,
               view.process + " v" + std::to_string(view.version), state_of(view.state),
               shown_time(view.started), view.ended ? shown_time(*view.ended) : ""});
  table.print(std::cout);
  return kExitOk;
}

void print_variables(const feel::Context& variables) {
  Table table(
      {std::string(localized("variable", "Variable")), std::string(localized("value", "Wert"))});
  for (const feel::Entry& entry : variables) table.add({entry.name, feel::to_feel(entry.value)});
  table.print(std::cout);
}

int show_instance(StoreOptions& store, service::InstanceKey key, bool list, bool variables) {
  service::Engine& engine = store.engine();
  const auto view = engine.instance(key);
  if (!view) return fail(view.error());
  const auto tokens = tokens_of(engine, key);
  if (!tokens) return fail(tokens.error());
  const auto values = engine.variables(key);
  if (!values) return fail(values.error());
  if (store.json()) {
    feel::Context answer = to_context(*view);
    answer.put("tokens", to_value(*tokens));
    answer.put("variables", feel::Value(*values));
    print_json(feel::Value(std::move(answer)));
    return kExitOk;
  }
  std::cout << localized("case ", "Vorgang ") << service::to_string(key);
  if (!view->business_key.empty()) std::cout << " (" << view->business_key << ")";
  std::cout << ", " << view->process << " v" << view->version << ", " << state_of(view->state)
            << '\n';
  if (list)
    print_list(std::cout, *tokens);
  else
    print_tree(std::cout, *tokens);
  if (variables) print_variables(*values);
  return kExitOk;
}

}  // namespace

int run_show(int argc, char** argv) {
  std::string instance;
  service::InstanceQuery query;
  bool list = false, variables = false, live = false;
  std::int64_t limit = 1000;
  Options options("show", {"show the cases, or where the tokens of one stand",
                           "Vorgänge zeigen, oder wo die Marken von einem stehen"});
  StoreOptions store(options, StoreOptions::People::No);
  options.operand(
      "INSTANCE", instance,
      {"number of a case; without it all are listed", "Nummer eines Vorgangs; ohne sie alle"},
      false);
  options.flag(
      "--list", list,
      {"the tokens as a flat list instead of a tree", "die Marken als Liste statt als Baum"});
  options.flag("--variables", variables, {"also the variables", "auch die Variablen"});
  options.option("--process", query.process, "ID",
                 {"list cases of this process", "Vorgänge dieses Prozesses"});
  options.option("--business-key", query.business_key, "TEXT",
                 {"list cases of this name", "Vorgänge dieses Namens"});
  options.flag("--live", live, {"only cases that have not ended", "nur laufende Vorgänge"});
  options.option("--limit", limit, "N", {"so many at most", "höchstens so viele"}, 1);
  options.example("umlauf show --live", {"the cases that are running", "die laufenden Vorgänge"});
  options.example("umlauf show 1 --variables", {"what case 1 waits for, and what it knows",
                                                "worauf Vorgang 1 wartet und was er weiß"});
  if (const auto status = options.parse(argc, argv)) return *status;

  query.ended = !live;
  query.limit = static_cast<std::size_t>(limit);
  if (const auto opened = store.open(); !opened) return fail(opened.error());
  if (instance.empty()) return show_instances(store, query);
  const auto key = instance_of(instance);
  if (!key) return fail(key.error());
  return show_instance(store, *key, list, variables);
}

}  // namespace umlauf::cli
