#include "adapters/postgres/connection.hpp"

#include <poll.h>

#include "adapters/postgres/address.hpp"
#include "adapters/postgres/statements.hpp"
#include "adapters/postgres/wire.hpp"

namespace umlauf::postgres {

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

Connection::Connection(const std::string& parameters, int connect_timeout_s) {
  if (!is_readable(parameters))
    throw Failure("the address cannot be read; it looks like postgresql://USER@HOST/DATABASE",
                  "22023", "");
  const std::string timeout = std::to_string(connect_timeout_s);
  const char* const keywords[] = {"dbname", "connect_timeout", "fallback_application_name",
                                  "client_encoding", nullptr};
  const char* const values[] = {parameters.c_str(), timeout.c_str(), "umlauf", "UTF8", nullptr};
  handle_ = PQconnectdbParams(keywords, values, /*expand_dbname=*/1);
  if (PQstatus(handle_) == CONNECTION_OK) {
    PQsetNoticeProcessor(
        handle_, [](void*, const char*) {}, nullptr);
    return;
  }
  const std::string message = PQerrorMessage(handle_);
  PQfinish(handle_);
  throw Failure(message, "", "");
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
  ResultHandle result(PQexec(handle_, sql.c_str()));
  const ExecStatusType status = PQresultStatus(result.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) fail(result.get());
  return result;
}

void Connection::prepare() {
  for (const StatementText& text : statements()) {
    const ResultHandle result(PQprepare(handle_, text.name, text.sql, 0, nullptr));
    if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) fail(result.get());
  }
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
  send(statement, parameters);
  ResultHandle result(PQgetResult(handle_));
  while (const ResultHandle rest{PQgetResult(handle_)}) continue;
  if (PQresultStatus(result.get()) != PGRES_TUPLES_OK) fail(result.get());
  return Rows(std::move(result));
}

void Connection::enqueue(Statement statement, const Parameters& parameters) {
  if (PQpipelineStatus(handle_) == PQ_PIPELINE_OFF && PQenterPipelineMode(handle_) != 1)
    fail(nullptr);
  send(statement, parameters);
}

void Connection::sync() {
  if (PQpipelineStatus(handle_) == PQ_PIPELINE_OFF) return;
  if (PQpipelineSync(handle_) != 1) fail(nullptr);
  ResultHandle failed;
  for (bool synchronised = false; !synchronised;) {
    ResultHandle result(PQgetResult(handle_));
    if (!result) {
      // Between two statements, unless the connection has broken.
      if (PQstatus(handle_) != CONNECTION_OK) fail(failed.get());
      continue;
    }
    const ExecStatusType status = PQresultStatus(result.get());
    synchronised = status == PGRES_PIPELINE_SYNC;
    if (status == PGRES_FATAL_ERROR && !failed) failed = std::move(result);
  }
  PQexitPipelineMode(handle_);
  if (failed) fail(failed.get());
}

}  // namespace umlauf::postgres
