#include <algorithm>

#include "engine/dmn/linked_model.hpp"

namespace umlauf::dmn {

namespace {

using Circle = std::pair<std::uint32_t, std::uint32_t>;

// Numbers all decisions, each behind what it requires.
std::vector<Circle> number_decisions(LinkedModel& model) {
  std::vector<Circle> circles;
  enum class State : std::uint8_t { New, Open, Done };
  struct Frame {
    std::uint32_t decision;
    std::size_t next = 0;
  };
  std::vector<State> states(model.decisions.size(), State::New);
  std::uint32_t position = 0;
  for (std::uint32_t root = 0; root < model.decisions.size(); ++root) {
    if (states[root] != State::New) continue;
    std::vector<Frame> work{{root}};
    states[root] = State::Open;
    while (!work.empty()) {
      Frame& frame = work.back();
      LinkedDecision& decision = model.decisions[frame.decision];
      if (frame.next == decision.decisions.size()) {
        decision.position = position++;
        states[frame.decision] = State::Done;
        work.pop_back();
        continue;
      }
      const std::uint32_t next = decision.decisions[frame.next];
      if (states[next] == State::Open) {
        circles.emplace_back(frame.decision, next);
        decision.decisions.erase(decision.decisions.begin() +
                                 static_cast<std::ptrdiff_t>(frame.next));
        continue;
      }
      ++frame.next;
      if (states[next] != State::New) continue;
      states[next] = State::Open;
      work.push_back({next});
    }
  }
  return circles;
}

}  // namespace

std::vector<std::uint32_t> order_of(const LinkedModel& model,
                                    std::span<const std::uint32_t> decisions,
                                    std::span<const std::uint32_t> given, std::size_t size_max) {
  std::vector<bool> seen(model.decisions.size());
  for (const std::uint32_t decision : given) seen[decision] = true;
  std::vector<std::uint32_t> order;
  const auto take = [&](std::uint32_t decision) {
    if (seen[decision]) return;
    seen[decision] = true;
    order.push_back(decision);
  };
  for (const std::uint32_t decision : decisions) take(decision);
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (order.size() > size_max) return {};
    for (const std::uint32_t required : model.decisions[order[i]].decisions) take(required);
  }
  std::sort(order.begin(), order.end(), [&model](std::uint32_t a, std::uint32_t b) {
    return model.decisions[a].position < model.decisions[b].position;
  });
  return order;
}

// Orders are kept for decisions that need few others, which are nearly all; for the rest (think of
// a chain of thousands) keeping them would take the square of its length.
std::vector<Circle> order_decisions(LinkedModel& model) {
  constexpr std::size_t kKeptMax = 64;
  std::vector<Circle> circles = number_decisions(model);
  for (std::uint32_t at = 0; at < model.decisions.size(); ++at) {
    const std::uint32_t decisions[] = {at};
    model.decisions[at].order = order_of(model, decisions, {}, kKeptMax);
  }
  for (LinkedService& service : model.services) {
    std::vector<std::uint32_t> given;
    for (const NameBinding source : service.sources)
      if (source.kind == NameBinding::Kind::Decision) given.push_back(source.index);
    service.order = order_of(model, service.outputs, given);
  }
  return circles;
}

}  // namespace umlauf::dmn
