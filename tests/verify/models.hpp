#pragma once

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <string_view>

#include "engine/bpmn/reader.hpp"
#include "engine/definition/compile.hpp"
#include "engine/verify/verify.hpp"
#include "tests/bpmn/document.hpp"

/// Documents as an author writes them, through reader and compiler, to the verdicts.
namespace umlauf::verify::models {

using bpmn::flows;
using bpmn::process;

inline std::string sub(std::string_view id, std::string_view content, std::string_view pairs,
                       std::string_view kind = "subProcess") {
  return "<" + std::string(kind) + " id='" + std::string(id) + "'>" + std::string(content) +
         flows(pairs) + "</" + std::string(kind) + ">";
}

inline Verification check(const std::string& xml) {
  const bpmn::Reading reading = bpmn::read(bpmn::definitions(xml), "a.bpmn");
  EXPECT_TRUE(reading.usable);
  const definition::Compilation compilation = definition::compile({&reading.definitions, 1});
  for (const Diagnostic& diagnostic : compilation.diagnostics)
    EXPECT_NE(diagnostic.severity, Severity::Error) << diagnostic.message.english;
  Options options;
  options.fixes = false;
  options.profile = Profile::Draft;
  add_document(options, reading.definitions);
  Verification verification = verify(compilation.processes, options);
  for (const Finding& finding : verification.findings)
    EXPECT_TRUE(finding.diagnostic.span.known()) << finding.diagnostic.rule;
  return verification;
}

// One `safe, option to complete, proper completion, no dead activities` for each process, then the
// rules that were found.
inline std::string told(const std::string& xml) {
  const Verification verification = check(xml);
  std::string text;
  for (const ProcessResult& result : verification.processes) {
    text += text.empty() ? "" : " ";
    for (const Verdict verdict : {result.safe, result.option_to_complete, result.proper_completion,
                                  result.no_dead_activities})
      text += verdict == Verdict::Proved ? '+' : verdict == Verdict::Refuted ? '-' : '?';
  }
  std::set<std::string> rules;
  for (const Finding& finding : verification.findings)
    if (finding.diagnostic.rule.starts_with("BEH")) rules.insert(finding.diagnostic.rule);
  for (const std::string& rule : rules) text += " " + rule;
  return text;
}

inline const std::string kBadBody =
    "<startEvent id='bs'/><exclusiveGateway id='bx'/><task id='b1'/><task id='b2'/>"
    "<parallelGateway id='bj'/><endEvent id='be'/>";
inline const std::string kBadFlows = "bs>bx bx>b1 bx>b2 b1>bj b2>bj bj>be";
inline const std::string kTimer =
    "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>";

/// Catches the escalation at the boundary of `to`.
inline std::string beside(std::string_view id, std::string_view to, std::string_view escalation,
                          bool interrupts = false) {
  return "<boundaryEvent id='" + std::string(id) + "' attachedToRef='" + std::string(to) +
         "' cancelActivity='" + (interrupts ? "true" : "false") +
         "'><escalationEventDefinition escalationRef='" + std::string(escalation) +
         "'/></boundaryEvent>";
}

}  // namespace umlauf::verify::models
