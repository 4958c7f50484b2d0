// Reads whatever comes as a DMN document, links it and evaluates all that it decides.
#include <cstddef>
#include <cstdint>
#include <string>

#include "engine/dmn/decision_model.hpp"
#include "engine/dmn/read.hpp"
#include "engine/feel/json.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace umlauf;
  Result<dmn::ReadDefinitions> read =
      dmn::read(std::string(reinterpret_cast<const char*>(data), size), "fuzz.dmn");
  if (!read) return 0;
  std::vector<std::string> names;
  for (const dmn::Decision& decision : read->definitions.decisions) names.push_back(decision.name);
  const Result<dmn::DecisionModel> model = dmn::DecisionModel::link({std::move(read->definitions)});
  if (!model) return 0;
  dmn::Explanation explanation;
  dmn::EvaluateOptions options;
  options.limits.steps_max = 20'000;
  options.limits.memory_max = 8U << 20;
  options.explanation = &explanation;
  for (const std::string& name : names) {
    const auto decision = model->find_decision(name);
    if (!decision) continue;
    const dmn::Outcome outcome = model->evaluate(*decision, {}, options);
    feel::to_json(outcome.value);
  }
  return 0;
}
