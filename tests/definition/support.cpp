#include "tests/definition/support.hpp"

#include <gtest/gtest.h>

#include "engine/base/overload.hpp"
#include "engine/feel/expression.hpp"
#include "engine/feel/print.hpp"

namespace umlauf::definition::test {

namespace {

std::string join(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts)
    if (!part.empty()) text += (text.empty() ? "" : " ") + part;
  return text;
}

std::string field(std::string_view name, const std::string& value) {
  return value.empty() ? std::string() : std::string(name) + "=" + value;
}
std::string field(std::string_view name, const TextExpression& value) {
  return field(name, describe(value));
}
std::string field(std::string_view name, const Expression& value) {
  return field(name, describe(value));
}
std::string flag(std::string_view name, bool value) { return value ? std::string(name) : ""; }

std::string list(const std::vector<TextExpression>& values) {
  std::string text;
  for (const TextExpression& value : values) text += (text.empty() ? "" : ",") + describe(value);
  return text;
}

std::string path(const VariablePath& steps) {
  std::string text;
  for (const std::string& step : steps) text += (text.empty() ? "" : ".") + step;
  return text;
}

template <typename Mappings>
std::string mappings(const Mappings& all) {
  std::string text;
  for (const auto& one : all)
    text += (text.empty() ? "" : ",") + path(one.target) + ":" + describe(one.source);
  return text.empty() ? text : "[" + text + "]";
}

std::string reference(const Reference& to) {
  static const char* const kBindings[] = {"", "@deployment", "@version ", "@tag "};
  return describe(to.id) + kBindings[static_cast<int>(to.binding)] + describe(to.version) +
         describe(to.version_tag);
}

std::string job(const JobWork& work) {
  std::string headers;
  for (const Header& header : work.headers)
    headers += (headers.empty() ? "" : ",") + header.key + ":" + describe(header.value);
  std::string rules;
  for (const JobErrorRule& rule : work.error_rules) rules += rule.code + describe(rule.condition);
  return "job{" +
         join({describe(work.type), field("retries", work.retries),
               field("priority", work.priority), field("headers", headers), field("errors", rules),
               field("result", work.result_variable)}) +
         "}";
}

std::string form(const Form& own) {
  std::string fields;
  for (const FormField& one : own.fields) {
    std::string constraints;
    for (const auto& constraint : one.constraints)
      constraints += "!" + constraint.name + constraint.config;
    for (const auto& [id, name] : one.values) constraints += "|" + id + "/" + name;
    fields += (fields.empty() ? "" : ",") + one.id + ":" + one.type + constraints;
    if (one.default_value) fields += "=" + describe(one.default_value);
  }
  return join({field("form", own.key), field("formRef", reference(own.reference)),
               field("fields", fields)});
}

std::string message(const MessageEvent& own) {
  return join({describe(own.name), field("key", own.correlation_key),
               own.job ? job(*own.job) : std::string(), field("does", own.expression)});
}

struct DescribeWork {
  std::string operator()(const std::monostate&) const { return ""; }
  std::string operator()(const UserTaskWork& work) const {
    return "user{" +
           join({field("assignee", work.assignee), field("users", list(work.candidate_users)),
                 field("groups", list(work.candidate_groups)),
                 flag("lane", work.candidates_from_lane), field("due", work.due_date),
                 field("follow", work.follow_up_date), field("priority", work.priority),
                 field("owner", work.owner), work.form ? form(*work.form) : std::string()}) +
           "}";
  }
  std::string operator()(const JobWork& work) const { return job(work); }
  std::string operator()(const ScriptWork& work) const {
    return "script{" +
           join({describe(work.expression), field("result", work.result_variable),
                 flag("merges", work.merges_context)}) +
           "}";
  }
  std::string operator()(const DecisionWork& work) const {
    static const char* const kResults[] = {"whole", "singleEntry", "singleResult", "collectEntries",
                                           "resultList"};
    return "decision{" +
           join({reference(work.decision), kResults[static_cast<int>(work.result)],
                 field("result", work.result_variable)}) +
           "}";
  }
  std::string operator()(const SendWork& work) const {
    return "send{" + message(work.message) + "}";
  }
  std::string operator()(const ReceiveWork& work) const {
    return "receive{" + message(work.message) + "}";
  }
  std::string operator()(const CallWork& work) const {
    return "call{" +
           join({reference(work.process), field("in", mappings(work.inputs)),
                 field("out", mappings(work.outputs)), flag("allIn", work.all_inputs),
                 flag("allOut", work.all_outputs), flag("localIn", work.only_local_inputs),
                 flag("localOut", work.only_local_outputs), field("key", work.business_key)}) +
           "}";
  }
  std::string operator()(const AdHocWork& work) const {
    return "adHoc{" +
           join({flag("sequential", work.sequential), flag("cancels", work.cancel_remaining),
                 field("until", work.completion_condition), field("active", work.active_elements),
                 field("collect", work.output_collection), field("of", work.output_element)}) +
           "}";
  }
  std::string operator()(const ComplexWork& work) const {
    return "complex{" + describe(work.activation_condition) + "}";
  }
};

std::string async(const AsyncPoints& points) {
  return join({flag("asyncBefore", points.before), flag("asyncAfter", points.after),
               flag("shared", !points.exclusive), field("jobPriority", points.priority),
               field("retry", points.retries.text)});
}

std::string loop(const Loop& own) {
  if (const auto* standard = std::get_if<StandardLoop>(&own))
    return "loop{" +
           join({flag("before", standard->test_before), field("while", standard->condition),
                 standard->maximum ? "max=" + std::to_string(*standard->maximum) : std::string()}) +
           "}";
  const auto* multiple = &std::get<MultiInstance>(own);
  static const char* const kBehaviors[] = {"none", "one", "", "complex"};
  std::string complex;
  for (const auto& rule : multiple->complex)
    complex += describe(rule.condition) + describe(rule.event);
  return "multi{" +
         join({flag("sequential", multiple->sequential), field("times", multiple->cardinality),
               field("over", multiple->collection), field("as", multiple->element_variable),
               field("index", multiple->index_variable),
               field("collect", multiple->output_collection), field("of", multiple->output_element),
               field("until", multiple->completion_condition),
               field("behavior", std::string(kBehaviors[static_cast<int>(multiple->behavior)])),
               field("complex", complex),
               multiple->one_event ? describe(*multiple->one_event) : std::string(),
               multiple->none_event ? describe(*multiple->none_event) : std::string(),
               async(multiple->async)}) +
         "}";
}

std::string items(const std::vector<DataItem>& all) {
  std::string text;
  for (const DataItem& item : all) text += (text.empty() ? "" : ",") + item.variable;
  return text;
}

std::string associations(const std::vector<DataAssociation>& all) {
  std::string text;
  for (const DataAssociation& one : all) {
    text += text.empty() ? "(" : ",(";
    for (const DataReference& source : one.sources)
      text += (source.own ? "own " : "") + source.variable + ">";
    if (one.transformation) text += describe(one.transformation) + ">";
    if (one.has_target) text += (one.target.own ? "own " : "") + one.target.variable;
    for (const Assignment& assignment : one.assignments)
      text += ";" + path(assignment.to) + ":" + describe(assignment.from);
    text += ")";
  }
  return text;
}

std::string data(const NodeData& own) {
  return join({field("inputs", mappings(own.input_mappings)),
               field("outputs", mappings(own.output_mappings)), field("dataIn", items(own.inputs)),
               field("dataOut", items(own.outputs)), field("properties", items(own.properties)),
               field("copyIn", associations(own.input_associations)),
               field("copyOut", associations(own.output_associations))});
}

}  // namespace

std::string document(std::string_view content, std::string_view attributes) {
  return "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" "
         "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
         "xmlns:camunda=\"http://camunda.org/schema/1.0/bpmn\" "
         "xmlns:operaton=\"http://operaton.org/schema/1.0/bpmn\" "
         "xmlns:activiti=\"http://activiti.org/bpmn\" "
         "xmlns:flowable=\"http://flowable.org/bpmn\" "
         "xmlns:zeebe=\"http://camunda.org/schema/zeebe/1.0\" "
         "xmlns:modeler=\"http://camunda.org/schema/modeler/1.0\" "
         "xmlns:umlauf=\"https://umlauf.example/bpmn/1.0\" "
         "xmlns:other=\"urn:other\" xmlns:tns=\"urn:test\" targetNamespace=\"urn:test\" " +
         std::string(attributes) + ">\n" + std::string(content) + "\n</definitions>\n";
}

std::string process(std::string_view elements, std::string_view attributes) {
  return document("<process id=\"p\" isExecutable=\"true\" " + std::string(attributes) + ">\n" +
                  std::string(elements) + "\n</process>");
}

const Node& Compiled::node(std::string_view id) const {
  for (const ProcessDefinitionPtr& definition : compilation.processes)
    if (const NodeIndex index = definition->find_node(id); index.valid())
      return (*definition)[index];
  ADD_FAILURE() << "no node '" << id << "'";
  static const Node kNone;
  return kNone;
}

Compiled compile_all(const std::vector<std::string>& documents) {
  Compiled compiled;
  int number = 0;
  for (const std::string& text : documents) {
    bpmn::Reading reading = bpmn::read(text, "test" + std::to_string(++number) + ".bpmn");
    EXPECT_TRUE(reading.usable) << describe(reading.diagnostics) << "\n" << text;
    compiled.documents.push_back(std::move(reading.definitions));
  }
  bpmn::link(compiled.documents);
  compiled.compilation = compile(compiled.documents);
  return compiled;
}

Compiled compile_one(std::string text) { return compile_all({std::move(text)}); }

std::string describe(const Expression& expression) {
  if (!expression) return "";
  const std::string& text = expression.compiled->text();
  if (const feel::Value* value = expression.compiled->constant()) return feel::to_feel(*value);
  return "<" + text + ">";
}

std::string describe(const TextExpression& text) {
  return text.expression ? describe(text.expression) : text.text;
}

std::string describe(const EventDefinition& event) {
  static const char* const kKinds[] = {"date", "duration", "cycle"};
  return std::visit(
      Overload{
          [](const std::monostate&) -> std::string { return "none"; },
          [](const MessageEvent& own) -> std::string { return "message{" + message(own) + "}"; },
          [](const TimerEvent& own) -> std::string {
            return "timer{" +
                   join({kKinds[static_cast<int>(own.kind)],
                         flag("literal", own.literal.has_value()), describe(own.value)}) +
                   "}";
          },
          [](const SignalEvent& own) -> std::string {
            return "signal{" +
                   join({describe(own.name), mappings(own.payload),
                         flag("all", own.all_variables)}) +
                   "}";
          },
          [](const ErrorEvent& own) -> std::string {
            return "error{" +
                   join({describe(own.code), field("message", own.message),
                         field("codeTo", own.code_variable),
                         field("messageTo", own.message_variable)}) +
                   "}";
          },
          [](const EscalationEvent& own) -> std::string {
            return "escalation{" + join({describe(own.code), field("codeTo", own.code_variable)}) +
                   "}";
          },
          [](const ConditionalEvent& own) -> std::string {
            std::string variables;
            for (const std::string& name : own.variables) variables += name + ",";
            return "condition{" +
                   join({describe(own.condition), field("variables", variables),
                         flag("noCreate", !own.on_create), flag("noUpdate", !own.on_update),
                         flag("noDelete", !own.on_delete)}) +
                   "}";
          },
          [](const LinkEvent& own) -> std::string { return "link{" + own.name + "}"; },
          [](const CompensationEvent& own) -> std::string {
            return "compensation{" +
                   join({own.activity.valid() ? "one" : "all",
                         flag("nowait", !own.wait_for_completion)}) +
                   "}";
          },
          [](const CancelEvent&) -> std::string { return "cancel"; },
          [](const TerminateEvent&) -> std::string { return "terminate"; },
      },
      event.payload);
}

namespace {

std::string describe(const std::vector<Listener>& listeners) {
  std::string text;
  for (const Listener& one : listeners)
    text += (text.empty() ? "" : ",") + std::string(one.handler_only ? "handler:" : "") +
            std::visit([](const auto& work) { return DescribeWork{}(work); }, one.work);
  return text;
}

}  // namespace

std::string describe(const ProcessDefinition&, const Node& node) {
  std::string events;
  for (const EventDefinition& event : node.events)
    events += (events.empty() ? "" : " ") + describe(event);
  std::string properties;
  for (const Header& header : node.properties)
    properties += (properties.empty() ? "" : ",") + header.key + ":" + describe(header.value);
  return join(
      {std::visit(DescribeWork{}, node.work), events, node.loop ? loop(*node.loop) : std::string(),
       async(node.async), node.data ? data(*node.data) : std::string(),
       node.form ? form(*node.form) : std::string(), field("initiator", node.initiator_variable),
       field("properties", properties),
       node.listeners ? field("before", describe(node.listeners->before)) : std::string(),
       node.listeners ? field("after", describe(node.listeners->after)) : std::string(),
       node.listeners ? field("assigned", describe(node.listeners->assigned)) : std::string(),
       node.listeners ? field("updated", describe(node.listeners->updated)) : std::string(),
       node.listeners ? field("ended", describe(node.listeners->ended)) : std::string()});
}

std::string describe(const Diagnostics& diagnostics) {
  static const char* const kSeverities[] = {"info", "warning", "error"};
  std::string text;
  for (const Diagnostic& diagnostic : diagnostics) {
    text += text.empty() ? "" : "; ";
    text += std::string(kSeverities[static_cast<int>(diagnostic.severity)]) + " " +
            diagnostic.rule + " " + std::to_string(diagnostic.span.line) + ":" +
            std::to_string(diagnostic.span.column) + " " + diagnostic.element;
  }
  return text;
}

}  // namespace umlauf::definition::test
