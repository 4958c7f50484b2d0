#pragma once

#include <span>
#include <string>

#include "engine/base/result.hpp"
#include "engine/verify/verify.hpp"

namespace umlauf::verify {

/// The BPMN document with the edits of a fix written into its text, in order: elements and flows,
/// `incoming` and `outgoing` where the document lists them, lanes, and the drawing where it has
/// one. Everything else stays byte for byte. Ids that are taken in the document get a number.
/// Errors: Deploy where `text` is no XML; Request where an edit does not fit the document, or it is
/// not written in UTF-8.
Result<std::string> edit_document(std::string text, std::span<const Edit> edits);

}  // namespace umlauf::verify
