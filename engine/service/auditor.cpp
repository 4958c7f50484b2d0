#include "engine/service/auditor.hpp"

#include <algorithm>

#include "engine/service/digest.hpp"

namespace umlauf::service {
namespace {

std::string number(std::uint64_t value) { return std::to_string(value); }

}  // namespace

void Auditor::find(AuditFinding finding) {
  if (report_.findings.size() < kAuditFindingsMax) report_.findings.push_back(std::move(finding));
}

void Auditor::breaks(Seen& at, std::uint64_t sequence, std::uint64_t anchor, std::string english,
                     std::string german) {
  at.broken = true;
  find({at.key, sequence, anchor, {std::move(english), std::move(german)}});
}

Auditor::Seen* Auditor::seen(InstanceKey key) {
  const auto at = std::lower_bound(seen_.begin(), seen_.end(), key,
                                   [](const Seen& a, InstanceKey b) { return a.key < b; });
  return at != seen_.end() && at->key == key ? &*at : nullptr;
}

void Auditor::begin_instance(InstanceKey key) {
  ++report_.instances;
  chain_ = {};
  expected_ = 1;
  const bool ascends = seen_.empty() || seen_.back().key < key;
  seen_.push_back({key});
  if (!ascends)
    breaks(seen_.back(), 0, 0, "the instance does not stand where it belongs",
           "die Instanz steht nicht an ihrem Platz");
}

void Auditor::row(const JournalRow& row) {
  ++report_.rows;
  Seen& at = seen_.back();
  at.last = row.sequence;
  if (at.broken) return;
  if (row.sequence != expected_)
    return breaks(at, expected_, 0, "journal row " + number(expected_) + " is missing",
                  "die Journalzeile " + number(expected_) + " fehlt");
  if (journal_hash(chain_, row) != row.hash)
    return breaks(at, expected_, 0, "journal row " + number(expected_) + " is not what was written",
                  "die Journalzeile " + number(expected_) + " ist nicht, was geschrieben wurde");
  chain_ = row.hash;
  ++expected_;
}

void Auditor::end_instance(std::optional<std::uint64_t> revision) {
  Seen& at = seen_.back();
  if (at.broken || !revision || *revision == at.last) return;
  if (*revision > at.last)
    breaks(at, at.last + 1, 0,
           "the journal is cut off behind row " + number(at.last) + " of " + number(*revision),
           "das Journal ist hinter Zeile " + number(at.last) + " von " + number(*revision) +
               " abgeschnitten");
  else
    breaks(at, *revision + 1, 0,
           "the journal goes on behind row " + number(*revision) + ", where the state ends",
           "das Journal geht hinter Zeile " + number(*revision) + " weiter, wo der Zustand endet");
}

Result<Done> Auditor::anchor(const Anchor& anchor, const std::vector<AnchorLeaf>& leaves) {
  ++report_.anchors;
  const std::string name = number(anchor.number);
  const auto wrong = [&](std::string english, std::string german) {
    find({{}, 0, anchor.number, {std::move(english), std::move(german)}});
  };
  if (anchor.number != report_.anchors)
    wrong("anchor " + number(report_.anchors) + " is missing",
          "der Anker " + number(report_.anchors) + " fehlt");
  report_.anchors = anchor.number;
  if (anchor.previous != report_.anchor)
    wrong("anchor " + name + " does not follow the one before",
          "der Anker " + name + " schließt nicht an den vorigen an");
  if (leaves.size() != anchor.leaves || merkle_root(leaves) != anchor.root)
    wrong("anchor " + name + " does not record what it recorded when it was written",
          "der Anker " + name + " hält nicht fest, was er beim Schreiben festhielt");
  if (report_.anchor_time &&
      anchor.time.milliseconds < report_.anchor_time->milliseconds - kClockToleranceMs)
    wrong("anchor " + name + " claims to be older than the one before: the clock was set back",
          "der Anker " + name + " gibt sich älter als der vorige: die Uhr wurde zurückgestellt");
  report_.anchor = anchor_digest(anchor);
  report_.anchor_time = anchor.time;
  times_[anchor.number] = anchor.time;
  latest_ = std::max(latest_, anchor.time);
  digests_.push_back(report_.anchor);
  if (anchor.complete) complete_number_ = anchor.number;
  for (const AnchorLeaf& leaf : leaves) UMLAUF_CHECK(check_leaf(anchor, leaf));
  return Done{};
}

Result<Done> Auditor::check_leaf(const Anchor& anchor, const AnchorLeaf& leaf) {
  const std::string by = "anchor " + number(anchor.number);
  const std::string von = "Anker " + number(anchor.number);
  Seen* at = seen(leaf.instance);
  if (at == nullptr) {
    find({leaf.instance,
          1,
          anchor.number,
          {"the instance is gone with all " + number(leaf.sequence) + " rows that " + by + " knows",
           "die Instanz ist samt den " + number(leaf.sequence) + " Zeilen verschwunden, die " +
               von + " kennt"}});
    return Done{};
  }
  if (at->broken) return Done{};
  if (leaf.sequence > at->last) {
    breaks(*at, at->last + 1, anchor.number,
           "the journal ends at row " + number(at->last) + ", but " + by + " knows row " +
               number(leaf.sequence),
           "das Journal endet bei Zeile " + number(at->last) + ", aber " + von + " kennt Zeile " +
               number(leaf.sequence));
    return Done{};
  }
  UMLAUF_TRY(const auto row, find_row_(leaf.instance, leaf.sequence));
  if (!row || row->hash != leaf.hash) {
    breaks(*at, at->covered + 1, anchor.number,
           "the journal was rewritten: rows " + number(at->covered + 1) + " to " +
               number(leaf.sequence) + " are not those that " + by + " knows",
           "das Journal wurde neu geschrieben: die Zeilen " + number(at->covered + 1) + " bis " +
               number(leaf.sequence) + " sind nicht die, die " + von + " kennt");
    return Done{};
  }
  at->covered = leaf.sequence;
  return check_times(anchor, *at, leaf.sequence, row->time);
}

// A row that the anchor knows is not younger than it or one before, a row that it does not know not
// older than it or one that follows. Where no clock was set back these are the anchor itself.
Result<Done> Auditor::check_times(const Anchor& anchor, Seen& at, std::uint64_t sequence,
                                  calendar::Instant time) {
  if (time.milliseconds > latest_.milliseconds + kClockToleranceMs) {
    breaks(at, sequence, anchor.number,
           "journal row " + number(sequence) + " claims to be younger than anchor " +
               number(anchor.number) + ", which knows it",
           "die Journalzeile " + number(sequence) + " gibt sich jünger als der Anker " +
               number(anchor.number) + ", der sie kennt");
    return Done{};
  }
  if (sequence >= at.last) return Done{};
  UMLAUF_TRY(const auto next, find_row_(at.key, sequence + 1));
  if (next && next->time.milliseconds < anchor.time.milliseconds - kClockToleranceMs)
    suspects_.push_back({at.key, sequence + 1, next->time, anchor.number});
  return Done{};
}

// Of the anchor and those behind it.
calendar::Instant Auditor::earliest_since(std::uint64_t anchor) const {
  calendar::Instant earliest{INT64_MAX};
  for (auto at = times_.lower_bound(anchor); at != times_.end(); ++at)
    earliest = std::min(earliest, at->second);
  return earliest;
}

void Auditor::check_suspects() {
  std::map<std::uint64_t, std::int64_t> bounds;
  for (const Suspect& each : suspects_) {
    const auto [bound, made] = bounds.try_emplace(each.anchor);
    if (made) bound->second = earliest_since(each.anchor).milliseconds - kClockToleranceMs;
    Seen* at = seen(each.instance);
    if (at->broken || each.time.milliseconds >= bound->second) continue;
    const std::string row = number(each.sequence);
    const std::string anchor = number(each.anchor);
    breaks(*at, each.sequence, each.anchor,
           "journal row " + row + " claims to be older than anchor " + anchor +
               ", which does not know it",
           "die Journalzeile " + row + " gibt sich älter als der Anker " + anchor +
               ", der sie nicht kennt");
  }
}

Result<Done> Auditor::check_open_rows(Seen& at, calendar::Instant bound) {
  report_.rows_open += at.last - at.covered;
  if (complete_number_ == 0 || at.broken) return Done{};
  UMLAUF_TRY(const auto row, find_row_(at.key, at.covered + 1));
  if (row && row->time.milliseconds < bound.milliseconds - kClockToleranceMs)
    breaks(at, at.covered + 1, complete_number_,
           "journal row " + number(at.covered + 1) + " claims to be older than anchor " +
               number(complete_number_) + ", and no anchor knows it",
           "die Journalzeile " + number(at.covered + 1) + " gibt sich älter als der Anker " +
               number(complete_number_) + ", und kein Anker kennt sie");
  return Done{};
}

Result<AuditReport> Auditor::finish(const std::optional<Digest>& head,
                                    const std::optional<Digest>& wanted) {
  check_suspects();
  const calendar::Instant bound = earliest_since(complete_number_);
  for (Seen& at : seen_)
    if (at.covered < at.last) UMLAUF_CHECK(check_open_rows(at, bound));
  if (head && *head != report_.anchor)
    find({{},
          0,
          report_.anchors,
          {"the last anchor is not the one that was written last",
           "der letzte Anker ist nicht der zuletzt geschriebene"}});
  if (wanted && std::find(digests_.begin(), digests_.end(), *wanted) == digests_.end())
    find({{},
          0,
          0,
          {"no anchor is " + to_hex(*wanted) + ": the journal was rewritten or put back",
           "kein Anker ist " + to_hex(*wanted) +
               ": das Journal wurde neu geschrieben oder zurückgesetzt"}});
  return std::move(report_);
}

}  // namespace umlauf::service
