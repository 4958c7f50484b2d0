// umlauf drive: an engine in memory that answers requests over standard input, one JSON object a
// line (docs/drive.md). For tests in any language, conformance runs and debuggers.
#include <exception>
#include <iostream>
#include <string>

#include "adapters/cli/options.hpp"
#include "adapters/cli/session.hpp"
#include "adapters/cli/subcommands.hpp"

namespace umlauf::cli {

int run_drive(int argc, char** argv) {
  Options options("drive", {"execute models by requests on standard input, one JSON object a line",
                            "Modelle durch Anfragen auf der Standardeingabe ausführen, ein "
                            "JSON-Objekt je Zeile"});
  options.example("umlauf drive < requests.jsonl",
                  {"one answer line for each request line", "eine Antwortzeile je Anfragezeile"});
  options.note(
      {"Everything is kept in memory; the clock stands still until 'advance' moves it. "
       "docs/drive.md describes the requests.",
       "Alles liegt im Arbeitsspeicher; die Uhr steht, bis 'advance' sie bewegt. "
       "docs/drive.md beschreibt die Anfragen."});
  if (const auto status = options.parse(argc, argv)) return *status;
  std::ios::sync_with_stdio(false);
  Session session;
  std::string line;
  while (std::getline(std::cin, line)) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    // No request may end the process.
    try {
      std::cout << session.answer_line(line) << '\n';
    } catch (const std::exception& failure) {
      std::cerr << "drive: " << failure.what() << '\n';
      std::cout << R"({"id":null,"ok":false,"errorKind":"internal","error":"internal error"})"
                << '\n';
    }
    std::cout.flush();
  }
  return 0;
}

}  // namespace umlauf::cli
