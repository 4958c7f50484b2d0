// Modification and migration of running instances, with what people write turned into positions.
#include <algorithm>
#include <map>

#include "engine/service/executor.hpp"

namespace umlauf::service {
namespace {

using definition::NodeIndex;
using definition::ProcessDefinition;

Error no_element(const std::string& id) {
  return error(ErrorCode::Request, "there is no element '" + id + "'",
               "es gibt kein Element '" + id + "'");
}

Result<NodeIndex> node_of(const ProcessDefinition& definition, const std::string& id) {
  const NodeIndex node = definition.find_node(id);
  if (!node.valid()) return no_element(id);
  return node;
}

// Every activation of the element that is not within another one of them.
void add_activations(const LiveInstance& instance, NodeIndex node, std::vector<ElementKey>& found) {
  instance.state.for_each([&](const runtime::ElementInstance& record) {
    const bool active =
        record.role == runtime::Role::Activity || record.role == runtime::Role::Loop;
    const runtime::ElementInstance* around = instance.state.parent(record);
    const bool within = around != nullptr && around->node == node;
    if (active && record.node == node && !within) found.push_back(record.key);
  });
}

// Where every record stands that is, or waits at, a flow node.
std::map<ElementKey, std::string> places(const runtime::ProcessInstance& state,
                                         const ProcessDefinition& definition) {
  std::map<ElementKey, std::string> found;
  state.for_each([&](const runtime::ElementInstance& record) {
    using runtime::Role;
    if (record.role == Role::Activity || record.role == Role::Loop || record.role == Role::Wait)
      found[record.key] = definition[record.node].id;
  });
  return found;
}

std::vector<Migration::Element> difference(const std::map<ElementKey, std::string>& before,
                                           const std::map<ElementKey, std::string>& after) {
  std::map<ElementKey, Migration::Element> elements;
  for (const auto& [key, id] : before) elements[key] = {key, id, {}};
  for (const auto& [key, id] : after) {
    elements[key].key = key;
    elements[key].to = id;
  }
  std::vector<Migration::Element> list;
  for (auto& [key, element] : elements) list.push_back(std::move(element));
  return list;
}

}  // namespace

Result<Answer> Executor::carry_out(const ModifyInstance& request) {
  UMLAUF_TRY(LiveInstance * instance, group_->instance(request.instance));
  const ProcessDefinition& definition = *instance->definition;
  runtime::Modify command;
  command.cancel = request.cancel_activations;
  for (const std::string& id : request.cancel) {
    UMLAUF_TRY(const NodeIndex node, node_of(definition, id));
    const std::size_t before = command.cancel.size();
    add_activations(*instance, node, command.cancel);
    if (command.cancel.size() == before)
      return error(ErrorCode::State, "nothing is active at '" + id + "'",
                   "bei '" + id + "' ist nichts aktiv");
  }
  for (const ModifyInstance::Begin& begin : request.begin_before) {
    UMLAUF_TRY(const NodeIndex node, node_of(definition, begin.element));
    command.start_before.push_back({node, begin.scope, to_variables(begin.variables)});
  }
  for (const ModifyInstance::Begin& begin : request.begin_behind) {
    UMLAUF_TRY(const NodeIndex node, node_of(definition, begin.element));
    command.start_after.push_back({node, begin.scope});
  }
  for (const std::string& id : request.take_flows) {
    const definition::FlowIndex flow = definition.find_flow(id);
    if (!flow.valid()) return no_element(id);
    command.take_flows.push_back({flow, {}});
  }
  return on_instance(request.instance, std::move(command));
}

Result<Answer> Executor::carry_out(const MigrateInstance& request) {
  UMLAUF_TRY(LiveInstance * instance, group_->instance(request.instance));
  const std::string& id = instance->state.header.process;
  const CatalogPtr known = catalog();
  const ProcessVersion* process = known->find(id, request.version);
  if (process == nullptr)
    return error(
        ErrorCode::State,
        "there is no version " + std::to_string(request.version) + " of process '" + id + "'",
        "es gibt keine Version " + std::to_string(request.version) + " des Prozesses '" + id + "'");
  if (process->key == instance->state.header.definition)
    return error(ErrorCode::State, "the instance is at that version already",
                 "die Instanz ist schon bei dieser Version");
  UMLAUF_TRY(target_, definitions_.definition(process->key));
  runtime::Migrate command{process->key, process->version, {}};
  for (const auto& [from, to] : request.elements) {
    UMLAUF_TRY(const NodeIndex source, node_of(*instance->definition, from));
    UMLAUF_TRY(const NodeIndex target, node_of(*target_, to));
    command.nodes.push_back({source, target});
  }
  const auto before = places(instance->state, *instance->definition);
  Answer answer;
  answer.instances.push_back(request.instance);
  answer.migration.version_before = instance->state.header.version;
  answer.migration.version_after = process->version;
  if (request.dry_run) {
    // On a copy, and without the handlers of the program: nothing may happen outside.
    runtime::ProcessInstance copy = instance->state;
    runtime::StepContext context = step_context();
    context.handlers = nullptr;
    UMLAUF_CHECK(runtime::step(*instance->definition, copy, {std::move(command), std::nullopt},
                               context, workspace_));
    answer.migration.elements = difference(before, places(copy, *target_));
    return answer;
  }
  UMLAUF_CHECK(run(*instance, std::move(command)));
  group_->change_definition(*instance, target_);
  answer.migration.elements = difference(before, places(instance->state, *target_));
  target_ = nullptr;
  return answer;
}

}  // namespace umlauf::service
