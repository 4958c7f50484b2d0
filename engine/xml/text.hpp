#pragma once

#include <string>
#include <string_view>

namespace umlauf::xml {

/// The text of a document as spans count in it: in UTF-8, without byte order mark. Total: what
/// cannot be decoded is U+FFFD, a document in an encoding that is not known as it is.
std::string text_of(std::string_view bytes);

}  // namespace umlauf::xml
