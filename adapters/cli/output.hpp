#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/diagnostic.hpp"
#include "engine/base/result.hpp"

namespace umlauf::cli {

/// Exit status of every subcommand.
inline constexpr int kExitOk = 0;        ///< done, nothing to complain about
inline constexpr int kExitFindings = 1;  ///< it ran, but: errors in a model, a refused command ...
inline constexpr int kExitUsage = 2;     ///< wrong call, or a file that cannot be read

enum class Language : std::uint8_t { English, German };

/// German where the first non-empty one of LC_ALL, LC_MESSAGES and LANG begins with `de`.
Language language_of_environment();
void set_language(Language language);
Language language();

/// The text in the language chosen.
const std::string& localized(const Text& text);
std::string_view localized(std::string_view english, std::string_view german);
/// `error`, `Fehler`.
std::string_view localized(Severity severity);

/// "umlauf: MESSAGE" on standard error; returns `status`, so that a subcommand can end with
/// `return fail(error);`.
int fail(const Text& message, int status = kExitUsage);
/// With the diagnostics of a rejected document beneath. Status 2 for a wrong call or a storage that
/// fails, 1 for everything that the engine refused.
int fail(const Error& error);
/// From now on `fail` also answers `{"ok":false, ...}` on standard output, as `umlauf drive` would.
void answer_failures_in_json();
/// A line on standard error.
void talk(const Text& message);

/// Rows of text in columns, for people: columns are as wide as their widest cell (in characters,
/// not bytes), the first row is the heading.
class Table {
 public:
  explicit Table(std::vector<std::string> heading) : rows_{std::move(heading)} {}
  void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
  std::size_t size() const { return rows_.size() - 1; }
  void print(std::ostream& out) const;

 private:
  std::vector<std::vector<std::string>> rows_;
};

/// Characters (code points) of an UTF-8 text.
std::size_t width_of(std::string_view utf8);
/// Padded with blanks on the right to `columns` characters.
std::string padded(std::string_view utf8, std::size_t columns);

/// `file:line:column: severity: message [rule]`, without the source line.
std::string heading_of(const Diagnostic& diagnostic);

}  // namespace umlauf::cli
