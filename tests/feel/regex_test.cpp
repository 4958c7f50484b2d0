#include "engine/feel/regex.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

namespace umlauf::feel {
namespace {

std::string matched(std::string_view pattern, std::string_view text, std::string_view flags = "") {
  const Result<Regex> regex = Regex::compile(pattern, flags);
  if (!regex) return "invalid";
  const Result<bool> result = regex->matches(text);
  if (!result) return "failed";
  return *result ? "yes" : "no";
}

std::string replaced(std::string_view text, std::string_view pattern, std::string_view with,
                     std::string_view flags = "") {
  const Result<Regex> regex = Regex::compile(pattern, flags);
  if (!regex) return "invalid";
  const Result<std::string> result = regex->replace(text, with);
  return result ? *result : "failed";
}

struct MatchCase {
  const char* text;
  const char* pattern;
  const char* flags;
  const char* expected;
};

TEST(Regex, MatchesAsXPathDoes) {
  const MatchCase cases[] = {
      // XPath Functions 3.1 §5.6.3, the examples.
      {"abracadabra", "bra", "", "yes"},
      {"abracadabra", "^a.*a$", "", "yes"},
      {"abracadabra", "^bra", "", "no"},
      {"line1\nline2", "^line2$", "", "no"},
      {"line1\nline2", "^line2$", "m", "yes"},
      {"a\nb", "a.b", "", "no"},
      {"a\nb", "a.b", "s", "yes"},
      {"a\r\nb", "a..b", "s", "yes"},
      {"a\r\nb", "a.b", "s", "no"},
      {"helloworld", "hello world", "x", "yes"},
      {"hello world", "hello\\ sworld", "x", "yes"},
      {"hello world", "hello[ ]world", "x", "yes"},
      {"helloworld", "hello[ ]world", "x", "no"},
      {"a.b", "a.b", "q", "yes"},
      {"axb", "a.b", "q", "no"},
      {"A.B", "a.b", "qi", "yes"},
      {"Mum", "mum", "", "no"},
      {"Mum", "mum", "i", "yes"},
      {"\xE2\x84\xAA", "k", "i", "yes"},  // the Kelvin sign
      {"x", "[A-Z-[OI]]", "i", "yes"},
      {"o", "[A-Z-[OI]]", "i", "no"},
      {"X", "[A-Z-[OI]]", "", "yes"},
      {"O", "[A-Z-[OI]]", "", "no"},
      {"a", "[^A-Z-[a]]", "", "no"},
      {"b", "[^A-Z-[a]]", "", "yes"},
      {"a", "[a-z-[aeiou-[a]]]", "", "yes"},
      {"e", "[a-z-[aeiou-[a]]]", "", "no"},
      {"a", "\\p{Lu}", "i", "no"},
      {"abcabc", "^(abc)\\1$", "", "yes"},
      {"abcABC", "^(abc)\\1$", "i", "yes"},
      {"aa1", "^(a)\\11$", "", "yes"},
      {"-", "[a-]", "", "yes"},
      {"-", "[-a]", "", "yes"},
      {"$", "\\$", "", "yes"},
      {"^", "[a^]", "", "yes"},
      {"a&&b", "a[&]{2}b", "", "yes"},
      {"x", "[a&&x]", "", "yes"},
      {"#", "#", "", "yes"},
      {" ", "\\s", "", "yes"},
      {"\xC2\xA0", "\\s", "", "no"},  // XML's blanks are four characters
      {"\xD9\xA3", "\\d", "", "yes"},
      {"_", "\\w", "", "no"},
      {"\xC3\xA4", "\\w", "", "yes"},
      {"_a", "^\\i\\c$", "", "yes"},
      {"1", "\\i", "", "no"},
      {"a", "\\p{ IsBasicLatin}", "x", "yes"},
      {"a", "\\p{IsBasicLatin}", "", "yes"},
      {"\xCE\xB1", "\\p{IsGreek}", "", "yes"},
      {"\xC3\xA4", "\\P{IsBasicLatin}", "", "yes"},
      {"aaa", "^a{2,3}$", "", "yes"},
      {"aaaa", "^a{2,3}$", "", "no"},
      {"aaaa", "^a{2,}$", "", "yes"},
      {"\xF0\x9F\x90\x8E", "^.$", "", "yes"},
      {"", "^$", "", "yes"},
      {"", "", "", "yes"},
      {"ab", "a|", "", "yes"},
  };
  for (const MatchCase& row : cases)
    EXPECT_EQ(matched(row.pattern, row.text, row.flags), row.expected)
        << row.pattern << " on " << row.text << " with flags " << row.flags;
}

TEST(Regex, RefusesWhatXPathHasNot) {
  for (const char* pattern :
       {"[",       "[]",     "[^]",      "]",          "(",     ")",       "(?=a)",
        "(?<n>a)", "(?i)a",  "*",        "a**",        "a{",    "a{1",     "a{2,1}",
        "a{,2}",   "{1}",    "}",        "a{99999}",   "\\",    "\\b",     "\\1",
        "(a\\1)",  "(a)\\2", "[\\1]",    "[0-9-.]",    "[z-a]", "[a-\\d]", "[a[b]",
        "\\p",     "\\p{}",  "\\p{Foo}", "\\p{IsFoo}", "\\p{L", "\\u0041", "a++",
        "|*",      "(*)",    "\\k",      "[\\]",       "[a-",   "\\x41"})
    EXPECT_EQ(matched(pattern, "a"), "invalid") << pattern;
  EXPECT_EQ(matched("a", "a", "g"), "invalid");
  EXPECT_EQ(matched("a", "a", " "), "invalid");
  EXPECT_EQ(matched(std::string(10'001, 'a'), "a"), "invalid");
  EXPECT_EQ(matched(std::string(2000, '('), "a"), "invalid");
}

TEST(Regex, ReplacesAsXPathDoes) {
  const char* cases[][5] = {
      {"abracadabra", "bra", "*", "", "a*cada*"},
      {"abracadabra", "a.*a", "*", "", "*"},
      {"abracadabra", "a.*?a", "*", "", "*c*bra"},
      {"abracadabra", "a", "", "", "brcdbr"},
      {"abracadabra", "a(.)", "a$1$1", "", "abbraccaddabbra"},
      {"abracadabra", ".*?", "$1", "", "failed"},
      {"AAAA", "A+", "b", "", "b"},
      {"AAAA", "A+?", "b", "", "bbbb"},
      {"darted", "^(.*?)d(.*)$", "$1c$2", "", "carted"},
      {"reluctant", "r.*?t", "X", "", "Xant"},
      {"a", "a", "\\$\\\\", "", "$\\"},
      {"a", "a", "$", "", "failed"},
      {"a", "a", "\\n", "", "failed"},
      {"a", "(a)", "$0$1$2", "", "aa"},
      {"a", "(a)", "$12", "", "a2"},
      {"a.b", ".", "$0", "q", "a$0b"},
      {"abc", "[a-z]", "#", "", "###"},
      {"foobar", "O.", "b", "i", "fbbar"},
      {"\xF0\x9F\x90\x8E!", "!", "\xC3\xA4", "", "\xF0\x9F\x90\x8E\xC3\xA4"},
  };
  for (const auto& row : cases)
    EXPECT_EQ(replaced(row[0], row[1], row[2], row[3]), row[4]) << row[1] << " -> " << row[2];
}

TEST(Regex, SplitsBetweenMatches) {
  const auto pieces = [](std::string_view text, std::string_view pattern) {
    return Regex::compile(pattern)->split(text);
  };
  using Pieces = std::vector<std::string>;
  EXPECT_EQ(*pieces("John Doe", "\\s"), (Pieces{"John", "Doe"}));
  EXPECT_EQ(*pieces("a;b;c;;", ";"), (Pieces{"a", "b", "c", "", ""}));
  EXPECT_EQ(*pieces("abc", ";"), Pieces{"abc"});
  EXPECT_EQ(*pieces("", ";"), Pieces{""});
  EXPECT_FALSE(pieces("abc", "x*"));
}

TEST(Regex, EndsInTimeOnHostilePatterns) {
  const std::string text(60, 'a');
  for (const char* pattern : {"^(a+)+$", "^(a|aa)+$", "(a*)*b", "(.*.*.*.*.*.*.*.*)*x"}) {
    const Result<Regex> regex = Regex::compile(pattern);
    ASSERT_TRUE(regex) << pattern;
    const Result<bool> result = regex->matches(text + "!");
    if (result) {
      EXPECT_FALSE(*result) << pattern;
    } else {
      EXPECT_EQ(result.error().code, ErrorCode::Limit) << pattern;
    }
  }
  const Result<Regex> slow = Regex::compile("^(a|a|aa)+$");
  const Result<bool> result = slow->matches(text + "!");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::Limit);
  const Result<Regex> growing = Regex::compile("a", "", {.output_max = 100});
  EXPECT_EQ(growing->replace(text, "aaaaaaaaaa").error().code, ErrorCode::Limit);
}

TEST(Regex, KeepsCompiledPatterns) {
  for (int i = 0; i < 40; ++i) {
    const std::string pattern = "a{" + std::to_string(i % 20) + ",}b";
    ASSERT_TRUE(*compile_cached(pattern, "")->matches(std::string(20, 'a') + "b"));
    ASSERT_FALSE(compile_cached("(", ""));
  }
}

}  // namespace
}  // namespace umlauf::feel
