#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "engine/definition/tasks.hpp"
#include "engine/runtime/process_instance.hpp"

/// What a command wants done outside of its instance. Effects are data that become durable together
/// with the events; the service carries them out after the commit, at least once.
namespace umlauf::runtime {

/// Answer with CalledProcessEnded later, or with CallFailed at once where there is no such process.
struct StartCalledProcess {
  ElementKey element;  ///< the call activity
  InstanceKey child;   ///< the key that the child shall have
  std::string process;
  definition::Binding binding = definition::Binding::Latest;
  std::uint32_t version = 0;  ///< of Binding::Version
  std::string version_tag;    ///< of Binding::VersionTag
  std::string business_key;
  Variables variables;
  std::uint32_t call_depth = 0;
};
/// Its caller no longer waits for it.
struct CancelCalledProcess {
  InstanceKey child;
};
/// To the caller: this instance has ended.
struct TellCallerEnded {
  Caller caller;
  InstanceState state = InstanceState::Completed;
  std::string error_code;
  std::string error_message;
  bool by_error = false;
  bool cancelled = false;
  Variables variables;
};
struct TellCallerEscalated {
  Caller caller;
  std::string code;
  Variables variables;
};
/// A message to one receiver: along the message flow where `target_process` says so (the element
/// may be empty: the pool), otherwise by name.
struct SendMessage {
  std::string message;
  Variables variables;         ///< what the message carries
  std::vector<Variable> keys;  ///< the model's correlation keys, by name
  std::string business_key;    ///< of the sender
  std::string target_process;
  std::string target_element;
};
/// To every other instance and every signal start event. The receivers in the throwing instance
/// have got it already.
struct BroadcastSignal {
  std::string signal;
  Variables variables;
};

using Effect = std::variant<StartCalledProcess, CancelCalledProcess, TellCallerEnded,
                            TellCallerEscalated, SendMessage, BroadcastSignal>;

}  // namespace umlauf::runtime
