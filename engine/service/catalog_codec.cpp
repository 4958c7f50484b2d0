#include "engine/feel/binary.hpp"
#include "engine/service/catalog.hpp"
#include "engine/service/digest.hpp"
#include "engine/service/seal.hpp"

namespace umlauf::service {
namespace {

constexpr char kFormat = 1;

// Reads what `append_*` wrote, within its seal; after the first failure everything is empty and
// `ok` is false.
class Reader {
 public:
  explicit Reader(std::string_view sealed) : bytes_(without_seal(sealed).value_or("")) {
    ok_ = !bytes_.empty() && bytes_[0] == kFormat;
    if (ok_) bytes_.remove_prefix(1);
  }
  std::uint64_t number() {
    const auto read = ok_ ? feel::read_varint(bytes_) : std::nullopt;
    ok_ = read.has_value();
    return read.value_or(0);
  }
  std::string text() {
    const auto read = ok_ ? feel::read_bytes(bytes_) : std::nullopt;
    ok_ = read.has_value();
    return std::string(read.value_or(""));
  }
  bool ok() const { return ok_; }

 private:
  std::string_view bytes_;
  bool ok_ = false;
};

}  // namespace

std::string sha256_hex(std::string_view bytes) { return to_hex(sha256({bytes})); }

std::string process_cell(DefinitionKey key) { return "process/" + fixed_hex(key.value()); }
std::string decision_cell(std::uint64_t key) { return "decision/" + fixed_hex(key); }
std::string deployment_cell(std::uint64_t key) { return "deployment/" + fixed_hex(key); }
std::string document_cell(std::string_view digest) { return "document/" + std::string(digest); }

Bytes encode(const ProcessVersion& process) {
  Bytes out(1, kFormat);
  feel::append_varint(out, process.key.value());
  feel::append_bytes(out, process.id);
  feel::append_bytes(out, process.name);
  feel::append_bytes(out, process.version_tag);
  feel::append_varint(out, process.version);
  feel::append_varint(out, process.executable ? 1 : 0);
  feel::append_varint(out, process.deployment);
  feel::append_bytes(out, process.document);
  feel::append_bytes(out, process.digest);
  feel::append_varint(out, process.starts.size());
  for (const runtime::StartSubscription& start : process.starts) {
    feel::append_varint(out, start.node.value());
    feel::append_varint(out, start.trigger);
    feel::append_varint(out, static_cast<std::uint64_t>(start.kind));
    feel::append_bytes(out, start.name);
    feel::append_varint(out, static_cast<std::uint64_t>(start.timer_kind));
  }
  return with_seal(out);
}

std::optional<ProcessVersion> decode_process(std::string_view bytes) {
  Reader in(bytes);
  ProcessVersion process;
  process.key = DefinitionKey(in.number());
  process.id = in.text();
  process.name = in.text();
  process.version_tag = in.text();
  process.version = static_cast<std::uint32_t>(in.number());
  process.executable = in.number() != 0;
  process.deployment = in.number();
  process.document = in.text();
  process.digest = in.text();
  for (std::uint64_t left = in.number(); left > 0 && in.ok(); --left) {
    runtime::StartSubscription& start = process.starts.emplace_back();
    start.node = definition::NodeIndex(in.number());
    start.trigger = static_cast<std::uint32_t>(in.number());
    start.kind = static_cast<definition::Trigger>(in.number());
    start.name = in.text();
    start.timer_kind = static_cast<definition::TimerKind>(in.number());
  }
  if (!in.ok()) return std::nullopt;
  return process;
}

Bytes encode(const DecisionVersion& decision) {
  Bytes out(1, kFormat);
  feel::append_varint(out, decision.key);
  feel::append_bytes(out, decision.id);
  feel::append_bytes(out, decision.name);
  feel::append_varint(out, decision.version);
  feel::append_varint(out, decision.deployment);
  feel::append_bytes(out, decision.document);
  feel::append_bytes(out, decision.digest);
  feel::append_bytes(out, decision.version_tag);
  return with_seal(out);
}

std::optional<DecisionVersion> decode_decision(std::string_view bytes) {
  Reader in(bytes);
  DecisionVersion decision;
  decision.key = in.number();
  decision.id = in.text();
  decision.name = in.text();
  decision.version = static_cast<std::uint32_t>(in.number());
  decision.deployment = in.number();
  decision.document = in.text();
  decision.digest = in.text();
  decision.version_tag = in.text();
  if (!in.ok()) return std::nullopt;
  return decision;
}

Bytes encode(const DeploymentRecord& record) {
  Bytes out(1, kFormat);
  feel::append_varint(out, static_cast<std::uint64_t>(record.time.milliseconds));
  feel::append_bytes(out, record.actor);
  feel::append_varint(out, record.documents.size());
  for (const auto& [name, digest] : record.documents) {
    feel::append_bytes(out, name);
    feel::append_bytes(out, digest);
  }
  return with_seal(out);
}

std::optional<DeploymentRecord> decode_deployment(std::string_view bytes) {
  Reader in(bytes);
  DeploymentRecord record;
  record.time.milliseconds = static_cast<std::int64_t>(in.number());
  record.actor = in.text();
  for (std::uint64_t left = in.number(); left > 0 && in.ok(); --left) {
    std::string name = in.text();
    record.documents.emplace_back(std::move(name), in.text());
  }
  if (!in.ok()) return std::nullopt;
  return record;
}

}  // namespace umlauf::service
