#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/runtime/event.hpp"

namespace umlauf::runtime {

/// One activation of a flow node, as the journal tells it.
struct HistoryRow {
  DefinitionKey definition;  ///< that the node belongs to
  NodeIndex node;
  ElementKey key;     ///< invalid where it was entered and left at once
  bool body = false;  ///< the whole of a looped or multi-instance activity
  enum class State : std::uint8_t { Active, Completed, Terminated, Failed };
  State state = State::Active;
  calendar::Instant started;
  std::optional<calendar::Instant> ended;

  bool operator==(const HistoryRow&) const = default;
};

/// What has happened to an instance, read from its journal.
struct History {
  InstanceHeader header;
  std::vector<HistoryRow> rows;  ///< in the order of entering
  /// How often each flow was taken, by the definition that it belongs to: a migration changes that.
  std::map<std::pair<DefinitionKey, FlowIndex>, std::uint64_t> flows;
  std::map<std::pair<DefinitionKey, definition::MessageFlowIndex>, std::uint64_t> message_flows;

  /// `at`: when the command of this event was carried out.
  void add(const Event& event, calendar::Instant at);

 private:
  void close(ElementKey key, HistoryRow::State state, calendar::Instant at);
  std::map<ElementKey, std::size_t> open_;
};

}  // namespace umlauf::runtime
