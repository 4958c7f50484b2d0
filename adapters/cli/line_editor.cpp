#include "adapters/cli/line_editor.hpp"

#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <iostream>
#ifdef UMLAUF_LIBEDIT
#include <editline/readline.h>
#endif

namespace umlauf::cli {
namespace {

#ifdef UMLAUF_LIBEDIT

constexpr int kHistoryMax = 1'000;

std::string history_file(const std::string& name) {
  const char* state = std::getenv("XDG_STATE_HOME");
  const char* home = std::getenv("HOME");
  std::filesystem::path folder;
  if (state != nullptr && *state != '\0')
    folder = state;
  else if (home != nullptr && *home != '\0')
    folder = std::filesystem::path(home) / ".local" / "state";
  else
    return {};
  folder /= "umlauf";
  std::error_code failure;
  std::filesystem::create_directories(folder, failure);
  return failure ? std::string() : (folder / (name + "_history")).string();
}

// libedit calls back without anything of ours.
LineEditor::Completer& current_completer() {
  static LineEditor::Completer completer;
  return completer;
}

// libedit replaces the last word only, and owns what it is given: an array of malloc'ed texts, the
// longest common beginning first, a null last.
char** attempt(const char* /*word*/, int start, int end) {
  rl_attempted_completion_over = 1;  // never file names
  const std::string_view line(rl_line_buffer, static_cast<std::size_t>(end));
  const Completion completion = current_completer()(line);
  if (completion.candidates.empty()) return nullptr;
  const std::size_t typed = static_cast<std::size_t>(start) - completion.start;
  std::string common = completion.candidates.front();
  for (const std::string& candidate : completion.candidates) {
    std::size_t same = 0;
    while (same < common.size() && same < candidate.size() && common[same] == candidate[same])
      ++same;
    common.resize(same);
  }
  const std::size_t count = completion.candidates.size();
  auto** matches = static_cast<char**>(std::calloc(count + 2, sizeof(char*)));
  if (matches == nullptr) return nullptr;
  matches[0] = strdup(common.substr(typed).c_str());
  for (std::size_t i = 0; i < count; ++i)
    matches[i + 1] = strdup(completion.candidates[i].substr(typed).c_str());
  return matches;
}

#endif

}  // namespace

#ifdef UMLAUF_LIBEDIT

LineEditor::LineEditor(std::string prompt, const std::string& history_name, Completer completer)
    : prompt_(std::move(prompt)), terminal_(isatty(STDIN_FILENO) != 0) {
  if (!terminal_) return;
  history_ = history_file(history_name);
  current_completer() = std::move(completer);
  using_history();
  stifle_history(kHistoryMax);
  if (!history_.empty()) read_history(history_.c_str());
  rl_attempted_completion_function = attempt;
  rl_completion_append_character = '\0';
  static char breaks[] = " \t\n\"\\'`@$><=;|&{}()[]+-*/,.:";
  rl_completer_word_break_characters = breaks;
}

LineEditor::~LineEditor() {
  if (terminal_ && !history_.empty()) write_history(history_.c_str());
  current_completer() = nullptr;
}

std::optional<std::string> LineEditor::next() {
  std::string line;
  if (!terminal_) {
    if (!std::getline(std::cin, line)) return std::nullopt;
    return line;
  }
  char* typed = readline(prompt_.c_str());
  if (typed == nullptr) return std::nullopt;
  line = typed;
  if (line.find_first_not_of(" \t") != std::string::npos) add_history(typed);
  std::free(typed);
  return line;
}

#else

LineEditor::LineEditor(std::string prompt, const std::string&, Completer)
    : prompt_(std::move(prompt)), terminal_(isatty(STDIN_FILENO) != 0) {}

LineEditor::~LineEditor() = default;

std::optional<std::string> LineEditor::next() {
  if (terminal_) std::cerr << prompt_;
  std::string line;
  if (!std::getline(std::cin, line)) return std::nullopt;
  return line;
}

#endif

}  // namespace umlauf::cli
