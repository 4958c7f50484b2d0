// A message or signal that a case has thrown, where what it should begin cannot be begun.
#include <gtest/gtest.h>

#include "adapters/memory/memory_store.hpp"
#include "tests/service/support.hpp"

namespace umlauf::service::test {
namespace {

constexpr const char* kRoots =
    R"(<message id="m" name="paid"/><signal id="g" name="go"/><message id="n" name="told"/>)";

Document called(const std::string& id, const std::string& elements) {
  Document named = document(elements, kRoots);
  named.text.replace(named.text.find("id=\"p\""), 6, "id=\"" + id + "\"");
  named.name = id + ".bpmn";
  return named;
}

// s -> throw -> e
Document throwing(const std::string& event) {
  return called("thrower",
                R"(<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="throw"/>)"
                R"(<intermediateThrowEvent id="throw">)" +
                    event +
                    R"(</intermediateThrowEvent>)"
                    R"(<sequenceFlow id="f2" sourceRef="throw" targetRef="t"/><userTask id="t"/>)");
}

// Begins by the event and waits at a task; where `runs` is false it turns in a circle until it is
// refused.
Document begun(const std::string& id, const std::string& event, bool runs) {
  return called(id, R"(<startEvent id="on">)" + event +
                        R"(</startEvent><sequenceFlow id="f1" sourceRef="on" targetRef="x"/>)"
                        R"(<exclusiveGateway id="x" default="f3"/>)"
                        R"(<sequenceFlow id="f2" sourceRef="x" targetRef="x">)"
                        R"(<conditionExpression>)" +
                        (runs ? "false" : "true") +
                        R"(</conditionExpression></sequenceFlow>)"
                        R"(<sequenceFlow id="f3" sourceRef="x" targetRef="u"/><userTask id="u"/>)");
}

const std::string kMessage = R"(<messageEventDefinition messageRef="m"/>)";
const std::string kSignal = R"(<signalEventDefinition signalRef="g"/>)";

class ThrownStart : public testing::Test {
 protected:
  void SetUp() override { open(); }
  void open() { engine_ = Engine::open(store_, clock_, {.transitions_max = 50}).value(); }
  void pass(std::int64_t milliseconds) { clock_.set({clock_.now().milliseconds + milliseconds}); }
  std::vector<FiredTimer> fire() { return engine_->fire_timers(clock_.now()).value(); }
  void deploy(Document document) {
    const auto done = engine_->deploy({std::move(document)});
    ASSERT_TRUE(done.has_value()) << done.error().message.english;
  }
  // A case with a name and a variable comes to its task.
  void throw_it() {
    Start request;
    request.process = "thrower";
    request.business_key = "HS-1";
    request.variables = {{"fee", 12}};
    ASSERT_TRUE(engine_->start(std::move(request)));
    ASSERT_EQ(waiting_at("t"), 1U) << "who throws goes on";
  }
  std::size_t waiting_at(const std::string& element) {
    TaskQuery query;
    query.element = element;
    return engine_->tasks(query).value().tasks.size();
  }
  void expect_owed(const std::string& trigger, const std::string& name, std::uint32_t failures) {
    const auto owed = engine_->owed_starts().value();
    ASSERT_EQ(owed.size(), 1U);
    EXPECT_EQ(owed[0].process, "b");
    EXPECT_EQ(owed[0].element, "on");
    EXPECT_EQ(owed[0].trigger, trigger);
    EXPECT_EQ(owed[0].name, name);
    EXPECT_EQ(owed[0].failures, failures);
    EXPECT_NE(owed[0].message.english.find("more than 50 transitions"), std::string::npos);
    EXPECT_EQ(engine_->next_timer().value(), owed[0].retry);
    EXPECT_TRUE(check_store(store_).value().empty());
  }

  memory::MemoryStore store_;
  ManualClock clock_;
  std::unique_ptr<Engine> engine_;
};

TEST_F(ThrownStart, OfAMessageIsOwedUntilItIsMade) {
  deploy(throwing(kMessage));
  deploy(begun("b", kMessage, false));
  throw_it();
  expect_owed("message", "paid", 1);
  pass(59'999);
  EXPECT_TRUE(fire().empty());
  expect_owed("message", "paid", 1);
  pass(1);
  open();
  EXPECT_TRUE(fire().empty());
  expect_owed("message", "paid", 2);

  deploy(begun("b", kMessage, true));
  EXPECT_EQ(fire().size(), 1U) << "the new version tries at once";
  EXPECT_TRUE(engine_->owed_starts().value().empty());
  EXPECT_EQ(engine_->next_timer().value(), std::nullopt);
  EXPECT_EQ(waiting_at("u"), 1U);
  InstanceQuery query;
  query.process = "b";
  const auto started = engine_->instances(query).value();
  ASSERT_EQ(started.size(), 1U);
  EXPECT_EQ(started[0].business_key, "HS-1");
  pass(100'000'000);
  EXPECT_TRUE(fire().empty()) << "once";
  EXPECT_TRUE(check_store(store_).value().empty());
}

TEST_F(ThrownStart, OfASignalIsOwedAndTheOthersBegin) {
  deploy(throwing(kSignal));
  deploy(begun("a", kSignal, true));
  deploy(begun("b", kSignal, false));
  deploy(begun("c", kSignal, true));
  throw_it();
  EXPECT_EQ(waiting_at("u"), 2U);
  expect_owed("signal", "go", 1);
  deploy(begun("b", kSignal, true));
  EXPECT_EQ(fire().size(), 1U);
  EXPECT_EQ(waiting_at("u"), 3U);
  EXPECT_TRUE(engine_->owed_starts().value().empty());
}

TEST_F(ThrownStart, OfASignalFromOutsideIsOwedToo) {
  deploy(begun("b", kSignal, false));
  deploy(begun("c", kSignal, true));
  const auto reached = engine_->execute(Signal{"go", {}});
  ASSERT_TRUE(reached.has_value());
  EXPECT_EQ(reached->instances.size(), 1U);
  expect_owed("signal", "go", 1);
}

TEST_F(ThrownStart, OfAMessageToAllIsOwedToo) {
  deploy(begun("b", kMessage, false));
  deploy(begun("c", kMessage, true));
  EXPECT_EQ(engine_->correlate({.message = "paid", .all = true}).value().size(), 1U);
  expect_owed("message", "paid", 1);
}

TEST_F(ThrownStart, OfAMessageToOneIsToldToWhoSendsIt) {
  deploy(begun("b", kMessage, false));
  EXPECT_FALSE(engine_->correlate({.message = "paid"}).has_value());
  EXPECT_TRUE(engine_->owed_starts().value().empty());
}

TEST_F(ThrownStart, EndsWhenTheProcessBeginsSoNoLonger) {
  deploy(throwing(kMessage));
  deploy(begun("b", kMessage, false));
  throw_it();
  deploy(begun("b", R"(<messageEventDefinition messageRef="n"/>)", true));
  EXPECT_TRUE(fire().empty());
  EXPECT_TRUE(engine_->owed_starts().value().empty());
  EXPECT_EQ(waiting_at("u"), 0U);
  EXPECT_TRUE(check_store(store_).value().empty());
}

// A refused request has changed nothing, however many it would have begun.
TEST_F(ThrownStart, ByAConditionIsRefusedAsAWhole) {
  const std::string condition =
      R"(<conditionalEventDefinition><condition>wet</condition></conditionalEventDefinition>)";
  deploy(begun("a", condition, true));
  deploy(begun("b", condition, false));
  EXPECT_FALSE(engine_->execute(EvaluateStartConditions{{{"wet", true}}}).has_value());
  EXPECT_TRUE(engine_->instances().value().empty());
}

}  // namespace
}  // namespace umlauf::service::test
