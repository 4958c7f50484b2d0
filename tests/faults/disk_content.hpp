#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tests/faults/disk.hpp"

/// What lies on a Disk and how it came there, apart from SQLite.
namespace umlauf::tests {

using FileNumber = std::uint32_t;

struct Change {
  enum class Kind : std::uint8_t {
    Write,
    Truncate,    ///< to `offset`
    Sync,        ///< of one file
    SyncFailed,  ///< what was pending in it is lost
    Make,        ///< `bytes`: the name
    Delete,      ///< `bytes`: the name
    SyncFolder,  ///< what was made and deleted
  };
  Kind kind = Kind::Write;
  FileNumber file = 0;
  std::uint64_t offset = 0;
  std::string bytes;
};

void change_content(std::string& content, const Change& change);

/// Follows the changes and tells what of them has reached the platter.
class Platter {
 public:
  explicit Platter(const Files& files);

  void follow(const Change& change);
  Files after_power_failure(std::mt19937_64& random) const;
  Files after_kill() const;

 private:
  struct Content {
    std::string durable;
    std::string seen;  // what reads see
    std::vector<const Change*> pending;
  };
  using Names = std::map<std::string, FileNumber>;

  std::map<FileNumber, Content> contents_;
  Names names_;  // durable ones
  std::vector<const Change*> names_pending_;
};

}  // namespace umlauf::tests
