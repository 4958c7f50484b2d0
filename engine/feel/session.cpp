#include "engine/feel/session.hpp"

#include <algorithm>

namespace umlauf::feel {
namespace {

Text limit_text(LimitKind kind) {
  switch (kind) {
    case LimitKind::None:
      break;
    case LimitKind::Steps:
      return {"the evaluation takes too many steps", "die Auswertung braucht zu viele Schritte"};
    case LimitKind::Depth:
      return {"the evaluation is nested too deep", "die Auswertung ist zu tief verschachtelt"};
    case LimitKind::Memory:
      return {"the evaluation takes too much memory", "die Auswertung braucht zu viel Speicher"};
    case LimitKind::Output:
      return {"a string or list grows too large", "eine Zeichenkette oder Liste wird zu groß"};
    case LimitKind::Regex:
      return {"a regular expression takes too long", "ein regulärer Ausdruck braucht zu lange"};
  }
  return {};
}

}  // namespace

bool Session::exhaust(LimitKind kind) {
  steps_left_ = 0;
  if (exhausted_ != LimitKind::None) return false;
  exhausted_ = kind;
  // Told even where no other message is wanted.
  messages_.push_back({limit_text(kind), {}});
  return false;
}

namespace {
constexpr std::uint64_t kStepsPerRegexStep = 4'500;
}

std::uint32_t Session::regex_steps_left() const {
  return static_cast<std::uint32_t>(
      std::min<std::uint64_t>(regex_steps_left_, steps_left_ / kStepsPerRegexStep + 1));
}

bool Session::regex_steps(std::uint32_t count) {
  if (count > regex_steps_left_) return exhaust(LimitKind::Regex);
  regex_steps_left_ -= count;
  return step(count * kStepsPerRegexStep);
}

Value* Session::push_values(std::uint32_t count) {
  constexpr std::uint32_t kBlockSize = 64;
  if (block_ == 0 || blocks_[block_ - 1].size - blocks_[block_ - 1].used < count) {
    if (block_ < blocks_.size() && blocks_[block_].size < count) blocks_.resize(block_);
    if (block_ == blocks_.size()) {
      const std::uint32_t size = std::max(count, kBlockSize);
      blocks_.push_back({std::make_unique<Value[]>(size), size, 0});
    }
    ++block_;
  }
  Block& block = blocks_[block_ - 1];
  Value* values = block.values.get() + block.used;
  block.used += count;
  return values;
}

void Session::pop_values(std::uint32_t count) {
  Block& block = blocks_[block_ - 1];
  block.used -= count;
  for (std::uint32_t i = 0; i < count; ++i) block.values[block.used + i] = Value();
  if (block.used == 0) --block_;
}

void Session::message(Text text, SourceSpan span) {
  if (!wants_messages() || exhausted()) return;
  messages_.push_back({std::move(text), span});
}

}  // namespace umlauf::feel
