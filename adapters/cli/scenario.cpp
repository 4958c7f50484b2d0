#include "adapters/cli/scenario.hpp"

#include "adapters/cli/yaml_value.hpp"
#include "engine/organisation/yaml.hpp"

namespace umlauf::cli {
namespace {

using organisation::YamlMember;
using organisation::YamlNode;

class Reader {
 public:
  explicit Reader(const std::string& path) { read_.file.path = path; }

  ScenarioFileRead read(const std::string& text) {
    const organisation::YamlText yaml = organisation::read_yaml(text);
    for (const organisation::YamlFailure& failure : yaml.failure)
      report("SCN-01", failure.span, failure.message);
    if (!yaml.failure.empty()) return std::move(read_);
    if (yaml.root.kind != YamlNode::Kind::Mapping) {
      report("SCN-02", {1, 1, 0, 0},
             {"a scenario file has 'models' and 'scenarios'",
              "eine Szenariendatei hat 'models' und 'scenarios'"});
      return std::move(read_);
    }
    for (const YamlMember& member : yaml.root.members) {
      if (member.name == "models")
        read_models(member.value);
      else if (member.name == "organisation")
        read_.file.organisation = text_of(member.value);
      else if (member.name == "now")
        read_.file.now = text_of(member.value);
      else if (member.name == "timezone")
        read_.file.time_zone = text_of(member.value);
      else if (member.name == "scenarios")
        read_scenarios(member.value);
      else
        report("SCN-02", member.name_span,
               {"unknown member '" + member.name +
                    "', known are: models, organisation, now, timezone, scenarios",
                "unbekannte Angabe '" + member.name +
                    "', bekannt sind: models, organisation, now, timezone, scenarios"});
    }
    return std::move(read_);
  }

 private:
  void report(const char* rule, const SourceSpan& span, Text message) {
    Diagnostic diagnostic;
    diagnostic.rule = rule;
    diagnostic.message = std::move(message);
    diagnostic.file = read_.file.path;
    diagnostic.span = span;
    read_.diagnostics.push_back(std::move(diagnostic));
  }

  std::string text_of(const YamlNode& node) {
    if (node.kind == YamlNode::Kind::Scalar) return node.text;
    report("SCN-02", node.span, {"expected a text here", "hier wird ein Text erwartet"});
    return "";
  }

  void read_models(const YamlNode& node) {
    if (node.kind != YamlNode::Kind::List)
      report("SCN-02", node.span,
             {"'models' is a list of files", "'models' ist eine Liste von Dateien"});
    for (const YamlNode& item : node.items) read_.file.models.push_back(text_of(item));
  }

  void read_scenarios(const YamlNode& node) {
    if (node.kind != YamlNode::Kind::Mapping)
      report("SCN-02", node.span,
             {"'scenarios' maps names to lists of steps",
              "'scenarios' ordnet Namen Listen von Schritten zu"});
    for (const YamlMember& member : node.members) {
      Scenario scenario{member.name, member.name_span.line, {}};
      if (member.value.kind != YamlNode::Kind::List)
        report("SCN-02", member.value.span,
               {"a scenario is a list of steps", "ein Szenario ist eine Liste von Schritten"});
      for (const YamlNode& item : member.value.items)
        if (auto step = read_step(item)) scenario.steps.push_back(std::move(*step));
      read_.file.scenarios.push_back(std::move(scenario));
    }
  }

  std::optional<ScenarioStep> read_step(const YamlNode& node) {
    ScenarioStep step;
    step.line = node.span.line;
    const YamlNode* request = nullptr;
    for (const YamlMember& member : node.members) {
      if (member.name == "fails") {
        step.fails = text_of(member.value);
      } else if (request == nullptr) {
        step.op = member.name;
        step.line = member.name_span.line;
        request = &member.value;
      } else {
        report("SCN-02", member.name_span,
               {"a step is one request; '" + member.name + "' is a second one",
                "ein Schritt ist eine Anfrage; '" + member.name + "' ist eine zweite"});
      }
    }
    if (request == nullptr) {
      report("SCN-02", node.span,
             {"a step looks like '- complete: {task: id}'",
              "ein Schritt sieht aus wie '- complete: {task: id}'"});
      return std::nullopt;
    }
    const Result<feel::Value> value = to_value(*request);
    if (!value) {
      report("SCN-02", request->span, value.error().message);
      return std::nullopt;
    }
    if (!value->is_context() && !value->is_null()) {
      report("SCN-02", request->span,
             {"the members of '" + step.op + "' are a mapping",
              "die Angaben zu '" + step.op + "' sind eine Zuordnung"});
      return std::nullopt;
    }
    step.request = value->is_null() ? feel::Value(feel::Context()) : *value;
    return step;
  }

  ScenarioFileRead read_;
};

}  // namespace

ScenarioFileRead read_scenarios(const std::string& path, const std::string& text) {
  return Reader(path).read(text);
}

}  // namespace umlauf::cli
