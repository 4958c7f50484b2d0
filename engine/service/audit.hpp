#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/service/store.hpp"

/// Whether the journals are what was written: offline, over a store or over what was exported from
/// one, without the models and without any key. docs/audit.md says what can be found and what not.
namespace umlauf::service {

/// The first thing that is wrong with one instance, or something that is wrong with the anchors.
struct AuditFinding {
  InstanceKey instance;        ///< invalid: about the anchors
  std::uint64_t sequence = 0;  ///< of the first journal row that is wrong; 0: none in particular
  std::uint64_t anchor = 0;    ///< that tells so; 0: the chain itself does
  Text message;
};

struct AuditReport {
  std::uint64_t instances = 0;
  std::uint64_t rows = 0;
  std::uint64_t anchors = 0;
  /// Rows that no anchor records yet: only their own chain speaks for them.
  std::uint64_t rows_open = 0;
  Digest anchor{};  ///< digest of the last anchor; to be kept elsewhere
  std::optional<calendar::Instant> anchor_time;
  std::vector<AuditFinding> findings;  ///< at most kAuditFindingsMax
};

inline constexpr std::size_t kAuditFindingsMax = 1000;
/// Clocks of several nodes, and a clock that is set, may differ by so much.
inline constexpr std::int64_t kClockToleranceMs = 60 * 60 * 1000;

/// Reads every journal row and every anchor. `anchor`: the digest of an anchor that was kept
/// elsewhere; it must be among those of the store. Memory: 32 bytes an instance. Errors: Storage.
Result<AuditReport> verify_audit(Store& store, const std::optional<Digest>& anchor = {});

/// Takes one line, without its end.
using LineSink = std::function<Result<Done>(std::string_view)>;
/// Gives the next line, nullopt behind the last one.
using LineSource = std::function<Result<std::optional<std::string>>()>;

/// Writes all journals and anchors as JSON Lines (docs/audit.md). Errors: Storage, and what `sink`
/// returns.
Result<Done> export_audit(Store& store, const LineSink& sink);

/// The same checks on what `export_audit` wrote; memory: 40 bytes a row. Lines that cannot be read
/// are findings. Errors: what `source` returns.
Result<AuditReport> verify_audit_export(const LineSource& source,
                                        const std::optional<Digest>& anchor = {});

}  // namespace umlauf::service
