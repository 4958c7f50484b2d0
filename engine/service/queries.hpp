#pragma once

#include <string_view>

#include "engine/runtime/history.hpp"
#include "engine/service/catalog.hpp"
#include "engine/service/live_instance.hpp"
#include "engine/service/vault.hpp"
#include "engine/service/views.hpp"

/// How the durable state becomes views.
namespace umlauf::service {

Error no_instance(InstanceKey key);
Error is_erased(InstanceKey key);

InstanceView instance_view(const runtime::InstanceHeader& header);
/// The record must carry a user task, a job ...
TaskView task_view(const LiveInstance& instance, const runtime::ElementInstance& record);
JobView job_view(const LiveInstance& instance, const runtime::ElementInstance& record);
/// nullopt where the record waits for nothing that is listed so.
std::optional<WaitView> wait_view(const LiveInstance& instance,
                                  const runtime::ElementInstance& record);
IncidentView incident_view(const LiveInstance& instance, const runtime::ElementInstance& record);

/// An instance as it is stored, with its definition; nullptr where there is none.
Result<LiveInstancePtr> read_instance(const Vault& vault, Definitions& definitions,
                                      InstanceKey key);
/// The same for whoever makes a list: nullptr also where what is stored of it is damaged, so that
/// the others are shown.
Result<LiveInstancePtr> read_listed(const Vault& vault, Definitions& definitions, InstanceKey key);

/// Adds what the journal of one instance tells.
Result<Done> add_history(const Vault& vault, Definitions& definitions, InstanceKey key,
                         HistoryView& view);

/// One line for people.
Text describe(const runtime::Event& event, const definition::ProcessDefinition* definition);

}  // namespace umlauf::service
