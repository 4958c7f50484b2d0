#include <algorithm>
#include <string_view>

#include "engine/elements/work.hpp"

// Who may take a user task, until when, how urgent it is: resolved when the task begins.
namespace umlauf::elements {

using runtime::ElementInstance;
using runtime::ElementKey;
using runtime::Execution;
using runtime::Failure;

namespace {

void add_names(std::vector<std::string>& out, std::string_view list) {
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    std::string_view name = list.substr(0, comma);
    list.remove_prefix(std::min(comma + 1, list.size()));
    while (!name.empty() && name.front() == ' ') name.remove_prefix(1);
    while (!name.empty() && name.back() == ' ') name.remove_suffix(1);
    if (!name.empty() && std::find(out.begin(), out.end(), name) == out.end())
      out.emplace_back(name);
  }
}

// An entry that is an expression yields one name, several behind commas, or a list.
std::optional<Failure> names(const Execution& execution,
                             const std::vector<definition::TextExpression>& entries,
                             const ElementInstance& record, std::vector<std::string>& out) {
  for (const definition::TextExpression& entry : entries) {
    feel::Value value;
    if (auto failure = execution.value(entry, record, value)) return failure;
    if (const std::string* text = value.string()) {
      add_names(out, *text);
    } else if (const feel::Values* list = value.list()) {
      for (const feel::Value& item : *list)
        if (const std::string* name = item.string()) add_names(out, *name);
    } else if (!value.is_null()) {
      return Failure{runtime::IncidentKind::Expression,
                     {"candidates must be names", "Kandidaten müssen Namen sein"}};
    }
  }
  return std::nullopt;
}

std::optional<Failure> fill(const Execution& execution, const ElementInstance& record,
                            const definition::UserTaskWork& work, runtime::UserTask& task) {
  if (auto failure = execution.text(work.assignee, record, task.assignee)) return failure;
  if (auto failure = execution.text(work.owner, record, task.owner)) return failure;
  if (auto failure = names(execution, work.candidate_users, record, task.candidate_users))
    return failure;
  if (auto failure = names(execution, work.candidate_groups, record, task.candidate_groups))
    return failure;
  if (auto failure = instant(execution, work.due_date, record, task.due)) return failure;
  if (auto failure = instant(execution, work.follow_up_date, record, task.follow_up))
    return failure;
  if (auto failure = execution.number(work.priority, record, task.priority)) return failure;
  if (!work.form) return std::nullopt;
  const auto& form = work.form->key ? work.form->key : work.form->reference.id;
  return execution.text(form, record, task.form);
}

}  // namespace

void begin_user_task(Execution& execution, ElementKey key, const definition::UserTaskWork& work) {
  runtime::UserTask task;
  task.created = execution.context.now;
  if (auto failure = fill(execution, execution.at(key), work, task))
    return execution.incident(key, runtime::Resume::Enter, std::move(*failure));
  const bool taken = !task.assignee.empty();
  execution.set_payload(key, runtime::Shared<runtime::UserTask>(std::move(task)));
  if (taken) execution.task_assigned(key);
}

}  // namespace umlauf::elements
