#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/dmn/model.hpp"
#include "engine/feel/session.hpp"
#include "engine/feel/types.hpp"
#include "engine/feel/value.hpp"

namespace umlauf::dmn {

struct LinkedModel;  // private

/// Why a decision table decided as it did.
struct TableExplanation {
  std::string table;     ///< id of the decision table
  std::string decision;  ///< name of the decision or function that it stands in
  HitPolicy hit_policy = HitPolicy::Unique;
  Aggregation aggregation = Aggregation::None;
  struct Input {
    std::string text;  ///< the input expression
    std::string label;
    feel::Value value;
  };
  std::vector<Input> inputs;
  struct Rule {
    std::size_t number = 0;  ///< the first is 1
    std::string id;
    std::string description;
    std::vector<std::string> conditions;  ///< the input entries that held, as written
    std::vector<std::string> annotations;
    feel::Value output;  ///< null for rules that matched but were not asked for their output
  };
  std::vector<Rule> matched;         ///< in the order of the table
  std::vector<std::string> outputs;  ///< names of the output clauses; "" where one has none
  bool by_default = false;           ///< no rule matched, the default outputs were taken
  feel::Value output;
};

/// What was computed on the way to a result.
struct Explanation {
  struct Decision {
    std::string name;
    std::string id;
    feel::Value value;
    bool given = false;  ///< taken from the inputs
  };
  std::vector<Decision> decisions;       ///< in the order of their evaluation
  std::vector<TableExplanation> tables;  ///< in the order of their evaluation
};

/// The tables of an explanation as a list of contexts (`decision`, `table`, `hitPolicy`, `inputs`,
/// `matched`, `rules`, `byDefault`, `output`): what a record keeps and a page shows. Of very many
/// tables or matching rules the first stand for all; `matched` is the number of all.
feel::Value to_value(const Explanation& explanation);

struct Outcome {
  feel::Value value;
  std::vector<feel::Message> messages;
  feel::LimitKind exhausted_by = feel::LimitKind::None;
};

/// Values by name. An element of an imported model may be named `{namespace}name`; without braces
/// it is the main model's.
using Inputs = feel::Context;

struct EvaluateOptions {
  feel::Limits limits;
  std::optional<feel::Now> now;        ///< for FEEL's now() and today()
  Explanation* explanation = nullptr;  ///< filled where given; costs time
};

/// One or several DMN documents, compiled. Immutable and shared: copying costs a reference; any
/// thread may evaluate.
///
///     auto read = dmn::read(bytes, "fees.dmn");
///     if (!read) return read.error();
///     auto model = dmn::DecisionModel::link({std::move(read->definitions)});
///     if (!model) return model.error();                       // an import is missing
///     auto fee = model->find_decision("Dog fee");
///     dmn::Outcome outcome = model->evaluate(*fee, {{"dogs", 2}});
///
/// An expression that does not parse does not stop its model: what needs it is null with a message,
/// and `diagnostics()` says where it stands.
class DecisionModel {
 public:
  /// The first of the definitions is the main one, in which names are looked up; the others are
  /// what its imports may name. Errors: Deploy where an import of the main model (or of one that
  /// it imports) is not among them, or decisions require one another in a circle.
  /// Rules: DMN-24 import, DMN-09 reference, DMN-09 circle, DMN-27 type, DMN-28 table, and FEEL-..
  static Result<DecisionModel> link(std::vector<Definitions> definitions);

  using DecisionIndex = Index<struct DecisionTag>;
  using ServiceIndex = Index<struct DecisionServiceTag>;
  using FunctionIndex = Index<struct BusinessKnowledgeModelTag>;

  /// By the `name` attribute (white space normalized), or `{namespace}name`; nullopt: none.
  std::optional<DecisionIndex> find_decision(std::string_view name) const;
  /// By the `id` attribute, in the main model.
  std::optional<DecisionIndex> find_decision_by_id(std::string_view id) const;
  std::optional<ServiceIndex> find_service(std::string_view name) const;
  std::optional<FunctionIndex> find_function(std::string_view name) const;

  /// The decision's value, coerced to its type. Inputs: input data by name; the name of a decision
  /// stands for that decision, which then is not evaluated. What is absent is null.
  Outcome evaluate(DecisionIndex decision, const Inputs& inputs,
                   const EvaluateOptions& options = {}) const;
  /// Inputs: the service's input data and input decisions by name. One output decision: its value;
  /// several: a context.
  Outcome evaluate(ServiceIndex service, const Inputs& inputs,
                   const EvaluateOptions& options = {}) const;
  /// Inputs: the formal parameters by name.
  Outcome evaluate(FunctionIndex function, const Inputs& inputs,
                   const EvaluateOptions& options = {}) const;

  /// What is wrong with the documents, expressions and tables included.
  const Diagnostics& diagnostics() const;
  /// The main model as it was read.
  const Definitions& definitions() const;
  const std::string& name(DecisionIndex decision) const;
  /// The type of a decision's result: declared, or else what the outputs of its table say; Any
  /// where neither says anything.
  const feel::Type& type(DecisionIndex decision) const;
  /// Names and types of the input data that the decision needs, directly and through others, in
  /// the form in which `Inputs` name them.
  std::vector<std::pair<std::string, feel::Type>> required_inputs(DecisionIndex decision) const;

 private:
  explicit DecisionModel(std::shared_ptr<const LinkedModel> linked) : linked_(std::move(linked)) {}
  std::shared_ptr<const LinkedModel> linked_;
};

}  // namespace umlauf::dmn
