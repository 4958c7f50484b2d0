#pragma once

#include <atomic>

namespace umlauf::service {

/// What a waiting thread sleeps on; it outlives every request of its thread. One word, so that
/// whoever is called wakes once and waits for nobody's lock. `std::atomic::wait` is not it: that
/// gives its turn away a few times before it sleeps, and where more threads wait than there are
/// processors each of these is a switch to somebody who is not meant either.
class Seat {
 public:
  enum Call : int { kWait, kAsleep, kDone, kLead };

  /// By its own thread, before anybody may call it.
  void take() { word_.store(kWait, std::memory_order_relaxed); }
  /// Whether it has been called since it was taken.
  bool is_called() const { return word_.load(std::memory_order_acquire) >= kDone; }
  /// By its own thread: returns what it was called for, also when it is asked again.
  Call wait();
  /// By anybody, once.
  void call(Call what);

 private:
  std::atomic<int> word_{kWait};
};

}  // namespace umlauf::service
