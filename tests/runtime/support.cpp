#include "tests/runtime/support.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

#include "engine/bpmn/reader.hpp"
#include "engine/definition/compile.hpp"
#include "engine/runtime/codec.hpp"

namespace umlauf::runtime::test {
namespace {

constexpr std::string_view kHead =
    R"(<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" )"
    R"(xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" )"
    R"(xmlns:camunda="http://camunda.org/schema/1.0/bpmn" )"
    R"(xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" )"
    R"(xmlns:umlauf="https://umlauf.example/bpmn/1.0" )"
    R"(targetNamespace="urn:test" expressionLanguage="https://www.omg.org/spec/DMN/20191111/FEEL/">)";

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text)
    out += c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '&' ? "&amp;" : std::string(1, c);
  return out;
}

std::string trimmed(std::string text) {
  text.erase(0, text.find_first_not_of(' '));
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

std::string element_of(const std::string& id) {
  switch (id[0]) {
    case 's':
      return "startEvent";
    case 'e':
    case 'z':
      return "endEvent";
    case 't':
      return "userTask";
    case 'x':
      return "exclusiveGateway";
    case 'p':
      return "parallelGateway";
    case 'i':
      return "inclusiveGateway";
    default:
      return "task";
  }
}

}  // namespace

definition::ProcessDefinitionPtr process(std::string_view elements, std::string_view roots) {
  std::string text(kHead);
  text += roots;
  text += R"(<process id="p" isExecutable="true">)";
  text += elements;
  text += "</process></definitions>";
  std::vector<bpmn::Definitions> documents;
  bpmn::Reading reading = bpmn::read(text, "test.bpmn");
  EXPECT_TRUE(reading.usable);
  documents.push_back(std::move(reading.definitions));
  Diagnostics found = bpmn::link(documents);
  definition::Compilation compilation = definition::compile(documents);
  found.insert(found.end(), compilation.diagnostics.begin(), compilation.diagnostics.end());
  for (const Diagnostic& diagnostic : found)
    if (diagnostic.severity == Severity::Error) ADD_FAILURE() << diagnostic.message.english;
  return compilation.processes.at(0);
}

definition::ProcessDefinitionPtr flows(std::string_view notation) {
  std::istringstream in{std::string(notation)};
  std::vector<std::string> ids;
  std::map<std::string, std::string> defaults;
  std::string body;
  std::string part;
  for (int number = 1; std::getline(in, part, ','); ++number) {
    std::string condition;
    if (const auto bracket = part.find('['); bracket != std::string::npos) {
      condition = part.substr(bracket + 1, part.find(']') - bracket - 1);
      part.erase(bracket);
    }
    const bool is_default = part.find('*') != std::string::npos;
    std::erase(part, '*');
    const auto arrow = part.find('>');
    const std::string source = trimmed(part.substr(0, arrow));
    const std::string target = trimmed(part.substr(arrow + 1));
    const std::string id = "f" + std::to_string(number);
    for (const std::string& node : {source, target})
      if (std::find(ids.begin(), ids.end(), node) == ids.end()) ids.push_back(node);
    if (is_default) defaults[source] = id;
    body += "<sequenceFlow id=\"" + id + "\" sourceRef=\"" + source + "\" targetRef=\"" + target +
            "\">";
    if (!condition.empty())
      body += "<conditionExpression xsi:type=\"tFormalExpression\">" + escaped(condition) +
              "</conditionExpression>";
    body += "</sequenceFlow>";
  }
  std::string nodes;
  for (const std::string& id : ids) {
    const std::string element = element_of(id);
    nodes += "<" + element + " id=\"" + id + "\"";
    if (defaults.count(id) != 0) nodes += " default=\"" + defaults[id] + "\"";
    nodes += id[0] == 'z' ? "><terminateEventDefinition/></" + element + ">" : "/>";
  }
  return process(nodes + body);
}

Fixture::Fixture(definition::ProcessDefinitionPtr definition_in)
    : definition(std::move(definition_in)) {
  context.keys = &keys;
}

std::string Fixture::run(Command command, std::optional<Actor> actor) {
  const ProcessInstance before = instance;
  context.limits = limits;
  const Result<Outcome> outcome = step(
      *definition, instance, Request{std::move(command), std::move(actor)}, context, workspace);
  if (!outcome) {
    EXPECT_EQ(instance, before) << "a refused command has changed something";
    return outcome.error().message.english;
  }
  check_folding(*outcome, before);
  check_invariants();
  events.assign(outcome->events.begin(), outcome->events.end());
  effects.assign(outcome->effects.begin(), outcome->effects.end());
  return {};
}

// The state that the journal tells, by way of its bytes, is the state; the changes are the
// difference between the two states, no more and no less.
void Fixture::check_folding(const Outcome& outcome, const ProcessInstance& before) {
  std::string bytes;
  append(bytes, outcome.events);
  const auto decoded = decode_events(bytes);
  ASSERT_TRUE(decoded.has_value());
  std::string again;
  append(again, *decoded);
  EXPECT_EQ(bytes, again);
  for (const Event& event : *decoded) evolve(folded, event);
  EXPECT_EQ(folded, instance) << "the events do not rebuild the state";
  std::map<ElementKey, ElementInstance> rebuilt;
  before.for_each([&](const ElementInstance& record) { rebuilt[record.key] = record; });
  for (const Change& change : outcome.changes) {
    const ElementInstance* old = before.find(change.key);
    ASSERT_EQ(old == nullptr, change.before == nullptr);
    if (old != nullptr) {
      EXPECT_EQ(*old, *change.before);
    }
    if (change.after == nullptr) {
      rebuilt.erase(change.key);
      continue;
    }
    std::string record;
    append(record, *change.after);
    const auto read = decode_record(record);
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(*read, *change.after);
    rebuilt[change.key] = *read;
  }
  ASSERT_EQ(rebuilt.size(), instance.size());
  instance.for_each([&](const ElementInstance& record) { EXPECT_EQ(rebuilt[record.key], record); });
}

// What may interrupt an activity is waited for as long as it runs.
void Fixture::check_boundaries(const ElementInstance& record) const {
  const bool stands = record.role == Role::Activity || record.role == Role::Loop;
  if (!stands || record.phase != Phase::Active || record.incident || record.thrower.valid()) return;
  const ElementInstance* around = instance.parent(record);
  if (around->role == Role::Loop && around->node == record.node) return;  // the whole waits
  using definition::Trigger;
  for (const NodeIndex boundary : definition->boundary_events(record.node)) {
    const definition::Node& node = (*definition)[boundary];
    for (std::uint32_t i = 0; node.interrupting && i < node.events.size(); ++i) {
      const Trigger kind = node.events[i].trigger();
      if (kind != Trigger::Message && kind != Trigger::Timer && kind != Trigger::Signal &&
          kind != Trigger::Conditional)
        continue;
      std::size_t waits = 0;
      for (const auto* child = instance.first_child(record); child != nullptr;
           child = instance.next_sibling(*child))
        if (child->role == Role::Wait && child->node == boundary && child->trigger == i) ++waits;
      EXPECT_EQ(waits, 1U) << node.id << " at " << (*definition)[record.node].id;
    }
  }
}

void Fixture::check_invariants() const {
  if (instance.header.has_ended()) {
    EXPECT_EQ(instance.size(), 1U) << "something is left of an ended instance";
    return;
  }
  const ElementInstance& root = instance.process_scope();
  const auto* scope = std::get_if<ScopeState>(&root.payload);
  ASSERT_NE(scope, nullptr);
  EXPECT_TRUE(instance.active_children(root) > 0 || !scope->arrivals.empty() || root.incident)
      << "nothing is left, but the instance has not ended";
  instance.for_each([&](const ElementInstance& record) {
    if (record.role == Role::Process) return;
    const ElementInstance* around = instance.parent(record);
    ASSERT_NE(around, nullptr);
    const std::string& id = (*definition)[record.node].id;
    if (record.role == Role::Wait) {
      const bool alive = around->role == Role::Activity || around->role == Role::Loop ||
                         around->role == Role::Process;
      EXPECT_TRUE(alive) << id << " waits in a dead scope";
      EXPECT_FALSE(std::holds_alternative<std::monostate>(record.payload)) << id;
    }
    check_boundaries(record);
    if (record.role != Role::Activity || record.incident) return;
    // Whatever is active waits for something, or contains something that is active.
    const bool waits = !std::holds_alternative<std::monostate>(record.payload) ||
                       record.phase == Phase::Compensating ||
                       instance.first_child(record) != nullptr;
    EXPECT_TRUE(waits) << id << " is active but waits for nothing";
    if (std::holds_alternative<ScopeState>(record.payload)) {
      const auto& inner = std::get<ScopeState>(record.payload);
      EXPECT_TRUE(instance.active_children(record) > 0 || !inner.arrivals.empty() ||
                  (*definition)[record.node].kind == definition::NodeKind::AdHocSubProcess)
          << "scope " << id << " is empty but has not ended";
    }
  });
}

std::string Fixture::start(Variables variables) {
  StartInstance command;
  command.instance = InstanceKey(1);
  command.definition = DefinitionKey(1);
  command.variables = std::move(variables);
  return run(std::move(command));
}

std::string Fixture::start_by(const StartSubscription& event, Variables variables) {
  StartInstance command;
  command.instance = InstanceKey(1);
  command.definition = DefinitionKey(1);
  command.start = event.node;
  command.trigger = event.trigger;
  command.payload = std::move(variables);
  return run(std::move(command));
}

ElementKey Fixture::find(std::string_view element) const {
  ElementKey found;
  instance.for_each([&](const ElementInstance& record) {
    if (found.valid() || !record.node.valid() || (*definition)[record.node].id != element) return;
    const bool stands = record.role == Role::Activity || record.role == Role::Wait;
    if (stands && !std::holds_alternative<TriggersSeen>(record.payload)) found = record.key;
  });
  return found;
}

std::string Fixture::complete(std::string_view task, Variables variables) {
  return run(CompleteTask{find(task), std::move(variables)});
}

std::string Fixture::trigger(std::string_view element, Variables variables) {
  const ElementKey key = find(element);
  const ElementInstance* record = instance.find(key);
  if (record == nullptr) return "nothing waits there";
  if (const auto* timer = std::get_if<Timer>(&record->payload)) {
    context.now = std::max(context.now, timer->due);
    return run(FireTimer{key});
  }
  if (const auto* message = std::get_if<Shared<MessageSubscription>>(&record->payload)) {
    const std::string name = (*message)->message;
    return run(DeliverMessage{key, name, std::move(variables)});
  }
  if (const auto* signal = std::get_if<SignalSubscription>(&record->payload)) {
    const std::string name = signal->signal;
    return run(DeliverSignal{name, std::move(variables)});
  }
  return run(TriggerElement{key, std::move(variables)});
}

std::string Fixture::standing() const {
  if (instance.header.has_ended()) return ".";
  std::vector<std::string> found;
  for (std::size_t i = 0; i < definition->nodes.size(); ++i) {
    const std::string& id = definition->nodes[i].id;
    instance.for_each([&](const ElementInstance& record) {
      if (!record.node.valid() || record.node.value() != i) return;
      if (record.incident) return found.push_back("!" + id);
      const bool task = std::holds_alternative<Shared<UserTask>>(record.payload);
      const bool wait = std::holds_alternative<Timer>(record.payload) ||
                        std::holds_alternative<Shared<MessageSubscription>>(record.payload) ||
                        std::holds_alternative<SignalSubscription>(record.payload) ||
                        std::holds_alternative<ConditionWait>(record.payload) ||
                        std::holds_alternative<ReceiveWait>(record.payload) ||
                        std::holds_alternative<Shared<Job>>(record.payload) ||
                        std::holds_alternative<Shared<Call>>(record.payload);
      if (task || wait) found.push_back(id);
    });
    std::uint32_t tokens = 0;
    instance.for_each([&](const ElementInstance& record) {
      if (const auto* scope = std::get_if<ScopeState>(&record.payload))
        for (const Arrival& arrival : scope->arrivals)
          if ((*definition)[arrival.flow].target.value() == i) tokens += arrival.count;
    });
    if (tokens > 0) found.push_back(id + ":" + std::to_string(tokens));
  }
  std::string out;
  for (const std::string& item : found) out += (out.empty() ? "" : " ") + item;
  return out;
}

const feel::Value* Fixture::variable(std::string_view name) const {
  return instance.process_scope().variables.find(name);
}

}  // namespace umlauf::runtime::test
