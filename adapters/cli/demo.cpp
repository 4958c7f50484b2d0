// umlauf demo: passes a case from role to role, is killed on the way, and goes on.
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <iostream>

#include "adapters/cli/demo_story.hpp"
#include "adapters/cli/options.hpp"
#include "adapters/cli/output.hpp"
#include "adapters/cli/store_options.hpp"
#include "adapters/cli/subcommands.hpp"

namespace umlauf::cli {
namespace {

void tell(const Text& line) { std::cout << localized(line) << std::endl; }

// The first half, in a process of its own. When the clerk has asked for documents it says so
// through the pipe and goes on working; it never ends by itself.
[[noreturn]] void play_first_half(const std::string& database, calendar::Instant now,
                                  const std::string& business_key, int pipe) {
  DemoStory story(database, now);
  auto done = story.open();
  if (done) done = story.until_documents_are_asked_for(business_key);
  if (!done) {
    fail(done.error());
    _exit(kExitFindings);
  }
  const char mark = '!';
  if (write(pipe, &mark, 1) != 1) _exit(kExitFindings);
  for (;;) pause();
}

// True where the child came as far as it should and was killed there.
bool kill_in_the_middle(const std::string& database, calendar::Instant now,
                        const std::string& business_key) {
  int ends[2];
  if (pipe(ends) != 0) return false;
  std::cout.flush();
  const pid_t child = fork();
  if (child < 0) return false;
  if (child == 0) {
    close(ends[0]);
    play_first_half(database, now, business_key, ends[1]);
  }
  close(ends[1]);
  char mark = 0;
  const bool arrived = read(ends[0], &mark, 1) == 1;
  close(ends[0]);
  if (arrived) kill(child, SIGKILL);
  int status = 0;
  waitpid(child, &status, 0);
  return arrived && WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
}

// Yields the number of the case.
Result<std::string> play(const std::string& database) {
  SystemClock wall;
  const calendar::Instant begin = wall.now();
  std::string business_key;
  {
    // Closed again before the fork: the two processes share nothing but the file.
    DemoStory story(database, begin);
    UMLAUF_CHECK(story.open());
    UMLAUF_TRY(business_key, story.next_business_key());
  }
  const std::string shown = shown_database(database);
  tell({"Umlauf: Hundesteuer-Anmeldung on the database " + shown,
        "Umlauf: Hundesteuer-Anmeldung auf der Datenbank " + shown});
  if (!kill_in_the_middle(database, begin, business_key))
    return error(ErrorCode::Internal, "the first half did not come to its end",
                 "die erste Hälfte kam nicht zu ihrem Ende");
  tell({"\nNow the program is killed (SIGKILL), as if the power had failed.",
        "\nJetzt wird das Programm hart beendet (SIGKILL), als wäre der Strom ausgefallen."});
  tell({"A new process opens the database and finds the case where it stood:",
        "Ein neuer Prozess öffnet die Datenbank und findet den Vorgang, wo er stand:"});
  DemoStory story(database, begin);
  UMLAUF_CHECK(story.open());
  UMLAUF_CHECK(story.show(business_key));
  UMLAUF_CHECK(story.until_documents_have_come(business_key));
  UMLAUF_CHECK(story.until_the_end(business_key));
  UMLAUF_CHECK(story.show(business_key));
  UMLAUF_CHECK(story.look_back(business_key));
  UMLAUF_TRY(const service::InstanceKey instance, story.case_of(business_key));
  return service::to_string(instance);
}

}  // namespace

int run_demo(int argc, char** argv) {
  std::string database = "umlauf-demo.sqlite";
  Options options("demo", {"watch a case pass from role to role, and survive a kill",
                           "einem Vorgang von Rolle zu Rolle zusehen; er überlebt einen Absturz"});
  options.option(
      "--db", database, "DATABASE",
      {"the database; each run adds a case", "die Datenbank; jeder Lauf fügt einen Vorgang hinzu"});
  options.example("umlauf demo --db demo.sqlite",
                  {"afterwards look around with: umlauf show --db demo.sqlite",
                   "danach zum Umsehen: umlauf show --db demo.sqlite"});
  if (const auto status = options.parse(argc, argv)) return *status;

  const auto played = play(database);
  if (!played) return fail(played.error());
  const std::string shown = shown_database(database);
  const std::string commands =
      "umlauf show --db " + shown + "    umlauf history " + *played + " --db " + shown;
  tell({"\nLook around: " + commands, "\nZum Umsehen: " + commands});
  return kExitOk;
}

}  // namespace umlauf::cli
