#pragma once

#include <cstdint>

namespace umlauf::verify {

/// For whom a document is checked: one that is drawn may be unfinished, one that is to run may not.
enum class Profile : std::uint8_t { Draft, Executable };

}  // namespace umlauf::verify
