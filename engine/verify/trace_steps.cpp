#include "engine/verify/trace_steps.hpp"

#include <span>
#include <string>
#include <utility>

namespace umlauf::verify {
namespace {

// The name an author knows a place by; empty for glue.
std::string name_of(const NetProcesses& processes, const definition::NetPlace& place) {
  const ProcessDefinition& process = *processes[place.process];
  if (place.flow.valid()) return process[place.flow].id;
  if (place.message_flow.valid()) return process[place.message_flow].id;
  return {};
}

// An inclusive join takes what is there.
std::vector<PlaceIndex> consumed_by(const TokenNet& net,
                                    const definition::NetTransition& transition,
                                    const std::vector<std::uint32_t>& marking) {
  const auto arcs = net.consume(transition);
  std::vector<PlaceIndex> consumed(arcs.begin(), arcs.end());
  if (transition.kind == definition::NetTransitionKind::InclusiveJoin)
    std::erase_if(consumed, [&](PlaceIndex place) { return marking[place.value()] == 0; });
  return consumed;
}

// Work in between is one step with what came before it at the same node, unless it ends there and
// nothing goes on: a transaction that is cancelled.
void add_step(std::vector<TraceStep>& steps, TraceStep step, bool ends) {
  if (!ends && !steps.empty() && steps.back().fire == step.fire && steps.back().produce.empty() &&
      step.consume.empty()) {
    steps.back().produce = std::move(step.produce);
    return;
  }
  steps.push_back(std::move(step));
}

}  // namespace

TraceStep step_at(const ProcessDefinition& process, NodeIndex node) {
  return {process[node].id, {}, {}, process.file, process.span(node)};
}

std::vector<TraceStep> steps_of(const TokenNet& net, const NetProcesses& processes,
                                const std::vector<Firing>& trace) {
  std::vector<TraceStep> steps;
  const auto names = [&](std::span<const PlaceIndex> places, std::vector<std::string>& into) {
    for (PlaceIndex place : places)
      if (std::string name = name_of(processes, net.places[place.value()]); !name.empty())
        into.push_back(std::move(name));
  };
  std::vector<std::uint32_t> marking(net.places.size(), 0);
  for (PlaceIndex place : net.initial) ++marking[place.value()];
  for (const Firing& firing : trace) {
    const definition::NetTransition& transition = net.transitions[firing.transition];
    const std::vector<PlaceIndex> consumed = consumed_by(net, transition, marking);
    fire(net, firing, marking);
    if (!transition.node.valid()) continue;
    TraceStep step = step_at(*processes[transition.process], transition.node);
    names(consumed, step.consume);
    names(firing.produced.empty() ? net.produce(transition) : std::span(firing.produced),
          step.produce);
    add_step(steps, std::move(step), net.produce(transition).empty());
  }
  return steps;
}

}  // namespace umlauf::verify
