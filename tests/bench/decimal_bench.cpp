// Arithmetic of Decimal beside the library's own.
#include <benchmark/benchmark.h>
#include <bid_conf.h>
#include <bid_functions.h>

#include <random>
#include <string>
#include <vector>

#include "engine/base/decimal.hpp"

namespace {

using umlauf::Decimal;

enum Size { kMoney, kLong };

std::vector<Decimal> numbers(Size size) {
  std::mt19937_64 random(1);
  std::vector<Decimal> result;
  for (int i = 0; i < 1024; ++i) {
    std::string text =
        std::to_string(random() % 900'000 + 100'000) + "." + std::to_string(random() % 90 + 10);
    if (size == kLong)
      text = "1" + std::to_string(random() % 9'000'000'000'000'000 + 1'000'000'000'000'000) + "." +
             std::to_string(random() % 9'000'000'000'000'000 + 1'000'000'000'000'000);
    result.push_back(*Decimal::parse(text));
  }
  return result;
}

BID_UINT128 raw(Decimal number) {
  BID_UINT128 value;
  value.w[0] = number.bits().low;
  value.w[1] = number.bits().high;
  return value;
}

template <typename Operation>
void run_ours(benchmark::State& state, Operation operation) {
  const std::vector<Decimal> values = numbers(static_cast<Size>(state.range(0)));
  std::size_t i = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(operation(values[i & 1023], values[(i * 7 + 3) & 1023]));
    ++i;
  }
}

template <typename Operation>
void run_library(benchmark::State& state, Operation operation) {
  std::vector<BID_UINT128> values;
  for (const Decimal number : numbers(static_cast<Size>(state.range(0))))
    values.push_back(raw(number));
  std::size_t i = 0;
  for (auto _ : state) {
    _IDEC_flags flags = 0;
    benchmark::DoNotOptimize(operation(values[i & 1023], values[(i * 7 + 3) & 1023], 0, &flags));
    ++i;
  }
}

void BM_Add(benchmark::State& state) {
  run_ours(state, [](Decimal a, Decimal b) { return add(a, b); });
}
void BM_AddLibrary(benchmark::State& state) { run_library(state, bid128_add); }
void BM_Multiply(benchmark::State& state) {
  run_ours(state, [](Decimal a, Decimal b) { return multiply(a, b); });
}
void BM_MultiplyLibrary(benchmark::State& state) { run_library(state, bid128_mul); }
void BM_Divide(benchmark::State& state) {
  run_ours(state, [](Decimal a, Decimal b) { return divide(a, b); });
}
void BM_DivideLibrary(benchmark::State& state) { run_library(state, bid128_div); }

BENCHMARK(BM_Add)->Arg(kMoney)->Arg(kLong);
BENCHMARK(BM_AddLibrary)->Arg(kMoney)->Arg(kLong);
BENCHMARK(BM_Multiply)->Arg(kMoney)->Arg(kLong);
BENCHMARK(BM_MultiplyLibrary)->Arg(kMoney)->Arg(kLong);
BENCHMARK(BM_Divide)->Arg(kMoney)->Arg(kLong);
BENCHMARK(BM_DivideLibrary)->Arg(kMoney)->Arg(kLong);

}  // namespace
