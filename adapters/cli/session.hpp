#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "engine/base/result.hpp"
#include "engine/feel/value.hpp"
#include "engine/organisation/organisation.hpp"
#include "engine/service/engine.hpp"

namespace umlauf::cli {

/// One conversation in the protocol of `umlauf drive` (docs/drive.md). One request in, one answer
/// out; `umlauf drive` sends lines of standard input through it, `umlauf test` the steps of
/// scenario files.
class Session {
 public:
  /// An engine in memory under a clock that stands still until it is moved. One thread at a time.
  Session();
  /// Somebody else's engine and clock, which outlive the session: there is no `reset`, and
  /// `advance` fires what is due. Any number of threads may call `answer` at once.
  Session(service::Engine& engine, service::Clock& clock);
  ~Session();

  /// Total: whatever the request is, an answer with `ok` comes back, and a request that fails has
  /// changed nothing. The answer repeats the request's `id`.
  feel::Context answer(const feel::Value& request);
  /// The members of the answer besides `id` and `ok`, or the error in both languages.
  Result<feel::Context> carry_out(const feel::Value& request);
  /// The same from one line of JSON to one line of JSON, without the line feed.
  std::string answer_line(std::string_view line);

  /// Persons named as `user` have the roles of this organisation from now on. Without one, they are
  /// taken for members of every group.
  void set_organisation(organisation::Organisation organisation);

  service::Engine& engine();
  /// Beneath an engine in memory; null where the engine is somebody else's.
  service::Store* own_store();
  calendar::Instant now() const;
  calendar::Zone zone() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace umlauf::cli
