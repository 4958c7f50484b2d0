#include "tests/faults/disk_content.hpp"

#include <algorithm>

namespace umlauf::tests {
namespace {

constexpr std::size_t kSector = 512;

void apply_name(std::map<std::string, FileNumber>& names, const Change& change) {
  if (change.kind == Change::Kind::Make)
    names[change.bytes] = change.file;
  else
    names.erase(change.bytes);
}

// What becomes of a write that nobody has synced.
enum class Fate : std::uint8_t { Kept, Dropped, Torn, Garbage };

// One write, as `fate` leaves it: torn and garbage sector by sector.
void apply_unsynced(std::string& content, const Change& change, Fate fate,
                    std::mt19937_64& random) {
  if (fate == Fate::Dropped) return;
  if (fate == Fate::Kept || change.kind != Change::Kind::Write)
    return change_content(content, change);
  const std::string& bytes = change.bytes;
  for (std::size_t at = 0; at < bytes.size();) {
    // Sectors lie at fixed places of the file.
    const std::size_t end = std::min<std::size_t>(
        bytes.size(), (change.offset + at) / kSector * kSector + kSector - change.offset);
    Change sector{Change::Kind::Write, change.file, change.offset + at, bytes.substr(at, end - at)};
    const std::uint64_t chance = random() % 3;
    if (fate == Fate::Garbage && chance == 0)
      for (char& byte : sector.bytes) byte = static_cast<char>(random());
    if (fate == Fate::Garbage || chance != 0) change_content(content, sector);
    at = end;
  }
}

// Every failure has its own character: all is lost, all is kept, or each write meets its own fate.
Fate fate_of(std::uint64_t character, std::mt19937_64& random) {
  switch (character) {
    case 0:
      return Fate::Dropped;
    case 1:
      return Fate::Kept;
    case 2:
      return random() % 2 == 0 ? Fate::Kept : Fate::Dropped;
    case 3:
      return random() % 2 == 0 ? Fate::Torn : Fate::Kept;
    default:
      return static_cast<Fate>(random() % 4);
  }
}

}  // namespace

void change_content(std::string& content, const Change& change) {
  if (change.kind == Change::Kind::Truncate) {
    content.resize(change.offset);
    return;
  }
  const std::size_t end = change.offset + change.bytes.size();
  if (content.size() < end) content.resize(end);
  std::copy(change.bytes.begin(), change.bytes.end(),
            content.begin() + static_cast<std::ptrdiff_t>(change.offset));
}

Platter::Platter(const Files& files) {
  FileNumber number = 0;
  for (const auto& [name, content] : files) {
    names_[name] = ++number;
    contents_[number] = {content, content, {}};
  }
}

void Platter::follow(const Change& change) {
  Content& content = contents_[change.file];
  switch (change.kind) {
    case Change::Kind::Write:
    case Change::Kind::Truncate:
      content.pending.push_back(&change);
      change_content(content.seen, change);
      return;
    case Change::Kind::Sync:
      for (const Change* pending : content.pending) change_content(content.durable, *pending);
      content.pending.clear();
      return;
    case Change::Kind::SyncFailed:
      content.pending.clear();
      return;
    case Change::Kind::Make:
    case Change::Kind::Delete:
      names_pending_.push_back(&change);
      return;
    case Change::Kind::SyncFolder:
      for (const Change* pending : names_pending_) apply_name(names_, *pending);
      names_pending_.clear();
      return;
  }
}

Files Platter::after_kill() const {
  Names names = names_;
  for (const Change* pending : names_pending_) apply_name(names, *pending);
  Files files;
  for (const auto& [name, number] : names) files[name] = contents_.at(number).seen;
  return files;
}

// File systems keep the order of names; of contents nothing is certain before a sync.
Files Platter::after_power_failure(std::mt19937_64& random) const {
  const std::uint64_t character = random() % 6;
  Names names = names_;
  const std::size_t kept = random() % (names_pending_.size() + 1);
  for (std::size_t i = 0; i < kept; ++i) apply_name(names, *names_pending_[i]);
  Files files;
  for (const auto& [name, number] : names) {
    const Content& content = contents_.at(number);
    std::string& left = files[name] = content.durable;
    for (const Change* pending : content.pending)
      apply_unsynced(left, *pending, fate_of(character, random), random);
  }
  return files;
}

}  // namespace umlauf::tests
