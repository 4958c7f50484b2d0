#pragma once

#include <string>
#include <variant>

#include "engine/definition/nodes.hpp"

namespace umlauf::verify {

/// Calls visit(name) for each variable, however often, that a node writes around itself when its
/// work is done, the whole variable and not a part of one. A job or a person may write others
/// besides.
template <typename Visitor>
void for_each_written(const definition::Node& node, Visitor visit) {
  const auto name = [&visit](const std::string& variable) {
    if (!variable.empty()) visit(variable);
  };
  const auto listeners = [&name](const std::vector<definition::Listener>& list) {
    for (const definition::Listener& listener : list)
      if (const auto* script = std::get_if<definition::ScriptWork>(&listener.work))
        name(script->result_variable);
  };
  if (node.listeners) {
    for (const auto* list : {&node.listeners->before, &node.listeners->after,
                             &node.listeners->assigned, &node.listeners->updated})
      listeners(*list);
    for (const auto& taken : node.listeners->taken) listeners(taken.second);
  }
  if (const auto* script = std::get_if<definition::ScriptWork>(&node.work))
    name(script->result_variable);
  if (const auto* decision = std::get_if<definition::DecisionWork>(&node.work))
    name(decision->result_variable);
  if (const auto* job = std::get_if<definition::JobWork>(&node.work)) name(job->result_variable);
  if (const auto* user = std::get_if<definition::UserTaskWork>(&node.work); user && user->form)
    for (const definition::FormField& field : user->form->fields) name(field.id);
  if (const auto* multiple = std::get_if<definition::MultiInstance>(node.loop.get()))
    name(multiple->output_collection);
  if (!node.data) return;
  for (const definition::Mapping& mapping : node.data->output_mappings)
    if (mapping.target.size() == 1) name(mapping.target.front());
}

}  // namespace umlauf::verify
