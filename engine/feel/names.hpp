#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "engine/feel/types.hpp"

namespace umlauf::feel {

/// The names that are known where an expression stands. FEEL's names may contain spaces and
/// operators (`Teacher's Evaluation`, `foo+bar`), so reading an expression depends on them: the
/// longest known name wins (§10.3.1.6). A name that is not known is allowed all the same, as a
/// free variable; then it ends before the first operator.
class Names {
 public:
  /// A variable in scope. The members of its type, at any depth, become known as well.
  Names& add(std::string_view name, Type type = {});
  /// Something that may follow a dot or stand inside a filter, of a type that is not known here.
  Names& add_member(std::string_view name);
  /// A type for `instance of`, parameters of function literals and the like.
  Names& add_type(std::string_view name, Type type);

  const Type* variable(std::string_view name) const;  ///< nullptr: unknown
  const Type* type(std::string_view name) const;      ///< built-in types included
  bool has_member(std::string_view name) const { return members_.contains(name); }

  const std::map<std::string, Type, std::less<>>& variables() const { return variables_; }
  const std::set<std::string, std::less<>>& members() const { return members_; }
  const std::map<std::string, Type, std::less<>>& types() const { return types_; }

 private:
  void add_members(const Type& type, int depth);

  std::map<std::string, Type, std::less<>> variables_;
  std::set<std::string, std::less<>> members_;
  std::map<std::string, Type, std::less<>> types_;
};

/// Trimmed, and every run of white space made one space: how names compare.
std::string normalize_name(std::string_view name);

}  // namespace umlauf::feel
