// Reads, checks and evaluates hostile expressions and unary tests, and decodes hostile values:
//   build/fuzz/tests/fuzz/feel_fuzz -dict=tests/fuzz/feel.dict -max_len=2000 SEEDS

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "engine/feel/binary.hpp"
#include "engine/feel/check.hpp"
#include "engine/feel/expression.hpp"
#include "engine/feel/json.hpp"
#include "engine/feel/print.hpp"

namespace {

using namespace umlauf;

const feel::Limits kLimits{.steps_max = 20'000, .memory_max = 1U << 20, .output_max = 100'000};

const feel::Context& variables() {
  static const feel::Context kVariables{
      {"a", 1},
      {"b c", "text"},
      {"d+e", feel::Value(feel::Values{1, 2, 3})},
      {"f", feel::Value(feel::Context{{"g", true}, {"h i", feel::Value()}})}};
  return kVariables;
}

const feel::Names& names() {
  static const feel::Names kNames = [] {
    feel::Names known;
    for (const feel::Entry& entry : variables()) known.add(entry.name, feel::type_of(entry.value));
    return known;
  }();
  return kNames;
}

// What was read as text must come back from every form it is written in.
void survive(const feel::Value& value) {
  const auto again = feel::from_json(feel::to_json(value));
  std::string bytes;
  feel::append_binary(bytes, value);
  std::string_view rest = bytes;
  if (!feel::read_binary(rest).has_value()) std::abort();
  (void)again;
  (void)feel::to_feel(value);
}

void read_expression(std::string_view text) {
  if (auto tree = feel::parse(text, names()); tree.has_value())
    (void)feel::check(*tree, names(), {.unknown_names = true});
  const auto expression = feel::compile(text, names());
  if (!expression.has_value()) {
    if (expression.error().diagnostics.empty()) std::abort();
    return;
  }
  const feel::ContextEnvironment environment(variables());
  const feel::Evaluation first = expression->evaluate(environment, kLimits);
  survive(first.value);
}

void read_tests(std::string_view text) {
  const auto tests = feel::compile_unary_tests(text, names());
  if (!tests.has_value()) return;
  const feel::ContextEnvironment environment(variables());
  (void)tests->test(feel::Value(5), environment, kLimits);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] % 4) {
    case 0: {
      std::string_view rest = text;
      if (const auto value = feel::read_binary(rest)) survive(*value);
      break;
    }
    case 1:
      if (const auto value = feel::from_json(text)) survive(*value);
      break;
    case 2:
      read_tests(text);
      break;
    default:
      read_expression(text);
  }
  return 0;
}
