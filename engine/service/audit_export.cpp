// Journals and anchors as JSON Lines, and the audit of such a file (docs/audit.md).
#include <map>

#include "engine/base/encoding.hpp"
#include "engine/feel/json.hpp"
#include "engine/service/auditor.hpp"
#include "engine/service/digest.hpp"
#include "engine/service/journal.hpp"

namespace umlauf::service {
namespace {

constexpr std::size_t kAtOnce = 1000;
constexpr const char* kFormat = "umlauf-audit-1";
// Content in base64, a third longer, plus the rest of the line.
constexpr std::size_t kLineMax = 256 << 20;

feel::Value text(std::string value) { return feel::Value(std::move(value)); }
feel::Value count(std::uint64_t value) {
  return feel::Value(Decimal(static_cast<std::int64_t>(value)));
}

std::string line_of(const char* kind, feel::Context content) {
  return feel::to_json(feel::Value(feel::Context{{kind, feel::Value(std::move(content))}}));
}

std::string line_of(const JournalRow& row) {
  feel::Context line;
  line.put("instance", text(to_string(row.instance)));
  line.put("sequence", count(row.sequence));
  line.put("time", text(calendar::to_string(row.time)));
  // For readers; everything that counts is in the content.
  if (const auto entry = decode_journal_row(row)) {
    line.put("command", text(std::string(command_name(entry->command))));
    line.put("actor", text(entry->actor));
  }
  line.put("content", text(to_base64(row.content)));
  line.put("hash", text(to_hex(row.hash)));
  return line_of("row", std::move(line));
}

std::string line_of(const Anchor& anchor) {
  feel::Context line;
  line.put("number", count(anchor.number));
  line.put("time", text(calendar::to_string(anchor.time)));
  line.put("complete", feel::Value(anchor.complete));
  line.put("previous", text(to_hex(anchor.previous)));
  line.put("root", text(to_hex(anchor.root)));
  line.put("leaves", count(anchor.leaves));
  line.put("digest", text(to_hex(anchor_digest(anchor))));
  return line_of("anchor", std::move(line));
}

std::string line_of(const AnchorLeaf& leaf) {
  feel::Context line;
  line.put("instance", text(to_string(leaf.instance)));
  line.put("sequence", count(leaf.sequence));
  line.put("hash", text(to_hex(leaf.hash)));
  return line_of("leaf", std::move(line));
}

// Counts and chains what it passes on.
class Writer {
 public:
  explicit Writer(const LineSink& sink) : sink_(sink) {}

  Result<Done> put(const std::string& line) {
    chain_ = sha256({bytes_of(chain_), line});
    ++lines_;
    return sink_(line);
  }
  Result<Done> end() {
    feel::Context line;
    line.put("lines", count(lines_));
    line.put("digest", text(to_hex(chain_)));
    return sink_(line_of("end", std::move(line)));
  }

 private:
  const LineSink& sink_;
  Digest chain_{};
  std::uint64_t lines_ = 0;
};

// ---- reading

// The members of one line; after the first that is not there or not of its kind, `ok` is false.
class Members {
 public:
  explicit Members(const feel::Value& line) : line_(line) {}
  bool ok() const { return ok_; }

  std::string text(const char* name) {
    const feel::Value* found = line_.member(name);
    const std::string* value = found == nullptr ? nullptr : found->string();
    return value == nullptr ? (fail(), std::string()) : *value;
  }
  std::uint64_t number(const char* name) {
    const feel::Value* found = line_.member(name);
    const auto value =
        found == nullptr || found->number() == nullptr ? std::nullopt : found->number()->to_int64();
    if (!value || *value < 0) fail();
    return ok_ ? static_cast<std::uint64_t>(*value) : 0;
  }
  bool truth(const char* name) {
    const feel::Value* found = line_.member(name);
    if (found == nullptr || !(found->is_true() || found->is_false())) fail();
    return ok_ && found->is_true();
  }
  InstanceKey instance() {
    const auto key = parse_instance_key(text("instance"));
    if (!key) fail();
    return key.value_or(InstanceKey());
  }
  calendar::Instant time() {
    const auto parsed = calendar::DateTime::parse(text("time"));
    const auto instant =
        parsed ? calendar::to_instant(*parsed, calendar::Zone::utc()) : std::nullopt;
    if (!instant) fail();
    return instant.value_or(calendar::Instant{});
  }
  Digest digest(const char* name) {
    const auto parsed = parse_digest(text(name));
    if (!parsed) fail();
    return parsed.value_or(Digest{});
  }
  void fail() { ok_ = false; }

 private:
  const feel::Value& line_;
  bool ok_ = true;
};

class ExportReader {
 public:
  ExportReader()
      : auditor_([this](InstanceKey key, std::uint64_t sequence) {
          return Result<std::optional<Auditor::RowSeal>>(find(key, sequence));
        }) {}

  Result<AuditReport> read(const LineSource& source, const std::optional<Digest>& wanted) {
    for (;;) {
      UMLAUF_TRY(const auto line, source());
      if (!line) break;
      ++number_;
      const auto value = feel::from_json(*line, {.bytes_max = kLineMax});
      const bool read = value && take(*value);
      if (!read)
        complain("line " + std::to_string(number_) + " is not what was exported",
                 "die Zeile " + std::to_string(number_) + " ist nicht, was ausgegeben wurde");
      chain_ = sha256({bytes_of(chain_), *line});
    }
    end_instance();
    UMLAUF_CHECK(end_anchor());
    if (!ended_)
      complain("the export is cut off behind line " + std::to_string(number_),
               "die Ausgabe ist hinter Zeile " + std::to_string(number_) + " abgeschnitten");
    return auditor_.finish(std::nullopt, wanted);
  }

 private:
  void complain(std::string english, std::string german) {
    auditor_.find({{}, 0, 0, {std::move(english), std::move(german)}});
  }

  bool take(const feel::Value& line) {
    const feel::Context* context = line.context();
    if (context == nullptr || context->size() == 0 || ended_) return false;
    const feel::Entry& first = *context->begin();
    if (number_ == 1)
      return first.name == "format" && first.value == feel::Value(std::string(kFormat));
    Members members(first.value);
    if (first.name == "row") return take_row(members) && members.ok();
    if (first.name == "anchor") return take_anchor(members) && members.ok();
    if (first.name == "leaf") return take_leaf(members) && members.ok();
    if (first.name == "end") return take_end(members) && members.ok();
    return false;
  }

  bool take_row(Members& members) {
    JournalRow row;
    row.instance = members.instance();
    row.sequence = members.number("sequence");
    row.time = members.time();
    const auto content = from_base64(members.text("content"));
    row.hash = members.digest("hash");
    if (!members.ok() || !content || anchor_) return false;
    row.content = *content;
    if (row.instance != instance_) {
      end_instance();
      instance_ = row.instance;
      auditor_.begin_instance(instance_);
      first_[instance_] = seals_.size();
    }
    seals_.push_back({row.hash, row.time});
    auditor_.row(row);
    // What readers see must be what the content says.
    const auto entry = decode_journal_row(row);
    return !entry || (members.text("command") == command_name(entry->command) &&
                      members.text("actor") == entry->actor);
  }

  bool take_anchor(Members& members) {
    end_instance();
    if (!end_anchor()) return false;
    Anchor anchor;
    anchor.number = members.number("number");
    anchor.time = members.time();
    anchor.complete = members.truth("complete");
    anchor.previous = members.digest("previous");
    anchor.root = members.digest("root");
    anchor.leaves = members.number("leaves");
    if (members.digest("digest") != anchor_digest(anchor)) return false;
    if (members.ok()) anchor_ = anchor;
    return true;
  }

  bool take_leaf(Members& members) {
    if (!anchor_) return false;
    leaves_.push_back({members.instance(), members.number("sequence"), members.digest("hash")});
    return true;
  }

  bool take_end(Members& members) {
    ended_ = true;
    return members.number("lines") + 1 == number_ && members.digest("digest") == chain_;
  }

  void end_instance() {
    if (instance_.valid()) auditor_.end_instance();
    instance_ = {};
  }

  Result<Done> end_anchor() {
    if (!anchor_) return Done{};
    UMLAUF_CHECK(auditor_.anchor(*anchor_, leaves_));
    anchor_.reset();
    leaves_.clear();
    return Done{};
  }

  std::optional<Auditor::RowSeal> find(InstanceKey key, std::uint64_t sequence) const {
    const auto at = first_.find(key);
    if (at == first_.end() || sequence == 0) return std::nullopt;
    const auto next = std::next(at);
    const std::size_t end = next == first_.end() ? seals_.size() : next->second;
    const std::size_t index = at->second + sequence - 1;
    return index < end ? std::optional(seals_[index]) : std::nullopt;
  }

  Auditor auditor_;
  std::uint64_t number_ = 0;  // of the line
  Digest chain_{};            // of the lines before
  bool ended_ = false;
  InstanceKey instance_;  // whose rows are being read
  std::optional<Anchor> anchor_;
  std::vector<AnchorLeaf> leaves_;
  std::vector<Auditor::RowSeal> seals_;
  std::map<InstanceKey, std::size_t> first_;  // position of an instance's rows among the seals
};

Result<Done> export_rows(Store& store, InstanceKey key, Writer& writer) {
  std::uint64_t from = 0;
  for (;;) {
    UMLAUF_TRY(const auto rows, store.journal(key, from, kAtOnce));
    for (const JournalRow& row : rows) UMLAUF_CHECK(writer.put(line_of(row)));
    if (rows.size() < kAtOnce) return Done{};
    from = rows.back().sequence + 1;
  }
}

}  // namespace

Result<Done> export_audit(Store& store, const LineSink& sink) {
  Writer writer(sink);
  UMLAUF_CHECK(writer.put(feel::to_json(feel::Value(feel::Context{{"format", text(kFormat)}}))));
  // Anchors that are written meanwhile know rows that are not in the export.
  UMLAUF_TRY(const AnchorHead head, read_anchor_head(store));
  InstanceKey after;
  for (;;) {
    UMLAUF_TRY(const auto instances, store.instances(after, kAtOnce));
    for (const InstanceRow& row : instances) UMLAUF_CHECK(export_rows(store, row.key, writer));
    if (instances.size() < kAtOnce) break;
    after = instances.back().key;
  }
  const auto put_anchor = [&](const Anchor& anchor,
                              const std::vector<AnchorLeaf>& leaves) -> Result<Done> {
    if (anchor.number > head.number) return Done{};
    UMLAUF_CHECK(writer.put(line_of(anchor)));
    for (const AnchorLeaf& leaf : leaves) UMLAUF_CHECK(writer.put(line_of(leaf)));
    return Done{};
  };
  UMLAUF_CHECK(for_each_anchor(store, put_anchor));
  return writer.end();
}

Result<AuditReport> verify_audit_export(const LineSource& source,
                                        const std::optional<Digest>& anchor) {
  return ExportReader().read(source, anchor);
}

}  // namespace umlauf::service
