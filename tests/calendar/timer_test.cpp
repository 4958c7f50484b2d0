#include "engine/calendar/timer.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace umlauf::calendar {
namespace {

Zone berlin() { return Zone::named("Europe/Berlin").value(); }

Instant at(std::string_view text) {
  return to_instant(DateTime::parse(text).value(), berlin()).value();
}

TimerSpec cycle(std::string_view text, CronDialect dialect = CronDialect::Quartz) {
  Result<TimerSpec> parsed = parse_timer_cycle(text, {}, dialect);
  EXPECT_TRUE(parsed) << text << (parsed ? "" : ": " + parsed.error().message.english);
  return parsed ? *parsed : TimerSpec();
}

// The first few firings as a person reads them, with what is left.
std::vector<std::string> firings(const TimerSpec& timer, Instant armed, int count) {
  std::vector<std::string> texts;
  std::optional<Occurrence> next = first_due(timer, armed, berlin());
  for (; next && count > 0; --count, next = next_due(timer, *next, berlin()))
    texts.push_back(to_string(next->due) + (next->left ? " " + std::to_string(*next->left) : ""));
  return texts;
}

using Texts = std::vector<std::string>;

TEST(TimerDate, ReadsEverySpellingThatModelsUse) {
  const std::pair<const char*, const char*> cases[] = {
      {"2024-01-31T10:30:00Z", "2024-01-31T10:30:00Z"},
      {"2024-01-31T10:30:00+01:00", "2024-01-31T09:30:00Z"},
      {"2024-01-31T10:30:00+0100", "2024-01-31T09:30:00Z"},
      {"2024-01-31T10:30:00-05", "2024-01-31T15:30:00Z"},
      {"2024-07-31T10:30:00@Europe/Berlin", "2024-07-31T08:30:00Z"},
      {"2024-07-31T10:30:00+02:00[Europe/Berlin]", "2024-07-31T08:30:00Z"},
      {"2024-07-31T10:30:00[America/New_York]", "2024-07-31T14:30:00Z"},
      {"2024-07-31T10:30:00", "2024-07-31T08:30:00Z"},
      {"2024-07-31T10:30", "2024-07-31T08:30:00Z"},
      {" 2024-07-31t10:30:00,25z ", "2024-07-31T10:30:00.25Z"},
      {"2024-07-31 10:30:00.25Z", "2024-07-31T10:30:00.25Z"},
      {"2024-07-31", "2024-07-30T22:00:00Z"},
      {"2024-03-31T02:30:00", "2024-03-31T01:30:00Z"},  // missing: as far behind the change
      {"2024-10-27T02:30:00", "2024-10-27T00:30:00Z"},  // double: the first
  };
  for (const auto& [text, expected] : cases) {
    const Result<TimerSpec> timer = parse_timer_date(text);
    ASSERT_TRUE(timer) << text;
    EXPECT_EQ(firings(*timer, at("2024-01-01T00:00:00"), 3), Texts{std::string(expected) + " 0"})
        << text;
  }
  for (const char* text :
       {"", "tomorrow", "2024-01-31T", "2024-02-30T10:00:00Z", "2024-01-31T25:00",
        "2024-01-31T10:30:00@Nowhere/City", "2024-01-31T10:30:00+01:00[", "2024-01-31T10:30:00x]",
        "PT1H", "${date}"})
    EXPECT_FALSE(parse_timer_date(text)) << text;
}

TEST(TimerDuration, CountsOnTheCalendarInTheZone) {
  const char* cases[][3] = {
      {"PT4H", "2024-01-31T10:00:00", "2024-01-31T13:00:00Z 0"},
      {"P1D", "2024-03-30T12:00:00", "2024-03-31T10:00:00Z 0"},    // the day has 23 hours
      {"PT24H", "2024-03-30T12:00:00", "2024-03-31T11:00:00Z 0"},  // 24 hours are 24 hours
      {"P1M", "2024-01-31T10:00:00", "2024-02-29T09:00:00Z 0"},
      {"P1Y2M3W4DT5H6M7.8S", "2024-01-01T00:00:00", "2025-03-26T04:06:07.8Z 0"},
      {"P1D", "2024-03-30T02:30:00", "2024-03-31T01:30:00Z 0"},  // 02:30 does not exist
      {"PT0S", "2024-01-01T00:00:00", "2023-12-31T23:00:00Z 0"},
  };
  for (const auto& row : cases) {
    const Result<TimerSpec> timer = parse_timer_duration(row[0]);
    ASSERT_TRUE(timer) << row[0];
    EXPECT_EQ(firings(*timer, at(row[1]), 2), Texts{row[2]}) << row[0];
  }
  for (const char* text : {"", "P", "-PT1H", "PT", "1H", "PT1H30", "P1.5D", "PT1S2M", "P1M1Y",
                           "P9999999999999Y", "R/PT1H"})
    EXPECT_FALSE(parse_timer_duration(text)) << text;
  // A duration that leaves the calendar is never due.
  EXPECT_EQ(first_due(*parse_timer_duration("P999999999999Y"), Instant{}, berlin()), std::nullopt);
}

TEST(Period, PrintsWhatItReads) {
  for (const char* text : {"P1Y2M4DT5H6M7.8S", "PT0S", "P3D", "-P1M", "PT36H", "PT10S", "-PT0.5S"})
    EXPECT_EQ(Period::parse(text).value().to_string(), text);
  EXPECT_EQ(Period::parse("P2W").value().to_string(), "P14D");
}

TEST(TimerCycle, RepeatsAsOftenAsItSays) {
  EXPECT_EQ(firings(cycle("R3/PT10M"), at("2024-01-01T00:00:00"), 9),
            (Texts{"2023-12-31T23:10:00Z 2", "2023-12-31T23:20:00Z 1", "2023-12-31T23:30:00Z 0"}));
  EXPECT_EQ(firings(cycle("R/PT1H"), at("2024-01-01T00:00:00"), 2),
            (Texts{"2024-01-01T00:00:00Z", "2024-01-01T01:00:00Z"}));
  EXPECT_EQ(firings(cycle("R-1/PT1H"), at("2024-01-01T00:00:00"), 1),
            (Texts{"2024-01-01T00:00:00Z"}));
  EXPECT_EQ(firings(cycle("R0/PT1H"), at("2024-01-01T00:00:00"), 1), Texts{});
}

TEST(TimerCycle, StartsAndEndsWhereItSays) {
  EXPECT_EQ(firings(cycle("R3/2024-01-31T08:00:00/P1M"), at("2024-01-01T00:00:00"), 9),
            (Texts{"2024-01-31T07:00:00Z 2", "2024-02-29T07:00:00Z 1", "2024-03-31T06:00:00Z 0"}));
  // What was before arming is over.
  EXPECT_EQ(firings(cycle("R4/2024-01-01T08:00:00Z/P1D"), at("2024-01-03T00:00:00"), 9),
            (Texts{"2024-01-03T08:00:00Z 1", "2024-01-04T08:00:00Z 0"}));
  EXPECT_EQ(firings(cycle("R2/2024-01-01T08:00:00Z/P1D"), at("2025-01-03T00:00:00"), 9), Texts{});
  EXPECT_EQ(firings(cycle("R/2024-01-01T08:00:00@Europe/Berlin/P1D"), at("2024-03-30T12:00:00"), 2),
            (Texts{"2024-03-31T06:00:00Z", "2024-04-01T06:00:00Z"}));
  EXPECT_EQ(firings(cycle("R/PT12H/2024-01-02T00:00:00Z"), at("2024-01-01T00:00:00"), 9),
            (Texts{"2024-01-01T11:00:00Z", "2024-01-01T23:00:00Z"}));
  EXPECT_EQ(
      firings(cycle("R2/2024-01-01T08:00:00Z/2024-01-02T09:00:00Z"), at("2024-01-01T00:00:00"), 9),
      (Texts{"2024-01-01T08:00:00Z 1", "2024-01-02T09:00:00Z 0"}));
}

TEST(TimerCycle, RefusesWhatIsNoneOrTooOften) {
  for (const char* text : {"",
                           "R",
                           "R3",
                           "R3/",
                           "R3/PT0S",
                           "R3/PT0.5S",
                           "Rx/PT1H",
                           "R99999999999/PT1H",
                           "R3/2024-01-01T00:00:00Z",
                           "R3/PT1H/PT1H",
                           "R/PT1H/never",
                           "R3/-PT1H",
                           "R2/2024-01-02T00:00:00Z/2024-01-01T00:00:00Z",
                           "PT1H",
                           "* * * * *",
                           "* * * * * * * *",
                           "0 0 0 32 * ?",
                           "0 60 * * * ?",
                           "0 0 24 * * ?",
                           "0 0 0 * 13 ?",
                           "0 0 0 ? * 8",
                           "0 0 0 ? * 0",
                           "0 0/0 * * * ?",
                           "0 0 0 1 1 ? 1900",
                           "@fortnightly",
                           "a b c d e f",
                           "0 0 0 ? * 6#6",
                           "0 0 0 W * ?",
                           "0 5- * * * ?",
                           "0 , * * * ?"})
    EXPECT_FALSE(parse_timer_cycle(text)) << text;
  EXPECT_FALSE(parse_timer_cycle("R/PT5S", {.interval_min_ms = 60'000}));
  EXPECT_FALSE(parse_timer_cycle("*/10 * * * * ?", {.interval_min_ms = 60'000}));
  EXPECT_TRUE(parse_timer_cycle("0 * * * * ?", {.interval_min_ms = 60'000}));
}

TEST(TimerCron, FollowsItsFields) {
  struct Case {
    const char* expression;
    const char* after;
    Texts expected;
  };
  const Case cases[] = {
      {"0 0 9 * * MON-FRI",
       "2024-01-05T10:00:00",
       {"2024-01-08T08:00:00Z", "2024-01-09T08:00:00Z"}},
      {"0 0 9 ? * 2-6", "2024-01-05T10:00:00", {"2024-01-08T08:00:00Z"}},
      {"0 0/15 8-9 * * ?", "2024-01-01T08:50:00", {"2024-01-01T08:00:00Z", "2024-01-01T08:15:00Z"}},
      {"0 0 0 L * ?", "2024-02-01T00:00:00", {"2024-02-28T23:00:00Z", "2024-03-30T23:00:00Z"}},
      {"0 0 0 L-3 2 ?", "2024-01-01T00:00:00", {"2024-02-25T23:00:00Z"}},
      {"0 0 0 LW 3 ?", "2024-01-01T00:00:00", {"2024-03-28T23:00:00Z"}},   // 31 is a Sunday
      {"0 0 0 15W 6 ?", "2024-01-01T00:00:00", {"2024-06-13T22:00:00Z"}},  // 15 is a Saturday
      {"0 0 0 1W 6 ?", "2024-01-01T00:00:00", {"2024-06-02T22:00:00Z"}},   // 1 is a Saturday
      {"0 0 0 ? * 6L", "2024-01-01T00:00:00", {"2024-01-25T23:00:00Z"}},
      {"0 0 0 ? * FRI#2", "2024-01-01T00:00:00", {"2024-01-11T23:00:00Z"}},
      {"0 0 0 29 2 ?", "2024-03-01T00:00:00", {"2028-02-28T23:00:00Z"}},
      {"0 0 12 1 1 ? 2030-2040/5",
       "2024-01-01T00:00:00",
       {"2030-01-01T11:00:00Z", "2035-01-01T11:00:00Z", "2040-01-01T11:00:00Z"}},
      {"0 0 12 30 2 ?", "2024-01-01T00:00:00", {}},
      {"@daily", "2024-01-01T00:00:00", {"2024-01-01T23:00:00Z"}},
      {"@hourly", "2024-01-01T00:30:00", {"2024-01-01T00:00:00Z"}},
      {"@weekly", "2024-01-01T00:00:00", {"2024-01-06T23:00:00Z"}},
      {"5,35 30 22-1 * jan,Mar ?",
       "2024-01-01T00:00:00",
       {"2023-12-31T23:30:05Z", "2023-12-31T23:30:35Z", "2024-01-01T00:30:05Z"}},
      // The clocks skip 02:30 in spring: it is taken an hour later. They show it twice in autumn:
      // once is enough.
      {"0 30 2 * * ?", "2024-03-30T12:00:00", {"2024-03-31T01:30:00Z", "2024-04-01T00:30:00Z"}},
      {"0 30 2 * * ?", "2024-10-26T12:00:00", {"2024-10-27T00:30:00Z", "2024-10-28T01:30:00Z"}},
      // Every half hour goes on through both.
      {"0 0/30 * * * ?",
       "2024-03-31T01:00:00",
       {"2024-03-31T00:30:00Z", "2024-03-31T01:00:00Z", "2024-03-31T01:30:00Z"}},
      {"0 0/30 * * * ?",
       "2024-10-27T01:30:00",
       {"2024-10-27T00:00:00Z", "2024-10-27T00:30:00Z", "2024-10-27T01:00:00Z",
        "2024-10-27T01:30:00Z", "2024-10-27T02:00:00Z"}},
  };
  for (const Case& row : cases) {
    const auto count = static_cast<int>(row.expected.size());
    EXPECT_EQ(firings(cycle(row.expression), at(row.after), std::max(count, 1)), row.expected)
        << row.expression;
  }
}

TEST(TimerCron, CountsWeekdaysByDialect) {
  const Instant after = at("2024-01-01T12:00:00");  // a Monday
  EXPECT_EQ(firings(cycle("0 0 9 ? * 1"), after, 1), Texts{"2024-01-07T08:00:00Z"});
  EXPECT_EQ(firings(cycle("0 0 9 * * 1", CronDialect::Spring), after, 1),
            Texts{"2024-01-08T08:00:00Z"});
  EXPECT_EQ(firings(cycle("0 0 9 * * 0", CronDialect::Spring), after, 1),
            Texts{"2024-01-07T08:00:00Z"});
  EXPECT_EQ(firings(cycle("0 0 9 * * 7", CronDialect::Spring), after, 1),
            Texts{"2024-01-07T08:00:00Z"});
  EXPECT_EQ(firings(cycle("0 0 9 * * FRI-MON", CronDialect::Spring), after, 3),
            (Texts{"2024-01-05T08:00:00Z", "2024-01-06T08:00:00Z", "2024-01-07T08:00:00Z"}));
}

TEST(Timer, NextDueAfterAnInstant) {
  EXPECT_EQ(next_due(*parse_timer_duration("PT1H"), at("2024-01-01T00:00:00"), berlin()),
            at("2024-01-01T01:00:00"));
  EXPECT_EQ(next_due(cycle("R/2024-01-01T08:00:00/P1D"), at("2024-01-01T08:00:00"), berlin()),
            at("2024-01-02T08:00:00"));
  EXPECT_EQ(next_due(*parse_timer_date("2024-01-01T08:00:00"), at("2024-01-01T08:00:00"), berlin()),
            std::nullopt);
}

}  // namespace
}  // namespace umlauf::calendar
