#pragma once

#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "engine/feel/expression.hpp"
#include "engine/feel/json.hpp"
#include "engine/feel/print.hpp"

namespace umlauf::feel {

inline void PrintTo(const Value& value, std::ostream* out) { *out << to_feel(value); }

/// 2024-02-29, 12:00 in Berlin.
inline constexpr Now kTestNow{{1709204400000}, calendar::Zone::utc()};

/// What an expression yields, as FEEL text; "syntax error" where it does not compile.
inline std::string outcome(std::string_view text, const Context& variables = {}) {
  Names names;
  for (const Entry& entry : variables) names.add(entry.name, type_of(entry.value));
  const auto expression = compile(text, names);
  if (!expression) return "syntax error";
  return to_feel(expression->evaluate(ContextEnvironment(variables, kTestNow)).value);
}

/// One row of a table: the fact, the expression, and an expression for what it must be.
struct Row {
  std::string_view fact;
  std::string_view expression;
  std::string_view result;
};

inline void PrintTo(const Row& row, std::ostream* out) { *out << row.expression; }

class Language : public testing::TestWithParam<Row> {};

inline std::string fact_of(const testing::TestParamInfo<Row>& row) {
  return std::string(row.param.fact);
}

}  // namespace umlauf::feel
