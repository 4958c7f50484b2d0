#include "tests/crash/program.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdlib>

#include "engine/feel/json.hpp"

extern char** environ;

namespace umlauf::crash_test {
namespace {

// Far beyond what a busy machine takes: who waits longer waits for ever.
constexpr std::chrono::minutes kAnsweredWithin(2);

}  // namespace

Program::Program(const std::string& database, int threads) {
  ::signal(SIGPIPE, SIG_IGN);
  std::array<int, 2> in{};
  std::array<int, 2> out{};
  if (::pipe2(in.data(), O_CLOEXEC) != 0 || ::pipe2(out.data(), O_CLOEXEC) != 0) std::abort();
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in[0], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
  const std::string count = std::to_string(threads);
  std::array<const char*, 7> arguments{UMLAUF_PROGRAM, "drive",       "--db", database.c_str(),
                                       "--threads",    count.c_str(), nullptr};
  const int failed = ::posix_spawn(&process_, UMLAUF_PROGRAM, &actions, nullptr,
                                   const_cast<char**>(arguments.data()), environ);
  posix_spawn_file_actions_destroy(&actions);
  ::close(in[0]);
  ::close(out[1]);
  if (failed != 0) std::abort();
  input_ = in[1];
  output_ = out[0];
  reader_ = std::thread([this] { read_answers(); });
}

Program::~Program() {
  if (process_ > 0) kill();
}

void Program::read_answers() {
  std::string line;
  std::array<char, 4096> bytes{};
  for (;;) {
    const ssize_t count = ::read(output_, bytes.data(), bytes.size());
    if (count <= 0) break;
    for (ssize_t i = 0; i < count; ++i) {
      const char byte = bytes[static_cast<std::size_t>(i)];
      if (byte != '\n') {
        line += byte;
        continue;
      }
      take(line);
      line.clear();
    }
  }
  // An answer that was cut off is none.
  const std::lock_guard lock(mutex_);
  dead_ = true;
  changed_.notify_all();
}

void Program::take(const std::string& line) {
  auto answer = feel::from_json(line);
  const feel::Value* id = answer ? answer->member("id") : nullptr;
  const auto number = id != nullptr && id->number() != nullptr ? id->number()->to_int64()
                                                               : std::optional<std::int64_t>{};
  if (!number) return;
  const std::lock_guard lock(mutex_);
  answers_.emplace(*number, std::move(*answer));
  ++answered_;
  changed_.notify_all();
}

std::optional<feel::Value> Program::ask(feel::Context request) {
  std::unique_lock lock(mutex_);
  if (dead_) return std::nullopt;
  const std::int64_t id = next_id_++;
  request.put("id", id);
  std::string line = feel::to_json(feel::Value(std::move(request)));
  line += '\n';
  // Shorter than a pipe's atomic write, so that lines of several threads do not mix.
  if (::write(input_, line.data(), line.size()) != static_cast<ssize_t>(line.size()))
    return std::nullopt;
  if (!changed_.wait_for(lock, kAnsweredWithin, [&] { return dead_ || answers_.contains(id); })) {
    ADD_FAILURE() << "the program has not answered " << line;
    dead_ = true;
    changed_.notify_all();
  }
  const auto found = answers_.find(id);
  if (found == answers_.end()) return std::nullopt;
  feel::Value answer = std::move(found->second);
  answers_.erase(found);
  return answer;
}

bool Program::wait_for_answer() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return dead_ || answered_ > 0; });
  return answered_ > 0;
}

int Program::reap() {
  {
    const std::lock_guard lock(mutex_);
    ::close(input_);
    input_ = -1;  // who still writes is told so
  }
  int status = 0;
  ::waitpid(process_, &status, 0);
  process_ = -1;
  reader_.join();
  ::close(output_);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void Program::kill() {
  ::kill(process_, SIGKILL);
  reap();
}

int Program::finish() { return reap(); }

}  // namespace umlauf::crash_test
