#include "engine/verify/diagnostic_at.hpp"

namespace umlauf::verify {
namespace {

template <typename I>
Diagnostic located(const definition::ProcessDefinition& process, I index, const char* rule,
                   Severity severity) {
  Diagnostic diagnostic;
  diagnostic.severity = severity;
  diagnostic.rule = rule;
  diagnostic.file = process.file;
  diagnostic.span = process.span(index);
  diagnostic.element = process[index].id;
  return diagnostic;
}

}  // namespace

Diagnostic diagnostic_at(const definition::ProcessDefinition& process, definition::NodeIndex node,
                         const char* rule, Severity severity) {
  return located(process, node, rule, severity);
}

Diagnostic diagnostic_at(const definition::ProcessDefinition& process, definition::FlowIndex flow,
                         const char* rule, Severity severity) {
  return located(process, flow, rule, severity);
}

}  // namespace umlauf::verify
