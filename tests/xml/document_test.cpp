// What a document says, and where each thing stands in it.
#include "engine/xml/document.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "engine/xml/text.hpp"

namespace umlauf::xml {
namespace {

using namespace std::string_literals;

Document parsed(std::string bytes) {
  auto result = Document::parse(std::move(bytes), "a.xml");
  if (!result.has_value()) {
    ADD_FAILURE() << result.error().diagnostics.front().message.english;
    return Document::parse("<failed/>", "a.xml").value();
  }
  return std::move(result).value();
}

std::string utf16(std::string_view ascii, bool little, bool mark) {
  std::string result = mark ? (little ? "\xFF\xFE"s : "\xFE\xFF"s) : ""s;
  for (const char c : ascii) {
    result += little ? c : '\0';
    result += little ? '\0' : c;
  }
  return result;
}

std::vector<std::string> names(const Element& root) {
  std::vector<std::string> result;
  for (Element here = root; here; here = here.next_in(root)) result.emplace_back(here.name());
  return result;
}

struct EncodingCase {
  const char* name;
  std::string bytes;
  std::string text;
};

void PrintTo(const EncodingCase& value, std::ostream* out) { *out << value.name; }

class Encoding : public testing::TestWithParam<EncodingCase> {};

TEST_P(Encoding, IsReadAndGivenBackExactly) {
  const Document document = parsed(GetParam().bytes);
  EXPECT_EQ(document.root().text(), GetParam().text);
  EXPECT_EQ(document.bytes(), GetParam().bytes);
}

INSTANTIATE_TEST_SUITE_P(
    Documents, Encoding,
    testing::Values(
        EncodingCase{"Utf8", "<a>Prüfung €</a>", "Prüfung €"},
        EncodingCase{"Utf8WithMark", "\xEF\xBB\xBF<a>ü</a>", "ü"},
        EncodingCase{"Latin1",
                     "<?xml version='1.0' encoding='ISO-8859-1'?><a>Pr\xFC"
                     "fung</a>",
                     "Prüfung"},
        EncodingCase{"Latin9", "<?xml version='1.0' encoding='iso-8859-15'?><a>5 \xA4</a>", "5 €"},
        EncodingCase{"Windows", "<?xml version='1.0' encoding='windows-1252'?><a>\x80\x93</a>",
                     "€“"},
        EncodingCase{"LittleEndian", utf16("<a>b</a>", true, true), "b"},
        EncodingCase{"BigEndian", utf16("<a>b</a>", false, true), "b"},
        EncodingCase{"LittleEndianWithoutMark", utf16("<?xml version='1.0'?><a>b</a>", true, false),
                     "b"},
        EncodingCase{"BigEndianWithoutMark", utf16("<?xml version='1.0'?><a>b</a>", false, false),
                     "b"},
        EncodingCase{"PairInUtf16", "\xFF\xFE<\0a\0>\0\x3D\xD8\x00\xDE<\0/\0a\0>\0"s, "😀"}),
    [](const auto& row) { return row.param.name; });

TEST(Encodings, Utf16DeclaredButNotThereIsAWarning) {
  const Document document = parsed("<?xml version='1.0' encoding='utf-16'?><a>ü</a>");
  EXPECT_EQ(document.root().text(), "ü");
  ASSERT_EQ(document.warnings().size(), 1u);
  EXPECT_EQ(document.warnings().front().severity, Severity::Warning);
}

TEST(TextOf, IsWhatSpansCountInWhateverTheEncoding) {
  using namespace std::string_literals;
  EXPECT_EQ(text_of("<a>\xC3\xA4</a>"), "<a>\xC3\xA4</a>");
  EXPECT_EQ(text_of("\xEF\xBB\xBF<a/>"), "<a/>");
  EXPECT_EQ(text_of("\xFF\xFE<\0\xE4\0"s), "<\xC3\xA4");
  EXPECT_EQ(text_of("<?xml version='1.0' encoding='latin1'?>\xE4"),
            "<?xml version='1.0' encoding='latin1'?>\xC3\xA4");
  EXPECT_EQ(text_of("<\0\0\0"s), "<\0\0\0"s) << "UTF-32 is not read";
  EXPECT_EQ(text_of(""), "");
}

TEST(Positions, HoldForElementsAndAttributesAfterEntitiesAndUmlauts) {
  const Document document = parsed(
      "<?xml version='1.0'?>\n"
      "<a x='&lt;&#x20AC;ü' yy=\"2\">\n"
      "  text &amp; ä<b\n    c='1'/>\n"
      "</a>");
  const Element root = document.root();
  EXPECT_EQ(root.span(), (SourceSpan{2, 1, 22, 29}));
  const auto x = root.attribute("x");
  const auto y = root.attribute("yy");
  ASSERT_TRUE(x && y);
  EXPECT_EQ(x->value(), "<€ü");
  EXPECT_EQ(x->span(), (SourceSpan{2, 4, 25, 18}));
  EXPECT_EQ(x->value_span(), (SourceSpan{2, 7, 28, 14}));
  EXPECT_EQ(y->span().column, 22u);  // columns count characters, not bytes
  const Element b = root.first_child();
  EXPECT_EQ(b.span().line, 3u);
  EXPECT_EQ(b.span().column, 15u);
  EXPECT_EQ(b.attribute("c")->span().line, 4u);
  EXPECT_EQ(b.attribute("c")->span().column, 5u);
}

TEST(Positions, AreTheSameInUtf16) {
  const std::string text = "<a>\n  <b c='1'>x</b>\n</a>";
  const Document narrow = parsed(text);
  const Document wide = parsed(utf16(text, true, true));
  EXPECT_EQ(narrow.root().first_child().span(), wide.root().first_child().span());
  EXPECT_EQ(narrow.root().first_child().attribute("c")->span(),
            wide.root().first_child().attribute("c")->span());
}

// Every offset of a text that is longer than several blocks, counted the simple way.
TEST(Positions, AgreeWithCountingEverywhere) {
  std::string bytes = "<a>";
  for (int i = 0; i < 300; ++i) bytes += (i % 7 == 0) ? "ü€\n" : (i % 3 == 0 ? "\n" : "xx");
  bytes += "</a>";
  const Document document = parsed(bytes);
  std::uint32_t line = 1;
  std::uint32_t column = 1;
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    const bool begins = (static_cast<unsigned char>(bytes[at]) & 0xC0) != 0x80;
    if (begins) {
      const SourceSpan span = document.span(at, 0);
      ASSERT_EQ(span.line, line) << at;
      ASSERT_EQ(span.column, column) << at;
    }
    if (bytes[at] == '\n') {
      ++line;
      column = 1;
    } else if (static_cast<unsigned char>(bytes[at + 1]) >> 6 != 2) {
      ++column;
    }
  }
}

TEST(Names, AreSplitAndResolvedWhateverThePrefix) {
  const Document document = parsed(
      "<p:a xmlns:p='urn:1' xmlns='urn:d' p:x='1' x='2'>"
      "<b xmlns:p='urn:2' p:x='3'><p:c/></b><b xmlns=''/><p:d/></p:a>");
  const Element root = document.root();
  EXPECT_TRUE(root.is("urn:1", "a"));
  EXPECT_EQ(root.prefix(), "p");
  EXPECT_EQ(root.attribute("urn:1", "x")->value(), "1");
  EXPECT_EQ(root.value("x"), "2");
  EXPECT_EQ(root.value("y", "none"), "none");
  const Element b = root.first_child();
  EXPECT_TRUE(b.is("urn:d", "b"));
  EXPECT_EQ(b.attribute("urn:2", "x")->value(), "3");
  EXPECT_TRUE(b.first_child().is("urn:2", "c"));
  EXPECT_TRUE(b.next_sibling().is("", "b"));
  EXPECT_TRUE(b.next_sibling().next_sibling().is("urn:1", "d"));
  EXPECT_EQ(root.resolve("p:foo"), (QualifiedName{"urn:1", "foo"}));
  EXPECT_EQ(b.resolve(" p:foo\n"), (QualifiedName{"urn:2", "foo"}));
  EXPECT_EQ(b.resolve("foo"), (QualifiedName{"urn:d", "foo"}));
  EXPECT_EQ(b.next_sibling().resolve("foo"), (QualifiedName{"", "foo"}));
  EXPECT_EQ(b.resolve("q:foo"), std::nullopt);
  EXPECT_EQ(b.namespace_of("xml"), "http://www.w3.org/XML/1998/namespace");
}

TEST(Names, MayBeGermanAndNamespacesMayHaveReferences) {
  const Document document = parsed("<straße:größe xmlns:straße='urn:a&amp;b'/>");
  EXPECT_TRUE(document.root().is("urn:a&b", "größe"));
}

TEST(Attributes, LeaveOutNamespaceDeclarations) {
  const Document document = parsed("<a xmlns='u' b='1' xmlns:p='v' p:c='2' d=''/>");
  std::vector<std::string> found;
  for (const Attribute& attribute : document.root().attributes())
    found.push_back(std::string(attribute.name()) + "=" + std::string(attribute.value()));
  EXPECT_EQ(found, (std::vector<std::string>{"b=1", "c=2", "d="}));
  EXPECT_EQ(document.root().attribute("d")->value_span().column, 43u);
}

TEST(Text, TakesWhatIsDirectlyThere) {
  const Document document = parsed("<a> x&lt;<!-- no -->y<b>no</b><![CDATA[<&]]>\r\n</a>");
  EXPECT_EQ(document.root().text(), " x<y<&");
  EXPECT_EQ(document.root().text_span().column, 4u);
  EXPECT_EQ(parsed("<a> </a>").root().text(), " ");
  EXPECT_EQ(parsed("<a/>").root().text(), "");
  EXPECT_EQ(trimmed(" \n\tx y\r "), "x y");
}

struct TextCase {
  const char* name;
  std::string xml;
  std::string text;
  std::string value;  // of the attribute x
};

void PrintTo(const TextCase& value, std::ostream* out) { *out << value.name; }

class WhiteSpace : public testing::TestWithParam<TextCase> {};

TEST_P(WhiteSpace, CountsWhereItSaysSomething) {
  const Document document = parsed(GetParam().xml);
  EXPECT_EQ(document.root().text(), GetParam().text);
  EXPECT_EQ(document.root().value("x"), GetParam().value);
}

INSTANTIATE_TEST_SUITE_P(
    Texts, WhiteSpace,
    testing::Values(TextCase{"BetweenElementsIsLeftOut", "<a>\n <b/> <b/>\n</a>", "", ""},
                    TextCase{"BesideTextIsKept", "<a>\n x <b/> y</a>", "\n x  y", ""},
                    TextCase{"AsAllOfAnElementIsKept", "<a>\n </a>", "\n ", ""},
                    TextCase{"BehindACommentIsAllThereIs", "<a> <!-- --> \n</a>", " \n", ""},
                    TextCase{"BehindCdataIsLeftOut", "<a><![CDATA[]]> </a>", "", ""},
                    TextCase{"InCdataIsKept", "<a> <![CDATA[ ]]><b/> </a>", " ", ""},
                    TextCase{"AsReferenceIsText", "<a>&#32;<b/></a>", " ", ""},
                    TextCase{"LineEndsAreLineFeeds", "<a>1\r\n2\r3\n<![CDATA[4\r\n5\r]]></a>",
                             "1\n2\n3\n4\n5\n", ""},
                    TextCase{"LineEndsAreBlanksInValues", "<a x='1\r\n2\r3\n4\t5'/>", "",
                             "1 2 3 4 5"},
                    TextCase{"LineEndsAsReferencesStay", "<a x='1&#13;&#xA;2'>&#13;&#xA;</a>",
                             "\r\n", "1\r\n2"},
                    TextCase{"OtherQuotesStandInValues", "<a x='\"&apos;&quot;'/>", "", "\"'\""},
                    TextCase{"ReferencesAreExpandedOnce",
                             "<a x='&amp;lt;'>&amp;amp;<![CDATA[&lt;]]></a>", "&amp;&lt;", "&lt;"}),
    [](const auto& row) { return row.param.name; });

TEST(Source, IsTheElementAsWritten) {
  const Document document = parsed("<a>\n<b  c = '&lt;' ><!--x--><d></d  ></b > <e/></a>\n");
  EXPECT_EQ(document.root().first_child().source(), "<b  c = '&lt;' ><!--x--><d></d  ></b >");
  EXPECT_EQ(document.root().first_child().next_sibling().source(), "<e/>");
  EXPECT_EQ(document.root().source(), document.text().substr(0, document.text().size() - 1));
}

TEST(Walk, VisitsASubtreeInDocumentOrderWithoutRecursion) {
  const Document document = parsed("<a>x<b><c/><d/></b>y<e><f/></e></a>");
  EXPECT_EQ(names(document.root()), (std::vector<std::string>{"a", "b", "c", "d", "e", "f"}));
  EXPECT_EQ(names(document.root().first_child()), (std::vector<std::string>{"b", "c", "d"}));
  EXPECT_TRUE(document.root().child("", "e"));
  EXPECT_FALSE(document.root().child("", "f"));
  EXPECT_EQ(document.root().first_child().parent(), document.root());
  EXPECT_FALSE(document.root().parent());
}

TEST(Instructions, AndCommentsAroundTheRootAreLegal) {
  const Document document = parsed(
      "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>\n<!-- a -->"
      "<?style b?>\n<a/>\n<!-- c --><?d?>\n");
  EXPECT_TRUE(document.root().is("", "a"));
}

TEST(Documents, StayValidWhenMoved) {
  std::vector<Document> documents;
  documents.push_back(parsed("<a b='c'/>"));  // short: the texts move with their owner
  const Element root = documents.front().root();
  documents.push_back(parsed("<d/>"));
  documents.push_back(parsed("<e/>"));
  EXPECT_EQ(root.value("b"), "c");
  EXPECT_EQ(documents.front().root(), root);
}

}  // namespace
}  // namespace umlauf::xml
