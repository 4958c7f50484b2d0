#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/xml/document.hpp"

namespace umlauf::xml {

/// Changes to the text of a document. Elements are those of the document as it was read; what no
/// change touches stays byte for byte. What is inserted is indented as what it stands beside, and
/// stands in the same line where that shares its line with others.
class Rewriting {
 public:
  explicit Rewriting(const Document& document)
      : document_(document),
        text_(document.text()),
        line_end_(text_.find("\r\n") == text_.npos ? "\n" : "\r\n") {}

  /// Keeps the prefix.
  void rename(const Element& element, std::string_view local);
  void set(const Element& element, std::string_view attribute, std::string_view value);
  void remove(const Element& element, std::string_view attribute);
  void remove(const Element& element);
  /// `xml` is written with line feeds, each level of it indented by two blanks.
  void insert_before(const Element& sibling, std::string_view xml);
  void insert_after(const Element& sibling, std::string_view xml);
  void insert_first(const Element& parent, std::string_view xml);

  /// The document in UTF-8, with its byte order mark if it had one. Errors: Request where it is
  /// written in another encoding, or where two changes concern the same text.
  Result<std::string> finish() &&;

 private:
  struct Change {
    std::size_t offset;
    std::size_t length;
    std::string text;
  };

  void change(std::size_t offset, std::size_t length, std::string text);
  std::size_t end_of(const Element& element) const;
  std::size_t end_of_start_tag(const Element& element) const;
  bool is_empty_tag(const Element& element) const;
  /// What stands before the element in its line; `alone` where that is white space only.
  std::string_view before_in_line(const Element& element, bool& alone) const;
  std::string indented(std::string_view xml, std::string_view indentation) const;

  const Document& document_;
  std::string_view text_;
  std::string line_end_;
  std::vector<Change> changes_;
};

/// As the value of an attribute in double quotes, or as character data.
std::string escaped(std::string_view text);

}  // namespace umlauf::xml
