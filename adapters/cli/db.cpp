// umlauf db: what an administrator does with a database as a whole.
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "adapters/cli/options.hpp"
#include "adapters/cli/output.hpp"
#include "adapters/cli/store_options.hpp"
#include "adapters/cli/subcommands.hpp"
#include "adapters/postgres/address.hpp"
#include "adapters/sqlite/sqlite_store.hpp"

namespace umlauf::cli {
namespace {

std::string instance_text(service::InstanceKey key) {
  return key.valid() ? service::to_string(key) : std::string();
}

void print_findings(const std::vector<service::Finding>& findings, bool json) {
  if (json) {
    feel::Values list;
    for (const service::Finding& finding : findings) {
      feel::Context each;
      if (finding.instance.valid())
        each.put("instance", feel::Value(instance_text(finding.instance)));
      each.put("message", feel::Value(localized(finding.message)));
      list.push_back(feel::Value(std::move(each)));
    }
    feel::Context answer;
    answer.put("sound", feel::Value(findings.empty()));
    answer.put("findings", feel::Value(std::move(list)));
    print_json(feel::Value(std::move(answer)));
    return;
  }
  for (const service::Finding& finding : findings) {
    if (finding.instance.valid())
      std::cout << localized("instance ", "Instanz ") << instance_text(finding.instance) << ": ";
    std::cout << localized(finding.message) << '\n';
  }
  if (findings.empty()) std::cout << localized("no findings", "keine Befunde") << '\n';
}

// What lies in the tables first: what is read from a damaged file says nothing.
template <typename Store>
Result<std::vector<service::Finding>> look_through(Store& store, const MasterKeys& keys) {
  std::vector<service::Finding> findings;
  UMLAUF_TRY(const auto damages, store.check_integrity());
  for (const Text& damage : damages) findings.push_back({{}, damage});
  if (!findings.empty()) return findings;
  return service::check_store(store, keys.key, keys.former);
}

Result<std::vector<service::Finding>> look_through(const StoreOptions& given) {
  const std::string& database = given.database();
  UMLAUF_TRY(const MasterKeys keys, given.master_keys());
  if (postgres::is_address(database)) {
    postgres::PostgresOptions options;
    options.snapshot = true;
    UMLAUF_TRY(const auto store, open_postgres(database, options));
    return look_through(*store, keys);
  }
  UMLAUF_TRY(const auto store, sqlite::SqliteStore::open_snapshot(database));
  return look_through(*store, keys);
}

Result<std::unique_ptr<sqlite::SqliteStore>> open_file(const std::string& database) {
  if (postgres::is_address(database))
    return error(ErrorCode::Request, "this is for SQLite files; PostgreSQL brings its own tools",
                 "das ist für SQLite-Dateien; PostgreSQL bringt eigene Werkzeuge mit");
  return sqlite::SqliteStore::open_snapshot(database);
}

int run_check(int argc, char** argv) {
  Options options("db check", {"look for damage and broken promises in a database",
                               "Schäden und gebrochene Zusagen in einer Datenbank suchen"});
  StoreOptions store(options, StoreOptions::People::No);
  options.example("umlauf db check --db amt.sqlite",
                  {"exit status 0: sound; 1: findings, one a line; 2: cannot be opened",
                   "Rückgabewert 0: in Ordnung; 1: Befunde, einer je Zeile; 2: nicht zu öffnen"});
  options.note(
      {"It reads everything, as it is at one moment; others may go on working. Of encrypted "
       "cases it compares state and lists only under --key-file.",
       "Es liest alles, wie es in einem Augenblick ist; andere können weiterarbeiten. Von "
       "verschlüsselten Vorgängen vergleicht es Zustand und Listen nur mit --key-file."});
  if (const auto status = options.parse(argc, argv)) return *status;
  const auto findings = look_through(store);
  if (!findings) return fail(findings.error());
  print_findings(*findings, store.json());
  return findings->empty() ? kExitOk : kExitFindings;
}

int run_backup(int argc, char** argv) {
  std::string file;
  Options options("db backup",
                  {"copy a database while it is in use", "eine Datenbank im Betrieb kopieren"});
  StoreOptions store(options, StoreOptions::People::No);
  options.operand("FILE", file, {"the copy, a new file", "die Kopie, eine neue Datei"});
  options.example("umlauf db backup amt-montag.sqlite --db amt.sqlite",
                  {"the database as it is at one moment; the file appears when it is whole",
                   "die Datenbank in einem Augenblick; die Datei erscheint, wenn sie ganz ist"});
  if (const auto status = options.parse(argc, argv)) return *status;
  const auto opened = open_file(store.database());
  if (!opened) return fail(opened.error());
  if (const auto done = (*opened)->back_up(file); !done) return fail(done.error());
  if (store.json()) print_json(feel::Value(feel::Context{{"file", feel::Value(file)}}));
  return kExitOk;
}

int run_info(int argc, char** argv) {
  Options options("db info", {"a database in figures", "eine Datenbank in Zahlen"});
  StoreOptions store(options, StoreOptions::People::No);
  options.example("umlauf db info --db amt.sqlite", {"counts all rows", "zählt alle Zeilen"});
  if (const auto status = options.parse(argc, argv)) return *status;
  const auto opened = open_file(store.database());
  if (!opened) return fail(opened.error());
  const auto info = (*opened)->info();
  if (!info) return fail(info.error());
  struct Figure {
    const char* member;
    Text name;
    std::uint64_t value;
  };
  const Figure figures[] = {
      {"schema", {"schema", "Schema"}, static_cast<std::uint64_t>(info->schema_version)},
      {"bytes", {"bytes", "Bytes"}, info->bytes},
      {"bytesFree", {"of these free", "davon frei"}, info->bytes_free},
      {"instances", {"cases", "Vorgänge"}, info->instances},
      {"live", {"of these running", "davon laufend"}, info->live},
      {"tasks", {"open tasks", "offene Aufgaben"}, info->tasks},
      {"timers", {"timers", "Zeitereignisse"}, info->timers},
      {"incidents", {"incidents", "Vorfälle"}, info->incidents},
      {"journalRows", {"journal rows", "Journalzeilen"}, info->journal_rows},
      {"nextKey", {"next number", "nächste Nummer"}, info->next_key},
  };
  if (store.json()) {
    feel::Context answer;
    for (const Figure& figure : figures)
      answer.put(figure.member, static_cast<std::int64_t>(figure.value));
    print_json(feel::Value(std::move(answer)));
    return kExitOk;
  }
  for (const Figure& figure : figures)
    std::cout << padded(localized(figure.name), 18) << figure.value << '\n';
  return kExitOk;
}

struct Action {
  const char* name;
  Text purpose;
  int (*run)(int argc, char** argv);
};

const std::vector<Action>& actions() {
  static const std::vector<Action> table = {
      {"check",
       {"look for damage and broken promises", "Schäden und gebrochene Zusagen suchen"},
       run_check},
      {"backup",
       {"copy a database while it is in use", "eine Datenbank im Betrieb kopieren"},
       run_backup},
      {"info", {"a database in figures", "eine Datenbank in Zahlen"}, run_info},
      {"init", {"make the tables", "die Tabellen anlegen"}, run_db_init},
      {"upgrade",
       {"bring the tables up to date", "die Tabellen auf den Stand bringen"},
       run_db_upgrade},
      {"drop-history",
       {"forget cases that ended long ago", "lange beendete Vorgänge vergessen"},
       run_db_drop_history},
  };
  return table;
}

}  // namespace

int run_db(int argc, char** argv) {
  const std::string name = argc > 1 ? argv[1] : "";
  for (const Action& action : actions())
    if (name == action.name) return action.run(argc - 1, argv + 1);
  const bool help = name == "--help" || name == "-h";
  std::ostream& out = help ? std::cout : std::cerr;
  out << localized("usage: umlauf db ACTION [options]\n\n",
                   "Aufruf: umlauf db AKTION [Optionen]\n\n");
  for (const Action& action : actions())
    out << "  " << padded(action.name, 14) << localized(action.purpose) << '\n';
  return help ? kExitOk : kExitUsage;
}

}  // namespace umlauf::cli
