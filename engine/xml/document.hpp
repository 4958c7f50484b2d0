#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/base/source_span.hpp"

namespace umlauf::xml {

class Attributes;
class Children;
class Document;

/// What a document may cost. A document beyond one of these is refused with XML-01.
struct Limits {
  std::size_t bytes_max = std::size_t{64} << 20;  ///< of the input, and of its UTF-8 form
  std::uint32_t depth_max = 256;                  ///< of nested elements
  std::uint32_t elements_max = 1'000'000;
  std::uint32_t attributes_max = 256;  ///< of one element, namespace declarations included
  std::uint32_t attributes_total_max = 4'000'000;
  std::uint32_t findings_max = 100;    ///< after that many the reading stops
  std::uint32_t namespaces_max = 256;  ///< declared on an element and around it
};

/// A name with its namespace; `namespace_uri` is empty where there is none.
struct QualifiedName {
  std::string_view namespace_uri;
  std::string_view local;

  bool operator==(const QualifiedName&) const = default;
};

namespace detail {
struct Content;  // the document as read, defined in document.cpp
}

/// One attribute; a view into its Document, which must outlive it. Namespace declarations are no
/// attributes here. All texts have entities and character references expanded.
class Attribute {
 public:
  Attribute() = default;

  std::string_view name() const { return name_; }  ///< without prefix
  std::string_view prefix() const {                ///< empty where there is none
    if (prefix_length_ == 0) return {};
    return {name_.data() - prefix_length_ - 1, prefix_length_};  // before the colon
  }
  /// Empty for an attribute without prefix (Namespaces in XML §6.2: no default for attributes).
  std::string_view namespace_uri() const;
  std::string_view value() const { return value_; }
  SourceSpan span() const;        ///< from the name to the closing quote
  SourceSpan value_span() const;  ///< what lies between the quotes

 private:
  friend class Attributes;
  friend class Element;
  Attribute(const detail::Content& content, std::uint32_t element, std::uint32_t index);

  const detail::Content* content_ = nullptr;
  std::string_view name_;
  std::string_view value_;
  std::uint32_t prefix_length_ = 0;
  std::uint32_t element_ = 0;
  std::uint32_t index_ = 0;
};

/// A cursor on one element; as cheap to copy as two pointers, valid as long as its Document. A
/// default-constructed cursor stands nowhere: it converts to false and must not be asked else.
class Element {
 public:
  Element() = default;

  explicit operator bool() const { return content_ != nullptr; }
  bool operator==(const Element&) const = default;

  std::string_view name() const;    ///< without prefix
  std::string_view prefix() const;  ///< empty where there is none
  std::string_view namespace_uri() const;
  bool is(std::string_view namespace_uri, std::string_view name) const;

  SourceSpan span() const;  ///< the start tag, from `<` to `>`
  /// The element as it is written, start tag to end tag, in UTF-8.
  std::string_view source() const;

  Element parent() const;
  Element first_child() const;
  Element next_sibling() const;
  Children children() const;
  /// The first child of that name, or a cursor that stands nowhere.
  Element child(std::string_view namespace_uri, std::string_view name) const;
  /// The element that follows in document order within `root`, or nowhere: a walk over a subtree
  /// without recursion.
  Element next_in(const Element& root) const;

  Attributes attributes() const;
  /// The attribute of that name without a namespace.
  std::optional<Attribute> attribute(std::string_view name) const;
  std::optional<Attribute> attribute(std::string_view namespace_uri, std::string_view name) const;
  /// The value of the attribute without a namespace; `fallback` where it is absent.
  std::string_view value(std::string_view name, std::string_view fallback = {}) const;

  /// The character data directly in this element (CDATA included, comments and child elements left
  /// out), as written: not trimmed. A run of only white space counts where it is all there is.
  std::string text() const;
  /// Where the text begins; the start tag where there is none.
  SourceSpan text_span() const;

  /// The namespace that a prefix stands for at this element ("" asks for the default namespace);
  /// nullopt where the prefix is not declared.
  std::optional<std::string_view> namespace_of(std::string_view prefix) const;
  /// The namespaces declared on this element itself, in document order.
  std::vector<std::string_view> declared_namespaces() const;
  /// Resolves `tns:foo` at this element (XML Schema Part 2 §3.2.18: an unprefixed QName takes the
  /// default namespace). Surrounding white space is ignored; nullopt where the prefix is not
  /// declared.
  std::optional<QualifiedName> resolve(std::string_view qualified_name) const;

  /// Where two cursors of one document stand to each other: grows in document order.
  std::uint32_t offset() const;

 private:
  friend class Attribute;
  friend class Attributes;
  friend class Children;
  friend class Document;
  Element(const detail::Content* content, std::uint32_t index) : content_(content), index_(index) {}

  const detail::Content* content_ = nullptr;
  std::uint32_t index_ = 0;
};

/// `for (const Attribute& attribute : element.attributes())`, in document order.
class Attributes {
 public:
  class Iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = Attribute;
    using difference_type = std::ptrdiff_t;
    using pointer = const Attribute*;
    using reference = const Attribute&;

    const Attribute& operator*() const { return current_; }
    const Attribute* operator->() const { return &current_; }
    Iterator& operator++();
    bool operator==(const Iterator& other) const { return index_ == other.index_; }

   private:
    friend class Attributes;
    Iterator(const Element& element, std::uint32_t index, std::uint32_t end);
    std::uint32_t index_ = 0;
    std::uint32_t end_ = 0;
    Attribute current_;
  };

  Iterator begin() const { return {element_, first_, end_}; }
  Iterator end() const { return {element_, end_, end_}; }

 private:
  friend class Element;
  explicit Attributes(const Element& element);
  Element element_;
  std::uint32_t first_ = 0;
  std::uint32_t end_ = 0;
};

/// `for (const Element child : element.children())`, in document order.
class Children {
 public:
  class Iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = Element;
    using difference_type = std::ptrdiff_t;
    using pointer = const Element*;
    using reference = const Element&;

    explicit Iterator(Element element) : element_(element) {}
    const Element& operator*() const { return element_; }
    const Element* operator->() const { return &element_; }
    Iterator& operator++() {
      element_ = element_.next_sibling();
      return *this;
    }
    bool operator==(const Iterator&) const = default;

   private:
    Element element_;
  };

  Iterator begin() const { return Iterator(element_.first_child()); }
  Iterator end() const { return Iterator(Element()); }

 private:
  friend class Element;
  explicit Children(Element element) : element_(element) {}
  Element element_;
};

/// A well-formed XML 1.0 document with namespaces, and the bytes that it was read from.
///
/// Reads UTF-8, UTF-16 (either byte order), ISO-8859-1, ISO-8859-15, windows-1252 and US-ASCII,
/// with or without byte order mark. Document type declarations are refused, so there are no
/// entities but the five predefined ones and nothing is ever fetched.
/// Costs about 2 ns a byte; positions are worked out when asked for. Immutable, movable; may be
/// read by several threads at once.
class Document {
 public:
  /// The Error has code Deploy (Limit where a limit was reached) and holds every finding as a
  /// Diagnostic of rule XML-01 with its place; what can be passed over (a duplicate attribute, an
  /// undeclared prefix, a forbidden character) does not hide what follows.
  static Result<Document> parse(std::string bytes, std::string file, const Limits& limits = {});
  /// The same over bytes that somebody else keeps: they must outlive the document.
  static Result<Document> view(std::string_view bytes, std::string file, const Limits& limits = {});

  Document(Document&&) noexcept;
  Document& operator=(Document&&) noexcept;
  ~Document();

  Element root() const;
  const std::string& file() const;
  std::string_view bytes() const;  ///< the original, byte for byte
  std::string_view text() const;   ///< in UTF-8; spans count its bytes

  /// What was passed over while reading: an encoding declared that the document is not in.
  const Diagnostics& warnings() const { return warnings_; }

  /// Line and column of a byte of `text()`.
  SourceSpan span(std::size_t offset, std::size_t length) const;

 private:
  explicit Document(std::unique_ptr<detail::Content> content);
  static Result<Document> read(std::unique_ptr<detail::Content> content, std::string file,
                               const Limits& limits);
  std::unique_ptr<detail::Content> content_;
  Diagnostics warnings_;
};

/// Without white space at both ends (space, tab, line feed, carriage return).
std::string_view trimmed(std::string_view text);

}  // namespace umlauf::xml
