// Decisions without a process engine: reads a DMN model, evaluates it, says why.
//
//   example_decision hundesteuer.dmn
#include <fstream>
#include <iostream>
#include <sstream>

#include "engine/dmn/decision_model.hpp"
#include "engine/dmn/read.hpp"
#include "engine/feel/print.hpp"

using namespace umlauf;

int main(int argc, char** argv) {
  const std::string path = argc > 1 ? argv[1] : "hundesteuer.dmn";
  std::ifstream file(path, std::ios::binary);
  std::stringstream bytes;
  bytes << file.rdbuf();

  // 1. Read the document. What is wrong with it comes as diagnostics with line and column.
  auto read = dmn::read(bytes.str(), path);
  if (!read) {
    std::cerr << path << ": " << read.error().message.english << '\n';
    return 1;
  }
  // 2. Link it, with those that it imports, to a model. From here on nothing changes: keep it,
  //    share it, evaluate it from any thread.
  auto model = dmn::DecisionModel::link({std::move(read->definitions)});
  if (!model) {
    std::cerr << path << ": " << model.error().message.english << '\n';
    return 1;
  }
  for (const Diagnostic& diagnostic : model->diagnostics())
    std::cerr << path << ':' << diagnostic.span.line << ": " << diagnostic.message.english << '\n';

  // 3. Evaluate. Numbers are decimal, so that fees come out to the cent.
  const auto decision = model->find_decision("Steuer im ersten Jahr");
  if (!decision) {
    std::cerr << "the model has no decision 'Steuer im ersten Jahr'\n";
    return 1;
  }
  const feel::Value dogs = feel::Values{
      feel::Context{{"Rasse", "Dackel"}, {"gefährlich", false}},
      feel::Context{{"Rasse", "Pudel"}, {"gefährlich", false}},
  };
  const dmn::Inputs inputs{{"Hunde", dogs},
                           {"Beginn der Haltung", *calendar::Date::of(2024, 4, 15)}};

  dmn::Explanation explanation;
  dmn::EvaluateOptions options;
  options.explanation = &explanation;
  const dmn::Outcome outcome = model->evaluate(*decision, inputs, options);
  for (const feel::Message& message : outcome.messages) std::cerr << message.text.english << '\n';

  std::cout << model->name(*decision) << ": " << feel::to_feel(outcome.value) << '\n';

  // 4. Say why: which rules matched, on what legal ground.
  for (const dmn::TableExplanation& table : explanation.tables)
    for (const auto& rule : table.matched) {
      std::cout << "  " << table.decision << ", rule " << rule.number << " => "
                << feel::to_feel(rule.output);
      for (const std::string& annotation : rule.annotations)
        std::cout << "  (" << annotation << ')';
      std::cout << '\n';
    }
  return outcome.value.is_null() ? 1 : 0;
}
