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

// How many there are where the model says so; nullopt where that depends on variables.
std::optional<std::size_t> instances_of(const definition::MultiInstance& loop) {
  const auto constant = [](const definition::Expression& expression) {
    return expression ? expression.compiled->constant() : nullptr;
  };
  if (const feel::Value* list = constant(loop.collection); list && list->list())
    return list->list()->size();
  const feel::Value* count = constant(loop.cardinality);
  const auto number = count && count->number() ? count->number()->to_int64() : std::nullopt;
  if (!number || *number < 0) return std::nullopt;
  return static_cast<std::size_t>(*number);
}

class People {
 public:
  People(const ProcessDefinition& process, const Organisation& organisation,
         const StaffingOptions& options)
      : process_(process), organisation_(organisation), options_(options) {
    whole_.people = static_cast<std::uint32_t>(organisation.persons.size());
    for (std::size_t i = 0; i < process.nodes.size(); ++i)
      if (const auto* work = std::get_if<definition::UserTaskWork>(&process.nodes[i].work)) {
        std::vector<std::uint32_t> people = allowed(*work);
        exclude(process.nodes[i].id, people);
        const std::size_t times = times_done(NodeIndex(i));
        for (std::size_t time = 0; time < times; ++time) {
          tasks_.push_back(NodeIndex(i));
          whole_.allowed.push_back(people);
        }
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
    report_unknown_instances();
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

  bool differs_from_itself(const std::string& task) const {
    return std::any_of(options_.rules.begin(), options_.rules.end(), [&task](const TaskRule& rule) {
      return rule.kind == StaffRule::Kind::Different && rule.tasks.size() > 1 &&
             std::all_of(rule.tasks.begin(), rule.tasks.end(),
                         [&task](const std::string& each) { return each == task; });
    });
  }

  // Instances that need not be done by different people need no looking at one by one, and more of
  // them than people are as bad as one more.
  std::size_t times_done(NodeIndex task) {
    const auto* loop = std::get_if<definition::MultiInstance>(process_[task].loop.get());
    if (loop == nullptr || !differs_from_itself(process_[task].id)) return 1;
    const auto times = instances_of(*loop);
    if (!times) unknown_.push_back(task);
    return times ? std::min<std::size_t>(*times, whole_.people + 1U) : 1;
  }

  // All instances of a task: where there are several, they are different among themselves as well.
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
    for (std::uint32_t task : tasks)
      if (std::find(nodes.begin(), nodes.end(), tasks_[task]) == nodes.end())
        nodes.push_back(tasks_[task]);
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

  void report_unknown_instances() {
    for (NodeIndex task : unknown_) {
      const std::string id = "'" + process_[task].id + "'";
      result_.push_back(diagnostic_at(process_, task, "BEH-16", Severity::Info));
      result_.back().message = {
          "whether there are enough different people for " + id +
              " was not decided: how many instances there are is known at run time only",
          "ob es für " + id + " genügend verschiedene Personen gibt, wurde nicht entschieden: " +
              "wie viele Instanzen es gibt, steht erst zur Laufzeit fest"};
    }
  }

  // Each task once; of several instances how many.
  std::vector<std::string> tasks_of(const Conflict& conflict) const {
    std::vector<std::string> tasks;
    for (std::uint32_t task : conflict.tasks)
      if (std::find(tasks.begin(), tasks.end(), process_[tasks_[task]].id) == tasks.end())
        tasks.push_back(process_[tasks_[task]].id);
    return tasks;
  }
  std::string described(const Conflict& conflict, bool german) const {
    std::string text;
    for (const std::string& id : tasks_of(conflict)) {
      const auto times =
          std::count_if(conflict.tasks.begin(), conflict.tasks.end(),
                        [&](std::uint32_t task) { return process_[tasks_[task]].id == id; });
      text += (text.empty() ? "'" : ", '") + id + "'";
      if (times > 1)
        text += " (" + std::to_string(times) + (german ? " Instanzen)" : " instances)");
    }
    return text;
  }

  void report(const char* rule, Severity severity, const Conflict& conflict,
              const std::vector<std::uint32_t>& missing) {
    const std::vector<std::string> tasks = tasks_of(conflict);
    std::vector<std::string> absent;
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
    const std::string without = absent.empty() ? "" : "without " + list_of(absent) + " ";
    // The verb comes second.
    const auto clause = [&absent](const std::string& subject, const std::string& verb) {
      return absent.empty() ? subject + " " + verb
                            : "ohne " + list_of(absent) + " " + verb + " " + subject;
    };
    if (conflict.rules.empty() && tasks.size() == 1)
      diagnostic.message = {
          without + "nobody may do task " + list_of(tasks),
          clause("niemand", "darf") + " die Aufgabe " + list_of(tasks) + " erledigen"};
    else
      diagnostic.message = {without + "tasks " + described(conflict, false) +
                                " cannot all be done: the rule between them (" +
                                describe(conflict, false) + ") leaves nobody",
                            clause("die Aufgaben " + described(conflict, true), "können") +
                                " nicht alle erledigt werden: die Regel zwischen ihnen (" +
                                describe(conflict, true) + ") lässt niemanden übrig"};
    result_.push_back(std::move(diagnostic));
  }

  // What several rules demand in the same words is said once.
  std::string describe(const Conflict& conflict, bool german) const {
    std::vector<std::string> demands;
    for (std::uint32_t number : conflict.rules) {
      std::string demand = describe(whole_.rules[number], german);
      if (std::find(demands.begin(), demands.end(), demand) == demands.end())
        demands.push_back(std::move(demand));
    }
    std::string text;
    for (const std::string& demand : demands) text += (text.empty() ? "" : ", ") + demand;
    return text;
  }

  static std::string describe(const StaffRule& rule, bool german) {
    const std::string count = std::to_string(rule.count);
    switch (rule.kind) {
      case StaffRule::Kind::Different:
        return german ? "verschiedene Personen" : "different people";
      case StaffRule::Kind::Same:
        return german ? "dieselbe Person" : "the same person";
      case StaffRule::Kind::AtMost:
        return german ? "höchstens " + count + " Personen" : "at most " + count + " people";
      case StaffRule::Kind::AtLeast:
        return german ? "mindestens " + count + " Personen" : "at least " + count + " people";
    }
    return {};
  }

  const ProcessDefinition& process_;
  const Organisation& organisation_;
  const StaffingOptions& options_;
  std::vector<NodeIndex> tasks_;    // one of several instances again
  std::vector<NodeIndex> unknown_;  // that are done nobody knows how often, each time by another
  Staffing whole_;
  std::map<std::vector<NodeIndex>, bool> together_;  // what has been found out
  bool undecided_ = false;
  Diagnostics result_;
};

}  // namespace

bool is_task_rule(std::string_view property) {
  return property == kDifferentPerson || property == kSamePerson || property == kExcludedPerson;
}

std::vector<std::string> names_in_rule(const definition::Header& rule) {
  std::vector<std::string> names(1);
  for (const char c : as_written(rule.value)) {
    if (c != ',' && c != ' ' && c != '\n' && c != '\t')
      names.back() += c;
    else if (!names.back().empty())
      names.emplace_back();
  }
  if (names.back().empty()) names.pop_back();
  return names;
}

std::string as_written(const TextExpression& text) {
  return text.expression ? text.expression.compiled->text() : text.text;
}

StaffingOptions staffing_rules(const ProcessDefinition& process) {
  StaffingOptions options;
  for (const definition::Node& node : process.nodes) {
    if (node.kind != definition::NodeKind::UserTask) continue;
    for (const definition::Header& property : node.properties) {
      if (!is_task_rule(property.key)) continue;
      const std::vector<std::string> names = names_in_rule(property);
      if (property.key == kExcludedPerson) {
        for (const std::string& name : names) options.excluded.push_back({node.id, name});
        continue;
      }
      const bool different = property.key == kDifferentPerson;
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
