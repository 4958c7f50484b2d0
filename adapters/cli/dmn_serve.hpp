#pragma once

#include <cstddef>
#include <istream>
#include <ostream>

#include "engine/feel/session.hpp"

namespace umlauf::cli {

struct DmnServeOptions {
  std::size_t models_max = 64;       ///< loaded models that are kept
  std::size_t line_max = 16U << 20;  ///< bytes of one request
  feel::Limits limits = {};          ///< of each evaluation
};

/// Answers requests for evaluating DMN, one JSON object a line, until the input ends (protocol
/// version 1 of `umlauf dmn serve`). Every request gets exactly one answer line; nothing else is
/// written to `out`. Answers are written together as long as whole requests are waiting and flushed
/// before the next one is waited for. Returns the exit status.
int dmn_serve(std::istream& in, std::ostream& out, const DmnServeOptions& options = {});

}  // namespace umlauf::cli
