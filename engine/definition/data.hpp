#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/base/source_span.hpp"
#include "engine/definition/expression.hpp"
#include "engine/definition/indices.hpp"

namespace umlauf::definition {

/// Where a value goes: a variable, or a member of a context in it (`order.total`), never empty.
using VariablePath = std::vector<std::string>;

/// One mapping of a dialect (`camunda:inputParameter`, `zeebe:output` ...): the value of `source`
/// becomes `target`. Inputs are evaluated in the scope around the activity (later ones see the
/// targets of earlier ones) and create variables of the activity's own; outputs are evaluated
/// within the activity and are written to the scope around it.
struct Mapping {
  Expression source;
  VariablePath target;
};

/// Data object (§10.4.1), property or data input/output: all of them are variables at run time.
struct DataItem {
  enum class Kind : std::uint8_t { DataObject, Property, DataInput, DataOutput, DataStore };
  Kind kind = Kind::DataObject;
  std::string id;
  std::string variable;  ///< its name where it has one, otherwise its id
  bool is_collection = false;
  bool optional = false;  ///< of an input or output: in optionalInputRefs of every set
  std::string state;      ///< name of the DataState, of the data object or its reference
  std::string item_type;  ///< structureRef of the item definition, as written
  SourceSpan span;
};

/// Names a data item from an association. References to data objects are already resolved to the
/// object they stand for; `variable` is the variable that holds it.
struct DataReference {
  DataItem::Kind kind = DataItem::Kind::DataObject;
  std::string variable;
  std::string state;  ///< the state that the reference demands or brings about; may be empty
  /// The item is a variable of the activity or event itself (its input, output or property);
  /// otherwise it is looked up from the scope around it.
  bool own = false;
};

/// Assignment (table 10.57): `to` is a path into the target (or any variable in reach).
struct Assignment {
  Expression from;
  VariablePath to;
};

/// Data association (§10.4.2). Carried out in this order: a transformation yields the value of the
/// target from the sources; without one and without assignments the only source is copied; then
/// the assignments.
struct DataAssociation {
  std::string id;
  std::vector<DataReference> sources;
  bool has_target = false;
  DataReference target;
  Expression transformation;
  std::vector<Assignment> assignments;
  SourceSpan span;
};

/// Input set of an activity (§10.4.2): it can begin once all of `needed`, the sources of those of
/// its inputs that are not optional, have values.
struct InputSet {
  std::vector<std::string> inputs;  ///< their variables
  std::vector<DataReference> needed;
  std::vector<std::string> filled;  ///< those of the inputs that `needed` fills
  /// Positions among the output sets of those that it demands (IORules); empty: any will do.
  std::vector<std::size_t> demanded;
};

/// What an activity or event takes from and gives to its surroundings. All parts may be empty.
struct NodeData {
  std::vector<Mapping> input_mappings;   ///< of a dialect
  std::vector<Mapping> output_mappings;  ///< of a dialect
  std::vector<DataItem> inputs;          ///< ioSpecification, or data inputs of a throw event
  std::vector<DataItem> outputs;         ///< ioSpecification, or data outputs of a catch event
  std::vector<DataItem> properties;
  std::vector<DataAssociation> input_associations;
  std::vector<DataAssociation> output_associations;
  /// Of activities, where the dialect looks at them (Semantics::data_sets_count).
  std::vector<InputSet> input_sets;
  /// Likewise: the variables that must have values when it completes, of one set at least.
  std::vector<std::vector<std::string>> output_sets;
};

// Correlation by the contents of messages (§8.3.2). A conversation has keys, a key is made of
// properties; each property tells for each message where in it the value is found.

struct CorrelationProperty {
  struct Retrieval {
    MessageIndex message;
    Expression path;  ///< evaluated with the message's payload in scope
  };
  std::string id;
  std::string name;
  std::vector<Retrieval> retrievals;

  const std::string& label() const { return name.empty() ? id : name; }
};

struct CorrelationKey {
  std::string id;
  std::string name;
  std::vector<CorrelationPropertyIndex> properties;
};

/// Context-based correlation: the receiving process says what it expects (§8.3.2).
struct CorrelationSubscription {
  struct Binding {
    CorrelationPropertyIndex property;
    Expression data_path;  ///< evaluated over the variables of the process
  };
  std::string id;
  CorrelationKeyIndex key;
  std::vector<Binding> bindings;
};

}  // namespace umlauf::definition
