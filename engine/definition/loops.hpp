#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/definition/data.hpp"
#include "engine/definition/events.hpp"
#include "engine/definition/expression.hpp"
#include "engine/definition/jobs.hpp"

namespace umlauf::definition {

/// Standard loop (table 10.30).
struct StandardLoop {
  bool test_before = false;
  Expression condition;  ///< goes on while it holds; without one until `maximum`
  std::optional<std::uint64_t> maximum;
};

/// Which completions throw an event (table 10.31, attribute behavior).
enum class MultiInstanceBehavior : std::uint8_t { None, One, All, Complex };

struct MultiInstance {
  bool sequential = false;
  Expression cardinality;        ///< a number; evaluated once, before the instances
  Expression collection;         ///< a list; one instance for each item
  std::string element_variable;  ///< holds the item in the instance; may be empty
  std::string index_variable;    ///< besides `loopCounter` (Flowable); usually empty
  /// Value of `output_element` in each instance, in the order of the items, is collected into this
  /// variable of the scope around the activity when all are done.
  std::string output_collection;
  Expression output_element;
  Expression completion_condition;

  MultiInstanceBehavior behavior = MultiInstanceBehavior::All;
  struct ComplexRule {
    Expression condition;
    EventDefinition event;
  };
  std::vector<ComplexRule> complex;  ///< behavior Complex
  std::shared_ptr<const EventDefinition>
      one_event;  ///< behavior One: thrown at the first completion
  std::shared_ptr<const EventDefinition> none_event;  ///< behavior None: thrown at every completion

  AsyncPoints async;  ///< of each instance
};

using Loop = std::variant<StandardLoop, MultiInstance>;

}  // namespace umlauf::definition
