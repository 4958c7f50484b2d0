#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/feel/program.hpp"

namespace umlauf::feel {

/// Turns a syntax tree into a program: names become slots, captures or free names, what does not
/// depend on anything becomes a constant. Recursion is bounded by kSyntaxDepthMax.
class Compiler {
 public:
  explicit Compiler(SyntaxTree tree);
  std::shared_ptr<const Program> compile();

 private:
  // A name that is bound around the place being compiled, or the item of a filter.
  struct Binding {
    enum class Kind : std::uint8_t { Slot, Item, Self };
    std::string_view name;
    Kind kind = Kind::Slot;
    std::uint32_t level = 0;
    std::uint32_t slot = 0;
  };
  // A function literal being compiled; level 0 is the expression itself.
  struct Level {
    std::uint32_t next_slot = 0;
    std::uint32_t frame_size = 0;
    std::vector<std::uint32_t> captures;      // instructions of the level below
    std::vector<std::uint64_t> capture_keys;  // what they fetch, to capture it once
  };

  std::uint32_t emit(Instruction instruction, NodeIndex node);
  std::uint32_t emit_constant(Value value, NodeIndex node);
  std::uint32_t fold(std::uint32_t at, NodeIndex node);
  bool is_foldable(const Instruction& instruction) const;
  void set_list(Instruction& instruction, const std::vector<std::uint32_t>& list);

  std::uint32_t compile(NodeIndex node);
  std::uint32_t compile_name(NodeIndex node);
  std::uint32_t compile_input(NodeIndex node);
  std::uint32_t compile_operator(NodeIndex node);
  std::uint32_t compile_in(NodeIndex node);
  std::uint32_t compile_loop(NodeIndex node, Op op);
  std::uint32_t compile_function(NodeIndex node, std::string_view name);
  std::uint32_t compile_call(NodeIndex node);
  std::uint32_t compile_filter(NodeIndex node);
  std::uint32_t compile_context(NodeIndex node, Op op);
  std::uint32_t compile_range(NodeIndex node);
  std::uint32_t compile_tests(NodeIndex node);
  std::uint32_t compile_test(NodeIndex node);

  std::uint32_t resolve(std::string_view name, NodeIndex node);
  std::uint32_t fetch(const Binding& binding, std::uint32_t level, NodeIndex node);
  std::uint32_t fetch_free(std::string_view name, std::uint32_t level, NodeIndex node);
  std::uint32_t captured(std::uint32_t level, std::uint64_t key, std::uint32_t below,
                         NodeIndex node);
  bool is_bound(std::string_view name) const;
  std::uint32_t new_slot();
  std::uint32_t name_index(std::string_view name);
  std::uint32_t current_level() const { return static_cast<std::uint32_t>(levels_.size() - 1); }

  std::shared_ptr<Program> program_;
  const SyntaxTree& tree_;
  std::vector<Binding> bindings_;
  std::vector<Level> levels_;
  std::vector<Binding> inputs_;  // what `?` is, innermost last
  std::map<std::string, std::uint32_t> name_positions_;
  std::map<std::string, std::uint32_t> free_positions_;
};

}  // namespace umlauf::feel
