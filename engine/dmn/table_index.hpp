#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/base/decimal.hpp"
#include "engine/feel/expression.hpp"
#include "engine/feel/value.hpp"

/// Which rules of a table a value can satisfy, without looking at each. Private to engine/dmn.
namespace umlauf::dmn::detail {

/// A set of rules, 64 to a word.
class RuleSet {
 public:
  explicit RuleSet(std::size_t rules = 0, bool full = false);

  void insert(std::size_t rule) { words_[rule / 64] |= std::uint64_t{1} << (rule % 64); }
  void erase(std::size_t rule) { words_[rule / 64] &= ~(std::uint64_t{1} << (rule % 64)); }
  bool contains(std::size_t rule) const { return (words_[rule / 64] >> (rule % 64) & 1) != 0; }
  std::size_t words() const { return words_.size(); }
  std::uint64_t word(std::size_t position) const { return words_[position]; }

 private:
  std::vector<std::uint64_t> words_;
};

/// One column: for a value, the rules whose entry it satisfies or may satisfy.
///
/// Entries that compare with constants are sorted in when the table is compiled: strings by
/// hashing, everything that lies on a line (numbers, dates, durations) by the intervals between
/// the constants, found by halving. A rule whose entry is anything else stays a candidate and is
/// tested.
class ColumnIndex {
 public:
  ColumnIndex() = default;
  /// The entries of one column, by rule; nullptr: `-`.
  explicit ColumnIndex(const std::vector<const feel::Expression*>& entries);

  /// Whether it says more than "each rule may match".
  bool useful() const { return useful_; }
  /// Rules that may match; nullptr: each may, and each is to be tested.
  const RuleSet* candidates(const feel::Value& value) const;
  /// Whether being a candidate is all there is to know: the entry need not be tested.
  bool decided(std::size_t rule) const { return decided_.contains(rule); }

 private:
  // What lies between two neighbouring constants, and each constant itself: 2n + 1 places.
  struct Line {
    std::vector<Decimal> points;
    std::vector<RuleSet> places;
  };
  struct Entries;
  void build_line(feel::Kind kind, const Entries& entries, std::size_t rules);

  bool useful_ = false;
  RuleSet decided_;
  RuleSet otherwise_;  // candidates for a value that no entry names
  RuleSet null_;
  std::map<feel::Kind, Line> lines_;
  std::unordered_map<std::string, RuleSet> strings_;
};

}  // namespace umlauf::dmn::detail
