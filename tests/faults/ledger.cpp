#include "tests/faults/ledger.hpp"

#include <algorithm>
#include <set>
#include <sstream>

#include "engine/service/engine.hpp"
#include "engine/service/journal.hpp"

namespace umlauf::tests {
namespace {

using service::Entry;
using service::EntryKind;

// All entries of a kind; a failure is a broken promise itself.
std::vector<Entry> all(service::Store& store, EntryKind kind, std::vector<std::string>& broken) {
  service::EntryScan scan{.kind = kind};
  scan.limit = SIZE_MAX;
  const auto entries = store.entries(scan);
  if (entries) return *entries;
  broken.push_back("the store cannot be read: " + entries.error().message.english);
  return {};
}

// Whether what the command did to its work was to hand it on: to a listener's job behind it, or
// from a listener to the work itself. Then the element is open under the same key, and no promise
// is broken.
bool was_handed_on(service::Store& store, const std::string& name,
                   const service::ElementReference& work) {
  service::EntryScan scan{.kind = EntryKind::Command, .name = name};
  scan.limit = SIZE_MAX;
  const auto traces = store.entries(scan);
  if (!traces) return false;
  for (const Entry& trace : *traces) {
    if (trace.instance != work.instance) continue;
    const auto rows = store.journal(trace.instance, trace.element.value(), 1);
    const auto row =
        rows && !rows->empty() ? service::decode_journal_row(rows->front()) : std::nullopt;
    if (!row) continue;
    for (const runtime::Event& event : row->events)
      if (const auto* changed = std::get_if<runtime::PayloadChanged>(&event);
          changed != nullptr && changed->key == work.element)
        return true;
  }
  return false;
}

}  // namespace

void Ledger::note(const std::string& name, const Order& order) {
  orders_[name] = order;
  if (!tell) return;
  std::ostringstream line;
  line << name << ' ' << static_cast<int>(order.kind) << ' ' << static_cast<int>(order.outcome)
       << ' ' << order.work.instance.value() << ' ' << order.work.element.value();
  tell(line.str());
}

void Ledger::read(const std::string& line) {
  std::istringstream in(line);
  std::string name;
  int kind = 0;
  int outcome = 0;
  std::uint64_t instance = 0;
  std::uint64_t element = 0;
  Order order;
  if (!(in >> name >> kind >> outcome >> instance >> element)) return;
  order.kind = static_cast<Kind>(kind);
  order.outcome = static_cast<Outcome>(outcome);
  order.work = {service::InstanceKey(instance), service::ElementKey(element)};
  orders_[name] = order;
}

std::size_t Ledger::count(Outcome outcome) const {
  return static_cast<std::size_t>(
      std::count_if(orders_.begin(), orders_.end(),
                    [outcome](const auto& each) { return each.second.outcome == outcome; }));
}

std::vector<std::string> Ledger::audit(service::Store& store) const {
  std::vector<std::string> broken;
  std::map<std::string, int> traces;
  for (const Entry& entry : all(store, EntryKind::Command, broken)) ++traces[entry.name];
  std::map<std::string, int> cases;
  for (const Entry& entry : all(store, EntryKind::BusinessKey, broken)) ++cases[entry.name];
  std::set<service::ElementReference> open;
  for (const EntryKind kind : {EntryKind::Task, EntryKind::Job})
    for (const Entry& entry : all(store, kind, broken))
      open.insert({entry.instance, entry.element});

  const auto count = [](const std::map<std::string, int>& counts, const std::string& name) {
    const auto found = counts.find(name);
    return found == counts.end() ? 0 : found->second;
  };
  for (const auto& [name, order] : orders_) {
    const int started = count(cases, name);
    const bool left_trace = count(traces, name) > 0;
    if (order.outcome == Outcome::Kept) {
      if (order.kind == Kind::Start && started != 1)
        broken.push_back(name + " was acknowledged and has " + std::to_string(started) + " cases");
      if (order.kind != Kind::Other && !left_trace)
        broken.push_back(name + " was acknowledged and has left no trace");
      if (order.kind == Kind::Work && open.contains(order.work) &&
          !was_handed_on(store, name, order.work))
        broken.push_back(name + " was acknowledged, but " + service::to_string(order.work) +
                         " is open");
    } else if (started > 1) {
      broken.push_back(name + " has " + std::to_string(started) + " cases");
    }
    if (order.outcome == Outcome::Refused && (left_trace || started > 0))
      broken.push_back(name + " was refused and has left a trace");
  }
  const auto findings = service::check_store(store);
  if (!findings) {
    broken.push_back("the store cannot be checked: " + findings.error().message.english);
    return broken;
  }
  for (const service::Finding& finding : *findings)
    broken.push_back("instance " + service::to_string(finding.instance) + ": " +
                     finding.message.english);
  return broken;
}

}  // namespace umlauf::tests
