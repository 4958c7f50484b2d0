#pragma once

#include <span>
#include <string>
#include <string_view>

/// The sentences of BPMN 2.0.2, chapters 10 and 13, that say what happens when a process runs, in
/// our words, and what shows that it happens here: docs/bpmn-sentences.md is written from them, and
/// a test looks for everything that they name.
namespace umlauf::elements {

struct Sentence {
  std::string_view clause;
  std::string_view says;
  /// Between bars: `folder: scenario` (tests/scenarios), `rule ID` (docs/rules.md, whose cases
  /// tests/verify/structure demands), `Suite.Name`. Empty only where the remark says why.
  std::string_view shown;
  std::string_view remark;
};

struct SentenceGroup {
  std::string_view title;
  std::span<const Sentence> sentences;
};
std::span<const SentenceGroup> sentence_groups();

// One file a group.
std::span<const Sentence> sentences_of_processes();
std::span<const Sentence> sentences_of_gateways();
std::span<const Sentence> sentences_of_activities();
std::span<const Sentence> sentences_of_events();

/// The text of docs/bpmn-sentences.md.
std::string sentences_page();

}  // namespace umlauf::elements
