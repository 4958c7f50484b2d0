#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/dmn/decision_model.hpp"
#include "engine/feel/expression.hpp"
#include "engine/feel/function.hpp"

/// What linking makes of the documents: every expression compiled, every name resolved. Private to
/// engine/dmn.
namespace umlauf::dmn {

/// What a free name of an expression stands for.
struct NameBinding {
  enum class Kind : std::uint8_t { None, Input, Decision, Function, Service, Import, Parameter };
  Kind kind = Kind::None;
  std::uint32_t index = 0;  ///< in the linked model's array, in `Logic::imports`, of the parameter
};

/// An import's name within an expression: a context of what the expression's owner requires of it.
struct ImportScope {
  std::vector<std::pair<std::string, NameBinding>> members;
};

/// A compiled expression with what its free names stand for.
struct Logic {
  feel::Expression expression;
  std::vector<NameBinding> slots;  ///< by slot of the expression
  std::vector<ImportScope> imports;
};

/// `{namespace}name`, and in the main model `name` as well.
struct ElementName {
  std::string plain;  ///< empty: not in the main model
  std::string qualified;
};

struct LinkedInput {
  ElementName name;
  feel::Type type;
};

struct LinkedDecision {
  ElementName name;
  std::string id;
  std::string title;       ///< the `name` attribute
  feel::Type type;         ///< declared
  feel::Type result_type;  ///< that, or else what its table yields
  Logic logic;
  bool has_logic = false;
  std::vector<std::uint32_t> decisions;  ///< required directly
  std::vector<std::uint32_t> inputs;     ///< required directly
  std::uint32_t position = 0;            ///< among all decisions, each before its users
  std::vector<std::uint32_t> order;      ///< all that it needs, itself last; empty: ask `order_of`
};

struct LinkedFunction {
  ElementName name;
  std::string title;
  std::vector<feel::Parameter> parameters;
  feel::Type result;
  Logic logic;
  feel::Value native;  ///< a function without FEEL: then there is no logic
};

struct LinkedService {
  ElementName name;
  std::string title;
  std::vector<feel::Parameter> parameters;
  std::vector<NameBinding> sources;    ///< of each parameter: a decision or an input
  std::vector<std::uint32_t> outputs;  ///< decisions
  std::vector<std::uint32_t> order;    ///< decisions to evaluate, each before its users
  feel::Type result;
};

struct LinkedModel {
  std::vector<Definitions> definitions;  ///< the main one first
  Diagnostics diagnostics;
  std::vector<LinkedInput> inputs;
  std::vector<LinkedDecision> decisions;
  std::vector<LinkedFunction> functions;
  std::vector<LinkedService> services;
  std::map<std::string, std::uint32_t, std::less<>> decision_names;
  std::map<std::string, std::uint32_t, std::less<>> decision_ids;  ///< of the main model
  std::map<std::string, std::uint32_t, std::less<>> function_names;
  std::map<std::string, std::uint32_t, std::less<>> service_names;
};

/// Links what `model.definitions` holds; nullopt where that went well.
std::optional<Error> link(LinkedModel& model);

/// Decides in which order decisions are evaluated: numbers them and fills their `order` and that of
/// the services. A decision that needs itself, directly or through others, does not see itself: the
/// requirements that close such circles, from whom to whom, are taken away and returned.
std::vector<std::pair<std::uint32_t, std::uint32_t>> order_decisions(LinkedModel& model);

/// All that the decisions need, each before its users; what `given` names is left out, and what
/// only that needs.
std::vector<std::uint32_t> order_of(const LinkedModel& model,
                                    std::span<const std::uint32_t> decisions,
                                    std::span<const std::uint32_t> given = {},
                                    std::size_t size_max = SIZE_MAX);

/// The function as a value. It keeps the model alive.
feel::Value function_value(const std::shared_ptr<const LinkedModel>& model, std::uint32_t function);
feel::Value service_value(const std::shared_ptr<const LinkedModel>& model, std::uint32_t service);

}  // namespace umlauf::dmn
