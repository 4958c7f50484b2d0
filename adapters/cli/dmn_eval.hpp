#pragma once

namespace umlauf::cli {

/// `umlauf dmn eval MODEL [FURTHER...] --decision NAME --input JSON [--explain]`.
int run_dmn_eval(int argc, char** argv);

}  // namespace umlauf::cli
