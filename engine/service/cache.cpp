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
  const Bytes page_0 = page_0_apart ? Bytes{} : encode_page(instance.state, 0, instance.large);
  feel::append_bytes(bytes, encode_head(instance.state, page_0_apart ? nullptr : &page_0));
  for (const auto& [page, size] : instance.pages) {
    if (page >= kFirstValuePage) break;
    feel::append_varint(bytes, page);
    feel::append_bytes(bytes, encode_page(instance.state, page, instance.large));
  }
  for (const auto& [variable, large] : instance.large) {
    feel::append_varint(bytes, large.page);
    feel::append_bytes(bytes, encode_value_page(large.value));
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
  live->large = std::move(opened.large);
  live->head_bytes = stored.row.head.size();
  for (const PageRow& page : stored.pages) {
    live->pages[page.page] = page.content.size();
    live->page_bytes += page.content.size();
  }
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
  auto decoded = decode_instance(stored);
  if (!decoded) return nullptr;
  return make_live(stored, {std::move(decoded->state), std::move(decoded->large), case_key, false});
}

// What an instance takes as it is, without a walk through all of it: records with what hangs on
// them, the values of the process scope, and for what lies in other scopes twice what it takes
// encoded.
std::size_t memory_of(const LiveInstance& instance) {
  constexpr std::size_t kRecord = 600;
  constexpr std::size_t kUnitOfWeight = 40;
  std::size_t bytes = sizeof(LiveInstance) + instance.state.size() * kRecord +
                      2 * (instance.head_bytes + instance.page_bytes);
  if (const auto* scope = instance.state.find(runtime::kProcessScope))
    for (const runtime::Variable& variable : scope->variables)
      bytes += variable.value.weight() * kUnitOfWeight;
  return bytes;
}

}  // namespace

Result<LiveInstancePtr> revive(const StoredInstance& stored, const Vault& vault) {
  UMLAUF_TRY(OpenedInstance opened, vault.open(stored));
  return make_live(stored, std::move(opened));
}

LiveInstancePtr Cache::take(InstanceKey key) {
  if (LiveInstancePtr instance = take_hot(key)) return instance;
  const auto cold = cold_.find(key.value());
  if (cold == cold_.end()) return nullptr;
  LiveInstancePtr instance = unpack(key, {cold->second.bytes.get(), cold->second.size});
  forget(key);
  return instance;
}

LiveInstancePtr Cache::take_hot(InstanceKey key) {
  const auto found = hot_.find(key.value());
  if (found == hot_.end()) return nullptr;
  LiveInstancePtr instance = std::move(found->second->instance);
  hot_bytes_ -= found->second->bytes;
  ages_.erase(found->second);
  hot_.erase(found);
  return instance;
}

void Cache::put(LiveInstancePtr instance) {
  const InstanceKey key = instance->key();
  forget(key);
  const std::size_t bytes = memory_of(*instance);
  ages_.push_back({std::move(instance), bytes});
  hot_.emplace(key.value(), std::prev(ages_.end()));
  hot_bytes_ += bytes;
  while (hot_.size() > hot_max_ || hot_bytes_ > bytes_max_ / 2)
    freeze(take_hot(ages_.front().instance->key()));
  while (hot_bytes_ + cold_bytes_ > bytes_max_ && oldest_ != 0) drop_oldest();
}

void Cache::freeze(LiveInstancePtr instance) {
  const std::uint64_t key = instance->key().value();
  // The definition is found again by the header.
  const std::string packed = pack(*instance);
  if (packed.size() > bytes_max_ / 2) return;
  Cold& cold = cold_[key];
  cold.size = static_cast<std::uint32_t>(packed.size());
  cold.bytes = std::make_unique_for_overwrite<char[]>(packed.size());
  std::copy(packed.begin(), packed.end(), cold.bytes.get());
  cold.older = newest_;
  if (newest_ != 0) cold_[newest_].newer = key;
  newest_ = key;
  if (oldest_ == 0) oldest_ = key;
  cold_bytes_ += size_of(cold);
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
  take_hot(key);
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
  hot_bytes_ = cold_bytes_ = 0;
}

}  // namespace umlauf::service
