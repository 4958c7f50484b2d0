#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace umlauf::cli {

// Blocks in one another whose joins are now and then of another kind than their split, on the level
// of the process or in its sub-processes. Choices count how often they are passed (`passed_n1`,
// from 0): `ways.n1` has the flows to take for each pass, the last of them for good. Boundary
// events wait for the signal of their name.
class RandomModel {
 public:
  RandomModel(std::uint64_t seed, bool faults_inside)
      : random_(seed), faults_inside_(faults_inside) {}

  std::string document() {
    const std::string body = level(12, 0, false);
    std::string signals;
    for (const std::string& signal : signals_)
      signals += "<signal id='" + signal + "' name='" + signal + "'/>";
    return "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' "
           "xmlns:camunda='http://camunda.org/schema/1.0/bpmn' targetNamespace='urn:t'"
           " expressionLanguage='https://www.omg.org/spec/DMN/20191111/FEEL/'>" +
           signals + "<process id='p' isExecutable='true'>" + body + "</process></definitions>";
  }

 private:
  struct Level {
    std::string xml;
    std::string end;
    bool inside = false;
    bool faulty = false;
  };

  std::string name(const char* prefix) { return prefix + std::to_string(++count_); }

  std::string node(Level& at, const char* element, std::string_view content = {}) {
    std::string id = name("n");
    at.xml += "<" + std::string(element) + " id='" + id + "'>" + std::string(content) + "</" +
              element + ">";
    return id;
  }

  std::string choice(Level& at, const char* element) {
    const std::string id = name("n"), passed = "passed_" + id;
    at.xml += "<" + std::string(element) + " id='" + id +
              "'><extensionElements><camunda:executionListener event='start'>"
              "<camunda:script scriptFormat='feel'>{" +
              passed + ": " + passed +
              " + 1}</camunda:script></camunda:executionListener></extensionElements></" + element +
              ">";
    return id;
  }

  void flow(Level& at, const std::string& from, const std::string& to, bool chosen = false) {
    const std::string id = name("f");
    at.xml += "<sequenceFlow id='" + id + "' sourceRef='" + from + "' targetRef='" + to + "'>";
    if (chosen)
      at.xml += "<conditionExpression>list contains(ways." + from + "[min(passed_" + from +
                ", count(ways." + from + "))], \"" + id + "\")</conditionExpression>";
    at.xml += "</sequenceFlow>";
  }

  std::string level(int size, int depth, bool inside) {
    // One level only goes wrong, so that there is a way to it.
    const bool faulty = inside == faults_inside_ && !any_faulty_;
    any_faulty_ = any_faulty_ || faulty;
    Level at{{}, {}, inside, faulty};
    const std::string start = node(at, "startEvent");
    at.end = node(at, "endEvent");
    flow(at, sequence(at, start, size, depth, false), at.end);
    return at.xml;
  }

  std::string task(Level& at, const std::string& from) {
    const bool person = random_() % 2 == 0;
    const std::string task = node(at, person ? "userTask" : "task");
    flow(at, from, task);
    if (!person || random_() % 3 != 0) return task;
    const bool interrupts = random_() % 2 == 0;
    const std::string event = name("n");
    signals_.push_back("signal-" + event);
    at.xml += "<boundaryEvent id='" + event + "' attachedToRef='" + task + "' cancelActivity='" +
              (interrupts ? "true" : "false") + "'><signalEventDefinition signalRef='signal-" +
              event + "'/></boundaryEvent>";
    const bool merges = at.faulty ? random_() % 2 == 0 : interrupts;
    if (!merges) {
      flow(at, event, node(at, "endEvent"));
      return task;
    }
    const std::string merge = node(at, "exclusiveGateway");
    flow(at, task, merge);
    flow(at, event, merge);
    return merge;
  }

  std::string sequence(Level& at, std::string from, int size, int depth, bool chosen) {
    const std::size_t steps = 1 + random_() % 2;
    for (std::size_t step = 0; step < steps; ++step) {
      if (at.faulty && random_() % 12 == 0) {
        from = random_() % 2 == 0 ? trap(at, from, chosen) : second_end(at, from, chosen);
      } else if (size < 4 || depth > 3) {
        if (chosen) {  // the condition stands on the flow to a task of its own
          const std::string first = node(at, "task");
          flow(at, from, first, true);
          from = first;
        }
        from = task(at, from);
      } else if (!at.inside && random_() % (faults_inside_ ? 2 : 4) == 0) {
        const std::string body = level(size, depth + 1, true);
        const std::string sub = node(at, "subProcess", body);
        flow(at, from, sub, chosen);
        from = sub;
      } else {
        from = block(at, from, size, depth, chosen);
      }
      chosen = false;
      size -= 4;
    }
    return from;
  }

  // A way into a loop that nothing leads out of.
  std::string trap(Level& at, const std::string& from, bool chosen) {
    const std::string split = choice(at, "exclusiveGateway");
    const std::string merge = node(at, "exclusiveGateway");
    const std::string again = node(at, "userTask"), on = node(at, "task");
    flow(at, from, split, chosen);
    flow(at, split, on, true);
    flow(at, split, merge, true);
    flow(at, merge, again);
    flow(at, again, merge);
    return on;
  }

  // A branch that comes to the level's end by itself, beside the one that goes on.
  std::string second_end(Level& at, const std::string& from, bool chosen) {
    const std::string split = node(at, "parallelGateway");
    flow(at, from, split, chosen);
    flow(at, task(at, split), at.end);
    return split;
  }

  std::string block(Level& at, const std::string& from, int size, int depth, bool chosen) {
    static constexpr const char* kKinds[] = {"exclusiveGateway", "parallelGateway",
                                             "inclusiveGateway"};
    const std::size_t kind = random_() % 3;
    const bool faulty = at.faulty && random_() % 3 == 0;
    const std::string split = kind == 1 ? node(at, kKinds[kind]) : choice(at, kKinds[kind]);
    const std::string join = node(at, kKinds[faulty ? random_() % 3 : kind]);
    flow(at, from, split, chosen);
    for (int branch = 0; branch < 2; ++branch)
      flow(at, sequence(at, split, (size - 2) / 2, depth + 1, kind != 1), join);
    return join;
  }

  std::mt19937_64 random_;
  bool faults_inside_;
  bool any_faulty_ = false;
  std::vector<std::string> signals_;
  int count_ = 0;
};

}  // namespace umlauf::cli
