// Listeners and points of waiting as the dialects write them. What of them is not run here XML-09
// says; what is wrong with them is told because the engine that the model comes from refuses it.
#include <set>
#include <utility>

#include "engine/verify/structure/extensions.hpp"
#include "engine/verify/structure/visit.hpp"

namespace umlauf::verify::structure {
namespace {

using namespace bpmn;
using definition::kCamunda;
using definition::kJavaEngines;
using definition::kZeebe;

// A listener runs a class, a bean, an expression or a script; with Zeebe, a job of a type.
std::string_view code_of(const ExtensionElement& listener) {
  for (const std::string_view name : {"class", "delegateExpression", "expression", "type"})
    if (!is_blank(listener.value(name))) return listener.value(name);
  for (const ExtensionElement& child : listener.children)
    if (child.name == "script" && (!is_blank(child.text) || !is_blank(child.value("resource"))))
      return is_blank(child.text) ? child.value("resource") : std::string_view(child.text);
  return {};
}

struct Listeners {
  std::string_view element;
  std::string_view list;  // in which they stand with Zeebe
  std::set<std::string_view> events;
};

void check_listener(Check& check, const BaseElement& owner, const ExtensionElement& listener,
                    std::string_view event, const std::set<std::string_view>& events) {
  const std::string at = quoted(owner.id);
  if (code_of(listener).empty())
    check.report(listener.span, owner.id,
                 {"a listener of " + at + " does not say what it runs",
                  "ein Listener von " + at + " sagt nicht, was er ausführt"});
  if (!events.contains(event))
    check.report(listener.span, owner.id,
                 {event.empty() ? "a listener of " + at + " does not say for which event"
                                : "there is no event " + quoted(event) + " for a listener of " + at,
                  event.empty() ? "ein Listener von " + at + " sagt nicht, für welches Ereignis"
                                : "für einen Listener von " + at + " gibt es kein Ereignis " +
                                      quoted(event)});
}

void check_listeners(Check& check, const BaseElement& owner, const Listeners& kind) {
  for (const ExtensionElement* own : elements_of(owner, kJavaEngines, kind.element))
    check_listener(check, owner, *own, own->value("event"), kind.events);
  // Two jobs of one type for one event cannot be told apart.
  std::set<std::pair<std::string_view, std::string_view>> seen;
  for (const ExtensionElement* list : elements_of(owner, kZeebe, kind.list))
    for (const ExtensionElement& own : list->children) {
      if (own.name != kind.element) continue;
      const std::string_view event = own.value("eventType");
      check_listener(check, owner, own, event, kind.events);
      if (seen.emplace(event, code_of(own)).second) continue;
      check.report(own.span, owner.id,
                   {quoted(owner.id) + " has the same listener twice",
                    quoted(owner.id) + " hat denselben Listener zweimal"});
    }
}

void task_listeners(Check& check) {
  static const Listeners kTask{
      "taskListener",
      "taskListeners",
      {"create", "assignment", "complete", "delete", "update", "timeout", "all", "creating",
       "assigning", "updating", "completing", "canceling"}};
  for_each_activity(
      check, [&](const FlowNode& node, const Activity&) { check_listeners(check, node, kTask); });
}

void execution_listeners(Check& check) {
  static const Listeners kNode{
      "executionListener", "executionListeners", {"start", "end", "take", "cancel"}};
  static const Listeners kFlow{"executionListener", {}, {"take", ""}};
  for (const Process& process : check.definitions().processes)
    check_listeners(check, process, kNode);
  for_each_node(check, [&](const FlowNode& node) { check_listeners(check, node, kNode); });
  for (const SequenceFlow& flow : check.definitions().sequence_flows)
    check_listeners(check, flow, kFlow);
}

// What waits behind an event-based gateway are its events.
void no_waiting_behind_event_gateways(Check& check) {
  for_each_gateway(check, [&](const FlowNode& node, const bpmn::Gateway&) {
    if (node.kind != FlowNodeKind::EventBasedGateway ||
        value_of(node, kCamunda, "asyncAfter") != "true")
      return;
    check.report(
        attribute_of(node, kCamunda, "asyncAfter")->span, node.id,
        {"'asyncAfter' has no place at event-based gateway " + label(node),
         "'asyncAfter' hat am ereignisbasierten Gateway " + label(node) + " keinen Platz"});
  });
}

constexpr Severity kError = Severity::Error;
constexpr Severity kInfo = Severity::Info;
constexpr Severity kWarning = Severity::Warning;

constexpr Row kRows[] = {
    {{"ACT-18", kInfo, kWarning, "a task listener says for which event it runs what",
      "ein Task-Listener sagt, für welches Ereignis er was ausführt", ""},
     &task_listeners},
    {{"ACT-19", kInfo, kWarning, "an execution listener says for which event it runs what, once",
      "ein Execution-Listener sagt, für welches Ereignis er was ausführt, und nur einmal", ""},
     &execution_listeners},
    {{"GTW-14", kWarning, kError, "an event-based gateway has no 'asyncAfter'",
      "ein ereignisbasiertes Gateway hat kein 'asyncAfter'", ""},
     &no_waiting_behind_event_gateways},
};

}  // namespace

std::span<const Row> listener_rows() { return kRows; }

}  // namespace umlauf::verify::structure
