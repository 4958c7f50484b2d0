#include "adapters/cli/diagnostic_text.hpp"

#include <algorithm>
#include <ostream>

#include "adapters/cli/output.hpp"

namespace umlauf::cli {
namespace {

constexpr std::size_t kLineCharactersMax = 160;

// The line of a text, by number from 1; found from the byte offset, so that it costs the line.
std::string line_around(const std::string& text, const SourceSpan& span) {
  const std::size_t at = std::min<std::size_t>(span.offset, text.size());
  const std::size_t before = at == 0 ? std::string::npos : text.rfind('\n', at - 1);
  const std::size_t begin = before == std::string::npos ? 0 : before + 1;
  std::string line = text.substr(begin, text.find('\n', begin) - begin);
  if (!line.empty() && line.back() == '\r') line.pop_back();
  std::replace(line.begin(), line.end(), '\t', ' ');
  return line;
}

std::string characters(const std::string& utf8, std::size_t from, std::size_t count) {
  std::string part;
  std::size_t index = 0;
  for (char byte : utf8) {
    if ((byte & 0xC0) != 0x80) ++index;
    if (index > from && index <= from + count) part += byte;
  }
  return part;
}

void print_source(std::ostream& out, const std::string& text, const SourceSpan& span) {
  const std::string line = line_around(text, span);
  // Machines write documents of one line: show what is around the place.
  const std::size_t column = span.column - 1;
  const std::size_t from = column > kLineCharactersMax - 20 ? column - (kLineCharactersMax / 2) : 0;
  out << "    " << characters(line, from, kLineCharactersMax) << '\n'
      << "    " << std::string(column - from, ' ') << "^\n";
}

}  // namespace

void print_diagnostics(std::ostream& out, const Diagnostics& diagnostics,
                       const SourceTexts& sources) {
  for (const Diagnostic& diagnostic : diagnostics) {
    out << heading_of(diagnostic) << '\n';
    const auto source = sources.find(diagnostic.file);
    if (source != sources.end() && diagnostic.span.known() && diagnostic.span.column > 0)
      print_source(out, source->second, diagnostic.span);
    for (std::size_t i = 0; i < diagnostic.trace.size(); ++i)
      out << "    " << i + 1 << ". " << diagnostic.trace[i] << '\n';
  }
}

}  // namespace umlauf::cli
