// umlauf db init, db upgrade, db drop-history: a database's tables, for whoever owns them.
#include <iostream>

#include "adapters/cli/output.hpp"
#include "adapters/cli/store_options.hpp"
#include "adapters/cli/subcommands.hpp"
#include "adapters/postgres/address.hpp"
#include "adapters/postgres/retention.hpp"

namespace umlauf::cli {
namespace {

// An SQLite file brings its tables up to date whenever it is opened, and knows no roles.
Result<Done> prepare(const StoreOptions& store, const std::string& role) {
  if (!postgres::is_address(store.database())) {
    if (!role.empty())
      return error(ErrorCode::Request, "an SQLite file has no roles: its owner alone may read it",
                   "eine SQLite-Datei kennt keine Rollen: nur ihr Besitzer darf sie lesen");
    UMLAUF_CHECK(open_store(store.database()));
    return Done{};
  }
  UMLAUF_CHECK(postgres::initialise(store.database(), role));
  UMLAUF_CHECK(open_postgres(store.database()));
  return Done{};
}

// Midnight (UTC) of a date like 2030-01-01.
Result<calendar::Instant> begin_of(const std::string& date) {
  const auto midnight = calendar::DateTime::parse(date + "T00:00:00Z");
  const auto instant =
      midnight ? calendar::to_instant(*midnight, calendar::Zone::utc()) : std::nullopt;
  if (!instant)
    return error(ErrorCode::Request, "'" + date + "' is no date like 2030-01-01",
                 "'" + date + "' ist kein Datum wie 2030-01-01");
  return *instant;
}

Result<postgres::Dropped> drop(const std::string& database, const std::string& date) {
  if (!postgres::is_address(database))
    return error(ErrorCode::Request, "only PostgreSQL keeps the journal in parts",
                 "nur PostgreSQL hält das Journal in Teilen");
  UMLAUF_TRY(const calendar::Instant before, begin_of(date));
  return postgres::drop_history(database, before);
}

int report(const StoreOptions& store, const Result<Done>& done) {
  if (!done) return fail(done.error());
  const std::string shown = shown_database(store.database());
  if (store.json())
    print_json(feel::Value(feel::Context{{"database", feel::Value(shown)}}));
  else
    std::cout << localized("the tables are up to date: ", "die Tabellen sind auf dem Stand: ")
              << shown << '\n';
  return kExitOk;
}

}  // namespace

int run_db_init(int argc, char** argv) {
  std::string role;
  Options options("db init", {"make the tables, and let a role use them",
                              "die Tabellen anlegen und einer Rolle ihre Benutzung erlauben"});
  StoreOptions store(options, StoreOptions::People::No);
  options.option(
      "--role", role, "ROLE",
      {"a role of PostgreSQL for the nodes; made where there is none, without a password",
       "eine Rolle von PostgreSQL für die Knoten; fehlt sie, wird sie ohne Kennwort "
       "angelegt"});
  options.example("umlauf db init --db postgresql://umlauf_owner@db/umlauf --role umlauf",
                  {"by the owner of the tables; the nodes then connect as umlauf",
                   "durch den Besitzer der Tabellen; die Knoten melden sich dann als umlauf an"});
  if (const auto status = options.parse(argc, argv)) return *status;
  return report(store, prepare(store, role));
}

int run_db_upgrade(int argc, char** argv) {
  Options options("db upgrade", {"bring the tables up to this program's version",
                                 "die Tabellen auf den Stand dieses Programms bringen"});
  StoreOptions store(options, StoreOptions::People::No);
  options.example("umlauf db upgrade --db postgresql://umlauf_owner@db/umlauf",
                  {"stop the nodes first, start them afterwards in the new version",
                   "vorher die Knoten anhalten, danach in der neuen Version starten"});
  if (const auto status = options.parse(argc, argv)) return *status;
  return report(store, prepare(store, ""));
}

int run_db_drop_history(int argc, char** argv) {
  std::string date;
  Options options("db drop-history",
                  {"forget cases that ended long ago, by dropping parts of the journal",
                   "Vorgänge vergessen, die lange beendet sind, in ganzen Teilen"});
  StoreOptions store(options, StoreOptions::People::No);
  options.option("--before", date, "DATE",
                 {"cases that had ended by then; required", "die bis dahin beendet waren; nötig"});
  options.example(
      "umlauf db drop-history --before 2030-01-01 --db postgresql://umlauf_owner@db/umlauf",
      {"by the owner of the tables; a part of which more stays than goes is left alone",
       "durch den Besitzer der Tabellen; ein Teil, von dem mehr bleibt als geht, bleibt ganz"});
  if (const auto status = options.parse(argc, argv)) return *status;
  const auto dropped = drop(store.database(), date);
  if (!dropped) return fail(dropped.error());
  if (store.json()) {
    print_json(feel::Value(
        feel::Context{{"parts", static_cast<std::int64_t>(dropped->parts)},
                      {"cases", static_cast<std::int64_t>(dropped->cases)},
                      {"casesMoved", static_cast<std::int64_t>(dropped->cases_moved)}}));
    return kExitOk;
  }
  std::cout << dropped->cases << localized(" cases forgotten, ", " Vorgänge vergessen, ")
            << dropped->parts << localized(" parts dropped\n", " Teile entfernt\n");
  return kExitOk;
}

}  // namespace umlauf::cli
