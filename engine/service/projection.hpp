#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/runtime/process_instance.hpp"
#include "engine/service/store.hpp"

/// Which index entries a state has. The one place where that is decided: commits write the
/// difference of two projections, check_store compares a projection with what is stored.
///
/// Task lists are named "" (every open task), "a:NAME" (whom it is assigned to), and of tasks that
/// nobody has "u:NAME" and "g:NAME" (candidate users and groups).
namespace umlauf::service {

/// Jobs of the engine itself (asyncBefore, asyncAfter) are in this list.
inline constexpr std::string_view kContinuations = "\x1f";

inline constexpr std::int64_t kPriorityDefault = 50;

/// The list that a message subscription is in; `key`: the JSON of its correlation key, or "".
std::string message_list(std::string_view message, std::string_view key);

void project(const runtime::InstanceHeader& header, const runtime::ElementInstance& record,
             std::vector<Entry>& out);
/// Entries of the instance as a whole.
void project(const runtime::InstanceHeader& header, std::vector<Entry>& out);

}  // namespace umlauf::service
