#include <sqlite3.h>

#include <algorithm>

#include "adapters/sqlite/connection.hpp"
#include "adapters/sqlite/schema.hpp"

namespace umlauf::sqlite {
namespace {

using service::Entry;

std::int64_t number(std::uint64_t key) { return static_cast<std::int64_t>(key); }
std::uint64_t key(const SQLite::Column& column) {
  return static_cast<std::uint64_t>(column.getInt64());
}
std::int64_t rows(std::size_t limit) {
  return static_cast<std::int64_t>(std::min<std::size_t>(limit, INT64_MAX));
}

void read_digest(const SQLite::Column& column, service::Digest& digest) {
  const auto* bytes = static_cast<const std::uint8_t*>(column.getBlob());
  if (column.getBytes() == static_cast<int>(digest.size()))
    std::copy(bytes, bytes + digest.size(), digest.begin());
}

service::InstanceRow read_instance(SQLite::Statement& statement) {
  service::InstanceRow row;
  row.key = service::InstanceKey(key(statement.getColumn(0)));
  row.revision = key(statement.getColumn(1));
  row.definition = service::DefinitionKey(key(statement.getColumn(2)));
  row.head = statement.getColumn(3).getString();
  return row;
}

}  // namespace

// In `list_*` and `kind_*` the row values use the primary key from the first to the last column.
Reader::Reader(SQLite::Database& database)
    : instance_(database,
                "SELECT key, revision, definition, head, "
                "(SELECT hash FROM journal WHERE id > ?2 AND id < ?3 ORDER BY id DESC LIMIT 1), "
                "EXISTS (SELECT 1 FROM page WHERE instance = ?1) FROM instance WHERE key = ?1"),
      pages_(database, "SELECT page, content FROM page WHERE instance = ?1 ORDER BY page"),
      instances_(database,
                 "SELECT key, revision, definition, head FROM instance WHERE key > ?1 "
                 "ORDER BY key LIMIT ?2"),
      list_up_(database,
               "SELECT name, position, instance, element FROM entry WHERE kind = ?1 AND name = ?2 "
               "AND (position, instance, element) > (?3, ?4, ?5) AND position <= ?6 "
               "ORDER BY position, instance, element LIMIT ?7"),
      list_down_(database,
                 "SELECT name, position, instance, element FROM entry WHERE kind = ?1 AND name = "
                 "?2 AND (position, instance, element) < (?3, ?4, ?5) AND position >= ?6 "
                 "ORDER BY position DESC, instance DESC, element DESC LIMIT ?7"),
      kind_up_(
          database,
          "SELECT name, position, instance, element FROM entry WHERE kind = ?1 "
          "AND (name, position, instance, element) > (?2, ?3, ?4, ?5) "
          "AND position BETWEEN ?8 AND ?6 ORDER BY name, position, instance, element LIMIT ?7"),
      kind_down_(database,
                 "SELECT name, position, instance, element FROM entry WHERE kind = ?1 "
                 "AND (name, position, instance, element) < (?2, ?3, ?4, ?5) "
                 "AND position BETWEEN ?6 AND ?8 "
                 "ORDER BY name DESC, position DESC, instance DESC, element DESC LIMIT ?7"),
      journal_(database,
               "SELECT sequence, time, content, hash FROM journal WHERE id >= ?1 AND id < ?2 "
               "ORDER BY id LIMIT ?3"),
      cells_(
          database,
          "SELECT name, content FROM cell WHERE name > ?1 AND name >= ?2 ORDER BY name LIMIT ?3") {}

void Reader::reset() {
  for (SQLite::Statement* statement : {&instance_, &pages_, &instances_, &list_up_, &list_down_,
                                       &kind_up_, &kind_down_, &journal_, &cells_})
    statement->tryReset();
}

// The snapshot of the row and the hash lasts until `instance_` is reset, so that the pages are of
// the same one.
std::optional<service::StoredInstance> Reader::load(service::InstanceKey instance) {
  std::optional<service::StoredInstance> stored;
  instance_.bind(1, number(instance.value()));
  instance_.bind(2, journal_id(instance.value(), 0));
  instance_.bind(3, journal_id(instance.value() + 1, 0));
  if (instance_.executeStep()) {
    stored.emplace();
    stored->row = read_instance(instance_);
    read_digest(instance_.getColumn(4), stored->chain);
    if (instance_.getColumn(5).getInt() != 0) read_pages(stored->row.key, stored->pages);
  }
  instance_.reset();
  return stored;
}

void Reader::read_pages(service::InstanceKey instance, std::vector<service::PageRow>& pages) {
  pages_.bind(1, number(instance.value()));
  while (pages_.executeStep())
    pages.push_back({instance, key(pages_.getColumn(0)), pages_.getColumn(1).getString()});
  pages_.reset();
}

std::vector<service::InstanceRow> Reader::instances(service::InstanceKey after, std::size_t limit) {
  std::vector<service::InstanceRow> found;
  instances_.bind(1, number(after.value()));
  instances_.bind(2, rows(limit));
  while (instances_.executeStep()) found.push_back(read_instance(instances_));
  instances_.reset();
  return found;
}

std::vector<Entry> Reader::entries(const service::EntryScan& scan) {
  SQLite::Statement& statement = scan.name ? (scan.descending ? list_down_ : list_up_)
                                           : (scan.descending ? kind_down_ : kind_up_);
  // The walk begins behind `after`, or behind a bound that no entry reaches.
  const std::int64_t bound = scan.descending ? scan.position_max : scan.position_min;
  const std::int64_t beyond = scan.descending ? INT64_MAX : -1;
  const Entry* after = scan.after ? &*scan.after : nullptr;
  // What lies behind `after` may still lie before the first position asked for.
  if (after && scan.name && (scan.descending ? after->position > bound : after->position < bound))
    after = nullptr;
  statement.bind(1, static_cast<int>(scan.kind));
  if (scan.name)
    statement.bindNoCopy(2, *scan.name);
  else if (after)
    statement.bindNoCopy(2, after->name);
  else if (scan.descending)
    statement.bind(2, "", 0);  // a blob: behind every text
  else
    statement.bind(2, std::string());
  statement.bind(3, after             ? after->position
                    : scan.name       ? bound
                    : scan.descending ? INT64_MAX
                                      : INT64_MIN);
  statement.bind(4, after ? number(after->instance.value()) : beyond);
  statement.bind(5, after ? number(after->element.value()) : beyond);
  statement.bind(6, scan.descending ? scan.position_min : scan.position_max);
  statement.bind(7, rows(scan.limit));
  if (!scan.name) statement.bind(8, bound);
  std::vector<Entry> found;
  while (statement.executeStep())
    found.push_back({scan.kind, statement.getColumn(0).getString(),
                     statement.getColumn(1).getInt64(),
                     service::InstanceKey(key(statement.getColumn(2))),
                     service::ElementKey(key(statement.getColumn(3)))});
  statement.reset();
  return found;
}

std::vector<service::JournalRow> Reader::journal(service::InstanceKey instance, std::uint64_t from,
                                                 std::size_t limit) {
  std::vector<service::JournalRow> found;
  if (from > service::kJournalRowsMax) return found;
  journal_.bind(1, journal_id(instance.value(), from));
  journal_.bind(2, journal_id(instance.value() + 1, 0));
  journal_.bind(3, rows(limit));
  while (journal_.executeStep()) {
    service::JournalRow& row = found.emplace_back();
    row.instance = instance;
    row.sequence = key(journal_.getColumn(0));
    row.time.milliseconds = journal_.getColumn(1).getInt64();
    row.content = journal_.getColumn(2).getString();
    read_digest(journal_.getColumn(3), row.hash);
  }
  journal_.reset();
  return found;
}

std::vector<service::Cell> Reader::cells(std::string_view prefix, std::string_view after,
                                         std::size_t limit) {
  std::vector<service::Cell> found;
  const std::string first(prefix);
  const std::string behind(after);
  cells_.bindNoCopy(1, behind);
  cells_.bindNoCopy(2, first);
  cells_.bind(3, rows(limit));
  while (cells_.executeStep()) {
    std::string name = cells_.getColumn(0).getString();
    if (!name.starts_with(prefix)) break;
    found.push_back({std::move(name), cells_.getColumn(1).getString()});
  }
  cells_.reset();
  return found;
}

}  // namespace umlauf::sqlite
