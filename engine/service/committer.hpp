#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

#include "engine/service/executor.hpp"
#include "engine/service/seat.hpp"

namespace umlauf::service {

/// The queue in front of the one Executor. Whoever brings a request while nobody is at work becomes
/// the leader: takes what has gathered as a group, carries it out, makes it durable, answers, and
/// goes on or hands the lead over to one who waits. So there is no thread of the engine's own, a
/// lone caller does everything itself, and the group is what arrived during the last commit.
///
/// While a group is being made durable by the thread that led it, the lead is free: who comes next
/// carries out its request above that group and waits in turn, so that the next group is ready when
/// the one before has landed. One group flies at a time, and nobody is answered before all groups
/// below are durable; where one fails, the one above it is carried out again. Groups that concern
/// more than instances (`Executor::may_launch`) keep the lead until they are durable.
class Committer {
 public:
  Committer(Executor& executor, Clock& clock, const EngineOptions& options)
      : executor_(executor), clock_(clock), options_(options) {}

  /// Returns when the answer is durable.
  Result<Answer> execute(const Request& request, const PreparedDeployment* deployment,
                         const Caller& caller);
  void submit(Request request, std::unique_ptr<PreparedDeployment> deployment, Caller caller,
              std::function<void(Result<Answer>)> done);
  void flush();

 private:
  struct Item {
    const Request* request = nullptr;
    const PreparedDeployment* deployment = nullptr;
    const Caller* caller = nullptr;
    std::optional<Result<Answer>> answer;
    Seat* seat = nullptr;  // nullptr: answered through `done`
    std::function<void(Result<Answer>)> done;
    // What a submitted item owns.
    Request own_request;
    Caller own_caller;
    std::unique_ptr<PreparedDeployment> own_deployment;
  };

  static Seat& own_seat();
  // The leader's, but for `fly`, which gives the lead away.
  enum class Next : std::uint8_t { More, Wait, Commit };
  void lead(Item* own);
  void take_more();
  Next look_around(Item* own);
  bool land(Item*& own);
  bool fly(Item*& own);
  void take_off(Item* own);
  bool touch_down();
  bool hand_over();
  template <typename Items>
  static Seat* next_leader(const Items& items);
  static const Item* take_own(std::span<Item* const> items, Item*& own);
  static void answer(const std::vector<Item*>& group, const Item* except);
  static void answer(Item* item);

  enum class Try : std::uint8_t { Answered, Conflict, Defect, Unreadable };
  Try execute_queued();
  Try execute(std::span<Item* const> items, calendar::Instant begun);
  Try commit(std::span<Item* const> group);
  static Try end_of(const Executor::Commit& commit, std::span<Item* const> group);
  void carry_out(std::span<Item* const> group, Try tried);
  Try try_to_carry_out(std::span<Item* const> group);
  void carry_out_internal();

  Executor& executor_;
  Clock& clock_;
  const EngineOptions& options_;
  std::mutex mutex_;  // guards the four below
  std::deque<Item*> queue_;
  std::size_t gathered_ = 0;  // in `group_`, while nobody leads and another one flies
  bool led_ = false;
  bool flying_ = false;
  std::vector<Item*> group_;  // the leader's: what has been carried out
  // What flies: its thread's until `touch_down`, then the leader's.
  std::vector<Item*> launched_;
  std::optional<Result<Committed>> committed_;
};

}  // namespace umlauf::service
