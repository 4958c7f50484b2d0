#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/diagnostic.hpp"
#include "engine/feel/value.hpp"

namespace umlauf::feel {

/// What one evaluation may use. The defaults end a hostile expression within 50 ms on one core of
/// an ordinary server: everything that takes time is paid for in steps, of some 50 ns each, also
/// memory and regular expressions, so that no mixture of them takes longer.
struct Limits {
  std::uint64_t steps_max = 500'000;    ///< operations, iterations, items and texts looked at
  std::uint32_t depth_max = 3'000;      ///< expressions and calls inside one another
  std::size_t memory_max = 16U << 20;   ///< bytes that the evaluation makes in all
  std::size_t output_max = 2U << 20;    ///< bytes of any one string and items of any one list
  std::uint32_t regex_steps_max = 100;  ///< match time of all regular expressions (RegexLimits)
  std::uint32_t messages_max = 16;      ///< further messages are dropped
};

/// Which limit an evaluation met.
enum class LimitKind : std::uint8_t { None, Steps, Depth, Memory, Output, Regex };

/// Why something became null, or was refused. `span` lies in the expression's own text; unknown
/// where the evaluation came through a host function.
struct Message {
  Text text;
  SourceSpan span;

  bool operator==(const Message&) const = default;
};

/// What the clock of the host shows, for `now()` and `today()`.
struct Now {
  calendar::Instant instant;
  calendar::Zone zone = calendar::Zone::utc();
};

/// Where an expression finds its free names.
class Environment {
 public:
  virtual ~Environment() = default;
  /// The variable, or nullptr where there is none. `slot` is the position in
  /// `Expression::free_names()`. The value must live and stay as it is for as long as the
  /// evaluation runs. Asked at most once for each name of an expression and evaluation.
  virtual const Value* lookup(std::size_t slot, std::string_view name) const = 0;
  /// nullopt: `now()` and `today()` are null.
  virtual std::optional<Now> now() const { return std::nullopt; }
};

/// No variables.
class EmptyEnvironment final : public Environment {
 public:
  const Value* lookup(std::size_t, std::string_view) const override { return nullptr; }
};

/// The entries of a context as variables.
class ContextEnvironment final : public Environment {
 public:
  explicit ContextEnvironment(const Context& variables, std::optional<Now> now = std::nullopt)
      : variables_(variables), now_(now) {}
  const Value* lookup(std::size_t, std::string_view name) const override {
    return variables_.find(name);
  }
  std::optional<Now> now() const override { return now_; }

 private:
  const Context& variables_;
  std::optional<Now> now_;
};

/// The account of one evaluation: what it has used, what it had to say. Expressions that are
/// evaluated on behalf of one another (a decision, its requirements, its functions) share one.
class Session {
 public:
  explicit Session(const Limits& limits = {})
      : limits_(limits), steps_left_(limits.steps_max), regex_steps_left_(limits.regex_steps_max) {}
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  const Limits& limits() const { return limits_; }

  /// Each charges the account and is false once a limit is met: then the caller returns null at
  /// once. `allocate` takes the size of something that is about to be made.
  bool step(std::uint64_t count = 1) {
    if (steps_left_ >= count) [[likely]] {
      steps_left_ -= count;
      return true;
    }
    return exhaust(LimitKind::Steps);
  }
  bool allocate(std::size_t bytes) {
    constexpr std::size_t kBytesPerStep = 64;
    const std::size_t before = memory_used_ / kBytesPerStep;
    memory_used_ += bytes;
    if (memory_used_ <= limits_.memory_max) [[likely]]
      return step(memory_used_ / kBytesPerStep - before);
    return exhaust(LimitKind::Memory);
  }
  /// Whether a string of that many bytes or a list of that many items may be made.
  bool output(std::size_t size) {
    if (size <= limits_.output_max) [[likely]]
      return true;
    return exhaust(LimitKind::Output);
  }
  /// What the next regular expression may take, in the steps of RegexLimits; what it took is paid
  /// for afterwards.
  std::uint32_t regex_steps_left() const;
  bool regex_steps(std::uint32_t count);
  /// One further down; `leave` the same number of levels, also where it was false. A call through a
  /// host function counts for several, as it takes that much more of the stack.
  bool enter(std::uint32_t levels = 1) {
    depth_ += levels;
    if (depth_ <= limits_.depth_max) [[likely]]
      return true;
    return exhaust(LimitKind::Depth);
  }
  void leave(std::uint32_t levels = 1) { depth_ -= levels; }
  /// Ends the whole evaluation. Always false.
  bool exhaust(LimitKind kind);
  bool exhausted() const { return exhausted_ != LimitKind::None; }
  LimitKind exhausted_by() const { return exhausted_; }

  /// Notes why something became null.
  void message(Text text, SourceSpan span = {});
  /// Gives the messages from the one at `first` on that have no place the place of what was called.
  template <typename Span>
  void place_messages(std::size_t first, const Span& span) {
    for (std::size_t i = first; i < messages_.size(); ++i)
      if (!messages_[i].span.known()) messages_[i].span = span();
  }
  bool wants_messages() const { return messages_.size() < limits_.messages_max; }
  const std::vector<Message>& messages() const { return messages_; }
  std::vector<Message> take_messages() { return std::move(messages_); }

  /// Room for the local values of an activation, null at first; its address stays. Given back in
  /// reverse order.
  Value* push_values(std::uint32_t count);
  void pop_values(std::uint32_t count);

  /// Of the innermost expression that is being evaluated; nullptr outside.
  const Environment* environment() const { return environment_; }
  /// Used by the evaluator; a host function that evaluates something under another environment
  /// does so through `Expression::evaluate`, which sets and restores it.
  const Environment* exchange_environment(const Environment* environment) {
    return std::exchange(environment_, environment);
  }

 private:
  Limits limits_;
  std::uint64_t steps_left_;
  std::uint32_t regex_steps_left_;
  std::size_t memory_used_ = 0;
  std::uint32_t depth_ = 0;
  LimitKind exhausted_ = LimitKind::None;
  std::vector<Message> messages_;
  const Environment* environment_ = nullptr;
  struct Block {
    std::unique_ptr<Value[]> values;
    std::uint32_t size = 0;
    std::uint32_t used = 0;
  };
  std::vector<Block> blocks_;
  std::size_t block_ = 0;  // how many of the blocks are in use
};

}  // namespace umlauf::feel
