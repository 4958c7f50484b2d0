#include <algorithm>

#include "engine/runtime/commands.hpp"

// What people do with user tasks. Only a candidate may claim, only the assignee or an administrator
// may complete; a command without a person is the system's own.
namespace umlauf::runtime {
namespace {

const Text kUserTask{"open user task", "offene Benutzeraufgabe"};

bool contains(const std::vector<std::string>& list, const std::string& name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

bool is_candidate(const UserTask& task, const Actor& actor) {
  if (task.candidate_users.empty() && task.candidate_groups.empty()) return true;
  if (contains(task.candidate_users, actor.user)) return true;
  return std::any_of(actor.groups.begin(), actor.groups.end(), [&](const std::string& group) {
    return contains(task.candidate_groups, group);
  });
}

void forbid(Execution& execution, const std::string& id, const std::string& english,
            const std::string& german) {
  execution.refuse(
      error(ErrorCode::Forbidden, english + " '" + id + "'", german + " '" + id + "'"));
}

const UserTask* open_task(Execution& execution, ElementKey key) {
  const auto* task = expect<Shared<UserTask>>(execution, key, kUserTask);
  if (task == nullptr) return nullptr;
  return &**task;
}

}  // namespace

void work_done(Execution& execution, ElementKey key) {
  const ElementInstance& record = execution.at(key);
  const Behavior& behavior = *kBehaviors[static_cast<std::size_t>(execution.node_of(record).kind)];
  if (behavior.resume != nullptr)
    return behavior.resume(execution, key, {Stimulus::Kind::Done, {}, {}});
  execution.complete(key);
}

void carry_out(Execution& execution, const CompleteTask& command) {
  const UserTask* task = open_task(execution, command.element);
  if (task == nullptr) return;
  if (const Actor* actor = execution.actor) {
    const bool own = task->assignee == actor->user && !actor->user.empty();
    const bool may_take =
        command.claim_first && task->assignee.empty() && is_candidate(*task, *actor);
    if (!own && !may_take && !actor->administrator)
      return forbid(execution, execution.node_of(execution.at(command.element)).id,
                    "'" + actor->user + "' is not the assignee of",
                    "'" + actor->user + "' bearbeitet nicht");
    execution.tell(TaskCompletedBy{command.element, actor->user, !own && !may_take});
  }
  execution.bring(command.element, command.variables);
  work_done(execution, command.element);
}

void carry_out(Execution& execution, const ClaimTask& command) {
  const UserTask* task = open_task(execution, command.element);
  if (task == nullptr) return;
  const std::string& id = execution.node_of(execution.at(command.element)).id;
  const Actor* actor = execution.actor;
  const std::string user = command.user.empty() && actor != nullptr ? actor->user : command.user;
  if (user.empty())
    return execution.refuse(error(ErrorCode::Request, "nobody is named who claims '" + id + "'",
                                  "niemand ist genannt, der '" + id + "' übernimmt"));
  if (!task->assignee.empty() && task->assignee != user)
    return execution.refuse(error(ErrorCode::State,
                                  "'" + id + "' is claimed by '" + task->assignee + "' already",
                                  "'" + id + "' hat schon '" + task->assignee + "' übernommen"));
  if (actor != nullptr && !actor->administrator &&
      (actor->user != user || !is_candidate(*task, *actor)))
    return forbid(execution, id, "'" + actor->user + "' is no candidate for",
                  "'" + actor->user + "' kommt nicht in Frage für");
  UserTask taken = *task;
  taken.assignee = user;
  execution.change_task(command.element, std::move(taken));
}

void carry_out(Execution& execution, const UnclaimTask& command) {
  const UserTask* task = open_task(execution, command.element);
  if (task == nullptr) return;
  const Actor* actor = execution.actor;
  if (actor != nullptr && !actor->administrator && actor->user != task->assignee)
    return forbid(execution, execution.node_of(execution.at(command.element)).id,
                  "'" + actor->user + "' is not the assignee of",
                  "'" + actor->user + "' bearbeitet nicht");
  UserTask freed = *task;
  freed.assignee.clear();
  execution.change_task(command.element, std::move(freed));
}

void carry_out(Execution& execution, const AssignTask& command) {
  const UserTask* task = open_task(execution, command.element);
  if (task == nullptr) return;
  const Actor* actor = execution.actor;
  if (actor != nullptr && !actor->administrator && actor->user != task->assignee)
    return forbid(execution, execution.node_of(execution.at(command.element)).id,
                  "'" + actor->user + "' may not hand over",
                  "'" + actor->user + "' darf nicht weitergeben:");
  UserTask handed = *task;
  handed.assignee = command.user;
  execution.change_task(command.element, std::move(handed));
}

void carry_out(Execution& execution, const UpdateTask& command) {
  const UserTask* task = open_task(execution, command.element);
  if (task == nullptr) return;
  UserTask changed = *task;
  if (command.due) changed.due = *command.due;
  if (command.follow_up) changed.follow_up = *command.follow_up;
  if (command.priority) changed.priority = *command.priority;
  if (command.candidate_users) changed.candidate_users = *command.candidate_users;
  if (command.candidate_groups) changed.candidate_groups = *command.candidate_groups;
  execution.change_task(command.element, std::move(changed));
}

}  // namespace umlauf::runtime
