#pragma once

namespace umlauf {

/// std::visit(Overload{[](A) {...}, [](B) {...}}, variant): without a catch-all a new alternative
/// does not compile until it is handled.
template <typename... Functions>
struct Overload : Functions... {
  using Functions::operator()...;
};
template <typename... Functions>
Overload(Functions...) -> Overload<Functions...>;

}  // namespace umlauf
