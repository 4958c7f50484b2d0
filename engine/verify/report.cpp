#include "engine/verify/report.hpp"

#include <algorithm>
#include <set>
#include <string>

namespace umlauf::verify {
namespace {

using definition::FlowIndex;
using definition::NetPlace;
using definition::NodeKind;

std::string quoted(std::string_view id) { return "'" + std::string(id) + "'"; }

std::string list_of(const std::vector<std::string>& ids) {
  std::string text;
  for (const std::string& id : ids) text += (text.empty() ? "" : ", ") + quoted(id);
  return text;
}

Diagnostic diagnostic(const ProcessDefinition& process, const char* rule, Severity severity) {
  Diagnostic result;
  result.severity = severity;
  result.rule = rule;
  result.file = process.file;
  return result;
}

void place_at(Diagnostic& diagnostic, const ProcessDefinition& process, NodeIndex node) {
  diagnostic.element = process[node].id;
  diagnostic.span = process.span(node);
}

void place_at(Diagnostic& diagnostic, const ProcessDefinition& process, FlowIndex flow) {
  diagnostic.element = process[flow].id;
  diagnostic.span = process.span(flow);
}

bool lies_in(const ProcessDefinition& process, NodeIndex inner, NodeIndex outer) {
  for (NodeIndex around = process[process[inner].scope].node; around.valid();
       around = process[process[around].scope].node)
    if (around == outer) return true;
  return false;
}

// Which of the nodes with a token explains best why nothing goes on: a body that never ends, then
// the join that misses a token.
int blame(const definition::Node& node) {
  if (node.body.valid()) return 2;
  return definition::is_gateway(node.kind) ? 1 : 0;
}

// The node at which a token is stuck.
struct Stuck {
  NodeIndex node;
  std::vector<std::string> arrived, missing;
};

Stuck find_stuck(const TokenNet& net, const NetProcesses& processes, const Witness& witness) {
  const ProcessDefinition& process = *processes[witness.process];
  Stuck stuck;
  std::vector<NodeIndex> held;
  for (PlaceIndex token : witness.tokens) {
    const NetPlace& place = net.places[token.value()];
    if (place.process != witness.process) continue;
    const NodeIndex node = place.flow.valid() ? process[place.flow].target : place.node;
    if (node.valid()) held.push_back(node);
  }
  for (NodeIndex node : held) {
    // A sub-process waits for what is stuck in it.
    if (std::any_of(held.begin(), held.end(),
                    [&](NodeIndex other) { return lies_in(process, other, node); }))
      continue;
    if (!stuck.node.valid() || blame(process[node]) > blame(process[stuck.node])) stuck.node = node;
  }
  if (!stuck.node.valid()) return stuck;
  for (FlowIndex flow : process.incoming(stuck.node)) {
    const bool marked =
        std::any_of(witness.tokens.begin(), witness.tokens.end(), [&](PlaceIndex token) {
          const NetPlace& place = net.places[token.value()];
          return place.process == witness.process && place.flow == flow;
        });
    (marked ? stuck.arrived : stuck.missing).push_back(process[flow].id);
  }
  return stuck;
}

// Of an event-based gateway its events wait; between pools one of them is for a message.
bool waits_for_message(const definition::Node& node) {
  if (node.kind == NodeKind::ReceiveTask || node.kind == NodeKind::EventBasedGateway) return true;
  return node.kind == NodeKind::IntermediateCatchEvent &&
         std::any_of(node.events.begin(), node.events.end(),
                     [](const definition::EventDefinition& event) {
                       return event.trigger() == definition::Trigger::Message;
                     });
}

void describe_deadlock(Diagnostic& result, const ProcessDefinition& process, const Stuck& stuck) {
  if (!stuck.node.valid()) {
    result.message = {"tokens are left that nothing can move any more",
                      "es bleiben Token übrig, die nichts mehr bewegen kann"};
    return;
  }
  place_at(result, process, stuck.node);
  result.related = stuck.arrived;
  result.related.insert(result.related.end(), stuck.missing.begin(), stuck.missing.end());
  const std::string node = quoted(process[stuck.node].id);
  if (waits_for_message(process[stuck.node])) {
    result.message = {
        "deadlock: " + node + " waits for a message that no other pool sends any more",
        "Verklemmung: " + node + " wartet auf eine Nachricht, die kein anderer Pool mehr sendet"};
  } else if (process[stuck.node].kind == NodeKind::ParallelGateway && !stuck.missing.empty()) {
    result.message = {
        "deadlock: parallel gateway " + node + " has a token from " + list_of(stuck.arrived) +
            " and waits for ever for " + list_of(stuck.missing),
        "Verklemmung: das parallele Gateway " + node + " hat ein Token von " +
            list_of(stuck.arrived) + " und wartet für immer auf " + list_of(stuck.missing)};
  } else if (process[stuck.node].kind == NodeKind::InclusiveGateway) {
    result.message = {
        "deadlock: inclusive gateway " + node + " waits for tokens that themselves wait for it",
        "Verklemmung: das inklusive Gateway " + node +
            " wartet auf Token, die ihrerseits auf das Gateway warten"};
  } else if (process[stuck.node].body.valid()) {
    result.message = {"deadlock: " + node + " is entered and never comes to its end",
                      "Verklemmung: " + node + " wird betreten und kommt nie zu seinem Ende"};
  } else {
    result.message = {"deadlock: " + node + " waits for something that never happens",
                      "Verklemmung: " + node + " wartet auf etwas, das nie geschieht"};
  }
}

void describe_unsafe(Diagnostic& result, const TokenNet& net, const ProcessDefinition& process,
                     const Witness& witness) {
  if (!witness.place.valid()) {
    result.message = {"lack of synchronisation: a sequence flow holds two tokens at a time",
                      "fehlende Synchronisation: ein Sequenzfluss trägt zwei Token zugleich"};
    return;
  }
  const FlowIndex flow = net.places[witness.place.value()].flow;
  place_at(result, process, flow);
  const std::string from = quoted(process[process[flow].source].id);
  const std::string to = quoted(process[process[flow].target].id);
  result.related = {process[process[flow].source].id, process[process[flow].target].id};
  result.message = {"lack of synchronisation: " + from + " runs twice, so that " + to +
                        " is reached by two tokens over " + quoted(process[flow].id),
                    "fehlende Synchronisation: " + from + " läuft zweimal, sodass " + to +
                        " über " + quoted(process[flow].id) + " von zwei Token erreicht wird"};
}

void describe_improper(Diagnostic& result, const TokenNet& net, const ProcessDefinition& process,
                       const Witness& witness) {
  const NodeIndex end =
      witness.place.valid() ? net.places[witness.place.value()].node : NodeIndex();
  if (!end.valid()) {
    result.message = {"improper completion: an end event is reached more than once",
                      "unsauberes Ende: ein Endereignis wird mehr als einmal erreicht"};
    return;
  }
  place_at(result, process, end);
  const std::string id = quoted(process[end].id);
  result.message = {
      "improper completion: end event " + id + " is reached more than once in one run",
      "unsauberes Ende: das Endereignis " + id + " wird in einem Ablauf mehr als einmal erreicht"};
}

void describe_livelock(Diagnostic& result, const TokenNet& net, const ProcessDefinition& process,
                       const Witness& witness) {
  result.message = {
      "livelock: from here on the process goes round for ever and can no longer end",
      "Endlosschleife: von hier an läuft der Prozess im Kreis und kann nicht mehr enden"};
  for (PlaceIndex token : witness.tokens) {
    const NetPlace& place = net.places[token.value()];
    if (place.process != witness.process) continue;
    const NodeIndex node = place.flow.valid() ? process[place.flow].target : place.node;
    if (!node.valid()) continue;
    place_at(result, process, node);
    return;
  }
}

// Whether a boundary event of that kind happens on the way, which then is what went wrong.
bool passes_boundary(const TokenNet& net, const NetProcesses& processes, const Witness& witness,
                     bool interrupting) {
  return std::any_of(witness.trace.begin(), witness.trace.end(), [&](const Firing& firing) {
    const definition::NetTransition& transition = net.transitions[firing.transition];
    if (!transition.node.valid() || transition.process != witness.process) return false;
    const definition::Node& node = (*processes[transition.process])[transition.node];
    return node.kind == NodeKind::BoundaryEvent && node.interrupting == interrupting;
  });
}

// The path behind a boundary event that does not interrupt is gone twice because its activity is
// performed twice, and each time it ends by itself.
bool is_gone_again(const TokenNet& net, const NetProcesses& processes, const Witness& witness) {
  if (witness.in_main_flow || !witness.place.valid()) return false;
  std::set<NodeIndex> happened;
  return std::any_of(witness.trace.begin(), witness.trace.end(), [&](const Firing& firing) {
    const definition::NetTransition& transition = net.transitions[firing.transition];
    if (!transition.node.valid() || transition.process != witness.process) return false;
    const definition::Node& node = (*processes[transition.process])[transition.node];
    return node.kind == NodeKind::BoundaryEvent && !node.interrupting &&
           !happened.insert(transition.node).second;
  });
}

void soften_what_is_gone_again(Diagnostic& diagnostic) {
  diagnostic.severity = Severity::Warning;
  diagnostic.message.english +=
      "; it lies on the path of a boundary event that happens once more with each run of its "
      "activity, beside the main flow";
  diagnostic.message.german +=
      "; das liegt auf dem Pfad eines angehefteten Ereignisses, das mit jedem Durchlauf seiner "
      "Aktivität erneut eintritt, neben dem Hauptablauf";
}

}  // namespace

Finding report(const TokenNet& net, const NetProcesses& processes, const Witness& witness) {
  const ProcessDefinition& process = *processes[witness.process];
  Finding finding;
  switch (witness.problem) {
    case Problem::Deadlock: {
      const Stuck stuck = find_stuck(net, processes, witness);
      const bool circle =
          stuck.node.valid() && process[stuck.node].kind == NodeKind::InclusiveGateway;
      const bool interrupted = passes_boundary(net, processes, witness, true);
      const bool starved =
          processes.size() > 1 && stuck.node.valid() && waits_for_message(process[stuck.node]);
      finding.diagnostic = diagnostic(process,
                                      circle        ? "BEH-10"
                                      : starved     ? "BEH-09"
                                      : interrupted ? "BEH-11"
                                                    : "BEH-01",
                                      Severity::Error);
      describe_deadlock(finding.diagnostic, process, stuck);
      break;
    }
    case Problem::LackOfSynchronization:
      finding.diagnostic = diagnostic(
          process,
          witness.in_main_flow && passes_boundary(net, processes, witness, false) ? "BEH-12"
                                                                                  : "BEH-02",
          Severity::Error);
      describe_unsafe(finding.diagnostic, net, process, witness);
      break;
    case Problem::ImproperCompletion:
      finding.diagnostic = diagnostic(process, "BEH-03", Severity::Error);
      describe_improper(finding.diagnostic, net, process, witness);
      break;
    case Problem::Livelock:
      finding.diagnostic = diagnostic(process, "BEH-04", Severity::Error);
      describe_livelock(finding.diagnostic, net, process, witness);
      break;
  }
  if (is_gone_again(net, processes, witness)) soften_what_is_gone_again(finding.diagnostic);
  if (finding.diagnostic.element.empty()) finding.diagnostic.element = process.id;
  finding.trace = steps_of(net, processes, witness.trace);
  finding.shortest = witness.shortest;
  for (const TraceStep& step : finding.trace) finding.diagnostic.trace.push_back(step.fire);
  return finding;
}

std::set<NodeIndex> entered_nodes(const TokenNet& net, const NetProcesses& processes,
                                  const Behavior& behavior, std::uint32_t process) {
  std::set<NodeIndex> entered;
  const auto enter = [&](PlaceIndex index) {
    const NetPlace& place = net.places[index.value()];
    if (place.process == process && place.flow.valid())
      entered.insert((*processes[process])[place.flow].target);
  };
  for (std::size_t i = 0; i < net.transitions.size(); ++i)
    if (behavior.possible[i])
      for (PlaceIndex place : net.produce(net.transitions[i])) enter(place);
  for (PlaceIndex place : net.initial) enter(place);
  return entered;
}

Finding report_dead(const ProcessDefinition& process, NodeIndex node, DeadBecause because) {
  Finding finding;
  const bool receives = because == DeadBecause::Starving;
  // A drawing may leave out who sends; an executable process would need an operator.
  const bool grave = receives ? process.executable
                              : definition::is_activity(process[node].kind) &&
                                    because != DeadBecause::BehindStarving;
  finding.diagnostic = diagnostic(process, receives ? "BEH-06" : "BEH-05",
                                  grave ? Severity::Error : Severity::Warning);
  place_at(finding.diagnostic, process, node);
  const std::string id = quoted(process[node].id);
  if (receives)
    finding.diagnostic.message = {
        id + " waits for a message that nobody sends: it has neither a message flow nor a name, "
             "and only an operator can continue it",
        id + " wartet auf eine Nachricht, die niemand sendet: es gibt weder einen Nachrichtenfluss "
             "noch einen Namen, und nur von Hand geht es weiter"};
  else if (because == DeadBecause::NeverLeft)
    finding.diagnostic.message = {id + " is reached, but can never be completed",
                                  id + " wird erreicht, kann aber nie abgeschlossen werden"};
  else
    finding.diagnostic.message = {id + " can never be reached", id + " ist nie erreichbar"};
  return finding;
}

Finding report_left_over(const TokenNet& net, const NetProcesses& processes, PlaceIndex message) {
  const NetPlace& place = net.places[message.value()];
  const ProcessDefinition& process = *processes[place.process];
  const definition::MessageFlow& flow = process[place.message_flow];
  Finding finding;
  finding.diagnostic = diagnostic(process, "BEH-07", Severity::Warning);
  place_at(finding.diagnostic, process, process.find_node(flow.source_element));
  finding.diagnostic.related = {flow.id, flow.target_element};
  finding.diagnostic.message = {"a message sent by " + quoted(flow.source_element) +
                                    " can be left unread when '" + flow.target_process +
                                    "' has ended",
                                "eine von " + quoted(flow.source_element) +
                                    " gesendete Nachricht kann ungelesen bleiben, wenn '" +
                                    flow.target_process + "' beendet ist"};
  return finding;
}

Finding report_early(const TokenNet& net, const NetProcesses& processes,
                     const EarlyMessage& early) {
  const NetPlace& place = net.places[early.message.value()];
  const ProcessDefinition& process = *processes[place.process];
  const definition::MessageFlow& flow = process[place.message_flow];
  Finding finding;
  finding.diagnostic = diagnostic(process, "BEH-20", Severity::Warning);
  place_at(finding.diagnostic, process, process.find_node(flow.source_element));
  finding.diagnostic.related = {flow.id, flow.target_element};
  finding.diagnostic.message = {
      "a message of " + quoted(flow.source_element) + " can come while " +
          quoted(flow.target_element) + " does not wait for it, and is lost then",
      "eine Nachricht von " + quoted(flow.source_element) + " kann kommen, während " +
          quoted(flow.target_element) + " nicht auf sie wartet, und geht dann verloren"};
  finding.trace = steps_of(net, processes, early.trace);
  for (const TraceStep& step : finding.trace) finding.diagnostic.trace.push_back(step.fire);
  return finding;
}

Finding report_overflow(const TokenNet& net, const NetProcesses& processes, PlaceIndex message) {
  const NetPlace& place = net.places[message.value()];
  const ProcessDefinition& process = *processes[place.process];
  const definition::MessageFlow& flow = process[place.message_flow];
  Finding finding;
  finding.diagnostic = diagnostic(process, "BEH-08", Severity::Warning);
  place_at(finding.diagnostic, process, process.find_node(flow.source_element));
  finding.diagnostic.related = {flow.id, flow.target_element};
  finding.diagnostic.message = {quoted(flow.source_element) + " can send without bound before '" +
                                    flow.target_process + "' reads a message",
                                quoted(flow.source_element) + " kann ohne Grenze senden, bevor '" +
                                    flow.target_process + "' eine Nachricht liest"};
  return finding;
}

Finding report_stuck_call(const ProcessDefinition& process, NodeIndex call,
                          const ProcessDefinition& called, std::vector<TraceStep> trace) {
  Finding finding;
  finding.diagnostic = diagnostic(process, "BEH-01", Severity::Error);
  place_at(finding.diagnostic, process, call);
  finding.diagnostic.related = {called.id};
  finding.diagnostic.message = {
      "process " + quoted(called.id) + ", which " + quoted(process[call].id) +
          " calls, can get into a state from which it never ends",
      "der Prozess " + quoted(called.id) + ", den " + quoted(process[call].id) +
          " aufruft, kann in einen Zustand geraten, aus dem er nie endet"};
  finding.trace.push_back(step_at(process, call));
  for (TraceStep& step : trace) finding.trace.push_back(std::move(step));
  for (const TraceStep& step : finding.trace) finding.diagnostic.trace.push_back(step.fire);
  return finding;
}

Finding report_recursion(const ProcessDefinition& process, NodeIndex call,
                         const ProcessDefinition& called) {
  Finding finding;
  finding.diagnostic = diagnostic(process, "PRC-10", Severity::Warning);
  place_at(finding.diagnostic, process, call);
  finding.diagnostic.related = {called.id};
  const std::string id = quoted(process[call].id);
  finding.diagnostic.message =
      &process == &called
          ? Text{id + " calls its own process again", id + " ruft den eigenen Prozess wieder auf"}
          : Text{id + " calls process " + quoted(called.id) + ", which leads back to " +
                     quoted(process.id),
                 id + " ruft den Prozess " + quoted(called.id) + " auf, der wieder zu " +
                     quoted(process.id) + " führt"};
  return finding;
}

Finding report_undecided(const ProcessDefinition& process, const ProcessResult& result,
                         UndecidedBecause because) {
  Finding finding;
  finding.diagnostic = diagnostic(process, "BEH-16", Severity::Info);
  finding.diagnostic.element = process.id;
  std::string english, german;
  const auto add = [&](Verdict verdict, const char* name, const char* name_german) {
    if (verdict != Verdict::Undecided) return;
    english += (english.empty() ? "" : ", ") + std::string(name);
    german += (german.empty() ? "" : ", ") + std::string(name_german);
  };
  add(result.safe, "safe", "sicher");
  add(result.option_to_complete, "option to complete", "Ende bleibt erreichbar");
  add(result.proper_completion, "proper completion", "sauberes Ende");
  add(result.no_dead_activities, "no dead activities", "keine toten Elemente");
  Text reason;
  switch (because) {
    case UndecidedBecause::Budget:
      reason = {"after " + std::to_string(result.states) + " states",
                "nach " + std::to_string(result.states) + " Zuständen"};
      break;
    case UndecidedBecause::Exchange:
      reason = {
          "because messages lead into or out of a part that is explored by itself, or repeats",
          "weil Nachrichten in einen Teil führen oder aus ihm kommen, der für sich "
          "untersucht wird oder sich wiederholt"};
      break;
    case UndecidedBecause::Recursion:
      reason = {"because it calls itself", "weil er sich selbst aufruft"};
      break;
    case UndecidedBecause::Element:
      reason = {"because the proofs do not know what one of its elements does",
                "weil die Beweise das Verhalten eines seiner Elemente nicht kennen"};
      break;
  }
  finding.diagnostic.message = {
      "not decided for process " + quoted(process.id) + ", " + reason.english + ": " + english,
      "für den Prozess " + quoted(process.id) + " nicht entschieden, " + reason.german + ": " +
          german};
  return finding;
}

}  // namespace umlauf::verify
