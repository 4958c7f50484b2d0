#pragma once

#include "engine/dmn/decision_model.hpp"
#include "engine/feel/session.hpp"

namespace umlauf::dmn::detail {

/// Where the expressions of a decision model are evaluated: an environment that also knows whether
/// somebody wants the result explained.
class Surroundings : public feel::Environment {
 public:
  virtual Explanation* explanation() const = 0;

  /// That of the innermost expression; nullptr where it is not one of a decision model.
  static Explanation* explanation_of(const feel::Session& session) {
    const auto* surroundings = dynamic_cast<const Surroundings*>(session.environment());
    return surroundings == nullptr ? nullptr : surroundings->explanation();
  }
};

}  // namespace umlauf::dmn::detail
