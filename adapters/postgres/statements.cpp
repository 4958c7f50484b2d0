#include "adapters/postgres/statements.hpp"

namespace umlauf::postgres {

// Names are bytea: they are compared byte by byte whatever the database's collation is, and may
// hold any byte. In `List*` and `Kind*` the row values use the primary key.
const std::vector<StatementText>& statements() {
  static const std::vector<StatementText> kStatements = {
      // Guards are rare (deployments); one lock for all keeps two nodes apart where neither row is
      // there yet.
      {Statement::GuardLock, "guard_lock", "SELECT pg_advisory_xact_lock(7308612458)"},
      {Statement::Guard, "guard",
       "SELECT umlauf_guard(coalesce((SELECT content FROM cell WHERE name = $1), ''::bytea) = $2)"},
      {Statement::InsertInstances, "insert_instances",
       "WITH wanted AS (SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bytea[])"
       "  AS w(key, revision, definition, head)),"
       " made AS (INSERT INTO instance (key, revision, definition, head)"
       "  SELECT key, revision, definition, head FROM wanted ORDER BY key"
       "  ON CONFLICT DO NOTHING RETURNING key)"
       "SELECT umlauf_lost(array(SELECT key FROM wanted EXCEPT SELECT key FROM made))"},
      {Statement::UpdateInstances, "update_instances",
       "WITH wanted AS (SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bytea[],"
       "  $5::bigint[]) AS w(key, revision, definition, head, expected)),"
       " made AS (UPDATE instance i SET revision = w.revision, definition = w.definition,"
       "  head = w.head FROM wanted w WHERE i.key = w.key AND i.revision = w.expected"
       "  RETURNING i.key)"
       "SELECT umlauf_lost(array(SELECT key FROM wanted EXCEPT SELECT key FROM made))"},
      {Statement::RemovePages, "remove_pages",
       "DELETE FROM page p USING unnest($1::bigint[], $2::bigint[]) AS w(instance, page)"
       " WHERE p.instance = w.instance AND p.page = w.page"},
      {Statement::PutPages, "put_pages",
       "INSERT INTO page (instance, page, content)"
       " SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bytea[])"
       " ON CONFLICT (instance, page) DO UPDATE SET content = excluded.content"},
      {Statement::RemoveEntries, "remove_entries",
       "WITH gone AS (DELETE FROM entry e USING unnest($1::smallint[], $2::bytea[], $3::bigint[],"
       "  $4::bigint[], $5::bigint[]) AS w(kind, name, position, instance, element)"
       "  WHERE e.kind = w.kind AND e.name = w.name AND e.position = w.position"
       "  AND e.instance = w.instance AND e.element = w.element RETURNING 1)"
       "SELECT umlauf_count((SELECT count(*) FROM gone) = cardinality($1))"},
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
      {Statement::ReserveKeys, "reserve_keys",
       "UPDATE key_source SET next = next + $1::bigint RETURNING next - $1::bigint"},
      // One statement sees one snapshot: the row, its pages and the last hash belong together.
      {Statement::Load, "load",
       "SELECT 0::bigint, revision, definition, head FROM instance WHERE key = $1::bigint"
       " UNION ALL SELECT page, 0, 0, content FROM page WHERE instance = $1"
       " UNION ALL (SELECT -1, 0, 0, hash FROM journal WHERE instance = $1"
       "  ORDER BY sequence DESC LIMIT 1)"
       " ORDER BY 1"},
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
      {Statement::Journal, "journal",
       "SELECT sequence, time, content, hash FROM journal WHERE instance = $1::bigint"
       " AND sequence >= $2::bigint ORDER BY sequence LIMIT $3::bigint"},
      {Statement::Cells, "cells",
       "SELECT name, content FROM cell WHERE name > $1::bytea AND name >= $2::bytea"
       " ORDER BY name LIMIT $3::bigint"},
  };
  return kStatements;
}

const std::vector<const char*>& migrations() {
  static const std::vector<const char*> kMigrations = {
      R"sql(
CREATE TABLE instance (
  key bigint PRIMARY KEY,
  revision bigint NOT NULL,
  definition bigint NOT NULL,
  head bytea NOT NULL
) WITH (fillfactor = 80);
CREATE TABLE page (
  instance bigint NOT NULL,
  page bigint NOT NULL,
  content bytea NOT NULL,
  PRIMARY KEY (instance, page)
);
CREATE TABLE entry (
  kind smallint NOT NULL,
  name bytea NOT NULL,
  position bigint NOT NULL,
  instance bigint NOT NULL,
  element bigint NOT NULL,
  PRIMARY KEY (kind, name, position, instance, element)
);
CREATE TABLE journal (
  instance bigint NOT NULL,
  sequence bigint NOT NULL,
  time bigint NOT NULL,
  content bytea NOT NULL,
  hash bytea NOT NULL,
  PRIMARY KEY (instance, sequence)
);
CREATE TABLE cell (
  name bytea PRIMARY KEY,
  content bytea NOT NULL
);
CREATE TABLE key_source (
  next bigint NOT NULL
);
INSERT INTO key_source VALUES (1);

-- A failure inside the pipeline undoes all of it, so that no second round trip is needed to decide.
CREATE FUNCTION umlauf_lost(lost bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF cardinality(lost) > 0 THEN
    RAISE EXCEPTION 'changed by somebody else' USING ERRCODE = 'UM001',
      DETAIL = array_to_string(lost, ',');
  END IF;
END $$;
CREATE FUNCTION umlauf_guard(holds boolean) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF NOT holds THEN
    RAISE EXCEPTION 'a guarded cell has changed' USING ERRCODE = 'UM002';
  END IF;
END $$;
CREATE FUNCTION umlauf_count(holds boolean) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF NOT holds THEN
    RAISE EXCEPTION 'an index entry to be removed is not there';
  END IF;
END $$;
)sql",
  };
  return kMigrations;
}

}  // namespace umlauf::postgres
