// Definitions and its root elements but processes and collaborations, BPMN 2.0.2 §8.
#include "engine/bpmn/reading.hpp"

namespace umlauf::bpmn::detail {
namespace {

ElementAddress at(ElementType type, std::size_t index) {
  return {type, static_cast<std::uint32_t>(index)};
}
constexpr ElementAddress kOther{ElementType::Other, 0};

}  // namespace

void Reader::definitions(const xml::Element& root) {
  const Fields fields(root, Tag::Definitions, findings_);
  Definitions& out = definitions_;
  named(fields, at(ElementType::Definitions, 0), out);
  out.target_namespace = fields.text("targetNamespace");
  out.expression_language = fields.text("expressionLanguage", out.expression_language);
  out.says_expression_language = fields.find("expressionLanguage") != nullptr;
  for (const std::string_view uri : root.declared_namespaces())
    out.declared_namespaces.emplace_back(uri);
  out.type_language = fields.text("typeLanguage", out.type_language);
  out.exporter = fields.text("exporter");
  out.exporter_version = fields.text("exporterVersion");
  if (fields.find("targetNamespace") && out.target_namespace.empty())
    findings_.report(Severity::Warning, "XML-02", root.span(), out.id,
                     {"'targetNamespace' is empty", "'targetNamespace' ist leer"});

  Sequence sequence;
  for (const xml::Element& child : root.children()) {
    if (child.is(kDiagramNamespace, "BPMNDiagram")) {
      diagram(child);
      continue;
    }
    const Tag tag = admit(fields, child, sequence, &out);
    if (tag == Tag::Import)
      import(child);
    else if (tag == Tag::Relationship)
      relationship(child);
    else if (tag == Tag::Extension)
      extension_declaration(child);
    else if (tag != Tag::None)
      root_element(tag, child);
    work_off();
  }
}

void Reader::root_element(Tag tag, const xml::Element& element) {
  switch (tag) {
    case Tag::ItemDefinition:
      return item_definition(element);
    case Tag::Message:
      return message(element);
    case Tag::Signal:
      return signal(element);
    case Tag::Error:
      return error(element);
    case Tag::Escalation:
      return escalation(element);
    case Tag::Interface:
      return interface(element);
    case Tag::Resource:
      return resource(element);
    case Tag::Category:
      return category(element);
    case Tag::CorrelationProperty:
      return correlation_property(element);
    case Tag::DataStore:
      item(tag, element, {});
      return;
    case Tag::PartnerRole:
    case Tag::PartnerEntity:
      return partner(tag, element);
    case Tag::EndPoint:
      return end_point(element);
    case Tag::Process:
      return process(element);
    case Tag::GlobalTask:
    case Tag::GlobalUserTask:
    case Tag::GlobalManualTask:
    case Tag::GlobalScriptTask:
    case Tag::GlobalBusinessRuleTask:
      return global_task(tag, element);
    case Tag::Collaboration:
    case Tag::GlobalConversation:
    case Tag::Choreography:
    case Tag::GlobalChoreographyTask:
      return collaboration(tag, element);
    default:
      if (head_of(tag) == Tag::EventDefinition) event_definition(tag, element, {});
  }
}

void Reader::import(const xml::Element& element) {
  const Fields fields(element, Tag::Import, findings_);
  definitions_.imports.push_back({std::string(fields.text("importType")),
                                  std::string(fields.text("location")),
                                  std::string(fields.text("namespace")), element.span()});
}

// Extensions are known by the namespaces of dialects and not by such declarations, so none is
// understood through one (§8.2.3).
void Reader::extension_declaration(const xml::Element& element) {
  const Fields fields(element, Tag::Extension, findings_);
  if (!fields.flag("mustUnderstand", false)) return;
  const std::string_view name = fields.text("definition");
  findings_.report(Severity::Warning, "XML-05", element.span(), {},
                   {"extension " + quoted(name) + " says that it must be understood; it is kept, " +
                        "and only what dialects mean by it is looked at",
                    "die Erweiterung " + quoted(name) +
                        " verlangt, verstanden zu werden; sie wird aufbewahrt, und nur was "
                        "Dialekte damit meinen, wird beachtet"});
}

void Reader::relationship(const xml::Element& element) {
  const Fields fields(element, Tag::Relationship, findings_);
  Relationship out;
  base(fields, kOther, out);
  out.type = fields.text("type");
  out.direction = fields.text("direction");
  children(fields, &out, [&](Tag tag, const xml::Element& child) {
    (tag == Tag::Source ? out.sources : out.targets).emplace_back(xml::trimmed(child.text()));
  });
  definitions_.relationships.push_back(std::move(out));
}

BaseElement Reader::bare(Tag tag, const xml::Element& element) {
  const Fields fields(element, tag, findings_);
  BaseElement out;
  base(fields, kOther, out);
  children(fields, &out, [](Tag, const xml::Element&) {});
  return out;
}

void Reader::item_definition(const xml::Element& element) {
  const Fields fields(element, Tag::ItemDefinition, findings_);
  ItemDefinition out;
  base(fields, at(ElementType::ItemDefinition, definitions_.item_definitions.size()), out);
  out.item_kind = fields.choice("itemKind", ValueType::ItemKind, out.item_kind);
  out.structure = fields.text("structureRef");
  out.is_collection = fields.flag("isCollection", false);
  children(fields, &out, [](Tag, const xml::Element&) {});
  definitions_.item_definitions.push_back(std::move(out));
}

void Reader::message(const xml::Element& element) {
  const Fields fields(element, Tag::Message, findings_);
  Message out;
  named(fields, at(ElementType::Message, definitions_.messages.size()), out);
  out.item = reference(fields, "itemRef");
  children(fields, &out, [](Tag, const xml::Element&) {});
  definitions_.messages.push_back(std::move(out));
}

void Reader::signal(const xml::Element& element) {
  const Fields fields(element, Tag::Signal, findings_);
  Signal out;
  named(fields, at(ElementType::Signal, definitions_.signals.size()), out);
  out.structure = reference(fields, "structureRef");
  children(fields, &out, [](Tag, const xml::Element&) {});
  definitions_.signals.push_back(std::move(out));
}

void Reader::error(const xml::Element& element) {
  const Fields fields(element, Tag::Error, findings_);
  Error out;
  named(fields, at(ElementType::Error, definitions_.errors.size()), out);
  out.error_code = fields.text("errorCode");
  out.structure = reference(fields, "structureRef");
  children(fields, &out, [](Tag, const xml::Element&) {});
  definitions_.errors.push_back(std::move(out));
}

void Reader::escalation(const xml::Element& element) {
  const Fields fields(element, Tag::Escalation, findings_);
  Escalation out;
  named(fields, at(ElementType::Escalation, definitions_.escalations.size()), out);
  out.escalation_code = fields.text("escalationCode");
  out.structure = reference(fields, "structureRef");
  children(fields, &out, [](Tag, const xml::Element&) {});
  definitions_.escalations.push_back(std::move(out));
}

void Reader::interface(const xml::Element& element) {
  const Fields fields(element, Tag::Interface, findings_);
  Interface out;
  named(fields, at(ElementType::Interface, definitions_.interfaces.size()), out);
  out.implementation = fields.text("implementationRef");
  children(fields, &out,
           [&](Tag, const xml::Element& child) { out.operations.push_back(operation(child)); });
  definitions_.interfaces.push_back(std::move(out));
}

OperationIndex Reader::operation(const xml::Element& element) {
  const Fields fields(element, Tag::Operation, findings_);
  Operation out;
  named(fields, at(ElementType::Operation, definitions_.operations.size()), out);
  out.implementation = fields.text("implementationRef");
  children(fields, &out, [&](Tag tag, const xml::Element& child) {
    if (tag == Tag::InMessageRef) out.in_message = text_reference(child);
    if (tag == Tag::OutMessageRef) out.out_message = text_reference(child);
    if (tag == Tag::ErrorRef) out.errors.push_back(text_reference(child));
  });
  definitions_.operations.push_back(std::move(out));
  return OperationIndex(definitions_.operations.size() - 1);
}

void Reader::resource(const xml::Element& element) {
  const Fields fields(element, Tag::Resource, findings_);
  Resource out;
  named(fields, at(ElementType::Resource, definitions_.resources.size()), out);
  children(fields, &out, [&](Tag tag, const xml::Element& child) {
    const Fields parameter(child, tag, findings_);
    ResourceParameter& added = out.parameters.emplace_back();
    named(parameter, at(ElementType::ResourceParameter, definitions_.resources.size()), added);
    added.type = reference(parameter, "type");
    added.is_required = parameter.optional_flag("isRequired");
    children(parameter, &added, [](Tag, const xml::Element&) {});
  });
  definitions_.resources.push_back(std::move(out));
}

ResourceRole Reader::resource_role(Tag tag, const xml::Element& element) {
  const Fields fields(element, tag, findings_);
  ResourceRole out;
  named(fields, kOther, out);
  if (tag == Tag::Performer) out.kind = ResourceRoleKind::Performer;
  if (tag == Tag::HumanPerformer) out.kind = ResourceRoleKind::HumanPerformer;
  if (tag == Tag::PotentialOwner) out.kind = ResourceRoleKind::PotentialOwner;
  children(fields, &out, [&](Tag part, const xml::Element& child) {
    if (part == Tag::ResourceRef) {
      out.resource = text_reference(child);
      return;
    }
    const Fields own(child, part, findings_);
    ResourceParameterBinding binding;
    base(own, kOther, binding);
    binding.parameter = reference(own, "parameterRef");
    children(own, &binding, [&](Tag kind, const xml::Element& body) {
      binding.expression = expression(body, kind);
    });
    if (part == Tag::ResourceParameterBinding)
      out.bindings.push_back(std::move(binding));
    else
      out.assignment = std::move(binding.expression);
  });
  return out;
}

void Reader::category(const xml::Element& element) {
  const Fields fields(element, Tag::Category, findings_);
  Category out;
  named(fields, at(ElementType::Category, definitions_.categories.size()), out);
  children(fields, &out, [&](Tag tag, const xml::Element& child) {
    const Fields own(child, tag, findings_);
    CategoryValue& value = out.values.emplace_back();
    base(own, at(ElementType::CategoryValue, definitions_.categories.size()), value);
    value.value = own.text("value");
    children(own, &value, [](Tag, const xml::Element&) {});
  });
  definitions_.categories.push_back(std::move(out));
}

void Reader::correlation_property(const xml::Element& element) {
  const Fields fields(element, Tag::CorrelationProperty, findings_);
  CorrelationProperty out;
  named(fields, at(ElementType::CorrelationProperty, definitions_.correlation_properties.size()),
        out);
  out.type = reference(fields, "type");
  children(fields, &out, [&](Tag tag, const xml::Element& child) {
    const Fields own(child, tag, findings_);
    CorrelationPropertyRetrievalExpression& retrieval = out.retrievals.emplace_back();
    base(own, kOther, retrieval);
    retrieval.message = reference(own, "messageRef");
    children(own, &retrieval, [&](Tag part, const xml::Element& body) {
      retrieval.message_path = expression(body, part);
    });
  });
  definitions_.correlation_properties.push_back(std::move(out));
}

CorrelationKey Reader::correlation_key(const xml::Element& element) {
  const Fields fields(element, Tag::CorrelationKey, findings_);
  CorrelationKey out;
  named(fields, at(ElementType::CorrelationKey, 0), out);
  children(fields, &out, [&](Tag, const xml::Element& child) {
    out.properties.push_back(text_reference(child));
  });
  return out;
}

CorrelationSubscription Reader::correlation_subscription(const xml::Element& element) {
  const Fields fields(element, Tag::CorrelationSubscription, findings_);
  CorrelationSubscription out;
  base(fields, kOther, out);
  out.key = reference(fields, "correlationKeyRef");
  children(fields, &out, [&](Tag tag, const xml::Element& child) {
    const Fields own(child, tag, findings_);
    CorrelationPropertyBinding& binding = out.bindings.emplace_back();
    base(own, kOther, binding);
    binding.property = reference(own, "correlationPropertyRef");
    children(own, &binding, [&](Tag part, const xml::Element& body) {
      binding.data_path = expression(body, part);
    });
  });
  return out;
}

void Reader::partner(Tag tag, const xml::Element& element) {
  const Fields fields(element, tag, findings_);
  const bool is_role = tag == Tag::PartnerRole;
  std::vector<Partner>& all = is_role ? definitions_.partner_roles : definitions_.partner_entities;
  Partner out;
  named(fields, at(is_role ? ElementType::PartnerRole : ElementType::PartnerEntity, all.size()),
        out);
  children(fields, &out, [&](Tag, const xml::Element& child) {
    out.participants.push_back(text_reference(child));
  });
  all.push_back(std::move(out));
}

void Reader::end_point(const xml::Element& element) {
  const Fields fields(element, Tag::EndPoint, findings_);
  BaseElement out;
  base(fields, at(ElementType::EndPoint, definitions_.end_points.size()), out);
  children(fields, &out, [](Tag, const xml::Element&) {});
  definitions_.end_points.push_back(std::move(out));
}

}  // namespace umlauf::bpmn::detail
