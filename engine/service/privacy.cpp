// Erasing, holding, retention: the requests.
#include "engine/service/executor.hpp"
#include "engine/service/queries.hpp"
#include "engine/service/retention.hpp"

namespace umlauf::service {

Error only_administrators() {
  return error(ErrorCode::Forbidden, "only an administrator may do that",
               "das darf nur, wer administriert");
}

bool may_administrate(const Caller& caller) { return caller.user.empty() || caller.administrator; }

// Ended, under a key of its own, and nobody holds it.
Result<Done> Executor::may_be_erased(InstanceKey key) {
  UMLAUF_TRY(const LiveInstance* instance, group_->instance(key));
  const std::string which = to_string(key);
  if (!instance->state.header.has_ended())
    return error(ErrorCode::State, "instance " + which + " has not ended",
                 "die Instanz " + which + " ist nicht beendet");
  UMLAUF_TRY(const auto held, group_->cell(Hold::cell_name(key)));
  if (held)
    return error(ErrorCode::State, "instance " + which + " is on hold",
                 "die Instanz " + which + " ist gesperrt");
  if (!instance->erased && !instance->case_key)
    return error(ErrorCode::State, "instance " + which + " was begun without a key of its own",
                 "die Instanz " + which + " wurde ohne eigenen Schlüssel begonnen");
  return Done{};
}

// The instance and what it has called, directly or not.
Result<std::vector<InstanceKey>> Executor::with_called(InstanceKey key) {
  std::vector<InstanceKey> keys = {key};
  for (std::size_t i = 0; i < keys.size(); ++i) {
    EntryScan scan{.kind = EntryKind::Child, .name = to_string(keys[i])};
    scan.limit = options_.receivers_max;
    UMLAUF_TRY(const auto children, group_->entries(scan));
    for (const Entry& child : children) keys.push_back(child.instance);
    if (keys.size() >= options_.receivers_max)
      return error(ErrorCode::Limit, "too many called instances for one request",
                   "zu viele aufgerufene Instanzen für eine Anforderung");
  }
  return keys;
}

Result<Answer> Executor::carry_out(const EraseInstance& request) {
  if (!may_administrate(*caller_)) return only_administrators();
  UMLAUF_CHECK(vault_.ready());
  UMLAUF_TRY(const LiveInstance* wanted, group_->instance(request.instance));
  if (wanted->erased) return is_erased(request.instance);
  UMLAUF_TRY(const auto keys, with_called(request.instance));
  for (const InstanceKey key : keys) UMLAUF_CHECK(may_be_erased(key));
  Answer answer;
  for (const InstanceKey key : keys) {
    UMLAUF_TRY(LiveInstance * instance, group_->instance(key));
    if (instance->erased) continue;
    group_->note(*instance, *caller_, Note::Erased, request.reason, now_);
    if (const auto erased = group_->erase(*instance); !erased) {
      // Half erased: the group must not be committed.
      poisoned_ = true;
      return erased.error();
    }
    answer.instances.push_back(key);
  }
  return answer;
}

Result<Answer> Executor::carry_out(const HoldInstance& request) {
  if (!may_administrate(*caller_)) return only_administrators();
  UMLAUF_TRY(LiveInstance * instance, group_->instance(request.instance));
  if (instance->erased) return is_erased(request.instance);
  const Hold hold{request.instance, caller_->user, request.reason, now_};
  UMLAUF_TRY(const auto held, group_->cell(hold.cell()));
  if (held)
    return error(ErrorCode::State,
                 "instance " + to_string(request.instance) + " is on hold already",
                 "die Instanz " + to_string(request.instance) + " ist schon gesperrt");
  group_->note(*instance, *caller_, Note::Held, request.reason, now_);
  group_->put_cell(hold.cell(), hold.encode());
  Answer answer;
  answer.instances.push_back(request.instance);
  return answer;
}

Result<Answer> Executor::carry_out(const ReleaseInstance& request) {
  if (!may_administrate(*caller_)) return only_administrators();
  UMLAUF_TRY(LiveInstance * instance, group_->instance(request.instance));
  const std::string cell = Hold::cell_name(request.instance);
  UMLAUF_TRY(const auto held, group_->cell(cell));
  if (!held)
    return error(ErrorCode::State, "instance " + to_string(request.instance) + " is not on hold",
                 "die Instanz " + to_string(request.instance) + " ist nicht gesperrt");
  group_->note(*instance, *caller_, Note::Released, request.reason, now_);
  group_->put_cell(cell, {});
  Answer answer;
  answer.instances.push_back(request.instance);
  return answer;
}

Result<Answer> Executor::carry_out(const SetRetention& request) {
  if (!may_administrate(*caller_)) return only_administrators();
  if (catalog()->find(request.process) == nullptr)
    return error(ErrorCode::State, "there is no process '" + request.process + "'",
                 "es gibt keinen Prozess '" + request.process + "'");
  if (!request.keep.empty() && !before(now_, request.keep, zone_))
    return error(ErrorCode::Request, "'" + request.keep + "' is no duration like P10Y",
                 "'" + request.keep + "' ist keine Dauer wie P10Y");
  group_->put_cell(std::string(kRetentions) + request.process, request.keep);
  return Answer{};
}

}  // namespace umlauf::service
