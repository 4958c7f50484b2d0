#include "engine/verify/table_findings.hpp"

#include <utility>

namespace umlauf::verify {

Diagnostic* TableFindings::add(const char* rule, Severity severity, SourceSpan span) {
  if (++told_[rule].number > kListedMax) return nullptr;
  Diagnostic diagnostic;
  diagnostic.severity = severity;
  diagnostic.rule = rule;
  diagnostic.file = definitions_.file;
  diagnostic.span = span.known() ? span : boxed_.span;
  diagnostic.element = boxed_.id;
  found_.push_back(std::move(diagnostic));
  return &found_.back();
}

void TableFindings::count(const char* rule, std::size_t more, bool at_least) {
  told_[rule].number += more;
  told_[rule].at_least = at_least;
}

Diagnostics TableFindings::take() {
  for (auto& [rule, told] : std::exchange(told_, {})) {
    if (told.number <= kListedMax) continue;
    const std::string more = std::to_string(told.number - kListedMax);
    Diagnostic* rest = add(rule.c_str(), Severity::Info);
    rest->message = {(told.at_least ? "at least " : "") + more + " more findings of " + rule +
                         " in this table are not listed",
                     (told.at_least ? "mindestens " : "") + more + " weitere Befunde von " + rule +
                         " in dieser Tabelle sind nicht aufgeführt"};
  }
  return std::move(found_);
}

}  // namespace umlauf::verify
