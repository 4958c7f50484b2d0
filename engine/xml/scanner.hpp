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

/// Stands for no record in the lists of `Structure`.
inline constexpr std::uint32_t kNone = 0xFFFFFFFF;

/// One element. They lie in document order: the first child of an element follows it.
struct ElementRecord {
  std::uint32_t start = 0;    ///< of `<`; the name follows
  std::uint32_t tag_end = 0;  ///< behind `>` of the start tag
  std::uint32_t end = 0;      ///< behind `>` of the end tag
  std::uint32_t scope = 0;    ///< the namespace declarations in force
  std::uint32_t parent = kNone;
  std::uint32_t next = kNone;    ///< the sibling that follows
  std::uint32_t attributes = 0;  ///< its first one; those of the next element follow its last one
  std::uint32_t text = kNone;    ///< the first of its runs
  std::uint32_t local = 0;       ///< where in the name the part behind the prefix begins
  std::uint32_t name_length = 0;
};

/// One attribute that is no namespace declaration.
struct AttributeRecord {
  std::uint32_t name = 0;   ///< where it stands
  std::uint32_t local = 0;  ///< where in the name the part behind the prefix begins
  std::uint32_t name_length = 0;
  std::uint32_t value = 0;  ///< behind the opening quote
  std::uint32_t value_length = 0;
  /// In `Structure::expanded`, where the value is not just what stands between the quotes.
  std::uint32_t expanded = kNone;
};

/// One run of character data of an element, between two pieces of markup.
struct TextRecord {
  std::uint32_t start = 0;
  std::uint32_t length = 0;
  std::uint32_t next = kNone;  ///< the run of the same element that follows
  bool is_cdata = false;
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

/// A whole document in flat arrays; places are bytes of its text.
struct Structure {
  std::vector<ElementRecord> elements;
  std::vector<AttributeRecord> attributes;
  std::vector<TextRecord> texts;
  std::vector<NamespaceScope> scopes;
  std::vector<NamespaceDeclaration> declarations;
  std::deque<std::string> expanded;  ///< values that were written with references or line ends

  /// nullptr where the prefix is not declared in that scope.
  const NamespaceDeclaration* find(std::uint32_t scope, std::string_view prefix) const;
};

/// Reads a text once: checks that it is well-formed (XML 1.0) and has its namespaces in order
/// (Namespaces in XML 1.0), and notes what is where. Views in the result point into `text`.
///
/// Stops at the first thing that makes the structure unclear; goes on after what does not.
Structure scan(std::string_view text, const Limits& limits, Findings& findings);

}  // namespace umlauf::xml::detail
