#include "engine/verify/staffing.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>
#include <set>

#include "engine/feel/expression.hpp"
#include "engine/verify/diagnostic_at.hpp"
#include "engine/verify/together.hpp"

namespace umlauf::verify {
namespace {

using definition::NodeIndex;
using definition::ProcessDefinition;
using definition::TextExpression;
using organisation::Organisation;

// Sets of tasks that are looked at because a smaller conflict never happens in one run.
constexpr std::size_t kAlternativesMax = 64;

std::string list_of(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "'" : ", '") + name + "'";
  return text;
}

// Separated by commas or blanks.
std::vector<std::string> names_in(const std::string& text) {
  std::vector<std::string> names(1);
  for (const char c : text) {
    if (c != ',' && c != ' ' && c != '\n' && c != '\t')
      names.back() += c;
    else if (!names.back().empty())
      names.emplace_back();
  }
  if (names.back().empty()) names.pop_back();
  return names;
}

class People {
 public:
  People(const ProcessDefinition& process, const Organisation& organisation,
         const StaffingOptions& options)
      : process_(process), organisation_(organisation), options_(options) {
    whole_.people = static_cast<std::uint32_t>(organisation.persons.size());
    for (std::size_t i = 0; i < process.nodes.size(); ++i)
      if (const auto* work = std::get_if<definition::UserTaskWork>(&process.nodes[i].work)) {
        tasks_.push_back(NodeIndex(i));
        whole_.allowed.push_back(allowed(*work));
        exclude(process.nodes[i].id, whole_.allowed.back());
      }
    for (const TaskRule& rule : options.rules) whole_.rules.push_back(resolve(rule));
  }

  Diagnostics run() {
    if (tasks_.empty() || whole_.people == 0) return {};
    if (const std::optional<Conflict> conflict = find_conflict(whole_))
      report("SEC-01", Severity::Error, *conflict, {});
    else if (options_.absent > 0)
      find_absence();
    if (result_.empty() && undecided_) report_undecided();
    return std::move(result_);
  }

 private:
  std::vector<std::uint32_t> everybody() const {
    std::vector<std::uint32_t> people(whole_.people);
    std::iota(people.begin(), people.end(), 0U);
    return people;
  }

  std::vector<std::uint32_t> allowed(const definition::UserTaskWork& work) const {
    const auto computed = [](const TextExpression& text) {
      return static_cast<bool>(text.expression);
    };
    const bool open =
        !work.assignee && work.candidate_users.empty() && work.candidate_groups.empty();
    if (open || computed(work.assignee) ||
        std::any_of(work.candidate_users.begin(), work.candidate_users.end(), computed) ||
        std::any_of(work.candidate_groups.begin(), work.candidate_groups.end(), computed))
      return everybody();
    std::set<std::uint32_t> people;
    const auto add = [&](const organisation::Person* person) {
      if (person) people.insert(static_cast<std::uint32_t>(person - organisation_.persons.data()));
    };
    if (!work.assignee.text.empty()) {
      add(organisation::find_person(organisation_, work.assignee.text));
    } else {
      for (const TextExpression& user : work.candidate_users)
        add(organisation::find_person(organisation_, user.text));
      for (const TextExpression& group : work.candidate_groups)
        for (const organisation::Person* person :
             organisation::persons_of_group(organisation_, group.text))
          add(person);
    }
    return {people.begin(), people.end()};
  }

  void exclude(const std::string& task, std::vector<std::uint32_t>& people) const {
    for (const Exclusion& exclusion : options_.excluded) {
      const organisation::Person* person =
          organisation::find_person(organisation_, exclusion.person);
      if (person != nullptr && exclusion.task == task)
        std::erase(people, static_cast<std::uint32_t>(person - organisation_.persons.data()));
    }
  }

  StaffRule resolve(const TaskRule& rule) const {
    StaffRule resolved{rule.kind, {}, rule.count};
    for (std::uint32_t i = 0; i < tasks_.size(); ++i)
      if (std::find(rule.tasks.begin(), rule.tasks.end(), process_[tasks_[i]].id) !=
          rule.tasks.end())
        resolved.tasks.push_back(i);
    return resolved;
  }

  // The staffing without some tasks; `kept` says which they were.
  static Staffing without(const Staffing& whole, const std::set<std::uint32_t>& gone,
                          std::vector<std::uint32_t>& kept) {
    Staffing rest;
    rest.people = whole.people;
    std::map<std::uint32_t, std::uint32_t> number;
    for (std::uint32_t task = 0; task < whole.allowed.size(); ++task) {
      if (gone.contains(task)) continue;
      number[task] = static_cast<std::uint32_t>(kept.size());
      kept.push_back(task);
      rest.allowed.push_back(whole.allowed[task]);
    }
    for (const StaffRule& rule : whole.rules) {
      StaffRule fewer{rule.kind, {}, rule.count};
      for (std::uint32_t task : rule.tasks)
        if (const auto found = number.find(task); found != number.end())
          fewer.tasks.push_back(found->second);
      // How many people a run needs at least says nothing about a run that does less.
      if (rule.kind == StaffRule::Kind::AtLeast && fewer.tasks.size() != rule.tasks.size())
        fewer.tasks.clear(), fewer.count = 0;
      rest.rules.push_back(std::move(fewer));
    }
    return rest;
  }

  // A conflict among tasks that one run performs together; others are put aside one task at a time.
  std::optional<Conflict> find_conflict(const Staffing& whole) {
    std::vector<std::set<std::uint32_t>> open{{}};
    for (std::size_t i = 0; i < open.size(); ++i) {
      if (i == kAlternativesMax) {
        undecided_ = true;
        break;
      }
      std::vector<std::uint32_t> kept;
      const StaffingResult solved = solve(without(whole, open[i], kept), options_.limits);
      undecided_ = undecided_ || solved.answer == Staffed::Undecided;
      if (solved.answer != Staffed::No) continue;
      Conflict conflict = solved.conflict;
      for (std::uint32_t& task : conflict.tasks) task = kept[task];
      if (together(conflict.tasks)) return conflict;
      for (std::uint32_t task : conflict.tasks) {
        std::set<std::uint32_t> more = open[i];
        more.insert(task);
        if (std::find(open.begin(), open.end(), more) == open.end())
          open.push_back(std::move(more));
      }
    }
    return std::nullopt;
  }

  bool together(const std::vector<std::uint32_t>& tasks) {
    std::vector<NodeIndex> nodes;
    for (std::uint32_t task : tasks) nodes.push_back(tasks_[task]);
    const auto [known, added] = together_.emplace(nodes, true);
    if (added) known->second = done_together(process_, nodes, options_.states_max);
    return known->second;
  }

  void find_absence() {
    const bool all =
        for_each_absence(whole_, options_.absent, options_.limits,
                         [this](const Staffing& rest, const std::vector<std::uint32_t>& missing) {
                           const std::optional<Conflict> conflict = find_conflict(rest);
                           if (conflict) report("SEC-02", Severity::Warning, *conflict, missing);
                           return conflict.has_value();
                         });
    undecided_ = undecided_ || !all;
  }

  void report_undecided() {
    result_.push_back(diagnostic_at(process_, tasks_.front(), "BEH-16", Severity::Info));
    result_.back().message = {
        "whether there is somebody for all tasks was not decided within the limits",
        "ob es für alle Aufgaben jemanden gibt, wurde in den Grenzen nicht entschieden"};
  }

  void report(const char* rule, Severity severity, const Conflict& conflict,
              const std::vector<std::uint32_t>& missing) {
    std::vector<std::string> tasks, absent;
    for (std::uint32_t task : conflict.tasks) tasks.push_back(process_[tasks_[task]].id);
    for (std::uint32_t person : missing) absent.push_back(organisation_.persons[person].id);
    Diagnostic diagnostic;
    diagnostic.severity = severity;
    diagnostic.rule = rule;
    diagnostic.file = process_.file;
    if (!conflict.tasks.empty()) {
      diagnostic.span = process_.span(tasks_[conflict.tasks.front()]);
      diagnostic.element = tasks.front();
    }
    diagnostic.related.assign(tasks.begin() + (tasks.empty() ? 0 : 1), tasks.end());
    std::string english, german;
    if (!absent.empty()) {
      english = "without " + list_of(absent) + " ";
      german = "ohne " + list_of(absent) + " ";
    }
    if (conflict.rules.empty() && tasks.size() == 1) {
      english += "nobody may do task " + list_of(tasks);
      german += "darf niemand die Aufgabe " + list_of(tasks) + " erledigen";
    } else {
      english += "tasks " + list_of(tasks) + " cannot all be done: the rule between them (" +
                 describe(conflict, false) + ") leaves nobody";
      german += "können die Aufgaben " + list_of(tasks) +
                " nicht alle erledigt werden: die Regel zwischen ihnen (" +
                describe(conflict, true) + ") lässt niemanden übrig";
    }
    diagnostic.message = {std::move(english), std::move(german)};
    result_.push_back(std::move(diagnostic));
  }

  std::string describe(const Conflict& conflict, bool german) const {
    std::string text;
    for (std::uint32_t number : conflict.rules) {
      const StaffRule& rule = whole_.rules[number];
      const std::string count = std::to_string(rule.count);
      if (!text.empty()) text += ", ";
      switch (rule.kind) {
        case StaffRule::Kind::Different:
          text += german ? "verschiedene Personen" : "different people";
          break;
        case StaffRule::Kind::Same:
          text += german ? "dieselbe Person" : "the same person";
          break;
        case StaffRule::Kind::AtMost:
          text += german ? "höchstens " + count + " Personen" : "at most " + count + " people";
          break;
        case StaffRule::Kind::AtLeast:
          text += german ? "mindestens " + count + " Personen" : "at least " + count + " people";
          break;
      }
    }
    return text;
  }

  const ProcessDefinition& process_;
  const Organisation& organisation_;
  const StaffingOptions& options_;
  std::vector<NodeIndex> tasks_;
  Staffing whole_;
  std::map<std::vector<NodeIndex>, bool> together_;  // what has been found out
  bool undecided_ = false;
  Diagnostics result_;
};

}  // namespace

std::string as_written(const TextExpression& text) {
  return text.expression ? text.expression.compiled->text() : text.text;
}

StaffingOptions staffing_rules(const ProcessDefinition& process) {
  StaffingOptions options;
  for (const definition::Node& node : process.nodes) {
    if (node.kind != definition::NodeKind::UserTask) continue;
    for (const definition::Header& property : node.properties) {
      const std::vector<std::string> names = names_in(as_written(property.value));
      if (property.key == "excludedPerson") {
        for (const std::string& name : names) options.excluded.push_back({node.id, name});
        continue;
      }
      const bool different = property.key == "differentPerson";
      if (!different && property.key != "samePerson") continue;
      for (const std::string& name : names)
        options.rules.push_back(
            {different ? StaffRule::Kind::Different : StaffRule::Kind::Same, {node.id, name}, 0});
    }
  }
  return options;
}

Diagnostics check_staffing(const ProcessDefinition& process, const Organisation& organisation,
                           const StaffingOptions& options) {
  return People(process, organisation, options).run();
}

}  // namespace umlauf::verify
