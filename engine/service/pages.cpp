#include "engine/service/pages.hpp"

#include <algorithm>

#include "engine/feel/binary.hpp"
#include "engine/runtime/codec.hpp"
#include "engine/service/seal.hpp"

namespace umlauf::service {
namespace {

using runtime::ElementInstance;
using runtime::ProcessInstance;

Error damaged(InstanceKey key) {
  return error(ErrorCode::Damaged, "the stored state of instance " + to_string(key) + " is damaged",
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

Bytes head_of(HeadForm form, const runtime::InstanceHeader& header, std::string_view rest) {
  constexpr std::size_t kLengthMax = 10;  // of what follows the form
  Bytes encoded;
  runtime::append(encoded, header);
  Bytes bytes;
  bytes.reserve(kSealBytes + 1 + kLengthMax + encoded.size() + rest.size());
  bytes.assign(kSealBytes, '\0');
  bytes.push_back(static_cast<char>(form));
  feel::append_bytes(bytes, encoded);
  bytes += rest;
  seal(bytes);
  return bytes;
}

std::string_view behind_header(const Bytes& head) {
  std::string_view bytes = std::string_view(head).substr(kSealBytes + 1);
  (void)feel::read_bytes(bytes);
  return bytes;
}

// What is encrypted cannot be moved elsewhere.
constexpr std::uint64_t kHeadPlace = UINT64_MAX;
Bytes place_of(InstanceKey instance, std::uint64_t page) {
  return to_string(instance) + "/" + std::to_string(page);
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
  if (page_0 == nullptr) return head_of(HeadForm::Alone, instance.header, {});
  // The head's checksum is over the records, too.
  const std::string_view page(*page_0);
  return head_of(HeadForm::WithRecords, instance.header,
                 page.substr(std::min(page.size(), kSealBytes)));
}

HeadForm head_form(const Bytes& head) {
  if (head.size() <= kSealBytes) return HeadForm::Alone;
  const auto form = static_cast<std::uint8_t>(head[kSealBytes]);
  return form <= static_cast<std::uint8_t>(HeadForm::WithRecords) ? static_cast<HeadForm>(form)
                                                                  : HeadForm::Alone;
}

runtime::InstanceHeader without_names(runtime::InstanceHeader header) {
  header.business_key.clear();
  header.starter.clear();
  return header;
}

Bytes encrypt_head(const runtime::InstanceHeader& header, const Bytes& head, const SecretKey& key) {
  return head_of(HeadForm::Encrypted, without_names(header),
                 encrypt(key, head, place_of(header.key, kHeadPlace)));
}

Bytes encrypt_page(InstanceKey instance, std::uint64_t page, const Bytes& content,
                   const SecretKey& key) {
  return encrypt(key, content, place_of(instance, page));
}

Result<StoredInstance> decrypt_instance(const StoredInstance& stored, const SecretKey& key) {
  const InstanceKey instance = stored.row.key;
  StoredInstance plain = stored;
  if (!is_sealed(stored.row.head)) return damaged(instance);
  auto head = decrypt(key, behind_header(stored.row.head), place_of(instance, kHeadPlace));
  if (!head) return damaged(instance);
  plain.row.head = std::move(*head);
  for (PageRow& page : plain.pages) {
    auto content = decrypt(key, page.content, place_of(instance, page.page));
    if (!content) return damaged(instance);
    page.content = std::move(*content);
  }
  return plain;
}

Bytes erased_head(const runtime::InstanceHeader& header) {
  return head_of(HeadForm::Erased, without_names(header), {});
}

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
  const HeadForm form = head_form(stored.row.head);
  std::string_view records = behind_header(stored.row.head);
  if (form == HeadForm::WithPage && !records.empty()) {
    if (!is_sealed(records)) return damaged(stored.row.key);
    records.remove_prefix(kSealBytes);
  }
  if ((form == HeadForm::WithPage || form == HeadForm::WithRecords) &&
      !read_records(instance, records))
    return damaged(stored.row.key);
  for (const PageRow& page : stored.pages)
    if (!is_sealed(page.content) ||
        !read_records(instance, std::string_view(page.content).substr(kSealBytes)))
      return damaged(stored.row.key);
  return instance;
}

}  // namespace umlauf::service
