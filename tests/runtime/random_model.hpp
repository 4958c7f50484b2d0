#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "engine/feel/value.hpp"

namespace umlauf::runtime::test {

/// How many models a test tries: UMLAUF_PROPERTY_CASES, otherwise `few`, and ten times as many
/// in `./dev soak` (UMLAUF_SOAK).
std::uint64_t number_of_cases(std::uint64_t few);
/// The seed of the first model: UMLAUF_PROPERTY_SEED, otherwise as given.
std::uint64_t first_seed(std::uint64_t otherwise);

/// Messages m1 and m2, signal g1, error r1, escalation c1, what multi-instance activities throw,
/// and what begins processes (messages a1 and a2, signal g2: no model throws them, so none begins
/// itself again and again), as random models use them.
extern const char* const kRandomRoots;
/// A DMN document with the decision `next` that random models ask for.
extern const char* const kRandomDecision;
/// A value for `items`, the collection of random models: up to three numbers from 0 to 3.
feel::Value random_items(std::mt19937_64& random);

/// The flow elements of a random process, all of whose parts can be deployed; they read the
/// variables `n`, a number from 0 to 3, and `items`. Equal generators make equal models.
class RandomModel {
 public:
  struct Options {
    bool calls = false;  ///< call activities of a process `q` and a global task `g`
  };
  RandomModel(std::mt19937_64& random, Options options) : random_(random), options_(options) {}

  /// Blocks within blocks, each with one way in and one way out.
  std::string structured();
  /// Blocks and gateways connected at random: forwards, backwards, past one another.
  std::string unstructured();
  /// What begins it: with anything but a plain start, perhaps other events do as well.
  enum class Beginning { Plain, Message, Condition };  // message a1; n is large enough
  Beginning beginning() const { return beginning_; }
  /// Throw events that send message m1, for message flows.
  const std::vector<std::string>& senders() const { return senders_; }

 private:
  struct Block {
    std::string text;
    std::string in;
    std::string out;
  };

  std::size_t pick(std::size_t below) { return random_() % below; }
  std::string fresh(const char* prefix) { return prefix + std::to_string(++count_); }
  void flow(const std::string& from, const std::string& to, const std::string& condition = "");
  /// Text of elements with the flows made within it; those around are kept apart.
  template <typename Make>
  std::string scope(Make make) {
    const std::string outer = std::move(flows_);
    flows_.clear();
    std::string text = make();
    text += flows_;
    flows_ = outer;
    return text;
  }

  // Some models are of another engine's dialect and have its listeners, which makes that their
  // dialect: expressions that run at once, or jobs.
  enum class Dialect { Standard, Camunda, Zeebe };

  std::string trigger();
  std::string triggers();
  std::string loop();
  std::string boundary(const std::string& host);
  std::string compensation(const std::string& host);
  std::string event_subprocess();
  Block make(int depth);
  Block leaf();
  Block task();
  // random_dialects.cpp
  void choose_dialect();
  std::string listeners(bool of_task = false);
  std::string of_process();
  std::string of_flow();
  std::string of_call();
  std::string waiting_points();
  std::string camunda_listener(bool of_task);
  std::string counter(const char* standard, const char* camunda) const;
  // random_elements.cpp
  Block call();
  Block link();
  Block carrying();
  Block computed();
  Block work();
  Block receive();
  Block script();
  Block forking();
  Block supplied();
  Block undone();
  Block both();
  Block decision();
  Block plain();
  Block begin();
  Block beginning_tasks();
  Block beginning_conditions();
  Block beginning_gateway();
  Block beginning_event();
  std::string behavior();
  std::string of_collection();
  std::string multi_instance(const std::string& source);
  std::string compensation_event_subprocess();
  Block subprocess(int depth);
  Block transaction(int depth);
  Block ad_hoc();
  Block split(int depth);
  Block catching();
  Block throwing();
  Block choice();
  Block gateway();

  std::mt19937_64& random_;
  Options options_;
  std::string flows_;
  int count_ = 0;
  Dialect dialect_ = Dialect::Standard;
  std::vector<std::string> senders_;
  Beginning beginning_ = Beginning::Plain;
};

}  // namespace umlauf::runtime::test
