#include "engine/verify/people.hpp"

#include <algorithm>

namespace umlauf::verify {
namespace {

using Indices = std::vector<std::uint32_t>;

constexpr std::uint32_t kNobody = 0xFFFFFFFFU;

// The order of people does not matter to the rules, only which tasks share a person. So tasks are
// put into blocks one after the other; a matching then gives each block a person of its own who may
// do all of its tasks. A partial pattern without matching is not pursued.
class Search {
 public:
  Search(const Staffing& staffing, const StaffingLimits& limits)
      : staffing_(staffing), limits_(limits), block_(staffing.allowed.size(), kNobody) {
    order_.resize(staffing.allowed.size());
    for (std::uint32_t task = 0; task < order_.size(); ++task) order_[task] = task;
    std::vector<std::size_t> ruled(order_.size(), 0);
    for (const StaffRule& rule : staffing.rules)
      for (std::uint32_t task : rule.tasks) ++ruled[task];
    // Tasks that are hard to place come first.
    std::stable_sort(order_.begin(), order_.end(), [&](std::uint32_t a, std::uint32_t b) {
      if (ruled[a] != ruled[b]) return ruled[a] > ruled[b];
      return staffing.allowed[a].size() < staffing.allowed[b].size();
    });
    ruled_ = static_cast<std::size_t>(std::count_if(
        order_.begin(), order_.end(), [&](std::uint32_t task) { return ruled[task] > 0; }));
  }

  Staffed run(Indices& person) {
    // Tasks without rules need nothing but somebody.
    for (std::size_t i = ruled_; i < order_.size(); ++i)
      if (staffing_.allowed[order_[i]].empty()) return Staffed::No;
    const Staffed answer = place();
    if (answer != Staffed::Yes) return answer;
    person.assign(order_.size(), kNobody);
    for (std::size_t i = 0; i < ruled_; ++i) person[order_[i]] = worker_[block_[order_[i]]];
    for (std::size_t i = ruled_; i < order_.size(); ++i)
      person[order_[i]] = staffing_.allowed[order_[i]].front();
    return answer;
  }

 private:
  // A stack of choices: for each ruled task in order, the block that it is in.
  Staffed place() {
    std::vector<std::uint32_t> next{0};
    if (ruled_ == 0) return Staffed::Yes;
    while (!next.empty()) {
      const std::size_t depth = next.size() - 1;
      const std::uint32_t task = order_[depth];
      if (block_[task] != kNobody) remove(task);
      if (next[depth] > blocks_.size()) {
        next.pop_back();
        continue;
      }
      if (++steps_ > limits_.steps_max ||
          (steps_ % 1024 == 0 && limits_.out_of_time && limits_.out_of_time()))
        return Staffed::Undecided;
      insert(task, next[depth]++);
      if (!possible(task)) continue;
      if (depth + 1 == ruled_) return Staffed::Yes;
      next.push_back(0);
    }
    return Staffed::No;
  }

  void insert(std::uint32_t task, std::uint32_t block) {
    block_[task] = block;
    if (block == blocks_.size()) {
      blocks_.push_back({task});
      able_.push_back(staffing_.allowed[task]);
      return;
    }
    blocks_[block].push_back(task);
    able_[block] = able_of(blocks_[block]);
  }

  // The last one placed is the last of its block.
  void remove(std::uint32_t task) {
    const std::uint32_t block = block_[task];
    block_[task] = kNobody;
    blocks_[block].pop_back();
    if (!blocks_[block].empty()) {
      able_[block] = able_of(blocks_[block]);
      return;
    }
    blocks_.pop_back();
    able_.pop_back();
  }

  Indices able_of(const Indices& tasks) const {
    Indices able = staffing_.allowed[tasks.front()], both;
    for (std::size_t i = 1; i < tasks.size(); ++i) {
      both.clear();
      const Indices& other = staffing_.allowed[tasks[i]];
      std::set_intersection(able.begin(), able.end(), other.begin(), other.end(),
                            std::back_inserter(both));
      able = both;
    }
    return able;
  }

  bool possible(std::uint32_t task) {
    if (able_[block_[task]].empty()) return false;
    for (const StaffRule& rule : staffing_.rules)
      if (!keeps(rule)) return false;
    return match();
  }

  bool keeps(const StaffRule& rule) const {
    Indices used;
    std::size_t open = 0;
    for (std::uint32_t task : rule.tasks) {
      if (block_[task] == kNobody)
        ++open;
      else
        used.push_back(block_[task]);
    }
    const std::size_t placed = used.size();
    std::sort(used.begin(), used.end());
    used.erase(std::unique(used.begin(), used.end()), used.end());
    switch (rule.kind) {
      case StaffRule::Kind::Different:
        return used.size() == placed;
      case StaffRule::Kind::Same:
        return used.size() <= 1;
      case StaffRule::Kind::AtMost:
        return used.size() <= rule.count;
      case StaffRule::Kind::AtLeast:
        return used.size() + open >= rule.count;
    }
    return true;
  }

  // Blocks to people, by augmenting paths, breadth first.
  bool match() {
    worker_.assign(blocks_.size(), kNobody);
    Indices works_for(staffing_.people, kNobody);
    for (std::uint32_t block = 0; block < blocks_.size(); ++block)
      if (!augment(block, works_for)) return false;
    return true;
  }

  bool augment(std::uint32_t start, Indices& works_for) {
    Indices asked_by(staffing_.people, kNobody), line{start};
    for (std::size_t i = 0; i < line.size(); ++i) {
      const std::uint32_t block = line[i];
      for (std::uint32_t person : able_[block]) {
        if (asked_by[person] != kNobody) continue;
        asked_by[person] = block;
        if (works_for[person] != kNobody) {
          line.push_back(works_for[person]);
          continue;
        }
        // Hand the people over along the way back.
        std::uint32_t free = person;
        while (true) {
          const std::uint32_t taker = asked_by[free];
          const std::uint32_t left = worker_[taker];
          worker_[taker] = free;
          works_for[free] = taker;
          if (taker == start) return true;
          free = left;
        }
      }
    }
    return false;
  }

  const Staffing& staffing_;
  const StaffingLimits& limits_;
  Indices order_;
  std::size_t ruled_ = 0, steps_ = 0;
  Indices block_;                       // by task
  std::vector<Indices> blocks_, able_;  // by block: its tasks, who may do all of them
  Indices worker_;                      // by block
};

Staffed can_be_staffed(const Staffing& staffing, const StaffingLimits& limits, Indices& person) {
  return Search(staffing, limits).run(person);
}

// The staffing reduced to some of its tasks and rules; a task left out can be done by everybody.
Staffing part(const Staffing& staffing, const Conflict& kept) {
  Staffing result;
  result.people = staffing.people + static_cast<std::uint32_t>(staffing.allowed.size());
  // Somebody new for every task left out, so that no rule can fail because of it.
  for (std::uint32_t task = 0; task < staffing.allowed.size(); ++task) {
    const bool keep = std::binary_search(kept.tasks.begin(), kept.tasks.end(), task);
    Indices everybody(result.people);
    for (std::uint32_t person = 0; person < result.people; ++person) everybody[person] = person;
    result.allowed.push_back(keep ? staffing.allowed[task] : everybody);
  }
  for (std::uint32_t rule : kept.rules) result.rules.push_back(staffing.rules[rule]);
  return result;
}

// Leaves out what can be left out, one after the other: what stays is minimal.
Conflict smallest(const Staffing& staffing, const StaffingLimits& limits) {
  Conflict kept;
  for (std::uint32_t task = 0; task < staffing.allowed.size(); ++task) kept.tasks.push_back(task);
  for (std::uint32_t rule = 0; rule < staffing.rules.size(); ++rule) kept.rules.push_back(rule);
  Indices person;
  const auto shrink = [&](Indices Conflict::*list) {
    for (std::size_t i = 0; i < (kept.*list).size();) {
      Conflict fewer = kept;
      (fewer.*list).erase((fewer.*list).begin() + static_cast<std::ptrdiff_t>(i));
      if (can_be_staffed(part(staffing, fewer), limits, person) == Staffed::No)
        kept = std::move(fewer);
      else
        ++i;
    }
  };
  shrink(&Conflict::rules);
  shrink(&Conflict::tasks);
  return kept;
}

}  // namespace

StaffingResult solve(const Staffing& staffing, const StaffingLimits& limits) {
  StaffingResult result;
  result.answer = can_be_staffed(staffing, limits, result.person);
  if (result.answer == Staffed::No) result.conflict = smallest(staffing, limits);
  return result;
}

ResilienceResult solve_without(const Staffing& staffing, std::uint32_t absent,
                               const StaffingLimits& limits) {
  ResilienceResult result;
  result.answer = Staffed::Yes;
  // Only people who may do something can be missed; absences are tried in ascending order.
  Indices able;
  for (const Indices& allowed : staffing.allowed)
    able.insert(able.end(), allowed.begin(), allowed.end());
  std::sort(able.begin(), able.end());
  able.erase(std::unique(able.begin(), able.end()), able.end());
  const auto count = std::min<std::size_t>(absent, able.size());
  Indices chosen(count);
  for (std::uint32_t i = 0; i < count; ++i) chosen[i] = i;
  std::size_t sets = 0;
  while (true) {
    if (++sets > limits.steps_max || (limits.out_of_time && limits.out_of_time())) {
      result.answer = Staffed::Undecided;
      return result;
    }
    Staffing rest = staffing;
    Indices missing;
    for (std::uint32_t position : chosen) missing.push_back(able[position]);
    for (Indices& allowed : rest.allowed)
      std::erase_if(allowed, [&missing](std::uint32_t person) {
        return std::binary_search(missing.begin(), missing.end(), person);
      });
    const StaffingResult solved = solve(rest, limits);
    if (solved.answer != Staffed::Yes) {
      result.answer = solved.answer;
      result.missing = std::move(missing);
      result.conflict = solved.conflict;
      return result;
    }
    std::size_t i = count;
    while (i > 0 && chosen[i - 1] == able.size() - count + i - 1) --i;
    if (i == 0) return result;
    ++chosen[i - 1];
    for (std::size_t k = i; k < count; ++k) chosen[k] = chosen[k - 1] + 1;
  }
}

}  // namespace umlauf::verify
