#include "engine/elements/conformance.hpp"

#include <array>

#include "engine/definition/nodes.hpp"

namespace umlauf::elements {
namespace {

using enum Treatment;

constexpr std::string_view kTriggers = "triggers and results";
constexpr std::string_view kActivities = "activities";
constexpr std::string_view kData = "data and messages";
constexpr std::string_view kOperation = "operation";
constexpr std::string_view kOther = "the rest of the standard";

// What is no kind of flow node. Those are in elements.def; kKinds has their remarks.
constexpr std::array kRows{
    ConformanceRow{kActivities, "sequence flow: uncontrolled, conditional, default", "13.3.1",
                   Executed, "13.3.1-sequence-flow", "conditions in document order"},
    ConformanceRow{kActivities, "startQuantity, completionQuantity", "10.3, 13.3.2", Executed,
                   "13.3.2-start-and-completion-quantity", ""},
    ConformanceRow{kActivities, "standard loop", "10.3.8, 13.3.6", Executed, "13.3.6-standard-loop",
                   "testBefore, loopMaximum, loopCounter"},
    ConformanceRow{kActivities, "multi-instance", "10.3.8, 13.3.7", Executed,
                   "13.3.7-multi-instance",
                   "cardinality, collection, data items, completion condition, behaviour all, "
                   "none, one, complex"},
    ConformanceRow{kActivities, "global user, manual, script, business rule task", "10.3.6, 10.3.7",
                   Executed, "10.3.6-global-task", "called by a call activity"},
    ConformanceRow{kActivities, "isForCompensation", "10.7, 13.5.5", Executed,
                   "13.5.5-compensation", "handlers at the boundary and as event subprocess"},
    ConformanceRow{kTriggers, "none", "10.5.1", Executed, "13.5.1-start-event", ""},
    ConformanceRow{kTriggers, "message", "10.5.5", Executed, "13.3.3-send-and-receive-task", ""},
    ConformanceRow{kTriggers, "timer", "10.5.5", Executed, "10.5.5-timer",
                   "date, duration, cycle (`R3/PT1H`), cron"},
    ConformanceRow{kTriggers, "signal", "10.5.5", Executed, "10.5.5-signal", "broadcast"},
    ConformanceRow{kTriggers, "error", "10.5.5", Executed, "10.5.5-error",
                   "an equal code before \"any\""},
    ConformanceRow{kTriggers, "escalation", "10.5.5", Executed, "10.5.5-escalation", ""},
    ConformanceRow{kTriggers, "conditional", "10.5.5", Executed, "10.5.5-conditional",
                   "on entry and when a variable in reach changes"},
    ConformanceRow{kTriggers, "link", "10.5.4", Executed, "10.5.4-link", ""},
    ConformanceRow{kTriggers, "compensation", "10.7, 13.5.5", Executed, "13.5.5-compensation",
                   "waitForCompletion, activityRef"},
    ConformanceRow{kTriggers, "cancel", "10.3.5, 10.5.5", Executed, "10.3.5-transaction", ""},
    ConformanceRow{kTriggers, "terminate", "13.5.6", Executed, "13.5.6-end-event", ""},
    ConformanceRow{kTriggers, "multiple", "10.5.5", Executed, "13.5.2-intermediate-event", ""},
    ConformanceRow{kTriggers, "parallel multiple", "10.5.5", Executed, "13.5.2-intermediate-event",
                   "intermediate and boundary events, event subprocesses"},
    ConformanceRow{kTriggers, "parallel multiple at a process-level start", "10.5.2", Executed,
                   "13.5.1-start-event",
                   "a message or a signal begins it, timers and conditions are waited for"},
    ConformanceRow{kTriggers, "parallel multiple of timers and conditions only at such a start",
                   "10.5.2", Refused, "13.5.1-start-event", "RUN-01: nothing could begin it"},
    ConformanceRow{kTriggers, "eventDefinitionRef", "10.5.1", Executed, "13.5.2-intermediate-event",
                   ""},
    ConformanceRow{kData, "data object, data object reference, property", "10.4.1", Executed,
                   "10.4-data", "live as long as their scope; states are for readers"},
    ConformanceRow{kData, "data input, data output, association, transformation, assignment",
                   "10.4.2", Executed, "10.4-data", ""},
    ConformanceRow{kData, "data store", "10.4.1", ReadOnly, "", "what a store holds is outside"},
    ConformanceRow{kData, "message flow", "9.4", Executed, "9.4-message-flow",
                   "between processes of one collaboration"},
    ConformanceRow{kData, "correlation key, property, subscription", "8.4.2", Executed,
                   "8.4.2-correlation", "and by name, business key, variables"},
    ConformanceRow{kOperation, "jobs, retries, incidents, asynchronous points", "", Executed,
                   "engine-jobs", ""},
    ConformanceRow{kOperation, "modification, suspension, deletion", "", Executed,
                   "engine-operations", ""},
    ConformanceRow{kOperation, "versions, version tags, migration", "", Executed, "engine-versions",
                   ""},
    ConformanceRow{kOperation, "expressions of Camunda 7", "", Executed, "engine-expressions",
                   "beyond the subset: refused with the token at fault"},
    ConformanceRow{kOperation, "what the dialect decides", "", Executed, "engine-dialects",
                   "[dialects.md](dialects.md)"},
    ConformanceRow{kOperation, "listeners of Camunda 7 and 8", "", Executed, "engine-listeners",
                   "of elements, flows, processes and tasks; [dialects.md](dialects.md) says when "
                   "and what not"},
    ConformanceRow{kOperation, "kept messages", "", Executed, "engine-kept-messages",
                   "in the dialect of Camunda 8"},
    ConformanceRow{kOther, "lane, lane set", "10.8", Executed, "10.3.4-user-task",
                   "names the candidates of user tasks in it"},
    ConformanceRow{kOther, "resource roles: potential owner, performer", "10.3.1, 10.3.4", Executed,
                   "10.3.4-user-task", "with an expression or a resource"},
    ConformanceRow{kOther, "pool, participant", "9.3", Executed, "9.4-message-flow",
                   "its process; multiplicity is for readers"},
    ConformanceRow{kOther, "group, text annotation, category, auditing, monitoring", "8.4.1",
                   ReadOnly, "", ""},
    ConformanceRow{kOther, "diagram interchange", "12", ReadOnly, "", "shown, checked by rules"},
    ConformanceRow{kOther, "conversation", "9.5", ReadOnly, "", "its correlation keys count"},
    ConformanceRow{kOther, "choreography", "11", ReadOnly, "", "PRC-16 says so"},
};

// Folder and remark of each kind of elements.def, in its order.
struct Kind {
  std::string_view scenarios;
  std::string_view remark;
};
constexpr std::array<Kind, definition::kNodeKinds> kKinds{{
    {"13.5.1-start-event",
     "several start events, each with its trigger; the latest version listens"},
    {"13.5.2-intermediate-event", ""},
    {"13.5.2-intermediate-event", ""},
    {"13.5.3-boundary-event", "at every activity, loops and multi-instance included"},
    {"13.5.6-end-event", ""},
    {"13.3.3-task", "nothing is waited for"},
    {"10.3.4-user-task", ""},
    {"13.3.3-service-task", "a job, a handler of the program, an expression"},
    {"13.3.3-script-task", "FEEL; a script in another language is a job"},
    {"13.3.3-business-rule-task", "a DMN decision, or a job"},
    {"13.3.3-task", "nothing is waited for"},
    {"13.3.3-send-and-receive-task", ""},
    {"13.3.3-send-and-receive-task", "`instantiate` included"},
    {"13.3.4-call-activity", "latest, version, version tag, same deployment; 100 calls deep"},
    {"13.3.4-subprocess", ""},
    {"13.5.4-event-subprocess", "interrupting or not, at every level"},
    {"10.3.5-transaction", ""},
    {"13.3.5-ad-hoc-subprocess",
     "parallel, sequential, completion condition, cancelRemainingInstances"},
    {"13.4.2-exclusive-gateway", ""},
    {"13.4.1-parallel-gateway", ""},
    {"13.4.3-inclusive-gateway",
     "the standard's join: unstructured, with loops, with several tokens"},
    {"13.4.5-complex-gateway", "activation condition and reset"},
    {"13.4.4-event-based-gateway", "exclusive, parallel, instantiating"},
}};

constexpr std::array kDeviations{
    Deviation{"no outgoing flow can be chosen", "13.4.2, 13.4.3", "an exception is thrown",
              "Camunda 7 fails the command and rolls back",
              "the command succeeds and there is an incident: an operator can retry it", ""},
    Deviation{"a condition is neither true nor false", "13.3.1", "not said",
              "an unknown variable fails the command (JUEL) or counts as false (FEEL)",
              "an incident: what is unknown must not decide", ""},
    Deviation{"conditions on flows out of an event", "8.4.13", "not allowed",
              "Camunda 7 evaluates them",
              "refused (FLW-18); evaluated, with a warning, in models of Camunda", ""},
    Deviation{"counting of loops", "table 10.28", "`loopCounter` begins at 1",
              "Camunda 7 begins at 0", "as the dialect", "loop_counter_first"},
    Deviation{"counters of multi-instance activities", "table 10.31", "`numberOfInstances` ...",
              "Camunda 7 calls them `nrOfInstances` ...", "as the dialect",
              "counters_named_as_in_camunda"},
    Deviation{"variables of a call", "table 10.26", "only what is mapped goes in and comes back",
              "Camunda 8 hands over and takes back all", "as the dialect",
              "call_takes_all_variables, call_returns_all_variables"},
    Deviation{"output of a task with output mappings", "10.4.2", "only what is associated leaves",
              "Camunda 7 writes results outwards besides", "as the dialect",
              "output_mappings_replace_propagation"},
    Deviation{"a message that nobody waits for", "8.4.2", "not said",
              "Camunda 7 refuses it, Camunda 8 keeps it for a time", "as the dialect",
              "messages_are_buffered, message_time_to_live_ms"},
    Deviation{
        "order of compensation", "13.5.5", "reverse order of completion where it matters",
        "Camunda 7 begins all handlers at once",
        "later ones first where flows lead from one activity to the other, side by side otherwise",
        ""},
    Deviation{"terminate end event of the process", "13.5.6",
              "the process is abnormally terminated", "alike",
              "`terminated`; a caller goes on as after completion", ""},
    Deviation{"error that nobody catches", "13.5.3", "not said",
              "Camunda 7 ends the token and goes on", "the instance fails with all that is active",
              ""},
    Deviation{
        "start events of one conversation", "13.2",
        "those with equal correlation make one instance together", "nobody does that",
        "alike, where messages share a correlation property and tell it; each start once in an "
        "instance, the same once more begins another",
        ""},
    Deviation{"parallel multiple start event", "10.5.2",
              "no instance before all triggers have come", "Camunda 7 and 8 do not know it",
              "the first trigger makes the instance, which waits for the others before it goes on",
              ""},
    Deviation{"input and output sets", "10.4.2",
              "an activity waits for the first input set, and fails without an output set",
              "Camunda 7 and 8 do not know them", "as the dialect", "data_sets_count"},
    Deviation{"event subprocesses of a scope that is completing", "13.5.4",
              "no new one begins when only others are still running",
              "Camunda 7 and 8 begin them as long as the scope is there", "the standard", ""},
    Deviation{"behaviours none and one without an event", "table 10.31",
              "a signal of their own is thrown", "Camunda 7 does not know behaviours",
              "none: a signal without a name could be caught by nobody", ""},
    Deviation{"resources of a global task", "10.3.6", "those of the call activity override them",
              "Camunda 7 does not execute global tasks",
              "those of the global task count: who may do it is decided where it is written", ""},
    Deviation{"inclusive join", "13.4.3", "no token can come to an empty flow",
              "Camunda 7 waits while any other execution of the scope can reach the gateway",
              "the standard; boundary events of active activities count as ways", ""},
    Deviation{
        "ad-hoc subprocess without completion condition", "13.3.5", "its end is left open",
        "Camunda 7 does not execute it",
        "each activity is offered once; it ends when all have been done, or when somebody says so",
        ""},
};

constexpr std::array kForeignCases{
    ForeignCase{"camunda", "transaction-cancel-compensates-all-completed",
                "all handlers begin at once, one of them passing by itself", "§13.5.5",
                "`chargeCard` completed last, so that its handler comes first; it is a job "
                "(`camunda:class`), "
                "which waits for its worker (drive protocol, rule 7)"},
    ForeignCase{"static", "bpmnspector/001/Fail, Fail2", "rejected for an import that is not there",
                "drive protocol, rule 8",
                "a warning unless something refers into it; nothing does"},
    ForeignCase{"static", "bpmnspector/002/fail_import_URL",
                "rejected for an id that a document behind a URL has too", "drive protocol, rule 8",
                "imports are never fetched"},
    ForeignCase{
        "static", "bpmnspector/106/fail_cancel_end_event_manualFix, fail_sub_process_manualFix",
        "rejected for a cancel end event outside of a transaction", "§10.5.3",
        "there is no cancel event in these files; only their drawing still shows what was removed"},
};

std::string text_of(Treatment treatment) {
  switch (treatment) {
    case Executed:
      return "executed";
    case ReadOnly:
      return "read";
    case Refused:
      return "refused";
  }
  return "";
}

std::string link_of(std::string_view folder) {
  if (folder.empty()) return "";
  const std::string name(folder);
  return "[" + name + "](../tests/scenarios/" + name + ")";
}

std::string clause_of(std::string_view clause) {
  return clause.empty() ? std::string() : "§" + std::string(clause);
}

constexpr std::array<std::string_view, definition::kNodeKinds> kBehaviourNames{
#define UMLAUF_ELEMENT(kind, xml_name, behaviour, clause) #behaviour,
#include "engine/definition/elements.def"
#undef UMLAUF_ELEMENT
};
constexpr std::array<std::string_view, definition::kNodeKinds> kClauses{
#define UMLAUF_ELEMENT(kind, xml_name, behaviour, clause) clause,
#include "engine/definition/elements.def"
#undef UMLAUF_ELEMENT
};

std::string flow_nodes() {
  std::string text =
      "| element | clause | | scenarios | behaviour and net rule | |\n|---|---|---|---|---|---|\n";
  for (std::size_t i = 0; i < kKinds.size(); ++i) {
    const std::string behaviour(kBehaviourNames[i]);
    text += "| " + behaviour + " | " + clause_of(kClauses[i]) + " | executed | " +
            link_of(kKinds[i].scenarios) + " | [" + behaviour + ".cpp](../engine/elements/" +
            behaviour + ".cpp) | " + std::string(kKinds[i].remark) + " |\n";
  }
  return text;
}

std::string group(std::string_view name) {
  std::string text = "| part | clause | | scenarios | |\n|---|---|---|---|---|\n";
  for (const ConformanceRow& row : kRows)
    if (row.group == name)
      text += "| " + std::string(row.element) + " | " + clause_of(row.clause) + " | " +
              text_of(row.treatment) + " | " + link_of(row.scenarios) + " | " +
              std::string(row.remark) + " |\n";
  return text;
}

std::string foreign_table() {
  std::string text = "| suite | case | expects | clause | reason |\n|---|---|---|---|---|\n";
  for (const ForeignCase& row : kForeignCases)
    text += "| " + std::string(row.suite) + " | " + std::string(row.name) + " | " +
            std::string(row.expects) + " | " + std::string(row.clause) + " | " +
            std::string(row.reason) + " |\n";
  return text;
}

std::string deviation_table() {
  std::string text =
      "| about | clause | the standard | others | here | switch |\n|---|---|---|---|---|---|\n";
  for (const Deviation& row : kDeviations)
    text += "| " + std::string(row.about) + " | " +
            std::string(row.clause.starts_with("table") ? "" : "§") + std::string(row.clause) +
            " | " + std::string(row.standard) + " | " + std::string(row.others) + " | " +
            std::string(row.umlauf) + " | " +
            (row.switch_name.empty() ? std::string() : "`" + std::string(row.switch_name) + "`") +
            " |\n";
  return text;
}

}  // namespace

std::span<const ConformanceRow> conformance_rows() { return kRows; }
std::span<const Deviation> deviations() { return kDeviations; }
std::span<const ForeignCase> foreign_cases() { return kForeignCases; }

std::string conformance_page() {
  std::string text =
      "# Conformance with BPMN 2.0.2\n\n"
      "Generated from `engine/elements/conformance.cpp` and `engine/definition/elements.def`; a "
      "test "
      "compares, and holds the\nscenario folders against it. *Executed*: as the clause says, with "
      "scenarios, one for each sentence ([bpmn-sentences.md](bpmn-sentences.md))\nand for ways to "
      "misuse it. *Read*: kept and linked, "
      "without meaning for execution. *Refused*: rejected at deployment, with the reason.\n"
      "`umlauf test tests/scenarios/FOLDER` runs the scenarios of a row.\n\n"
      "## Flow nodes\n\nEach has one file with what it does and, beside it, its rule for the "
      "verifier's token net.\n\n" +
      flow_nodes() + "\n## Activities: what they share\n\n" + group(kActivities) +
      "\n## Triggers and results of events\n\n" + group(kTriggers) + "\n## Data and messages\n\n" +
      group(kData) + "\n## Operation\n\n" + group(kOperation) +
      "\n## The rest of the standard\n\n" + group(kOther) +
      "\n## Where the standard leaves room, and where engines differ\n\n"
      "Each is decided once. A switch is a member of `Semantics` "
      "(`engine/definition/semantics.hpp`), whose value the dialect of a\nprocess decides "
      "([dialects.md](dialects.md)).\n\n" +
      deviation_table() +
      "\n## Foreign cases that are not followed\n\nOf `../shared/conformance` "
      "(`run_bpmn.py --suite all`), every other case passes, also with `--invariants`.\n\n" +
      foreign_table();
  return text;
}

}  // namespace umlauf::elements
