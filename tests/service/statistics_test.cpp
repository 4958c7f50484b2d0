// Counts and durations of the elements of a process, kept up to date.
#include "engine/service/statistics.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "tests/service/office.hpp"

namespace umlauf::service {
namespace {

using tests::kDayMs;
using tests::kHourMs;
using tests::Office;

const ElementStatistics* element(const StatisticsView& view, const std::string& id) {
  for (const ElementStatistics& each : view.elements)
    if (each.element == id) return &each;
  return nullptr;
}

// As comparable text, so that whole views are compared.
std::string text(const StatisticsView& view) {
  std::string out = std::to_string(view.instances) + "/" + std::to_string(view.durations.count) +
                    "/" + std::to_string(view.durations.total_ms) + "\n";
  for (const ElementStatistics& each : view.elements)
    out += each.element + " " + std::to_string(each.entered) + " " + std::to_string(each.active) +
           " " + std::to_string(each.completed) + " " + std::to_string(each.terminated) + " " +
           std::to_string(each.durations.total_ms) + " " +
           std::to_string(each.durations.median_ms) + "\n";
  for (const auto& [flow, count] : view.flows) out += flow + " " + std::to_string(count) + "\n";
  return out;
}

TEST(DurationSum, PercentilesAreOffByLessThanAnEighth) {
  const unsigned seed = 20260105;
  std::mt19937_64 random(seed);
  DurationSum sum;
  std::vector<std::int64_t> all;
  for (int i = 0; i < 5000; ++i) {
    const auto bits = static_cast<int>(random() % 38);
    all.push_back(static_cast<std::int64_t>(random() >> (63 - bits)));
    sum.add(all.back());
  }
  std::sort(all.begin(), all.end());
  for (const double share : {0.01, 0.25, 0.5, 0.9, 0.99, 1.0}) {
    const auto exact = static_cast<double>(
        all[static_cast<std::size_t>(std::ceil(share * static_cast<double>(all.size()))) - 1]);
    EXPECT_NEAR(static_cast<double>(sum.percentile_ms(share)), exact, exact / 8) << share;
  }
  EXPECT_EQ(sum.least_ms(), all.front());
  EXPECT_EQ(sum.most_ms(), all.back());
  EXPECT_EQ(DurationSum().percentile_ms(0.5), 0);
}

TEST(DurationSum, NothingTakesLessThanNoTime) {
  DurationSum sum;
  sum.add(-5);
  EXPECT_EQ(sum.total_ms(), 0);
  EXPECT_EQ(sum.count(), 1U);
}

TEST(ProcessSum, IsReadAsItWasWritten) {
  ProcessSum sum;
  sum.instances = 3;
  sum.durations.add(70'000);
  sum.nodes[definition::NodeIndex(4)].entered = 300;
  sum.nodes[definition::NodeIndex(4)].durations.add(1'000'000'000);
  sum.flows[definition::FlowIndex(0)] = 12;
  const Bytes bytes = sum.encode();
  EXPECT_EQ(ProcessSum::decode(bytes), sum);
  for (std::size_t i = 0; i < bytes.size(); ++i)
    EXPECT_FALSE(ProcessSum::decode(bytes.substr(0, i)));
  EXPECT_FALSE(ProcessSum::decode(bytes + "x"));
}

class Statistics : public testing::Test {
 protected:
  StatisticsView seen() { return office_.engine().statistics("antrag").value(); }
  // The tasks take so many hours each.
  InstanceKey run(int first_hours, int second_hours) {
    const InstanceKey key = office_.start();
    office_.wait(first_hours * kHourMs);
    office_.complete(key);
    office_.wait(second_hours * kHourMs);
    office_.complete(key);
    return key;
  }

  Office office_;
};

TEST_F(Statistics, CountsAndMeasuresEveryElement) {
  run(1, 24);
  run(3, 24);
  office_.start();
  const StatisticsView view = seen();
  EXPECT_EQ(view.instances, 3U);
  EXPECT_EQ(view.durations.count, 2U);
  EXPECT_EQ(view.durations.total_ms, 52 * kHourMs);
  const ElementStatistics* first = element(view, "pruefen");
  ASSERT_NE(first, nullptr);
  EXPECT_EQ(first->entered, 3U);
  EXPECT_EQ(first->active, 1U);
  EXPECT_EQ(first->completed, 2U);
  EXPECT_EQ(first->durations.total_ms, 4 * kHourMs);
  EXPECT_EQ(first->durations.most_ms, 3 * kHourMs);
  EXPECT_EQ(element(view, "entscheiden")->entered, 2U);
  EXPECT_EQ(element(view, "erledigt")->completed, 2U);
  EXPECT_EQ(view.flows, (std::map<std::string, std::uint64_t>{{"f1", 3}, {"f2", 2}, {"f3", 2}}));
}

TEST_F(Statistics, ACancelledTaskIsTerminated) {
  const InstanceKey key = office_.start();
  ASSERT_TRUE(office_.engine().execute(CancelInstance{key, ""}));
  EXPECT_EQ(element(seen(), "pruefen")->terminated, 1U);
  EXPECT_EQ(element(seen(), "pruefen")->active, 0U);
}

TEST_F(Statistics, UpdatesChangeNothingButTheWork) {
  for (int i = 0; i < 7; ++i) run(i, 2 * i);
  office_.start();
  const std::string before = text(seen());
  EXPECT_EQ(office_.engine().update_statistics().value(), 6U) << "the last has just ended";
  EXPECT_EQ(text(seen()), before);
  EXPECT_EQ(office_.engine().update_statistics().value(), 0U);
  office_.wait(kDayMs);
  run(1, 1);
  const std::string after = text(seen());
  EXPECT_EQ(office_.engine().update_statistics(1).value(), 1U) << "a bounded step";
  EXPECT_EQ(text(seen()), after);
  office_.close();
  office_.open();
  EXPECT_EQ(text(seen()), after);
}

TEST_F(Statistics, WhatWasCountedSurvivesErasing) {
  EngineOptions options;
  options.master_key.emplace();
  Office office(options);
  const InstanceKey key = office.start();
  office.finish(key);
  office.wait(kDayMs);
  ASSERT_EQ(office.engine().update_statistics().value(), 1U);
  const std::string before = text(office.engine().statistics("antrag").value());
  ASSERT_TRUE(office.engine().execute(EraseInstance{key, "x"}));
  EXPECT_EQ(text(office.engine().statistics("antrag").value()), before);
}

TEST_F(Statistics, SaysWhereThereIsNoSuchProcess) {
  EXPECT_EQ(office_.engine().statistics("nichts").error().code, ErrorCode::State);
  EXPECT_EQ(office_.engine().statistics("antrag", 2).error().code, ErrorCode::State);
}

}  // namespace
}  // namespace umlauf::service
