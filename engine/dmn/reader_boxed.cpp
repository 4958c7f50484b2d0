#include <algorithm>
#include <array>

#include "engine/dmn/reader.hpp"
#include "engine/feel/names.hpp"

namespace umlauf::dmn::detail {

using feel::normalize_name;

namespace {

constexpr std::array<std::string_view, 12> kExpressions{
    "literalExpression",  "context",     "decisionTable", "relation", "list", "invocation",
    "functionDefinition", "conditional", "filter",        "for",      "some", "every"};

std::optional<HitPolicy> hit_policy(std::string_view text) {
  if (text.empty() || text == "UNIQUE") return HitPolicy::Unique;
  if (text == "FIRST") return HitPolicy::First;
  if (text == "PRIORITY") return HitPolicy::Priority;
  if (text == "ANY") return HitPolicy::Any;
  if (text == "COLLECT") return HitPolicy::Collect;
  if (text == "RULE ORDER") return HitPolicy::RuleOrder;
  if (text == "OUTPUT ORDER") return HitPolicy::OutputOrder;
  return std::nullopt;
}

std::optional<Aggregation> aggregation(std::string_view text) {
  if (text.empty()) return Aggregation::None;
  if (text == "SUM") return Aggregation::Sum;
  if (text == "COUNT") return Aggregation::Count;
  if (text == "MIN") return Aggregation::Min;
  if (text == "MAX") return Aggregation::Max;
  return std::nullopt;
}

}  // namespace

bool Reader::is_expression(const xml::Element& element) const {
  return element.namespace_uri() == namespace_ &&
         std::find(kExpressions.begin(), kExpressions.end(), element.name()) != kExpressions.end();
}

BoxedIndex Reader::read_only_child(const xml::Element& parent) {
  for (const xml::Element element : parent.children())
    if (is_expression(element)) return read_expression(element);
  return {};
}

BoxedIndex Reader::read_expression(const xml::Element& element) {
  // The nesting is bounded here, for the reader and for everything that walks its result.
  if (depth_ >= limits_.nesting_max || too_large_) {
    too_large_ = true;
    return {};
  }
  ++depth_;
  count_expression();
  Boxed boxed = read_content(element);
  --depth_;
  boxed.id = element.value("id");
  boxed.label = element.value("label");
  boxed.span = element.span();
  // Elements such as encapsulatedLogic carry the type of the function, not of a value.
  boxed.type = type_of(element);
  out_.definitions.expressions.push_back(std::move(boxed));
  return BoxedIndex(out_.definitions.expressions.size() - 1);
}

namespace {

BoxedContext read_context(Reader& reader, const xml::Element& element) {
  BoxedContext context;
  for (const xml::Element entry : element.children()) {
    if (!reader.is(entry, "contextEntry")) continue;
    ContextEntry read;
    if (const xml::Element variable = reader.child(entry, "variable"))
      read.variable = reader.read_item(variable);
    read.value = reader.read_only_child(entry);
    context.entries.push_back(std::move(read));
  }
  return context;
}

BoxedList read_list(Reader& reader, const xml::Element& element) {
  BoxedList list;
  for (const xml::Element item : element.children())
    if (reader.is_expression(item)) list.items.push_back(reader.read_expression(item));
  return list;
}

Relation read_relation(Reader& reader, const xml::Element& element) {
  Relation relation;
  for (const xml::Element part : element.children()) {
    if (reader.is(part, "column")) relation.columns.push_back(reader.read_item(part));
    if (!reader.is(part, "row")) continue;
    relation.rows.push_back(read_list(reader, part).items);
    if (relation.rows.back().size() != relation.columns.size())
      reader.report(part, Severity::Error, "DMN-21",
                    {"the row has another number of cells than the relation has columns",
                     "die Zeile hat eine andere Anzahl Zellen als die Relation Spalten"});
  }
  return relation;
}

Invocation read_invocation(Reader& reader, const xml::Element& element) {
  Invocation invocation;
  invocation.callee = reader.read_only_child(element);
  for (const xml::Element part : element.children()) {
    if (!reader.is(part, "binding")) continue;
    Binding binding;
    if (const xml::Element parameter = reader.child(part, "parameter"))
      binding.parameter = reader.read_item(parameter);
    binding.value = reader.read_only_child(part);
    invocation.bindings.push_back(std::move(binding));
  }
  return invocation;
}

FunctionDefinition read_function(Reader& reader, const xml::Element& element) {
  FunctionDefinition function;
  const std::string_view kind = element.value("kind", "FEEL");
  if (kind == "Java" || kind == "JAVA") {
    function.kind = FunctionKind::Java;
  } else if (kind == "PMML") {
    function.kind = FunctionKind::Pmml;
  } else if (kind != "FEEL") {
    reader.report(element, Severity::Error, "DMN-21",
                  {"a function is of kind FEEL, Java or PMML, found '" + std::string(kind) + "'",
                   "eine Funktion ist von der Art FEEL, Java oder PMML, gefunden '" +
                       std::string(kind) + "'"});
  }
  for (const xml::Element parameter : element.children())
    if (reader.is(parameter, "formalParameter"))
      function.parameters.push_back(reader.read_item(parameter));
  function.body = reader.read_only_child(element);
  return function;
}

BoxedIndex wrapped(Reader& reader, const xml::Element& element, std::string_view name) {
  const xml::Element wrapper = reader.child(element, name);
  return wrapper ? reader.read_only_child(wrapper) : BoxedIndex();
}

BoxedIterator read_iterator(Reader& reader, const xml::Element& element) {
  BoxedIterator iterator;
  iterator.variable = normalize_name(element.value("iteratorVariable"));
  if (const xml::Element domain = reader.child(element, "in"))
    iterator.variable_type = reader.type_of(domain);
  iterator.domain = wrapped(reader, element, "in");
  if (element.name() == "for") {
    iterator.body = wrapped(reader, element, "return");
  } else {
    iterator.kind = element.name() == "some" ? IteratorKind::Some : IteratorKind::Every;
    iterator.body = wrapped(reader, element, "satisfies");
  }
  return iterator;
}

}  // namespace

Boxed Reader::read_content(const xml::Element& element) {
  Boxed boxed;
  const std::string_view name = element.name();
  if (name == "context")
    boxed.content = read_context(*this, element);
  else if (name == "decisionTable")
    boxed.content = read_table(element);
  else if (name == "relation")
    boxed.content = read_relation(*this, element);
  else if (name == "list")
    boxed.content = read_list(*this, element);
  else if (name == "invocation")
    boxed.content = read_invocation(*this, element);
  else if (name == "functionDefinition" || name == "encapsulatedLogic")
    boxed.content = read_function(*this, element);
  else if (name == "conditional")
    boxed.content = Conditional{wrapped(*this, element, "if"), wrapped(*this, element, "then"),
                                wrapped(*this, element, "else")};
  else if (name == "filter")
    boxed.content = BoxedFilter{wrapped(*this, element, "in"), wrapped(*this, element, "match")};
  else if (name == "for" || name == "some" || name == "every")
    boxed.content = read_iterator(*this, element);
  else
    boxed.content = LiteralExpression{text_in(element)};
  return boxed;
}

DecisionTable Reader::read_table(const xml::Element& element) {
  DecisionTable table;
  const std::string_view policy = element.value("hitPolicy");
  const std::string_view collect = element.value("aggregation");
  if (const std::optional<HitPolicy> read = hit_policy(policy)) {
    table.hit_policy = *read;
  } else {
    report(element, Severity::Error, "DMN-21",
           {"unknown hit policy '" + std::string(policy) + "'",
            "unbekannte Trefferregel '" + std::string(policy) + "'"});
  }
  if (const std::optional<Aggregation> read = aggregation(collect)) {
    table.aggregation = *read;
  } else {
    report(element, Severity::Error, "DMN-21",
           {"unknown aggregation '" + std::string(collect) + "'",
            "unbekannte Aggregation '" + std::string(collect) + "'"});
  }
  table.output_label = element.value("outputLabel");
  for (const xml::Element part : element.children()) {
    if (is(part, "input")) {
      InputClause input;
      input.id = part.value("id");
      input.label = part.value("label");
      if (const xml::Element expression = child(part, "inputExpression")) {
        input.expression = text_in(expression);
        input.type = type_of(expression);
      }
      input.values = read_tests(part, "inputValues");
      table.inputs.push_back(std::move(input));
    } else if (is(part, "output")) {
      OutputClause output;
      output.id = part.value("id");
      output.name = normalize_name(part.value("name"));
      output.label = part.value("label");
      output.type = type_of(part);
      output.values = read_tests(part, "outputValues");
      if (const xml::Element fallback = child(part, "defaultOutputEntry"))
        output.default_entry = text_in(fallback);
      table.outputs.push_back(std::move(output));
    } else if (is(part, "annotation")) {
      table.annotations.emplace_back(part.value("name"));
    } else if (is(part, "rule")) {
      table.rules.push_back(read_rule(part, table));
    }
  }
  return table;
}

DecisionRule Reader::read_rule(const xml::Element& element, const DecisionTable& table) {
  DecisionRule rule;
  rule.id = element.value("id");
  rule.span = element.span();
  if (const xml::Element description = child(element, "description"))
    rule.description = xml::trimmed(description.text());
  for (const xml::Element part : element.children()) {
    if (is(part, "inputEntry")) rule.input_entries.push_back(tests_in(part));
    if (is(part, "outputEntry")) rule.output_entries.push_back(text_in(part));
    if (is(part, "annotationEntry")) {
      const xml::Element text = child(part, "text");
      rule.annotations.push_back(text ? std::string(xml::trimmed(text.text())) : std::string());
    }
  }
  if (rule.input_entries.size() != table.inputs.size() ||
      rule.output_entries.size() != table.outputs.size())
    report(element, Severity::Error, "DMN-21",
           {"the rule has another number of entries than the table has clauses",
            "die Regel hat eine andere Anzahl Einträge als die Tabelle Spalten"});
  // A missing entry is no condition; what is left over means nothing.
  rule.input_entries.resize(table.inputs.size(), UnaryTests{"-", element.span()});
  rule.output_entries.resize(table.outputs.size(), ExpressionText{"null", {}, element.span()});
  return rule;
}

}  // namespace umlauf::dmn::detail
