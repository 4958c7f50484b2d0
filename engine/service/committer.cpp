#include "engine/service/committer.hpp"

#include <algorithm>
#include <utility>

namespace umlauf::service {
namespace {

// How often a group that lost a race against another engine on the same store is carried out anew
// as a whole; after that its requests are carried out one by one.
constexpr int kTries = 3;
constexpr int kTriesAlone = 20;
// Rounds of internal work that one leader does before it looks at the queue again, so that a
// process that runs in circles cannot keep its starter for ever.
constexpr int kInternalRounds = 100;
// From then on the next leader does not wait until a group is taken apart.
constexpr std::size_t kGroupLarge = 8;

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
    if (queue_.size() + gathered_ >= options_.queue_max) return overloaded();
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
    if (queue_.size() + gathered_ >= options_.queue_max) {
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
    Try tried = execute_queued();
    if (tried == Try::Answered && executor_.may_launch()) {
      const Next next = look_around(own);
      if (next == Next::More) continue;
      if (next == Next::Wait) {
        if (own == nullptr || own->seat->wait() == Seat::kDone) return;
        continue;
      }
    }
    if (!land(own)) tried = Try::Conflict;
    if (tried == Try::Answered && executor_.may_launch()) {
      if (fly(own)) return;
      continue;
    }
    if (!group_.empty()) carry_out(group_, tried == Try::Answered ? commit(group_) : tried);
    std::vector<Item*> done;
    done.swap(group_);
    const Item* const mine = take_own(done, own);
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

// Carries out what is queued, as part of the group that is being carried out.
Committer::Try Committer::execute_queued() {
  const std::size_t executed = group_.size();
  take_more();
  if (group_.size() == executed) return Try::Answered;
  const calendar::Instant begun = clock_.now();
  if (!executor_.is_open()) executor_.begin(begun);
  return execute(std::span(group_).subspan(executed), begun);
}

void Committer::take_more() {
  const std::lock_guard lock(mutex_);
  const std::size_t room = options_.group_max - std::min(group_.size(), options_.group_max);
  const auto end = queue_.begin() + static_cast<std::ptrdiff_t>(std::min(queue_.size(), room));
  group_.insert(group_.end(), queue_.begin(), end);
  queue_.erase(queue_.begin(), end);
  gathered_ = 0;
}

// What becomes of the group. While another one is being made durable it waits, and is led by
// whoever comes next or, when that one has landed, by one of those who are in it.
Committer::Next Committer::look_around(Item* own) {
  const std::lock_guard lock(mutex_);
  if (!flying_) return Next::Commit;
  if (!queue_.empty() && group_.size() < options_.group_max) return Next::More;
  gathered_ = group_.size();
  if (own != nullptr) own->seat->take();
  led_ = false;
  return Next::Wait;
}

// Waits for the group that is being made durable, if there is one. False: it has not become
// durable and has taken the one above it along; what it was asked for has been carried out again.
bool Committer::land(Item*& own) {
  if (!executor_.has_launched()) return true;
  executor_.landing().wait();
  Executor::Commit landed = executor_.land(*committed_);
  if (landed.end == Executor::End::Durable) {
    executor_.reuse(std::move(landed.remains));
    return true;
  }
  carry_out(launched_, end_of(landed, launched_));
  answer(launched_, take_own(launched_, own));
  launched_.clear();
  return false;
}

// Makes the group durable, and lets others lead meanwhile. True: this thread leads no longer, and
// `own` is answered.
bool Committer::fly(Item*& own) {
  executor_.launch();
  launched_.swap(group_);
  take_off(own);
  committed_ = executor_.make_durable();
  std::vector<Item*> done;
  const bool durable = *committed_ && (*committed_)->durable();
  if (durable) done.swap(launched_);
  bool leads = touch_down();
  if (durable) {
    const Item* const mine = take_own(done, own);
    Executor::Commit landed;
    if (leads) {
      landed = executor_.land(*committed_);
      if (done.size() < kGroupLarge) executor_.reuse(std::move(landed.remains));
      if (mine != nullptr && done.size() == 1) {
        done.clear();
        done.swap(launched_);  // who is alone uses the list again
      }
      leads = !hand_over();
    }
    answer(done, mine);
  }
  if (leads) return false;
  // Somebody else carries it out, or makes this thread the leader for it.
  return own == nullptr || own->seat->wait() == Seat::kDone;
}

void Committer::take_off(Item* own) {
  Seat* next = nullptr;
  {
    const std::lock_guard lock(mutex_);
    flying_ = true;
    executor_.landing().take();
    if (own != nullptr) own->seat->take();
    next = next_leader(queue_);
    led_ = next != nullptr;
  }
  if (next != nullptr) next->call(Seat::kLead);
}

// Whether this thread leads now; otherwise somebody else does, who looks what has become of it.
bool Committer::touch_down() {
  const std::lock_guard lock(mutex_);
  flying_ = false;
  executor_.landing().call(Seat::kDone);
  return !std::exchange(led_, true);
}

// Where `own` is one of them, this thread has its answer and need not be called.
const Committer::Item* Committer::take_own(std::span<Item* const> items, Item*& own) {
  if (own == nullptr || std::find(items.begin(), items.end(), own) == items.end()) return nullptr;
  return std::exchange(own, nullptr);
}

void Committer::answer(const std::vector<Item*>& group, const Item* except) {
  for (Item* item : group)
    if (item != except) answer(item);
}

// One of those who wait; who is to be called back does not.
template <typename Items>
Seat* Committer::next_leader(const Items& items) {
  for (const Item* item : items)
    if (item->seat != nullptr) return item->seat;
  return nullptr;
}

// True: this thread leads no longer. Those who are to be called back need a leader as well; while
// only they are left, the present one goes on.
bool Committer::hand_over() {
  const std::lock_guard lock(mutex_);
  if (queue_.empty() && group_.empty()) {
    led_ = false;
    return true;
  }
  Seat* next = next_leader(group_);
  if (next == nullptr) next = next_leader(queue_);
  if (next == nullptr) return false;
  next->call(Seat::kLead);
  return true;
}

void Committer::answer(Item* item) {
  if (item->seat != nullptr) {
    item->seat->call(Seat::kDone);  // from here on the item may be gone
    return;
  }
  const std::unique_ptr<Item> owned(item);
  owned->done(std::move(*owned->answer));
}

// `tried`: how it ended when it was carried out for the first time.
void Committer::carry_out(std::span<Item* const> group, Try tried) {
  int attempt = 1;
  if (group.size() > 1) {
    for (; attempt < kTries && tried == Try::Conflict; ++attempt) tried = try_to_carry_out(group);
    if (tried == Try::Answered) return;
    // One by one: a defect then concerns its own request alone, a race is won sooner or later.
    tried = Try::Conflict;
    attempt = 0;
  }
  for (std::size_t i = 0; i < group.size(); ++i) {
    for (; attempt < kTriesAlone && tried == Try::Conflict; ++attempt)
      tried = try_to_carry_out(group.subspan(i, 1));
    if (tried == Try::Unreadable) {
      // A store that is away takes its time to say so; the others need not wait for it in turn.
      for (std::size_t rest = i + 1; rest < group.size(); ++rest)
        group[rest]->answer = group[i]->answer;
      return;
    }
    tried = Try::Conflict;
    attempt = 0;
  }
}

Committer::Try Committer::try_to_carry_out(std::span<Item* const> group) {
  const calendar::Instant begun = clock_.now();
  executor_.begin(begun);
  const Try tried = execute(group, begun);
  return tried == Try::Answered ? commit(group) : tried;
}

// `begun`: the time at which it begins, which who is alone need not ask for again.
Committer::Try Committer::execute(std::span<Item* const> items, calendar::Instant begun) {
  if (items.size() > 1) {
    std::vector<InstanceKey> targets;
    for (const Item* item : items)
      if (const InstanceKey target = target_of(*item->request); target.valid())
        targets.push_back(target);
    executor_.fetch(std::move(targets));
  }
  for (Item* item : items) {
    const calendar::Instant now = items.size() == 1 ? begun : clock_.now();
    item->answer = executor_.execute(*item->request, item->deployment, *item->caller, now);
    if (!executor_.poisoned()) continue;
    executor_.give_up();
    return executor_.unreadable() ? Try::Unreadable : Try::Defect;
  }
  return Try::Answered;
}

Committer::Try Committer::commit(std::span<Item* const> group) {
  return end_of(executor_.commit(), group);
}

Committer::Try Committer::end_of(const Executor::Commit& commit, std::span<Item* const> group) {
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
