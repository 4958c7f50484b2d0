#include "engine/service/executor.hpp"

#include <exception>

#include "engine/service/projection.hpp"

namespace umlauf::service {
namespace {

constexpr std::size_t kDamagedMax = 1000;

Error defect(const std::exception& failure) {
  return error(ErrorCode::Internal, std::string("a defect of the engine: ") + failure.what(),
               std::string("ein Fehler der Engine: ") + failure.what());
}

}  // namespace

runtime::Variables to_variables(const feel::Context& context) {
  return runtime::Variables(to_list(context));
}

std::vector<runtime::Variable> to_list(const feel::Context& context) {
  std::vector<runtime::Variable> list;
  list.reserve(context.size());
  for (const feel::Entry& entry : context) list.push_back({entry.name, entry.value});
  return list;
}

feel::Context visible_variables(const runtime::ProcessInstance& instance, ElementKey from) {
  feel::Context visible;
  const runtime::ElementInstance* scope = instance.find(from);
  for (; scope != nullptr; scope = instance.find(scope->parent)) {
    for (const runtime::Variable& variable : scope->variables)
      if (visible.find(variable.name) == nullptr) visible.put(variable.name, variable.value);
    if (!scope->parent.valid()) break;
  }
  return visible;
}

InstanceKey target_of(const Request& request) {
  return std::visit(
      [](const auto& each) -> InstanceKey {
        if constexpr (requires { each.task.instance; })
          return each.task.instance;
        else if constexpr (requires { each.job.instance; })
          return each.job.instance;
        else if constexpr (requires { each.element.instance; })
          return each.element.instance;
        else if constexpr (requires { each.instance; })
          return each.instance;
        else
          return {};
      },
      request);
}

Executor::Executor(Vault& vault, Definitions& definitions, const EngineOptions& options,
                   calendar::Zone zone)
    : vault_(vault),
      store_(vault.store()),
      definitions_(definitions),
      options_(options),
      zone_(zone),
      cache_(options.hot_instances_max, options.cache_bytes_max),
      keys_(store_) {}

bool Executor::refresh_catalog() {
  if (catalog_next_ || !definitions_.refresh()) return false;
  const CatalogPtr fresh = definitions_.catalog();
  if (fresh == catalog_) return false;
  catalog_ = fresh;
  return true;
}

CacheStatistics Executor::cache_statistics() const {
  return {hot_instances_, cold_instances_, cold_bytes_};
}

std::vector<InstanceKey> Executor::damaged_instances() const {
  const std::lock_guard lock(damaged_mutex_);
  return {damaged_.begin(), damaged_.end()};
}

void Executor::note_damaged() {
  if (group_->damaged().empty()) return;
  const std::lock_guard lock(damaged_mutex_);
  for (const InstanceKey key : group_->damaged())
    if (damaged_.size() < kDamagedMax) damaged_.insert(key);
}

std::optional<Error> Executor::unreadable_error() {
  std::optional<Error> failure = group_->failure();
  if (!failure) failure = keys_.failure();
  if (failure) poisoned_ = true;
  if (failure && failure->code == ErrorCode::Storage) unreadable_ = true;
  return failure;
}

// A defect leaves instances in a state that nobody knows: the whole group is given up. So it is
// where the store could not be read: an effect that has found nobody may have been meant for
// somebody.
Result<Answer> Executor::execute(const Request& request, const PreparedDeployment* deployment,
                                 const Caller& caller, calendar::Instant now) {
  caller_ = &caller;
  deployment_ = deployment;
  now_ = now;
  reached_ = 0;
  target_ = nullptr;
  effects_.clear();
  subscribed_.clear();
  try {
    UMLAUF_TRY(auto repeated, repeated_answer());
    if (repeated) return std::move(*repeated);
    Result<Answer> answer = dispatch(request);
    carry_out_effects();
    note_damaged();
    if (auto failure = unreadable_error()) return std::move(*failure);
    return answer;
  } catch (const std::exception& failure) {
    poisoned_ = true;
    return defect(failure);
  }
}

// The entries under an idempotency key name the instances that the first execution has reached.
Result<std::optional<Answer>> Executor::repeated_answer() {
  if (caller_->idempotency_key.empty()) return std::optional<Answer>{};
  EntryScan scan{.kind = EntryKind::Command, .name = caller_->idempotency_key};
  scan.limit = options_.receivers_max;
  UMLAUF_TRY(const auto entries, group_->entries(scan));
  if (entries.empty()) return std::optional<Answer>{};
  Answer answer;
  for (const Entry& entry : entries)
    if (answer.instances.empty() || answer.instances.back() != entry.instance)
      answer.instances.push_back(entry.instance);
  return std::optional(std::move(answer));
}

Result<Answer> Executor::dispatch(const Request& request) {
  return std::visit([this](const auto& each) { return carry_out(each); }, request);
}

Result<Answer> Executor::on_instance(InstanceKey key, runtime::Command command) {
  UMLAUF_TRY(LiveInstance * instance, group_->instance(key));
  UMLAUF_CHECK(run(*instance, std::move(command)));
  Answer answer;
  answer.instances.push_back(key);
  return answer;
}

Result<Done> Executor::run(LiveInstance& instance, runtime::Command command) {
  ++reached_;
  if (instance.revision >= kJournalRowsMax)
    return error(ErrorCode::Limit,
                 "the journal of instance " + to_string(instance.key()) + " is full",
                 "das Journal der Instanz " + to_string(instance.key()) + " ist voll");
  runtime::Request request{std::move(command), std::nullopt};
  if (!caller_->user.empty())
    request.actor = runtime::Actor{caller_->user, caller_->groups, caller_->administrator};
  Result<Done> done = run_in_step(instance, request);
  // A refusal may come from a state that another engine has changed in the meantime.
  if (!done && instance.revision != 0) {
    UMLAUF_TRY(const bool was_old, group_->reload(instance));
    if (was_old) return run_in_step(instance, request);
  }
  return done;
}

runtime::StepContext Executor::step_context() {
  runtime::StepContext context;
  context.now = now_;
  context.zone = zone_;
  context.limits.transitions_max = options_.transitions_max;
  context.limits.call_depth_max = options_.call_depth_max;
  context.keys = &keys_;
  context.decisions = &definitions_;
  context.handlers = options_.handlers;
  context.target = target_.get();
  return context;
}

Result<Done> Executor::run_in_step(LiveInstance& instance, const runtime::Request& request) {
  UMLAUF_TRY(const runtime::Outcome outcome, runtime::step(*instance.definition, instance.state,
                                                           request, step_context(), workspace_));
  group_->record(instance, *caller_, static_cast<std::uint8_t>(request.command.index()), outcome,
                 now_);
  note_subscriptions(instance, outcome);
  for (const runtime::Effect& effect : outcome.effects)
    effects_.push_back({instance.key(), effect});
  for (const ElementKey element : outcome.continuations)
    continuations_.push_back({instance.key(), element});
  return Done{};
}

Result<Answer> Executor::carry_out(const CompleteTask& request) {
  return on_instance(request.task.instance,
                     runtime::CompleteTask{request.task.element, to_variables(request.variables)});
}
Result<Answer> Executor::carry_out(const ClaimTask& request) {
  return on_instance(request.task.instance, runtime::ClaimTask{request.task.element, {}});
}
Result<Answer> Executor::carry_out(const UnclaimTask& request) {
  return on_instance(request.task.instance, runtime::UnclaimTask{request.task.element});
}
Result<Answer> Executor::carry_out(const AssignTask& request) {
  return on_instance(request.task.instance,
                     runtime::AssignTask{request.task.element, request.assignee});
}
Result<Answer> Executor::carry_out(const CompleteJob& request) {
  return on_instance(
      request.job.instance,
      runtime::CompleteJob{request.job.element, to_variables(request.variables), request.worker});
}
Result<Answer> Executor::carry_out(const FailJob& request) {
  runtime::FailJob command;
  command.element = request.job.element;
  command.message = request.message;
  command.retries = request.retries;
  if (request.retry_after_ms > 0) command.back_off_ms = request.retry_after_ms;
  command.worker = request.worker;
  return on_instance(request.job.instance, std::move(command));
}
Result<Answer> Executor::carry_out(const ThrowJobError& request) {
  return on_instance(request.job.instance,
                     runtime::ThrowJobError{request.job.element, request.code, request.message,
                                            to_variables(request.variables), request.worker});
}
Result<Answer> Executor::carry_out(const ThrowJobEscalation& request) {
  return on_instance(request.job.instance,
                     runtime::ThrowJobEscalation{request.job.element, request.code,
                                                 to_variables(request.variables), request.worker});
}
Result<Answer> Executor::carry_out(const ExtendJobLock& request) {
  return on_instance(request.job.instance, runtime::ExtendLock{request.job.element, request.worker,
                                                               lock_end(request.lock_ms)});
}
Result<Answer> Executor::carry_out(const Trigger& request) {
  return on_instance(
      request.element.instance,
      runtime::TriggerElement{request.element.element, to_variables(request.variables)});
}
Result<Answer> Executor::carry_out(const SetVariables& request) {
  runtime::SetVariables command{request.scope, to_variables(request.variables)};
  if (!request.element.empty()) {
    UMLAUF_TRY(const LiveInstance* instance, group_->instance(request.instance));
    const definition::NodeIndex node = instance->definition->find_node(request.element);
    instance->state.for_each([&](const runtime::ElementInstance& record) {
      const bool active =
          record.role == runtime::Role::Activity || record.role == runtime::Role::Loop;
      if (active && !command.element.valid() && record.node == node) command.element = record.key;
    });
    if (!command.element.valid())
      return error(ErrorCode::State, "nothing is active at '" + request.element + "'",
                   "bei '" + request.element + "' ist nichts aktiv");
  }
  return on_instance(request.instance, std::move(command));
}
Result<Answer> Executor::carry_out(const RetryIncident& request) {
  return on_instance(request.element.instance, runtime::RetryIncident{request.element.element});
}
Result<Answer> Executor::carry_out(const ResolveIncident& request) {
  return on_instance(request.element.instance,
                     runtime::ResolveIncident{request.element.element, {}});
}
Result<Answer> Executor::carry_out(const CancelInstance& request) {
  return on_instance(request.instance, runtime::CancelInstance{request.reason});
}
Result<Answer> Executor::carry_out(const SuspendInstance& request) {
  return on_instance(request.instance, runtime::SuspendInstance{});
}
Result<Answer> Executor::carry_out(const ResumeInstance& request) {
  UMLAUF_TRY(Answer answer, on_instance(request.instance, runtime::ResumeInstance{}));
  // Asynchronous points whose turn came while it was suspended.
  UMLAUF_TRY(const LiveInstance* instance, group_->instance(request.instance));
  instance->state.for_each([this, instance](const runtime::ElementInstance& record) {
    const auto* job = std::get_if<runtime::Shared<runtime::Job>>(&record.payload);
    if (job != nullptr && !runtime::is_for_worker((*job)->kind) && !(*job)->not_before &&
        !record.incident)
      continuations_.push_back({instance->key(), record.key});
  });
  return answer;
}

Result<Answer> Executor::carry_out(const KeepCells& request) {
  for (const Cell& guard : request.guards) {
    UMLAUF_TRY(const auto stored, group_->cell(guard.name));
    if (stored.value_or(Bytes{}) != guard.content)
      return error(ErrorCode::Conflict, "somebody else has changed '" + guard.name + "' first",
                   "jemand anders hat '" + guard.name + "' zuerst geändert");
  }
  for (const Cell& guard : request.guards) group_->guard(guard);
  for (const Cell& cell : request.cells) group_->put_cell(cell.name, cell.content);
  return Answer{};
}

std::size_t Executor::execute_internal(std::size_t limit, calendar::Instant now) {
  static const Caller kEngine;
  caller_ = &kEngine;
  deployment_ = nullptr;
  now_ = now;
  std::size_t done = 0;
  std::size_t reached = 0;
  try {
    // A signal to ever so many comes in pieces: each is a group of its own, so that no group grows
    // with them.
    for (; done < limit && reached < options_.receivers_max && has_internal(); ++done) {
      reached_ = 0;
      effects_.clear();
      if (!outbox_.empty()) {
        const std::string cell = std::move(outbox_.front());
        outbox_.pop_front();
        carry_out_outbox(cell);
      } else {
        const ElementReference element = continuations_.front();
        continuations_.pop_front();
        // Whoever was first may have gone on with it, or cancelled it.
        const auto instance = group_->sound_instance(element.instance);
        if (instance && *instance != nullptr)
          (void)run(**instance, runtime::ContinueAsync{element.element});
      }
      carry_out_effects();
      note_damaged();
      reached += reached_;
      if (unreadable_error()) break;
    }
  } catch (const std::exception&) {
    poisoned_ = true;
  }
  return done;
}

void Executor::drop_internal() {
  if (!outbox_.empty())
    outbox_.pop_front();
  else if (!continuations_.empty())
    continuations_.pop_front();
}

Result<Done> Executor::resume() {
  EntryScan scan{.kind = EntryKind::Job, .name = std::string(kContinuations)};
  scan.limit = SIZE_MAX;
  UMLAUF_TRY(const auto entries, store_.entries(scan));
  UMLAUF_TRY(const auto cells, store_.cells(kOutbox, "", SIZE_MAX));
  continuations_.clear();
  for (const Entry& entry : entries)
    if (entry.position == 0) continuations_.push_back({entry.instance, entry.element});
  outbox_.clear();
  for (const Cell& cell : cells) outbox_.push_back(cell.name);
  return Done{};
}

}  // namespace umlauf::service
