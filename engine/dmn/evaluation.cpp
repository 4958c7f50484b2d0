#include "engine/dmn/evaluation.hpp"

namespace umlauf::dmn {

namespace detail {

using feel::Session;
using feel::Value;
using Kind = NameBinding::Kind;

const Value* Frame::lookup(std::size_t slot, std::string_view) const {
  return find(logic_->slots[slot]);
}

const Value* Frame::find(NameBinding binding) const {
  switch (binding.kind) {
    case Kind::None:
      return nullptr;
    case Kind::Input:
      return binding.index < inputs.size() ? &inputs[binding.index] : nullptr;
    case Kind::Decision:
      return binding.index < decisions.size() ? &decisions[binding.index] : nullptr;
    case Kind::Parameter:
      return binding.index < arguments.size() ? &arguments[binding.index] : nullptr;
    case Kind::Function:
      return &made_.emplace_back(function_value(model_, binding.index));
    case Kind::Service:
      return &made_.emplace_back(service_value(model_, binding.index));
    case Kind::Import: {
      std::vector<feel::Entry> entries;
      for (const auto& [name, member] : logic_->imports[binding.index].members) {
        const Value* value = find(member);
        entries.push_back({name, value == nullptr ? Value() : *value});
      }
      return &made_.emplace_back(feel::Context(std::move(entries)));
    }
  }
  return nullptr;
}

DecisionRun::DecisionRun(const std::shared_ptr<const LinkedModel>& model, Session& session,
                         std::optional<feel::Now> now, Explanation* explanation)
    : model_(*model),
      session_(session),
      explanation_(explanation),
      frame_(model, now, explanation),
      inputs_(model->inputs.size()),
      decisions_(model->decisions.size()),
      given_inputs_(model->inputs.size()),
      given_decisions_(model->decisions.size()) {
  frame_.inputs = inputs_;
  frame_.decisions = decisions_;
}

Value DecisionRun::coerced(const Value& value, const feel::Type& type, const std::string& name) {
  if (type.is_any()) return value;
  bool failed = false;
  Value result = feel::coerce(value, type, &failed);
  if (failed && session_.wants_messages())
    session_.message({"the value of '" + name + "' is no " + type.to_string(),
                      "der Wert von '" + name + "' ist kein " + type.to_string()});
  return result;
}

void DecisionRun::give_decision(std::uint32_t decision, const Value& value) {
  const LinkedDecision& linked = model_.decisions[decision];
  decisions_[decision] = coerced(value, linked.type, linked.title);
  given_decisions_[decision] = true;
  if (explanation_ != nullptr)
    explanation_->decisions.push_back({linked.title, linked.id, decisions_[decision], true});
}

void DecisionRun::give_input(std::uint32_t input, const Value& value) {
  const LinkedInput& linked = model_.inputs[input];
  inputs_[input] = coerced(value, linked.type, linked.name.qualified);
  given_inputs_[input] = true;
}

void DecisionRun::evaluate(std::span<const std::uint32_t> order,
                           std::span<const std::uint32_t> results) {
  // What only given decisions would need is not evaluated. Users stand behind what they need.
  std::vector<bool> needed(model_.decisions.size());
  for (const std::uint32_t result : results) needed[result] = true;
  for (std::size_t i = order.size(); i-- > 0;) {
    if (!needed[order[i]] || given_decisions_[order[i]]) continue;
    for (const std::uint32_t required : model_.decisions[order[i]].decisions)
      needed[required] = true;
  }
  for (const std::uint32_t decision : order) {
    if (!needed[decision] || given_decisions_[decision]) continue;
    const LinkedDecision& linked = model_.decisions[decision];
    if (!linked.has_logic) continue;  // 10.4: it is null
    if (!session_.step()) return;
    frame_.enter(linked.logic);
    decisions_[decision] =
        coerced(linked.logic.expression.evaluate(frame_, session_), linked.type, linked.title);
    if (explanation_ != nullptr)
      explanation_->decisions.push_back({linked.title, linked.id, decisions_[decision], false});
  }
}

Value run_service(const std::shared_ptr<const LinkedModel>& model, std::uint32_t service,
                  std::span<const Value> arguments, Session& session, std::optional<feel::Now> now,
                  Explanation* explanation) {
  const LinkedService& linked = model->services[service];
  DecisionRun run(model, session, now, explanation);
  for (std::size_t i = 0; i < linked.sources.size(); ++i) {
    const Value value = i < arguments.size() ? arguments[i] : Value();
    if (linked.sources[i].kind == Kind::Decision)
      run.give_decision(linked.sources[i].index, value);
    else
      run.give_input(linked.sources[i].index, value);
  }
  run.evaluate(linked.order, linked.outputs);
  if (linked.outputs.size() == 1) return run.value(linked.outputs.front());
  std::vector<feel::Entry> entries;
  for (const std::uint32_t output : linked.outputs)
    entries.push_back({model->decisions[output].title, run.value(output)});
  return feel::Context(std::move(entries));
}

namespace {

std::optional<feel::Now> now_of(const Session& session) {
  const feel::Environment* environment = session.environment();
  return environment == nullptr ? std::nullopt : environment->now();
}

// A business knowledge model as a function (§10.4).
class KnowledgeFunction final : public feel::Function {
 public:
  KnowledgeFunction(std::shared_ptr<const LinkedModel> model, std::uint32_t function)
      : model_(std::move(model)), linked_(model_->functions[function]) {}

  std::string_view name() const override { return linked_.title; }
  std::span<const feel::Parameter> parameters() const override { return linked_.parameters; }
  feel::Type result() const override { return linked_.result; }
  Value call(std::span<const Value> arguments, Session& session) const override {
    Frame frame(model_, now_of(session), Surroundings::explanation_of(session));
    frame.arguments = arguments;
    frame.enter(linked_.logic);
    return linked_.logic.expression.evaluate(frame, session);
  }

 private:
  std::shared_ptr<const LinkedModel> model_;
  const LinkedFunction& linked_;
};

class ServiceFunction final : public feel::Function {
 public:
  ServiceFunction(std::shared_ptr<const LinkedModel> model, std::uint32_t service)
      : model_(std::move(model)), service_(service), linked_(model_->services[service]) {}

  std::string_view name() const override { return linked_.title; }
  std::span<const feel::Parameter> parameters() const override { return linked_.parameters; }
  feel::Type result() const override { return linked_.result; }
  Value call(std::span<const Value> arguments, Session& session) const override {
    return run_service(model_, service_, arguments, session, now_of(session),
                       Surroundings::explanation_of(session));
  }

 private:
  std::shared_ptr<const LinkedModel> model_;
  std::uint32_t service_;
  const LinkedService& linked_;
};

}  // namespace

}  // namespace detail

feel::Value function_value(const std::shared_ptr<const LinkedModel>& model,
                           std::uint32_t function) {
  if (!model->functions[function].native.is_null()) return model->functions[function].native;
  return feel::make_function(std::make_unique<detail::KnowledgeFunction>(model, function));
}

feel::Value service_value(const std::shared_ptr<const LinkedModel>& model, std::uint32_t service) {
  return feel::make_function(std::make_unique<detail::ServiceFunction>(model, service));
}

}  // namespace umlauf::dmn
