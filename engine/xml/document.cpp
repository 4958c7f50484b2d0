#include "engine/xml/document.hpp"

#include <algorithm>
#include <utility>

#include "engine/xml/characters.hpp"
#include "engine/xml/encoding.hpp"
#include "engine/xml/positions.hpp"
#include "engine/xml/references.hpp"
#include "engine/xml/scanner.hpp"

namespace umlauf::xml {

struct detail::Content {
  std::string file;
  std::string own;  ///< where the document keeps its bytes itself
  std::string_view bytes;
  std::string converted;
  std::string_view text;
  Structure structure;
  Positions positions;

  SourceSpan span(std::size_t offset, std::size_t length) const {
    return positions.span(text, offset, length);
  }
  const ElementRecord& element(std::uint32_t index) const { return structure.elements[index]; }
  const AttributeRecord& attribute(std::uint32_t index) const {
    return structure.attributes[index];
  }
  /// Where the attributes of an element end.
  std::uint32_t attributes_end(std::uint32_t element) const {
    return static_cast<std::uint32_t>(element + 1 < structure.elements.size()
                                          ? structure.elements[element + 1].attributes
                                          : structure.attributes.size());
  }
  // Asked for each attribute again and again: records lie within the text, which need not be
  // checked.
  std::string_view local_name(const AttributeRecord& record) const {
    return {text.data() + record.name + record.local, record.name_length - record.local};
  }
  std::string_view value(const AttributeRecord& record) const {
    if (record.expanded != kNone) return structure.expanded[record.expanded];
    return {text.data() + record.value, record.value_length};
  }
};

namespace {

using detail::Content;
using detail::kNone;

Diagnostics diagnostics_of(const detail::Findings& findings, const Content& content) {
  Diagnostics result;
  for (const detail::Finding& finding : findings) {
    Diagnostic& diagnostic = result.emplace_back();
    diagnostic.severity = finding.severity;
    diagnostic.rule = "XML-01";
    diagnostic.message = finding.message;
    diagnostic.file = content.file;
    diagnostic.span = content.span(finding.offset, finding.length);
  }
  std::stable_sort(result.begin(), result.end(), [](const Diagnostic& a, const Diagnostic& b) {
    return a.span.offset < b.span.offset;
  });
  return result;
}

Error refusal(const detail::Findings& findings, const Content& content) {
  Error result;
  const bool limit = std::any_of(findings.begin(), findings.end(),
                                 [](const detail::Finding& finding) { return finding.limit; });
  result.code = limit ? ErrorCode::Limit : ErrorCode::Deploy;
  result.message = {"the document is not well-formed XML",
                    "das Dokument ist kein wohlgeformtes XML"};
  result.diagnostics = diagnostics_of(findings, content);
  return result;
}

bool has_errors(const detail::Findings& findings) {
  return std::any_of(findings.begin(), findings.end(), [](const detail::Finding& finding) {
    return finding.severity == Severity::Error;
  });
}

detail::Finding too_large(const Limits& limits) {
  const std::string bound = std::to_string(limits.bytes_max);
  return {0,
          0,
          Severity::Error,
          true,
          {"the document is larger than " + bound + " bytes",
           "das Dokument ist größer als " + bound + " Bytes"}};
}

Result<Done> fill(Content& content, const Limits& limits, Diagnostics& warnings) {
  detail::Findings findings;
  if (content.bytes.size() > limits.bytes_max) {
    findings.push_back(too_large(limits));
    return refusal(findings, content);
  }
  std::optional<detail::Decoded> decoded = detail::decode(content.bytes, limits, findings);
  if (!decoded) {
    content.positions = detail::Positions(content.text, true);  // of the one finding
    return refusal(findings, content);
  }
  content.converted = std::move(decoded->converted);
  content.text = decoded->as_given ? content.bytes.substr(decoded->start)
                                   : std::string_view(content.converted);
  if (content.text.size() > limits.bytes_max) findings.push_back(too_large(limits));
  const bool ascii = detail::check_characters(content.text, limits, findings);
  content.positions = detail::Positions(content.text, ascii);
  if (!has_errors(findings) || findings.size() < limits.findings_max)
    content.structure = detail::scan(content.text, limits, findings);
  if (has_errors(findings)) return refusal(findings, content);
  warnings = diagnostics_of(findings, content);
  return Done{};
}

}  // namespace

Result<Document> Document::parse(std::string bytes, std::string file, const Limits& limits) {
  auto content = std::make_unique<Content>();
  content->own = std::move(bytes);
  content->bytes = content->own;
  return read(std::move(content), std::move(file), limits);
}

Result<Document> Document::view(std::string_view bytes, std::string file, const Limits& limits) {
  auto content = std::make_unique<Content>();
  content->bytes = bytes;
  return read(std::move(content), std::move(file), limits);
}

Result<Document> Document::read(std::unique_ptr<detail::Content> content, std::string file,
                                const Limits& limits) {
  content->file = std::move(file);
  Document document(std::move(content));
  UMLAUF_CHECK(fill(*document.content_, limits, document.warnings_));
  return document;
}

Document::Document(std::unique_ptr<detail::Content> content) : content_(std::move(content)) {}
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;
Document::~Document() = default;

Element Document::root() const { return Element(content_.get(), 0); }
const std::string& Document::file() const { return content_->file; }
std::string_view Document::bytes() const { return content_->bytes; }
std::string_view Document::text() const { return content_->text; }
SourceSpan Document::span(std::size_t offset, std::size_t length) const {
  return content_->span(offset, length);
}

// Element
// ------------------------------------------------------------------------------------------

std::string_view Element::name() const {
  const detail::ElementRecord& record = content_->element(index_);
  return content_->text.substr(record.start + 1 + record.local, record.name_length - record.local);
}

std::string_view Element::prefix() const {
  const detail::ElementRecord& record = content_->element(index_);
  return content_->text.substr(record.start + 1, record.local == 0 ? 0 : record.local - 1);
}

std::string_view Element::namespace_uri() const {
  return namespace_of(prefix()).value_or(std::string_view());
}

bool Element::is(std::string_view namespace_uri_, std::string_view name_) const {
  return content_ != nullptr && name() == name_ && namespace_uri() == namespace_uri_;
}

SourceSpan Element::span() const {
  const detail::ElementRecord& record = content_->element(index_);
  return content_->span(record.start, record.tag_end - record.start);
}

std::string_view Element::source() const {
  const detail::ElementRecord& record = content_->element(index_);
  return content_->text.substr(record.start, record.end - record.start);
}

std::uint32_t Element::offset() const { return content_->element(index_).start; }

Element Element::parent() const {
  const std::uint32_t parent = content_->element(index_).parent;
  return parent == kNone ? Element() : Element(content_, parent);
}

Element Element::first_child() const {
  const std::uint32_t behind = index_ + 1;
  const bool within =
      behind < content_->structure.elements.size() && content_->element(behind).parent == index_;
  return within ? Element(content_, behind) : Element();
}

Element Element::next_sibling() const {
  const std::uint32_t next = content_->element(index_).next;
  return next == kNone ? Element() : Element(content_, next);
}

Children Element::children() const { return Children(*this); }

Element Element::child(std::string_view namespace_uri_, std::string_view name_) const {
  for (Element child = first_child(); child; child = child.next_sibling())
    if (child.is(namespace_uri_, name_)) return child;
  return {};
}

Element Element::next_in(const Element& root) const {
  if (const Element child = first_child()) return child;
  for (Element here = *this; here && here != root; here = here.parent())
    if (const Element sibling = here.next_sibling()) return sibling;
  return {};
}

Attributes Element::attributes() const { return Attributes(*this); }

std::optional<Attribute> Element::attribute(std::string_view name_) const {
  const std::uint32_t end = content_->attributes_end(index_);
  for (std::uint32_t i = content_->element(index_).attributes; i < end; ++i) {
    const detail::AttributeRecord& record = content_->attribute(i);
    if (record.local == 0 && content_->local_name(record) == name_)
      return Attribute(*content_, index_, i);
  }
  return std::nullopt;
}

std::optional<Attribute> Element::attribute(std::string_view namespace_uri_,
                                            std::string_view name_) const {
  for (const Attribute& attribute : attributes())
    if (attribute.name() == name_ && attribute.namespace_uri() == namespace_uri_) return attribute;
  return std::nullopt;
}

std::string_view Element::value(std::string_view name_, std::string_view fallback) const {
  const std::optional<Attribute> found = attribute(name_);
  return found ? found->value() : fallback;
}

std::string Element::text() const {
  std::string result;
  const std::vector<detail::TextRecord>& texts = content_->structure.texts;
  for (std::uint32_t i = content_->element(index_).text; i != kNone; i = texts[i].next)
    detail::append_expanded(
        result, content_->text.substr(texts[i].start, texts[i].length),
        texts[i].is_cdata ? detail::CharacterData::Cdata : detail::CharacterData::Text);
  return result;
}

SourceSpan Element::text_span() const {
  const std::uint32_t first = content_->element(index_).text;
  if (first == kNone) return span();
  const std::size_t start = content_->structure.texts[first].start;
  const std::size_t end = content_->text.find('<', start);
  return content_->span(start, std::min(end, content_->text.size()) - start);
}

std::optional<std::string_view> Element::namespace_of(std::string_view prefix_) const {
  const detail::Structure& structure = content_->structure;
  if (const auto* declaration = structure.find(content_->element(index_).scope, prefix_))
    return declaration->uri;
  if (prefix_.empty()) return std::string_view();
  return std::nullopt;
}

std::vector<std::string_view> Element::declared_namespaces() const {
  const detail::Structure& structure = content_->structure;
  const std::uint32_t own = content_->element(index_).scope;
  const Element outer = parent();
  std::vector<std::string_view> result;
  if (own == (outer ? content_->element(outer.index_).scope : 0)) return result;
  const detail::NamespaceScope& scope = structure.scopes[own];
  for (std::uint32_t i = 0; i < scope.count; ++i)
    result.push_back(structure.declarations[scope.first + i].uri);
  return result;
}

std::optional<QualifiedName> Element::resolve(std::string_view qualified_name) const {
  const std::string_view name_ = trimmed(qualified_name);
  const std::size_t colon = name_.find(':');
  const bool prefixed = colon != std::string_view::npos;
  const auto uri = namespace_of(prefixed ? name_.substr(0, colon) : std::string_view());
  if (!uri) return std::nullopt;
  return QualifiedName{*uri, prefixed ? name_.substr(colon + 1) : name_};
}

// Attributes
// ---------------------------------------------------------------------------------------

Attribute::Attribute(const detail::Content& content, std::uint32_t element, std::uint32_t index)
    : content_(&content), element_(element), index_(index) {
  const detail::AttributeRecord& record = content.attribute(index);
  name_ = content.local_name(record);
  value_ = content.value(record);
  prefix_length_ = record.local == 0 ? 0 : record.local - 1;
}

std::string_view Attribute::namespace_uri() const {
  if (prefix_length_ == 0) return {};
  const detail::Structure& structure = content_->structure;
  const auto* declaration = structure.find(content_->element(element_).scope, prefix());
  return declaration ? declaration->uri : std::string_view();
}

SourceSpan Attribute::value_span() const {
  const detail::AttributeRecord& record = content_->attribute(index_);
  return content_->span(record.value, record.value_length);
}

SourceSpan Attribute::span() const {
  const detail::AttributeRecord& record = content_->attribute(index_);
  return content_->span(record.name, record.value + record.value_length + 1 - record.name);
}

Attributes::Attributes(const Element& element)
    : element_(element),
      first_(element.content_->element(element.index_).attributes),
      end_(element.content_->attributes_end(element.index_)) {}

// Begins before its first attribute, and goes on to it.
Attributes::Iterator::Iterator(const Element& element, std::uint32_t index, std::uint32_t end)
    : index_(index - 1), end_(end) {
  current_.content_ = element.content_;
  current_.element_ = element.index_;
  ++*this;
}

// Only what differs from one attribute of an element to the next.
Attributes::Iterator& Attributes::Iterator::operator++() {
  if (++index_ == end_) return *this;
  const detail::AttributeRecord& record = current_.content_->attribute(index_);
  current_.index_ = index_;
  current_.name_ = current_.content_->local_name(record);
  current_.value_ = current_.content_->value(record);
  current_.prefix_length_ = record.local == 0 ? 0 : record.local - 1;
  return *this;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && detail::is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && detail::is_space(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace umlauf::xml
