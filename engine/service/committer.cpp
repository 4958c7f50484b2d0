#include "engine/service/committer.hpp"

#include <algorithm>

namespace umlauf::service {
namespace {

// How often a group that lost a race against another engine on the same store is carried out anew
// as a whole; after that its requests are carried out one by one.
constexpr int kTries = 3;
constexpr int kTriesAlone = 20;
// Rounds of internal work that one leader does before it looks at the queue again, so that a
// process that runs in circles cannot keep its starter for ever.
constexpr int kInternalRounds = 100;

Error overloaded() {
  return error(ErrorCode::Overload, "too many requests are waiting; try again later",
               "zu viele Anforderungen warten; später erneut versuchen");
}

Error contended() {
  return error(ErrorCode::Conflict, "others keep changing the same instances; try again",
               "andere ändern laufend dieselben Instanzen; erneut versuchen");
}

}  // namespace

Seat& Committer::own_seat() {
  thread_local Seat seat;
  return seat;
}

Result<Answer> Committer::execute(const Request& request, const PreparedDeployment* deployment,
                                  const Caller& caller) {
  Item item;
  item.request = &request;
  item.deployment = deployment;
  item.caller = &caller;
  Seat& seat = own_seat();
  item.seat = &seat;
  bool leads = false;
  {
    const std::lock_guard lock(mutex_);
    if (queue_.size() >= options_.queue_max) return overloaded();
    seat.take();
    queue_.push_back(&item);
    leads = !led_;
    led_ = true;
  }
  if (leads || seat.wait() == Seat::kLead) lead(&item);
  return std::move(*item.answer);
}

void Committer::submit(Request request, std::unique_ptr<PreparedDeployment> deployment,
                       Caller caller, std::function<void(Result<Answer>)> done) {
  auto item = std::make_unique<Item>();
  item->own_request = std::move(request);
  item->own_caller = std::move(caller);
  item->own_deployment = std::move(deployment);
  item->request = &item->own_request;
  item->caller = &item->own_caller;
  item->deployment = item->own_deployment.get();
  item->done = std::move(done);
  bool leads = false;
  {
    std::unique_lock lock(mutex_);
    if (queue_.size() >= options_.queue_max) {
      lock.unlock();
      item->done(overloaded());
      return;
    }
    queue_.push_back(item.release());
    leads = !led_;
    led_ = true;
  }
  if (leads) lead(nullptr);
}

void Committer::flush() {
  {
    const std::lock_guard lock(mutex_);
    if (led_) return;
    led_ = true;
  }
  lead(nullptr);
}

// `own`: leads until this one is answered, by the caller of lead(); nullptr: until the queue is
// empty. The next leader is called before the answers are given, so that the next group is at work
// while this thread wakes those of the last one.
void Committer::lead(Item* own) {
  for (;;) {
    take_group();
    if (!group_.empty()) carry_out(group_);
    // Who is alone needs no list of those who are to be answered.
    std::vector<Item*> done;
    const bool alone = own != nullptr && group_.size() == 1 && group_.front() == own;
    if (!alone) done.swap(group_);
    group_.clear();
    const Item* const mine =
        alone || std::find(done.begin(), done.end(), own) != done.end() ? own : nullptr;
    if (mine != nullptr) own = nullptr;
    const bool answers_first = executor_.has_internal();
    if (answers_first) {
      answer(done, mine);
      carry_out_internal();
    }
    const bool leads_no_longer = own == nullptr && hand_over();
    if (!answers_first) answer(done, mine);
    if (leads_no_longer) return;
  }
}

void Committer::take_group() {
  const std::lock_guard lock(mutex_);
  const std::size_t count = std::min(queue_.size(), options_.group_max);
  group_.assign(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(count));
  queue_.erase(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(count));
}

void Committer::answer(const std::vector<Item*>& group, const Item* except) {
  for (Item* item : group)
    if (item != except) answer(item);
}

// True: this thread leads no longer. Those who are to be called back need a leader as well; while
// only they are left, the present one goes on.
bool Committer::hand_over() {
  const std::lock_guard lock(mutex_);
  if (queue_.empty()) {
    led_ = false;
    return true;
  }
  for (Item* item : queue_) {
    if (item->seat == nullptr) continue;
    item->seat->call(Seat::kLead);
    return true;
  }
  return false;
}

void Committer::answer(Item* item) {
  if (item->seat != nullptr) {
    item->seat->call(Seat::kDone);  // from here on the item may be gone
    return;
  }
  const std::unique_ptr<Item> owned(item);
  owned->done(std::move(*owned->answer));
}

void Committer::carry_out(std::span<Item* const> group) {
  if (group.size() > 1) {
    for (int attempt = 1; attempt <= kTries; ++attempt) {
      const Try tried = try_to_carry_out(group);
      if (tried == Try::Answered) return;
      if (tried != Try::Conflict) break;
    }
  }
  // One by one: a defect then concerns its own request alone, a race is won sooner or later.
  for (std::size_t i = 0; i < group.size(); ++i) {
    Try tried = Try::Conflict;
    for (int attempt = 1; attempt <= kTriesAlone && tried == Try::Conflict; ++attempt)
      tried = try_to_carry_out(group.subspan(i, 1));
    if (tried != Try::Unreadable) continue;
    // A store that is away takes its time to say so; the others need not wait for it in turn.
    for (std::size_t rest = i + 1; rest < group.size(); ++rest)
      group[rest]->answer = group[i]->answer;
    return;
  }
}

Committer::Try Committer::try_to_carry_out(std::span<Item* const> group) {
  const calendar::Instant begun = clock_.now();
  executor_.begin(begun);
  if (group.size() > 1) {
    std::vector<InstanceKey> targets;
    for (const Item* item : group)
      if (const InstanceKey target = target_of(*item->request); target.valid())
        targets.push_back(target);
    executor_.fetch(std::move(targets));
  }
  for (Item* item : group) {
    const calendar::Instant now = group.size() == 1 ? begun : clock_.now();
    auto answer = executor_.execute(*item->request, item->deployment, *item->caller, now);
    if (executor_.poisoned()) {
      executor_.give_up();
      item->answer = std::move(answer);
      return executor_.unreadable() ? Try::Unreadable : Try::Defect;
    }
    item->answer = std::move(answer);
  }
  Executor::Commit commit = executor_.commit();
  if (commit.end == Executor::End::Durable) return Try::Answered;
  if (commit.end == Executor::End::Conflict) {
    for (Item* item : group) item->answer = contended();
    return Try::Conflict;
  }
  // Whether it is durable is open, and so is what those who met an error had before their eyes.
  for (Item* item : group) item->answer = commit.failure;
  return Try::Answered;
}

void Committer::carry_out_internal() {
  for (int round = 0; round < kInternalRounds && executor_.has_internal(); ++round) {
    executor_.begin(clock_.now());
    (void)executor_.execute_internal(options_.group_max, clock_.now());
    if (executor_.poisoned()) {
      executor_.give_up();
      if (!executor_.unreadable()) executor_.drop_internal();
      return;
    }
    // What could not be made durable waits for the next leader.
    if (executor_.commit().end != Executor::End::Durable) return;
  }
}

}  // namespace umlauf::service
