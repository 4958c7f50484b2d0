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
  void lead(Item* own);
  void take_group();
  bool hand_over();
  static void answer(const std::vector<Item*>& group, const Item* except);
  void carry_out(std::span<Item* const> group);
  enum class Try : std::uint8_t { Answered, Conflict, Defect, Unreadable };
  Try try_to_carry_out(std::span<Item* const> group);
  void carry_out_internal();
  static void answer(Item* item);

  Executor& executor_;
  Clock& clock_;
  const EngineOptions& options_;
  std::mutex mutex_;  // guards the two below
  std::deque<Item*> queue_;
  bool led_ = false;
  std::vector<Item*> group_;  // the leader's
};

}  // namespace umlauf::service
