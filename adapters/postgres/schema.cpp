#include "adapters/postgres/schema.hpp"

#include <vector>

namespace umlauf::postgres {
namespace {

// Numbered changes of the tables, never changed once released.
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
      // The chain's last hash lies in the instance, so that a load reads one row; the journal is
      // parted by instance, so that what is to be forgotten is dropped and not deleted. A part
      // covers 2^22 numbers; with a new month the numbers go on in a new part. What outlives its
      // part moves to journal_kept.
      R"sql(
DROP FUNCTION umlauf_count(boolean);
CREATE FUNCTION umlauf_missing() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'an index entry to be removed is not there';
END $$;

ALTER TABLE instance ADD chain bytea NOT NULL DEFAULT '';
UPDATE instance i SET chain = j.hash FROM journal j
  WHERE j.instance = i.key AND j.sequence = i.revision;

ALTER TABLE key_source ADD part_begun timestamptz NOT NULL DEFAULT now();

ALTER TABLE journal RENAME TO journal_before;
CREATE TABLE journal (
  instance bigint NOT NULL,
  sequence bigint NOT NULL,
  time bigint NOT NULL,
  content bytea NOT NULL,
  hash bytea NOT NULL,
  PRIMARY KEY (instance, sequence)
) PARTITION BY RANGE (instance);
CREATE TABLE journal_kept PARTITION OF journal DEFAULT;

CREATE FUNCTION umlauf_make_part(number bigint) RETURNS void LANGUAGE plpgsql
  SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  IF to_regclass(format('journal_%s', number)) IS NULL THEN
    EXECUTE format('CREATE TABLE journal_%s (LIKE journal INCLUDING ALL)', number);
    EXECUTE format('ALTER TABLE journal ATTACH PARTITION journal_%s FOR VALUES FROM (%s) TO (%s)',
                   number, number << 22, (number + 1) << 22);
  END IF;
END $$;
REVOKE EXECUTE ON FUNCTION umlauf_make_part(bigint) FROM PUBLIC;
CREATE FUNCTION umlauf_reserve_keys(wanted bigint) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  first bigint;
  begun timestamptz;
  last_part bigint;
BEGIN
  SELECT next, part_begun INTO first, begun FROM key_source FOR UPDATE;
  last_part := (first - 1) >> 22;
  IF date_trunc('month', begun) <> date_trunc('month', now())
     AND EXISTS (SELECT 1 FROM journal WHERE instance >= last_part << 22) THEN
    first := (last_part + 1) << 22;
  END IF;
  UPDATE key_source SET next = first + wanted,
    part_begun = CASE WHEN (first + wanted - 1) >> 22 > last_part THEN now() ELSE begun END;
  FOR part IN GREATEST(last_part + 1, first >> 22) .. (first + wanted - 1) >> 22 LOOP
    PERFORM umlauf_make_part(part);
  END LOOP;
  RETURN first;
END $$;
SELECT umlauf_make_part(part) FROM generate_series(0, (SELECT (next - 1) >> 22 FROM key_source))
  AS part;
INSERT INTO journal SELECT * FROM journal_before;
DROP TABLE journal_before;

-- Rows here come and go: they are swept up often, in small portions.
ALTER TABLE instance SET (autovacuum_vacuum_scale_factor = 0.05);
ALTER TABLE entry SET (autovacuum_vacuum_scale_factor = 0.05);
)sql",
      // Nothing changes here, but older programs would take the heads of instances for empty.
      "SELECT 1",
      // Likewise: they would take for damaged what is written since, records without the members
      // that are as they are by default, and large values in pages of their own.
      "SELECT 1",
  };
  return kMigrations;
}

void refuse_newer(std::size_t version) {
  if (version > migrations().size())
    throw Failure("the tables were written by a newer version (schema " + std::to_string(version) +
                      ", this program knows " + std::to_string(migrations().size()) + ")",
                  "55000", "");
}

}  // namespace

std::size_t schema_version() { return migrations().size(); }

std::size_t schema_version_of(Connection& connection) {
  if (connection.value("SELECT to_regclass('umlauf_schema')").empty()) return 0;
  return std::stoul(connection.value("SELECT coalesce(max(version), 0) FROM umlauf_schema"));
}

void upgrade_schema_to(Connection& connection, std::size_t version) {
  connection.run("BEGIN; SET LOCAL lock_timeout = 0");
  connection.run("SELECT pg_advisory_xact_lock(7308612457)");
  connection.run("CREATE TABLE IF NOT EXISTS umlauf_schema (version bigint NOT NULL)");
  for (std::size_t next = schema_version_of(connection); next < version; ++next) {
    connection.run(migrations()[next]);
    connection.run("INSERT INTO umlauf_schema VALUES (" + std::to_string(next + 1) + ")");
  }
  connection.run("COMMIT");
}

void upgrade_schema(Connection& connection) {
  const std::size_t version = schema_version_of(connection);
  refuse_newer(version);
  if (version < migrations().size()) upgrade_schema_to(connection, migrations().size());
}

void require_schema(Connection& connection) {
  const std::size_t version = schema_version_of(connection);
  refuse_newer(version);
  if (version == 0)
    throw Failure("there are no tables yet: 'umlauf db init' makes them", "55000", "");
  if (version < migrations().size())
    throw Failure("the tables were written by an older version (schema " + std::to_string(version) +
                      "): 'umlauf db upgrade' brings them up to date",
                  "55000", "");
}

bool has_role(Connection& connection, const std::string& role) {
  std::string literal = "'";
  for (const char c : role) literal += c == '\'' ? "''" : std::string(1, c);
  literal += "'";
  return !connection.value("SELECT 1 FROM pg_roles WHERE rolname = " + literal).empty();
}

bool may_make_roles(Connection& connection) {
  return connection.value(
             "SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user") == "t";
}

void grant_use(Connection& connection, const std::string& role) {
  const std::string name = connection.quoted(role);
  const std::string schema = connection.quoted(connection.value("SELECT current_schema()"));
  connection.run("BEGIN");
  if (!has_role(connection, role)) connection.run("CREATE ROLE " + name + " LOGIN");
  connection.run("GRANT USAGE ON SCHEMA " + schema + " TO " + name);
  connection.run("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA " + schema + " TO " +
                 name);
  connection.run("REVOKE INSERT, UPDATE, DELETE ON umlauf_schema FROM " + name);
  connection.run("GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA " + schema + " TO " + name);
  connection.run("ALTER DEFAULT PRIVILEGES IN SCHEMA " + schema +
                 " GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO " + name);
  connection.run("COMMIT");
}

}  // namespace umlauf::postgres
