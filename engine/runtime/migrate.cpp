#include <algorithm>

#include "engine/runtime/commands.hpp"

// Migration of a running instance to another definition. Everything that is active keeps its key
// and its data; only where it stands in the model changes.
namespace umlauf::runtime {
namespace {

using definition::ProcessDefinition;

struct Plan {
  const ProcessDefinition& source;
  const ProcessDefinition& target;
  const std::vector<Migrate::Move>& moves;

  // Named by the plan, otherwise the node of the same id.
  NodeIndex place(NodeIndex node) const {
    for (const Migrate::Move& move : moves)
      if (move.from == node) return move.to;
    return target.find_node(source[node].id);
  }
};

// What stands in the way of a migration: all of it, each element once.
class Obstacles {
 public:
  explicit Obstacles(const Plan& plan) : plan_(plan) {}

  bool none() const { return found_.empty(); }
  void add(const std::string& id, SourceSpan span, const std::string& english,
           const std::string& german) {
    Diagnostic obstacle;
    obstacle.severity = Severity::Error;
    obstacle.rule = "RUN-02";
    obstacle.message = {"'" + id + "' " + english, "'" + id + "' " + german};
    obstacle.file = plan_.source.file;
    obstacle.span = span;
    obstacle.element = id;
    const bool known = std::any_of(found_.begin(), found_.end(), [&](const Diagnostic& other) {
      return other.element == id && other.message.english == obstacle.message.english;
    });
    if (!known) found_.push_back(std::move(obstacle));
  }
  Error refusal() && { return Error{ErrorCode::State, found_.front().message, std::move(found_)}; }

 private:
  const Plan& plan_;
  Diagnostics found_;
};

// Whether what the record waits for is of the same kind at its new place.
bool same_trigger(const Plan& plan, const ElementInstance& record, NodeIndex to) {
  const auto& before = plan.source[record.node].events;
  const auto& after = plan.target[to].events;
  if (record.trigger >= before.size()) return after.empty() == before.empty();
  return record.trigger < after.size() &&
         after[record.trigger].trigger() == before[record.trigger].trigger();
}

// Positions in the definition that a payload holds.
std::optional<Payload> moved_payload(const Plan& plan, const Payload& payload) {
  if (const auto* held = std::get_if<Shared<Compensation>>(&payload)) {
    Compensation compensation = **held;
    for (NodeIndex& node : compensation.running_nodes) node = plan.place(node);
    return Shared<Compensation>(std::move(compensation));
  }
  if (const auto* held = std::get_if<Shared<ComplexState>>(&payload)) {
    ComplexState complex = **held;
    std::vector<FlowIndex> used;
    for (const FlowIndex flow : complex.used)
      if (const FlowIndex to = plan.target.find_flow(plan.source[flow].id); to.valid())
        used.push_back(to);
    complex.used = std::move(used);
    return Shared<ComplexState>(std::move(complex));
  }
  return std::nullopt;
}

// The alternative of Loop, or that there is none.
std::size_t kind_of_loop(const definition::Node& node) {
  return node.loop ? node.loop->index() : std::variant_npos;
}

// Whether a record can stand at its new place: the same kind of element, in the scope that its
// surroundings have moved to, looping and waiting as before.
bool fits(const ProcessInstance& instance, const Plan& plan, const ElementInstance& record,
          NodeIndex to, Obstacles& obstacles) {
  const definition::Node& before = plan.source[record.node];
  const auto obstacle = [&](const char* english, const char* german) {
    obstacles.add(before.id, plan.source.span(record.node), english, german);
    return false;
  };
  if (!to.valid() || to.value() >= plan.target.nodes.size())
    return obstacle("has no place in the target", "hat im Ziel keinen Platz");
  const definition::Node& after = plan.target[to];
  if (after.kind != before.kind || kind_of_loop(after) != kind_of_loop(before))
    return obstacle("would become another kind of element", "würde zu einem anderen Element");
  if (record.role == Role::Activity && !same_trigger(plan, record, to))
    return obstacle("would wait for something else", "würde auf etwas anderes warten");
  // A compensation handler runs where the activity that it undoes has been kept.
  if (record.thrower.valid()) return true;
  // The surroundings in the tree: the scope, the loop, the host of a boundary event.
  const ElementInstance* around = instance.parent(record);
  const bool beside = record.role == Role::Wait;
  if (around == nullptr || !around->node.valid()) {
    if (beside || !plan.target[after.scope].node.valid()) return true;
    return obstacle("would lie in another scope", "läge in einem anderen Bereich");
  }
  const NodeIndex moved = plan.place(around->node);
  const bool host = after.attached_to.valid() && after.attached_to == moved;
  if (moved != to && plan.target[after.scope].node != moved && !host && !beside)
    return obstacle("would lie in another scope", "läge in einem anderen Bereich");
  return true;
}

}  // namespace

void carry_out(Execution& execution, const Migrate& command) {
  if (execution.context.target == nullptr)
    return execution.refuse(error(ErrorCode::Request, "migration without a target definition",
                                  "Migration ohne Zieldefinition"));
  const Plan plan{execution.definition, *execution.context.target, command.nodes};
  Obstacles obstacles(plan);
  std::vector<std::pair<ElementKey, NodeIndex>> changed;
  std::vector<std::pair<ElementKey, Arrival>> tokens;
  std::vector<ElementKey> closed;
  execution.instance.for_each([&](const ElementInstance& record) {
    if (const auto* scope = std::get_if<ScopeState>(&record.payload))
      for (const Arrival& token : scope->arrivals) tokens.emplace_back(record.key, token);
    if (!record.node.valid()) return;
    const NodeIndex to = plan.place(record.node);
    // A boundary event or event subprocess that the target does not have, or that waits for
    // something else there, stops waiting; what the target has instead is opened afterwards.
    if (record.role == Role::Wait && (!to.valid() || !same_trigger(plan, record, to)))
      return closed.push_back(record.key);
    if (fits(execution.instance, plan, record, to, obstacles)) changed.emplace_back(record.key, to);
  });
  for (const auto& [scope, token] : tokens) {
    const definition::Flow& flow = plan.source[token.flow];
    if (!plan.target.find_flow(flow.id).valid())
      obstacles.add(flow.id, plan.source.span(token.flow), "has no place in the target",
                    "hat im Ziel keinen Platz");
  }
  if (!obstacles.none()) return execution.refuse(std::move(obstacles).refusal());
  for (const auto& [scope, token] : tokens)
    execution.tell(TokensConsumed{scope, token.flow, token.count});
  execution.tell(InstanceMigrated{command.definition, command.version});
  for (const auto& [scope, token] : tokens)
    execution.tell(
        TokensArrived{scope, plan.target.find_flow(plan.source[token.flow].id), token.count});
  for (const ElementKey key : closed) execution.close(key);
  for (const auto& [key, to] : changed)
    if (const ElementInstance* record = execution.find(key))
      if (record->node != to || plan.source[record->node].id != plan.target[to].id)
        execution.tell(NodeChanged{key, to});
  for (const auto& [key, to] : changed)
    if (const ElementInstance* record = execution.find(key))
      if (auto payload = moved_payload(plan, record->payload))
        execution.set_payload(key, std::move(*payload));
}

void open_new_waits(Execution& execution, const ProcessDefinition& source, const Migrate& command) {
  const ProcessDefinition& definition = execution.definition;
  const Plan plan{source, definition, command.nodes};
  std::vector<bool> known(definition.nodes.size());
  for (std::size_t i = 0; i < source.nodes.size(); ++i) {
    const NodeIndex to = plan.place(NodeIndex(i));
    if (!to.valid() || to.value() >= known.size()) continue;
    const auto& before = source.nodes[i].events;
    const auto& after = definition[to].events;
    known[to.value()] =
        std::equal(before.begin(), before.end(), after.begin(), after.end(),
                   [](const auto& a, const auto& b) { return a.trigger() == b.trigger(); });
  }
  std::vector<std::pair<NodeIndex, ElementKey>> opening;
  const auto open_if_new = [&](NodeIndex node, ElementKey host) {
    if (!known[node.value()]) opening.emplace_back(node, host);
  };
  execution.instance.for_each([&](const ElementInstance& record) {
    const bool activation = record.role == Role::Activity || record.role == Role::Loop;
    if (activation && record.phase == Phase::Active && !execution.is_loop_child(record))
      for (const NodeIndex boundary : definition.boundary_events(record.node))
        open_if_new(boundary, record.key);
    const auto* state = std::get_if<ScopeState>(&record.payload);
    if (state == nullptr || state->interrupted) return;
    const definition::Scope& scope =
        definition[record.role == Role::Process ? ProcessDefinition::root()
                                                : definition[record.node].body];
    for (const NodeIndex event_subprocess : scope.event_subprocesses)
      for (const NodeIndex start : definition[definition[event_subprocess].body].triggered_starts)
        open_if_new(start, record.key);
  });
  for (const auto& [node, host] : opening)
    if (!execution.open_waits(node, host)) return;
}

}  // namespace umlauf::runtime
