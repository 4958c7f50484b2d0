#include "engine/runtime/step.hpp"

#include <algorithm>

#include "engine/runtime/commands.hpp"
#include "engine/runtime/correlation.hpp"
#include "engine/runtime/execution.hpp"

namespace umlauf::runtime {
namespace {

// What may still be done to an instance that is suspended.
bool allowed_while_suspended(const Command& command) {
  return std::visit(
      [](const auto& c) {
        using C = std::decay_t<decltype(c)>;
        return std::is_same_v<C, ResumeInstance> || std::is_same_v<C, SuspendInstance> ||
               std::is_same_v<C, CancelInstance> || std::is_same_v<C, SetVariables> ||
               std::is_same_v<C, RemoveVariables> || std::is_same_v<C, Migrate> ||
               // Their sender cannot say it again.
               std::is_same_v<C, CalledProcessEnded> || std::is_same_v<C, CallFailed>;
      },
      command);
}

std::optional<Error> not_now(const ProcessInstance& instance, const Command& command) {
  if (std::holds_alternative<StartInstance>(command)) return std::nullopt;
  if (instance.size() == 0)
    return error(ErrorCode::State, "there is no such instance", "es gibt keine solche Instanz");
  if (instance.header.has_ended())
    return error(ErrorCode::State, "the instance has ended", "die Instanz ist beendet");
  if (instance.header.suspended && !allowed_while_suspended(command))
    return error(ErrorCode::State, "the instance is suspended", "die Instanz ist angehalten");
  return std::nullopt;
}

}  // namespace

Workspace::Workspace() : buffers_(std::make_unique<Buffers>()) {}
Workspace::~Workspace() = default;
Workspace::Workspace(Workspace&&) noexcept = default;
Workspace& Workspace::operator=(Workspace&&) noexcept = default;

Result<Outcome> step(const definition::ProcessDefinition& definition, ProcessInstance& instance,
                     const Request& request, const StepContext& context, Workspace& workspace) {
  if (auto refusal = not_now(instance, request.command)) return std::move(*refusal);
  Buffers& buffers = workspace.buffers();
  buffers.tracking.begin(instance);
  Execution execution(definition, instance, context, request.actor ? &*request.actor : nullptr,
                      buffers);
  try {
    std::visit([&](const auto& command) { carry_out(execution, command); }, request.command);
    execution.run();
    if (const auto* migrate = std::get_if<Migrate>(&request.command);
        migrate != nullptr && !execution.refused()) {
      Execution moved(*context.target, instance, context, nullptr, buffers, Execution::Continued{});
      open_new_waits(moved, definition, *migrate);
      moved.run();
      if (moved.refused()) execution.refuse(moved.refusal());
    }
  } catch (...) {
    // A defect of ours (UMLAUF_ASSERT) or no memory: the instance stays as it was, the service
    // decides what becomes of it.
    buffers.tracking.roll_back();
    throw;
  }
  if (execution.refused()) {
    Error refusal = execution.refusal();
    buffers.tracking.roll_back();
    return refusal;
  }
  buffers.tracking.finish(buffers.changes);
  return Outcome{buffers.events, buffers.effects, buffers.changes, buffers.continuations};
}

namespace {

const MessageSubscription* subscription_of(const ProcessInstance& instance, ElementKey key) {
  const ElementInstance* record = instance.find(key);
  const auto* content =
      record == nullptr ? nullptr : std::get_if<Shared<MessageSubscription>>(&record->payload);
  return content == nullptr ? nullptr : &**content;
}

// The key that the subscription itself has under that name.
const Variable* own_key(const MessageSubscription& subscription, const std::string& name,
                        bool known_only) {
  for (const Variable& key : subscription.keys)
    if (key.name == name) return &key;
  // A single key has one name only in the model; senders may call it what they like.
  const bool only = !known_only && subscription.keys.size() == 1 && name == "correlationKey";
  return only ? &subscription.keys.front() : nullptr;
}

bool meets(const ProcessInstance& instance, ElementKey key, const MessageSubscription& subscription,
           const Variable& wanted, bool known_only) {
  if (const Variable* own = own_key(subscription, wanted.name, known_only))
    return own->value == wanted.value;
  const feel::Value* seen = find_variable(instance, key, wanted.name);
  return seen == nullptr ? known_only : *seen == wanted.value;
}

}  // namespace

bool is_next_start(const definition::ProcessDefinition& definition, const ElementInstance& record) {
  return record.role == Role::Wait && record.parent == kProcessScope &&
         definition[record.node].scope == definition::ProcessDefinition::root();
}

bool correlates(const definition::ProcessDefinition& definition, const ProcessInstance& instance,
                ElementKey subscription, std::span<const Variable> keys, bool known_only) {
  const MessageSubscription* own = subscription_of(instance, subscription);
  if (own == nullptr) return false;
  const bool fits = std::all_of(keys.begin(), keys.end(), [&](const Variable& wanted) {
    return meets(instance, subscription, *own, wanted, known_only);
  });
  if (!fits || !is_next_start(definition, *instance.find(subscription))) return fits;
  // A message that leaves the conversation open belongs to none (§13.2).
  const auto named = std::count_if(keys.begin(), keys.end(), [&](const Variable& wanted) {
    return own_key(*own, wanted.name, known_only) != nullptr;
  });
  return static_cast<std::size_t>(named) >= own->keys.size();
}

std::size_t keys_met(const ProcessInstance& instance, ElementKey subscription,
                     std::span<const Variable> keys) {
  const MessageSubscription* own = subscription_of(instance, subscription);
  if (own == nullptr) return 0;
  return static_cast<std::size_t>(std::count_if(
      keys.begin(), keys.end(),
      [&](const Variable& wanted) { return meets(instance, subscription, *own, wanted, false); }));
}

}  // namespace umlauf::runtime
