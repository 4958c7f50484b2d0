#include "engine/calendar/temporal.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <random>
#include <string>
#include <thread>
#include <vector>

namespace umlauf::calendar {
namespace {

template <typename T>
std::string shown(const std::optional<T>& value) {
  return value ? value->to_string() : "none";
}

Date day(std::string_view text) { return Date::parse(text).value(); }
DateTime at(std::string_view text) { return DateTime::parse(text).value(); }
DaysTimeDuration length(std::string_view text) { return DaysTimeDuration::parse(text).value(); }
YearsMonthsDuration months(std::string_view text) {
  return YearsMonthsDuration::parse(text).value();
}

TEST(Date, ReadsAndPrintsTheSpellingOfTheStandard) {
  for (const char* text : {"2024-01-31", "2024-02-29", "0000-01-01", "-0044-03-15", "12024-01-01",
                           "-999999999-12-31", "999999999-12-31", "1900-02-28", "2000-02-29"})
    EXPECT_EQ(shown(Date::parse(text)), text);
  for (const char* text :
       {"", "998-12-31", "01211-12-31", "+2012-12-02", "2012-13-01", "2012-00-01", "2012-01-00",
        "2012-1-1", "2023-02-29", "1900-02-29", "9999999999-12-25", "2012-12-31T", "2012-12-24Z",
        "2012-12-31 ", "-0000-01-01", "2012-04-31", "--01-01", "20120101"})
    EXPECT_FALSE(Date::parse(text)) << text;
}

TEST(Date, CountsDaysBothWays) {
  EXPECT_EQ(day("1970-01-01").to_days(), 0);
  EXPECT_EQ(day("2000-03-01").to_days(), 11017);
  EXPECT_EQ(day("0000-01-01").to_days(), -719528);
  EXPECT_EQ(day("999999999-12-31").to_days(), 365241780471);
  EXPECT_EQ(shown(Date::from_days(365241780471)), "999999999-12-31");
  EXPECT_FALSE(Date::from_days(365241780472));
  EXPECT_FALSE(Date::from_days(std::numeric_limits<std::int64_t>::max()));
  std::mt19937_64 random(3);
  for (int i = 0; i < 20000; ++i) {
    const std::int64_t days =
        static_cast<std::int64_t>(random() % 700'000'000'000) - 350'000'000'000;
    const Date date = Date::from_days(days).value();
    ASSERT_EQ(date.to_days(), days);
    ASSERT_EQ(Date::parse(date.to_string()), date);
  }
}

TEST(Date, KnowsWeekdaysAndWeeks) {
  struct Case {
    const char* date;
    int weekday, week, day_of_year;
  };
  // The weeks around new year are those of ISO 8601's own examples.
  const Case cases[] = {
      {"2019-09-17", 2, 38, 260}, {"2005-01-01", 6, 53, 1},  {"2005-12-31", 6, 52, 365},
      {"2007-01-01", 1, 1, 1},    {"2008-12-29", 1, 1, 364}, {"2009-12-31", 4, 53, 365},
      {"2010-01-03", 7, 53, 3},   {"2024-12-31", 2, 1, 366}, {"-0001-12-31", 5, 52, 365}};
  for (const Case& row : cases) {
    EXPECT_EQ(weekday(day(row.date)), row.weekday) << row.date;
    EXPECT_EQ(week_of_year(day(row.date)), row.week) << row.date;
    EXPECT_EQ(day_of_year(day(row.date)), row.day_of_year) << row.date;
  }
}

TEST(Date, MonthsClampToTheLastDay) {
  EXPECT_EQ(shown(add(day("2024-01-31"), months("P1M"))), "2024-02-29");
  EXPECT_EQ(shown(add(day("2023-01-31"), months("P1M"))), "2023-02-28");
  EXPECT_EQ(shown(add(day("2024-02-29"), months("P1Y"))), "2025-02-28");
  EXPECT_EQ(shown(add(day("2024-03-31"), months("-P1M"))), "2024-02-29");
  EXPECT_EQ(shown(add(day("2024-01-15"), months("-P13M"))), "2022-12-15");
  EXPECT_EQ(shown(add(day("999999999-12-01"), months("P1M"))), "none");
  EXPECT_EQ(
      shown(add(day("2024-01-01"), YearsMonthsDuration(std::numeric_limits<std::int64_t>::max()))),
      "none");
  EXPECT_EQ(shown(add_days(day("2024-02-28"), 2)), "2024-03-01");
  EXPECT_EQ(shown(add_days(day("2024-02-28"), std::numeric_limits<std::int64_t>::min())), "none");
}

TEST(Date, MonthsBetweenAreWhole) {
  EXPECT_EQ(months_between(day("2011-12-22"), day("2013-08-24")).to_string(), "P1Y8M");
  EXPECT_EQ(months_between(day("2013-08-24"), day("2011-12-24")).to_string(), "-P1Y8M");
  EXPECT_EQ(months_between(day("2013-08-31"), day("2013-09-30")).to_string(), "P0M");
  EXPECT_EQ(months_between(day("2013-09-30"), day("2013-08-31")).to_string(), "P0M");
  EXPECT_EQ(months_between(day("2016-01-21"), day("2015-01-21")).to_string(), "-P1Y");
}

TEST(Time, ReadsAndPrints) {
  for (const char* text :
       {"10:30:00", "00:00:00Z", "23:59:59.999999999", "10:30:00.5+01:00", "10:30:00-05:30",
        "10:30:00+02:45:55", "10:30:00@Europe/Berlin", "10:30:00@Etc/UTC", "10:30:00+18:00"})
    EXPECT_EQ(shown(Time::parse(text)), text);
  EXPECT_EQ(shown(Time::parse("24:00:00")), "00:00:00");
  EXPECT_EQ(shown(Time::parse("10:00:00.500")), "10:00:00.5");
  EXPECT_EQ(shown(Time::parse("10:00:00+00:00")), "10:00:00Z");
  EXPECT_EQ(Time::parse("10:00:00Z"), Time::parse("10:00:00-00:00"));
  EXPECT_NE(Time::parse("10:00:00Z"), Time::parse("10:00:00@Etc/UTC"));
  for (const char* text : {"",
                           "10:30",
                           "1:30:00",
                           "24:00:01",
                           "24:00:00.1",
                           "25:00:00",
                           "10:60:00",
                           "10:00:60",
                           "10:00:00.",
                           "10:00:00.1234567890",
                           "10:00:00+1:00",
                           "10:00:00+19:00",
                           "10:00:00+18:00:01",
                           "10:00:00+01:60",
                           "10:00:00+01:00@Europe/Berlin",
                           "10:00:00@Europe/Nowhere",
                           "10:00:00@",
                           "10:00:00 Z",
                           "T10:00:00",
                           "10:00:00Zx"})
    EXPECT_FALSE(Time::parse(text)) << text;
}

TEST(Time, WrapsAroundMidnight) {
  EXPECT_EQ(add(*Time::parse("23:30:00"), length("PT1H")).to_string(), "00:30:00");
  EXPECT_EQ(add(*Time::parse("00:30:00+01:00"), length("-PT1H")).to_string(), "23:30:00+01:00");
  EXPECT_EQ(add(*Time::parse("10:00:00"), length("P3DT0.5S")).to_string(), "10:00:00.5");
  EXPECT_EQ(shown(subtract(*Time::parse("10:00:00Z"), *Time::parse("10:00:00+01:00"))), "PT1H");
  EXPECT_FALSE(subtract(*Time::parse("10:00:00Z"), *Time::parse("10:00:00")));
}

TEST(DateTime, ReadsAndPrints) {
  for (const char* text :
       {"2024-01-31T10:30:00@Europe/Berlin", "2024-01-31T10:30:00",
        "-999999999-12-31T23:59:59.999999999+02:00", "99999-12-31T11:22:33.123-02:45:55"})
    EXPECT_EQ(shown(DateTime::parse(text)), text);
  EXPECT_EQ(shown(DateTime::parse("2012-12-24T24:00:00")), "2012-12-25T00:00:00");
  EXPECT_EQ(shown(DateTime::parse("2012-12-31T24:00:00Z")), "2013-01-01T00:00:00Z");
  for (const char* text : {"2012-12-24", "2012-12-24T", "2012-12-24 10:00:00", "T10:00:00",
                           "2012-12-24T10:00", "998-12-31T11:00:00Z", "2012-12-24t10:00:00",
                           "999999999-12-31T24:00:00", "2012-12-24T10:00:00T"})
    EXPECT_FALSE(DateTime::parse(text)) << text;
}

TEST(DateTime, MovesAlongTheTimeLine) {
  const char* cases[][3] = {
      {"2024-03-31T01:30:00@Europe/Berlin", "PT1H", "2024-03-31T03:30:00@Europe/Berlin"},
      {"2024-03-30T02:30:00@Europe/Berlin", "P1D", "2024-03-31T03:30:00@Europe/Berlin"},
      {"2024-10-27T01:30:00@Europe/Berlin", "PT3H", "2024-10-27T03:30:00@Europe/Berlin"},
      {"2024-03-31T01:30:00+01:00", "PT1H", "2024-03-31T02:30:00+01:00"},
      {"2024-03-31T01:30:00", "P1DT1S", "2024-04-01T01:30:01"},
      {"2050-03-27T01:30:00@Europe/Berlin", "PT1H", "2050-03-27T03:30:00@Europe/Berlin"},
      {"2012-12-31T23:59:59.5", "PT0.5S", "2013-01-01T00:00:00"},
      {"-0001-12-31T23:00:00Z", "PT1H", "0000-01-01T00:00:00Z"},
      {"999999999-12-31T23:00:00Z", "PT1H", "none"},
  };
  for (const auto& row : cases)
    EXPECT_EQ(shown(add(at(row[0]), length(row[1]))), row[2]) << row[0] << " + " << row[1];
  EXPECT_EQ(shown(add(at("2024-02-29T02:30:00@Europe/Berlin"), months("P1M"))),
            "2024-03-29T02:30:00@Europe/Berlin");
  EXPECT_EQ(shown(add(at("2024-01-31T02:30:00@Europe/Berlin"), months("P2M"))),
            "2024-03-31T03:30:00@Europe/Berlin");
}

TEST(DateTime, ComparesInstants) {
  EXPECT_EQ(compare(at("2024-01-31T10:00:00Z"), at("2024-01-31T11:00:00+01:00")),
            std::strong_ordering::equal);
  EXPECT_EQ(compare(at("2024-07-31T12:00:00@Europe/Berlin"), at("2024-07-31T10:00:00Z")),
            std::strong_ordering::equal);
  EXPECT_EQ(compare(at("2024-07-31T12:00:00"), at("2024-07-31T10:00:00")),
            std::strong_ordering::greater);
  EXPECT_FALSE(compare(at("2024-07-31T12:00:00"), at("2024-07-31T10:00:00Z")));
  EXPECT_EQ(shown(subtract(at("2024-07-31T12:00:00@Europe/Berlin"), at("2024-07-31T12:00:00Z"))),
            "-PT2H");
  EXPECT_EQ(shown(subtract(at("999999999-12-31T00:00:00"), at("-999999999-01-01T00:00:00"))),
            "P730484999633D");
  EXPECT_FALSE(subtract(at("2024-07-31T12:00:00"), at("2024-07-31T10:00:00Z")));
}

TEST(DateTime, OffsetsFollowTheZone) {
  EXPECT_EQ(offset_seconds(at("2024-01-31T12:00:00@Europe/Berlin")), 3600);
  EXPECT_EQ(offset_seconds(at("2024-07-31T12:00:00@Europe/Berlin")), 7200);
  EXPECT_EQ(offset_seconds(at("2525-07-31T12:00:00@Europe/Berlin")), 7200);
  EXPECT_EQ(offset_seconds(at("2525-12-31T12:00:00@Europe/Berlin")), 3600);
  EXPECT_EQ(offset_seconds(at("999999999-07-31T12:00:00@Europe/Berlin")), 7200);
  EXPECT_EQ(offset_seconds(at("-0500-01-01T12:00:00@Europe/Paris")), 561);  // local mean time
  EXPECT_EQ(offset_seconds(at("2024-07-31T12:00:00")), std::nullopt);
}

TEST(Zone, NamesAreThoseOfTheTable) {
  EXPECT_TRUE(Zone::named("Europe/Berlin"));
  EXPECT_TRUE(Zone::named("UTC"));
  for (const char* name : {"", "europe/berlin", "Europe/", "Berlin", "../etc/passwd", "xyz/abc"})
    EXPECT_FALSE(Zone::named(name)) << name;
}

TEST(Zone, IsReadByManyThreads) {
  std::vector<std::thread> threads;
  std::vector<std::int32_t> offsets(4);
  for (std::size_t i = 0; i < offsets.size(); ++i)
    threads.emplace_back(
        [&offsets, i] { offsets[i] = Zone::named("America/New_York")->offset_at(1'700'000'000); });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(offsets, std::vector<std::int32_t>(4, -18000));
}

TEST(Duration, ReadsAndPrints) {
  const std::pair<const char*, const char*> cases[] = {{"PT0S", "PT0S"},
                                                       {"P0D", "PT0S"},
                                                       {"-PT0S", "PT0S"},
                                                       {"P1DT2H30M0.5S", "P1DT2H30M0.5S"},
                                                       {"-PT36H", "-P1DT12H"},
                                                       {"PT90S", "PT1M30S"},
                                                       {"-PT0.1S", "-PT0.1S"},
                                                       {"PT24H", "P1D"},
                                                       {"P1DT0.000000001S", "P1DT0.000000001S"},
                                                       {"PT5M", "PT5M"},
                                                       {"PT1.S", "PT1S"},
                                                       {"-P1DT1.5S", "-P1DT1.5S"}};
  for (const auto& [text, expected] : cases)
    EXPECT_EQ(shown(DaysTimeDuration::parse(text)), expected) << text;
  for (const char* text : {"",
                           "P",
                           "PT",
                           "P1DT",
                           "1D",
                           "P1H",
                           "PT1D",
                           "P1Y",
                           "P1M",
                           "PT1.5H",
                           "PT.5S",
                           "P1S",
                           "PT1M1H",
                           "P-1D",
                           "+P1D",
                           "P1D ",
                           "p1d",
                           "PT1S1S",
                           "PTT1S",
                           "P106751991167301D",
                           "P9999999999999999999D"})
    EXPECT_FALSE(DaysTimeDuration::parse(text)) << text;
  for (const char* text : {"P0M", "P1Y", "P1Y2M", "-P3M", "P99999Y"})
    EXPECT_EQ(shown(YearsMonthsDuration::parse(text)), text);
  EXPECT_EQ(shown(YearsMonthsDuration::parse("P26M")), "P2Y2M");
  for (const char* text :
       {"", "P", "P1", "P1M1Y", "P1D", "P1Y1D", "PT1M", "P1Y2", "-P", "P999999999999999999Y"})
    EXPECT_FALSE(YearsMonthsDuration::parse(text)) << text;
}

TEST(Duration, PartsHaveTheSignOfTheWhole) {
  const DaysTimeDuration negative = length("-P1DT2H3M4.5S");
  EXPECT_EQ(negative.days(), -1);
  EXPECT_EQ(negative.hours(), -2);
  EXPECT_EQ(negative.minutes(), -3);
  EXPECT_EQ(negative.seconds().to_string(), "-4.5");
  EXPECT_EQ(negative.total_seconds(), *Decimal::parse("-93784.5"));
  EXPECT_EQ(months("-P1Y2M").years(), -1);
  EXPECT_EQ(months("-P1Y2M").months(), -2);
}

TEST(Duration, Computes) {
  EXPECT_EQ(shown(add(length("PT1H"), length("-PT90M"))), "-PT30M");
  EXPECT_EQ(shown(multiply(length("PT1H"), *Decimal::parse("1.5"))), "PT1H30M");
  EXPECT_EQ(shown(multiply(length("P1D"), *Decimal::parse("-0.5"))), "-PT12H");
  EXPECT_EQ(shown(divide(length("PT1S"), Decimal(3))), "PT0.333333333S");
  EXPECT_EQ(shown(divide(length("-PT1S"), Decimal(3))), "-PT0.333333333S");
  EXPECT_FALSE(divide(length("PT1S"), Decimal(0)));
  EXPECT_EQ(divide(length("P1D"), length("PT36H"))->to_string().substr(0, 6), "0.6666");
  EXPECT_FALSE(divide(length("P1D"), length("PT0S")));
  EXPECT_FALSE(multiply(length("P100000000000000D"), Decimal(2)));
  const std::int64_t least = std::numeric_limits<std::int64_t>::min();
  EXPECT_FALSE(negate(*DaysTimeDuration::of(least)));
  EXPECT_EQ(shown(DaysTimeDuration::of(least)), "-P106751991167300DT15H30M8S");
  EXPECT_EQ(shown(multiply(months("P1Y"), *Decimal::parse("1.3"))), "P1Y3M");
  EXPECT_EQ(divide(months("P2Y"), months("P8M")), Decimal(3));
  EXPECT_FALSE(divide(months("P1Y"), Decimal(0)));
}

TEST(Instant, ConvertsThroughZones) {
  const Zone berlin = *Zone::named("Europe/Berlin");
  const Instant noon = to_instant(at("2024-07-31T12:00:00"), berlin).value();
  EXPECT_EQ(to_string(noon), "2024-07-31T10:00:00Z");
  EXPECT_EQ(shown(to_date_time(noon, berlin)), "2024-07-31T12:00:00@Europe/Berlin");
  EXPECT_EQ(to_string(Instant{-1}), "1969-12-31T23:59:59.999Z");
  EXPECT_EQ(to_string(Instant{std::numeric_limits<std::int64_t>::min()}),
            "-292275055-05-16T16:47:04.192Z");
  EXPECT_FALSE(to_instant(at("999999999-12-31T00:00:00"), berlin));
  // 02:30 does not exist on this day: it is the instant an hour behind 01:30.
  EXPECT_EQ(to_string(to_instant(at("2024-03-31T02:30:00"), berlin).value()),
            "2024-03-31T01:30:00Z");
  // 02:30 comes twice on this day: the first is meant.
  EXPECT_EQ(to_string(to_instant(at("2024-10-27T02:30:00"), berlin).value()),
            "2024-10-27T00:30:00Z");
}

}  // namespace
}  // namespace umlauf::calendar
