#include <array>
#include <string_view>

#include "engine/feel/builtin_groups.hpp"

namespace umlauf::feel {
namespace {

using calendar::Date;

Date day(const Value& value) {
  return value.date() != nullptr ? *value.date() : value.date_time()->date;
}

Value is_same(const BuiltInCall& call) { return call[0] == call[1]; }

Value day_of_year_of(const BuiltInCall& call) { return day_of_year(day(call[0])); }

Value day_of_week_of(const BuiltInCall& call) {
  static constexpr std::array<std::string_view, 7> kDays = {
      "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
  return kDays[static_cast<std::size_t>(weekday(day(call[0])) - 1)];
}

Value month_of_year_of(const BuiltInCall& call) {
  static constexpr std::array<std::string_view, 12> kMonths = {
      "January", "February", "March",     "April",   "May",      "June",
      "July",    "August",   "September", "October", "November", "December"};
  return kMonths[static_cast<std::size_t>(day(call[0]).month - 1)];
}

Value week_of_year_of(const BuiltInCall& call) { return week_of_year(day(call[0])); }

std::optional<calendar::DateTime> current(const BuiltInCall& call) {
  const Environment* environment = call.session.environment();
  const auto now = environment != nullptr ? environment->now() : std::nullopt;
  return now ? calendar::to_date_time(now->instant, now->zone) : std::nullopt;
}

Value now(const BuiltInCall& call) {
  const auto moment = current(call);
  return moment ? Value(*moment) : call.fail("there is no clock here", "hier gibt es keine Uhr");
}

Value today(const BuiltInCall& call) {
  const auto moment = current(call);
  return moment ? Value(moment->date)
                : call.fail("there is no clock here", "hier gibt es keine Uhr");
}

const BuiltIn kRows[] = {
    {"is",
     "10.3.4.6",
     {{"value1: Any, value2: Any", "boolean", is_same}},
     "whether both are of one type and the same in every field",
     "ob beide vom selben Typ und in jedem Feld gleich sind",
     {{R"(is(@"2012-12-25", @"23:00:50"))", "false"},
      {R"(is(@"23:00:50Z", @"23:00:50"))", "false"},
      {R"(is(@"23:00:50Z", @"23:00:50+00:00"))", "true"}}},
    {"day of year",
     "10.3.4.8",
     {{"date: date", "number", day_of_year_of}, {"date: date and time", "number", day_of_year_of}},
     "the number of the day in its year",
     "die Nummer des Tages im Jahr",
     {{R"(day of year(@"2019-09-17"))", "260"}}},
    {"day of week",
     "10.3.4.8",
     {{"date: date", "string", day_of_week_of}, {"date: date and time", "string", day_of_week_of}},
     "the English name of the weekday",
     "der englische Name des Wochentages",
     {{R"(day of week(@"2019-09-17"))", R"("Tuesday")"}}},
    {"month of year",
     "10.3.4.8",
     {{"date: date", "string", month_of_year_of},
      {"date: date and time", "string", month_of_year_of}},
     "the English name of the month",
     "der englische Name des Monats",
     {{R"(month of year(@"2019-09-17"))", R"("September")"}}},
    {"week of year",
     "10.3.4.8",
     {{"date: date", "number", week_of_year_of},
      {"date: date and time", "number", week_of_year_of}},
     "the calendar week of ISO 8601",
     "die Kalenderwoche nach ISO 8601",
     {{R"(week of year(@"2019-09-17"))", "38"}, {R"(week of year(@"2005-01-01"))", "53"}}},
    {"now",
     "10.3.4.11",
     {{"", "date and time", now}},
     "the moment of the evaluation, in the time zone of the engine",
     "der Zeitpunkt der Auswertung, in der Zeitzone der Engine",
     {{"now() instance of date and time", "true"}}},
    {"today",
     "10.3.4.11",
     {{"", "date", today}},
     "the day of the evaluation, in the time zone of the engine",
     "der Tag der Auswertung, in der Zeitzone der Engine",
     {{"today() = date(now())", "true"}}},
};

}  // namespace

std::span<const BuiltIn> temporal_functions() { return kRows; }

}  // namespace umlauf::feel
