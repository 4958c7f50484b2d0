#include "engine/definition/dialect.hpp"

// Camunda 8 (Zeebe): everything lies in elements below extensionElements. Umlauf's own additions
// follow at the end.
namespace umlauf::definition {

namespace {

using Element = bpmn::ExtensionElement;
constexpr auto Taken = Treatment::Taken;
constexpr auto Harmless = Treatment::Harmless;
constexpr auto Dropped = Treatment::Dropped;
constexpr auto Refused = Treatment::Refused;

void task_definition(const Lowering& to, const Element& element) {
  to.set(to.lowered.topic, to.attribute(element, "type"));
  to.set(to.lowered.retries, to.attribute(element, "retries"));
}

void headers(const Lowering& to, const Element& element) {
  for (const Element& header : element.children)
    if (header.name == "header")
      to.lowered.headers.push_back({header.value("key"), to.attribute(header, "value")});
}

void io_mapping(const Lowering& to, const Element& element) {
  for (const Element& mapping : element.children) {
    const bool input = mapping.name == "input";
    if (!input && mapping.name != "output") continue;
    WrittenMapping written;
    written.source = to.attribute(mapping, "source");
    written.target = to.attribute(mapping, "target");
    (input ? to.lowered.inputs : to.lowered.outputs).push_back(written);
  }
}

void assignment(const Lowering& to, const Element& element) {
  to.set(to.lowered.assignee, to.attribute(element, "assignee"));
  to.set(to.lowered.candidate_users, to.attribute(element, "candidateUsers"));
  to.set(to.lowered.candidate_groups, to.attribute(element, "candidateGroups"));
}

void schedule(const Lowering& to, const Element& element) {
  to.set(to.lowered.due_date, to.attribute(element, "dueDate"));
  to.set(to.lowered.follow_up_date, to.attribute(element, "followUpDate"));
}

void priority(const Lowering& to, const Element& element) {
  to.set(to.lowered.priority, to.attribute(element, "priority"));
}

void job_priority(const Lowering& to, const Element& element) {
  to.set(to.lowered.job_priority, to.attribute(element, "priority"));
}

void form_definition(const Lowering& to, const Element& element) {
  to.set(to.lowered.form_ref, to.attribute(element, "formId"));
  to.set(to.lowered.form_key, to.attribute(element, "formKey"));
  to.set(to.lowered.form_key, to.attribute(element, "externalReference"));
  to.set(to.lowered.form_ref_binding, to.attribute(element, "bindingType"));
  to.set(to.lowered.form_ref_version, to.attribute(element, "versionTag"));
}

void called_element(const Lowering& to, const Element& element) {
  Lowered& lowered = to.lowered;
  to.set(lowered.called_process, to.attribute(element, "processId"));
  to.set(lowered.called_process, to.attribute(element, "processIdExpression"));
  to.set(lowered.called_binding, to.attribute(element, "bindingType"));
  to.set(lowered.called_version_tag, to.attribute(element, "versionTag"));
  to.set(lowered.called_business_key, to.attribute(element, "businessId"));
  to.set(lowered.propagate_all_child, to.attribute(element, "propagateAllChildVariables"));
  to.set(lowered.propagate_all_parent, to.attribute(element, "propagateAllParentVariables"));
}

void called_decision(const Lowering& to, const Element& element) {
  to.set(to.lowered.decision, to.attribute(element, "decisionId"));
  to.set(to.lowered.result_variable, to.attribute(element, "resultVariable"));
  to.set(to.lowered.decision_binding, to.attribute(element, "bindingType"));
  to.set(to.lowered.decision_version_tag, to.attribute(element, "versionTag"));
}

void loop(const Lowering& to, const Element& element) {
  to.set(to.lowered.collection, to.attribute(element, "inputCollection"));
  to.set(to.lowered.element_variable, to.attribute(element, "inputElement"));
  to.set(to.lowered.output_collection, to.attribute(element, "outputCollection"));
  to.set(to.lowered.output_element, to.attribute(element, "outputElement"));
}

void ad_hoc(const Lowering& to, const Element& element) {
  to.set(to.lowered.active_elements, to.attribute(element, "activeElementsCollection"));
  to.set(to.lowered.output_collection, to.attribute(element, "outputCollection"));
  to.set(to.lowered.output_element, to.attribute(element, "outputElement"));
}

void subscription(const Lowering& to, const Element& element) {
  to.set(to.lowered.correlation_key, to.attribute(element, "correlationKey"));
}

void script(const Lowering& to, const Element& element) {
  to.set(to.lowered.script, to.attribute(element, "expression"));
  to.set(to.lowered.result_variable, to.attribute(element, "resultVariable"));
}

void conditional_filter(const Lowering& to, const Element& element) {
  to.set(to.lowered.variable_names, to.attribute(element, "variableNames"));
  to.set(to.lowered.variable_events, to.attribute(element, "variableEvents"));
}

void version_tag(const Lowering& to, const Element& element) {
  to.set(to.lowered.version_tag, to.attribute(element, "value"));
}

void properties(const Lowering& to, const Element& element) {
  for (const Element& property : element.children)
    if (property.name == "property")
      to.lowered.properties.push_back({property.value("name"), to.attribute(property, "value")});
}

void listeners(const Lowering& to, const Element& element) {
  for (const Element& child : element.children) {
    WrittenListener listener;
    listener.of_task = child.name == "taskListener";
    if (!listener.of_task && child.name != "executionListener") continue;
    listener.family = to.family;
    listener.event = child.value("eventType");
    listener.job = to.attribute(child, "type");
    listener.retries = to.attribute(child, "retries");
    for (const Element& part : child.children)
      if (part.name == "taskHeaders")
        for (const Element& header : part.children)
          listener.headers.push_back({header.value("key"), to.attribute(header, "value")});
    listener.span = child.span;
    to.lowered.listeners.push_back(std::move(listener));
  }
}

constexpr Places kZeebeWork =
    kServiceTask | kBusinessRuleTask | kScriptTask | kSendTask | kEndEvent | kThrowEvent;

constexpr ExtensionRow element(std::string_view name, Places places,
                               void (*lower)(const Lowering&, const Element&),
                               std::string_view english, std::string_view german) {
  return {kZeebe, true, name, places, Taken, nullptr, lower, english, german};
}
constexpr ExtensionRow element(std::string_view name, Places places, Treatment treatment,
                               std::string_view english, std::string_view german) {
  return {kZeebe, true, name, places, treatment, nullptr, nullptr, english, german};
}

constexpr ExtensionRow kRows[] = {
    element("taskDefinition", kZeebeWork, task_definition, "job for a worker: type and retries",
            "Auftrag für einen Worker: Typ und Versuche"),
    element("taskHeaders", kZeebeWork | kUserTask, headers, "headers of the job",
            "Kopfzeilen des Auftrags"),
    element("ioMapping", kFlowNodes, io_mapping, "input and output mappings",
            "Ein- und Ausgabezuordnungen"),
    element("userTask", kUserTask, Harmless, "user tasks are always tasks of the engine",
            "Benutzeraufgaben sind immer Aufgaben der Engine"),
    element("assignmentDefinition", kUserTask, assignment, "assignee and candidates",
            "Bearbeiter und Kandidaten"),
    element("taskSchedule", kUserTask, schedule, "due date and follow-up date",
            "Fälligkeit und Wiedervorlage"),
    element("priorityDefinition", kUserTask, priority, "priority", "Priorität"),
    element("jobPriorityDefinition", kZeebeWork | kProcess, job_priority, "priority of the job",
            "Priorität des Auftrags"),
    element("formDefinition", kUserTask | kStartEvent, form_definition, "form", "Formular"),
    element("userTaskForm", kProcess, Harmless, "form within the document, kept with it",
            "Formular im Dokument, bleibt darin erhalten"),
    element("calledElement", kCallActivity, called_element,
            "called process, its version, and whether all variables go there and come back",
            "gerufener Prozess, seine Version, und ob alle Variablen hin- und zurückgehen"),
    element("calledDecision", kBusinessRuleTask, called_decision,
            "decision to be evaluated and variable for the result",
            "auszuwertende Entscheidung und Variable für das Ergebnis"),
    element("loopCharacteristics", kMultiInstance, loop,
            "input collection and element, output collection and element",
            "Eingabeliste und -element, Ausgabeliste und -element"),
    element("subscription", kMessage, subscription, "key that a message must carry",
            "Schlüssel, den eine Nachricht tragen muss"),
    element("script", kScriptTask, script, "FEEL expression and variable for the result",
            "FEEL-Ausdruck und Variable für das Ergebnis"),
    element("conditionalFilter", kConditionalDefinition, conditional_filter,
            "which variables and changes count", "welche Variablen und Änderungen zählen"),
    element("adHoc", kAdHocSubProcess, ad_hoc,
            "activities that begin at once, output collection and element",
            "Aktivitäten, die sofort beginnen, Ausgabeliste und -element"),
    element("versionTag", kProcess, version_tag, "version tag", "Versionsmarke"),
    element("properties", kEverywhere, properties,
            "static properties, for programs that ask for them",
            "statische Eigenschaften für Programme, die danach fragen"),
    element("executionListeners", kFlowNodes | kProcess, listeners,
            "`start` and `end`: a job for a worker before the element's own work and behind it; "
            "other events with a warning only",
            "`start` und `end`: ein Auftrag für einen Worker vor der eigenen Arbeit des Elements "
            "und danach; andere Ereignisse nur mit Warnung"),
    element("taskListeners", kUserTask, listeners,
            "`creating`, `assigning`, `updating` and `completing`, likewise; `canceling` with a "
            "warning only; a worker cannot deny or correct",
            "`creating`, `assigning`, `updating` und `completing`, ebenso; `canceling` nur mit "
            "Warnung; ein Worker kann nicht ablehnen oder ändern"),
    element("linkedResources", kServiceTask, Dropped, "workers are not told of linked resources",
            "Worker erfahren nichts von verknüpften Ressourcen"),
    element("agentDefinition", kServiceTask | kAdHocSubProcess, Refused, "agents are not run",
            "Agenten werden nicht ausgeführt"),
    {kZeebe, false, "modelerTemplate", kEverywhere, Harmless, nullptr, nullptr, "of the editor",
     "vom Editor"},
    {kZeebe, false, "modelerTemplateVersion", kEverywhere, Harmless, nullptr, nullptr,
     "of the editor", "vom Editor"},
    {kZeebe, false, "modelerTemplateIcon", kEverywhere, Harmless, nullptr, nullptr, "of the editor",
     "vom Editor"},
    {kZeebe, false, "modelerConfigurationTemplate", kEverywhere, Harmless, nullptr, nullptr,
     "of the editor", "vom Editor"},
    {kZeebe, false, "modelerConfigurationName", kEverywhere, Harmless, nullptr, nullptr,
     "of the editor", "vom Editor"},
    {kZeebe, false, "retryCounter", kZeebeWork, Dropped, nullptr, nullptr,
     "retries are counted by the job", "Versuche zählt der Auftrag"},
};

constexpr ExtensionRow kUmlaufRows[] = {
    {kUmlauf, false, "rolle", kUserTask, Taken, &Lowered::candidate_groups, nullptr,
     "role of the candidates", "Rolle der Kandidaten"},
    {kUmlauf, false, "topic", kJobTasks, Taken, &Lowered::topic, nullptr,
     "job for a worker of this type", "Auftrag dieses Typs für einen Worker"},
    {kUmlauf, false, "resultVariable", kJobTasks | kScriptTask, Taken, &Lowered::result_variable,
     nullptr, "variable for the result", "Variable für das Ergebnis"},
    {kUmlauf, false, "decision", kBusinessRuleTask, Taken, &Lowered::decision, nullptr,
     "decision to be evaluated", "auszuwertende Entscheidung"},
    {kUmlauf, false, "dueDate", kUserTask, Taken, &Lowered::due_date, nullptr, "due date",
     "Fälligkeit"},
    {kUmlauf, false, "versionTag", kProcess, Taken, &Lowered::version_tag, nullptr, "version tag",
     "Versionsmarke"},
};

}  // namespace

std::span<const ExtensionRow> zeebe_rows() { return kRows; }
std::span<const ExtensionRow> umlauf_rows() { return kUmlaufRows; }

}  // namespace umlauf::definition
