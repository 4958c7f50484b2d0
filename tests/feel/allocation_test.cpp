// Conditions and arithmetic over numbers and booleans take nothing from the heap.
#include <gtest/gtest.h>

#include <cstdlib>
#include <new>

#include "engine/feel/expression.hpp"

namespace {

std::size_t taken = 0;

void* take(std::size_t size) {
  ++taken;
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}

}  // namespace

void* operator new(std::size_t size) { return take(size); }
void* operator new[](std::size_t size) { return take(size); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }

namespace umlauf::feel {
namespace {

std::size_t taken_by(std::string_view text) {
  const auto expression = compile(text);
  EXPECT_TRUE(expression.has_value()) << text;
  const Context variables{{"amount", 120}, {"tax", Decimal(19)}, {"active", true}};
  const ContextEnvironment environment(variables);
  taken = 0;
  const Value value = expression->evaluate(environment).value;
  const std::size_t count = taken;
  EXPECT_FALSE(value.is_null()) << text;
  return count;
}

TEST(Allocation, PlainWorkTakesNothing) {
  for (const std::string_view text :
       {"amount > 50", "amount * 0.19 + 12.50", "amount * tax / 100 > 20", "-amount",
        "active and amount >= 100", "not(active) or amount != 7", "amount between 100 and 200",
        "amount in [100..200]", "if active then amount else 0", "amount = 120 and active = true"})
    EXPECT_EQ(taken_by(text), 0U) << text;
}

TEST(Allocation, IsCounted) { EXPECT_GT(taken_by("string(amount)"), 0U); }

}  // namespace
}  // namespace umlauf::feel
