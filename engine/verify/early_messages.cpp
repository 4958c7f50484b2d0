#include "engine/verify/early_messages.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <set>
#include <utility>
#include <variant>

namespace umlauf::verify {
namespace {

using definition::NetTransition;
using definition::Node;
using definition::NodeKind;
using definition::ProcessDefinition;

constexpr std::size_t kStatesMax = 4000;
// Of one step of somebody: what follows it at once, all its choices.
constexpr std::size_t kConsequencesMax = 1000;
constexpr std::size_t kFiringsMax = 1000;
// Transitions looked at, in all.
constexpr std::size_t kLooksMax = 20'000'000;

// Of two bytes each: GCC 12 takes the comparison of bytes for one that reads too far.
using Marking = std::vector<std::uint16_t>;

enum class Pace : std::uint8_t {
  AtOnce,
  Outside,   ///< somebody completes it, a timer fires ...
  Delivery,  ///< when its message comes
};

// What the node sends or waits for; null where it names nothing of the kind.
const definition::MessageEvent* message_of(const Node& node) {
  if (const auto* send = std::get_if<definition::SendWork>(&node.work)) return &send->message;
  if (const auto* receive = std::get_if<definition::ReceiveWork>(&node.work))
    return &receive->message;
  for (const definition::EventDefinition& event : node.events)
    if (const auto* message = std::get_if<definition::MessageEvent>(&event.payload)) return message;
  return nullptr;
}

bool has_name(const Node& node) {
  const definition::MessageEvent* message = message_of(node);
  return message != nullptr && static_cast<bool>(message->name);
}

bool is_job(const Node& node) {
  const definition::MessageEvent* message = message_of(node);
  return std::holds_alternative<definition::JobWork>(node.work) ||
         (message != nullptr && message->job.has_value());
}

bool sends(const Node& node) {
  return node.kind == NodeKind::SendTask || node.kind == NodeKind::IntermediateThrowEvent ||
         node.kind == NodeKind::EndEvent;
}

bool is_understood(const Node& node) {
  switch (node.kind) {
    case NodeKind::StartEvent:
    case NodeKind::EndEvent:
    case NodeKind::IntermediateCatchEvent:
    case NodeKind::IntermediateThrowEvent:
    case NodeKind::Task:
    case NodeKind::ManualTask:
    case NodeKind::UserTask:
    case NodeKind::ServiceTask:
    case NodeKind::ScriptTask:
    case NodeKind::BusinessRuleTask:
    case NodeKind::SendTask:
    case NodeKind::ReceiveTask:
    case NodeKind::ExclusiveGateway:
    case NodeKind::ParallelGateway:
    case NodeKind::EventBasedGateway:
      // A job that sends when it is done, or anything that is a job by the way, is left to others.
      return node.loop == nullptr && !node.async.before && !node.async.after &&
             !(sends(node) && is_job(node));
    default:
      return false;
  }
}

bool waits(const Node& node) {
  return node.kind == NodeKind::UserTask || node.kind == NodeKind::ReceiveTask ||
         node.kind == NodeKind::IntermediateCatchEvent ||
         node.kind == NodeKind::EventBasedGateway || is_job(node);
}

class Runs {
 public:
  Runs(const TokenNet& net, const std::vector<const ProcessDefinition*>& processes)
      : net_(net), processes_(processes) {}

  std::vector<EarlyMessage> run() {
    for (std::size_t i = 0; i < net_.places.size(); ++i)
      if (const PlaceIndex place(i); can_be_lost(place)) losable_.insert(place);
    if (losable_.empty() || !understood()) return {};
    for (const NetTransition& transition : net_.transitions) paces_.push_back(pace(transition));
    Marking start(net_.places.size(), 0);
    for (PlaceIndex place : net_.initial) ++start[place.value()];
    settle({std::move(start), {}, {}, kNone});
    for (std::size_t state = 0; state < states_.size() && within_limits(); ++state)
      for (std::uint32_t t = 0; t < net_.transitions.size(); ++t) {
        if (paces_[t] != Pace::Outside || !enabled(states_[state].marking, t)) continue;
        Step step{states_[state].marking, {}, {}, state};
        if (fire(step, t)) settle(std::move(step));
      }
    return std::move(found_);
  }

 private:
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  // Everything waits, and no message is on its way.
  struct State {
    Marking marking;
    std::size_t before = kNone;
    std::vector<Firing> firings;  // since then
  };
  // Between two such states.
  struct Step {
    Marking marking;
    std::deque<PlaceIndex> sent;
    std::vector<Firing> firings;
    std::size_t before = kNone;
  };

  bool within_limits() const { return states_.size() < kStatesMax && looks_ < kLooksMax; }

  bool understood() const {
    for (const ProcessDefinition* process : processes_) {
      if (!process->executable || process->scopes.size() > 1) return false;
      if (!std::all_of(process->nodes.begin(), process->nodes.end(), is_understood)) return false;
    }
    return net_.unsupported.empty() &&
           std::all_of(net_.transitions.begin(), net_.transitions.end(),
                       [](const NetTransition& transition) {
                         return transition.kind == definition::NetTransitionKind::Plain &&
                                !transition.empty.valid() && !transition.reset.valid() &&
                                !transition.guard.valid();
                       });
  }

  const Node* node_of(const NetTransition& transition) const {
    if (!transition.node.valid()) return nullptr;
    return &(*processes_[transition.process])[transition.node];
  }

  // What a node does on top of waiting (beginning to wait, choosing a way out) it does at once.
  Pace pace(const NetTransition& transition) const {
    bool arrives = false, waited = false;
    for (PlaceIndex place : net_.consume(transition)) {
      const definition::NetPlace& from = net_.places[place.value()];
      if (from.kind == PlaceKind::Message) return Pace::Delivery;
      arrives |= from.kind == PlaceKind::Flow;
      waited |= from.kind == PlaceKind::Activity;
    }
    const Node* node = node_of(transition);
    if (node == nullptr || !waits(*node) || !(arrives || waited)) return Pace::AtOnce;
    for (PlaceIndex place : net_.produce(transition))
      if (net_.places[place.value()].kind == PlaceKind::Activity) return Pace::AtOnce;
    return Pace::Outside;
  }

  bool enabled(const Marking& marking, std::uint32_t transition) const {
    const auto consume = net_.consume(net_.transitions[transition]);
    return !consume.empty() && std::all_of(consume.begin(), consume.end(), [&](PlaceIndex place) {
      return marking[place.value()] > 0;
    });
  }

  // False where it goes on for too long, or tokens pile up.
  bool fire(Step& step, std::uint32_t number) const {
    const NetTransition& transition = net_.transitions[number];
    for (PlaceIndex place : net_.consume(transition)) --step.marking[place.value()];
    for (PlaceIndex place : net_.produce(transition)) {
      if (net_.places[place.value()].kind == PlaceKind::Message) {
        step.sent.push_back(place);
      } else if (++step.marking[place.value()] > 3) {
        return false;
      }
    }
    step.firings.push_back({number, {}});
    return step.firings.size() < kFiringsMax;
  }

  // The transitions of one node that can fire now: its choices. Another node that can go on as well
  // does so afterwards.
  std::vector<std::uint32_t> next(const Marking& marking, Pace wanted) {
    std::vector<std::uint32_t> choices;
    looks_ += net_.transitions.size();
    for (std::uint32_t t = 0; t < net_.transitions.size(); ++t) {
      if (paces_[t] != wanted || !enabled(marking, t)) continue;
      if (!choices.empty() &&
          (net_.transitions[choices.front()].node != net_.transitions[t].node ||
           net_.transitions[choices.front()].process != net_.transitions[t].process))
        continue;
      choices.push_back(t);
    }
    return choices;
  }

  void settle(Step first) {
    std::vector<Step> open;
    open.push_back(std::move(first));
    for (std::size_t done = 0; !open.empty() && done < kConsequencesMax && within_limits();
         ++done) {
      Step step = std::move(open.back());
      open.pop_back();
      std::vector<std::uint32_t> choices = next(step.marking, Pace::AtOnce);
      if (choices.empty() && !step.sent.empty()) {
        const bool alone = step.sent.size() == 1;
        const PlaceIndex message = step.sent.front();
        step.sent.pop_front();
        ++step.marking[message.value()];
        choices = next(step.marking, Pace::Delivery);
        if (choices.empty()) {
          --step.marking[message.value()];
          if (alone) lose(message, step);
          open.push_back(std::move(step));
          continue;
        }
      }
      if (choices.empty()) {
        keep(std::move(step));
        continue;
      }
      for (std::uint32_t transition : choices)
        if (Step after = step; fire(after, transition)) open.push_back(std::move(after));
    }
  }

  void keep(Step step) {
    if (seen_.insert(step.marking).second)
      states_.push_back({std::move(step.marking), step.before, std::move(step.firings)});
  }

  // One instance more begins where a message starts its process: none of these is lost. Kept is
  // what has a name, where the dialects of both sides keep messages.
  bool can_be_lost(PlaceIndex message) const {
    if (net_.places[message.value()].kind != PlaceKind::Message) return false;
    const auto has = [message](std::span<const PlaceIndex> places) {
      return std::find(places.begin(), places.end(), message) != places.end();
    };
    const auto keeps = [this](const NetTransition& transition) {
      return processes_[transition.process]->semantics.messages_are_buffered &&
             has_name(*node_of(transition));
    };
    bool kept_here = true, kept_there = true;
    for (const NetTransition& transition : net_.transitions) {
      const Node* node = node_of(transition);
      if (has(net_.produce(transition))) {
        if (node == nullptr || !sends(*node)) return false;
        kept_here = kept_here && keeps(transition);
      }
      if (has(net_.consume(transition))) {
        if (node == nullptr || node->kind == NodeKind::StartEvent ||
            processes_[transition.process]->incoming(transition.node).empty())
          return false;
        kept_there = kept_there && keeps(transition);
      }
    }
    return !(kept_here && kept_there);
  }

  void lose(PlaceIndex message, const Step& step) {
    if (!losable_.contains(message) || !lost_.insert(message).second) return;
    EarlyMessage early{message, step.firings};
    for (std::size_t state = step.before; state != kNone; state = states_[state].before)
      early.trace.insert(early.trace.begin(), states_[state].firings.begin(),
                         states_[state].firings.end());
    // What happens at once after it was sent shows nothing more.
    while (!early.trace.empty()) {
      const auto produce = net_.produce(net_.transitions[early.trace.back().transition]);
      if (std::find(produce.begin(), produce.end(), message) != produce.end()) break;
      early.trace.pop_back();
    }
    found_.push_back(std::move(early));
  }

  const TokenNet& net_;
  const std::vector<const ProcessDefinition*>& processes_;
  std::vector<Pace> paces_;
  std::vector<State> states_;
  std::set<Marking> seen_;
  std::set<PlaceIndex> losable_, lost_;
  std::size_t looks_ = 0;
  std::vector<EarlyMessage> found_;
};

}  // namespace

std::vector<EarlyMessage> early_messages(const TokenNet& net,
                                         const std::vector<const ProcessDefinition*>& processes) {
  return Runs(net, processes).run();
}

}  // namespace umlauf::verify
