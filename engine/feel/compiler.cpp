#include "engine/feel/compiler.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "engine/feel/builtins.hpp"
#include "engine/feel/evaluator.hpp"

namespace umlauf::feel {
namespace {

// What a constant may take to compute while compiling; what takes more is left to the evaluation.
constexpr Limits kFoldingLimits{.steps_max = 2'000,
                                .depth_max = 100,
                                .memory_max = 64U << 10,
                                .output_max = 16U << 10,
                                .regex_steps_max = 1,
                                .messages_max = 0};

}  // namespace

Compiler::Compiler(SyntaxTree tree) : program_(std::make_shared<Program>()), tree_(program_->tree) {
  program_->tree = std::move(tree);
  levels_.emplace_back();
}

std::shared_ptr<const Program> Compiler::compile() {
  const NodeIndex root = tree_.root();
  const NodeKind kind = tree_[root].kind;
  if (kind == NodeKind::Tests || kind == NodeKind::NotTests) {
    program_->takes_input = true;
    inputs_.push_back({"?", Binding::Kind::Slot, 0, new_slot()});
  }
  program_->root = compile(root);
  program_->frame_size = levels_.front().frame_size;
  return program_;
}

std::uint32_t Compiler::new_slot() {
  Level& level = levels_.back();
  const std::uint32_t slot = level.next_slot++;
  level.frame_size = std::max(level.frame_size, level.next_slot);
  return slot;
}

std::uint32_t Compiler::name_index(std::string_view name) {
  const auto [found, added] = name_positions_.try_emplace(
      std::string(name), static_cast<std::uint32_t>(program_->names.size()));
  if (added) program_->names.emplace_back(name);
  return found->second;
}

std::uint32_t Compiler::emit(Instruction instruction, NodeIndex node) {
  instruction.node = node.valid() ? node.value() : kNone;
  program_->code.push_back(instruction);
  return fold(static_cast<std::uint32_t>(program_->code.size() - 1), node);
}

std::uint32_t Compiler::emit_constant(Value value, NodeIndex node) {
  program_->constants.push_back(std::move(value));
  Instruction instruction;
  instruction.op = Op::Constant;
  instruction.a = static_cast<std::uint32_t>(program_->constants.size() - 1);
  instruction.node = node.valid() ? node.value() : kNone;
  program_->code.push_back(instruction);
  return static_cast<std::uint32_t>(program_->code.size() - 1);
}

void Compiler::set_list(Instruction& instruction, const std::vector<std::uint32_t>& list) {
  instruction.list = static_cast<std::uint32_t>(program_->operands.size());
  instruction.list_size = static_cast<std::uint32_t>(list.size());
  program_->operands.insert(program_->operands.end(), list.begin(), list.end());
}

bool Compiler::is_foldable(const Instruction& at) const {
  const auto constant = [this](std::uint32_t position) {
    return program_->code[position].op == Op::Constant;
  };
  const auto constants = [&] {
    for (std::uint32_t i = 0; i < at.list_size; ++i)
      if (!constant(program_->operands[at.list + i])) return false;
    return true;
  };
  switch (at.op) {
    case Op::Negate:
    case Op::Path:
    case Op::UnaryRange:
    case Op::InstanceOf:
    case Op::Coerce:
      return constant(at.a);
    case Op::Arithmetic:
    case Op::Compare:
    case Op::Range:
      return constant(at.a) && constant(at.b);
    case Op::Between:
    case Op::If:
      return constant(at.a) && constant(at.b) && constant(at.c);
    case Op::List:
    case Op::And:
    case Op::Or:
      return constants();
    case Op::Context:
      for (std::uint32_t i = 1; i < at.list_size; i += 2)
        if (!constant(program_->operands[at.list + i])) return false;
      return at.a == 0 && levels_.size() == 1;
    case Op::CallBuiltIn: {
      const auto& function =
          static_cast<const BuiltInFunction&>(*program_->constants[at.a].function());
      return function.name() != "now" && function.name() != "today" && constants();
    }
    default:
      return false;
  }
}

// Null is not folded: the evaluation has to say why.
std::uint32_t Compiler::fold(std::uint32_t at, NodeIndex node) {
  if (!is_foldable(program_->code[at])) return at;
  Session session(kFoldingLimits);
  Value value = evaluate_instruction(program_, at, levels_.back().frame_size, session);
  if (session.exhausted() || value.is_null() || value.kind() == Kind::Function) return at;
  program_->code.resize(at);
  return emit_constant(std::move(value), node);
}

std::uint32_t Compiler::compile(NodeIndex node) {
  switch (tree_[node].kind) {
    case NodeKind::Constant:
      return emit_constant(tree_.value(node), node);
    case NodeKind::Name:
      return compile_name(node);
    case NodeKind::Input:
      return compile_input(node);
    case NodeKind::In:
      return compile_in(node);
    case NodeKind::For:
      return compile_loop(node, Op::For);
    case NodeKind::Some:
      return compile_loop(node, Op::Some);
    case NodeKind::Every:
      return compile_loop(node, Op::Every);
    case NodeKind::FunctionLiteral:
      return compile_function(node, {});
    case NodeKind::Call:
      return compile_call(node);
    case NodeKind::Filter:
      return compile_filter(node);
    case NodeKind::Context:
      return compile_context(node, Op::Context);
    case NodeKind::Block:
      return compile_context(node, Op::Block);
    case NodeKind::Range:
      return compile_range(node);
    case NodeKind::Tests:
    case NodeKind::NotTests:
      return compile_tests(node);
    case NodeKind::CompareInput:
    case NodeKind::ExpressionTest:
      return compile_test(node);
    case NodeKind::Iterator:
    case NodeKind::ContextEntry:
    case NodeKind::NamedArgument:
    case NodeKind::FunctionParameter:
      // Only as parts of their parents; a tree that is built wrongly yields its first child.
      return tree_[node].first_child.valid() ? compile(tree_[node].first_child)
                                             : emit_constant({}, node);
    default:
      return compile_operator(node);
  }
}

// Everything that evaluates its children in turn and binds no name.
std::uint32_t Compiler::compile_operator(NodeIndex node) {
  const SyntaxNode& syntax = tree_[node];
  std::vector<std::uint32_t> children;
  for (const NodeIndex child : tree_.children(node)) children.push_back(compile(child));
  Instruction instruction;
  instruction.operation = syntax.operation;
  instruction.flags = syntax.flags;
  const auto operand = [&](std::size_t i) {
    return i < children.size() ? children[i] : emit_constant({}, node);
  };
  const auto type = [&] {
    program_->types.push_back(tree_.type_of(node));
    return static_cast<std::uint32_t>(program_->types.size() - 1);
  };
  switch (syntax.kind) {
    case NodeKind::Negate:
      instruction.op = Op::Negate;
      instruction.a = operand(0);
      break;
    case NodeKind::Arithmetic:
      instruction.op = Op::Arithmetic;
      instruction.a = operand(0);
      instruction.b = operand(1);
      break;
    case NodeKind::Compare:
      instruction.op = Op::Compare;
      instruction.a = operand(0);
      instruction.b = operand(1);
      break;
    case NodeKind::And:
    case NodeKind::Or:
      instruction.op = syntax.kind == NodeKind::And ? Op::And : Op::Or;
      set_list(instruction, children);
      break;
    case NodeKind::List:
      instruction.op = Op::List;
      set_list(instruction, children);
      break;
    case NodeKind::Between:
    case NodeKind::If:
      instruction.op = syntax.kind == NodeKind::If ? Op::If : Op::Between;
      instruction.a = operand(0);
      instruction.b = operand(1);
      instruction.c = operand(2);
      break;
    case NodeKind::InstanceOf:
    case NodeKind::Coerce:
      instruction.op = syntax.kind == NodeKind::Coerce ? Op::Coerce : Op::InstanceOf;
      instruction.a = operand(0);
      instruction.b = type();
      break;
    case NodeKind::Path:
      instruction.op = Op::Path;
      instruction.a = operand(0);
      instruction.c = name_index(tree_.name_of(node));
      break;
    case NodeKind::Invalid:
      instruction.op = Op::Invalid;
      program_->messages.push_back(tree_.message_of(node));
      instruction.a = static_cast<std::uint32_t>(program_->messages.size() - 1);
      break;
    default:
      return emit_constant({}, node);
  }
  return emit(instruction, node);
}

// ---- Names --------------------------------------------------------------------------------------

std::uint32_t Compiler::captured(std::uint32_t level, std::uint64_t key, std::uint32_t below,
                                 NodeIndex node) {
  Level& at = levels_[level];
  std::size_t position = 0;
  while (position < at.capture_keys.size() && at.capture_keys[position] != key) ++position;
  if (position == at.capture_keys.size()) {
    at.capture_keys.push_back(key);
    at.captures.push_back(below);
  }
  Instruction instruction;
  instruction.op = Op::Capture;
  instruction.a = static_cast<std::uint32_t>(position);
  return emit(instruction, node);
}

std::uint32_t Compiler::fetch(const Binding& binding, std::uint32_t level, NodeIndex node) {
  if (binding.level == level) {
    Instruction instruction;
    instruction.op = binding.kind == Binding::Kind::Self ? Op::Self : Op::Local;
    instruction.a = binding.slot;
    return emit(instruction, node);
  }
  const std::uint64_t key = std::uint64_t{binding.level} << 34 | std::uint64_t{binding.slot} << 2 |
                            (binding.kind == Binding::Kind::Self ? 1U : 0U);
  return captured(level, key, fetch(binding, level - 1, node), node);
}

std::uint32_t Compiler::fetch_free(std::string_view name, std::uint32_t level, NodeIndex node) {
  const auto [found, added] = free_positions_.try_emplace(
      std::string(name), static_cast<std::uint32_t>(program_->free_names.size()));
  if (added) program_->free_names.emplace_back(name);
  const std::uint32_t slot = found->second;
  if (level > 0)
    return captured(level, std::uint64_t{slot} << 2 | 2U, fetch_free(name, level - 1, node), node);
  Instruction instruction;
  instruction.op = Op::Free;
  instruction.a = slot;
  instruction.c = name_index(name);
  if (const Value* function = find_built_in(name)) {
    program_->constants.push_back(*function);
    instruction.b = static_cast<std::uint32_t>(program_->constants.size());
  }
  return emit(instruction, node);
}

bool Compiler::is_bound(std::string_view name) const {
  return std::any_of(bindings_.begin(), bindings_.end(), [&](const Binding& binding) {
    return binding.kind != Binding::Kind::Item && binding.name == name;
  });
}

// §10.3.2.11: inner scopes go before outer ones; the item of a filter is a scope of its own, whose
// names are its members, so that only the evaluation tells whether it has the name.
std::uint32_t Compiler::resolve(std::string_view name, NodeIndex node) {
  std::vector<Binding> items;
  std::uint32_t found = kNone;
  for (std::size_t i = bindings_.size(); i-- > 0 && found == kNone;) {
    const Binding binding = bindings_[i];
    if (binding.kind == Binding::Kind::Item) {
      items.push_back(binding);
      if (name == "item") found = fetch(binding, current_level(), node);
    } else if (binding.name == name) {
      found = fetch(binding, current_level(), node);
    }
  }
  if (found == kNone) found = fetch_free(name, current_level(), node);
  for (std::size_t i = items.size(); i-- > 0;) {
    Instruction instruction;
    instruction.op = Op::Member;
    instruction.a = fetch(items[i], current_level(), node);
    instruction.b = found;
    instruction.c = name_index(name);
    found = emit(instruction, node);
  }
  return found;
}

std::uint32_t Compiler::compile_name(NodeIndex node) { return resolve(tree_.name_of(node), node); }

std::uint32_t Compiler::compile_input(NodeIndex node) {
  if (inputs_.empty()) return resolve("?", node);
  return fetch(inputs_.back(), current_level(), node);
}

// ---- Constructs that bind names -----------------------------------------------------------------

std::uint32_t Compiler::compile_in(NodeIndex node) {
  const std::uint32_t slots = levels_.back().next_slot;
  Instruction instruction;
  instruction.op = Op::In;
  instruction.a = compile(tree_.child(node, 0));
  instruction.c = new_slot();
  inputs_.push_back({"?", Binding::Kind::Slot, current_level(), instruction.c});
  instruction.b = compile(tree_.child(node, 1));
  inputs_.pop_back();
  levels_.back().next_slot = slots;
  return emit(instruction, node);
}

std::uint32_t Compiler::compile_loop(NodeIndex node, Op op) {
  const std::uint32_t slots = levels_.back().next_slot;
  const std::size_t bindings = bindings_.size();
  std::vector<NodeIndex> children = tree_.children(node);
  const NodeIndex body = children.back();
  children.pop_back();
  std::vector<std::uint32_t> list{0, kNone};
  for (const NodeIndex child : children) {
    const std::vector<NodeIndex> domain = tree_.children(child);
    list.push_back(compile(domain[0]));
    list.push_back(domain.size() > 1 ? compile(domain[1]) : kNone);
    list.push_back(new_slot());
    bindings_.push_back({tree_.name_of(child), Binding::Kind::Slot, current_level(), list.back()});
  }
  if (op == Op::For) {
    list[1] = new_slot();
    bindings_.push_back({"partial", Binding::Kind::Slot, current_level(), list[1]});
  }
  const std::size_t code_before = program_->code.size();
  list[0] = compile(body);
  if (op == Op::For) {
    // The list of what was made so far costs, so it is made only where it is read.
    const bool read = std::any_of(
        program_->code.begin() + static_cast<std::ptrdiff_t>(code_before), program_->code.end(),
        [&](const Instruction& at) { return at.op == Op::Local && at.a == list[1]; });
    if (!read) list[1] = kNone;
  }
  bindings_.resize(bindings);
  levels_.back().next_slot = slots;
  Instruction instruction;
  instruction.op = op;
  instruction.flags = tree_[node].flags;
  set_list(instruction, list);
  return emit(instruction, node);
}

std::uint32_t Compiler::compile_function(NodeIndex node, std::string_view name) {
  const std::size_t bindings = bindings_.size();
  levels_.emplace_back();
  std::vector<NodeIndex> children = tree_.children(node);
  const NodeIndex body = children.back();
  children.pop_back();
  ClosureCode closure;
  closure.name = std::string(name);
  if (!name.empty()) bindings_.push_back({name, Binding::Kind::Self, current_level(), 0});
  for (const NodeIndex child : children) {
    closure.parameters.push_back({tree_.name_of(child), tree_.type_of(child)});
    bindings_.push_back({tree_.name_of(child), Binding::Kind::Slot, current_level(), new_slot()});
  }
  closure.body = compile(body);
  bindings_.resize(bindings);
  closure.frame_size = levels_.back().frame_size;
  closure.captures = std::move(levels_.back().captures);
  levels_.pop_back();
  program_->closures.push_back(std::move(closure));
  Instruction instruction;
  instruction.op = Op::Closure;
  instruction.a = static_cast<std::uint32_t>(program_->closures.size() - 1);
  return emit(instruction, node);
}

std::uint32_t Compiler::compile_call(NodeIndex node) {
  std::vector<NodeIndex> children = tree_.children(node);
  const NodeIndex callee = children.front();
  children.erase(children.begin());
  Instruction instruction;
  instruction.op = Op::Call;
  const Value* built_in = nullptr;
  if (tree_[callee].kind == NodeKind::Name && (tree_[callee].flags & kKnownVariable) == 0 &&
      !is_bound(tree_.name_of(callee)))
    built_in = find_built_in(tree_.name_of(callee));
  if (built_in != nullptr) {
    instruction.op = Op::CallBuiltIn;
    program_->constants.push_back(*built_in);
    instruction.a = static_cast<std::uint32_t>(program_->constants.size() - 1);
  } else {
    instruction.a = compile(callee);
  }
  std::vector<std::uint32_t> arguments;
  const bool named = !children.empty() && tree_[children[0]].kind == NodeKind::NamedArgument;
  std::vector<std::string> names;
  for (const NodeIndex child : children) {
    if (named) names.push_back(tree_.name_of(child));
    arguments.push_back(compile(named ? tree_.child(child, 0) : child));
  }
  set_list(instruction, arguments);
  if (named) {
    instruction.c = static_cast<std::uint32_t>(program_->names.size() + 1);
    program_->names.insert(program_->names.end(), names.begin(), names.end());
  }
  return emit(instruction, node);
}

std::uint32_t Compiler::compile_filter(NodeIndex node) {
  const std::uint32_t slots = levels_.back().next_slot;
  Instruction instruction;
  instruction.op = Op::Filter;
  instruction.flags = tree_[node].flags;
  instruction.a = compile(tree_.child(node, 0));
  instruction.c = new_slot();
  bindings_.push_back({{}, Binding::Kind::Item, current_level(), instruction.c});
  const NodeIndex condition = tree_.child(node, 1);
  instruction.b = compile(condition);
  bindings_.pop_back();
  levels_.back().next_slot = slots;
  return emit(instruction, node);
}

std::uint32_t Compiler::compile_context(NodeIndex node, Op op) {
  const std::uint32_t slots = levels_.back().next_slot;
  const std::size_t bindings = bindings_.size();
  std::vector<NodeIndex> children = tree_.children(node);
  Instruction instruction;
  instruction.op = op;
  NodeIndex result;
  if (op == Op::Block) {
    result = children.back();
    children.pop_back();
  }
  std::vector<std::uint32_t> list;
  std::vector<std::string> names;
  std::set<std::string_view> distinct;
  for (const NodeIndex child : children) {
    const NodeIndex value = tree_.child(child, 0);
    const std::string& name = tree_.name_of(child);
    if (!distinct.insert(name).second) instruction.a = 1;
    names.push_back(name);
    // A function sees itself under the name of its entry.
    const std::uint32_t code = tree_[value].kind == NodeKind::FunctionLiteral
                                   ? compile_function(value, name)
                                   : compile(value);
    list.push_back(new_slot());
    list.push_back(code);
    bindings_.push_back({name, Binding::Kind::Slot, current_level(), list[list.size() - 2]});
  }
  if (op == Op::Block) instruction.a = compile(result);
  bindings_.resize(bindings);
  levels_.back().next_slot = slots;
  set_list(instruction, list);
  instruction.c = static_cast<std::uint32_t>(program_->names.size());
  program_->names.insert(program_->names.end(), names.begin(), names.end());
  return emit(instruction, node);
}

std::uint32_t Compiler::compile_range(NodeIndex node) {
  Instruction instruction;
  instruction.operation = tree_[node].operation;
  instruction.flags = tree_[node].flags;
  instruction.a = compile(tree_.child(node, 0));
  if (instruction.operation != Operation::None) {
    instruction.op = Op::UnaryRange;
  } else {
    instruction.op = Op::Range;
    const NodeIndex end = tree_.child(node, 1);
    instruction.b = end.valid() ? compile(end) : emit_constant({}, node);
  }
  return emit(instruction, node);
}

std::uint32_t Compiler::compile_tests(NodeIndex node) {
  Instruction instruction;
  if (tree_[node].kind == NodeKind::NotTests) {
    instruction.op = Op::NotTests;
    instruction.a = compile(tree_.child(node, 0));
    return emit(instruction, node);
  }
  instruction.op = Op::Tests;
  std::vector<std::uint32_t> tests;
  for (const NodeIndex child : tree_.children(node)) tests.push_back(compile(child));
  set_list(instruction, tests);
  return emit(instruction, node);
}

std::uint32_t Compiler::compile_test(NodeIndex node) {
  Instruction instruction;
  instruction.op =
      tree_[node].kind == NodeKind::CompareInput ? Op::CompareInput : Op::ExpressionTest;
  instruction.operation = tree_[node].operation;
  instruction.flags = tree_[node].flags;
  instruction.a = compile(tree_.child(node, 0));
  instruction.b = compile_input(node);
  return emit(instruction, node);
}

}  // namespace umlauf::feel
