#pragma once

#include <optional>
#include <string_view>

#include "engine/feel/session.hpp"
#include "engine/runtime/step.hpp"

namespace umlauf::runtime {

/// The variables that an expression at a record sees: those given on top, then scope by scope
/// outwards; and `execution`, what the engine knows of the running process; at an open user task
/// `actualOwner` and `taskPriority` (BPMN 2.0.2 §10.3.4).
class RecordEnvironment final : public feel::Environment {
 public:
  RecordEnvironment(const definition::ProcessDefinition& definition,
                    const ProcessInstance& instance, const ElementInstance* from,
                    const StepContext& context, const Actor* actor = nullptr,
                    const Variables* on_top = nullptr)
      : definition_(definition),
        instance_(instance),
        from_(from),
        context_(context),
        actor_(actor),
        on_top_(on_top) {}

  const feel::Value* lookup(std::size_t slot, std::string_view name) const override;
  std::optional<feel::Now> now() const override { return feel::Now{context_.now, context_.zone}; }

 private:
  const feel::Value* execution() const;
  const feel::Value* attribute_of_task(std::string_view name) const;

  const definition::ProcessDefinition& definition_;
  const ProcessInstance& instance_;
  const ElementInstance* from_;
  const StepContext& context_;
  const Actor* actor_;
  const Variables* on_top_;
  mutable feel::Value execution_, owner_, priority_;  // what a lookup points to
};

/// Variables alone, with the clock: where there is no instance yet, or that of a called process.
class VariablesEnvironment final : public feel::Environment {
 public:
  VariablesEnvironment(const Variables& variables, const StepContext& context)
      : variables_(variables), context_(context) {}
  const feel::Value* lookup(std::size_t, std::string_view name) const override {
    return variables_.find(name);
  }
  std::optional<feel::Now> now() const override { return feel::Now{context_.now, context_.zone}; }

 private:
  const Variables& variables_;
  const StepContext& context_;
};

}  // namespace umlauf::runtime
