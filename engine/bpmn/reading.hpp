#pragma once

#include <algorithm>
#include <array>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "engine/bpmn/fields.hpp"
#include "engine/bpmn/reader.hpp"

namespace umlauf::bpmn::detail {

/// An id and whose it is. `id` points into the document.
struct RegisteredId {
  std::string_view id;
  ElementAddress address;
  std::uint32_t offset = 0;
};

/// The ids of one document. Those of the drawing stand apart: where one of them is an element's
/// too, as with tools that give a shape the id of its element, the element has it.
struct RegisteredIds {
  std::vector<RegisteredId> model;
  std::vector<RegisteredId> drawing;

  void add(const RegisteredId& id) {
    (id.address.type == ElementType::DiagramElement ? drawing : model).push_back(id);
  }
  /// Those of the model come first.
  std::uint32_t size() const { return static_cast<std::uint32_t>(model.size() + drawing.size()); }
  const RegisteredId& operator[](std::uint32_t position) const {
    return position < model.size() ? model[position] : drawing[position - model.size()];
  }
};

/// Room in the arrays for as many elements as that one has children, so that what is large is not
/// moved again and again while they grow. Bounded: most children may be something else.
template <typename... Arrays>
void make_room_for_children(const xml::Element& element, Arrays&... arrays) {
  constexpr std::size_t kMost = 50'000;
  std::size_t children = 0;
  for ([[maybe_unused]] const xml::Element& child : element.children())
    if (++children == kMost) break;
  const auto make_room = [children](auto& array) {
    const std::size_t wanted = array.size() + children;
    if (wanted > array.capacity()) array.reserve(std::max(wanted, 2 * array.capacity()));
  };
  (make_room(arrays), ...);
}

/// One run of the reader over one document. Its methods are spread over the files read_*.cpp, a
/// file a chapter of the standard; what a subprocess or a lane contains is put off on a work list,
/// so that nesting costs no stack.
class Reader {
 public:
  explicit Reader(const xml::Document& document);
  Reading run();

 private:
  // reader.cpp: what all elements share
  Tag tag_of_element(const xml::Element& element) const;
  std::uint32_t space_of(std::string_view namespace_uri);
  /// Reads id and foreign attributes, and registers the id for that address.
  void base(const Fields& fields, ElementAddress address, BaseElement& out);
  void named(const Fields& fields, ElementAddress address, NamedElement& out);
  void register_id(const Fields& fields, ElementAddress address);
  ExtensionElement extension(const xml::Element& element);
  void documentation(const xml::Element& element, BaseElement& out);
  Reference reference(const xml::Element& scope, std::string_view text, const SourceSpan& span);
  Reference reference(const Fields& fields, std::string_view attribute);
  Reference text_reference(const xml::Element& element);
  Expression expression(const xml::Element& element, Tag tag);
  std::string plain_text(const xml::Element& element);

  /// Calls `visit(tag, child)` for each child that BPMN has there; documentation and extension
  /// elements go to `out`. Reports what the schema does not allow.
  template <typename Visitor>
  void children(const Fields& fields, BaseElement* out, Visitor visit) {
    Sequence sequence;
    for (const xml::Element& child : fields.element().children()) {
      const Tag tag = admit(fields, child, sequence, out);
      if (tag != Tag::None) visit(tag, child);
    }
    finish(fields, sequence);
  }
  struct Sequence {
    std::array<std::uint8_t, 32> counts{};
    int position = 0;
    bool out_of_order = false;
  };
  Tag admit(const Fields& parent, const xml::Element& child, Sequence& sequence, BaseElement* out);
  void refuse(const Fields& parent, const xml::Element& child, Tag tag);
  void finish(const Fields& parent, const Sequence& sequence);

  // read_common.cpp
  void definitions(const xml::Element& root);
  void import(const xml::Element& element);
  void root_element(Tag tag, const xml::Element& element);
  void extension_declaration(const xml::Element& element);
  void relationship(const xml::Element& element);
  void item_definition(const xml::Element& element);
  void message(const xml::Element& element);
  void signal(const xml::Element& element);
  void error(const xml::Element& element);
  void escalation(const xml::Element& element);
  void interface(const xml::Element& element);
  OperationIndex operation(const xml::Element& element);
  void resource(const xml::Element& element);
  ResourceRole resource_role(Tag tag, const xml::Element& element);
  void category(const xml::Element& element);
  void correlation_property(const xml::Element& element);
  CorrelationKey correlation_key(const xml::Element& element);
  CorrelationSubscription correlation_subscription(const xml::Element& element);
  void partner(Tag tag, const xml::Element& element);
  void end_point(const xml::Element& element);
  BaseElement bare(Tag tag, const xml::Element& element);

  // read_data.cpp
  ItemIndex item(Tag tag, const xml::Element& element, ContainerIndex container);
  InputOutputSpecification io_specification(const xml::Element& element);
  InputSet input_set(const xml::Element& element);
  OutputSet output_set(const xml::Element& element);
  InputOutputBinding io_binding(const xml::Element& element);
  DataAssociation data_association(Tag tag, const xml::Element& element);
  Assignment assignment(const xml::Element& element);

  // read_process.cpp
  void process(const xml::Element& element);
  void global_task(Tag tag, const xml::Element& element);
  ContainerIndex new_container(ElementAddress owner, ContainerIndex parent, ProcessIndex process);
  void content(ContainerIndex container, Tag tag, const xml::Element& element);
  void lane_set(Tag tag, const xml::Element& element, ContainerIndex container, LaneIndex parent);
  LaneIndex lane(const xml::Element& element, LaneSetIndex set, ContainerIndex container);
  void artifact(Tag tag, const xml::Element& element, ContainerIndex container,
                std::vector<ArtifactIndex>& into);
  void sequence_flow(const xml::Element& element, ContainerIndex container);
  void work_off();

  // read_nodes.cpp
  FlowNodeIndex flow_node(Tag tag, const xml::Element& element, ContainerIndex container);
  bool flow_node_child(Tag tag, const xml::Element& child, FlowNode& node);
  void activity(const Fields& fields, FlowNode& node, FlowNodeIndex index);
  bool activity_child(Tag tag, const xml::Element& child, Activity& activity);
  ActivityContent activity_content(const Fields& fields, const FlowNode& node, FlowNodeIndex index);
  void gateway(const Fields& fields, FlowNode& node);
  void choreography_activity(const Fields& fields, FlowNode& node, FlowNodeIndex index);
  LoopCharacteristics loop(Tag tag, const xml::Element& element);
  StandardLoopCharacteristics standard_loop(const xml::Element& element);
  MultiInstanceLoopCharacteristics multi_instance(const xml::Element& element);
  ComplexBehaviorDefinition complex_behavior(const xml::Element& element);

  // read_events.cpp
  void event(const Fields& fields, FlowNode& node, FlowNodeIndex index);
  bool event_child(Tag tag, const xml::Element& child, Event& event, FlowNodeIndex index);
  EventDefinitionIndex event_definition(Tag tag, const xml::Element& element, FlowNodeIndex event);
  EventDefinitionContent event_definition_content(const Fields& fields, EventDefinition& out);

  // read_collaboration.cpp
  void collaboration(Tag tag, const xml::Element& element);
  void participant(const xml::Element& element, CollaborationIndex collaboration);
  void message_flow(const xml::Element& element, CollaborationIndex collaboration);
  void conversation_node(Tag tag, const xml::Element& element, CollaborationIndex collaboration);

  // read_diagram.cpp
  void diagram(const xml::Element& element);
  /// Calls `visit(name, value)` for each attribute that only some kinds of diagram element have.
  template <typename Visitor>
  void diagram_element(const xml::Element& element, DiagramElement& out, Visitor visit);
  void diagram_element_child(const xml::Element& child, DiagramElement& out);
  void plane(const xml::Element& element, Diagram& out);
  void shape(const xml::Element& element, Shape& out);
  void edge(const xml::Element& element, Edge& out);
  Label label(const xml::Element& element);
  LabelStyle label_style(const xml::Element& element);
  Bounds bounds(const xml::Element& element);
  Point waypoint(const xml::Element& element);
  template <std::size_t N>
  std::array<double, N> numbers(const xml::Element& element,
                                const std::array<std::string_view, N>& names);

  /// Something nested that is still to be read.
  struct Pending {
    Tag tag;
    xml::Element element;
    ContainerIndex container;
    LaneIndex lane;
    CollaborationIndex collaboration;
  };

  const xml::Document& document_;
  Definitions definitions_;
  Findings findings_;
  RegisteredIds ids_;
  std::deque<Pending> pending_;
  std::string_view last_namespace_;  // of the last reference: most are the same
  std::uint32_t last_space_ = 0;
  bool usable_ = false;
};

/// Finds every reference's target by id, reports ids that stand twice (then returns false) and
/// references that lead nowhere or to something else than they should.
bool resolve(Definitions& definitions, const RegisteredIds& ids, const xml::Document& document,
             Findings& findings);

/// Fills in what follows from the references: incoming and outgoing flows, boundary events, lanes
/// of nodes, event definitions that are referred to.
void derive(Definitions& definitions);

}  // namespace umlauf::bpmn::detail
