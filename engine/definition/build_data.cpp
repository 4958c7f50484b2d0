#include <algorithm>
#include <utility>

#include "engine/definition/builder.hpp"
#include "engine/definition/juel.hpp"
#include "engine/xml/document.hpp"

// Data (BPMN 2.0.2 §10.4) and the mappings of the dialects.
namespace umlauf::definition {

namespace {

constexpr std::uint32_t kStructureDepthMax = 32;  // of lists and maps in a Camunda parameter

DataItem::Kind kind_of(bpmn::ItemAwareKind kind) {
  switch (kind) {
    case bpmn::ItemAwareKind::DataObject:
    case bpmn::ItemAwareKind::DataObjectReference:
      return DataItem::Kind::DataObject;
    case bpmn::ItemAwareKind::DataStore:
    case bpmn::ItemAwareKind::DataStoreReference:
      return DataItem::Kind::DataStore;
    case bpmn::ItemAwareKind::DataInput:
      return DataItem::Kind::DataInput;
    case bpmn::ItemAwareKind::DataOutput:
      return DataItem::Kind::DataOutput;
    case bpmn::ItemAwareKind::Property:
      break;
  }
  return DataItem::Kind::Property;
}

bool contains(const std::vector<bpmn::Reference>& references, std::string_view id) {
  return std::any_of(references.begin(), references.end(),
                     [&](const bpmn::Reference& reference) { return reference.id == id; });
}

// Editors draw associations to a task as ending at a property of this name.
constexpr std::string_view kPlaceholder = "__targetRef_placeholder";

bool is_empty(const NodeData& data) {
  return data.input_mappings.empty() && data.output_mappings.empty() && data.inputs.empty() &&
         data.outputs.empty() && data.properties.empty() && data.input_associations.empty() &&
         data.output_associations.empty();
}

}  // namespace

// A data object without name goes by the name of its first reference: editors name only those.
std::string Builder::variable_of(bpmn::ItemIndex index) const {
  const bpmn::ItemAwareElement& item = document_.at(index);
  if (!item.name.empty()) return item.name;
  if (item.kind == bpmn::ItemAwareKind::DataObject)
    for (const bpmn::ItemAwareElement& other : document_.items)
      if (other.kind == bpmn::ItemAwareKind::DataObjectReference && !other.name.empty() &&
          other.data_object.item() == index)
        return other.name;
  return item.id;
}

DataItem Builder::data_item(bpmn::ItemIndex index) {
  const bpmn::ItemAwareElement& source = document_.at(index);
  DataItem item;
  item.kind = kind_of(source.kind);
  item.id = source.id;
  item.variable = variable_of(index);
  item.is_collection = source.is_collection;
  item.state = source.state;
  item.span = source.span;
  if (source.item_subject.resolved() &&
      source.item_subject.target.type == bpmn::ElementType::ItemDefinition) {
    const bpmn::ItemDefinition& definition =
        document_of(source.item_subject).item_definitions[source.item_subject.target.index];
    item.item_type = definition.structure;
    item.is_collection = item.is_collection || definition.is_collection;
  }
  return item;
}

std::vector<DataItem> Builder::data_items(const std::vector<bpmn::ItemIndex>& items) {
  std::vector<DataItem> list;
  for (const bpmn::ItemIndex index : items)
    if (document_.at(index).name != kPlaceholder) list.push_back(data_item(index));
  return list;
}

void Builder::node_data(NodeData& data, const bpmn::InputOutputSpecification* specification,
                        const std::vector<bpmn::ItemIndex>& properties) {
  data.properties = data_items(properties);
  if (!specification) return;
  data.inputs = data_items(specification->data_inputs);
  data.outputs = data_items(specification->data_outputs);
  // An input is needed unless every set that names it says it is optional (§10.4.2).
  for (DataItem& input : data.inputs)
    input.optional = !specification->input_sets.empty() &&
                     std::all_of(specification->input_sets.begin(), specification->input_sets.end(),
                                 [&](const bpmn::InputSet& set) {
                                   return contains(set.optional_inputs, input.id);
                                 });
  for (DataItem& output : data.outputs)
    output.optional =
        !specification->output_sets.empty() &&
        std::all_of(
            specification->output_sets.begin(), specification->output_sets.end(),
            [&](const bpmn::OutputSet& set) { return contains(set.optional_outputs, output.id); });
}

// §10.4.2. What a multi-instance activity collects (`collected`) is none of its instances' outputs.
void Builder::data_sets(NodeData& data, const bpmn::InputOutputSpecification& specification,
                        const std::vector<bpmn::DataAssociation>& into,
                        const bpmn::Reference& collected) {
  for (const bpmn::InputSet& source : specification.input_sets) {
    InputSet set;
    for (std::size_t i = 0; i < specification.output_sets.size(); ++i) {
      const bpmn::OutputSet& output = specification.output_sets[i];
      if ((!output.id.empty() && contains(source.output_sets, output.id)) ||
          (!source.id.empty() && contains(output.input_sets, source.id)))
        set.demanded.push_back(i);
    }
    for (const bpmn::Reference& input : source.data_inputs) {
      const auto own = data_reference(input);
      if (own) set.inputs.push_back(own->variable);
      if (contains(source.optional_inputs, input.id) ||
          contains(source.while_executing_inputs, input.id))
        continue;
      for (const bpmn::DataAssociation& association : into) {
        if (association.target.id != input.id) continue;
        if (own) set.filled.push_back(own->variable);
        for (const bpmn::Reference& from : association.sources)
          if (auto item = data_reference(from); item && item->kind != DataItem::Kind::DataStore)
            set.needed.push_back(std::move(*item));
      }
    }
    data.input_sets.push_back(std::move(set));
  }
  for (const bpmn::OutputSet& source : specification.output_sets) {
    std::vector<std::string>& needed = data.output_sets.emplace_back();
    for (const bpmn::Reference& output : source.data_outputs) {
      if (contains(source.optional_outputs, output.id) || output.id == collected.id) continue;
      if (const auto own = data_reference(output)) needed.push_back(own->variable);
    }
  }
}

void Builder::associations(const std::vector<bpmn::DataAssociation>& sources,
                           std::vector<DataAssociation>& into) {
  for (const bpmn::DataAssociation& source : sources)
    if (std::optional<DataAssociation> lowered = association(source))
      into.push_back(std::move(*lowered));
}

void Builder::set_data(Node& node, const Lowered& lowered, NodeData data) {
  data.input_mappings = mapping_list(lowered.inputs);
  data.output_mappings = mapping_list(lowered.outputs);
  if (!is_empty(data)) node.data = std::make_shared<const NodeData>(std::move(data));
}

std::optional<DataReference> Builder::data_reference(const bpmn::Reference& reference) {
  bpmn::ItemIndex index = reference.item();
  if (!index.valid()) return std::nullopt;
  const bpmn::ItemAwareElement* item = &document_.at(index);
  if (item->name == kPlaceholder) return std::nullopt;
  DataReference lowered;
  lowered.kind = kind_of(item->kind);
  lowered.state = item->state;
  if (item->kind == bpmn::ItemAwareKind::DataObjectReference)
    if (const bpmn::ItemIndex object = item->data_object.item(); object.valid()) {
      index = object;
      if (lowered.state.empty()) lowered.state = document_.at(object).state;
    }
  lowered.variable = variable_of(index);
  const bpmn::ItemAwareKind kind = document_.at(index).kind;
  lowered.own = kind == bpmn::ItemAwareKind::DataInput || kind == bpmn::ItemAwareKind::DataOutput ||
                kind == bpmn::ItemAwareKind::Property;
  return lowered;
}

std::optional<DataAssociation> Builder::association(const bpmn::DataAssociation& source) {
  DataAssociation lowered;
  lowered.id = source.id;
  lowered.span = source.span;
  bool store = false;
  for (const bpmn::Reference& reference : source.sources)
    if (std::optional<DataReference> item = data_reference(reference)) {
      store = store || item->kind == DataItem::Kind::DataStore;
      lowered.sources.push_back(std::move(*item));
    }
  if (std::optional<DataReference> target = data_reference(source.target)) {
    store = store || target->kind == DataItem::Kind::DataStore;
    lowered.has_target = true;
    lowered.target = std::move(*target);
  }
  if (store) {
    findings_.info("DAT-02",
                   {"data stores are neither read nor written by the engine",
                    "Datenspeicher werden von der Engine weder gelesen noch geschrieben"},
                   source.span, expressions_.element());
    return std::nullopt;
  }
  if (source.transformation)
    lowered.transformation = expressions_.formal(document_, *source.transformation, "DAT-05");
  for (const bpmn::Assignment& assignment : source.assignments) {
    if (!assignment.from || !assignment.to) continue;
    Assignment own;
    own.from = expressions_.formal(document_, *assignment.from, "DAT-05");
    own.to = target_path({assignment.to->body, assignment.to->body_span, Marks::Both, true});
    if (own.from && !own.to.empty()) lowered.assignments.push_back(std::move(own));
  }
  // What only draws a line between a task and a document says nothing to carry out.
  const bool copies = lowered.has_target && !lowered.sources.empty();
  if (!copies && !lowered.transformation && lowered.assignments.empty()) return std::nullopt;
  return lowered;
}

// `order.total`: names separated by points, the first of them a variable or the id of a data item.
VariablePath Builder::target_path(const Written& written) {
  const Written inner = trimmed(written);
  std::string_view rest = inner.text;
  if (rest.starts_with('=')) rest = xml::trimmed(rest.substr(1));
  if ((rest.starts_with("${") || rest.starts_with("#{")) && rest.ends_with("}"))
    rest = xml::trimmed(rest.substr(2, rest.size() - 3));
  VariablePath path;
  bool sound = !rest.empty();
  while (sound) {
    const std::size_t point = rest.find('.');
    const std::string_view step = xml::trimmed(rest.substr(0, point));
    sound = !step.empty() && step.find_first_of("(){}[]=:/\"'") == std::string_view::npos;
    path.emplace_back(step);
    if (point == std::string_view::npos) break;
    rest.remove_prefix(point + 1);
  }
  if (!sound) {
    findings_.error("ACT-20",
                    {"'" + std::string(inner.text) + "' is no variable to write to",
                     "'" + std::string(inner.text) + "' ist keine Variable zum Beschreiben"},
                    inner.span, expressions_.element());
    return {};
  }
  for (std::size_t i = 0; i < document_.items.size(); ++i)
    if (document_.items[i].id == path.front()) path.front() = variable_of(bpmn::ItemIndex(i));
  return path;
}

std::vector<Mapping> Builder::mapping_list(const std::vector<WrittenMapping>& written) {
  std::vector<Mapping> list;
  for (const WrittenMapping& source : written) {
    Mapping mapping;
    mapping.target = target_path(source.target);
    if (mapping.target.empty()) continue;
    if (source.structured) {
      const Marks marks = marks_of(family_of(source.structured->namespace_uri));
      mapping.source = structured_value(*source.structured, marks);
    } else if (source.source_is_variable && !contains_juel(source.source.text)) {
      mapping.source = expressions_.variable(source.source.text, source.source.span);
    } else {
      mapping.source = expressions_.value(source.source);
    }
    if (mapping.source) list.push_back(std::move(mapping));
  }
  return list;
}

namespace {

// A list, map or script on its way into a tree.
struct Structure {
  Expressions& expressions;
  Marks marks;
  feel::SyntaxTree tree;
  bool failed = false;

  feel::NodeIndex graft(const Expression& expression) {
    if (!expression) {
      failed = true;
      return tree.constant(nullptr);
    }
    return tree.graft(expression.compiled->tree());
  }
  feel::NodeIndex text(const bpmn::ExtensionElement& element) {
    return graft(expressions.value({element.text, element.text_span, marks, true}));
  }
  feel::NodeIndex script(const bpmn::ExtensionElement& element);
  feel::NodeIndex value(const bpmn::ExtensionElement& element, std::uint32_t depth);
  feel::NodeIndex list(const bpmn::ExtensionElement& element, std::uint32_t depth);
  feel::NodeIndex map(const bpmn::ExtensionElement& element, std::uint32_t depth);
  void refuse(Text message, SourceSpan span) {
    failed = true;
    expressions.findings().error("ACT-20", std::move(message), span, expressions.element());
  }
};

feel::NodeIndex Structure::script(const bpmn::ExtensionElement& element) {
  const std::string format(element.value("scriptFormat"));
  const LanguageName language = language_named(format);
  const Written text{element.text, element.text_span, marks, true};
  if (language == LanguageName::Other) {
    refuse({"script language '" + format + "' is not supported; write FEEL",
            "Skriptsprache '" + format + "' wird nicht unterstützt; FEEL verwenden"},
           element.span);
    return tree.constant(nullptr);
  }
  return graft(language == LanguageName::Juel ? expressions.juel(text)
                                              : expressions.marked_or_feel(text));
}

feel::NodeIndex Structure::value(const bpmn::ExtensionElement& element, std::uint32_t depth) {
  if (depth > kStructureDepthMax) {
    refuse({"lists and maps are nested too deeply", "Listen und Maps sind zu tief verschachtelt"},
           element.span);
    return tree.constant(nullptr);
  }
  if (element.name == "script") return script(element);
  if (element.name == "list") return list(element, depth);
  if (element.name == "map") return map(element, depth);
  if (element.name == "value" || element.name == "entry") return text(element);
  refuse({"'" + element.name + "' is not known within a parameter",
          "'" + element.name + "' ist in einem Parameter nicht bekannt"},
         element.span);
  return tree.constant(nullptr);
}

feel::NodeIndex Structure::list(const bpmn::ExtensionElement& element, std::uint32_t depth) {
  std::vector<feel::NodeIndex> items;
  for (const bpmn::ExtensionElement& item : element.children)
    items.push_back(value(item, depth + 1));
  return tree.add(feel::NodeKind::List, items);
}

feel::NodeIndex Structure::map(const bpmn::ExtensionElement& element, std::uint32_t depth) {
  std::vector<feel::NodeIndex> entries;
  for (const bpmn::ExtensionElement& entry : element.children) {
    const feel::NodeIndex content =
        entry.children.empty() ? text(entry) : value(entry.children.front(), depth + 1);
    entries.push_back(tree.add_named(feel::NodeKind::ContextEntry, entry.value("key"), {content}));
  }
  return tree.add(feel::NodeKind::Context, entries);
}

}  // namespace

Expression Builder::structured_value(const bpmn::ExtensionElement& element, Marks marks) {
  Structure structure{expressions_, marks, {}, false};
  const feel::NodeIndex root = structure.value(element, 0);
  if (structure.failed) return {};
  structure.tree.set_root(root);
  return expressions_.tree(std::move(structure.tree), element.span);
}

}  // namespace umlauf::definition
