#include "tests/faults/office.hpp"

#include "tests/runtime/random_model.hpp"

namespace umlauf::tests {
namespace {

using service::Answer;
using service::Engine;

constexpr const char* kWorker = "post";
constexpr std::int64_t kMinute = 60'000;

std::string document(const std::string& content) {
  return R"(<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" )"
         R"(xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" )"
         R"(xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="urn:office" )"
         R"(xmlns:umlauf="https://umlauf.example/bpmn/1.0" )"
         R"(expressionLanguage="https://www.omg.org/spec/DMN/20191111/FEEL/">)" +
         content + "</definitions>";
}

std::string flow(const std::string& source, const std::string& target) {
  return "<sequenceFlow id=\"" + source + "-" + target + "\" sourceRef=\"" + source +
         "\" targetRef=\"" + target + "\"/>";
}

// A case that touches everything a commit may write: tasks, a job, a called process, an
// asynchronous point, a timer beside a task, a join.
std::string procedures() {
  std::string text =
      R"(<message id="msg" name="antrag"/><signal id="sig" name="feierabend"/>)"
      R"(<process id="antrag" isExecutable="true"><startEvent id="s"/>)"
      R"(<userTask id="pruefen"/><boundaryEvent id="frist" attachedToRef="pruefen" )"
      R"(cancelActivity="false"><timerEventDefinition><timeDuration>PT2H</timeDuration>)"
      R"(</timerEventDefinition></boundaryEvent><userTask id="erinnern"/><endEvent id="e1"/>)"
      R"(<parallelGateway id="g1"/>)"
      R"(<serviceTask id="brief" camunda:type="external" camunda:topic="brief"/>)"
      R"(<userTask id="akte" camunda:asyncBefore="true"/>)"
      R"(<callActivity id="unterakte" calledElement="teil"/>)"
      R"(<parallelGateway id="g2"/><endEvent id="e2"/>)";
  for (const auto& [source, target] :
       std::vector<std::pair<std::string, std::string>>{{"s", "pruefen"},
                                                        {"pruefen", "g1"},
                                                        {"frist", "erinnern"},
                                                        {"erinnern", "e1"},
                                                        {"g1", "brief"},
                                                        {"g1", "akte"},
                                                        {"g1", "unterakte"},
                                                        {"brief", "g2"},
                                                        {"akte", "g2"},
                                                        {"unterakte", "g2"},
                                                        {"g2", "e2"}})
    text += flow(source, target);
  text += R"(</process><process id="teil" isExecutable="true"><startEvent id="ts"/>)"
          R"(<userTask id="tt"/><endEvent id="te"/>)" +
          flow("ts", "tt") + flow("tt", "te") +
          R"(</process><process id="post" isExecutable="true"><startEvent id="ps">)"
          R"(<messageEventDefinition messageRef="msg"/></startEvent><userTask id="pt" )"
          R"(camunda:asyncBefore="true"/><endEvent id="pe"/>)" +
          flow("ps", "pt") + flow("pt", "pe") +
          R"(</process><process id="rundgang" isExecutable="true"><startEvent id="rs">)"
          R"(<timerEventDefinition><timeCycle>R/PT12H</timeCycle></timerEventDefinition>)"
          R"(</startEvent><eventBasedGateway id="rg"/><intermediateCatchEvent id="rc">)"
          R"(<signalEventDefinition signalRef="sig"/></intermediateCatchEvent>)"
          R"(<intermediateCatchEvent id="rt"><timerEventDefinition><timeDuration>PT20H)"
          R"(</timeDuration></timerEventDefinition></intermediateCatchEvent>)"
          R"(<endEvent id="re1"/><endEvent id="re2"/>)" +
          flow("rs", "rg") + flow("rg", "rc") + flow("rg", "rt") + flow("rc", "re1") +
          flow("rt", "re2") + "</process>";
  return document(text);
}

}  // namespace

Office::Office(std::uint64_t seed, service::ManualClock& clock, bool random_process)
    : random_(seed), clock_(clock), prefix_("k" + std::to_string(seed) + "-") {
  if (!random_process) return;
  random_document_ = document(std::string(runtime::test::kRandomRoots) +
                              R"(<process id="zufall" isExecutable="true" )"
                              R"(xmlns:zeebe="http://camunda.org/schema/zeebe/1.0">)" +
                              runtime::test::RandomModel(random_, {}).structured() + "</process>");
}

std::vector<service::Document> Office::documents() const {
  std::vector<service::Document> all = {{"procedures.bpmn", procedures()}};
  if (random_document_.empty()) return all;
  all.push_back({"random.bpmn", random_document_});
  all.push_back({"random.dmn", runtime::test::kRandomDecision});
  return all;
}

feel::Context Office::some_variables() {
  return feel::Context{{"n", static_cast<std::int64_t>(pick(4))},
                       {"items", runtime::test::random_items(random_)},
                       {"text", std::string(pick(8) == 0 ? 5'000 : pick(300), 'x')}};
}

Office::Order Office::order(service::Request request, Ledger::Kind kind,
                            service::ElementReference work) {
  Order made{prefix_ + std::to_string(++last_), std::move(request), {}};
  made.note.kind = kind;
  made.note.work = work;
  return made;
}

Office::Order Office::draw_start() {
  service::Start start;
  start.process = !random_document_.empty() && pick(2) == 0 ? "zufall" : "antrag";
  start.variables = some_variables();
  Order made = order(std::move(start), Ledger::Kind::Start);
  std::get<service::Start>(made.request).business_key = made.name;
  return made;
}

Office::Order Office::draw_work(Engine& engine) {
  service::TaskQuery query;
  query.limit = 30;
  const auto page = engine.tasks(query);
  if (!page || page->tasks.empty()) return draw_start();
  const service::TaskView& task = page->tasks[pick(page->tasks.size())];
  if (pick(6) == 0) {
    service::AssignTask assign{task.key, "ada"};
    return order(std::move(assign));
  }
  return order(service::CompleteTask{task.key, some_variables()}, Ledger::Kind::Work, task.key);
}

Office::Order Office::draw_job() {
  if (held_.empty() || pick(3) == 0)
    return order(service::ActivateJobs{{"brief", "j"}, kWorker, 5 * kMinute, 1 + pick(3)});
  const std::size_t position = pick(held_.size());
  const service::ElementReference job = held_[position];
  held_.erase(held_.begin() + static_cast<std::ptrdiff_t>(position));
  if (pick(4) == 0) {
    service::FailJob fail;
    fail.job = job;
    fail.message = "no paper";
    fail.retry_after_ms = static_cast<std::int64_t>(pick(3)) * kMinute;
    fail.worker = kWorker;
    return order(std::move(fail));
  }
  return order(service::CompleteJob{job, some_variables(), kWorker}, Ledger::Kind::Work, job);
}

Office::Order Office::draw_operation(Engine& engine) {
  service::InstanceQuery live;
  live.ended = false;
  live.limit = 50;
  const auto instances = engine.instances(live);
  if (!instances || instances->empty()) return draw_start();
  const service::InstanceKey key = (*instances)[pick(instances->size())].key;
  const auto incidents = engine.incidents(key);
  if (incidents && !incidents->empty()) {
    const service::ElementReference at = incidents->front().key;
    if (pick(2) == 0) return order(service::RetryIncident{at});
    return order(service::ResolveIncident{at});
  }
  switch (pick(5)) {
    case 0:
      return order(service::CancelInstance{key, "withdrawn"});
    case 1:
      return order(service::SuspendInstance{key});
    case 2:
      return order(service::ResumeInstance{key});
    default:
      return order(service::SetVariables{key, {}, some_variables()});
  }
}

Office::Order Office::draw(Engine& engine) {
  switch (pick(16)) {
    case 0:
    case 1:
    case 2:
      return draw_start();
    case 3: {
      service::Correlate message;
      const char* names[] = {"antrag", "m1", "a1", "a2"};
      message.message = names[pick(4)];
      message.variables = some_variables();
      message.all = pick(2) == 0;
      return order(std::move(message));
    }
    case 4:
      return order(service::Signal{pick(2) == 0 ? "feierabend"
                                   : pick(3)    ? "g1"
                                                : "g2",
                                   some_variables()});
    case 5:
    case 6:
      clock_.set({clock_.now().milliseconds + static_cast<std::int64_t>(pick(300)) * kMinute});
      return order(service::FireTimers{clock_.now(), 1 + pick(50)});
    case 7:
    case 8:
    case 9:
      return draw_job();
    case 10:
      return draw_operation(engine);
    default:
      return draw_work(engine);
  }
}

service::Caller Office::caller(const Order& order) const {
  service::Caller caller;
  caller.idempotency_key = order.name;
  return caller;
}

void Office::settle(Order order, const Result<Answer>& answer) {
  if (!answer && answer.error().code == ErrorCode::Storage) {
    order.note.outcome = Ledger::Outcome::Open;
    ledger.note(order.name, order.note);
    open_.push_back(std::move(order));
    return;
  }
  order.note.outcome = answer ? Ledger::Outcome::Kept : Ledger::Outcome::Refused;
  ledger.note(order.name, order.note);
  if (!answer) return;
  for (const service::ActivatedJob& job : answer->jobs) held_.push_back(job.key);
}

void Office::act(Engine& engine) {
  Order next = draw(engine);
  ledger.note(next.name, next.note);
  const auto answer = engine.execute(next.request, caller(next));
  settle(std::move(next), answer);
}

void Office::act_together(Engine& engine, std::size_t count) {
  std::vector<Order> others;
  for (std::size_t i = 0; i < count; ++i) {
    others.push_back(draw(engine));
    ledger.note(others.back().name, others.back().note);
  }
  Order first = draw(engine);
  ledger.note(first.name, first.note);
  // Whoever is called back stands between two commits: what it submits waits for the next one.
  service::Request request = first.request;
  const service::Caller by = caller(first);
  engine.submit(std::move(request), by, [&](Result<Answer> answer) {
    settle(std::move(first), answer);
    for (Order& other : others)
      engine.submit(other.request, caller(other),
                    [this, &other](Result<Answer> late) { settle(std::move(other), late); });
  });
}

void Office::repeat_open(Engine& engine) {
  std::vector<Order> open;
  std::swap(open, open_);
  for (Order& order : open) {
    const auto answer = engine.execute(order.request, caller(order));
    settle(std::move(order), answer);
  }
}

void Office::wind_down(Engine& engine, int rounds) {
  for (int round = 0; round < rounds; ++round) {
    service::TaskQuery query;
    query.limit = 1000;
    for (const auto& task : engine.tasks(query).value().tasks)
      (void)engine.execute(service::CompleteTask{task.key, some_variables()});
    for (const auto& job :
         engine.execute(service::ActivateJobs{{"brief", "j"}, "last", 1, 1000}).value().jobs)
      (void)engine.execute(service::CompleteJob{job.key, {}, "last"});
    clock_.set({clock_.now().milliseconds + 24 * 60 * kMinute});
    (void)engine.fire_timers(clock_.now());
  }
}

}  // namespace umlauf::tests
