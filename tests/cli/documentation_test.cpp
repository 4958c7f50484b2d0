// The commands that the pages show are typed as they stand: whoever follows a page gets through.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <ostream>
#include <sstream>
#include <string>
#include <vector>

#include "tests/cli/program.hpp"

namespace umlauf::cli_test {
namespace {

/// A line of a page, and what it prints where the page shows that.
struct Command {
  std::string line;
  std::string prints;
  bool shows_output = false;
};

// `umlauf check [--strict] FILE ...` explains a command; it is not one.
bool is_synopsis(const std::string& line) {
  return line.find("[--") != std::string::npos || line.find("...") != std::string::npos;
}

std::string without_comment(const std::string& line) {
  const std::string command = line.substr(0, line.find("  #"));
  return command.substr(0, command.find_last_not_of(' ') + 1);
}

// Of the fenced blocks: `umlauf ...`, `./dev umlauf ...`, `export NAME=...`, and `$ umlauf ...`
// with its output below.
std::vector<Command> commands_of(const std::string& page) {
  std::vector<Command> commands;
  std::istringstream lines(page);
  std::string line;
  bool fenced = false;
  while (std::getline(lines, line)) {
    if (line.starts_with("```")) {
      fenced = !fenced;
      continue;
    }
    if (!fenced || is_synopsis(line)) continue;
    const bool asked = line.starts_with("$ ");
    if (asked) line.erase(0, 2);
    if (line.starts_with("./dev umlauf")) line.erase(0, 6);
    if (line.starts_with("umlauf ") || line.starts_with("export "))
      commands.push_back({without_comment(line), {}, asked});
    else if (!commands.empty() && commands.back().shows_output)
      commands.back().prints += line + "\n";
  }
  return commands;
}

/// A shell in a folder that holds the models and finds the program.
class Shell {
 public:
  Shell() {
    std::filesystem::create_directory_symlink(std::filesystem::current_path() / "models",
                                              folder_.path("models"));
    std::filesystem::create_symlink(UMLAUF_PROGRAM, folder_.path("umlauf"));
  }

  Outcome type(const Command& command) {
    if (command.line.starts_with("export ")) {
      exports_ += command.line + "\n";
      return {0, {}, {}};
    }
    // Without end, `work` waits for whoever stops it.
    const std::string line = command.line + (command.line == "umlauf work" ? " --once" : "");
    const std::string script = folder_.write(
        "script", "cd '" + folder_.path(".") + "'\nexport LC_ALL=C PATH=\"$PWD:$PATH\"\n" +
                      exports_ + line + "\n");
    const int status = std::system(("sh '" + script + "' </dev/null >'" + folder_.path("out") +
                                    "' 2>'" + folder_.path("err") + "'")
                                       .c_str());
    return {WEXITSTATUS(status), read(folder_.path("out")), read(folder_.path("err"))};
  }

 private:
  Folder folder_;
  std::string exports_;
};

// The YAML of a page: what a reader would copy into a file.
std::vector<std::string> yaml_of(const std::string& page) {
  const std::string begin = "```yaml\n";
  std::vector<std::string> blocks;
  for (std::size_t at = page.find(begin); at != std::string::npos; at = page.find(begin, at)) {
    at += begin.size();
    blocks.push_back(page.substr(at, page.find("```", at) - at));
  }
  return blocks;
}

class YamlOnPages : public testing::TestWithParam<const char*> {};

TEST_P(YamlOnPages, IsAccepted) {
  const std::vector<std::string> blocks = yaml_of(read(GetParam()));
  EXPECT_FALSE(blocks.empty());
  for (const std::string& block : blocks) {
    const Folder folder;
    Outcome outcome;
    if (block.find("scenarios:") != std::string::npos) {
      for (const char* file : {"hundesteuer.bpmn", "organisation.yaml"})
        folder.write(file, read(std::string("models/hundesteuer/") + file));
      outcome = run({"test", folder.write("page.test.yaml", block)});
    } else {
      folder.write("organisation.yaml", block);
      outcome = run({"check", folder.path(".")});
    }
    EXPECT_EQ(outcome.status, 0) << block << outcome.out << outcome.err;
  }
}

INSTANTIATE_TEST_SUITE_P(Documentation, YamlOnPages,
                         testing::Values("docs/organisation.md", "docs/scenarios.md",
                                         "docs/handbuch/organisation.md",
                                         "docs/handbuch/modelle.md"),
                         [](const auto& row) {
                           std::string name;
                           for (const char c : std::string(row.param))
                             if (std::isalpha(static_cast<unsigned char>(c))) name += c;
                           return name;
                         });

/// Pages that are read one after the other.
struct Story {
  const char* name;
  std::vector<const char*> pages;
};

void PrintTo(const Story& story, std::ostream* out) { *out << story.name; }

class Pages : public testing::TestWithParam<Story> {};

TEST_P(Pages, ShowCommandsThatWork) {
  Shell shell;
  for (const char* page : GetParam().pages) {
    const std::vector<Command> commands = commands_of(read(page));
    EXPECT_FALSE(commands.empty()) << page;
    for (const Command& command : commands) {
      const Outcome outcome = shell.type(command);
      EXPECT_EQ(outcome.status, 0) << page << ": " << command.line << "\n" << outcome.err;
      if (command.shows_output) {
        EXPECT_EQ(outcome.out, command.prints) << page << ": " << command.line;
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    Documentation, Pages,
    testing::Values(Story{"Readme", {"README.md"}}, Story{"Cli", {"docs/cli.md"}},
                    Story{"GettingStarted", {"docs/getting-started.md"}},
                    Story{"Handbuch",
                          {"docs/handbuch/erste-schritte.md", "docs/handbuch/aufgaben.md",
                           "docs/handbuch/modelle.md"}}),
    [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace umlauf::cli_test
