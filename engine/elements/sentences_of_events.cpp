#include "engine/elements/sentences.hpp"

namespace umlauf::elements {
namespace {

constexpr Sentence kSentences[] = {
    {"10.5.1",
     "definitions may stand within the event or be referred to; one within is used by that event "
     "only",
     "13.5.2-intermediate-event: A definition may stand outside of the event|rule EVT-33", ""},
    {"10.5.1", "data of an event is that of what it throws or catches",
     "rule DAT-19|10.4-data: A thrown event takes its inputs along, a caught one hands them out",
     ""},
    {"10.5.2",
     "a start event has no incoming flow; where there is one, everything else has incoming flow",
     "rule FLW-09|rule FLW-05|rule EVT-35", ""},
    {"10.5.2", "a process may have several; each makes instances of its own",
     "13.5.1-start-event: Beside other start events the none start event is the one that is "
     "meant|13.5.1-start-event: A message start event begins an instance with each "
     "message|13.5.1-start-event: Of several none start events one must be "
     "named|13.5.1-start-event: A "
     "start event that is not there is refused",
     ""},
    {"10.5.2", "top level: none, message, timer, conditional, signal, multiple, parallel multiple",
     "13.5.1-start-event: A none start event begins when the process is "
     "started|13.5.1-start-event: A message start event begins an instance with each "
     "message|13.5.1-start-event: A cycle begins an instance each time, as often as it "
     "says|13.5.1-start-event: A condition begins one when it holds|13.5.1-start-event: A signal "
     "begins an instance at every start event that waits for it|13.5.1-start-event: Of a multiple "
     "start event any trigger begins an instance|13.5.1-start-event: Nothing goes on before all "
     "triggers have come|rule EVT-02",
     ""},
    {"10.5.2", "a subprocess begins with a none start event", "rule EVT-14", ""},
    {"10.5.2",
     "event subprocess: message, timer, escalation, error, compensation, conditional, signal, "
     "multiple; an error or compensation interrupts",
     "13.5.4-event-subprocess: An error of the scope is caught, and the scope then completes "
     "normally|13.5.4-event-subprocess: An escalation is caught beside what goes "
     "on|13.5.4-event-subprocess: An interrupting one ends everything else in its "
     "scope|13.5.4-event-subprocess: A timer may begin it several times|13.5.4-event-subprocess: "
     "Of several triggers any begins it, a signal or a message|13.5.5-compensation: A compensation "
     "event subprocess sees the data as it was|13.5.4-event-subprocess: A condition begins it when "
     "it becomes true|13.5.4-event-subprocess: A condition that holds already begins it on "
     "entry|rule EVT-15",
     ""},
    {"10.5.3", "an end event has no outgoing flow",
     "13.5.6-end-event: A sequence flow out of an end event is refused", ""},
    {"10.5.3",
     "without end events an instance ends where no flow goes on, when all of it has ended",
     "13.5.6-end-event: A token ends where no flow goes on, the instance with the last one|rule "
     "PRC-03|rule PRC-04",
     ""},
    {"10.5.3", "error: ends what is active in its scope, and is caught around it",
     "10.5.5-error: It goes outwards to the next scope that catches it|13.5.6-end-event: An error "
     "that nobody catches fails the instance with all that is active",
     ""},
    {"10.5.3", "escalation, cancel, compensation, signal, multiple, terminate ends",
     "10.5.5-escalation: An escalation that nobody catches changes nothing|10.3.5-transaction: A "
     "cancel end event compensates what has completed, the later before the "
     "earlier|13.3.3-send-and-receive-task: An instantiating receive task is compensated like any "
     "other activity|13.5.6-end-event: Several results are all thrown|13.5.6-end-event: Terminate "
     "ends everything in its subprocess and nothing outside",
     ""},
    {"10.5.4",
     "intermediate, catching: message, timer, conditional, link, signal, multiple, parallel "
     "multiple",
     "13.5.2-intermediate-event: A catching event waits for its trigger, then the token goes "
     "on|10.5.5-timer: A duration counts from when the event begins to wait, days by the calendar "
     "of the zone|10.5.5-conditional: It happens when the condition becomes "
     "true|13.5.2-intermediate-event: Of several triggers one is enough|13.5.2-intermediate-event: "
     "Parallel multiple waits for all of them, in any order|10.5.4-link: Several sources lead to "
     "one target",
     ""},
    {"10.5.4",
     "intermediate, throwing: none, message, escalation, compensation, link, signal, multiple; no "
     "error, no cancel",
     "13.5.2-intermediate-event: A throwing event throws all its results and goes on at "
     "once|10.5.5-escalation: A non-interrupting event catches it and the thrower goes "
     "on|13.5.5-compensation: What has completed is compensated in reverse order, the thrower "
     "waits|10.5.4-link: Several sources lead to one target|13.5.2-intermediate-event: An "
     "intermediate event cannot throw an error",
     ""},
    {"10.5.4",
     "boundary: attached to an activity; no incoming flow, and but for compensation an outgoing "
     "one",
     "13.5.3-boundary-event: Attached to anything but an activity it is refused|rule EVT-30|rule "
     "EVT-38",
     ""},
    {"10.5.4", "an activity may have several boundary events",
     "13.5.3-boundary-event: It may be attached to every kind of activity|10.5.5-error: The event "
     "with the code catches it before one that catches any",
     ""},
    {"10.5.5", "cancel: of transactions only",
     "10.3.5-transaction: A cancel end event outside of a transaction is "
     "refused|10.3.5-transaction: A cancel boundary event at another activity is refused",
     ""},
    {"10.5.5",
     "compensation: names an activity or means the whole scope; waits unless told otherwise",
     "13.5.5-compensation: activityRef names what is compensated, the rest "
     "stays|13.5.5-compensation: A thrower that does not wait for the completion goes on at "
     "once|rule EVT-11",
     ""},
    {"10.5.5",
     "a compensation thrower sees activities of its own level, in a compensation event subprocess "
     "those of the scope around",
     "13.5.5-compensation: A compensation event subprocess may compensate what its scope contains",
     ""},
    {"10.5.5",
     "conditional: happens when its condition becomes true; it must become false before it can "
     "happen again",
     "10.5.5-conditional: It happens when the condition becomes true|10.5.5-conditional: It must "
     "become false before it can happen again|10.5.5-conditional: A condition that holds when the "
     "event is entered happens at once|10.5.5-conditional: What a task brings is looked at as "
     "well|10.5.5-conditional: An event without a condition is refused",
     ""},
    {"10.5.5", "a condition at the start of a process asks data that is there before",
     "13.5.1-start-event: A condition begins one when it holds",
     "the variables of the request that looks at the conditions"},
    {"10.5.5", "error: caught by its code, or by an event that catches any",
     "10.5.5-error: The event with the code catches it before one that catches any|10.5.5-error: "
     "An event without a code catches any error, and the activity ends with all in it",
     ""},
    {"10.5.5", "escalation: likewise, and the thrower may go on",
     "10.5.5-escalation: A non-interrupting event catches it and the thrower goes "
     "on|10.5.5-escalation: An interrupting event ends the activity; one without a code catches "
     "any|13.3.3-service-task: A worker may raise an escalation and go on",
     ""},
    {"10.5.5", "link: several sources, one target of a name on one level",
     "10.5.4-link: Several sources lead to one target|10.5.4-link: Two targets of one name are "
     "refused|rule EVT-37",
     ""},
    {"10.5.5", "message: one receiver, along its flow where there is one",
     "9.4-message-flow: A message flow begins the other process and comes back|9.4-message-flow: "
     "Each case gets its own answer",
     ""},
    {"10.5.5", "multiple: any of the triggers; all results",
     "13.5.2-intermediate-event: Of several triggers one is enough|13.5.6-end-event: Several "
     "results are all thrown",
     ""},
    {"10.5.5", "parallel multiple: all of the triggers",
     "13.5.2-intermediate-event: Parallel multiple waits for all of them, in any "
     "order|13.5.3-boundary-event: Parallel multiple waits for all its triggers, and then for all "
     "of them again",
     ""},
    {"10.5.5", "none: nothing is waited for",
     "13.5.1-start-event: A none start event begins when the process is started", ""},
    {"10.5.5", "signal: to everything that waits for it, in any process",
     "10.5.5-signal: A signal reaches every instance that waits, and begins those that it "
     "starts|10.5.5-signal: A thrown signal reaches the own instance, others and start "
     "events|10.5.5-signal: Another signal changes nothing|10.5.5-signal: Nobody there is no error",
     ""},
    {"10.5.5", "terminate: ends everything in its scope at once, without compensation",
     "13.5.6-end-event: Terminate ends everything in its subprocess and nothing "
     "outside|13.5.6-end-event: Terminate compensates nothing",
     ""},
    {"10.5.5", "timer: one of date, duration and cycle, as ISO 8601 has them",
     "10.5.5-timer: A date|10.5.5-timer: A duration counts from when the event begins to wait, "
     "days by the calendar of the zone|10.5.5-timer: A cycle fires as often as it "
     "says|10.5.5-timer: A cycle stops with its activity|10.5.5-timer: What is no duration is an "
     "incident|10.5.5-timer: A literal that is no timer is refused",
     ""},
    {"10.5.6",
     "message and timer triggers are resolved to what waits for them; signals are broadcast",
     "8.4.2-correlation: The key chooses among those that wait|10.5.5-signal: A signal reaches "
     "every instance that waits, and begins those that it starts",
     ""},
    {"10.5.6", "errors and escalations go outwards to the innermost scope that catches them",
     "10.5.5-error: It goes outwards to the next scope that catches it|13.5.4-event-subprocess: An "
     "escalation is caught beside what goes on",
     ""},
    {"10.5.6",
     "a handler within comes before one at the boundary; unless it throws again the activity "
     "completes normally",
     "13.5.4-event-subprocess: The handler within catches before the boundary, which then knows "
     "nothing of it|13.5.4-event-subprocess: What the handler throws again arrives at the boundary",
     ""},
    {"10.5.6", "what nobody catches: an error is fatal, an escalation has no effect",
     "13.5.6-end-event: An error that nobody catches fails the instance with all that is "
     "active|10.5.5-escalation: An escalation that nobody catches changes nothing",
     ""},
    {"10.5.6", "one interrupting event subprocess for a trigger", "rule EVT-09", "a warning"},
    {"10.6.1", "a gateway has several incoming or outgoing flows; its direction agrees",
     "rule GTW-16|rule GTW-20|rule GTW-01", ""},
    {"10.6.2", "exclusive: conditions in order, default, otherwise an exception",
     "13.4.2-exclusive-gateway: The first condition in document order that holds takes the "
     "token|13.4.2-exclusive-gateway: Without a flow to choose the exception is an incident that "
     "can be retried|13.4.2-exclusive-gateway: A flow may lead back",
     ""},
    {"10.6.3", "inclusive: every condition is evaluated, all combinations may be taken",
     "13.4.3-inclusive-gateway: Each flow whose condition holds gets one "
     "token|13.4.3-inclusive-gateway: A boundary event that can still happen holds the join "
     "up|13.4.3-inclusive-gateway: When the activity has completed its boundary event cannot "
     "happen any more",
     ""},
    {"10.6.4", "parallel: no conditions",
     "rule FLW-18|13.4.1-parallel-gateway: Exactly one token is produced on each outgoing flow",
     ""},
    {"10.6.5", "complex: an activation condition over the tokens that have come",
     "13.4.5-complex-gateway: It is activated when its condition holds and not before", ""},
    {"10.6.6",
     "event-based: two ways at least, none conditional, to events or receive tasks without other "
     "incoming flows",
     "13.4.4-event-based-gateway: Something other than an event behind it is refused|rule "
     "GTW-06|rule GTW-07|rule GTW-08|rule GTW-09|rule GTW-18",
     ""},
    {"10.6.6", "at the start it has no incoming flows; parallel only there",
     "rule GTW-15|rule GTW-19", ""},
    {"10.7.1", "a compensation activity has no flows",
     "13.5.5-compensation: A sequence flow to a compensation activity is refused", ""},
    {"10.7.1", "a compensation event subprocess stands beside the flow of its scope",
     "13.5.5-compensation: A compensation event subprocess sees the data as it was", ""},
    {"10.7.2",
     "compensation is triggered by a throw event, from an error handler, a cancellation or another "
     "handler",
     "13.5.5-compensation: What has completed is compensated in reverse order, the thrower "
     "waits|10.3.5-transaction: A cancel end event compensates what has completed, the later "
     "before the earlier|13.5.5-compensation: A compensation event subprocess may compensate what "
     "its scope contains",
     ""},
    {"10.7.3", "an error handler may compensate what has completed in its scope",
     "13.5.5-compensation: An error handler of a scope compensates what has completed in it", ""},
    {"10.8", "lanes sort activities; they mean nothing for the flow",
     "10.3.4-user-task: A lane names the candidates of its tasks",
     "here a lane names who may do its user tasks, where nothing else does"},
    {"10.9", "an instance is one run of a process",
     "13.5.1-start-event: A message start event begins an instance with each message", ""},
    {"10.9", "what is not modelled may happen besides unless the process is closed",
     "13.5.1-start-event: Whether it is closed, audited or monitored changes nothing",
     "an engine does what is modelled; `isClosed` is for readers"},
    {"10.9", "a public process, or one not marked as executable, is not executed",
     "13.5.1-start-event: A process that is not executable cannot be started", ""},
    {"10.10", "auditing and monitoring elements say what is to be recorded",
     "13.5.1-start-event: Whether it is closed, audited or monitored changes nothing",
     "read; everything is recorded in any case ([audit.md](audit.md))"},
};

}  // namespace

std::span<const Sentence> sentences_of_events() { return kSentences; }

}  // namespace umlauf::elements
