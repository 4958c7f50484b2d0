// How `umlauf feel` completes what is being typed.
#include "adapters/cli/feel_completion.hpp"

#include <gtest/gtest.h>

#include <string>

#include "engine/feel/json.hpp"

namespace umlauf::cli {
namespace {

// `typed` with the only candidate in place of its beginning; all of them behind `?` otherwise.
std::string completed(const std::string& typed) {
  static const feel::Value kVariables = *feel::from_json(
      R"({"hund": {"Rasse": "Pudel", "Tag der Geburt": {"@type": "date", "value": "2020-01-31"}},
          "hunde": [{"Rasse": "Dackel"}], "Zahl der Hunde": 2})");
  const Completion completion = complete(typed, *kVariables.context());
  std::string text = typed.substr(0, completion.start);
  if (completion.candidates.size() == 1) return text + completion.candidates.front();
  text = typed + " ?";
  for (const std::string& candidate : completion.candidates) text += " " + candidate;
  return text;
}

TEST(FeelCompletion, GoesOnWithNames) {
  struct Case {
    const char* typed;
    const char* becomes;
  };
  for (const Case& row : {
           Case{"Za", "Zahl der Hunde"},
           Case{"120 * Zahl der", "120 * Zahl der Hunde"},
           Case{"1 + date an", "1 + date and time("},
           Case{"string le", "string length("},
           Case{"if x in", "if x in ? in includes( index of( insert before( instance of"},
           Case{"hun", "hun ? hund hunde"},
           Case{"hund.R", "hund.Rasse"},
           Case{"hund.", "hund. ? Rasse Tag der Geburt"},
           Case{"hund.Tag der", "hund.Tag der Geburt"},
           Case{"1 + hund.Tag der Geburt.we", "1 + hund.Tag der Geburt.weekday"},
           Case{"hunde.Ra", "hunde.Rasse"},
           Case{"hunde[1].Ra", "hunde[1].Rasse"},
           Case{"@\"P1D\".ho", "@\"P1D\".hours"},
           Case{"{a: 1, bc: 2}.b", "{a: 1, bc: 2}.bc"},
           Case{"[1..1", "[1..1 ?"},
           Case{"nobody.x", "nobody.x ?"},
           Case{"", " ?"},
           Case{"1 + ", "1 +  ?"},
       })
    EXPECT_EQ(completed(row.typed), row.becomes) << row.typed;
}

}  // namespace
}  // namespace umlauf::cli
