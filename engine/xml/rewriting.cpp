#include "engine/xml/rewriting.hpp"

#include <algorithm>
#include <utility>

namespace umlauf::xml {

namespace {

constexpr std::string_view kSpace = " \t\r\n";

bool is_blank(std::string_view text) { return text.find_first_not_of(kSpace) == text.npos; }

}  // namespace

std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      case '\'':
        result += "&apos;";
        break;
      default:
        result += c;
    }
  }
  return result;
}

void Rewriting::change(std::size_t offset, std::size_t length, std::string text) {
  changes_.push_back({offset, length, std::move(text)});
}

std::size_t Rewriting::end_of(const Element& element) const {
  return element.offset() + element.source().size();
}

std::size_t Rewriting::end_of_start_tag(const Element& element) const {
  const SourceSpan span = element.span();
  return std::size_t{span.offset} + span.length;
}

bool Rewriting::is_empty_tag(const Element& element) const {
  return text_.substr(end_of_start_tag(element) - 2, 2) == "/>";
}

void Rewriting::rename(const Element& element, std::string_view local) {
  const std::size_t prefix = element.prefix().empty() ? 0 : element.prefix().size() + 1;
  change(element.offset() + 1 + prefix, element.name().size(), std::string(local));
  if (is_empty_tag(element)) return;
  const std::size_t end_tag = text_.rfind("</", end_of(element) - 1);
  change(end_tag + 2 + prefix, element.name().size(), std::string(local));
}

void Rewriting::set(const Element& element, std::string_view attribute, std::string_view value) {
  if (const auto known = element.attribute(attribute)) {
    const SourceSpan span = known->value_span();
    change(span.offset, span.length, escaped(value));
    return;
  }
  std::size_t end = end_of_start_tag(element) - (is_empty_tag(element) ? 2 : 1);
  while (kSpace.find(text_[end - 1]) != kSpace.npos) --end;
  change(end, 0, " " + std::string(attribute) + "=\"" + escaped(value) + "\"");
}

void Rewriting::remove(const Element& element, std::string_view attribute) {
  const auto known = element.attribute(attribute);
  if (!known) return;
  const SourceSpan span = known->span();
  std::size_t begin = span.offset;
  while (kSpace.find(text_[begin - 1]) != kSpace.npos) --begin;
  change(begin, span.offset + span.length - begin, {});
}

void Rewriting::remove(const Element& element) {
  bool alone = false;
  const std::string_view before = before_in_line(element, alone);
  std::size_t begin = element.offset();
  if (alone && begin > before.size()) {
    begin -= before.size() + 1;  // with the line feed
    if (begin > 0 && text_[begin - 1] == '\r') --begin;
  }
  change(begin, end_of(element) - begin, {});
}

std::string_view Rewriting::before_in_line(const Element& element, bool& alone) const {
  const std::size_t begin = element.offset();
  const std::size_t feed = begin == 0 ? text_.npos : text_.rfind('\n', begin - 1);
  const std::size_t line = feed == text_.npos ? 0 : feed + 1;
  const std::string_view before = text_.substr(line, begin - line);
  alone = feed != text_.npos && is_blank(before);
  return before;
}

std::string Rewriting::indented(std::string_view xml, std::string_view indentation) const {
  std::string result(indentation);
  for (const char c : xml) {
    if (c == '\n')
      result += line_end_ + std::string(indentation);
    else
      result += c;
  }
  return result;
}

namespace {

// Without the lines that it was written in.
std::string in_one_line(std::string_view xml) {
  std::string result;
  bool indentation = false;
  for (const char c : xml) {
    if (c == '\n') indentation = true;
    if (c != '\n' && c != ' ') indentation = false;
    if (!indentation) result += c;
  }
  return result;
}

}  // namespace

void Rewriting::insert_before(const Element& sibling, std::string_view xml) {
  bool alone = false;
  const std::string_view before = before_in_line(sibling, alone);
  if (!alone) return change(sibling.offset(), 0, in_one_line(xml));
  change(sibling.offset() - before.size(), 0, indented(xml, before) + line_end_);
}

void Rewriting::insert_after(const Element& sibling, std::string_view xml) {
  bool alone = false;
  const std::string_view before = before_in_line(sibling, alone);
  if (!alone) return change(end_of(sibling), 0, in_one_line(xml));
  change(end_of(sibling), 0, line_end_ + indented(xml, before));
}

void Rewriting::insert_first(const Element& parent, std::string_view xml) {
  if (const Element first = parent.first_child()) return insert_before(first, xml);
  bool alone = false;
  const std::string before(before_in_line(parent, alone));
  const std::string content =
      alone ? line_end_ + indented(xml, before + "  ") + line_end_ + before : in_one_line(xml);
  const std::size_t end = end_of_start_tag(parent);
  if (!is_empty_tag(parent)) return change(end, 0, content);
  const std::string name = (parent.prefix().empty() ? "" : std::string(parent.prefix()) + ":") +
                           std::string(parent.name());
  change(end - 2, 2, ">" + content + "</" + name + ">");
}

Result<std::string> Rewriting::finish() && {
  const std::string_view bytes = document_.bytes();
  const std::size_t start = bytes.size() - std::min(bytes.size(), text_.size());
  if (bytes.substr(start) != text_)
    return error(ErrorCode::Request, "only documents in UTF-8 can be changed",
                 "nur Dokumente in UTF-8 lassen sich ändern");
  std::stable_sort(changes_.begin(), changes_.end(),
                   [](const Change& a, const Change& b) { return a.offset < b.offset; });
  std::string result(bytes.substr(0, start));
  std::size_t done = 0;
  for (const Change& each : changes_) {
    if (each.offset < done)
      return error(ErrorCode::Request, "two changes concern the same text",
                   "zwei Änderungen betreffen denselben Text");
    result += text_.substr(done, each.offset - done);
    result += each.text;
    done = each.offset + each.length;
  }
  result += text_.substr(done);
  return result;
}

}  // namespace umlauf::xml
