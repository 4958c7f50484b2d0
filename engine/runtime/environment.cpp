#include "engine/runtime/environment.hpp"

#include <string>

#include "engine/definition/expression.hpp"
#include "engine/feel/value.hpp"

namespace umlauf::runtime {

const feel::Value* find_variable(const ProcessInstance& instance, ElementKey from,
                                 std::string_view name) {
  for (const auto* record = instance.find(from); record != nullptr;
       record = instance.parent(*record))
    if (const feel::Value* value = record->variables.find(name)) return value;
  return nullptr;
}

const feel::Value* RecordEnvironment::lookup(std::size_t, std::string_view name) const {
  if (on_top_ != nullptr)
    if (const feel::Value* value = on_top_->find(name)) return value;
  for (const auto* record = from_; record != nullptr; record = instance_.parent(*record))
    if (const feel::Value* value = record->variables.find(name)) return value;
  return name == definition::kEngineContext ? execution() : attribute_of_task(name);
}

// §10.3.4: the attributes of a user task that expressions may ask for. Who completes a task that
// nobody has claimed is its owner, too.
const feel::Value* RecordEnvironment::attribute_of_task(std::string_view name) const {
  const auto* task = from_ == nullptr ? nullptr : std::get_if<Shared<UserTask>>(&from_->payload);
  if (task == nullptr) return nullptr;
  if (name == definition::kTaskPriority) {
    priority_ = feel::Value((*task)->priority);
    return &priority_;
  }
  if (name != definition::kActualOwner) return nullptr;
  const std::string& owner =
      (*task)->assignee.empty() && actor_ != nullptr ? actor_->user : (*task)->assignee;
  owner_ = owner.empty() ? feel::Value() : feel::Value(owner);
  return &owner_;
}

const feel::Value* RecordEnvironment::execution() const {
  const auto text = [](const std::string& value) {
    return value.empty() ? feel::Value() : feel::Value(value);
  };
  feel::Context context;
  context.put("processInstanceId", std::to_string(instance_.header.key.value()));
  context.put("businessKey", text(instance_.header.business_key));
  context.put("processDefinitionKey", text(definition_.id));
  const bool at_node = from_ != nullptr && from_->node.valid();
  context.put("currentActivityId", at_node ? text(definition_[from_->node].id) : feel::Value());
  context.put("currentActivityName", at_node ? text(definition_[from_->node].name) : feel::Value());
  context.put("currentUser", actor_ != nullptr ? text(actor_->user) : feel::Value());
  execution_ = feel::Value(std::move(context));
  return &execution_;
}

}  // namespace umlauf::runtime
