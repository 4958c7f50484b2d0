// Items and data, BPMN 2.0.2 §10.4.
#include "engine/bpmn/reading.hpp"

namespace umlauf::bpmn::detail {
namespace {

constexpr ElementAddress kOther{ElementType::Other, 0};

ItemAwareKind kind_of(Tag tag) {
  switch (tag) {
    case Tag::DataObjectReference:
      return ItemAwareKind::DataObjectReference;
    case Tag::DataStore:
      return ItemAwareKind::DataStore;
    case Tag::DataStoreReference:
      return ItemAwareKind::DataStoreReference;
    case Tag::DataInput:
    case Tag::InputDataItem:
      return ItemAwareKind::DataInput;
    case Tag::DataOutput:
    case Tag::OutputDataItem:
      return ItemAwareKind::DataOutput;
    case Tag::Property:
      return ItemAwareKind::Property;
    default:
      return ItemAwareKind::DataObject;
  }
}

}  // namespace

ItemIndex Reader::item(Tag tag, const xml::Element& element, ContainerIndex container) {
  const Fields fields(element, tag, findings_);
  const ItemIndex index(definitions_.items.size());
  ItemAwareElement out;
  named(fields, {ElementType::Item, index.value()}, out);
  out.kind = kind_of(tag);
  out.container = container;
  out.item_subject = reference(fields, "itemSubjectRef");
  out.is_collection = fields.flag("isCollection", false);
  out.says_collection = fields.find("isCollection") != nullptr;
  out.data_object = reference(fields, "dataObjectRef");
  out.data_store = reference(fields, "dataStoreRef");
  out.capacity = fields.text("capacity");
  out.is_unlimited = fields.flag("isUnlimited", true);
  children(fields, &out, [&](Tag part, const xml::Element& child) {
    if (part != Tag::DataState) return;
    const Fields state(child, part, findings_);
    register_id(state, kOther);
    out.state = state.text("name");
  });
  definitions_.items.push_back(std::move(out));
  return index;
}

InputOutputSpecification Reader::io_specification(const xml::Element& element) {
  const Fields fields(element, Tag::IoSpecification, findings_);
  InputOutputSpecification out;
  base(fields, kOther, out);
  children(fields, &out, [&](Tag tag, const xml::Element& child) {
    if (tag == Tag::DataInput) out.data_inputs.push_back(item(tag, child, {}));
    if (tag == Tag::DataOutput) out.data_outputs.push_back(item(tag, child, {}));
    if (tag == Tag::InputSet) out.input_sets.push_back(input_set(child));
    if (tag == Tag::OutputSet) out.output_sets.push_back(output_set(child));
  });
  return out;
}

InputSet Reader::input_set(const xml::Element& element) {
  const Fields fields(element, Tag::InputSet, findings_);
  InputSet out;
  named(fields, {ElementType::InputSet, 0}, out);
  children(fields, &out, [&](Tag tag, const xml::Element& child) {
    if (tag == Tag::DataInputRefs) out.data_inputs.push_back(text_reference(child));
    if (tag == Tag::OptionalInputRefs) out.optional_inputs.push_back(text_reference(child));
    if (tag == Tag::WhileExecutingInputRefs)
      out.while_executing_inputs.push_back(text_reference(child));
    if (tag == Tag::OutputSetRefs) out.output_sets.push_back(text_reference(child));
  });
  return out;
}

OutputSet Reader::output_set(const xml::Element& element) {
  const Fields fields(element, Tag::OutputSet, findings_);
  OutputSet out;
  named(fields, {ElementType::OutputSet, 0}, out);
  children(fields, &out, [&](Tag tag, const xml::Element& child) {
    if (tag == Tag::DataOutputRefs) out.data_outputs.push_back(text_reference(child));
    if (tag == Tag::OptionalOutputRefs) out.optional_outputs.push_back(text_reference(child));
    if (tag == Tag::WhileExecutingOutputRefs)
      out.while_executing_outputs.push_back(text_reference(child));
    if (tag == Tag::InputSetRefs) out.input_sets.push_back(text_reference(child));
  });
  return out;
}

InputOutputBinding Reader::io_binding(const xml::Element& element) {
  const Fields fields(element, Tag::IoBinding, findings_);
  InputOutputBinding out;
  base(fields, kOther, out);
  out.operation = reference(fields, "operationRef");
  out.input_data = reference(fields, "inputDataRef");
  out.output_data = reference(fields, "outputDataRef");
  children(fields, &out, [](Tag, const xml::Element&) {});
  return out;
}

DataAssociation Reader::data_association(Tag tag, const xml::Element& element) {
  const Fields fields(element, tag, findings_);
  DataAssociation out;
  base(fields, kOther, out);
  children(fields, &out, [&](Tag part, const xml::Element& child) {
    if (part == Tag::SourceRef) out.sources.push_back(text_reference(child));
    if (part == Tag::TargetRef) out.target = text_reference(child);
    if (part == Tag::Transformation) out.transformation = expression(child, part);
    if (part == Tag::Assignment) out.assignments.push_back(assignment(child));
  });
  return out;
}

Assignment Reader::assignment(const xml::Element& element) {
  const Fields fields(element, Tag::Assignment, findings_);
  Assignment out;
  base(fields, kOther, out);
  children(fields, &out, [&](Tag tag, const xml::Element& child) {
    (tag == Tag::From ? out.from : out.to) = expression(child, tag);
  });
  return out;
}

}  // namespace umlauf::bpmn::detail
