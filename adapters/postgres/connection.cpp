#include "adapters/postgres/connection.hpp"

#include <poll.h>

#include <algorithm>
#include <array>

#include "adapters/postgres/address.hpp"
#include "adapters/postgres/statements.hpp"
#include "adapters/postgres/wire.hpp"

namespace umlauf::postgres {
namespace {

// Every statement reaches its rows by their keys. The planner must not think otherwise because it
// met the tables while they were empty, and must not think anew at every execution. The server
// notices within seconds that a client is gone and gives its locks free.
constexpr const char* kSession =
    "SET jit = off; SET plan_cache_mode = force_generic_plan;"
    "SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off;"
    "SET enable_bitmapscan = off; SET lock_timeout = '5s';"
    "SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 2; SET tcp_keepalives_count = 3;"
    "SET tcp_user_timeout = 10000";

}  // namespace

bool Failure::connection_lost() const {
  if (state_.empty() || state_.starts_with("08")) return true;
  // Shut down, crashed, starting up, ended for its idleness, no free slot.
  constexpr std::array<std::string_view, 6> kLost = {"57P01", "57P02", "57P03",
                                                     "57P05", "25P03", "53300"};
  return std::find(kLost.begin(), kLost.end(), state_) != kLost.end();
}

Parameters& Parameters::add(std::int64_t value) {
  put_integer(values_.emplace_back(), value);
  return *this;
}

Parameters& Parameters::add(std::string bytes) {
  values_.push_back(std::move(bytes));
  return *this;
}

Parameters& Parameters::add_small(std::int16_t value) {
  put_integer(values_.emplace_back(), value);
  return *this;
}

std::int64_t Rows::integer(int row, int column) const {
  const char* bytes = PQgetvalue(result_.get(), row, column);
  return get_integer<std::int64_t>(bytes);
}

std::string_view Rows::bytes(int row, int column) const {
  return {PQgetvalue(result_.get(), row, column),
          static_cast<std::size_t>(PQgetlength(result_.get(), row, column))};
}

Connection::Connection(const std::string& address, int connect_timeout_s) {
  if (!is_readable(address))
    throw Failure("the address cannot be read; it looks like postgresql://USER@HOST/DATABASE",
                  "22023", "");
  const std::string timeout = std::to_string(connect_timeout_s);
  // What comes after `dbname` overrides it, so only what libpq has no opinion about stands there.
  const char* const keywords[] = {
      "connect_timeout",  "keepalives_idle",  "keepalives_interval",
      "keepalives_count", "tcp_user_timeout", "fallback_application_name",
      "dbname",           "client_encoding",  nullptr};
  const char* const values[] = {timeout.c_str(), "5",    "2",    "3", "10000", "umlauf",
                                address.c_str(), "UTF8", nullptr};
  handle_ = PQconnectdbParams(keywords, values, /*expand_dbname=*/1);
  if (PQstatus(handle_) != CONNECTION_OK) {
    const std::string message = PQerrorMessage(handle_);
    PQfinish(handle_);
    throw Failure(message, "", "");
  }
  PQsetNoticeProcessor(
      handle_, [](void*, const char*) {}, nullptr);
  try {
    run(kSession);
  } catch (const Failure&) {
    PQfinish(handle_);
    throw;
  }
}

Connection::~Connection() { PQfinish(handle_); }

// Reads what the server has sent meanwhile: that it has closed the connection, above all. Its
// farewell comes before the end of the stream, so one reading may not be enough.
bool Connection::usable() const {
  pollfd socket{PQsocket(handle_), POLLIN, 0};
  while (PQstatus(handle_) == CONNECTION_OK && ::poll(&socket, 1, 0) == 1)
    if (PQconsumeInput(handle_) != 1) return false;
  return PQstatus(handle_) == CONNECTION_OK;
}

Transport Connection::transport() const {
  Transport transport;
  const auto text = [](const char* value) { return std::string(value == nullptr ? "" : value); };
  transport.host = text(PQhost(handle_));
  transport.address = text(PQhostaddr(handle_));
  transport.by_kerberos = PQgssEncInUse(handle_) == 1;
  transport.encrypted = PQsslInUse(handle_) == 1 || transport.by_kerberos;
  // As it has become effective: of the address, the environment, or a service file.
  PQconninfoOption* const options = PQconninfo(handle_);
  for (const PQconninfoOption* option = options; option != nullptr && option->keyword != nullptr;
       ++option)
    if (std::string_view(option->keyword) == "sslmode") transport.mode = text(option->val);
  PQconninfoFree(options);
  return transport;
}

void Connection::fail(const PGresult* result) const {
  const auto field = [result](int code) {
    const char* text = result == nullptr ? nullptr : PQresultErrorField(result, code);
    return std::string(text == nullptr ? "" : text);
  };
  const std::string primary = field(PG_DIAG_MESSAGE_PRIMARY);
  throw Failure(primary.empty() ? PQerrorMessage(handle_) : primary, field(PG_DIAG_SQLSTATE),
                field(PG_DIAG_MESSAGE_DETAIL));
}

ResultHandle Connection::run(const std::string& sql) {
  settle();
  ResultHandle result(PQexec(handle_, sql.c_str()));
  const ExecStatusType status = PQresultStatus(result.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) fail(result.get());
  return result;
}

std::string Connection::value(const std::string& sql) {
  const ResultHandle result = run(sql);
  return PQntuples(result.get()) == 0 ? "" : PQgetvalue(result.get(), 0, 0);
}

Backend Connection::backend() {
  const ResultHandle found =
      run("SELECT pid, backend_start FROM pg_stat_activity WHERE pid = pg_backend_pid()");
  return {PQgetvalue(found.get(), 0, 0), PQgetvalue(found.get(), 0, 1)};
}

std::string Connection::quoted(const std::string& name) {
  char* text = PQescapeIdentifier(handle_, name.data(), name.size());
  if (text == nullptr) fail(nullptr);
  std::string copy(text);
  PQfreemem(text);
  return copy;
}

void Connection::enter_pipeline() {
  settle();
  if (PQpipelineStatus(handle_) == PQ_PIPELINE_OFF && PQenterPipelineMode(handle_) != 1)
    fail(nullptr);
}

void Connection::prepare() {
  enter_pipeline();
  for (const StatementText& text : statements())
    if (PQsendPrepare(handle_, text.name, text.sql, 0, nullptr) != 1) fail(nullptr);
  sync();
}

void Connection::send(Statement statement, const Parameters& parameters) {
  std::vector<const char*> values;
  std::vector<int> lengths;
  for (const std::string& value : parameters.values()) {
    values.push_back(value.data());
    lengths.push_back(static_cast<int>(value.size()));
  }
  const std::vector<int> formats(values.size(), 1);
  const StatementText& text = statements()[static_cast<std::size_t>(statement)];
  if (PQsendQueryPrepared(handle_, text.name, static_cast<int>(values.size()), values.data(),
                          lengths.data(), formats.data(), /*resultFormat=*/1) != 1)
    fail(nullptr);
}

Rows Connection::query(Statement statement, const Parameters& parameters) {
  settle();
  send(statement, parameters);
  ResultHandle result(PQgetResult(handle_));
  while (const ResultHandle rest{PQgetResult(handle_)}) continue;
  if (PQresultStatus(result.get()) != PGRES_TUPLES_OK) fail(result.get());
  return Rows(std::move(result));
}

void Connection::enqueue(Statement statement, const Parameters& parameters) {
  enter_pipeline();
  send(statement, parameters);
}

// The last result with rows; `failed` gets the first failure.
ResultHandle Connection::read_to_sync(ResultHandle& failed) {
  ResultHandle last;
  bool between = false;  // two statements
  for (;;) {
    ResultHandle result(PQgetResult(handle_));
    if (!result) {
      // After a failed write libpq calls the connection sound, but has no more results ever.
      if (between || PQstatus(handle_) != CONNECTION_OK)
        throw Failure(PQerrorMessage(handle_), std::string(kConnectionFailureState), "");
      between = true;
      continue;
    }
    between = false;
    const ExecStatusType status = PQresultStatus(result.get());
    if (status == PGRES_PIPELINE_SYNC) return last;
    if (status == PGRES_TUPLES_OK) last = std::move(result);
    if (status == PGRES_FATAL_ERROR && !failed) failed = std::move(result);
  }
}

Rows Connection::sync() {
  enter_pipeline();
  if (PQpipelineSync(handle_) != 1) fail(nullptr);
  ResultHandle failed;
  ResultHandle last = read_to_sync(failed);
  PQexitPipelineMode(handle_);
  if (failed) fail(failed.get());
  return Rows(std::move(last));
}

void Connection::post(Statement statement, const Parameters& parameters) {
  enqueue(statement, parameters);
  if (PQpipelineSync(handle_) != 1) fail(nullptr);
  posted_ = true;
}

void Connection::settle() {
  if (!posted_) return;
  posted_ = false;
  ResultHandle ignored;
  read_to_sync(ignored);
  PQexitPipelineMode(handle_);
}

}  // namespace umlauf::postgres
