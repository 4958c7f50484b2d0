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

bool correlates(const ProcessInstance& instance, ElementKey subscription,
                std::span<const Variable> keys, bool known_only) {
  const ElementInstance* record = instance.find(subscription);
  const auto* content =
      record == nullptr ? nullptr : std::get_if<Shared<MessageSubscription>>(&record->payload);
  if (content == nullptr) return false;
  const auto& own = (*content)->keys;
  for (const Variable& wanted : keys) {
    const auto key = std::find_if(own.begin(), own.end(), [&](const Variable& candidate) {
      return candidate.name == wanted.name;
    });
    if (key != own.end()) {
      if (!(key->value == wanted.value)) return false;
      continue;
    }
    // A single key has one name only in the model; senders may call it what they like.
    if (!known_only && own.size() == 1 && wanted.name == "correlationKey") {
      if (!(own.front().value == wanted.value)) return false;
      continue;
    }
    const feel::Value* seen = find_variable(instance, subscription, wanted.name);
    if (seen == nullptr ? !known_only : !(*seen == wanted.value)) return false;
  }
  return true;
}

std::size_t keys_met(const ProcessInstance& instance, ElementKey subscription,
                     std::span<const Variable> keys) {
  return static_cast<std::size_t>(
      std::count_if(keys.begin(), keys.end(), [&](const Variable& wanted) {
        return correlates(instance, subscription, {&wanted, 1});
      }));
}

}  // namespace umlauf::runtime
