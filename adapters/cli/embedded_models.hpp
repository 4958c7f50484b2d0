#pragma once

#include <string_view>

/// The package models/hundesteuer, compiled in, so that `umlauf demo` runs anywhere.
namespace umlauf::cli {

extern const std::string_view kHundesteuerModel;
extern const std::string_view kHundesteuerOrganisation;

}  // namespace umlauf::cli
