#include "adapters/cli/diagnostic_text.hpp"

#include <algorithm>
#include <ostream>

#include "adapters/cli/output.hpp"

namespace umlauf::cli {
namespace {

constexpr std::size_t kLineCharactersMax = 160;

bool begins_character(char byte) { return (byte & 0xC0) != 0x80; }

// Machines write documents of one line: what is around the place is shown, and the costs are of
// that, not of the line.
void print_source(std::ostream& out, const std::string& text, const SourceSpan& span) {
  const std::size_t column = span.column - 1;
  const std::size_t wanted = column > kLineCharactersMax - 20 ? kLineCharactersMax / 2 : column;
  const std::size_t at = std::min<std::size_t>(span.offset, text.size());
  std::size_t begin = at, caret = 0;
  while (begin > 0 && caret < wanted && text[begin - 1] != '\n')
    if (begins_character(text[--begin])) ++caret;
  std::string line;
  std::size_t characters = 0;
  for (std::size_t i = begin; i < text.size() && text[i] != '\n'; ++i) {
    if (begins_character(text[i]) && ++characters > kLineCharactersMax) break;
    if (text[i] != '\r') line += text[i] == '\t' ? ' ' : text[i];
  }
  out << "    " << line << '\n' << "    " << std::string(caret, ' ') << "^\n";
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
