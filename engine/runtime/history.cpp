#include "engine/runtime/history.hpp"

#include <algorithm>

#include "engine/base/overload.hpp"

namespace umlauf::runtime {
namespace {

HistoryRow::State state_of(Ending ending) {
  switch (ending) {
    case Ending::Completed:
      return HistoryRow::State::Completed;
    case Ending::Terminated:
      return HistoryRow::State::Terminated;
    case Ending::Failed:
      return HistoryRow::State::Failed;
  }
  return HistoryRow::State::Completed;
}

}  // namespace

void History::close(ElementKey key, HistoryRow::State state, calendar::Instant at) {
  const auto found = open_.find(key);
  if (found == open_.end()) return;
  rows[found->second].state = state;
  rows[found->second].ended = at;
  open_.erase(found);
}

void History::add(const Event& event, calendar::Instant at) {
  std::visit(Overload{
                 [&](const InstanceStarted& e) { header = *e.header; },
                 [&](const InstanceEnded& e) {
                   header.state = e.state;
                   header.error_code = e.error_code;
                   header.ended = e.at;
                   while (!open_.empty())
                     close(open_.begin()->first, HistoryRow::State::Terminated, at);
                 },
                 [&](const Entered& e) {
                   if (e.role != Role::Activity && e.role != Role::Loop) return;
                   HistoryRow row;
                   row.definition = header.definition;
                   row.node = e.node;
                   row.key = e.key;
                   row.body = e.role == Role::Loop;
                   row.started = at;
                   open_.emplace(e.key, rows.size());
                   rows.push_back(row);
                 },
                 [&](const Passed& e) {
                   HistoryRow row;
                   row.definition = header.definition;
                   row.node = e.node;
                   row.state = HistoryRow::State::Completed;
                   row.started = at;
                   row.ended = at;
                   rows.push_back(row);
                 },
                 [&](const Left& e) { close(e.key, state_of(e.ending), at); },
                 [&](const Kept& e) { close(e.key, HistoryRow::State::Completed, at); },
                 [&](const FlowTaken& e) {
                   ++flows[{header.definition, e.flow}];
                 },
                 [&](const MessageFlowTaken& e) {
                   ++message_flows[{header.definition, e.flow}];
                 },
                 [&](const InstanceMigrated& e) {
                   header.definition = e.definition;
                   header.version = e.version;
                 },
                 [&](const NodeChanged& e) {
                   const auto found = open_.find(e.key);
                   if (found == open_.end()) return;
                   rows[found->second].node = e.node;
                   rows[found->second].definition = header.definition;
                 },
                 [](const auto&) {},
             },
             event);
}

}  // namespace umlauf::runtime
