#include "engine/dmn/table_compiler.hpp"

#include <algorithm>

#include "engine/dmn/table.hpp"

namespace umlauf::dmn::detail {

namespace {

// With fewer rules, testing them one by one is as fast as asking the index.
constexpr std::size_t kIndexedRulesMin = 4;

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

class TableCompiler {
 public:
  TableCompiler(LoweringContext& context, const feel::Names& names)
      : context_(context), names_(names), table_(std::make_unique<CompiledTable>()) {}

  std::unique_ptr<CompiledTable> run(const Boxed& boxed, const DecisionTable& table) {
    table_->id = boxed.id;
    table_->title = context_.title;
    table_->hit_policy = table.hit_policy;
    table_->aggregation = table.aggregation;
    inputs_ = table.inputs.size();
    for (const InputClause& input : table.inputs) compile_input(input);
    for (const OutputClause& output : table.outputs) compile_output(output);
    for (const DecisionRule& rule : table.rules) compile_rule(rule);
    if (table.outputs.size() > 1)
      for (const OutputClause& output : table.outputs)
        if (output.name.empty())
          report(boxed.span, {"each of several outputs needs a name",
                              "jede von mehreren Ausgaben braucht einen Namen"});
    build_index();
    return std::move(table_);
  }

 private:
  void report(SourceSpan span, Text message) {
    Diagnostic diagnostic;
    diagnostic.rule = "DMN-28";
    diagnostic.message = std::move(message);
    diagnostic.file = context_.definitions[context_.document].file;
    diagnostic.span = span;
    diagnostic.element = context_.owner;
    context_.diagnostics.push_back(std::move(diagnostic));
  }

  TableExpression bound(feel::Expression expression, std::string_view text) {
    TableExpression result;
    result.expression = std::move(expression);
    result.text = trimmed(text);
    for (const std::string& name : result.expression.free_names()) {
      auto& known = table_->free_names;
      const auto found = std::find(known.begin(), known.end(), name);
      result.slots.push_back(
          static_cast<std::uint32_t>(inputs_ + static_cast<std::size_t>(found - known.begin())));
      if (found == known.end()) known.push_back(name);
    }
    return result;
  }

  // In the cells of a table everything that can only be null is one rule, but for names.
  void check(const feel::Expression& expression, feel::CheckOptions options, SourceSpan span) {
    options.unknown_names = context_.names_known;
    Diagnostics found;
    check_expression(found, expression.tree(), names_, options,
                     context_.definitions[context_.document], span, context_.owner);
    for (Diagnostic& diagnostic : found) {
      if (diagnostic.rule != "FEEL-16") diagnostic.rule = "DMN-07";
      context_.diagnostics.push_back(std::move(diagnostic));
    }
  }

  TableExpression compile_tests(const UnaryTests& tests, const feel::Type& input = {}) {
    if (is_blank(tests.text) || trimmed(tests.text) == "-") {
      TableExpression result;
      result.text = "-";
      result.always = true;
      return result;
    }
    Result<feel::Expression> compiled = feel::compile_unary_tests(tests.text, names_);
    if (!compiled) return broken(compiled.error(), tests.span, tests.text);
    feel::CheckOptions options;
    options.input = input;
    check(*compiled, options, tests.span);
    return bound(std::move(*compiled), tests.text);
  }

  TableExpression compile_text(const ExpressionText& text, const feel::Type& expected = {}) {
    if (is_blank(text.text)) return bound(feel::Expression(), text.text);
    Result<feel::Expression> compiled = feel::compile(text.text, names_);
    if (!compiled) {
      // Only those who need this entry go without.
      report_expression(context_.diagnostics, compiled.error(),
                        context_.definitions[context_.document], text.span, context_.owner);
      feel::SyntaxTree tree(text.text);
      const Diagnostics& found = compiled.error().diagnostics;
      tree.set_root(tree.invalid(found.empty() ? compiled.error().message : found.front().message));
      Result<feel::Expression> nothing = feel::compile(std::move(tree));
      return bound(nothing ? *nothing : feel::Expression(), text.text);
    }
    feel::CheckOptions options;
    options.expected = expected;
    check(*compiled, options, text.span);
    return bound(std::move(*compiled), text.text);
  }

  TableExpression broken(const Error& failure, SourceSpan span, std::string_view text) {
    report_expression(context_.diagnostics, failure, context_.definitions[context_.document], span,
                      context_.owner);
    table_->broken = true;
    TableExpression result;
    result.text = trimmed(text);
    return result;
  }

  void compile_input(const InputClause& input) {
    CompiledInput compiled;
    input_types_.push_back(context_.types.resolve(context_.document, input.type));
    compiled.text = trimmed(input.expression.text);
    compiled.label = input.label;
    if (input.values) {
      compiled.values = compile_tests(*input.values);
      compiled.restricted = !compiled.values.always;
    }
    table_->inputs.push_back(std::move(compiled));
  }

  void compile_output(const OutputClause& output) {
    CompiledOutput compiled;
    compiled.name = output.name;
    compiled.type = context_.types.resolve(context_.document, output.type);
    if (output.default_entry) {
      compiled.has_default = true;
      compiled.fallback = compile_text(*output.default_entry, compiled.type);
    }
    const UnaryTests* values = output.values
                                   ? &*output.values
                                   : context_.types.allowed_values(context_.document, output.type);
    if (values != nullptr) compile_priorities(*values, compiled);
    table_->outputs.push_back(std::move(compiled));
  }

  // Each of the output values on its own: their order is that of the priority (§8.2.10).
  void compile_priorities(const UnaryTests& values, CompiledOutput& output) {
    const Result<feel::SyntaxTree> tree = feel::parse_unary_tests(values.text, names_);
    if (!tree) {
      report_expression(context_.diagnostics, tree.error(), context_.definitions[context_.document],
                        values.span, context_.owner);
      return;
    }
    for (const feel::NodeIndex test : tree->children(tree->root())) {
      const feel::SyntaxNode& node = (*tree)[test];
      const std::string text(std::string_view(tree->text()).substr(node.offset, node.length));
      output.priorities.push_back(compile_tests({text, values.span}));
    }
  }

  void compile_rule(const DecisionRule& rule) {
    CompiledRule compiled;
    compiled.id = rule.id;
    compiled.description = rule.description;
    compiled.annotations = rule.annotations;
    for (std::size_t i = 0; i < rule.input_entries.size(); ++i)
      compiled.inputs.push_back(compile_tests(rule.input_entries[i], input_types_[i]));
    for (const ExpressionText& entry : rule.output_entries) {
      const std::size_t column = compiled.outputs.size();
      compiled.outputs.push_back(compile_text(
          entry, column < table_->outputs.size() ? table_->outputs[column].type : feel::Type()));
    }
    table_->rules.push_back(std::move(compiled));
  }

  void build_index() {
    if (table_->rules.size() < kIndexedRulesMin || table_->broken) return;
    for (std::size_t column = 0; column < inputs_; ++column) {
      std::vector<const feel::Expression*> entries;
      for (const CompiledRule& rule : table_->rules)
        entries.push_back(rule.inputs[column].always ? nullptr : &rule.inputs[column].expression);
      table_->columns.emplace_back(entries);
    }
  }

  LoweringContext& context_;
  const feel::Names& names_;
  std::unique_ptr<CompiledTable> table_;
  std::size_t inputs_ = 0;
  std::vector<feel::Type> input_types_;
};

// Of the outputs, and of what the hit policy makes of them (§8.2.10, §8.2.11).
feel::Type type_of(const CompiledTable& table) {
  if (table.outputs.empty()) return {};
  feel::Type one = table.outputs.front().type;
  if (table.outputs.size() > 1) {
    std::vector<feel::Type::Member> members;
    for (const CompiledOutput& output : table.outputs)
      members.push_back({output.name, output.type});
    one = feel::Type::context(std::move(members));
  }
  switch (table.hit_policy) {
    case HitPolicy::Unique:
    case HitPolicy::First:
    case HitPolicy::Priority:
    case HitPolicy::Any:
      return one;
    case HitPolicy::RuleOrder:
    case HitPolicy::OutputOrder:
      return feel::Type::list(std::move(one));
    case HitPolicy::Collect:
      break;
  }
  if (table.aggregation == Aggregation::None) return feel::Type::list(std::move(one));
  if (table.aggregation == Aggregation::Count) return feel::TypeKind::Number;
  return table.outputs.size() == 1 ? one : feel::Type();
}

}  // namespace

feel::Value compile_table(LoweringContext& context, const Boxed& boxed, const DecisionTable& table,
                          const feel::Names& names, std::vector<std::string>& free_names) {
  std::unique_ptr<CompiledTable> compiled = TableCompiler(context, names).run(boxed, table);
  free_names = compiled->free_names;
  context.table_type = type_of(*compiled);
  return table_function(std::move(compiled));
}

}  // namespace umlauf::dmn::detail
