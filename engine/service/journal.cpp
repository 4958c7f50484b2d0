#include "engine/service/journal.hpp"

#include <array>

#include "engine/feel/binary.hpp"
#include "engine/runtime/codec.hpp"
#include "engine/runtime/command.hpp"

namespace umlauf::service {
namespace {

// How the content goes on behind the first three bytes (format, command, administrator).
constexpr char kPlain = 1;
constexpr char kEncrypted = 2;
constexpr char kNote = 3;

struct CommandName {
  std::string_view english;  // also the one that a record is written with
  std::string_view german;
};

// In the order of runtime::Command.
constexpr std::array<CommandName, 32> kCommandNames = {{
    {"start", "beginnen"},
    {"complete task", "Aufgabe erledigen"},
    {"claim task", "Aufgabe übernehmen"},
    {"unclaim task", "Aufgabe zurückgeben"},
    {"assign task", "Aufgabe zuweisen"},
    {"update task", "Aufgabe ändern"},
    {"lock job", "Auftrag sperren"},
    {"extend lock", "Sperre verlängern"},
    {"unlock job", "Auftrag freigeben"},
    {"complete job", "Auftrag erledigen"},
    {"fail job", "Auftrag gescheitert"},
    {"throw job error", "Fehler aus einem Auftrag"},
    {"throw job escalation", "Eskalation aus einem Auftrag"},
    {"set job retries", "Versuche eines Auftrags setzen"},
    {"continue", "weiterführen"},
    {"fire timer", "Zeitgeber auslösen"},
    {"deliver message", "Nachricht zustellen"},
    {"deliver signal", "Signal zustellen"},
    {"trigger", "auslösen"},
    {"called process ended", "aufgerufener Prozess beendet"},
    {"called process escalated", "aufgerufener Prozess eskalierte"},
    {"call failed", "Aufruf gescheitert"},
    {"start ad-hoc activity", "Ad-hoc-Aktivität beginnen"},
    {"set variables", "Variablen setzen"},
    {"remove variables", "Variablen entfernen"},
    {"retry incident", "Störung erneut versuchen"},
    {"resolve incident", "Störung beheben"},
    {"cancel", "abbrechen"},
    {"suspend", "anhalten"},
    {"resume", "fortsetzen"},
    {"modify", "ändern"},
    {"migrate", "umstellen"},
}};
static_assert(kCommandNames.size() == std::variant_size_v<runtime::Command>);

void append_opening(Bytes& out, char format, const Caller& caller, std::uint8_t command) {
  out.push_back(format);
  out.push_back(static_cast<char>(command));
  out.push_back(caller.administrator ? 1 : 0);
}

void append_details(Bytes& out, const Caller& caller, std::span<const runtime::Event> events) {
  feel::append_bytes(out, caller.user);
  feel::append_bytes(out, caller.idempotency_key);
  runtime::append(out, events);
}

bool read_details(JournalEntry& entry, std::string_view content) {
  const auto actor = feel::read_bytes(content);
  const auto key = actor ? feel::read_bytes(content) : std::nullopt;
  if (!key) return false;
  entry.actor = std::string(*actor);
  entry.idempotency_key = std::string(*key);
  auto events = runtime::decode_events(content);
  if (!events) return false;
  entry.events = std::move(*events);
  return true;
}

// What is encrypted cannot be moved to another row.
Bytes place_of(const JournalRow& row) {
  return to_string(row.instance) + "#" + std::to_string(row.sequence);
}

}  // namespace

void append_journal_content(Bytes& out, const Caller& caller, std::uint8_t command,
                            std::span<const runtime::Event> events) {
  constexpr std::size_t kUsualOpening = 64;
  constexpr std::size_t kUsualEvent = 8;
  out.reserve(kUsualOpening + kUsualEvent * events.size());
  append_opening(out, kPlain, caller, command);
  append_details(out, caller, events);
}

void append_encrypted_content(JournalRow& row, const Caller& caller, std::uint8_t command,
                              std::span<const runtime::Event> events, const SecretKey& key) {
  append_opening(row.content, kEncrypted, caller, command);
  Bytes details;
  append_details(details, caller, events);
  row.content += encrypt(key, details, place_of(row));
}

void append_note(Bytes& out, const Caller& caller, Note note, std::string_view reason) {
  append_opening(out, kNote, caller, static_cast<std::uint8_t>(note));
  feel::append_bytes(out, caller.user);
  feel::append_bytes(out, reason);
}

bool is_encrypted(const JournalRow& row) {
  return !row.content.empty() && row.content[0] == kEncrypted;
}

std::optional<JournalEntry> decode_journal_row(const JournalRow& row, const SecretKey* key) {
  std::string_view content = row.content;
  if (content.size() < 3) return std::nullopt;
  JournalEntry entry;
  const char format = content[0];
  entry.command = static_cast<std::uint8_t>(content[1]);
  entry.administrator = content[2] != 0;
  content.remove_prefix(3);
  switch (format) {
    case kPlain:
      return read_details(entry, content) ? std::optional(std::move(entry)) : std::nullopt;
    case kEncrypted: {
      entry.hidden = key == nullptr;
      if (entry.hidden) return entry;
      const auto details = decrypt(*key, content, place_of(row));
      if (!details || !read_details(entry, *details)) return std::nullopt;
      return entry;
    }
    case kNote: {
      const auto actor = feel::read_bytes(content);
      const auto reason = actor ? feel::read_bytes(content) : std::nullopt;
      if (!reason || !content.empty() || !is_note(entry.command)) return std::nullopt;
      entry.actor = std::string(*actor);
      entry.reason = std::string(*reason);
      return entry;
    }
    default:
      return std::nullopt;
  }
}

namespace {

CommandName names_of(std::uint8_t command) {
  if (command < kCommandNames.size()) return kCommandNames[command];
  switch (static_cast<Note>(command)) {
    case Note::Erased:
      return {"erase", "löschen"};
    case Note::Held:
      return {"hold", "Löschsperre setzen"};
    case Note::Released:
      return {"release", "Löschsperre aufheben"};
  }
  return {"?", "?"};
}

}  // namespace

std::string_view command_name(std::uint8_t command) { return names_of(command).english; }

Text command_text(std::uint8_t command) {
  const CommandName names = names_of(command);
  return {std::string(names.english), std::string(names.german)};
}

}  // namespace umlauf::service
