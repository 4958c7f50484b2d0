#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "engine/base/source_span.hpp"

namespace umlauf::feel {
class Expression;
}

namespace umlauf::definition {

/// Name of a context that the engine itself puts beneath all variables: expressions may ask it for
/// `processInstanceId`, `businessKey`, `processDefinitionKey`, `currentActivityId`,
/// `currentActivityName` and `currentUser` (each a string or null). What Camunda-type models call
/// `execution.getProcessBusinessKey()` and the like is lowered to `execution.businessKey`. A
/// variable of the same name goes before it.
inline constexpr std::string_view kEngineContext = "execution";

/// Likewise beneath all variables, at an open user task (BPMN 2.0.2 §10.3.4): who has it, or null,
/// and its priority.
inline constexpr std::string_view kActualOwner = "actualOwner";
inline constexpr std::string_view kTaskPriority = "taskPriority";

/// A compiled expression of the model, whatever language it was written in; false where the author
/// wrote none. Equal texts of one deployment share one compiled form, so that a handle is cheap to
/// copy and two handles may be compared by their pointer.
struct Expression {
  std::shared_ptr<const feel::Expression> compiled;
  SourceSpan span;  ///< of the text in the document: where an incident points to

  explicit operator bool() const { return compiled != nullptr; }
};

/// What an author may write as plain text or as an expression (`clerks`, `${group}`, `=group`):
/// evaluate `expression` where there is one, otherwise take `text`.
struct TextExpression {
  std::string text;  ///< the plain text; empty where there is an expression
  Expression expression;

  explicit operator bool() const { return expression || !text.empty(); }
};

}  // namespace umlauf::definition
