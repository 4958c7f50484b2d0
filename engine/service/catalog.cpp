#include "engine/service/catalog.hpp"

#include <algorithm>
#include <charconv>

#include "engine/bpmn/reader.hpp"
#include "engine/definition/compile.hpp"

namespace umlauf::service {
namespace {

// Of the list of what is deployed; what concerns one deployment alone is `damaged`.
Error damaged_catalog(const std::string& cell) {
  return error(ErrorCode::Storage, "the stored value '" + cell + "' is damaged",
               "der gespeicherte Wert '" + cell + "' ist beschädigt");
}

Error damaged(const std::string& cell) {
  Error found = damaged_catalog(cell);
  found.code = ErrorCode::Damaged;
  return found;
}

Result<Bytes> read_cell(Store& store, const std::string& name) {
  UMLAUF_TRY(auto cells, store.cells(name, "", 1));
  if (cells.empty() || cells[0].name != name) return damaged(name);
  return std::move(cells[0].content);
}

// Documents are called by their digest, so that a damaged one is none.
Result<std::string> read_document(Store& store, std::string_view digest) {
  UMLAUF_TRY(auto text, read_cell(store, document_cell(digest)));
  if (sha256_hex(text) != digest) return damaged(document_cell(digest));
  return text;
}

Result<std::vector<Document>> read_documents(Store& store, std::uint64_t deployment) {
  UMLAUF_TRY(const auto bytes, read_cell(store, deployment_cell(deployment)));
  const auto record = decode_deployment(bytes);
  if (!record) return damaged(deployment_cell(deployment));
  std::vector<Document> documents;
  for (const auto& [name, digest] : record->documents) {
    UMLAUF_TRY(auto text, read_document(store, digest));
    documents.push_back({name, std::move(text)});
  }
  return documents;
}

template <typename Version, typename Decode, typename Add>
Result<Done> read_versions(Store& store, const std::string& prefix, Decode decode, Add add) {
  constexpr std::size_t kAtOnce = 500;
  std::string after;
  for (;;) {
    UMLAUF_TRY(const auto cells, store.cells(prefix, after, kAtOnce));
    for (const Cell& cell : cells) {
      auto version = decode(cell.content);
      if (!version) return damaged_catalog(cell.name);
      add(std::make_shared<const Version>(std::move(*version)));
    }
    if (cells.size() < kAtOnce) return Done{};
    after = cells.back().name;
  }
}

template <typename List, typename Ptr>
void insert_by_version(List& list, Ptr version) {
  const auto at =
      std::upper_bound(list.begin(), list.end(), version,
                       [](const Ptr& a, const Ptr& b) { return a->version < b->version; });
  list.insert(at, std::move(version));
}

}  // namespace

void Catalog::add(ProcessPtr process) {
  processes[process->key] = process;
  auto& versions = processes_by_id[process->id];
  insert_by_version(versions, std::move(process));
}

void Catalog::add(DecisionPtr decision) {
  auto& versions = decisions_by_id[decision->id];
  insert_by_version(versions, std::move(decision));
}

const ProcessVersion* Catalog::find(std::string_view id, std::uint32_t version) const {
  const auto versions = processes_by_id.find(id);
  if (versions == processes_by_id.end()) return nullptr;
  if (version == 0) return versions->second.back().get();
  for (const ProcessPtr& each : versions->second)
    if (each->version == version) return each.get();
  return nullptr;
}

const ProcessVersion* Catalog::resolve(std::string_view id, definition::Binding binding,
                                       std::uint32_t version, std::string_view version_tag,
                                       DefinitionKey caller) const {
  const auto versions = processes_by_id.find(id);
  if (versions == processes_by_id.end()) return nullptr;
  const auto newest = [&](auto fits) -> const ProcessVersion* {
    for (auto at = versions->second.rbegin(); at != versions->second.rend(); ++at)
      if (fits(**at)) return at->get();
    return nullptr;
  };
  switch (binding) {
    case definition::Binding::Latest:
      return versions->second.back().get();
    case definition::Binding::Version:
      return newest([&](const ProcessVersion& each) { return each.version == version; });
    case definition::Binding::VersionTag:
      return newest([&](const ProcessVersion& each) { return each.version_tag == version_tag; });
    case definition::Binding::Deployment: {
      const auto from = processes.find(caller);
      if (from == processes.end()) return nullptr;
      const std::uint64_t deployment = from->second->deployment;
      return newest([&](const ProcessVersion& each) { return each.deployment == deployment; });
    }
  }
  return nullptr;
}

const DecisionVersion* Catalog::resolve_decision(const runtime::DecisionRequest& request) const {
  const auto versions = decisions_by_id.find(request.decision);
  if (versions == decisions_by_id.end()) return nullptr;
  if (request.binding == definition::Binding::Version) {
    for (const DecisionPtr& each : versions->second)
      if (each->version == request.version) return each.get();
    return nullptr;
  }
  if (request.binding == definition::Binding::Deployment) {
    const auto from = processes.find(request.definition);
    if (from == processes.end()) return nullptr;
    for (const DecisionPtr& each : versions->second)
      if (each->deployment == from->second->deployment) return each.get();
    // Its document was unchanged at that deployment, so that an older version went on.
    for (auto at = versions->second.rbegin(); at != versions->second.rend(); ++at)
      if ((*at)->deployment < from->second->deployment) return at->get();
    return nullptr;
  }
  if (request.binding == definition::Binding::VersionTag) {
    for (auto at = versions->second.rbegin(); at != versions->second.rend(); ++at)
      if ((*at)->version_tag == request.version_tag) return at->get();
    return nullptr;
  }
  return versions->second.back().get();
}

CatalogPtr Definitions::catalog() const {
  const std::lock_guard lock(mutex_);
  return catalog_;
}

void Definitions::publish(CatalogPtr catalog) {
  const std::lock_guard lock(mutex_);
  catalog_ = std::move(catalog);
}

Result<Done> Definitions::refresh() {
  UMLAUF_TRY(const auto counter, store_.cells(kDeploymentCounter, "", 1));
  std::uint64_t deployments = 0;
  if (!counter.empty() && counter[0].name == kDeploymentCounter) {
    const Bytes& text = counter[0].content;
    const char* end = text.data() + text.size();
    if (std::from_chars(text.data(), end, deployments).ptr != end)
      return damaged_catalog(std::string(kDeploymentCounter));
  }
  if (deployments == catalog()->deployments) return Done{};
  auto fresh = std::make_shared<Catalog>();
  fresh->deployments = deployments;
  const auto add = [&fresh](auto version) { fresh->add(std::move(version)); };
  UMLAUF_CHECK(read_versions<ProcessVersion>(store_, "process/", decode_process, add));
  UMLAUF_CHECK(read_versions<DecisionVersion>(store_, "decision/", decode_decision, add));
  publish(std::move(fresh));
  return Done{};
}

void Definitions::remember(DefinitionKey key, definition::ProcessDefinitionPtr definition) {
  const std::lock_guard lock(mutex_);
  compiled_[key] = std::move(definition);
}

void Definitions::remember(std::uint64_t decision, ModelPtr model) {
  const std::lock_guard lock(mutex_);
  models_[decision] = std::move(model);
}

Result<definition::ProcessDefinitionPtr> Definitions::definition(DefinitionKey key) {
  CatalogPtr known;
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = compiled_.find(key); found != compiled_.end()) return found->second;
    known = catalog_;
  }
  if (!known->processes.contains(key)) {
    UMLAUF_CHECK(refresh());
    known = catalog();
  }
  const auto listed = known->processes.find(key);
  if (listed == known->processes.end())
    return error(ErrorCode::State, "there is no definition " + std::to_string(key.value()),
                 "es gibt keine Definition " + std::to_string(key.value()));
  // The documents of a deployment refer to one another, so they are compiled together.
  UMLAUF_TRY(auto documents, read_documents(store_, listed->second->deployment));
  UMLAUF_TRY(const auto prepared, prepare_deployment(std::move(documents), VerifyMode::Off));
  for (const PreparedDeployment::Process& process : prepared.processes)
    for (const auto& [other, version] : known->processes)
      if (version->deployment == listed->second->deployment &&
          version->id == process.definition->id)
        remember(other, process.definition);
  const std::lock_guard lock(mutex_);
  const auto found = compiled_.find(key);
  if (found == compiled_.end()) return damaged(process_cell(key));
  return found->second;
}

Result<Document> Definitions::document(DefinitionKey key) {
  const CatalogPtr known = catalog();
  const auto listed = known->processes.find(key);
  if (listed == known->processes.end())
    return error(ErrorCode::State, "there is no definition " + std::to_string(key.value()),
                 "es gibt keine Definition " + std::to_string(key.value()));
  UMLAUF_TRY(auto text, read_document(store_, listed->second->digest));
  return Document{listed->second->document, std::move(text)};
}

}  // namespace umlauf::service
