#include "tests/crash/oracle.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace umlauf::crash_test {
namespace {

using service::InstanceKey;

class Oracle {
 public:
  Oracle(service::Store& store, service::Engine& engine, const Operations& operations)
      : store_(store), engine_(engine), operations_(operations) {}

  std::vector<std::string> run() {
    for (const service::Finding& finding : service::check_store(store_).value())
      broken_.push_back("check_store: " + finding.message.english + " (instance " +
                        service::to_string(finding.instance) + ")");
    read_store();
    for (const auto& [key, reached] : commands_)
      if (!operations_.contains(key)) broken_.push_back("nobody has asked for " + key);
    for (const auto& [key, operation] : operations_) check(key, operation);
    return std::move(broken_);
  }

 private:
  void read_store() {
    service::EntryScan scan{.kind = service::EntryKind::Command};
    scan.limit = SIZE_MAX;
    for (const service::Entry& entry : store_.entries(scan).value())
      commands_[entry.name].push_back(entry.instance);
    service::InstanceQuery query;
    query.limit = SIZE_MAX;
    for (const service::InstanceView& view : engine_.instances(query).value())
      cases_[view.business_key].push_back(view.key);
    for (const service::ActivityView& view : engine_.history().value().elements)
      if (view.state == "completed") ++completed_[{view.instance, view.element}];
  }

  void check(const std::string& key, const Operation& operation) {
    const auto found = commands_.find(key);
    const std::vector<InstanceKey> reached =
        found == commands_.end() ? std::vector<InstanceKey>{} : found->second;
    const std::string name = operation.kind + " " + key;
    if (operation.acknowledged && sorted(reached) != sorted(operation.instances) &&
        (operation.kind == "signal" || operation.kind == "start" || operation.kind == "message"))
      broken_.push_back(name + " was answered with other instances than are stored");
    if (operation.kind == "signal") {
      for (const InstanceKey instance : reached) expect_completed(name, instance, "signal", 1);
      return;
    }
    if (operation.acknowledged && reached.size() != 1)
      broken_.push_back(name + " was acknowledged and is there " + std::to_string(reached.size()) +
                        " times");
    if (reached.size() > 1)
      broken_.push_back(name + " is there " + std::to_string(reached.size()) + " times");
    const auto its = cases_.find(operation.business_key);
    const std::size_t started = its == cases_.end() ? 0 : its->second.size();
    if (operation.kind == "start") {
      if (started != reached.size())
        broken_.push_back(name + " has begun " + std::to_string(started) + " cases");
      return;
    }
    if (started != 1) {
      broken_.push_back(name + " belongs to " + std::to_string(started) + " cases");
      return;
    }
    const InstanceKey instance = its->second.front();
    expect_completed(name, instance, operation.kind, reached.size());
    // Each brings the variable of its own name.
    const feel::Context variables = engine_.variables(instance).value();
    const feel::Value* value = variables.find(operation.kind);
    const bool brought = value != nullptr && value->string() != nullptr &&
                         *value->string() == operation.business_key;
    if (brought != (reached.size() == 1))
      broken_.push_back(name + (brought ? " has left its variable without being stored"
                                        : " is stored without its variable"));
  }

  void expect_completed(const std::string& name, InstanceKey instance, const std::string& element,
                        std::size_t times) {
    const auto found = completed_.find({instance, element});
    const std::size_t count = found == completed_.end() ? 0 : found->second;
    if (count != times)
      broken_.push_back(name + ": '" + element + "' of " + service::to_string(instance) +
                        " is completed " + std::to_string(count) + " times instead of " +
                        std::to_string(times));
  }

  static std::vector<InstanceKey> sorted(std::vector<InstanceKey> keys) {
    std::sort(keys.begin(), keys.end());
    return keys;
  }

  service::Store& store_;
  service::Engine& engine_;
  const Operations& operations_;
  std::map<std::string, std::vector<InstanceKey>> commands_;  // by idempotency key
  std::map<std::string, std::vector<InstanceKey>> cases_;     // by business key
  std::map<std::pair<InstanceKey, std::string>, std::size_t> completed_;
  std::vector<std::string> broken_;
};

}  // namespace

std::vector<std::string> broken_promises(service::Store& store, service::Engine& engine,
                                         const Operations& operations) {
  return Oracle(store, engine, operations).run();
}

std::vector<std::string> unfinished(service::Engine& engine) {
  std::vector<std::string> open;
  service::InstanceQuery query;
  query.limit = SIZE_MAX;
  for (const service::InstanceView& view : engine.instances(query).value())
    if (view.state != service::InstanceState::Completed) {
      std::string line = "case " + view.business_key + " (" + service::to_string(view.key) +
                         ") has not come to its end; open:";
      const auto tasks = engine.tasks({.instance = view.key}).value().tasks;
      for (const service::TaskView& task : tasks) line += " " + task.element;
      const auto jobs = engine.jobs(view.key).value();
      for (const service::JobView& job : jobs) line += " " + job.element;
      const auto waits = engine.waiting(view.key).value();
      for (const service::WaitView& wait : waits) line += " " + wait.element;
      open.push_back(std::move(line));
    }
  return open;
}

}  // namespace umlauf::crash_test
