#pragma once

#include <deque>
#include <memory>
#include <span>
#include <vector>

#include "engine/dmn/linked_model.hpp"
#include "engine/dmn/surroundings.hpp"

/// Evaluating what was linked; private to engine/dmn.
namespace umlauf::dmn::detail {

/// What the free names of the logic that is being evaluated stand for.
class Frame final : public Surroundings {
 public:
  Frame(std::shared_ptr<const LinkedModel> model, std::optional<feel::Now> now,
        Explanation* explanation)
      : model_(std::move(model)), now_(now), explanation_(explanation) {}

  const feel::Value* lookup(std::size_t slot, std::string_view) const override;
  std::optional<feel::Now> now() const override { return now_; }
  Explanation* explanation() const override { return explanation_; }

  void enter(const Logic& logic) { logic_ = &logic; }
  std::span<const feel::Value> arguments;  ///< of a function
  std::span<const feel::Value> inputs;
  std::span<const feel::Value> decisions;

 private:
  const feel::Value* find(NameBinding binding) const;

  std::shared_ptr<const LinkedModel> model_;
  const Logic* logic_ = nullptr;
  std::optional<feel::Now> now_;
  Explanation* explanation_;
  mutable std::deque<feel::Value> made_;  // functions and contexts, for as long as this lives
};

/// One evaluation of some decisions.
class DecisionRun {
 public:
  DecisionRun(const std::shared_ptr<const LinkedModel>& model, feel::Session& session,
              std::optional<feel::Now> now, Explanation* explanation);

  void give_decision(std::uint32_t decision, const feel::Value& value);
  void give_input(std::uint32_t input, const feel::Value& value);
  /// Evaluates decisions, each before its users, as far as `results` need them.
  void evaluate(std::span<const std::uint32_t> order, std::span<const std::uint32_t> results);
  const feel::Value& value(std::uint32_t decision) const { return decisions_[decision]; }
  bool has_input(std::uint32_t input) const { return given_inputs_[input]; }

 private:
  feel::Value coerced(const feel::Value& value, const feel::Type& type, const std::string& name);

  const LinkedModel& model_;
  feel::Session& session_;
  Explanation* explanation_;
  Frame frame_;
  std::vector<feel::Value> inputs_;
  std::vector<feel::Value> decisions_;
  std::vector<bool> given_inputs_;
  std::vector<bool> given_decisions_;
};

/// The value of a service whose parameters have these values.
feel::Value run_service(const std::shared_ptr<const LinkedModel>& model, std::uint32_t service,
                        std::span<const feel::Value> arguments, feel::Session& session,
                        std::optional<feel::Now> now, Explanation* explanation);

}  // namespace umlauf::dmn::detail
