#include "engine/feel/expression.hpp"

#include <array>

#include "engine/feel/compiler.hpp"
#include "engine/feel/evaluator.hpp"

namespace umlauf::feel {
namespace {

const std::shared_ptr<const Program>& null_program() {
  static const std::shared_ptr<const Program> kProgram = [] {
    SyntaxTree tree("null");
    tree.set_root(tree.constant({}));
    return Compiler(std::move(tree)).compile();
  }();
  return kProgram;
}

// The pointers to the free variables: a few inline, more on the heap.
class FreeVariables {
 public:
  explicit FreeVariables(std::size_t size) {
    if (size > kInline) heap_.resize(size, Evaluator::unknown());
    pointers_ = size > kInline ? heap_.data() : inline_.data();
    for (std::size_t i = 0; i < size && i < kInline; ++i) inline_[i] = Evaluator::unknown();
  }
  const Value** get() { return pointers_; }

 private:
  static constexpr std::size_t kInline = 8;
  std::array<const Value*, kInline> inline_;
  std::vector<const Value*> heap_;
  const Value** pointers_;
};

Value run_in(const std::shared_ptr<const Program>& program, const Environment& environment,
             Session& session, const Value* input, Frame& frame) {
  if (program->takes_input && input != nullptr) frame[0] = *input;
  FreeVariables free(program->free_names.size());
  Evaluator evaluator(program, session, frame, nullptr);
  evaluator.set_free(&environment, free.get());
  const Environment* outer = session.exchange_environment(&environment);
  Value result = evaluator.eval(program->root);
  session.exchange_environment(outer);
  if (session.exhausted()) result = Value();
  return result;
}

Value run(const std::shared_ptr<const Program>& program, const Environment& environment,
          Session& session, const Value* input) {
  // Few local values lie right here.
  constexpr std::uint32_t kInline = 3;
  if (program->frame_size > kInline) {
    Frame frame(session, program->frame_size);
    return run_in(program, environment, session, input, frame);
  }
  Value slots[kInline];
  Frame frame(session, slots);
  return run_in(program, environment, session, input, frame);
}

Evaluation finish(Value value, Session& session) {
  return {std::move(value), session.take_messages(), session.exhausted_by()};
}

}  // namespace

Expression::Expression() : program_(null_program()) {}

std::span<const std::string> Expression::free_names() const { return program_->free_names; }

Value Expression::evaluate(const Environment& environment, Session& session) const {
  return run(program_, environment, session, nullptr);
}

Evaluation Expression::evaluate(const Environment& environment, const Limits& limits) const {
  Session session(limits);
  return finish(evaluate(environment, session), session);
}

Value Expression::test(const Value& input, const Environment& environment, Session& session) const {
  return run(program_, environment, session, &input);
}

Evaluation Expression::test(const Value& input, const Environment& environment,
                            const Limits& limits) const {
  Session session(limits);
  return finish(test(input, environment, session), session);
}

const Value* Expression::constant() const {
  const Instruction& root = program_->code[program_->root];
  return root.op == Op::Constant ? &program_->constants[root.a] : nullptr;
}

const std::string& Expression::text() const { return program_->tree.text(); }

const SyntaxTree& Expression::tree() const { return program_->tree; }

Result<Expression> compile(SyntaxTree tree) {
  if (!tree.root().valid() || tree[tree.root()].depth > kSyntaxDepthMax) {
    Error failure = error(ErrorCode::Deploy, "the expression is nested too deep",
                          "der Ausdruck ist zu tief verschachtelt");
    Diagnostic diagnostic;
    diagnostic.rule = "FEEL-02";
    diagnostic.message = failure.message;
    diagnostic.span = span_in(tree.text(), 0, static_cast<std::uint32_t>(tree.text().size()));
    failure.diagnostics.push_back(std::move(diagnostic));
    return failure;
  }
  return Expression(Compiler(std::move(tree)).compile());
}

Result<Expression> compile(std::string_view text, const Names& names) {
  UMLAUF_TRY(SyntaxTree tree, parse(text, names));
  return compile(std::move(tree));
}

Result<Expression> compile_unary_tests(std::string_view text, const Names& names) {
  UMLAUF_TRY(SyntaxTree tree, parse_unary_tests(text, names));
  return compile(std::move(tree));
}

}  // namespace umlauf::feel
