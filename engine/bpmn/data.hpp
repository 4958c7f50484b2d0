#pragma once

#include <string>
#include <vector>

#include "engine/bpmn/common.hpp"

/// Items and data, BPMN 2.0.2 §10.4.
namespace umlauf::bpmn {

enum class ItemAwareKind : std::uint8_t {
  DataObject,
  DataObjectReference,
  DataStore,
  DataStoreReference,
  DataInput,
  DataOutput,
  Property,
};

/// §10.4.1: everything that can hold an item, in one array `Definitions::items`.
struct ItemAwareElement : NamedElement {
  ItemAwareKind kind = ItemAwareKind::DataObject;
  /// The flow elements container of a data object or a reference; refers to nothing otherwise.
  ContainerIndex container;
  Reference item_subject;
  bool is_collection = false;
  bool says_collection = false;  ///< whether `isCollection` is written at all
  Reference data_object;         ///< of a DataObjectReference
  Reference data_store;          ///< of a DataStoreReference
  std::string state;             ///< the name of its dataState
  std::string capacity;          ///< of a DataStore, as written
  bool is_unlimited = true;

  bool operator==(const ItemAwareElement&) const = default;
};

/// §10.4.2.
struct InputSet : NamedElement {
  std::vector<Reference> data_inputs;
  std::vector<Reference> optional_inputs;
  std::vector<Reference> while_executing_inputs;
  std::vector<Reference> output_sets;
  bool operator==(const InputSet&) const = default;
};

struct OutputSet : NamedElement {
  std::vector<Reference> data_outputs;
  std::vector<Reference> optional_outputs;
  std::vector<Reference> while_executing_outputs;
  std::vector<Reference> input_sets;
  bool operator==(const OutputSet&) const = default;
};

/// §10.4.2; of activities and callable elements. Events have their inputs, outputs and one set
/// without an `ioSpecification` element, and use the same structure.
struct InputOutputSpecification : BaseElement {
  std::vector<ItemIndex> data_inputs;
  std::vector<ItemIndex> data_outputs;
  std::vector<InputSet> input_sets;
  std::vector<OutputSet> output_sets;
  bool operator==(const InputOutputSpecification&) const = default;
};

struct InputOutputBinding : BaseElement {
  Reference operation;
  Reference input_data;
  Reference output_data;
  bool operator==(const InputOutputBinding&) const = default;
};

/// §10.4.2.
struct Assignment : BaseElement {
  Rare<Expression> from;
  Rare<Expression> to;
  bool operator==(const Assignment&) const = default;
};

struct DataAssociation : BaseElement {
  std::vector<Reference> sources;
  Reference target;
  Rare<Expression> transformation;
  std::vector<Assignment> assignments;
  bool operator==(const DataAssociation&) const = default;
};

}  // namespace umlauf::bpmn
