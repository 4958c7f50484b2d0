#include "tests/cli/program.hpp"

#include <gtest/gtest.h>
#include <pty.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "engine/feel/json.hpp"

namespace umlauf::cli_test {

std::string read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream content;
  content << file.rdbuf();
  return content.str();
}

Folder::Folder() {
  std::string name = (std::filesystem::temp_directory_path() / "umlauf-cli-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) std::abort();
  path_ = name;
}

Folder::~Folder() { std::filesystem::remove_all(path_); }

std::string Folder::write(const std::string& name, const std::string& content) const {
  std::filesystem::create_directories(std::filesystem::path(path(name)).parent_path());
  std::ofstream(path(name), std::ios::binary) << content;
  return path(name);
}

Outcome run(const std::vector<std::string>& arguments, const std::string& language,
            const std::string& input) {
  const Folder folder;
  const auto quoted = [](const std::string& text) {
    std::string shell = "'";
    for (char c : text) shell += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return shell + "'";
  };
  std::string command =
      "env -u LC_MESSAGES -u LANG -u UMLAUF_DB -u UMLAUF_PERSON -u UMLAUF_KEY_FILE "
      "-u UMLAUF_ORGANISATION LC_ALL=" +
      language + " " + quoted(UMLAUF_PROGRAM);
  for (const std::string& argument : arguments) command += " " + quoted(argument);
  command += " <" + quoted(folder.write("in", input)) + " >" + quoted(folder.path("out")) + " 2>" +
             quoted(folder.path("err"));
  const int status = std::system(command.c_str());
  Outcome outcome;
  outcome.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  outcome.out = read(folder.path("out"));
  outcome.err = read(folder.path("err"));
  return outcome;
}

Outcome run_at_terminal(const std::vector<std::string>& arguments,
                        const std::vector<std::string>& lines, const std::string& home) {
  int terminal = -1;
  winsize size{25, 200, 0, 0};
  const pid_t child = forkpty(&terminal, nullptr, nullptr, &size);
  if (child == 0) {
    setenv("HOME", home.c_str(), 1);
    setenv("TERM", "vt100", 1);
    setenv("LC_ALL", "C.UTF-8", 1);
    unsetenv("XDG_STATE_HOME");
    std::vector<char*> words{const_cast<char*>(UMLAUF_PROGRAM)};
    for (const std::string& argument : arguments)
      words.push_back(const_cast<char*>(argument.c_str()));
    words.push_back(nullptr);
    execv(UMLAUF_PROGRAM, words.data());
    _exit(127);
  }
  Outcome outcome;
  if (child < 0) return outcome;
  const auto more = [&outcome, terminal] {
    char buffer[4096];
    const ssize_t got = ::read(terminal, buffer, sizeof buffer);
    if (got > 0) outcome.out.append(buffer, static_cast<std::size_t>(got));
    return got > 0;
  };
  // The editor shows its prompt before it takes the terminal over; until then the terminal itself
  // would swallow the end of input.
  const auto is_raw = [terminal] {
    termios mode{};
    return tcgetattr(terminal, &mode) != 0 || (mode.c_lflag & ICANON) == 0;
  };
  // Each line is typed when the program asks for it: what comes earlier may get lost. Its echo may
  // show the prompt again; the answer begins behind a line break.
  std::size_t seen = 0;
  for (const std::string& line : lines) {
    while (outcome.out.find("> ", seen) == std::string::npos && more()) {
    }
    seen = outcome.out.size();
    while (!is_raw()) std::this_thread::yield();
    EXPECT_EQ(write(terminal, line.data(), line.size()), static_cast<ssize_t>(line.size()));
    while (outcome.out.find('\n', seen) == std::string::npos && more()) {
    }
    seen = std::min(outcome.out.find('\n', seen), outcome.out.size());
  }
  while (more()) {
  }
  close(terminal);
  int status = 0;
  waitpid(child, &status, 0);
  outcome.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return outcome;
}

feel::Value json(const Outcome& outcome) {
  const auto value = feel::from_json(outcome.out);
  EXPECT_TRUE(value) << outcome.status << "\n" << outcome.out << outcome.err;
  return value ? *value : feel::Value();
}

std::string text(const feel::Value& value, const std::string& member) {
  const feel::Value* found = value.member(member);
  return found != nullptr && found->string() != nullptr ? *found->string() : std::string();
}

}  // namespace umlauf::cli_test
