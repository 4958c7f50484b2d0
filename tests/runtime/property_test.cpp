#include <gtest/gtest.h>

#include <random>
#include <string>

#include "tests/runtime/support.hpp"

// Random models and random commands. What must hold after every single command (the events rebuild
// the state, nothing waits in a dead scope, a refused command changes nothing ...) is checked by
// the fixture.
namespace umlauf::runtime::test {
namespace {

constexpr const char* kRoots =
    R"(<message id="msg1" name="m1"/><message id="msg2" name="m2"/><signal id="sig1" name="g1"/>)"
    R"(<error id="err1" errorCode="r1"/><escalation id="esc1" escalationCode="c1"/>)";

// A nested random model: each block has one way in and one way out.
class RandomModel {
 public:
  explicit RandomModel(std::mt19937_64& random) : random_(random) {}

  std::string build() {
    std::string out = "<startEvent id=\"s\"/><endEvent id=\"e\"/>";
    const Block block = make(4);
    flow("s", block.in);
    flow(block.out, "e");
    out += block.text + flows_;
    return out;
  }

 private:
  struct Block {
    std::string text;
    std::string in;
    std::string out;
  };

  std::size_t pick(std::size_t below) { return random_() % below; }
  std::string fresh(const char* prefix) { return prefix + std::to_string(++count_); }
  void flow(const std::string& from, const std::string& to, const std::string& condition = "") {
    flows_ += "<sequenceFlow id=\"" + fresh("f") + "\" sourceRef=\"" + from + "\" targetRef=\"" +
              to + "\">";
    if (!condition.empty())
      flows_ += "<conditionExpression xsi:type=\"tFormalExpression\">" + condition +
                "</conditionExpression>";
    flows_ += "</sequenceFlow>";
  }
  std::string event() {
    switch (pick(4)) {
      case 0:
        return "<messageEventDefinition messageRef=\"msg1\"/>";
      case 1:
        return "<signalEventDefinition signalRef=\"sig1\"/>";
      case 2:
        return "<conditionalEventDefinition><condition xsi:type=\"tFormalExpression\">n = " +
               std::to_string(pick(4)) + "</condition></conditionalEventDefinition>";
      default:
        return "<timerEventDefinition><timeDuration>PT" + std::to_string(1 + pick(5)) +
               "H</timeDuration></timerEventDefinition>";
    }
  }
  std::string loop() {
    switch (pick(6)) {
      case 0:
        return "<standardLoopCharacteristics loopMaximum=\"2\"/>";
      case 1:
      case 2:
        return std::string("<multiInstanceLoopCharacteristics isSequential=\"") +
               (pick(2) ? "true" : "false") + "\"><loopCardinality>" + std::to_string(pick(4)) +
               "</loopCardinality></multiInstanceLoopCharacteristics>";
      default:
        return "";
    }
  }

  Block task() {
    const std::string id = fresh("t");
    std::string text = "<userTask id=\"" + id + "\">" + loop() + "</userTask>";
    if (pick(3) == 0) text += boundary(id);
    if (pick(4) == 0) text += compensation(id);
    return {text, id, id};
  }
  std::string boundary(const std::string& host) {
    const std::string id = fresh("b");
    const std::string end = fresh("e");
    flow(id, end);
    return "<boundaryEvent id=\"" + id + "\" attachedToRef=\"" + host + "\" cancelActivity=\"" +
           (pick(2) ? "true" : "false") + "\">" + event() + "</boundaryEvent><endEvent id=\"" +
           end + "\"/>";
  }
  std::string compensation(const std::string& host) {
    const std::string id = fresh("b");
    const std::string handler = fresh("h");
    return "<boundaryEvent id=\"" + id + "\" attachedToRef=\"" + host +
           "\"><compensateEventDefinition/></boundaryEvent><userTask id=\"" + handler +
           "\" isForCompensation=\"true\"/><association id=\"" + fresh("o") + "\" sourceRef=\"" +
           id + "\" targetRef=\"" + handler + "\" associationDirection=\"One\"/>";
  }
  Block subprocess(int depth) {
    const std::string id = fresh("u");
    const std::string outer = std::move(flows_);
    flows_.clear();
    const std::string start = fresh("s");
    const std::string end = fresh("e");
    const Block inner = make(depth - 1);
    flow(start, inner.in);
    flow(inner.out, end);
    const char* ends[] = {"",
                          "",
                          "<terminateEventDefinition/>",
                          "<errorEventDefinition errorRef=\"err1\"/>",
                          "<escalationEventDefinition escalationRef=\"esc1\"/>",
                          "<compensateEventDefinition/>"};
    std::string text = "<startEvent id=\"" + start + "\"/><endEvent id=\"" + end + "\">" +
                       ends[pick(6)] + "</endEvent>" + inner.text;
    if (pick(3) == 0) text += event_subprocess();
    text += flows_;
    flows_ = outer;
    text = "<subProcess id=\"" + id + "\">" + loop() + text + "</subProcess>";
    const std::string caught = fresh("b");
    const std::string after = fresh("e");
    text += "<boundaryEvent id=\"" + caught + "\" attachedToRef=\"" + id +
            "\"><errorEventDefinition/></boundaryEvent><endEvent id=\"" + after + "\"/>";
    flow(caught, after);
    if (pick(3) == 0) text += boundary(id);
    return {text, id, id};
  }
  std::string event_subprocess() {
    const std::string outer = std::move(flows_);
    flows_.clear();
    const std::string start = fresh("s");
    const std::string task = fresh("t");
    flow(start, task);
    const std::string text =
        "<subProcess id=\"" + fresh("v") + "\" triggeredByEvent=\"true\"><startEvent id=\"" +
        start + "\" isInterrupting=\"" + (pick(2) ? "true" : "false") + "\">" + event() +
        "</startEvent><userTask id=\"" + task + "\"/>" + flows_ + "</subProcess>";
    flows_ = outer;
    return text;
  }
  Block split(int depth) {
    const char* kinds[] = {"exclusiveGateway", "parallelGateway", "inclusiveGateway"};
    const std::size_t kind = pick(3);
    const std::string in = fresh("g");
    const std::string out = fresh("g");
    std::string text;
    const std::size_t branches = 2 + pick(2);
    for (std::size_t i = 0; i < branches; ++i) {
      const Block branch = make(depth - 1);
      text += branch.text;
      const std::string condition = "n &gt;= " + std::to_string(branches - 1 - i);
      flow(in, branch.in, kind == 1 ? "" : condition);
      flow(branch.out, out);
    }
    for (const std::string& id : {in, out})
      text += "<" + std::string(kinds[kind]) + " id=\"" + id + "\"/>";
    return {text, in, out};
  }
  Block catching() {
    const std::string id = fresh("c");
    return {"<intermediateCatchEvent id=\"" + id + "\">" + event() + "</intermediateCatchEvent>",
            id, id};
  }
  Block choice() {
    const std::string in = fresh("g");
    const std::string out = fresh("g");
    std::string text =
        "<eventBasedGateway id=\"" + in + "\"/><exclusiveGateway id=\"" + out + "\"/>";
    for (int i = 0; i < 2; ++i) {
      const Block event = catching();
      text += event.text;
      flow(in, event.in);
      flow(event.out, out);
    }
    return {text, in, out};
  }
  Block make(int depth) {
    const std::size_t kind = depth <= 0 ? pick(3) : pick(9);
    if (kind <= 1) return task();
    if (kind == 2) return catching();
    if (kind == 3) return choice();
    if (kind == 4) return subprocess(depth);
    if (kind <= 6) return split(depth);
    const Block first = make(depth - 1);
    const Block second = make(depth - 1);
    flow(first.out, second.in);
    return {first.text + second.text, first.in, second.out};
  }

  std::mt19937_64& random_;
  std::string flows_;
  int count_ = 0;
};

// Something that could be done now, or something that cannot.
std::string random_command(Fixture& fixture, std::mt19937_64& random) {
  std::vector<ElementKey> keys;
  fixture.instance.for_each([&](const ElementInstance& record) { keys.push_back(record.key); });
  const ElementKey key = keys[random() % keys.size()];
  const ElementInstance& record = *fixture.instance.find(key);
  const std::int64_t number = static_cast<std::int64_t>(random() % 4);
  if (random() % 10 == 0) return fixture.run(SetVariables{{}, {{"n", number}}, false});
  if (random() % 40 == 0) return fixture.run(CompleteTask{ElementKey(random() % 500), {}, false});
  if (random() % 60 == 0) return fixture.run(Modify{{key}, {}, {}, {}});
  if (record.incident)
    return random() % 2 ? fixture.run(RetryIncident{key}) : fixture.run(ResolveIncident{key, {}});
  if (std::holds_alternative<Shared<UserTask>>(record.payload))
    return fixture.run(CompleteTask{key, {{"n", number}}, false});
  const auto* timer = std::get_if<Timer>(&record.payload);
  if (timer != nullptr && random() % 3 != 0) return {};
  if (!record.node.valid() || std::holds_alternative<ScopeState>(record.payload)) return {};
  const bool waits = timer != nullptr ||
                     std::holds_alternative<Shared<MessageSubscription>>(record.payload) ||
                     std::holds_alternative<SignalSubscription>(record.payload);
  return waits ? fixture.trigger((*fixture.definition)[record.node].id) : std::string();
}

TEST(PropertyTest, EveryCommandOnEveryModelKeepsWhatMustHold) {
  const std::uint64_t seed = 20260105;
  std::size_t ended = 0;
  for (std::uint64_t run = 0; run < 150; ++run) {
    std::mt19937_64 random(seed + run);
    const std::string elements = RandomModel(random).build();
    SCOPED_TRACE("seed " + std::to_string(seed + run) + "\n" + elements);
    Fixture fixture(process(elements, kRoots));
    if (::testing::Test::HasFailure()) return;
    ASSERT_EQ(fixture.start({{"n", static_cast<std::int64_t>(random() % 4)}}), "");
    for (int i = 0; i < 120 && !fixture.instance.header.has_ended(); ++i) {
      random_command(fixture, random);
      if (::testing::Test::HasFailure()) return;
    }
    ended += fixture.instance.header.has_ended() ? 1 : 0;
  }
  EXPECT_GT(ended, 30U) << "the models are too hard to finish: the test shows little";
}

}  // namespace
}  // namespace umlauf::runtime::test
