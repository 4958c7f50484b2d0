#pragma once

#include <string>
#include <string_view>

#include "engine/base/diagnostic.hpp"

namespace umlauf::definition {

/// Gathers what is found about one document. What would keep a process from being executed is an
/// error, and rejects the deployment, only where the process is meant to be executed; of a mere
/// drawing it is told as a warning.
class Findings {
 public:
  static constexpr std::size_t kFindingsMax = 1000;  ///< of one document

  explicit Findings(std::string file) : file_(std::move(file)) {}

  void set_executable(bool executable) { executable_ = executable; }
  void add(Severity severity, std::string_view rule, Text message, SourceSpan span,
           std::string_view element) {
    if (severity == Severity::Error && !executable_) severity = Severity::Warning;
    rejects_ = rejects_ || severity == Severity::Error;
    if (diagnostics_.size() > kFindingsMax) return;
    if (diagnostics_.size() == kFindingsMax)
      message = {"there are more findings, which are not told",
                 "es gibt weitere Befunde, die nicht genannt werden"};
    Diagnostic diagnostic;
    diagnostic.severity = severity;
    diagnostic.rule = rule;
    diagnostic.message = std::move(message);
    diagnostic.file = file_;
    diagnostic.span = span;
    diagnostic.element = element;
    diagnostics_.push_back(std::move(diagnostic));
  }
  void error(std::string_view rule, Text message, SourceSpan span, std::string_view element) {
    add(Severity::Error, rule, std::move(message), span, element);
  }
  void warning(std::string_view rule, Text message, SourceSpan span, std::string_view element) {
    add(Severity::Warning, rule, std::move(message), span, element);
  }
  void info(std::string_view rule, Text message, SourceSpan span, std::string_view element) {
    add(Severity::Info, rule, std::move(message), span, element);
  }

  bool rejects() const { return rejects_; }
  Diagnostics& diagnostics() { return diagnostics_; }

 private:
  std::string file_;
  Diagnostics diagnostics_;
  bool executable_ = true;
  bool rejects_ = false;
};

}  // namespace umlauf::definition
