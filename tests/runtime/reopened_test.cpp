// Two engines carry out the same requests; one of them is thrown away after each and opened anew on
// its store, as after a crash between two commits. Nobody can tell them apart.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "adapters/memory/memory_store.hpp"
#include "engine/service/engine.hpp"
#include "tests/runtime/random_model.hpp"

namespace umlauf::runtime::test {
namespace {

using service::Engine;

constexpr std::int64_t kBegin = 1'767'225'600'000;

// The pool of another process that a message begins and that sends one back: every event of the
// model that throws the message has a flow there.
std::string partner(const std::vector<std::string>& senders) {
  if (senders.empty()) return {};
  std::string text =
      R"(<collaboration id="co"><participant id="pp" processRef="p"/>)"
      R"(<participant id="pr" processRef="r"/><messageFlow id="mr" sourceRef="re" targetRef="pp"/>)";
  for (const std::string& sender : senders)
    text += "<messageFlow id=\"m" + sender + "\" sourceRef=\"" + sender + "\" targetRef=\"rs\"/>";
  return text + R"(</collaboration><process id="r" isExecutable="true"><startEvent id="rs">)"
                R"(<messageEventDefinition messageRef="msg1"/></startEvent><userTask id="rt"/>)"
                R"(<endEvent id="re"><messageEventDefinition messageRef="msg1"/></endEvent>)"
                R"(<sequenceFlow id="r1" sourceRef="rs" targetRef="rt"/>)"
                R"(<sequenceFlow id="r2" sourceRef="rt" targetRef="re"/></process>)";
}

std::string document(const std::string& elements, const std::string& beside) {
  // What the random models call: a task, and an error or an escalation by the value of n.
  const std::string called =
      R"(<process id="q" isExecutable="true"><startEvent id="qs"/><userTask id="qt"/>)"
      R"(<exclusiveGateway id="qx" default="q3"/><endEvent id="qe"/>)"
      R"(<endEvent id="qr"><errorEventDefinition errorRef="err1"/></endEvent>)"
      R"(<endEvent id="qc"><escalationEventDefinition escalationRef="esc1"/></endEvent>)"
      R"(<sequenceFlow id="q1" sourceRef="qs" targetRef="qt"/>)"
      R"(<sequenceFlow id="q2" sourceRef="qt" targetRef="qx"/>)"
      R"(<sequenceFlow id="q3" sourceRef="qx" targetRef="qe"/>)"
      R"(<sequenceFlow id="q4" sourceRef="qx" targetRef="qr"><conditionExpression )"
      R"(xsi:type="tFormalExpression">n = 1</conditionExpression></sequenceFlow>)"
      R"(<sequenceFlow id="q5" sourceRef="qx" targetRef="qc"><conditionExpression )"
      R"(xsi:type="tFormalExpression">n = 2</conditionExpression></sequenceFlow></process><globalUserTask id="g"/>)";
  return R"(<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" )"
         R"(xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="urn:test" )"
         R"(xmlns:umlauf="https://umlauf.example/bpmn/1.0" )"
         R"(xmlns:camunda="http://camunda.org/schema/1.0/bpmn" )"
         R"(xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" )"
         R"(expressionLanguage="https://www.omg.org/spec/DMN/20191111/FEEL/">)" +
         std::string(kRandomRoots) + R"(<process id="p" isExecutable="true">)" + elements +
         "</process>" + called + beside + "</definitions>";
}

// Keys of instances differ between the two, because a reopened engine reserves a new block of
// numbers; their order does not.
class World {
 public:
  explicit World(bool reopens) : reopens_(reopens) { open(); }

  std::string deploy(const std::string& text) {
    const auto deployed = engine_->deploy({{"random.bpmn", text}, {"random.dmn", kRandomDecision}});
    if (deployed) return {};
    std::string reasons;
    for (const Diagnostic& diagnostic : deployed.error().diagnostics)
      if (diagnostic.severity == Severity::Error) reasons += diagnostic.message.english + "; ";
    return reasons;
  }
  // The refusal, or "".
  std::string execute(service::Request request) {
    const auto answer = engine_->execute(std::move(request));
    if (reopens_) open();
    return answer ? std::string() : answer.error().message.english;
  }
  void advance(std::int64_t by_ms) {
    const calendar::Instant to{clock_.now().milliseconds + by_ms};
    EXPECT_TRUE(engine_->fire_timers(to, true).has_value());
    clock_.set(to);
    if (reopens_) open();
  }

  std::vector<service::InstanceView> instances() {
    service::InstanceQuery query;
    query.limit = 100'000;
    auto found = engine_->instances(query);
    std::sort(found->begin(), found->end(),
              [](const auto& a, const auto& b) { return a.key < b.key; });
    return *found;
  }
  Engine& engine() { return *engine_; }
  memory::MemoryStore& store() { return store_; }

  // All that can be seen from outside, with instances by their position.
  std::string seen() {
    const auto order = instances();
    std::map<service::InstanceKey, std::size_t> position;
    for (std::size_t i = 0; i < order.size(); ++i) position[order[i].key] = i;
    std::string text;
    const auto line = [&](const char* what, service::ElementReference key,
                          const std::string& rest) {
      text += std::string(what) + " " + std::to_string(position[key.instance]) + "." +
              std::to_string(key.element.value()) + " " + rest + "\n";
    };
    for (const auto& view : order)
      line("instance", {view.key, {}}, view.process + " " + std::string(to_string(view.state)));
    service::TaskQuery all;
    all.limit = 100'000;
    const auto tasks = engine_->tasks(all);
    for (const auto& task : tasks->tasks) line("task", task.key, task.element);
    for (const auto& wait : *engine_->waiting())
      line("wait", wait.key,
           wait.element + " " + wait.kind + " " + wait.name + " " +
               (wait.due ? std::to_string(wait.due->milliseconds) : ""));
    for (const auto& job : *engine_->jobs())
      line("job", job.key, job.element + " " + job.type + " " + std::to_string(job.retries));
    for (const auto& incident : *engine_->incidents())
      line("incident", incident.key, incident.element + " " + incident.message.english);
    const auto history = engine_->history();
    for (const auto& row : history->elements)
      line("row", {row.instance, {}},
           row.element + " " + row.state + " " + std::to_string(row.started.milliseconds));
    for (const auto& [flow, count] : history->flows)
      text += flow + ":" + std::to_string(count) + " ";
    return text;
  }

 private:
  void open() {
    engine_.reset();
    service::EngineOptions options;
    options.transitions_max = 1'000;
    auto opened = Engine::open(store_, clock_, options);
    ASSERT_TRUE(opened.has_value());
    engine_ = std::move(*opened);
  }

  bool reopens_;
  memory::MemoryStore store_;
  service::ManualClock clock_{calendar::Instant{kBegin}};
  std::unique_ptr<Engine> engine_;
};

class Pair {
 public:
  std::string deploy(const std::string& text) {
    const std::string refused = stays_.deploy(text);
    EXPECT_EQ(refused, reopens_.deploy(text));
    return refused;
  }

  // One thing that could be done now, to both; false where nothing is left.
  bool act(std::mt19937_64& random) {
    order_ = {stays_.instances(), reopens_.instances()};
    const std::uint64_t kind = random() % 12;
    const auto number = static_cast<std::int64_t>(random() % 4);
    if (kind == 0) {
      const auto hours = static_cast<std::int64_t>(1 + random() % 3);
      stays_.advance(hours * 3'600'000);
      reopens_.advance(hours * 3'600'000);
      return true;
    }
    if (kind == 1) {
      const char* signal = random() % 4 ? "g1" : "g2";
      return both(random, [signal](auto) { return service::Signal{signal, {}}; });
    }
    if (kind == 2) {
      const feel::Context values{{"n", number}, {"items", random_items(random)}};
      return both(random, [&values](service::InstanceKey key) {
        return service::SetVariables{key, {}, values, {}};
      });
    }
    if (kind == 3) {
      const char* names[] = {"m1", "m1", "a1", "a2"};
      const char* name = names[random() % 4];
      const bool of_case = name[0] == 'a' && random() % 4 != 0;
      return both(random, [name, of_case, number](service::InstanceKey key) {
        service::Correlate message;
        message.message = name;
        if (of_case) message.keys = {{"case", number % 2}};
        if (name[0] == 'm') message.instance = key;
        message.all = true;
        return message;
      });
    }
    if (kind == 4 && random() % 6 == 0) {
      const feel::Context values{{"n", number}, {"items", random_items(random)}};
      return both(random, [&values](auto) { return service::EvaluateStartConditions{values}; });
    }
    if (kind == 4 && random() % 8 == 0) return modify(random);
    if (kind == 4 && random() % 16 == 0)
      return both(random, [](service::InstanceKey key) {
        return service::CancelInstance{key, "no longer needed"};
      });
    if (kind == 4 && random() % 4 == 0)
      return both(random, [](service::InstanceKey key) { return service::SuspendInstance{key}; });
    if (kind == 5)
      return both(random, [](service::InstanceKey key) { return service::ResumeInstance{key}; });
    return act_on_element(random, number);
  }

  void compare() {
    const std::string seen = stays_.seen();
    EXPECT_EQ(seen, reopens_.seen());
    for (World* world : {&stays_, &reopens_}) {
      const auto findings = service::check_store(world->store());
      ASSERT_TRUE(findings.has_value());
      for (const service::Finding& finding : *findings)
        ADD_FAILURE() << finding.message.english << "\n" << seen;
    }
  }
  bool live() {
    const auto all = stays_.instances();
    return std::any_of(all.begin(), all.end(), [](const auto& view) { return !view.ended; });
  }
  void start(std::mt19937_64& random, RandomModel::Beginning how) {
    const feel::Context variables{{"n", static_cast<std::int64_t>(random() % 4)},
                                  {"items", random_items(random)}};
    service::Correlate message;
    message.message = "a1";
    message.keys = {{"case", static_cast<std::int64_t>(random() % 2)}};
    message.variables = variables;
    service::Start request;
    request.process = "p";
    request.variables = variables;
    for (World* world : {&stays_, &reopens_}) switch (how) {
        case RandomModel::Beginning::Message:
          refusals_.push_back(world->execute(message));
          break;
        case RandomModel::Beginning::Condition:
          refusals_.push_back(world->execute(service::EvaluateStartConditions{variables}));
          break;
        case RandomModel::Beginning::Plain:
          refusals_.push_back(world->execute(request));
      }
    same_refusal();
  }

 private:
  void same_refusal() {
    ASSERT_EQ(refusals_.size(), 2u);
    EXPECT_EQ(refusals_[0], refusals_[1]);
    refusals_.clear();
  }
  template <typename Make>
  bool both(std::mt19937_64& random, Make make) {
    if (order_[0].empty()) return false;
    const std::size_t position = random() % order_[0].size();
    if (order_[1].size() != order_[0].size()) return false;
    refusals_ = {stays_.execute(make(order_[0][position].key)),
                 reopens_.execute(make(order_[1][position].key))};
    same_refusal();
    return true;
  }
  // An operator moves a token from a task to one that the model has somewhere.
  bool modify(std::mt19937_64& random) {
    const auto tasks = stays_.engine().tasks();
    if (tasks->tasks.empty()) return true;
    const auto& from = tasks->tasks[random() % tasks->tasks.size()];
    const auto& to = tasks->tasks[random() % tasks->tasks.size()];
    const std::size_t position = position_of(from.key.instance);
    if (order_[1].size() != order_[0].size()) return false;
    for (std::size_t world = 0; world < 2; ++world) {
      service::ModifyInstance request;
      request.instance = order_[world][position].key;
      request.cancel_activations = {from.key.element};
      request.begin_before.push_back({to.element, {}, {}});
      refusals_.push_back((world == 0 ? stays_ : reopens_).execute(std::move(request)));
    }
    same_refusal();
    return true;
  }
  std::size_t position_of(service::InstanceKey key) const {
    const auto found = std::find_if(order_[0].begin(), order_[0].end(),
                                    [key](const auto& view) { return view.key == key; });
    return static_cast<std::size_t>(found - order_[0].begin());
  }
  // What a worker does with its job.
  static service::Request do_job(const service::ElementReference& at, std::uint64_t how,
                                 std::int64_t number) {
    if (how == 0) return service::ThrowJobError{at, "r1", {}, {}, {}};
    if (how == 1) return service::ThrowJobEscalation{at, "c1", {}, {}};
    if (how > 3) return service::CompleteJob{at, feel::Context{{"n", number}}, {}};
    service::FailJob failed;
    failed.job = at;
    failed.message = "broken";
    if (how == 2) failed.retries = 0;
    if (how == 3) failed.retry_after_ms = 3'600'000;
    return failed;
  }
  // A task, a job, a wait that is triggered by hand, or an incident.
  bool act_on_element(std::mt19937_64& random, std::int64_t number) {
    std::vector<std::pair<char, service::ElementReference>> choices;
    const auto tasks = stays_.engine().tasks();
    for (const auto& task : tasks->tasks) choices.emplace_back('t', task.key);
    for (const auto& job : *stays_.engine().jobs()) choices.emplace_back('j', job.key);
    for (const auto& incident : *stays_.engine().incidents())
      choices.emplace_back(random() % 2 ? 'r' : 's', incident.key);
    for (const auto& wait : *stays_.engine().waiting())
      if (wait.kind == "receive" || wait.kind == "adhoc") choices.emplace_back('w', wait.key);
    if (choices.empty()) return true;
    const auto [what, key] = choices[random() % choices.size()];
    const std::size_t position = position_of(key.instance);
    const std::uint64_t how = random() % 6;
    const auto request = [&](std::size_t world) -> service::Request {
      const service::ElementReference at{order_[world][position].key, key.element};
      if (what == 't' && how == 0) return service::AssignTask{at, number == 0 ? "" : "mila"};
      if (what == 't') return service::CompleteTask{at, feel::Context{{"n", number}}};
      if (what == 'j') return do_job(at, how, number);
      if (what == 'r') return service::RetryIncident{at};
      if (what == 's') return service::ResolveIncident{at};
      return service::Trigger{at, {}};
    };
    if (order_[1].size() != order_[0].size()) return false;
    refusals_ = {stays_.execute(request(0)), reopens_.execute(request(1))};
    same_refusal();
    return true;
  }

  World stays_{false};
  World reopens_{true};
  std::array<std::vector<service::InstanceView>, 2> order_;
  std::vector<std::string> refusals_;
};

TEST(ReopenedEngine, BehavesAsIfNothingHadHappened) {
  const std::uint64_t seed = first_seed(90260105);
  const std::uint64_t count = number_of_cases(40);
  for (std::uint64_t run = 0; run < count; ++run) {
    std::mt19937_64 random(seed + run);
    RandomModel model(random, {.calls = true});
    const std::string elements = run % 2 ? model.structured() : model.unstructured();
    SCOPED_TRACE("seed " + std::to_string(seed + run) + "\n" + elements);
    Pair pair;
    ASSERT_EQ(pair.deploy(document(elements, partner(model.senders()))), "");
    pair.start(random, model.beginning());
    for (int i = 0; i < 30 && pair.live(); ++i) {
      pair.act(random);
      pair.compare();
      if (::testing::Test::HasFailure()) return;
    }
  }
}

}  // namespace
}  // namespace umlauf::runtime::test
