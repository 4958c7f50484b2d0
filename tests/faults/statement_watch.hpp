#pragma once

#include <functional>
#include <string_view>

namespace umlauf::tests {

/// Tells of every SQL statement on every connection that SQLite opens while it lives: before it
/// begins and after it has ended. So the steps of the store's transactions are named points at
/// which a test can do something, and nothing of that is in the store.
class StatementWatch {
 public:
  enum class When : bool { Before, After };
  using Listener = std::function<void(std::string_view sql, When when)>;
  explicit StatementWatch(Listener listener);
  ~StatementWatch();
  StatementWatch(const StatementWatch&) = delete;
  StatementWatch& operator=(const StatementWatch&) = delete;
};

}  // namespace umlauf::tests
