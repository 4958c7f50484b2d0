#include "engine/verify/people.hpp"

#include <algorithm>
#include <map>
#include <numeric>

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

// People who may do the same tasks stand for each other, and as many of them as there are tasks are
// enough.
Staffing with_few_people(const Staffing& staffing) {
  std::map<Indices, std::uint32_t> alike;
  std::vector<Indices> may(staffing.people);
  for (std::uint32_t task = 0; task < staffing.allowed.size(); ++task)
    for (std::uint32_t person : staffing.allowed[task]) may[person].push_back(task);
  Staffing few;
  few.allowed.resize(staffing.allowed.size());
  few.rules = staffing.rules;
  for (const Indices& tasks : may) {
    if (tasks.empty() || ++alike[tasks] > staffing.allowed.size()) continue;
    for (std::uint32_t task : tasks) few.allowed[task].push_back(few.people);
    ++few.people;
  }
  return few;
}

// Conflicts as sets of positions: tasks first, then rules.
class Conflicts {
 public:
  Conflicts(const Staffing& staffing, const StaffingLimits& limits)
      : staffing_(staffing), limits_(limits), tasks_(staffing.allowed.size()) {
    all_.resize(tasks_ + staffing.rules.size());
    std::iota(all_.begin(), all_.end(), 0U);
  }

  /// Leaves out what can be left out, one after the other: what stays is minimal.
  Indices minimal() {
    Indices kept = all_;
    // Rules first: a task without rules is a shorter answer than a rule about it.
    for (std::size_t i = all_.size(); i-- > 0;) {
      Indices fewer = kept;
      std::erase(fewer, all_[i]);
      if (answer(fewer) == Staffed::No) kept = std::move(fewer);
    }
    return kept;
  }

  /// Every correction (what has to go so that the rest can be staffed) has something of every
  /// conflict. So the smallest set that has something of all corrections known so far is a smallest
  /// conflict, or what it leaves out leads to another correction. nullopt beyond the limits.
  std::optional<Indices> smallest(std::size_t at_most) {
    std::vector<Indices> corrections;
    for (int round = 0; round < kRoundsMax; ++round) {
      std::optional<Indices> hitting = meeting_all(corrections, at_most);
      if (!hitting) return std::nullopt;
      const Staffed alone = answer(*hitting);
      if (alone == Staffed::No) return hitting;
      if (alone == Staffed::Undecided) return std::nullopt;
      Indices grown = *hitting;
      Indices correction;
      for (const std::uint32_t part : all_) {
        if (std::binary_search(hitting->begin(), hitting->end(), part)) continue;
        Indices more = grown;
        more.insert(std::upper_bound(more.begin(), more.end(), part), part);
        if (answer(more) == Staffed::Yes)
          grown = std::move(more);
        else
          correction.push_back(part);
      }
      corrections.push_back(std::move(correction));
    }
    return std::nullopt;
  }

  Conflict named(const Indices& parts) const {
    Conflict conflict;
    for (const std::uint32_t part : parts)
      if (part < tasks_)
        conflict.tasks.push_back(part);
      else
        conflict.rules.push_back(part - static_cast<std::uint32_t>(tasks_));
    return conflict;
  }

 private:
  static constexpr int kRoundsMax = 100;
  static constexpr std::size_t kChoicesMax = 20'000;

  Staffed answer(const Indices& parts) const {
    Indices person;
    return can_be_staffed(part(staffing_, named(parts)), limits_, person);
  }

  // A smallest set with something of each of the lists, of at most so many parts; a stack of
  // choices, one for each list that nothing chosen before is part of.
  static std::optional<Indices> meeting_all(const std::vector<Indices>& lists,
                                            std::size_t at_most) {
    std::size_t choices = 0;
    for (std::size_t size = 0; size <= at_most; ++size) {
      struct Choice {
        const Indices* list;
        std::size_t next;
      };
      std::vector<Choice> stack;
      Indices chosen;
      const auto open = [&]() -> const Indices* {
        for (const Indices& list : lists)
          if (std::none_of(list.begin(), list.end(), [&](std::uint32_t part) {
                return std::find(chosen.begin(), chosen.end(), part) != chosen.end();
              }))
            return &list;
        return nullptr;
      };
      while (true) {
        if (++choices > kChoicesMax) return std::nullopt;
        const Indices* list = open();
        if (list == nullptr) {
          std::sort(chosen.begin(), chosen.end());
          return chosen;
        }
        if (chosen.size() < size && !list->empty()) {
          stack.push_back({list, 0});
          chosen.push_back(list->front());
          continue;
        }
        while (!stack.empty() && ++stack.back().next == stack.back().list->size()) {
          stack.pop_back();
          chosen.pop_back();
        }
        if (stack.empty()) break;
        chosen.back() = (*stack.back().list)[stack.back().next];
      }
    }
    return std::nullopt;
  }

  const Staffing& staffing_;
  const StaffingLimits& limits_;
  std::size_t tasks_;
  Indices all_;
};

Conflict smallest(const Staffing& staffing, const StaffingLimits& limits) {
  const Staffing few = with_few_people(staffing);
  Conflicts conflicts(few, limits);
  const Indices minimal = conflicts.minimal();
  const auto fewer = minimal.size() < 2 ? std::nullopt : conflicts.smallest(minimal.size() - 1);
  return conflicts.named(fewer.value_or(minimal));
}

}  // namespace

StaffingResult solve(const Staffing& staffing, const StaffingLimits& limits) {
  StaffingResult result;
  result.answer = can_be_staffed(staffing, limits, result.person);
  if (result.answer == Staffed::No) result.conflict = smallest(staffing, limits);
  return result;
}

bool for_each_absence(const Staffing& staffing, std::uint32_t absent, const StaffingLimits& limits,
                      const std::function<bool(const Staffing&, const Indices&)>& visit) {
  // Only people who may do something can be missed.
  Indices able;
  for (const Indices& allowed : staffing.allowed)
    able.insert(able.end(), allowed.begin(), allowed.end());
  std::sort(able.begin(), able.end());
  able.erase(std::unique(able.begin(), able.end()), able.end());
  const auto count = std::min<std::size_t>(absent, able.size());
  Indices chosen(count);
  std::iota(chosen.begin(), chosen.end(), 0U);
  std::size_t sets = 0;
  while (true) {
    if (++sets > limits.steps_max || (limits.out_of_time && limits.out_of_time())) return false;
    Staffing rest = staffing;
    Indices missing;
    for (std::uint32_t position : chosen) missing.push_back(able[position]);
    for (Indices& allowed : rest.allowed)
      std::erase_if(allowed, [&missing](std::uint32_t person) {
        return std::binary_search(missing.begin(), missing.end(), person);
      });
    if (visit(rest, missing)) return true;
    std::size_t i = count;
    while (i > 0 && chosen[i - 1] == able.size() - count + i - 1) --i;
    if (i == 0) return true;
    ++chosen[i - 1];
    for (std::size_t k = i; k < count; ++k) chosen[k] = chosen[k - 1] + 1;
  }
}

}  // namespace umlauf::verify
