// A Fachverfahren that embeds Umlauf:
//   fachverfahren DATABASE MODEL [crash]
// starts a case if none is open and completes one task of a role; with `crash` it then dies by
// SIGKILL. Each run goes on where the last one stopped, however that ended.
#include <chrono>
#include <csignal>
#include <fstream>
#include <iostream>

#include "adapters/sqlite/sqlite_store.hpp"
#include "engine/service/engine.hpp"

using namespace umlauf;

struct WallClock final : service::Clock {
  calendar::Instant now() override {
    using namespace std::chrono;
    return {duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count()};
  }
};

Result<Done> run(const char* database, const std::string& model, bool crash) {
  WallClock clock;
  UMLAUF_TRY(auto store, sqlite::SqliteStore::open(database));
  UMLAUF_TRY(auto engine, service::Engine::open(*store, clock));
  UMLAUF_CHECK(engine->deploy({{"urlaub.bpmn", model}}));  // the same model again changes nothing

  UMLAUF_TRY(auto cases, engine->instances({.ended = false}));
  if (cases.empty()) {
    UMLAUF_TRY(const auto key, engine->start({.process = "urlaubsantrag",
                                              .variables = {{"tage", 5}},
                                              .business_key = "U-1"}));
    std::cout << "case " << service::to_string(key) << " started\n";
  }

  const service::Caller clerk{.user = "a.meier", .groups = {"Personalstelle"}};
  UMLAUF_TRY(const auto page, engine->tasks({.candidate_groups = clerk.groups}));
  for (const auto& task : page.tasks) std::cout << "to do: " << task.name << '\n';
  if (page.tasks.empty()) return Done{};
  UMLAUF_CHECK(engine->claim_task(page.tasks.front().key, clerk));
  UMLAUF_CHECK(engine->complete_task(page.tasks.front().key, {{"genehmigt", true}}, clerk));
  std::cout << "done: " << page.tasks.front().name << std::endl;
  if (crash) std::raise(SIGKILL);  // what was answered is durable
  return Done{};
}

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  std::ifstream model(argv[2]);
  const auto result = run(argv[1], {std::istreambuf_iterator<char>(model), {}}, argc > 3);
  if (!result) std::cerr << result.error().message.english << '\n';
  return result ? 0 : 1;
}
