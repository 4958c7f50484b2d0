#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/definition/process_definition.hpp"
#include "engine/dmn/decision_model.hpp"
#include "engine/runtime/step.hpp"
#include "engine/service/requests.hpp"
#include "engine/service/store.hpp"

namespace umlauf::service {

/// A process as it is listed: what can be known without compiling it.
struct ProcessVersion {
  DefinitionKey key;
  std::string id;
  std::string name;
  std::string version_tag;
  std::uint32_t version = 1;
  bool executable = true;
  std::uint64_t deployment = 0;
  std::string document;  ///< its name
  std::string digest;    ///< SHA-256 of the document, in hexadecimal digits
  std::vector<runtime::StartSubscription> starts;
};

struct DecisionVersion {
  std::uint64_t key = 0;
  std::string id;
  std::string name;
  std::uint32_t version = 1;
  std::uint64_t deployment = 0;
  std::string document;
  std::string digest;
  std::string version_tag;
};

/// What is deployed at one moment; immutable once it is published.
struct Catalog {
  using ProcessPtr = std::shared_ptr<const ProcessVersion>;
  using DecisionPtr = std::shared_ptr<const DecisionVersion>;

  std::uint64_t deployments = 0;  ///< how many there have been
  std::map<DefinitionKey, ProcessPtr> processes;
  /// By id, oldest version first.
  std::map<std::string, std::vector<ProcessPtr>, std::less<>> processes_by_id;
  std::map<std::string, std::vector<DecisionPtr>, std::less<>> decisions_by_id;

  void add(ProcessPtr process);
  void add(DecisionPtr decision);
  /// nullptr where there is none. Version 0: the latest.
  const ProcessVersion* find(std::string_view id, std::uint32_t version = 0) const;
  /// What a call activity means; `caller`: the calling definition.
  const ProcessVersion* resolve(std::string_view id, definition::Binding binding,
                                std::uint32_t version, std::string_view version_tag,
                                DefinitionKey caller) const;
  const DecisionVersion* resolve_decision(const runtime::DecisionRequest& request) const;
};

using CatalogPtr = std::shared_ptr<const Catalog>;

/// The catalog and what has been compiled of it so far. Any thread may ask.
class Definitions final : public runtime::Decisions {
 public:
  explicit Definitions(Store& store) : store_(store), catalog_(std::make_shared<Catalog>()) {}

  CatalogPtr catalog() const;
  void publish(CatalogPtr catalog);
  /// Reads the catalog again where somebody else has deployed.
  Result<Done> refresh();

  /// Compiles at the first call. Errors: State, Damaged (what was deployed with it), Storage.
  Result<definition::ProcessDefinitionPtr> definition(DefinitionKey key);
  void remember(DefinitionKey key, definition::ProcessDefinitionPtr definition);
  void remember(std::uint64_t decision, std::shared_ptr<const dmn::DecisionModel> model);
  Result<Document> document(DefinitionKey key);

  Result<runtime::DecisionAnswer> evaluate(const runtime::DecisionRequest& request,
                                           const feel::Environment& variables) const override;

 private:
  using ModelPtr = std::shared_ptr<const dmn::DecisionModel>;
  Result<ModelPtr> decision_model(const DecisionVersion& decision) const;

  Store& store_;
  mutable std::mutex mutex_;
  CatalogPtr catalog_;
  mutable std::map<DefinitionKey, definition::ProcessDefinitionPtr> compiled_;
  mutable std::map<std::uint64_t, ModelPtr> models_;
};

/// Documents of one deployment, read and compiled; nothing is stored yet. Pure.
struct PreparedDeployment {
  struct Process {
    definition::ProcessDefinitionPtr definition;
    std::size_t document = 0;
  };
  struct Decision {
    std::string id;
    std::string name;
    std::string version_tag;
    std::size_t document = 0;
  };
  std::vector<Document> documents;
  std::vector<std::string> digests;  ///< parallel to `documents`
  std::vector<Process> processes;
  std::vector<Decision> decisions;
  /// Of the DMN documents, by position in `documents`.
  std::map<std::size_t, std::shared_ptr<const dmn::DecisionModel>> models;
  Diagnostics diagnostics;
};

/// Errors: Deploy (with every diagnostic), Request (a name twice, nothing to deploy). What was
/// stored before is prepared with VerifyMode::Off: it has been taken. `organisation` may be null.
Result<PreparedDeployment> prepare_deployment(
    std::vector<Document> documents, VerifyMode mode,
    const organisation::Organisation* organisation = nullptr);

std::string sha256_hex(std::string_view bytes);

// The cells in which deployments lie.
std::string process_cell(DefinitionKey key);
std::string decision_cell(std::uint64_t key);
std::string deployment_cell(std::uint64_t key);
std::string document_cell(std::string_view digest);
inline constexpr std::string_view kDeploymentCounter = "deployments";

Bytes encode(const ProcessVersion& process);
Bytes encode(const DecisionVersion& decision);
std::optional<ProcessVersion> decode_process(std::string_view bytes);
std::optional<DecisionVersion> decode_decision(std::string_view bytes);

/// A deployment as stored: names and digests of its documents.
struct DeploymentRecord {
  calendar::Instant time;
  std::string actor;
  std::vector<std::pair<std::string, std::string>> documents;
};
Bytes encode(const DeploymentRecord& record);
std::optional<DeploymentRecord> decode_deployment(std::string_view bytes);

}  // namespace umlauf::service
