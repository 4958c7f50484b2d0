#include "engine/service/queries.hpp"

#include <algorithm>

#include "engine/service/engine_parts.hpp"
#include "engine/service/pages.hpp"
#include "engine/service/projection.hpp"

namespace umlauf::service {
namespace {

constexpr std::size_t kListMax = 100'000;

using runtime::ElementInstance;
using runtime::Shared;

// The instances that a query means, live ones first, each in the order of the keys.
Result<std::vector<InstanceKey>> find(Store& store, const Catalog& catalog,
                                      const InstanceQuery& query) {
  std::vector<InstanceKey> keys;
  const auto add = [&](EntryKind kind, const std::string& name) -> Result<Done> {
    EntryScan scan{.kind = kind, .name = name};
    scan.limit = query.limit;
    UMLAUF_TRY(const auto entries, store.entries(scan));
    for (const Entry& entry : entries) keys.push_back(entry.instance);
    return Done{};
  };
  if (query.parent.valid()) {
    UMLAUF_CHECK(add(EntryKind::Child, to_string(query.parent)));
    std::sort(keys.begin(), keys.end());
    return keys;
  }
  if (query.variable) {
    const auto list = variable_list(query.variable->name, query.variable->value);
    if (!list)
      return error(ErrorCode::Request, "the value is too long to be searched for",
                   "der Wert ist zu lang, um nach ihm zu suchen");
    UMLAUF_CHECK(add(EntryKind::Variable, *list));
    std::sort(keys.begin(), keys.end());
    return keys;
  }
  if (!query.business_key.empty()) {
    UMLAUF_CHECK(add(EntryKind::BusinessKey, query.business_key));
    std::sort(keys.begin(), keys.end());
    return keys;
  }
  for (const EntryKind kind : {EntryKind::Live, EntryKind::Ended}) {
    if (kind == EntryKind::Live ? !query.live : !query.ended) continue;
    const auto first = static_cast<std::ptrdiff_t>(keys.size());
    if (!query.process.empty()) {
      UMLAUF_CHECK(add(kind, query.process));
    } else {
      for (const auto& [id, versions] : catalog.processes_by_id) UMLAUF_CHECK(add(kind, id));
    }
    std::sort(keys.begin() + first, keys.end());
  }
  return keys;
}

// Every element of one instance, or of all live ones.
template <typename Visit>
Result<Done> for_each_element(const Vault& vault, Definitions& definitions, InstanceKey only,
                              Visit visit) {
  std::vector<InstanceKey> keys = {only};
  if (!only.valid()) {
    InstanceQuery query;
    query.ended = false;
    query.limit = kListMax;
    UMLAUF_TRY(keys, find(vault.store(), *definitions.catalog(), query));
  }
  const auto read = only.valid() ? read_instance : read_listed;
  for (const InstanceKey key : keys) {
    UMLAUF_TRY(const auto instance, read(vault, definitions, key));
    if (instance == nullptr && only.valid()) return no_instance(key);
    if (instance == nullptr) continue;
    if (instance->state.header.has_ended()) continue;
    instance->state.for_each([&](const ElementInstance& record) { visit(*instance, record); });
  }
  return Done{};
}

Result<InstanceView> view_of(const Vault& vault, const InstanceRow& row) {
  UMLAUF_TRY(const auto header, vault.header(row));
  InstanceView view = instance_view(header);
  view.erased = head_form(row.head) == HeadForm::Erased;
  return view;
}

}  // namespace

Error is_erased(InstanceKey key) {
  return error(ErrorCode::State, "the data of instance " + to_string(key) + " have been erased",
               "die Daten der Instanz " + to_string(key) + " sind gelöscht");
}

Error no_instance(InstanceKey key) {
  return error(ErrorCode::State, "there is no instance " + to_string(key),
               "es gibt keine Instanz " + to_string(key));
}

Result<std::vector<InstanceView>> Engine::instances(const InstanceQuery& query) {
  UMLAUF_TRY(const auto keys, find(parts_->store, *parts_->definitions.catalog(), query));
  std::vector<InstanceView> views;
  std::vector<InstanceView> ended;
  for (const InstanceKey key : keys) {
    UMLAUF_TRY(const auto stored, parts_->store.load(key));
    if (!stored) continue;
    auto read = view_of(parts_->vault, stored->row);
    if (!read && read.error().code == ErrorCode::Damaged) continue;
    UMLAUF_TRY(InstanceView view, std::move(read));
    if (!query.process.empty() && view.process != query.process) continue;
    if (!query.business_key.empty() && view.business_key != query.business_key) continue;
    if (view.ended ? !query.ended : !query.live) continue;
    (view.ended ? ended : views).push_back(std::move(view));
  }
  views.insert(views.end(), ended.begin(), ended.end());
  if (views.size() > query.limit) views.resize(query.limit);
  return views;
}

Result<InstanceView> Engine::instance(InstanceKey key) {
  UMLAUF_TRY(const auto stored, parts_->store.load(key));
  if (!stored) return no_instance(key);
  return view_of(parts_->vault, stored->row);
}

Result<std::vector<JobView>> Engine::jobs(InstanceKey instance) {
  std::vector<JobView> views;
  UMLAUF_CHECK(for_each_element(parts_->vault, parts_->definitions, instance,
                                [&views](const LiveInstance& live, const ElementInstance& record) {
                                  const auto* job =
                                      std::get_if<Shared<runtime::Job>>(&record.payload);
                                  if (job != nullptr && runtime::is_for_worker((*job)->kind))
                                    views.push_back(job_view(live, record));
                                }));
  return views;
}

Result<std::vector<WaitView>> Engine::waiting(InstanceKey instance) {
  std::vector<WaitView> views;
  UMLAUF_CHECK(for_each_element(parts_->vault, parts_->definitions, instance,
                                [&views](const LiveInstance& live, const ElementInstance& record) {
                                  if (auto view = wait_view(live, record))
                                    views.push_back(std::move(*view));
                                }));
  return views;
}

Result<std::vector<IncidentView>> Engine::incidents(InstanceKey instance) {
  std::vector<IncidentView> views;
  const auto add = [&views](const LiveInstance& live, const ElementInstance& record) {
    if (record.incident) views.push_back(incident_view(live, record));
  };
  if (instance.valid()) {
    UMLAUF_CHECK(for_each_element(parts_->vault, parts_->definitions, instance, add));
    return views;
  }
  EntryScan scan{.kind = EntryKind::Incident, .name = ""};
  scan.limit = kListMax;
  UMLAUF_TRY(const auto entries, parts_->store.entries(scan));
  for (const Entry& entry : entries) {
    UMLAUF_TRY(const auto live, read_listed(parts_->vault, parts_->definitions, entry.instance));
    const ElementInstance* record = live == nullptr ? nullptr : live->state.find(entry.element);
    if (record != nullptr) add(*live, *record);
  }
  return views;
}

Result<feel::Context> Engine::variables(InstanceKey instance, std::string_view element) {
  UMLAUF_TRY(const auto live, read_instance(parts_->vault, parts_->definitions, instance));
  if (live == nullptr) return no_instance(instance);
  if (live->erased) return is_erased(instance);
  if (element.empty()) return visible_variables(live->state, runtime::kProcessScope);
  ElementKey oldest;
  live->state.for_each([&](const ElementInstance& record) {
    if (!oldest.valid() && record.node.valid() && (*live->definition)[record.node].id == element)
      oldest = record.key;
  });
  if (!oldest.valid())
    return error(ErrorCode::State, "'" + std::string(element) + "' is not active",
                 "'" + std::string(element) + "' ist nicht aktiv");
  return visible_variables(live->state, oldest);
}

Result<HistoryView> Engine::history(InstanceKey instance) {
  HistoryView view;
  if (instance.valid()) {
    UMLAUF_CHECK(add_history(parts_->vault, parts_->definitions, instance, view));
    return view;
  }
  constexpr std::size_t kAtOnce = 1000;
  InstanceKey after;
  for (;;) {
    UMLAUF_TRY(const auto rows, parts_->store.instances(after, kAtOnce));
    for (const InstanceRow& row : rows)
      if (head_form(row.head) != HeadForm::Erased)
        UMLAUF_CHECK(add_history(parts_->vault, parts_->definitions, row.key, view));
    if (rows.size() < kAtOnce) return view;
    after = rows.back().key;
  }
}

}  // namespace umlauf::service
