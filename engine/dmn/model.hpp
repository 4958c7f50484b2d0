#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/base/diagnostic.hpp"
#include "engine/base/index.hpp"
#include "engine/base/source_span.hpp"

/// The meta-model of DMN 1.5 (chapters 6, 7, 8 and 10) in its own words, as plain data. Documents
/// of DMN 1.1 to 1.4 are read into the same structures.
namespace umlauf::dmn {

/// A boxed expression within `Definitions::expressions`.
using BoxedIndex = Index<struct BoxedTag>;

/// An expression as it is written.
struct ExpressionText {
  std::string text;
  std::string language;  ///< empty: that of the document
  SourceSpan span;
};

struct UnaryTests {
  std::string text;
  SourceSpan span;
};

/// A reference to a type: a name of FEEL or of an item definition, with the namespace where the
/// document gave a prefix (DMN 1.1) or the name of an import before a dot.
struct TypeReference {
  std::string name;           ///< normalized; empty: none
  std::string namespace_uri;  ///< empty: that of the document
  bool builtin = false;       ///< the prefix was that of FEEL
};

struct InformationItem {
  std::string id;
  std::string name;  ///< normalized
  TypeReference type;
};

// §7.3.2
struct ItemDefinition {
  std::string id;
  std::string name;
  TypeReference type;
  bool is_collection = false;
  std::vector<ItemDefinition> components;
  std::optional<UnaryTests> allowed_values;
  std::optional<UnaryTests> type_constraint;
  struct FunctionItem {
    TypeReference output;
    std::vector<InformationItem> parameters;
  };
  std::optional<FunctionItem> function_item;
  SourceSpan span;
};

// Boxed expressions (§10.2.2), decision tables (chapter 8).

struct LiteralExpression {
  ExpressionText text;
};

struct ContextEntry {
  std::optional<InformationItem> variable;  ///< none: the result
  BoxedIndex value;
};
struct BoxedContext {
  std::vector<ContextEntry> entries;
};

struct BoxedList {
  std::vector<BoxedIndex> items;
};

struct Relation {
  std::vector<InformationItem> columns;
  std::vector<std::vector<BoxedIndex>> rows;
};

struct Binding {
  InformationItem parameter;
  BoxedIndex value;
};
struct Invocation {
  BoxedIndex callee;
  std::vector<Binding> bindings;
};

enum class FunctionKind : std::uint8_t { Feel, Java, Pmml };

struct FunctionDefinition {
  FunctionKind kind = FunctionKind::Feel;
  std::vector<InformationItem> parameters;
  BoxedIndex body;
};

struct Conditional {
  BoxedIndex condition;
  BoxedIndex then;
  BoxedIndex otherwise;
};

struct BoxedFilter {
  BoxedIndex list;
  BoxedIndex match;
};

enum class IteratorKind : std::uint8_t { For, Some, Every };

struct BoxedIterator {
  IteratorKind kind = IteratorKind::For;
  std::string variable;
  TypeReference variable_type;
  BoxedIndex domain;
  BoxedIndex body;
};

enum class HitPolicy : std::uint8_t {
  Unique,
  First,
  Priority,
  Any,
  Collect,
  RuleOrder,
  OutputOrder,
};

enum class Aggregation : std::uint8_t { None, Sum, Count, Min, Max };

struct InputClause {
  std::string id;
  std::string label;
  ExpressionText expression;
  TypeReference type;
  std::optional<UnaryTests> values;
};

struct OutputClause {
  std::string id;
  std::string name;
  std::string label;
  TypeReference type;
  std::optional<UnaryTests> values;
  std::optional<ExpressionText> default_entry;
};

struct DecisionRule {
  std::string id;
  std::string description;
  std::vector<UnaryTests> input_entries;
  std::vector<ExpressionText> output_entries;
  std::vector<std::string> annotations;
  SourceSpan span;
};

struct DecisionTable {
  HitPolicy hit_policy = HitPolicy::Unique;
  Aggregation aggregation = Aggregation::None;
  std::string output_label;
  std::vector<InputClause> inputs;
  std::vector<OutputClause> outputs;
  std::vector<std::string> annotations;  ///< names of the annotation columns
  std::vector<DecisionRule> rules;
};

struct Boxed {
  std::string id;
  std::string label;
  TypeReference type;
  SourceSpan span;
  std::variant<LiteralExpression, BoxedContext, BoxedList, Relation, Invocation, FunctionDefinition,
               Conditional, BoxedFilter, BoxedIterator, DecisionTable>
      content;
};

// DRG elements (chapter 6).

/// `href="#id"` or `href="namespace#id"`.
struct ElementReference {
  std::string namespace_uri;  ///< empty: that of the document
  std::string id;
  SourceSpan span;
};

struct InputData {
  std::string id;
  std::string name;
  InformationItem variable;
  SourceSpan span;
};

struct Decision {
  std::string id;
  std::string name;
  InformationItem variable;
  std::string question;
  std::string allowed_answers;
  std::string version_tag;  ///< `camunda:versionTag` or `zeebe:versionTag`
  std::vector<ElementReference> required_decisions;
  std::vector<ElementReference> required_inputs;
  std::vector<ElementReference> required_knowledge;
  BoxedIndex logic;  ///< invalid: the decision has none and is null
  SourceSpan span;
};

struct BusinessKnowledgeModel {
  std::string id;
  std::string name;
  InformationItem variable;
  std::vector<ElementReference> required_knowledge;
  BoxedIndex logic;  ///< a FunctionDefinition
  SourceSpan span;
};

struct DecisionService {
  std::string id;
  std::string name;
  InformationItem variable;
  std::vector<ElementReference> output_decisions;
  std::vector<ElementReference> encapsulated_decisions;
  std::vector<ElementReference> input_decisions;
  std::vector<ElementReference> input_data;
  SourceSpan span;
};

struct Import {
  std::string name;  ///< empty: the imported names stand without prefix
  std::string namespace_uri;
  std::string type;  ///< the namespace of the language of what is imported
  SourceSpan span;
};

enum class Version : std::uint8_t { V1_1, V1_2, V1_3, V1_4, V1_5 };

struct Definitions {
  std::string id;
  std::string name;
  std::string namespace_uri;
  std::string file;  ///< as the caller named it
  Version version = Version::V1_5;
  std::string expression_language;
  std::vector<Import> imports;
  std::vector<ItemDefinition> item_definitions;
  std::vector<InputData> input_data;
  std::vector<Decision> decisions;
  std::vector<BusinessKnowledgeModel> business_knowledge_models;
  std::vector<DecisionService> decision_services;
  std::vector<Boxed> expressions;

  const Boxed& operator[](BoxedIndex index) const { return expressions[index.value()]; }
};

}  // namespace umlauf::dmn
