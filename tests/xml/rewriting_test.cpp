#include "engine/xml/rewriting.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace umlauf::xml {
namespace {

struct Case {
  const char* name;
  void (*change)(Rewriting& rewriting, const Element& element);  // the first child of the root
  std::string before, after;
};

void PrintTo(const Case& row, std::ostream* out) { *out << row.name; }

class Rewritings : public testing::TestWithParam<Case> {};

TEST_P(Rewritings, ChangeNothingElse) {
  const auto document = Document::parse(GetParam().before, "a.xml");
  ASSERT_TRUE(document) << document.error().message.english;
  Rewriting rewriting(*document);
  GetParam().change(rewriting, document->root().first_child());
  const Result<std::string> after = std::move(rewriting).finish();
  ASSERT_TRUE(after) << after.error().message.english;
  EXPECT_EQ(*after, GetParam().after);
}

void rename(Rewriting& rewriting, const Element& element) { rewriting.rename(element, "new"); }
void set_x(Rewriting& rewriting, const Element& element) { rewriting.set(element, "x", "\"<"); }
void remove_x(Rewriting& rewriting, const Element& element) { rewriting.remove(element, "x"); }
void remove(Rewriting& rewriting, const Element& element) { rewriting.remove(element); }
void insert_first(Rewriting& rewriting, const Element& element) {
  rewriting.insert_first(element, "<i>\n  <k/>\n</i>");
}
void insert_after(Rewriting& rewriting, const Element& element) {
  rewriting.insert_after(element, "<i>\n  <k/>\n</i>");
}
void insert_before(Rewriting& rewriting, const Element& element) {
  rewriting.insert_before(element, "<i/>\n<k/>");
}

INSTANTIATE_TEST_SUITE_P(
    All, Rewritings,
    testing::Values(
        Case{"RenameBothTags", rename, "<r><a>b</a ></r>", "<r><new>b</new ></r>"},
        Case{"RenameTheLastChild", rename, "<r><a></a></r>", "<r><new></new></r>"},
        Case{"RenameAroundOneOfTheSameName", rename, "<r><a><a/></a></r>",
             "<r><new><a/></new></r>"},
        Case{"RenameAnEmptyTag", rename, "<r><a  x='1' /></r>", "<r><new  x='1' /></r>"},
        Case{"RenameKeepsThePrefix", rename, "<p:r xmlns:p='u'><p:a></p:a></p:r>",
             "<p:r xmlns:p='u'><p:new></p:new></p:r>"},
        Case{"SetANewAttribute", set_x, "<r><a y='1' /></r>",
             "<r><a y='1' x=\"&quot;&lt;\" /></r>"},
        Case{"SetOneThatIsThere", set_x, "<r><a x = 'old'>&amp;</a></r>",
             "<r><a x = '&quot;&lt;'>&amp;</a></r>"},
        Case{"RemoveAnAttribute", remove_x, "<r><a\n   x='1'\n   y='2'/></r>",
             "<r><a\n   y='2'/></r>"},
        Case{"RemoveNoAttribute", remove_x, "<r><a y='2'/></r>", "<r><a y='2'/></r>"},
        Case{"RemoveALine", remove, "<r>\r\n  <a>\r\n  </a>\r\n  <b/>\r\n</r>",
             "<r>\r\n  <b/>\r\n</r>"},
        Case{"RemoveWithinALine", remove, "<r> <a/> <b/></r>", "<r>  <b/></r>"},
        Case{"InsertIntoAnEmptyTag", insert_first, "<r>\n <a x='1'/>\n</r>",
             "<r>\n <a x='1'>\n   <i>\n     <k/>\n   </i>\n </a>\n</r>"},
        Case{"InsertBeforeTheFirstChild", insert_first, "<r>\n<a>\n   <b/>\n</a>\n</r>",
             "<r>\n<a>\n   <i>\n     <k/>\n   </i>\n   <b/>\n</a>\n</r>"},
        Case{"InsertIntoALine", insert_first, "<r><p:a xmlns:p='u'/></r>",
             "<r><p:a xmlns:p='u'><i><k/></i></p:a></r>"},
        Case{"InsertBehind", insert_after, "<r>\n\t<a/>\n</r>",
             "<r>\n\t<a/>\n\t<i>\n\t  <k/>\n\t</i>\n</r>"},
        Case{"InsertBehindInALine", insert_after, "<r><a/></r>", "<r><a/><i><k/></i></r>"},
        Case{"InsertInFront", insert_before, "<r>\n <!-- c --><b/>\n</r>",
             "<r>\n <!-- c --><i/><k/><b/>\n</r>"},
        Case{"InsertInFrontOfALine", insert_before, "<r>\n <b/>\n</r>",
             "<r>\n <i/>\n <k/>\n <b/>\n</r>"},
        Case{"ByteOrderMark", rename, "\xEF\xBB\xBF<r><a/></r>", "\xEF\xBB\xBF<r><new/></r>"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(Rewriting, RefusesTwoChangesOfOneText) {
  const auto document = Document::parse("<r><a x='1'/></r>", "a.xml");
  Rewriting rewriting(*document);
  rewriting.remove(document->root().first_child());
  rewriting.remove(document->root().first_child(), "x");
  EXPECT_EQ(std::move(rewriting).finish().error().code, ErrorCode::Request);
}

TEST(Rewriting, RefusesOtherEncodings) {
  const auto document =
      Document::parse("<?xml version='1.0' encoding='ISO-8859-1'?><r><a x='\xE4'/></r>", "a.xml");
  ASSERT_TRUE(document);
  Rewriting rewriting(*document);
  rewriting.remove(document->root().first_child());
  EXPECT_EQ(std::move(rewriting).finish().error().code, ErrorCode::Request);
}

}  // namespace
}  // namespace umlauf::xml
