#include "engine/service/seat.hpp"

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace umlauf::service {
namespace {

// The word of an atomic is its first bytes, and nothing else.
static_assert(sizeof(std::atomic<int>) == sizeof(int) && std::atomic<int>::is_always_lock_free);

void futex(std::atomic<int>& word, int operation, int value) {
  ::syscall(SYS_futex, &word, operation, value, nullptr, nullptr, 0);
}

}  // namespace

Seat::Call Seat::wait() {
  int now = kWait;
  if (!word_.compare_exchange_strong(now, kAsleep, std::memory_order_acquire))
    return static_cast<Call>(now);
  for (;;) {
    futex(word_, FUTEX_WAIT_PRIVATE, kAsleep);
    now = word_.load(std::memory_order_acquire);
    if (now != kAsleep) return static_cast<Call>(now);
  }
}

// From the exchange on the seat may be taken anew; a call for its former use wakes it at most, and
// it goes on sleeping.
void Seat::call(Call what) {
  if (word_.exchange(what, std::memory_order_release) == kAsleep)
    futex(word_, FUTEX_WAKE_PRIVATE, 1);
}

}  // namespace umlauf::service
