// umlauf drive: an engine that answers requests over standard input, one JSON object a line
// (docs/drive.md). For tests in any language, conformance runs and debuggers; on a database, for
// programs in any language.
#include <algorithm>
#include <exception>
#include <iostream>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "adapters/cli/options.hpp"
#include "adapters/cli/output.hpp"
#include "adapters/cli/session.hpp"
#include "adapters/cli/store_options.hpp"
#include "adapters/cli/subcommands.hpp"

namespace umlauf::cli {
namespace {

// Lines come in one after the other and go out as a whole, whoever carries them out.
class Conversation {
 public:
  // Whoever reads must not flush what another thread is writing.
  explicit Conversation(Session& session) : session_(session) { std::cin.tie(nullptr); }

  void serve() {
    std::string line;
    while (take(line)) {
      if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
      put(answer(line));
    }
  }

 private:
  bool take(std::string& line) {
    const std::lock_guard lock(input_);
    return static_cast<bool>(std::getline(std::cin, line));
  }

  // No request may end the process.
  std::string answer(const std::string& line) {
    try {
      return session_.answer_line(line);
    } catch (const std::exception& failure) {
      talk({failure.what(), failure.what()});
      return R"({"id":null,"ok":false,"errorKind":"internal","error":"internal error"})";
    }
  }

  void put(const std::string& answer) {
    const std::lock_guard lock(output_);
    std::cout << answer << '\n' << std::flush;
  }

  Session& session_;
  std::mutex input_;
  std::mutex output_;
};

int serve_database(const std::string& database, std::int64_t threads) {
  auto store = open_store(database);
  if (!store) return fail(store.error());
  SystemClock clock;
  auto engine = service::Engine::open(**store, clock);
  if (!engine) return fail(engine.error());
  Session session(**engine, clock);
  Conversation conversation(session);
  std::vector<std::thread> others;
  for (std::int64_t i = 1; i < threads; ++i)
    others.emplace_back([&conversation] { conversation.serve(); });
  conversation.serve();
  for (std::thread& other : others) other.join();
  return kExitOk;
}

}  // namespace

int run_drive(int argc, char** argv) {
  constexpr std::int64_t kThreadsMax = 1024;
  std::optional<std::string> database;
  std::int64_t threads = 1;
  Options options("drive", {"execute models by requests on standard input, one JSON object a line",
                            "Modelle durch Anfragen auf der Standardeingabe ausführen, ein "
                            "JSON-Objekt je Zeile"});
  options.option("--db", database, "DATABASE",
                 {"work on this database instead of in memory",
                  "auf dieser Datenbank arbeiten statt im Arbeitsspeicher"});
  options.option("--threads", threads, "N",
                 {"with --db: carry out so many requests at a time",
                  "mit --db: so viele Anfragen zugleich ausführen"},
                 1);
  options.example("umlauf drive < requests.jsonl",
                  {"one answer line for each request line", "eine Antwortzeile je Anfragezeile"});
  options.example("umlauf drive --db amt.sqlite --threads 8",
                  {"each answer as soon as it is durable: tell them apart by their 'id'",
                   "jede Antwort, sobald sie dauerhaft ist: an der 'id' zu unterscheiden"});
  options.note(
      {"Without --db everything is kept in memory; the clock stands still until 'advance' moves "
       "it. docs/drive.md describes the requests.",
       "Ohne --db liegt alles im Arbeitsspeicher; die Uhr steht, bis 'advance' sie bewegt. "
       "docs/drive.md beschreibt die Anfragen."});
  if (const auto status = options.parse(argc, argv)) return *status;
  std::ios::sync_with_stdio(false);
  if (database) return serve_database(*database, std::min(threads, kThreadsMax));
  if (threads != 1) return fail({"--threads goes with --db", "--threads gibt es nur mit --db"});
  Session session;
  Conversation(session).serve();
  return kExitOk;
}

}  // namespace umlauf::cli
