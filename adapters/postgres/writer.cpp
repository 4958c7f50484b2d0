#include "adapters/postgres/writer.hpp"

#include <chrono>

#include "adapters/postgres/batch.hpp"
#include "adapters/postgres/pool.hpp"
#include "adapters/postgres/statements.hpp"

namespace umlauf::postgres {
namespace {

using service::Batch;
using service::Committed;

constexpr int kDeadlockRetriesMax = 5;
// Who waits at a listener looks by himself this often, so later work needs no call.
constexpr std::int64_t kAnnounceMs = 60'000;
constexpr int kFenceWaitMs = 5'000;

calendar::Instant announced_until() {
  return {std::chrono::duration_cast<std::chrono::milliseconds>(
              std::chrono::system_clock::now().time_since_epoch())
              .count() +
          kAnnounceMs};
}

}  // namespace

Connection& Writer::connection() {
  if (connection_ && !connection_->usable()) lose();
  if (!connection_) {
    auto fresh = connect(address_, options_);
    fresh->run("SET idle_in_transaction_session_timeout = " + std::to_string(options_.claim_ms));
    backend_ = fresh->backend();
    connection_ = std::move(fresh);
  }
  if (former_) fence();
  return *connection_;
}

// A session that we have lost may be alive at the server's end and still commit what it was sent.
// It is ended before we look at what it has left.
void Writer::fence() {
  const std::string ended =
      connection_->value("SELECT pg_terminate_backend(pid, " + std::to_string(kFenceWaitMs) +
                         ") FROM pg_stat_activity WHERE pid = " + former_->process +
                         " AND backend_start = '" + former_->begun + "'");
  if (ended == "f") throw Failure("a lost session does not end", "57P03", "");
  former_.reset();
}

void Writer::lose() {
  connection_.reset();
  claiming_ = false;
  // Before the former one has ended, nothing was sent through this one.
  if (!former_) former_ = backend_;
}

void Writer::roll_back() {
  if (!claiming_) return;
  claiming_ = false;
  connection_->run("ROLLBACK");
}

void Writer::send(const Batch& batch) {
  enqueue(*connection_, batch);
  if (claiming_) connection_->enqueue(Statement::Commit, {});
  connection_->sync();
  claiming_ = false;
}

Result<Committed> Writer::commit(const Batch& batch) {
  Patience patience(options_.patience_ms);
  deadlocks_ = 0;
  bool in_doubt = false;
  for (;;) {
    try {
      Connection& to = connection();
      if (batch.empty()) {
        roll_back();
        return Committed{};
      }
      if (in_doubt && is_durable(to, batch)) return Committed{};
      in_doubt = true;
      send(batch);
      if (options_.announce && adds_work(batch, announced_until()))
        to.post(Statement::Announce, {});
      return Committed{};
    } catch (const Failure& failure) {
      if (failure.connection_lost()) {
        if (connection_) lose();
        if (!patience.wait()) return storage_error(failure);
        continue;
      }
      in_doubt = false;
      try {
        if (auto end = judge(failure, batch)) return std::move(*end);
      } catch (const Failure& second) {
        if (connection_) lose();
        return storage_error(second);
      }
    }
  }
}

// What the server's refusal means; nothing: the batch is to be sent again.
std::optional<Result<Committed>> Writer::judge(const Failure& failure, const Batch& batch) {
  roll_back();
  if (failure.state() == kLostState) {
    Committed committed{lost_instances(batch, failure.detail()), false};
    try {
      await_instances(*connection_, committed.instances_lost);
    } catch (const Failure& waiting) {
      if (waiting.connection_lost()) lose();
    }
    return committed;
  }
  if (failure.state() == kThereAlreadyState) {
    Committed committed{there_already(*connection_, batch), false};
    if (!committed.durable()) return committed;
  }
  if (failure.state() == kGuardState || failure.state() == kLockTimeoutState)
    return Committed{{}, true};
  if (failure.state() == kDeadlockState && ++deadlocks_ <= kDeadlockRetriesMax) return std::nullopt;
  return storage_error(failure);
}

Result<Rows> Writer::claim(const Parameters& scan) {
  Patience patience(options_.patience_ms);
  for (;;) {
    try {
      Connection& to = connection();
      const bool opens = !claiming_;
      if (opens) to.enqueue(Statement::Begin, {});
      claiming_ = true;
      to.enqueue(Statement::ClaimList, scan);
      Rows rows = to.sync();
      if (opens && rows.size() == 0) roll_back();
      return rows;
    } catch (const Failure& failure) {
      if (!failure.connection_lost()) {
        const Error refused = storage_error(failure);
        try {
          roll_back();
        } catch (const Failure&) {
          lose();
        }
        return refused;
      }
      // What was claimed before is free again: whoever takes it first, wins.
      if (connection_) lose();
      if (!patience.wait()) return storage_error(failure);
    }
  }
}

}  // namespace umlauf::postgres
