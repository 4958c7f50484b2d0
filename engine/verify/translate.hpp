#pragma once

#include <map>
#include <span>
#include <vector>

#include "engine/definition/net_builder.hpp"
#include "engine/verify/verify.hpp"

namespace umlauf::verify {

using definition::BodySummary;
using definition::Channels;
using definition::NetBuilder;
using definition::NodeIndex;
using definition::ProcessDefinition;
using definition::ScopeIndex;
using definition::Thrown;
using definition::Trigger;

/// Processes that exchange messages along drawn message flows are one system.
struct System {
  std::vector<std::uint32_t> processes;  ///< positions in the list handed to verify()
};

/// Message flows among processes, and which processes belong together.
struct Collaboration {
  struct Link {
    std::uint32_t from_process = 0, to_process = 0;
    NodeIndex from, to;
    definition::MessageFlowIndex flow;  ///< in the sending process
  };
  std::vector<Link> links;
  std::vector<Channels::Key> starving;
  std::vector<System> systems;
  /// By process and scope: bodies of sub-processes that exchange messages with another pool, and
  /// what lies around them. They are explored together with their process.
  std::vector<std::vector<bool>> inlined;
  /// Processes with a message flow to or from the inside of something that cannot be explored
  /// together with it (a multi-instance or ad-hoc sub-process, an event sub-process, one that
  /// errors leave): what is inside is taken as answered from outside at any time, so that only safe
  /// behaviour can be proved.
  std::vector<bool> approximate;
};

Collaboration collaborate(std::span<const definition::ProcessDefinitionPtr> processes,
                          const Options& options);

/// One net and what its transitions throw out of their scope.
struct Translation {
  TokenNet net;
  std::vector<std::vector<std::pair<std::uint32_t, Thrown>>> thrown;  ///< by process of the net
};

/// What is already known of the inside of a process: of its bodies by scope, and of what it calls.
struct Insides {
  std::vector<BodySummary> bodies;
  std::map<NodeIndex, BodySummary> called;
};

/// The body of one sub-process by itself.
Translation translate_body(const ProcessDefinition& process, ScopeIndex body,
                           const Insides& insides);

/// The outermost bodies of the processes of a system. `insides` by process.
Translation translate_system(std::span<const definition::ProcessDefinitionPtr> processes,
                             const Collaboration& collaboration, const System& system,
                             const std::vector<Insides>& insides);

}  // namespace umlauf::verify
