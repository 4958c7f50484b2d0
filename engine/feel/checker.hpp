#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/feel/builtins.hpp"
#include "engine/feel/check.hpp"

namespace umlauf::feel {

/// The work of `check`: the type of every node, and what is wrong on the way.
class Checker {
 public:
  Checker(const SyntaxTree& tree, const Names& names, const CheckOptions& options);
  Checked run();

 private:
  struct Binding {
    std::string_view name;
    Type type;
    bool is_item = false;  // of a filter: its members are names as well
  };

  Type type(NodeIndex node);
  Type type_within_depth(NodeIndex node);
  Type type_of_name(NodeIndex node);
  Type type_of_negation(NodeIndex node);
  Type type_of_arithmetic(NodeIndex node);
  Type type_of_comparison(NodeIndex node);
  void check_test(NodeIndex node);
  void check_pair(NodeIndex node, const Type& a, const Type& b, bool ordered);
  void expect_boolean(NodeIndex node);

  // check_compound.cpp
  Type type_of_loop(NodeIndex node);
  Type type_of_function(NodeIndex node, std::string_view name);
  Type type_of_call(NodeIndex node);
  Type type_of_built_in(NodeIndex node, const BuiltInFunction& function);
  void check_literal_call(NodeIndex node, const BuiltInFunction& function);
  Type type_of_path(NodeIndex node, const Type& value);
  Type type_of_filter(NodeIndex node);
  Type type_of_list(NodeIndex node);
  Type type_of_context(NodeIndex node);
  Type type_of_range(NodeIndex node);
  Type iterated(NodeIndex node);

  static bool conforms_loosely(const Type& type, const Type& target);
  static Type joined(const Type& a, const Type& b);
  const Type* bound(std::string_view name) const;
  void report(NodeIndex node, std::string_view rule, std::string english, std::string german);

  const SyntaxTree& tree_;
  const Names& names_;
  const CheckOptions& options_;
  std::vector<Binding> bindings_;
  std::vector<Type> inputs_;  // what `?` is, innermost last
  Diagnostics diagnostics_;
  Type any_;
  int depth_ = 0;
};

}  // namespace umlauf::feel
