#include "engine/elements/sentences.hpp"

namespace umlauf::elements {
namespace {

constexpr Sentence kSentences[] = {
    {"10.3.1", "a resource role assigns by an expression, or by a resource",
     "10.3.4-user-task: potentialOwner of the standard names candidates too|10.3.4-user-task: A "
     "resource names candidates, a human performer the assignee",
     ""},
    {"10.3.1", "a query over the parameters of a resource finds the persons", "rule ACT-39",
     "parameters of resources are read, not asked, which a warning says: organisations have no "
     "attributes to query ([organisation.md](organisation.md))"},
    {"10.3.1",
     "the performer of an activity is who does it; with other tasks than user tasks it is for "
     "readers",
     "10.3.4-user-task: A resource names candidates, a human performer the assignee", ""},
    {"10.3", "`isForCompensation`: the activity is instantiated by a compensation only",
     "13.5.5-compensation: What is still running cannot be compensated|13.5.5-compensation: A "
     "sequence flow to a compensation activity is refused",
     ""},
    {"10.3", "boundary events belong to the activity as long as it is active",
     "13.5.3-boundary-event: It may be attached to every kind of activity|13.5.3-boundary-event: "
     "Attached to anything but an activity it is refused",
     ""},
    {"10.3.3", "service task: an operation has one input set and one output set", "rule ACT-34",
     ""},
    {"10.3.3", "the technology is not part of the standard",
     "13.3.3-service-task: The service is a job that a worker completes|13.3.3-service-task: "
     "Without an implementation the token passes",
     "a job for a worker, or a handler of the program"},
    {"10.3.3", "send task: completes once the message has been sent",
     "13.3.3-send-and-receive-task: The message of a send task starts another process", ""},
    {"10.3.3", "the data of a message task is one item, that of the message", "rule ACT-35", ""},
    {"10.3.3", "receive task: with `instantiate` it has no incoming flow", "rule GTW-15", ""},
    {"10.3.3", "script task: the format is given where there is a script",
     "13.3.3-script-task: A script without a format is refused", ""},
    {"10.3.3", "script task: the script is one that the engine can interpret",
     "13.3.3-script-task: A script in another language is a job", ""},
    {"10.3.4",
     "user task: its lifecycle is managed with people by the engine; renderings are for other "
     "programs",
     "10.3.4-user-task: The task waits for a person", "forms travel with the task"},
    {"10.3.4", "human performers and potential owners may claim and do it",
     "10.3.4-user-task: potentialOwner of the standard names candidates too|10.3.4-user-task: A "
     "resource names candidates, a human performer the assignee",
     ""},
    {"10.3.4", "the actual owner and the priority can be asked for",
     "10.3.4-user-task: Who does it and how urgent it is can be asked for",
     "by `actualOwner` and `taskPriority`"},
    {"10.3.4", "manual task: outside of any engine",
     "13.3.3-task: An abstract task and a manual task pass the token on", ""},
    {"10.3.5", "a subprocess is a scope for data, events and exceptions",
     "10.4-data: Data objects live as long as their scope and hide outer "
     "ones|13.5.4-event-subprocess: An error of the scope is caught, and the scope then completes "
     "normally",
     ""},
    {"10.3.5", "an event subprocess has exactly one start event, with a trigger, and no flows",
     "13.5.4-event-subprocess: A start event without trigger is refused|13.5.4-event-subprocess: A "
     "sequence flow to it is refused|rule EVT-13|rule EVT-06",
     ""},
    {"10.3.5", "transaction: completes like a subprocess when all went well",
     "10.3.5-transaction: Successful completion goes on as with a subprocess", ""},
    {"10.3.5",
     "when it is cancelled what runs ends, what has completed is compensated, then the cancel "
     "event at its boundary is followed",
     "10.3.5-transaction: A cancel end event compensates what has completed, the later before the "
     "earlier|10.3.5-transaction: A cancel end event outside of a transaction is "
     "refused|10.3.5-transaction: A cancel boundary event at another activity is refused",
     ""},
    {"10.3.5", "a hazard ends it without compensation, through an error event",
     "10.3.5-transaction: A hazard leaves through the error boundary without compensation", ""},
    {"10.3.5", "its `method` names a protocol between participants", "rule ACT-38",
     "compensation is the one that is carried out; of others a warning says that they are not"},
    {"10.3.5", "ad hoc: contains an activity, no start or end events; completes by its condition",
     "13.3.5-ad-hoc-subprocess: A start event within is refused|13.3.5-ad-hoc-subprocess: Without "
     "a completion condition it ends when each activity has been done|13.3.5-ad-hoc-subprocess: "
     "Somebody may say that enough has been done|rule ACT-30",
     ""},
    {"10.3.6",
     "call activity: calls a process or global task; its inputs and outputs are those of what it "
     "calls",
     "13.3.4-call-activity: Its data inputs and outputs are those of what it "
     "calls|13.3.4-call-activity: Mappings say what goes in and what comes back, nothing else does",
     ""},
    {"10.3.6",
     "a called process begins at its empty start event; start events with triggers count when it "
     "stands alone",
     "13.3.4-call-activity: A called process begins at its none start event beside others", ""},
    {"10.3.6", "the resources of a call activity override those of a global task",
     "rule ACT-40|10.3.6-global-task: The global task is done as an instance of its own",
     "those of the global task count, which a warning says: who may do it is decided where it is "
     "written"},
    {"10.3.6", "errors and escalations go from what is called to the call",
     "13.3.4-call-activity: An error that leaves the called process arrives at the "
     "boundary|13.3.4-call-activity: An escalation too, and the called process goes "
     "on|13.3.4-call-activity: An interrupting boundary event cancels the called process",
     ""},
    {"10.3.6", "what is called must exist",
     "13.3.4-call-activity: A process that is not there is an incident|13.3.4-call-activity: Calls "
     "without end reach a limit and become an incident",
     ""},
    {"10.3.7", "global tasks: user, manual, script, business rule",
     "10.3.6-global-task: The global task is done as an instance of its "
     "own|Structure.GlobalTasksAreDefinitionsOfOneNode",
     ""},
    {"10.3.8", "a loop counts in `loopCounter`",
     "13.3.6-standard-loop: loopCounter counts the runs from 1", ""},
    {"10.3.8",
     "a multi-instance activity has a cardinality or a collection; the item is an element of the "
     "collection",
     "13.3.7-multi-instance: Neither a cardinality nor a collection is refused|rule ACT-22|rule "
     "DAT-21",
     ""},
    {"10.3.8", "its counters can be asked for: instances, active, completed, terminated ones",
     "13.3.7-multi-instance: Its counters can be asked for, those who were cancelled as "
     "well|engine-dialects: Its names for the counters of a multi-instance activity",
     ""},
    {"10.3.8", "where no event is named, behaviours none and one throw a signal of their own",
     "13.3.7-multi-instance: Where no event is named none is thrown",
     "a signal without a name could be caught by nobody: no event is thrown"},
    {"10.3.8", "complex behaviour has definitions", "rule ACT-36", ""},
    {"10.4.1", "a data object lives as long as its process or subprocess and is seen from within",
     "10.4-data: Data objects live as long as their scope and hide outer ones", ""},
    {"10.4.1", "references to one data object are the same object in other states",
     "10.4-data: A transformation computes what goes in, an assignment writes a part of what comes "
     "out",
     "states are for readers"},
    {"10.4.1", "a data store lives on after the process", "rule DAT-02",
     "what a store holds is outside; associations to it are reported"},
    {"10.4.1", "properties belong to a process, activity or event and are seen from within it",
     "10.4-data: Data outputs stay in the activity, only the association takes them out|rule "
     "DAT-04",
     ""},
    {"10.4.1",
     "only tasks, global tasks, processes and events have inputs and outputs; every one of them is "
     "in a set",
     "rule DAT-15|rule DAT-16|rule DAT-17", ""},
    {"10.4.1", "a collection is said to be one alike where it is defined and where it is used",
     "rule DAT-20", ""},
    {"10.4.2", "when an activity is to begin its input sets are looked at in their order",
     "10.4-data: The first input set that is available is taken and no other", ""},
    {"10.4.2", "a set is available when all sources of its inputs are, optional ones aside",
     "10.4-data: An activity waits until its inputs have values, but not for optional ones", ""},
    {"10.4.2",
     "the first that is available is used; without one the activity waits, and looks again",
     "10.4-data: An activity waits until its inputs have values, but not for optional "
     "ones|10.4-data: The first input set that is available is taken and no other",
     "in the standard dialect; those of other engines do not know sets. Looked at when a variable "
     "in reach changes"},
    {"10.4.2",
     "associations: a transformation yields the target, otherwise the source is copied; then "
     "assignments",
     "10.4-data: A transformation computes what goes in, an assignment writes a part of what comes "
     "out|rule DAT-18",
     ""},
    {"10.4.2",
     "when it has completed the first output set all of whose outputs are available is used; "
     "without one there is an exception",
     "10.4-data: Without an output set that is available the exception is an incident",
     "an incident"},
    {"10.4.2", "data outputs go out by their associations only",
     "10.4-data: Data outputs stay in the activity, only the association takes them out", ""},
    {"10.4.2", "an input set may demand an output set (IORules)",
     "10.4-data: The input set that was taken may demand an output set|10.4-data: Another one "
     "demands another",
     ""},
    {"10.4.2", "inputs may be taken, outputs given while the activity executes",
     "10.4-data: An input that may come while it executes is not waited for",
     "taken when it begins, given when it ends"},
    {"10.4.2", "a throw event fills its inputs and copies them into what it throws; it never waits",
     "10.4-data: A thrown event takes its inputs along, a caught one hands them out", ""},
    {"10.4.2",
     "a catch event fills its outputs from what it caught, then its associations are carried out",
     "10.4-data: A thrown event takes its inputs along, a caught one hands them out|rule DAT-19",
     ""},
    {"10.4.3",
     "expressions may ask for data objects, inputs, outputs, properties by functions of XPath",
     "10.4-data: Functions of XPath are refused|10.4-data: A transformation computes what goes in, "
     "an assignment writes a part of what comes out",
     "expressions are FEEL: all of these are variables by their names ([feel.md](feel.md))"},
};

}  // namespace

std::span<const Sentence> sentences_of_activities() { return kSentences; }

}  // namespace umlauf::elements
