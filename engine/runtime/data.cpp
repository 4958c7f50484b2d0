#include <algorithm>

#include "engine/runtime/execution.hpp"

// Variables: where they live, how they come into an activity and out of it (BPMN 2.0.2 §10.4).
namespace umlauf::runtime {
namespace {

using definition::DataAssociation;
using definition::DataReference;

// `order.total`: the context is made where it is not there, its other members stay.
feel::Value with_member(const feel::Value* whole, const definition::VariablePath& path,
                        std::size_t from, feel::Value value) {
  if (from == path.size()) return value;
  feel::Context context;
  if (whole != nullptr && whole->context() != nullptr) context = *whole->context();
  const feel::Value* member = context.find(path[from]);
  context.put(path[from], with_member(member, path, from + 1, std::move(value)));
  return feel::Value(std::move(context));
}

bool has_value(const feel::Value* value) { return value != nullptr && !value->is_null(); }

template <typename T>
bool contains(const std::vector<T>& list, const T& item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

// The input set that the activity has begun with: it has left the inputs that only others name
// empty.
const definition::InputSet* taken_inputs(const definition::NodeData& data,
                                         const Variables& variables) {
  for (const definition::InputSet& set : data.input_sets)
    if (std::all_of(set.filled.begin(), set.filled.end(),
                    [&](const std::string& input) { return has_value(variables.find(input)); }))
      return &set;
  return nullptr;
}

}  // namespace

void set_member(Variables& variables, const definition::VariablePath& path, feel::Value value) {
  const feel::Value* whole = variables.find(path.front());
  variables.set(path.front(), with_member(whole, path, 1, std::move(value)));
}

void Execution::set_local(ElementKey key, std::string_view name, feel::Value value) {
  if (!instance.condition_waits().empty())
    buffers_.changed.push_back(
        {key, std::string(name),
         at(key).variables.find(name) ? ChangeKind::Update : ChangeKind::Create});
  tell(VariableSet{key, std::string(name), std::move(value)});
}

void Execution::remove_local(ElementKey key, std::string_view name) {
  if (at(key).variables.find(name) == nullptr) return;
  if (!instance.condition_waits().empty())
    buffers_.changed.push_back({key, std::string(name), ChangeKind::Delete});
  tell(VariableRemoved{key, std::string(name)});
}

void Execution::assign(ElementKey from, std::string_view name, feel::Value value) {
  for (const auto* record = find(from); record != nullptr; record = instance.parent(*record))
    if (record->variables.find(name) != nullptr)
      return set_local(record->key, name, std::move(value));
  set_local(kProcessScope, name, std::move(value));
}

void Execution::assign_path(ElementKey from, const definition::VariablePath& path,
                            feel::Value value) {
  if (path.size() == 1) return assign(from, path.front(), std::move(value));
  const feel::Value* whole = find_variable(instance, from, path.front());
  assign(from, path.front(), with_member(whole, path, 1, std::move(value)));
}

Variables Execution::visible_variables(const ElementInstance& from) const {
  Variables all;
  for (const auto* record = &from; record != nullptr; record = instance.parent(*record))
    for (const Variable& variable : record->variables)
      if (all.find(variable.name) == nullptr) all.set(variable.name, variable.value);
  return all;
}

// Steps 1 to 3 of DataAssociation. The source of a missing value is null, as everywhere in FEEL.
std::optional<Failure> Execution::associate(const DataAssociation& association, ElementKey key) {
  const ElementInstance& record = at(key);
  feel::Value result;
  const bool single = association.sources.size() == 1;
  bool has_result = false;
  if (association.transformation) {
    Evaluated transformed = evaluate(association.transformation, record);
    if (transformed.failure) return transformed.failure;
    result = std::move(transformed.value);
    has_result = true;
  } else if (single && association.assignments.empty()) {
    const DataReference& source = association.sources.front();
    const ElementKey from = source.own || !record.parent.valid() ? key : record.parent;
    if (const feel::Value* found = find_variable(instance, from, source.variable)) {
      result = *found;
      has_result = true;
    }
  }
  const auto write = [&](const definition::VariablePath& path, feel::Value value) {
    if (association.has_target && association.target.own &&
        path.front() == association.target.variable) {
      const feel::Value* whole = at(key).variables.find(path.front());
      return set_local(key, path.front(), with_member(whole, path, 1, std::move(value)));
    }
    assign_path(record.parent.valid() ? record.parent : key, path, std::move(value));
  };
  if (association.has_target && has_result) write({association.target.variable}, std::move(result));
  for (const definition::Assignment& assignment : association.assignments) {
    Evaluated value = evaluate(assignment.from, at(key));
    if (value.failure) return value.failure;
    write(assignment.to, std::move(value.value));
  }
  return std::nullopt;
}

// §10.4.2: the first input set all of whose sources are available, i.e. have a value; nullptr: none
// is, or the activity has no sets.
const definition::InputSet* Execution::available_inputs(const ElementInstance& record) const {
  const definition::NodeData* data = node_of(record).data.get();
  if (data == nullptr) return nullptr;
  for (const definition::InputSet& set : data->input_sets)
    if (std::all_of(set.needed.begin(), set.needed.end(), [&](const DataReference& source) {
          return has_value(
              find_variable(instance, source.own ? record.key : record.parent, source.variable));
        }))
      return &set;
  return nullptr;
}

bool Execution::lacks_data(const ElementInstance& record) const {
  const definition::NodeData* data = node_of(record).data.get();
  return data != nullptr && !data->input_sets.empty() && available_inputs(record) == nullptr;
}

bool Execution::waits_for_data(ElementKey key) {
  const ElementInstance& record = at(key);
  if (is_loop_child(record) || !lacks_data(record)) return false;
  tell(PhaseChanged{key, Phase::Ready});
  set_payload(key, ConditionWait{});
  return true;
}

void Execution::look_at_data(ElementKey key) {
  if (lacks_data(at(key))) return;
  set_payload(key, std::monostate{});
  tell(PhaseChanged{key, Phase::Active});
  push({Task::Kind::Begin, key, {}, {}, 0});
}

std::optional<Failure> Execution::missing_outputs(const ElementInstance& record) const {
  const definition::NodeData& data = *node_of(record).data;
  if (data.output_sets.empty()) return std::nullopt;
  const definition::InputSet* taken = taken_inputs(data, record.variables);
  const bool any = taken == nullptr || taken->demanded.empty();
  std::string missing;
  for (std::size_t set = 0; set < data.output_sets.size(); ++set) {
    if (!any && !contains(taken->demanded, set)) continue;
    const std::vector<std::string>& needed = data.output_sets[set];
    const auto lacks = std::find_if(needed.begin(), needed.end(), [&](const std::string& name) {
      return !has_value(record.variables.find(name));
    });
    if (lacks == needed.end()) return std::nullopt;
    if (missing.empty()) missing = *lacks;
  }
  const std::string& id = node_of(record).id;
  return Failure{IncidentKind::Data,
                 {"'" + id + "' has not produced its output '" + missing + "'",
                  "'" + id + "' hat die Ausgabe '" + missing + "' nicht erbracht"}};
}

std::optional<Failure> Execution::map_inputs(ElementKey key) {
  const definition::NodeData* data = node_of(at(key)).data.get();
  if (data == nullptr) return std::nullopt;
  const definition::InputSet* chosen = available_inputs(at(key));
  // An input that only other sets name stays empty.
  const auto left_out = [&](const DataAssociation& association) {
    if (chosen == nullptr || !association.target.own) return false;
    const std::string& input = association.target.variable;
    return !contains(chosen->inputs, input) &&
           std::any_of(data->input_sets.begin(), data->input_sets.end(),
                       [&](const auto& set) { return contains(set.inputs, input); });
  };
  for (const definition::DataItem& property : data->properties)
    if (at(key).variables.find(property.variable) == nullptr)
      set_local(key, property.variable, nullptr);
  for (const DataAssociation& association : data->input_associations) {
    if (left_out(association)) continue;
    if (auto failure = associate(association, key)) return failure;
  }
  for (const definition::Mapping& mapping : data->input_mappings) {
    Evaluated value = evaluate(mapping.source, at(key));
    if (value.failure) {
      value.failure->kind = IncidentKind::Mapping;
      return value.failure;
    }
    const feel::Value* whole = at(key).variables.find(mapping.target.front());
    set_local(key, mapping.target.front(),
              with_member(whole, mapping.target, 1, std::move(value.value)));
  }
  return std::nullopt;
}

std::optional<Failure> Execution::map_outputs(ElementKey key) {
  const ElementInstance& record = at(key);
  const definition::NodeData* data = node_of(record).data.get();
  if (data == nullptr) return std::nullopt;
  if (auto failure = missing_outputs(record)) return failure;
  for (const definition::Mapping& mapping : data->output_mappings) {
    Evaluated value = evaluate(mapping.source, at(key));
    if (value.failure) {
      value.failure->kind = IncidentKind::Mapping;
      return value.failure;
    }
    assign_path(record.parent, mapping.target, std::move(value.value));
  }
  for (const DataAssociation& association : data->output_associations)
    if (auto failure = associate(association, key)) return failure;
  return std::nullopt;
}

}  // namespace umlauf::runtime
