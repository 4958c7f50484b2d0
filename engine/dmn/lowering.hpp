#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/dmn/model.hpp"
#include "engine/dmn/type_table.hpp"
#include "engine/feel/function.hpp"
#include "engine/feel/names.hpp"
#include "engine/feel/syntax.hpp"

/// Boxed expressions as syntax trees of FEEL; private to engine/dmn.
namespace umlauf::dmn::detail {

struct LoweringContext {
  const std::vector<Definitions>& definitions;
  std::size_t document = 0;
  TypeTable& types;
  Diagnostics& diagnostics;
  std::string owner;  ///< id of the decision or function, for diagnostics
  std::string title;  ///< its name, for explanations
  /// All names that may stand in the expression are known: another one is null (FEEL-16).
  bool names_known = true;
  /// Filled in: what the table that was lowered last yields.
  feel::Type table_type = {};
};

/// The syntax tree of a boxed expression whose value becomes one of the type `wanted`. What does
/// not parse becomes null with a message there, and a diagnostic.
feel::SyntaxTree lower(LoweringContext& context, BoxedIndex expression, const feel::Names& names,
                       const feel::Type& wanted);

/// The body of a function definition under its parameters (for business knowledge models, whose
/// parameters are bound from outside).
feel::SyntaxTree lower_body(LoweringContext& context, const FunctionDefinition& function,
                            const feel::Names& names, const feel::Type& wanted);

/// The function that an external definition declares (kind Java or PMML).
feel::Value external_function(LoweringContext& context, const FunctionDefinition& function);

/// Names of members that the value of the expression may have, as far as it shows them: entries of
/// contexts, columns of relations, outputs of tables.
void add_members_of(const Definitions& document, BoxedIndex expression, feel::Names& names);

std::vector<feel::Parameter> parameters_of(LoweringContext& context,
                                           const FunctionDefinition& function);

}  // namespace umlauf::dmn::detail
