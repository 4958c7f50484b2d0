#include "engine/verify/assignments.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "engine/verify/diagnostic_at.hpp"
#include "engine/verify/staffing.hpp"
#include "engine/verify/written_variables.hpp"

namespace umlauf::verify {
namespace {

using definition::NodeIndex;
using definition::ProcessDefinition;
using definition::TextExpression;
using definition::UserTaskWork;
using organisation::Organisation;

template <typename Visitor>
void for_each_user_task(const ProcessDefinition& process, Visitor visit) {
  for (std::size_t i = 0; i < process.nodes.size(); ++i)
    if (const auto* work = std::get_if<UserTaskWork>(&process.nodes[i].work))
      visit(NodeIndex(i), *work);
}

class Assignments {
 public:
  Assignments(const ProcessDefinition& process, std::span<const Organisation> organisations)
      : process_(process), organisations_(organisations) {}

  Diagnostics run() {
    if (organisations_.empty()) return {};
    for_each_user_task(process_, [&](NodeIndex node, const UserTaskWork& work) {
      if (work.candidates_from_lane && !is_role(process_[process_[node].lane])) return;
      for (const TextExpression& group : work.candidate_groups) candidates(node, group.text);
    });
    lanes();
    for (const TextExpression& user : process_.candidate_starter_users)
      starter(user.text, any([&](const Organisation& all) {
                return organisation::find_person(all, user.text) != nullptr;
              }));
    for (const TextExpression& group : process_.candidate_starter_groups)
      starter(group.text, somebody_in(group.text));
    return std::move(result_);
  }

 private:
  template <typename Predicate>
  bool any(Predicate predicate) const {
    return std::any_of(organisations_.begin(), organisations_.end(), predicate);
  }
  bool somebody_in(const std::string& group) const {
    return any([&](const Organisation& all) {
      return !organisation::persons_of_group(all, group).empty();
    });
  }

  bool is_role(const definition::Lane& lane) const {
    return somebody_in(lane.name.empty() ? lane.id : lane.name) ||
           any([&](const Organisation& all) {
             return organisation::role_of_lane(all, lane.id, lane.name) != nullptr;
           });
  }

  void candidates(NodeIndex node, const std::string& group) {
    if (group.empty() || somebody_in(group)) return;
    const std::string& task = process_[node].id;
    result_.push_back(diagnostic_at(process_, node, "SEC-03", Severity::Warning));
    result_.back().message = {
        "nobody of the organisation is in '" + group + "', which is to do task '" + task + "'",
        "niemand in der Organisation gehört zu '" + group + "', das die Aufgabe '" + task +
            "' erledigen soll"};
  }

  // A lane without tasks for people (a system, the applicant) needs no role.
  void lanes() {
    std::vector<bool> told(process_.lanes.size());
    for_each_user_task(process_, [&](NodeIndex node, const UserTaskWork& work) {
      const definition::LaneIndex index = process_[node].lane;
      if (!index.valid() || !work.candidates_from_lane || told[index.value()]) return;
      told[index.value()] = true;
      const definition::Lane& lane = process_[index];
      const std::string& name = lane.name.empty() ? lane.id : lane.name;
      if (is_role(lane)) return;
      result_.push_back(diagnostic_at(process_, node, "STY-05", Severity::Warning));
      result_.back().related = {lane.id};
      result_.back().message = {"lane '" + name + "', whose work is '" + process_[node].id +
                                    "', is no role of the organisation",
                                "die Lane '" + name + "', zu der '" + process_[node].id +
                                    "' gehört, ist keine Rolle der Organisation"};
    });
  }

  // Told at the start event that they would use.
  void starter(const std::string& name, bool known) {
    if (name.empty() || known || process_.nodes.empty()) return;
    const auto& starts = process_[ProcessDefinition::root()].starts;
    const NodeIndex first = starts.empty() ? NodeIndex(0) : starts.front();
    result_.push_back(diagnostic_at(process_, first, "PRC-11", Severity::Warning));
    result_.back().message = {
        "nobody of the organisation is '" + name + "', who may start '" + process_.id + "'",
        "niemand in der Organisation ist '" + name + "', das '" + process_.id + "' starten darf"};
  }

  const ProcessDefinition& process_;
  std::span<const Organisation> organisations_;
  Diagnostics result_;
};

// `${starter}`, `=starter` and `starter` are the same person.
std::string_view variable_of(std::string_view text) {
  if ((text.starts_with("${") || text.starts_with("#{")) && text.ends_with('}')) {
    text.remove_prefix(2);
    text.remove_suffix(1);
  } else if (text.starts_with('=')) {
    text.remove_prefix(1);
  }
  const auto first = text.find_first_not_of(' ');
  return first == std::string_view::npos
             ? std::string_view()
             : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

// What the rules between tasks refer to.
class TaskRules {
 public:
  TaskRules(const ProcessDefinition& process, std::span<const Organisation> organisations)
      : process_(process), organisations_(organisations) {}

  Diagnostics run() {
    for (std::size_t i = 0; i < process_.nodes.size(); ++i)
      for (const definition::Header& property : process_.nodes[i].properties)
        if (is_task_rule(property.key)) look_at(NodeIndex(i), property);
    return std::move(found_);
  }

 private:
  void look_at(NodeIndex node, const definition::Header& rule) {
    const bool excludes = rule.key == kExcludedPerson;
    const std::string here = "'" + process_[node].id + "'";
    if (process_[node].kind != definition::NodeKind::UserTask) {
      report(node, here + " is no user task", here + " ist keine Benutzeraufgabe", rule.key);
      return;
    }
    for (const std::string& name : names_in_rule(rule)) {
      if (excludes) {
        person(node, name, static_cast<bool>(rule.value.expression));
      } else if (name == process_[node].id) {
        of_itself(node, rule.key);
      } else if (const NodeIndex other = process_.find_node(name);
                 !other.valid() || process_[other].kind != definition::NodeKind::UserTask) {
        report(node, "'" + name + "' at " + here + " is no user task of the process",
               "'" + name + "' an " + here + " ist keine Benutzeraufgabe des Prozesses", rule.key);
      }
    }
  }

  void report(NodeIndex node, const std::string& english, const std::string& german,
              const std::string& rule) {
    found_.push_back(diagnostic_at(process_, node, "SEC-06",
                                   process_.executable ? Severity::Error : Severity::Warning));
    found_.back().message = {english + ", so that '" + rule + "' says nothing",
                             german + ", sodass '" + rule + "' nichts aussagt"};
  }

  // Each instance of a multi-instance task by another person.
  void of_itself(NodeIndex node, const std::string& rule) {
    if (std::get_if<definition::MultiInstance>(process_[node].loop.get()) != nullptr) return;
    const std::string id = "'" + process_[node].id + "'";
    report(node, id + " names itself and has no instances beside each other",
           id + " nennt sich selbst und hat keine Instanzen nebeneinander", rule);
    found_.back().severity = Severity::Warning;
  }

  // The name of a variable is known as such only where the process writes it.
  void person(NodeIndex node, const std::string& name, bool computed) {
    if (computed || organisations_.empty() || variable_of(name) != name || is_variable(name) ||
        std::any_of(organisations_.begin(), organisations_.end(), [&name](const Organisation& all) {
          return organisation::find_person(all, name) != nullptr;
        }))
      return;
    const std::string& task = process_[node].id;
    found_.push_back(diagnostic_at(process_, node, "SEC-03", Severity::Warning));
    found_.back().message = {
        "nobody of the organisation is '" + name + "', whom task '" + task + "' excludes",
        "niemand in der Organisation ist '" + name + "', den die Aufgabe '" + task +
            "' ausschließt"};
  }

  bool is_variable(const std::string& name) const {
    return std::any_of(
        process_.nodes.begin(), process_.nodes.end(), [&name](const definition::Node& node) {
          bool written = node.initiator_variable == name;
          for_each_written(node, [&](const std::string& other) { written |= other == name; });
          return written;
        });
  }

  const ProcessDefinition& process_;
  std::span<const Organisation> organisations_;
  Diagnostics found_;
};

// One value of several outputs, or one of a list.
std::string misuse_of(const dmn::DecisionTable& table, definition::DecisionResult result,
                      bool german) {
  using definition::DecisionResult;
  const bool entry =
      result == DecisionResult::SingleEntry || result == DecisionResult::CollectEntries;
  if (entry && table.outputs.size() > 1)
    return german ? "hat mehrere Ausgaben, erwartet wird eine"
                  : "has several outputs where one is expected";
  const bool single =
      result == DecisionResult::SingleEntry || result == DecisionResult::SingleResult;
  const bool list =
      table.hit_policy == dmn::HitPolicy::RuleOrder ||
      table.hit_policy == dmn::HitPolicy::OutputOrder ||
      (table.hit_policy == dmn::HitPolicy::Collect && table.aggregation == dmn::Aggregation::None);
  if (single && list)
    return german ? "liefert eine Liste, erwartet wird ein Ergebnis"
                  : "yields a list where one result is expected";
  return {};
}

const dmn::DecisionTable* table_of(std::span<const dmn::Definitions> documents,
                                   std::string_view id) {
  for (const dmn::Definitions& document : documents)
    for (const dmn::Decision& decision : document.decisions)
      if (decision.id == id && decision.logic.valid())
        return std::get_if<dmn::DecisionTable>(&document[decision.logic].content);
  return nullptr;
}

}  // namespace

Diagnostics check_assignments(const ProcessDefinition& process,
                              std::span<const Organisation> organisations) {
  return Assignments(process, organisations).run();
}

Diagnostics check_separation(const ProcessDefinition& process) {
  Diagnostics found;
  const auto assignee = [&](const std::string& task) {
    const NodeIndex node = process.find_node(task);
    const auto* work = node.valid() ? std::get_if<UserTaskWork>(&process[node].work) : nullptr;
    return work ? as_written(work->assignee) : std::string();
  };
  const StaffingOptions own = staffing_rules(process);
  for (const TaskRule& rule : own.rules) {
    if (rule.kind != StaffRule::Kind::Different || rule.tasks.size() < 2) continue;
    const std::string one = assignee(rule.tasks[0]);
    if (one.empty() || one != assignee(rule.tasks[1])) continue;
    found.push_back(
        diagnostic_at(process, process.find_node(rule.tasks[0]), "SEC-04", Severity::Warning));
    found.back().related = {rule.tasks[1]};
    const std::string both = "'" + rule.tasks[0] + "' and '" + rule.tasks[1] + "'";
    const std::string beide = "'" + rule.tasks[0] + "' und '" + rule.tasks[1] + "'";
    found.back().message = {
        both + " are for different persons, but " + one + " assigns both to the same one",
        beide + " sind für verschiedene Personen, aber " + one + " teilt beide derselben zu"};
  }
  for (const Exclusion& exclusion : own.excluded) {
    const std::string one = assignee(exclusion.task);
    if (one.empty() || variable_of(one) != variable_of(exclusion.person)) continue;
    found.push_back(
        diagnostic_at(process, process.find_node(exclusion.task), "SEC-04", Severity::Warning));
    found.back().message = {
        "'" + exclusion.task + "' is assigned to " + one + ", whom it excludes",
        "'" + exclusion.task + "' ist " + one + " zugeteilt und schließt ebendiese aus"};
  }
  return found;
}

Diagnostics check_task_rules(const ProcessDefinition& process,
                             std::span<const Organisation> organisations) {
  return TaskRules(process, organisations).run();
}

Diagnostics check_forms(const ProcessDefinition& process,
                        const std::set<std::string, std::less<>>& forms) {
  Diagnostics found;
  if (forms.empty()) return found;
  for (std::size_t i = 0; i < process.nodes.size(); ++i) {
    const definition::Node& node = process.nodes[i];
    const auto* work = std::get_if<UserTaskWork>(&node.work);
    const definition::Form* form = work ? work->form.get() : node.form.get();
    if (form == nullptr) continue;
    const std::string& id = form->reference.id.text;
    if (id.empty() || forms.contains(id)) continue;
    found.push_back(diagnostic_at(process, NodeIndex(i), "ACT-13", Severity::Warning));
    found.back().message = {
        "form '" + id + "' of '" + node.id + "' is not among the files",
        "das Formular '" + id + "' von '" + node.id + "' ist nicht unter den Dateien"};
  }
  return found;
}

Diagnostics check_calls(const ProcessDefinition& process, const Callable& callable) {
  Diagnostics found;
  const auto missing = [&](NodeIndex node, const char* rule, const std::string& id, Text message) {
    const Severity severity = process.executable ? callable.missing : Severity::Info;
    found.push_back(diagnostic_at(process, node, rule, severity));
    found.back().related = {id};
    found.back().message = std::move(message);
  };
  const auto lacks = [](const auto& known, const TextExpression& id) {
    return known && !id.expression && !id.text.empty() && !known(id.text);
  };
  for (std::size_t i = 0; i < process.nodes.size(); ++i) {
    const definition::Node& node = process.nodes[i];
    const std::string by = "'" + node.id + "'";
    if (const auto* call = std::get_if<definition::CallWork>(&node.work);
        call != nullptr && lacks(callable.process, call->process.id)) {
      const std::string& id = call->process.id.text;
      missing(NodeIndex(i), "PRC-09", id,
              {by + " calls process '" + id + "', which is not there",
               by + " ruft den Prozess '" + id + "' auf, den es hier nicht gibt"});
    }
    if (const auto* decide = std::get_if<definition::DecisionWork>(&node.work);
        decide != nullptr && lacks(callable.decision, decide->decision.id)) {
      const std::string& id = decide->decision.id.text;
      missing(NodeIndex(i), "ACT-09", id,
              {by + " asks for decision '" + id + "', which is not there",
               by + " fragt nach der Entscheidung '" + id + "', die es hier nicht gibt"});
    }
  }
  return found;
}

Diagnostics check_decision_results(const ProcessDefinition& process,
                                   std::span<const dmn::Definitions> decisions) {
  Diagnostics found;
  for (std::size_t i = 0; i < process.nodes.size(); ++i) {
    const auto* work = std::get_if<definition::DecisionWork>(&process.nodes[i].work);
    if (work == nullptr || work->decision.id.expression) continue;
    const std::string& id = work->decision.id.text;
    const dmn::DecisionTable* table = table_of(decisions, id);
    if (table == nullptr) continue;
    const std::string english = misuse_of(*table, work->result, false);
    if (english.empty()) continue;
    found.push_back(diagnostic_at(process, NodeIndex(i), "DMN-10", Severity::Warning));
    found.back().related = {id};
    found.back().message = {
        "decision '" + id + "' " + english + " by '" + process.nodes[i].id + "'",
        "die Entscheidung '" + id + "' " + misuse_of(*table, work->result, true) + " ('" +
            process.nodes[i].id + "')"};
  }
  return found;
}

}  // namespace umlauf::verify
