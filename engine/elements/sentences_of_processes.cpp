#include "engine/elements/sentences.hpp"

namespace umlauf::elements {
namespace {

constexpr Sentence kSentences[] = {
    {"13.2", "an occurrence of a start event makes an instance",
     "13.5.1-start-event: A none start event begins when the process is "
     "started|13.5.1-start-event: A message start event begins an instance with each "
     "message|13.5.1-start-event: A signal begins an instance at every start event that waits for "
     "it|13.5.1-start-event: A condition begins one when it holds",
     ""},
    {"13.2",
     "start events of one conversation make one instance together; later ones are routed to it",
     "13.5.1-start-event: What tells of the same conversation comes to the instance that there "
     "is|13.5.1-start-event: Another conversation is another instance|13.5.1-start-event: A "
     "message "
     "that does not tell of its conversation belongs to none",
     "the same start once more begins another instance"},
    {"13.2",
     "a process that is called has neither an empty start event nor anything without incoming flow",
     "13.3.4-call-activity: A called process begins at its none start event beside others",
     "contradicts §10.3.6 and §13.3.4, where a called process begins at its empty start event; "
     "those are followed"},
    {"13.2", "a receive task without incoming flow and with `instantiate` starts the process",
     "13.3.3-send-and-receive-task: An instantiating receive task begins an instance with each "
     "message|13.3.3-send-and-receive-task: A process that only a message begins cannot be started "
     "without|rule GTW-15",
     ""},
    {"13.2", "so does an event-based gateway; an exclusive one does not wait for its other events",
     "13.4.4-event-based-gateway: An instantiating gateway begins an instance with each event", ""},
    {"13.2", "a parallel one waits for the others once the first has made the instance",
     "13.4.4-event-based-gateway: The first event begins the instance, which then waits for the "
     "others|13.4.4-event-based-gateway: When all have come the next one begins another instance",
     ""},
    {"13.2", "those that follow carry the correlation information of the first",
     "8.4.2-correlation: The receiver keeps it too, and answers with it",
     "the keys of the first message are kept with the instance, and the next ones are compared "
     "with them"},
    {"13.2", "the instance completes only when all events behind a parallel gateway have happened",
     "13.4.4-event-based-gateway: The first event begins the instance, which then waits for the "
     "others",
     ""},
    {"13.2",
     "a parallel multiple start event waits for several triggers before there is an instance",
     "13.5.1-start-event: Nothing goes on before all triggers have come|13.5.1-start-event: The "
     "order does not matter, and what is collected begins no other instance",
     "they are collected in an instance in which nothing else happens before"},
    {"13.2", "two start events are alternatives: an instance does not wait for the other",
     "13.5.1-start-event: Beside other start events the none start event is the one that is "
     "meant|13.5.1-start-event: Of a multiple start event any trigger begins an instance",
     ""},
    {"13.2", "several parallel gateways that start a process belong to one instance",
     "13.5.1-start-event: Several parallel gateways belong to one instance, which ends when all "
     "their events have happened",
     "as far as their messages tell of one conversation"},
    {"13.2", "each start event that happens makes a token on its outgoing flows",
     "13.5.1-start-event: A none start event begins when the process is started|13.5.6-end-event: "
     "A token ends where no flow goes on, the instance with the last one",
     ""},
    {"13.2", "an instance completes when no token is left and nothing in it is active any more",
     "13.5.6-end-event: A none end event consumes its token, the instance ends with the last "
     "one|13.5.4-event-subprocess: The scope ends when its event subprocesses have ended too",
     ""},
    {"13.2", "all tokens must reach an end: a node without outgoing flow consumes its token",
     "13.5.6-end-event: A token ends where no flow goes on, the instance with the last one", ""},
    {"13.2", "a token that reaches an end event does what the event says and is consumed",
     "13.5.6-end-event: Several results are all thrown|13.5.6-end-event: A none end event consumes "
     "its token, the instance ends with the last one",
     ""},
    {"13.2", "a terminate end event ends the instance abnormally",
     "13.5.6-end-event: Terminate at the top ends the instance", ""},
    {"13.3.1", "several unconditional flows out of an activity get a token each",
     "13.3.1-sequence-flow: Several flows out of a node are a parallel split", ""},
    {"13.3.1", "several flows into an activity are no join: each token makes an instance of it",
     "13.3.1-sequence-flow: Several flows into an activity are no join, each token begins it", ""},
    {"13.3.1",
     "a conditional flow gets a token when its condition holds, beside the unconditional ones",
     "13.3.1-sequence-flow: Every conditional flow whose condition holds gets a token, besides the "
     "unconditional ones",
     ""},
    {"13.3.1", "the default flow gets one when no condition holds",
     "13.3.1-sequence-flow: The default flow of an activity where no condition holds", ""},
    {"13.3.1", "a condition is evaluated when the source has completed, with the data of then",
     "LimitTest.ARetriedIncidentTakesTheFlowThatThenHolds", ""},
    {"13.3.1", "where no flow can be taken the process cannot go on",
     "13.3.1-sequence-flow: Without a flow to take the activity has an incident",
     "an incident, that can be retried"},
    {"13.3.1", "a flow stays in its process and subprocess",
     "13.3.1-sequence-flow: A flow out of its subprocess is refused|rule FLW-02", ""},
    {"13.3.2", "an activity is ready when the tokens that `startQuantity` asks for are there",
     "13.3.2-start-and-completion-quantity: startQuantity tokens must arrive before the activity "
     "can begin|13.3.2-start-and-completion-quantity: Tokens that are left over wait for "
     "more|13.3.2-start-and-completion-quantity: A quantity below 1 is refused",
     ""},
    {"13.3.2",
     "an activity without incoming flow is instantiated with the process or subprocess it lies in",
     "13.3.1-sequence-flow: Without start events everything begins that has no incoming "
     "flow|13.3.4-subprocess: Without start events what has no incoming flow begins",
     ""},
    {"13.3.2", "not so compensation activities and event subprocesses",
     "13.3.1-sequence-flow: But neither compensation activities nor event subprocesses", ""},
    {"13.3.2", "a ready activity becomes active when one of its input sets is available",
     "10.4-data: An activity waits until its inputs have values, but not for optional "
     "ones|10.4-data: The first input set that is available is taken and no other",
     ""},
    {"13.3.2", "a ready or active activity can be interrupted by an event",
     "10.4-data: Its events wait with it|13.5.3-boundary-event: An interrupting event ends its "
     "activity and takes its token",
     ""},
    {"13.3.2", "an activity whose process ends, or whose event was not the first, is withdrawn",
     "13.5.6-end-event: Terminate ends tokens that are on their way, "
     "too|13.4.4-event-based-gateway: The first that happens takes the token, the others no longer "
     "wait",
     ""},
    {"13.3.2",
     "an error makes it fail: what is active in it ends, and a boundary event that catches takes "
     "the token",
     "10.5.5-error: An event without a code catches any error, and the activity ends with all in "
     "it|13.3.3-service-task: A worker may raise a BPMN error",
     ""},
    {"13.3.2", "another interruption terminates it, with all that is active in it",
     "13.5.3-boundary-event: It ends everything within a subprocess, however deep", ""},
    {"13.3.2",
     "when its work is done it is completing as long as something depends on it: event handlers, "
     "its instances",
     "13.5.4-event-subprocess: The scope ends when its event subprocesses have ended "
     "too|13.3.7-multi-instance: loopCardinality says how many run side by side",
     ""},
    {"13.3.2",
     "when it has completed its data goes out and each outgoing flow gets `completionQuantity` "
     "tokens",
     "13.3.2-start-and-completion-quantity: completionQuantity tokens are sent on each outgoing "
     "flow|13.3.2-start-and-completion-quantity: A task without work sends as "
     "many|13.3.2-start-and-completion-quantity: A receive task that begins the process sends as "
     "many|10.4-data: A transformation computes what goes in, an assignment writes a part of what "
     "comes out",
     ""},
    {"13.3.2", "only a completed activity can be compensated, if it has a handler",
     "13.5.5-compensation: What is still running cannot be compensated|13.5.5-compensation: What "
     "has completed is compensated in reverse order, the thrower waits",
     ""},
    {"13.3.2",
     "it is compensating until its handler has completed, failed or been ended, and then "
     "compensated",
     "13.5.5-compensation: Nothing is compensated twice|13.5.5-compensation: The error of a "
     "handler goes out of the scope that throws the compensation",
     ""},
    {"13.3.2", "when an activity has ended its events are no longer waited for",
     "13.5.3-boundary-event: When the activity has completed its events no longer wait", ""},
    {"13.3.3",
     "service task: the operation is invoked with its data inputs, its data outputs are what comes "
     "back, then it completes",
     "13.3.3-service-task: The service is a job that a worker completes|10.4-data: A "
     "transformation computes what goes in, an assignment writes a part of what comes out",
     ""},
    {"13.3.3", "a fault of the service is an interrupting error: the activity fails",
     "13.3.3-service-task: A worker may raise a BPMN error|13.3.3-service-task: An error that "
     "nobody catches fails the instance",
     ""},
    {"13.3.3", "send task: the message gets its data, is sent, and the task completes",
     "13.3.3-send-and-receive-task: The message of a send task starts another "
     "process|8.4.2-correlation: The sender keeps the key of its first message",
     ""},
    {"13.3.3", "receive task: waits for its message, takes its data out, completes",
     "13.3.3-send-and-receive-task: A receive task waits for its "
     "message|13.3.3-send-and-receive-task: Each message is received once",
     ""},
    {"13.3.3", "key-based correlation: a message fits one instance at most",
     "8.4.2-correlation: The key chooses among those that wait|8.4.2-correlation: Without a key "
     "several receivers are refused",
     ""},
    {"13.3.3", "predicate-based correlation: it may be passed to several receive tasks",
     "8.4.2-correlation: The message goes to the instance whose property fits|8.4.2-correlation: "
     "To all whose variables fit",
     ""},
    {"13.3.3", "a receive task with `instantiate` can start an instance",
     "13.3.3-send-and-receive-task: An instantiating receive task begins an instance with each "
     "message|13.3.3-send-and-receive-task: One message at two places that begin the process is "
     "refused|13.3.3-send-and-receive-task: A receive task that begins the process cannot be a "
     "loop as well",
     "neither as a loop nor multi-instance: refused"},
    {"13.3.3",
     "user task: is distributed to the person or group, completes when the work has been done",
     "10.3.4-user-task: The task waits for a person|10.3.4-user-task: Its candidates and due date "
     "are resolved when it begins|10.3.4-user-task: A task that is done cannot be done again",
     ""},
    {"13.3.3", "manual task: is never carried out by a system",
     "13.3.3-task: An abstract task and a manual task pass the token on", ""},
    {"13.3.3", "business rule task: the rule is called, then it completes",
     "13.3.3-business-rule-task: The decision's result becomes the result "
     "variable|13.3.3-business-rule-task: A decision that is not there is an incident",
     ""},
    {"13.3.3", "script task: the script is run, then it completes",
     "13.3.3-script-task: A context becomes variables|13.3.3-script-task: A script in another "
     "language is a job",
     ""},
    {"13.3.3", "abstract task: completes at once; it is never executed",
     "13.3.3-task: An abstract task and a manual task pass the token on|13.3.3-task: Nobody can "
     "complete what does not wait",
     ""},
    {"13.3.4", "each token that reaches a subprocess makes an instance of it",
     "13.3.4-subprocess: Each token begins a subprocess of its own", ""},
    {"13.3.4", "its empty start event gets a token",
     "13.3.4-subprocess: Its none start event gets a token", ""},
    {"13.3.4", "without one every activity and gateway in it without incoming flow gets one",
     "13.3.4-subprocess: Without start events what has no incoming flow begins", ""},
    {"13.3.4",
     "only an event subprocess and a process begin with a trigger; a start event with one within "
     "is none of a subprocess",
     "rule EVT-14", ""},
    {"13.3.4", "it completes when no token is left in it and nothing in it is active",
     "13.3.4-subprocess: It completes when there is no token left in it|13.3.4-subprocess: A "
     "subprocess without content completes at once",
     ""},
    {"13.3.4", "a terminate end event ends it abnormally, and nothing outside of it",
     "13.5.6-end-event: Terminate ends everything in its subprocess and nothing outside", ""},
    {"13.3.4",
     "a cancel end event cancels the transaction, whose cancel boundary event takes the token",
     "10.3.5-transaction: A cancel end event compensates what has completed, the later before the "
     "earlier",
     ""},
    {"13.3.4", "its other end events do what their kind says",
     "13.5.6-end-event: Several results are all thrown|10.5.5-escalation: A non-interrupting event "
     "catches it and the thrower goes on",
     ""},
    {"13.3.4",
     "a call activity starts the called process at its empty start event and waits for its end",
     "13.3.4-call-activity: It starts the called process and waits until that has "
     "ended|10.3.6-global-task: The global task is done as an instance of its own",
     ""},
    {"13.3.5",
     "ad hoc: its activities need not be connected; some may be, with gateways and intermediate "
     "events between",
     "13.3.5-ad-hoc-subprocess: Tokens go on through gateways, activities begin with as many as "
     "they need",
     ""},
    {"13.3.5",
     "those without incoming flow are enabled at first; a person says which one is executed",
     "13.3.5-ad-hoc-subprocess: Activities without incoming flow are enabled, none begins by "
     "itself",
     ""},
    {"13.3.5", "sequential: the next one may be selected when the one before has ended",
     "13.3.5-ad-hoc-subprocess: Sequential ordering does one thing at a time", ""},
    {"13.3.5", "parallel: at any time, so that an activity may have several instances",
     "13.3.5-ad-hoc-subprocess: Any of them may be started, in any order, also several times", ""},
    {"13.3.5",
     "when an activity has completed the completion condition is evaluated; if false, more may be "
     "selected",
     "13.3.5-ad-hoc-subprocess: The completion condition is looked at when an activity completes, "
     "then what runs is cancelled",
     ""},
    {"13.3.5", "if true, it completes; with `cancelRemainingInstances` what runs is cancelled",
     "13.3.5-ad-hoc-subprocess: The completion condition is looked at when an activity completes, "
     "then what runs is cancelled",
     ""},
    {"13.3.5", "without `cancelRemainingInstances` it completes when what runs has ended",
     "13.3.5-ad-hoc-subprocess: With cancelRemainingInstances false what runs may finish, and "
     "nothing more begins",
     ""},
    {"13.3.5",
     "an activity that completes makes `completionQuantity` tokens on its flows; they go as far as "
     "gateways and events let them",
     "13.3.5-ad-hoc-subprocess: What follows within begins when what leads there has "
     "completed|13.3.5-ad-hoc-subprocess: Tokens go on through gateways, activities begin with as "
     "many as they need",
     ""},
    {"13.3.5",
     "an inner activity is enabled when it has no incoming flow or `startQuantity` tokens",
     "13.3.5-ad-hoc-subprocess: Tokens go on through gateways, activities begin with as many as "
     "they need",
     ""},
    {"13.3.5", "it has neither start nor end events",
     "13.3.5-ad-hoc-subprocess: A start event within is refused|rule ACT-37", ""},
    {"13.3.6", "the activity is executed as long as the condition holds",
     "13.3.6-standard-loop: It runs again as long as the condition holds", ""},
    {"13.3.6", "`testBefore`: the condition is evaluated before, otherwise after each run",
     "13.3.6-standard-loop: Tested before, it may not run at all|13.3.6-standard-loop: Tested "
     "after each run, the activity runs at least once",
     ""},
    {"13.3.6", "`loopMaximum` bounds the runs; without it they are not bounded",
     "13.3.6-standard-loop: loopMaximum bounds the runs", ""},
    {"13.3.7", "`isSequential`: instances one after the other, or side by side",
     "13.3.7-multi-instance: Sequential instances run one after the other|13.3.7-multi-instance: "
     "loopCardinality says how many run side by side",
     ""},
    {"13.3.7",
     "their number is that of `loopCardinality`, or of the items of the collection, decided once",
     "13.3.7-multi-instance: loopCardinality says how many run side by side|13.3.7-multi-instance: "
     "None at all is passed at once|13.3.7-multi-instance: A count that is no whole number is an "
     "incident|13.3.7-multi-instance: Neither a cardinality nor a collection is refused",
     ""},
    {"13.3.7", "each instance gets its item of the collection, their outputs are collected",
     "13.3.7-multi-instance: Each instance gets an item of the collection, the results are "
     "collected in its order",
     ""},
    {"13.3.7",
     "when an instance completes the completion condition is evaluated; if it holds the others are "
     "cancelled and the activity completes",
     "13.3.7-multi-instance: When the completion condition holds the rest is cancelled", ""},
    {"13.3.7", "behaviour all: no event; the activity completes with its last instance",
     "13.3.7-multi-instance: loopCardinality says how many run side by side", ""},
    {"13.3.7", "behaviour none: an event for each instance that completes",
     "13.3.7-multi-instance: Behaviour none throws one for each|13.3.7-multi-instance: Behaviour "
     "none throws one for each, sequential instances wait for it",
     ""},
    {"13.3.7", "behaviour one: an event when the first completes",
     "13.3.7-multi-instance: Behaviour one throws an event when the first has "
     "completed|13.3.7-multi-instance: Behaviour one may throw a compensation; the activity waits "
     "for it, its instances go on",
     ""},
    {"13.3.7", "behaviour complex: the events of all definitions whose condition holds",
     "13.3.7-multi-instance: Behaviour complex throws every event whose condition "
     "holds|13.3.7-multi-instance: Behaviour complex throws one where its condition holds",
     ""},
    {"13.3.7", "these events can be caught at the boundary of the activity",
     "13.3.7-multi-instance: Behaviour none throws one for each", ""},
    {"13.3.7", "an interruption cancels all instances",
     "13.3.7-multi-instance: A boundary event ends all of them", ""},
};

}  // namespace

std::span<const Sentence> sentences_of_processes() { return kSentences; }

}  // namespace umlauf::elements
