#include "adapters/cli/expectation.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "adapters/cli/output.hpp"
#include "engine/feel/expression.hpp"
#include "engine/feel/json.hpp"

namespace umlauf::cli {
namespace {

using feel::Value;
using Counts = std::map<std::string, std::int64_t>;

Error malformed(const std::string& member, const std::string& english, const std::string& german) {
  return error(ErrorCode::Request, "expect." + member + " " + english,
               "expect." + member + " " + german);
}

std::string shown(const Value& value) { return feel::to_json(value, feel::JsonForm::Plain); }

std::string shown(const Counts& counts) {
  std::string text;
  for (const auto& [id, count] : counts)
    text += (text.empty() ? "" : ", ") + id + ": " + std::to_string(count);
  return "{" + text + "}";
}

template <typename Names>
std::string shown_list(const Names& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return "[" + text + "]";
}

// `[a, a, b]`, `{a: 2, b: 1}` or a single text.
Result<Counts> counts_of(const std::string& member, const Value& value) {
  Counts counts;
  if (value.is_null()) return counts;
  if (value.string() != nullptr) {
    ++counts[*value.string()];
    return counts;
  }
  if (value.list() != nullptr) {
    for (const Value& item : *value.list()) {
      if (item.string() == nullptr)
        return malformed(member, "is a list of ids", "ist eine Liste von Ids");
      ++counts[*item.string()];
    }
    return counts;
  }
  if (value.context() == nullptr)
    return malformed(member, "is a list or a mapping to counts",
                     "ist eine Liste oder eine Zuordnung zu Anzahlen");
  for (const feel::Entry& entry : *value.context()) {
    const auto count = entry.value.is_number() ? entry.value.number()->to_int64() : std::nullopt;
    if (!count)
      return malformed(member, "maps ids to whole numbers", "ordnet Ids ganzen Zahlen zu");
    if (*count != 0) counts[entry.name] += *count;
  }
  return counts;
}

Result<std::vector<std::string>> names_of(const std::string& member, const Value& value) {
  std::vector<std::string> names;
  if (value.string() != nullptr) names.push_back(*value.string());
  if (value.list() != nullptr)
    for (const Value& item : *value.list())
      if (item.string() != nullptr) names.push_back(*item.string());
  if (value.string() == nullptr &&
      (value.list() == nullptr || names.size() != value.list()->size()))
    return malformed(member, "is a list of ids", "ist eine Liste von Ids");
  return names;
}

class Checker {
 public:
  explicit Checker(Session& session) : session_(session) {}

  Result<std::vector<Mismatch>> check(const Value& expect) {
    UMLAUF_TRY(state_, ask("state"));
    UMLAUF_TRY(history_, ask("history"));
    using Member = Result<Done> (Checker::*)(const Value&);
    static const std::map<std::string, Member, std::less<>> members{
        {"tasks", &Checker::tasks},
        {"waiting", &Checker::waiting},
        {"jobs", &Checker::jobs},
        {"ended", &Checker::ended},
        {"variables", &Checker::variables},
        {"path", &Checker::path},
        {"visited", &Checker::visited},
        {"not_visited", &Checker::not_visited},
        {"incidents", &Checker::incidents},
        {"candidates", &Checker::candidates},
        {"due", &Checker::due},
    };
    for (const feel::Entry& entry : *expect.context()) {
      const auto found = members.find(entry.name);
      if (found == members.end())
        return malformed(entry.name, "is no expectation", "ist keine Erwartung");
      member_ = entry.name;
      UMLAUF_CHECK((this->*found->second)(entry.value));
    }
    return std::move(mismatches_);
  }

 private:
  Result<feel::Context> ask(const char* op) {
    const feel::Context answer = session_.answer(Value(feel::Context{{"op", op}}));
    if (!answer.find("ok")->is_true()) {
      const std::string text = *answer.find("error")->string();
      return error(ErrorCode::Internal, text, text);
    }
    return answer;
  }

  void differ(std::string expected, std::string actual, const std::string& detail = "") {
    mismatches_.push_back({detail.empty() ? member_ : member_ + "." + detail, std::move(expected),
                           std::move(actual)});
  }

  // The texts that the rows of a list of the state have under `name`, in order.
  static std::vector<std::string> column(const feel::Context& from, const char* list,
                                         const char* name) {
    std::vector<std::string> texts;
    for (const Value& row : *from.find(list)->list())
      if (const Value* cell = row.member(name); cell != nullptr && cell->string() != nullptr)
        texts.push_back(*cell->string());
    return texts;
  }

  static Counts counted(const std::vector<std::string>& names) {
    Counts counts;
    for (const std::string& name : names) ++counts[name];
    return counts;
  }

  Result<Done> tasks(const Value& value) {
    UMLAUF_TRY(const Counts expected, counts_of(member_, value));
    const Counts actual = counted(column(state_, "tasks", "task"));
    if (expected != actual) differ(shown(expected), shown(actual));
    return Done{};
  }

  Result<Done> subset(const Value& value, const char* list, const char* name) {
    UMLAUF_TRY(const Counts expected, counts_of(member_, value));
    Counts actual = counted(column(state_, list, name));
    for (const auto& [id, count] : expected)
      if (actual[id] < count) {
        std::erase_if(actual, [](const auto& entry) { return entry.second == 0; });
        differ(shown(expected), shown(actual));
        break;
      }
    return Done{};
  }

  Result<Done> waiting(const Value& value) { return subset(value, "waiting", "element"); }
  Result<Done> jobs(const Value& value) { return subset(value, "jobs", "type"); }

  Result<Done> incidents(const Value& value) {
    UMLAUF_TRY(const std::vector<std::string> names, names_of(member_, value));
    const std::vector<std::string> have = column(state_, "incidents", "element");
    const std::set<std::string> expected(names.begin(), names.end());
    const std::set<std::string> actual(have.begin(), have.end());
    if (expected != actual) differ(shown_list(expected), shown_list(actual));
    return Done{};
  }

  Result<Done> ended(const Value& value) {
    std::vector<std::string> states = column(state_, "instances", "state");
    const bool live = std::any_of(states.begin(), states.end(), [](const std::string& state) {
      return state == "active" || state == "suspended";
    });
    if (value.is_boolean()) {
      if (value.is_true() == live || states.empty()) differ(shown(value), shown_list(states));
      return Done{};
    }
    if (value.string() == nullptr)
      return malformed(member_, "is true, false or a state", "ist true, false oder ein Zustand");
    const bool all =
        !states.empty() && std::all_of(states.begin(), states.end(), [&](const std::string& state) {
          return state == *value.string();
        });
    if (!all) differ(*value.string(), shown_list(states));
    return Done{};
  }

  // Of the instance started last that no other process has called.
  Result<feel::Context> variables_of_subject() {
    std::string subject;
    std::uint64_t key_max = 0;
    for (const Value& row : *state_.find("instances")->list()) {
      if (!row.member("parent")->is_null()) continue;
      const std::string& text = *row.member("instance")->string();
      const auto key = service::parse_instance_key(text);
      if (key && key->value() >= key_max) {
        key_max = key->value();
        subject = text;
      }
    }
    if (subject.empty()) return feel::Context();
    const feel::Context answer =
        session_.answer(Value(feel::Context{{"op", "variables"}, {"instance", subject}}));
    const Value* variables = answer.find("variables");
    return variables == nullptr ? feel::Context() : *variables->context();
  }

  Result<Done> variables(const Value& value) {
    if (value.context() == nullptr)
      return malformed(member_, "maps names to values", "ordnet Namen Werte zu");
    UMLAUF_TRY(const feel::Context actual, variables_of_subject());
    for (const feel::Entry& entry : *value.context()) {
      const Value* found = actual.find(entry.name);
      const Value have = found == nullptr ? Value() : *found;
      const std::string* text = entry.value.string();
      if (text != nullptr && text->starts_with("=")) {
        UMLAUF_TRY(const feel::Expression expression,
                   feel::compile(std::string_view(*text).substr(1)));
        const Value truth = expression.evaluate(feel::ContextEnvironment(actual)).value;
        if (!truth.is_true()) differ(*text, shown(have), entry.name);
      } else if (!alike(entry.value, have)) {
        differ(shown(entry.value), found == nullptr ? "-" : shown(have), entry.name);
      }
    }
    return Done{};
  }

  // Texts of YAML also stand for dates and durations, which it cannot spell.
  static bool alike(const Value& expected, const Value& actual) {
    if (expected.is_null() || actual.is_null()) return expected.is_null() && actual.is_null();
    if (const auto equal = feel::equal(expected, actual)) return *equal;
    return shown(expected) == shown(actual);
  }

  Result<Done> path(const Value& value) {
    UMLAUF_TRY(const std::vector<std::string> expected, names_of(member_, value));
    std::vector<std::string> completed;
    for (const Value& row : *history_.find("elements")->list())
      if (*row.member("state")->string() == "completed")
        completed.push_back(*row.member("element")->string());
    std::size_t next = 0;
    for (const std::string& element : completed)
      if (next < expected.size() && element == expected[next]) ++next;
    if (next < expected.size())
      differ(shown_list(expected) + " (" + std::string(localized("missing", "es fehlt")) + " " +
                 expected[next] + ")",
             shown_list(completed));
    return Done{};
  }

  Result<Done> visit(const Value& value, bool must) {
    UMLAUF_TRY(const std::vector<std::string> names, names_of(member_, value));
    const std::vector<std::string> entered = column(history_, "elements", "element");
    const std::set<std::string> actual(entered.begin(), entered.end());
    for (const std::string& name : names)
      if (actual.contains(name) != must) differ(name, shown_list(actual));
    return Done{};
  }
  Result<Done> visited(const Value& value) { return visit(value, true); }
  Result<Done> not_visited(const Value& value) { return visit(value, false); }

  Result<Done> candidates(const Value& value) {
    if (value.context() == nullptr)
      return malformed(member_, "maps task ids to names", "ordnet Aufgaben Namen zu");
    for (const feel::Entry& entry : *value.context()) {
      UMLAUF_TRY(const std::vector<std::string> names, names_of(member_, entry.value));
      const std::set<std::string> expected(names.begin(), names.end());
      bool open = false;
      for (const Value& task : *state_.find("tasks")->list()) {
        if (*task.member("task")->string() != entry.name) continue;
        open = true;
        std::set<std::string> actual;
        for (const char* list : {"candidateUsers", "candidateGroups"})
          for (const Value& name : *task.member(list)->list()) actual.insert(*name.string());
        if (actual != expected) differ(shown_list(expected), shown_list(actual), entry.name);
      }
      if (!open) differ(shown_list(expected), "-", entry.name);
    }
    return Done{};
  }

  Result<Done> due(const Value& value) {
    if (value.context() == nullptr)
      return malformed(member_, "maps ids to times", "ordnet Ids Zeiten zu");
    for (const feel::Entry& entry : *value.context()) {
      std::vector<std::string> actual;
      collect_due(entry.name, "tasks", "task", actual);
      collect_due(entry.name, "waiting", "element", actual);
      const std::string expected =
          entry.value.string() != nullptr ? *entry.value.string() : shown(entry.value);
      const bool met = std::any_of(actual.begin(), actual.end(), [&](const std::string& time) {
        return same_time(expected, time);
      });
      if (!met) differ(expected, shown_list(actual), entry.name);
    }
    return Done{};
  }

  void collect_due(const std::string& id, const char* list, const char* name,
                   std::vector<std::string>& into) const {
    for (const Value& row : *state_.find(list)->list())
      if (*row.member(name)->string() == id && !row.member("due")->is_null())
        into.push_back(*row.member("due")->string());
  }

  // A date alone means that day in the session's time zone.
  bool same_time(const std::string& expected, const std::string& actual) const {
    const auto have = calendar::DateTime::parse(actual);
    const auto instant = have ? calendar::to_instant(*have, calendar::Zone::utc()) : std::nullopt;
    if (!instant) return false;
    if (const auto date = calendar::Date::parse(expected)) {
      const auto local = calendar::to_date_time(*instant, session_.zone());
      return local && local->date == *date;
    }
    const auto want = calendar::DateTime::parse(expected);
    return want && calendar::to_instant(*want, session_.zone()) == instant;
  }

  Session& session_;
  feel::Context state_;
  feel::Context history_;
  std::string member_;
  std::vector<Mismatch> mismatches_;
};

}  // namespace

Result<std::vector<Mismatch>> check_expectation(Session& session, const Value& expect) {
  return Checker(session).check(expect);
}

std::vector<std::string> describe_tokens(Session& session) {
  std::vector<std::string> lines;
  const feel::Context state = session.answer(Value(feel::Context{{"op", "state"}}));
  const auto add = [&](const char* list, const char* id, const std::string& what,
                       const char* detail) {
    const Value* rows = state.find(list);
    if (rows == nullptr) return;
    for (const Value& row : *rows->list()) {
      std::string line =
          *row.member("instance")->string() + "  " + *row.member(id)->string() + "  " + what;
      if (const Value* more = row.member(detail); more != nullptr && more->string() != nullptr)
        line += " " + *more->string();
      lines.push_back(std::move(line));
    }
  };
  add("tasks", "task", std::string(localized("task", "Aufgabe")), "assignee");
  add("jobs", "element", std::string(localized("job", "Auftrag")), "type");
  add("waiting", "element", std::string(localized("waits", "wartet")), "kind");
  add("incidents", "element", std::string(localized("incident", "Vorfall")), "message");
  return lines;
}

}  // namespace umlauf::cli
