#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.hpp"

/// Regular expressions of XPath and XQuery Functions and Operators 3.1 §5.6 with the flags s, m, i,
/// x and q, as FEEL's matches, replace and split need them (DMN 1.5 §10.3.4.3). A translator checks
/// a pattern against XPath's grammar and hands what is valid to ICU.
namespace umlauf::feel {

struct RegexLimits {
  std::size_t back_reference_text_max = 1'000;  ///< bytes that a pattern with `\1` is tried on
  std::size_t pattern_max = 10'000;             ///< bytes
  std::uint32_t steps_max = 20;       ///< of 10,000 steps back or 1,000 matches, some 0.2 ms each
  std::int32_t stack_max = 8 << 20;   ///< bytes of backtracking
  std::size_t output_max = 4U << 20;  ///< bytes of a result
};

/// What a match took.
struct RegexUse {
  std::uint32_t steps = 0;
  std::uint32_t found = 0;  ///< matches
  bool compiled = false;    ///< it had to be compiled first
  bool too_large = false;   ///< of two limits, the one of the result
};

/// Errors of matching: Evaluation with a text; Limit where a bound was met.
class Regex {
 public:
  /// Errors: Request with what is wrong with the pattern or the flags.
  static Result<Regex> compile(std::string_view pattern, std::string_view flags = {},
                               const RegexLimits& limits = {});

  /// The same expression under other limits.
  Regex with(const RegexLimits& limits) const {
    Regex other = *this;
    other.limits_ = limits;
    return other;
  }

  /// Whether the pattern matches anywhere in the text.
  Result<bool> matches(std::string_view text, RegexUse* use = nullptr) const;
  /// Every match replaced; `$0` to `$9...` and `\$`, `\\` in the replacement (literal with flag q).
  /// A pattern that matches the empty string is an error.
  Result<std::string> replace(std::string_view text, std::string_view replacement,
                              RegexUse* use = nullptr) const;
  /// The pieces between the matches, empty ones included.
  Result<std::vector<std::string>> split(std::string_view text, RegexUse* use = nullptr) const;

  /// How many steps back a match on a text of that many bytes may take before it counts as a step,
  /// by the form of the pattern, at most 5,000, on average of hostile ones; more where each looks
  /// at the text again.
  std::uint32_t steps_back(std::size_t text_size) const;

 private:
  struct Compiled;
  std::shared_ptr<const Compiled> compiled_;  // immutable, used from any thread
  RegexLimits limits_;
};

/// The same, keeping the last few compiled patterns of this thread: for patterns that are computed.
Result<Regex> compile_cached(std::string_view pattern, std::string_view flags,
                             const RegexLimits& limits = {}, RegexUse* use = nullptr);

}  // namespace umlauf::feel
