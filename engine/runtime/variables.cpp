#include "engine/runtime/variables.hpp"

#include <algorithm>
#include <functional>
#include <utility>

namespace umlauf::runtime {
namespace {

struct ByName {
  bool operator()(const Variable& a, std::string_view b) const { return a.name < b; }
};

}  // namespace

Variables::Variables(std::vector<Variable> entries) {
  const auto in_order = [](const Variable& a, const Variable& b) { return a.name < b.name; };
  if (std::adjacent_find(entries.begin(), entries.end(), std::not_fn(in_order)) == entries.end()) {
    entries_ = std::move(entries);
    return;
  }
  entries_.reserve(entries.size());
  for (Variable& entry : entries) set(entry.name, std::move(entry.value));
}

const feel::Value* Variables::find(std::string_view name) const {
  const auto found = std::lower_bound(entries_.begin(), entries_.end(), name, ByName{});
  return found != entries_.end() && found->name == name ? &found->value : nullptr;
}

void Variables::set(std::string_view name, feel::Value value) {
  // Few scopes have one variable, and few have many.
  constexpr std::size_t kUsual = 4;
  if (entries_.capacity() == 0) entries_.reserve(kUsual);
  // Names mostly come in order: from a decoder, from another scope.
  if (entries_.empty() || entries_.back().name < name) {
    entries_.push_back({std::string(name), std::move(value)});
    return;
  }
  const auto found = std::lower_bound(entries_.begin(), entries_.end(), name, ByName{});
  if (found != entries_.end() && found->name == name)
    found->value = std::move(value);
  else
    entries_.insert(found, {std::string(name), std::move(value)});
}

bool Variables::erase(std::string_view name) {
  const auto found = std::lower_bound(entries_.begin(), entries_.end(), name, ByName{});
  if (found == entries_.end() || found->name != name) return false;
  entries_.erase(found);
  return true;
}

}  // namespace umlauf::runtime
