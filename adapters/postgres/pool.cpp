#include "adapters/postgres/pool.hpp"

#include <algorithm>
#include <chrono>
#include <thread>

namespace umlauf::postgres {
namespace {

constexpr std::int64_t kStepMaxMs = 500;

std::int64_t steady_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

}  // namespace

Error storage_error(const Failure& failure) {
  const Text detail = explained(failure.what());
  return error(ErrorCode::Storage, "PostgreSQL: " + detail.english, "PostgreSQL: " + detail.german);
}

Patience::Patience(std::int64_t milliseconds) : end_ms_(steady_ms() + milliseconds) {}

bool Patience::wait() {
  const std::int64_t left = end_ms_ - steady_ms();
  if (left <= 0) return false;
  std::this_thread::sleep_for(std::chrono::milliseconds(std::min(left, step_ms_)));
  step_ms_ = std::min(step_ms_ * 2, kStepMaxMs);
  return true;
}

std::unique_ptr<Connection> connect(const std::string& address, const PostgresOptions& options) {
  auto connection = std::make_unique<Connection>(address, options.connect_timeout_s);
  connection->prepare();
  return connection;
}

ReaderPool::Lease::Lease(ReaderPool& pool) : pool_(pool) {
  {
    std::unique_lock lock(pool_.mutex_);
    pool_.freed_.wait(lock, [this] { return pool_.leased_ < pool_.readers_max(); });
    ++pool_.leased_;
    while (!connection_ && !pool_.idle_.empty()) {
      connection_ = std::move(pool_.idle_.back());
      pool_.idle_.pop_back();
      if (!connection_->usable()) connection_.reset();
    }
  }
  if (connection_) return;
  try {
    connection_ = connect(pool_.address_, pool_.options_);
    if (pool_.options_.snapshot)
      connection_->run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  } catch (const Failure&) {
    const std::lock_guard lock(pool_.mutex_);
    --pool_.leased_;
    pool_.freed_.notify_one();
    throw;
  }
}

ReaderPool::Lease::~Lease() {
  const std::lock_guard lock(pool_.mutex_);
  if (kept_) pool_.idle_.push_back(std::move(connection_));
  --pool_.leased_;
  pool_.freed_.notify_one();
}

}  // namespace umlauf::postgres
