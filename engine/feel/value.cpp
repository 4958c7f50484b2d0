#include "engine/feel/value.hpp"

#include <algorithm>
#include <array>

#include "engine/feel/function.hpp"

namespace umlauf::feel {
namespace {

template <typename Content>
struct Payload : detail::Shared {
  explicit Payload(Content given) : content(std::move(given)) {}
  Content content;
};

using StringPayload = Payload<std::string>;
using DateTimePayload = Payload<calendar::DateTime>;
using ListPayload = Payload<Values>;
using ContextPayload = Payload<Context>;
using RangePayload = Payload<Range>;

std::uint32_t depth_of(const Values& items) {
  std::uint32_t depth = 0;
  for (const Value& item : items) depth = std::max(depth, item.depth());
  return depth + 1;
}

std::uint32_t depth_of(const Context& context) {
  std::uint32_t depth = 0;
  for (const Entry& entry : context) depth = std::max(depth, entry.value.depth());
  return depth + 1;
}

std::uint64_t weight_of(std::string_view text) { return 1 + text.size() / 32; }

std::uint64_t weight_of(const Values& items) {
  std::uint64_t weight = 1;
  for (const Value& item : items) weight += item.weight();
  return weight;
}

std::uint64_t weight_of(const Context& context) {
  std::uint64_t weight = 1;
  for (const Entry& entry : context) weight += weight_of(entry.name) + entry.value.weight();
  return weight;
}

template <typename P>
const auto* content_of(const detail::Shared* shared) {
  return &static_cast<const P*>(shared)->content;
}

}  // namespace

std::string_view kind_name(Kind kind) {
  static constexpr std::array<std::string_view, 13> kNames = {"null",
                                                              "boolean",
                                                              "number",
                                                              "string",
                                                              "date",
                                                              "time",
                                                              "date and time",
                                                              "days and time duration",
                                                              "years and months duration",
                                                              "list",
                                                              "context",
                                                              "range",
                                                              "function"};
  return kNames[static_cast<std::size_t>(kind)];
}

template <typename P, typename Content>
void Value::share(Kind kind, Content content, std::uint32_t depth, std::uint64_t weight) {
  if (depth > kValueDepthMax) return;
  auto* payload = new P(std::move(content));
  payload->depth = depth;
  payload->weight = static_cast<std::uint32_t>(std::min<std::uint64_t>(weight, UINT32_MAX));
  shared_ = payload;
  kind_ = kind;
}

Value::Value(std::string text) : Value() {
  const std::uint64_t weight = weight_of(text);
  share<StringPayload>(Kind::String, std::move(text), 1, weight);
}

Value::Value(const calendar::DateTime& date_time) : Value() {
  constexpr std::uint64_t kWeight = 8;  // to compare two, their zones have to be looked up
  share<DateTimePayload>(Kind::DateTime, date_time, 1, kWeight);
}

Value::Value(Values items) : Value() {
  const std::uint32_t depth = depth_of(items);
  const std::uint64_t weight = weight_of(items);
  share<ListPayload>(Kind::List, std::move(items), depth, weight);
}

Value::Value(Context context) : Value() {
  const std::uint32_t depth = depth_of(context);
  const std::uint64_t weight = weight_of(context);
  share<ContextPayload>(Kind::Context, std::move(context), depth, weight);
}

Value::Value(Range range) : Value() {
  const std::uint32_t depth = std::max(range.start.depth(), range.end.depth()) + 1;
  const std::uint64_t weight = std::uint64_t{1} + range.start.weight() + range.end.weight();
  share<RangePayload>(Kind::Range, std::move(range), depth, weight);
}

Value Value::adopt(const Function* function) {
  Value value;
  if (function->depth > kValueDepthMax) {
    delete function;
    return value;
  }
  value.shared_ = const_cast<Function*>(function);
  value.kind_ = Kind::Function;
  return value;
}

void Value::destroy() {
  switch (kind_) {
    case Kind::String:
      delete static_cast<StringPayload*>(shared_);
      break;
    case Kind::DateTime:
      delete static_cast<DateTimePayload*>(shared_);
      break;
    case Kind::List:
      delete static_cast<ListPayload*>(shared_);
      break;
    case Kind::Context:
      delete static_cast<ContextPayload*>(shared_);
      break;
    case Kind::Range:
      delete static_cast<RangePayload*>(shared_);
      break;
    case Kind::Function:
      delete static_cast<Function*>(shared_);
      break;
    default:
      break;
  }
}

const std::string* Value::string() const {
  return kind_ == Kind::String ? content_of<StringPayload>(shared_) : nullptr;
}

const calendar::DateTime* Value::date_time() const {
  return kind_ == Kind::DateTime ? content_of<DateTimePayload>(shared_) : nullptr;
}

const Values* Value::list() const {
  return kind_ == Kind::List ? content_of<ListPayload>(shared_) : nullptr;
}

const Context* Value::context() const {
  return kind_ == Kind::Context ? content_of<ContextPayload>(shared_) : nullptr;
}

const Range* Value::range() const {
  return kind_ == Kind::Range ? content_of<RangePayload>(shared_) : nullptr;
}

const Function* Value::function() const {
  return kind_ == Kind::Function ? static_cast<const Function*>(shared_) : nullptr;
}

const Value* Value::member(std::string_view name) const {
  const Context* members = context();
  return members == nullptr ? nullptr : members->find(name);
}

bool operator==(const Value& a, const Value& b) {
  if (a.kind_ != b.kind_) return false;
  switch (a.kind_) {
    case Kind::Null:
      return true;
    case Kind::Boolean:
      return a.boolean_ == b.boolean_;
    case Kind::Number:
      return a.number_ == b.number_;
    case Kind::String:
      return *a.string() == *b.string();
    case Kind::Date:
      return a.date_ == b.date_;
    case Kind::Time:
      return a.time_ == b.time_;
    case Kind::DateTime:
      return *a.date_time() == *b.date_time();
    case Kind::DaysTimeDuration:
      return a.days_time_ == b.days_time_;
    case Kind::YearsMonthsDuration:
      return a.years_months_ == b.years_months_;
    case Kind::List:
      return a.shared_ == b.shared_ || *a.list() == *b.list();
    case Kind::Context:
      return a.shared_ == b.shared_ || *a.context() == *b.context();
    case Kind::Range:
      return a.shared_ == b.shared_ || *a.range() == *b.range();
    case Kind::Function:
      return a.shared_ == b.shared_;
  }
  return false;
}

// ---- Context ------------------------------------------------------------------------------------

Context::Context(std::vector<Entry> entries) : entries_(std::move(entries)) {
  index();
  if (by_name_.empty()) {
    std::vector<Entry> given = std::exchange(entries_, {});
    entries_.reserve(given.size());
    for (Entry& entry : given) put(entry.name, std::move(entry.value));
    return;
  }
  // Equal names lie side by side in the index, in their order: the first keeps the place, the last
  // gives the value.
  std::vector<bool> dropped(entries_.size(), false);
  bool any = false;
  for (std::size_t i = 1; i < by_name_.size(); ++i) {
    Entry& before = entries_[by_name_[i - 1]];
    Entry& here = entries_[by_name_[i]];
    if (before.name != here.name) continue;
    before.value = std::move(here.value);
    dropped[by_name_[i]] = any = true;
    by_name_[i] = by_name_[i - 1];
  }
  if (!any) return;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    if (dropped[i]) continue;
    if (kept != i) entries_[kept] = std::move(entries_[i]);
    ++kept;
  }
  entries_.resize(kept);
  index();
}

void Context::index() {
  by_name_.clear();
  if (entries_.size() <= kLinearMax) return;
  by_name_.resize(entries_.size());
  for (std::size_t i = 0; i < entries_.size(); ++i) by_name_[i] = static_cast<std::uint32_t>(i);
  std::stable_sort(by_name_.begin(), by_name_.end(), [this](std::uint32_t a, std::uint32_t b) {
    return entries_[a].name < entries_[b].name;
  });
}

std::size_t Context::position(std::string_view name) const {
  if (by_name_.empty()) {
    for (std::size_t i = 0; i < entries_.size(); ++i)
      if (entries_[i].name == name) return i;
    return entries_.size();
  }
  const auto found = std::lower_bound(
      by_name_.begin(), by_name_.end(), name,
      [this](std::uint32_t at, std::string_view wanted) { return entries_[at].name < wanted; });
  if (found == by_name_.end() || entries_[*found].name != name) return entries_.size();
  return *found;
}

void Context::put(std::string_view name, Value value) {
  const std::size_t at = position(name);
  if (at < entries_.size()) {
    entries_[at].value = std::move(value);
    return;
  }
  entries_.push_back({std::string(name), std::move(value)});
  if (by_name_.empty()) {
    index();
    return;
  }
  const auto place = std::lower_bound(by_name_.begin(), by_name_.end(), name,
                                      [this](std::uint32_t other, std::string_view wanted) {
                                        return entries_[other].name < wanted;
                                      });
  by_name_.insert(place, static_cast<std::uint32_t>(entries_.size() - 1));
}

void Context::erase(std::string_view name) {
  const std::size_t at = position(name);
  if (at == entries_.size()) return;
  entries_.erase(entries_.begin() + static_cast<std::ptrdiff_t>(at));
  index();
}

const Value* Context::find(std::string_view name) const {
  const std::size_t at = position(name);
  return at == entries_.size() ? nullptr : &entries_[at].value;
}

bool operator==(const Context& a, const Context& b) {
  if (a.size() != b.size()) return false;
  for (const Entry& entry : a) {
    const Value* other = b.find(entry.name);
    if (other == nullptr || !(entry.value == *other)) return false;
  }
  return true;
}

}  // namespace umlauf::feel
