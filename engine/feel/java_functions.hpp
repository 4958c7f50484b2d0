#pragma once

#include <string_view>
#include <vector>

#include "engine/feel/function.hpp"
#include "engine/feel/value.hpp"

namespace umlauf::feel {

/// The function that `external {java: {class: ..., method signature: ...}}` names (DMN 1.5
/// §10.3.2.13.3), without a virtual machine: a table of well-known pure methods of java.lang.Math,
/// StrictMath, String, Integer, Long, Short, Byte, Float, Double, Boolean, Character and
/// java.math.BigDecimal. Arguments and results are converted as that section says; where a method
/// is not in the table, calling the function yields null and a message.
Value java_function(std::string_view class_name, std::string_view method_signature,
                    std::vector<Parameter> parameters);

}  // namespace umlauf::feel
