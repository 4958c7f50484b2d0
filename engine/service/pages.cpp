#include "engine/service/pages.hpp"

#include "engine/feel/binary.hpp"
#include "engine/runtime/codec.hpp"
#include "engine/service/seal.hpp"

namespace umlauf::service {
namespace {

using runtime::ElementInstance;
using runtime::ProcessInstance;

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
  Bytes bytes(kSealBytes, '\0');
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
  if (bytes.size() == kSealBytes) return {};
  seal(bytes);
  return bytes;
}

Bytes encode_head(const ProcessInstance& instance, const Bytes* page_0) {
  Bytes bytes(kSealBytes, '\0');
  bytes.push_back(page_0 != nullptr ? 1 : 0);
  Bytes header;
  runtime::append(header, instance.header);
  feel::append_bytes(bytes, header);
  if (page_0 != nullptr) bytes += *page_0;
  seal(bytes);
  return bytes;
}

bool head_has_page(const Bytes& head) { return head.size() > kSealBytes && head[kSealBytes] == 1; }

Result<runtime::InstanceHeader> decode_head(const InstanceRow& row) {
  if (!is_sealed(row.head) || row.head.size() <= kSealBytes) return damaged(row.key);
  std::string_view bytes = std::string_view(row.head).substr(kSealBytes + 1);
  const auto content = feel::read_bytes(bytes);
  auto header = content ? runtime::decode_header(*content) : std::nullopt;
  if (!header) return damaged(row.key);
  return std::move(*header);
}

Result<ProcessInstance> decode_instance(const StoredInstance& stored) {
  ProcessInstance instance;
  UMLAUF_TRY(instance.header, decode_head(stored.row));
  if (head_has_page(stored.row.head)) {
    std::string_view bytes = std::string_view(stored.row.head).substr(kSealBytes + 1);
    (void)feel::read_bytes(bytes);
    if (!bytes.empty() && (!is_sealed(bytes) || !read_records(instance, bytes.substr(kSealBytes))))
      return damaged(stored.row.key);
  }
  for (const PageRow& page : stored.pages)
    if (!is_sealed(page.content) ||
        !read_records(instance, std::string_view(page.content).substr(kSealBytes)))
      return damaged(stored.row.key);
  return instance;
}

}  // namespace umlauf::service
