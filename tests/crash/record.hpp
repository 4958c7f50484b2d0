#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/service/keys.hpp"

/// What a client knows of its own requests, on disk before it goes on: the journal that the oracle
/// holds against the database.
namespace umlauf::crash_test {

/// One request under its idempotency key.
struct Operation {
  std::string kind;          ///< start, task, job, message, signal
  std::string business_key;  ///< of the case; empty: a signal, which goes to all
  bool acknowledged = false;
  std::vector<service::InstanceKey> instances;  ///< that the answer named
};
using Operations = std::map<std::string, Operation>;  // by idempotency key

/// Appends. What was acknowledged is synced before the call returns, together with all before it.
class Record {
 public:
  explicit Record(const std::string& path);
  ~Record();
  Record(const Record&) = delete;
  Record& operator=(const Record&) = delete;

  void sent(const std::string& key, const std::string& kind, const std::string& business_key);
  void acknowledged(const std::string& key, const std::vector<service::InstanceKey>& instances);

 private:
  void append(const std::string& line) const;
  int file_ = -1;
};

/// Reads a record back.
Operations read_record(const std::string& path);

}  // namespace umlauf::crash_test
