#include "engine/service/keys.hpp"

#include <charconv>
#include <cstdint>

namespace umlauf::service {
namespace {

std::optional<std::uint64_t> parse_positive(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure != std::errc{} || end != text.data() + text.size() || number == 0)
    return std::nullopt;
  return number;
}

}  // namespace

std::string to_string(InstanceKey key) { return std::to_string(key.value()); }

std::string to_string(ElementReference reference) {
  return std::to_string(reference.instance.value()) + "." +
         std::to_string(reference.element.value());
}

std::string fixed_hex(std::uint64_t number) {
  std::string digits(16, '0');
  for (std::size_t i = digits.size(); number != 0; number >>= 4)
    digits[--i] = "0123456789abcdef"[number & 15];
  return digits;
}

std::optional<InstanceKey> parse_instance_key(std::string_view text) {
  const auto number = parse_positive(text);
  if (!number) return std::nullopt;
  return InstanceKey(*number);
}

std::optional<ElementReference> parse_element_reference(std::string_view text) {
  const std::size_t dot = text.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const auto instance = parse_positive(text.substr(0, dot));
  const auto element = parse_positive(text.substr(dot + 1));
  if (!instance || !element) return std::nullopt;
  return ElementReference{InstanceKey(*instance), ElementKey(*element)};
}

}  // namespace umlauf::service
