#include "engine/definition/dialect.hpp"

// Attributes of Camunda 7 and Operaton, and those that Activiti and Flowable share with them.
namespace umlauf::definition {

namespace {

using L = Lowered;
constexpr auto Taken = Treatment::Taken;
constexpr auto Harmless = Treatment::Harmless;
constexpr auto Dropped = Treatment::Dropped;
constexpr auto Refused = Treatment::Refused;

constexpr ExtensionRow attribute(Families families, std::string_view name, Places places,
                                 Written L::*field, std::string_view english,
                                 std::string_view german) {
  return {families, false, name, places, Taken, field, nullptr, english, german};
}
constexpr ExtensionRow attribute(Families families, std::string_view name, Places places,
                                 Treatment treatment, std::string_view english,
                                 std::string_view german) {
  return {families, false, name, places, treatment, nullptr, nullptr, english, german};
}

constexpr Places kWork = kJobTasks | kMessageDefinition;

constexpr ExtensionRow kRows[] = {
    // Work of a task
    attribute(kJavaEngines, "type", kWork, &L::type,
              "`external`: a job for a worker; any other type: a job of that type",
              "`external`: ein Auftrag für einen Worker; sonst ein Auftrag dieses Typs"),
    attribute(kJavaEngines, "topic", kWork, &L::topic, "type of the job", "Typ des Auftrags"),
    attribute(kJavaEngines, "class", kWork, &L::java_class,
              "job whose type is the name of the class; a handler may be registered for it",
              "Auftrag, dessen Typ der Klassenname ist; dafür kann Code registriert werden"),
    attribute(kJavaEngines, "delegateExpression", kWork, &L::delegate,
              "job whose type is the name of the bean; a handler may be registered for it",
              "Auftrag, dessen Typ der Bean-Name ist; dafür kann Code registriert werden"),
    attribute(kJavaEngines, "expression", kWork, &L::expression,
              "evaluated when the task is entered; the result goes to the result variable",
              "beim Betreten ausgewertet; das Ergebnis kommt in die Ergebnisvariable"),
    attribute(kJavaEngines, "resultVariable", kWork | kScriptTask, &L::result_variable,
              "variable for the result", "Variable für das Ergebnis"),
    attribute(kActivitiLike, "resultVariableName", kWork | kScriptTask, &L::result_variable,
              "variable for the result", "Variable für das Ergebnis"),
    attribute(kCamunda, "taskPriority", kWork | kProcess, &L::job_priority, "priority of the job",
              "Priorität des Auftrags"),
    attribute(kCamunda, "jobPriority", kFlowNodes | kProcess, &L::job_priority,
              "priority of the job", "Priorität des Auftrags"),
    attribute(kJavaEngines, "resource", kScriptTask | kExpression, Refused,
              "scripts are written into the model", "Skripte stehen im Modell selbst"),

    // Waiting points
    attribute(kCamunda, "asyncBefore", kFlowNodes | kMultiInstance, &L::async_before,
              "commits before the element, a job goes on",
              "vor dem Element wird festgeschrieben, ein Auftrag setzt fort"),
    attribute(kCamunda, "asyncAfter", kFlowNodes | kMultiInstance, &L::async_after,
              "commits behind the element, a job goes on",
              "nach dem Element wird festgeschrieben, ein Auftrag setzt fort"),
    attribute(kJavaEngines, "async", kFlowNodes | kMultiInstance, &L::async_before,
              "as asyncBefore", "wie asyncBefore"),
    attribute(kFlowable, "asyncLeave", kFlowNodes, &L::async_after, "as asyncAfter",
              "wie asyncAfter"),
    attribute(kJavaEngines, "exclusive", kFlowNodes | kMultiInstance, &L::exclusive,
              "jobs of one instance do not run at once",
              "Aufträge einer Instanz laufen nicht gleichzeitig"),
    attribute(kCamunda, "async", kSignalDefinition, Harmless,
              "signals reach other instances in commands of their own anyway",
              "Signale erreichen andere Instanzen ohnehin in eigenen Kommandos"),

    // User task
    attribute(kJavaEngines, "assignee", kUserTask, &L::assignee, "assignee", "Bearbeiter"),
    attribute(kJavaEngines, "candidateUsers", kUserTask, &L::candidate_users,
              "candidates, separated by commas", "Kandidaten, durch Komma getrennt"),
    attribute(kJavaEngines, "candidateGroups", kUserTask, &L::candidate_groups,
              "roles or groups of candidates, separated by commas",
              "Rollen oder Gruppen von Kandidaten, durch Komma getrennt"),
    attribute(kJavaEngines, "dueDate", kUserTask, &L::due_date, "due date", "Fälligkeit"),
    attribute(kCamunda, "followUpDate", kUserTask, &L::follow_up_date, "follow-up date",
              "Wiedervorlage"),
    attribute(kJavaEngines, "priority", kUserTask, &L::priority, "priority", "Priorität"),
    attribute(kJavaEngines, "formKey", kUserTask | kStartEvent, &L::form_key, "key of the form",
              "Schlüssel des Formulars"),
    attribute(kCamunda, "formRef", kUserTask | kStartEvent, &L::form_ref, "id of the form",
              "Id des Formulars"),
    attribute(kCamunda, "formRefBinding", kUserTask | kStartEvent, &L::form_ref_binding,
              "which version of the form", "welche Version des Formulars"),
    attribute(kCamunda, "formRefVersion", kUserTask | kStartEvent, &L::form_ref_version,
              "version of the form", "Version des Formulars"),
    attribute(kJavaEngines, "formHandlerClass", kUserTask | kStartEvent, Dropped,
              "Java code of forms is not run", "Java-Code von Formularen wird nicht ausgeführt"),

    // Decision
    attribute(kCamunda, "decisionRef", kBusinessRuleTask, &L::decision, "decision to be evaluated",
              "auszuwertende Entscheidung"),
    attribute(kCamunda, "decisionRefBinding", kBusinessRuleTask, &L::decision_binding,
              "which version of the decision", "welche Version der Entscheidung"),
    attribute(kCamunda, "decisionRefVersion", kBusinessRuleTask, &L::decision_version,
              "version of the decision", "Version der Entscheidung"),
    attribute(kCamunda, "decisionRefVersionTag", kBusinessRuleTask, &L::decision_version_tag,
              "version tag of the decision", "Versionsmarke der Entscheidung"),
    attribute(kCamunda, "mapDecisionResult", kBusinessRuleTask, &L::decision_result,
              "form of the result", "Form des Ergebnisses"),
    attribute(kCamunda, "decisionRefTenantId", kBusinessRuleTask, Dropped,
              "there are no tenants within a store", "ein Speicher kennt keine Mandanten"),

    // Call activity
    attribute(kCamunda, "calledElementBinding", kCallActivity, &L::called_binding,
              "latest, deployment, version or versionTag",
              "latest, deployment, version oder versionTag"),
    attribute(kCamunda, "calledElementVersion", kCallActivity, &L::called_version,
              "version of the called process", "Version des gerufenen Prozesses"),
    attribute(kCamunda, "calledElementVersionTag", kCallActivity, &L::called_version_tag,
              "version tag of the called process", "Versionsmarke des gerufenen Prozesses"),
    attribute(kCamunda, "calledElementTenantId", kCallActivity, Dropped,
              "there are no tenants within a store", "ein Speicher kennt keine Mandanten"),
    attribute(kCamunda, "caseRef", kCallActivity, Refused, "CMMN is not executed",
              "CMMN wird nicht ausgeführt"),
    attribute(kCamunda, "caseBinding", kCallActivity, Refused, "CMMN is not executed",
              "CMMN wird nicht ausgeführt"),
    attribute(kCamunda, "caseVersion", kCallActivity, Refused, "CMMN is not executed",
              "CMMN wird nicht ausgeführt"),
    attribute(kCamunda, "caseTenantId", kCallActivity, Refused, "CMMN is not executed",
              "CMMN wird nicht ausgeführt"),
    attribute(kCamunda, "variableMappingClass", kCallActivity, Refused,
              "use in and out mappings instead of Java code",
              "in- und out-Zuordnungen statt Java-Code verwenden"),
    attribute(kCamunda, "variableMappingDelegateExpression", kCallActivity, Refused,
              "use in and out mappings instead of Java code",
              "in- und out-Zuordnungen statt Java-Code verwenden"),

    // Multi-instance
    attribute(kJavaEngines, "collection", kMultiInstance, &L::collection,
              "list of the items: a variable or an expression",
              "Liste der Elemente: eine Variable oder ein Ausdruck"),
    attribute(kJavaEngines, "elementVariable", kMultiInstance, &L::element_variable,
              "variable for the item", "Variable für das Element"),

    // Events
    attribute(kJavaEngines, "initiator", kStartEvent, &L::initiator,
              "variable for the id of the person who started",
              "Variable für die Id der Person, die gestartet hat"),
    attribute(kCamunda, "errorCodeVariable", kErrorDefinition, &L::code_variable,
              "variable for the code of a caught error", "Variable für den Code des Fehlers"),
    attribute(kCamunda, "errorMessageVariable", kErrorDefinition, &L::message_variable,
              "variable for the message of a caught error", "Variable für den Text des Fehlers"),
    attribute(kCamunda, "errorMessage", kError, &L::error_message, "message thrown along",
              "mitgegebener Text"),
    attribute(kCamunda, "escalationCodeVariable", kEscalationDefinition, &L::code_variable,
              "variable for the code of a caught escalation",
              "Variable für den Code der Eskalation"),
    attribute(kCamunda, "variableName", kConditionalDefinition, &L::variable_names,
              "only changes of this variable count", "nur Änderungen dieser Variablen zählen"),
    attribute(kCamunda, "variableEvents", kConditionalDefinition, &L::variable_events,
              "create, update, delete: which changes count",
              "create, update, delete: welche Änderungen zählen"),

    // Process
    attribute(kCamunda, "versionTag", kProcess, &L::version_tag, "version tag", "Versionsmarke"),
    attribute(kCamunda, "historyTimeToLive", kProcess, &L::history_time_to_live,
              "how long the history is kept: days or an ISO 8601 duration",
              "Aufbewahrung: Tage oder eine Dauer nach ISO 8601"),
    attribute(kCamunda, "isStartableInTasklist", kProcess, &L::startable,
              "whether people may start it", "ob Personen ihn starten dürfen"),
    attribute(kJavaEngines, "candidateStarterUsers", kProcess, &L::starter_users,
              "who may start it", "wer ihn starten darf"),
    attribute(kJavaEngines, "candidateStarterGroups", kProcess, &L::starter_groups,
              "whose members may start it", "wessen Mitglieder ihn starten dürfen"),

    // Editors
    attribute(kCamunda, "diagramRelationId", kEverywhere, Harmless, "of the editor", "vom Editor"),
    attribute(kCamunda, "modelerTemplate", kEverywhere, Harmless, "of the editor", "vom Editor"),
    attribute(kCamunda, "modelerTemplateVersion", kEverywhere, Harmless, "of the editor",
              "vom Editor"),
    attribute(kCamunda, "modelerTemplateIcon", kEverywhere, Harmless, "of the editor",
              "vom Editor"),
};

}  // namespace

std::span<const ExtensionRow> camunda_rows() { return kRows; }

}  // namespace umlauf::definition
