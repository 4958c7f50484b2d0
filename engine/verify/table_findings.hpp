#pragma once

#include <cstddef>
#include <map>
#include <string>

#include "engine/base/diagnostic.hpp"
#include "engine/dmn/model.hpp"

namespace umlauf::verify {

/// What is found about one table. Of one rule so many findings are listed; a last one says how many
/// more there are. A table that is wrong all over is wrong for one reason or two.
class TableFindings {
 public:
  static constexpr std::size_t kListedMax = 10;

  TableFindings(const dmn::Definitions& definitions, const dmn::Boxed& boxed)
      : definitions_(definitions), boxed_(boxed) {}

  /// At the table where the span is not known. nullptr where it is only counted.
  Diagnostic* add(const char* rule, Severity severity, SourceSpan span = {});
  /// Findings of the rule that are known of and were not added; `at_least` so many.
  void count(const char* rule, std::size_t more, bool at_least);
  bool empty() const { return found_.empty(); }
  Diagnostics take();

 private:
  struct Told {
    std::size_t number = 0;
    bool at_least = false;
  };
  const dmn::Definitions& definitions_;
  const dmn::Boxed& boxed_;
  Diagnostics found_;
  std::map<std::string, Told> told_;  // by rule
};

/// Rules are told by their numbers, the first is 1.
inline std::string number_of(std::size_t rule) { return std::to_string(rule + 1); }

}  // namespace umlauf::verify
