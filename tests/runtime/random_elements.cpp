// Elements of random models that only now and then occur.
#include "tests/runtime/random_model.hpp"
#include "tests/runtime/random_parts.hpp"

namespace umlauf::runtime::test {

// A job for a worker, who may raise an error or an escalation.
RandomModel::Block RandomModel::work() {
  const char* kinds[] = {"serviceTask", "sendTask", "businessRuleTask", "scriptTask"};
  const std::string id = fresh("t");
  std::string text = element(kinds[pick(4)], id, loop(), "umlauf:topic=\"j\"");
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
  std::string text = element("receiveTask", id, loop(), pick(2) ? "messageRef=\"msg1\"" : "");
  if (pick(3) == 0) text += boundary(id);
  return {text, id, id};
}

RandomModel::Block RandomModel::script() {
  const char* results[] = {"{n: n + 1}", "{n: 0}", "{other: [n]}",
                           "{n: if n &gt; 2 then 0 else n}"};
  const std::string id = fresh("t");
  return {
      element("scriptTask", id, loop() + "<script>" + std::string(results[pick(4)]) + "</script>",
              "scriptFormat=\"application/feel\""),
      id, id};
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

// Several instances, and what they throw when they complete (table 10.31).
std::string RandomModel::behavior() {
  const std::string thrown = "thrown" + std::to_string(1 + pick(5));
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
      rule = "<complexBehaviorDefinition>" +
             expression("condition", "numberOfCompletedInstances &gt;= 2") +
             element("event", fresh("m"),
                     pick(2) ? "<compensateEventDefinition/>"
                             : "<signalEventDefinition signalRef=\"sig1\"/>") +
             "</complexBehaviorDefinition>";
      break;
    default:
      break;
  }
  return "<multiInstanceLoopCharacteristics" + attributes + ">" +
         expression("loopCardinality", std::to_string(pick(4))) +
         (pick(3) ? "" : expression("completionCondition", "numberOfCompletedInstances = 1")) +
         rule + "</multiInstanceLoopCharacteristics>";
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
