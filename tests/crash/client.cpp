#include "tests/crash/client.hpp"

#include <algorithm>

#include "engine/feel/json.hpp"

namespace umlauf::crash_test {
namespace {

constexpr std::size_t kCasesOpen = 4;

std::string text(const feel::Value& value, const std::string& member) {
  const feel::Value* found = value.member(member);
  return found != nullptr && found->string() != nullptr ? *found->string() : std::string();
}

std::vector<service::InstanceKey> instances_of(const feel::Value& answer) {
  std::vector<service::InstanceKey> instances;
  const auto add = [&instances](const std::string& name) {
    if (const auto key = service::parse_instance_key(name)) instances.push_back(*key);
  };
  add(text(answer, "instance"));
  if (const feel::Value* list = answer.member("instances"); list != nullptr && list->list())
    for (const feel::Value& each : *list->list())
      if (each.string() != nullptr) add(*each.string());
  return instances;
}

}  // namespace

Client::Client(std::string name, const std::string& record_path, std::uint64_t seed)
    : name_(std::move(name)), record_(record_path), random_(seed) {}

std::size_t Client::below(std::size_t bound) {
  return std::uniform_int_distribution<std::size_t>(0, bound - 1)(random_);
}

void Client::work(Program& program) {
  if (!send_pending(program)) return;
  while (step(program)) continue;
}

bool Client::finish(Program& program) {
  if (!send_pending(program)) return false;
  while (!cases_.empty())
    if (!advance_case(program, below(cases_.size()))) return false;
  return broadcast(program) && fire_timers(program);
}

bool Client::step(Program& program) {
  const std::size_t dice = below(10);
  if (dice == 0) return fire_timers(program);
  if (dice == 1) return broadcast(program);
  if (cases_.empty() || (dice < 5 && cases_.size() < kCasesOpen)) return begin_case(program);
  return advance_case(program, below(cases_.size()));
}

std::optional<feel::Value> Client::ask(Program& program, feel::Context request) {
  auto answer = program.ask(request);
  if (!answer) return std::nullopt;
  const feel::Value* ok = answer->member("ok");
  if (ok == nullptr || !ok->is_true())
    complaints_.push_back(name_ + " asked " + feel::to_json(feel::Value(std::move(request))) +
                          " and was told " + feel::to_json(*answer));
  return answer;
}

// On disk before the program hears of it.
bool Client::send(Program& program, Pending pending) {
  pending.key = name_ + "-" + std::to_string(++count_);
  pending.request.put("idempotencyKey", pending.key);
  const std::string business_key = pending.kind == "signal" ? "-" : cases_[pending.at].business_key;
  record_.sent(pending.key, pending.kind, business_key);
  pending_ = std::move(pending);
  return send_pending(program);
}

bool Client::send_pending(Program& program) {
  if (!pending_) return true;
  const auto answer = ask(program, pending_->request);
  if (!answer) return false;
  settle(*answer);
  return true;
}

void Client::settle(const feel::Value& answer) {
  const Pending done = std::move(*pending_);
  pending_.reset();
  record_.acknowledged(done.key, instances_of(answer));
  if (done.kind == "signal") return;
  Case& its = cases_[done.at];
  if (done.kind == "start")
    its.instance = text(answer, "instance");
  else
    std::erase(its.open, done.kind);
  if (its.open.empty()) cases_.erase(cases_.begin() + static_cast<std::ptrdiff_t>(done.at));
}

bool Client::begin_case(Program& program) {
  Case& begun = cases_.emplace_back();
  begun.business_key = name_ + "-case-" + std::to_string(count_ + 1);
  begun.open = {"task", "job", "message"};
  return send(program,
              {{},
               "start",
               {{"op", "start"}, {"process", "mixed"}, {"businessKey", begun.business_key}},
               cases_.size() - 1});
}

bool Client::advance_case(Program& program, std::size_t at) {
  const Case& its = cases_[at];
  const std::string what = its.open[below(its.open.size())];
  const feel::Context variables{{what, its.business_key}};
  if (what == "message")
    return send(program, {{},
                          what,
                          {{"op", "correlate"},
                           {"message", "paid"},
                           {"businessKey", its.business_key},
                           {"variables", feel::Value(variables)}},
                          at});
  if (its.keys.empty() && !look(program, at)) return false;
  const auto key = its.keys.find(what);
  if (key == its.keys.end()) {
    complaints_.push_back(name_ + ": case " + its.business_key + " has no " + what);
    return false;
  }
  feel::Context request{{"op", what == "task" ? "complete" : "job"},
                        {"key", key->second},
                        {"variables", feel::Value(variables)}};
  if (what == "job") request.put("action", "complete");
  return send(program, {{}, what, std::move(request), at});
}

// Which task and which job the case has.
bool Client::look(Program& program, std::size_t at) {
  Case& its = cases_[at];
  const auto answer = ask(program, {{"op", "state"}, {"instance", its.instance}});
  if (!answer) return false;
  const auto note = [&](const std::string& what) {
    const feel::Value* list = answer->member(what + "s");
    if (list != nullptr && list->list() != nullptr && !list->list()->empty())
      its.keys[what] = text(list->list()->front(), "key");
  };
  note("task");
  note("job");
  return true;
}

bool Client::broadcast(Program& program) {
  return send(program, {{}, "signal", {{"op", "signal"}, {"name", "go"}}, 0});
}

// Firing is not repeated: what is due stays due.
bool Client::fire_timers(Program& program) { return ask(program, {{"op", "advance"}}).has_value(); }

}  // namespace umlauf::crash_test
