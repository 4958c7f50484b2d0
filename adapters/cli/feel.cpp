// umlauf feel: evaluates an expression, or each line that is typed.
#include <algorithm>
#include <iostream>

#include "adapters/cli/diagnostic_text.hpp"
#include "adapters/cli/dmn_models.hpp"
#include "adapters/cli/feel_completion.hpp"
#include "adapters/cli/files.hpp"
#include "adapters/cli/line_editor.hpp"
#include "adapters/cli/options.hpp"
#include "adapters/cli/output.hpp"
#include "adapters/cli/store_options.hpp"
#include "adapters/cli/subcommands.hpp"
#include "engine/feel/expression.hpp"
#include "engine/feel/json.hpp"
#include "engine/feel/print.hpp"

namespace umlauf::cli {
namespace {

int evaluate(const std::string& text, const feel::Context& variables, bool json) {
  const auto expression = feel::compile(text, names_in(variables));
  if (!expression) {
    Diagnostics diagnostics = expression.error().diagnostics;
    for (Diagnostic& diagnostic : diagnostics) diagnostic.file = "feel";
    print_diagnostics(std::cerr, diagnostics, {{"feel", text}});
    return diagnostics.empty() ? fail(expression.error().message, kExitFindings) : kExitFindings;
  }
  const feel::Evaluation result =
      expression->evaluate(feel::ContextEnvironment(variables, host_now()));
  std::cout << (json ? feel::to_json(result.value) : feel::to_feel(result.value)) << '\n';
  for (const feel::Message& message : result.messages) talk(message.text);
  return kExitOk;
}

int converse(const feel::Context& variables, bool json) {
  LineEditor lines("feel> ", "feel",
                   [&](std::string_view begun) { return complete(begun, variables); });
  int status = kExitOk;
  while (const auto line = lines.next())
    if (line->find_first_not_of(" \t\r") != std::string::npos)
      status = std::max(status, evaluate(*line, variables, json));
  return lines.at_terminal() ? kExitOk : status;
}

}  // namespace

int run_feel(int argc, char** argv) {
  std::string expression, context;
  std::vector<std::string> pairs;
  bool json = false;
  Options options("feel", {"evaluate FEEL expressions", "FEEL-Ausdrücke auswerten"});
  options.operand("EXPRESSION", expression,
                  {"one expression; without it, one a line is read",
                   "ein Ausdruck; ohne ihn wird je Zeile einer gelesen"},
                  false);
  options.option("--context", context, "JSON|@FILE",
                 {"variables as one JSON object", "Variablen als ein JSON-Objekt"});
  options.option("--var", pairs, "NAME=VALUE",
                 {"a variable; VALUE is JSON or else text; may be repeated",
                  "eine Variable; VALUE ist JSON oder sonst Text; mehrfach möglich"});
  options.flag("--json", json, {"answer in JSON instead of FEEL", "Antwort in JSON statt FEEL"});
  options.example("umlauf feel '120 * 9 / 12'", {"prints 90", "antwortet 90"});
  options.example("umlauf feel 'if hunde > 1 then 300 else 120' --var hunde=2",
                  {"with a variable", "mit einer Variablen"});
  options.example("umlauf feel", {"reads expressions until the input ends",
                                  "liest Ausdrücke, bis die Eingabe endet"});
  if (const auto status = options.parse(argc, argv)) return *status;

  feel::Context variables;
  if (!context.empty()) {
    if (context.front() == '@') {
      const auto text = read_file(context.substr(1));
      if (!text) return fail(text.error());
      context = *text;
    }
    const auto value = feel::from_json(context);
    if (!value) return fail(value.error());
    if (value->context() == nullptr)
      return fail({"--context takes a JSON object", "--context braucht ein JSON-Objekt"});
    variables = *value->context();
  }
  for (const std::string& pair : pairs) {
    const auto entry = assignment_of(pair);
    if (!entry) return fail(entry.error());
    variables.put(entry->name, entry->value);
  }
  return expression.empty() ? converse(variables, json) : evaluate(expression, variables, json);
}

}  // namespace umlauf::cli
