#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <deque>
#include <map>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/definition/process_definition.hpp"
#include "engine/verify/verify.hpp"
#include "tests/cli/drive.hpp"

namespace umlauf::cli {

using definition::NodeIndex;
using definition::NodeKind;
using definition::ProcessDefinition;
using definition::ScopeIndex;
using verify::TraceStep;

using Marking = std::map<std::string, int>;  // tokens by flow

// What can be done next: a token goes on over a flow, a job ends, or an event happens.
struct Action {
  enum class Kind : std::uint8_t { Flow, Job, Event } kind;
  std::string id;
  bool begins_handler = false;
};

// How jobs end.
enum class Jobs : std::uint8_t {
  Succeed,
  Vary,   // now and then by what waits at them
  Throw,  // also by what is caught elsewhere
};

// How a sub-process is left.
enum class Leaving : std::uint8_t { AtItsEnd, ByAnEvent };

inline bool is_link(const definition::Node& node) {
  return !node.events.empty() && node.events.front().trigger() == definition::Trigger::Link;
}

inline bool ends_the_scope(const definition::Node& node) {
  if (node.kind != NodeKind::EndEvent || node.events.empty()) return false;
  const definition::Trigger trigger = node.events.front().trigger();
  return trigger == definition::Trigger::Terminate || trigger == definition::Trigger::Error ||
         trigger == definition::Trigger::Cancel;
}

// One run of a process that is `written` in slow motion.
class SlowRun {
 public:
  SlowRun(const ProcessDefinition& process, const std::string& file, std::uint64_t seed,
          std::map<std::string, Jobs>& jobs_within)
      : process_(process), random_(seed), without_items_(seed % 4 == 3), jobs_within_(jobs_within) {
    for (std::size_t i = 0; i < process.flows.size(); ++i)
      flow_of_[process.flows[i].id] = definition::FlowIndex(i);
    drive_.deploy(file);
    drive_.start(process.id);
  }

  Drive& drive() { return drive_; }

  std::vector<Action> open(ScopeIndex scope, bool and_inside) {
    std::vector<Action> actions;
    const auto add = [&](Action::Kind kind, std::string id, ScopeIndex at, bool handler = false) {
      if (and_inside ? within(at, scope) : at == scope)
        actions.push_back({kind, std::move(id), handler});
    };
    const Value state = drive_.ask({{"op", "state"}});
    for (const Value& row : *state.member("tasks")->list()) {
      std::string flow = row.member("task")->string()->substr(3);
      const ScopeIndex at = process_[process_[flow_of_.at(flow)].source].scope;
      add(Action::Kind::Flow, std::move(flow), at);
    }
    for (const Value& row : *state.member("jobs")->list()) {
      std::string job = *row.member("element")->string();
      if (job.starts_with("job-")) job.erase(0, 4);  // of what a call activity calls
      const ScopeIndex at = process_[process_.find_node(job)].scope;
      add(Action::Kind::Job, std::move(job), at);
    }
    for (const Value& row : *state.member("waiting")->list()) {
      const std::string& event = *row.member("element")->string();
      const definition::Node& node = process_[process_.find_node(event)];
      // What does not interrupt may happen for ever and takes nothing away.
      if (!node.interrupting || node.kind == NodeKind::CallActivity) continue;
      const bool begins_handler = node.kind == NodeKind::StartEvent;
      add(Action::Kind::Event, event,
          begins_handler ? process_[process_[node.scope].node].scope : node.scope, begins_handler);
    }
    return actions;
  }

  /// Does what is open, one after the other at random, until the scope has begun.
  bool reach(ScopeIndex scope) {
    constexpr int kActions = 60;
    const std::set<NodeIndex> on_the_way = leading_to(scope);
    for (int i = 0; i < kActions; ++i) {
      if (!tokens(scope).empty()) return true;
      if (random_() % 4 == 0 && begin_handler(scope)) continue;
      std::vector<Action> actions = open(ProcessDefinition::root(), true);
      if (actions.empty()) return false;
      // The rest seldom: it may end the process.
      const auto rest = std::stable_partition(
          actions.begin(), actions.end(),
          [&](const Action& action) { return on_the_way.contains(node_of(action)); });
      if (rest != actions.begin() && random_() % 8 != 0) actions.erase(rest, actions.end());
      act(one_of(actions), random_() % 8 == 0 ? Jobs::Throw : Jobs::Vary);
    }
    return false;
  }

  /// False if no way was found through a sub-process that the trace passes.
  bool follow(const std::vector<TraceStep>& trace, ScopeIndex scope) {
    Marking marking;
    std::map<std::string, std::size_t> ahead;  // by event
    for (const TraceStep& step : at_once(trace)) {
      if (ahead[step.fire] > 0) {
        --ahead[step.fire];
        continue;
      }
      move(step, marking);
      take_[step.fire] = step.produce;
      for (const std::string& flow : step.consume) pass(flow, step.produce.empty());
      const std::size_t reached = waiting_for(step);
      if (!perform(step, scope, marking)) return false;
      for (std::size_t i = 1; i < reached; ++i, ++ahead[step.fire]) move(step, marking);
      EXPECT_EQ(tokens(scope), marking) << step.fire;
      if (testing::Test::HasFailure()) return true;
    }
    return true;
  }

  /// Whatever is still open, at random and without help from outside of the scope's main flow;
  /// false if that does not come to an end soon.
  bool finish(ScopeIndex scope) {
    constexpr int kActions = 200;
    for (int i = 0; i < kActions; ++i) {
      std::vector<Action> actions = open(scope, true);
      std::erase_if(actions, [](const Action& action) { return action.begins_handler; });
      if (actions.empty()) return true;
      act(one_of(actions), Jobs::Succeed);
    }
    return false;
  }

  /// Nothing is open in the scope itself but what begins an event sub-process; what goes on within
  /// one of its sub-processes does not count.
  bool stands_still(ScopeIndex scope) {
    const std::vector<Action> actions = open(scope, false);
    return std::all_of(actions.begin(), actions.end(),
                       [](const Action& action) { return action.begins_handler; });
  }

  Marking tokens(ScopeIndex scope) {
    Marking marking;
    for (const Action& action : open(scope, false))
      if (action.kind == Action::Kind::Flow) ++marking[action.id];
    return marking;
  }

 private:
  // The node that an action brings on.
  NodeIndex node_of(const Action& action) const {
    return action.kind == Action::Kind::Flow ? process_[flow_of_.at(action.id)].target
                                             : process_.find_node(action.id);
  }

  std::set<NodeIndex> leading_to(ScopeIndex scope) const {
    std::set<NodeIndex> nodes;
    std::vector<NodeIndex> open;
    const auto add = [&](NodeIndex node) {
      if (node.valid() && nodes.insert(node).second) open.push_back(node);
    };
    for (ScopeIndex at = scope; at.valid(); at = process_[at].parent) add(process_[at].node);
    while (!open.empty()) {
      const NodeIndex node = open.back();
      open.pop_back();
      add(process_[node].attached_to);
      for (const definition::FlowIndex flow : process_.incoming(node)) add(process_[flow].source);
      // What happens in a body brings it on.
      if (process_[node].body.valid())
        for (const NodeIndex inner : process_[process_[node].body].nodes) add(inner);
    }
    return nodes;
  }

  // An event sub-process whose event does not interrupt.
  bool begin_handler(ScopeIndex scope) {
    for (const std::string& event : drive_.open("waiting", "element"))
      if (process_[process_.find_node(event)].scope == scope &&
          process_[process_.find_node(event)].kind == NodeKind::StartEvent) {
        drive_.signal("signal-" + event);
        return true;
      }
    return false;
  }

  bool within(ScopeIndex at, ScopeIndex scope) const {
    for (; at.valid(); at = process_[at].parent)
      if (at == scope) return true;
    return false;
  }

  // Events seldom, since they cut short what else would go on.
  Action one_of(std::vector<Action> actions) {
    const auto events =
        std::stable_partition(actions.begin(), actions.end(),
                              [](const Action& one) { return one.kind != Action::Kind::Event; });
    if (events != actions.begin() && random_() % 4 != 0) actions.erase(events, actions.end());
    return actions[random_() % actions.size()];
  }

  void move(const TraceStep& step, Marking& marking) const {
    for (const std::string& flow : step.consume) --marking[flow];
    for (const std::string& flow : step.produce) ++marking[flow];
    std::erase_if(marking, [](const auto& place) { return place.second == 0; });
    if (ends_the_scope(process_[process_.find_node(step.fire)])) marking.clear();
  }

  // How many a signal will reach.
  std::size_t waiting_for(const TraceStep& step) {
    const definition::Node& node = process_[process_.find_node(step.fire)];
    const bool waits = (node.kind == NodeKind::BoundaryEvent && step.consume.empty()) ||
                       (node.kind == NodeKind::IntermediateCatchEvent && !step.produce.empty());
    if (!waits) return 0;
    const std::vector<std::string> waiting = drive_.open("waiting", "element");
    return static_cast<std::size_t>(std::count(waiting.begin(), waiting.end(), step.fire));
  }

  // What is two steps of the trace and one of the engine: an exclusive gateway is entered and left,
  // a link is thrown and caught; now and then a multi-instance activity has no items.
  std::vector<TraceStep> at_once(const std::vector<TraceStep>& trace) const {
    std::vector<TraceStep> steps;
    std::map<std::string, std::deque<std::vector<std::string>>> entered;
    for (TraceStep step : trace) {
      const NodeIndex index = process_.find_node(step.fire);
      const definition::Node& node = process_[index];
      if (is_link(node)) {
        const NodeIndex target =
            std::get<definition::LinkEvent>(node.events.front().payload).target;
        step.produce = target.valid() ? flows_from(target) : std::vector<std::string>();
      } else if (node.kind == NodeKind::ExclusiveGateway ||
                 (std::get_if<definition::MultiInstance>(node.loop.get()) != nullptr &&
                  without_items_)) {
        std::deque<std::vector<std::string>>& before = entered[node.id];
        if (!step.consume.empty()) before.push_back(step.consume);
        if (step.produce.empty() && !process_.outgoing(index).empty()) continue;
        if (before.empty()) continue;
        step.consume = std::move(before.front());
        before.pop_front();
      }
      steps.push_back(std::move(step));
    }
    return steps;
  }

  std::vector<std::string> flows_from(NodeIndex node) const {
    std::vector<std::string> ids;
    for (const definition::FlowIndex flow : process_.outgoing(node))
      ids.push_back(process_[flow].id);
    return ids;
  }

  // Without items a multi-instance activity is entered and left at once.
  void pass(const std::string& flow, bool stays) {
    feel::Context take;
    for (const auto& [gateway, ways] : take_)
      take.put(gateway, Value(feel::Values(ways.begin(), ways.end())));
    const int items = stays ? 1 : without_items_ ? 0 : static_cast<int>(random_() % 2);
    drive_.complete("at-" + flow, {{"take", Value(std::move(take))}, {"items", items}});
  }

  void act(const Action& action, Jobs how) {
    switch (action.kind) {
      case Action::Kind::Job:
        return do_job(process_.find_node(action.id), how);
      case Action::Kind::Event:
        return drive_.signal("signal-" + action.id);
      case Action::Kind::Flow:
        for (std::size_t i = 0; i < process_.nodes.size(); ++i)
          if (definition::is_gateway(process_.nodes[i].kind))
            take_[process_.nodes[i].id] = any_ways(NodeIndex(i));
        return pass(action.id, false);
    }
  }

  void do_job(NodeIndex job, Jobs how) {
    const auto events = process_.boundary_events(job);
    if (how != Jobs::Succeed && !events.empty() && random_() % 3 == 0)
      return happen_to_job(process_[events[random_() % events.size()]]);
    if (how == Jobs::Throw && random_() % 4 == 0)
      return drive_.job(job_of(process_[job]), "error", "error");
    if (how == Jobs::Throw && random_() % 4 == 0)
      return drive_.job(job_of(process_[job]), "escalate", "escalation");
    drive_.job(job_of(process_[job]), "complete");
  }

  static std::string job_of(const definition::Node& node) {
    return node.kind == NodeKind::CallActivity ? "job-" + node.id : node.id;
  }

  void happen_to_job(const definition::Node& event) {
    const std::string job = job_of(process_[event.attached_to]);
    const definition::EventDefinition& trigger = event.events.front();
    if (trigger.trigger() == definition::Trigger::Error)
      drive_.job(job, "error", "error");
    else
      drive_.job(job, "escalate", std::get<definition::EscalationEvent>(trigger.payload).code.text);
  }

  // A gateway may go on when another token moves: each of them gets its ways.
  std::vector<std::string> any_ways(NodeIndex from) {
    std::vector<std::string> ways = flows_from(from);
    if (ways.empty()) return ways;
    std::swap(ways.front(), ways[random_() % ways.size()]);
    if (process_[from].kind == NodeKind::InclusiveGateway)
      ways.erase(std::remove_if(ways.begin() + 1, ways.end(),
                                [this](const std::string&) { return random_() % 2 == 0; }),
                 ways.end());
    else
      ways.resize(1);
    return ways;
  }

  // What the engine does not do by itself when the tokens have come to the node.
  bool perform(const TraceStep& step, ScopeIndex scope, Marking& marking) {
    const definition::Node& node = process_[process_.find_node(step.fire)];
    const bool leaves = !step.produce.empty();
    switch (node.kind) {
      case NodeKind::ServiceTask:
      case NodeKind::CallActivity:
        if (leaves && step.produce == step.consume)
          drive_.job(job_of(node), "escalate", "escalation");
        else if (leaves)
          drive_.job(job_of(node), "complete");
        return true;
      case NodeKind::IntermediateCatchEvent:
        if (leaves && node.events.front().trigger() == definition::Trigger::Signal)
          drive_.signal("signal-" + node.id);
        return true;
      case NodeKind::SubProcess:
      case NodeKind::Transaction:
        if (!leaves && step.consume.empty() && !flows_from(process_.find_node(node.id)).empty())
          return cancel_body(node, scope, marking);
        return !leaves || pass_body(node, scope, marking, Leaving::AtItsEnd);
      case NodeKind::BoundaryEvent:
        return happen(node, scope, marking);
      default:
        return true;
    }
  }

  bool happen(const definition::Node& event, ScopeIndex scope, Marking& marking) {
    const definition::Trigger trigger = event.events.front().trigger();
    const definition::Node& activity = process_[event.attached_to];
    // Nothing happens to what is passed over.
    if (without_items_ && std::get_if<definition::MultiInstance>(activity.loop.get()) != nullptr)
      return false;
    if (trigger == definition::Trigger::Signal)
      drive_.signal("signal-" + event.id);
    else if (activity.body.valid())
      return pass_body(activity, scope, marking, Leaving::ByAnEvent);
    else
      happen_to_job(event);
    return true;
  }

  bool cancel_body(const definition::Node& activity, ScopeIndex scope, const Marking& marking) {
    constexpr int kActions = 40;
    for (int i = 0; i < kActions; ++i) {
      const std::vector<Action> actions = open(activity.body, true);
      if (actions.empty()) break;
      act(one_of(actions), Jobs::Throw);
    }
    return tokens(scope) == marking;
  }

  bool pass_body(const definition::Node& activity, ScopeIndex scope, const Marking& marking,
                 Leaving how) {
    constexpr int kActions = 40;
    const bool by_event = how == Leaving::ByAnEvent;
    // What led through the body once does so again.
    const auto known = jobs_within_.find(activity.id);
    constexpr Jobs kAny[] = {Jobs::Succeed, Jobs::Vary, Jobs::Throw};
    const Jobs jobs = known != jobs_within_.end() ? known->second : kAny[random_() % 3];
    for (int i = 0; i < kActions; ++i) {
      const std::vector<Action> actions = open(activity.body, true);
      if (tokens(scope) == marking) {
        if (!by_event) jobs_within_.emplace(activity.id, jobs);
        return true;
      }
      if (actions.empty()) return false;
      act(one_of(actions), by_event ? Jobs::Throw : jobs);
    }
    return false;
  }

  const ProcessDefinition& process_;
  std::mt19937_64 random_;
  bool without_items_;
  std::map<std::string, Jobs>& jobs_within_;  // by body
  std::map<std::string, definition::FlowIndex> flow_of_;
  std::map<std::string, std::vector<std::string>> take_;  // by gateway
  Drive drive_;
};

}  // namespace umlauf::cli
