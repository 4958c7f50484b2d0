#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/runtime/event.hpp"
#include "engine/service/cipher.hpp"
#include "engine/service/requests.hpp"
#include "engine/service/store.hpp"

namespace umlauf::service {

/// What a journal row says: who asked for what, and what happened.
struct JournalEntry {
  std::string actor;  ///< empty: the engine, or the program that embeds it
  bool administrator = false;
  std::uint8_t command = 0;  ///< position in runtime::Command, or a Note
  std::string idempotency_key;
  std::vector<runtime::Event> events;
  std::string reason;   ///< of a Note
  bool hidden = false;  ///< only command and administrator are known: the rest is encrypted
};

/// What is done with a case as a record, beside the commands that a process knows. Never encrypted,
/// so that it can be told when the case itself is gone. Stored: append only.
enum class Note : std::uint8_t { Erased = 253, Held = 254, Released = 255 };
inline bool is_note(std::uint8_t command) {
  return command >= static_cast<std::uint8_t>(Note::Erased);
}

void append_journal_content(Bytes& out, const Caller& caller, std::uint8_t command,
                            std::span<const runtime::Event> events);
/// The same, nothing but the command in clear; `row` says where it will stand.
void append_encrypted_content(JournalRow& row, const Caller& caller, std::uint8_t command,
                              std::span<const runtime::Event> events, const SecretKey& key);
void append_note(Bytes& out, const Caller& caller, Note note, std::string_view reason);

bool is_encrypted(const JournalRow& row);
/// nullopt where the bytes are none of ours, or were encrypted under another key. Without a key an
/// encrypted row is hidden.
std::optional<JournalEntry> decode_journal_row(const JournalRow& row,
                                               const SecretKey* key = nullptr);

/// `complete task`, `fire timer`, `erase` ...
std::string_view command_name(std::uint8_t command);
/// The same in both languages.
Text command_text(std::uint8_t command);

}  // namespace umlauf::service
