#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/runtime/event.hpp"
#include "engine/service/requests.hpp"
#include "engine/service/store.hpp"

namespace umlauf::service {

/// What a journal row says: who asked for what, and what happened.
struct JournalEntry {
  std::string actor;  ///< empty: the engine, or the program that embeds it
  bool administrator = false;
  std::uint8_t command = 0;  ///< position in runtime::Command
  std::string idempotency_key;
  std::vector<runtime::Event> events;
};

void append_journal_content(Bytes& out, const Caller& caller, std::uint8_t command,
                            std::span<const runtime::Event> events);
/// nullopt where the bytes are none of ours.
std::optional<JournalEntry> decode_journal_content(std::string_view content);

/// `complete task`, `fire timer` ...
std::string_view command_name(std::uint8_t command);

}  // namespace umlauf::service
