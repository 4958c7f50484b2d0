#pragma once

#include <span>
#include <vector>

#include "engine/base/diagnostic.hpp"
#include "engine/definition/process_definition.hpp"

namespace umlauf::bpmn {
struct Definitions;
}

namespace umlauf::definition {

/// What compile() yields. Where `diagnostics` has an error that concerns an executable process, the
/// deployment as a whole must be rejected; `processes` then holds what could still be built (so
/// that checks can go on and report more), and nothing of it may be executed.
struct Compilation {
  std::vector<ProcessDefinitionPtr> processes;  ///< and global tasks, in the order of the documents
  Diagnostics diagnostics;
};

/// Compiles the documents of one deployment. References between them (imports, called processes,
/// message flows) are resolved among these documents only. Never fails as a whole: every problem is
/// a Diagnostic with its place. Findings about a process that is not executable are at most
/// warnings (rule 8 of the drive protocol).
Compilation compile(std::span<const bpmn::Definitions* const> documents);

}  // namespace umlauf::definition
