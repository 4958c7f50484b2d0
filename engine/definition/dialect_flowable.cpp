#include "engine/definition/dialect.hpp"

// What only Activiti and Flowable have.
namespace umlauf::definition {

namespace {

using L = Lowered;
using Element = bpmn::ExtensionElement;
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

void worker_parameter(const Lowering& to, const Element& element) {
  WrittenMapping mapping;
  mapping.source = to.attribute(element, "source");
  if (!mapping.source) mapping.source = to.attribute(element, "sourceExpression");
  mapping.target = to.attribute(element, "target");
  const bool input = element.name == "externalWorkerInParameter";
  mapping.source_is_variable = true;
  (input ? to.lowered.inputs : to.lowered.outputs).push_back(mapping);
}

constexpr ExtensionRow kRows[] = {
    attribute(kActivitiLike, "owner", kUserTask, &L::owner, "owner", "Eigentümer"),
    attribute(kActivitiLike, "category", kUserTask, Harmless, "of task lists",
              "für Aufgabenlisten"),
    attribute(kActivitiLike, "businessCalendarName", kUserTask | kTimerDefinition, Refused,
              "write the date as an expression", "das Datum als Ausdruck schreiben"),
    attribute(kActivitiLike, "endDate", kTimerDefinition | kExpression, Refused,
              "write the end into the cycle: R/PT1H/2030-01-01T00:00:00Z",
              "das Ende in den Zyklus schreiben: R/PT1H/2030-01-01T00:00:00Z"),
    attribute(kActivitiLike, "skipExpression", kActivities | kSequenceFlow, Refused,
              "use a gateway to pass the element by", "zum Überspringen ein Gateway verwenden"),
    attribute(kActivitiLike, "taskIdVariableName", kUserTask, Refused,
              "ids of tasks are not kept in variables",
              "Ids von Aufgaben stehen in keiner Variablen"),
    attribute(kActivitiLike, "taskCompleterVariableName", kUserTask, Refused,
              "who completed a task is told by the history",
              "wer eine Aufgabe erledigt hat, sagt der Verlauf"),
    attribute(kActivitiLike, "triggerable", kServiceTask, Refused,
              "use a receive task behind the service task",
              "hinter der Service-Aufgabe eine Empfangsaufgabe verwenden"),
    attribute(kActivitiLike, "useLocalScopeForResultVariable", kServiceTask | kScriptTask, Refused,
              "use an input mapping of the same name", "eine gleichnamige Eingabe verwenden"),
    attribute(kActivitiLike, "storeResultVariableAsTransient", kServiceTask | kScriptTask, Refused,
              "all variables are durable", "alle Variablen sind dauerhaft"),
    attribute(kActivitiLike, "autoStoreVariables", kScriptTask, Dropped,
              "a script's result is stored in the result variable",
              "das Ergebnis eines Skripts kommt in die Ergebnisvariable"),
    attribute(kActivitiLike, "rules", kBusinessRuleTask, Refused, "use a DMN decision",
              "eine DMN-Entscheidung verwenden"),
    attribute(kActivitiLike, "ruleVariablesInput", kBusinessRuleTask, Refused, "use a DMN decision",
              "eine DMN-Entscheidung verwenden"),
    attribute(kActivitiLike, "exclude", kBusinessRuleTask, Refused, "use a DMN decision",
              "eine DMN-Entscheidung verwenden"),
    attribute(kFlowable, "asyncLeaveExclusive", kFlowNodes, Harmless,
              "jobs of one instance never run at once",
              "Aufträge einer Instanz laufen nie gleichzeitig"),
    attribute(kFlowable, "parallelInSameTransaction", kServiceTask, Harmless,
              "jobs run in transactions of their own", "Aufträge laufen in eigenen Transaktionen"),
    attribute(kFlowable, "noWaitStatesAsyncLeave", kMultiInstance, Harmless,
              "a hint for another engine's transactions",
              "ein Hinweis für die Transaktionen einer anderen Engine"),
    attribute(kFlowable, "formFieldValidation", kUserTask | kStartEvent, Harmless,
              "of the task list", "von der Aufgabenliste"),
    attribute(kFlowable, "elementIndexVariable", kMultiInstance, &L::index_variable,
              "variable for the number of the item, from 0",
              "Variable für die Nummer des Elements, ab 0"),
    attribute(kFlowable, "errorVariableName", kErrorDefinition, &L::code_variable,
              "variable for the code of a caught error", "Variable für den Code des Fehlers"),
    attribute(kFlowable, "errorVariableTransient", kErrorDefinition, Dropped,
              "all variables are durable", "alle Variablen sind dauerhaft"),
    attribute(kFlowable, "errorVariableLocalScope", kErrorDefinition, Dropped,
              "the variable belongs to the scope of the event",
              "die Variable gehört zum Bereich des Ereignisses"),
    attribute(kFlowable, "inheritVariables", kCallActivity, &L::inherit_variables,
              "the called process gets all variables",
              "der gerufene Prozess erhält alle Variablen"),
    attribute(kFlowable, "inheritBusinessKey", kCallActivity, &L::inherit_business_key,
              "the called process gets the business key",
              "der gerufene Prozess erhält den Geschäftsschlüssel"),
    attribute(kFlowable, "businessKey", kCallActivity, &L::called_business_key,
              "business key of the called process", "Geschäftsschlüssel des gerufenen Prozesses"),
    attribute(kFlowable, "sameDeployment", kCallActivity, &L::same_deployment,
              "calls the version of the same deployment",
              "ruft die Version derselben Auslieferung"),
    attribute(kFlowable, "useLocalScopeForOutParameters", kCallActivity, &L::local_outputs,
              "results become variables of the call activity",
              "Ergebnisse werden Variablen der Aufrufaktivität"),
    attribute(kFlowable, "calledElementType", kCallActivity, Dropped,
              "processes are called by their id (`key`)",
              "Prozesse werden über ihre Id gerufen (`key`)"),
    attribute(kFlowable, "fallbackToDefaultTenant", kCallActivity | kServiceTask, Harmless,
              "there are no tenants within a store", "ein Speicher kennt keine Mandanten"),
    attribute(kFlowable, "completeAsync", kCallActivity, &L::async_after, "as asyncAfter",
              "wie asyncAfter"),
    attribute(kFlowable, "processInstanceName", kCallActivity, Dropped,
              "instances have a business key and no name",
              "Instanzen haben einen Geschäftsschlüssel und keinen Namen"),
    attribute(kFlowable, "idVariableName", kCallActivity, Refused,
              "ids of instances are not kept in variables",
              "Ids von Instanzen stehen in keiner Variablen"),
    attribute(
        kActivitiLike, "terminateAll", kTerminateDefinition, Refused,
        "terminate ends its own scope (BPMN 2.0.2 §13.5.6); throw an error to end more",
        "Terminate beendet den eigenen Bereich (BPMN 2.0.2 §13.5.6); sonst einen Fehler werfen"),
    attribute(kFlowable, "terminateMultiInstance", kTerminateDefinition, Refused,
              "use a completion condition", "eine Abschlussbedingung verwenden"),
    attribute(kActivitiLike, "scope", kSignal, Refused,
              "signals are broadcast to all instances; use a message or an escalation",
              "Signale erreichen alle Instanzen; eine Nachricht oder Eskalation verwenden"),
    attribute(kFlowable, "isEagerExecutionFetching", kProcess, Harmless,
              "a hint for another engine's database", "ein Hinweis für eine andere Datenbank"),
    {kFlowable, true, "externalWorkerInParameter", kServiceTask, Taken, nullptr, worker_parameter,
     "input mapping", "Eingabezuordnung"},
    {kFlowable, true, "externalWorkerOutParameter", kServiceTask, Taken, nullptr, worker_parameter,
     "output mapping", "Ausgabezuordnung"},
    {kFlowable, true, "variableAggregation", kMultiInstance, Refused, nullptr, nullptr,
     "collect the outputs with a mapping", "Ausgaben über eine Zuordnung sammeln"},
    {kFlowable, true, "mapException", kServiceTask | kCallActivity, Refused, nullptr, nullptr,
     "let the worker report a BPMN error", "den Worker einen BPMN-Fehler melden lassen"},
    {kFlowable, true, "customProperties", kEverywhere, Dropped, nullptr, nullptr,
     "not kept for programs", "für Programme nicht vorgehalten"},
    {kActivitiLike, true, "eventListener", kProcess, Dropped, nullptr, nullptr,
     "listeners are not run", "Listener werden nicht ausgeführt"},
    {kActivitiLike, true, "customResource", kUserTask, Dropped, nullptr, nullptr,
     "only assignee, candidates and owner are known",
     "bekannt sind nur Bearbeiter, Kandidaten und Eigentümer"},
    {kFlowable, true, "eventType", kEverywhere, Refused, nullptr, nullptr, "use a message",
     "eine Nachricht verwenden"},
    {kFlowable, true, "eventCorrelationParameter", kEverywhere, Refused, nullptr, nullptr,
     "use the correlation of BPMN", "die Korrelation von BPMN verwenden"},
    {kFlowable, true, "variableListenerEventDefinition", kEverywhere, Refused, nullptr, nullptr,
     "use a conditional event", "ein Bedingungsereignis verwenden"},
};

}  // namespace

std::span<const ExtensionRow> flowable_rows() { return kRows; }

}  // namespace umlauf::definition
