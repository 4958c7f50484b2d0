#include <map>
#include <string_view>

#include "engine/service/catalog.hpp"
#include "engine/service/check_parts.hpp"
#include "engine/service/owed_start.hpp"
#include "engine/service/retention.hpp"
#include "engine/service/seal.hpp"
#include "engine/service/start_timer.hpp"
#include "engine/service/statistics.hpp"
#include "engine/service/vault.hpp"

namespace umlauf::service {
namespace {

constexpr std::size_t kAtOnce = 100;  // a cell may be a whole document

class Check {
 public:
  explicit Check(Store& store) : store_(store) {}

  Result<CellCheck> run() {
    std::string after;
    for (;;) {
      UMLAUF_TRY(const auto cells, store_.cells("", after, kAtOnce));
      for (const Cell& cell : cells) check(cell);
      if (cells.size() < kAtOnce) break;
      after = cells.back().name;
    }
    compare();
    return std::move(found_);
  }

 private:
  void find(std::string english, std::string german) {
    found_.findings.push_back({{}, {std::move(english), std::move(german)}});
  }
  void damaged(const Cell& cell) {
    find("the stored value '" + cell.name + "' is damaged",
         "der gespeicherte Wert '" + cell.name + "' ist beschädigt");
  }
  void missing(const std::string& cell, const std::string& wanted_by) {
    find("the stored value '" + cell + "' is missing, which '" + wanted_by + "' refers to",
         "der gespeicherte Wert '" + cell + "' fehlt, auf den '" + wanted_by + "' verweist");
  }

  void check(const Cell& cell) {
    using Function = void (Check::*)(const Cell&, std::string_view);
    static const std::map<std::string_view, Function> kKinds = {
        {"process", &Check::process},
        {"decision", &Check::decision},
        {"document", &Check::document},
        {"deployment", &Check::deployment},
        {"effect", &Check::effect},
        {"start-timer", &Check::start_timer},
        {"hold", &Check::hold},
        {"dropped", &Check::dropped_range},
        {"key-change", &Check::key_change},
        {"owed-start", &Check::owed_start},
        {"statistics", &Check::statistics},
        {"case-key", &Check::opaque},
        {"retention", &Check::opaque},
        {"statistics-cursor", &Check::opaque},
        {"kept", &Check::kept_message},
        {"kept-until", &Check::expiry},
    };
    const std::string_view name = cell.name;
    if (name == kDeploymentCounter) {
      counter_ = cell.content;
      return;
    }
    // The audit looks at anchors; a key is known only to whoever has the other one.
    if (name.starts_with("anchor") || name == kMasterKeyCell) return;
    const std::size_t slash = name.find('/');
    const auto kind = kKinds.find(name.substr(0, slash));
    if (slash == std::string_view::npos || kind == kKinds.end())
      return find("nobody knows the stored value '" + cell.name + "'",
                  "niemand kennt den gespeicherten Wert '" + cell.name + "'");
    (this->*kind->second)(cell, name.substr(slash + 1));
  }

  void hold(const Cell& cell, std::string_view) {
    if (!Hold::decode(cell)) damaged(cell);
  }
  void dropped_range(const Cell& cell, std::string_view) {
    if (!Drop::decode(cell)) damaged(cell);
  }
  void key_change(const Cell& cell, std::string_view) {
    if (!KeyChange::decode(cell)) damaged(cell);
  }
  void owed_start(const Cell& cell, std::string_view) {
    const auto start = OwedStart::decode(cell);
    if (!start) return damaged(cell);
    found_.entries.push_back(start->entry());
  }
  void statistics(const Cell& cell, std::string_view) {
    if (!ProcessSum::decode(cell.content)) damaged(cell);
  }
  void opaque(const Cell&, std::string_view) {}

  void process(const Cell& cell, std::string_view) {
    const auto process = decode_process(cell.content);
    if (!process || cell.name != process_cell(process->key)) return damaged(cell);
    found_.processes.insert(process->key);
    needs_[document_cell(process->digest)] = cell.name;
    needs_[deployment_cell(process->deployment)] = cell.name;
  }
  void decision(const Cell& cell, std::string_view) {
    const auto decision = decode_decision(cell.content);
    if (!decision || cell.name != decision_cell(decision->key)) return damaged(cell);
    needs_[document_cell(decision->digest)] = cell.name;
    needs_[deployment_cell(decision->deployment)] = cell.name;
  }
  void document(const Cell& cell, std::string_view digest) {
    if (sha256_hex(cell.content) != digest) return damaged(cell);
    there_.insert(cell.name);
  }
  void deployment(const Cell& cell, std::string_view) {
    const auto record = decode_deployment(cell.content);
    if (!record) return damaged(cell);
    there_.insert(cell.name);
    ++deployments_;
    for (const auto& [name, digest] : record->documents) needs_[document_cell(digest)] = cell.name;
  }
  void effect(const Cell& cell, std::string_view) {
    if (!without_seal(cell.content)) return damaged(cell);
    ++found_.effects;
  }
  void start_timer(const Cell& cell, std::string_view) {
    const auto process = StartTimer::process_of(cell.name);
    const auto timer = StartTimer::decode(cell.content);
    if (!process || !timer || timer->cell(*process) != cell.name) return damaged(cell);
    found_.entries.push_back(timer->entry(*process));
  }

  // Each kept message has one expiry, and the other way round.
  void kept_message(const Cell& cell, std::string_view) {
    if (!without_seal(cell.content)) return damaged(cell);
    kept_.insert(cell.name);
  }
  void expiry(const Cell& cell, std::string_view) {
    if (!expiring_.insert(cell.content).second) damaged(cell);
  }

  void compare() {
    for (const std::string& cell : expiring_)
      if (!kept_.contains(cell)) missing(cell, "kept-until");
    for (const std::string& cell : kept_)
      if (!expiring_.contains(cell))
        find("the stored value '" + cell + "' never expires",
             "der gespeicherte Wert '" + cell + "' läuft nie ab");
    for (const auto& [cell, wanted_by] : needs_)
      if (!there_.contains(cell)) missing(cell, wanted_by);
    for (const std::string& cell : there_)
      if (cell.starts_with("document/") && !needs_.contains(cell))
        find("the stored value '" + cell + "' belongs to no deployment",
             "der gespeicherte Wert '" + cell + "' gehört zu keinem Deployment");
    if (counter_ != (deployments_ == 0 ? "" : std::to_string(deployments_)))
      find("there are " + std::to_string(deployments_) + " deployments instead of '" + counter_ +
               "'",
           "es gibt " + std::to_string(deployments_) + " Deployments statt '" + counter_ + "'");
  }

  Store& store_;
  CellCheck found_;
  std::map<std::string, std::string> needs_;  // a cell that must be there, and one that needs it
  std::set<std::string> there_;
  std::set<std::string> kept_;
  std::set<std::string> expiring_;
  std::string counter_;
  std::uint64_t deployments_ = 0;
};

}  // namespace

Result<CellCheck> check_cells(Store& store) { return Check(store).run(); }

}  // namespace umlauf::service
