#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/calendar/temporal.hpp"
#include "engine/service/store.hpp"

/// The cells of holds, of retention rules, and of what was dropped as a whole.
namespace umlauf::service {

/// Why an instance may not be erased.
struct Hold {
  InstanceKey instance;
  std::string actor;
  std::string reason;
  calendar::Instant since;

  std::string cell() const { return cell_name(instance); }
  static std::string cell_name(InstanceKey key);
  Bytes encode() const;
  static std::optional<Hold> decode(const Cell& cell);
};
inline constexpr std::string_view kHolds = "hold/";

/// That a range of cases was dropped with everything that was stored of them, those left out that
/// had to stay: what remains as the record of their deletion.
struct DroppedRange {
  InstanceKey first;
  InstanceKey last;
  std::uint64_t cases = 0;  ///< that are gone
  calendar::Instant ended_before;
  calendar::Instant time;
  std::string actor;

  std::string cell() const;
  Bytes encode() const;
  static std::optional<DroppedRange> decode(const Cell& cell);
};
inline constexpr std::string_view kDroppedRanges = "dropped/";

inline constexpr std::string_view kRetentions = "retention/";
/// nullopt where this is no duration, or a negative one.
std::optional<calendar::Instant> before(calendar::Instant now, std::string_view duration,
                                        calendar::Zone zone);

}  // namespace umlauf::service
