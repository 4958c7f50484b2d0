// Elements of random models that only now and then occur.
#include "tests/runtime/random_model.hpp"
#include "tests/runtime/random_parts.hpp"

namespace umlauf::runtime::test {

// For 3 there is no rule: the decision is null.
const char* const kRandomDecision =
    R"(<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="random" )"
    R"(namespace="urn:random"><inputData id="given" name="n"><variable name="n" )"
    R"(typeRef="number"/></inputData><decision id="next" name="next"><variable name="next" )"
    R"(typeRef="number"/><informationRequirement id="needs"><requiredInput href="#given"/>)"
    R"(</informationRequirement><decisionTable id="table" hitPolicy="UNIQUE"><input id="input">)"
    R"(<inputExpression id="what" typeRef="number"><text>n</text></inputExpression></input>)"
    R"(<output id="output" typeRef="number"/><rule id="rule1"><inputEntry id="if1">)"
    R"(<text>0</text></inputEntry><outputEntry id="then1"><text>2</text></outputEntry></rule>)"
    R"(<rule id="rule2"><inputEntry id="if2"><text>[1..2]</text></inputEntry>)"
    R"(<outputEntry id="then2"><text>n - 1</text></outputEntry></rule></decisionTable>)"
    R"(</decision></definitions>)";

feel::Value random_items(std::mt19937_64& random) {
  feel::Values items(random() % 4);
  for (feel::Value& item : items) item = static_cast<std::int64_t>(random() % 4);
  return feel::Value(std::move(items));
}

// A plain start, or a message or a condition that begins the process (§10.3.3, §10.5.2, §10.6.6).
RandomModel::Block RandomModel::begin() {
  switch (pick(9)) {
    case 0:
    case 1:
    case 2:
      beginning_ = Beginning::Message;
      if (pick(4) == 0) return beginning_event();
      return pick(2) ? beginning_tasks() : beginning_gateway();
    case 3:
      beginning_ = Beginning::Condition;
      return beginning_conditions();
    default:
      return {element("startEvent", "s", listeners()), "s", "s"};
  }
}

// Whichever of them hold begin an instance each; a signal may do so at the same events.
RandomModel::Block RandomModel::beginning_conditions() {
  const std::string out = fresh("x");
  std::string text = element("exclusiveGateway", out);
  const std::size_t count = 1 + pick(2);
  for (std::size_t i = 0; i < count; ++i) {
    const std::string id = fresh("s");
    text += element("startEvent", id,
                    listeners() + "<conditionalEventDefinition>" +
                        expression("condition", "n &gt;= " + std::to_string(pick(3))) +
                        "</conditionalEventDefinition>" +
                        (pick(3) ? "" : "<signalEventDefinition signalRef=\"begin3\"/>"));
    flow(id, out);
  }
  return {text, "", out};
}

RandomModel::Block RandomModel::beginning_tasks() {
  const std::string out = fresh("x");
  std::string text = element("exclusiveGateway", out);
  const std::size_t count = 1 + pick(2);
  for (std::size_t i = 1; i <= count; ++i) {
    const std::string id = fresh("t");
    const std::string quantity = pick(6) ? "" : " completionQuantity=\"2\"";
    text +=
        element("receiveTask", id, "",
                "instantiate=\"true\" messageRef=\"begin" + std::to_string(i) + "\"" + quantity);
    if (pick(3) == 0) text += compensation(id);
    flow(id, out);
  }
  return {text, "", out};
}

// Any of its triggers begins an instance, or all of them one together (§13.2).
RandomModel::Block RandomModel::beginning_event() {
  const std::string id = fresh("s");
  return {element("startEvent", id,
                  listeners() + "<messageEventDefinition messageRef=\"begin1\"/>"
                                "<signalEventDefinition signalRef=\"begin3\"/>",
                  pick(2) ? "parallelMultiple=\"true\"" : ""),
          "", id};
}

// The first of its events begins the process; a parallel one then waits for the others.
RandomModel::Block RandomModel::beginning_gateway() {
  const char* events[] = {
      "<messageEventDefinition messageRef=\"begin1\"/>",
      "<messageEventDefinition messageRef=\"begin2\"/>",
      "<signalEventDefinition signalRef=\"begin3\"/>",
      "<timerEventDefinition><timeDuration>PT2H</timeDuration></timerEventDefinition>"};
  const bool parallel = pick(2) == 0;
  const bool tasks = pick(3) == 0;
  const std::string in = fresh("g");
  const std::string out = fresh("g");
  std::string text = element("eventBasedGateway", in, "",
                             std::string("instantiate=\"true\" eventGatewayType=\"") +
                                 (parallel ? "Parallel\"" : "Exclusive\"")) +
                     element(parallel ? "parallelGateway" : "exclusiveGateway", out);
  for (std::size_t i = 1; i <= 2; ++i) {
    const std::string id = fresh("c");
    text += tasks ? element("receiveTask", id, "",
                            "messageRef=\"begin" + std::to_string(i) + "\" instantiate=\"true\"")
                  : element("intermediateCatchEvent", id, events[i == 1 ? 0 : 1 + pick(3)]);
    flow(in, id);
    flow(id, out);
  }
  return {text, "", out};
}

// A job for a worker, who may raise an error or an escalation.
RandomModel::Block RandomModel::work() {
  const char* kinds[] = {"serviceTask", "sendTask", "businessRuleTask", "scriptTask"};
  const std::string id = fresh("t");
  std::string text =
      element(kinds[pick(4)], id, listeners() + loop(), "umlauf:topic=\"j\"" + waiting_points());
  if (pick(2)) {
    const std::string caught = fresh("b");
    const std::string after = fresh("e");
    flow(caught, after);
    text += element("boundaryEvent", caught, "<errorEventDefinition errorRef=\"err1\"/>",
                    "attachedToRef=\"" + id + "\"") +
            element("endEvent", after);
  }
  if (pick(3) == 0) text += boundary(id);
  if (pick(4) == 0) text += compensation(id);
  return {text, id, id};
}

// With a message, or continued by hand.
RandomModel::Block RandomModel::receive() {
  const std::string id = fresh("t");
  std::string text =
      element("receiveTask", id, listeners() + loop(), pick(2) ? "messageRef=\"msg1\"" : "");
  if (pick(3) == 0) text += boundary(id);
  return {text, id, id};
}

RandomModel::Block RandomModel::script() {
  const char* results[] = {"{n: n + 1}", "{n: 0}", "{other: [n]}",
                           "{n: if n &gt; 2 then 0 else n}"};
  const std::string id = fresh("t");
  return {element("scriptTask", id,
                  listeners() + loop() + "<script>" + std::string(results[pick(4)]) + "</script>",
                  "scriptFormat=\"application/feel\""),
          id, id};
}

// Nothing is waited for.
RandomModel::Block RandomModel::plain() {
  const std::string id = fresh("t");
  const std::string quantity = pick(4) ? "" : "completionQuantity=\"2\"";
  std::string text = element(pick(2) ? "task" : "manualTask", id, listeners() + loop(),
                             quantity + waiting_points());
  if (pick(3) == 0) text += compensation(id);
  return {text, id, id};
}

// By a name that the model knows, or by one that for 3 is no decision's.
RandomModel::Block RandomModel::decision() {
  const std::string id = fresh("t");
  const char* names[] = {"next", "{if n = 3 then &quot;none&quot; else &quot;next&quot;}"};
  std::string text = element(
      "businessRuleTask", id, listeners() + loop(),
      std::string("umlauf:resultVariable=\"n\" umlauf:decision=\"") + names[pick(2)] + "\"");
  if (pick(4) == 0) text += compensation(id);
  return {text, id, id};
}

// An activity that chooses among its flows (implicit inclusive split, §13.3.1), with a default.
RandomModel::Block RandomModel::forking() {
  const std::string id = fresh("t");
  const std::string out = fresh("i");
  const std::string ways[] = {fresh("t"), fresh("t"), fresh("t")};
  std::string text = element("inclusiveGateway", out);
  for (std::size_t i = 0; i < 3; ++i) {
    text += element("userTask", ways[i]);
    if (i > 0) flow(id, ways[i], "n &gt;= " + std::to_string(i));
    flow(ways[i], out);
  }
  const std::string otherwise = fresh("f");
  flows_ += "<sequenceFlow id=\"" + otherwise + "\" sourceRef=\"" + id + "\" targetRef=\"" +
            ways[0] + "\"/>";
  text += element("userTask", id, "", "default=\"" + otherwise + "\"");
  return {text, id, out};
}

// A task that waits while n is null, and may lack an output when it is done.
RandomModel::Block RandomModel::supplied() {
  const std::string id = fresh("t");
  const std::string in = fresh("l");
  const std::string out = fresh("l");
  return {element("userTask", id,
                  "<ioSpecification>" + element("dataInput", in) +
                      element("dataOutput", out, "", "name=\"n\"") + "<inputSet><dataInputRefs>" +
                      in + "</dataInputRefs></inputSet><outputSet><dataOutputRefs>" + out +
                      "</dataOutputRefs>" +
                      (pick(3) ? "<optionalOutputRefs>" + out + "</optionalOutputRefs>" : "") +
                      "</outputSet></ioSpecification><dataInputAssociation><sourceRef>n</sourceRef>"
                      "<targetRef>" +
                      in + "</targetRef></dataInputAssociation>"),
          id, id};
}

// A task that is undone by its name, at once or while others go on.
RandomModel::Block RandomModel::undone() {
  const std::string id = fresh("t");
  const std::string undo = fresh("w");
  const std::string waits = pick(2) ? "" : " waitForCompletion=\"false\"";
  flow(id, undo);
  return {element("userTask", id, loop()) + compensation(id) +
              element("intermediateThrowEvent", undo,
                      "<compensateEventDefinition activityRef=\"" + id + "\"" + waits + "/>"),
          id, undo};
}

// Several results of one event.
RandomModel::Block RandomModel::both() {
  const char* results[] = {"<signalEventDefinition signalRef=\"sig1\"/>",
                           "<escalationEventDefinition escalationRef=\"esc1\"/>",
                           "<messageEventDefinition messageRef=\"msg1\"/>",
                           "<compensateEventDefinition/>"};
  const std::string id = fresh("w");
  const std::size_t first = pick(4);
  return {element("intermediateThrowEvent", id,
                  std::string(results[first]) + results[(first + 1 + pick(3)) % 4]),
          id, id};
}

// As many instances as a number says.
std::string RandomModel::behavior() {
  return multi_instance(expression("loopCardinality", std::to_string(pick(4))));
}

// An instance for each item, whose results are collected. An item named `n` hides the variable:
// then each instance decides by its own.
std::string RandomModel::of_collection() {
  const std::string in = fresh("l");
  const std::string out = fresh("l");
  const std::string name = pick(2) ? "n" : "item";
  return "<ioSpecification>" +
         element("dataInput", in, "", "name=\"" + in + "\" isCollection=\"true\"") +
         element("dataOutput", out, "", "name=\"" + out + "\" isCollection=\"true\"") +
         "<inputSet><dataInputRefs>" + in +
         "</dataInputRefs></inputSet><outputSet><dataOutputRefs>" + out +
         "</dataOutputRefs></outputSet></ioSpecification><dataInputAssociation><sourceRef>" +
         "items</sourceRef><targetRef>" + in + "</targetRef></dataInputAssociation>" +
         "<dataOutputAssociation><sourceRef>" + out + "</sourceRef><targetRef>results</targetRef>" +
         "</dataOutputAssociation>" +
         multi_instance("<loopDataInputRef>" + in + "</loopDataInputRef><loopDataOutputRef>" + out +
                        "</loopDataOutputRef>" +
                        element("inputDataItem", fresh("l"), "", "name=\"" + name + "\"") +
                        element("outputDataItem", fresh("l"), "", "name=\"n\""));
}

// Several instances, and what they throw when they complete (table 10.31).
std::string RandomModel::multi_instance(const std::string& source) {
  const std::string thrown = "thrown" + std::to_string(1 + pick(5));
  const std::string completed = counter("numberOfCompletedInstances", "nrOfCompletedInstances");
  std::string attributes = std::string(" isSequential=\"") + (pick(2) ? "true" : "false") + "\"";
  std::string rule;
  switch (pick(6)) {
    case 0:
      attributes += " behavior=\"One\" oneBehaviorEventRef=\"" + thrown + "\"";
      break;
    case 1:
      attributes += " behavior=\"None\" noneBehaviorEventRef=\"" + thrown + "\"";
      break;
    case 2:
      attributes += " behavior=\"Complex\"";
      rule = "<complexBehaviorDefinition>" + expression("condition", completed + " &gt;= 2") +
             element("event", fresh("m"),
                     pick(2) ? "<compensateEventDefinition/>"
                             : "<signalEventDefinition signalRef=\"sig1\"/>") +
             "</complexBehaviorDefinition>";
      break;
    default:
      break;
  }
  return "<multiInstanceLoopCharacteristics" + attributes + ">" + source +
         (pick(3) ? "" : expression("completionCondition", completed + " = 1")) + rule +
         "</multiInstanceLoopCharacteristics>";
}

RandomModel::Block RandomModel::call() {
  const std::string id = fresh("k");
  std::string text =
      element("callActivity", id, of_call() + loop(),
              std::string("calledElement=\"") + (pick(4) ? "q\"" : "g\"") + waiting_points());
  if (pick(2)) text += boundary(id);
  return {text, id, id};
}

RandomModel::Block RandomModel::link() {
  const std::string from = fresh("l");
  const std::string to = fresh("l");
  const auto definition = [&] {
    return "<linkEventDefinition id=\"" + fresh("j") + "\" name=\"" + to + "\"/>";
  };
  return {element("intermediateThrowEvent", from, definition()) +
              element("intermediateCatchEvent", to, definition()),
          from, to};
}

// A message that brings n, or takes it along.
RandomModel::Block RandomModel::carrying() {
  const std::string id = fresh("c");
  const std::string data = fresh("l");
  const std::string event = "<messageEventDefinition messageRef=\"msg1\"/>";
  if (pick(2))
    return {element("intermediateCatchEvent", id,
                    element("dataOutput", data, "", "name=\"n\"") +
                        "<dataOutputAssociation><sourceRef>" + data +
                        "</sourceRef><targetRef>n</targetRef></dataOutputAssociation><outputSet>"
                        "<dataOutputRefs>" +
                        data + "</dataOutputRefs></outputSet>" + event),
            id, id};
  senders_.push_back(id);
  return {element("intermediateThrowEvent", id,
                  element("dataInput", data, "", "name=\"n\"") +
                      "<dataInputAssociation><sourceRef>n</sourceRef><targetRef>" + data +
                      "</targetRef></dataInputAssociation><inputSet><dataInputRefs>" + data +
                      "</dataInputRefs></inputSet>" + event),
          id, id};
}

// What a task leaves is computed, as a whole or in a part (§10.4.2).
RandomModel::Block RandomModel::computed() {
  const std::string id = fresh("t");
  const std::string result =
      pick(2) ? "<targetRef>n</targetRef>" +
                    expression("transformation", "if n &gt; 1 then 0 else n + 1")
              : "<targetRef>other</targetRef><assignment>" + expression("from", "n") +
                    expression("to", "other.part") + "</assignment>";
  return {element(pick(2) ? "userTask" : "task", id,
                  "<dataOutputAssociation>" + result + "</dataOutputAssociation>" + loop()),
          id, id};
}

// Undoes its whole scope once that has completed.
std::string RandomModel::compensation_event_subprocess() {
  return element("subProcess", fresh("v"), scope([&] {
                   const std::string start = fresh("s");
                   const std::string task = fresh("t");
                   const std::string end = fresh("e");
                   flow(start, task);
                   flow(task, end);
                   return element("startEvent", start, "<compensateEventDefinition/>") +
                          element("userTask", task) + element("endEvent", end);
                 }),
                 "triggeredByEvent=\"true\"");
}

}  // namespace umlauf::runtime::test
