#include "tests/faults/disk.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstring>
#include <mutex>
#include <vector>

#include "tests/faults/disk_content.hpp"

// The VFS: SQLite's view of the disk, with the locks and the shared memory of its connections.
namespace umlauf::tests {
namespace {

constexpr int kSharedLocks = SQLITE_SHM_NLOCK;

struct Handle;

// A file as the operating system has it, under its name or without one any more.
struct Node {
  FileNumber number = 0;
  std::string content;  // as the page cache shows it
  bool folder_sync_due = false;
  // Who holds which lock (SQLITE_LOCK_*).
  std::map<const Handle*, int> locks;
  std::vector<std::unique_ptr<std::vector<std::uint64_t>>> shared_memory;
  std::map<const Handle*, std::array<char, kSharedLocks>> shared_locks;  // 's', 'x' or 0
};

struct Handle {
  sqlite3_file base;  // first: SQLite knows this part
  Disk::Parts* disk;
  Node* node;
};

Handle& handle(sqlite3_file* file) { return *reinterpret_cast<Handle*>(file); }

}  // namespace

struct Disk::Parts {
  struct Failure {
    std::uint64_t left = 0;  // calls until it happens; 0: never
    bool stays = false;
    bool happens = false;  // from now on
  };

  explicit Parts(const Files& files);

  Node* find(const std::string& file) {
    const auto found = names.find(file);
    return found == names.end() ? nullptr : found->second;
  }
  Node* make(const std::string& name);
  void note(Change::Kind kind, FileNumber file, std::uint64_t offset = 0, std::string bytes = {}) {
    log.push_back({kind, file, offset, std::move(bytes)});
  }
  bool fails(Call call);
  bool is_full(const Node& node, std::uint64_t end) const {
    return full && end > node.content.size();
  }

  std::mutex mutex;
  std::string name;
  sqlite3_vfs vfs{};
  sqlite3_io_methods methods{};
  const Files beginning;
  std::vector<std::unique_ptr<Node>> nodes;
  std::map<std::string, Node*> names;
  FileNumber last_number = 0;
  std::vector<Change> log;
  std::array<std::uint64_t, kCalls> calls{};
  std::array<Failure, kCalls> failures{};
  bool full = false;
  bool lies = false;
};

namespace {

Disk::Parts& disk_of(sqlite3_vfs* vfs) { return *static_cast<Disk::Parts*>(vfs->pAppData); }

int close_file(sqlite3_file* file) {
  Handle& own = handle(file);
  const std::lock_guard lock(own.disk->mutex);
  own.node->locks.erase(&own);
  own.node->shared_locks.erase(&own);
  return SQLITE_OK;
}

int read_file(sqlite3_file* file, void* bytes, int amount, sqlite3_int64 offset) {
  Handle& own = handle(file);
  const std::lock_guard lock(own.disk->mutex);
  if (own.disk->fails(Disk::Call::Read)) return SQLITE_IOERR_READ;
  const std::string& content = own.node->content;
  const auto wanted = static_cast<std::size_t>(amount);
  const auto from = static_cast<std::size_t>(offset);
  const std::size_t there = from < content.size() ? std::min(wanted, content.size() - from) : 0;
  std::memcpy(bytes, content.data() + (there > 0 ? from : 0), there);
  if (there == wanted) return SQLITE_OK;
  std::memset(static_cast<char*>(bytes) + there, 0, wanted - there);
  return SQLITE_IOERR_SHORT_READ;
}

int write_file(sqlite3_file* file, const void* bytes, int amount, sqlite3_int64 offset) {
  Handle& own = handle(file);
  const std::lock_guard lock(own.disk->mutex);
  const auto at = static_cast<std::uint64_t>(offset);
  auto count = static_cast<std::size_t>(amount);
  const bool full = own.disk->is_full(*own.node, at + count);
  const bool fails = own.disk->fails(Disk::Call::Write) || full;
  if (fails) count /= 2;
  Change change{Change::Kind::Write, own.node->number, at,
                std::string(static_cast<const char*>(bytes), count)};
  if (!full || !own.disk->is_full(*own.node, at + count)) {
    change_content(own.node->content, change);
    own.disk->log.push_back(std::move(change));
  }
  return full ? SQLITE_FULL : fails ? SQLITE_IOERR_WRITE : SQLITE_OK;
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
  Handle& own = handle(file);
  const std::lock_guard lock(own.disk->mutex);
  if (own.disk->fails(Disk::Call::Truncate)) return SQLITE_IOERR_TRUNCATE;
  own.node->content.resize(static_cast<std::size_t>(size));
  own.disk->note(Change::Kind::Truncate, own.node->number, static_cast<std::uint64_t>(size));
  return SQLITE_OK;
}

int sync_file(sqlite3_file* file, int) {
  Handle& own = handle(file);
  const std::lock_guard lock(own.disk->mutex);
  if (own.disk->fails(Disk::Call::Sync)) {
    own.disk->note(Change::Kind::SyncFailed, own.node->number);
    return SQLITE_IOERR_FSYNC;
  }
  if (own.disk->lies) return SQLITE_OK;
  own.disk->note(Change::Kind::Sync, own.node->number);
  // As SQLite's own VFS does behind the first sync of a journal that it has made.
  if (own.node->folder_sync_due) own.disk->note(Change::Kind::SyncFolder, 0);
  own.node->folder_sync_due = false;
  return SQLITE_OK;
}

int size_of_file(sqlite3_file* file, sqlite3_int64* size) {
  const std::lock_guard lock(handle(file).disk->mutex);
  *size = static_cast<sqlite3_int64>(handle(file).node->content.size());
  return SQLITE_OK;
}

// The strongest lock that another connection has on the file.
int strongest_other(const Handle& own) {
  int strongest = SQLITE_LOCK_NONE;
  for (const auto& [other, level] : own.node->locks)
    if (other != &own) strongest = std::max(strongest, level);
  return strongest;
}

int lock_file(sqlite3_file* file, int wanted) {
  Handle& own = handle(file);
  const std::lock_guard lock(own.disk->mutex);
  int& level = own.node->locks[&own];
  if (level >= wanted) return SQLITE_OK;
  const int others = strongest_other(own);
  const int allowed = wanted == SQLITE_LOCK_SHARED     ? SQLITE_LOCK_RESERVED
                      : wanted == SQLITE_LOCK_RESERVED ? SQLITE_LOCK_SHARED
                                                       : SQLITE_LOCK_NONE;
  if (others > allowed) {
    // Waits for the readers to go, and lets no new ones in.
    if (wanted == SQLITE_LOCK_EXCLUSIVE && others == SQLITE_LOCK_SHARED)
      level = SQLITE_LOCK_PENDING;
    return SQLITE_BUSY;
  }
  level = wanted;
  return SQLITE_OK;
}

int unlock_file(sqlite3_file* file, int level) {
  Handle& own = handle(file);
  const std::lock_guard lock(own.disk->mutex);
  own.node->locks[&own] = level;
  return SQLITE_OK;
}

int check_reserved(sqlite3_file* file, int* reserved) {
  Handle& own = handle(file);
  const std::lock_guard lock(own.disk->mutex);
  *reserved = std::max(strongest_other(own), own.node->locks[&own]) >= SQLITE_LOCK_RESERVED;
  return SQLITE_OK;
}

int control_file(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
int sector_size(sqlite3_file*) { return 4096; }
// What SQLite takes for granted on every Unix.
int characteristics(sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }

int map_shared(sqlite3_file* file, int region, int size, int extend, void volatile** memory) {
  Handle& own = handle(file);
  const std::lock_guard lock(own.disk->mutex);
  *memory = nullptr;
  auto& regions = own.node->shared_memory;
  const auto index = static_cast<std::size_t>(region);
  if (index >= regions.size()) {
    if (extend == 0) return SQLITE_OK;
    if (own.disk->fails(Disk::Call::SharedMemory)) return SQLITE_IOERR_SHMMAP;
    while (index >= regions.size())
      regions.push_back(std::make_unique<std::vector<std::uint64_t>>(
          static_cast<std::size_t>(size) / sizeof(std::uint64_t)));
  }
  *memory = regions[index]->data();
  return SQLITE_OK;
}

int lock_shared(sqlite3_file* file, int offset, int count, int flags) {
  Handle& own = handle(file);
  const std::lock_guard lock(own.disk->mutex);
  auto& mine = own.node->shared_locks[&own];
  const bool exclusive = (flags & SQLITE_SHM_EXCLUSIVE) != 0;
  for (int i = offset; i < offset + count; ++i) {
    if ((flags & SQLITE_SHM_UNLOCK) != 0) continue;
    for (const auto& [other, held] : own.node->shared_locks) {
      const char lock_of_other = held[static_cast<std::size_t>(i)];
      if (other != &own && (lock_of_other == 'x' || (exclusive && lock_of_other == 's')))
        return SQLITE_BUSY;
    }
  }
  for (int i = offset; i < offset + count; ++i)
    mine[static_cast<std::size_t>(i)] = (flags & SQLITE_SHM_UNLOCK) != 0 ? '\0'
                                        : exclusive                      ? 'x'
                                                                         : 's';
  return SQLITE_OK;
}

void barrier(sqlite3_file*) { std::atomic_thread_fence(std::memory_order_seq_cst); }

int unmap_shared(sqlite3_file* file, int remove) {
  Handle& own = handle(file);
  const std::lock_guard lock(own.disk->mutex);
  own.node->shared_locks.erase(&own);
  if (remove != 0 && own.node->shared_locks.empty()) own.node->shared_memory.clear();
  return SQLITE_OK;
}

int open_file(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  Disk::Parts& disk = disk_of(vfs);
  const std::lock_guard lock(disk.mutex);
  file->pMethods = nullptr;
  if (disk.fails(Disk::Call::Open)) return SQLITE_CANTOPEN;
  Node* node = name == nullptr ? nullptr : disk.find(name);
  if (node == nullptr) {
    if ((flags & SQLITE_OPEN_CREATE) == 0) return SQLITE_CANTOPEN;
    node = disk.make(name == nullptr ? "" : name);
    const int journals = SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL | SQLITE_OPEN_WAL;
    node->folder_sync_due = (flags & journals) != 0;
  }
  Handle& own = handle(file);
  own.disk = &disk;
  own.node = node;
  own.base.pMethods = &disk.methods;
  if (out_flags != nullptr) *out_flags = flags;
  return SQLITE_OK;
}

int delete_file(sqlite3_vfs* vfs, const char* name, int sync_folder) {
  Disk::Parts& disk = disk_of(vfs);
  const std::lock_guard lock(disk.mutex);
  if (disk.fails(Disk::Call::Delete)) return SQLITE_IOERR_DELETE;
  const Node* node = disk.find(name);
  if (node == nullptr) return SQLITE_IOERR_DELETE_NOENT;
  disk.note(Change::Kind::Delete, node->number, 0, name);
  disk.names.erase(name);
  if (sync_folder != 0) disk.note(Change::Kind::SyncFolder, 0);
  return SQLITE_OK;
}

int access_file(sqlite3_vfs* vfs, const char* name, int flags, int* result) {
  Disk::Parts& disk = disk_of(vfs);
  const std::lock_guard lock(disk.mutex);
  const Node* node = disk.find(name);
  // An empty journal is none; so SQLite's own VFS says.
  *result = node != nullptr && (flags != SQLITE_ACCESS_EXISTS || !node->content.empty());
  return SQLITE_OK;
}

int full_name(sqlite3_vfs*, const char* name, int size, char* out) {
  sqlite3_snprintf(size, out, "%s", name);
  return SQLITE_OK;
}

int random_bytes(sqlite3_vfs*, int count, char* out) {
  std::memset(out, 7, static_cast<std::size_t>(count));
  return count;
}

// Nobody really waits here: whoever would, tries again at once.
int sleep_for(sqlite3_vfs*, int microseconds) { return microseconds; }
int current_time(sqlite3_vfs*, double* day) {
  *day = 2460000.5;
  return SQLITE_OK;
}
int current_time_64(sqlite3_vfs*, sqlite3_int64* milliseconds) {
  *milliseconds = 212544043200000;
  return SQLITE_OK;
}
int last_error(sqlite3_vfs*, int, char*) { return 0; }

std::string fresh_name() {
  static std::atomic<std::uint64_t> last{0};
  return "umlauf-disk-" + std::to_string(++last);
}

}  // namespace

Disk::Parts::Parts(const Files& files) : name(fresh_name()), beginning(files) {
  for (const auto& [file, content] : files) {
    Node& node = *nodes.emplace_back(std::make_unique<Node>());
    node.number = ++last_number;
    node.content = content;
    names[file] = &node;
  }
  methods = {2,
             close_file,
             read_file,
             write_file,
             truncate_file,
             sync_file,
             size_of_file,
             lock_file,
             unlock_file,
             check_reserved,
             control_file,
             sector_size,
             characteristics,
             map_shared,
             lock_shared,
             barrier,
             unmap_shared,
             nullptr,
             nullptr};
  vfs.iVersion = 2;
  vfs.szOsFile = sizeof(Handle);
  vfs.mxPathname = 512;
  vfs.zName = name.c_str();
  vfs.pAppData = this;
  vfs.xOpen = open_file;
  vfs.xDelete = delete_file;
  vfs.xAccess = access_file;
  vfs.xFullPathname = full_name;
  vfs.xRandomness = random_bytes;
  vfs.xSleep = sleep_for;
  vfs.xCurrentTime = current_time;
  vfs.xGetLastError = last_error;
  vfs.xCurrentTimeInt64 = current_time_64;
}

Node* Disk::Parts::make(const std::string& file) {
  Node& node = *nodes.emplace_back(std::make_unique<Node>());
  node.number = ++last_number;
  if (!file.empty()) {
    names[file] = &node;
    note(Change::Kind::Make, node.number, 0, file);
  }
  return &node;
}

bool Disk::Parts::fails(Call call) {
  const auto kind = static_cast<std::size_t>(call);
  ++calls[kind];
  Failure& failure = failures[kind];
  if (failure.left > 0 && --failure.left == 0) {
    if (!failure.stays) return true;
    failure.happens = true;
  }
  return failure.happens;
}

Disk::Disk(const Files& files) : parts_(std::make_unique<Parts>(files)) {
  sqlite3_vfs_register(&parts_->vfs, 0);
}
Disk::~Disk() { sqlite3_vfs_unregister(&parts_->vfs); }

const std::string& Disk::vfs() const { return parts_->name; }

std::uint64_t Disk::changes() const {
  const std::lock_guard lock(parts_->mutex);
  return parts_->log.size();
}

Files Disk::after_power_failure(std::uint64_t changes, std::mt19937_64& random) const {
  const std::lock_guard lock(parts_->mutex);
  Platter platter(parts_->beginning);
  for (std::uint64_t i = 0; i < changes; ++i) platter.follow(parts_->log[i]);
  return platter.after_power_failure(random);
}

Files Disk::after_kill(std::uint64_t changes) const {
  const std::lock_guard lock(parts_->mutex);
  Platter platter(parts_->beginning);
  for (std::uint64_t i = 0; i < changes; ++i) platter.follow(parts_->log[i]);
  return platter.after_kill();
}

std::uint64_t Disk::calls(Call call) const {
  const std::lock_guard lock(parts_->mutex);
  return parts_->calls[static_cast<std::size_t>(call)];
}

void Disk::fail(Call call, std::uint64_t number, bool stays) {
  const std::lock_guard lock(parts_->mutex);
  parts_->failures[static_cast<std::size_t>(call)] = {number, stays, false};
}

void Disk::fill_up() {
  const std::lock_guard lock(parts_->mutex);
  parts_->full = true;
}

void Disk::lie() {
  const std::lock_guard lock(parts_->mutex);
  parts_->lies = true;
}

void Disk::heal() {
  const std::lock_guard lock(parts_->mutex);
  parts_->failures.fill({});
  parts_->full = false;
}

}  // namespace umlauf::tests
