#include "engine/service/vault.hpp"

#include <algorithm>

#include "engine/service/pages.hpp"

namespace umlauf::service {
namespace {

constexpr std::string_view kProof = "umlauf";

std::string_view view_of(const SecretKey& key) {
  return {reinterpret_cast<const char*>(key.bytes.data()), key.bytes.size()};
}

Error wrong_master_key() {
  return error(ErrorCode::Request, "the store was written with another master key",
               "der Speicher wurde mit einem anderen Hauptschlüssel geschrieben");
}

Error damaged(const std::string& cell) {
  return error(ErrorCode::Damaged, "the stored value '" + cell + "' is damaged",
               "der gespeicherte Wert '" + cell + "' ist beschädigt");
}

}  // namespace

Result<bool> Vault::proved() const {
  if (!master_) return true;
  UMLAUF_TRY(const auto cells, store_.cells(kMasterKeyCell, "", 1));
  if (cells.empty()) return false;
  if (decrypt(*master_, cells[0].content, kMasterKeyCell) == kProof) return true;
  return wrong_master_key();
}

Result<Done> Vault::admit() {
  UMLAUF_TRY(const bool known, proved());
  if (known) return Done{};
  Batch batch;
  batch.guards.push_back({std::string(kMasterKeyCell), {}});
  batch.cells.push_back({std::string(kMasterKeyCell), encrypt(*master_, kProof, kMasterKeyCell)});
  UMLAUF_TRY(const Committed committed, store_.commit(batch));
  return committed.durable() ? Result<Done>(Done{}) : admit();
}

std::string Vault::key_cell_name(InstanceKey key) { return "case-key/" + fixed_hex(key.value()); }

Cell Vault::key_cell(InstanceKey key, const SecretKey& case_key) const {
  std::string name = key_cell_name(key);
  Bytes wrapped = encrypt(*master_, view_of(case_key), name);
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
  const auto bytes = decrypt(*master_, cells[0].content, name);
  SecretKey case_key;
  if (!bytes || bytes->size() != case_key.bytes.size()) return damaged(name);
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
      UMLAUF_TRY(opened.state, decode_instance(plain));
      return opened;
    }
    case HeadForm::Erased: {
      UMLAUF_TRY(opened.state.header, decode_head(stored.row));
      opened.erased = true;
      return opened;
    }
    case HeadForm::Alone:
    case HeadForm::WithPage:
      break;
  }
  UMLAUF_TRY(opened.state, decode_instance(stored));
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
