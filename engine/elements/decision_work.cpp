#include "engine/elements/work.hpp"
#include "engine/runtime/listeners.hpp"

// A business rule task with a decision: evaluated at once, its result shaped as the model says.
namespace umlauf::elements {

using definition::DecisionResult;
using runtime::ElementKey;
using runtime::Execution;
using runtime::Failure;
using runtime::IncidentKind;
using runtime::Resume;

namespace {

Failure bad_shape(const std::string& decision, const std::string& english,
                  const std::string& german) {
  return {IncidentKind::Decision,
          {"decision '" + decision + "' " + english, "Entscheidung '" + decision + "' " + german}};
}

Failure several(const std::string& decision, const std::string& english,
                const std::string& german) {
  return bad_shape(decision, "has several " + english + " where one is expected",
                   "hat mehrere " + german + ", wo eine erwartet ist");
}

// Camunda 7's mapDecisionResult. Each row of a table that yields several is a result; what else
// there is, the value of a single hit or of an expression, is the only one, and null is none. A
// result is a context by the names of the outputs, an entry the value of an only output.
std::optional<Failure> shape(const definition::DecisionWork& work, const std::string& decision,
                             const runtime::DecisionAnswer& answer, feel::Value& out) {
  if (work.result == DecisionResult::Whole) {
    out = answer.value;
    return std::nullopt;
  }
  feel::Values rows;
  if (answer.is_rows && answer.value.is_list())
    rows = *answer.value.list();
  else if (!answer.value.is_null())
    rows = {answer.value};
  const bool entries =
      work.result == DecisionResult::SingleEntry || work.result == DecisionResult::CollectEntries;
  const bool one =
      work.result == DecisionResult::SingleEntry || work.result == DecisionResult::SingleResult;
  if (one && rows.size() > 1) return several(decision, "results", "Zeilen");
  if (entries && answer.output.empty() && !rows.empty())
    return several(decision, "outputs", "Ausgaben");
  if (!entries && !answer.output.empty())
    for (feel::Value& row : rows) row = feel::Context{{answer.output, row}};
  if (one)
    out = rows.empty() ? feel::Value() : rows.front();
  else
    out = feel::Value(std::move(rows));
  return std::nullopt;
}

}  // namespace

void begin_decision(Execution& execution, ElementKey key, const definition::DecisionWork& work) {
  const runtime::ElementInstance& record = execution.at(key);
  const auto fail = [&](Failure failure) {
    execution.incident(key, Resume::Enter, std::move(failure));
  };
  std::string decision;
  std::string tag;
  std::int64_t version = 0;
  if (auto failure = execution.text(work.decision.id, record, decision))
    return fail(std::move(*failure));
  if (auto failure = execution.text(work.decision.version_tag, record, tag))
    return fail(std::move(*failure));
  if (auto failure = execution.number(work.decision.version, record, version))
    return fail(std::move(*failure));
  if (execution.context.decisions == nullptr)
    return fail(bad_shape(decision, "is not there", "gibt es nicht"));
  runtime::DecisionRequest request;
  request.decision = decision;
  request.binding = work.decision.binding;
  request.version = static_cast<std::uint32_t>(version);
  request.version_tag = tag;
  request.definition = execution.instance.header.definition;
  const runtime::RecordEnvironment environment(execution.definition, execution.instance, &record,
                                               execution.context, execution.actor);
  auto answer = execution.context.decisions->evaluate(request, environment);
  if (!answer) return fail({IncidentKind::Decision, answer.error().message});
  execution.tell(runtime::DecisionEvaluated{record.node, decision, answer->version,
                                            std::move(answer->explanation)});
  feel::Value result;
  if (auto failure = shape(work, decision, *answer, result)) return fail(std::move(*failure));
  runtime::bring_result(execution, key, std::move(result), work.result_variable, false);
  execution.complete(key);
}

}  // namespace umlauf::elements
