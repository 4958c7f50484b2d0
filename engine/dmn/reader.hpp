#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/dmn/read.hpp"
#include "engine/xml/document.hpp"

/// Shared by the sources of the reader; private to engine/dmn.
namespace umlauf::dmn::detail {

class Reader {
 public:
  Reader(const xml::Document& document, const ReadLimits& limits, ReadDefinitions& out)
      : document_(document), limits_(limits), out_(out) {}

  /// nullopt: read; otherwise why the whole document is refused.
  std::optional<Error> read();

  // reader_boxed.cpp
  bool is_expression(const xml::Element& element) const;
  /// The first child that is an expression; invalid where there is none.
  BoxedIndex read_only_child(const xml::Element& parent);
  BoxedIndex read_expression(const xml::Element& element);

  // reader.cpp
  bool is(const xml::Element& element, std::string_view name) const {
    return element.name() == name && element.namespace_uri() == namespace_;
  }
  xml::Element child(const xml::Element& element, std::string_view name) const {
    return element.child(namespace_, name);
  }
  InformationItem read_item(const xml::Element& element) const;
  TypeReference read_type(const xml::Element& element, std::string_view text) const;
  TypeReference type_of(const xml::Element& element) const {
    return read_type(element, element.value("typeRef"));
  }
  std::optional<UnaryTests> read_tests(const xml::Element& parent, std::string_view name);
  UnaryTests tests_in(const xml::Element& element);
  ExpressionText text_in(const xml::Element& element);
  void report(const xml::Element& element, Severity severity, std::string_view rule, Text message);
  void count_expression() {
    if (++expressions_ > limits_.expressions_max) too_large_ = true;
  }

 private:
  Boxed read_content(const xml::Element& element);
  DecisionTable read_table(const xml::Element& element);
  DecisionRule read_rule(const xml::Element& element, const DecisionTable& table);
  void read_definitions(const xml::Element& root);
  void read_element(const xml::Element& element);
  void read_decision(const xml::Element& element);
  void read_knowledge_model(const xml::Element& element);
  void read_service(const xml::Element& element);
  ItemDefinition read_item_definition(const xml::Element& element, std::uint32_t depth);
  ElementReference read_reference(const xml::Element& element);
  std::string name_of(const xml::Element& element);
  std::string version_tag_of(const xml::Element& element) const;
  InformationItem variable_of(const xml::Element& element, const std::string& name) const;

  const xml::Document& document_;
  const ReadLimits& limits_;
  ReadDefinitions& out_;
  std::string namespace_;
  std::uint32_t depth_ = 0;
  std::uint32_t expressions_ = 0;
  bool too_large_ = false;
};

}  // namespace umlauf::dmn::detail
