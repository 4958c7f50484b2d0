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
      "usage: umlauf dmn eval MODEL --decision NAME --input JSON [--explain]\n"
      "       umlauf dmn serve\n",
      "Aufruf: umlauf dmn eval MODELL --decision NAME --input JSON [--explain]\n"
      "        umlauf dmn serve\n");
  return help ? kExitOk : kExitUsage;
}

}  // namespace umlauf::cli
