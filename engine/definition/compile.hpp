#pragma once

#include <span>
#include <vector>

#include "engine/base/diagnostic.hpp"
#include "engine/definition/process_definition.hpp"

namespace umlauf::bpmn {
struct Definitions;  // engine/bpmn/model.hpp
}

namespace umlauf::definition {

/// What compile() yields. What would keep a process from being executed is an error and rejects the
/// deployment where the process is executable; of one that is not (isExecutable="false" or absent:
/// a drawing, rule 8 of the drive protocol) it is told as a warning. A rejected compilation holds
/// what could be built, so that checks can go on and report more; none of it may be executed.
struct Compilation {
  std::vector<ProcessDefinitionPtr> processes;  ///< and global tasks, in the order of the documents
  Diagnostics diagnostics;                      ///< in the order of the documents, in each by place
  bool rejected = false;
};

/// Compiles the documents of one deployment, which bpmn::link has seen in this order. References
/// between them (imports, called processes, message flows) are resolved among these documents only.
/// Never fails as a whole: every problem is a Diagnostic with its place. Costs about 1 µs a node;
/// expressions of the same text are compiled once a process.
Compilation compile(std::span<const bpmn::Definitions> documents);

}  // namespace umlauf::definition
