// References between documents.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "engine/bpmn/reader.hpp"
#include "tests/bpmn/document.hpp"

namespace umlauf::bpmn {
namespace {

std::string document(std::string_view target_namespace, std::string_view content) {
  return "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' xmlns:a='urn:a' "
         "xmlns:b='urn:b' targetNamespace='" +
         std::string(target_namespace) + "'>" + std::string(content) + "</definitions>";
}

constexpr std::string_view kImportB =
    "<import importType='http://www.omg.org/spec/BPMN/20100524/MODEL' location='b.bpmn' "
    "namespace='urn:b'/>";

struct Linked {
  std::vector<Definitions> documents;
  Diagnostics diagnostics;
};

Linked link_all(const std::vector<std::string>& all) {
  Linked result;
  for (const std::string& bytes : all) {
    Reading reading = read(bytes, "a.bpmn");
    for (Diagnostic& diagnostic : reading.diagnostics)
      result.diagnostics.push_back(std::move(diagnostic));
    result.documents.push_back(std::move(reading.definitions));
  }
  for (Diagnostic& diagnostic : link(result.documents))
    result.diagnostics.push_back(std::move(diagnostic));
  return result;
}

std::string caller(std::string_view import, std::string_view reference) {
  return document("urn:a", std::string(import) +
                               "<collaboration><participant id='pa' processRef='" +
                               std::string(reference) + "'/></collaboration>");
}

TEST(Link, FindsWhatAnImportedDocumentHolds) {
  for (const char* reference : {"b:p", "p"}) {
    const Linked linked =
        link_all({caller(kImportB, reference), document("urn:b", "<process id='p'/>")});
    EXPECT_TRUE(linked.diagnostics.empty()) << reference;
    const Reference& process = linked.documents[0].participants[0].process;
    EXPECT_EQ(process.document, 1u);
    EXPECT_EQ(process.target, (ElementAddress{ElementType::Process, 0}));
    EXPECT_FALSE(process.here());
  }
}

struct Case {
  const char* name;
  std::vector<std::string> documents;
  const char* rule;
  Severity severity;
};

void PrintTo(const Case& value, std::ostream* out) { *out << value.name; }

class LinkFinding : public testing::TestWithParam<Case> {};

TEST_P(LinkFinding, IsReported) {
  const Linked linked = link_all(GetParam().documents);
  ASSERT_FALSE(linked.diagnostics.empty());
  EXPECT_EQ(linked.diagnostics[0].rule, GetParam().rule);
  EXPECT_EQ(linked.diagnostics[0].severity, GetParam().severity);
  EXPECT_EQ(linked.diagnostics[0].span.line, 1u);
}

INSTANTIATE_TEST_SUITE_P(
    Documents, LinkFinding,
    testing::Values(
        Case{"ImportIsNotThereAndNobodyNeedsIt",
             {document("urn:a", kImportB)},
             "XML-08",
             Severity::Warning},
        Case{"ImportIsNotThereButNeeded", {caller(kImportB, "b:p")}, "XML-08", Severity::Warning},
        Case{"NotInTheImport",
             {caller(kImportB, "b:q"), document("urn:b", "<process id='p'/>")},
             "XML-04",
             Severity::Error},
        Case{"NeitherHereNorThere",
             {caller(kImportB, "q"), document("urn:b", "<process id='p'/>")},
             "XML-04",
             Severity::Error},
        Case{"NotImported",
             {caller("", "b:p"), document("urn:b", "<process id='p'/>")},
             "XML-04",
             Severity::Error},
        Case{"OfAnotherKind",
             {caller(kImportB, "b:p"), document("urn:b", "<message id='p'/>")},
             "XML-04",
             Severity::Error}),
    [](const auto& row) { return row.param.name; });

TEST(Link, ANeededImportThatIsNotThereIsAnError) {
  EXPECT_TRUE(has_errors(link_all({caller(kImportB, "b:p")}).diagnostics));
}

TEST(Link, TypesOfOtherSystemsAreLeftAlone) {
  const Linked linked = link_all({document(
      "urn:a",
      "<import importType='http://www.w3.org/2001/XMLSchema' location='t.xsd' namespace='urn:b'/>"
      "<message id='m' itemRef='b:type'/>")});
  EXPECT_TRUE(linked.diagnostics.empty());
}

}  // namespace
}  // namespace umlauf::bpmn
