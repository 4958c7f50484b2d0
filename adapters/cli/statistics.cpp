// umlauf statistics: how often each element of a process was reached, and how long it took.
#include <iostream>

#include "adapters/cli/answers.hpp"
#include "adapters/cli/output.hpp"
#include "adapters/cli/store_options.hpp"
#include "adapters/cli/subcommands.hpp"

namespace umlauf::cli {
namespace {

feel::Value count(std::uint64_t number) {
  return feel::Value(Decimal(static_cast<std::int64_t>(number)));
}

feel::Context to_context(const service::DurationView& view) {
  return {{"count", count(view.count)}, {"totalMs", view.total_ms},   {"leastMs", view.least_ms},
          {"mostMs", view.most_ms},     {"medianMs", view.median_ms}, {"p90Ms", view.p90_ms},
          {"p99Ms", view.p99_ms}};
}

feel::Context to_context(const service::StatisticsView& view) {
  feel::Values elements;
  for (const service::ElementStatistics& each : view.elements)
    elements.push_back(
        feel::Value(feel::Context{{"element", each.element},
                                  {"entered", count(each.entered)},
                                  {"active", count(each.active)},
                                  {"completed", count(each.completed)},
                                  {"terminated", count(each.terminated)},
                                  {"failed", count(each.failed)},
                                  {"durations", feel::Value(to_context(each.durations))}}));
  feel::Context flows;
  for (const auto& [flow, times] : view.flows) flows.put(flow, count(times));
  return {{"process", view.process},
          {"instances", count(view.instances)},
          {"durations", feel::Value(to_context(view.durations))},
          {"elements", feel::Value(std::move(elements))},
          {"flows", feel::Value(std::move(flows))}};
}

// The two largest units: `3 d 4 h`.
std::string shown_duration(std::int64_t milliseconds) {
  struct Unit {
    std::int64_t milliseconds;
    const char* name;
  };
  constexpr Unit kUnits[] = {{86'400'000, "d"}, {3'600'000, "h"}, {60'000, "min"}, {1000, "s"}};
  std::string text;
  int parts = 0;
  for (const Unit& unit : kUnits) {
    const std::int64_t whole = milliseconds / unit.milliseconds;
    milliseconds %= unit.milliseconds;
    if (parts == 0 && whole == 0) continue;
    if (whole > 0) text += (text.empty() ? "" : " ") + std::to_string(whole) + " " + unit.name;
    if (++parts == 2) return text;
  }
  return parts > 0 ? text : std::to_string(milliseconds) + " ms";
}

void print(const service::StatisticsView& view) {
  std::cout << view.process << ": " << view.instances << localized(" cases, ", " Vorgänge, ")
            << view.durations.count << localized(" ended", " beendet");
  if (view.durations.count > 0)
    std::cout << localized("; median ", "; Median ") << shown_duration(view.durations.median_ms)
              << ", 90 %: " << shown_duration(view.durations.p90_ms);
  std::cout << '\n';
  Table table(
      {std::string(localized("element", "Element")), std::string(localized("entered", "betreten")),
       std::string(localized("active", "offen")), std::string(localized("completed", "erledigt")),
       std::string(localized("ended otherwise", "anders beendet")),
       std::string(localized("median", "Median")), "90 %",
       std::string(localized("longest", "längste"))});
  for (const service::ElementStatistics& each : view.elements) {
    const service::DurationView& durations = each.durations;
    const auto shown = [&](std::int64_t milliseconds) {
      return durations.count == 0 ? std::string() : shown_duration(milliseconds);
    };
    table.add({each.element, std::to_string(each.entered), std::to_string(each.active),
               std::to_string(each.completed), std::to_string(each.terminated + each.failed),
               shown(durations.median_ms), shown(durations.p90_ms), shown(durations.most_ms)});
  }
  table.print(std::cout);
}

}  // namespace

int run_statistics(int argc, char** argv) {
  std::string process;
  std::int64_t version = 0;
  Options options("statistics", {"how often each element was reached, and how long it took",
                                 "wie oft jedes Element erreicht wurde und wie lange es dauerte"});
  StoreOptions store(options, StoreOptions::People::No);
  options.operand("PROCESS", process, {"id of the process", "Id des Prozesses"});
  options.option("--version", version, "N",
                 {"only this version; otherwise all", "nur diese Version; sonst alle"}, 1);
  options.example("umlauf statistics hundesteuer-anmeldung",
                  {"where cases stay longest", "wo Vorgänge am längsten liegen"});
  if (const auto status = options.parse(argc, argv)) return *status;

  if (const auto opened = store.open(); !opened) return fail(opened.error());
  const auto view = store.engine().statistics(process, static_cast<std::uint32_t>(version));
  if (!view) return fail(view.error());
  if (store.json())
    print_json(feel::Value(to_context(*view)));
  else
    print(*view);
  return kExitOk;
}

}  // namespace umlauf::cli
