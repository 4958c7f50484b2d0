#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "engine/xml/document.hpp"
#include "engine/xml/encoding.hpp"

namespace umlauf::xml::detail {

inline constexpr std::string_view kXmlNamespace = "http://www.w3.org/XML/1998/namespace";
inline constexpr std::string_view kXmlnsNamespace = "http://www.w3.org/2000/xmlns/";

/// What the scanner notes of each element, in document order.
struct ElementRecord {
  std::uint32_t start = 0;    ///< of `<`
  std::uint32_t tag_end = 0;  ///< behind `>` of the start tag
  std::uint32_t end = 0;      ///< behind `>` of the end tag
  std::uint32_t scope = 0;    ///< the namespace declarations in force
};

/// The namespace declarations of one element; scope 0 has none and no parent.
struct NamespaceScope {
  std::uint32_t parent = 0;
  std::uint32_t first = 0;  ///< in `Structure::declarations`
  std::uint32_t count = 0;
};

struct NamespaceDeclaration {
  std::string_view prefix;
  std::string_view uri;
};

struct Structure {
  std::vector<ElementRecord> elements;
  std::vector<NamespaceScope> scopes;
  std::vector<NamespaceDeclaration> declarations;
  std::deque<std::string> unescaped;  ///< URIs that were written with references

  /// nullptr where the prefix is not declared in that scope.
  const NamespaceDeclaration* find(std::uint32_t scope, std::string_view prefix) const;
};

/// Checks that a text is well-formed (XML 1.0) and has its namespaces in order (Namespaces in XML
/// 1.0), and notes where its elements are. pugixml, which builds the tree afterwards, is lenient
/// by design: it accepts undeclared prefixes, duplicate attributes, undefined entities, several
/// roots, text outside of the root and document types. Views in the result point into `text`.
///
/// Stops at the first thing that makes the structure unclear; goes on after what does not.
Structure scan(std::string_view text, const Limits& limits, Findings& findings);

}  // namespace umlauf::xml::detail
