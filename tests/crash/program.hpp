#pragma once

#include <sys/types.h>

#include <condition_variable>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "engine/feel/value.hpp"

namespace umlauf::crash_test {

/// `umlauf drive --db FILE` as a process of its own, which may die at any moment. Any number of
/// threads ask it at once.
class Program {
 public:
  Program(const std::string& database, int threads);
  /// Kills it where it still runs.
  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  /// Sends the request and waits for its answer; nullopt where the program died before that.
  std::optional<feel::Value> ask(feel::Context request);
  /// Waits for the first answer that anybody gets; false where the program died before.
  bool wait_for_answer();
  /// SIGKILL; whatever it had already written still counts as answered.
  void kill();
  /// Closes its standard input and waits for its end; the exit status.
  int finish();

 private:
  void read_answers();
  void take(const std::string& line);
  int reap();

  pid_t process_ = -1;
  int input_ = -1;
  int output_ = -1;
  std::thread reader_;

  std::mutex mutex_;  // guards the members below
  std::condition_variable changed_;
  std::map<std::int64_t, feel::Value> answers_;
  std::int64_t next_id_ = 1;
  std::int64_t answered_ = 0;
  bool dead_ = false;
};

}  // namespace umlauf::crash_test
