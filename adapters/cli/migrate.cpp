// umlauf migrate: puts running cases on another version of their process.
#include <iostream>

#include "adapters/cli/answers.hpp"
#include "adapters/cli/output.hpp"
#include "adapters/cli/store_options.hpp"
#include "adapters/cli/subcommands.hpp"

namespace umlauf::cli {
namespace {

struct Outcome {
  service::InstanceKey instance;
  Result<service::Answer> answer;
};

// ID=ID.
Result<std::pair<std::string, std::string>> move_of(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0 || equals + 1 == text.size())
    return error(ErrorCode::Request, "'" + text + "' does not read FROM=TO",
                 "'" + text + "' lautet nicht VON=NACH");
  return std::pair(text.substr(0, equals), text.substr(equals + 1));
}

Result<std::vector<service::InstanceKey>> cases_of(StoreOptions& store,
                                                   const std::vector<std::string>& named,
                                                   const std::string& process) {
  std::vector<service::InstanceKey> keys;
  for (const std::string& text : named) {
    UMLAUF_TRY(const service::InstanceKey key, instance_of(text));
    keys.push_back(key);
  }
  if (process.empty()) return keys;
  service::InstanceQuery query;
  query.process = process;
  query.ended = false;
  query.limit = 1'000'000;
  UMLAUF_TRY(const auto live, store.engine().instances(query));
  for (const service::InstanceView& view : live) keys.push_back(view.key);
  return keys;
}

feel::Context row_of(const Outcome& outcome) {
  feel::Context context{{"instance", service::to_string(outcome.instance)},
                        {"ok", outcome.answer.has_value()}};
  if (!outcome.answer) {
    for (const feel::Entry& entry : failure(outcome.answer.error()))
      context.put(entry.name, entry.value);
    return context;
  }
  for (const feel::Entry& entry : to_context(outcome.answer->migration))
    context.put(entry.name, entry.value);
  return context;
}

void print(const Outcome& outcome) {
  std::cout << localized("case ", "Vorgang ") << service::to_string(outcome.instance) << ": ";
  if (!outcome.answer) {
    std::cout << localized("stays as it is: ", "bleibt, wie er ist: ")
              << localized(outcome.answer.error().message) << '\n';
    for (const Diagnostic& obstacle : outcome.answer.error().diagnostics)
      std::cout << "  " << localized(obstacle.message) << '\n';
    return;
  }
  const service::Migration& migration = outcome.answer->migration;
  std::cout << 'v' << migration.version_before << " -> v" << migration.version_after << '\n';
  for (const auto& element : migration.elements) {
    std::cout << "  ";
    if (element.from.empty())
      std::cout << element.to << localized(" begins to wait", " beginnt zu warten");
    else if (element.to.empty())
      std::cout << element.from << localized(" stops waiting", " wartet nicht mehr");
    else if (element.from == element.to)
      std::cout << element.from << localized(" stays", " bleibt");
    else
      std::cout << element.from << " -> " << element.to;
    std::cout << '\n';
  }
}

int report(StoreOptions& store, const std::vector<Outcome>& outcomes) {
  bool all = true;
  feel::Values rows;
  for (const Outcome& outcome : outcomes) {
    all = all && outcome.answer.has_value();
    if (store.json())
      rows.push_back(feel::Value(row_of(outcome)));
    else
      print(outcome);
  }
  if (store.json())
    print_json(feel::Value(feel::Context{{"migrations", feel::Value(std::move(rows))}}));
  return all ? kExitOk : kExitFindings;
}

}  // namespace

int run_migrate(int argc, char** argv) {
  service::MigrateInstance plan;
  std::vector<std::string> instances, moves;
  std::string process;
  std::int64_t version = 0;
  Options options("migrate", {"put running cases on another version of their process",
                              "laufende Vorgänge auf eine andere Version ihres Prozesses setzen"});
  StoreOptions store(options, StoreOptions::People::Yes);
  options.option("--process", process, "ID",
                 {"all running cases of this process", "alle laufenden Vorgänge dieses Prozesses"});
  options.option(
      "--to", version, "N",
      {"to this version; otherwise to the latest", "auf diese Version; sonst die neueste"}, 1);
  options.option("--move", moves, "FROM=TO",
                 {"where an element has another id in the new version; may be repeated",
                  "wo ein Element in der neuen Version eine andere Id hat; mehrfach möglich"});
  options.flag("--dry-run", plan.dry_run,
               {"only say what would come of it", "nur sagen, was daraus würde"});
  options.operands("INSTANCE", instances, {"numbers of cases", "Nummern von Vorgängen"}, false);
  options.note(
      {"Each case is migrated wholly or, where something that is active has no place in "
       "the new version, stays as it is. Data, due dates and waits are kept.",
       "Jeder Vorgang wird ganz umgesetzt oder bleibt, wenn etwas Aktives in der neuen "
       "Version keinen Platz hat, wie er ist. Daten, Fristen und Warten bleiben erhalten."});
  options.example("umlauf migrate --process hundesteuer-anmeldung --dry-run",
                  {"says for every case whether it could go on with the latest version",
                   "sagt von jedem Vorgang, ob er mit der neuesten Version weiterlaufen könnte"});
  options.example("umlauf migrate 1 --to 3 --move check=check-formally",
                  {"case 1 goes on with version 3", "Vorgang 1 läuft mit Version 3 weiter"});
  if (const auto status = options.parse(argc, argv)) return *status;

  if (instances.empty() && process.empty())
    return fail({"migrate: name cases, or a process with --process",
                 "migrate: Vorgänge nennen, oder mit --process einen Prozess"});
  for (const std::string& text : moves) {
    auto move = move_of(text);
    if (!move) return fail(move.error());
    plan.elements.push_back(std::move(*move));
  }
  plan.version = static_cast<std::uint32_t>(version);
  if (const auto opened = store.open(); !opened) return fail(opened.error());
  const auto caller = store.caller();
  if (!caller) return fail(caller.error());
  const auto keys = cases_of(store, instances, process);
  if (!keys) return fail(keys.error());
  std::vector<Outcome> outcomes;
  for (const service::InstanceKey key : *keys) {
    plan.instance = key;
    outcomes.push_back({key, store.engine().execute(plan, *caller)});
  }
  return report(store, outcomes);
}

}  // namespace umlauf::cli
