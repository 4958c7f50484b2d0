#include "engine/elements/work.hpp"

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

// The only member of a context with one; null otherwise.
feel::Value single_entry(const feel::Value& row) {
  const feel::Context* context = row.context();
  if (context == nullptr) return row;
  return context->size() == 1 ? context->begin()->value : feel::Value();
}

// Camunda 7's mapDecisionResult. Rows are the rows of output of a decision table; of another
// decision its result is the only row.
std::optional<Failure> shape(const definition::DecisionWork& work, const std::string& decision,
                             const runtime::DecisionAnswer& answer, feel::Value& out) {
  if (work.result == DecisionResult::Whole) {
    out = answer.value;
    return std::nullopt;
  }
  feel::Values rows = answer.rows;
  if (!answer.is_table && !answer.value.is_null()) rows = {answer.value};
  const bool one =
      work.result == DecisionResult::SingleEntry || work.result == DecisionResult::SingleResult;
  if (one && rows.size() > 1)
    return bad_shape(decision, "has several results where one is expected",
                     "hat mehrere Ergebnisse, wo eines erwartet ist");
  if (work.result == DecisionResult::SingleEntry)
    out = rows.empty() ? feel::Value() : single_entry(rows.front());
  else if (work.result == DecisionResult::SingleResult)
    out = rows.empty() ? feel::Value() : rows.front();
  else if (work.result == DecisionResult::ResultList)
    out = feel::Value(std::move(rows));
  else {
    feel::Values entries;
    for (const feel::Value& row : rows) entries.push_back(single_entry(row));
    out = feel::Value(std::move(entries));
  }
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
  if (auto failure = number(execution, work.decision.version, record, version))
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
  execution.tell(runtime::DecisionEvaluated{record.node, decision});
  feel::Value result;
  if (auto failure = shape(work, decision, *answer, result)) return fail(std::move(*failure));
  bring_result(execution, key, std::move(result), work.result_variable, false);
  execution.complete(key);
}

}  // namespace umlauf::elements
