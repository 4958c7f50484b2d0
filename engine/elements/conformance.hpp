#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

/// What becomes of each part of BPMN 2.0.2, as data: docs/conformance.md is written from it, and a
/// test holds table, page and scenario folders together.
namespace umlauf::elements {

enum class Treatment : std::uint8_t {
  Executed,
  ReadOnly,  ///< read, kept and linked, without meaning for execution
  Refused,   ///< an executable process with it is rejected at deployment
};

struct ConformanceRow {
  std::string_view group;
  std::string_view element;
  std::string_view clause;
  Treatment treatment = Treatment::Executed;
  std::string_view scenarios;  ///< folder of tests/scenarios; empty only where nothing is executed
  std::string_view remark;
};
std::span<const ConformanceRow> conformance_rows();

/// Where engines differ from the standard or from each other, decided once.
struct Deviation {
  std::string_view about;
  std::string_view clause;
  std::string_view standard;
  std::string_view others;  ///< what Camunda 7 (or another engine) does
  std::string_view umlauf;
  std::string_view switch_name;  ///< the member of definition::Semantics; empty: the same for all
};
std::span<const Deviation> deviations();

/// A case of a foreign suite whose expectation is not followed.
struct ForeignCase {
  std::string_view suite;
  std::string_view name;
  std::string_view expects;
  std::string_view clause;  ///< that makes the expectation wrong
  std::string_view reason;
};
std::span<const ForeignCase> foreign_cases();

/// The text of docs/conformance.md.
std::string conformance_page();

}  // namespace umlauf::elements
