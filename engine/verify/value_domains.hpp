#pragma once

#include <string_view>
#include <vector>

#include "engine/feel/syntax.hpp"
#include "engine/verify/boxes.hpp"

namespace umlauf::verify {

/// Restricts a column to what the built-in function that it calls can yield: `string length(s)` is
/// a whole number and not negative, `day of week(d)` one of seven texts. Other expressions are left
/// alone.
void restrict_to_results(Column& column, const feel::SyntaxTree& expression);

/// Whether it is known what has the component.
enum class Owner : std::uint8_t { Temporal, Unknown };

/// Restricts a column to what a component of a date, time or duration can be: `month` is 1 to 12.
/// Where the owner is unknown it may be a context of the author's that has such a member; so the
/// column is restricted only as far as all values that `rows` compare it with keep to that.
void restrict_to_component(Column& column, std::uint32_t position, const std::vector<Row>& rows,
                           std::string_view component, Owner owner);

}  // namespace umlauf::verify
