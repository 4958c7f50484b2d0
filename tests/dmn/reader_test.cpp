// Reading documents of DMN 1.1 to 1.5.
#include <gtest/gtest.h>

#include "tests/dmn/model_text.hpp"

namespace umlauf::dmn {
namespace {

using namespace testing;

TEST(Reader, KnowsEveryVersion) {
  const std::pair<const char*, Version> cases[] = {
      {"http://www.omg.org/spec/DMN/20151101/dmn.xsd", Version::V1_1},
      {"http://www.omg.org/spec/DMN/20151101/dmn11.xsd", Version::V1_1},
      {"http://www.omg.org/spec/DMN/20180521/MODEL/", Version::V1_2},
      {"https://www.omg.org/spec/DMN/20191111/MODEL/", Version::V1_3},
      {"https://www.omg.org/spec/DMN/20211108/MODEL/", Version::V1_4},
      {"https://www.omg.org/spec/DMN/20230324/MODEL/", Version::V1_5},
  };
  for (const auto& [uri, version] : cases) {
    const Definitions definitions =
        read_text(document(decision(literal("1 + 1")), "urn:main", uri));
    EXPECT_EQ(definitions.version, version) << uri;
    Result<DecisionModel> model = DecisionModel::link({definitions});
    ASSERT_TRUE(model);
    EXPECT_EQ(evaluated(*model, "d"), "2") << uri;
  }
}

TEST(Reader, ResolvesThePrefixesOfDmn11) {
  const std::string text =
      "<definitions xmlns=\"http://www.omg.org/spec/DMN/20151101/dmn.xsd\" "
      "xmlns:feel=\"http://www.omg.org/spec/FEEL/20140401\" xmlns:own=\"urn:main\" name=\"m\" "
      "namespace=\"urn:main\"><itemDefinition name=\"tAge\"><typeRef>feel:number</typeRef>"
      "<allowedValues><text>[0..150]</text></allowedValues></itemDefinition>" +
      decision(literal("200"), "own:tAge") +
      "<decision id=\"e\" name=\"e\"><variable name=\"e\" typeRef=\"feel:string\"/>" +
      literal("1") + "</decision></definitions>";
  const DecisionModel model = link(text);
  EXPECT_EQ(evaluated(model, "d"), "null");
  EXPECT_EQ(evaluated(model, "e"), "null");
  // The types were found: a number is no string.
  ASSERT_EQ(model.diagnostics().size(), 1U);
  EXPECT_EQ(model.diagnostics()[0].rule, "FEEL-17");
  EXPECT_EQ(model.diagnostics()[0].element, "e");
}

TEST(Reader, RefusesWhatIsNoDmn) {
  for (const std::string& text :
       {std::string(""), std::string("<a/>"), std::string("no xml"),
        document("", "urn:main", "https://www.omg.org/spec/DMN/20991231/MODEL/")}) {
    const Result<ReadDefinitions> read = dmn::read(text, "test.dmn");
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().code, ErrorCode::Deploy) << text;
    EXPECT_FALSE(read.error().diagnostics.empty()) << text;
  }
}

TEST(Reader, NestingHasALimit) {
  std::string logic = literal("1");
  for (int i = 0; i < 80; ++i) logic = "<list>" + logic + "</list>";
  const Result<ReadDefinitions> read = dmn::read(document(decision(logic)), "test.dmn");
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::Limit);
  std::string types = "<typeRef>number</typeRef>";
  for (int i = 0; i < 80; ++i) types = "<itemComponent name=\"c\">" + types + "</itemComponent>";
  const Result<ReadDefinitions> deep =
      dmn::read(document("<itemDefinition name=\"t\">" + types + "</itemDefinition>"), "test.dmn");
  ASSERT_FALSE(deep);
  EXPECT_EQ(deep.error().code, ErrorCode::Limit);
}

TEST(Reader, ExpressionsHaveALimit) {
  const Result<ReadDefinitions> read = dmn::read(
      document(decision("<list>" + literal("1") + literal("2") + literal("3") + "</list>")),
      "test.dmn", {.expressions_max = 3});
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::Limit);
}

TEST(Reader, ReportsWhatIsIncomplete) {
  const Result<ReadDefinitions> read =
      dmn::read(document("<decision id=\"x\"/><decision id=\"y\" name=\"y\">"
                         "<decisionTable hitPolicy=\"SOMETIMES\"><input/><output/><rule/>"
                         "</decisionTable></decision>"),
                "test.dmn");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->diagnostics.size(), 3U);
  for (const Diagnostic& diagnostic : read->diagnostics) {
    EXPECT_EQ(diagnostic.rule, "DMN-21");
    EXPECT_TRUE(diagnostic.span.known());
    EXPECT_FALSE(diagnostic.message.german.empty());
  }
}

TEST(Reader, VersionTagsOfBothDialects) {
  const Definitions definitions = read_text(
      document("<decision id=\"a\" name=\"a\" xmlns:c=\"http://camunda.org/schema/1.0/dmn\" "
               "c:versionTag=\"2024\"/><decision id=\"b\" name=\"b\"><extensionElements>"
               "<z:versionTag xmlns:z=\"http://camunda.org/schema/zeebe/1.0\" value=\"2025\"/>"
               "</extensionElements></decision><decision id=\"c\" name=\"c\"/>"));
  ASSERT_EQ(definitions.decisions.size(), 3U);
  EXPECT_EQ(definitions.decisions[0].version_tag, "2024");
  EXPECT_EQ(definitions.decisions[1].version_tag, "2025");
  EXPECT_EQ(definitions.decisions[2].version_tag, "");
}

TEST(Reader, NamesAreNormalized) {
  const DecisionModel model = link(
      document("<decision id=\"d\" name=\"  my \n decision \"><variable name=\"my decision\"/>" +
               literal("1") + "</decision>"));
  EXPECT_EQ(evaluated(model, "my decision"), "1");
  EXPECT_EQ(evaluated(model, " my  decision "), "1");
  EXPECT_EQ(model.find_decision_by_id("d"), model.find_decision("my decision"));
}

TEST(Reader, PlacesOfBrokenExpressionsLieInTheDocument) {
  const DecisionModel model =
      link(document("\n<decision id=\"d\" name=\"d\"><variable name=\"d\"/>\n"
                    "<literalExpression><text>\n1 + +</text></literalExpression></decision>"));
  ASSERT_FALSE(model.diagnostics().empty());
  EXPECT_EQ(model.diagnostics()[0].span.line, 4U);
  EXPECT_EQ(model.diagnostics()[0].rule, "FEEL-01");
}

}  // namespace
}  // namespace umlauf::dmn
