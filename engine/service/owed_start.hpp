#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "engine/definition/process_definition.hpp"
#include "engine/runtime/effect.hpp"
#include "engine/service/store.hpp"

namespace umlauf::service {

/// A start that a message or signal has asked for and that failed where nobody was there to be
/// told: it is owed until it succeeds, or until the process begins so no longer.
struct OwedStart {
  std::uint64_t number = 0;
  std::string process;
  std::string element;  ///< the start event; empty where the document cannot be read
  definition::Trigger kind = definition::Trigger::Message;
  runtime::SendMessage message;  ///< or signal, by its name and variables
  calendar::Instant since;
  std::uint32_t failures = 0;
  calendar::Instant retry;
  Text reason;  ///< of the last failure

  std::string cell() const;
  /// By which the clock finds it. Element 0, which no timer start event has.
  Entry entry() const;
  Bytes encode() const;
  static std::optional<OwedStart> decode(const Cell& cell);

  /// When what has failed so often is tried again: after pauses that grow from a minute to a day.
  static calendar::Instant retry_after(calendar::Instant now, std::uint32_t failures);
};
inline constexpr std::string_view kOwedStarts = "owed-start/";

}  // namespace umlauf::service
