#pragma once

#include <stdexcept>
#include <string>

namespace umlauf {

/// Thrown by UMLAUF_ASSERT: the program is wrong, not its input. `engine/service` catches it at its
/// edge, sets the instance concerned aside and goes on serving the others.
class AssertionFailure : public std::logic_error {
 public:
  AssertionFailure(const char* condition, const char* file, int line)
      : std::logic_error(std::string(file) + ":" + std::to_string(line) +
                         ": assertion failed: " + condition) {}
};

}  // namespace umlauf

/// On in release builds as well. Input of users never reaches one.
#define UMLAUF_ASSERT(condition)                                                        \
  do {                                                                                  \
    if (!(condition)) throw ::umlauf::AssertionFailure(#condition, __FILE__, __LINE__); \
  } while (false)
