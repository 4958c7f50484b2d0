#include <cstdint>

#include "engine/feel/builtin_groups.hpp"

namespace umlauf::feel {
namespace {

// §10.3.4.5: the scale lies within the exponents of decimal128.
constexpr std::int64_t kScaleMin = -6111;
constexpr std::int64_t kScaleMax = 6176;

Value rounded(const BuiltInCall& call, Rounding rounding) {
  const auto scale = call[1].is_null() ? std::optional<std::int64_t>(0) : whole(*call[1].number());
  if (!scale || *scale < kScaleMin || *scale > kScaleMax)
    return call.fail("the scale is out of range",
                     "die Zahl der Stellen ist außerhalb des Bereichs");
  const auto result = round(*call[0].number(), static_cast<std::int32_t>(*scale), rounding);
  return result ? Value(*result) : call.fail("out of range", "außerhalb des Wertebereichs");
}

Value half_even(const BuiltInCall& call) { return rounded(call, Rounding::HalfEven); }
Value floor(const BuiltInCall& call) { return rounded(call, Rounding::Floor); }
Value ceiling(const BuiltInCall& call) { return rounded(call, Rounding::Ceiling); }
Value round_up(const BuiltInCall& call) { return rounded(call, Rounding::Up); }
Value round_down(const BuiltInCall& call) { return rounded(call, Rounding::Down); }
Value round_half_up(const BuiltInCall& call) { return rounded(call, Rounding::HalfUp); }
Value round_half_down(const BuiltInCall& call) { return rounded(call, Rounding::HalfDown); }

Value floor_whole(const BuiltInCall& call) {
  return from_optional(round(*call[0].number(), 0, Rounding::Floor));
}
Value ceiling_whole(const BuiltInCall& call) {
  return from_optional(round(*call[0].number(), 0, Rounding::Ceiling));
}

Value absolute_number(const BuiltInCall& call) { return absolute(*call[0].number()); }

Value absolute_duration(const BuiltInCall& call) {
  if (const auto* duration = call[0].days_time_duration())
    return duration->is_negative() ? from_optional(negate(*duration)) : call[0];
  const auto* duration = call[0].years_months_duration();
  return duration->total_months() < 0 ? from_optional(negate(*duration)) : call[0];
}

Value computed(const BuiltInCall& call, const std::optional<Decimal>& result) {
  return result ? Value(*result) : call.fail("there is no such number", "diese Zahl gibt es nicht");
}

Value modulo_of(const BuiltInCall& call) {
  return computed(call, modulo(*call[0].number(), *call[1].number()));
}
Value root_of(const BuiltInCall& call) { return computed(call, square_root(*call[0].number())); }
Value logarithm_of(const BuiltInCall& call) {
  return computed(call, natural_logarithm(*call[0].number()));
}
Value exponential_of(const BuiltInCall& call) {
  return computed(call, exponential(*call[0].number()));
}

Value parity(const BuiltInCall& call, bool odd) {
  if (!call[0].number()->is_integer())
    return call.fail("the number is no integer", "die Zahl ist nicht ganz");
  const auto rest = modulo(*call[0].number(), Decimal(2));
  return rest ? Value(rest->is_zero() != odd) : Value();
}

Value is_odd(const BuiltInCall& call) { return parity(call, true); }
Value is_even(const BuiltInCall& call) { return parity(call, false); }

const BuiltIn kRows[] = {
    {"decimal",
     "10.3.4.5",
     {{"n: number, scale: number", "number", half_even}},
     "rounded to scale digits after the point, halves to the even digit",
     "auf scale Nachkommastellen gerundet, Hälften zur geraden Ziffer",
     {{"decimal(1/3, 2)", "0.33"}, {"decimal(2.5, 0)", "2"}, {"decimal(125, -1)", "120"}}},
    {"floor",
     "10.3.4.5",
     {{"n: number", "number", floor_whole}, {"n: number, scale: number", "number", floor}},
     "the next number downwards with scale digits after the point",
     "die nächste Zahl nach unten mit scale Nachkommastellen",
     {{"floor(-1.5)", "-2"}, {"floor(1.56, 1)", "1.5"}}},
    {"ceiling",
     "10.3.4.5",
     {{"n: number", "number", ceiling_whole}, {"n: number, scale: number", "number", ceiling}},
     "the next number upwards with scale digits after the point",
     "die nächste Zahl nach oben mit scale Nachkommastellen",
     {{"ceiling(1.5)", "2"}, {"ceiling(-1.56, 1)", "-1.5"}}},
    {"round up",
     "10.3.4.5",
     {{"n: number, scale: number", "number", round_up}},
     "rounded away from zero",
     "von der Null weg gerundet",
     {{"round up(5.5, 0)", "6"}, {"round up(-1.126, 2)", "-1.13"}}},
    {"round down",
     "10.3.4.5",
     {{"n: number, scale: number", "number", round_down}},
     "rounded towards zero",
     "zur Null hin gerundet",
     {{"round down(-5.5, 0)", "-5"}}},
    {"round half up",
     "10.3.4.5",
     {{"n: number, scale: number", "number", round_half_up}},
     "rounded to the nearest, halves away from zero (the commercial way)",
     "kaufmännisch gerundet, Hälften von der Null weg",
     {{"round half up(1.125, 2)", "1.13"}}},
    {"round half down",
     "10.3.4.5",
     {{"n: number, scale: number", "number", round_half_down}},
     "rounded to the nearest, halves towards zero",
     "zur nächsten Zahl gerundet, Hälften zur Null hin",
     {{"round half down(1.125, 2)", "1.12"}}},
    {"abs",
     "10.3.4.5",
     {{"n: number", "number", absolute_number},
      {"n: days and time duration", "days and time duration", absolute_duration},
      {"n: years and months duration", "years and months duration", absolute_duration}},
     "the absolute value of a number or duration",
     "der Betrag einer Zahl oder Dauer",
     {{"abs(-10)", "10"}, {R"(abs(@"-PT5H"))", R"(@"PT5H")"}}},
    {"modulo",
     "10.3.4.5",
     {{"dividend: number, divisor: number", "number", modulo_of}},
     "the remainder, with the sign of the divisor",
     "der Rest, mit dem Vorzeichen des Teilers",
     {{"modulo(-12, 5)", "3"}, {"modulo(10.1, 4.5)", "1.1"}, {"modulo(1, 0)", "null"}},
     {.call = 4}},
    {"sqrt",
     "10.3.4.5",
     {{"number: number", "number", root_of}},
     "the square root",
     "die Quadratwurzel",
     {{"sqrt(16)", "4"}, {"sqrt(-1)", "null"}},
     {.call = 10}},
    {"log",
     "10.3.4.5",
     {{"number: number", "number", logarithm_of}},
     "the natural logarithm",
     "der natürliche Logarithmus",
     {{"decimal(log(10), 8)", "2.30258509"}, {"log(0)", "null"}},
     {.call = 20}},
    {"exp",
     "10.3.4.5",
     {{"number: number", "number", exponential_of}},
     "e to the power of the number",
     "e hoch der Zahl",
     {{"decimal(exp(5), 8)", "148.41315910"}},
     {.call = 40}},
    {"odd",
     "10.3.4.5",
     {{"number: number", "boolean", is_odd}},
     "whether the number is odd",
     "ob die Zahl ungerade ist",
     {{"odd(5)", "true"}}},
    {"even",
     "10.3.4.5",
     {{"number: number", "boolean", is_even}},
     "whether the number is even",
     "ob die Zahl gerade ist",
     {{"even(5)", "false"}}},
};

}  // namespace

std::span<const BuiltIn> numeric_functions() { return kRows; }

}  // namespace umlauf::feel
