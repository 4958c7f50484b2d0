// Decisions that processes ask for.
#include "engine/service/catalog.hpp"

namespace umlauf::service {
namespace {

// What the decision needs, from what the process has.
dmn::Inputs gather(const dmn::DecisionModel& model, dmn::DecisionModel::DecisionIndex decision,
                   const feel::Environment& variables) {
  dmn::Inputs inputs;
  std::size_t slot = 0;
  for (const auto& [name, type] : model.required_inputs(decision)) {
    if (const feel::Value* value = variables.lookup(slot, name)) inputs.put(name, *value);
    ++slot;
  }
  return inputs;
}

bool yields_rows(const dmn::TableExplanation& table) {
  switch (table.hit_policy) {
    case dmn::HitPolicy::RuleOrder:
    case dmn::HitPolicy::OutputOrder:
      return true;
    case dmn::HitPolicy::Collect:
      return table.aggregation == dmn::Aggregation::None;
    default:
      return false;
  }
}

std::string failure_text(const dmn::Outcome& outcome, bool german) {
  if (outcome.messages.empty()) return {};
  const Text& text = outcome.messages.front().text;
  return ": " + (german ? text.german : text.english);
}

}  // namespace

Result<Definitions::ModelPtr> Definitions::decision_model(const DecisionVersion& decision) const {
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = models_.find(decision.key); found != models_.end()) return found->second;
  }
  const std::string cell = deployment_cell(decision.deployment);
  UMLAUF_TRY(const auto cells, store_.cells(cell, "", 1));
  const auto record = cells.empty() ? std::nullopt : decode_deployment(cells[0].content);
  if (!record)
    return error(ErrorCode::Storage, "the stored value '" + cell + "' is damaged",
                 "der gespeicherte Wert '" + cell + "' ist beschädigt");
  std::vector<Document> documents;
  for (const auto& [name, digest] : record->documents) {
    UMLAUF_TRY(auto texts, store_.cells(document_cell(digest), "", 1));
    if (!texts.empty()) documents.push_back({name, std::move(texts[0].content)});
  }
  UMLAUF_TRY(const auto prepared, prepare_deployment(std::move(documents), VerifyMode::Off));
  for (const auto& [position, model] : prepared.models) {
    if (prepared.documents[position].name != decision.document) continue;
    const std::lock_guard lock(mutex_);
    models_[decision.key] = model;
    return model;
  }
  return error(ErrorCode::Storage, "decision '" + decision.id + "' is not in its document",
               "Entscheidung '" + decision.id + "' ist nicht in ihrem Dokument");
}

Result<runtime::DecisionAnswer> Definitions::evaluate(const runtime::DecisionRequest& request,
                                                      const feel::Environment& variables) const {
  const CatalogPtr known = catalog();
  const DecisionVersion* decision = known->resolve_decision(request);
  const std::string id(request.decision);
  if (decision == nullptr)
    return error(ErrorCode::State, "there is no decision '" + id + "'",
                 "es gibt keine Entscheidung '" + id + "'");
  UMLAUF_TRY(const auto model, decision_model(*decision));
  const auto index = model->find_decision_by_id(request.decision);
  if (!index)
    return error(ErrorCode::State, "there is no decision '" + id + "'",
                 "es gibt keine Entscheidung '" + id + "'");
  dmn::Explanation explanation;
  dmn::EvaluateOptions options;
  options.now = variables.now();
  options.explanation = &explanation;
  dmn::Outcome outcome = model->evaluate(*index, gather(*model, *index, variables), options);
  if (outcome.exhausted_by != feel::LimitKind::None)
    return error(ErrorCode::Evaluation,
                 "decision '" + id + "' takes too much" + failure_text(outcome, false),
                 "Entscheidung '" + id + "' verbraucht zu viel" + failure_text(outcome, true));
  runtime::DecisionAnswer answer;
  answer.value = std::move(outcome.value);
  // The table of the decision itself was evaluated last.
  answer.output = model->name(*index);
  if (!explanation.tables.empty() && explanation.tables.back().decision == model->name(*index)) {
    const dmn::TableExplanation& table = explanation.tables.back();
    answer.is_rows = yields_rows(table);
    if (table.outputs.size() != 1)
      answer.output.clear();
    else if (!table.outputs.front().empty())
      answer.output = table.outputs.front();
  }
  answer.version = decision->version;
  answer.explanation = dmn::to_value(explanation);
  return answer;
}

}  // namespace umlauf::service
