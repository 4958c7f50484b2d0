// Data: sets, items and associations, BPMN 2.0.2 §10.4.
#include <algorithm>

#include "engine/verify/structure/check.hpp"

namespace umlauf::verify::structure {
namespace {

using namespace bpmn;

/// Calls visit(node or null, specification) for every specification of inputs and outputs.
template <typename Visitor>
void for_each_specification(Check& check, Visitor visit) {
  const Definitions& all = check.definitions();
  for (const FlowNode& node : all.flow_nodes) {
    if (const Activity* activity = node.activity(); activity && activity->io_specification)
      visit(*activity->io_specification);
    if (const Event* event = node.event(); event && event->data) visit(*event->data);
  }
  for (const Process& process : all.processes)
    if (process.io_specification) visit(*process.io_specification);
  for (const GlobalTask& task : all.global_tasks)
    if (task.io_specification) visit(*task.io_specification);
}

bool names(const std::vector<Reference>& references, ItemIndex item) {
  return std::any_of(references.begin(), references.end(),
                     [&](const Reference& reference) { return reference.item() == item; });
}

void inputs_are_in_sets(Check& check) {
  for_each_specification(check, [&](const InputOutputSpecification& own) {
    for (const ItemIndex item : own.data_inputs) {
      const bool used =
          std::any_of(own.input_sets.begin(), own.input_sets.end(), [&](const InputSet& set) {
            return names(set.data_inputs, item) || names(set.optional_inputs, item) ||
                   names(set.while_executing_inputs, item);
          });
      // An event whose only set is left out is complete without.
      if (used || own.input_sets.empty()) continue;
      check.report(check.at(item).span, check.at(item).id,
                   {"data input " + quoted(check.at(item).id) + " is in no input set",
                    "die Dateneingabe " + quoted(check.at(item).id) + " ist in keinem 'inputSet'"});
    }
  });
}

void outputs_are_in_sets(Check& check) {
  for_each_specification(check, [&](const InputOutputSpecification& own) {
    for (const ItemIndex item : own.data_outputs) {
      const bool used =
          std::any_of(own.output_sets.begin(), own.output_sets.end(), [&](const OutputSet& set) {
            return names(set.data_outputs, item) || names(set.optional_outputs, item) ||
                   names(set.while_executing_outputs, item);
          });
      if (used || own.output_sets.empty()) continue;
      check.report(
          check.at(item).span, check.at(item).id,
          {"data output " + quoted(check.at(item).id) + " is in no output set",
           "die Datenausgabe " + quoted(check.at(item).id) + " ist in keinem 'outputSet'"});
    }
  });
}

void subset(Check& check, const std::vector<Reference>& part, const std::vector<Reference>& whole,
            std::string_view part_name, std::string_view whole_name) {
  for (const Reference& reference : part) {
    const ItemIndex item = reference.item();
    if (!item.valid() || names(whole, item)) continue;
    check.report(reference.span, reference.id,
                 {quoted(reference.id) + " is listed as " + quoted(part_name) + " but not as " +
                      quoted(whole_name),
                  quoted(reference.id) + " steht unter " + quoted(part_name) +
                      ", aber nicht unter " + quoted(whole_name)});
  }
}

void special_refs_are_refs(Check& check) {
  for_each_specification(check, [&](const InputOutputSpecification& own) {
    for (const InputSet& set : own.input_sets) {
      subset(check, set.optional_inputs, set.data_inputs, "optionalInputRefs", "dataInputRefs");
      subset(check, set.while_executing_inputs, set.data_inputs, "whileExecutingInputRefs",
             "dataInputRefs");
    }
    for (const OutputSet& set : own.output_sets) {
      subset(check, set.optional_outputs, set.data_outputs, "optionalOutputRefs", "dataOutputRefs");
      subset(check, set.while_executing_outputs, set.data_outputs, "whileExecutingOutputRefs",
             "dataOutputRefs");
    }
  });
}

// Items
// --------------------------------------------------------------------------------------------

const ItemDefinition* definition_of(const Check& check, const Reference& reference) {
  const bool here = reference.here() && reference.target.type == ElementType::ItemDefinition;
  return here ? &check.definitions().item_definitions[reference.target.index] : nullptr;
}

/// What an item aware element holds; a reference holds what the object behind it does.
const ItemDefinition* definition_of(const Check& check, ItemIndex index) {
  if (!index.valid()) return nullptr;
  const ItemAwareElement& item = check.at(index);
  if (item.item_subject.present()) return definition_of(check, item.item_subject);
  const ItemIndex behind =
      item.data_object.present() ? item.data_object.item() : item.data_store.item();
  if (!behind.valid() || check.at(behind).kind == item.kind) return nullptr;
  return definition_of(check, check.at(behind).item_subject);
}

bool same_structure(const ItemDefinition& a, const ItemDefinition& b) {
  return a.structure.empty() || b.structure.empty() || a.structure == b.structure;
}
bool equivalent(const ItemDefinition& a, const ItemDefinition& b) {
  return &a == &b || (same_structure(a, b) && a.is_collection == b.is_collection);
}

void collection_agrees(Check& check) {
  for (const ItemAwareElement& item : check.definitions().items) {
    const ItemDefinition* definition = definition_of(check, item.item_subject);
    if (!definition || !item.says_collection || definition->is_collection == item.is_collection)
      continue;
    check.report(item.span, item.id,
                 {"'isCollection' of " + quoted(item.id) + " and of its item definition " +
                      quoted(definition->id) + " differ",
                  "'isCollection' von " + quoted(item.id) + " und seiner Item-Definition " +
                      quoted(definition->id) + " sind verschieden"},
                 {definition->id});
  }
}

template <typename Visitor>
void for_each_data_association(Check& check, Visitor visit) {
  for (const FlowNode& node : check.definitions().flow_nodes) {
    if (const Activity* activity = node.activity()) {
      for (const DataAssociation& own : activity->data_input_associations) visit(node, own);
      for (const DataAssociation& own : activity->data_output_associations) visit(node, own);
    }
    if (const Event* event = node.event())
      for (const DataAssociation& own : event->data_associations) visit(node, own);
  }
}

void association_ends_agree(Check& check) {
  for_each_data_association(check, [&](const FlowNode&, const DataAssociation& own) {
    if (own.transformation || !own.assignments.empty() || own.sources.size() != 1) return;
    const ItemDefinition* source = definition_of(check, own.sources.front().item());
    const ItemDefinition* target = definition_of(check, own.target.item());
    if (!source || !target || equivalent(*source, *target)) return;
    check.report(own.span, own.id,
                 {"data association from " + quoted(own.sources.front().id) + " to " +
                      quoted(own.target.id) + " connects different items without a transformation",
                  "die Datenassoziation von " + quoted(own.sources.front().id) + " nach " +
                      quoted(own.target.id) + " verbindet verschiedene Items ohne eine Umwandlung"},
                 {own.sources.front().id, own.target.id});
  });
}

template <typename Elements>
const auto* target_in(const Reference& reference, ElementType type, const Elements& elements) {
  const bool here = reference.here() && reference.target.type == type;
  return here ? &elements[reference.target.index] : nullptr;
}

/// The item that an event definition carries; nullptr where it has none.
const ItemDefinition* payload(const Check& check, const EventDefinition& definition) {
  const Definitions& all = check.definitions();
  if (const auto* own = std::get_if<MessageEventDefinition>(&definition.content))
    if (const auto* message = target_in(own->message, ElementType::Message, all.messages))
      return definition_of(check, message->item);
  if (const auto* own = std::get_if<SignalEventDefinition>(&definition.content))
    if (const auto* signal = target_in(own->signal, ElementType::Signal, all.signals))
      return definition_of(check, signal->structure);
  if (const auto* own = std::get_if<ErrorEventDefinition>(&definition.content))
    if (const auto* error = target_in(own->error, ElementType::Error, all.errors))
      return definition_of(check, error->structure);
  if (const auto* own = std::get_if<EscalationEventDefinition>(&definition.content))
    if (const auto* escalation =
            target_in(own->escalation, ElementType::Escalation, all.escalations))
      return definition_of(check, escalation->structure);
  return nullptr;
}

// §10.5.1: the definitions of an event and its data stand in the same order.
void event_data_agrees(Check& check) {
  for (const FlowNode& node : check.definitions().flow_nodes) {
    const Event* event = node.event();
    if (!event || !event->data) continue;
    const auto& items =
        event->data->data_inputs.empty() ? event->data->data_outputs : event->data->data_inputs;
    std::size_t next = 0;
    for (const EventDefinitionIndex index : event->definitions) {
      const ItemDefinition* carried = payload(check, check.at(index));
      if (!carried || next >= items.size()) continue;
      const ItemIndex item = items[next++];
      const ItemDefinition* held = definition_of(check, item);
      if (!held || equivalent(*carried, *held)) continue;
      check.report(check.at(item).span, check.at(item).id,
                   {"event " + label(node) + " carries item " + quoted(carried->id) + ", but " +
                        quoted(check.at(item).id) + " holds " + quoted(held->id),
                    "das Ereignis " + label(node) + " trägt das Item " + quoted(carried->id) +
                        ", aber " + quoted(check.at(item).id) + " hält " + quoted(held->id)},
                   {node.id});
    }
  }
}

// §10.3.8: an instance's item is one of the collection's.
void loop_item_fits(Check& check, const FlowNode& node, const Reference& collection,
                    ItemIndex item) {
  const ItemDefinition* whole = definition_of(check, collection.item());
  const ItemDefinition* part = definition_of(check, item);
  if (!whole || !part) return;
  if (whole->is_collection && !part->is_collection && same_structure(*whole, *part)) return;
  check.report(check.at(item).span, check.at(item).id,
               {"item " + quoted(check.at(item).id) + " of " + label(node) +
                    " is not one of the collection " + quoted(collection.id),
                "das Item " + quoted(check.at(item).id) + " von " + label(node) +
                    " ist keines aus der Sammlung " + quoted(collection.id)},
               {node.id, collection.id});
}

void loop_items_fit(Check& check) {
  for (const FlowNode& node : check.definitions().flow_nodes) {
    const Activity* activity = node.activity();
    if (!activity || !activity->loop) continue;
    const auto* loop = std::get_if<MultiInstanceLoopCharacteristics>(&*activity->loop);
    if (!loop) continue;
    loop_item_fits(check, node, loop->loop_data_input, loop->input_data_item);
    loop_item_fits(check, node, loop->loop_data_output, loop->output_data_item);
  }
}

// References to items of the right kind
// ---------------------------------------------------------------

void kind_fits(Check& check, const Reference& reference, ItemAwareKind kind, std::string_view name,
               std::string_view what) {
  const ItemIndex item = reference.item();
  if (!item.valid() || check.at(item).kind == kind) return;
  check.report(
      reference.span, reference.id,
      {quoted(name) + " refers to " + quoted(reference.id) + ", which is no " + std::string(what),
       quoted(name) + " verweist auf " + quoted(reference.id) + ", das kein '" + std::string(what) +
           "' ist"});
}

void item_kinds_fit(Check& check) {
  for (const ItemAwareElement& item : check.definitions().items) {
    kind_fits(check, item.data_object, ItemAwareKind::DataObject, "dataObjectRef", "dataObject");
    kind_fits(check, item.data_store, ItemAwareKind::DataStore, "dataStoreRef", "dataStore");
  }
  for_each_specification(check, [&](const InputOutputSpecification& own) {
    for (const InputSet& set : own.input_sets)
      for (const Reference& reference : set.data_inputs)
        kind_fits(check, reference, ItemAwareKind::DataInput, "dataInputRefs", "dataInput");
    for (const OutputSet& set : own.output_sets)
      for (const Reference& reference : set.data_outputs)
        kind_fits(check, reference, ItemAwareKind::DataOutput, "dataOutputRefs", "dataOutput");
  });
}

// A data object is what its references show; any one name will do.
void data_objects_have_names(Check& check) {
  const Definitions& all = check.definitions();
  std::vector<bool> named(all.items.size());
  for (std::size_t i = 0; i < all.items.size(); ++i) {
    const ItemAwareElement& item = all.items[i];
    if (is_blank(item.name)) continue;
    named[i] = true;
    if (const ItemIndex object = item.data_object.item(); object.valid())
      named[object.value()] = true;
  }
  for (std::size_t i = 0; i < all.items.size(); ++i) {
    const ItemAwareElement& item = all.items[i];
    if (item.kind != ItemAwareKind::DataObject || named[i]) continue;
    check.report(item.span, item.id,
                 {"data object " + quoted(item.id) + " has no name",
                  "das Datenobjekt " + quoted(item.id) + " hat keinen Namen"});
  }
}

void properties_have_names(Check& check) {
  for (const ItemAwareElement& item : check.definitions().items)
    if (item.kind == ItemAwareKind::Property && is_blank(item.name))
      check.report(
          item.span, item.id,
          {"property " + quoted(item.id) + " has no name to read it by",
           "die Eigenschaft " + quoted(item.id) + " hat keinen Namen, unter dem man sie liest"});
}

constexpr Severity kError = Severity::Error;
constexpr Severity kInfo = Severity::Info;
constexpr Severity kWarning = Severity::Warning;

constexpr Row kRows[] = {
    {{"DAT-01", kInfo, kInfo, "a data object or one of its references has a name",
      "ein Datenobjekt oder ein Verweis darauf hat einen Namen", "§10.4.1"},
     &data_objects_have_names},
    {{"DAT-04", kInfo, kWarning, "a property has a name", "eine Eigenschaft hat einen Namen",
      "§10.4.1"},
     &properties_have_names},
    {{"DAT-15", kError, kError, "every data input is in an input set",
      "jede Dateneingabe ist in einem 'inputSet'", "§10.4.2"},
     &inputs_are_in_sets},
    {{"DAT-16", kError, kError, "every data output is in an output set",
      "jede Datenausgabe ist in einem 'outputSet'", "§10.4.2"},
     &outputs_are_in_sets},
    {{"DAT-17", kError, kError,
      "optional inputs and outputs, and those used while executing, are inputs and outputs of the "
      "set",
      "optionale und während der Ausführung benutzte Ein- und Ausgaben gehören zum Satz",
      "§10.4.2"},
     &special_refs_are_refs},
    {{"DAT-18", kError, kError,
      "a data association without transformation connects equivalent items",
      "eine Datenassoziation ohne Umwandlung verbindet gleichwertige Items", "§10.4.2", true},
     &association_ends_agree},
    {{"DAT-19", kError, kError, "the data of an event are those of its triggers or results",
      "die Daten eines Ereignisses sind die seiner Auslöser oder Ergebnisse", "§10.5.1"},
     &event_data_agrees},
    {{"DAT-20", kError, kError, "'isCollection' agrees with the item definition",
      "'isCollection' stimmt mit der Item-Definition überein", "§10.4.1"},
     &collection_agrees},
    {{"DAT-21", kError, kError, "the item of one instance is an element of the collection",
      "das Item einer Instanz ist ein Element der Sammlung", "§10.3.8"},
     &loop_items_fit},
    {{"DAT-22", kError, kError, "references to data lead to the right kind of data",
      "Verweise auf Daten führen zur richtigen Art von Daten", "§10.4.1"},
     &item_kinds_fit},
};

}  // namespace

std::span<const Row> data_rows() { return kRows; }

}  // namespace umlauf::verify::structure
