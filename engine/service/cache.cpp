#include "engine/service/cache.hpp"

#include <algorithm>

#include "engine/feel/binary.hpp"
#include "engine/service/pages.hpp"
#include "engine/service/vault.hpp"

namespace umlauf::service {
namespace {

// An instance and what the store keeps beside it, in one string.
std::string pack(const LiveInstance& instance) {
  std::string bytes;
  feel::append_varint(bytes, instance.revision);
  bytes.append(reinterpret_cast<const char*>(instance.chain.data()), instance.chain.size());
  bytes.push_back(instance.case_key ? 1 : 0);
  if (instance.case_key)
    bytes.append(reinterpret_cast<const char*>(instance.case_key->bytes.data()),
                 instance.case_key->bytes.size());
  const bool page_0_apart = instance.pages.contains(0);
  const Bytes page_0 = page_0_apart ? Bytes{} : encode_page(instance.state, 0);
  feel::append_bytes(bytes, encode_head(instance.state, page_0_apart ? nullptr : &page_0));
  for (const std::uint64_t page : instance.pages) {
    feel::append_varint(bytes, page);
    feel::append_bytes(bytes, encode_page(instance.state, page));
  }
  return bytes;
}

bool read_case_key(std::string_view& bytes, std::optional<SecretKey>& key) {
  if (bytes.empty()) return false;
  const bool there = bytes.front() != 0;
  bytes.remove_prefix(1);
  if (!there) return true;
  SecretKey read;
  if (bytes.size() < read.bytes.size()) return false;
  std::copy_n(bytes.begin(), read.bytes.size(), read.bytes.begin());
  bytes.remove_prefix(read.bytes.size());
  key = read;
  return true;
}

LiveInstancePtr make_live(const StoredInstance& stored, OpenedInstance opened) {
  auto live = std::make_unique<LiveInstance>();
  live->state = std::move(opened.state);
  live->revision = stored.row.revision;
  live->chain = stored.chain;
  for (const PageRow& page : stored.pages) live->pages.insert(page.page);
  live->case_key = opened.key;
  live->erased = opened.erased;
  return live;
}

LiveInstancePtr unpack(InstanceKey key, std::string_view bytes) {
  StoredInstance stored;
  stored.row.key = key;
  const auto revision = feel::read_varint(bytes);
  if (!revision || bytes.size() < stored.chain.size()) return nullptr;
  stored.row.revision = *revision;
  std::copy_n(bytes.begin(), stored.chain.size(), stored.chain.begin());
  bytes.remove_prefix(stored.chain.size());
  std::optional<SecretKey> case_key;
  if (!read_case_key(bytes, case_key)) return nullptr;
  const auto head = feel::read_bytes(bytes);
  if (!head) return nullptr;
  stored.row.head = Bytes(*head);
  while (!bytes.empty()) {
    const auto page = feel::read_varint(bytes);
    const auto content = page ? feel::read_bytes(bytes) : std::nullopt;
    if (!content) return nullptr;
    stored.pages.push_back({key, *page, Bytes(*content)});
  }
  auto state = decode_instance(stored);
  if (!state) return nullptr;
  return make_live(stored, {std::move(*state), case_key, false});
}

}  // namespace

Result<LiveInstancePtr> revive(const StoredInstance& stored, const Vault& vault) {
  UMLAUF_TRY(OpenedInstance opened, vault.open(stored));
  return make_live(stored, std::move(opened));
}

LiveInstancePtr Cache::take(InstanceKey key) {
  if (const auto hot = hot_.find(key.value()); hot != hot_.end()) {
    LiveInstancePtr instance = std::move(*hot->second);
    ages_.erase(hot->second);
    hot_.erase(hot);
    return instance;
  }
  const auto cold = cold_.find(key.value());
  if (cold == cold_.end()) return nullptr;
  LiveInstancePtr instance = unpack(key, {cold->second.bytes.get(), cold->second.size});
  forget(key);
  return instance;
}

void Cache::put(LiveInstancePtr instance) {
  forget(instance->key());
  const std::uint64_t key = instance->key().value();
  ages_.push_back(std::move(instance));
  hot_.emplace(key, std::prev(ages_.end()));
  if (hot_.size() <= hot_max_) return;
  LiveInstancePtr oldest = std::move(ages_.front());
  ages_.pop_front();
  hot_.erase(oldest->key().value());
  freeze(std::move(oldest));
}

void Cache::freeze(LiveInstancePtr instance) {
  const std::uint64_t key = instance->key().value();
  // The definition is found again by the header.
  const std::string packed = pack(*instance);
  if (packed.size() > cold_bytes_max_) return;
  Cold& cold = cold_[key];
  cold.size = static_cast<std::uint32_t>(packed.size());
  cold.bytes = std::make_unique_for_overwrite<char[]>(packed.size());
  std::copy(packed.begin(), packed.end(), cold.bytes.get());
  cold.older = newest_;
  if (newest_ != 0) cold_[newest_].newer = key;
  newest_ = key;
  if (oldest_ == 0) oldest_ = key;
  cold_bytes_ += size_of(cold);
  while (cold_bytes_ > cold_bytes_max_ && oldest_ != 0) drop_oldest();
}

// With the node of the hash table, its bucket, and what the allocator adds to both blocks.
std::size_t Cache::size_of(const Cold& cold) {
  return cold.size + sizeof(Cold) + sizeof(std::uint64_t) + 4 * sizeof(void*);
}

void Cache::unlink(const Cold& cold) {
  if (cold.older != 0)
    cold_[cold.older].newer = cold.newer;
  else
    oldest_ = cold.newer;
  if (cold.newer != 0)
    cold_[cold.newer].older = cold.older;
  else
    newest_ = cold.older;
}

void Cache::drop_oldest() { forget(InstanceKey(oldest_)); }

void Cache::forget(InstanceKey key) {
  if (const auto hot = hot_.find(key.value()); hot != hot_.end()) {
    ages_.erase(hot->second);
    hot_.erase(hot);
  }
  if (const auto cold = cold_.find(key.value()); cold != cold_.end()) {
    cold_bytes_ -= size_of(cold->second);
    unlink(cold->second);
    cold_.erase(key.value());
  }
}

void Cache::clear() {
  hot_.clear();
  ages_.clear();
  cold_.clear();
  oldest_ = newest_ = 0;
  cold_bytes_ = 0;
}

}  // namespace umlauf::service
