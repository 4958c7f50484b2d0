#pragma once

#include <vector>

#include "engine/verify/residue.hpp"
#include "engine/verify/translate.hpp"

namespace umlauf::verify {

/// A message that comes before anybody waits for it, and how it comes to that.
struct EarlyMessage {
  PlaceIndex message;
  std::vector<Firing> trace;  ///< its last step sends the message
};

/// The channels of the net keep every message; the engine keeps one that nobody waits for only
/// where the receiver's dialect says so, otherwise it is lost. Runs the processes of a system as
/// the engine does (what need not wait goes on at once, then messages are delivered in the order in
/// which they were sent) and finds the messages that can be lost, each with a shortest such run.
/// Only for processes of tasks, exclusive and parallel gateways, and events for messages and from
/// outside; for others, and beyond a few thousand states, nothing is found.
std::vector<EarlyMessage> early_messages(
    const TokenNet& net, const std::vector<const definition::ProcessDefinition*>& processes);

}  // namespace umlauf::verify
