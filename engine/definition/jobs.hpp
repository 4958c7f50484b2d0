#pragma once

#include <string>
#include <vector>

#include "engine/base/source_span.hpp"
#include "engine/definition/expression.hpp"

namespace umlauf::definition {

/// Something static that travels with a job: `taskHeaders/header`, `camunda:field`, properties.
struct Header {
  std::string key;
  TextExpression value;
};

/// An error that a worker's failure or result is turned into (`camunda:errorEventDefinition` of a
/// service task): when `condition` holds after completing or failing, the error is thrown.
struct JobErrorRule {
  std::string code;
  Expression condition;
};

/// Work for an external worker, or for a handler that the embedding program registered under the
/// type's name.
struct JobWork {
  TextExpression type;      ///< topic, job type, name of the class or bean
  TextExpression retries;   ///< a number; the service's default where empty
  TextExpression priority;  ///< a number; 0 where empty
  std::vector<Header> headers;
  std::vector<JobErrorRule> error_rules;
  /// The result of a registered handler is stored under this name; empty: its variables are merged.
  std::string result_variable;
};

/// `R3/PT10M`, or a list of pauses `PT1M,PT5M`: how often and after which pause a failed job or
/// transaction is tried again. Checked at deployment where it is a literal.
struct RetryCycle {
  TextExpression text;
};

/// Points where the engine commits and a job of its own continues.
struct AsyncPoints {
  bool before = false;
  bool after = false;
  bool exclusive = true;
  TextExpression priority;
  RetryCycle retries;
};

}  // namespace umlauf::definition
