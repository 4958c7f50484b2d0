#include "engine/service/pages.hpp"

#include <bit>
#include <cstring>

#include "engine/feel/binary.hpp"
#include "engine/runtime/codec.hpp"

namespace umlauf::service {
namespace {

using runtime::ElementInstance;
using runtime::ProcessInstance;

constexpr std::size_t kChecksumBytes = 4;

// Finds what a disk has flipped; nobody's signature.
std::uint32_t checksum(std::string_view bytes) {
  std::uint64_t sum = 0x9E3779B97F4A7C15ULL ^ bytes.size();
  while (bytes.size() >= 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data(), 8);
    sum = std::rotl((sum ^ word) * 0xFF51AFD7ED558CCDULL, 29);
    bytes.remove_prefix(8);
  }
  std::uint64_t word = 0;
  if (!bytes.empty()) std::memcpy(&word, bytes.data(), bytes.size());
  sum = (sum ^ word) * 0xC4CEB9FE1A85EC53ULL;
  sum ^= sum >> 32;
  return static_cast<std::uint32_t>(sum);
}

// Puts the checksum of what follows into the first four bytes.
void seal(Bytes& bytes) {
  const std::uint32_t sum = checksum(std::string_view(bytes).substr(kChecksumBytes));
  for (std::size_t i = 0; i < kChecksumBytes; ++i)
    bytes[i] = static_cast<char>(sum >> (8 * i) & 0xFF);
}

bool sealed(std::string_view bytes) {
  if (bytes.size() < kChecksumBytes) return false;
  const std::uint32_t sum = checksum(bytes.substr(kChecksumBytes));
  for (std::size_t i = 0; i < kChecksumBytes; ++i)
    if (bytes[i] != static_cast<char>(sum >> (8 * i) & 0xFF)) return false;
  return true;
}

Error damaged(InstanceKey key) {
  return error(ErrorCode::Storage, "the stored state of instance " + to_string(key) + " is damaged",
               "der gespeicherte Zustand der Instanz " + to_string(key) + " ist beschädigt");
}

// Key and length before each record.
bool read_records(ProcessInstance& instance, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto key = feel::read_varint(bytes);
    const auto content = key ? feel::read_bytes(bytes) : std::nullopt;
    auto record = content ? runtime::decode_record(*content) : std::nullopt;
    if (!record) return false;
    record->key = ElementKey(*key);
    if (!instance.put(std::move(*record))) return false;
  }
  return true;
}

}  // namespace

Bytes encode_page(const ProcessInstance& instance, std::uint64_t page) {
  Bytes bytes(kChecksumBytes, '\0');
  Bytes content;
  const std::uint64_t first = page * kRecordsPerPage;
  for (std::uint64_t key = first; key < first + kRecordsPerPage; ++key) {
    const ElementInstance* record = instance.find(ElementKey(key));
    if (record == nullptr) continue;
    content.clear();
    runtime::append(content, *record);
    feel::append_varint(bytes, key);
    feel::append_bytes(bytes, content);
  }
  if (bytes.size() == kChecksumBytes) return {};
  seal(bytes);
  return bytes;
}

Bytes encode_head(const ProcessInstance& instance, const Bytes* page_0) {
  Bytes bytes(kChecksumBytes, '\0');
  bytes.push_back(page_0 != nullptr ? 1 : 0);
  Bytes header;
  runtime::append(header, instance.header);
  feel::append_bytes(bytes, header);
  if (page_0 != nullptr) bytes += *page_0;
  seal(bytes);
  return bytes;
}

bool head_has_page(const Bytes& head) {
  return head.size() > kChecksumBytes && head[kChecksumBytes] == 1;
}

Result<runtime::InstanceHeader> decode_head(const InstanceRow& row) {
  if (!sealed(row.head) || row.head.size() <= kChecksumBytes) return damaged(row.key);
  std::string_view bytes = std::string_view(row.head).substr(kChecksumBytes + 1);
  const auto content = feel::read_bytes(bytes);
  auto header = content ? runtime::decode_header(*content) : std::nullopt;
  if (!header) return damaged(row.key);
  return std::move(*header);
}

Result<ProcessInstance> decode_instance(const StoredInstance& stored) {
  ProcessInstance instance;
  UMLAUF_TRY(instance.header, decode_head(stored.row));
  if (head_has_page(stored.row.head)) {
    std::string_view bytes = std::string_view(stored.row.head).substr(kChecksumBytes + 1);
    (void)feel::read_bytes(bytes);
    if (!bytes.empty() && (!sealed(bytes) || !read_records(instance, bytes.substr(kChecksumBytes))))
      return damaged(stored.row.key);
  }
  for (const PageRow& page : stored.pages)
    if (!sealed(page.content) ||
        !read_records(instance, std::string_view(page.content).substr(kChecksumBytes)))
      return damaged(stored.row.key);
  return instance;
}

}  // namespace umlauf::service
