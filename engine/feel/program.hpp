#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/feel/function.hpp"
#include "engine/feel/syntax.hpp"

namespace umlauf::feel {

/// What the evaluator does at one place of a program. Operands a, b and c are positions of other
/// instructions unless said otherwise; `list` is a stretch of Program::operands.
enum class Op : std::uint8_t {
  Constant,        // a: constant
  Local,           // a: slot of the frame
  Capture,         // a: position among the closure's captures
  Free,            // a: free name; b: constant + 1 of the built-in that stands in; c: name
  Self,            // the closure that runs
  Member,          // a: where the item of a filter is; b: what else; c: name
  Negate,          // a
  Arithmetic,      // a, b
  Compare,         // a, b
  And,             // list
  Or,              // list
  Between,         // a, b, c
  In,              // a: value; b: tests; c: slot of the input
  InstanceOf,      // a; b: type
  If,              // a, b, c
  For,             // list: body, slot of partial (or none), iterators
  Some,            // list: condition, none, iterators
  Every,           // list: condition, none, iterators
  Closure,         // a: closure
  Call,            // a: callee; list: arguments; c: names of the arguments + 1
  CallBuiltIn,     // a: constant, the function; list: arguments; c: names of the arguments + 1
  Path,            // a; c: name
  Filter,          // a; b; c: slot of the item
  List,            // list
  Context,         // list: pairs of slot and value; c: names; a: 1 where names repeat
  Block,           // list: pairs of slot and value; a: result
  Range,           // a, b
  UnaryRange,      // a
  Tests,           // list
  NotTests,        // a
  CompareInput,    // a: endpoint; b: the input
  ExpressionTest,  // a; b: the input
  Coerce,          // a; b: type
  Invalid,         // a: message
};

inline constexpr std::uint32_t kNone = UINT32_MAX;

struct Instruction {
  Op op = Op::Constant;
  Operation operation = Operation::None;
  std::uint8_t flags = 0;
  std::uint32_t a = 0;
  std::uint32_t b = 0;
  std::uint32_t c = 0;
  std::uint32_t list = 0;  // first of the operands
  std::uint32_t list_size = 0;
  std::uint32_t node = kNone;  // of the syntax tree, for messages
};

/// An iterator in the operands of For, Some and Every: domain, end (or kNone), slot.
inline constexpr std::uint32_t kIteratorSize = 3;

/// A function literal.
struct ClosureCode {
  std::vector<Parameter> parameters;
  std::uint32_t body = 0;
  std::uint32_t frame_size = 0;
  std::vector<std::uint32_t> captures;  // instructions of the function around it
  std::string name;                     // of the context entry that it is the value of
};

struct Program {
  SyntaxTree tree;
  std::vector<Instruction> code;
  std::vector<std::uint32_t> operands;
  std::vector<Value> constants;
  std::vector<std::string> names;
  std::vector<Type> types;
  std::vector<Text> messages;
  std::vector<ClosureCode> closures;
  std::vector<std::string> free_names;
  std::uint32_t root = 0;
  std::uint32_t frame_size = 0;
  bool takes_input = false;  // unary tests: slot 0 is the input

  SourceSpan span(const Instruction& at) const {
    return at.node == kNone ? SourceSpan{} : tree.span(NodeIndex(at.node));
  }
};

}  // namespace umlauf::feel
