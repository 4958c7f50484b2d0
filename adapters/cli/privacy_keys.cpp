// umlauf privacy new-key, privacy rotate-key: the master key, and changing it.
#include <sys/stat.h>

#include <fstream>
#include <iostream>

#include "adapters/cli/answers.hpp"
#include "adapters/cli/files.hpp"
#include "adapters/cli/output.hpp"
#include "adapters/cli/store_options.hpp"
#include "adapters/cli/subcommands.hpp"
#include "engine/base/encoding.hpp"

namespace umlauf::cli {
namespace {

std::string hex_of(const service::SecretKey& key) {
  return to_hex({reinterpret_cast<const char*>(key.bytes.data()), key.bytes.size()}) + "\n";
}

// A file that nobody else may read.
Result<Done> write_private(const std::string& file, const std::string& content) {
  const mode_t before = umask(S_IRWXG | S_IRWXO);
  auto written = write_file(file, content);
  umask(before);
  return written;
}

// A second key beside the one in the file, whose owner and mode stay.
Result<Done> append_key(const std::string& file, const std::string& key) {
  UMLAUF_TRY(const MasterKeys keys, read_key_file(file));
  if (keys.former)
    return error(ErrorCode::Request, "'" + file + "' holds two keys already",
                 "'" + file + "' enthält schon zwei Schlüssel");
  UMLAUF_TRY(const std::string before, read_file(file));
  std::ofstream out(file, std::ios::binary | std::ios::app);
  out << (before.ends_with('\n') ? "" : "\n") << key;
  out.close();
  if (!out)
    return error(ErrorCode::Request, "cannot write '" + file + "'",
                 "'" + file + "' lässt sich nicht schreiben");
  return Done{};
}

}  // namespace

int run_privacy_new_key(int argc, char** argv) {
  std::string file;
  bool add = false;
  Options options("privacy new-key", {"make a master key", "einen Hauptschlüssel erzeugen"});
  options.operand("FILE", file, {"a new file", "eine neue Datei"});
  options.flag("--add", add,
               {"into the file that is there, beside the key in it: to change the master key",
                "in die vorhandene Datei, neben den Schlüssel darin: um den Hauptschlüssel zu "
                "wechseln"});
  options.example(
      "umlauf privacy new-key /etc/umlauf/master.key",
      {"then --key-file or UMLAUF_KEY_FILE names it; keep a copy apart from the database",
       "--key-file oder UMLAUF_KEY_FILE nennt sie; eine Kopie getrennt von der "
       "Datenbank verwahren"});
  if (const auto status = options.parse(argc, argv)) return *status;
  struct stat there {};
  const bool exists = stat(file.c_str(), &there) == 0;
  if (exists && !add)
    return fail({"'" + file + "' is there already", "'" + file + "' gibt es schon"});
  const std::string key = hex_of(service::random_key());
  const auto written = add ? append_key(file, key) : write_private(file, key);
  return written ? kExitOk : fail(written.error());
}

int run_privacy_rotate_key(int argc, char** argv) {
  Options options("privacy rotate-key", {"bring every case under the new master key",
                                         "alle Vorgänge unter den neuen Hauptschlüssel bringen"});
  StoreOptions store(options, StoreOptions::People::Yes);
  options.note(
      {"The key file holds two lines: the former key, then the new one ('umlauf privacy new-key "
       "--add'). Every program that works on the database must have been started with it. Others "
       "go on working meanwhile; interrupted, it goes on when it is called again. Afterwards take "
       "the first line out: the database refuses the former key.",
       "Die Schlüsseldatei hat zwei Zeilen: den früheren Schlüssel, dann den neuen ('umlauf "
       "privacy "
       "new-key --add'). Jedes Programm, das mit der Datenbank arbeitet, muss mit ihr gestartet "
       "sein. Andere arbeiten währenddessen weiter; nach einer Unterbrechung geht es beim nächsten "
       "Aufruf weiter. Danach die erste Zeile entfernen: die Datenbank lehnt den früheren "
       "Schlüssel ab."});
  options.example("umlauf privacy rotate-key --key-file /etc/umlauf/master.key",
                  {"says how many cases were brought under the new key",
                   "nennt, wie viele Vorgänge unter den neuen Schlüssel kamen"});
  if (const auto status = options.parse(argc, argv)) return *status;
  if (const auto opened = store.open(); !opened) return fail(opened.error());
  const auto caller = store.caller();
  if (!caller) return fail(caller.error());
  const auto done = store.engine().rotate_master_key(*caller);
  if (!done) return fail(done.error());
  // What was written over must not stay in a log.
  if (const auto copied = store.store().maintain(); !copied) return fail(copied.error());
  if (store.json()) {
    print_json(feel::Value(feel::Context{{"moved", static_cast<std::int64_t>(done->moved)},
                                         {"already", static_cast<std::int64_t>(done->already)},
                                         {"unreadable", list_of(done->unreadable)}}));
  } else {
    std::cout << done->moved
              << localized(" cases brought under the new key, ",
                           " Vorgänge unter den neuen Schlüssel gebracht, ")
              << done->already << localized(" were there before\n", " waren es schon\n");
    for (const service::InstanceKey each : done->unreadable)
      std::cout << service::to_string(each)
                << localized(": its key is damaged\n", ": sein Schlüssel ist beschädigt\n");
  }
  return done->unreadable.empty() ? kExitOk : kExitFindings;
}

}  // namespace umlauf::cli
