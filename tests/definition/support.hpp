#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/bpmn/reader.hpp"
#include "engine/definition/compile.hpp"

namespace umlauf::definition::test {

/// A whole document around `content` (root elements), with every prefix that tests use declared;
/// `attributes` are added to `definitions`. `content` begins at line 2, column 1.
std::string document(std::string_view content, std::string_view attributes = {});
/// An executable process "p" around flow elements, which begin at line 3, column 1.
std::string process(std::string_view elements, std::string_view attributes = {});

/// Reads, links and compiles; fails the test where the documents cannot be read.
struct Compiled {
  std::vector<bpmn::Definitions> documents;
  Compilation compilation;

  const ProcessDefinition& first() const { return *compilation.processes.at(0); }
  const Node& node(std::string_view id) const;
};
Compiled compile_all(const std::vector<std::string>& documents);
Compiled compile_one(std::string document);

/// One node's work, events, loop and data in a compact notation; expressions as `<text>`.
std::string describe(const ProcessDefinition& definition, const Node& node);
std::string describe(const EventDefinition& event);
std::string describe(const TextExpression& text);
std::string describe(const Expression& expression);
/// `error ACT-08 5:3 task` for each, separated by "; ".
std::string describe(const Diagnostics& diagnostics);

}  // namespace umlauf::definition::test
