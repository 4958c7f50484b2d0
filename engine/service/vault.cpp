#include "engine/service/vault.hpp"

#include <algorithm>
#include <charconv>

#include "engine/service/pages.hpp"

namespace umlauf::service {
namespace {

constexpr std::string_view kProof = "umlauf";
constexpr std::size_t kProofBytes = 12 + kProof.size() + 16;  // nonce, text, tag

std::string_view view_of(const SecretKey& key) {
  return {reinterpret_cast<const char*>(key.bytes.data()), key.bytes.size()};
}

Error wrong_master_key() {
  return error(ErrorCode::Request, "the store was written with another master key",
               "der Speicher wurde mit einem anderen Hauptschlüssel geschrieben");
}

Error unfinished_change() {
  return error(ErrorCode::Request,
               "the master key is being changed: the former one is still needed beside it "
               "('umlauf privacy rotate-key')",
               "der Hauptschlüssel wird gerade gewechselt: der frühere wird daneben noch gebraucht "
               "('umlauf privacy rotate-key')");
}

Error damaged(const std::string& cell) {
  return error(ErrorCode::Damaged, "the stored value '" + cell + "' is damaged",
               "der gespeicherte Wert '" + cell + "' ist beschädigt");
}

}  // namespace

Bytes Vault::proof_of(const SecretKey& key) { return encrypt(key, kProof, kMasterKeyCell); }

bool Vault::proves(const SecretKey& key, std::string_view proof) {
  return decrypt(key, proof, kMasterKeyCell) == kProof;
}

std::vector<std::string_view> Vault::proofs_in(std::string_view content) {
  std::vector<std::string_view> proofs;
  for (; !content.empty(); content.remove_prefix(std::min(content.size(), kProofBytes)))
    proofs.push_back(content.substr(0, kProofBytes));
  return proofs;
}

Result<Bytes> Vault::stored_proof() const {
  UMLAUF_TRY(auto cells, store_.cells(kMasterKeyCell, "", 1));
  return cells.empty() ? Bytes{} : std::move(cells[0].content);
}

// Every case must be readable, so every proof must fit.
Result<SecretKey> Vault::judge(std::string_view proof) const {
  std::optional<SecretKey> first;
  std::size_t unknown = 0;
  const auto proofs = proofs_in(proof);
  for (const std::string_view each : proofs) {
    const bool by_master = proves(*master_, each);
    if (!by_master && !(former_ && proves(*former_, each)))
      ++unknown;
    else if (!first)
      first = by_master ? *master_ : *former_;
  }
  if (unknown == 0) return *first;
  return unknown < proofs.size() ? unfinished_change() : wrong_master_key();
}

Result<bool> Vault::proved() const {
  if (!master_) return true;
  UMLAUF_TRY(const Bytes proof, stored_proof());
  if (proof.empty()) return false;
  UMLAUF_CHECK(judge(proof));
  return true;
}

Result<Done> Vault::admit() {
  if (!master_) return Done{};
  outdated_ = true;
  for (;;) {
    UMLAUF_TRY(const Bytes stored, stored_proof());
    if (!stored.empty()) {
      UMLAUF_TRY(wrapping_, judge(stored));
      proof_ = stored;
      outdated_ = false;
      return Done{};
    }
    Batch batch;
    batch.guards.push_back({std::string(kMasterKeyCell), {}});
    batch.cells.push_back({std::string(kMasterKeyCell), proof_of(*master_)});
    UMLAUF_CHECK(store_.commit(batch));  // whoever was first, it is there now
  }
}

Result<Done> Vault::ready() { return outdated_ ? admit() : Result<Done>(Done{}); }

std::string Vault::key_cell_name(InstanceKey key) {
  return std::string(kCaseKeys) + fixed_hex(key.value());
}

std::optional<InstanceKey> Vault::instance_of(std::string_view key_cell_name) {
  if (!key_cell_name.starts_with(kCaseKeys)) return std::nullopt;
  key_cell_name.remove_prefix(kCaseKeys.size());
  std::uint64_t number = 0;
  const char* const end = key_cell_name.data() + key_cell_name.size();
  const auto read = std::from_chars(key_cell_name.data(), end, number, 16);
  if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return InstanceKey(number);
}

Cell Vault::key_cell(InstanceKey key, const SecretKey& case_key) const {
  std::string name = key_cell_name(key);
  Bytes wrapped = encrypt(wrapping_, view_of(case_key), name);
  return {std::move(name), std::move(wrapped)};
}

Result<std::optional<SecretKey>> Vault::case_key(InstanceKey key) const {
  const std::string name = key_cell_name(key);
  UMLAUF_TRY(const auto cells, store_.cells(name, "", 1));
  if (cells.empty()) return std::optional<SecretKey>{};
  if (!master_)
    return error(ErrorCode::Forbidden,
                 "instance " + to_string(key) + " is encrypted: the key is missing",
                 "die Instanz " + to_string(key) + " ist verschlüsselt: der Schlüssel fehlt");
  auto bytes = decrypt(*master_, cells[0].content, name);
  if (!bytes && former_) bytes = decrypt(*former_, cells[0].content, name);
  SecretKey case_key;
  if (!bytes || bytes->size() != case_key.bytes.size()) {
    UMLAUF_CHECK(proved());  // the master key may have been changed meanwhile
    return damaged(name);
  }
  std::copy(bytes->begin(), bytes->end(), case_key.bytes.begin());
  return std::optional(case_key);
}

Result<OpenedInstance> Vault::open(const StoredInstance& stored) const {
  OpenedInstance opened;
  switch (head_form(stored.row.head)) {
    case HeadForm::Encrypted: {
      UMLAUF_TRY(opened.key, case_key(stored.row.key));
      if (!opened.key) return damaged(key_cell_name(stored.row.key));
      UMLAUF_TRY(const StoredInstance plain, decrypt_instance(stored, *opened.key));
      UMLAUF_TRY(DecodedInstance decoded, decode_instance(plain));
      opened.state = std::move(decoded.state);
      opened.large = std::move(decoded.large);
      return opened;
    }
    case HeadForm::Erased: {
      UMLAUF_TRY(opened.state.header, decode_head(stored.row));
      opened.erased = true;
      return opened;
    }
    case HeadForm::Alone:
    case HeadForm::WithPage:
    case HeadForm::WithRecords:
      break;
  }
  UMLAUF_TRY(DecodedInstance decoded, decode_instance(stored));
  opened.state = std::move(decoded.state);
  opened.large = std::move(decoded.large);
  return opened;
}

Result<runtime::InstanceHeader> Vault::header(const InstanceRow& row) const {
  if (head_form(row.head) != HeadForm::Encrypted || !master_) return decode_head(row);
  UMLAUF_TRY(const auto key, case_key(row.key));
  // Erased since the row was read.
  if (!key) return decode_head(row);
  StoredInstance stored;
  stored.row = row;
  UMLAUF_TRY(const StoredInstance plain, decrypt_instance(stored, *key));
  return decode_head(plain.row);
}

Result<JournalEntry> JournalReader::read(const JournalRow& row) {
  if (is_encrypted(row) && !asked_) {
    UMLAUF_TRY(case_key_, vault_.case_key(key_));
    asked_ = true;
  }
  auto entry = decode_journal_row(row, case_key_ ? &*case_key_ : nullptr);
  if (entry) return std::move(*entry);
  const std::string which = to_string(row.instance) + "/" + std::to_string(row.sequence);
  return error(ErrorCode::Damaged, "journal row " + which + " cannot be read",
               "die Journalzeile " + which + " ist nicht lesbar");
}

}  // namespace umlauf::service
