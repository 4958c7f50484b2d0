// References between documents, BPMN 2.0.2 §8.2.1.
#include <algorithm>
#include <string>

#include "engine/bpmn/fields.hpp"
#include "engine/bpmn/id_table.hpp"
#include "engine/bpmn/reader.hpp"
#include "engine/bpmn/references.hpp"

namespace umlauf::bpmn {
namespace {

using detail::Dangling;
using detail::Expectation;
using detail::Findings;
using detail::IdTable;
using detail::quoted;

// What other documents may refer to: root elements and what has a name of its own below them.
struct Exported {
  std::string_view id;
  ElementAddress address;
};

class Exports {
 public:
  explicit Exports(const Definitions& definitions) : table_(0) {
    all(definitions.item_definitions, ElementType::ItemDefinition);
    all(definitions.messages, ElementType::Message);
    all(definitions.signals, ElementType::Signal);
    all(definitions.errors, ElementType::Error);
    all(definitions.escalations, ElementType::Escalation);
    all(definitions.interfaces, ElementType::Interface);
    all(definitions.operations, ElementType::Operation);
    all(definitions.resources, ElementType::Resource);
    all(definitions.correlation_properties, ElementType::CorrelationProperty);
    all(definitions.partner_roles, ElementType::PartnerRole);
    all(definitions.partner_entities, ElementType::PartnerEntity);
    all(definitions.end_points, ElementType::EndPoint);
    all(definitions.collaborations, ElementType::Collaboration);
    all(definitions.participants, ElementType::Participant);
    all(definitions.message_flows, ElementType::MessageFlow);
    all(definitions.conversation_nodes, ElementType::ConversationNode);
    all(definitions.processes, ElementType::Process);
    all(definitions.global_tasks, ElementType::GlobalTask);
    all(definitions.flow_nodes, ElementType::FlowNode);
    all(definitions.sequence_flows, ElementType::SequenceFlow);
    all(definitions.items, ElementType::Item);
    all(definitions.event_definitions, ElementType::EventDefinition);
    for (std::size_t i = 0; i < definitions.categories.size(); ++i)
      for (const CategoryValue& value : definitions.categories[i].values)
        add(value.id, ElementType::CategoryValue, i);
    for (std::size_t i = 0; i < definitions.collaborations.size(); ++i)
      for (const CorrelationKey& key : definitions.collaborations[i].correlation_keys)
        add(key.id, ElementType::CorrelationKey, i);
    table_ = IdTable(exported_.size());
    for (std::uint32_t i = 0; i < exported_.size(); ++i) table_.insert(exported_[i].id, i);
  }

  const std::vector<Exported>& all_of_them() const { return exported_; }
  ElementAddress find(std::string_view id) const {
    const std::uint32_t found = table_.find(id);
    return found == IdTable::kNone ? ElementAddress{} : exported_[found].address;
  }

 private:
  template <typename Elements>
  void all(const Elements& elements, ElementType type) {
    for (std::size_t i = 0; i < elements.size(); ++i) add(elements[i].id, type, i);
  }
  void add(std::string_view id, ElementType type, std::size_t index) {
    if (!id.empty()) exported_.push_back({id, {type, static_cast<std::uint32_t>(index)}});
  }

  std::vector<Exported> exported_;
  IdTable table_;
};

class Linker {
 public:
  explicit Linker(std::vector<Definitions>& documents) : documents_(documents) {
    for (const Definitions& document : documents) exports_.emplace_back(document);
  }

  Diagnostics run() {
    Diagnostics result;
    for (std::uint32_t i = 0; i < documents_.size(); ++i) {
      Findings findings(documents_[i].file);
      link_document(i, findings);
      for (std::uint32_t before = 0; before < i; ++before) compare_ids(before, i, findings);
      for (Diagnostic& diagnostic : findings.take()) result.push_back(std::move(diagnostic));
    }
    return result;
  }

 private:
  // Documents that come together by import share the ids of their namespace. Documents that only
  // happen to be deployed together do not: most tools write one target namespace for all.
  void compare_ids(std::uint32_t first, std::uint32_t second, Findings& findings) const {
    const Definitions& own = documents_[second];
    if (own.target_namespace != documents_[first].target_namespace) return;
    const bool imported =
        std::any_of(documents_.begin(), documents_.end(), [&](const Definitions& document) {
          return std::any_of(
              document.imports.begin(), document.imports.end(),
              [&](const Import& import) { return import.namespace_uri == own.target_namespace; });
        });
    if (!imported) return;
    for (const Exported& exported : exports_[second].all_of_them()) {
      if (exports_[first].find(exported.id).type == ElementType::None) continue;
      return findings.report(
          Severity::Error, "XML-03", own.span, exported.id,
          {"the id " + quoted(exported.id) + " is also in " + quoted(documents_[first].file) +
               ", a document of the same namespace",
           "die Id " + quoted(exported.id) + " steht auch in " + quoted(documents_[first].file) +
               ", einem Dokument desselben Namensraums"});
    }
  }

  bool has_document_of(std::string_view space, std::uint32_t except) const {
    for (std::uint32_t i = 0; i < documents_.size(); ++i)
      if (i != except && documents_[i].target_namespace == space) return true;
    return false;
  }

  void link_document(std::uint32_t own, Findings& findings) {
    Definitions& document = documents_[own];
    if (document.imports.empty()) return;
    detail::for_each_reference(
        document, [&](Reference& reference, const Expectation& expectation, const auto& owner) {
          if (reference.resolved()) return;
          resolve(own, reference);
          if (reference.resolved()) return check_type(reference, expectation, owner.id, findings);
          // What `read` could judge alone it has reported already.
          const bool pending = reference.space == 0 || is_import(document, reference);
          if (pending) report(document, reference, expectation, owner.id, findings);
        });
    for (const Import& import : document.imports) {
      const bool is_bpmn = import.import_type == kModelNamespace;
      if (!is_bpmn || has_document_of(import.namespace_uri, own)) continue;
      findings.report(Severity::Warning, "XML-08", import.span, {},
                      {"the imported document " + quoted(import.location) + " of namespace " +
                           quoted(import.namespace_uri) + " is not among the files",
                       "das importierte Dokument " + quoted(import.location) + " des Namensraums " +
                           quoted(import.namespace_uri) + " ist nicht unter den Dateien"});
    }
  }

  static bool is_import(const Definitions& document, const Reference& reference) {
    const std::string& space = document.namespaces[reference.space];
    return std::any_of(document.imports.begin(), document.imports.end(),
                       [&](const Import& import) { return import.namespace_uri == space; });
  }

  void resolve(std::uint32_t own, Reference& reference) {
    const Definitions& document = documents_[own];
    for (const Import& import : document.imports) {
      if (reference.space != 0 && import.namespace_uri != document.namespaces[reference.space])
        continue;
      for (std::uint32_t i = 0; i < documents_.size(); ++i) {
        if (i == own || documents_[i].target_namespace != import.namespace_uri) continue;
        const ElementAddress found = exports_[i].find(reference.id);
        if (found.type == ElementType::None) continue;
        reference.target = found;
        reference.document = i;
        return;
      }
    }
  }

  static void check_type(const Reference& reference, const Expectation& expectation,
                         std::string_view owner, Findings& findings) {
    if (expectation.types == 0 || (expectation.types & detail::one_of(reference.target.type)))
      return;
    findings.report(
        Severity::Error, "XML-04", reference.span, owner,
        {quoted(expectation.name) + " refers to " + quoted(reference.id) +
             " of another document, which is no " + std::string(expectation.what),
         quoted(expectation.name) + " verweist auf " + quoted(reference.id) +
             " eines anderen Dokuments, das kein '" + std::string(expectation.what) + "' ist"});
  }

  static void report(const Definitions& document, const Reference& reference,
                     const Expectation& expectation, std::string_view owner, Findings& findings) {
    if (expectation.dangling == Dangling::Legal) return;
    const bool elsewhere = reference.space != 0;
    // Only imports of BPMN can be followed; types of an XML schema or a WSDL stay as they are.
    if (elsewhere && !imports_bpmn(document, document.namespaces[reference.space]) &&
        expectation.dangling == Dangling::Sloppy)
      return;
    const bool broken = expectation.dangling == Dangling::Broken;
    findings.report(broken ? Severity::Error : Severity::Warning,
                    expectation.dangling == Dangling::Drawing ? "DIA-02" : "XML-04", reference.span,
                    owner,
                    {quoted(expectation.name) + " refers to " + quoted(reference.id) +
                         (elsewhere ? ", which is in none of the imported documents"
                                    : ", which does not exist here nor in an imported document"),
                     quoted(expectation.name) + " verweist auf " + quoted(reference.id) +
                         (elsewhere ? ", das in keinem der importierten Dokumente steht"
                                    : ", das es weder hier noch in einem importierten Dokument "
                                      "gibt")});
  }

  static bool imports_bpmn(const Definitions& document, std::string_view space) {
    return std::any_of(document.imports.begin(), document.imports.end(), [&](const Import& import) {
      return import.namespace_uri == space && import.import_type == kModelNamespace;
    });
  }

  std::vector<Definitions>& documents_;
  std::vector<Exports> exports_;
};

}  // namespace

Diagnostics link(std::vector<Definitions>& documents) {
  const bool import_nothing =
      std::all_of(documents.begin(), documents.end(),
                  [](const Definitions& document) { return document.imports.empty(); });
  if (import_nothing) return {};
  return Linker(documents).run();
}

}  // namespace umlauf::bpmn
