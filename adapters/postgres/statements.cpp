#include "adapters/postgres/statements.hpp"

namespace umlauf::postgres {

// Names are bytea: they are compared byte by byte whatever the database's collation is, and may
// hold any byte. In `List*` and `Kind*` the row values use the primary key.
//
// No commit waits for a row while it holds others: rows that somebody else holds count as lost
// (SKIP LOCKED), so that two nodes cannot block each other, in whatever order they meet. LATERAL
// walks the arrays and reaches each row by its key, whatever the planner thinks of the tables'
// size.
const std::vector<StatementText>& statements() {
  static const std::vector<StatementText> kStatements = {
      {Statement::Begin, "begin", "BEGIN"},
      {Statement::Commit, "commit", "COMMIT"},
      // Who changes what is guarded is rare (deployments); one lock for all keeps two nodes apart
      // where neither row is there yet. Who only relies on a guard shares the lock.
      {Statement::GuardLock, "guard_lock", "SELECT pg_advisory_xact_lock(7308612458)"},
      {Statement::GuardLockShared, "guard_lock_shared",
       "SELECT pg_advisory_xact_lock_shared(7308612458)"},
      {Statement::Guard, "guard",
       "SELECT umlauf_guard(coalesce((SELECT content FROM cell WHERE name = $1), ''::bytea) = $2)"},
      // Numbers are given out once, so that a conflict is nearly impossible: it may be an error.
      {Statement::InsertInstances, "insert_instances",
       "INSERT INTO instance (key, revision, definition, head, chain)"
       " SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bytea[], $5::bytea[])"},
      {Statement::UpdateInstances, "update_instances",
       "WITH held AS MATERIALIZED (SELECT i.ctid AS place, w.* FROM unnest($1::bigint[],"
       "  $2::bigint[], $3::bigint[], $4::bytea[], $5::bytea[], $6::bigint[])"
       "  AS w(key, revision, definition, head, chain, expected),"
       "  LATERAL (SELECT ctid FROM instance i WHERE i.key = w.key AND i.revision = w.expected"
       "   LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED) i),"
       " made AS (UPDATE instance i SET revision = h.revision, definition = h.definition,"
       "  head = h.head, chain = CASE WHEN h.chain = ''::bytea THEN i.chain ELSE h.chain END"
       "  FROM held h WHERE i.ctid = h.place RETURNING i.key)"
       "SELECT umlauf_lost(array(SELECT unnest($1) EXCEPT SELECT key FROM made))"
       " WHERE (SELECT count(*) FROM made) <> cardinality($1)"},
      // Returns when nobody holds these rows any more.
      {Statement::AwaitInstances, "await_instances",
       "SELECT key FROM instance WHERE key = ANY($1::bigint[]) FOR SHARE"},
      {Statement::RemovePages, "remove_pages",
       "DELETE FROM page WHERE ctid = ANY(ARRAY(SELECT p.ctid"
       " FROM unnest($1::bigint[], $2::bigint[]) AS w(instance, page),"
       " LATERAL (SELECT ctid FROM page p WHERE p.instance = w.instance AND p.page = w.page"
       "  LIMIT 1) p))"},
      {Statement::PutPages, "put_pages",
       "INSERT INTO page (instance, page, content)"
       " SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bytea[])"
       " ON CONFLICT (instance, page) DO UPDATE SET content = excluded.content"},
      {Statement::RemoveEntries, "remove_entries",
       "WITH gone AS (DELETE FROM entry WHERE ctid = ANY(ARRAY(SELECT e.ctid"
       "  FROM unnest($1::smallint[], $2::bytea[], $3::bigint[], $4::bigint[], $5::bigint[])"
       "   AS w(kind, name, position, instance, element),"
       "  LATERAL (SELECT ctid FROM entry e WHERE e.kind = w.kind AND e.name = w.name"
       "   AND e.position = w.position AND e.instance = w.instance AND e.element = w.element"
       "   LIMIT 1) e)) RETURNING 1)"
       "SELECT umlauf_missing() WHERE (SELECT count(*) FROM gone) <> cardinality($1)"},
      {Statement::AddEntries, "add_entries",
       "INSERT INTO entry (kind, name, position, instance, element)"
       " SELECT * FROM unnest($1::smallint[], $2::bytea[], $3::bigint[], $4::bigint[],"
       " $5::bigint[])"},
      {Statement::AddJournal, "add_journal",
       "INSERT INTO journal (instance, sequence, time, content, hash)"
       " SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bytea[], $5::bytea[])"},
      {Statement::RemoveCells, "remove_cells", "DELETE FROM cell WHERE name = ANY($1::bytea[])"},
      {Statement::PutCells, "put_cells",
       "INSERT INTO cell (name, content) SELECT * FROM unnest($1::bytea[], $2::bytea[])"
       " ON CONFLICT (name) DO UPDATE SET content = excluded.content"},
      // Nobody needs to wait for the disk because of a hint.
      {Statement::Announce, "announce",
       "SELECT set_config('synchronous_commit', 'off', true),"
       " pg_notify('umlauf_' || current_schema(), '')"},
      {Statement::ReserveKeys, "reserve_keys", "SELECT umlauf_reserve_keys($1::bigint)"},
      // One statement sees one snapshot: rows and pages belong together.
      {Statement::Load, "load",
       "SELECT key, -1::bigint, revision, definition, head, chain FROM instance"
       "  WHERE key = ANY($1::bigint[])"
       " UNION ALL SELECT instance, page, 0, 0, content, ''::bytea FROM page"
       "  WHERE instance = ANY($1::bigint[])"
       " ORDER BY 1, 2"},
      {Statement::Instances, "instances",
       "SELECT key, revision, definition, head FROM instance WHERE key > $1::bigint"
       " ORDER BY key LIMIT $2::bigint"},
      {Statement::ListUp, "list_up",
       "SELECT name, position, instance, element FROM entry WHERE kind = $1::smallint"
       " AND name = $2::bytea AND (position, instance, element) > ($3::bigint, $4::bigint,"
       " $5::bigint) AND position >= $7::bigint AND position <= $6::bigint"
       " ORDER BY position, instance, element LIMIT $8::bigint"},
      {Statement::ListDown, "list_down",
       "SELECT name, position, instance, element FROM entry WHERE kind = $1::smallint"
       " AND name = $2::bytea AND (position, instance, element) < ($3::bigint, $4::bigint,"
       " $5::bigint) AND position >= $7::bigint AND position <= $6::bigint"
       " ORDER BY position DESC, instance DESC, element DESC LIMIT $8::bigint"},
      {Statement::KindUp, "kind_up",
       "SELECT name, position, instance, element FROM entry WHERE kind = $1::smallint"
       " AND (name, position, instance, element) > ($2::bytea, $3::bigint, $4::bigint, $5::bigint)"
       " AND position BETWEEN $7::bigint AND $6::bigint"
       " ORDER BY name, position, instance, element LIMIT $8::bigint"},
      // $9 says whether there is no bound yet: no bytea is greater than every other.
      {Statement::KindDown, "kind_down",
       "SELECT name, position, instance, element FROM entry WHERE kind = $1::smallint"
       " AND ($9::bigint = 1 OR"
       "  (name, position, instance, element) < ($2::bytea, $3::bigint, $4::bigint, $5::bigint))"
       " AND position BETWEEN $7::bigint AND $6::bigint"
       " ORDER BY name DESC, position DESC, instance DESC, element DESC LIMIT $8::bigint"},
      // The lock is on the instance: what becomes of an entry is a change of its instance.
      {Statement::ClaimList, "claim_list",
       "SELECT e.name, e.position, e.instance, e.element FROM entry e"
       " JOIN instance i ON i.key = e.instance WHERE e.kind = $1::smallint"
       " AND e.name = $2::bytea AND (e.position, e.instance, e.element) > ($3::bigint, $4::bigint,"
       " $5::bigint) AND e.position >= $7::bigint AND e.position <= $6::bigint"
       " ORDER BY e.position, e.instance, e.element LIMIT $8::bigint"
       " FOR NO KEY UPDATE OF i SKIP LOCKED"},
      {Statement::Journal, "journal",
       "SELECT sequence, time, content, hash FROM journal WHERE instance = $1::bigint"
       " AND sequence >= $2::bigint ORDER BY sequence LIMIT $3::bigint"},
      {Statement::Cells, "cells",
       "SELECT name, content FROM cell WHERE name > $1::bytea AND name >= $2::bytea"
       " ORDER BY name LIMIT $3::bigint"},
  };
  return kStatements;
}

}  // namespace umlauf::postgres
