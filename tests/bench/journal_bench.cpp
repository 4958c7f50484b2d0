// What the journal costs beside the engine: encryption, anchors, audits. In memory, one thread.
#include <benchmark/benchmark.h>

#include "adapters/memory/memory_store.hpp"
#include "engine/service/audit.hpp"
#include "engine/service/engine.hpp"

namespace {

using namespace umlauf;

constexpr const char* kModel = R"(<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="urn:t"
    expressionLanguage="https://www.omg.org/spec/DMN/20230324/FEEL/">
  <process id="antrag" isExecutable="true">
    <startEvent id="eingang" />
    <sequenceFlow id="f1" sourceRef="eingang" targetRef="pruefen" />
    <userTask id="pruefen" />
    <sequenceFlow id="f2" sourceRef="pruefen" targetRef="erledigt" />
    <endEvent id="erledigt" />
  </process>
</definitions>)";

struct Bench {
  explicit Bench(bool encrypts) {
    service::EngineOptions options;
    if (encrypts) options.master_key.emplace();
    engine = service::Engine::open(store, clock, options).value();
    engine->deploy({{"antrag.bpmn", kModel}}).value();
  }
  service::InstanceKey start() {
    service::Start request;
    request.process = "antrag";
    request.variables = {{"name", std::string(100, 'n')}, {"betrag", 120}};
    return engine->start(std::move(request)).value();
  }
  // The user task is the second element: the process scope is the first.
  void complete(service::InstanceKey key) {
    engine->complete_task({key, service::ElementKey(task)}, {{"ergebnis", true}}).value();
  }

  memory::MemoryStore store;
  service::ManualClock clock{{1'767'600'000'000}};
  std::unique_ptr<service::Engine> engine;
  std::uint64_t task = 2;
};

// Start and complete: two commands, each one commit.
void instance(benchmark::State& state) {
  Bench bench(state.range(0) != 0);
  {
    const auto key = bench.start();
    service::TaskQuery query;
    query.instance = key;
    bench.task = bench.engine->tasks(query).value().tasks.at(0).key.element.value();
  }
  for (auto _ : state) bench.complete(bench.start());
  state.SetItemsProcessed(state.iterations() * 2);
}
BENCHMARK(instance)->ArgName("encrypted")->Arg(0)->Arg(1);

void anchor(benchmark::State& state) {
  Bench bench(false);
  for (std::int64_t i = 0; i < state.range(0); ++i) bench.start();
  for (auto _ : state) benchmark::DoNotOptimize(bench.engine->anchor().value());
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(anchor)->ArgName("live")->Arg(10'000)->Unit(benchmark::kMillisecond);

void verify(benchmark::State& state) {
  Bench bench(false);
  for (std::int64_t i = 0; i < state.range(0); ++i) bench.start();
  bench.engine->anchor().value();
  for (auto _ : state) benchmark::DoNotOptimize(service::verify_audit(bench.store).value());
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(verify)->ArgName("rows")->Arg(10'000)->Unit(benchmark::kMillisecond);

}  // namespace
