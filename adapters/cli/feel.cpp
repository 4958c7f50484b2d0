// umlauf feel: evaluates an expression, or each line that is typed.
#include <unistd.h>

#include <cstdlib>
#include <iostream>
#ifdef UMLAUF_LIBEDIT
#include <editline/readline.h>
#endif

#include "adapters/cli/diagnostic_text.hpp"
#include "adapters/cli/files.hpp"
#include "adapters/cli/options.hpp"
#include "adapters/cli/output.hpp"
#include "adapters/cli/store_options.hpp"
#include "adapters/cli/subcommands.hpp"
#include "engine/feel/expression.hpp"
#include "engine/feel/json.hpp"
#include "engine/feel/names.hpp"
#include "engine/feel/print.hpp"

namespace umlauf::cli {
namespace {

// Names may contain blanks and operators; those of the variables and of all that lies in them are
// known to the reader.
feel::Names names_in(const feel::Context& variables) {
  feel::Names names;
  std::vector<feel::Value> open;
  for (const feel::Entry& entry : variables) {
    names.add(entry.name);
    open.push_back(entry.value);
  }
  while (!open.empty()) {
    const feel::Value value = open.back();
    open.pop_back();
    if (value.list() != nullptr)
      open.insert(open.end(), value.list()->begin(), value.list()->end());
    if (value.context() == nullptr) continue;
    for (const feel::Entry& entry : *value.context()) {
      names.add_member(entry.name);
      open.push_back(entry.value);
    }
  }
  return names;
}

int evaluate(const std::string& text, const feel::Context& variables, bool json) {
  const auto expression = feel::compile(text, names_in(variables));
  if (!expression) {
    Diagnostics diagnostics = expression.error().diagnostics;
    for (Diagnostic& diagnostic : diagnostics) diagnostic.file = "feel";
    print_diagnostics(std::cerr, diagnostics, {{"feel", text}});
    return diagnostics.empty() ? fail(expression.error().message, kExitFindings) : kExitFindings;
  }
  const feel::Evaluation result = expression->evaluate(feel::ContextEnvironment(variables));
  std::cout << (json ? feel::to_json(result.value) : feel::to_feel(result.value)) << '\n';
  for (const feel::Message& message : result.messages) talk(message.text);
  return kExitOk;
}

// Lines from a terminal can be edited and called back; from elsewhere they are just read.
bool read_line(std::string& line) {
  if (isatty(STDIN_FILENO) == 0) return static_cast<bool>(std::getline(std::cin, line));
#ifdef UMLAUF_LIBEDIT
  char* typed = readline("feel> ");
  if (typed == nullptr) return false;
  line = typed;
  if (!line.empty()) add_history(typed);
  std::free(typed);
  return true;
#else
  std::cerr << "feel> ";
  return static_cast<bool>(std::getline(std::cin, line));
#endif
}

int converse(const feel::Context& variables, bool json) {
  int status = kExitOk;
  for (std::string line; read_line(line);)
    if (line.find_first_not_of(" \t\r") != std::string::npos)
      status = std::max(status, evaluate(line, variables, json));
  return isatty(STDIN_FILENO) == 0 ? status : kExitOk;
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
