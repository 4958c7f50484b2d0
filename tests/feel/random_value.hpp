#pragma once

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <utility>

#include "engine/feel/value.hpp"

namespace umlauf::feel {

// A random value of every kind but functions; `depth` bounds the nesting.
inline Value random_value(std::mt19937_64& random, int depth) {
  const auto pick = [&](std::uint64_t below) { return random() % below; };
  const auto text = [&] {
    static constexpr std::string_view kPieces[] = {"a", "\"", "\\", "ß", "\n", " ", "🐎", "and", ""};
    std::string out;
    for (std::uint64_t i = pick(5); i-- > 0;) out += kPieces[pick(std::size(kPieces))];
    return out;
  };
  const auto number = [&] {
    return *Decimal::parse(std::to_string(static_cast<std::int64_t>(random())) + "." +
                           std::to_string(pick(100000)) + "E" +
                           std::to_string(static_cast<int>(pick(40)) - 20));
  };
  const auto date = [&] {
    return *calendar::Date::from_days(static_cast<std::int64_t>(pick(1U << 24)) - (1 << 23));
  };
  const auto time = [&] {
    static constexpr std::string_view kZones[] = {"", "Z", "+05:30", "-01:15:30", "@Europe/Berlin"};
    return *calendar::Time::of(
        static_cast<std::int64_t>(pick(24)), static_cast<std::int64_t>(pick(60)),
        static_cast<std::int64_t>(pick(60)), static_cast<std::int64_t>(pick(1'000'000'000)),
        *calendar::Zone::parse(kZones[pick(std::size(kZones))]));
  };
  switch (pick(depth > 0 ? 13 : 9)) {
    case 0:
      return {};
    case 1:
      return Value(pick(2) == 0);
    case 2:
      return Value(number());
    case 3:
      return Value(text());
    case 4:
      return Value(date());
    case 5:
      return Value(time());
    case 6:
      return Value(calendar::DateTime{date(), time()});
    case 7:
      return Value(
          *calendar::DaysTimeDuration::of(static_cast<std::int64_t>(random() >> 24) - (1LL << 39),
                                          static_cast<std::int64_t>(pick(1'000'000'000))));
    case 8:
      return Value(
          calendar::YearsMonthsDuration(static_cast<std::int64_t>(pick(2'000'000)) - 1'000'000));
    case 9:
    case 10: {
      Values items;
      for (std::uint64_t i = pick(12); i-- > 0;) items.push_back(random_value(random, depth - 1));
      return Value(std::move(items));
    }
    case 11: {
      Context context;
      for (std::uint64_t i = pick(12); i-- > 0;)
        context.put(text(), random_value(random, depth - 1));
      return Value(std::move(context));
    }
    default: {
      const auto [start, end] = std::minmax({number(), number()});
      return Value(Range{start, end, pick(2) == 0, pick(2) == 0, RangeForm::Interval});
    }
  }
}

}  // namespace umlauf::feel
