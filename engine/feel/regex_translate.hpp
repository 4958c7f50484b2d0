#pragma once

#include <string>
#include <string_view>

#include "engine/base/result.hpp"

namespace umlauf::feel {

struct RegexFlags {
  bool dot_all = false;           ///< s
  bool multiline = false;         ///< m
  bool case_insensitive = false;  ///< i
  bool ignore_blanks = false;     ///< x
  bool literal = false;           ///< q

  bool operator==(const RegexFlags&) const = default;
};

Result<RegexFlags> parse_regex_flags(std::string_view flags);

struct TranslatedRegex {
  std::u16string pattern;  ///< in ICU's language
  int groups = 0;          ///< capturing groups
  int repetitions = 0;     ///< quantifiers
  /// Whether matching may go back exponentially often: a quantifier stands over another one or over
  /// alternatives, there is a back reference, or many choices follow one another.
  bool nested = false;
  bool refers_back = false;
};

/// Checks a pattern against XPath's grammar (XPath Functions 3.1 §5.6.1, which extends XML Schema
/// part 2 appendix F) and says the same in ICU's language. Errors: Request.
Result<TranslatedRegex> translate_regex(std::string_view pattern, RegexFlags flags);

}  // namespace umlauf::feel
