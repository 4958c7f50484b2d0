// What begins a process instance: a request, a trigger, the clock.
#include "engine/base/overload.hpp"
#include "engine/service/executor.hpp"
#include "engine/service/receivers.hpp"

namespace umlauf::service {
namespace {

using definition::NodeIndex;
using definition::NodeKind;

Error no_process(const Start& request) {
  const std::string& id = request.process;
  std::string which = request.version == 0 ? "" : " version " + std::to_string(request.version);
  if (!request.version_tag.empty()) which += " '" + request.version_tag + "'";
  return error(ErrorCode::State, "there is no process '" + id + "'" + which,
               "es gibt keinen Prozess '" + id + "'" + which);
}

bool is_none_start(const definition::ProcessDefinition& definition, NodeIndex node) {
  return definition[node].kind == NodeKind::StartEvent && definition[node].events.empty();
}

// Which none start event is meant (rule 5 of the drive protocol); invalid: the one there is, or
// every node without incoming flow.
Result<NodeIndex> choose_start(const definition::ProcessDefinition& definition,
                               const std::string& at) {
  if (!at.empty()) {
    const NodeIndex node = definition.find_node(at);
    if (!node.valid() || !is_none_start(definition, node))
      return error(
          ErrorCode::Request,
          "'" + at + "' is no none start event of process '" + definition.id + "'",
          "'" + at + "' ist kein unbestimmtes Startereignis des Prozesses '" + definition.id + "'");
    return node;
  }
  const auto& starts = definition[definition::ProcessDefinition::root()].starts;
  std::size_t none_starts = 0;
  for (const NodeIndex node : starts)
    if (is_none_start(definition, node)) ++none_starts;
  if (none_starts > 1)
    return error(ErrorCode::Request,
                 "process '" + definition.id + "' has several none start events: say which",
                 "Prozess '" + definition.id +
                     "' hat mehrere unbestimmte Startereignisse: welches ist gemeint");
  if (starts.empty())
    return error(ErrorCode::State,
                 "process '" + definition.id + "' cannot be started without its trigger",
                 "Prozess '" + definition.id + "' startet nur durch seinen Auslöser");
  return NodeIndex();
}

}  // namespace

Result<InstanceKey> Executor::start(const ProcessVersion& process, runtime::StartInstance command) {
  if (!process.executable)
    return error(ErrorCode::State, "process '" + process.id + "' is not executable",
                 "Prozess '" + process.id + "' ist nicht ausführbar");
  UMLAUF_CHECK(vault_.ready());
  UMLAUF_TRY(auto definition, group_->definition(process.key));
  return start_of(process, std::move(definition), std::move(command));
}

Result<InstanceKey> Executor::start_of(const ProcessVersion& process,
                                       definition::ProcessDefinitionPtr definition,
                                       runtime::StartInstance command) {
  if (!command.instance.valid()) command.instance = keys_.next();
  command.definition = process.key;
  command.version = process.version;
  const InstanceKey key = command.instance;
  LiveInstance& instance = group_->create(key, std::move(definition));
  const Result<Done> done = run(instance, std::move(command));
  if (!done) {
    group_->discard(key);
    return done.error();
  }
  return key;
}

Result<InstanceKey> Executor::start_triggered(const ProcessVersion& process,
                                              const runtime::StartSubscription& start_at,
                                              runtime::Variables payload, std::string business_key,
                                              std::vector<runtime::Variable> keys) {
  runtime::StartInstance command;
  command.start = start_at.node;
  command.trigger = start_at.trigger;
  command.payload = std::move(payload);
  command.business_key = std::move(business_key);
  command.keys = std::move(keys);
  return start(process, std::move(command));
}

Result<Answer> Executor::carry_out(const Start& request) {
  if (request.version != 0 && !request.version_tag.empty())
    return error(ErrorCode::Request, "either a version or a version tag can be named",
                 "entweder eine Version oder ein Versionskennzeichen ist zu nennen");
  CatalogPtr known = catalog();
  const auto find = [&]() {
    if (request.version_tag.empty()) return known->find(request.process, request.version);
    return known->resolve(request.process, definition::Binding::VersionTag, 0, request.version_tag,
                          {});
  };
  const ProcessVersion* process = find();
  if (process == nullptr && refresh_catalog()) {
    known = catalog();
    process = find();
  }
  if (process == nullptr) return no_process(request);
  if (!process->executable)
    return error(ErrorCode::State, "process '" + process->id + "' is not executable",
                 "Prozess '" + process->id + "' ist nicht ausführbar");
  UMLAUF_TRY(auto definition, group_->definition(process->key));
  runtime::StartInstance command;
  UMLAUF_TRY(command.start, choose_start(*definition, request.at));
  UMLAUF_CHECK(vault_.ready());
  command.business_key = request.business_key;
  command.variables = to_variables(request.variables);
  UMLAUF_TRY(const InstanceKey key, start_of(*process, std::move(definition), std::move(command)));
  Answer answer;
  answer.instances.push_back(key);
  return answer;
}

Result<Answer> Executor::carry_out(const EvaluateStartConditions& request) {
  const runtime::Variables variables = to_variables(request.variables);
  runtime::StepContext context;
  context.now = now_;
  context.zone = zone_;
  const CatalogPtr known = catalog();
  Answer answer;
  for (const auto& [id, versions] : known->processes_by_id) {
    const ProcessVersion& process = *versions.back();
    if (!process.executable) continue;
    for (const runtime::StartSubscription& start_at : process.starts) {
      if (start_at.kind != definition::Trigger::Conditional) continue;
      const auto definition = group_->definition(process.key);
      if (definition && !runtime::start_condition_holds(**definition, start_at, variables, context))
        continue;
      runtime::StartInstance command;
      command.start = start_at.node;
      command.trigger = start_at.trigger;
      command.variables = variables;
      const auto started = start(process, std::move(command));
      if (!started) {
        // All or nothing: others may have begun in this group.
        poisoned_ = true;
        return started.error();
      }
      answer.instances.push_back(*started);
    }
  }
  return answer;
}

// Where an instance collects its triggers, and one waits for this, it goes there.
Result<bool> Executor::is_collected(const ProcessVersion& process,
                                    const runtime::StartSubscription& start_at) {
  const auto read = group_->definition(process.key);
  // Damaged: it is owed the start, whatever becomes of the signal otherwise.
  if (!read && read.error().code == ErrorCode::Damaged) return false;
  UMLAUF_TRY(const auto definition, read);
  if (!definition->collects_triggers(start_at.node)) return false;
  const std::string& start = (*definition)[start_at.node].id;
  EntryScan scan{.kind = EntryKind::Signal, .name = start_at.name};
  scan.limit = kReceiversAtOnce;
  for (;;) {
    UMLAUF_TRY(const auto entries, group_->entries(scan));
    group_->fetch(instances_of(entries));
    for (const Entry& entry : entries) {
      UMLAUF_TRY(const LiveInstance* instance, group_->sound_instance(entry.instance));
      if (instance == nullptr || instance->state.header.process != process.id) continue;
      const runtime::ElementInstance* wait = instance->state.find(entry.element);
      if (wait != nullptr && (*instance->definition)[wait->node].id == start) return true;
    }
    if (entries.size() < kReceiversAtOnce) return false;
    scan.after = entries.back();
  }
}

Result<std::vector<Executor::Begin>> Executor::begins_by_signal(const std::string& signal) {
  std::vector<Begin> begins;
  const CatalogPtr known = catalog();
  for (const auto& [id, versions] : known->processes_by_id) {
    const Catalog::ProcessPtr& process = versions.back();
    if (!process->executable) continue;
    for (const runtime::StartSubscription& start_at : process->starts) {
      if (start_at.kind != definition::Trigger::Signal || start_at.name != signal) continue;
      UMLAUF_TRY(const bool collected, is_collected(*process, start_at));
      if (!collected) begins.push_back({process, &start_at});
    }
  }
  return begins;
}

// The state of a timer start event lies in a cell, its due time in an entry.
Result<Done> Executor::arm_start_timers(const ProcessVersion& process, const OwedStarts& owed) {
  if (!process.executable) return Done{};
  UMLAUF_TRY(const auto definition, group_->definition(process.key));
  for (const runtime::StartSubscription& start_at : process.starts) {
    if (start_at.kind != definition::Trigger::Timer) continue;
    auto timer = StartTimer::arm(start_at, definition->semantics.cron(), now_, zone_);
    // What the version before owes, this one starts, where it has the same timer.
    auto before = owed.find({(*definition)[start_at.node].id, start_at.trigger});
    if (before == owed.end()) before = owed.find({"", start_at.trigger});
    if (before != owed.end() && before->second.kind == start_at.timer_kind &&
        before->second.text == start_at.name) {
      timer = before->second;
      timer->node = start_at.node;
      timer->failures = 0;
    }
    if (!timer) continue;  // never due: a repetition of nothing, a date that does not exist
    group_->put_cell(timer->cell(process.key), timer->encode());
    group_->add(timer->entry(process.key));
  }
  return Done{};
}

Result<Executor::OwedStarts> Executor::disarm_start_timers(const ProcessVersion& process) {
  OwedStarts owed;
  for (const runtime::StartSubscription& start_at : process.starts) {
    if (start_at.kind != definition::Trigger::Timer) continue;
    StartTimer timer;
    timer.node = start_at.node;
    timer.trigger = start_at.trigger;
    UMLAUF_TRY(const auto content, group_->cell(timer.cell(process.key)));
    const auto stored = content ? StartTimer::decode(*content) : std::nullopt;
    if (!stored) continue;  // it has fired for the last time
    group_->remove(stored->entry(process.key));
    group_->put_cell(stored->cell(process.key), {});
    if (stored->failures == 0) continue;
    // The new version must not fail because the old one is damaged.
    const auto definition = group_->definition(process.key);
    owed.emplace(
        std::pair(definition ? (**definition)[start_at.node].id : std::string(), start_at.trigger),
        *stored);
  }
  return owed;
}

}  // namespace umlauf::service
