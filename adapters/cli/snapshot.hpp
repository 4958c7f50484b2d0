#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "adapters/cli/token_tree.hpp"
#include "engine/service/views.hpp"

/// How an instance at some moment is shown.
namespace umlauf::cli {

/// `running`, `completed` ... in the language chosen.
std::string shown_state(service::InstanceState state);
/// One line: number, name, process, state.
void print_heading(std::ostream& out, const service::InstanceSnapshot& snapshot);
void print_variables(std::ostream& out, const feel::Context& variables);
feel::Context to_context(const service::InstanceSnapshot& snapshot,
                         const std::vector<Token>& tokens);

}  // namespace umlauf::cli
