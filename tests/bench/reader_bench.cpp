// How long reading takes: a process of 10,000 service tasks with its drawing, about 7 MB.
//   build/release/tests/bench/reader_bench
#include <benchmark/benchmark.h>

#include <string>

#include "engine/bpmn/reader.hpp"
#include "engine/verify/structure/structure.hpp"

namespace umlauf {
namespace {

std::string number(int value) { return std::to_string(value); }

// The tasks in one long row, as `../shared/bench/gen_models.py` makes them.
std::string model(int tasks) {
  std::string text =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<bpmn:definitions "
      "xmlns:bpmn=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" "
      "xmlns:bpmndi=\"http://www.omg.org/spec/BPMN/20100524/DI\" "
      "xmlns:dc=\"http://www.omg.org/spec/DD/20100524/DC\" "
      "xmlns:di=\"http://www.omg.org/spec/DD/20100524/DI\" "
      "xmlns:camunda=\"http://camunda.org/schema/1.0/bpmn\" id=\"defs\" "
      "targetNamespace=\"urn:bench\">\n  <bpmn:process id=\"p\" isExecutable=\"true\">\n"
      "    <bpmn:startEvent id=\"t0\"><bpmn:outgoing>f_t0_t1</bpmn:outgoing></bpmn:startEvent>\n";
  std::string flows;
  std::string drawing =
      "  <bpmndi:BPMNDiagram id=\"D\"><bpmndi:BPMNPlane id=\"P\" "
      "bpmnElement=\"p\">\n";
  for (int i = 1; i <= tasks + 1; ++i) {
    const std::string own = "t" + number(i);
    const std::string into = "f_t" + number(i - 1) + "_" + own;
    const std::string out = "f_" + own + "_t" + number(i + 1);
    const bool last = i > tasks;
    const std::string tag = last ? "endEvent" : "serviceTask";
    text += "    <bpmn:" + tag + " id=\"" + own + "\" name=\"" + own + "\"" +
            (last ? "" : " camunda:class=\"bench.Noop\"") + ">\n      <bpmn:incoming>" + into +
            "</bpmn:incoming>\n" +
            (last ? "" : "      <bpmn:outgoing>" + out + "</bpmn:outgoing>\n") +
            "    </bpmn:" + tag + ">\n";
    flows += "    <bpmn:sequenceFlow id=\"" + into + "\" sourceRef=\"t" + number(i - 1) +
             "\" targetRef=\"" + own + "\"/>\n";
    drawing += "    <bpmndi:BPMNShape id=\"" + own + "_di\" bpmnElement=\"" + own +
               "\"><dc:Bounds x=\"" + number(i % 100 * 150) + "\" y=\"" + number(i / 100 * 120) +
               "\" width=\"100\" height=\"80\"/></bpmndi:BPMNShape>\n    <bpmndi:BPMNEdge id=\"" +
               into + "_di\" bpmnElement=\"" + into + "\"><di:waypoint x=\"" + number(i) +
               "\" y=\"20\"/><di:waypoint x=\"" + number(i + 1) +
               "\" y=\"20\"/></bpmndi:BPMNEdge>\n";
  }
  return text + flows + "  </bpmn:process>\n" + drawing +
         "  </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>\n</bpmn:definitions>\n";
}

void parse_xml(benchmark::State& state) {
  const std::string bytes = model(static_cast<int>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(xml::Document::parse(bytes, "bench.bpmn"));
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * bytes.size()));
}

void read_bpmn(benchmark::State& state) {
  const std::string bytes = model(static_cast<int>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(bpmn::read(bytes, "bench.bpmn"));
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * bytes.size()));
}

void check_structure(benchmark::State& state) {
  const bpmn::Reading reading = bpmn::read(model(static_cast<int>(state.range(0))), "bench.bpmn");
  for (auto _ : state)
    benchmark::DoNotOptimize(
        verify::check_structure(reading.definitions, verify::Profile::Executable));
}

BENCHMARK(parse_xml)->Arg(10'000)->Unit(benchmark::kMillisecond);
BENCHMARK(read_bpmn)->Arg(100)->Arg(10'000)->Unit(benchmark::kMillisecond);
BENCHMARK(check_structure)->Arg(10'000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace umlauf
