#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/feel/value.hpp"

namespace umlauf::runtime {

struct Variable {
  std::string name;
  feel::Value value;

  bool operator==(const Variable&) const = default;
};

/// The variables that live in one scope, in the order of their names.
class Variables {
 public:
  Variables() = default;
  /// Of several entries of one name the last counts.
  explicit Variables(std::vector<Variable> entries);
  Variables(std::initializer_list<Variable> entries) : Variables(std::vector<Variable>(entries)) {}

  const feel::Value* find(std::string_view name) const;
  void set(std::string_view name, feel::Value value);
  /// Whether there was one.
  bool erase(std::string_view name);

  bool empty() const { return entries_.empty(); }
  std::size_t size() const { return entries_.size(); }
  auto begin() const { return entries_.begin(); }
  auto end() const { return entries_.end(); }

  bool operator==(const Variables&) const = default;

 private:
  std::vector<Variable> entries_;
};

}  // namespace umlauf::runtime
