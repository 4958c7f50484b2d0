#pragma once

#include <span>
#include <string>
#include <string_view>

#include "engine/base/diagnostic.hpp"
#include "engine/bpmn/model.hpp"
#include "engine/verify/structure/profile.hpp"

/// The rules of structure: what BPMN 2.0.2 demands of a model beyond its schema, and what no engine
/// could run. They look at one document at a time and cost time in proportion to its size. What a
/// process does when it runs (deadlock, lack of synchronisation ...) is proved elsewhere.
namespace umlauf::verify {

/// One rule. The id never changes its meaning; a rule that is dropped leaves a gap.
struct Rule {
  std::string_view id;
  Severity draft = Severity::Error;
  Severity executable = Severity::Error;
  std::string_view english;  ///< what must hold, as a sentence without full stop
  std::string_view german;
  std::string_view clause;  ///< of BPMN 2.0.2; empty for rules of our own
  /// A warning where an error would refuse what the tools and engines that the document comes from
  /// have always run (see `follows_practice`).
  bool lenient = false;
};

/// Whether a document belongs to the family of bpmn.io, Camunda, Activiti, Flowable and their kin,
/// or is written in FEEL: these take start and end events, types and some conditions less strictly
/// than the standard does, and thousands of models rely on it.
bool follows_practice(const bpmn::Definitions& definitions);

/// The rules of structure, by family and number.
std::span<const Rule> structure_rules();

/// Every finding in document order. `definitions` should come from `bpmn::read` (and `link`, where
/// there are several documents); references that dangle are not reported again.
Diagnostics check_structure(const bpmn::Definitions& definitions, Profile profile);

}  // namespace umlauf::verify
