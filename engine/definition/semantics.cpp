#include "engine/definition/semantics.hpp"

#include <array>

#include "engine/base/assert.hpp"

namespace umlauf::definition {

namespace {

constexpr std::int64_t kHourMs = 3'600'000;

// The one table: a row a dialect, in the order of Dialect. docs/dialects.md shows it to users, and
// tests/definition/semantics_test.cpp keeps the two together.
constexpr std::array kSemantics{
    // BPMN 2.0.2: a call activity exchanges what its data associations or mappings name (table
    // 10.26); counters as in table 10.31.
    Semantics{.dialect = Dialect::Standard, .data_sets_count = true},
    Semantics{.dialect = Dialect::Camunda7,
              .expression_language = ExpressionLanguage::Juel,
              .equals_sign_marks_feel = false,
              .loop_counter_first = 0,
              .counters_named_as_in_camunda = true},
    Semantics{.dialect = Dialect::Activiti,
              .expression_language = ExpressionLanguage::Juel,
              .equals_sign_marks_feel = false,
              .loop_counter_first = 0,
              .counters_named_as_in_camunda = true},
    Semantics{.dialect = Dialect::Flowable,
              .expression_language = ExpressionLanguage::Juel,
              .equals_sign_marks_feel = false,
              .loop_counter_first = 0,
              .counters_named_as_in_camunda = true},
    Semantics{.dialect = Dialect::Zeebe,
              .call_takes_all_variables = true,
              .call_returns_all_variables = true,
              .output_mappings_replace_propagation = true,
              .messages_are_buffered = true,
              .message_time_to_live_ms = kHourMs,
              .every_task_is_a_waiting_point = true,
              .cron_weeks_begin_with_zero = true},
};

constexpr std::array<std::string_view, 5> kDialectNames{"standard", "camunda", "activiti",
                                                        "flowable", "zeebe"};

}  // namespace

std::string_view to_string(Dialect dialect) {
  return kDialectNames.at(static_cast<std::size_t>(dialect));
}

const Semantics& semantics(Dialect dialect) {
  const Semantics& row = kSemantics.at(static_cast<std::size_t>(dialect));
  UMLAUF_ASSERT(row.dialect == dialect);
  return row;
}

}  // namespace umlauf::definition
