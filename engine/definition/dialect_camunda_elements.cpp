#include "engine/definition/dialect.hpp"

// Elements below extensionElements of Camunda 7 and Operaton, and of Activiti and Flowable as far
// as they share them.
namespace umlauf::definition {

namespace {

using Element = bpmn::ExtensionElement;
constexpr auto Taken = Treatment::Taken;

void properties(const Lowering& to, const Element& element) {
  for (const Element& property : element.children)
    if (property.name == "property") {
      const std::string_view name = property.value("name", property.value("id"));
      to.lowered.properties.push_back({name, to.attribute(property, "value")});
    }
}

// <field name stringValue>, <field name><string/> or <expression/></field>
void field(const Lowering& to, const Element& element) {
  Written value = to.attribute(element, "stringValue");
  if (!value) value = to.attribute(element, "expression");
  for (const Element& child : element.children)
    if (child.name == "string" || child.name == "expression") value = to.text_of(child);
  to.lowered.headers.push_back({element.value("name"), value});
}

void input_output(const Lowering& to, const Element& element) {
  for (const Element& parameter : element.children) {
    const bool input = parameter.name == "inputParameter";
    if (!input && parameter.name != "outputParameter") continue;
    WrittenMapping mapping;
    mapping.target = to.attribute(parameter, "name");
    if (parameter.children.empty())
      mapping.source = to.text_of(parameter);
    else
      mapping.structured = &parameter.children.front();
    (input ? to.lowered.inputs : to.lowered.outputs).push_back(mapping);
  }
}

void connector(const Lowering& to, const Element& element) {
  for (const Element& child : element.children) {
    if (child.name == "connectorId") to.set(to.lowered.connector, to.text_of(child));
    if (child.name == "inputOutput") input_output(to, child);
  }
}

void exchange(const Lowering& to, const Element& element) {
  WrittenExchange exchange;
  exchange.in = element.name == "in";
  exchange.source = to.attribute(element, "source");
  exchange.source_expression = to.attribute(element, "sourceExpression");
  exchange.target = to.attribute(element, "target");
  exchange.all = element.value("variables") == "all";
  exchange.local = element.value("local") == "true";
  exchange.business_key = to.attribute(element, "businessKey");
  to.lowered.exchanges.push_back(exchange);
}

void form_data(const Lowering& to, const Element& element) {
  to.lowered.form_business_key = element.value("businessKey");
  for (const Element& child : element.children)
    if (child.name == "formField") to.lowered.form_fields.push_back(&child);
}

void form_property(const Lowering& to, const Element& element) {
  to.lowered.form_fields.push_back(&element);
}

void retry_cycle(const Lowering& to, const Element& element) {
  to.set(to.lowered.retry_cycle, to.text_of(element));
}

void error_rule(const Lowering& to, const Element& element) {
  to.lowered.error_rules.push_back(
      {element.value("errorRef"), to.attribute(element, "expression")});
}

// <potentialStarter><resourceAssignmentExpression><formalExpression>group(x)</...>: the text lies
// two levels down.
void potential_starter(const Lowering& to, const Element& element) {
  for (const Element& assignment : element.children)
    for (const Element& formal : assignment.children)
      if (formal.name == "formalExpression") to.set(to.lowered.starter_groups, to.text_of(formal));
}

void listener(const Lowering& to, const Element& element) {
  WrittenListener listener;
  listener.family = to.family;
  listener.id = element.value("id");
  // A listener of a sequence flow need not say that it runs when the flow is taken.
  listener.event = element.value("event", to.place == kSequenceFlow ? "take" : "");
  listener.of_task = element.name == "taskListener";
  listener.code = to.attribute(element, "class");
  if (!listener.code) listener.code = to.attribute(element, "delegateExpression");
  listener.expression = to.attribute(element, "expression");
  for (const Element& child : element.children) {
    if (child.name == "timerEventDefinition") listener.timer = &child;
    if (child.name != "script") continue;
    listener.script = to.text_of(child);
    listener.language = child.value("scriptFormat");
    listener.result_variable = child.value("resultVariable");
  }
  listener.span = element.span;
  to.lowered.listeners.push_back(std::move(listener));
}

constexpr ExtensionRow kRows[] = {
    {kJavaEngines, true, "properties", kEverywhere, Taken, nullptr, properties,
     "static properties, for programs that ask for them",
     "statische Eigenschaften für Programme, die danach fragen"},
    {kJavaEngines, true, "field", kJobTasks | kMessageDefinition, Taken, nullptr, field,
     "header of the job", "Kopfzeile des Auftrags"},
    {kJavaEngines, true, "inputOutput", kFlowNodes | kMessageDefinition, Taken, nullptr,
     input_output, "input and output mappings; lists, maps and scripts in FEEL or `${}` included",
     "Ein- und Ausgabezuordnungen, auch Listen, Maps und Skripte in FEEL oder `${}`"},
    {kCamunda, true, "connector", kJobTasks | kMessageDefinition, Taken, nullptr, connector,
     "job whose type is the id of the connector, with its mappings",
     "Auftrag, dessen Typ die Id des Konnektors ist, mit dessen Zuordnungen"},
    {kJavaEngines, true, "in", kCallActivity | kSignalDefinition, Taken, nullptr, exchange,
     "what the called process or the receivers of the signal get",
     "was der gerufene Prozess oder die Empfänger des Signals erhalten"},
    {kJavaEngines, true, "out", kCallActivity, Taken, nullptr, exchange,
     "what comes back from the called process", "was vom gerufenen Prozess zurückkommt"},
    {kCamunda, true, "formData", kUserTask | kStartEvent, Taken, nullptr, form_data,
     "fields of the form", "Felder des Formulars"},
    {kJavaEngines, true, "formProperty", kUserTask | kStartEvent, Taken, nullptr, form_property,
     "field of the form", "Feld des Formulars"},
    {kJavaEngines, true, "failedJobRetryTimeCycle", kFlowNodes | kMultiInstance, Taken, nullptr,
     retry_cycle, "how often and when a failed job is tried again",
     "wie oft und wann ein gescheiterter Auftrag wiederholt wird"},
    {kCamunda, true, "errorEventDefinition", kServiceTask, Taken, nullptr, error_rule,
     "when the condition holds, the job's result becomes this error",
     "gilt die Bedingung, wird das Ergebnis des Auftrags zu diesem Fehler"},
    {kJavaEngines, true, "potentialStarter", kProcess, Taken, nullptr, potential_starter,
     "who may start the process", "wer den Prozess starten darf"},
    {kJavaEngines, true, "executionListener", kFlowNodes | kProcess | kSequenceFlow, Taken, nullptr,
     listener,
     "`start`, `end` and `take`: a FEEL script (a context becomes variables), "
     "`${execution.setVariable(...)}`, a class or bean that the program has a handler for; with "
     "Camunda 7 `end` also where the element is cancelled; a warning says what is not run",
     "`start`, `end` und `take`: ein FEEL-Skript (ein Kontext wird zu Variablen), "
     "`${execution.setVariable(...)}`, eine Klasse oder Bean, für die das Programm einen Handler "
     "hat; mit Camunda 7 `end` auch, wo das Element abgebrochen wird; eine Warnung sagt, was nicht "
     "ausgeführt wird"},
    {kJavaEngines, true, "taskListener", kUserTask, Taken, nullptr, listener,
     "`create`, `assignment`, `update`, `complete`, `delete`, `timeout` (a timer beside the task) "
     "and `all`, likewise",
     "`create`, `assignment`, `update`, `complete`, `delete`, `timeout` (ein Timer neben der "
     "Aufgabe) und `all`, ebenso"},
};

}  // namespace

std::span<const ExtensionRow> camunda_element_rows() { return kRows; }

}  // namespace umlauf::definition
