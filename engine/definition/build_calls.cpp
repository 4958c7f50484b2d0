#include <utility>

#include "engine/definition/builder.hpp"

// Call activities (BPMN 2.0.2 §10.3.6) and global tasks (§10.3.7).
namespace umlauf::definition {

CallWork Builder::call_work(const bpmn::CallActivity& source, const Lowered& lowered,
                            SourceSpan span) {
  CallWork call;
  const Semantics& rules = definition_->semantics;
  call.process.id =
      lowered.called_process
          ? expressions_.text(lowered.called_process)
          : expressions_.text(written(source.called_element.id, source.called_element.span));
  if (!call.process.id) pass_through("call activity", "Aufrufaktivität", span, "PRC-09");
  call.process.binding = binding(lowered.called_binding);
  if (truth_of(lowered.same_deployment, false, findings_, expressions_.element()))
    call.process.binding = Binding::Deployment;
  call.process.version = expressions_.text(lowered.called_version);
  call.process.version_tag = expressions_.text(lowered.called_version_tag);

  call.all_inputs = truth_of(lowered.propagate_all_parent, rules.call_takes_all_variables,
                             findings_, expressions_.element()) ||
                    truth_of(lowered.inherit_variables, false, findings_, expressions_.element());
  call.all_outputs = truth_of(lowered.propagate_all_child, rules.call_returns_all_variables,
                              findings_, expressions_.element());
  call.only_local_outputs =
      truth_of(lowered.local_outputs, false, findings_, expressions_.element());
  call.business_key = expressions_.text(lowered.called_business_key);
  if (truth_of(lowered.inherit_business_key, false, findings_, expressions_.element())) {
    feel::SyntaxTree tree;
    tree.set_root(tree.add_named(feel::NodeKind::Path, "businessKey", {tree.name(kEngineContext)}));
    call.business_key.expression = expressions_.tree(std::move(tree), span);
  }
  for (const WrittenExchange& one : lowered.exchanges) exchange(call, one);
  return call;
}

void Builder::exchange(CallWork& call, const WrittenExchange& exchange) {
  if (exchange.business_key) {
    if (exchange.in) call.business_key = expressions_.text(exchange.business_key);
    return;
  }
  if (exchange.all) {
    (exchange.in ? call.all_inputs : call.all_outputs) = true;
    if (exchange.local) (exchange.in ? call.only_local_inputs : call.only_local_outputs) = true;
    return;
  }
  if (!exchange.target || (!exchange.source && !exchange.source_expression)) {
    findings_.error("ACT-21",
                    {"mapping of a call activity needs a source and a target",
                     "Zuordnung einer Aufrufaktivität braucht Quelle und Ziel"},
                    exchange.target ? exchange.target.span : exchange.source.span,
                    expressions_.element());
    return;
  }
  CallMapping mapping;
  mapping.target = {std::string(exchange.target.text)};
  mapping.source = exchange.source_expression
                       ? expressions_.value(exchange.source_expression)
                       : expressions_.variable(exchange.source.text, exchange.source.span);
  if (exchange.local && !exchange.in) call.only_local_outputs = true;
  (exchange.in ? call.inputs : call.outputs).push_back(std::move(mapping));
}

ProcessDefinitionPtr Builder::global_task(const bpmn::GlobalTask& task) {
  ProcessDefinition& definition = *definition_;
  expressions_.set_element(task.id);
  definition.id = task.id;
  definition.name = task.name;
  definition.global_task = true;
  definition.scopes.emplace_back();
  Node& node = definition.nodes.emplace_back();
  definition.node_spans.push_back(task.span);
  node.id = task.id;
  node.name = task.name;
  node.scope = ScopeIndex(0);
  definition.scopes[0].nodes = {NodeIndex(0)};
  definition.scopes[0].starts = {NodeIndex(0)};

  const auto of_kind = [&](NodeKind kind, Places place) {
    node.kind = kind;
    Lowered lowered = lower(task, place);
    common_attributes(node, lowered);
    listeners(NodeIndex(0), lowered);
    return lowered;
  };
  switch (task.kind) {
    case bpmn::GlobalTaskKind::GlobalTask:
      set_data(node, of_kind(NodeKind::Task, kTask), NodeData());
      break;
    case bpmn::GlobalTaskKind::GlobalManualTask:
      set_data(node, of_kind(NodeKind::ManualTask, kManualTask), NodeData());
      break;
    case bpmn::GlobalTaskKind::GlobalUserTask: {
      const Lowered lowered = of_kind(NodeKind::UserTask, kUserTask);
      node.work = user_task(task, task.resources, lowered, LaneIndex());
      set_data(node, lowered, NodeData());
      break;
    }
    case bpmn::GlobalTaskKind::GlobalBusinessRuleTask: {
      const Lowered lowered = of_kind(NodeKind::BusinessRuleTask, kBusinessRuleTask);
      if (std::optional<Work> work = implementation(lowered, task.span))
        node.work = std::move(*work);
      else
        pass_through("business rule task", "Geschäftsregel-Aufgabe", task.span, "ACT-09");
      set_data(node, lowered, NodeData());
      break;
    }
    case bpmn::GlobalTaskKind::GlobalScriptTask: {
      const Lowered lowered = of_kind(NodeKind::ScriptTask, kScriptTask);
      node.work = script_work(task.script_language, task.script, task.span, lowered, task.span);
      set_data(node, lowered, NodeData());
      break;
    }
  }
  if (task.io_specification) {
    auto data = std::make_shared<NodeData>();
    node_data(*data, &*task.io_specification, {});
    definition.data = std::move(data);
  }
  index_by_id();
  return definition_;
}

}  // namespace umlauf::definition
