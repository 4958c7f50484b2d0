// Task lists: entries of several lists merged in one order, page by page.
#include <algorithm>
#include <array>
#include <charconv>
#include <set>

#include "engine/service/engine_parts.hpp"
#include "engine/service/projection.hpp"
#include "engine/service/queries.hpp"

namespace umlauf::service {
namespace {

using runtime::ElementInstance;
using runtime::Shared;
using runtime::UserTask;

const UserTask* task_of(const ElementInstance* record) {
  const auto* payload =
      record == nullptr ? nullptr : std::get_if<Shared<UserTask>>(&record->payload);
  return payload == nullptr ? nullptr : &**payload;
}

// An order consists of stretches, one behind the other.
struct Stretch {
  EntryKind kind = EntryKind::Task;
  std::int64_t position_min = INT64_MIN;
  std::int64_t position_max = INT64_MAX;
  bool descending = false;
  bool skip_due = false;       // they stood in a stretch before
  bool skip_priority = false;  // they stand in another stretch
};

std::vector<Stretch> stretches(TaskOrder order) {
  switch (order) {
    case TaskOrder::OldestFirst:
      return {{}};
    case TaskOrder::NewestFirst:
      return {{.descending = true}};
    case TaskOrder::Due:
      return {{.kind = EntryKind::TaskByDue}, {.skip_due = true}};
    case TaskOrder::Priority:
      return {{.kind = EntryKind::TaskByPriority, .position_max = -kPriorityDefault - 1},
              {.skip_priority = true},
              {.kind = EntryKind::TaskByPriority, .position_min = -kPriorityDefault + 1}};
  }
  return {{}};
}

// Where a page ended: "stretch:position:instance:element".
struct Place {
  std::uint64_t stretch = 0;
  std::optional<Entry> after;
};

std::string write_place(std::size_t stretch, const Entry& last) {
  return std::to_string(stretch) + ":" + std::to_string(last.position) + ":" +
         to_string(last.instance) + ":" + std::to_string(last.element.value());
}

std::optional<Place> read_place(std::string_view text) {
  Place place;
  if (text.empty()) return place;
  std::array<std::int64_t, 4> numbers{};
  const char* at = text.data();
  const char* const end = text.data() + text.size();
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (i > 0 && (at == end || *at++ != ':')) return std::nullopt;
    const auto read = std::from_chars(at, end, numbers[i]);
    if (read.ec != std::errc{}) return std::nullopt;
    at = read.ptr;
  }
  if (at != end) return std::nullopt;
  place.stretch = static_cast<std::uint64_t>(numbers[0]);
  place.after =
      Entry{EntryKind::Task, "", numbers[1], InstanceKey(static_cast<std::uint64_t>(numbers[2])),
            ElementKey(static_cast<std::uint64_t>(numbers[3]))};
  return place;
}

auto place_in_list(const Entry& entry) {
  return std::tuple(entry.position, entry.instance, entry.element);
}

// The next entries of all lists in one order; a task that is in several of them comes once.
Result<std::vector<Entry>> merge(Store& store, const std::vector<std::string>& lists,
                                 const Stretch& stretch, const std::optional<Entry>& after,
                                 std::size_t limit) {
  std::vector<Entry> merged;
  for (const std::string& list : lists) {
    EntryScan scan{.kind = stretch.kind, .name = list};
    scan.position_min = stretch.position_min;
    scan.position_max = stretch.position_max;
    scan.descending = stretch.descending;
    scan.limit = limit;
    if (after) {
      scan.after = after;
      scan.after->kind = stretch.kind;
      scan.after->name = list;
    }
    UMLAUF_TRY(auto entries, store.entries(scan));
    merged.insert(merged.end(), entries.begin(), entries.end());
  }
  const auto before = [&stretch](const Entry& a, const Entry& b) {
    return stretch.descending ? place_in_list(b) < place_in_list(a)
                              : place_in_list(a) < place_in_list(b);
  };
  const auto same = [](const Entry& a, const Entry& b) {
    return place_in_list(a) == place_in_list(b);
  };
  std::sort(merged.begin(), merged.end(), before);
  merged.erase(std::unique(merged.begin(), merged.end(), same), merged.end());
  if (merged.size() > limit) merged.resize(limit);
  return merged;
}

std::vector<std::string> lists_of(const TaskQuery& query) {
  std::vector<std::string> lists;
  if (!query.assignee.empty()) lists.push_back("a:" + query.assignee);
  if (!query.candidate_user.empty()) lists.push_back("u:" + query.candidate_user);
  for (const std::string& group : query.candidate_groups) lists.push_back("g:" + group);
  if (lists.empty()) lists.emplace_back();
  return lists;
}

bool wanted(const TaskQuery& query, const TaskView& view) {
  return (query.process.empty() || view.process == query.process) &&
         (query.element.empty() || view.element == query.element);
}

// Whether a person of these asks for it: what a list would hold.
bool in_lists(const TaskQuery& query, const UserTask& task) {
  const auto contains = [](const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  if (query.assignee.empty() && query.candidate_user.empty() && query.candidate_groups.empty())
    return true;
  if (!task.assignee.empty()) return task.assignee == query.assignee;
  if (!query.candidate_user.empty() && contains(task.candidate_users, query.candidate_user))
    return true;
  return std::any_of(
      query.candidate_groups.begin(), query.candidate_groups.end(),
      [&](const std::string& group) { return contains(task.candidate_groups, group); });
}

TaskPage tasks_of_instance(const LiveInstance& instance, const TaskQuery& query) {
  TaskPage page;
  if (instance.state.header.has_ended()) return page;
  instance.state.for_each([&](const ElementInstance& record) {
    const UserTask* task = task_of(&record);
    if (task == nullptr || !in_lists(query, *task)) return;
    TaskView view = task_view(instance, record);
    if (wanted(query, view)) page.tasks.push_back(std::move(view));
  });
  return page;
}

}  // namespace

Result<TaskPage> Engine::tasks(const TaskQuery& query) {
  if (query.instance.valid()) {
    UMLAUF_TRY(const auto live, read_instance(parts_->vault, parts_->definitions, query.instance));
    return live == nullptr ? TaskPage{} : tasks_of_instance(*live, query);
  }
  auto place = read_place(query.page);
  if (!place)
    return error(ErrorCode::Request, "'" + query.page + "' is no page of a task list",
                 "'" + query.page + "' ist keine Seite einer Aufgabenliste");
  const std::vector<std::string> lists = lists_of(query);
  const std::vector<Stretch> order = stretches(query.order);
  TaskPage page;
  LiveInstancePtr live;  // often several tasks of one instance follow one another
  for (std::size_t i = place->stretch; i < order.size(); ++i) {
    std::optional<Entry> after = i == place->stretch ? place->after : std::nullopt;
    for (;;) {
      const std::size_t count = query.limit - page.tasks.size() + 1;
      UMLAUF_TRY(const auto entries, merge(parts_->store, lists, order[i], after, count));
      for (const Entry& entry : entries) {
        if (page.tasks.size() == query.limit) {
          page.next = write_place(i, *after);
          return page;
        }
        after = entry;
        if (live == nullptr || live->key() != entry.instance) {
          UMLAUF_TRY(live, read_listed(parts_->vault, parts_->definitions, entry.instance));
        }
        const ElementInstance* record = live == nullptr ? nullptr : live->state.find(entry.element);
        const UserTask* task = task_of(record);
        if (task == nullptr) continue;  // completed since the list was read
        if (order[i].skip_due && task->due) continue;
        if (order[i].skip_priority && task->priority != kPriorityDefault) continue;
        TaskView view = task_view(*live, *record);
        if (wanted(query, view)) page.tasks.push_back(std::move(view));
      }
      if (entries.size() < count) break;
    }
  }
  return page;
}

}  // namespace umlauf::service
