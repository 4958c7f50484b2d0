#include "engine/xml/document.hpp"

#include <algorithm>
#include <cstring>
#include <pugixml.hpp>
#include <utility>

#include "engine/xml/characters.hpp"
#include "engine/xml/encoding.hpp"
#include "engine/xml/positions.hpp"
#include "engine/xml/scanner.hpp"

namespace umlauf::xml {

using pugi::xml_attribute;
using pugi::xml_node;

/// pugixml parses `buffer` in place: names and values are pieces of it, so that a pointer into it
/// is a position in `text`, which has the same bytes untouched.
struct detail::Content {
  std::string file;
  std::string own;  ///< where the document keeps its bytes itself
  std::string_view bytes;
  std::string converted;
  std::string_view text;
  std::string buffer;
  Structure structure;
  std::vector<std::uint32_t> first_element;  ///< by block of 256 bytes
  Positions positions;
  pugi::xml_document tree;

  static xml_node node(const void* pointer) {
    return xml_node(static_cast<pugi::xml_node_struct*>(const_cast<void*>(pointer)));
  }
  static xml_attribute attribute(const void* pointer) {
    return xml_attribute(static_cast<pugi::xml_attribute_struct*>(const_cast<void*>(pointer)));
  }
  std::size_t offset(const char* place) const {
    return static_cast<std::size_t>(place - buffer.data());
  }
  SourceSpan span(std::size_t offset, std::size_t length) const {
    return positions.span(text, offset, length);
  }
  const ElementRecord& record(const void* pointer) const {
    const std::size_t start = offset(node(pointer).name()) - 1;
    const std::vector<ElementRecord>& all = structure.elements;
    std::size_t i = first_element[start / kBlock];
    while (all[i].start != start) ++i;
    return all[i];
  }
  void index_elements() {
    first_element.resize(text.size() / kBlock + 1);
    std::size_t element = 0;
    for (std::size_t block = 0; block < first_element.size(); ++block) {
      while (element < structure.elements.size() &&
             structure.elements[element].start < block * kBlock)
        ++element;
      first_element[block] = static_cast<std::uint32_t>(element);
    }
  }

  static constexpr std::size_t kBlock = 256;
};

namespace {

using detail::Content;

struct NameParts {
  std::string_view prefix;
  std::string_view local;
};

// In one walk: names are short, and there are more of them than of anything else.
NameParts parts_of(const char* name) {
  const char* local = name;
  const char* end = name;
  for (; *end != '\0'; ++end)
    if (*end == ':') local = end + 1;
  const auto length = [](const char* from, const char* to) {
    return static_cast<std::size_t>(to - from);
  };
  return {{name, local == name ? 0 : length(name, local) - 1}, {local, length(local, end)}};
}

NameParts parts_of(std::string_view name) {
  const std::size_t colon = name.find(':');
  if (colon == std::string_view::npos) return {{}, name};
  return {name.substr(0, colon), name.substr(colon + 1)};
}

bool declares_namespace(const NameParts& name) {
  return name.prefix == "xmlns" || (name.prefix.empty() && name.local == "xmlns");
}

bool is_text(const xml_node& node) {
  return node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata;
}

xml_node next_element(xml_node node) {
  while (node && node.type() != pugi::node_element) node = node.next_sibling();
  return node;
}

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

void build_tree(Content& content, detail::Findings& findings) {
  content.buffer.assign(content.text);
  const unsigned flags = pugi::parse_cdata | pugi::parse_escapes | pugi::parse_eol |
                         pugi::parse_wconv_attribute | pugi::parse_ws_pcdata_single;
  const pugi::xml_parse_result parsed = content.tree.load_buffer_inplace(
      content.buffer.data(), content.buffer.size(), flags, pugi::encoding_utf8);
  if (parsed) return;
  // The scanner accepted what pugixml does not: only memory can be the reason.
  findings.push_back({static_cast<std::uint32_t>(std::max<std::ptrdiff_t>(parsed.offset, 0)),
                      0,
                      Severity::Error,
                      false,
                      {std::string("the document cannot be read: ") + parsed.description(),
                       std::string("das Dokument ist nicht lesbar: ") + parsed.description()}});
}

}  // namespace

namespace {

Result<Done> fill(Content& content, const Limits& limits, Diagnostics& warnings) {
  detail::Findings findings;
  if (content.bytes.size() > limits.bytes_max) {
    findings.push_back(too_large(limits));
    return refusal(findings, content);
  }
  detail::Decoded decoded = detail::decode(content.bytes, limits, findings);
  content.converted = std::move(decoded.converted);
  content.text =
      decoded.as_given ? content.bytes.substr(decoded.start) : std::string_view(content.converted);
  if (content.text.size() > limits.bytes_max) findings.push_back(too_large(limits));
  const bool ascii = detail::check_characters(content.text, limits, findings);
  content.positions = detail::Positions(content.text, ascii);
  if (findings.size() < limits.findings_max)
    content.structure = detail::scan(content.text, limits, findings);
  if (has_errors(findings)) return refusal(findings, content);
  content.index_elements();
  build_tree(content, findings);
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

Element Document::root() const {
  return Element(content_.get(), content_->tree.document_element().internal_object());
}
const std::string& Document::file() const { return content_->file; }
std::string_view Document::bytes() const { return content_->bytes; }
std::string_view Document::text() const { return content_->text; }
SourceSpan Document::span(std::size_t offset, std::size_t length) const {
  return content_->span(offset, length);
}

// Element
// ------------------------------------------------------------------------------------------

std::string_view Element::name() const { return parts_of(Content::node(node_).name()).local; }
std::string_view Element::prefix() const { return parts_of(Content::node(node_).name()).prefix; }

std::string_view Element::namespace_uri() const {
  return namespace_of(prefix()).value_or(std::string_view());
}

bool Element::is(std::string_view namespace_uri_, std::string_view name_) const {
  return node_ != nullptr && name() == name_ && namespace_uri() == namespace_uri_;
}

SourceSpan Element::span() const {
  const detail::ElementRecord& record = content_->record(node_);
  return content_->span(record.start, record.tag_end - record.start);
}

std::string_view Element::source() const {
  const detail::ElementRecord& record = content_->record(node_);
  return content_->text.substr(record.start, record.end - record.start);
}

std::uint32_t Element::offset() const {
  return static_cast<std::uint32_t>(content_->offset(Content::node(node_).name()) - 1);
}

Element Element::parent() const {
  const xml_node parent = Content::node(node_).parent();
  if (parent.type() != pugi::node_element) return {};
  return Element(content_, parent.internal_object());
}

Element Element::first_child() const {
  const xml_node child = next_element(Content::node(node_).first_child());
  return child ? Element(content_, child.internal_object()) : Element();
}

Element Element::next_sibling() const {
  const xml_node sibling = next_element(Content::node(node_).next_sibling());
  return sibling ? Element(content_, sibling.internal_object()) : Element();
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
  const auto is_it = [&](const char* own) {
    return name_.compare(0, name_.size(), own, strnlen(own, name_.size() + 1)) == 0;
  };
  for (xml_attribute here = Content::node(node_).first_attribute(); here;
       here = here.next_attribute()) {
    if (!is_it(here.name())) continue;
    const Attribute found = *Attributes::Iterator(*this, here.internal_object());
    if (found.attribute_ == here.internal_object() && found.prefix_.empty()) return found;
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
  for (xml_node child = Content::node(node_).first_child(); child; child = child.next_sibling())
    if (is_text(child)) result += child.value();
  return result;
}

SourceSpan Element::text_span() const {
  for (xml_node child = Content::node(node_).first_child(); child; child = child.next_sibling())
    if (is_text(child)) {
      const std::size_t start = content_->offset(child.value());
      const std::size_t end = content_->text.find('<', start);
      return content_->span(start, std::min(end, content_->text.size()) - start);
    }
  return span();
}

std::optional<std::string_view> Element::namespace_of(std::string_view prefix_) const {
  const detail::Structure& structure = content_->structure;
  if (const auto* declaration = structure.find(content_->record(node_).scope, prefix_))
    return declaration->uri;
  if (prefix_.empty()) return std::string_view();
  return std::nullopt;
}

std::vector<std::string_view> Element::declared_namespaces() const {
  const detail::Structure& structure = content_->structure;
  const std::uint32_t own = content_->record(node_).scope;
  const Element outer = parent();
  std::vector<std::string_view> result;
  if (own == (outer ? content_->record(outer.node_).scope : 0)) return result;
  const detail::NamespaceScope& scope = structure.scopes[own];
  for (std::uint32_t i = 0; i < scope.count; ++i)
    result.push_back(structure.declarations[scope.first + i].uri);
  return result;
}

std::optional<QualifiedName> Element::resolve(std::string_view qualified_name) const {
  const std::string_view name_ = trimmed(qualified_name);
  const NameParts parts = parts_of(name_);
  const std::optional<std::string_view> uri = namespace_of(parts.prefix);
  if (!uri) return std::nullopt;
  return QualifiedName{*uri, parts.local};
}

// Attributes
// ---------------------------------------------------------------------------------------

std::string_view Attribute::namespace_uri() const {
  if (prefix_.empty()) return {};
  const auto* declaration = content_->structure.find(content_->record(node_).scope, prefix_);
  return declaration ? declaration->uri : std::string_view();
}

SourceSpan Attribute::value_span() const {
  const std::size_t start = content_->offset(Content::attribute(attribute_).value());
  const std::size_t end = content_->text.find(content_->text[start - 1], start);
  return content_->span(start, end - start);
}

SourceSpan Attribute::span() const {
  const std::size_t start = content_->offset(Content::attribute(attribute_).name());
  const std::size_t value = content_->offset(Content::attribute(attribute_).value());
  const std::size_t end = content_->text.find(content_->text[value - 1], value);
  return content_->span(start, end + 1 - start);
}

Attributes::Iterator::Iterator(const Element& element, const void* first) {
  current_.content_ = element.content_;
  current_.node_ = element.node_;
  settle(first);
}

void Attributes::Iterator::settle(const void* attribute) {
  xml_attribute here = Content::attribute(attribute);
  for (; here; here = here.next_attribute()) {
    const NameParts name = parts_of(here.name());
    if (declares_namespace(name)) continue;
    current_.prefix_ = name.prefix;
    current_.name_ = name.local;
    current_.value_ = here.value();
    break;
  }
  current_.attribute_ = here.internal_object();
}

Attributes::Iterator& Attributes::Iterator::operator++() {
  settle(Content::attribute(current_.attribute_).next_attribute().internal_object());
  return *this;
}

Attributes::Iterator Attributes::begin() const {
  return Iterator(element_, Content::node(element_.node_).first_attribute().internal_object());
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && detail::is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && detail::is_space(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace umlauf::xml
