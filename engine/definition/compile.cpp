#include "engine/definition/compile.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <string>
#include <utility>

#include "engine/definition/builder.hpp"

namespace umlauf::definition {

namespace {

constexpr std::string_view kModelerNamespace = "http://camunda.org/schema/modeler/1.0";

// Namespaces of editors and of drawings: nothing of them matters here.
bool is_of_editors(std::string_view uri) {
  for (const std::string_view known :
       {kModelerNamespace, std::string_view("http://bpmn.io/schema/bpmn/biocolor/1.0"),
        std::string_view("http://www.omg.org/spec/BPMN/non-normative/color/1.0"),
        std::string_view("http://www.w3.org/2001/XMLSchema-instance"),
        std::string_view("http://www.w3.org/XML/1998/namespace"), bpmn::kDiagramNamespace})
    if (uri == known) return true;
  return uri.empty() || uri == bpmn::kModelNamespace;
}

// Foreign extensions are kept with the document; each namespace is named once.
void note_foreign(const bpmn::BaseElement& element, std::set<std::string>& seen,
                  Findings& findings) {
  const auto note = [&](const std::string& uri, SourceSpan span) {
    if (is_of_editors(uri) || family_of(uri) != 0 || !seen.insert(uri).second) return;
    findings.info("XML-05",
                  {"extensions of '" + uri + "' are kept with the document and not looked at",
                   "Erweiterungen aus '" + uri + "' bleiben im Dokument und werden nicht beachtet"},
                  span, element.id);
  };
  for (const bpmn::ExtensionAttribute& attribute : element.extension_attributes)
    note(attribute.namespace_uri, attribute.span);
  for (const bpmn::ExtensionElement& extension : element.extension_elements)
    note(extension.namespace_uri, extension.span);
}

void note_foreign(const bpmn::Definitions& document, Findings& findings) {
  std::set<std::string> seen;
  note_foreign(static_cast<const bpmn::BaseElement&>(document), seen, findings);
  for (const auto& process : document.processes) note_foreign(process, seen, findings);
  for (const auto& node : document.flow_nodes) note_foreign(node, seen, findings);
  for (const auto& flow : document.sequence_flows) note_foreign(flow, seen, findings);
  for (const auto& item : document.items) note_foreign(item, seen, findings);
  for (const auto& collaboration : document.collaborations)
    note_foreign(collaboration, seen, findings);
  for (const auto& participant : document.participants) note_foreign(participant, seen, findings);
  for (const auto& lane : document.lanes) note_foreign(lane, seen, findings);
}

Families families_in(const bpmn::BaseElement& element) {
  Families families = 0;
  for (const bpmn::ExtensionAttribute& attribute : element.extension_attributes)
    families |= family_of(attribute.namespace_uri);
  for (const bpmn::ExtensionElement& extension : element.extension_elements)
    families |= family_of(extension.namespace_uri);
  return families;
}

template <typename Elements>
Families families_in_all(const Elements& elements) {
  Families families = 0;
  for (const auto& element : elements) families |= families_in(element);
  return families;
}

Families families_in(const bpmn::Definitions& document) {
  Families families = families_in(static_cast<const bpmn::BaseElement&>(document));
  families |= families_in_all(document.processes) | families_in_all(document.flow_nodes) |
              families_in_all(document.event_definitions) | families_in_all(document.messages) |
              families_in_all(document.errors) | families_in_all(document.sequence_flows);
  for (const bpmn::FlowNode& node : document.flow_nodes)
    if (const bpmn::Activity* activity = node.activity(); activity && activity->loop)
      std::visit([&](const auto& loop) { families |= families_in(loop); }, *activity->loop);
  return families;
}

bool has_juel(const bpmn::Rare<bpmn::Expression>& expression) {
  return expression && (expression->body.find("${") != std::string::npos ||
                        expression->body.find("#{") != std::string::npos);
}

bool has_juel(const bpmn::LoopCharacteristics& loop) {
  if (const auto* standard = std::get_if<bpmn::StandardLoopCharacteristics>(&loop))
    return has_juel(standard->condition);
  const auto& multiple = std::get<bpmn::MultiInstanceLoopCharacteristics>(loop);
  return has_juel(multiple.loop_cardinality) || has_juel(multiple.completion_condition);
}

bool has_juel(const bpmn::EventDefinition& definition) {
  if (const auto* condition = std::get_if<bpmn::ConditionalEventDefinition>(&definition.content))
    return has_juel(condition->condition);
  if (const auto* timer = std::get_if<bpmn::TimerEventDefinition>(&definition.content))
    return has_juel(timer->time_date) || has_juel(timer->time_duration) ||
           has_juel(timer->time_cycle);
  return false;
}

bool has_juel(const bpmn::Definitions& document) {
  for (const bpmn::SequenceFlow& flow : document.sequence_flows)
    if (has_juel(flow.condition)) return true;
  for (const bpmn::EventDefinition& definition : document.event_definitions)
    if (has_juel(definition)) return true;
  for (const bpmn::FlowNode& node : document.flow_nodes)
    if (const bpmn::Activity* activity = node.activity();
        activity && activity->loop && has_juel(*activity->loop))
      return true;
  return false;
}

Dialect detect_dialect(const bpmn::Definitions& document) {
  for (const bpmn::ExtensionAttribute& attribute : document.extension_attributes) {
    if (attribute.namespace_uri != kModelerNamespace || attribute.name != "executionPlatform")
      continue;
    if (attribute.value == "Camunda Cloud") return Dialect::Zeebe;
    if (attribute.value == "Camunda Platform" || attribute.value == "Operaton")
      return Dialect::Camunda7;
  }
  const Families families = families_in(document);
  if (families & kZeebe) return Dialect::Zeebe;
  if (families & kCamunda) return Dialect::Camunda7;
  if (families & kFlowable) return Dialect::Flowable;
  if (families & kActiviti) return Dialect::Activiti;
  return has_juel(document) ? Dialect::Camunda7 : Dialect::Standard;
}

// Names that FEEL could not tell from an expression by itself (`Vacation Approval`).
feel::Names names_of(const bpmn::Definitions& document) {
  feel::Names names;
  for (const bpmn::ItemAwareElement& item : document.items)
    if (item.name.find_first_of(" -+*/.'") != std::string::npos) names.add(item.name);
  return names;
}

void compile_document(const Deployment& deployment, std::uint32_t index, Compilation& result) {
  const bpmn::Definitions& document = deployment.documents[index];
  Findings findings(document.file);
  findings.set_executable(false);
  note_foreign(document, findings);
  const Dialect dialect = detect_dialect(document);
  const feel::Names names = names_of(document);
  for (std::size_t p = 0; p < document.processes.size(); ++p) {
    const bool executable = document.processes[p].is_executable.value_or(false);
    findings.set_executable(executable);
    Builder builder(deployment, index, dialect, executable, findings, names);
    result.processes.push_back(builder.process(bpmn::ProcessIndex(p)));
  }
  for (const bpmn::GlobalTask& task : document.global_tasks) {
    findings.set_executable(true);
    Builder builder(deployment, index, dialect, true, findings, names);
    result.processes.push_back(builder.global_task(task));
  }
  Diagnostics& found = findings.diagnostics();
  std::stable_sort(found.begin(), found.end(), [](const Diagnostic& a, const Diagnostic& b) {
    return a.span.offset < b.span.offset;
  });
  std::move(found.begin(), found.end(), std::back_inserter(result.diagnostics));
  result.rejected = result.rejected || findings.rejects();
}

}  // namespace

Compilation compile(std::span<const bpmn::Definitions> documents) {
  Compilation result;
  const Deployment deployment = survey(documents);
  for (std::uint32_t i = 0; i < documents.size(); ++i) compile_document(deployment, i, result);
  return result;
}

}  // namespace umlauf::definition
