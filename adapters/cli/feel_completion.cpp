#include "adapters/cli/feel_completion.hpp"

#include <algorithm>
#include <array>

#include "engine/feel/builtins.hpp"
#include "engine/feel/expression.hpp"
#include "engine/feel/unicode.hpp"

namespace umlauf::cli {
namespace {

constexpr std::array<std::string_view, 17> kKeywords = {
    "and",         "between", "else", "every",  "false",     "for",  "function", "if",  "in",
    "instance of", "null",    "or",   "return", "satisfies", "some", "then",     "true"};

// Completing must not take long: this is tried at every place where the value may begin.
constexpr feel::Limits kLimits{.steps_max = 10'000, .memory_max = 1U << 20, .messages_max = 0};

// Every place in the text where a name may begin, the leftmost first; at last its end.
std::vector<std::size_t> starts_of(std::string_view text) {
  std::vector<std::size_t> starts;
  bool in_word = false;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t next = at;
    const bool part = feel::is_name_part(feel::next_code_point(text, next));
    if (part && !in_word) starts.push_back(at);
    in_word = part;
    at = next;
  }
  if (!in_word) starts.push_back(text.size());
  return starts;
}

std::vector<std::string> properties_of(const feel::Value& value) {
  switch (value.kind()) {
    case feel::Kind::Context: {
      std::vector<std::string> names;
      for (const feel::Entry& entry : *value.context()) names.push_back(entry.name);
      return names;
    }
    case feel::Kind::List:
      return value.list()->empty() || value.list()->front().is_list()
                 ? std::vector<std::string>()
                 : properties_of(value.list()->front());
    case feel::Kind::Date:
      return {"year", "month", "day", "weekday"};
    case feel::Kind::Time:
      return {"hour", "minute", "second", "time offset", "timezone"};
    case feel::Kind::DateTime:
      return {"year",   "month",  "day",         "weekday", "hour",
              "minute", "second", "time offset", "timezone"};
    case feel::Kind::DaysTimeDuration:
      return {"days", "hours", "minutes", "seconds"};
    case feel::Kind::YearsMonthsDuration:
      return {"years", "months"};
    case feel::Kind::Range:
      return {"start", "end", "start included", "end included"};
    default:
      return {};
  }
}

// What stands before the dot, as far to the left as it has something behind a dot.
std::vector<std::string> names_behind(std::string_view before_dot, const feel::Context& variables) {
  const feel::Names names = names_in(variables);
  std::vector<std::size_t> starts = starts_of(before_dot);
  for (std::size_t at = 0; at < before_dot.size(); ++at)
    if (std::string_view("[({@\"").find(before_dot[at]) != std::string_view::npos)
      starts.push_back(at);
  std::sort(starts.begin(), starts.end());
  for (const std::size_t start : starts) {
    const auto expression = feel::compile(before_dot.substr(start), names);
    if (!expression) continue;
    auto found =
        properties_of(expression->evaluate(feel::ContextEnvironment(variables), kLimits).value);
    if (!found.empty()) return found;
  }
  return {};
}

std::vector<std::string> names_anywhere(const feel::Context& variables) {
  std::vector<std::string> names(kKeywords.begin(), kKeywords.end());
  for (const feel::Entry& entry : variables) names.push_back(entry.name);
  for (const feel::BuiltIn& function : feel::built_ins())
    names.push_back(std::string(function.name) + "(");
  return names;
}

}  // namespace

feel::Names names_in(const feel::Context& variables) {
  feel::Names names;
  std::vector<feel::Value> open;
  for (const feel::Entry& entry : variables) {
    names.add(entry.name);
    open.push_back(entry.value);
  }
  while (!open.empty()) {
    const feel::Value value = open.back();
    open.pop_back();
    if (value.list() != nullptr)
      open.insert(open.end(), value.list()->begin(), value.list()->end());
    if (value.context() == nullptr) continue;
    for (const feel::Entry& entry : *value.context()) {
      names.add_member(entry.name);
      open.push_back(entry.value);
    }
  }
  return names;
}

Completion complete(std::string_view before_cursor, const feel::Context& variables) {
  for (const std::size_t start : starts_of(before_cursor)) {
    const bool member = start > 0 && before_cursor[start - 1] == '.' &&
                        (start < 2 || before_cursor[start - 2] != '.');
    const std::string_view begun = before_cursor.substr(start);
    if (!member && begun.empty()) break;
    const std::vector<std::string> names =
        member ? names_behind(before_cursor.substr(0, start - 1), variables)
               : names_anywhere(variables);
    Completion completion{start, {}};
    for (const std::string& name : names)
      if (name.starts_with(begun)) completion.candidates.push_back(name);
    if (completion.candidates.empty()) continue;
    std::sort(completion.candidates.begin(), completion.candidates.end());
    return completion;
  }
  return {before_cursor.size(), {}};
}

}  // namespace umlauf::cli
