#include "adapters/postgres/retention.hpp"

#include <algorithm>
#include <vector>

#include "adapters/postgres/connection.hpp"
#include "adapters/postgres/pool.hpp"
#include "engine/base/encoding.hpp"
#include "engine/service/retention.hpp"

namespace umlauf::postgres {
namespace {

// Cases that are to stay: those that run or have ended late enough (kinds 10 and 11 are Live and
// Ended) or are on hold, and what was called by one of them (14: Child).
std::string staying(calendar::Instant before) {
  return "CREATE TEMPORARY TABLE staying ON COMMIT DROP AS"
         " WITH RECURSIVE stays(key) AS ("
         "  SELECT instance FROM entry WHERE kind = 10"
         "   OR (kind = 11 AND position >= " +
         std::to_string(before.milliseconds) +
         ")"
         "   UNION SELECT ('x' || convert_from(substr(name, 6), 'UTF8'))::bit(64)::bigint"
         "    FROM cell WHERE name >= 'hold/'::bytea AND name < 'hold0'::bytea"
         "  UNION SELECT e.instance FROM entry e JOIN stays s"
         "   ON e.kind = 14 AND e.name = convert_to(s.key::text, 'UTF8'))"
         " SELECT key FROM stays;"
         "CREATE UNIQUE INDEX ON staying (key); ANALYZE staying";
}

std::uint64_t count(Connection& connection, const std::string& sql) {
  return std::stoull(connection.value(sql));
}

std::string literal(const std::string& bytes) { return "decode('" + to_hex(bytes) + "', 'hex')"; }

// What is left of the dropped is the record that they were.
void record(Connection& connection, std::uint64_t part, std::uint64_t cases,
            calendar::Instant before) {
  service::Drop drop;
  drop.range.first = service::InstanceKey(std::max<std::uint64_t>(part << kPartBits, 1));
  drop.range.last = service::InstanceKey(((part + 1) << kPartBits) - 1);
  drop.range.cases = cases;
  drop.range.ended_before = before;
  drop.time.milliseconds = static_cast<std::int64_t>(
      count(connection, "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint"));
  drop.actor = connection.value("SELECT session_user");
  connection.run("INSERT INTO cell (name, content) VALUES (" + literal(drop.cell()) + ", " +
                 literal(drop.encode()) + ")");
}

// The rows of cases that stay move to journal_kept, where the parent sends what no part covers.
void drop_part(Connection& connection, std::uint64_t part, calendar::Instant before,
               Dropped& dropped) {
  const std::string table = "journal_" + std::to_string(part);
  const std::string from = std::to_string(part << kPartBits);
  const std::string to = std::to_string((part + 1) << kPartBits);
  const auto range = [&](const std::string& column) {
    return column + " >= " + from + " AND " + column + " < " + to;
  };
  const std::uint64_t all =
      count(connection, "SELECT count(*) FROM instance WHERE " + range("key"));
  const std::uint64_t kept =
      count(connection, "SELECT count(*) FROM staying WHERE " + range("key"));
  // A part of which much stays is left for later: moving it would cost more than it yields.
  if (kept * 2 > all) return;
  connection.run("ALTER TABLE journal DETACH PARTITION " + table);
  connection.run("INSERT INTO journal SELECT j.* FROM " + table +
                 " j JOIN staying s ON s.key = j.instance");
  connection.run("DROP TABLE " + table);
  for (const char* each : {"page", "entry"})
    connection.run("DELETE FROM " + std::string(each) + " e WHERE " + range("instance") +
                   " AND EXISTS (SELECT 1 FROM instance WHERE key = e.instance)"
                   " AND NOT EXISTS (SELECT 1 FROM staying WHERE key = e.instance)");
  const std::string gone = "instance i WHERE " + range("key") +
                           " AND NOT EXISTS (SELECT 1 FROM staying WHERE key = i.key)";
  connection.run(
      "DELETE FROM cell WHERE name IN (SELECT convert_to('case-key/' ||"
      " lpad(to_hex(key), 16, '0'), 'UTF8') FROM " +
      gone + ")");
  connection.run("DELETE FROM " + gone);
  record(connection, part, all - kept, before);
  ++dropped.parts;
  dropped.cases += all - kept;
  dropped.cases_moved += kept;
}

}  // namespace

Result<Dropped> drop_history(const std::string& address, calendar::Instant before) {
  try {
    Connection connection(address, PostgresOptions{}.connect_timeout_s);
    Dropped dropped;
    // The last part still grows.
    const std::uint64_t last =
        count(connection, "SELECT (next - 1) >> " + std::to_string(kPartBits) + " FROM key_source");
    for (std::uint64_t part = 0; part < last; ++part) {
      if (connection.value("SELECT to_regclass('journal_" + std::to_string(part) + "')").empty())
        continue;
      connection.run(
          "BEGIN; SET LOCAL enable_seqscan = on; SET LOCAL enable_hashjoin = on;"
          "SET LOCAL lock_timeout = 0; SET LOCAL plan_cache_mode = auto;"
          "SELECT pg_advisory_xact_lock(7308612459);"
          // Nobody may write keys of cases anew while some are deleted.
          "SELECT pg_advisory_xact_lock(7308612458);"
          // A node may still hold numbers of this part and begin a case with one.
          "LOCK TABLE journal IN ACCESS EXCLUSIVE MODE");
      connection.run(staying(before));
      drop_part(connection, part, before, dropped);
      connection.run("COMMIT");
    }
    return dropped;
  } catch (const Failure& failure) {
    return storage_error(failure);
  }
}

}  // namespace umlauf::postgres
