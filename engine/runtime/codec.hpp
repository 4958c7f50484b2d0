#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/runtime/effect.hpp"
#include "engine/runtime/event.hpp"

/// The bytes under which stores keep records and journals: varints and FEEL's binary values, behind
/// one byte with the version of the format. Stable: later versions read what earlier ones wrote.
/// The decoders are total: broken, cut off or hostile bytes yield nullopt.
namespace umlauf::runtime {

void append(std::string& out, const InstanceHeader& header);
std::optional<InstanceHeader> decode_header(std::string_view bytes);

/// Without the key and the parent's place in the tree being checked: the caller names the key.
void append(std::string& out, const ElementInstance& record);
std::optional<ElementInstance> decode_record(std::string_view bytes);

/// The events of one command: a row of the journal.
void append(std::string& out, std::span<const Event> events);
std::optional<std::vector<Event>> decode_events(std::string_view bytes);

/// Effects wait in the outbox until they are carried out.
void append(std::string& out, const Effect& effect);
std::optional<Effect> decode_effect(std::string_view bytes);

}  // namespace umlauf::runtime
