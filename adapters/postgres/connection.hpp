#pragma once

#include <libpq-fe.h>

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

/// A connection and its statements. Everything here throws Failure; the store catches.
namespace umlauf::postgres {

class Failure : public std::runtime_error {
 public:
  Failure(const std::string& message, std::string state, std::string detail)
      : std::runtime_error(message), state_(std::move(state)), detail_(std::move(detail)) {}
  /// SQLSTATE; empty where the server did not answer.
  const std::string& state() const { return state_; }
  const std::string& detail() const { return detail_; }

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
  GuardLock,
  Guard,
  InsertInstances,
  UpdateInstances,
  RemovePages,
  PutPages,
  RemoveEntries,
  AddEntries,
  AddJournal,
  RemoveCells,
  PutCells,
  ReserveKeys,
  Load,
  Instances,
  ListUp,
  ListDown,
  KindUp,
  KindDown,
  Journal,
  Cells,
};

/// Parameters in binary form.
class Parameters {
 public:
  Parameters& add(std::int64_t value);
  Parameters& add(std::string bytes);  ///< bytea, or an array that is encoded already
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

class Connection {
 public:
  explicit Connection(const std::string& parameters, int connect_timeout_s);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// False where the connection is known to be broken.
  bool usable() const;
  int server_version() const { return PQserverVersion(handle_); }

  /// SQL without parameters, several statements are allowed. For the set-up.
  ResultHandle run(const std::string& sql);
  /// Prepares the statements above; the tables must be there.
  void prepare();
  Rows query(Statement statement, const Parameters& parameters);

  /// Collects statements; `sync` sends them as one implicit transaction in one round trip and
  /// throws the first failure, after which nothing of it has happened.
  void enqueue(Statement statement, const Parameters& parameters);
  void sync();

 private:
  void send(Statement statement, const Parameters& parameters);
  [[noreturn]] void fail(const PGresult* result) const;

  PGconn* handle_ = nullptr;
};

}  // namespace umlauf::postgres
