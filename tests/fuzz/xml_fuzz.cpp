// Reads whatever comes as XML and asks everything that a cursor can be asked.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "engine/xml/document.hpp"

namespace {

using namespace umlauf;

void require(bool holds) {
  if (!holds) std::abort();
}

void visit(const xml::Document& document, const xml::Element& element) {
  const SourceSpan span = element.span();
  const std::string_view text = document.text();
  require(span.line > 0 && span.column > 0 && text[span.offset] == '<');
  require(text.substr(span.offset + span.length - 1, 1) == ">");
  const std::string_view source = element.source();
  require(source.front() == '<' && source.back() == '>');
  require(!element.name().empty());
  require(element.prefix().empty() || !element.namespace_uri().empty());
  for (const xml::Attribute& attribute : element.attributes()) {
    const SourceSpan value = attribute.value_span();
    require(attribute.span().offset < value.offset && value.offset + value.length < text.size());
    require(attribute.prefix().empty() || !attribute.namespace_uri().empty());
    element.resolve(attribute.value());
  }
  require(element.text_span().known());
  element.text();
  element.declared_namespaces();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  const Result<xml::Document> document = xml::Document::parse(bytes, "fuzz.xml");
  if (!document) {
    require(!document.error().diagnostics.empty());
    for (const Diagnostic& diagnostic : document.error().diagnostics)
      require(diagnostic.span.known() && !diagnostic.message.german.empty());
    return 0;
  }
  require(document->bytes() == bytes);
  const xml::Element root = document->root();
  std::uint32_t before = 0;
  for (xml::Element here = root; here; here = here.next_in(root)) {
    require(here == root || here.offset() > before);
    before = here.offset();
    visit(*document, here);
  }
  return 0;
}
