#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "engine/dmn/decision_model.hpp"
#include "engine/dmn/read.hpp"
#include "engine/feel/expression.hpp"
#include "engine/feel/json.hpp"

/// Small documents written in the tests.
namespace umlauf::dmn::testing {

inline constexpr std::string_view kNamespace = "https://www.omg.org/spec/DMN/20230324/MODEL/";

inline std::string document(std::string_view content, std::string_view name_space = "urn:main",
                            std::string_view version = kNamespace) {
  return "<definitions xmlns=\"" + std::string(version) + "\" name=\"m\" id=\"m\" namespace=\"" +
         std::string(name_space) + "\">" + std::string(content) + "</definitions>";
}

/// A document with one decision `d` of that logic.
inline std::string decision(std::string_view logic, std::string_view type = "") {
  const std::string reference =
      type.empty() ? std::string() : " typeRef=\"" + std::string(type) + "\"";
  return "<decision id=\"d\" name=\"d\"><variable name=\"d\"" + reference + "/>" +
         std::string(logic) + "</decision>";
}

inline std::string literal(std::string_view text) {
  return "<literalExpression><text><![CDATA[" + std::string(text) +
         "]]></text></literalExpression>";
}

inline Definitions read_text(std::string text) {
  Result<ReadDefinitions> read = dmn::read(std::move(text), "test.dmn");
  EXPECT_TRUE(read) << (read ? "" : read.error().message.english);
  return read ? std::move(read->definitions) : Definitions();
}

inline DecisionModel link(std::vector<std::string> texts) {
  std::vector<Definitions> definitions;
  for (std::string& text : texts) definitions.push_back(read_text(std::move(text)));
  Result<DecisionModel> model = DecisionModel::link(std::move(definitions));
  EXPECT_TRUE(model) << (model ? "" : model.error().message.english);
  return std::move(*model);
}

inline DecisionModel link(std::string text) {
  return link(std::vector<std::string>{std::move(text)});
}

/// Inputs written as a FEEL context.
inline Inputs inputs(std::string_view feel_context) {
  if (feel_context.empty()) return {};
  const auto expression = feel::compile(feel_context);
  EXPECT_TRUE(expression) << feel_context;
  const feel::Value value = expression->evaluate(feel::EmptyEnvironment()).value;
  EXPECT_TRUE(value.is_context()) << feel_context;
  return *value.context();
}

inline std::string evaluated(const DecisionModel& model, std::string_view name,
                             std::string_view with = "") {
  const auto decision = model.find_decision(name);
  if (!decision) return "no such decision";
  return feel::to_json(model.evaluate(*decision, inputs(with)).value);
}

}  // namespace umlauf::dmn::testing
