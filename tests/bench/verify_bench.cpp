// From the bytes of a BPMN document to its verdict, one thread. Beside the checkout the models of
// ../shared/verify are read as a corpus, where they are present.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "engine/bpmn/reader.hpp"
#include "engine/definition/compile.hpp"
#include "engine/dmn/read.hpp"
#include "engine/verify/decision_tables.hpp"
#include "engine/verify/structure/structure.hpp"
#include "engine/verify/verify.hpp"

namespace {

using namespace umlauf;

class Model {
 public:
  std::string node(const char* kind) {
    const std::string id = "n" + std::to_string(++nodes_);
    body_ += "<" + std::string(kind) + " id=\"" + id + "\"/>";
    return id;
  }
  void flow(const std::string& from, const std::string& to) {
    body_ += "<sequenceFlow id=\"f" + std::to_string(++flows_) + "\" sourceRef=\"" + from +
             "\" targetRef=\"" + to + "\"/>";
  }
  int nodes() const { return nodes_; }
  std::string document() const {
    return "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" id=\"d\" "
           "targetNamespace=\"urn:bench\"><process id=\"p\" isExecutable=\"false\">" +
           body_ + "</process></definitions>";
  }

 private:
  std::string body_;
  int nodes_ = 0, flows_ = 0;
};

std::string tasks(Model& model, std::string from, int count) {
  for (; count > 0; --count) {
    const std::string task = model.node("userTask");
    model.flow(from, task);
    from = task;
  }
  return from;
}

std::string block(Model& model, const std::string& from, const char* kind, int branches,
                  int length) {
  const std::string split = model.node(kind), join = model.node(kind);
  model.flow(from, split);
  for (int i = 0; i < branches; ++i) model.flow(tasks(model, split, length), join);
  return join;
}

// Nested blocks and loops of random kinds and sizes.
std::string structured(Model& model, std::string from, int size, std::mt19937& random,
                       bool inclusive) {
  static constexpr const char* kKinds[] = {"parallelGateway", "exclusiveGateway",
                                           "inclusiveGateway"};
  while (size > 0) {
    if (size < 6 || random() % 3 == 0) {
      from = tasks(model, from, 1);
      --size;
      continue;
    }
    const char* kind = kKinds[random() % (inclusive ? 3 : 2)];
    const int branches = static_cast<int>(2 + random() % 3);
    const int inner = std::min(size - 2, branches + static_cast<int>(random() % 20));
    const std::string split = model.node(kind), join = model.node(kind);
    model.flow(from, split);
    for (int i = 0; i < branches; ++i)
      model.flow(structured(model, split, std::max(1, inner / branches), random, inclusive), join);
    from = join;
    size -= inner + 2;
  }
  return from;
}

template <typename Content>
std::string whole(Content content) {
  Model model;
  const std::string last = content(model, model.node("startEvent"));
  model.flow(last, model.node("endEvent"));
  return model.document();
}

// What `umlauf check` does: read, look at the structure, compile, prove.
verify::Verification check(const std::string& document, verify::BehaviorCache* cache = nullptr) {
  std::vector<bpmn::Definitions> models;
  models.push_back(bpmn::read(document, "bench.bpmn").definitions);
  bpmn::link(models);
  benchmark::DoNotOptimize(verify::check_structure(models.front(), verify::Profile::Draft));
  const definition::Compilation compilation = definition::compile(models);
  verify::Options options;
  options.profile = verify::Profile::Draft;
  options.cache = cache;
  return verify::verify(compilation.processes, options);
}

void run(benchmark::State& state, const std::string& document) {
  for (auto _ : state) {
    const verify::Verification verification = check(document);
    if (verification.processes.empty() ||
        verification.processes.front().option_to_complete != verify::Verdict::Proved)
      state.SkipWithError("not proved");
  }
}

void sequence(benchmark::State& state) {
  const int size = static_cast<int>(state.range(0));
  run(state, whole([size](Model& m, const std::string& from) { return tasks(m, from, size); }));
}
BENCHMARK(sequence)->Arg(1000)->Arg(10000)->Unit(benchmark::kMillisecond);

void parallel_30_by_30(benchmark::State& state) {
  run(state, whole([](Model& m, const std::string& from) {
        return block(m, from, "parallelGateway", 30, 30);
      }));
}
BENCHMARK(parallel_30_by_30)->Unit(benchmark::kMillisecond);

void inclusive_30_by_30(benchmark::State& state) {
  run(state, whole([](Model& m, const std::string& from) {
        return block(m, from, "inclusiveGateway", 30, 30);
      }));
}
BENCHMARK(inclusive_30_by_30)->Unit(benchmark::kMillisecond);

void structured_random(benchmark::State& state) {
  const int size = static_cast<int>(state.range(0));
  const bool inclusive = state.range(1) != 0;
  run(state, whole([&](Model& m, const std::string& from) {
        std::mt19937 random(42);
        return structured(m, from, size, random, inclusive);
      }));
}
BENCHMARK(structured_random)
    ->ArgNames({"nodes", "inclusive"})
    ->Args({1000, 0})
    ->Args({1000, 1})
    ->Args({10000, 0})
    ->Args({10000, 1})
    ->Unit(benchmark::kMillisecond);

// Two branches that wait for each other crosswise, which no reduction takes apart, many of them
// beside each other: only fragments keep their states from being multiplied.
std::string crossed(Model& model, const std::string& from) {
  const std::string split = model.node("parallelGateway"), join = model.node("parallelGateway");
  model.flow(from, split);
  std::vector<std::string> forks, joins;
  for (int side = 0; side < 2; ++side) {
    const std::string loop = model.node("exclusiveGateway");
    model.flow(split, loop);
    const std::string choice = model.node("exclusiveGateway");
    model.flow(tasks(model, loop, 1), choice);
    model.flow(choice, loop);
    forks.push_back(model.node("parallelGateway"));
    model.flow(choice, forks.back());
    joins.push_back(model.node("parallelGateway"));
    model.flow(forks.back(), joins.back());
    model.flow(tasks(model, joins.back(), 1), join);
  }
  model.flow(tasks(model, forks[0], 1), joins[1]);
  model.flow(tasks(model, forks[1], 1), joins[0]);
  return join;
}

void crossed_branches(benchmark::State& state) {
  const auto branches = static_cast<int>(state.range(0));
  run(state, whole([branches](Model& m, const std::string& from) {
        const std::string split = m.node("parallelGateway"), join = m.node("parallelGateway");
        m.flow(from, split);
        for (int i = 0; i < branches; ++i) m.flow(crossed(m, split), join);
        return join;
      }));
}
BENCHMARK(crossed_branches)->Arg(5)->Arg(30)->Unit(benchmark::kMillisecond);

// The same document again, as an editor does after a change that is none of the behaviour.
void checked_again(benchmark::State& state) {
  const std::string document = whole([](Model& m, const std::string& from) {
    std::mt19937 random(42);
    return structured(m, from, 1000, random, true);
  });
  verify::BehaviorCache cache;
  check(document, &cache);
  for (auto _ : state) benchmark::DoNotOptimize(check(document, &cache));
}
BENCHMARK(checked_again)->Unit(benchmark::kMillisecond);

// A decision table of ten columns; `entry(rule, column)` writes the entries.
template <typename Entry>
std::string table_document(std::string_view hit_policy, int rules, Entry entry) {
  constexpr int kColumns = 10;
  const auto text = [](const std::string& content) { return "<text>" + content + "</text>"; };
  std::string document =
      "<definitions xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\" name=\"m\" "
      "namespace=\"urn:m\"><decision id=\"d\" name=\"d\"><variable name=\"d\" "
      "typeRef=\"number\"/><decisionTable hitPolicy=\"" +
      std::string(hit_policy) + "\">";
  for (int column = 0; column < kColumns; ++column)
    document += "<input><inputExpression typeRef=\"number\">" + text("c" + std::to_string(column)) +
                "</inputExpression></input>";
  document += "<output/>";
  for (int rule = 0; rule < rules; ++rule) {
    document += "<rule>";
    for (int column = 0; column < kColumns; ++column)
      document += "<inputEntry>" + text(entry(rule, column)) + "</inputEntry>";
    document += "<outputEntry>" + text(std::to_string(rule)) + "</outputEntry></rule>";
  }
  return document + "</decisionTable></decision></definitions>";
}

// Intervals of numbers in every column, a hole and an overlap among them.
std::string narrow_ranges(int rules) {
  std::mt19937 random(7);
  return table_document("UNIQUE", rules, [&random](int rule, int column) {
    const int low = column == 0 ? rule * 10 : static_cast<int>(random() % 50);
    const int high = column == 0 ? low + 10 : low + 50;
    return "[" + std::to_string(low) + ".." + std::to_string(high) + ")";
  });
}

// Intervals of up to a thousand numbers, and every other entry `-`: many rules are masked.
std::string wide_ranges(int rules) {
  std::mt19937 random(7);
  return table_document("FIRST", rules, [&random](int, int) {
    const auto low = random() % 1000, width = random() % 1000;
    if (random() % 2 == 0) return std::string("-");
    return "[" + std::to_string(low) + ".." + std::to_string(low + width) + "]";
  });
}

void check_tables(benchmark::State& state, const std::string& document) {
  for (auto _ : state) {
    const auto read = dmn::read(document, "bench.dmn");
    if (!read) return state.SkipWithError("not read");
    benchmark::DoNotOptimize(verify::check_decision_tables(read->definitions));
  }
}

void decision_table(benchmark::State& state) {
  check_tables(state, narrow_ranges(static_cast<int>(state.range(0))));
}
BENCHMARK(decision_table)->ArgName("rules")->Arg(100)->Arg(1000)->Unit(benchmark::kMillisecond);

void decision_table_of_wide_ranges(benchmark::State& state) {
  check_tables(state, wide_ranges(static_cast<int>(state.range(0))));
}
BENCHMARK(decision_table_of_wide_ranges)
    ->ArgName("rules")
    ->Arg(100)
    ->Arg(1000)
    ->Unit(benchmark::kMillisecond);

// ../shared beside the checkout, from wherever within it this is started; empty where there is
// none.
std::filesystem::path shared_folder() {
  std::error_code code;
  std::filesystem::path folder = std::filesystem::current_path(code);
  for (; !folder.empty(); folder = folder.parent_path()) {
    if (std::filesystem::is_directory(folder / "shared" / "verify", code)) return folder / "shared";
    if (folder == folder.root_path()) break;
  }
  return {};
}

bool is_bpmn(const std::filesystem::path& path) {
  const std::string name = path.filename().string();
  return name.ends_with(".bpmn") || name.ends_with(".bpmn2") || name.ends_with(".bpmn20.xml");
}

std::vector<std::string> shared_models() {
  std::vector<std::string> documents;
  const std::filesystem::path shared = shared_folder();
  if (shared.empty()) return documents;
  std::error_code code;
  for (const char* part : {"conformance", "verify"})
    for (const auto& entry : std::filesystem::recursive_directory_iterator(shared / part, code)) {
      if (!is_bpmn(entry.path())) continue;
      std::ifstream file(entry.path());
      documents.emplace_back(std::istreambuf_iterator<char>(file),
                             std::istreambuf_iterator<char>());
    }
  return documents;
}

// Median and maximum over all models of ../shared, each by itself: valid ones and such as no reader
// takes.
void corpus(benchmark::State& state) {
  const std::vector<std::string> documents = shared_models();
  if (documents.empty()) {
    state.SkipWithError("no corpus beside the checkout");
    return;
  }
  using Clock = std::chrono::steady_clock;
  std::vector<double> times;
  for (auto _ : state) {
    times.clear();
    for (const std::string& document : documents) {
      const auto begin = Clock::now();
      benchmark::DoNotOptimize(check(document));
      times.push_back(std::chrono::duration<double, std::milli>(Clock::now() - begin).count());
    }
  }
  std::sort(times.begin(), times.end());
  state.counters["models"] = static_cast<double>(times.size());
  state.counters["median_ms"] = times[times.size() / 2];
  state.counters["p95_ms"] = times[times.size() * 95 / 100];
  state.counters["max_ms"] = times.back();
}
BENCHMARK(corpus)->Unit(benchmark::kMillisecond);

}  // namespace
