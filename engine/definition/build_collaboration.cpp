#include <algorithm>
#include <utility>

#include "engine/definition/builder.hpp"

// Messages, signals, errors and escalations; message flows and correlation (BPMN 2.0.2 §8.4, §9).
namespace umlauf::definition {

namespace {

MessageFlowEnd resolve_end(const Deployment& deployment, std::uint32_t document,
                           const bpmn::Reference& reference) {
  MessageFlowEnd end;
  end.document =
      reference.document == bpmn::Reference::kThisDocument ? document : reference.document;
  if (!reference.resolved()) return end;
  const bpmn::Definitions& home = deployment.documents[end.document];
  if (reference.target.type == bpmn::ElementType::FlowNode) {
    end.node = bpmn::FlowNodeIndex(reference.target.index);
    end.process = home.at(home.at(end.node).container).process;
  } else if (reference.target.type == bpmn::ElementType::Participant) {
    const bpmn::Reference& process =
        home.at(bpmn::ParticipantIndex(reference.target.index)).process;
    if (process.target.type != bpmn::ElementType::Process) return end;
    if (process.document != bpmn::Reference::kThisDocument) end.document = process.document;
    end.process = bpmn::ProcessIndex(process.target.index);
  }
  return end;
}

std::string process_id(const Deployment& deployment, const MessageFlowEnd& end) {
  return end.process.valid() ? deployment.documents[end.document].at(end.process).id
                             : std::string();
}

std::string element_id(const Deployment& deployment, const MessageFlowEnd& end) {
  return end.node.valid() ? deployment.documents[end.document].at(end.node).id : std::string();
}

// Elements of one kind become entries of the definition when they are first referred to.
template <typename IndexType, typename Known, typename Add>
IndexType entry_of(const bpmn::Reference& reference, bpmn::ElementType type, std::uint32_t document,
                   Known& known, Add add) {
  if (!reference.resolved() || reference.target.type != type) return IndexType();
  const std::pair origin{document, reference.target.index};
  if (const auto found = known.find(origin); found != known.end()) return found->second;
  const IndexType index = add(reference.target.index);
  known.emplace(origin, index);
  return index;
}

std::string name_or_id(const bpmn::NamedElement& element) {
  return element.name.empty() ? element.id : element.name;
}

}  // namespace

Deployment survey(std::span<const bpmn::Definitions> documents) {
  Deployment deployment{documents, {}};
  for (std::uint32_t d = 0; d < documents.size(); ++d)
    for (std::size_t f = 0; f < documents[d].message_flows.size(); ++f) {
      const bpmn::MessageFlow& flow = documents[d].message_flows[f];
      deployment.message_flows.push_back({d, bpmn::MessageFlowIndex(f),
                                          resolve_end(deployment, d, flow.source),
                                          resolve_end(deployment, d, flow.target)});
    }
  return deployment;
}

bool Builder::sends_along_flow(const bpmn::FlowNode& source) const {
  return std::any_of(deployment_.message_flows.begin(), deployment_.message_flows.end(),
                     [&](const ResolvedMessageFlow& flow) {
                       return flow.source.document == document_index_ && flow.source.node.valid() &&
                              &document_.at(flow.source.node) == &source;
                     });
}

void Builder::message_flows(bpmn::ProcessIndex process) {
  const auto here = [&](const MessageFlowEnd& end) {
    return end.document == document_index_ && end.process == process;
  };
  std::vector<std::pair<NodeIndex, MessageFlowIndex>> leaving;
  for (const ResolvedMessageFlow& resolved : deployment_.message_flows) {
    if (!here(resolved.source) && !here(resolved.target)) continue;
    const bpmn::Definitions& home = deployment_.documents[resolved.document];
    const bpmn::MessageFlow& source = home.at(resolved.flow);
    const MessageFlowIndex index(definition_->message_flows.size());
    MessageFlow flow;
    flow.id = source.id;
    flow.name = source.name;
    flow.source_process = process_id(deployment_, resolved.source);
    flow.source_element = element_id(deployment_, resolved.source);
    flow.target_process = process_id(deployment_, resolved.target);
    flow.target_element = element_id(deployment_, resolved.target);
    if (resolved.document == document_index_) flow.message = message(source.message);
    definition_->message_flows.push_back(std::move(flow));
    if (here(resolved.source) && resolved.source.node.valid())
      if (const NodeIndex node = node_of(resolved.source.node); node.valid())
        leaving.emplace_back(node, index);
  }
  std::stable_sort(leaving.begin(), leaving.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  for (const auto& [node, flow] : leaving) {
    Range& range = definition_->nodes[node.value()].message_flow_range;
    if (range.count++ == 0)
      range.first = static_cast<std::uint32_t>(definition_->message_flow_lists.size());
    definition_->message_flow_lists.push_back(flow);
  }
}

MessageIndex Builder::message(const bpmn::Reference& reference) {
  return entry_of<MessageIndex>(
      reference, bpmn::ElementType::Message, document_index(reference), message_of_,
      [&](std::uint32_t position) {
        const bpmn::Message& source = document_of(reference).messages[position];
        const std::string name = name_or_id(source);
        const Lowered lowered = lower(source, kMessage, source.id);
        Message declared;
        declared.id = source.id;
        declared.name = expressions_.text(written(name, source.span));
        if (lowered.correlation_key)
          declared.correlation_key = expressions_.marked_or_feel(lowered.correlation_key);
        if (source.item.resolved() &&
            source.item.target.type == bpmn::ElementType::ItemDefinition &&
            source.item.document == bpmn::Reference::kThisDocument)
          declared.item_type =
              document_of(reference).item_definitions[source.item.target.index].structure;
        definition_->messages.push_back(std::move(declared));
        return MessageIndex(definition_->messages.size() - 1);
      });
}

MessageIndex Builder::message_of_operation(const bpmn::Reference& operation) {
  if (operation.target.type != bpmn::ElementType::Operation ||
      operation.document != bpmn::Reference::kThisDocument)
    return MessageIndex();
  return message(document_.at(bpmn::OperationIndex(operation.target.index)).in_message);
}

SignalIndex Builder::signal(const bpmn::Reference& reference) {
  return entry_of<SignalIndex>(
      reference, bpmn::ElementType::Signal, document_index(reference), signal_of_,
      [&](std::uint32_t position) {
        const bpmn::Signal& source = document_of(reference).signals[position];
        const std::string name = name_or_id(source);
        lower(source, kSignal, source.id);
        definition_->signals.push_back({source.id, expressions_.text(written(name, source.span))});
        return SignalIndex(definition_->signals.size() - 1);
      });
}

// Errors and escalations without a code are told apart by their ids.
ErrorIndex Builder::error(const bpmn::Reference& reference) {
  return entry_of<ErrorIndex>(
      reference, bpmn::ElementType::Error, document_index(reference), error_of_,
      [&](std::uint32_t position) {
        const bpmn::Error& source = document_of(reference).errors[position];
        const std::string& code = source.error_code.empty() ? source.id : source.error_code;
        const Lowered lowered = lower(source, kError, source.id);
        definition_->errors.push_back({source.id, source.name,
                                       expressions_.text(written(code, source.span)),
                                       expressions_.text(lowered.error_message)});
        return ErrorIndex(definition_->errors.size() - 1);
      });
}

EscalationIndex Builder::escalation(const bpmn::Reference& reference) {
  return entry_of<EscalationIndex>(
      reference, bpmn::ElementType::Escalation, document_index(reference), escalation_of_,
      [&](std::uint32_t position) {
        const bpmn::Escalation& source = document_of(reference).escalations[position];
        const std::string& code =
            source.escalation_code.empty() ? source.id : source.escalation_code;
        definition_->escalations.push_back(
            {source.id, source.name, expressions_.text(written(code, source.span))});
        return EscalationIndex(definition_->escalations.size() - 1);
      });
}

CorrelationPropertyIndex Builder::correlation_property(const bpmn::Reference& reference) {
  return entry_of<CorrelationPropertyIndex>(
      reference, bpmn::ElementType::CorrelationProperty, document_index(reference), property_of_,
      [&](std::uint32_t position) {
        const bpmn::Definitions& home = document_of(reference);
        const bpmn::CorrelationProperty& source = home.correlation_properties[position];
        CorrelationProperty property;
        property.id = source.id;
        property.name = source.name;
        for (const bpmn::CorrelationPropertyRetrievalExpression& retrieval : source.retrievals) {
          if (!retrieval.message_path) continue;
          property.retrievals.push_back(
              {message(retrieval.message),
               expressions_.formal(home, *retrieval.message_path, "DAT-05")});
        }
        definition_->correlation_properties.push_back(std::move(property));
        return CorrelationPropertyIndex(definition_->correlation_properties.size() - 1);
      });
}

// The keys of all collaborations of the document; a subscription refers to one by its id.
// All properties count, also those of keys that only a conversation names.
void Builder::correlation(const bpmn::Process& process) {
  for (std::uint32_t i = 0; i < document_.correlation_properties.size(); ++i) {
    bpmn::Reference property;
    property.id = document_.correlation_properties[i].id;
    property.target = {bpmn::ElementType::CorrelationProperty, i};
    (void)correlation_property(property);
  }
  for (const bpmn::Collaboration& collaboration : document_.collaborations)
    for (const bpmn::CorrelationKey& source : collaboration.correlation_keys) {
      CorrelationKey key{source.id, source.name, {}};
      for (const bpmn::Reference& reference : source.properties)
        if (const auto property = correlation_property(reference); property.valid())
          key.properties.push_back(property);
      definition_->correlation_keys.push_back(std::move(key));
    }
  for (const bpmn::CorrelationSubscription& source : process.correlation_subscriptions) {
    CorrelationSubscription subscription;
    subscription.id = source.id;
    for (std::size_t i = 0; i < definition_->correlation_keys.size(); ++i)
      if (definition_->correlation_keys[i].id == source.key.id)
        subscription.key = CorrelationKeyIndex(i);
    for (const bpmn::CorrelationPropertyBinding& binding : source.bindings) {
      const CorrelationPropertyIndex property = correlation_property(binding.property);
      if (!property.valid() || !binding.data_path) continue;
      subscription.bindings.push_back(
          {property, expressions_.formal(document_, *binding.data_path, "DAT-05")});
    }
    definition_->correlation_subscriptions.push_back(std::move(subscription));
  }
}

}  // namespace umlauf::definition
