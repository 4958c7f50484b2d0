// What a step costs by itself: no store, no journal bytes, one thread.
#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "engine/bpmn/reader.hpp"
#include "engine/definition/compile.hpp"
#include "engine/runtime/codec.hpp"
#include "engine/runtime/step.hpp"

namespace {

using namespace umlauf;
using runtime::ElementInstance;
using runtime::ElementKey;

definition::ProcessDefinitionPtr compiled(const std::string& elements) {
  const std::string text =
      R"(<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" )"
      R"(xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="urn:bench" )"
      R"(expressionLanguage="https://www.omg.org/spec/DMN/20191111/FEEL/">)"
      R"(<process id="p" isExecutable="true">)" +
      elements + "</process></definitions>";
  std::vector<bpmn::Definitions> documents;
  documents.push_back(bpmn::read(text, "bench.bpmn").definitions);
  (void)bpmn::link(documents);
  return definition::compile(documents).processes.at(0);
}

std::string flow(const std::string& from, const std::string& to, const std::string& rest = "") {
  return "<sequenceFlow id=\"" + from + "-" + to + "\" sourceRef=\"" + from + "\" targetRef=\"" +
         to + "\">" + rest + "</sequenceFlow>";
}

runtime::Request start_request() {
  runtime::StartInstance start;
  start.instance = runtime::InstanceKey(1);
  start.definition = runtime::DefinitionKey(1);
  start.variables.set("amount", 70);
  return {start, {}};
}

// w1: start, five service tasks without implementation, an exclusive gateway, end.
void w1(benchmark::State& state) {
  std::string elements =
      "<startEvent id=\"s\"/><endEvent id=\"e\"/>"
      "<exclusiveGateway id=\"g\" default=\"g-s4b\"/>";
  for (const char* id : {"s1", "s2", "s3", "s4a", "s4b", "s5"})
    elements += "<serviceTask id=\"" + std::string(id) + "\"/>";
  elements += flow("s", "s1") + flow("s1", "s2") + flow("s2", "s3") + flow("s3", "g") +
              flow("g", "s4a",
                   "<conditionExpression xsi:type=\"tFormalExpression\">amount &gt; "
                   "50</conditionExpression>") +
              flow("g", "s4b") + flow("s4a", "s5") + flow("s4b", "s5") + flow("s5", "e");
  const auto definition = compiled(elements);
  const runtime::Request start = start_request();
  runtime::Workspace workspace;
  const runtime::StepContext context;
  for (auto _ : state) {
    runtime::ProcessInstance instance;
    auto outcome = runtime::step(*definition, instance, start, context, workspace);
    if (!outcome || !instance.header.has_ended()) state.SkipWithError("did not end");
    benchmark::DoNotOptimize(instance);
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(w1);

// Completing one of many parallel instances: the time must not depend on how many are left.
void complete_one_of(benchmark::State& state) {
  const auto definition = compiled(
      "<startEvent id=\"s\"/><userTask id=\"t\"><multiInstanceLoopCharacteristics>"
      "<loopCardinality xsi:type=\"tFormalExpression\">" +
      std::to_string(state.range(0)) +
      "</loopCardinality></multiInstanceLoopCharacteristics></userTask>" + flow("s", "t"));
  runtime::Workspace workspace;
  runtime::StepContext context;
  runtime::ProcessInstance begun;
  if (!runtime::step(*definition, begun, start_request(), context, workspace))
    return state.SkipWithError("did not start");
  std::vector<ElementKey> tasks;
  runtime::ProcessInstance instance;
  for (auto _ : state) {
    if (tasks.size() < static_cast<std::size_t>(state.range(0)) / 2 + 1) {
      state.PauseTiming();
      instance = begun;
      tasks.clear();
      instance.for_each([&](const ElementInstance& record) {
        if (record.role == runtime::Role::Activity) tasks.push_back(record.key);
      });
      state.ResumeTiming();
    }
    auto outcome =
        runtime::step(*definition, instance, {runtime::CompleteTask{tasks.back(), {}, false}, {}},
                      context, workspace);
    if (!outcome) return state.SkipWithError("did not complete");
    tasks.pop_back();
  }
}
BENCHMARK(complete_one_of)->Arg(100)->Arg(1'000)->Arg(10'000);

// The row of the journal of one w1 instance, there and back.
void journal_row(benchmark::State& state) {
  const auto definition = compiled("<startEvent id=\"s\"/><userTask id=\"t\"/>" + flow("s", "t"));
  runtime::Workspace workspace;
  runtime::ProcessInstance instance;
  auto outcome = runtime::step(*definition, instance, start_request(), {}, workspace);
  std::string bytes;
  for (auto _ : state) {
    bytes.clear();
    runtime::append(bytes, outcome->events);
    benchmark::DoNotOptimize(runtime::decode_events(bytes));
  }
  state.counters["bytes"] = static_cast<double>(bytes.size());
}
BENCHMARK(journal_row);

}  // namespace
