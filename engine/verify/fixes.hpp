#pragma once

#include <memory>
#include <span>
#include <vector>

#include "engine/verify/verify.hpp"

namespace umlauf::verify {

/// The process with the edits carried out: what is verified again. nullptr where an edit does not
/// fit the process. Only what the verifier looks at is complete in it; it is never executed.
definition::ProcessDefinitionPtr edited(const definition::ProcessDefinition& process,
                                        const std::vector<Edit>& edits);

/// Edits that are known to help against `finding` in process `number`, each verified again: with it
/// the problem is gone and no error has come that was not there before. Empty where none helps.
std::vector<Fix> find_fixes(std::span<const definition::ProcessDefinitionPtr> processes,
                            std::size_t number, const Finding& finding,
                            const std::vector<Finding>& all, const Options& options);

}  // namespace umlauf::verify
