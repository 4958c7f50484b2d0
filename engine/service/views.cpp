#include "engine/service/views.hpp"

#include "engine/base/overload.hpp"
#include "engine/service/queries.hpp"

namespace umlauf::service {
namespace {

using definition::NodeKind;
using runtime::ElementInstance;
using runtime::Shared;

const std::string& element_id(const LiveInstance& instance, const ElementInstance& record) {
  static const std::string kProcess;
  return record.node.valid() ? (*instance.definition)[record.node].id : kProcess;
}

InstanceState state_of(const runtime::InstanceHeader& header) {
  switch (header.state) {
    case runtime::InstanceState::Active:
      return header.suspended ? InstanceState::Suspended : InstanceState::Active;
    case runtime::InstanceState::Completed:
      return InstanceState::Completed;
    case runtime::InstanceState::Terminated:
      return InstanceState::Terminated;
    case runtime::InstanceState::Failed:
      return InstanceState::Failed;
  }
  return InstanceState::Active;
}

}  // namespace

std::string_view to_string(InstanceState state) {
  switch (state) {
    case InstanceState::Active:
      return "active";
    case InstanceState::Suspended:
      return "suspended";
    case InstanceState::Completed:
      return "completed";
    case InstanceState::Terminated:
      return "terminated";
    case InstanceState::Failed:
      return "failed";
  }
  return "active";
}

InstanceView instance_view(const runtime::InstanceHeader& header) {
  InstanceView view;
  view.key = header.key;
  view.definition = header.definition;
  view.process = header.process;
  view.version = header.version;
  view.state = state_of(header);
  view.business_key = header.business_key;
  if (header.caller) view.parent = header.caller->instance;
  view.started = header.started;
  view.ended = header.ended;
  return view;
}

TaskView task_view(const LiveInstance& instance, const ElementInstance& record) {
  const runtime::UserTask& task = *std::get<Shared<runtime::UserTask>>(record.payload);
  const definition::Node& node = (*instance.definition)[record.node];
  TaskView view;
  view.key = {instance.key(), record.key};
  view.process = instance.state.header.process;
  view.element = node.id;
  view.name = task.name.empty() ? node.name : task.name;
  view.assignee = task.assignee;
  view.candidate_users = task.candidate_users;
  view.candidate_groups = task.candidate_groups;
  view.form = task.form;
  view.business_key = instance.state.header.business_key;
  view.created = task.created;
  view.due = task.due;
  view.follow_up = task.follow_up;
  view.priority = task.priority;
  return view;
}

JobView job_view(const LiveInstance& instance, const ElementInstance& record) {
  const runtime::Job& job = *std::get<Shared<runtime::Job>>(record.payload);
  JobView view;
  view.key = {instance.key(), record.key};
  view.element = element_id(instance, record);
  view.type = job.type;
  view.retries = job.retries;
  view.worker = job.worker;
  view.locked_until = job.locked_until;
  view.not_before = job.not_before;
  view.message = job.message;
  return view;
}

std::optional<WaitView> wait_view(const LiveInstance& instance, const ElementInstance& record) {
  WaitView view;
  view.key = {instance.key(), record.key};
  view.element = element_id(instance, record);
  const auto waits = [&view](const char* kind) {
    view.kind = kind;
    return true;
  };
  const bool listed = std::visit(
      Overload{
          [&](const runtime::Timer& timer) {
            view.due = timer.due;
            return waits("timer");
          },
          [&](const Shared<runtime::MessageSubscription>& subscription) {
            view.name = subscription->message;
            return waits("message");
          },
          [&](const runtime::SignalSubscription& subscription) {
            view.name = subscription.signal;
            return waits("signal");
          },
          [&](const runtime::ConditionWait&) { return waits("condition"); },
          [&](const runtime::ReceiveWait&) { return waits("receive"); },
          [&](const Shared<runtime::Call>& call) {
            view.name = call->process;
            return waits("call");
          },
          [&](const runtime::ScopeState&) {
            const bool ad_hoc = record.node.valid() && (*instance.definition)[record.node].kind ==
                                                           NodeKind::AdHocSubProcess;
            return ad_hoc && waits("adhoc");
          },
          [](const std::monostate&) { return false; },
          [](const Shared<runtime::LoopState>&) { return false; },
          [](const Shared<runtime::UserTask>&) { return false; },
          [](const Shared<runtime::Job>&) { return false; },
          [](const runtime::TriggersSeen&) { return false; },
          [](const Shared<runtime::ComplexState>&) { return false; },
          [](const Shared<runtime::Compensation>&) { return false; },
          [](const runtime::CompletedState&) { return false; },
      },
      record.payload);
  if (!listed) return std::nullopt;
  return view;
}

IncidentView incident_view(const LiveInstance& instance, const ElementInstance& record) {
  const runtime::Incident& incident = **record.incident;
  IncidentView view;
  view.key = {instance.key(), record.key};
  view.element = element_id(instance, record);
  view.kind = runtime::incident_kind_name(incident.kind);
  view.message = incident.message;
  view.since = incident.since;
  return view;
}

Result<LiveInstancePtr> read_instance(const Vault& vault, Definitions& definitions,
                                      InstanceKey key) {
  UMLAUF_TRY(const auto stored, vault.store().load(key));
  if (!stored) return LiveInstancePtr();
  UMLAUF_TRY(auto live, revive(*stored, vault));
  UMLAUF_TRY(live->definition, definitions.definition(live->state.header.definition));
  return live;
}

Result<LiveInstancePtr> read_listed(const Vault& vault, Definitions& definitions, InstanceKey key) {
  auto live = read_instance(vault, definitions, key);
  if (!live && live.error().code == ErrorCode::Damaged) return LiveInstancePtr();
  return live;
}

}  // namespace umlauf::service
