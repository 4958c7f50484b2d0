#include "adapters/cli/store_options.hpp"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <iostream>
#include <sstream>
#include <utility>

#include "adapters/cli/deployment_files.hpp"
#include "adapters/cli/files.hpp"
#include "adapters/cli/output.hpp"
#include "adapters/postgres/address.hpp"
#include "adapters/sqlite/sqlite_store.hpp"
#include "engine/base/encoding.hpp"
#include "engine/feel/json.hpp"

namespace umlauf::cli {
namespace {

std::string environment_or(const char* name, std::string fallback) {
  const char* value = std::getenv(name);
  return value == nullptr || *value == '\0' ? std::move(fallback) : std::string(value);
}

calendar::Zone local_zone() {
  static const calendar::Zone zone =
      calendar::Zone::named(environment_or("TZ", "Europe/Berlin"))
          .value_or(calendar::Zone::named("Europe/Berlin").value_or(calendar::Zone::utc()));
  return zone;
}

Error no_key(const std::string& file) {
  return error(
      ErrorCode::Request,
      "'" + file + "' holds no key of 64 hexadecimal digits, or two, one a line",
      "'" + file + "' enthält keinen Schlüssel aus 64 Hexziffern, oder zwei, je Zeile einen");
}

}  // namespace

Result<MasterKeys> read_key_file(const std::string& file) {
  UMLAUF_TRY(const std::string text, read_file(file));
  MasterKeys keys;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (line.empty()) continue;
    const auto bytes = from_hex(line);
    service::SecretKey key;
    if (!bytes || bytes->size() != key.bytes.size() || keys.former) return no_key(file);
    std::copy(bytes->begin(), bytes->end(), key.bytes.begin());
    keys.former = std::exchange(keys.key, key);
  }
  if (!keys.key) return no_key(file);
  return keys;
}

calendar::Instant SystemClock::now() {
  return {std::chrono::duration_cast<std::chrono::milliseconds>(
              std::chrono::system_clock::now().time_since_epoch())
              .count()};
}

Result<std::unique_ptr<postgres::PostgresStore>> open_postgres(
    const std::string& address, const postgres::PostgresOptions& options) {
  UMLAUF_TRY(auto store, postgres::PostgresStore::open(address, options));
  if (store->objection()) talk(*store->objection());
  return store;
}

Result<std::unique_ptr<service::Store>> open_store(const std::string& database) {
  if (postgres::is_address(database)) {
    UMLAUF_TRY(auto store, open_postgres(database));
    return std::unique_ptr<service::Store>(std::move(store));
  }
  UMLAUF_TRY(auto store, sqlite::SqliteStore::open(database));
  return std::unique_ptr<service::Store>(std::move(store));
}

std::string shown_database(const std::string& database) {
  return postgres::is_address(database) ? postgres::shown_address(database) : database;
}

StoreOptions::StoreOptions(Options& options, People people)
    : database_(environment_or("UMLAUF_DB", "umlauf.sqlite")),
      key_file_(environment_or("UMLAUF_KEY_FILE", "")) {
  options.option("--db", database_, "DATABASE",
                 {"a file or postgresql://...; otherwise UMLAUF_DB, otherwise umlauf.sqlite",
                  "eine Datei oder postgresql://...; sonst UMLAUF_DB, sonst umlauf.sqlite"});
  if (people == People::Yes) {
    person_ = environment_or("UMLAUF_PERSON", "");
    organisation_file_ = environment_or("UMLAUF_ORGANISATION", "");
    options.option("--as", person_, "PERSON",
                   {"who acts; otherwise UMLAUF_PERSON, otherwise the system itself",
                    "wer handelt; sonst UMLAUF_PERSON, sonst das System selbst"});
    options.option("--organisation", organisation_file_, "FILE",
                   {"roles of the persons; otherwise UMLAUF_ORGANISATION",
                    "Rollen der Personen; sonst UMLAUF_ORGANISATION"});
  }
  options.option("--key-file", key_file_, "FILE",
                 {"the master key under which cases are encrypted; otherwise UMLAUF_KEY_FILE",
                  "der Hauptschlüssel, unter dem Vorgänge verschlüsselt sind; sonst "
                  "UMLAUF_KEY_FILE"});
  options.flag("--json", json_, {"answer in JSON", "Antwort in JSON"});
}

Result<Done> StoreOptions::open() {
  if (json_) answer_failures_in_json();
  if (!organisation_file_.empty()) {
    UMLAUF_TRY(organisation_, read_organisation(organisation_file_));
  }
  UMLAUF_CHECK(open_store());
  service::EngineOptions engine_options;
  UMLAUF_TRY(const MasterKeys keys, master_keys());
  engine_options.master_key = keys.key;
  engine_options.former_key = keys.former;
  UMLAUF_TRY(engine_, service::Engine::open(*store_, clock_, engine_options));
  if (postgres::is_address(database_)) listener_ = std::make_unique<postgres::Listener>(database_);
  return Done{};
}

Result<MasterKeys> StoreOptions::master_keys() const {
  if (key_file_.empty()) return MasterKeys{};
  return read_key_file(key_file_);
}

Result<Done> StoreOptions::open_store() {
  if (json_) answer_failures_in_json();
  UMLAUF_TRY(store_, cli::open_store(database_));
  return Done{};
}

void StoreOptions::wait(std::int64_t milliseconds) {
  if (listener_ != nullptr) return listener_->wait(milliseconds);
  const std::timespec pause{milliseconds / 1000, (milliseconds % 1000) * 1'000'000};
  nanosleep(&pause, nullptr);
}

Result<service::Caller> StoreOptions::caller() const {
  service::Caller caller;
  caller.user = person_;
  if (person_.empty() || organisation_ == nullptr) return caller;
  const organisation::Person* person = organisation::find_person(*organisation_, person_);
  if (person == nullptr)
    return error(ErrorCode::Request, "the organisation has no person '" + person_ + "'",
                 "die Organisation kennt keine Person '" + person_ + "'");
  caller.groups = organisation::groups_of(*organisation_, *person);
  caller.administrator = person->administrator;
  return caller;
}

VariableOptions::VariableOptions(Options& options) {
  options.option("--var", pairs_, "NAME=VALUE",
                 {"a variable; VALUE is JSON or else text; may be repeated",
                  "eine Variable; VALUE ist JSON oder sonst Text; mehrfach möglich"});
  options.option("--variables", json_, "JSON|@FILE",
                 {"variables as one JSON object", "Variablen als ein JSON-Objekt"});
}

Result<feel::Context> VariableOptions::read() const {
  feel::Context variables;
  if (!json_.empty()) {
    std::string text = json_;
    if (json_.front() == '@') {
      UMLAUF_TRY(text, read_file(json_.substr(1)));
    }
    UMLAUF_TRY(const feel::Value value, feel::from_json(text));
    if (value.context() == nullptr)
      return error(ErrorCode::Request, "--variables takes a JSON object",
                   "--variables braucht ein JSON-Objekt");
    variables = *value.context();
  }
  for (const std::string& pair : pairs_) {
    UMLAUF_TRY(const feel::Entry entry, assignment_of(pair));
    variables.put(entry.name, entry.value);
  }
  return variables;
}

Result<feel::Entry> assignment_of(const std::string& pair) {
  const std::size_t equals = pair.find('=');
  if (equals == 0 || equals == std::string::npos)
    return error(ErrorCode::Request, "'" + pair + "' is not of the form NAME=VALUE",
                 "'" + pair + "' hat nicht die Form NAME=VALUE");
  const std::string text = pair.substr(equals + 1);
  const Result<feel::Value> value = feel::from_json(text);
  return feel::Entry{pair.substr(0, equals), value ? *value : feel::Value(text)};
}

Result<service::InstanceKey> instance_of(const std::string& text) {
  if (const auto key = service::parse_instance_key(text)) return *key;
  return error(ErrorCode::Request, "'" + text + "' is no instance like 4711",
               "'" + text + "' ist kein Vorgang wie 4711");
}

Result<service::ElementReference> reference_of(const std::string& text) {
  if (const auto key = service::parse_element_reference(text)) return *key;
  return error(ErrorCode::Request, "'" + text + "' is no key like 4711.3",
               "'" + text + "' ist kein Schlüssel wie 4711.3");
}

void print_json(const feel::Value& value) { std::cout << feel::to_json(value) << '\n'; }

Result<calendar::Instant> time_of(const std::string& text) {
  std::optional<calendar::DateTime> time;
  for (const char* rest : {"", ":00", "T00:00:00"})
    if (!time) time = calendar::DateTime::parse(text + rest);
  const auto instant = time ? calendar::to_instant(*time, local_zone()) : std::nullopt;
  if (instant) return *instant;
  return error(ErrorCode::Request, "'" + text + "' is no time like 2026-01-31T10:30",
               "'" + text + "' ist keine Zeit wie 2026-01-31T10:30");
}

std::string shown_time(calendar::Instant time) {
  const auto local = calendar::to_date_time(time, local_zone());
  if (!local) return calendar::to_string(time);
  return local->to_string().substr(0, 10) + " " + local->to_string().substr(11, 5);
}

}  // namespace umlauf::cli
