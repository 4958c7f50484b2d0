#include "engine/dmn/decision_model.hpp"

#include "engine/dmn/evaluation.hpp"
#include "engine/feel/names.hpp"

namespace umlauf::dmn {

namespace {

using feel::Value;

const Value* find_value(const Inputs& inputs, const ElementName& name) {
  if (!name.plain.empty())
    if (const Value* value = inputs.find(name.plain)) return value;
  return inputs.find(name.qualified);
}

template <typename Index>
std::optional<Index> find_named(const std::map<std::string, std::uint32_t, std::less<>>& names,
                                std::string_view name) {
  auto found = names.find(name);
  if (found == names.end()) found = names.find(feel::normalize_name(name));
  if (found == names.end()) return std::nullopt;
  return Index(found->second);
}

Outcome finish(feel::Session& session, Value value) {
  Outcome outcome;
  outcome.exhausted_by = session.exhausted_by();
  // What was computed before a limit was met is not the result.
  if (!session.exhausted()) outcome.value = std::move(value);
  outcome.messages = session.take_messages();
  return outcome;
}

// The kept order of a decision, or one that is worked out into `made`.
std::span<const std::uint32_t> order_for(const LinkedModel& model, std::uint32_t decision,
                                         std::vector<std::uint32_t>& made) {
  const std::vector<std::uint32_t>& kept = model.decisions[decision].order;
  if (!kept.empty()) return kept;
  const std::uint32_t decisions[] = {decision};
  made = order_of(model, decisions);
  return made;
}

// A host that calls a function directly is its surroundings.
class Outermost final : public detail::Surroundings {
 public:
  explicit Outermost(const EvaluateOptions& options) : options_(options) {}
  const Value* lookup(std::size_t, std::string_view) const override { return nullptr; }
  std::optional<feel::Now> now() const override { return options_.now; }
  Explanation* explanation() const override { return options_.explanation; }

 private:
  const EvaluateOptions& options_;
};

}  // namespace

Result<DecisionModel> DecisionModel::link(std::vector<Definitions> definitions) {
  auto linked = std::make_shared<LinkedModel>();
  linked->definitions = std::move(definitions);
  if (std::optional<Error> failure = dmn::link(*linked)) return std::move(*failure);
  return DecisionModel(std::move(linked));
}

std::optional<DecisionModel::DecisionIndex> DecisionModel::find_decision(
    std::string_view name) const {
  return find_named<DecisionIndex>(linked_->decision_names, name);
}

std::optional<DecisionModel::DecisionIndex> DecisionModel::find_decision_by_id(
    std::string_view id) const {
  const auto found = linked_->decision_ids.find(id);
  if (found == linked_->decision_ids.end()) return std::nullopt;
  return DecisionIndex(found->second);
}

std::optional<DecisionModel::ServiceIndex> DecisionModel::find_service(
    std::string_view name) const {
  return find_named<ServiceIndex>(linked_->service_names, name);
}

std::optional<DecisionModel::FunctionIndex> DecisionModel::find_function(
    std::string_view name) const {
  return find_named<FunctionIndex>(linked_->function_names, name);
}

Outcome DecisionModel::evaluate(DecisionIndex decision, const Inputs& inputs,
                                const EvaluateOptions& options) const {
  feel::Session session(options.limits);
  detail::DecisionRun run(linked_, session, options.now, options.explanation);
  std::vector<std::uint32_t> made;
  const std::span<const std::uint32_t> order = order_for(*linked_, decision.value(), made);
  for (const std::uint32_t needed : order) {
    const LinkedDecision& linked = linked_->decisions[needed];
    if (const Value* value = find_value(inputs, linked.name)) run.give_decision(needed, *value);
    for (const std::uint32_t input : linked.inputs) {
      if (run.has_input(input)) continue;
      const Value* value = find_value(inputs, linked_->inputs[input].name);
      run.give_input(input, value == nullptr ? Value() : *value);
    }
  }
  const std::uint32_t results[] = {decision.value()};
  run.evaluate(order, results);
  return finish(session, run.value(decision.value()));
}

Outcome DecisionModel::evaluate(ServiceIndex service, const Inputs& inputs,
                                const EvaluateOptions& options) const {
  feel::Session session(options.limits);
  const LinkedService& linked = linked_->services[service.value()];
  feel::Values arguments;
  for (const NameBinding source : linked.sources) {
    const bool decision = source.kind == NameBinding::Kind::Decision;
    const ElementName& name =
        decision ? linked_->decisions[source.index].name : linked_->inputs[source.index].name;
    const Value* value = find_value(inputs, name);
    arguments.push_back(value == nullptr ? Value() : *value);
  }
  Value value = detail::run_service(linked_, service.value(), arguments, session, options.now,
                                    options.explanation);
  return finish(session, feel::coerce(value, linked.result));
}

Outcome DecisionModel::evaluate(FunctionIndex function, const Inputs& inputs,
                                const EvaluateOptions& options) const {
  feel::Session session(options.limits);
  const LinkedFunction& linked = linked_->functions[function.value()];
  feel::Values arguments;
  for (const feel::Parameter& parameter : linked.parameters) {
    const Value* value = inputs.find(parameter.name);
    arguments.push_back(value == nullptr ? Value() : *value);
  }
  const Outermost surroundings(options);
  session.exchange_environment(&surroundings);
  const Value callee = function_value(linked_, function.value());
  return finish(session, feel::invoke(*callee.function(), arguments, session));
}

const Diagnostics& DecisionModel::diagnostics() const { return linked_->diagnostics; }

const Definitions& DecisionModel::definitions() const { return linked_->definitions.front(); }

const std::string& DecisionModel::name(DecisionIndex decision) const {
  return linked_->decisions[decision.value()].title;
}

const feel::Type& DecisionModel::type(DecisionIndex decision) const {
  return linked_->decisions[decision.value()].result_type;
}

std::vector<std::pair<std::string, feel::Type>> DecisionModel::required_inputs(
    DecisionIndex decision) const {
  std::vector<bool> seen(linked_->inputs.size());
  std::vector<std::pair<std::string, feel::Type>> required;
  std::vector<std::uint32_t> made;
  for (const std::uint32_t needed : order_for(*linked_, decision.value(), made))
    for (const std::uint32_t input : linked_->decisions[needed].inputs) {
      if (seen[input]) continue;
      seen[input] = true;
      const LinkedInput& linked = linked_->inputs[input];
      required.emplace_back(linked.name.plain.empty() ? linked.name.qualified : linked.name.plain,
                            linked.type);
    }
  return required;
}

}  // namespace umlauf::dmn
