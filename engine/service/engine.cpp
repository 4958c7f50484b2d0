#include "engine/service/engine.hpp"

#include "engine/service/engine_parts.hpp"

namespace umlauf::service {
namespace {

// Deployments are read, proved and compiled by whoever asks for them, before they queue. Their
// documents go over into what is prepared.
Result<std::unique_ptr<PreparedDeployment>> prepare(Request& request,
                                                    const EngineOptions& options) {
  Deploy* deploy = std::get_if<Deploy>(&request);
  if (deploy == nullptr) return std::unique_ptr<PreparedDeployment>();
  UMLAUF_TRY(auto prepared, prepare_deployment(std::move(deploy->documents),
                                               deploy->verify.value_or(options.verify),
                                               deploy->organisation.get()));
  return std::make_unique<PreparedDeployment>(std::move(prepared));
}

Result<Done> done(const Result<Answer>& answer) {
  if (!answer) return answer.error();
  return Done{};
}

}  // namespace

Engine::Engine(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Engine::~Engine() = default;

Result<std::unique_ptr<Engine>> Engine::open(Store& store, Clock& clock,
                                             const EngineOptions& options) {
  const auto zone = calendar::Zone::parse("@" + options.time_zone);
  if (!zone)
    return error(ErrorCode::Request, "there is no time zone '" + options.time_zone + "'",
                 "es gibt keine Zeitzone '" + options.time_zone + "'");
  auto parts = std::make_unique<Parts>(store, clock, options, *zone);
  UMLAUF_CHECK(parts->vault.admit());
  UMLAUF_CHECK(parts->definitions.refresh());
  UMLAUF_CHECK(parts->executor.resume());
  if (parts->executor.has_internal()) parts->committer.flush();
  return std::unique_ptr<Engine>(new Engine(std::move(parts)));
}

Result<Answer> Engine::execute(Request request, const Caller& caller) {
  UMLAUF_TRY(const auto deployment, prepare(request, parts_->options));
  return parts_->committer.execute(request, deployment.get(), caller);
}

void Engine::submit(Request request, Caller caller, std::function<void(Result<Answer>)> done) {
  auto deployment = prepare(request, parts_->options);
  if (!deployment) {
    done(deployment.error());
    return;
  }
  parts_->committer.submit(std::move(request), std::move(*deployment), std::move(caller),
                           std::move(done));
}

void Engine::flush() { parts_->committer.flush(); }

Result<Deployment> Engine::deploy(std::vector<Document> documents, const Caller& caller) {
  UMLAUF_TRY(auto answer, execute(Deploy{std::move(documents), std::nullopt}, caller));
  return std::move(answer.deployment);
}

Result<InstanceKey> Engine::start(Start request, const Caller& caller) {
  UMLAUF_TRY(const auto answer, execute(std::move(request), caller));
  return answer.instances.front();
}

Result<Done> Engine::complete_task(ElementReference task, feel::Context variables,
                                   const Caller& caller) {
  return done(execute(CompleteTask{task, std::move(variables)}, caller));
}

Result<Done> Engine::claim_task(ElementReference task, const Caller& caller) {
  return done(execute(ClaimTask{task}, caller));
}

Result<std::vector<InstanceKey>> Engine::correlate(Correlate request, const Caller& caller) {
  UMLAUF_TRY(auto answer, execute(std::move(request), caller));
  return std::move(answer.instances);
}

Result<std::vector<ActivatedJob>> Engine::activate_jobs(ActivateJobs request) {
  UMLAUF_TRY(auto answer, execute(std::move(request)));
  return std::move(answer.jobs);
}

Result<Done> Engine::complete_job(ElementReference job, feel::Context variables) {
  return done(execute(CompleteJob{job, std::move(variables), {}}));
}

Result<std::vector<FiredTimer>> Engine::fire_timers(calendar::Instant until, bool at_due_time) {
  constexpr std::size_t kAtOnce = 1000;
  std::vector<FiredTimer> fired;
  for (;;) {
    UMLAUF_TRY(auto answer, execute(FireTimers{until, kAtOnce, at_due_time}));
    fired.insert(fired.end(), answer.fired.begin(), answer.fired.end());
    if (answer.fired.size() < kAtOnce) return fired;
  }
}

Result<std::optional<calendar::Instant>> Engine::next_timer() {
  std::optional<calendar::Instant> next;
  for (const EntryKind kind : {EntryKind::Timer, EntryKind::StartTimer}) {
    EntryScan scan{.kind = kind, .name = ""};
    scan.limit = 1;
    UMLAUF_TRY(const auto entries, parts_->store.entries(scan));
    if (entries.empty()) continue;
    const calendar::Instant due{entries[0].position};
    if (!next || due < *next) next = due;
  }
  return next;
}

CacheStatistics Engine::cache_statistics() const { return parts_->executor.cache_statistics(); }

std::vector<InstanceKey> Engine::damaged_instances() const {
  return parts_->executor.damaged_instances();
}

std::vector<DeployedProcess> Engine::processes() {
  const CatalogPtr catalog = parts_->definitions.catalog();
  std::vector<DeployedProcess> latest;
  for (const auto& [id, versions] : catalog->processes_by_id) {
    const ProcessVersion& process = *versions.back();
    latest.push_back(
        {process.key, process.id, process.name, process.version, process.executable, true});
  }
  return latest;
}

Result<Document> Engine::document(DefinitionKey definition) {
  return parts_->definitions.document(definition);
}

}  // namespace umlauf::service
