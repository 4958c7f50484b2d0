// Rules of time: waits that nothing ends, timers in each other's way, deadlines that cannot be met.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "engine/verify/deadlines.hpp"
#include "engine/verify/waits.hpp"
#include "tests/verify/sketch.hpp"

namespace umlauf::verify {
namespace {

using definition::TimerKind;
using testing::feel_of;
using testing::NodeIndex;
using testing::NodeKind;
using testing::ScopeIndex;
using testing::Sketch;

using Texts = std::vector<std::string>;

Texts told(const Diagnostics& diagnostics) {
  Texts texts;
  for (const Diagnostic& each : diagnostics)
    texts.push_back(each.rule + " " + each.message.english);
  return texts;
}

definition::TimerEvent timer(const char* text, definition::TimerKind kind) {
  definition::TimerEvent event;
  event.kind = kind;
  event.value = feel_of('"' + std::string(text) + '"');
  return event;
}

TEST(Waits, ATimerBehindAnInterruptingShorterOneNeverFires) {
  Sketch sketch;
  const NodeIndex start = sketch.node(NodeKind::StartEvent, "s");
  const NodeIndex task = sketch.node(NodeKind::UserTask, "t");
  sketch.flow(start, task);
  sketch.boundary(task, "short", true, timer("P5D", TimerKind::Duration));
  sketch.boundary(task, "reminder", false, timer("P3D", TimerKind::Duration));
  sketch.boundary(task, "long", true, timer("PT240H", TimerKind::Duration));
  sketch.boundary(task, "months", true, timer("P1M", TimerKind::Duration));
  EXPECT_EQ(told(check_waits(*sketch.finish(), true)),
            (std::vector<std::string>{
                "BEH-18 timer 'long' can never fire: 'short' always ends the wait before"}));
}

TEST(Waits, ATimerBehindAnEarlierDateNeverFires) {
  Sketch sketch;
  const NodeIndex start = sketch.node(NodeKind::StartEvent, "s");
  const NodeIndex task = sketch.node(NodeKind::UserTask, "t");
  sketch.flow(start, task);
  sketch.boundary(task, "next", true, timer("2027-01-01T00:00:00Z", TimerKind::Date));
  sketch.boundary(task, "first", true, timer("2026-06-30T23:00:00-01:00", TimerKind::Date));
  sketch.boundary(task, "same", true, timer("2026-07-01T00:00:00Z", TimerKind::Date));
  sketch.boundary(task, "local", true, timer("2028-01-01T00:00:00", TimerKind::Date));
  sketch.boundary(task, "reminder", false, timer("2025-01-01T00:00:00Z", TimerKind::Date));
  sketch.boundary(task, "later", false, timer("2028-01-01T00:00:00Z", TimerKind::Date));
  EXPECT_EQ(told(check_waits(*sketch.finish(), true)),
            (Texts{"BEH-18 timer 'next' can never fire: 'first' always ends the wait before",
                   "BEH-18 timer 'later' can never fire: 'next' always ends the wait before"}));
}

TEST(Waits, ForOthersWantATimer) {
  for (const bool guarded : {false, true}) {
    Sketch sketch;
    const NodeIndex start = sketch.node(NodeKind::StartEvent, "s");
    const NodeIndex receive = sketch.node(NodeKind::ReceiveTask, "r");
    sketch.flow(start, receive);
    if (guarded) sketch.boundary(receive, "late", true, timer("P5D", TimerKind::Duration));
    const definition::ProcessDefinitionPtr process = sketch.finish();
    EXPECT_EQ(told(check_waits(*process, true)).size(), guarded ? 0U : 1U);
    EXPECT_TRUE(check_waits(*process, false).empty());
  }
}

TEST(Waits, ARepeatingTimerMustNotFillTheMainFlow) {
  for (const bool merges : {false, true}) {
    Sketch sketch;
    const NodeIndex start = sketch.node(NodeKind::StartEvent, "s");
    const NodeIndex task = sketch.node(NodeKind::UserTask, "t");
    const NodeIndex next = sketch.node(NodeKind::UserTask, "next");
    const NodeIndex remind = sketch.node(NodeKind::UserTask, "remind");
    const NodeIndex again =
        sketch.boundary(task, "again", false, timer("R/PT1H", TimerKind::Cycle));
    sketch.flow(start, task);
    sketch.flow(task, next);
    sketch.flow(again, remind);
    if (merges) sketch.flow(remind, next);
    EXPECT_EQ(check_waits(*sketch.finish(), false).size(), merges ? 1U : 0U);
  }
}

TEST(Waits, ThatRepeatWithoutBoundWantAnotherTimer) {
  for (const bool ended : {false, true}) {
    Sketch sketch;
    const NodeIndex start = sketch.node(NodeKind::StartEvent, "s");
    const auto [sub, body] = sketch.body(NodeKind::SubProcess, "sub");
    const NodeIndex task = sketch.node(NodeKind::UserTask, "t", body);
    const NodeIndex remind = sketch.node(NodeKind::UserTask, "remind", body);
    sketch.flow(start, sub);
    sketch.flow(sketch.boundary(task, "weekly", false, timer("R/P7D", TimerKind::Cycle)), remind);
    sketch.boundary(task, "thrice", false, timer("R3/P7D", TimerKind::Cycle));
    if (ended) sketch.boundary(sub, "late", true, timer("P60D", TimerKind::Duration));
    const definition::ProcessDefinitionPtr process = sketch.finish();
    EXPECT_EQ(told(check_waits(*process, true)),
              ended ? Texts{}
                    : Texts{"BEH-19 timer 'weekly' fires again and again without bound, and no "
                            "other timer ends it"});
    EXPECT_EQ(told(check_waits(*process, false)), Texts{});
  }
}

TEST(Waits, OfEventSubProcessesMayRepeatWithoutBoundToo) {
  for (const bool ended : {false, true}) {
    Sketch sketch;
    sketch.flow(sketch.node(NodeKind::StartEvent, "s"), sketch.node(NodeKind::UserTask, "t"));
    const auto handler = [&sketch](const char* id, bool interrupting, auto event) {
      const ScopeIndex body = sketch.body(NodeKind::EventSubProcess, id).second;
      const NodeIndex begin = sketch.node(NodeKind::StartEvent, std::string(id) + "-begin", body);
      sketch[begin].interrupting = interrupting;
      sketch.event(begin, event);
      sketch.definition().scopes[body.value()].triggered_starts = {begin};
    };
    handler("report", false, timer("R/PT1H", TimerKind::Cycle));
    if (ended) handler("stop", true, timer("P60D", TimerKind::Duration));
    EXPECT_EQ(told(check_waits(*sketch.finish(), true)),
              ended ? Texts{}
                    : Texts{"BEH-19 timer 'report-begin' fires again and again without bound, and "
                            "no other timer ends it"});
  }
}

// start -> waits for `first`, then for `second` -> end, all of it within what ends after P14D.
Texts within_a_fortnight(const char* first, const char* second, bool interrupting = true) {
  Sketch sketch;
  const auto [sub, body] = sketch.body(NodeKind::SubProcess, "sub");
  sketch.flow(sketch.node(NodeKind::StartEvent, "s"), sub);
  sketch.boundary(sub, "late", interrupting, timer("P14D", TimerKind::Duration));
  NodeIndex last = sketch.node(NodeKind::StartEvent, "is", body);
  for (const char* text : {first, second}) {
    const NodeIndex wait = sketch.node(NodeKind::IntermediateCatchEvent, text, body);
    sketch.event(wait, timer(text, TimerKind::Duration));
    sketch.flow(last, wait);
    last = wait;
  }
  sketch.flow(last, sketch.node(NodeKind::EndEvent, "ie", body));
  return told(check_deadlines(*sketch.finish()));
}

TEST(Deadlines, CannotBeMetWhereTheWaitsBeforeTakeLonger) {
  EXPECT_EQ(within_a_fortnight("P7D", "PT168H"), Texts{});
  EXPECT_EQ(within_a_fortnight("P7D", "P8D"),
            Texts{"BEH-18 timer 'P8D' can never fire: 'late' always ends what it lies in before"});
  EXPECT_EQ(within_a_fortnight("P15D", "P8D"),
            Texts{"BEH-18 timer 'P15D' can never fire: 'late' always ends what it lies in before"});
  EXPECT_EQ(within_a_fortnight("P15D", "P8D", false), Texts{});
  EXPECT_EQ(within_a_fortnight("P1M", "P8D"), Texts{}) << "a month is no number of days";
}

TEST(Deadlines, AreMetWhereOneWayIsShortEnough) {
  for (const bool short_cut : {false, true}) {
    Sketch sketch;
    const auto [sub, body] = sketch.body(NodeKind::SubProcess, "sub");
    sketch.boundary(sub, "late", true, timer("P14D", TimerKind::Duration));
    const NodeIndex choice = sketch.node(NodeKind::ExclusiveGateway, "g", body);
    const NodeIndex wait = sketch.node(NodeKind::IntermediateCatchEvent, "wait", body);
    sketch.event(wait, timer("P10D", TimerKind::Duration));
    const NodeIndex task = sketch.node(NodeKind::UserTask, "t", body);
    sketch.flow(sketch.node(NodeKind::StartEvent, "is", body), choice);
    sketch.flow(choice, wait);
    sketch.flow(wait, task);
    if (short_cut) sketch.flow(choice, task);
    sketch.boundary(task, "remind", false, timer("P5D", TimerKind::Duration));
    EXPECT_EQ(told(check_deadlines(*sketch.finish())),
              short_cut ? Texts{}
                        : Texts{"BEH-18 timer 'remind' can never fire: 'late' always ends what it "
                                "lies in before"});
  }
}

TEST(Deadlines, HoldForWhatLiesDeeper) {
  Sketch sketch;
  const auto [outer, outer_body] = sketch.body(NodeKind::SubProcess, "outer");
  sketch.boundary(outer, "late", true, timer("P14D", TimerKind::Duration));
  const auto [inner, inner_body] = sketch.body(NodeKind::SubProcess, "inner", outer_body);
  sketch.boundary(inner, "later", true, timer("P30D", TimerKind::Duration));
  const NodeIndex task = sketch.node(NodeKind::UserTask, "t", inner_body);
  sketch.boundary(task, "latest", true, timer("P20D", TimerKind::Duration));
  EXPECT_EQ(
      told(check_deadlines(*sketch.finish())),
      (Texts{"BEH-18 timer 'later' can never fire: 'late' always ends what it lies in before",
             "BEH-18 timer 'latest' can never fire: 'late' always ends what it lies in before"}));
}

// Which of two event sub-processes comes first is not a matter of their times alone.
TEST(Deadlines, AreNoneBetweenEventSubProcesses) {
  Sketch sketch;
  sketch.flow(sketch.node(NodeKind::StartEvent, "s"), sketch.node(NodeKind::UserTask, "t"));
  for (const char* text : {"P14D", "P30D"}) {
    const ScopeIndex body = sketch.body(NodeKind::EventSubProcess, text).second;
    const NodeIndex begin = sketch.node(NodeKind::StartEvent, "begin", body);
    sketch.event(begin, timer(text, TimerKind::Duration));
    sketch.definition().scopes[body.value()].triggered_starts = {begin};
    const NodeIndex wait = sketch.node(NodeKind::IntermediateCatchEvent, "wait", body);
    sketch.event(wait, timer("P60D", TimerKind::Duration));
    sketch.flow(begin, wait);
  }
  EXPECT_EQ(told(check_deadlines(*sketch.finish())), Texts{});
}

}  // namespace
}  // namespace umlauf::verify
