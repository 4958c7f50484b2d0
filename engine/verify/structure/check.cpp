#include "engine/verify/structure/check.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace umlauf::verify {
namespace structure {

using namespace bpmn;

Check::Check(const Definitions& definitions, Profile profile)
    : definitions_(definitions),
      profile_(profile),
      follows_practice_(follows_practice(definitions)) {
  for (const FlowNode& node : definitions.flow_nodes) {
    if (in_choreography(node)) continue;
    nodes_.push_back(&node);
    if (is_activity(node)) activities_.push_back(&node);
    if (is_event(node)) events_.push_back(&node);
    if (is_gateway(node)) gateways_.push_back(&node);
  }
}

void Check::report(const SourceSpan& span, std::string_view element, Text message,
                   std::vector<std::string> related) {
  Diagnostic& diagnostic = diagnostics_.emplace_back();
  diagnostic.severity = profile_ == Profile::Draft ? rule_->draft : rule_->executable;
  if (rule_->lenient && follows_practice_)
    diagnostic.severity = std::min(diagnostic.severity, Severity::Warning);
  diagnostic.rule = rule_->id;
  diagnostic.message = std::move(message);
  diagnostic.file = definitions_.file;
  diagnostic.span = span;
  diagnostic.element = element;
  diagnostic.related = std::move(related);
}

// Diagnostics are large: their places are sorted, and each is moved once.
Diagnostics Check::take() {
  std::vector<std::pair<std::uint32_t, std::size_t>> order;
  order.reserve(diagnostics_.size());
  for (std::size_t i = 0; i < diagnostics_.size(); ++i)
    order.emplace_back(diagnostics_[i].span.offset, i);
  std::sort(order.begin(), order.end());
  Diagnostics sorted;
  sorted.reserve(order.size());
  for (const auto& [offset, i] : order) sorted.push_back(std::move(diagnostics_[i]));
  return sorted;
}

const FlowElementsContainer* Check::container(const FlowNode& node) const {
  return node.container.valid() ? &definitions_.at(node.container) : nullptr;
}

const FlowNode* Check::node(const Reference& reference) const {
  const FlowNodeIndex index = reference.flow_node();
  return index.valid() ? &definitions_.at(index) : nullptr;
}

const FlowNode* Check::parent(const FlowElementsContainer& container) const {
  if (container.owner.type != ElementType::FlowNode) return nullptr;
  return &definitions_.flow_nodes[container.owner.index];
}

bool Check::in_choreography(const FlowNode& node) const {
  const FlowElementsContainer* own = container(node);
  return !own || !own->process.valid();
}

bool Check::is_event_subprocess(const FlowNode& node) const {
  const SubProcess* subprocess = node.subprocess();
  return subprocess && subprocess->triggered_by_event;
}

bool Check::is_executable(const FlowNode& node) const {
  const FlowElementsContainer* own = container(node);
  return profile_ == Profile::Executable && own && own->process.valid() &&
         definitions_.at(own->process).is_executable.value_or(false);
}

bool Check::has_definition(const FlowNode& node, EventDefinitionKind kind) const {
  const Event* event = node.event();
  return event && std::any_of(event->definitions.begin(), event->definitions.end(),
                              [&](EventDefinitionIndex index) {
                                return definitions_.at(index).kind() == kind;
                              });
}

std::size_t Check::definition_count(const FlowNode& node) const {
  const Event* event = node.event();
  if (!event) return 0;
  const auto elsewhere = std::count_if(
      event->definition_references.begin(), event->definition_references.end(),
      [](const Reference& reference) { return !reference.event_definition().valid(); });
  return event->definitions.size() + static_cast<std::size_t>(elsewhere);
}

bool is_activity(const FlowNode& node) { return node.activity() != nullptr; }
bool is_event(const FlowNode& node) { return node.event() != nullptr; }
bool is_gateway(const FlowNode& node) { return node.gateway() != nullptr; }

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

std::string quoted(std::string_view text) { return "'" + std::string(text) + "'"; }

std::string list_of(const std::vector<std::string>& ids) {
  constexpr std::size_t kShown = 5;
  std::string text;
  for (std::size_t i = 0; i < ids.size() && i < kShown; ++i)
    text += (text.empty() ? "" : ", ") + quoted(ids[i]);
  return ids.size() > kShown ? text + " ..." : text;
}

std::string label(const FlowNode& node) {
  if (!node.id.empty()) return quoted(node.id);
  return quoted(element_name(node.kind)) + " (" + std::to_string(node.span.line) + ")";
}

std::string label(const SequenceFlow& flow) {
  return flow.id.empty() ? quoted(flow.source.id + "->" + flow.target.id) : quoted(flow.id);
}

namespace {

constexpr std::array kFamilies = {&process_rows,     &flow_rows,          &gateway_rows,
                                  &event_rows,       &event_trigger_rows, &event_reference_rows,
                                  &event_scope_rows, &activity_rows,      &task_rows,
                                  &listener_rows,    &data_rows,          &personal_data_rows,
                                  &diagram_rows,     &diagram_line_rows,  &style_rows};

}  // namespace
}  // namespace structure

bool follows_practice(const bpmn::Definitions& definitions) {
  static constexpr std::string_view kNamespaces[] = {"http://camunda.org/",  "http://operaton.org/",
                                                     "http://activiti.org/", "http://flowable.org/",
                                                     "http://bpmn.io/",      "https://umlauf."};
  static constexpr std::string_view kExporters[] = {"bpmn-js", "Camunda", "Zeebe", "Umlauf"};
  const auto starts_with_one_of = [](std::string_view text, const auto& prefixes) {
    return std::any_of(std::begin(prefixes), std::end(prefixes),
                       [&](std::string_view prefix) { return text.starts_with(prefix); });
  };
  const auto& declared = definitions.declared_namespaces;
  return starts_with_one_of(definitions.exporter, kExporters) ||
         starts_with_one_of(definitions.target_namespace, kNamespaces) ||
         definitions.expression_language.find("FEEL") != std::string::npos ||
         definitions.expression_language.find("feel") != std::string::npos ||
         std::any_of(declared.begin(), declared.end(),
                     [&](const std::string& uri) { return starts_with_one_of(uri, kNamespaces); });
}

std::span<const Rule> structure_rules() {
  static const std::vector<Rule> rules = [] {
    std::vector<Rule> all;
    for (const auto family : structure::kFamilies)
      for (const structure::Row& row : family()) all.push_back(row.rule);
    return all;
  }();
  return rules;
}

Diagnostics check_structure(const bpmn::Definitions& definitions, Profile profile) {
  structure::Check check(definitions, profile);
  for (const auto family : structure::kFamilies)
    for (const structure::Row& row : family()) {
      check.begin(row.rule);
      row.check(check);
    }
  return check.take();
}

}  // namespace umlauf::verify
