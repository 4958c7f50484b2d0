// How groups begin, become durable and end (decisions 0005 and 0025).
#include <cstdlib>

#include "engine/service/executor.hpp"

namespace umlauf::service {
namespace {

constexpr std::int64_t kRefreshMs = 1000;

}  // namespace

void Executor::begin(calendar::Instant now) {
  // Who is found again here may have been carried out; then nobody minds. Nothing is launched
  // before.
  if (lost_track_ && resume() && definitions_.refresh()) lost_track_ = false;
  // Other engines on the same store deploy, too.
  if (std::abs(now.milliseconds - refreshed_.milliseconds) >= kRefreshMs) {
    refreshed_ = now;
    (void)definitions_.refresh();
  }
  open_ = spare_ ? std::move(spare_) : std::make_unique<Flight>();
  group_ = &open_->group.emplace(vault_, cache_, definitions_, open_->buffers,
                                 launched_ ? &*launched_->group : nullptr, landing_);
  catalog_ = definitions_.catalog();
  catalog_next_ = nullptr;
  poisoned_ = false;
  unreadable_ = false;
  outbox_cell_ = nullptr;
  continuations_before_ = continuations_;
  outbox_before_ = outbox_;
}

void Executor::give_up() {
  if (group_->has_claimed()) (void)store_.commit(Batch{});
  group_ = nullptr;
  reuse(std::move(open_));
  forget_work();
}

void Executor::forget_work() {
  catalog_next_ = nullptr;
  continuations_ = continuations_before_;
  outbox_ = outbox_before_;
  keys_.forgive();
}

void Executor::reuse(std::unique_ptr<Flight> flight) {
  flight->group.reset();
  spare_ = std::move(flight);
}

Executor::Commit Executor::commit() {
  if (group_->empty() && group_->has_claimed()) (void)store_.commit(Batch{});
  launch();
  Commit landed = land(make_durable());
  if (landed.remains) reuse(std::move(landed.remains));
  return landed;
}

// What the engine has given itself, and what is deployed, is known when it is durable; and what is
// claimed ends with the commit.
bool Executor::may_launch() const {
  return group_ != nullptr && !group_->has_claimed() && !has_internal() && !catalog_next_ &&
         !lost_track_;
}

void Executor::launch() {
  group_->seal();
  hot_instances_ = cache_.hot_count();
  cold_instances_ = cache_.cold_count();
  cold_bytes_ = cache_.cold_bytes();
  group_ = nullptr;
  launched_ = std::move(open_);
}

Result<Committed> Executor::make_durable() const {
  const Group& group = *launched_->group;
  return group.empty() ? Committed{} : store_.commit(group.batch());
}

Executor::Commit Executor::land(const Result<Committed>& committed) {
  if (committed && committed->durable()) {
    if (group_ != nullptr) group_->forget_below();
    if (group_ == nullptr && catalog_next_) definitions_.publish(std::move(catalog_next_));
    return {End::Durable, {}, std::move(launched_)};
  }
  if (group_ != nullptr) give_up();
  if (committed && committed->guard_lost) {
    (void)definitions_.refresh();
    (void)vault_.admit();  // who needs it asks `ready`
  }
  launched_->group->withdraw();
  reuse(std::move(launched_));
  forget_work();  // of a group that has left the lead there is none
  if (committed) return {End::Conflict, {}};
  // If it is durable all the same, there is internal work that nobody here knows of.
  lost_track_ = true;
  return {End::Failed, committed.error()};
}

}  // namespace umlauf::service
