#include "engine/verify/staffing.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include "engine/verify/reduce.hpp"
#include "engine/verify/search.hpp"
#include "engine/verify/translate.hpp"

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
    if (!find_conflict() && options_.absent > 0) find_absence();
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
  Staffing without(const std::set<std::uint32_t>& gone, std::vector<std::uint32_t>& kept) const {
    Staffing rest;
    rest.people = whole_.people;
    std::map<std::uint32_t, std::uint32_t> number;
    for (std::uint32_t task = 0; task < whole_.allowed.size(); ++task) {
      if (gone.contains(task)) continue;
      number[task] = static_cast<std::uint32_t>(kept.size());
      kept.push_back(task);
      rest.allowed.push_back(whole_.allowed[task]);
    }
    for (const StaffRule& rule : whole_.rules) {
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

  // Looks for a conflict among tasks that one run performs together; others are put aside one task
  // at a time.
  bool find_conflict() {
    std::vector<std::set<std::uint32_t>> open{{}};
    for (std::size_t i = 0; i < open.size() && i < kAlternativesMax; ++i) {
      std::vector<std::uint32_t> kept;
      const StaffingResult solved = solve(without(open[i], kept), options_.limits);
      if (solved.answer != Staffed::No) continue;
      Conflict conflict = solved.conflict;
      for (std::uint32_t& task : conflict.tasks) task = kept[task];
      if (together(conflict.tasks)) {
        report("SEC-01", Severity::Error, conflict, {});
        return true;
      }
      for (std::uint32_t task : conflict.tasks) {
        std::set<std::uint32_t> more = open[i];
        more.insert(task);
        if (std::find(open.begin(), open.end(), more) == open.end())
          open.push_back(std::move(more));
      }
    }
    return false;
  }

  void find_absence() {
    const ResilienceResult result = solve_without(whole_, options_.absent, options_.limits);
    if (result.answer == Staffed::No && together(result.conflict.tasks))
      report("SEC-02", Severity::Warning, result.conflict, result.missing);
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

  // What the task lies in, in the outermost scope.
  NodeIndex outermost(NodeIndex node) const {
    while (process_[process_[node].scope].node.valid()) node = process_[process_[node].scope].node;
    return node;
  }

  // Whether one run performs all of them: each leaves a mark in the net, and a marking with all
  // marks is looked for. Where that is not decided, they may.
  bool together(const std::vector<std::uint32_t>& tasks) const {
    std::set<NodeIndex> nodes;
    for (std::uint32_t task : tasks) nodes.insert(outermost(tasks_[task]));
    if (nodes.size() < 2) return true;
    const Insides insides{std::vector<BodySummary>(process_.scopes.size()), {}};
    const Translation plain = translate_body(process_, ProcessDefinition::root(), insides);
    TokenNet net = plain.net;
    std::map<NodeIndex, PlaceIndex> marks;
    for (NodeIndex node : nodes) {
      definition::NetPlace mark;
      mark.kind = definition::PlaceKind::End;
      marks[node] = net.add_place(mark);
    }
    net.transitions.clear();
    for (const definition::NetTransition& transition : plain.net.transitions) {
      const auto consume = plain.net.consume(transition);
      std::vector<PlaceIndex> produce(plain.net.produce(transition).begin(),
                                      plain.net.produce(transition).end());
      // A choice of an inclusive split is no work of a task.
      if (const auto mark = marks.find(transition.node);
          mark != marks.end() && transition.kind == NetTransitionKind::Plain)
        produce.push_back(mark->second);
      net.add_transition(transition, std::vector<PlaceIndex>(consume.begin(), consume.end()),
                         produce);
    }
    Residue residue = unreduced(net);
    reduce(residue);
    const StateSpace space(residue, 2, {options_.states_max, options_.states_max * 20, {}}, false);
    std::vector<std::uint32_t> places;
    for (std::uint32_t place = 0; place < residue.places.size(); ++place)
      for (const auto& [node, mark] : marks)
        if (residue.places[place].original == mark) places.push_back(place);
    for (std::uint32_t state = 0; state < space.size(); ++state)
      if (std::all_of(places.begin(), places.end(),
                      [&](std::uint32_t place) { return space.tokens(state, place) > 0; }))
        return true;
    return !space.complete();
  }

  const ProcessDefinition& process_;
  const Organisation& organisation_;
  const StaffingOptions& options_;
  std::vector<NodeIndex> tasks_;
  Staffing whole_;
  Diagnostics result_;
};

}  // namespace

StaffingOptions staffing_rules(const ProcessDefinition& process) {
  StaffingOptions options;
  for (const definition::Node& node : process.nodes) {
    if (node.kind != definition::NodeKind::UserTask) continue;
    for (const definition::Header& property : node.properties) {
      const std::vector<std::string> names = names_in(property.value.text);
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
