#pragma once

#include <functional>
#include <optional>
#include <string>

#include "adapters/cli/feel_completion.hpp"

namespace umlauf::cli {

/// Reads lines that a person types: from a terminal with editing, completion by the tab key and
/// the history of earlier sessions (where the program was built with libedit), from elsewhere as
/// they come. One at a time in a program: libedit keeps its state in globals.
class LineEditor {
 public:
  using Completer = std::function<Completion(std::string_view before_cursor)>;

  /// The history is kept in `$XDG_STATE_HOME/umlauf/NAME_history`, or under ~/.local/state.
  LineEditor(std::string prompt, const std::string& history_name, Completer completer);
  ~LineEditor();
  LineEditor(const LineEditor&) = delete;
  LineEditor& operator=(const LineEditor&) = delete;

  /// nullopt at the end of the input.
  std::optional<std::string> next();
  bool at_terminal() const { return terminal_; }

 private:
  std::string prompt_;
  std::string history_;  // the file; "" where there is no place for it
  bool terminal_;
};

}  // namespace umlauf::cli
