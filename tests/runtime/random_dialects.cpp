// Listeners and waiting points of other engines in random models.
#include "tests/runtime/random_model.hpp"
#include "tests/runtime/random_parts.hpp"

namespace umlauf::runtime::test {
namespace {

std::string extended(const std::string& inner) {
  return inner.empty() ? inner : "<extensionElements>" + inner + "</extensionElements>";
}

std::string zeebe_listener(const char* kind, const char* event) {
  return std::string("<zeebe:") + kind + " eventType=\"" + event + "\" type=\"j\"/>";
}

std::string zeebe_list(const char* kind, const std::string& inner) {
  return std::string("<zeebe:") + kind + "s>" + inner + "</zeebe:" + kind + "s>";
}

}  // namespace

void RandomModel::choose_dialect() {
  static constexpr Dialect kDialects[] = {Dialect::Standard, Dialect::Standard, Dialect::Camunda,
                                          Dialect::Zeebe};
  dialect_ = kDialects[pick(4)];
}

std::string RandomModel::counter(const char* standard, const char* camunda) const {
  return dialect_ == Dialect::Camunda ? camunda : standard;
}

std::string RandomModel::camunda_listener(bool of_task) {
  const char* task_events[] = {"create", "assignment", "update", "complete", "delete", "timeout"};
  const char* event = of_task ? task_events[pick(6)] : pick(2) ? "start" : "end";
  const char* scripts[] = {"{n: if n &gt; 2 then 0 else n + 1}", "{other: n}", "{n: 1}"};
  const std::string name = of_task ? "camunda:taskListener" : "camunda:executionListener";
  const bool timed = of_task && event == std::string("timeout");
  const std::string timer =
      "<timerEventDefinition><timeDuration>PT2H</timeDuration></timerEventDefinition>";
  if (pick(2))
    return element(name, fresh("y"),
                   std::string("<camunda:script scriptFormat=\"feel\">") + scripts[pick(3)] +
                       "</camunda:script>" + (timed ? timer : ""),
                   std::string("event=\"") + event + "\"");
  return element(
      name, fresh("y"), timed ? timer : "",
      std::string("event=\"") + event + "\" expression=\"${execution.setVariable('n', 2)}\"");
}

std::string RandomModel::listeners(bool of_task) {
  if (dialect_ == Dialect::Standard || pick(3) != 0) return "";
  if (dialect_ == Dialect::Camunda) {
    std::string all = camunda_listener(of_task);
    if (pick(2)) all += camunda_listener(false);
    return extended(all);
  }
  const char* task_events[] = {"creating", "assigning", "updating", "completing"};
  std::string all;
  if (of_task)
    all += zeebe_list("taskListener", zeebe_listener("taskListener", task_events[pick(4)]));
  if (!of_task || pick(2))
    all += zeebe_list("executionListener",
                      zeebe_listener("executionListener", pick(2) ? "start" : "end"));
  return extended(all);
}

std::string RandomModel::of_process() { return listeners(); }

std::string RandomModel::of_flow() {
  if (dialect_ != Dialect::Camunda || pick(8) != 0) return "";
  return extended(
      "<camunda:executionListener event=\"take\"><camunda:script scriptFormat=\"feel\">{other: "
      "n}</camunda:script></camunda:executionListener>");
}

// What goes into a called process and comes back, as a dialect says it.
std::string RandomModel::of_call() {
  if (dialect_ != Dialect::Camunda || pick(2)) return listeners();
  return extended("<camunda:in variables=\"all\"/><camunda:out source=\"n\" target=\"n\"/>");
}

std::string RandomModel::waiting_points() {
  if (dialect_ != Dialect::Camunda || pick(6) != 0) return "";
  return pick(2) ? " camunda:asyncBefore=\"true\"" : " camunda:asyncAfter=\"true\"";
}

}  // namespace umlauf::runtime::test
