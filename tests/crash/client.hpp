#pragma once

#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "tests/crash/program.hpp"
#include "tests/crash/record.hpp"

namespace umlauf::crash_test {

/// One of those who work with the program at the same time: begins cases of `mixed.bpmn` and brings
/// each what it waits for, in random order. It outlives the program: what was not answered when the
/// program died it sends again, under the same idempotency key.
class Client {
 public:
  Client(std::string name, const std::string& record_path, std::uint64_t seed);

  /// Works until the program dies.
  void work(Program& program);
  /// Brings everything to its end; false where the program died. Afterwards nothing is open.
  bool finish(Program& program);

  /// What went wrong that no crash excuses: requests refused.
  const std::vector<std::string>& complaints() const { return complaints_; }

 private:
  struct Case {
    std::string business_key;
    std::string instance;
    std::vector<std::string> open;            // what it waits for and what this client brings
    std::map<std::string, std::string> keys;  // of its task and its job
  };
  // A request under way: as it was sent, to be sent again word for word.
  struct Pending {
    std::string key;
    std::string kind;
    feel::Context request;
    std::size_t at = 0;  // position of the case
  };

  bool step(Program& program);
  bool begin_case(Program& program);
  bool advance_case(Program& program, std::size_t at);
  bool broadcast(Program& program);
  bool fire_timers(Program& program);
  bool look(Program& program, std::size_t at);
  bool send(Program& program, Pending pending);
  bool send_pending(Program& program);
  void settle(const feel::Value& answer);
  std::optional<feel::Value> ask(Program& program, feel::Context request);
  std::size_t below(std::size_t bound);

  std::string name_;
  Record record_;
  std::mt19937_64 random_;
  std::uint64_t count_ = 0;
  std::vector<Case> cases_;
  std::optional<Pending> pending_;
  std::vector<std::string> complaints_;
};

}  // namespace umlauf::crash_test
