#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/calendar/temporal.hpp"
#include "engine/service/requests.hpp"
#include "engine/service/store.hpp"
#include "engine/service/views.hpp"

/// The cells of holds, of retention rules, of what was dropped as a whole, and of changes of the
/// master key.
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

/// That a range of cases was dropped with everything that was stored of them, by whom and when:
/// what remains as the record of their deletion.
struct Drop {
  DroppedRange range;
  calendar::Instant time;
  std::string actor;

  std::string cell() const;
  Bytes encode() const;
  static std::optional<Drop> decode(const Cell& cell);
};
inline constexpr std::string_view kDroppedRanges = "dropped/";

/// That the master key was changed, by whom and when: written with the first step, counted on with
/// every portion of keys, ended with the last step.
struct KeyChange {
  std::uint64_t number = 1;  ///< of the store's first change
  RotationRecord record;
  calendar::Instant begun;
  std::string actor;

  std::string cell() const;
  Bytes encode() const;
  static std::optional<KeyChange> decode(const Cell& cell);
};
inline constexpr std::string_view kKeyChanges = "key-change/";

/// Who may erase, hold and change keys: administrators, and the program itself.
bool may_administrate(const Caller& caller);
Error only_administrators();

inline constexpr std::string_view kRetentions = "retention/";
/// nullopt where this is no duration, or a negative one.
std::optional<calendar::Instant> before(calendar::Instant now, std::string_view duration,
                                        calendar::Zone zone);

}  // namespace umlauf::service
