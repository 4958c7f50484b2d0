#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/runtime/process_instance.hpp"
#include "engine/service/cipher.hpp"
#include "engine/service/store.hpp"

/// How the records of an instance become the rows of a store, and back.
namespace umlauf::service {

/// Records whose keys share a page are written together.
inline constexpr std::uint64_t kRecordsPerPage = 16;
/// Page 0 lies in the instance's own row up to this size, otherwise in a row of its own.
inline constexpr std::size_t kPageInHeadMax = 4096;
/// Values of variables of this weight (a text of 4 kB) and more lie in pages of their own, one
/// each, so that a command writes again only those that it has changed.
inline constexpr std::uint32_t kLargeWeight = 128;
/// The first page that holds a value; those before hold records.
inline constexpr std::uint64_t kFirstValuePage = std::uint64_t{1} << 62;

inline std::uint64_t page_of(ElementKey key) { return key.value() / kRecordsPerPage; }

/// A variable whose value lies in a page of its own.
struct LargeValue {
  std::uint64_t page = 0;
  feel::Value value;  ///< as it lies there
};
/// By the record and the name of the variable.
using LargeValues = std::map<std::pair<ElementKey, std::string>, LargeValue>;

/// Brings `large` up to date where these records have changed, come or gone, and yields the pages
/// of values that are to be written. A value that is still the same is not looked at.
std::vector<PageRow> arrange_large(const runtime::ProcessInstance& instance,
                                   const std::vector<ElementKey>& changed, LargeValues& large);

/// The records of one page, without what lies in pages of its own; empty where there are none.
Bytes encode_page(const runtime::ProcessInstance& instance, std::uint64_t page,
                  const LargeValues& large);
/// A page that holds one value.
Bytes encode_value_page(const feel::Value& value);
/// The header, with page 0 where one is given.
Bytes encode_head(const runtime::ProcessInstance& instance, const Bytes* page_0);

/// What a head carries behind the header. Stored: append only.
enum class HeadForm : std::uint8_t {
  Alone = 0,        ///< nothing: page 0 lies in a row of its own
  WithPage = 1,     ///< page 0 with a checksum of its own; no longer written
  Encrypted = 2,    ///< a whole head, encrypted; the header in clear has no names
  Erased = 3,       ///< nothing, and there is nothing elsewhere; the header has no names
  WithRecords = 4,  ///< the records of page 0
};
/// A damaged head is Alone; decoding it says so.
HeadForm head_form(const Bytes& head);
/// Only the header in clear. Errors: Storage (damaged).
Result<runtime::InstanceHeader> decode_head(const InstanceRow& row);

/// The same rows as nobody without the key can read them.
Bytes encrypt_head(const runtime::InstanceHeader& header, const Bytes& head, const SecretKey& key);
Bytes encrypt_page(InstanceKey instance, std::uint64_t page, const Bytes& content,
                   const SecretKey& key);
/// Errors: Storage (damaged, or encrypted under another key).
Result<StoredInstance> decrypt_instance(const StoredInstance& stored, const SecretKey& key);
/// All that is left of an instance whose data have been erased.
Bytes erased_head(const runtime::InstanceHeader& header);
/// A header without what names people: the business key, who started it.
runtime::InstanceHeader without_names(runtime::InstanceHeader header);

struct DecodedInstance {
  runtime::ProcessInstance state;
  LargeValues large;
};
/// The whole instance. Errors: Damaged (a checksum, or the form).
Result<DecodedInstance> decode_instance(const StoredInstance& stored);

}  // namespace umlauf::service
