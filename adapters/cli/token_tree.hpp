#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/feel/value.hpp"
#include "engine/service/engine.hpp"

namespace umlauf::cli {

/// A place where a token stands: a task, a job, a wait or an incident.
struct Token {
  std::vector<std::string> path;  ///< ids of the subprocesses around, outermost first
  std::string element;
  std::string name;  ///< as the model names it; may be empty
  std::string kind;  ///< task, job, incident, or what it waits for: message, timer ...
  std::string key;
  std::string detail;  ///< for people
};

/// In the order of their keys. Of an instance that has ended: none.
Result<std::vector<Token>> tokens_of(service::Engine& engine,
                                     const service::InstanceSnapshot& snapshot);

feel::Value to_value(const std::vector<Token>& tokens);
void print_list(std::ostream& out, const std::vector<Token>& tokens);
/// With the subprocesses as branches.
void print_tree(std::ostream& out, const std::vector<Token>& tokens);

}  // namespace umlauf::cli
