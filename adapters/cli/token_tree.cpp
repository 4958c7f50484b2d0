#include "adapters/cli/token_tree.hpp"

#include <algorithm>
#include <map>
#include <ostream>
#include <utility>

#include "adapters/cli/answers.hpp"
#include "adapters/cli/output.hpp"
#include "adapters/cli/store_options.hpp"
#include "engine/bpmn/reader.hpp"

namespace umlauf::cli {
namespace {

// Names of the elements of a model and the subprocesses that they lie in.
class Places {
 public:
  explicit Places(bpmn::Definitions definitions) : definitions_(std::move(definitions)) {
    for (std::size_t i = 0; i < definitions_.flow_nodes.size(); ++i)
      by_id_.emplace(definitions_.flow_nodes[i].id, i);
  }

  void complete(Token& token) const {
    const auto found = by_id_.find(token.element);
    if (found == by_id_.end()) return;
    const bpmn::FlowNode& node = definitions_.flow_nodes[found->second];
    token.name = node.name;
    for (bpmn::ContainerIndex at = node.container; at.valid(); at = definitions_.at(at).parent) {
      const bpmn::ElementAddress owner = definitions_.at(at).owner;
      if (owner.type == bpmn::ElementType::FlowNode)
        token.path.insert(token.path.begin(), definitions_.flow_nodes[owner.index].id);
    }
  }

 private:
  bpmn::Definitions definitions_;
  std::map<std::string, std::size_t> by_id_;
};

Token token_of(service::ElementReference key, const std::string& element, std::string kind,
               std::string detail) {
  Token token;
  token.element = element;
  token.kind = std::move(kind);
  token.key = service::to_string(key);
  token.detail = std::move(detail);
  return token;
}

// The kinds of the drive protocol, for people.
std::string_view shown_kind(std::string_view kind) {
  static constexpr std::pair<std::string_view, std::string_view> kGerman[] = {
      {"task", "Aufgabe"},    {"job", "Auftrag"},         {"incident", "Vorfall"},
      {"timer", "Frist"},     {"message", "Nachricht"},   {"signal", "Signal"},
      {"receive", "Empfang"}, {"condition", "Bedingung"}, {"call", "Aufruf"},
      {"adhoc", "Auswahl"},
  };
  for (const auto& [name, german] : kGerman)
    if (name == kind) return localized(name, german);
  return kind;
}

std::string detail_of(const service::TaskView& task) {
  std::string candidates;
  for (const auto* list : {&task.candidate_groups, &task.candidate_users})
    for (const std::string& name : *list) candidates += (candidates.empty() ? "" : ", ") + name;
  std::string text(localized("task", "Aufgabe"));
  if (!task.assignee.empty()) return text + std::string(localized(" of ", " von ")) + task.assignee;
  if (!candidates.empty()) text += std::string(localized(" for ", " für ")) + candidates;
  return text;
}

std::string detail_of(const service::WaitView& wait) {
  std::string text = std::string(localized("waits: ", "wartet: "));
  text += shown_kind(wait.kind);
  if (!wait.name.empty()) text += " " + wait.name;
  if (wait.due) text += std::string(localized(" at ", " am ")) + shown_time(*wait.due);
  return text;
}

std::string line_of(const Token& token) {
  return (token.name.empty() ? token.element : token.name + " (" + token.element + ")") + "  " +
         token.detail + "  [" + token.key + "]";
}

struct Branch {
  std::string id;
  std::vector<Branch> branches;
  std::vector<const Token*> tokens;
};

}  // namespace

Result<std::vector<Token>> tokens_of(service::Engine& engine,
                                     const service::InstanceSnapshot& snapshot) {
  std::map<service::ElementReference, std::vector<Token>> by_key;
  for (const service::TaskView& task : snapshot.tasks)
    by_key[task.key].push_back(token_of(task.key, task.element, "task", detail_of(task)));
  for (const service::JobView& job : snapshot.jobs)
    by_key[job.key].push_back(token_of(job.key, job.element, "job",
                                       std::string(localized("job ", "Auftrag ")) + job.type +
                                           ", " + std::to_string(job.retries) +
                                           std::string(localized(" retries", " Versuche"))));
  for (const service::WaitView& wait : snapshot.waits)
    by_key[wait.key].push_back(token_of(wait.key, wait.element, wait.kind, detail_of(wait)));
  for (const service::IncidentView& incident : snapshot.incidents)
    by_key[incident.key].push_back(
        token_of(incident.key, incident.element, "incident",
                 std::string(localized("incident: ", "Vorfall: ")) + localized(incident.message)));
  std::vector<Token> tokens;
  if (by_key.empty()) return tokens;
  UMLAUF_TRY(service::Document document, engine.document(snapshot.instance.definition));
  const Places places(bpmn::read(std::move(document.text), document.name).definitions);
  for (auto& [key, list] : by_key)
    for (Token& token : list) {
      places.complete(token);
      tokens.push_back(std::move(token));
    }
  return tokens;
}

feel::Value to_value(const std::vector<Token>& tokens) {
  feel::Values rows;
  for (const Token& token : tokens)
    rows.push_back(feel::Value(feel::Context{{"element", token.element},
                                             {"name", text_or_null(token.name)},
                                             {"kind", token.kind},
                                             {"key", token.key},
                                             {"path", list_of(token.path)},
                                             {"detail", token.detail}}));
  return feel::Value(std::move(rows));
}

void print_list(std::ostream& out, const std::vector<Token>& tokens) {
  Table table({std::string(localized("key", "Schlüssel")), "Element",
               std::string(localized("kind", "Art")), ""});
  for (const Token& token : tokens)
    table.add({token.key, token.element, std::string(shown_kind(token.kind)), token.detail});
  table.print(out);
}

void print_tree(std::ostream& out, const std::vector<Token>& tokens) {
  Branch root;
  for (const Token& token : tokens) {
    Branch* at = &root;
    for (const std::string& id : token.path) {
      auto found = std::find_if(at->branches.begin(), at->branches.end(),
                                [&](const Branch& branch) { return branch.id == id; });
      if (found == at->branches.end()) {
        at->branches.push_back({id, {}, {}});
        found = at->branches.end() - 1;
      }
      at = &*found;
    }
    at->tokens.push_back(&token);
  }
  // A work list, because subprocesses nest as deep as an author likes.
  struct Open {
    const Branch* branch;
    std::string indent;
    std::size_t next = 0;
  };
  std::vector<Open> open{{&root, ""}};
  while (!open.empty()) {
    Open& top = open.back();
    const std::size_t count = top.branch->tokens.size() + top.branch->branches.size();
    if (top.next == count) {
      open.pop_back();
      continue;
    }
    const std::size_t position = top.next++;
    const bool last = position + 1 == count;
    out << top.indent << (last ? "└─ " : "├─ ");
    if (position < top.branch->tokens.size()) {
      out << line_of(*top.branch->tokens[position]) << '\n';
      continue;
    }
    const Branch& branch = top.branch->branches[position - top.branch->tokens.size()];
    out << branch.id << '\n';
    open.push_back({&branch, top.indent + (last ? "   " : "│  ")});
  }
}

}  // namespace umlauf::cli
