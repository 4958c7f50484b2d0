#include "engine/feel/regex.hpp"

#include <unicode/regex.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <cmath>
#include <deque>

#include "engine/feel/regex_class.hpp"
#include "engine/feel/regex_translate.hpp"

namespace umlauf::feel {

struct Regex::Compiled {
  std::unique_ptr<icu::RegexPattern> pattern;
  RegexFlags flags;
  int groups = 0;
  int repetitions = 0;
  bool nested = false;
  bool refers_back = false;

  /// How much more a step costs where a reference is compared with the text.
  std::uint32_t step_weight(std::size_t text_size) const {
    return refers_back ? 1 + static_cast<std::uint32_t>(text_size / 100) : 1;
  }
};

namespace {

icu::UnicodeString to_units(std::string_view text) {
  return icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
}

std::string to_utf8(const icu::UnicodeString& units) {
  std::string text;
  units.toUTF8String(text);
  return text;
}

Error failed(UErrorCode status) {
  if (status == U_REGEX_TIME_OUT || status == U_REGEX_STOPPED_BY_CALLER ||
      status == U_REGEX_STACK_OVERFLOW)
    return error(ErrorCode::Limit, "the regular expression takes too long on this text",
                 "der reguläre Ausdruck braucht für diesen Text zu lange");
  return error(ErrorCode::Evaluation,
               std::string("the regular expression failed: ") + u_errorName(status),
               std::string("der reguläre Ausdruck scheiterte: ") + u_errorName(status));
}

Error empty_match() {
  return error(ErrorCode::Evaluation, "the regular expression matches the empty string",
               "der reguläre Ausdruck passt auf die leere Zeichenkette");
}

Error too_large(RegexUse* use) {
  if (use != nullptr) use->too_large = true;
  return error(ErrorCode::Limit, "the result is too large", "das Ergebnis ist zu groß");
}

// A replacement as literal pieces and groups between them.
struct Piece {
  icu::UnicodeString text;
  int group = -1;  // -1: the text
};

// XPath Functions 3.1 §5.6.4: `$N` takes as many digits as make the number of a group that there
// is, at least one; a group beyond is empty.
Result<std::vector<Piece>> read_replacement(std::string_view text, int groups) {
  std::vector<Piece> pieces;
  std::string literal;
  const auto flush = [&pieces, &literal] {
    if (!literal.empty()) pieces.push_back({to_units(literal), -1});
    literal.clear();
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const char next = i + 1 < text.size() ? text[i + 1] : '\0';
    if (c == '\\') {
      if (next != '\\' && next != '$')
        return regex_detail::invalid("in a replacement, a backslash stands before \\ or $",
                                     "in einer Ersetzung steht ein Backslash vor \\ oder $");
      literal += next;
      ++i;
    } else if (c == '$') {
      if (next < '0' || next > '9')
        return regex_detail::invalid("in a replacement, a digit follows $",
                                     "in einer Ersetzung folgt auf $ eine Ziffer");
      int group = 0;
      std::size_t digits = 0;
      while (i + 1 < text.size() && text[i + 1] >= '0' && text[i + 1] <= '9') {
        const int longer = group * 10 + (text[i + 1] - '0');
        if (digits > 0 && longer > groups) break;
        group = longer;
        ++digits;
        ++i;
      }
      flush();
      if (group <= groups) pieces.push_back({{}, group});
    } else {
      literal += c;
    }
  }
  flush();
  return pieces;
}

}  // namespace

Result<Regex> Regex::compile(std::string_view pattern, std::string_view flags,
                             const RegexLimits& limits) {
  if (pattern.size() > limits.pattern_max)
    return regex_detail::invalid("it is too long", "er ist zu lang");
  UMLAUF_TRY(const RegexFlags read, parse_regex_flags(flags));
  UMLAUF_TRY(const TranslatedRegex translated, translate_regex(pattern, read));
  auto compiled = std::make_shared<Compiled>();
  compiled->flags = read;
  compiled->groups = translated.groups;
  compiled->repetitions = translated.repetitions;
  compiled->nested = translated.nested;
  compiled->refers_back = translated.refers_back;
  UErrorCode status = U_ZERO_ERROR;
  UParseError place;
  const icu::UnicodeString units(translated.pattern.data(),
                                 static_cast<int32_t>(translated.pattern.size()));
  compiled->pattern.reset(icu::RegexPattern::compile(
      units, read.case_insensitive ? uint32_t{UREGEX_CASE_INSENSITIVE} : 0U, place, status));
  if (U_FAILURE(status)) return regex_detail::invalid(u_errorName(status), u_errorName(status));
  Regex regex;
  regex.compiled_ = std::move(compiled);
  regex.limits_ = limits;
  return regex;
}

namespace {

// ICU's matcher over one text, with the limits set. ICU counts what it goes back; what it finds is
// counted here.
class Search {
 public:
  /// `weight`: of a step, one and one more for each 100 bytes that it may look at.
  Search(const icu::RegexPattern& pattern, std::uint32_t weight, const RegexLimits& limits,
         std::string_view text, RegexUse* use = nullptr)
      : text_(to_units(text)),
        matcher_(pattern.matcher(text_, status_)),
        use_(use),
        weight_(weight),
        steps_max_(limits.steps_max) {
    if (weight > 1 + limits.back_reference_text_max / 100) status_ = U_REGEX_TIME_OUT;
    if (U_FAILURE(status_)) return;
    matcher_->setMatchCallback(&Search::may_go_on, this, status_);
    matcher_->setStackLimit(limits.stack_max, status_);
  }
  ~Search() {
    if (use_ == nullptr) return;
    use_->steps += steps();
    use_->found += found_;
  }
  Search(const Search&) = delete;
  Search& operator=(const Search&) = delete;

  bool next() {
    if (steps() > steps_max_) status_ = U_REGEX_TIME_OUT;
    const bool found = U_SUCCESS(status_) && matcher_->find(status_) && U_SUCCESS(status_);
    if (found) ++found_;
    return found;
  }
  bool failed() const { return U_FAILURE(status_); }
  UErrorCode status() const { return status_; }
  bool at_empty() { return matcher_->start(status_) == matcher_->end(status_); }
  int32_t start() { return matcher_->start(status_); }
  int32_t end() { return matcher_->end(status_); }
  icu::UnicodeString group(int number) { return matcher_->group(number, status_); }
  icu::UnicodeString between(int32_t from, int32_t to) const {
    return text_.tempSubStringBetween(from, to);
  }
  int32_t length() const { return text_.length(); }

 private:
  static UBool may_go_on(const void* search, int32_t steps) {
    auto& self = *static_cast<Search*>(const_cast<void*>(search));
    self.steps_back_ = static_cast<std::uint32_t>(steps);
    return self.steps() <= self.steps_max_;
  }
  std::uint32_t steps() const { return steps_back_ * weight_ + found_ / kFoundPerStep; }

  static constexpr std::uint32_t kFoundPerStep = 1'000;
  icu::UnicodeString text_;
  UErrorCode status_ = U_ZERO_ERROR;
  std::unique_ptr<icu::RegexMatcher> matcher_;
  RegexUse* use_;
  std::uint32_t weight_;
  std::uint32_t steps_max_;
  std::uint32_t steps_back_ = 0;
  std::uint32_t found_ = 0;
};

}  // namespace

Result<bool> Regex::matches(std::string_view text, RegexUse* use) const {
  Search search(*compiled_->pattern, compiled_->step_weight(text.size()), limits_, text, use);
  const bool found = search.next();
  if (search.failed()) return failed(search.status());
  return found;
}

Result<std::string> Regex::replace(std::string_view text, std::string_view replacement,
                                   RegexUse* use) const {
  if (Search nothing(*compiled_->pattern, 1, limits_, ""); nothing.next()) return empty_match();
  std::vector<Piece> pieces;
  if (compiled_->flags.literal) {
    pieces.push_back({to_units(replacement), -1});
  } else {
    UMLAUF_TRY(pieces, read_replacement(replacement, compiled_->groups));
  }
  Search search(*compiled_->pattern, compiled_->step_weight(text.size()), limits_, text, use);
  icu::UnicodeString result;
  int32_t behind = 0;
  while (search.next()) {
    if (search.at_empty()) return empty_match();
    result += search.between(behind, search.start());
    for (const Piece& piece : pieces)
      result += piece.group < 0 ? piece.text : search.group(piece.group);
    behind = search.end();
    if (static_cast<std::size_t>(result.length()) > limits_.output_max) return too_large(use);
  }
  if (search.failed()) return failed(search.status());
  result += search.between(behind, search.length());
  std::string output = to_utf8(result);
  if (output.size() > limits_.output_max) return too_large(use);
  return output;
}

Result<std::vector<std::string>> Regex::split(std::string_view text, RegexUse* use) const {
  if (Search nothing(*compiled_->pattern, 1, limits_, ""); nothing.next()) return empty_match();
  Search search(*compiled_->pattern, compiled_->step_weight(text.size()), limits_, text, use);
  std::vector<std::string> pieces;
  int32_t behind = 0;
  while (search.next()) {
    if (search.at_empty()) return empty_match();
    pieces.push_back(to_utf8(search.between(behind, search.start())));
    behind = search.end();
  }
  if (search.failed()) return failed(search.status());
  pieces.push_back(to_utf8(search.between(behind, search.length())));
  return pieces;
}

std::uint32_t Regex::steps_back(std::size_t text_size) const {
  constexpr double kMax = 5'000;
  const auto size = static_cast<double>(text_size);
  double steps = 20 + size;
  if (compiled_->nested) {
    steps += text_size < 7 ? std::pow(4, size) : kMax;
  } else if (compiled_->repetitions == 2) {
    steps += size * size / 2;
  } else if (compiled_->repetitions > 2) {
    steps += size * size * size / 6;
  }
  return static_cast<std::uint32_t>(std::min(kMax, steps)) *
         compiled_->step_weight(std::min(text_size, limits_.back_reference_text_max));
}

Result<Regex> compile_cached(std::string_view pattern, std::string_view flags,
                             const RegexLimits& limits, RegexUse* use) {
  struct Kept {
    std::string pattern, flags;
    Regex regex;
  };
  constexpr std::size_t kKeptMax = 16;
  thread_local std::deque<Kept> kept;
  for (const Kept& one : kept)
    if (one.pattern == pattern && one.flags == flags) return one.regex.with(limits);
  if (use != nullptr) use->compiled = true;
  UMLAUF_TRY(Regex regex, Regex::compile(pattern, flags, limits));
  if (kept.size() == kKeptMax) kept.pop_front();
  kept.push_back({std::string(pattern), std::string(flags), regex});
  return regex;
}

}  // namespace umlauf::feel
