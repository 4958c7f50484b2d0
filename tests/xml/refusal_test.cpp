// What is no document, and where: every case is refused with XML-01 at its place.
#include <gtest/gtest.h>

#include <ostream>
#include <string>

#include "engine/xml/document.hpp"

namespace umlauf::xml {
namespace {

using namespace std::string_literals;

struct Case {
  const char* name;
  std::string bytes;
  std::uint32_t line;
  std::uint32_t column;
  const char* says;  // a part of the English message
};

void PrintTo(const Case& value, std::ostream* out) { *out << value.name; }

class Refusal : public testing::TestWithParam<Case> {};

TEST_P(Refusal, NamesThePlace) {
  const Case& expected = GetParam();
  const Result<Document> result = Document::parse(expected.bytes, "a.xml");
  ASSERT_FALSE(result.has_value());
  ASSERT_FALSE(result.error().diagnostics.empty());
  const Diagnostic& first = result.error().diagnostics.front();
  EXPECT_EQ(first.rule, "XML-01");
  EXPECT_EQ(first.file, "a.xml");
  EXPECT_EQ(first.severity, Severity::Error);
  EXPECT_EQ(first.span.line, expected.line) << first.message.english;
  EXPECT_EQ(first.span.column, expected.column) << first.message.english;
  EXPECT_NE(first.message.english.find(expected.says), std::string::npos) << first.message.english;
  EXPECT_FALSE(first.message.german.empty());
}

const Case kCases[] = {
    {"NothingAtAll", "", 1, 1, "no element"},
    {"OnlySpace", " \n ", 1, 1, "no element"},
    {"OnlyAComment", "<!-- a -->", 1, 1, "no element"},
    {"NoXml", "PK\003\004", 1, 1, "outside of the root"},
    {"DocumentType", "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>", 1, 1, "document type"},
    {"DocumentTypeAfterDeclaration", "<?xml version='1.0'?>\n<!DOCTYPE a [<!ENTITY x 'y'>]><a/>", 2,
     1, "document type"},
    {"UndefinedEntity", "<a>\n &nbsp; </a>", 2, 2, "'&nbsp;' is not defined"},
    {"EntityOfHtmlInAttribute", "<a b='&auml;'/>", 1, 7, "'&auml;' is not defined"},
    {"BareAmpersand", "<a>b & c</a>", 1, 6, "does not end with ';'"},
    {"CharacterReferenceToNul", "<a>&#0;</a>", 1, 4, "does not name"},
    {"CharacterReferenceToSurrogate", "<a>&#xD800;</a>", 1, 4, "does not name"},
    {"CharacterReferenceTooLarge", "<a>&#x110000;</a>", 1, 4, "does not name"},
    {"CharacterReferenceWithoutDigits", "<a>&#;</a>", 1, 4, "does not name"},
    {"Nul", "<a>b\0c</a>"s, 1, 5, "U+0000"},
    {"ControlCharacter", "<a>\n\001</a>", 2, 1, "U+0001"},
    {"NonCharacter", "<a>\xEF\xBF\xBE</a>", 1, 4, "U+FFFE"},
    {"BrokenUtf8", "<a>\xC3(</a>", 1, 4, "not valid UTF-8"},
    {"OverlongUtf8", "<a>\xC0\xAF</a>", 1, 4, "not valid UTF-8"},
    {"SurrogateInUtf8", "<a>\xED\xA0\x80</a>", 1, 4, "not valid UTF-8"},
    {"Latin1WithoutDeclaration",
     "<a>Pr\xFC"
     "fung</a>",
     1, 6, "not valid UTF-8"},
    {"UnknownEncoding", "<?xml version='1.0' encoding='EBCDIC'?><a/>", 1, 31, "'EBCDIC'"},
    {"Utf32", "\xFF\xFE\0\0<\0\0\0a\0\0\0/\0\0\0>\0\0\0"s, 1, 1, "'UTF-32' is not supported"},
    {"Utf32WithoutMark", "\0\0\0<\0\0\0a\0\0\0/\0\0\0>"s, 1, 1, "'UTF-32' is not supported"},
    {"HalfAPairInUtf16", "\xFF\xFE<\0a\0/\0>\0\x00\xD8"s, 1, 5, "surrogate"},
    {"WrongEndTag", "<a>\n  <b>\n  </c>\n</a>", 3, 3, "'b' must be closed"},
    {"NeverClosed", "<a>\n <b>\n</b>", 1, 1, "'a' is not closed"},
    {"EndWithoutStart", "<a/></a>", 1, 5, "no start tag"},
    {"SecondRoot", "<a/>\n<b/>", 2, 1, "second root element 'b'"},
    {"TextBeforeRoot", "x<a/>", 1, 1, "outside of the root"},
    {"TextAfterRoot", "<a/>\nx", 2, 1, "outside of the root"},
    {"CdataAfterRoot", "<a/><![CDATA[x]]>", 1, 5, "outside of the root"},
    {"SameAttributeTwice", "<a b='1' c='2' b='3'/>", 1, 16, "'b' stands twice"},
    {"SameAttributeTwiceAmongMany", "<a q='' w='' e='' r='' t='' z='' u='' i='' o='' q=''/>", 1, 49,
     "'q' stands twice"},
    {"SameMeaningTwice", "<a xmlns:p='u' xmlns:q='u' p:b='1' q:b='2'/>", 1, 36, "'b' stands twice"},
    {"UnboundElementPrefix", "<a>\n  <p:b/></a>", 2, 3, "'p' of 'p:b' is not declared"},
    {"UnboundAttributePrefix", "<a>\n  <b p:c=''/></a>", 2, 6, "'p' of 'p:c' is not declared"},
    {"PrefixOutOfScope", "<a><b xmlns:p='u'/><p:c/></a>", 1, 20, "not declared"},
    {"PrefixUndeclared", "<a xmlns:p=''/>", 1, 4, "must not be declared"},
    {"PrefixXmlTaken", "<a xmlns:xml='u'/>", 1, 4, "must not be declared"},
    {"NamespaceOfXmlTaken", "<a xmlns:p='http://www.w3.org/XML/1998/namespace'/>", 1, 4,
     "must not be declared"},
    {"TwoColons", "<a:b:c xmlns:a='u'/>", 1, 2, "not a valid name"},
    {"NameBeginsWithDigit", "<1a/>", 1, 2, "not a valid name"},
    {"NoQuotes", "<a b=c/>", 1, 4, "no value in quotes"},
    {"NoValue", "<a b/>", 1, 4, "no value in quotes"},
    {"ValueNeverCloses", "<a b='c/>", 1, 4, "not closed"},
    {"LessThanInValue", "<a b='<'/>", 1, 7, "not allowed in the value"},
    {"LessThanInText", "<a>1 < 2</a>", 1, 6, "does not begin a tag"},
    {"NoSpaceBetweenAttributes", "<a b='1'c='2'/>", 1, 9, "white space is missing"},
    {"EndOfCdataInText", "<a>]]></a>", 1, 4, "']]>'"},
    {"DashesInComment", "<a><!-- a -- b --></a>", 1, 11, "'--'"},
    {"CommentNeverCloses", "<a><!-- </a>", 1, 4, "comment is not closed"},
    {"CdataNeverCloses", "<a><![CDATA[ </a>", 1, 4, "CDATA section is not closed"},
    {"InstructionNeverCloses", "<a><?b </a>", 1, 4, "instruction is not closed"},
    {"DeclarationNotFirst", "\n<?xml version='1.0'?><a/>", 2, 1, "very beginning"},
    {"DeclarationWithoutVersion", "<?xml encoding='UTF-8'?><a/>", 1, 1, "declaration is not valid"},
    {"EndsInTag", "<a\n b='c'", 2, 7, "ends within the tag"},
    {"EndsAfterOpening", "<", 1, 1, "does not begin a tag"},
    {"EndTagIncomplete", "<a></a", 1, 4, "not complete"},
};

INSTANTIATE_TEST_SUITE_P(Documents, Refusal, testing::ValuesIn(kCases),
                         [](const auto& row) { return row.param.name; });

TEST(Refusals, AllFindingsOfOneDocumentAreReportedInOrder) {
  const auto result =
      Document::parse("<a x='1' x='2'>\n<p:b/>\n&foo;\n<c>\x01</c>\n<d e='&g;'/></a>", "a.xml");
  ASSERT_FALSE(result.has_value());
  std::vector<std::uint32_t> lines;
  for (const Diagnostic& diagnostic : result.error().diagnostics)
    lines.push_back(diagnostic.span.line);
  EXPECT_EQ(lines, (std::vector<std::uint32_t>{1, 2, 3, 4, 5}));
}

TEST(Refusals, NoContentOfOtherFilesIsEchoed) {
  const auto result =
      Document::parse("<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>", "a.xml");
  ASSERT_FALSE(result.has_value());
  for (const Diagnostic& diagnostic : result.error().diagnostics)
    EXPECT_EQ(diagnostic.message.english.find("root:"), std::string::npos);
}

std::string repeat(std::string_view piece, std::size_t times) {
  std::string result;
  for (std::size_t i = 0; i < times; ++i) result += piece;
  return result;
}

struct LimitCase {
  const char* name;
  std::string fits;
  std::string beyond;
  Limits limits;
};

void PrintTo(const LimitCase& value, std::ostream* out) { *out << value.name; }

class Limit : public testing::TestWithParam<LimitCase> {};

TEST_P(Limit, IsReachedExactly) {
  const LimitCase& c = GetParam();
  EXPECT_TRUE(Document::parse(c.fits, "a.xml", c.limits).has_value());
  const auto result = Document::parse(c.beyond, "a.xml", c.limits);
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().code, ErrorCode::Limit);
}

std::string with_attributes(int count) {
  std::string result = "<a";
  for (int i = 0; i < count; ++i) result += " a" + std::to_string(i) + "=''";
  return result + "/>";
}

std::string with_namespaces(int count) {
  std::string result;
  for (int i = 0; i < count; ++i)
    result += "<a xmlns:p" + std::to_string(i) + "='u" + std::to_string(i) + "'>";
  return result + repeat("</a>", static_cast<std::size_t>(count));
}

INSTANTIATE_TEST_SUITE_P(
    Documents, Limit,
    testing::Values(
        LimitCase{"Bytes",
                  "<a>" + std::string(93, 'x') + "</a>",
                  "<a>" + std::string(94, 'x') + "</a>",
                  {.bytes_max = 100}},
        LimitCase{"Depth",
                  repeat("<a>", 256) + repeat("</a>", 256),
                  repeat("<a>", 257) + repeat("</a>", 257),
                  {}},
        LimitCase{"Elements",
                  "<a>" + repeat("<b/>", 99) + "</a>",
                  "<a>" + repeat("<b/>", 100) + "</a>",
                  {.elements_max = 100}},
        LimitCase{"Attributes", with_attributes(256), with_attributes(257), {}},
        LimitCase{"AllAttributes",
                  "<a>" + repeat("<b c=''/>", 100) + "</a>",
                  "<a>" + repeat("<b c=''/>", 101) + "</a>",
                  {.attributes_total_max = 100}},
        LimitCase{"Namespaces", with_namespaces(50), with_namespaces(51), {.namespaces_max = 50}}),
    [](const auto& row) { return row.param.name; });

TEST(Limits, EndlessNestingIsRefusedAtOnce) {
  const auto result = Document::parse(repeat("<a>", 1'000'000), "a.xml");
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().code, ErrorCode::Limit);
}

TEST(Limits, FindingsEnd) {
  const auto result = Document::parse("<a>" + repeat("&x;", 1000) + "</a>", "a.xml");
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().diagnostics.size(), 100u);
}

}  // namespace
}  // namespace umlauf::xml
