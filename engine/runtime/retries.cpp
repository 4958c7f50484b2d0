#include "engine/runtime/retries.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>

#include "engine/calendar/timer.hpp"

namespace umlauf::runtime {
namespace {

std::string trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return std::string(text);
}

}  // namespace

RetryPlan read_retry_plan(const std::string& text) {
  RetryPlan plan;
  if (text.empty()) return plan;
  const auto slash = text.find('/');
  if (text.front() == 'R' && slash != std::string::npos) {
    std::uint32_t times = 0;
    const auto [end, status] = std::from_chars(text.data() + 1, text.data() + slash, times);
    if (status != std::errc() || end != text.data() + slash) return plan;
    plan.retries = times;
    plan.pauses.push_back(trimmed(std::string_view(text).substr(slash + 1)));
    return plan;
  }
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t comma = std::min(text.find(',', from), text.size());
    plan.pauses.push_back(trimmed(std::string_view(text).substr(from, comma - from)));
    from = comma + 1;
  }
  plan.retries = static_cast<std::uint32_t>(plan.pauses.size() + 1);
  return plan;
}

RetryPlan retry_plan(const Execution& execution, ElementKey key) {
  const ElementInstance& record = execution.at(key);
  const auto& source = execution.node_of(record).async.retries.text;
  std::string text;
  if (!source || execution.text(source, record, text)) return {};
  return read_retry_plan(text);
}

std::optional<calendar::Instant> RetryPlan::pause_after(std::uint32_t failures,
                                                        const StepContext& context) const {
  if (pauses.empty() || failures == 0) return std::nullopt;
  const std::size_t index = std::min<std::size_t>(failures - 1, pauses.size() - 1);
  const auto length = calendar::Period::parse(pauses[index]);
  if (!length) return std::nullopt;
  return calendar::add(context.now, *length, 1, context.zone);
}

}  // namespace umlauf::runtime
