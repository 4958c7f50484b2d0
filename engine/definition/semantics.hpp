#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "engine/calendar/timer.hpp"

namespace umlauf::definition {

/// The family of engines that a process was written for (docs/dialects.md).
enum class Dialect : std::uint8_t {
  Standard,  ///< BPMN 2.0.2 alone, or with Umlauf's own additions
  Camunda7,  ///< `camunda:` and `operaton:`
  Activiti,  ///< `activiti:`
  Flowable,  ///< `flowable:`
  Zeebe,     ///< `zeebe:` (Camunda 8)
};

std::string_view to_string(Dialect dialect);

enum class ExpressionLanguage : std::uint8_t { Feel, Juel };

/// How the engine behaves where the families differ. One row a dialect in semantics.cpp is the only
/// place where that is decided; nothing else may ask for the dialect.
struct Semantics {
  Dialect dialect = Dialect::Standard;

  /// Of an expression that names no language of its own.
  ExpressionLanguage expression_language = ExpressionLanguage::Feel;
  /// Outside of condition and script elements a text is an expression only when marked: `=` (FEEL)
  /// where true, `${}` where false. The standard dialect takes both marks.
  bool equals_sign_marks_feel = true;

  /// A call activity without mappings hands over all variables that it sees, or none.
  bool call_takes_all_variables = false;
  /// The variables of the called process come back without being mapped.
  bool call_returns_all_variables = false;

  /// What a task or event brings (job result, message payload ...) stays in its own scope when it
  /// has output mappings, and only these go up; where false, it is written as if assigned from
  /// within (nearest scope that has the variable, otherwise the process), mappings or not.
  bool output_mappings_replace_propagation = false;

  /// A message that nobody waits for is kept until its time to live has passed.
  bool messages_are_buffered = false;
  std::int64_t message_time_to_live_ms = 0;

  /// Value of `loopCounter` in the first instance of a loop or multi-instance activity: 1 in BPMN
  /// 2.0.2 table 10.28, 0 in Camunda 7.
  std::int64_t loop_counter_first = 1;
  /// Camunda 7 calls the counters of a multi-instance body nrOfInstances, nrOfActiveInstances,
  /// nrOfCompletedInstances; the standard (table 10.31) numberOfInstances,
  /// numberOfActiveInstances, numberOfCompletedInstances, numberOfTerminatedInstances.
  bool counters_named_as_in_camunda = false;

  /// An activity waits for an input set and fails without an output set (§10.4.2); the others do
  /// not know such sets.
  bool data_sets_count = false;

  /// Every job commits by itself (Zeebe); otherwise only where `async_before`/`async_after` say so.
  bool every_task_is_a_waiting_point = false;

  /// Cron lines count the days of the week from 0 (Spring) instead of from 1 (Quartz).
  bool cron_weeks_begin_with_zero = false;
  calendar::CronDialect cron() const {
    return cron_weeks_begin_with_zero ? calendar::CronDialect::Spring
                                      : calendar::CronDialect::Quartz;
  }

  bool operator==(const Semantics&) const = default;
};

const Semantics& semantics(Dialect dialect);

}  // namespace umlauf::definition
