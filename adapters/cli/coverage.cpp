#include "adapters/cli/coverage.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "adapters/cli/answers.hpp"
#include "adapters/cli/diagram_page.hpp"
#include "adapters/cli/files.hpp"
#include "adapters/cli/output.hpp"
#include "engine/bpmn/reader.hpp"
#include "engine/dmn/read.hpp"
#include "engine/feel/json.hpp"

namespace umlauf::cli {
namespace {

void add(Reached& to, const Reached& from) {
  for (const auto& [id, count] : from.nodes) to.nodes[id] += count;
  for (const auto& [id, count] : from.entered) to.entered[id] += count;
  for (const auto& [id, count] : from.flows) to.flows[id] += count;
  for (const auto& [rule, count] : from.rules) to.rules[rule] += count;
}

std::string flow_name(const bpmn::SequenceFlow& flow) {
  if (!flow.id.empty()) return flow.id;
  return flow.source.id + "->" + flow.target.id;
}

// A condition was false where its source was left more often than the flow was taken: every
// completion of the source asks it, but for those behind one that held already. These are counted
// as asked as well, which is exact for gateways of two exits.
void measure_conditions(const bpmn::Definitions& definitions, ModelCoverage& coverage) {
  for (const bpmn::SequenceFlow& flow : definitions.sequence_flows) {
    if (!flow.condition || !flow.source.flow_node().valid()) continue;
    const std::string name = flow_name(flow);
    const auto taken = coverage.reached.flows.find(name);
    const std::uint64_t times = taken == coverage.reached.flows.end() ? 0 : taken->second;
    const auto left = coverage.reached.nodes.find(flow.source.id);
    const std::uint64_t asked = left == coverage.reached.nodes.end() ? 0 : left->second;
    coverage.conditions.total += 2;
    if (times == 0) coverage.conditions.missed.push_back(name + " = true");
    if (asked <= times) coverage.conditions.missed.push_back(name + " = false");
  }
}

// No token travels from an event-based gateway to its events, so that the history counts none: such
// a flow has been walked as often as its event has happened.
void count_gateway_events(const bpmn::Definitions& definitions, Reached& reached) {
  for (const bpmn::SequenceFlow& flow : definitions.sequence_flows) {
    const bpmn::FlowNodeIndex source = flow.source.flow_node();
    if (!source.valid() ||
        definitions.flow_nodes[source.value()].kind != bpmn::FlowNodeKind::EventBasedGateway)
      continue;
    const auto happened = reached.nodes.find(flow.target.id);
    if (happened != reached.nodes.end()) reached.flows[flow_name(flow)] = happened->second;
  }
}

ModelCoverage measure(const bpmn::Definitions& definitions, const std::string& file,
                      Reached reached) {
  ModelCoverage coverage;
  coverage.file = file;
  coverage.reached = std::move(reached);
  count_gateway_events(definitions, coverage.reached);
  for (const bpmn::FlowNode& node : definitions.flow_nodes) {
    ++coverage.nodes.total;
    if (!coverage.reached.entered.contains(node.id)) coverage.nodes.missed.push_back(node.id);
  }
  for (const bpmn::SequenceFlow& flow : definitions.sequence_flows) {
    if (!flow.source.resolved() || !flow.target.resolved()) continue;
    ++coverage.flows.total;
    const std::string name = flow_name(flow);
    if (!coverage.reached.flows.contains(name)) coverage.flows.missed.push_back(name);
  }
  measure_conditions(definitions, coverage);
  return coverage;
}

// What each table goes by in a record: its id, or the name of the decision or function that it is
// the logic of. A table deep inside another expression without either has no name.
std::vector<std::string> names_of_tables(const dmn::Definitions& definitions) {
  std::vector<std::string> names(definitions.expressions.size());
  for (const dmn::Decision& decision : definitions.decisions)
    if (decision.logic.valid()) names[decision.logic.value()] = decision.name;
  for (const dmn::BusinessKnowledgeModel& model : definitions.business_knowledge_models) {
    if (!model.logic.valid()) continue;
    const auto* function = std::get_if<dmn::FunctionDefinition>(&definitions[model.logic].content);
    if (function && function->body.valid()) names[function->body.value()] = model.name;
  }
  for (std::size_t i = 0; i < names.size(); ++i)
    if (!definitions.expressions[i].id.empty()) names[i] = definitions.expressions[i].id;
  return names;
}

ModelCoverage measure(const dmn::Definitions& definitions, const std::string& file,
                      Reached reached) {
  ModelCoverage coverage;
  coverage.file = file;
  coverage.reached = std::move(reached);
  const std::vector<std::string> names = names_of_tables(definitions);
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto* table = std::get_if<dmn::DecisionTable>(&definitions.expressions[i].content);
    if (!table || names[i].empty()) continue;
    for (std::size_t number = 1; number <= table->rules.size(); ++number) {
      ++coverage.rules.total;
      if (coverage.reached.rules.contains({names[i], number})) continue;
      const std::string& id = table->rules[number - 1].id;
      coverage.rules.missed.push_back(id.empty() ? names[i] + " rule " + std::to_string(number)
                                                 : id);
    }
  }
  return coverage;
}

bool is_decisions(const std::string& file) {
  return std::filesystem::path(file).extension() == ".dmn";
}

feel::Value to_value(const Share& share) {
  return feel::Value(feel::Context{{"total", static_cast<std::int64_t>(share.total)},
                                   {"covered", static_cast<std::int64_t>(share.covered())},
                                   {"missed", list_of(share.missed)}});
}

}  // namespace

double ModelCoverage::percent() const {
  std::size_t total = 0, covered = 0;
  for (const Share* share : {&nodes, &flows, &conditions, &rules}) {
    total += share->total;
    covered += share->covered();
  }
  return total == 0 ? 100 : 100.0 * static_cast<double>(covered) / static_cast<double>(total);
}

std::vector<ModelCoverage> coverage_of(const std::vector<ScenarioFileResult>& results) {
  std::vector<std::string> files;
  std::map<std::string, Reached> reached;
  for (const ScenarioFileResult& result : results)
    for (const std::string& model : result.models) {
      if (!reached.contains(model)) files.push_back(model);
      Reached& into = reached[model];
      for (const ScenarioResult& scenario : result.scenarios) add(into, scenario.reached);
    }
  std::vector<ModelCoverage> models;
  for (const std::string& file : files) {
    const bool decisions = is_decisions(file);
    if (!decisions && std::filesystem::path(file).extension() != ".bpmn") continue;
    Result<std::string> text = read_file(file);
    if (!text) continue;
    if (decisions) {
      const auto read = dmn::read(std::move(*text), file);
      if (read) models.push_back(measure(read->definitions, file, reached[file]));
      continue;
    }
    const bpmn::Reading reading = bpmn::read(std::move(*text), file);
    if (reading.usable) models.push_back(measure(reading.definitions, file, reached[file]));
  }
  return models;
}

Result<Done> write_coverage(const std::vector<ModelCoverage>& models, const std::string& folder) {
  std::error_code code;
  std::filesystem::create_directories(folder, code);
  feel::Values list;
  for (const ModelCoverage& model : models) {
    const bool decisions = is_decisions(model.file);
    const std::string page = std::filesystem::path(model.file).stem().string() + ".html";
    list.push_back(feel::Value(feel::Context{
        {"file", model.file},
        {"percent",
         Decimal::from_double(std::round(model.percent() * 10) / 10).value_or(Decimal(0))},
        {"nodes", to_value(model.nodes)},
        {"flows", to_value(model.flows)},
        {"conditions", to_value(model.conditions)},
        {"rules", to_value(model.rules)},
        {"page", text_or_null(decisions ? "" : page)}}));
    if (decisions) continue;
    UMLAUF_TRY(std::string text, read_file(model.file));
    const bpmn::Reading reading = bpmn::read(std::move(text), model.file);
    UMLAUF_CHECK(write_file((std::filesystem::path(folder) / page).string(),
                            diagram_page(reading.definitions, model)));
  }
  const feel::Context document{{"models", feel::Value(std::move(list))}};
  return write_file((std::filesystem::path(folder) / "coverage.json").string(),
                    feel::to_json(feel::Value(document), feel::JsonForm::Plain) + "\n");
}

}  // namespace umlauf::cli
