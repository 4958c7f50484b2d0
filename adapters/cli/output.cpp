#include "adapters/cli/output.hpp"

#include <algorithm>
#include <cstdlib>
#include <iostream>

#include "adapters/cli/answers.hpp"
#include "engine/feel/json.hpp"

namespace umlauf::cli {
namespace {

Language chosen = Language::English;
bool failures_in_json = false;

int told(const Error& failed, int status) {
  if (failures_in_json) std::cout << feel::to_json(feel::Value(failure(failed))) << std::endl;
  return status;
}

}  // namespace

Language language_of_environment() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(name);
    if (value == nullptr || *value == '\0') continue;
    return std::string_view(value).starts_with("de") ? Language::German : Language::English;
  }
  return Language::English;
}

void set_language(Language language) { chosen = language; }

Language language() { return chosen; }

const std::string& localized(const Text& text) {
  return chosen == Language::German && !text.german.empty() ? text.german : text.english;
}

std::string_view localized(std::string_view english, std::string_view german) {
  return chosen == Language::German ? german : english;
}

std::string_view localized(Severity severity) {
  switch (severity) {
    case Severity::Info:
      return localized("info", "Hinweis");
    case Severity::Warning:
      return localized("warning", "Warnung");
    case Severity::Error:
      return localized("error", "Fehler");
  }
  return "";
}

void answer_failures_in_json() { failures_in_json = true; }

int fail(const Text& message, int status) {
  std::cerr << "umlauf: " << localized(message) << '\n';
  return told({ErrorCode::Request, message, {}}, status);
}

int fail(const Error& error) {
  std::cerr << "umlauf: " << localized(error.message) << '\n';
  for (const Diagnostic& diagnostic : error.diagnostics)
    std::cerr << "  " << heading_of(diagnostic) << '\n';
  const bool usage = error.code == ErrorCode::Request || error.code == ErrorCode::Storage ||
                     error.code == ErrorCode::Damaged || error.code == ErrorCode::Internal;
  return told(error, usage ? kExitUsage : kExitFindings);
}

void talk(const Text& message) { std::cerr << localized(message) << '\n'; }

std::size_t width_of(std::string_view utf8) {
  return static_cast<std::size_t>(
      std::count_if(utf8.begin(), utf8.end(), [](char byte) { return (byte & 0xC0) != 0x80; }));
}

std::string padded(std::string_view utf8, std::size_t columns) {
  std::string text(utf8);
  const std::size_t width = width_of(utf8);
  if (width < columns) text.append(columns - width, ' ');
  return text;
}

void Table::print(std::ostream& out) const {
  std::vector<std::size_t> widths;
  for (const auto& row : rows_) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width_of(row[i]));
  }
  for (const auto& row : rows_) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i)
      line += i + 1 < row.size() ? padded(row[i], widths[i] + 2) : row[i];
    while (!line.empty() && line.back() == ' ') line.pop_back();
    out << line << '\n';
  }
}

std::string heading_of(const Diagnostic& diagnostic) {
  std::string text;
  if (!diagnostic.file.empty()) text += diagnostic.file + ":";
  if (diagnostic.span.known())
    text +=
        std::to_string(diagnostic.span.line) + ":" + std::to_string(diagnostic.span.column) + ":";
  if (!text.empty()) text += " ";
  text += localized(diagnostic.severity);
  text += ": " + localized(diagnostic.message);
  if (!diagnostic.rule.empty()) text += " [" + diagnostic.rule + "]";
  return text;
}

}  // namespace umlauf::cli
