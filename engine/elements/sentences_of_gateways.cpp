#include "engine/elements/sentences.hpp"

namespace umlauf::elements {
namespace {

constexpr Sentence kSentences[] = {
    {"13.4.1", "parallel: activated when each incoming flow has a token",
     "13.4.1-parallel-gateway: The gateway is activated when there is a token on each incoming "
     "flow|13.4.1-parallel-gateway: Behind an exclusive choice it waits for ever",
     ""},
    {"13.4.1", "it consumes exactly one from each; more of them stay",
     "13.4.1-parallel-gateway: Exactly one token is consumed from each incoming flow, surplus "
     "tokens stay",
     ""},
    {"13.4.1", "it produces exactly one on each outgoing flow",
     "13.4.1-parallel-gateway: Exactly one token is produced on each outgoing "
     "flow|13.4.1-parallel-gateway: One gateway joins and forks",
     ""},
    {"13.4.2", "exclusive: each token that comes activates it and is routed to exactly one flow",
     "13.4.2-exclusive-gateway: Each token that arrives is passed on, nothing is joined", ""},
    {"13.4.2", "conditions are evaluated in order; the first that holds decides",
     "13.4.2-exclusive-gateway: The first condition in document order that holds takes the "
     "token|13.4.2-exclusive-gateway: Conditions before it do not hold",
     ""},
    {"13.4.2", "the default flow if and only if no condition holds",
     "13.4.2-exclusive-gateway: If no condition holds the default flow takes the token, wherever "
     "it stands|13.4.2-exclusive-gateway: The default flow does not take a token when a condition "
     "holds",
     ""},
    {"13.4.2", "otherwise an exception",
     "13.4.2-exclusive-gateway: Without a flow to choose the exception is an incident that can be "
     "retried|13.4.2-exclusive-gateway: A condition that is neither true nor false decides nothing",
     "an incident"},
    {"13.4.3",
     "inclusive: activated when an incoming flow has a token and no further one can reach an empty "
     "incoming flow without passing the gateway",
     "13.4.3-inclusive-gateway: The join waits for what has been chosen and for nothing "
     "else|13.4.3-inclusive-gateway: The join has no matching split and waits while a token can "
     "still come|13.4.3-inclusive-gateway: It fires when the token it waited for has gone another "
     "way",
     ""},
    {"13.4.3", "a token that can reach an incoming flow with a token as well does not count",
     "13.4.3-inclusive-gateway: A path that leads through the join itself does not hold it "
     "up|13.4.3-inclusive-gateway: A single token is joined at once",
     ""},
    {"13.4.3", "it consumes one token from each incoming flow that has one",
     "13.4.3-inclusive-gateway: Of several tokens on one flow one is consumed at a time", ""},
    {"13.4.3", "a token on each outgoing flow whose condition holds; all are evaluated",
     "13.4.3-inclusive-gateway: Each flow whose condition holds gets one token", ""},
    {"13.4.3", "the default flow if and only if none holds",
     "13.4.3-inclusive-gateway: If no condition holds the default flow gets one", ""},
    {"13.4.3", "otherwise an exception",
     "13.4.3-inclusive-gateway: Without a default and without a condition that holds it is an "
     "incident",
     "an incident"},
    {"13.4.4", "event-based: a token that comes activates it; its events are waited for",
     "13.4.4-event-based-gateway: All events behind it wait", ""},
    {"13.4.4", "the event that happens first takes the token; the others are no longer waited for",
     "13.4.4-event-based-gateway: The first that happens takes the token, the others no longer "
     "wait|13.4.4-event-based-gateway: A signal|13.4.4-event-based-gateway: A "
     "timer|13.4.4-event-based-gateway: A condition|13.4.4-event-based-gateway: A condition that "
     "holds already",
     ""},
    {"13.4.4", "receive tasks may stand in for message events",
     "13.4.4-event-based-gateway: Receive tasks may stand behind it instead of message "
     "events|13.4.4-event-based-gateway: A receive task behind it cannot be a loop",
     ""},
    {"13.4.4", "it cannot throw an exception: nothing is evaluated",
     "13.4.4-event-based-gateway: All events behind it wait", ""},
    {"13.4.4", "at the start it may be exclusive or parallel",
     "13.4.4-event-based-gateway: An instantiating gateway begins an instance with each "
     "event|13.4.4-event-based-gateway: The first event begins the instance, which then waits for "
     "the others",
     ""},
    {"13.4.5",
     "complex: while it waits for start it is activated when its activation condition holds over "
     "the tokens that have come",
     "13.4.5-complex-gateway: It is activated when its condition holds and not "
     "before|13.4.5-complex-gateway: The condition may speak of single "
     "flows|13.4.5-complex-gateway: Two of the others do as well",
     ""},
    {"13.4.5",
     "then it consumes one token from each incoming flow that has one and waits for reset",
     "13.4.5-complex-gateway: Then it waits for reset, and the last token resets it", ""},
    {"13.4.5",
     "a token on each outgoing flow whose condition holds; the default flow where none holds",
     "13.4.5-complex-gateway: Each outgoing flow whose condition holds gets a "
     "token|13.4.5-complex-gateway: The default flow where no condition holds",
     ""},
    {"13.4.5", "an exception where none can be chosen at the start",
     "13.4.5-complex-gateway: Where no flow can be chosen at the start the exception is an "
     "incident that can be retried",
     "an incident"},
    {"13.4.5",
     "it is reset when each of the other incoming flows has a token or can get none any more; "
     "those are consumed",
     "13.4.5-complex-gateway: Then it waits for reset, and the last token resets it", ""},
    {"13.4.5", "then it waits for start again, with the tokens that are there",
     "13.4.5-complex-gateway: A token that came over a used flow while it waited for reset counts "
     "for the next start",
     ""},
    {"13.4.5", "on reset tokens go where conditions hold, and none need hold",
     "13.4.5-complex-gateway: On reset nothing need be chosen", ""},
    {"13.4.5", "conditions behind it may ask `waitingForStart`",
     "13.4.5-complex-gateway: Where no flow can be chosen at the start the exception is an "
     "incident that can be retried",
     ""},
    {"13.5.1", "start event: consuming the occurrence begins an instance; each has one only",
     "13.5.1-start-event: A message start event begins an instance with each message|10.5.5-timer: "
     "A date that has passed is due at once",
     ""},
    {"13.5.1", "the latest version of a process is the one that starts",
     "engine-versions: Messages and timers begin the latest version only",
     "the standard knows no versions"},
    {"13.5.1", "a timer starts an instance each time, as often as it says",
     "13.5.1-start-event: A cycle begins an instance each time, as often as it "
     "says|13.5.1-start-event: Nothing begins before its time",
     ""},
    {"13.5.1", "a message that belongs to a running instance is routed there",
     "13.4.4-event-based-gateway: The first event begins the instance, which then waits for the "
     "others|8.4.2-correlation: The key chooses among those that wait",
     "a receiver that waits goes before a start event"},
    {"13.5.2",
     "intermediate event: waiting begins when the token comes; when it happens the token goes on",
     "13.5.2-intermediate-event: A catching event waits for its trigger, then the token goes "
     "on|10.5.5-timer: A duration counts from when the event begins to wait, days by the calendar "
     "of the zone",
     ""},
    {"13.5.2", "a message is correlated as for receive tasks",
     "8.4.2-correlation: The key chooses among those that wait", ""},
    {"13.5.3",
     "boundary event: the occurrence is consumed; an interrupting one cancels the activity, all "
     "instances of a multi-instance one included",
     "13.5.3-boundary-event: An interrupting event ends its activity and takes its "
     "token|13.3.7-multi-instance: A boundary event ends all of them|13.3.6-standard-loop: A "
     "boundary event belongs to the whole loop",
     ""},
    {"13.5.3", "a non-interrupting one leaves the activity alone; not possible for errors",
     "13.5.3-boundary-event: A non-interrupting event leaves its activity alone, as often as it "
     "happens|10.5.5-error: An error event can only interrupt",
     ""},
    {"13.5.3", "then its flow is followed",
     "13.5.3-boundary-event: An interrupting event ends its activity and takes its token", ""},
    {"13.5.4",
     "an event subprocess begins with a start event with a trigger and is not instantiated by the "
     "flow",
     "13.5.4-event-subprocess: A start event without trigger is refused|13.5.4-event-subprocess: A "
     "sequence flow to it is refused",
     ""},
    {"13.5.4", "it is waited for as long as its scope is active",
     "13.5.4-event-subprocess: What it ended beside does not wait for it any more when its scope "
     "is over",
     ""},
    {"13.5.4", "a non-interrupting one may begin several times, side by side",
     "13.5.4-event-subprocess: A non-interrupting one runs beside, as often as its event "
     "happens|13.5.4-event-subprocess: A timer may begin it several times",
     ""},
    {"13.5.4", "an interrupting one ends its scope, and no other handler of it can begin",
     "13.5.4-event-subprocess: An interrupting one ends everything else in its "
     "scope|13.5.4-event-subprocess: After that no other one of the scope can begin",
     ""},
    {"13.5.4", "it completes like any subprocess",
     "13.5.4-event-subprocess: An interrupting one ends everything else in its scope", ""},
    {"13.5.4",
     "the scope is completing until the handlers that run have completed; then no new one can "
     "begin",
     "13.5.4-event-subprocess: The scope ends when its event subprocesses have ended "
     "too|13.5.4-event-subprocess: When only event subprocesses are left no other one can begin "
     "any more",
     ""},
    {"13.5.4", "a handler of an error sees the data of its scope; meanwhile no other one can begin",
     "13.5.4-event-subprocess: An error of the scope is caught, and the scope then completes "
     "normally|13.5.4-event-subprocess: After that no other one of the scope can begin",
     ""},
    {"13.5.5", "what has completed is compensated, what is active is cancelled",
     "13.5.5-compensation: What is still running cannot be compensated|10.3.5-transaction: A "
     "cancel end event compensates what has completed, the later before the earlier",
     ""},
    {"13.5.5",
     "a handler is a compensation activity at the boundary, or a compensation event subprocess "
     "within",
     "13.5.5-compensation: What has completed is compensated in reverse order, the thrower "
     "waits|13.5.5-compensation: A compensation event subprocess sees the data as it was",
     ""},
    {"13.5.5", "the event subprocess sees the data of its scope as it was when that completed",
     "13.5.5-compensation: A compensation event subprocess sees the data as it was", ""},
    {"13.5.5", "it may compensate what its scope contains",
     "13.5.5-compensation: A compensation event subprocess may compensate what its scope contains",
     ""},
    {"13.5.5", "a throw event names the activity, or means all of its scope",
     "13.5.5-compensation: activityRef names what is compensated, the rest "
     "stays|13.5.5-compensation: What has completed is compensated in reverse order, the thrower "
     "waits",
     ""},
    {"13.5.5", "by default the thrower waits; with `waitForCompletion` false it goes on",
     "13.5.5-compensation: A thrower that does not wait for the completion goes on at "
     "once|13.3.7-multi-instance: A compensation that nobody waits for runs beside",
     ""},
    {"13.5.5",
     "a subprocess without handler is compensated by compensating what has completed in it",
     "13.5.5-compensation: What completed within a completed subprocess is compensated with it",
     ""},
    {"13.5.5",
     "each instance of a loop or multi-instance activity is compensated, with its own data",
     "13.5.5-compensation: Each instance of a multi-instance activity is "
     "compensated|13.5.5-compensation: Each turn of a loop is compensated",
     ""},
    {"13.5.5", "what depends on each other is compensated in reverse order",
     "13.5.5-compensation: What has completed is compensated in reverse order, the thrower waits",
     "side by side where neither leads to the other"},
    {"13.5.5", "an error in a handler is thrown in the scope that compensates",
     "13.5.5-compensation: The error of a handler goes out of the scope that throws the "
     "compensation",
     ""},
    {"13.5.5", "what has not completed is not compensated, and that is no error",
     "13.5.5-compensation: What is still running cannot be compensated", ""},
    {"13.5.6", "a terminate end event ends the instance abnormally and no other instance",
     "13.5.6-end-event: Terminate at the top ends the instance|13.3.4-call-activity: A terminate "
     "event ends the called process only",
     ""},
    {"13.5.6", "other end events do what they say: a message is sent, a signal thrown ...",
     "13.5.6-end-event: Several results are all thrown|13.5.6-end-event: An error that nobody "
     "catches fails the instance with all that is active",
     ""},
    {"13.5.6", "an instance completes only when all its start events have happened",
     "13.5.1-start-event: Beside other start events the none start event is the one that is "
     "meant|13.4.4-event-based-gateway: The first event begins the instance, which then waits for "
     "the others",
     "contradicts §13.2, where start events are alternatives; that is followed, but for parallel "
     "event-based gateways"},
    {"13.5.6", "and when no token is left in it",
     "13.5.6-end-event: A none end event consumes its token, the instance ends with the last one",
     ""},
    {"13.5.6",
     "in a subprocess: a cancel end event cancels the transaction and compensates; others as above",
     "10.3.5-transaction: A cancel end event compensates what has completed, the later before the "
     "earlier",
     ""},
};

}  // namespace

std::span<const Sentence> sentences_of_gateways() { return kSentences; }

}  // namespace umlauf::elements
