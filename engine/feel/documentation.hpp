#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "engine/feel/builtins.hpp"

namespace umlauf::feel {

enum class PageLanguage : std::uint8_t { English, German };

/// A part of the language in prose, with examples that a test evaluates.
struct LanguageSection {
  std::string_view title, title_german;
  std::string_view text, text_german;
  std::initializer_list<Example> examples;
};

std::span<const LanguageSection> language_sections();

/// The pages docs/feel.md and docs/handbuch/feel.md: the language as a user of the engine meets it,
/// and every built-in function from the table that the evaluator calls.
std::string documentation(PageLanguage language);

}  // namespace umlauf::feel
