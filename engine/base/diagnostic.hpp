#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/base/source_span.hpp"

namespace umlauf {

enum class Severity : std::uint8_t { Info, Warning, Error };

/// A message for a person in both languages of the project: lower case, one sentence, no full
/// stop, ids in single quotes.
struct Text {
  std::string english;
  std::string german;

  bool operator==(const Text&) const = default;
};

/// One finding about an author's document. Readers and checks go on after a finding and report
/// all of them; `rule` is stable for ever (`XML-03`, `FLW-01`, ...).
struct Diagnostic {
  Severity severity = Severity::Error;
  std::string rule;
  Text message;
  std::string file;                  ///< as the caller named the document; may be empty
  SourceSpan span;                   ///< where in that document
  std::string element;               ///< id of the element concerned; may be empty
  std::vector<std::string> related;  ///< ids of further elements that the finding is about
  std::vector<std::string> trace;    ///< ids of nodes and flows on the way to the problem

  bool operator==(const Diagnostic&) const = default;
};

using Diagnostics = std::vector<Diagnostic>;

inline bool has_errors(const Diagnostics& diagnostics) {
  for (const Diagnostic& diagnostic : diagnostics)
    if (diagnostic.severity == Severity::Error) return true;
  return false;
}

}  // namespace umlauf
