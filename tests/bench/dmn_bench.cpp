// Evaluations of decisions in process, one thread.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <iostream>
#include <random>
#include <string>
#include <vector>

#include "engine/dmn/decision_model.hpp"
#include "engine/dmn/read.hpp"

namespace {

using namespace umlauf;

std::string text(const std::string& content) { return "<text><![CDATA[" + content + "]]></text>"; }

// A fee table: class of the dog, age, number of dogs, whether there is a reduction.
dmn::DecisionModel fee_model(int rules) {
  std::string document =
      "<definitions xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\" name=\"m\" "
      "namespace=\"urn:m\">";
  const char* names[] = {"class", "age", "count", "reduced"};
  for (const std::string name : names)
    document += "<inputData id=\"" + name + "\" name=\"" + name + "\"><variable name=\"" + name +
                "\"/></inputData>";
  document += "<decision id=\"fee\" name=\"fee\"><variable name=\"fee\" typeRef=\"number\"/>";
  for (const std::string name : names)
    document +=
        "<informationRequirement><requiredInput href=\"#" + name + "\"/></informationRequirement>";
  document += "<decisionTable hitPolicy=\"FIRST\">";
  for (const std::string name : names)
    document += "<input><inputExpression>" + text(name) + "</inputExpression></input>";
  document += "<output/>";
  for (int i = 0; i < rules; ++i) {
    const int low = i % 20;
    document += "<rule><inputEntry>" + text("\"class" + std::to_string(i / 20) + "\"") +
                "</inputEntry><inputEntry>" +
                text("[" + std::to_string(low) + ".." + std::to_string(low + 1) + ")") +
                "</inputEntry><inputEntry>" + text(i % 3 == 0 ? "> 1" : "-") +
                "</inputEntry><inputEntry>" + text(i % 2 == 0 ? "-" : "false") +
                "</inputEntry><outputEntry>" + text(std::to_string(i) + ".50") +
                "</outputEntry></rule>";
  }
  document += "</decisionTable></decision></definitions>";
  auto read = dmn::read(document, "fees.dmn");
  if (!read) std::abort();
  auto model = dmn::DecisionModel::link({std::move(read->definitions)});
  if (!model) std::abort();
  for (const Diagnostic& diagnostic : model->diagnostics())
    std::cerr << diagnostic.message.english << '\n';
  return *model;
}

std::vector<dmn::Inputs> cases(int rules) {
  std::mt19937 random(1);
  std::vector<dmn::Inputs> result;
  for (int i = 0; i < 256; ++i)
    result.push_back({{"class", "class" + std::to_string(random() % (rules / 20))},
                      {"age", static_cast<int>(random() % 20)},
                      {"count", static_cast<int>(random() % 4)},
                      {"reduced", random() % 2 == 0}});
  return result;
}

void BM_Table(benchmark::State& state) {
  const auto rules = static_cast<int>(state.range(0));
  const dmn::DecisionModel model = fee_model(rules);
  const std::vector<dmn::Inputs> inputs = cases(rules);
  const auto decision = *model.find_decision("fee");
  std::size_t i = 0;
  for (auto _ : state) benchmark::DoNotOptimize(model.evaluate(decision, inputs[i++ & 255]));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_Table)->Arg(20)->Arg(100)->Arg(1000);

void BM_ExplainedTable(benchmark::State& state) {
  const dmn::DecisionModel model = fee_model(100);
  const std::vector<dmn::Inputs> inputs = cases(100);
  const auto decision = *model.find_decision("fee");
  std::size_t i = 0;
  for (auto _ : state) {
    dmn::Explanation explanation;
    dmn::EvaluateOptions options;
    options.explanation = &explanation;
    benchmark::DoNotOptimize(model.evaluate(decision, inputs[i++ & 255], options));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_ExplainedTable);

}  // namespace
