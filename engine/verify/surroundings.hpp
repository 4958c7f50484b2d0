#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/diagnostic.hpp"
#include "engine/definition/process_definition.hpp"
#include "engine/dmn/model.hpp"
#include "engine/organisation/organisation.hpp"
#include "engine/verify/assignments.hpp"
#include "engine/verify/people.hpp"

namespace umlauf::verify {

/// What stands beside processes when they are checked or deployed.
struct Surroundings {
  std::vector<organisation::Organisation> organisations;
  std::set<std::string, std::less<>> forms;  ///< ids
  std::vector<dmn::Definitions> decisions;
  Callable callable;
  std::uint32_t absent = 0;  ///< any so many people of the organisation are missing
  StaffingLimits limits;
};

/// Takes the id of a form into account. FRM-01 (an error): the text is no JSON object.
Diagnostics add_form(Surroundings& surroundings, std::string_view text, const std::string& file);

/// Whether what a process names is there, and whether people are left for its tasks: all that
/// assignments.hpp and staffing.hpp look for. Who may do what together is asked where there is one
/// organisation: with several nobody knows which of them a process belongs to.
Diagnostics check_surroundings(const definition::ProcessDefinition& process,
                               const Surroundings& surroundings);

}  // namespace umlauf::verify
