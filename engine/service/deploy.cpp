// Deployments: all of their documents or none; what is unchanged stays.
#include "engine/service/executor.hpp"
#include "engine/verify/assignments.hpp"

namespace umlauf::service {
namespace {

template <typename List>
auto latest_of(const List& list, const std::string& id) {
  const auto found = list.find(id);
  return found == list.end() ? nullptr : found->second.back();
}

DeployedProcess told(const ProcessVersion& process, bool created) {
  return {process.key, process.id, process.name, process.version, process.executable, created};
}

DeployedDecision told(const DecisionVersion& decision, bool created) {
  return {decision.id, decision.name, decision.version, created};
}

// What is called may have been deployed before, or may be in time yet.
void tell_of_missing_calls(const PreparedDeployment& prepared, const Catalog& catalog,
                           Diagnostics& diagnostics) {
  verify::Callable callable;
  callable.process = [&catalog](std::string_view id) { return catalog.find(id) != nullptr; };
  callable.decision = [&catalog](std::string_view id) {
    return catalog.decisions_by_id.contains(id);
  };
  for (const PreparedDeployment::Process& process : prepared.processes)
    for (Diagnostic& found : verify::check_calls(*process.definition, callable))
      diagnostics.push_back(std::move(found));
}

}  // namespace

Result<Answer> Executor::carry_out(const Deploy& deploy) {
  UMLAUF_ASSERT(deployment_ != nullptr);
  const PreparedDeployment& prepared = *deployment_;
  const CatalogPtr known = catalog();
  auto next = std::make_shared<Catalog>(*known);
  Answer answer;
  answer.deployment.diagnostics = prepared.diagnostics;
  const std::uint64_t deployment = keys_.next().value();
  bool anything = false;

  for (const PreparedDeployment::Process& process : prepared.processes) {
    const std::string& digest = prepared.digests[process.document];
    const auto latest = latest_of(known->processes_by_id, process.definition->id);
    if (latest && latest->digest == digest) {
      answer.deployment.processes.push_back(told(*latest, false));
      continue;
    }
    ProcessVersion version;
    version.key = DefinitionKey(keys_.next().value());
    version.id = process.definition->id;
    version.name = process.definition->name;
    version.version_tag = process.definition->version_tag;
    version.version = latest ? latest->version + 1 : 1;
    version.executable = process.definition->executable;
    version.deployment = deployment;
    version.document = prepared.documents[process.document].name;
    version.digest = digest;
    version.starts = runtime::start_subscriptions(*process.definition);
    answer.deployment.processes.push_back(told(version, true));
    definitions_.remember(version.key, process.definition);
    group_->put_cell(process_cell(version.key), service::encode(version));
    OwedStarts owed;
    if (latest) {
      UMLAUF_TRY(owed, disarm_start_timers(*latest));
    }
    UMLAUF_CHECK(arm_start_timers(version, owed));
    if (latest) UMLAUF_CHECK(hasten_owed_starts(version));
    next->add(std::make_shared<const ProcessVersion>(std::move(version)));
    anything = true;
  }
  for (const PreparedDeployment::Decision& decision : prepared.decisions) {
    const std::string& digest = prepared.digests[decision.document];
    const auto latest = latest_of(known->decisions_by_id, decision.id);
    if (latest && latest->digest == digest) {
      answer.deployment.decisions.push_back(told(*latest, false));
      continue;
    }
    DecisionVersion version;
    version.key = keys_.next().value();
    version.id = decision.id;
    version.name = decision.name;
    version.version = latest ? latest->version + 1 : 1;
    version.deployment = deployment;
    version.document = prepared.documents[decision.document].name;
    version.digest = digest;
    version.version_tag = decision.version_tag;
    answer.deployment.decisions.push_back(told(version, true));
    definitions_.remember(version.key, prepared.models.at(decision.document));
    group_->put_cell(decision_cell(version.key), service::encode(version));
    next->add(std::make_shared<const DecisionVersion>(std::move(version)));
    anything = true;
  }
  if (deploy.verify.value_or(options_.verify) != VerifyMode::Off)
    tell_of_missing_calls(prepared, *next, answer.deployment.diagnostics);
  if (!anything) return answer;

  DeploymentRecord record{now_, caller_->user, {}};
  for (std::size_t i = 0; i < prepared.documents.size(); ++i) {
    record.documents.emplace_back(prepared.documents[i].name, prepared.digests[i]);
    group_->put_cell(document_cell(prepared.digests[i]), prepared.documents[i].text);
  }
  group_->put_cell(deployment_cell(deployment), service::encode(record));
  // Two nodes that deploy at once must not give out the same version.
  const std::string counter(kDeploymentCounter);
  group_->guard({counter, known->deployments == 0 ? "" : std::to_string(known->deployments)});
  next->deployments = known->deployments + 1;
  group_->put_cell(counter, std::to_string(next->deployments));
  catalog_next_ = std::move(next);
  return answer;
}

}  // namespace umlauf::service
