#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/runtime/process_instance.hpp"
#include "engine/service/cipher.hpp"
#include "engine/service/journal.hpp"
#include "engine/service/pages.hpp"
#include "engine/service/store.hpp"

/// What keeps the data of a case secret: its state and what its journal tells are encrypted under a
/// key of its own, which lies in a cell of its own, encrypted under the master key. Without that
/// cell the data are gone, while the journal still chains (docs/privacy.md).
namespace umlauf::service {

/// Proves which master key a store was written with: a text encrypted under it. While the master
/// key is being changed there are two, the one under which new cases take their keys first.
inline constexpr std::string_view kMasterKeyCell = "master-key";
inline constexpr std::string_view kCaseKeys = "case-key/";

/// An instance as it was stored, readable.
struct OpenedInstance {
  runtime::ProcessInstance state;
  LargeValues large;             ///< of its variables
  std::optional<SecretKey> key;  ///< nothing: the case was begun without encryption
  bool erased = false;           ///< nothing is left but the header, without names
};

/// Any thread may ask; what changes it (`admit`), and what depends on that (`ready`, `proof`,
/// `key_cell`), is called by one thread at a time.
class Vault {
 public:
  /// `master` nothing: new cases are not encrypted, and encrypted ones cannot be read. `former`:
  /// the one before, where some keys may still be encrypted under it.
  explicit Vault(Store& store, std::optional<SecretKey> master = {},
                 std::optional<SecretKey> former = {})
      : store_(store), master_(master), former_(former) {}

  Store& store() const { return store_; }
  /// Whether new cases get a key.
  bool encrypts() const { return master_.has_value(); }
  /// Makes sure that these are the store's master keys. Before anything else is written, and again
  /// where the proof has changed. Errors: Request (others), Storage.
  Result<Done> admit();
  /// Whether keys may be written: the proof that is stored is known. Errors: as of `admit`.
  Result<Done> ready();
  /// As it was stored when `admit` looked: what is written with a key is guarded by it.
  Cell proof() const { return {std::string(kMasterKeyCell), proof_}; }
  /// Whether the store knows the master keys (or none is given). Writes nothing. Errors: Request
  /// (others), Storage.
  Result<bool> proved() const;

  static std::string key_cell_name(InstanceKey key);
  static std::optional<InstanceKey> instance_of(std::string_view key_cell_name);
  Cell key_cell(InstanceKey key, const SecretKey& case_key) const;
  /// nullopt where it was deleted. Errors: Forbidden (there is no master key), Request (the store
  /// has another one by now), Damaged, Storage.
  Result<std::optional<SecretKey>> case_key(InstanceKey key) const;

  // While the master key is changed (rotation.cpp).
  static Bytes proof_of(const SecretKey& key);
  static bool proves(const SecretKey& key, std::string_view proof);
  static std::vector<std::string_view> proofs_in(std::string_view content);
  const std::optional<SecretKey>& master() const { return master_; }
  const std::optional<SecretKey>& former() const { return former_; }

  /// Errors: Forbidden, Storage.
  Result<OpenedInstance> open(const StoredInstance& stored) const;
  /// Without the names where the case is encrypted and there is no master key, or was erased.
  Result<runtime::InstanceHeader> header(const InstanceRow& row) const;

 private:
  Result<Bytes> stored_proof() const;
  /// Under which one new cases take their keys. Errors: Request.
  Result<SecretKey> judge(std::string_view proof) const;

  Store& store_;
  const std::optional<SecretKey> master_;
  const std::optional<SecretKey> former_;
  Bytes proof_;
  SecretKey wrapping_;  // of the store's first proof
  bool outdated_ = false;
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
