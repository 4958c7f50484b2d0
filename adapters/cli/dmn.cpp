// umlauf dmn: decisions, from a file or as a service over standard input.
#include <iostream>
#include <string>

#include "adapters/cli/dmn_eval.hpp"
#include "adapters/cli/dmn_serve.hpp"
#include "adapters/cli/options.hpp"
#include "adapters/cli/output.hpp"
#include "adapters/cli/subcommands.hpp"

namespace umlauf::cli {

namespace {

int run_dmn_serve(int argc, char** argv) {
  Options options("dmn serve", {"answer requests for decisions, one JSON object a line",
                                "Anfragen nach Entscheidungen beantworten, ein JSON-Objekt je "
                                "Zeile"});
  options.example("umlauf dmn serve < requests.jsonl",
                  {"one answer line for each request line", "eine Antwortzeile je Anfragezeile"});
  if (const auto status = options.parse(argc, argv)) return *status;
  // Without this, standard input comes character by character.
  std::ios::sync_with_stdio(false);
  return dmn_serve(std::cin, std::cout);
}

}  // namespace

int run_dmn(int argc, char** argv) {
  const std::string action = argc > 1 ? argv[1] : "";
  if (action == "eval") return run_dmn_eval(argc - 1, argv + 1);
  if (action == "serve") return run_dmn_serve(argc - 1, argv + 1);
  const bool help = action == "--help" || action == "-h";
  (help ? std::cout : std::cerr) << localized(
      "umlauf dmn: evaluate decisions\n\n"
      "usage: umlauf dmn eval MODEL --decision NAME --input JSON [--explain]\n"
      "       umlauf dmn serve\n\n"
      "  eval   evaluates one decision of a document and says, if asked, which rules matched\n"
      "  serve  answers requests on standard input, one JSON object a line\n\n"
      "'umlauf dmn eval --help' and 'umlauf dmn serve --help' explain each.\n\n"
      "example:\n"
      "  umlauf dmn eval fees.dmn --decision Fee --input '{\"dogs\": 2}' --explain\n"
      "      the fee for two dogs, and why\n",
      "umlauf dmn: Entscheidungen auswerten\n\n"
      "Aufruf: umlauf dmn eval MODELL --decision NAME --input JSON [--explain]\n"
      "        umlauf dmn serve\n\n"
      "  eval   wertet eine Entscheidung eines Dokuments aus und sagt auf Wunsch, welche Regeln\n"
      "         zutrafen\n"
      "  serve  beantwortet Anfragen auf der Standardeingabe, ein JSON-Objekt je Zeile\n\n"
      "'umlauf dmn eval --help' und 'umlauf dmn serve --help' erklären beide.\n\n"
      "Beispiel:\n"
      "  umlauf dmn eval gebuehren.dmn --decision Gebühr --input '{\"hunde\": 2}' --explain\n"
      "      die Gebühr für zwei Hunde, und warum\n");
  return help ? kExitOk : kExitUsage;
}

}  // namespace umlauf::cli
