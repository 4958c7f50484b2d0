// Ids and references within one document, BPMN 2.0.2 §8.2.1.
#include <algorithm>
#include <string>
#include <vector>

#include "engine/bpmn/id_table.hpp"
#include "engine/bpmn/reading.hpp"
#include "engine/bpmn/references.hpp"

namespace umlauf::bpmn::detail {
namespace {

bool is_drawing(const RegisteredId& id) { return id.address.type == ElementType::DiagramElement; }

// Reports ids that stand twice. Where only the drawing is concerned it is a warning: tools give a
// shape the id of its element.
bool fill(IdTable& table, const RegisteredIds& ids, const xml::Document& document,
          Findings& findings) {
  bool unique = true;
  for (std::uint32_t i = 0; i < ids.size(); ++i) {
    const std::uint32_t before = table.insert(ids[i].id, i);
    if (before == IdTable::kNone) continue;
    const SourceSpan first = document.span(ids[before].offset, 0);
    unique = unique && is_drawing(ids[i]);
    findings.report(
        is_drawing(ids[i]) ? Severity::Warning : Severity::Error, "XML-03",
        document.span(ids[i].offset, 1), ids[i].id,
        {"the id " + quoted(ids[i].id) + " is already in use in line " + std::to_string(first.line),
         "die Id " + quoted(ids[i].id) + " ist schon in Zeile " + std::to_string(first.line) +
             " vergeben"});
  }
  return unique;
}

void report_dangling(const Reference& reference, const Expectation& expectation,
                     std::string_view owner, Findings& findings) {
  if (expectation.dangling == Dangling::Legal) return;
  const bool drawing = expectation.dangling == Dangling::Drawing;
  findings.report(
      expectation.dangling == Dangling::Broken ? Severity::Error : Severity::Warning,
      drawing ? "DIA-02" : "XML-04", reference.span, owner,
      {quoted(expectation.name) + " refers to " + quoted(reference.id) + ", which does not exist",
       quoted(expectation.name) + " verweist auf " + quoted(reference.id) + ", das es nicht gibt"});
}

void report_mismatch(const Reference& reference, const Expectation& expectation,
                     std::string_view owner, Findings& findings) {
  const bool harmless = expectation.dangling == Dangling::Legal;
  findings.report(harmless ? Severity::Warning : Severity::Error, "XML-04", reference.span, owner,
                  {quoted(expectation.name) + " refers to " + quoted(reference.id) +
                       ", which is no " + std::string(expectation.what),
                   quoted(expectation.name) + " verweist auf " + quoted(reference.id) +
                       ", das kein '" + std::string(expectation.what) + "' ist"});
}

// Whether a reference may lead into another document: its prefix stands for the namespace of an
// import. An unprefixed name is an id of this document whatever the default namespace says; most
// tools declare BPMN's own namespace as default and write bare ids.
bool leads_elsewhere(const Definitions& definitions, const Reference& reference) {
  const std::string& space = definitions.namespaces[reference.space];
  if (space.empty() || space == definitions.target_namespace) return false;
  return std::any_of(definitions.imports.begin(), definitions.imports.end(),
                     [&](const Import& import) { return import.namespace_uri == space; });
}

// A prefix of a namespace that nobody speaks for: some tools write BPMN's own, or one that was the
// document's before it was copied. The name can only be meant for what is here; once a namespace it
// is said.
class StrangePrefixes {
 public:
  StrangePrefixes(const Definitions& definitions, Findings& findings)
      : definitions_(definitions), findings_(findings), told_(definitions.namespaces.size()) {}

  void report(const Reference& reference, const Expectation& expectation, std::string_view owner) {
    const std::string& space = definitions_.namespaces[reference.space];
    if (space.empty() || space == definitions_.target_namespace || told_[reference.space]) return;
    told_[reference.space] = true;
    findings_.report(
        Severity::Warning, "XML-04", reference.span, owner,
        {quoted(expectation.name) + " refers to " + quoted(reference.id) + " of namespace " +
             quoted(space) + ", which is not imported; the one of this document is taken",
         quoted(expectation.name) + " verweist auf " + quoted(reference.id) + " des Namensraums " +
             quoted(space) + ", der nicht importiert wird; es gilt das dieses Dokuments"});
  }

 private:
  const Definitions& definitions_;
  Findings& findings_;
  std::vector<bool> told_;
};

}  // namespace

bool resolve(Definitions& definitions, const RegisteredIds& ids, const xml::Document& document,
             Findings& findings) {
  IdTable table(ids.size());
  const bool unique = fill(table, ids, document, findings);
  StrangePrefixes strange(definitions, findings);
  for_each_reference(
      definitions, [&](Reference& reference, const Expectation& expectation, const auto& owner) {
        if (reference.space != 0 && leads_elsewhere(definitions, reference)) return;  // for `link`
        const std::uint32_t found = table.find(reference.id);
        if (found == IdTable::kNone) {
          // An unprefixed reference is looked for in the imports as well, by `link`.
          if (reference.space == 0 && !definitions.imports.empty()) return;
          // `xsd:string` and the like name types of other systems, not elements of BPMN.
          const bool foreign = reference.space != 0 && definitions.namespaces[reference.space] !=
                                                           definitions.target_namespace;
          if (foreign && expectation.dangling == Dangling::Sloppy) return;
          return report_dangling(reference, expectation, owner.id, findings);
        }
        reference.target = ids[found].address;
        if (expectation.types != 0 && !(expectation.types & one_of(reference.target.type)))
          return report_mismatch(reference, expectation, owner.id, findings);
        if (reference.space != 0) strange.report(reference, expectation, owner.id);
      });
  return unique;
}

void derive(Definitions& definitions) {
  for (std::size_t i = 0; i < definitions.sequence_flows.size(); ++i) {
    const SequenceFlow& flow = definitions.sequence_flows[i];
    if (const FlowNodeIndex source = flow.source.flow_node(); source.valid())
      definitions.flow_nodes[source.value()].outgoing.emplace_back(i);
    if (const FlowNodeIndex target = flow.target.flow_node(); target.valid())
      definitions.flow_nodes[target.value()].incoming.emplace_back(i);
  }
  for (std::size_t i = 0; i < definitions.flow_nodes.size(); ++i) {
    Event* event = definitions.flow_nodes[i].event();
    if (!event) continue;
    for (const Reference& reference : event->definition_references)
      if (const EventDefinitionIndex own = reference.event_definition(); own.valid())
        event->definitions.push_back(own);
    const FlowNodeIndex host = event->attached_to.flow_node();
    if (!host.valid()) continue;
    if (Activity* activity = definitions.flow_nodes[host.value()].activity())
      activity->boundary_events.emplace_back(i);
  }
  for (std::size_t i = 0; i < definitions.lanes.size(); ++i) {
    const Lane& lane = definitions.lanes[i];
    for (const Reference& reference : lane.flow_nodes) {
      const FlowNodeIndex node = reference.flow_node();
      if (!node.valid()) continue;
      std::vector<LaneIndex>& lanes = definitions.flow_nodes[node.value()].lanes;
      // A tool that names a node in a lane and in the lanes around it means the innermost.
      const LaneIndex outer = definitions.at(lane.lane_set).parent;
      std::erase(lanes, outer);
      lanes.emplace_back(i);
    }
  }
}

}  // namespace umlauf::bpmn::detail
