#pragma once

#include <cstdint>
#include <string>

#include "engine/definition/process_definition.hpp"

namespace umlauf::cli {

enum class Motion : std::uint8_t {
  Natural,
  /// Every sequence flow is led through a user task, `at-` before the flow's id, so that whoever
  /// replays a run says when a token goes on.
  Slow,
};

/// A process made by hand as a BPMN document: nodes keep their ids, flows are called `f0`, `f1` ...
/// in their order. Tasks of every kind are jobs of the type of their id. A call activity calls a
/// process that is not in the document; in slow motion it is, and does one job, `job-` before the
/// id of the call activity. Timers and messages are written as signals, since all of them come from
/// outside; a signal is named after its event. One at a task or call is an escalation of its job,
/// with the event's id for a code, since a signal would reach every run of the task. A choice takes
/// those flows whose ids `take` lists under its id, and `items` says how often the body of a
/// multi-instance activity is performed. Throws std::invalid_argument for what is in none of the
/// random processes of the verifier's tests.
std::string written(const definition::ProcessDefinition& process, Motion motion);

}  // namespace umlauf::cli
