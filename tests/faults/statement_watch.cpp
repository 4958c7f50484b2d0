#include "tests/faults/statement_watch.hpp"

#include <sqlite3.h>

namespace umlauf::tests {
namespace {

// SQLite's extension points are global, so there is one watch at a time.
StatementWatch::Listener watching;

int on_statement(unsigned event, void*, void* statement, void*) {
  const char* sql = sqlite3_sql(static_cast<sqlite3_stmt*>(statement));
  if (sql != nullptr && watching)
    watching(sql, event == SQLITE_TRACE_STMT ? StatementWatch::When::Before
                                             : StatementWatch::When::After);
  return 0;
}

int on_connection(sqlite3* database, const char**, const sqlite3_api_routines*) {
  return sqlite3_trace_v2(database, SQLITE_TRACE_STMT | SQLITE_TRACE_PROFILE, on_statement,
                          nullptr);
}

void (*extension())() { return reinterpret_cast<void (*)()>(on_connection); }

}  // namespace

StatementWatch::StatementWatch(Listener listener) {
  watching = std::move(listener);
  sqlite3_auto_extension(extension());
}

StatementWatch::~StatementWatch() {
  sqlite3_cancel_auto_extension(extension());
  watching = nullptr;
}

}  // namespace umlauf::tests
