#include "engine/service/journal.hpp"

#include <array>

#include "engine/feel/binary.hpp"
#include "engine/runtime/codec.hpp"
#include "engine/runtime/command.hpp"

namespace umlauf::service {
namespace {

constexpr char kFormat = 1;

// In the order of runtime::Command.
constexpr std::array<std::string_view, 32> kCommandNames = {"start",
                                                            "complete task",
                                                            "claim task",
                                                            "unclaim task",
                                                            "assign task",
                                                            "update task",
                                                            "lock job",
                                                            "extend lock",
                                                            "unlock job",
                                                            "complete job",
                                                            "fail job",
                                                            "throw job error",
                                                            "throw job escalation",
                                                            "set job retries",
                                                            "continue",
                                                            "fire timer",
                                                            "deliver message",
                                                            "deliver signal",
                                                            "trigger",
                                                            "called process ended",
                                                            "called process escalated",
                                                            "call failed",
                                                            "start ad-hoc activity",
                                                            "set variables",
                                                            "remove variables",
                                                            "retry incident",
                                                            "resolve incident",
                                                            "cancel",
                                                            "suspend",
                                                            "resume",
                                                            "modify",
                                                            "migrate"};
static_assert(kCommandNames.size() == std::variant_size_v<runtime::Command>);

}  // namespace

void append_journal_content(Bytes& out, const Caller& caller, std::uint8_t command,
                            std::span<const runtime::Event> events) {
  out.push_back(kFormat);
  out.push_back(static_cast<char>(command));
  out.push_back(caller.administrator ? 1 : 0);
  feel::append_bytes(out, caller.user);
  feel::append_bytes(out, caller.idempotency_key);
  runtime::append(out, events);
}

std::optional<JournalEntry> decode_journal_content(std::string_view content) {
  if (content.size() < 3 || content[0] != kFormat) return std::nullopt;
  JournalEntry entry;
  entry.command = static_cast<std::uint8_t>(content[1]);
  entry.administrator = content[2] != 0;
  content.remove_prefix(3);
  const auto actor = feel::read_bytes(content);
  const auto key = actor ? feel::read_bytes(content) : std::nullopt;
  if (!key) return std::nullopt;
  entry.actor = std::string(*actor);
  entry.idempotency_key = std::string(*key);
  auto events = runtime::decode_events(content);
  if (!events) return std::nullopt;
  entry.events = std::move(*events);
  return entry;
}

std::string_view command_name(std::uint8_t command) {
  return command < kCommandNames.size() ? kCommandNames[command] : "?";
}

}  // namespace umlauf::service
