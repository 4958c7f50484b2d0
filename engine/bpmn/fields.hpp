#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/diagnostic.hpp"
#include "engine/bpmn/schema.hpp"
#include "engine/xml/document.hpp"

namespace umlauf::bpmn::detail {

/// The findings of one reading.
class Findings {
 public:
  explicit Findings(std::string file) : file_(std::move(file)) {}

  void report(Severity severity, std::string_view rule, const SourceSpan& span,
              std::string_view element, Text message);
  /// In document order.
  Diagnostics take();

 private:
  static constexpr std::size_t kMost = 1000;  ///< beyond, a document is not worth more talk
  std::string file_;
  Diagnostics diagnostics_;
};

/// The attributes of one element that BPMN knows there, checked against the schema.
class Fields {
 public:
  Fields(const xml::Element& element, Tag tag, Findings& findings);

  const xml::Element& element() const { return element_; }
  Tag tag() const { return tag_; }
  std::string_view id() const { return text("id"); }
  /// Whether there are attributes of other namespaces, which are none of these.
  bool has_foreign() const { return foreign_ != 0; }
  std::size_t foreign() const { return foreign_; }  ///< how many

  const xml::Attribute* find(std::string_view name) const;
  std::string_view text(std::string_view name, std::string_view fallback = {}) const;
  bool flag(std::string_view name, bool fallback) const;
  std::optional<bool> optional_flag(std::string_view name) const;
  std::int64_t integer(std::string_view name, std::int64_t fallback) const;
  /// Position among the values of an enumeration (`values_of`).
  std::size_t choice(std::string_view name, ValueType type, std::size_t fallback) const;
  template <typename E>
  E choice(std::string_view name, ValueType type, E fallback) const {
    return static_cast<E>(choice(name, type, static_cast<std::size_t>(fallback)));
  }

 private:
  void check_value(const xml::Attribute& attribute, const AttributeRule& rule, Findings& findings);
  void check_required(const ElementSchema& schema, Findings& findings) const;

  static constexpr std::size_t kMost = 12;  // no element of the schema has more
  xml::Element element_;
  Tag tag_;
  std::array<xml::Attribute, kMost> known_;
  std::size_t count_ = 0;
  std::size_t foreign_ = 0;
};

inline constexpr std::string_view kXsiNamespace = "http://www.w3.org/2001/XMLSchema-instance";

std::optional<std::int64_t> parse_integer(std::string_view text);
std::optional<bool> parse_boolean(std::string_view text);
std::string quoted(std::string_view text);

}  // namespace umlauf::bpmn::detail
