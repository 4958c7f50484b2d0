#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <string>

namespace umlauf::tests {

/// The files of a disk by their names.
using Files = std::map<std::string, std::string>;

/// A disk in memory beneath SQLite (a VFS of its own). It knows what has been written, what of that
/// has been synced, and in which order: so it can say what a power failure at any moment might
/// leave. Reads and writes can be made to fail, by their number or because the disk is full.
///
/// What it takes for granted is what SQLite does: a write changes no byte beside its own, and a
/// sync that succeeded has made everything before it in that file durable. After a sync that failed
/// what had been written since the last good one is lost for ever, though still read until the
/// power fails: so does the page cache of Linux behave.
class Disk {
 public:
  explicit Disk(const Files& files = {});
  ~Disk();
  Disk(const Disk&) = delete;
  Disk& operator=(const Disk&) = delete;

  /// To be given to SqliteOptions::vfs.
  const std::string& vfs() const;

  /// How many changes (writes, truncations, syncs, files made and deleted) there have been.
  std::uint64_t changes() const;
  /// What a power failure after the first `changes` of them may leave: of what was not synced each
  /// write is kept, dropped, torn or turned into garbage by sector, as `random` says.
  Files after_power_failure(std::uint64_t changes, std::mt19937_64& random) const;
  /// What a process leaves that is killed after the first `changes` of them: whatever was written.
  Files after_kill(std::uint64_t changes) const;

  enum class Call : std::uint8_t { Open, Read, Write, Sync, Truncate, Delete, SharedMemory };
  static constexpr int kCalls = 7;
  /// How many calls of that kind there have been.
  std::uint64_t calls(Call call) const;
  /// The `number`-th call of that kind from now on (1: the next) fails, and those after it too
  /// where `stays`, until `heal`. A write that fails has written its first half.
  void fail(Call call, std::uint64_t number, bool stays);
  /// No byte more than there is now: the disk is full for whatever would make a file larger.
  void fill_up();
  void heal();
  /// Syncs say that they have succeeded and do nothing, as some consumer disks do.
  void lie();

  struct Parts;

 private:
  std::unique_ptr<Parts> parts_;
};

}  // namespace umlauf::tests
