// The operations of the drive protocol that are an operator's: beyond version 1 of the protocol.
#include <algorithm>

#include "adapters/cli/answers.hpp"
#include "adapters/cli/session_state.hpp"

namespace umlauf::cli {
namespace {

// A list that may be left out.
Result<std::vector<std::string>> list_or_empty(const RequestReader& request,
                                               std::string_view name) {
  if (!request.has(name)) return std::vector<std::string>();
  return request.texts(name);
}

}  // namespace

Result<feel::Context> Session::State::modify(const RequestReader& request) {
  service::ModifyInstance modify;
  UMLAUF_TRY(modify.instance, live_instance(request));
  UMLAUF_TRY(modify.cancel, list_or_empty(request, "cancel"));
  UMLAUF_TRY(const auto before, list_or_empty(request, "before"));
  UMLAUF_TRY(const auto behind, list_or_empty(request, "behind"));
  UMLAUF_TRY(modify.take_flows, list_or_empty(request, "flows"));
  UMLAUF_TRY(const feel::Context variables, request.context("variables"));
  for (const std::string& id : before) modify.begin_before.push_back({id, {}, variables});
  for (const std::string& id : behind) modify.begin_behind.push_back({id, {}, {}});
  UMLAUF_TRY(const service::Caller sent_by, sender(request));
  UMLAUF_CHECK(engine->execute(std::move(modify), sent_by));
  return feel::Context();
}

Result<feel::Context> Session::State::migrate(const RequestReader& request) {
  service::MigrateInstance migrate;
  UMLAUF_TRY(migrate.instance, live_instance(request));
  UMLAUF_TRY(const auto version, request.number("version"));
  if (version) migrate.version = static_cast<std::uint32_t>(std::max<std::int64_t>(*version, 0));
  UMLAUF_TRY(migrate.dry_run, request.flag("dryRun"));
  UMLAUF_TRY(const feel::Context elements, request.context("elements"));
  for (const feel::Entry& entry : elements) {
    if (entry.value.string() == nullptr)
      return error(ErrorCode::Request, "'elements' maps ids to ids",
                   "'elements' ordnet Ids Ids zu");
    migrate.elements.emplace_back(entry.name, *entry.value.string());
  }
  UMLAUF_TRY(const service::Caller sent_by, sender(request));
  UMLAUF_TRY(const service::Answer answer, engine->execute(std::move(migrate), sent_by));
  return to_context(answer.migration);
}

Result<feel::Context> Session::State::suspend(const RequestReader& request) {
  UMLAUF_TRY(const service::InstanceKey instance, live_instance(request));
  UMLAUF_TRY(const service::Caller sent_by, sender(request));
  UMLAUF_CHECK(engine->execute(service::SuspendInstance{instance}, sent_by));
  return feel::Context();
}

Result<feel::Context> Session::State::resume(const RequestReader& request) {
  UMLAUF_TRY(const service::InstanceKey instance, live_instance(request));
  UMLAUF_TRY(const service::Caller sent_by, sender(request));
  UMLAUF_CHECK(engine->execute(service::ResumeInstance{instance}, sent_by));
  return feel::Context();
}

Result<feel::Context> Session::State::cancel(const RequestReader& request) {
  UMLAUF_TRY(const service::InstanceKey instance, live_instance(request));
  UMLAUF_TRY(const std::string reason, request.text_or_empty("reason"));
  UMLAUF_TRY(const service::Caller sent_by, sender(request));
  UMLAUF_CHECK(engine->execute(service::CancelInstance{instance, reason}, sent_by));
  return feel::Context();
}

}  // namespace umlauf::cli
