// umlauf dmn eval: evaluates one decision and says why.
#include "adapters/cli/dmn_eval.hpp"

#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include "adapters/cli/dmn_models.hpp"
#include "adapters/cli/files.hpp"
#include "adapters/cli/options.hpp"
#include "adapters/cli/output.hpp"
#include "engine/dmn/decision_model.hpp"
#include "engine/feel/json.hpp"
#include "engine/feel/print.hpp"

namespace umlauf::cli {

namespace {

struct Target {
  std::string decision;
  std::string service;
  std::string function;
};

Result<feel::Context> read_inputs(std::string text) {
  if (text.empty()) return feel::Context();
  if (text.front() == '@') {
    UMLAUF_TRY(text, read_file(text.substr(1)));
  }
  UMLAUF_TRY(const feel::Value value, feel::from_json(text));
  if (!value.is_context())
    return error(ErrorCode::Request, "--input takes a JSON object",
                 "--input braucht ein JSON-Objekt");
  return *value.context();
}

Result<dmn::Outcome> evaluate(const dmn::DecisionModel& model, const Target& target,
                              const feel::Context& inputs, const dmn::EvaluateOptions& options) {
  if (!target.decision.empty()) {
    if (const auto decision = model.find_decision(target.decision))
      return model.evaluate(*decision, inputs, options);
    return error(ErrorCode::Request, "there is no decision '" + target.decision + "'",
                 "es gibt keine Entscheidung '" + target.decision + "'");
  }
  if (!target.service.empty()) {
    if (const auto service = model.find_service(target.service))
      return model.evaluate(*service, inputs, options);
    return error(ErrorCode::Request, "there is no decision service '" + target.service + "'",
                 "es gibt keinen Entscheidungsdienst '" + target.service + "'");
  }
  if (const auto function = model.find_function(target.function))
    return model.evaluate(*function, inputs, options);
  return error(ErrorCode::Request, "there is no business knowledge model '" + target.function + "'",
               "es gibt kein Fachwissensmodell '" + target.function + "'");
}

void print_table(const dmn::TableExplanation& table, std::ostream& out) {
  out << '\n'
      << localized("decision table of", "Entscheidungstabelle von") << " '" << table.decision
      << "'\n";
  for (const auto& input : table.inputs)
    out << "  " << (input.label.empty() ? input.text : input.label + " (" + input.text + ")")
        << " = " << feel::to_feel(input.value) << '\n';
  if (table.matched.empty())
    out << "  "
        << (table.by_default ? localized("no rule matches, the default holds",
                                         "keine Regel trifft zu, es gilt die Vorgabe")
                             : localized("no rule matches", "keine Regel trifft zu"))
        << '\n';
  for (const auto& rule : table.matched) {
    out << "  " << localized("rule", "Regel") << ' ' << rule.number;
    if (!rule.id.empty()) out << " [" << rule.id << ']';
    out << ": ";
    for (std::size_t i = 0; i < rule.conditions.size(); ++i)
      out << (i == 0 ? "" : " | ") << rule.conditions[i];
    if (!rule.output.is_null()) out << " => " << feel::to_feel(rule.output);
    out << '\n';
    if (!rule.description.empty()) out << "    " << rule.description << '\n';
    for (const std::string& annotation : rule.annotations)
      if (!annotation.empty()) out << "    " << annotation << '\n';
  }
  out << "  => " << feel::to_feel(table.output) << '\n';
}

void print_explanation(const dmn::Explanation& explanation, std::ostream& out) {
  for (const dmn::TableExplanation& table : explanation.tables) print_table(table, out);
  if (!explanation.decisions.empty())
    out << '\n' << localized("decisions", "Entscheidungen") << ":\n";
  for (const auto& decision : explanation.decisions)
    out << "  " << decision.name << " = " << feel::to_feel(decision.value)
        << (decision.given ? localized(" (given)", " (vorgegeben)") : "") << '\n';
}

}  // namespace

int run_dmn_eval(int argc, char** argv) {
  std::vector<std::string> paths;
  Target target;
  std::string input;
  bool explain = false;
  bool plain = false;
  Options options("dmn eval", {"evaluate a decision", "eine Entscheidung auswerten"});
  options.operands("MODEL", paths,
                   {"DMN files, the main one first, then those that it imports",
                    "DMN-Dateien, zuerst die wichtigste, dann die importierten"});
  options.option("--decision", target.decision, "NAME",
                 {"the decision to evaluate", "die Entscheidung"});
  options.option("--service", target.service, "NAME",
                 {"or the decision service", "oder der Entscheidungsdienst"});
  options.option("--bkm", target.function, "NAME",
                 {"or the business knowledge model", "oder das Fachwissensmodell"});
  options.option("--input", input, "JSON|@FILE",
                 {"the inputs as one JSON object", "die Eingaben als ein JSON-Objekt"});
  options.flag("--explain", explain,
               {"say which rules matched, and why", "sagen, welche Regeln zutrafen und warum"});
  options.flag("--plain", plain,
               {"dates and durations as plain strings", "Daten und Dauern als einfacher Text"});
  options.example(
      "umlauf dmn eval fees.dmn --decision 'Dog fee' --input '{\"dogs\": 2}' --explain",
      {"prints the value and how it came about", "gibt den Wert aus und wie er zustande kam"});
  if (const auto status = options.parse(argc, argv)) return *status;
  const int targets = (target.decision.empty() ? 0 : 1) + (target.service.empty() ? 0 : 1) +
                      (target.function.empty() ? 0 : 1);
  if (targets != 1)
    return fail({"give exactly one of --decision, --service and --bkm",
                 "genau eines von --decision, --service und --bkm angeben"});

  const auto inputs = read_inputs(input);
  if (!inputs) return fail(inputs.error());
  const auto model = load_decision_model(paths);
  if (!model) return fail(model.error());
  for (const Diagnostic& diagnostic : model->diagnostics())
    std::cerr << heading_of(diagnostic) << '\n';
  dmn::Explanation explanation;
  dmn::EvaluateOptions evaluate_options;
  evaluate_options.now = host_now();
  if (explain) evaluate_options.explanation = &explanation;
  const auto outcome = evaluate(*model, target, *inputs, evaluate_options);
  if (!outcome) return fail(outcome.error());
  std::cout << feel::to_json(outcome->value, plain ? feel::JsonForm::Plain : feel::JsonForm::Typed)
            << '\n';
  if (explain) print_explanation(explanation, std::cout);
  for (const feel::Message& message : outcome->messages) talk(message.text);
  return outcome->exhausted_by == feel::LimitKind::None ? kExitOk : kExitFindings;
}

}  // namespace umlauf::cli
