#include "engine/dmn/lowering.hpp"

#include <utility>

#include "engine/base/overload.hpp"
#include "engine/dmn/table_compiler.hpp"
#include "engine/feel/expression.hpp"
#include "engine/feel/java_functions.hpp"
#include "engine/feel/syntax.hpp"

namespace umlauf::dmn::detail {

namespace {

using feel::NodeIndex;
using feel::NodeKind;

bool is_feel(std::string_view language) {
  return language.empty() || language.find("FEEL") != std::string_view::npos ||
         language.find("feel") != std::string_view::npos;
}

// The texts of all literal expressions and table inputs one behind another: what the places of the
// common syntax tree refer to.
class Texts {
 public:
  Texts(const Definitions& document, BoxedIndex root) : document_(document) { collect(root); }

  std::uint32_t offset(const ExpressionText& text) const { return offsets_.at(&text); }
  const std::string& all() const { return all_; }

 private:
  void take(const ExpressionText& text) {
    offsets_[&text] = static_cast<std::uint32_t>(all_.size());
    all_ += text.text;
    all_ += '\n';
  }

  void collect(BoxedIndex root) {
    std::vector<BoxedIndex> work{root};
    while (!work.empty()) {
      const BoxedIndex index = work.back();
      work.pop_back();
      if (!index.valid()) continue;
      std::visit(Overload{
                     [&](const LiteralExpression& literal) { take(literal.text); },
                     [&](const BoxedContext& context) {
                       for (const ContextEntry& entry : context.entries)
                         work.push_back(entry.value);
                     },
                     [&](const BoxedList& list) {
                       work.insert(work.end(), list.items.begin(), list.items.end());
                     },
                     [&](const Relation& relation) {
                       for (const auto& row : relation.rows)
                         work.insert(work.end(), row.begin(), row.end());
                     },
                     [&](const Invocation& invocation) {
                       work.push_back(invocation.callee);
                       for (const Binding& binding : invocation.bindings)
                         work.push_back(binding.value);
                     },
                     [&](const FunctionDefinition& function) { work.push_back(function.body); },
                     [&](const Conditional& conditional) {
                       work.insert(work.end(), {conditional.condition, conditional.then,
                                                conditional.otherwise});
                     },
                     [&](const BoxedFilter& filter) {
                       work.insert(work.end(), {filter.list, filter.match});
                     },
                     [&](const BoxedIterator& iterator) {
                       work.insert(work.end(), {iterator.domain, iterator.body});
                     },
                     [&](const DecisionTable& table) {
                       for (const InputClause& input : table.inputs) take(input.expression);
                     },
                 },
                 document_[index].content);
    }
  }

  const Definitions& document_;
  std::map<const ExpressionText*, std::uint32_t> offsets_;
  std::string all_;
};

class Lowering {
 public:
  Lowering(LoweringContext& context, BoxedIndex root)
      : context_(context),
        document_(context.definitions[context.document]),
        texts_(document_, root),
        tree_(texts_.all()) {}

  feel::SyntaxTree finish(BoxedIndex root, const feel::Names& names, const feel::Type& wanted) {
    tree_.set_root(lower(root, names, wanted));
    return std::move(tree_);
  }

 private:
  // Recursive: the reader bounds the nesting of boxed expressions. `wanted` is what the place
  // around takes; a type of the expression's own goes before it.
  NodeIndex lower(BoxedIndex index, const feel::Names& names, const feel::Type& wanted = {}) {
    if (!index.valid()) return tree_.constant({});
    const Boxed& boxed = document_[index];
    // The type of a function definition is that of its results, which its owner knows.
    const feel::Type own = std::holds_alternative<FunctionDefinition>(boxed.content)
                               ? feel::Type()
                               : resolve(boxed.type, boxed.span);
    const feel::Type& yields = own.is_any() ? wanted : own;
    const NodeIndex content = std::visit(
        Overload{
            [&](const LiteralExpression& literal) {
              return lower_text(literal.text, names, yields);
            },
            [&](const BoxedContext& context) { return lower_context(context, names, yields); },
            [&](const BoxedList& list) { return lower_list(list, names); },
            [&](const Relation& relation) { return lower_relation(relation, names); },
            [&](const Invocation& invocation) { return lower_invocation(invocation, names); },
            [&](const FunctionDefinition& function) { return lower_function(function, names); },
            [&](const Conditional& conditional) {
              return tree_.add(
                  NodeKind::If,
                  {lower(conditional.condition, names), lower(conditional.then, names, yields),
                   lower(conditional.otherwise, names, yields)},
                  {}, feel::Operation::None, feel::kBooleanOnly);
            },
            [&](const BoxedFilter& filter) { return lower_filter(filter, names); },
            [&](const BoxedIterator& iterator) { return lower_iterator(iterator, names); },
            [&](const DecisionTable& table) { return lower_table(boxed, table, names); },
        },
        boxed.content);
    return coerced(content, own);
  }

  NodeIndex lower_text(const ExpressionText& text, const feel::Names& names,
                       const feel::Type& expected = {}) {
    const std::string& language =
        text.language.empty() ? document_.expression_language : text.language;
    const std::uint32_t offset = texts_.offset(text);
    const auto length = static_cast<std::uint32_t>(text.text.size());
    if (!is_feel(language)) {
      const Text message{"the expression language '" + language + "' is not supported",
                         "die Ausdruckssprache '" + language + "' wird nicht unterstützt"};
      report_expression(context_.diagnostics, Error{ErrorCode::Deploy, message, {}}, document_,
                        text.span, context_.owner);
      return tree_.invalid(message, {offset, length});
    }
    // An expression that is left empty is null.
    if (text.text.find_first_not_of(" \t\r\n") == std::string::npos) return tree_.constant({});
    Result<feel::SyntaxTree> parsed = feel::parse(text.text, names);
    if (!parsed) {
      report_expression(context_.diagnostics, parsed.error(), document_, text.span, context_.owner);
      return tree_.invalid(parsed.error().diagnostics.empty()
                               ? parsed.error().message
                               : parsed.error().diagnostics.front().message,
                           {offset, length});
    }
    check_expression(context_.diagnostics, *parsed, names,
                     {.unknown_names = context_.names_known, .expected = expected}, document_,
                     text.span, context_.owner);
    return tree_.graft(*parsed, offset);
  }

  feel::Type resolve(const TypeReference& reference, SourceSpan span = {}) {
    return context_.types.resolve(context_.document, reference, span);
  }

  NodeIndex coerced(NodeIndex value, const feel::Type& type) {
    return type.is_any() ? value : tree_.add_typed(NodeKind::Coerce, type, {value});
  }

  NodeIndex lower_as(const TypeReference& reference, BoxedIndex index, const feel::Names& names) {
    const feel::Type type = resolve(reference);
    return coerced(lower(index, names, type), type);
  }

  // §10.2.2.4 ff: each entry sees those before it; an entry without variable is the result.
  NodeIndex lower_context(const BoxedContext& context, feel::Names names,
                          const feel::Type& wanted) {
    std::vector<NodeIndex> nodes;
    bool result = false;
    for (const ContextEntry& entry : context.entries) {
      if (!entry.variable) {
        nodes.push_back(lower(entry.value, names, wanted));
        result = true;
        break;
      }
      const InformationItem& variable = *entry.variable;
      // A function may call itself: its name is known within it.
      feel::Names inner = names;
      declare(variable, entry.value, inner);
      const bool function = entry.value.valid() && std::holds_alternative<FunctionDefinition>(
                                                       document_[entry.value].content);
      const NodeIndex value =
          function ? lower(entry.value, inner) : lower_as(variable.type, entry.value, names);
      nodes.push_back(tree_.add_named(NodeKind::ContextEntry, variable.name, {value}));
      names = std::move(inner);
    }
    return tree_.add(result ? NodeKind::Block : NodeKind::Context, nodes);
  }

  void declare(const InformationItem& variable, BoxedIndex value, feel::Names& names) {
    const feel::Type type = resolve(variable.type);
    names.add(variable.name, type);
    if (type.is_any()) add_members_of(document_, value, names);
  }

  NodeIndex lower_list(const BoxedList& list, const feel::Names& names) {
    std::vector<NodeIndex> items;
    for (const BoxedIndex item : list.items) items.push_back(lower(item, names));
    return tree_.add(NodeKind::List, items);
  }

  NodeIndex lower_relation(const Relation& relation, const feel::Names& names) {
    std::vector<NodeIndex> rows;
    for (const std::vector<BoxedIndex>& row : relation.rows) {
      std::vector<NodeIndex> entries;
      for (std::size_t i = 0; i < row.size() && i < relation.columns.size(); ++i)
        entries.push_back(tree_.add_named(NodeKind::ContextEntry, relation.columns[i].name,
                                          {lower_as(relation.columns[i].type, row[i], names)}));
      rows.push_back(tree_.add(NodeKind::Context, entries));
    }
    return tree_.add(NodeKind::List, rows);
  }

  NodeIndex lower_invocation(const Invocation& invocation, const feel::Names& names) {
    std::vector<NodeIndex> children{lower(invocation.callee, names)};
    for (const Binding& binding : invocation.bindings) {
      const NodeIndex value = lower_as(binding.parameter.type, binding.value, names);
      children.push_back(tree_.add_named(NodeKind::NamedArgument, binding.parameter.name, {value}));
    }
    return tree_.add(NodeKind::Call, children);
  }

  NodeIndex lower_function(const FunctionDefinition& function, feel::Names names) {
    if (function.kind != FunctionKind::Feel)
      return tree_.constant(external_function(context_, function));
    std::vector<NodeIndex> children;
    for (const InformationItem& parameter : function.parameters) {
      feel::Type type = resolve(parameter.type);
      names.add(parameter.name, type);
      children.push_back(add_parameter(parameter.name, std::move(type)));
    }
    children.push_back(lower(function.body, names));
    return tree_.add(NodeKind::FunctionLiteral, children);
  }

  NodeIndex add_parameter(const std::string& name, feel::Type type) {
    return tree_.parameter(name, std::move(type));
  }

  NodeIndex lower_filter(const BoxedFilter& filter, feel::Names names) {
    const NodeIndex list = lower(filter.list, names);
    add_members_of(document_, filter.list, names);
    names.add("item");
    // Any name may be a member of the items.
    const bool names_known = std::exchange(context_.names_known, false);
    const NodeIndex match = lower(filter.match, names);
    context_.names_known = names_known;
    return tree_.add(NodeKind::Filter, {list, match}, {}, feel::Operation::None,
                     feel::kBooleanOnly);
  }

  NodeIndex lower_iterator(const BoxedIterator& iterator, feel::Names names) {
    NodeIndex domain = lower(iterator.domain, names);
    const NodeIndex binding = tree_.add_named(NodeKind::Iterator, iterator.variable, {domain});
    names.add(iterator.variable, resolve(iterator.variable_type));
    add_members_of(document_, iterator.domain, names);
    if (iterator.kind == IteratorKind::For) names.add("partial");
    const NodeKind kind = iterator.kind == IteratorKind::For    ? NodeKind::For
                          : iterator.kind == IteratorKind::Some ? NodeKind::Some
                                                                : NodeKind::Every;
    return tree_.add(kind, {binding, lower(iterator.body, names)}, {}, feel::Operation::None,
                     feel::kBooleanOnly);
  }

  // A table is a function of its inputs and of the names in its cells.
  NodeIndex lower_table(const Boxed& boxed, const DecisionTable& table, const feel::Names& names) {
    std::vector<std::string> free_names;
    const feel::Value function = compile_table(context_, boxed, table, names, free_names);
    std::vector<NodeIndex> children{tree_.constant(function)};
    for (const InputClause& input : table.inputs)
      children.push_back(lower_text(input.expression, names));
    for (const std::string& name : free_names) children.push_back(tree_.name(name));
    return tree_.add(NodeKind::Call, children);
  }

  LoweringContext& context_;
  const Definitions& document_;
  Texts texts_;
  feel::SyntaxTree tree_;
};

std::string literal_string(const Definitions& document, BoxedIndex index) {
  if (!index.valid()) return {};
  const auto* literal = std::get_if<LiteralExpression>(&document[index].content);
  if (literal == nullptr) return {};
  Result<feel::Expression> expression = feel::compile(literal->text.text);
  if (!expression || expression->constant() == nullptr) return {};
  const std::string* text = expression->constant()->string();
  return text == nullptr ? std::string() : *text;
}

}  // namespace

feel::SyntaxTree lower(LoweringContext& context, BoxedIndex expression, const feel::Names& names,
                       const feel::Type& wanted) {
  return Lowering(context, expression).finish(expression, names, wanted);
}

feel::SyntaxTree lower_body(LoweringContext& context, const FunctionDefinition& function,
                            const feel::Names& names, const feel::Type& wanted) {
  feel::Names inner = names;
  for (const InformationItem& parameter : function.parameters)
    inner.add(parameter.name, context.types.resolve(context.document, parameter.type));
  return Lowering(context, function.body).finish(function.body, inner, wanted);
}

std::vector<feel::Parameter> parameters_of(LoweringContext& context,
                                           const FunctionDefinition& function) {
  std::vector<feel::Parameter> parameters;
  for (const InformationItem& parameter : function.parameters)
    parameters.push_back({parameter.name, context.types.resolve(context.document, parameter.type)});
  return parameters;
}

feel::Value external_function(LoweringContext& context, const FunctionDefinition& function) {
  const Definitions& document = context.definitions[context.document];
  std::string class_name;
  std::string signature;
  if (function.kind == FunctionKind::Java && function.body.valid())
    if (const auto* body = std::get_if<BoxedContext>(&document[function.body].content))
      for (const ContextEntry& entry : body->entries) {
        if (!entry.variable) continue;
        if (entry.variable->name == "class") class_name = literal_string(document, entry.value);
        if (entry.variable->name == "method signature")
          signature = literal_string(document, entry.value);
      }
  return feel::java_function(class_name, signature, parameters_of(context, function));
}

void add_members_of(const Definitions& document, BoxedIndex expression, feel::Names& names) {
  std::vector<BoxedIndex> work{expression};
  while (!work.empty()) {
    const BoxedIndex index = work.back();
    work.pop_back();
    if (!index.valid()) continue;
    const auto& content = document[index].content;
    if (const auto* context = std::get_if<BoxedContext>(&content)) {
      for (const ContextEntry& entry : context->entries) {
        if (entry.variable) names.add_member(entry.variable->name);
        work.push_back(entry.value);
      }
    } else if (const auto* relation = std::get_if<Relation>(&content)) {
      for (const InformationItem& column : relation->columns) names.add_member(column.name);
      for (const auto& row : relation->rows) work.insert(work.end(), row.begin(), row.end());
    } else if (const auto* list = std::get_if<BoxedList>(&content)) {
      work.insert(work.end(), list->items.begin(), list->items.end());
    } else if (const auto* table = std::get_if<DecisionTable>(&content)) {
      for (const OutputClause& output : table->outputs)
        if (!output.name.empty()) names.add_member(output.name);
    } else if (const auto* function = std::get_if<FunctionDefinition>(&content)) {
      work.push_back(function->body);
    } else if (const auto* filter = std::get_if<BoxedFilter>(&content)) {
      work.push_back(filter->list);
    } else if (const auto* iterator = std::get_if<BoxedIterator>(&content)) {
      if (iterator->kind == IteratorKind::For) work.push_back(iterator->body);
    } else if (const auto* conditional = std::get_if<Conditional>(&content)) {
      work.insert(work.end(), {conditional->then, conditional->otherwise});
    } else if (const auto* literal = std::get_if<LiteralExpression>(&content)) {
      // `{first name: ...}` written out: its keys are members as well.
      if (literal->text.text.find('{') == std::string::npos) continue;
      const Result<feel::SyntaxTree> tree = feel::parse(literal->text.text, names);
      if (!tree) continue;
      for (std::size_t i = 0; i < tree->size(); ++i)
        if ((*tree)[feel::NodeIndex(i)].kind == feel::NodeKind::ContextEntry)
          names.add_member(tree->name_of(feel::NodeIndex(i)));
    }
  }
}

}  // namespace umlauf::dmn::detail
