#pragma once

#include <memory>
#include <random>
#include <string>
#include <vector>

#include "engine/service/engine.hpp"
#include "tests/faults/ledger.hpp"

namespace umlauf::tests {

/// A request for a new case, with nothing else said.
inline service::Start start_of(const std::string& process) {
  service::Start start;
  start.process = process;
  return start;
}

/// People at work with an engine, as a seed wants it: they start cases, complete tasks, do jobs,
/// send messages and signals, cancel, suspend, and time passes. Every request carries an
/// idempotency key and is noted in the ledger. The same seed with the same answers does the same.
class Office {
 public:
  /// `random_process`: beside the procedures that an office always has, one drawn by the seed.
  Office(std::uint64_t seed, service::ManualClock& clock, bool random_process);

  /// The documents that it works with.
  std::vector<service::Document> documents() const;
  /// One request.
  void act(service::Engine& engine);
  /// Several requests that gather while one is being made durable, so that they form a group.
  void act_together(service::Engine& engine, std::size_t count);
  /// Sends again, under the same key, what has no answer; after a fault.
  void repeat_open(service::Engine& engine);
  /// Goes on until nothing is left to do, or `rounds` have passed; nothing fails any more.
  void wind_down(service::Engine& engine, int rounds);

  Ledger ledger;

 private:
  struct Order {
    std::string name;
    service::Request request;
    Ledger::Order note;
  };
  std::size_t pick(std::size_t below) { return random_() % below; }
  feel::Context some_variables();
  Order order(service::Request request, Ledger::Kind kind = Ledger::Kind::Other,
              service::ElementReference work = {});
  Order draw(service::Engine& engine);
  Order draw_start();
  Order draw_work(service::Engine& engine);
  Order draw_job();
  Order draw_operation(service::Engine& engine);
  service::Caller caller(const Order& order) const;
  void settle(Order order, const Result<service::Answer>& answer);

  std::mt19937_64 random_;
  service::ManualClock& clock_;
  std::string random_document_;
  std::uint64_t last_ = 0;
  std::string prefix_;
  std::vector<Order> open_;
  std::vector<service::ElementReference> held_;  // jobs in the hands of its worker
};

}  // namespace umlauf::tests
