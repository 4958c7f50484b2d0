#pragma once

#include <libpq-fe.h>

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/postgres/transport.hpp"

/// A connection and its statements. Everything here throws Failure; the store catches.
namespace umlauf::postgres {

class Failure : public std::runtime_error {
 public:
  Failure(const std::string& message, std::string state, std::string detail)
      : std::runtime_error(message), state_(std::move(state)), detail_(std::move(detail)) {}
  /// SQLSTATE; empty where the server did not answer.
  const std::string& state() const { return state_; }
  const std::string& detail() const { return detail_; }
  /// Whether the server is gone, or has ended the session: a new connection may help.
  bool connection_lost() const;

 private:
  std::string state_;
  std::string detail_;
};

struct ClearResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using ResultHandle = std::unique_ptr<PGresult, ClearResult>;

/// The prepared statements of this store.
enum class Statement : std::uint8_t {
  Begin,
  Commit,
  GuardLock,
  GuardLockShared,
  Guard,
  InsertInstances,
  UpdateInstances,
  AwaitInstances,
  RemovePages,
  PutPages,
  RemoveEntries,
  AddEntries,
  AddJournal,
  RemoveCells,
  PutCells,
  Announce,
  ReserveKeys,
  Load,
  Instances,
  ListUp,
  ListDown,
  KindUp,
  KindDown,
  ClaimList,
  Journal,
  Cells,
};

/// Parameters in binary form.
class Parameters {
 public:
  Parameters& add(std::int64_t value);
  Parameters& add(std::string bytes);  ///< bytea, text, or an array that is encoded already
  Parameters& add_small(std::int16_t value);
  const std::vector<std::string>& values() const { return values_; }

 private:
  std::vector<std::string> values_;
};

/// The rows of a result; every column in binary form.
class Rows {
 public:
  explicit Rows(ResultHandle result) : result_(std::move(result)) {}
  int size() const { return PQntuples(result_.get()); }
  std::int64_t integer(int row, int column) const;
  std::string_view bytes(int row, int column) const;

 private:
  ResultHandle result_;
};

/// Which session of the server serves a connection; process ids alone are used again.
struct Backend {
  std::string process;
  std::string begun;
};

class Connection {
 public:
  /// Connects and sets how the session plans, waits and notices that the other side is gone.
  Connection(const std::string& address, int connect_timeout_s);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// False where the connection is known to be broken.
  bool usable() const;
  int server_version() const { return PQserverVersion(handle_); }
  Transport transport() const;
  int socket() const { return PQsocket(handle_); }
  PGconn* handle() { return handle_; }

  /// SQL without parameters, several statements are allowed. For the set-up.
  ResultHandle run(const std::string& sql);
  /// The first column of the first row of `run`, "" where there is none.
  std::string value(const std::string& sql);
  Backend backend();
  /// `"name"`, quoted for SQL.
  std::string quoted(const std::string& name);

  /// Prepares the statements above; the tables must be there.
  void prepare();
  Rows query(Statement statement, const Parameters& parameters);

  /// Collects statements; `sync` sends them in one round trip (as one implicit transaction where
  /// none is open) and throws the first failure, after which nothing of it has happened. Yields the
  /// rows of the last statement.
  void enqueue(Statement statement, const Parameters& parameters);
  Rows sync();
  /// Sends the statement as a transaction of its own and does not wait for it; its failure is
  /// nobody's business.
  void post(Statement statement, const Parameters& parameters);

 private:
  void send(Statement statement, const Parameters& parameters);
  void enter_pipeline();
  ResultHandle read_to_sync(ResultHandle& failed);
  void settle();
  [[noreturn]] void fail(const PGresult* result) const;

  PGconn* handle_ = nullptr;
  bool posted_ = false;
};

}  // namespace umlauf::postgres
