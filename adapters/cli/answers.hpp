#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/decimal.hpp"
#include "engine/base/diagnostic.hpp"
#include "engine/base/result.hpp"
#include "engine/feel/value.hpp"
#include "engine/service/requests.hpp"
#include "engine/service/views.hpp"

/// Views of the engine as the values that the drive protocol and `--json` write.
namespace umlauf::cli {

/// A text, or null where it is empty.
feel::Value text_or_null(const std::string& text);
feel::Value time_or_null(const std::optional<calendar::Instant>& time);
feel::Value list_of(const std::vector<std::string>& texts);
feel::Value list_of(const std::vector<service::InstanceKey>& keys);

feel::Value to_value(const Diagnostic& diagnostic);
feel::Value to_value(const Diagnostics& diagnostics);
feel::Context to_context(const service::Deployment& deployment);
feel::Context to_context(const service::InstanceView& view);
feel::Context to_context(const service::TaskView& view);
feel::Context to_context(const service::JobView& view);
feel::Context to_context(const service::WaitView& view);
feel::Context to_context(const service::IncidentView& view);
feel::Context to_context(const service::OwedStartView& view);
feel::Context to_context(const service::FiredTimer& fired);
feel::Context to_context(const service::ActivatedJob& job);
feel::Context to_context(const service::Migration& migration);
feel::Context to_context(const service::HistoryView& view);
feel::Context to_context(const service::JournalView& view);

template <typename View>
feel::Value list_of_views(const std::vector<View>& views) {
  feel::Values items;
  items.reserve(views.size());
  for (const View& view : views) items.push_back(feel::Value(to_context(view)));
  return feel::Value(std::move(items));
}

/// `error`, `warning`, `info`, whatever the language.
std::string_view name_of(Severity severity);
/// `request`, `deploy`, `state`, `evaluation`, `limit`, `internal`: the protocol's kinds.
std::string_view kind_of(ErrorCode code);
/// `forbidden`, `conflict` ...: finer than the kind.
std::string_view name_of(ErrorCode code);
/// `{"ok":false, ...}` without the id.
feel::Context failure(const Error& error);
/// The id of a request line that cannot be read as a whole: an integer behind a member "id".
std::optional<Decimal> id_in(std::string_view line);

}  // namespace umlauf::cli
