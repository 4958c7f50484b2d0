#include "adapters/cli/check_fix.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "engine/verify/edit_document.hpp"

namespace umlauf::cli {
namespace {

// More than a model has problems that can be fixed by themselves; each costs a whole check.
constexpr std::size_t kFixesMax = 100;

// What a finding is about, wherever it stands in the text: file, rule, element.
using Matter = std::tuple<std::string, std::string, std::string>;

struct Told {
  std::multiset<Matter> errors;
  std::multiset<Matter> all;
  std::size_t warnings = 0;
};

Told told(const CheckUnit& unit) {
  Told result;
  for (const CheckedFile& file : unit.files)
    for (const verify::Finding& finding : file.findings) {
      const Diagnostic& diagnostic = finding.diagnostic;
      Matter matter{file.name, diagnostic.rule, diagnostic.element};
      if (diagnostic.severity == Severity::Error) result.errors.insert(matter);
      if (diagnostic.severity == Severity::Warning) ++result.warnings;
      result.all.insert(std::move(matter));
    }
  return result;
}

bool is_better(const Told& after, const Told& before, const Matter& fixed) {
  return after.all.count(fixed) < before.all.count(fixed) &&
         std::includes(before.errors.begin(), before.errors.end(), after.errors.begin(),
                       after.errors.end()) &&
         std::pair(after.errors.size(), after.warnings) <
             std::pair(before.errors.size(), before.warnings);
}

void check_again(CheckUnit& unit, const CheckOptions& options) {
  for (CheckedFile& file : unit.files) {
    file.findings.clear();
    file.processes.clear();
  }
  check(unit, options);
}

class Fixing {
 public:
  Fixing(CheckUnit& unit, const CheckOptions& options, const std::vector<std::string>& only)
      : unit_(unit), options_(options), only_(only) {}

  std::vector<AppliedFix> run() {
    check_again(unit_, options_);
    while (applied_.size() < kFixesMax && apply_one()) {
    }
    return std::move(applied_);
  }

 private:
  bool is_wanted(const verify::Finding& finding, const verify::Fix& fix) const {
    const auto named = [this](const std::string& id) {
      return std::find(only_.begin(), only_.end(), id) != only_.end();
    };
    return only_.empty() || named(fix.id) || named(finding.diagnostic.rule) ||
           named(finding.diagnostic.element);
  }

  // Tries what is offered in the order of the findings until something helps.
  bool apply_one() {
    for (std::size_t i = 0; i < unit_.files.size(); ++i)
      for (const verify::Finding& finding : unit_.files[i].findings)
        for (const verify::Fix& fix : finding.fixes) {
          if (!is_wanted(finding, fix)) continue;
          const Matter matter{unit_.files[i].name, finding.diagnostic.rule,
                              finding.diagnostic.element};
          if (!tried_.emplace(matter, fix.id).second) continue;
          std::optional<CheckUnit> better = with(i, fix, matter);
          if (!better) continue;
          applied_.push_back({std::get<0>(matter), std::get<1>(matter), std::get<2>(matter), fix});
          unit_ = *std::move(better);
          tried_.clear();  // what did not help before may do so now
          return true;
        }
    return false;
  }

  std::optional<CheckUnit> with(std::size_t file, const verify::Fix& fix, const Matter& matter) {
    Result<std::string> text = verify::edit_document(unit_.files[file].text, fix.edits);
    if (!text) return std::nullopt;
    CheckUnit changed = unit_;
    changed.files[file].text = *std::move(text);
    check_again(changed, options_);
    if (!is_better(told(changed), told(unit_), matter)) return std::nullopt;
    return changed;
  }

  CheckUnit& unit_;
  const CheckOptions& options_;
  const std::vector<std::string>& only_;
  std::set<std::pair<Matter, std::string>> tried_;
  std::vector<AppliedFix> applied_;
};

}  // namespace

std::vector<AppliedFix> fix_unit(CheckUnit& unit, const CheckOptions& options,
                                 const std::vector<std::string>& only) {
  return Fixing(unit, options, only).run();
}

}  // namespace umlauf::cli
