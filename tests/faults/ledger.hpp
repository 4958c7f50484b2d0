#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "engine/service/store.hpp"

namespace umlauf::tests {

/// What people were promised, apart from the store: the oracle of every fault test compares both.
class Ledger {
 public:
  enum class Outcome : std::uint8_t {
    Open,     ///< nobody has answered, or the answer says that the outcome is open
    Kept,     ///< acknowledged
    Refused,  ///< answered with an error after which nothing may have changed
  };
  enum class Kind : std::uint8_t {
    Start,  ///< of one case whose business key is the order's name
    Work,   ///< on a task or job; once it is done it is gone, or handed on by that command
    Other,
  };
  struct Order {
    Kind kind = Kind::Other;
    Outcome outcome = Outcome::Open;
    service::ElementReference work;  ///< of Kind::Work
  };

  /// Called at every change with a line that `read` understands.
  std::function<void(const std::string& line)> tell;

  /// `name`: its idempotency key.
  void note(const std::string& name, const Order& order);
  void read(const std::string& line);
  const std::map<std::string, Order>& orders() const { return orders_; }
  std::size_t count(Outcome outcome) const;

  /// Whether every acknowledged order is in the store exactly once, every open one at most once and
  /// no refused one; and what service::check_store finds. One line a broken promise.
  std::vector<std::string> audit(service::Store& store) const;

 private:
  std::map<std::string, Order> orders_;
};

}  // namespace umlauf::tests
