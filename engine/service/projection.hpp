#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/definition/process_definition.hpp"
#include "engine/runtime/process_instance.hpp"
#include "engine/service/journal.hpp"
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
/// Those of an instance whose data have been erased: nobody finds it by its process or name.
void project_erased(const runtime::InstanceHeader& header, std::vector<Entry>& out);
/// The list of the instances whose variable of that name has that value; nullopt where the value is
/// too long to be searched for (kSearchedMax bytes of JSON).
std::optional<std::string> variable_list(std::string_view name, const feel::Value& value);
inline constexpr std::size_t kSearchedMax = 200;
/// Entries of the variables that the model declares as searched, in the process property
/// `searchVariables`: names, separated by commas. `scope`: the process scope.
void project_variables(const definition::ProcessDefinition& definition,
                       const runtime::InstanceHeader& header, const runtime::ElementInstance& scope,
                       std::vector<Entry>& out);
/// That a note stands in row `sequence` of the journal.
Entry note_entry(InstanceKey instance, std::uint64_t sequence, Note note, calendar::Instant time);

}  // namespace umlauf::service
