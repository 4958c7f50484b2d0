#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "engine/definition/process_definition.hpp"
#include "engine/definition/token_net.hpp"

namespace umlauf::verify {

/// Which nodes of a process can be at work at the same time. True only where a run of the token net
/// shows it in which no two branches are taken whose conditions exclude each other; what takes too
/// long to find out is not told. Cost: a search for each pair that neither is known nor stands one
/// behind the other, bounded for the process as a whole.
class AtOnce {
 public:
  explicit AtOnce(const definition::ProcessDefinition& process) : process_(process) {}

  bool can_be(definition::NodeIndex a, definition::NodeIndex b);

 private:
  using Pair = std::pair<definition::NodeIndex, definition::NodeIndex>;

  std::optional<Pair> beside_each_other(definition::NodeIndex a, definition::NodeIndex b) const;
  const std::vector<bool>& behind(definition::NodeIndex node);
  const definition::TokenNet& net_of(definition::ScopeIndex scope);
  bool search(definition::NodeIndex a, definition::NodeIndex b);

  const definition::ProcessDefinition& process_;
  std::map<Pair, bool> known_;
  std::map<definition::NodeIndex, std::vector<bool>> behind_;
  std::map<definition::ScopeIndex, definition::TokenNet> nets_;
  std::size_t asked_ = 0;
  std::size_t looked_at_ = 0;  // places of all nets searched so far
};

}  // namespace umlauf::verify
