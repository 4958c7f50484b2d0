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

// In the place of the version of a record: names and pages of its large values go before it.
constexpr char kWithLarge = 0;

// Of one record, in the order of the names.
auto large_of(const LargeValues& large, ElementKey key) {
  const auto first = large.lower_bound({key, {}});
  auto last = first;
  while (last != large.end() && last->first.first == key) ++last;
  return std::pair(first, last);
}

void append_record(Bytes& out, const ElementInstance& record, const LargeValues& large) {
  const auto [first, last] = large_of(large, record.key);
  if (first == last) return runtime::append(out, record);
  ElementInstance rest = record;
  out.push_back(kWithLarge);
  feel::append_varint(out, static_cast<std::uint64_t>(std::distance(first, last)));
  for (auto at = first; at != last; ++at) {
    const std::string& name = at->first.second;
    feel::append_bytes(out, name);
    feel::append_varint(out, at->second.page - kFirstValuePage);
    rest.variables.erase(name);
  }
  runtime::append(out, rest);
}

// Reads the records of one instance, whose values may lie in pages of their own.
class RecordReader {
 public:
  explicit RecordReader(const std::vector<PageRow>& pages) {
    for (const PageRow& page : pages)
      if (page.page >= kFirstValuePage) values_[page.page] = page.content;
  }

  // Key and length before each record.
  bool read(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto key = feel::read_varint(bytes);
      const auto content = key ? feel::read_bytes(bytes) : std::nullopt;
      if (!content || !read_record(ElementKey(*key), *content)) return false;
    }
    return true;
  }
  // Nullopt where a value belongs to no record.
  std::optional<DecodedInstance> finish() && {
    if (!values_.empty()) return std::nullopt;
    return std::move(decoded_);
  }
  runtime::InstanceHeader& header() { return decoded_.state.header; }

 private:
  bool read_record(ElementKey key, std::string_view bytes) {
    std::vector<std::pair<std::string, LargeValue>> large;
    if (bytes.starts_with(kWithLarge)) {
      bytes.remove_prefix(1);
      if (!read_large(bytes, large)) return false;
    }
    auto record = runtime::decode_record(bytes);
    if (!record) return false;
    record->key = key;
    for (auto& [name, value] : large) {
      record->variables.set(name, value.value);
      decoded_.large[{key, std::move(name)}] = std::move(value);
    }
    return decoded_.state.put(std::move(*record));
  }

  bool read_large(std::string_view& bytes, std::vector<std::pair<std::string, LargeValue>>& large) {
    const auto count = feel::read_varint(bytes);
    if (!count) return false;
    for (std::uint64_t i = 0; i < *count; ++i) {
      const auto name = feel::read_bytes(bytes);
      const auto number = name ? feel::read_varint(bytes) : std::nullopt;
      auto value = number ? take_value(kFirstValuePage + *number) : std::nullopt;
      if (!value) return false;
      large.push_back({std::string(*name), {kFirstValuePage + *number, std::move(*value)}});
    }
    return true;
  }

  std::optional<feel::Value> take_value(std::uint64_t page) {
    const auto found = values_.find(page);
    if (found == values_.end()) return std::nullopt;
    auto bytes = without_seal(found->second);
    values_.erase(found);
    auto value = bytes ? feel::read_binary(*bytes) : std::nullopt;
    if (!value || !bytes->empty()) return std::nullopt;
    return value;
  }

  DecodedInstance decoded_;
  std::map<std::uint64_t, std::string_view> values_;  // that no record has asked for yet
};

// What copies of one large value share; that of another lies elsewhere as long as this one lives.
const void* identity(const feel::Value& value) {
  if (const auto* text = value.string()) return text;
  if (const auto* list = value.list()) return list;
  return value.context();
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

std::vector<PageRow> arrange_large(const ProcessInstance& instance,
                                   const std::vector<ElementKey>& changed, LargeValues& large) {
  std::vector<PageRow> pages;
  // Behind all that are there, those that are to be deleted as well.
  std::uint64_t last = 0;
  const auto next_page = [&] {
    if (last == 0) {
      last = kFirstValuePage - 1;
      for (const auto& [variable, value] : large) last = std::max(last, value.page);
      for (const PageRow& page : pages) last = std::max(last, page.page);
    }
    return ++last;
  };
  for (const ElementKey key : changed) {
    const ElementInstance* record = instance.find(key);
    const auto [first, end] = large_of(large, key);
    for (auto at = first; at != end;) {
      const feel::Value* value =
          record == nullptr ? nullptr : record->variables.find(at->first.second);
      if (value != nullptr && identity(*value) == identity(at->second.value)) {
        ++at;
        continue;
      }
      pages.push_back({instance.header.key, at->second.page, {}});
      at = large.erase(at);
    }
    if (record == nullptr) continue;
    for (const runtime::Variable& variable : record->variables) {
      if (variable.value.weight() < kLargeWeight || identity(variable.value) == nullptr) continue;
      if (large.contains({key, variable.name})) continue;
      const std::uint64_t page = next_page();
      large[{key, variable.name}] = {page, variable.value};
      pages.push_back({instance.header.key, page, encode_value_page(variable.value)});
    }
  }
  return pages;
}

Bytes encode_value_page(const feel::Value& value) {
  Bytes bytes(kSealBytes, '\0');
  feel::append_binary(bytes, value);
  seal(bytes);
  return bytes;
}

Bytes encode_page(const ProcessInstance& instance, std::uint64_t page, const LargeValues& large) {
  Bytes bytes(kSealBytes, '\0');
  constexpr std::size_t kUsualRecord = 120;
  Bytes content;
  content.reserve(kUsualRecord);
  const std::uint64_t first = page * kRecordsPerPage;
  for (std::uint64_t key = first; key < first + kRecordsPerPage; ++key) {
    const ElementInstance* record = instance.find(ElementKey(key));
    if (record == nullptr) continue;
    content.clear();
    append_record(content, *record, large);
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

Result<DecodedInstance> decode_instance(const StoredInstance& stored) {
  RecordReader reader(stored.pages);
  UMLAUF_TRY(reader.header(), decode_head(stored.row));
  const HeadForm form = head_form(stored.row.head);
  std::string_view records = behind_header(stored.row.head);
  if (form == HeadForm::WithPage && !records.empty()) {
    if (!is_sealed(records)) return damaged(stored.row.key);
    records.remove_prefix(kSealBytes);
  }
  if ((form == HeadForm::WithPage || form == HeadForm::WithRecords) && !reader.read(records))
    return damaged(stored.row.key);
  for (const PageRow& page : stored.pages) {
    if (page.page >= kFirstValuePage) continue;
    const auto content = without_seal(page.content);
    if (!content || !reader.read(*content)) return damaged(stored.row.key);
  }
  auto decoded = std::move(reader).finish();
  if (!decoded) return damaged(stored.row.key);
  return std::move(*decoded);
}

}  // namespace umlauf::service
