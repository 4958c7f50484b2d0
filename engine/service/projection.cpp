#include "engine/service/projection.hpp"

#include <algorithm>

#include "engine/base/overload.hpp"
#include "engine/feel/json.hpp"

namespace umlauf::service {
namespace {

using runtime::ElementInstance;
using runtime::InstanceHeader;
using runtime::Job;
using runtime::Shared;

class Projector {
 public:
  Projector(const InstanceHeader& header, const ElementInstance& record, std::vector<Entry>& out)
      : header_(header), record_(record), out_(out) {}

  void operator()(const Shared<runtime::UserTask>& task) {
    add_task("");
    if (!task->assignee.empty()) {
      add_task("a:" + task->assignee);
      return;
    }
    // A name may stand in a model twice.
    const std::size_t first = out_.size();
    for (const std::string& user : task->candidate_users) add_once(first, "u:" + user);
    for (const std::string& group : task->candidate_groups) add_once(first, "g:" + group);
  }
  void operator()(const Shared<Job>& job) {
    if (record_.incident) return;  // nobody may have it until the incident is settled
    std::int64_t from = 0;
    if (job->locked_until) from = job->locked_until->milliseconds;
    if (job->not_before) from = std::max(from, job->not_before->milliseconds);
    add(EntryKind::Job, runtime::is_for_worker(job->kind) ? job->type : std::string(kContinuations),
        from);
  }
  void operator()(const runtime::Timer& timer) {
    add(EntryKind::Timer, "", timer.due.milliseconds);
  }
  void operator()(const Shared<runtime::MessageSubscription>& subscription) {
    const auto& keys = subscription->keys;
    add(EntryKind::Message,
        message_list(subscription->message, keys.empty() ? "" : feel::to_json(keys[0].value)), 0);
  }
  void operator()(const runtime::SignalSubscription& subscription) {
    add(EntryKind::Signal, subscription.signal, 0);
  }
  // The rest is found through its instance.
  void operator()(const std::monostate&) {}
  void operator()(const runtime::ScopeState&) {}
  void operator()(const Shared<runtime::LoopState>&) {}
  void operator()(const runtime::ConditionWait&) {}
  void operator()(const runtime::ReceiveWait&) {}
  void operator()(const Shared<runtime::Call>&) {}
  void operator()(const runtime::TriggersSeen&) {}
  void operator()(const Shared<runtime::ComplexState>&) {}
  void operator()(const Shared<runtime::Compensation>&) {}
  void operator()(const runtime::CompletedState&) {}

  void add(EntryKind kind, std::string name, std::int64_t position) {
    out_.push_back({kind, std::move(name), position, header_.key, record_.key});
  }

 private:
  void add_once(std::size_t first, std::string list) {
    const auto same = [&list](const Entry& entry) { return entry.name == list; };
    if (std::none_of(out_.begin() + static_cast<std::ptrdiff_t>(first), out_.end(), same))
      add_task(std::move(list));
  }
  void add_task(std::string list) {
    const auto& task = *std::get<Shared<runtime::UserTask>>(record_.payload);
    if (task.due) add(EntryKind::TaskByDue, list, task.due->milliseconds);
    if (task.priority != kPriorityDefault) add(EntryKind::TaskByPriority, list, -task.priority);
    add(EntryKind::Task, std::move(list), task.created.milliseconds);
  }

  const InstanceHeader& header_;
  const ElementInstance& record_;
  std::vector<Entry>& out_;
};

}  // namespace

std::string message_list(std::string_view message, std::string_view key) {
  std::string name(message);
  name += '\x1f';
  name += key;
  return name;
}

void project(const InstanceHeader& header, const ElementInstance& record, std::vector<Entry>& out) {
  Projector projector(header, record, out);
  std::visit(projector, record.payload);
  if (record.incident)
    projector.add(EntryKind::Incident, "", (*record.incident)->since.milliseconds);
}

void project(const InstanceHeader& header, std::vector<Entry>& out) {
  const auto add = [&](EntryKind kind, std::string name, std::int64_t position) {
    out.push_back({kind, std::move(name), position, header.key, {}});
  };
  if (header.ended)
    add(EntryKind::Ended, header.process, header.ended->milliseconds);
  else
    add(EntryKind::Live, header.process, header.started.milliseconds);
  if (!header.business_key.empty())
    add(EntryKind::BusinessKey, header.business_key, header.started.milliseconds);
  project_erased(header, out);
}

void project_erased(const InstanceHeader& header, std::vector<Entry>& out) {
  if (header.caller)
    out.push_back({EntryKind::Child,
                   to_string(header.caller->instance),
                   header.started.milliseconds,
                   header.key,
                   {}});
}

std::optional<std::string> variable_list(std::string_view name, const feel::Value& value) {
  std::string list(name);
  list += '\x1f';
  const std::size_t before = list.size();
  feel::append_json(list, value);
  if (list.size() - before > kSearchedMax) return std::nullopt;
  return list;
}

void project_variables(const definition::ProcessDefinition& definition,
                       const InstanceHeader& header, const ElementInstance& scope,
                       std::vector<Entry>& out) {
  const auto first = static_cast<std::ptrdiff_t>(out.size());
  for (const definition::Header& property : definition.properties) {
    if (property.key != "searchVariables") continue;
    std::string_view names = property.value.text;
    while (!names.empty()) {
      const std::size_t comma = names.find(',');
      std::string_view name = names.substr(0, comma);
      names = comma == std::string_view::npos ? std::string_view() : names.substr(comma + 1);
      while (name.starts_with(' ')) name.remove_prefix(1);
      while (name.ends_with(' ')) name.remove_suffix(1);
      const feel::Value* value = scope.variables.find(name);
      auto list = value == nullptr ? std::nullopt : variable_list(name, *value);
      if (!list) continue;
      Entry entry{
          EntryKind::Variable, std::move(*list), header.started.milliseconds, header.key, {}};
      // A name may be declared twice.
      if (std::find(out.begin() + first, out.end(), entry) == out.end())
        out.push_back(std::move(entry));
    }
  }
}

Entry note_entry(InstanceKey instance, std::uint64_t sequence, Note note, calendar::Instant time) {
  return {EntryKind::Note, std::string(command_name(static_cast<std::uint8_t>(note))),
          time.milliseconds, instance, ElementKey(sequence)};
}

}  // namespace umlauf::service
