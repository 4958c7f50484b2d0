#pragma once

#include <span>

#include "engine/base/diagnostic.hpp"
#include "engine/dmn/model.hpp"

namespace umlauf::verify {

/// What is wrong with the decision tables of a document as tables: each finding with input values
/// that show it. Exact for numbers, dates, durations, strings and booleans that are compared with
/// constants; silent about cells that depend on anything else. Inputs with the same expression are
/// one dimension. Null is left out of account. Ten findings of a rule are listed for each table; a
/// last one says how many more there are. 1,000 rules by 10 columns take less than a second.
///
/// Rules: DMN-01 gap (warning), DMN-02 overlap against the hit policy (error), DMN-03 rule masked
/// by others, under FIRST by earlier ones, under PRIORITY by those whose outputs go before
/// (warning), DMN-04 rule that can never hold (error), DMN-05 rules that can be merged
/// (information), DMN-06 output that its allowed values do not know (error), DMN-08 hit policy by
/// the order of output values where none are listed (warning) and DMN-11 rule that is there twice
/// (warning).
Diagnostics check_decision_tables(const dmn::Definitions& definitions);

/// One table; `element` is the id that findings carry where the table has none of its own.
Diagnostics check_decision_table(const dmn::Definitions& definitions,
                                 const dmn::DecisionTable& table, const dmn::Boxed& boxed);

/// DMN-22 (warning): decisions of several documents have one id, though in different namespaces, so
/// that a business rule task cannot say which it means. (In one namespace the linker refuses it.)
Diagnostics check_decision_ids(std::span<const dmn::Definitions> documents);

}  // namespace umlauf::verify
