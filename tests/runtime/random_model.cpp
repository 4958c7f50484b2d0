#include "tests/runtime/random_model.hpp"

#include <cstdlib>
#include <utility>
#include <vector>

#include "tests/runtime/random_parts.hpp"

namespace umlauf::runtime::test {
namespace {

constexpr const char* kError = "<errorEventDefinition errorRef=\"err1\"/>";
constexpr const char* kEscalation = "<escalationEventDefinition escalationRef=\"esc1\"/>";
constexpr const char* kSignal = "<signalEventDefinition signalRef=\"sig1\"/>";
constexpr const char* kCollections =
    R"(<dataObject id="n" name="n"/><dataObject id="items" name="items" isCollection="true"/>)"
    R"(<dataObject id="results" name="results" isCollection="true"/>)"
    R"(<dataObject id="other" name="other"/>)";
constexpr const char* kCompensation = "<compensateEventDefinition/>";

std::uint64_t number_from(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

}  // namespace

std::uint64_t number_of_cases(std::uint64_t few) {
  return number_from("UMLAUF_PROPERTY_CASES", std::getenv("UMLAUF_SOAK") ? 10 * few : few);
}

std::uint64_t first_seed(std::uint64_t otherwise) {
  return number_from("UMLAUF_PROPERTY_SEED", otherwise);
}

const char* const kRandomRoots =
    R"(<message id="msg1" name="m1"/><message id="msg2" name="m2"/><signal id="sig1" name="g1"/>)"
    R"(<message id="begin1" name="a1"/><message id="begin2" name="a2"/>)"
    R"(<correlationProperty id="case1" name="case"><correlationPropertyRetrievalExpression )"
    R"(messageRef="begin1"><messagePath>n</messagePath></correlationPropertyRetrievalExpression>)"
    R"(<correlationPropertyRetrievalExpression messageRef="begin2"><messagePath>n</messagePath>)"
    R"(</correlationPropertyRetrievalExpression></correlationProperty>)"
    R"(<signal id="begin3" name="g2"/>)"
    R"(<error id="err1" errorCode="r1"/><escalation id="esc1" escalationCode="c1"/>)"
    R"(<signalEventDefinition id="thrown1" signalRef="sig1"/>)"
    R"(<escalationEventDefinition id="thrown2" escalationRef="esc1"/>)"
    R"(<compensateEventDefinition id="thrown3"/>)"
    R"(<compensateEventDefinition id="thrown4" waitForCompletion="false"/>)"
    R"(<messageEventDefinition id="thrown5" messageRef="msg1"/>)";

void RandomModel::flow(const std::string& from, const std::string& to,
                       const std::string& condition) {
  flows_ += "<sequenceFlow id=\"" + fresh("f") + "\" sourceRef=\"" + from + "\" targetRef=\"" + to +
            "\">" + of_flow();
  if (!condition.empty()) flows_ += expression("conditionExpression", condition);
  flows_ += "</sequenceFlow>";
}

std::string RandomModel::structured() {
  choose_dialect();
  const std::string own = of_process();
  return own + scope([&] {
           const Block start = begin();
           const Block block = make(4);
           flow(start.out, block.in);
           flow(block.out, "e");
           std::string text = kCollections + start.text + element("endEvent", "e") + block.text;
           if (pick(4) == 0) text += event_subprocess();
           return text;
         });
}

std::string RandomModel::unstructured() {
  choose_dialect();
  const std::string own = of_process();
  return own + scope([&] {
           const Block start = begin();
           std::string text = kCollections + start.text + element("endEvent", "e");
           std::vector<Block> blocks;
           const std::size_t size = 4 + pick(8);
           for (std::size_t i = 0; i < size; ++i)
             blocks.push_back(pick(5) < 3 ? gateway() : pick(3) == 0 ? make(2) : leaf());
           for (const Block& block : blocks) text += block.text;
           const auto connect = [&](std::size_t from, const std::string& to) {
             // Conditions only where they may stand; tasks decide, too, now and then.
             const char kind = blocks[from].out[0];
             const bool decides = kind == 'x' || kind == 'i' || (kind == 't' && pick(3) == 0);
             flow(blocks[from].out, to, decides ? "n &gt;= " + std::to_string(pick(4)) : "");
           };
           flow(start.out, blocks.front().in);
           for (std::size_t i = 1; i < size; ++i) connect(pick(i), blocks[i].in);
           for (std::size_t i = pick(size); i > 0; --i)
             connect(pick(size), blocks[pick(3) == 0 ? pick(size) : size - 1 - pick(size / 2)].in);
           for (std::size_t i = 0; i < size; ++i)
             if (pick(3) == 0 || i + 1 == size ||
                 flows_.find("sourceRef=\"" + blocks[i].out + "\"") == std::string::npos)
               flow(blocks[i].out, "e");
           if (pick(4) == 0) text += event_subprocess();
           return text;
         });
}

// Several of them: any will do, or all are wanted.
std::string RandomModel::triggers() {
  return std::string("<messageEventDefinition messageRef=\"msg2\"/>") + kSignal;
}

std::string RandomModel::trigger() {
  if (pick(12) == 0) return "<eventDefinitionRef>thrown1</eventDefinitionRef>";
  switch (pick(4)) {
    case 0:
      return "<messageEventDefinition messageRef=\"msg1\"/>";
    case 1:
      return kSignal;
    case 2:
      return "<conditionalEventDefinition>" +
             expression("condition", "n = " + std::to_string(pick(4))) +
             "</conditionalEventDefinition>";
    default:
      if (pick(6) == 0)
        return "<timerEventDefinition><timeDate>2026-01-01T03:00:00Z</timeDate>"
               "</timerEventDefinition>";
      return "<timerEventDefinition><timeDuration>PT" + std::to_string(1 + pick(5)) +
             "H</timeDuration></timerEventDefinition>";
  }
}

std::string RandomModel::loop() {
  switch (pick(6)) {
    case 0:
      if (pick(2)) return "<standardLoopCharacteristics loopMaximum=\"2\"/>";
      return std::string("<standardLoopCharacteristics loopMaximum=\"3\" testBefore=\"") +
             (pick(2) ? "true" : "false") + "\">" + expression("loopCondition", "n &lt; 2") +
             "</standardLoopCharacteristics>";
    case 1:
    case 2:
      return behavior();
    default:
      return pick(6) ? "" : of_collection();
  }
}

RandomModel::Block RandomModel::task() {
  const std::string id = fresh("t");
  const char* quantity = pick(12) == 0   ? "completionQuantity=\"2\""
                         : pick(20) == 0 ? "startQuantity=\"2\""
                                         : "";
  std::string text = element("userTask", id, listeners(true) + loop(), quantity + waiting_points());
  if (pick(3) == 0) text += boundary(id);
  if (pick(4) == 0) text += compensation(id);
  return {text, id, id};
}

std::string RandomModel::boundary(const std::string& host) {
  const std::string id = fresh("b");
  const std::string end = fresh("e");
  flow(id, end);
  const std::string attributes =
      "attachedToRef=\"" + host + "\" cancelActivity=\"" + (pick(2) ? "true" : "false") + "\"";
  // What repeats may not end its activity.
  if (pick(10) == 0)
    return element("boundaryEvent", id, triggers(),
                   attributes + (pick(2) ? " parallelMultiple=\"true\"" : "")) +
           element("endEvent", end);
  if (pick(8) == 0)
    return element("boundaryEvent", id,
                   "<timerEventDefinition><timeCycle>R2/PT1H</timeCycle></timerEventDefinition>",
                   "attachedToRef=\"" + host + "\" cancelActivity=\"false\"") +
           element("endEvent", end);
  return element("boundaryEvent", id,
                 listeners() + (pick(4) ? trigger() : std::string(kEscalation)), attributes) +
         element("endEvent", end);
}

std::string RandomModel::compensation(const std::string& host) {
  const std::string id = fresh("b");
  const std::string handler = fresh("h");
  return element("boundaryEvent", id, kCompensation, "attachedToRef=\"" + host + "\"") +
         element("userTask", handler, listeners(true), "isForCompensation=\"true\"") +
         "<association id=\"" + fresh("o") + "\" sourceRef=\"" + id + "\" targetRef=\"" + handler +
         "\" associationDirection=\"One\"/>";
}

RandomModel::Block RandomModel::subprocess(int depth) {
  const std::string id = fresh("u");
  const char* ends[] = {
      "", "", "<terminateEventDefinition/>", kError, kEscalation, kCompensation, kSignal};
  const std::string both = std::string(kEscalation) + kSignal;
  const std::string inner = scope([&] {
    const std::string start = fresh("s");
    const std::string end = fresh("e");
    const Block block = make(depth - 1);
    flow(start, block.in);
    flow(block.out, end);
    std::string text = element("startEvent", start, listeners()) +
                       element("endEvent", end, listeners() + (pick(8) ? ends[pick(7)] : both)) +
                       block.text;
    if (pick(3) == 0) text += event_subprocess();
    if (pick(4) == 0) text += compensation_event_subprocess();
    return text;
  });
  // A variable of its own hides the outer one.
  const std::string property = pick(6) ? "" : "<property id=\"" + fresh("y") + "\" name=\"n\"/>";
  std::string text =
      element("subProcess", id, listeners() + property + loop() + inner, waiting_points());
  const std::string caught = fresh("b");
  const std::string after = fresh("e");
  text +=
      element("boundaryEvent", caught, "<errorEventDefinition/>", "attachedToRef=\"" + id + "\"") +
      element("endEvent", after);
  flow(caught, after);
  if (pick(3) == 0) text += boundary(id);
  return {text, id, id};
}

RandomModel::Block RandomModel::transaction(int depth) {
  const std::string id = fresh("a");
  const std::string inner = scope([&] {
    const std::string start = fresh("s");
    const std::string choice = fresh("x");
    const std::string end = fresh("e");
    const std::string cancel = fresh("e");
    const Block block = make(depth - 1);
    flow(start, block.in);
    flow(block.out, choice);
    flow(choice, cancel, "n &gt;= 2");
    flow(choice, end, "n &lt; 2");
    return element("startEvent", start) + element("exclusiveGateway", choice) +
           element("endEvent", end) + element("endEvent", cancel, "<cancelEventDefinition/>") +
           block.text;
  });
  const std::string cancelled = fresh("b");
  const std::string after = fresh("e");
  flow(cancelled, after);
  return {element("transaction", id, listeners() + loop() + inner) +
              element("boundaryEvent", cancelled, "<cancelEventDefinition/>",
                      "attachedToRef=\"" + id + "\"") +
              element("endEvent", after),
          id, id};
}

RandomModel::Block RandomModel::ad_hoc() {
  const std::string id = fresh("d");
  const std::string inner = scope([&] {
    std::string text = element("userTask", fresh("t"));
    const std::string first = fresh("t");
    const std::string second = fresh("t");
    flow(first, second);
    return text + element("userTask", first) + element("userTask", second);
  });
  const std::string condition = pick(2) ? expression("completionCondition", "n = 3") : "";
  const std::string ordering = pick(2) ? "ordering=\"Sequential\"" : "ordering=\"Parallel\"";
  const std::string rest = pick(2) ? " cancelRemainingInstances=\"false\"" : "";
  return {element("adHocSubProcess", id, listeners() + inner + condition, ordering + rest), id, id};
}

// Errors only interrupt; whatever else may run beside.
std::string RandomModel::event_subprocess() {
  const std::string own = listeners();
  return element("subProcess", fresh("v"), scope([&] {
                   const std::string start = fresh("s");
                   const std::string task = fresh("t");
                   const std::string end = fresh("e");
                   flow(start, task);
                   flow(task, end);
                   const std::size_t kind = pick(5);
                   const bool several = kind == 2 && pick(3) == 0;
                   const std::string event = kind == 0   ? kError
                                             : kind == 1 ? kEscalation
                                             : several   ? triggers()
                                                         : trigger();
                   const bool interrupts = kind == 0 || pick(2) == 0;
                   return own +
                          element("startEvent", start, listeners() + event,
                                  std::string("isInterrupting=\"") +
                                      (interrupts ? "true\"" : "false\"") +
                                      (several && pick(2) ? " parallelMultiple=\"true\"" : "")) +
                          element("userTask", task, listeners(true)) + element("endEvent", end);
                 }),
                 "triggeredByEvent=\"true\"");
}

RandomModel::Block RandomModel::split(int depth) {
  const char* kinds[] = {"exclusiveGateway", "parallelGateway", "inclusiveGateway",
                         "complexGateway"};
  const std::size_t kind = pick(4);
  const std::string in = fresh("g");
  const std::string out = fresh("g");
  std::string text;
  const std::size_t branches = 2 + pick(2);
  for (std::size_t i = 0; i < branches; ++i) {
    const Block branch = make(depth - 1);
    text += branch.text;
    flow(in, branch.in, kind == 1 ? "" : "n &gt;= " + std::to_string(branches - 1 - i));
    flow(branch.out, out);
  }
  const std::string activation =
      kind == 3 && pick(2) ? expression("activationCondition",
                                        "activationCount &gt;= " + std::to_string(1 + pick(2)))
                           : "";
  text +=
      element(kinds[kind], in, listeners()) + element(kinds[kind], out, listeners() + activation);
  return {text, in, out};
}

RandomModel::Block RandomModel::catching() {
  const std::string id = fresh("c");
  if (pick(6) != 0)
    return {element("intermediateCatchEvent", id, listeners() + trigger(), waiting_points()), id,
            id};
  return {element("intermediateCatchEvent", id, triggers(),
                  pick(2) ? "parallelMultiple=\"true\"" : "parallelMultiple=\"false\""),
          id, id};
}

RandomModel::Block RandomModel::throwing() {
  const char* results[] = {"", kEscalation, kSignal, kCompensation,
                           "<messageEventDefinition messageRef=\"msg1\"/>"};
  const std::string id = fresh("w");
  const std::size_t result = pick(5);
  if (result == 4) senders_.push_back(id);
  return {element("intermediateThrowEvent", id, listeners() + results[result]), id, id};
}

RandomModel::Block RandomModel::choice() {
  const std::string in = fresh("g");
  const std::string out = fresh("x");
  std::string text =
      element("eventBasedGateway", in, listeners()) + element("exclusiveGateway", out, listeners());
  for (int i = 0; i < 2; ++i) {
    const std::string id = fresh("c");
    text += i == 1 && pick(4) == 0 ? element("receiveTask", id, listeners(), "messageRef=\"msg2\"")
                                   : element("intermediateCatchEvent", id, listeners() + trigger());
    flow(in, id);
    flow(id, out);
  }
  return {text, in, out};
}

// The first letter says which conditions may stand behind it.
RandomModel::Block RandomModel::gateway() {
  static constexpr std::pair<const char*, const char*> kKinds[] = {{"x", "exclusiveGateway"},
                                                                   {"p", "parallelGateway"},
                                                                   {"i", "inclusiveGateway"},
                                                                   {"i", "complexGateway"}};
  const auto& [prefix, name] = kKinds[pick(4)];
  const std::string id = fresh(prefix);
  return {element(name, id, listeners()), id, id};
}

RandomModel::Block RandomModel::leaf() {
  switch (pick(options_.calls ? 13 : 12)) {
    case 7:
      return pick(3) ? work() : receive();
    case 8:
      return pick(2) ? pick(2) ? script() : decision() : pick(2) ? plain() : both();
    case 9:
      return pick(3) ? forking() : supplied();
    case 10:
      return undone();
    case 11:
      return pick(2) ? carrying() : computed();
    case 0:
    case 1:
    case 2:
      return task();
    case 3:
      return catching();
    case 4:
      return throwing();
    case 5:
      return link();
    case 6:
      return pick(2) ? ad_hoc() : choice();
    default:
      return call();
  }
}

RandomModel::Block RandomModel::make(int depth) {
  const std::size_t kind = depth <= 0 ? 0 : pick(9);
  if (kind <= 1) return leaf();
  if (kind == 2) return transaction(depth);
  if (kind <= 4) return subprocess(depth);
  if (kind <= 6) return split(depth);
  const Block first = make(depth - 1);
  const Block second = make(depth - 1);
  flow(first.out, second.in);
  return {first.text + second.text, first.in, second.out};
}

}  // namespace umlauf::runtime::test
