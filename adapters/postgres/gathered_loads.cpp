#include "adapters/postgres/gathered_loads.hpp"

#include <algorithm>
#include <exception>
#include <utility>

#include "adapters/postgres/batch.hpp"
#include "adapters/postgres/statements.hpp"
#include "adapters/postgres/wire.hpp"

namespace umlauf::postgres {
namespace {

using service::InstanceKey;
using service::StoredInstance;

void read_digest(std::string_view bytes, service::Digest& digest) {
  if (bytes.size() == digest.size()) std::copy(bytes.begin(), bytes.end(), digest.begin());
}

// Rows of instances (page -1), each before its pages.
std::vector<StoredInstance> instances_of(const Rows& rows) {
  std::vector<StoredInstance> found;
  for (int row = 0; row < rows.size(); ++row) {
    const InstanceKey key(unsigned_of(rows.integer(row, 0)));
    const std::int64_t page = rows.integer(row, 1);
    const std::string_view content = rows.bytes(row, 4);
    if (page == -1) {
      StoredInstance& stored = found.emplace_back();
      stored.row = {key, unsigned_of(rows.integer(row, 2)),
                    service::DefinitionKey(unsigned_of(rows.integer(row, 3))),
                    std::string(content)};
      read_digest(rows.bytes(row, 5), stored.chain);
    } else if (!found.empty() && found.back().row.key == key) {
      found.back().pages.push_back({key, unsigned_of(page), std::string(content)});
    }
  }
  return found;
}

}  // namespace

Result<std::vector<StoredInstance>> GatheredLoads::load_all(const std::vector<InstanceKey>& keys) {
  Array wanted(kInt8);
  for (const InstanceKey key : keys) wanted.add(number(key.value()));
  const Parameters parameters = Parameters().add(std::move(wanted).finish());
  return readers_.read([&parameters](Connection& connection) {
    return instances_of(connection.query(Statement::Load, parameters));
  });
}

Result<std::optional<StoredInstance>> GatheredLoads::load(InstanceKey key) {
  std::unique_lock lock(mutex_);
  const bool first = gathering_ == nullptr;
  if (first) gathering_ = std::make_shared<Portion>();
  const PortionPtr portion = gathering_;
  portion->keys.push_back(key);
  if (first)
    read(lock, *portion);
  else
    portion->ended.wait(lock, [&portion] { return portion->done; });
  lock.unlock();
  if (!portion->found) return portion->found.error();
  const auto& found = *portion->found;
  const auto at = std::lower_bound(
      found.begin(), found.end(), key,
      [](const StoredInstance& stored, InstanceKey wanted) { return stored.row.key < wanted; });
  if (at == found.end() || at->row.key != key) return std::optional<StoredInstance>{};
  return std::optional(*at);
}

// Others join until the round trip begins, none after it.
void GatheredLoads::read(std::unique_lock<std::mutex>& lock, Portion& portion) {
  fewer_.wait(lock, [this] { return under_way_ < kUnderWayMax; });
  ++under_way_;
  gathering_.reset();
  std::sort(portion.keys.begin(), portion.keys.end());
  portion.keys.erase(std::unique(portion.keys.begin(), portion.keys.end()), portion.keys.end());
  lock.unlock();
  Result<std::vector<StoredInstance>> found = std::vector<StoredInstance>();
  try {
    found = load_all(portion.keys);
  } catch (const std::exception& failure) {  // no memory: the others must not wait for ever
    found = error(ErrorCode::Storage, failure.what(), failure.what());
  }
  lock.lock();
  portion.found = std::move(found);
  portion.done = true;
  --under_way_;
  fewer_.notify_one();
  portion.ended.notify_all();
}

}  // namespace umlauf::postgres
