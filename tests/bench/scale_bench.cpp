// BPMN at scale, through the engine and a store in memory: each line of one name should cost the
// same per item, however many there are (counter `per_item`).
#include <benchmark/benchmark.h>

#include <algorithm>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "adapters/memory/memory_store.hpp"
#include "engine/service/engine.hpp"

namespace {

using namespace umlauf;

std::string flow(const std::string& from, const std::string& to) {
  return "<sequenceFlow id=\"" + from + "-" + to + "\" sourceRef=\"" + from + "\" targetRef=\"" +
         to + "\"/>";
}

std::string document(const std::string& elements, const std::string& signal) {
  return R"(<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" )"
         R"(xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="urn:bench" )"
         R"(expressionLanguage="https://www.omg.org/spec/DMN/20191111/FEEL/">)"
         R"(<signal id="sig" name=")" +
         signal + R"("/><process id="p" isExecutable="true">)" + elements +
         "</process></definitions>";
}

struct World {
  memory::MemoryStore store;
  service::ManualClock clock{calendar::Instant{1'767'225'600'000}};
  std::unique_ptr<service::Engine> engine;

  explicit World(const std::string& elements, const std::string& signal = "flood") {
    service::EngineOptions options;
    options.transitions_max = 100'000;
    auto opened = service::Engine::open(store, clock, options);
    if (opened) engine = std::move(*opened);
    auto deployed = engine->deploy({{"bench.bpmn", document(elements, signal)}});
    if (!deployed) engine.reset();
  }
  service::InstanceKey start() {
    service::Start request;
    request.process = "p";
    const auto key = engine->start(std::move(request));
    return key ? *key : service::InstanceKey();
  }
};

void per_item(benchmark::State& state, std::int64_t items) {
  state.counters["per_item"] =
      benchmark::Counter(static_cast<double>(items), benchmark::Counter::kIsIterationInvariantRate |
                                                         benchmark::Counter::kInvert);
}

// One of so many parallel instances is completed; the time does not depend on how many there are.
void complete_one_instance(benchmark::State& state) {
  World world(
      "<startEvent id=\"s\"/><userTask id=\"t\"><multiInstanceLoopCharacteristics>"
      "<loopCardinality xsi:type=\"tFormalExpression\">" +
      std::to_string(state.range(0)) +
      "</loopCardinality></multiInstanceLoopCharacteristics></userTask><endEvent id=\"e\"/>" +
      flow("s", "t") + flow("t", "e"));
  if (!world.engine || !world.start().valid()) return state.SkipWithError("did not start");
  std::vector<service::TaskView> tasks;
  for (auto _ : state) {
    if (tasks.empty()) {
      state.PauseTiming();
      service::TaskQuery query;
      query.limit = 100;
      const auto page = world.engine->tasks(query);
      if (page) tasks = page->tasks;
      if (tasks.size() < 100 && !world.start().valid()) return state.SkipWithError("no start");
      state.ResumeTiming();
      if (tasks.empty()) continue;
    }
    if (!world.engine->complete_task(tasks.back().key))
      return state.SkipWithError("did not complete");
    tasks.pop_back();
  }
}
BENCHMARK(complete_one_instance)->Arg(100)->Arg(1'000)->Arg(10'000);

// The same where 10,000 tasks are open in all, in instances of so many, and come in any order: what
// is left of the difference is that of memory that has not been touched for long.
void complete_one_of_10000(benchmark::State& state) {
  constexpr std::int64_t kAll = 10'000;
  World world(
      "<startEvent id=\"s\"/><userTask id=\"t\"><multiInstanceLoopCharacteristics>"
      "<loopCardinality xsi:type=\"tFormalExpression\">" +
      std::to_string(state.range(0)) +
      "</loopCardinality></multiInstanceLoopCharacteristics></userTask><endEvent id=\"e\"/>" +
      flow("s", "t") + flow("t", "e"));
  if (!world.engine) return state.SkipWithError("not deployed");
  for (std::int64_t i = 0; i < kAll; i += state.range(0)) world.start();
  service::TaskQuery query;
  query.limit = kAll;
  auto page = world.engine->tasks(query);
  if (!page || page->tasks.size() != kAll) return state.SkipWithError("not 10,000 tasks");
  std::vector<service::TaskView> tasks = std::move(page->tasks);
  std::mt19937_64 random(1);
  std::shuffle(tasks.begin(), tasks.end(), random);
  for (auto _ : state) {
    if (!world.engine->complete_task(tasks.back().key))
      return state.SkipWithError("did not complete");
    tasks.pop_back();
  }
}
BENCHMARK(complete_one_of_10000)->Arg(10)->Arg(100)->Arg(1'000)->Arg(10'000)->Iterations(10'000);

// A task within so many subprocesses is reached and completed.
void nested_subprocesses(benchmark::State& state) {
  const std::int64_t depth = state.range(0);
  std::string inner = "<startEvent id=\"s\"/><userTask id=\"t\"/><endEvent id=\"e\"/>" +
                      flow("s", "t") + flow("t", "e");
  for (std::int64_t i = 1; i < depth; ++i) {
    const std::string n = std::to_string(i);
    inner = "<startEvent id=\"s" + n + "\"/><subProcess id=\"u" + n + "\">" + inner +
            "</subProcess><endEvent id=\"e" + n + "\"/>" + flow("s" + n, "u" + n) +
            flow("u" + n, "e" + n);
  }
  World world(inner);
  if (!world.engine) return state.SkipWithError("not deployed");
  for (auto _ : state) {
    world.start();
    const auto page = world.engine->tasks();
    if (!page || page->tasks.size() != 1 || !world.engine->complete_task(page->tasks[0].key))
      return state.SkipWithError("not one task");
  }
  per_item(state, depth);
}
BENCHMARK(nested_subprocesses)->Arg(25)->Arg(50)->Arg(100)->Arg(200);

// A process calls itself so deep, then each call returns.
void call_chain(benchmark::State& state) {
  World world(
      "<startEvent id=\"s\"/><exclusiveGateway id=\"g\" default=\"g-e\"/>"
      "<scriptTask id=\"count\" scriptFormat=\"application/feel\"><script>{n: n - 1}</script>"
      "</scriptTask><callActivity id=\"c\" calledElement=\"p\"><ioSpecification>"
      "<dataInput id=\"in\" name=\"n\"/><inputSet><dataInputRefs>in</dataInputRefs></inputSet>"
      "<outputSet/></ioSpecification><dataInputAssociation><sourceRef>n</sourceRef>"
      "<targetRef>in</targetRef></dataInputAssociation></callActivity><endEvent id=\"e\"/>"
      "<dataObject id=\"n\" name=\"n\"/>" +
      flow("s", "g") +
      "<sequenceFlow id=\"g-count\" sourceRef=\"g\" targetRef=\"count\">"
      "<conditionExpression xsi:type=\"tFormalExpression\">n &gt; 1</conditionExpression>"
      "</sequenceFlow>" +
      flow("g", "e") + flow("count", "c") + flow("c", "e"));
  if (!world.engine) return state.SkipWithError("not deployed");
  for (auto _ : state) {
    service::Start request;
    request.process = "p";
    request.variables.put("n", state.range(0));
    const auto key = world.engine->start(std::move(request));
    if (!key) return state.SkipWithError("did not start");
    const auto view = world.engine->instance(*key);
    if (!view || view->state != service::InstanceState::Completed)
      return state.SkipWithError("did not end");
  }
  per_item(state, state.range(0));
}
BENCHMARK(call_chain)->Arg(25)->Arg(50)->Arg(100);

// So many timers at one task begin to wait and fire, one after the other.
void boundary_timers(benchmark::State& state) {
  std::string elements = "<startEvent id=\"s\"/><userTask id=\"t\"/><endEvent id=\"e\"/>" +
                         flow("s", "t") + flow("t", "e");
  for (std::int64_t i = 1; i <= state.range(0); ++i) {
    const std::string n = std::to_string(i);
    elements += "<boundaryEvent id=\"b" + n +
                "\" attachedToRef=\"t\" cancelActivity=\"false\"><timerEventDefinition>"
                "<timeDuration>PT" +
                n + "S</timeDuration></timerEventDefinition></boundaryEvent>" + flow("b" + n, "e");
  }
  World world(elements);
  if (!world.engine) return state.SkipWithError("not deployed");
  for (auto _ : state) {
    world.start();
    const calendar::Instant end{world.clock.now().milliseconds + state.range(0) * 1000};
    const auto fired = world.engine->fire_timers(end, true);
    if (!fired || fired->size() != static_cast<std::size_t>(state.range(0)))
      return state.SkipWithError("not all have fired");
    world.clock.set(end);
  }
  per_item(state, state.range(0));
}
BENCHMARK(boundary_timers)->Arg(10)->Arg(100)->Arg(1'000);

// A signal for which so many instances wait.
void signal_receivers(benchmark::State& state) {
  World world(
      "<startEvent id=\"s\"/><intermediateCatchEvent id=\"c\"><signalEventDefinition "
      "signalRef=\"sig\"/></intermediateCatchEvent><endEvent id=\"e\"/>" +
      flow("s", "c") + flow("c", "e"));
  if (!world.engine) return state.SkipWithError("not deployed");
  for (auto _ : state) {
    state.PauseTiming();
    for (std::int64_t i = 0; i < state.range(0); ++i) world.start();
    state.ResumeTiming();
    if (!world.engine->execute(service::Signal{"flood", {}}))
      return state.SkipWithError("not sent");
    world.engine->flush();
    const auto waiting = world.engine->waiting();
    if (!waiting || !waiting->empty()) return state.SkipWithError("somebody still waits");
  }
  per_item(state, state.range(0));
}
BENCHMARK(signal_receivers)->Arg(100)->Arg(1'000)->Arg(10'000)->Iterations(3);

// The same where 10,000 instances wait in all, for signals that so many wait for each.
void signal_receivers_of_10000(benchmark::State& state) {
  constexpr std::int64_t kAll = 10'000;
  World world(
      "<startEvent id=\"s\"/><intermediateCatchEvent id=\"c\"><signalEventDefinition "
      "signalRef=\"sig\"/></intermediateCatchEvent><endEvent id=\"e\"/>" +
          flow("s", "c") + flow("c", "e"),
      "=topic");
  if (!world.engine) return state.SkipWithError("not deployed");
  const std::int64_t topics = kAll / state.range(0);
  const auto topic = [&](std::int64_t i) { return "topic " + std::to_string(i % topics); };
  const auto start = [&](std::int64_t i) {
    service::Start request;
    request.process = "p";
    request.variables.put("topic", topic(i));
    (void)world.engine->start(std::move(request));
  };
  for (std::int64_t i = 0; i < kAll; ++i) start(i);
  std::int64_t turn = 0;
  for (auto _ : state) {
    if (!world.engine->execute(service::Signal{topic(turn), {}}))
      return state.SkipWithError("not sent");
    world.engine->flush();
    state.PauseTiming();
    const auto waiting = world.engine->waiting();
    if (!waiting || waiting->size() != kAll - static_cast<std::size_t>(state.range(0)))
      return state.SkipWithError("not all have it");
    for (std::int64_t i = 0; i < state.range(0); ++i) start(turn);
    ++turn;
    state.ResumeTiming();
  }
  per_item(state, state.range(0));
}
BENCHMARK(signal_receivers_of_10000)->Arg(100)->Arg(1'000)->Arg(10'000)->Iterations(3);

}  // namespace
