#include <benchmark/benchmark.h>

#include <string>

#include "engine/feel/expression.hpp"
#include "engine/feel/json.hpp"

namespace umlauf::feel {
namespace {

const Context& variables() {
  static const Context kVariables{
      {"amount", 120},
      {"category", "A"},
      {"birth", Value(*calendar::Date::of(1990, 5, 17))},
      {"items",
       *from_json(R"([{"price":3.5,"count":2},{"price":10,"count":1},{"price":7.25,"count":4}])")},
      {"household", *from_json(R"({"income":2400,"members":[{"age":3},{"age":11},{"age":40}]})")}};
  return kVariables;
}

void run(benchmark::State& state, std::string_view text) {
  Names names;
  for (const Entry& entry : variables()) names.add(entry.name, type_of(entry.value));
  const auto expression = compile(text, names);
  if (!expression) {
    state.SkipWithError(expression.error().message.english.c_str());
    return;
  }
  // As a process does it: the variables of an instance by slot.
  std::vector<const Value*> slots;
  for (const std::string& name : expression->free_names()) slots.push_back(variables().find(name));
  class Slots final : public Environment {
   public:
    explicit Slots(const std::vector<const Value*>& slots) : slots_(slots) {}
    const Value* lookup(std::size_t slot, std::string_view) const override { return slots_[slot]; }

   private:
    const std::vector<const Value*>& slots_;
  } environment(slots);
  for (auto _ : state) benchmark::DoNotOptimize(expression->evaluate(environment).value);
}

#define FEEL_BENCHMARK(name, text)                         \
  void name(benchmark::State& state) { run(state, text); } \
  BENCHMARK(name)

FEEL_BENCHMARK(Condition, R"(amount > 50 and category = "A")");
FEEL_BENCHMARK(Arithmetic, "amount * 0.19 + 12.50");
FEEL_BENCHMARK(ArithmeticCondition, "amount * 0.19 > 20");
FEEL_BENCHMARK(OneComparison, "amount > 50");
FEEL_BENCHMARK(Conditional, "if amount > 100 then amount * 0.1 else 5");
FEEL_BENCHMARK(Between, "amount between 100 and 200");
FEEL_BENCHMARK(InRange, "amount in [100..200]");
FEEL_BENCHMARK(DateArithmetic, R"(birth + @"P18Y" <= @"2024-02-29")");
FEEL_BENCHMARK(SumOfProducts, "sum(for i in items return i.price * i.count)");
FEEL_BENCHMARK(FilterAndCount, "count(household.members[age < 18])");
FEEL_BENCHMARK(StringFunctions, R"(upper case(substring(category + "bc", 1, 2)) = "AB")");
FEEL_BENCHMARK(RegularExpression, R"(matches(category, "^[A-Z]$"))");
FEEL_BENCHMARK(LoopOfThousand, "count(for i in 1..1000 return i * i)");
FEEL_BENCHMARK(Fibonacci15,
               "{f: function(n) if n < 2 then n else f(n - 1) + f(n - 2), r: f(15)}.r");

// Hostile expressions, each until it meets a limit.
struct Hostile {
  const char* name;
  const char* expression;
};

constexpr Hostile kHostile[] = {
    {"Loop", "for i in 1..1000000000 return i"},
    {"Recursion", "{f: function(n) if n = 0 then 1 else f(n - 1) + f(n - 1), r: f(100)}.r"},
    {"Sort", "for i in 1..1000000 return sort([3, 2, 1], function(a, b) a < b)"},
    {"Contexts", "for i in 1..1000000 return {a: i}"},
    {"Divisions", "for i in 1..1000000 return i / 7"},
    {"Powers", "for i in 1..1000000 return i ** 1000"},
    {"LongTexts", R"({f: function(n, s) if n = 0 then s else f(n - 1, s + s), s: f(20, "a"),
        t: s + "", r: for i in 1..1000000 return s = t}.r)"},
    {"LongTextsCut", R"({f: function(n, s) if n = 0 then s else f(n - 1, s + s), s: f(20, "a"),
        r: for i in 1..1000000 return substring(s, 1000000)}.r)"},
    {"DistinctValues", R"({l: for i in 1..50000 return "abc" + string(i),
        r: for i in 1..1000 return count(distinct values(l))}.r)"},
    {"Zones", R"({l: for i in 1..1000 return @"2024-01-01T00:00:00@Europe/Berlin",
        r: for i in l return list contains(l, @"2024-01-01T00:00:00@America/New_York")}.r)"},
    {"Memory", R"({s: string join(for i in 1..20000 return "0123456789"),
        r: for i in 1..1000 return string length(upper case(s))}.r)"},
    {"GrowingList",
     "{f: function(n, l) if n = 0 then l else f(n - 1, concatenate(l, l)), r: f(60, [1])}.r"},
    {"SlowMatch", R"(matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", "^(a+)+$"))"},
    {"ManySlowMatches", R"(for i in 1..10000 return matches("aaaaaaaaaaaaaaaaaab", "^(a+)+$"))"},
    {"ManySmallMatches", R"(for i in 1..10000 return matches("aaaaaaaaaaaab", "^(a+)+$"))"},
    {"BackReference", R"({s: string join(for i in 1..400 return "ab"),
        r: matches(s, "(.*)\\1c")}.r)"},
};

const int kHostileRegistered = [] {
  for (const Hostile& row : kHostile)
    benchmark::RegisterBenchmark((std::string("Hostile/") + row.name).c_str(),
                                 [&row](benchmark::State& state) { run(state, row.expression); })
        ->Unit(benchmark::kMillisecond);
  return 0;
}();

void Compile(benchmark::State& state) {
  for (auto _ : state)
    benchmark::DoNotOptimize(
        compile(R"(if amount > 50 and category = "A" then amount * 0.1 else 5)"));
}
BENCHMARK(Compile);

void ReadJson(benchmark::State& state) {
  const std::string text = to_json(Value(variables()));
  for (auto _ : state) benchmark::DoNotOptimize(from_json(text));
}
BENCHMARK(ReadJson);

void WriteJson(benchmark::State& state) {
  const Value value(variables());
  for (auto _ : state) benchmark::DoNotOptimize(to_json(value));
}
BENCHMARK(WriteJson);

}  // namespace
}  // namespace umlauf::feel
