#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "engine/definition/builder.hpp"

// Listeners of the dialects: when they run. Where a token moves without an activation that a
// listener could run in, what stands beside it runs them: a start event those of its process or
// event subprocess, an event those of the event-based gateway before it, a node those of the flows
// that leave it.
namespace umlauf::definition {

namespace {

enum class When : std::uint8_t { Before, After, Assigned, Updated, Deleted, Taken, TimedOut };

struct Moment {
  bool of_task;
  std::string_view event;
  When when;
};

constexpr std::array kMoments{
    Moment{false, "start", When::Before},
    Moment{false, "end", When::After},
    Moment{false, "take", When::Taken},
    Moment{true, "create", When::Before},
    Moment{true, "creating", When::Before},
    Moment{true, "assignment", When::Assigned},
    Moment{true, "assigning", When::Assigned},
    Moment{true, "update", When::Updated},
    Moment{true, "updating", When::Updated},
    Moment{true, "complete", When::After},
    Moment{true, "completing", When::After},
    Moment{true, "delete", When::Deleted},
    Moment{true, "timeout", When::TimedOut},
    // Flowable: each of these.
    Moment{true, "all", When::Before},
    Moment{true, "all", When::Assigned},
    Moment{true, "all", When::After},
    Moment{true, "all", When::Deleted},
};

bool runs_when(const WrittenListener& listener, When when) {
  return std::any_of(kMoments.begin(), kMoments.end(), [&](const Moment& moment) {
    return moment.of_task == listener.of_task && moment.event == listener.event &&
           moment.when == when;
  });
}

bool runs_ever(const WrittenListener& listener) {
  return std::any_of(kMoments.begin(), kMoments.end(), [&](const Moment& moment) {
    return moment.of_task == listener.of_task && moment.event == listener.event &&
           moment.when != When::Taken;
  });
}

// A listener of Camunda 7 that runs at the end of an element does so however that ends.
bool runs_however_it_ends(const WrittenListener& listener) {
  return !listener.of_task && listener.event == "end" && (listener.family & kCamunda) != 0;
}

using Compiled = std::vector<std::optional<Listener>>;

// Those of the task lie within those of the execution.
Listeners sorted(const std::vector<WrittenListener>& written, const Compiled& compiled) {
  Listeners all;
  const auto add = [&](When when, bool of_task, std::vector<Listener>& into) {
    for (std::size_t i = 0; i < written.size(); ++i)
      if (compiled[i] && written[i].of_task == of_task && runs_when(written[i], when))
        into.push_back(*compiled[i]);
  };
  add(When::Before, false, all.before);
  add(When::Before, true, all.before);
  add(When::After, true, all.after);
  add(When::After, false, all.after);
  add(When::Assigned, true, all.assigned);
  add(When::Updated, true, all.updated);
  add(When::Deleted, true, all.ended);
  for (std::size_t i = 0; i < written.size(); ++i) {
    if (!compiled[i]) continue;
    if (runs_however_it_ends(written[i])) all.ended.push_back(*compiled[i]);
    if (written[i].event == "update") all.updated_when_assigned = true;
  }
  return all;
}

bool is_empty(const Listeners& all) {
  return all.before.empty() && all.after.empty() && all.assigned.empty() && all.updated.empty() &&
         all.ended.empty() && all.taken.empty();
}

}  // namespace

void Builder::listeners(NodeIndex index, const Lowered& lowered) {
  if (lowered.listeners.empty()) return;
  Node& node = definition_->nodes[index.value()];
  // Their tokens move without an activation.
  const bool runs = node.kind != NodeKind::ComplexGateway &&
                    !(node.kind == NodeKind::EventBasedGateway && node.instantiate);
  Compiled compiled;
  for (const WrittenListener& written : lowered.listeners) {
    std::optional<Listener>& own = compiled.emplace_back();
    const bool timed = written.event == "timeout";
    if (!runs || !runs_ever(written) || (timed && !timeout(index, written)))
      listener_not_run(written);
    else if (!timed)
      own = listener(written);
  }
  Listeners all = sorted(lowered.listeners, compiled);
  if (!is_empty(all)) node.listeners = std::make_shared<const Listeners>(std::move(all));
}

// A timer beside the task, as often as it says, that leads nowhere. Instances of a multi-instance
// task would need one each, which a boundary event is not; a global task has nothing beside it.
bool Builder::timeout(NodeIndex host, const WrittenListener& written) {
  const Node& task = definition_->nodes[host.value()];
  if (written.timer == nullptr || task.loop != nullptr || definition_->global_task) return false;
  bpmn::TimerEventDefinition timer;
  for (const bpmn::ExtensionElement& part : written.timer->children) {
    bpmn::Expression text;
    text.body = part.text;
    text.body_span = part.text_span;
    if (part.name == "timeDate") timer.time_date = text;
    if (part.name == "timeDuration") timer.time_duration = text;
    if (part.name == "timeCycle") timer.time_cycle = text;
  }
  std::optional<Listener> own = listener(written);
  if (!own) return true;  // said already
  Timeout beside{{}, written.span};
  Node& event = beside.event;
  event.kind = NodeKind::BoundaryEvent;
  event.interrupting = false;
  event.id = written.id.empty() ? task.id + "-timeout-" + std::to_string(timeouts_.size() + 1)
                                : std::string(written.id);
  event.scope = task.scope;
  event.lane = task.lane;
  event.attached_to = host;
  event.events.emplace_back().payload = timer_event(timer, written.timer->span);
  Listeners all;
  all.after.push_back(std::move(*own));
  event.listeners = std::make_shared<const Listeners>(std::move(all));
  timeouts_.push_back(std::move(beside));
  return true;
}

void Builder::listeners_of_process(const Lowered& lowered) {
  Compiled compiled;
  for (const WrittenListener& written : lowered.listeners) {
    std::optional<Listener>& own = compiled.emplace_back();
    if (runs_when(written, When::Before) || runs_when(written, When::After))
      own = listener(written);
    else
      listener_not_run(written);
  }
  process_listeners_ = sorted(lowered.listeners, compiled);
}

void Builder::listeners_of_flow(FlowIndex flow, const Lowered& lowered) {
  const NodeKind from = definition_->nodes[definition_->flows[flow.value()].source.value()].kind;
  const bool runs = from != NodeKind::ComplexGateway && from != NodeKind::EventBasedGateway;
  std::vector<Listener> taken;
  for (const WrittenListener& written : lowered.listeners) {
    std::optional<Listener> own;
    if (runs && runs_when(written, When::Taken))
      own = listener(written);
    else
      listener_not_run(written);
    if (own) taken.push_back(std::move(*own));
  }
  if (!taken.empty()) flow_listeners_.emplace_back(flow, std::move(taken));
}

// Where nothing lies between the two, they run one behind the other.
void Builder::listeners_of_events() {
  for (std::size_t i = 0; i < definition_->nodes.size(); ++i) {
    Node& node = definition_->nodes[i];
    if (node.listeners == nullptr) continue;
    bool has_happened = node.kind == NodeKind::StartEvent || node.kind == NodeKind::BoundaryEvent;
    for (const FlowIndex flow : definition_->incoming(NodeIndex(i)))
      has_happened = has_happened || (*definition_)[(*definition_)[flow].source].kind ==
                                         NodeKind::EventBasedGateway;
    has_happened = has_happened || (node.instantiate && node.kind == NodeKind::ReceiveTask);
    const bool throws =
        node.kind == NodeKind::EndEvent || node.kind == NodeKind::IntermediateThrowEvent;
    if (!has_happened && !throws) continue;
    Listeners all;
    std::vector<Listener>& into = throws ? all.before : all.after;
    into = node.listeners->before;
    into.insert(into.end(), node.listeners->after.begin(), node.listeners->after.end());
    node.listeners = std::make_shared<const Listeners>(std::move(all));
  }
}

void Builder::listeners_behind(NodeIndex event, const std::vector<Listener>& first) {
  Node& node = definition_->nodes[event.value()];
  Listeners all = node.listeners == nullptr ? Listeners() : *node.listeners;
  all.after.insert(all.after.begin(), first.begin(), first.end());
  node.listeners = std::make_shared<const Listeners>(std::move(all));
}

void Builder::listeners_behind_events() {
  ProcessDefinition& definition = *definition_;
  for (auto& [flow, taken] : flow_listeners_) {
    Node& source = definition.nodes[definition[flow].source.value()];
    Listeners all = source.listeners == nullptr ? Listeners() : *source.listeners;
    all.taken.emplace_back(flow, std::move(taken));
    source.listeners = std::make_shared<const Listeners>(std::move(all));
  }
  for (std::size_t i = 0; i < definition.nodes.size(); ++i) {
    const Node& node = definition.nodes[i];
    const auto own = node.listeners;
    if (own == nullptr) continue;
    if (node.kind == NodeKind::EventSubProcess && !own->before.empty())
      for (const NodeIndex start : definition[node.body].nodes)
        if (definition[start].kind == NodeKind::StartEvent) listeners_behind(start, own->before);
    if (node.kind == NodeKind::EventBasedGateway && !own->after.empty())
      for (const FlowIndex flow : definition.outgoing(NodeIndex(i)))
        listeners_behind(definition[flow].target, own->after);
  }
}

void Builder::listeners_behind_starts(SourceSpan process) {
  ProcessDefinition& definition = *definition_;
  const std::vector<Listener> first = std::move(process_listeners_.before);
  if (first.empty()) return;
  bool placed = false;
  const auto place = [&](NodeIndex event) {
    listeners_behind(event, first);
    placed = true;
  };
  for (std::size_t i = 0; i < definition.nodes.size(); ++i) {
    const Node& node = definition.nodes[i];
    const bool begins = node.scope == ProcessDefinition::root() &&
                        (node.kind == NodeKind::StartEvent ||
                         (node.kind == NodeKind::ReceiveTask && node.instantiate));
    if (begins) place(NodeIndex(i));
    if (node.scope == ProcessDefinition::root() && node.kind == NodeKind::EventBasedGateway &&
        node.instantiate)
      for (const FlowIndex flow : definition.outgoing(NodeIndex(i))) place(definition[flow].target);
  }
  if (!placed)
    findings_.warning("XML-09",
                      {"the start listeners of process '" + definition.id +
                           "' are not run, because it has no start event; add one",
                       "die Start-Listener von Prozess '" + definition.id +
                           "' werden nicht ausgeführt, weil er kein Startereignis hat; eines "
                           "ergänzen"},
                      process, definition.id);
}

void Builder::close_process(SourceSpan span) {
  if (process_listeners_.after.empty()) return;
  Node& node = definition_->nodes.emplace_back();
  definition_->node_spans.push_back(span);
  node.kind = NodeKind::Task;
  node.id = definition_->id;
  node.name = definition_->name;
  node.scope = ProcessDefinition::root();
  Listeners all;
  all.before = std::move(process_listeners_.after);
  all.ended = std::move(process_listeners_.ended);
  node.listeners = std::make_shared<const Listeners>(std::move(all));
  definition_->closing = NodeIndex(definition_->nodes.size() - 1);
}

}  // namespace umlauf::definition
