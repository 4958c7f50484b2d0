// The program `umlauf`: a table of subcommands, each a file of its own.
#include <algorithm>
#include <cstring>
#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include "adapters/cli/heap.hpp"
#include "adapters/cli/output.hpp"
#include "adapters/cli/subcommands.hpp"
#include "engine/base/diagnostic.hpp"

namespace umlauf::cli {
namespace {

using SubcommandFunction = int (*)(int argc, char** argv);

struct Subcommand {
  const char* name;
  Text purpose;
  SubcommandFunction run;
};

// In the order in which `umlauf --help` lists them: as one meets them at work.
const std::vector<Subcommand>& subcommands() {
  static const std::vector<Subcommand> table = {
      {"demo", {"watch a case from begin to end", "einem Vorgang zusehen"}, run_demo},
      {"check", {"find what is wrong with models", "finden, was falsch ist"}, run_check},
      {"test", {"run scenario files", "Szenarien ausführen"}, run_test},
      {"deploy", {"make models known to a database", "Modelle bekannt machen"}, run_deploy},
      {"start", {"begin a case", "einen Vorgang beginnen"}, run_start},
      {"tasks", {"list open tasks", "offene Aufgaben zeigen"}, run_tasks},
      {"claim", {"take a task", "eine Aufgabe übernehmen"}, run_claim},
      {"complete", {"complete a task", "eine Aufgabe erledigen"}, run_complete},
      {"message", {"hand a message to a case", "einem Vorgang eine Nachricht geben"}, run_message},
      {"signal", {"broadcast a signal", "ein Signal senden"}, run_signal},
      {"show", {"show cases and their tokens", "Vorgänge und ihren Stand zeigen"}, run_show},
      {"history", {"show what has happened", "zeigen, was geschehen ist"}, run_history},
      {"replay", {"show what was at any time", "zeigen, was wann war"}, run_replay},
      {"statistics", {"counts and durations", "Zahlen und Dauern"}, run_statistics},
      {"audit",
       {"check that the journal is what was written", "prüfen, ob das Journal unverändert ist"},
       run_audit},
      {"privacy",
       {"keep, hold and erase personal data", "Personendaten halten, sperren, löschen"},
       run_privacy},
      {"work", {"fire timers that come due", "fällige Zeitereignisse auslösen"}, run_work},
      {"jobs", {"list or take jobs for workers", "Aufträge für Worker"}, run_jobs},
      {"job", {"report what became of a job", "einen Auftrag zurückmelden"}, run_job},
      {"incidents", {"list what went wrong", "zeigen, was schiefging"}, run_incidents},
      {"retry", {"do again what failed", "wiederholen, was scheiterte"}, run_retry},
      {"resolve", {"go on behind what failed", "hinter dem Fehler weitergehen"}, run_resolve},
      {"suspend", {"stop a case for a while", "einen Vorgang anhalten"}, run_suspend},
      {"resume", {"let it go on", "ihn fortsetzen"}, run_resume},
      {"modify", {"move the tokens of a case", "Marken eines Vorgangs versetzen"}, run_modify},
      {"migrate",
       {"put cases on another version", "Vorgänge auf eine andere Version setzen"},
       run_migrate},
      {"delete", {"end a case before its time", "einen Vorgang vorzeitig beenden"}, run_delete},
      {"db",
       {"check, back up, measure a database", "eine Datenbank prüfen, sichern, messen"},
       run_db},
      {"drive",
       {"execute models by requests on standard input",
        "Modelle durch Anfragen auf der Standardeingabe ausführen"},
       run_drive},
      {"bench", {"measure what this machine can do", "messen, was dieser Rechner kann"}, run_bench},
      {"dmn", {"evaluate decisions", "Entscheidungen auswerten"}, run_dmn},
      {"feel", {"evaluate FEEL expressions", "FEEL-Ausdrücke auswerten"}, run_feel},
  };
  return table;
}

const Subcommand* find(const std::string& name) {
  for (const Subcommand& subcommand : subcommands())
    if (name == subcommand.name) return &subcommand;
  return nullptr;
}

void print_help(std::ostream& out) {
  out << localized(
      "umlauf: runs the processes of public administration (BPMN 2.0, DMN 1.5, FEEL)\n\n"
      "usage: umlauf [--lang de|en] SUBCOMMAND [options] ...\n",
      "umlauf: führt Prozesse der Verwaltung aus (BPMN 2.0, DMN 1.5, FEEL)\n\n"
      "Aufruf: umlauf [--lang de|en] UNTERBEFEHL [Optionen] ...\n");
  if (!subcommands().empty()) out << '\n' << localized("subcommands", "Unterbefehle") << ":\n";
  for (const Subcommand& subcommand : subcommands())
    out << "  " << padded(subcommand.name, 12) << localized(subcommand.purpose) << '\n';
  out << '\n'
      << localized(
             "'umlauf SUBCOMMAND --help' explains each, with examples; 'umlauf --version' names "
             "the version.\nThe language follows LC_ALL, LC_MESSAGES or LANG, or --lang.\n"
             "Exit status: 0 done, 1 findings or refused, 2 wrong call or unreadable file.\n",
             "'umlauf UNTERBEFEHL --help' erklärt jeden mit Beispielen; 'umlauf --version' nennt "
             "die Version.\nDie Sprache folgt LC_ALL, LC_MESSAGES oder LANG, oder --lang.\n"
             "Rückgabewert: 0 erledigt, 1 Befunde oder abgelehnt, 2 falscher Aufruf oder "
             "unlesbare Datei.\n");
}

// Takes `--lang X` and `--lang=X` out of the arguments, wherever they stand before `--`.
bool take_language(std::vector<char*>& arguments) {
  for (std::size_t i = 1; i < arguments.size(); ++i) {
    const std::string argument = arguments[i];
    if (argument == "--") return true;
    std::string value;
    if (argument == "--lang" && i + 1 < arguments.size()) {
      value = arguments[i + 1];
      arguments.erase(arguments.begin() + static_cast<std::ptrdiff_t>(i) + 1);
    } else if (argument.starts_with("--lang=")) {
      value = argument.substr(std::strlen("--lang="));
    } else if (argument != "--lang") {
      continue;
    }
    arguments.erase(arguments.begin() + static_cast<std::ptrdiff_t>(i));
    --i;
    if (value == "de")
      set_language(Language::German);
    else if (value == "en")
      set_language(Language::English);
    else
      return false;
  }
  return true;
}

int run(int argc, char** argv) {
  set_language(language_of_environment());
  std::vector<char*> arguments(argv, argv + argc);
  if (!take_language(arguments))
    return fail({"--lang takes 'de' or 'en'", "--lang braucht 'de' oder 'en'"});
  if (arguments.size() < 2) {
    print_help(std::cerr);
    return kExitUsage;
  }
  std::string name = arguments[1];
  if (name == "--version") {
    std::cout << "umlauf " << UMLAUF_VERSION << '\n';
    return kExitOk;
  }
  if (name == "help" && arguments.size() > 2) {
    static char help[] = "--help";
    name = arguments[2];
    arguments = {arguments[0], arguments[2], help};
  }
  if (name == "--help" || name == "-h" || name == "help") {
    print_help(std::cout);
    return kExitOk;
  }
  const Subcommand* subcommand = find(name);
  if (subcommand == nullptr) {
    fail({"there is no subcommand '" + name + "'", "es gibt keinen Unterbefehl '" + name + "'"});
    talk({"see 'umlauf --help'", "siehe 'umlauf --help'"});
    return kExitUsage;
  }
  arguments.push_back(nullptr);
  return subcommand->run(static_cast<int>(arguments.size()) - 2, arguments.data() + 1);
}

}  // namespace
}  // namespace umlauf::cli

int main(int argc, char** argv) {
  umlauf::cli::prepare_heap();
  try {
    const int status = umlauf::cli::run(argc, argv);
    std::cout.flush();
    return status;
  } catch (const std::exception& exception) {
    const std::string what = exception.what();
    return umlauf::cli::fail({"internal error: " + what, "interner Fehler: " + what});
  }
}
