#pragma once

#include <optional>

#include "engine/base/result.hpp"
#include "engine/runtime/process_instance.hpp"
#include "engine/service/cipher.hpp"
#include "engine/service/journal.hpp"
#include "engine/service/store.hpp"

/// What keeps the data of a case secret: its state and what its journal tells are encrypted under a
/// key of its own, which lies in a cell of its own, encrypted under the master key. Without that
/// cell the data are gone, while the journal still chains (docs/privacy.md).
namespace umlauf::service {

/// Shows which master key a store was written with.
inline constexpr std::string_view kMasterKeyCell = "master-key";

/// An instance as it was stored, readable.
struct OpenedInstance {
  runtime::ProcessInstance state;
  std::optional<SecretKey> key;  ///< nothing: the case was begun without encryption
  bool erased = false;           ///< nothing is left but the header, without names
};

/// Any thread may ask.
class Vault {
 public:
  /// `master`: nothing: new cases are not encrypted, and encrypted ones cannot be read.
  Vault(Store& store, std::optional<SecretKey> master) : store_(store), master_(master) {}

  Store& store() const { return store_; }
  /// Whether new cases get a key.
  bool encrypts() const { return master_.has_value(); }
  /// Makes sure that the store was not written with another master key. Before anything else is
  /// written. Errors: Request (it was), Storage.
  Result<Done> admit();
  /// Whether the store knows the master key (or none is given). Writes nothing. Errors: Request (it
  /// was written with another one), Storage.
  Result<bool> proved() const;

  static std::string key_cell_name(InstanceKey key);
  Cell key_cell(InstanceKey key, const SecretKey& case_key) const;
  /// nullopt where it was deleted. Errors: Forbidden (there is no master key), Storage.
  Result<std::optional<SecretKey>> case_key(InstanceKey key) const;

  /// Errors: Forbidden, Storage.
  Result<OpenedInstance> open(const StoredInstance& stored) const;
  /// Without the names where the case is encrypted and there is no master key, or was erased.
  Result<runtime::InstanceHeader> header(const InstanceRow& row) const;

 private:
  Store& store_;
  std::optional<SecretKey> master_;
};

/// Reads the journal of one instance.
class JournalReader {
 public:
  JournalReader(const Vault& vault, InstanceKey key) : vault_(vault), key_(key) {}

  /// Of an erased case: what is not secret (JournalEntry::hidden). Errors: Forbidden, Storage.
  Result<JournalEntry> read(const JournalRow& row);

 private:
  const Vault& vault_;
  InstanceKey key_;
  bool asked_ = false;
  std::optional<SecretKey> case_key_;
};

}  // namespace umlauf::service
