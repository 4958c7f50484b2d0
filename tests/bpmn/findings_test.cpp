// What is wrong with a document, under which rule, and where.
#include <gtest/gtest.h>

#include <string>

#include "engine/bpmn/reader.hpp"
#include "tests/bpmn/document.hpp"

namespace umlauf::bpmn {
namespace {

struct Case {
  const char* name;
  std::string bytes;
  const char* rule;
  Severity severity;
  std::uint32_t line;
  const char* element;
  const char* says;
};

void PrintTo(const Case& value, std::ostream* out) { *out << value.name; }

class Finding : public testing::TestWithParam<Case> {};

TEST_P(Finding, IsTheOnlyOne) {
  const Case& expected = GetParam();
  const Reading reading = read(expected.bytes, "a.bpmn");
  ASSERT_EQ(reading.diagnostics.size(), 1u);
  const Diagnostic& found = reading.diagnostics.front();
  EXPECT_EQ(found.rule, expected.rule);
  EXPECT_EQ(found.severity, expected.severity);
  EXPECT_EQ(found.span.line, expected.line);
  EXPECT_GT(found.span.column, 0u);
  EXPECT_EQ(found.element, expected.element);
  EXPECT_EQ(found.file, "a.bpmn");
  EXPECT_NE(found.message.english.find(expected.says), std::string::npos) << found.message.english;
  EXPECT_FALSE(found.message.german.empty());
}

constexpr Severity kError = Severity::Error;
constexpr Severity kWarning = Severity::Warning;

INSTANTIATE_TEST_SUITE_P(
    Documents, Finding,
    testing::Values(
        Case{"NoXml", "hello", "XML-01", kError, 1, "", "outside of the root"},
        Case{"NoBpmn", "<html/>", "XML-05", kError, 1, "", "this is no BPMN"},
        Case{"BpmnNameInNoNamespace", "<definitions/>", "XML-05", kError, 1, "",
             "found 'definitions' of no namespace"},
        Case{"BpmnNameInAnotherNamespace", "<definitions xmlns='urn:x'/>", "XML-05", kError, 1, "",
             "found 'definitions' of namespace 'urn:x'"},
        Case{"DraftOfBpmn", "<definitions xmlns='http://schema.omg.org/spec/BPMN/2.0'/>", "XML-05",
             kError, 1, "", "draft"},
        Case{"IdTwice", process("\n<task id='t'/>\n<task id='t'/>"), "XML-03", kError, 4, "t",
             "already in use in line 3"},
        Case{"ShapeWithTheIdOfItsElement",
             definitions("<process id='p'/>\n<bpmndi:BPMNDiagram id='p'/>"), "XML-03", kWarning, 3,
             "p", "already in use in line 2"},
        Case{"IdWithSpace", process("<task id='a b'/>"), "XML-07", kWarning, 2, "a b", "an id"},
        Case{"IdBeginsWithDigit", process("<task id='1a'/>"), "XML-07", kWarning, 2, "1a",
             "begins with a letter"},
        Case{"NoTargetOfFlow", process("<task id='t'/><sequenceFlow id='f' sourceRef='t'/>"),
             "FLW-01", kError, 2, "f", "lacks the attribute 'targetRef'"},
        Case{"NoSourceOfAssociation",
             process("<textAnnotation id='n'/><association id='a' targetRef='n'/>"), "DAT-03",
             kError, 2, "a", "lacks the attribute 'sourceRef'"},
        Case{"DanglingFlow",
             process("<task id='t'/>\n<sequenceFlow id='f' sourceRef='t' targetRef='x'/>"),
             "XML-04", kError, 3, "f", "'targetRef' refers to 'x', which does not exist"},
        Case{"FlowToUndeclaredPrefix",
             process("<task id='t'/><sequenceFlow id='f' sourceRef='t' targetRef='q:t'/>"),
             "XML-04", kError, 2, "f", "'q:t'"},
        Case{"FlowToAStrangeNamespace",
             process("<task id='t'/><sequenceFlow id='f' sourceRef='x:t' targetRef='x:t'/>"),
             "XML-04", kWarning, 2, "f", "of namespace 'urn:x', which is not imported"},
        Case{"MessageReferenceToSignal",
             definitions("<signal id='s'/><process id='p'>\n<receiveTask id='r' messageRef='s'/>"
                         "</process>"),
             "XML-04", kError, 3, "r", "is no message"},
        Case{"ShapeOfNothing",
             definitions("<bpmndi:BPMNDiagram><bpmndi:BPMNPlane>\n<bpmndi:BPMNShape "
                         "bpmnElement='n'><dc:Bounds x='1' y='1' width='1' height='1'/>"
                         "</bpmndi:BPMNShape></bpmndi:BPMNPlane></bpmndi:BPMNDiagram>"),
             "DIA-02", kWarning, 3, "", "'n', which does not exist"},
        Case{"BoundsWithoutNumber",
             definitions("<process id='p'/><bpmndi:BPMNDiagram><bpmndi:BPMNPlane>"
                         "<bpmndi:BPMNShape bpmnElement='p'><dc:Bounds x='1' y='wide' width='1' "
                         "height='1'/></bpmndi:BPMNShape></bpmndi:BPMNPlane></bpmndi:BPMNDiagram>"),
             "DIA-03", kWarning, 2, "", "needs a number as 'y'"},
        Case{"UnknownElement", process("<robotTask id='t'/>"), "XML-05", kWarning, 2, "p",
             "BPMN knows no element 'robotTask'"},
        Case{"UnknownAttribute", process("<task id='t' colour='red'/>"), "XML-02", kWarning, 2, "t",
             "no attribute 'colour'"},
        Case{"ForeignElementOutsideOfExtensions", process("<x:thing/>"), "XML-05", kWarning, 2, "p",
             "must stand within 'extensionElements'"},
        Case{"ExtensionThatMustBeUnderstood",
             definitions("<extension definition='x:e' mustUnderstand='true'/><process id='p'/>"),
             "XML-05", kWarning, 2, "", "'x:e' says that it must be understood"},
        Case{"KnownElementInTheWrongPlace", definitions("<property id='q'/>"), "XML-02", kError, 2,
             "", "not allowed within 'definitions'"},
        Case{"TwoLoops",
             process("<task id='t'><standardLoopCharacteristics/>"
                     "<multiInstanceLoopCharacteristics/></task>"),
             "XML-02", kError, 2, "t", "more than 1"},
        Case{"ContentTooLate", process("<task id='t'/><property id='q'/>"), "XML-02", kWarning, 2,
             "p", "stands too late"},
        Case{"AssociationWithoutTarget",
             process("<task id='t'><dataInputAssociation id='d'/></task>"), "XML-02", kError, 2,
             "d", "lacks 'targetRef'"},
        Case{"BooleanInCapitals", process("<task id='t' isForCompensation='TRUE'/>"), "XML-02",
             kWarning, 2, "t", "'true' or 'false'"},
        Case{"NoBoolean", process("<task id='t' isForCompensation='yes'/>"), "XML-02", kError, 2,
             "t", "'true' or 'false'"},
        Case{"NoInteger", process("<task id='t' startQuantity='two'/>"), "XML-02", kError, 2, "t",
             "an integer"},
        Case{"DirectionInSmallLetters",
             process("<parallelGateway id='g' gatewayDirection='diverging'/>"), "XML-02", kWarning,
             2, "g", "'Diverging'"},
        Case{"NoDirection", process("<parallelGateway id='g' gatewayDirection='Up'/>"), "XML-02",
             kError, 2, "g", "'Diverging'"},
        Case{"LanguageIsNoUri",
             process("<task id='t'><standardLoopCharacteristics><loopCondition "
                     "xsi:type='tFormalExpression' language='a%b$'>x</loopCondition>"
                     "</standardLoopCharacteristics></task>"),
             "XML-02", kError, 2, "", "a URI"}),
    [](const auto& row) { return row.param.name; });

TEST(Findings, ComeAllAtOnceAndInDocumentOrder) {
  const Reading reading = read(
      process("<sequenceFlow id='f' sourceRef='x' targetRef='y'/>\n<task id='t' startQuantity='z'/>"
              "\n<task id='t'/>\n<boundaryEvent id='b'/>"),
      "a.bpmn");
  std::string order;
  for (const Diagnostic& diagnostic : reading.diagnostics)
    order += diagnostic.rule + ":" + std::to_string(diagnostic.span.line) + " ";
  EXPECT_EQ(order, "XML-04:2 XML-04:2 XML-02:3 XML-03:4 XML-02:5 ");
  EXPECT_FALSE(reading.usable);
}

TEST(Findings, DoNotMakeADrawingUnusable) {
  EXPECT_TRUE(read(process("<sequenceFlow id='f' sourceRef='x' targetRef='y'/>"), "a").usable);
  EXPECT_FALSE(read("<a/>", "a").usable);
}

TEST(Findings, AreBounded) {
  std::string bytes;
  for (int i = 0; i < 5000; ++i) bytes += "<unknown/>";
  EXPECT_LE(read(process(bytes), "a.bpmn").diagnostics.size(), 1000u);
}

TEST(Findings, UnprefixedReferencesMeanThisDocumentWhateverTheDefaultNamespace) {
  EXPECT_TRUE(read(definitions("<collaboration><participant id='a' processRef='p'/>"
                               "</collaboration><process id='p'/>"),
                   "a.bpmn")
                  .diagnostics.empty());
}

}  // namespace
}  // namespace umlauf::bpmn
