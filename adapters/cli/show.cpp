// umlauf show: the cases, and where the tokens of one stand.
#include <iostream>

#include "adapters/cli/answers.hpp"
#include "adapters/cli/output.hpp"
#include "adapters/cli/snapshot.hpp"
#include "adapters/cli/store_options.hpp"
#include "adapters/cli/subcommands.hpp"

namespace umlauf::cli {
namespace {

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
               view.process + " v" + std::to_string(view.version), shown_state(view.state),
               shown_time(view.started), view.ended ? shown_time(*view.ended) : ""});
  table.print(std::cout);
  if (instances->empty() && query.variable)
    talk(
        {"only variables that the process declares in its property searchVariables are searched",
         "gesucht werden nur Variablen, die der Prozess in der Eigenschaft searchVariables nennt"});
  return kExitOk;
}

int show_snapshot(StoreOptions& store, const service::InstanceSnapshot& snapshot, bool list,
                  bool variables) {
  const auto tokens = tokens_of(store.engine(), snapshot);
  if (!tokens) return fail(tokens.error());
  if (store.json()) {
    print_json(feel::Value(to_context(snapshot, *tokens)));
    return kExitOk;
  }
  print_heading(std::cout, snapshot);
  if (list)
    print_list(std::cout, *tokens);
  else
    print_tree(std::cout, *tokens);
  if (variables) print_variables(std::cout, snapshot.variables);
  return kExitOk;
}

int show_model(StoreOptions& store, service::InstanceKey key) {
  const auto snapshot = store.engine().snapshot(key);
  if (!snapshot) return fail(snapshot.error());
  const auto document = store.engine().document(snapshot->instance.definition);
  if (!document) return fail(document.error());
  std::cout << document->text << std::flush;
  return kExitOk;
}

int show_instance(StoreOptions& store, service::InstanceKey key, const std::string& at, bool list,
                  bool variables) {
  service::Moment moment;
  if (!at.empty()) {
    const auto time = time_of(at);
    if (!time) return fail(time.error());
    moment.time = *time;
  }
  const auto snapshot =
      at.empty() ? store.engine().snapshot(key) : store.engine().instance_at(key, moment);
  if (!snapshot) return fail(snapshot.error());
  return show_snapshot(store, *snapshot, list, variables);
}

}  // namespace

int run_show(int argc, char** argv) {
  std::string instance, at, where;
  service::InstanceQuery query;
  bool list = false, variables = false, live = false, model = false;
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
  options.flag("--model", model,
               {"only the model that the case runs on, byte for byte as it was deployed",
                "nur das Modell, nach dem der Vorgang läuft, Byte für Byte wie bekannt gemacht"});
  options.option("--at", at, "TIME",
                 {"as the case was then: 2026-01-31 or 2026-01-31T10:30",
                  "wie der Vorgang damals war: 2026-01-31 oder 2026-01-31T10:30"});
  options.option("--process", query.process, "ID",
                 {"list cases of this process", "Vorgänge dieses Prozesses"});
  options.option("--business-key", query.business_key, "TEXT",
                 {"list cases of this name", "Vorgänge dieses Namens"});
  options.option("--where", where, "NAME=VALUE",
                 {"list cases whose searched variable has this value",
                  "Vorgänge, deren Suchvariable diesen Wert hat"});
  options.flag("--live", live, {"only cases that have not ended", "nur laufende Vorgänge"});
  options.option("--limit", limit, "N", {"so many at most", "höchstens so viele"}, 1);
  options.example("umlauf show --live", {"the cases that are running", "die laufenden Vorgänge"});
  options.example("umlauf show 1 --variables", {"what case 1 waits for, and what it knows",
                                                "worauf Vorgang 1 wartet und was er weiß"});
  options.example("umlauf show 1 --at 2026-01-31T10:30",
                  {"where it stood then", "wo er damals stand"});
  options.example("umlauf show 1 --model > model.bpmn",
                  {"gets back what was deployed", "holt zurück, was bekannt gemacht wurde"});
  if (const auto status = options.parse(argc, argv)) return *status;

  if (!where.empty()) {
    auto entry = assignment_of(where);
    if (!entry) return fail(entry.error());
    query.variable = std::move(*entry);
  }
  query.ended = !live;
  query.limit = static_cast<std::size_t>(limit);
  if (const auto opened = store.open(); !opened) return fail(opened.error());
  if (instance.empty()) {
    if (!at.empty() || model)
      return fail({"--at and --model need the number of a case",
                   "--at und --model brauchen die Nummer eines Vorgangs"});
    return show_instances(store, query);
  }
  const auto key = instance_of(instance);
  if (!key) return fail(key.error());
  if (model) return show_model(store, *key);
  return show_instance(store, *key, at, list, variables);
}

}  // namespace umlauf::cli
