#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/bpmn/data.hpp"

/// Activities, BPMN 2.0.2 §10.3.
namespace umlauf::bpmn {

/// §10.3.8.
struct StandardLoopCharacteristics : BaseElement {
  bool test_before = false;
  std::string loop_maximum;  ///< as written, an integer
  Rare<Expression> condition;
  bool operator==(const StandardLoopCharacteristics&) const = default;
};

enum class MultiInstanceBehavior : std::uint8_t { None, One, All, Complex };

struct ComplexBehaviorDefinition : BaseElement {
  Rare<Expression> condition;
  /// The implicit throw event, a flow node of kind ImplicitThrowEvent; may refer to nothing.
  FlowNodeIndex event;
  bool operator==(const ComplexBehaviorDefinition&) const = default;
};

struct MultiInstanceLoopCharacteristics : BaseElement {
  bool is_sequential = false;
  MultiInstanceBehavior behavior = MultiInstanceBehavior::All;
  Reference one_behavior_event;
  Reference none_behavior_event;
  Rare<Expression> loop_cardinality;
  Reference loop_data_input;
  Reference loop_data_output;
  ItemIndex input_data_item;
  ItemIndex output_data_item;
  std::vector<ComplexBehaviorDefinition> complex_behaviors;
  Rare<Expression> completion_condition;
  bool operator==(const MultiInstanceLoopCharacteristics&) const = default;
};

using LoopCharacteristics =
    std::variant<StandardLoopCharacteristics, MultiInstanceLoopCharacteristics>;

/// §10.3.3 and §10.3.5 - §10.3.7: what the kinds of activity have beyond the common. Tasks without
/// further attributes (task, manual task) have none.
struct PlainTask {
  bool operator==(const PlainTask&) const = default;
};
/// `implementation` is empty where it is absent (the standard's default `##WebService`, or
/// `##unspecified` for user and business rule tasks, is not filled in).
struct ServiceTask {
  std::string implementation;
  Reference operation;
  bool operator==(const ServiceTask&) const = default;
};
struct SendTask {
  std::string implementation;
  Reference message;
  Reference operation;
  bool operator==(const SendTask&) const = default;
};
struct ReceiveTask {
  std::string implementation;
  Reference message;
  Reference operation;
  bool instantiate = false;
  bool operator==(const ReceiveTask&) const = default;
};
/// §10.3.4: a rendering is an extension only.
struct UserTask {
  std::string implementation;
  std::vector<BaseElement> renderings;
  bool operator==(const UserTask&) const = default;
};
struct BusinessRuleTask {
  std::string implementation;
  bool operator==(const BusinessRuleTask&) const = default;
};
struct ScriptTask {
  std::string script_format;
  std::optional<std::string> script;
  SourceSpan script_span;
  bool operator==(const ScriptTask&) const = default;
};
struct CallActivity {
  Reference called_element;
  bool operator==(const CallActivity&) const = default;
};

enum class AdHocOrdering : std::uint8_t { Parallel, Sequential };

/// SubProcess, Transaction and AdHocSubProcess; the attributes of the last two hold only there.
struct SubProcess {
  ContainerIndex container;
  bool triggered_by_event = false;
  std::string method = "##Compensate";  ///< of a Transaction
  AdHocOrdering ordering = AdHocOrdering::Parallel;
  bool cancel_remaining_instances = true;
  Rare<Expression> completion_condition;  ///< of an AdHocSubProcess
  bool operator==(const SubProcess&) const = default;
};

using ActivityContent = std::variant<PlainTask, ServiceTask, SendTask, ReceiveTask, UserTask,
                                     BusinessRuleTask, ScriptTask, CallActivity, SubProcess>;

/// §10.3. Which of the elements it is, says `FlowNode::kind`.
struct Activity {
  ActivityContent content;
  bool is_for_compensation = false;
  std::int64_t start_quantity = 1;
  std::int64_t completion_quantity = 1;
  Reference default_flow;
  Rare<LoopCharacteristics> loop;
  Rare<InputOutputSpecification> io_specification;
  std::vector<ItemIndex> properties;
  std::vector<ResourceRole> resources;
  std::vector<DataAssociation> data_input_associations;
  std::vector<DataAssociation> data_output_associations;
  std::vector<FlowNodeIndex> boundary_events;  ///< attached to it, in document order

  bool operator==(const Activity&) const = default;
};

}  // namespace umlauf::bpmn
