#include <sqlite3.h>

#include "adapters/sqlite/connection.hpp"
#include "adapters/sqlite/schema.hpp"

namespace umlauf::sqlite {
namespace {

std::int64_t number(std::uint64_t key) { return static_cast<std::int64_t>(key); }

// Runs a statement that yields no rows; how many rows it changed.
int run(SQLite::Statement& statement) {
  const int changed = statement.exec();
  statement.reset();
  return changed;
}

void bind_blob(SQLite::Statement& statement, int index, const service::Bytes& bytes) {
  statement.bindNoCopy(index, static_cast<const void*>(bytes.data()),
                       static_cast<int>(bytes.size()));
}

void bind_entry(SQLite::Statement& statement, const service::Entry& entry) {
  statement.bind(1, static_cast<int>(entry.kind));
  statement.bindNoCopy(2, entry.name);
  statement.bind(3, entry.position);
  statement.bind(4, number(entry.instance.value()));
  statement.bind(5, number(entry.element.value()));
}

}  // namespace

Writer::Writer(SQLite::Database& database)
    : begin_(database, "BEGIN IMMEDIATE"),
      commit_(database, "COMMIT"),
      rollback_(database, "ROLLBACK"),
      guard_(database, "SELECT content FROM cell WHERE name = ?1"),
      insert_instance_(database,
                       "INSERT INTO instance (key, revision, definition, head) "
                       "VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING"),
      update_instance_(database,
                       "UPDATE instance SET revision = ?2, definition = ?3, head = ?4 "
                       "WHERE key = ?1 AND revision = ?5"),
      put_page_(database,
                "INSERT INTO page (instance, page, content) VALUES (?1, ?2, ?3) "
                "ON CONFLICT DO UPDATE SET content = excluded.content"),
      remove_page_(database, "DELETE FROM page WHERE instance = ?1 AND page = ?2"),
      add_entry_(database,
                 "INSERT INTO entry (kind, name, position, instance, element) "
                 "VALUES (?1, ?2, ?3, ?4, ?5)"),
      remove_entry_(database,
                    "DELETE FROM entry WHERE kind = ?1 AND name = ?2 AND position = ?3 "
                    "AND instance = ?4 AND element = ?5"),
      add_journal_(database,
                   "INSERT INTO journal (id, time, content, hash) VALUES (?1, ?2, ?3, ?4)"),
      put_cell_(database,
                "INSERT INTO cell (name, content) VALUES (?1, ?2) "
                "ON CONFLICT DO UPDATE SET content = excluded.content"),
      remove_cell_(database, "DELETE FROM cell WHERE name = ?1"),
      reserve_(database, "UPDATE key_source SET next = next + ?1 RETURNING next - ?1"),
      database_(database) {}

void Writer::reset() {
  for (SQLite::Statement* statement :
       {&begin_, &commit_, &rollback_, &guard_, &insert_instance_, &update_instance_, &put_page_,
        &remove_page_, &add_entry_, &remove_entry_, &add_journal_, &put_cell_, &remove_cell_,
        &reserve_})
    statement->tryReset();
  if (sqlite3_get_autocommit(database_.getHandle()) == 0) {
    rollback_.tryExecuteStep();
    rollback_.tryReset();
  }
}

service::Committed Writer::commit(const service::Batch& batch) {
  run(begin_);
  service::Committed committed;
  committed.guard_lost = !guards_hold(batch);
  if (committed.durable()) committed.instances_lost = write_instances(batch);
  if (!committed.durable()) {
    run(rollback_);
    return committed;
  }
  write_entries(batch);
  write_rest(batch);
  run(commit_);
  return committed;
}

bool Writer::guards_hold(const service::Batch& batch) {
  bool hold = true;
  for (const service::Cell& guard : batch.guards) {
    guard_.bindNoCopy(1, guard.name);
    const std::string content = guard_.executeStep() ? guard_.getColumn(0).getString() : "";
    guard_.reset();
    if (content != guard.content) hold = false;
  }
  return hold;
}

// Yields the instances that somebody else changed first.
std::vector<service::InstanceKey> Writer::write_instances(const service::Batch& batch) {
  std::vector<service::InstanceKey> lost;
  for (const service::InstanceWrite& write : batch.instances) {
    SQLite::Statement& statement =
        write.revision_expected == 0 ? insert_instance_ : update_instance_;
    statement.bind(1, number(write.row.key.value()));
    statement.bind(2, number(write.row.revision));
    statement.bind(3, number(write.row.definition.value()));
    bind_blob(statement, 4, write.row.head);
    if (write.revision_expected != 0) statement.bind(5, number(write.revision_expected));
    if (run(statement) != 1) lost.push_back(write.row.key);
  }
  return lost;
}

void Writer::write_entries(const service::Batch& batch) {
  for (const service::Entry& entry : batch.entries_removed) {
    bind_entry(remove_entry_, entry);
    if (run(remove_entry_) != 1)
      throw SQLite::Exception("an index entry to be removed is not there", SQLITE_CONSTRAINT);
  }
  for (const service::Entry& entry : batch.entries_added) {
    bind_entry(add_entry_, entry);
    run(add_entry_);
  }
}

void Writer::write_rest(const service::Batch& batch) {
  for (const service::PageRow& page : batch.pages) {
    SQLite::Statement& statement = page.content.empty() ? remove_page_ : put_page_;
    statement.bind(1, number(page.instance.value()));
    statement.bind(2, number(page.page));
    if (!page.content.empty()) bind_blob(statement, 3, page.content);
    run(statement);
  }
  for (const service::JournalRow& row : batch.journal) {
    if (row.sequence > service::kJournalRowsMax || row.instance.value() > kInstanceMax)
      throw SQLite::Exception("a journal can hold no more rows", SQLITE_TOOBIG);
    add_journal_.bind(1, journal_id(row.instance.value(), row.sequence));
    add_journal_.bind(2, row.time.milliseconds);
    bind_blob(add_journal_, 3, row.content);
    add_journal_.bindNoCopy(4, static_cast<const void*>(row.hash.data()),
                            static_cast<int>(row.hash.size()));
    run(add_journal_);
  }
  for (const service::Cell& cell : batch.cells) {
    SQLite::Statement& statement = cell.content.empty() ? remove_cell_ : put_cell_;
    statement.bindNoCopy(1, cell.name);
    if (!cell.content.empty()) bind_blob(statement, 2, cell.content);
    run(statement);
  }
}

std::uint64_t Writer::reserve_keys(std::uint64_t count) {
  run(begin_);
  reserve_.bind(1, number(count));
  reserve_.executeStep();
  const auto first = static_cast<std::uint64_t>(reserve_.getColumn(0).getInt64());
  reserve_.reset();
  run(commit_);
  return first;
}

}  // namespace umlauf::sqlite
