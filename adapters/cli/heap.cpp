#include "adapters/cli/heap.hpp"

#include <cstdint>
#include <cstdlib>

#if defined(__GLIBC__)  // which a header of the C library says

#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

namespace umlauf::cli {
namespace {

constexpr int kMegabyte = 1 << 20;
constexpr int kReserved = 128 * kMegabyte;         // of addresses: what is not used costs no memory
constexpr int kKept = kReserved + 64 * kMegabyte;  // free at the end of the heap, at most
constexpr int kOwnMapping = 32 * kMegabyte;        // as much as glibc allows
constexpr std::uintptr_t kHugePage = 2 * kMegabyte;

std::uintptr_t end_of_heap() { return reinterpret_cast<std::uintptr_t>(sbrk(0)); }

}  // namespace

void prepare_heap() {
  mallopt(M_MMAP_THRESHOLD, kOwnMapping);
  mallopt(M_TRIM_THRESHOLD, kKept);
  // The heap grows once by all that is reserved, so that it can be said of all of it that huge
  // pages are welcome: the system zeroes one of 2 MB much faster than 512 of 4 kB. What it grows by
  // later is as before.
  const std::uintptr_t before = end_of_heap();
  mallopt(M_TOP_PAD, kReserved);
  void* volatile grown = std::malloc(kMegabyte);  // volatile: compilers leave out what is not used
  std::free(grown);
  mallopt(M_TOP_PAD, kMegabyte);
  const std::uintptr_t begin = (before + kHugePage - 1) / kHugePage * kHugePage;
  const std::uintptr_t end = end_of_heap() / kHugePage * kHugePage;
  if (begin < end)
    madvise(reinterpret_cast<void*>(begin), end - begin, MADV_HUGEPAGE);  // a wish, may be refused
}

}  // namespace umlauf::cli

#else

namespace umlauf::cli {

void prepare_heap() {}

}  // namespace umlauf::cli

#endif
