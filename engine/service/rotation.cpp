// Changing the master key: the key of each case is encrypted anew, nothing else. The proof in the
// store changes first. From then on no key is written under the former one any more, because
// whoever writes a key guards it by the proof; so one walk over all keys is enough. What was done
// is on record with every step of it.
#include <optional>
#include <utility>

#include "engine/service/engine_parts.hpp"
#include "engine/service/retention.hpp"

namespace umlauf::service {
namespace {

constexpr std::size_t kAtOnce = 500;

Error two_keys_needed() {
  return error(ErrorCode::Request,
               "the new master key and the former one are needed: two lines in the key file",
               "der neue und der frühere Hauptschlüssel werden gebraucht: zwei Zeilen in der "
               "Schlüsseldatei");
}

class Rotation {
 public:
  Rotation(Engine& engine, const Vault& vault, Clock& clock, const Caller& caller)
      : engine_(engine),
        store_(vault.store()),
        clock_(clock),
        caller_(caller),
        new_(*vault.master()),
        former_(*vault.former()) {}

  Result<KeyRotation> run() {
    UMLAUF_CHECK(begin());
    UMLAUF_CHECK(move_keys());
    UMLAUF_CHECK(end());
    return std::move(done_);
  }

 private:
  Result<Bytes> proof() const {
    UMLAUF_TRY(auto cells, store_.cells(kMasterKeyCell, "", 1));
    return cells.empty() ? Bytes{} : std::move(cells[0].content);
  }

  // New cases take their keys under the new one from now on.
  Result<Done> begin() {
    UMLAUF_TRY(const Bytes stored, proof());
    const auto proofs = Vault::proofs_in(stored);
    if (!proofs.empty() && Vault::proves(new_, proofs[0])) return Done{};
    Bytes changed = Vault::proof_of(new_);
    changed += Vault::proof_of(former_);
    return keep({{std::string(kMasterKeyCell), stored}},
                {{std::string(kMasterKeyCell), std::move(changed)}}, {});
  }

  // The former one is of no use any more.
  Result<Done> end() {
    UMLAUF_TRY(const Bytes stored, proof());
    const auto proofs = Vault::proofs_in(stored);
    if (proofs.size() < 2) return Done{};
    return keep({{std::string(kMasterKeyCell), stored}},
                {{std::string(kMasterKeyCell), Bytes(proofs[0])}}, {0, clock_.now()});
  }

  // The one that has not ended, which a former call may have begun, with its content as stored;
  // otherwise a new one, with none.
  Result<std::pair<KeyChange, Bytes>> open_record() const {
    UMLAUF_TRY(const auto cells, store_.cells(kKeyChanges, "", SIZE_MAX));
    for (const Cell& cell : cells)
      if (auto change = KeyChange::decode(cell); change && !change->record.ended)
        return std::pair(std::move(*change), cell.content);
    return std::pair(KeyChange{cells.size() + 1, {}, clock_.now(), caller_.user}, Bytes{});
  }

  // One step, and what it adds to the record, in one transaction.
  Result<Done> keep(std::vector<Cell> guards, std::vector<Cell> cells, RotationRecord added) {
    UMLAUF_TRY(auto open, open_record());
    auto& [change, stored] = open;
    guards.push_back({change.cell(), std::move(stored)});
    change.record.cases += added.cases;
    change.record.ended = added.ended;
    cells.push_back({change.cell(), change.encode()});
    KeepCells request;
    request.guards = std::move(guards);
    request.cells = std::move(cells);
    UMLAUF_CHECK(engine_.execute(std::move(request), caller_));
    return Done{};
  }

  Result<Done> move_keys() {
    std::string after;
    for (;;) {
      UMLAUF_TRY(const auto cells, store_.cells(kCaseKeys, after, kAtOnce));
      const KeyRotation before = done_;
      const auto moved = move(cells);
      if (!moved && moved.error().code == ErrorCode::Conflict) {
        // One of these cases was erased meanwhile, or another call is at work: read again.
        done_ = before;
        continue;
      }
      UMLAUF_CHECK(moved);
      if (cells.size() < kAtOnce) return Done{};
      after = cells.back().name;
    }
  }

  Result<Done> move(const std::vector<Cell>& cells) {
    std::vector<Cell> guards, moved;
    for (const Cell& cell : cells) {
      if (decrypt(new_, cell.content, cell.name)) {
        ++done_.already;
      } else if (const auto key = decrypt(former_, cell.content, cell.name)) {
        guards.push_back(cell);
        moved.push_back({cell.name, encrypt(new_, *key, cell.name)});
      } else if (const auto instance = Vault::instance_of(cell.name)) {
        done_.unreadable.push_back(*instance);
      }
    }
    RotationRecord added;
    added.cases = moved.size();
    done_.moved += moved.size();
    return moved.empty() ? Result<Done>(Done{}) : keep(std::move(guards), std::move(moved), added);
  }

  Engine& engine_;
  Store& store_;
  Clock& clock_;
  const Caller& caller_;
  const SecretKey new_;
  const SecretKey former_;
  KeyRotation done_;
};

}  // namespace

Result<KeyRotation> Engine::rotate_master_key(const Caller& caller) {
  if (!may_administrate(caller)) return only_administrators();
  const Vault& vault = parts_->vault;
  if (!vault.master() || !vault.former()) return two_keys_needed();
  return Rotation(*this, vault, parts_->clock, caller).run();
}

}  // namespace umlauf::service
