#include "tests/cli/program.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

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
      "env -u LC_MESSAGES -u LANG -u UMLAUF_DB -u UMLAUF_PERSON "
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
