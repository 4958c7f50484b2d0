#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/runtime/keys.hpp"

namespace umlauf::service {

using runtime::DefinitionKey;
using runtime::ElementKey;
using runtime::InstanceKey;

/// What a task, a job, an incident or any other element instance is called from outside; in text
/// `<instance>.<element>`, for example `4711.3`.
struct ElementReference {
  InstanceKey instance;
  ElementKey element;

  auto operator<=>(const ElementReference&) const = default;
};

std::string to_string(InstanceKey key);
std::string to_string(ElementReference reference);
/// 16 hexadecimal digits: the order of such names is the order of the numbers.
std::string fixed_hex(std::uint64_t number);
/// nullopt where the text is no positive decimal number of 64 bits.
std::optional<InstanceKey> parse_instance_key(std::string_view text);
/// nullopt where the text is not of the form `12.3`.
std::optional<ElementReference> parse_element_reference(std::string_view text);

}  // namespace umlauf::service
