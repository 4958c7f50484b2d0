#pragma once

#include <atomic>
#include <cstdint>
#include <list>
#include <string>
#include <thread>

#include "tests/contract/stores.hpp"

namespace umlauf::tests {

/// Stands between a store and its server, and cuts a connection when it is told to.
class CuttingProxy {
 public:
  enum class Cut : std::uint8_t {
    Never,
    Request,  ///< the next request does not reach the server
    Answer,   ///< the next request does, but its answer does not come back
  };

  explicit CuttingProxy(const std::string& server_folder);
  ~CuttingProxy();

  void cut(Cut what) { cut_ = what; }
  /// Whether what was ordered last has happened.
  bool has_cut() const { return cut_ == Cut::Never; }
  /// To be used as `host` instead of the server's.
  std::string folder() const { return folder_.file(""); }

 private:
  struct Pair {
    int client = -1;
    int server = -1;
    bool answer_is_cut = false;
  };
  void serve();
  void accept();
  bool pass_on(Pair& pair, bool from_client);

  TemporaryFolder folder_;
  std::string server_path_;
  int listening_ = -1;
  std::list<Pair> pairs_;
  std::atomic<Cut> cut_{Cut::Never};
  std::atomic<bool> stopped_{false};
  std::thread thread_;
};

}  // namespace umlauf::tests
