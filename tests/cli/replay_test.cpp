// What the verifier says is what the engine does: every refuting trace of random models is replayed
// through the protocol of `umlauf drive`, line by line, as a person who distrusts it would. Traces
// that begin within a sub-process are led there first.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "adapters/cli/session.hpp"
#include "engine/bpmn/reader.hpp"
#include "engine/definition/compile.hpp"
#include "engine/feel/json.hpp"
#include "engine/verify/verify.hpp"

namespace umlauf::cli {
namespace {

using definition::FlowIndex;
using definition::NodeIndex;
using definition::NodeKind;
using definition::ProcessDefinition;
using feel::Value;

// Blocks in one another whose joins are now and then of another kind than their split, on the level
// of the process or in its sub-processes. A flow out of a choice is taken where the variable of its
// name is true; boundary events wait for the signal of their name.
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
           "targetNamespace='urn:t'"
           " expressionLanguage='https://www.omg.org/spec/DMN/20191111/FEEL/'>" +
           signals + "<process id='p' isExecutable='true'>" + body + "</process></definitions>";
  }

 private:
  struct Level {
    std::string xml;
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

  void flow(Level& at, const std::string& from, const std::string& to, bool choice = false) {
    const std::string id = name("f");
    at.xml += "<sequenceFlow id='" + id + "' sourceRef='" + from + "' targetRef='" + to + "'>";
    if (choice) at.xml += "<conditionExpression>" + id + " = true</conditionExpression>";
    at.xml += "</sequenceFlow>";
  }

  std::string level(int size, int depth, bool inside) {
    // One level only goes wrong, so that there is a way to it.
    const bool faulty = inside == faults_inside_ && !any_faulty_;
    any_faulty_ = any_faulty_ || faulty;
    Level at{{}, inside, faulty};
    const std::string start = node(at, "startEvent");
    const std::string last = sequence(at, start, size, depth, false);
    flow(at, last, node(at, "endEvent"));
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

  std::string sequence(Level& at, std::string from, int size, int depth, bool choice) {
    const std::size_t steps = 1 + random_() % 2;
    for (std::size_t step = 0; step < steps; ++step) {
      if (size < 4 || depth > 3) {
        if (choice) {  // the condition stands on the flow to a task of its own
          const std::string first = node(at, "task");
          flow(at, from, first, true);
          from = first;
        }
        from = task(at, from);
      } else if (!at.inside && random_() % (faults_inside_ ? 2 : 4) == 0) {
        const std::string body = level(size, depth + 1, true);
        const std::string sub = node(at, "subProcess", body);
        flow(at, from, sub, choice);
        from = sub;
      } else {
        from = block(at, from, size, depth, choice);
      }
      choice = false;
      size -= 4;
    }
    return from;
  }

  std::string block(Level& at, const std::string& from, int size, int depth, bool choice) {
    static constexpr const char* kKinds[] = {"exclusiveGateway", "parallelGateway",
                                             "inclusiveGateway"};
    const std::size_t kind = random_() % 3;
    const bool faulty = at.faulty && random_() % 3 == 0;
    const std::string split = node(at, kKinds[kind]);
    const std::string join = node(at, kKinds[faulty ? random_() % 3 : kind]);
    flow(at, from, split, choice);
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

// The conversation with `umlauf drive`, one line of JSON after the other.
class Drive {
 public:
  Value ask(feel::Context request) {
    request.put("id", ++number_);
    const std::string line =
        session_.answer_line(feel::to_json(Value(std::move(request)), feel::JsonForm::Plain));
    const auto answer = feel::from_json(line);
    EXPECT_TRUE(answer && answer->member("ok") && answer->member("ok")->is_true()) << line;
    return answer ? *answer : Value();
  }

  void deploy(const std::string& path) {
    ask({{"op", "reset"}});
    ask({{"op", "deploy"}, {"files", Value(feel::Values{Value(path)})}, {"verify", "off"}});
  }
  void start(const std::set<std::string>& chosen, const ProcessDefinition& process) {
    feel::Context variables;
    for (const definition::Flow& flow : process.flows)
      variables.put(flow.id, chosen.contains(flow.id));
    ask({{"op", "start"}, {"process", "p"}, {"variables", Value(std::move(variables))}});
  }
  void set(feel::Context variables) {
    if (variables.size() == 0) return;
    ask({{"op", "set_variables"}, {"variables", Value(std::move(variables))}});
  }
  /// How often each flow node has been entered.
  std::map<std::string, std::size_t> entered() {
    const Value history = ask({{"op", "history"}});
    std::map<std::string, std::size_t> counts;
    for (const Value& row : *history.member("elements")->list())
      ++counts[*row.member("element")->string()];
    return counts;
  }
  void complete(const std::string& task) { ask({{"op", "complete"}, {"task", task}}); }
  void signal(const std::string& name) { ask({{"op", "signal"}, {"name", name}}); }

  std::vector<std::string> open(const char* list, const char* member) {
    const Value state = ask({{"op", "state"}});
    std::vector<std::string> ids;
    for (const Value& row : *state.member(list)->list())
      ids.push_back(*row.member(member)->string());
    return ids;
  }
  std::string state() { return open("instances", "state").front(); }
  std::int64_t taken(const std::string& flow) {
    const Value history = ask({{"op", "history"}});
    const Value* count = history.member("flows")->member(flow);
    return count ? count->number()->to_int64().value_or(0) : 0;
  }

 private:
  Session session_;
  std::int64_t number_ = 0;
};

bool within(const ProcessDefinition& process, NodeIndex node, definition::ScopeIndex scope) {
  for (definition::ScopeIndex at = process[node].scope; at.valid(); at = process[at].parent)
    if (at == scope) return true;
  return false;
}

// The flows of the trace, those on a way to the scope that it begins in, and the first way out of
// each choice that is left open.
std::set<std::string> choices(const ProcessDefinition& process,
                              const std::vector<verify::TraceStep>& trace,
                              definition::ScopeIndex scope) {
  std::set<std::string> chosen;
  std::set<std::string> seen;
  for (const verify::TraceStep& step : trace)
    if (seen.insert(step.fire).second) chosen.insert(step.produce.begin(), step.produce.end());
  if (const NodeIndex goal = process[scope].node; goal.valid()) {
    std::map<NodeIndex, FlowIndex> came_over;
    std::vector<NodeIndex> next(process[ProcessDefinition::root()].starts);
    for (std::size_t i = 0; i < next.size(); ++i)
      for (const FlowIndex flow : process.outgoing(next[i]))
        if (came_over.emplace(process[flow].target, flow).second)
          next.push_back(process[flow].target);
    for (NodeIndex at = goal; came_over.contains(at); at = process[came_over.at(at)].source)
      chosen.insert(process[came_over.at(at)].id);
  }
  for (std::size_t i = 0; i < process.nodes.size(); ++i) {
    const auto flows = process.outgoing(NodeIndex(i));
    const bool any = std::any_of(flows.begin(), flows.end(),
                                 [&](FlowIndex flow) { return chosen.contains(process[flow].id); });
    if (!any && !flows.empty()) chosen.insert(process[flows.front()].id);
  }
  return chosen;
}

// Completes what is open within the scope, or outside of it, until nothing is.
void finish(Drive& drive, const ProcessDefinition& process, definition::ScopeIndex scope,
            bool inside) {
  for (bool more = true; more;) {
    more = false;
    for (const std::string& task : drive.open("tasks", "task")) {
      if (within(process, process.find_node(task), scope) != inside) continue;
      drive.complete(task);
      more = true;
      break;
    }
  }
}

// A choice that the trace passes again may fall otherwise: the variables say what comes next.
void steer(Drive& drive, const ProcessDefinition& process,
           const std::vector<verify::TraceStep>& trace) {
  std::map<std::string, std::vector<std::vector<std::string>>> ways;
  for (const verify::TraceStep& step : trace) ways[step.fire].push_back(step.produce);
  std::erase_if(ways, [](const auto& each) { return each.second.size() < 2; });
  if (ways.empty()) return;
  std::map<std::string, std::size_t> passed = drive.entered();
  feel::Context variables;
  for (const auto& [id, taken] : ways) {
    if (!definition::is_gateway(process[process.find_node(id)].kind) || passed[id] >= taken.size())
      continue;
    const std::vector<std::string>& next = taken[passed[id]];
    for (const FlowIndex flow : process.outgoing(process.find_node(id)))
      variables.put(process[flow].id,
                    std::find(next.begin(), next.end(), process[flow].id) != next.end());
  }
  drive.set(std::move(variables));
}

void follow(Drive& drive, const ProcessDefinition& process,
            const std::vector<verify::TraceStep>& trace) {
  for (const verify::TraceStep& step : trace) {
    const definition::Node& node = process[process.find_node(step.fire)];
    const bool acts = (node.kind == NodeKind::UserTask && !step.produce.empty()) ||
                      node.kind == NodeKind::BoundaryEvent || node.kind == NodeKind::SubProcess;
    if (acts) steer(drive, process, trace);
    if (node.kind == NodeKind::UserTask && !step.produce.empty()) drive.complete(step.fire);
    if (node.kind == NodeKind::BoundaryEvent) drive.signal("signal-" + step.fire);
    if (node.kind == NodeKind::SubProcess) finish(drive, process, node.body, true);
  }
}

struct Replayed {
  std::size_t stuck = 0, twice = 0, by_event = 0;
};

void replay(const ProcessDefinition& process, const verify::Finding& finding, Drive& drive,
            Replayed& count) {
  const std::string& rule = finding.diagnostic.rule;
  const definition::ScopeIndex scope = process[process.find_node(finding.trace.front().fire)].scope;
  drive.start(choices(process, finding.trace, scope), process);
  if (scope != ProcessDefinition::root()) finish(drive, process, scope, false);
  follow(drive, process, finding.trace);
  count.by_event += rule == "BEH-11" || rule == "BEH-12" ? 1 : 0;
  EXPECT_TRUE(drive.open("incidents", "element").empty());
  if (rule == "BEH-02" || rule == "BEH-12") {
    ++count.twice;
    EXPECT_GT(drive.taken(finding.diagnostic.element), 1);
    return;
  }
  ++count.stuck;
  if (scope != ProcessDefinition::root()) finish(drive, process, scope, false);
  EXPECT_EQ(drive.state(), "active");
  EXPECT_EQ(drive.open("tasks", "task"), std::vector<std::string>());
  EXPECT_EQ(drive.open("waiting", "element"), std::vector<std::string>());
}

Replayed replay_all(std::uint64_t models, bool faults_inside) {
  Replayed count;
  const std::filesystem::path file = std::filesystem::path(testing::TempDir()) /
                                     ("replay-" + std::to_string(faults_inside) + ".bpmn");
  for (std::uint64_t seed = 1; seed <= models; ++seed) {
    const std::string document = RandomModel(seed, faults_inside).document();
    SCOPED_TRACE("seed " + std::to_string(seed) + "\n" + document);
    std::ofstream(file) << document;
    std::vector<bpmn::Definitions> read;
    read.push_back(bpmn::read(document, "replay.bpmn").definitions);
    const definition::Compilation compilation = definition::compile(read);
    verify::Options options;
    options.fixes = false;
    for (const verify::Finding& finding : verify::verify(compilation.processes, options).findings) {
      static const std::set<std::string> kReplayed = {"BEH-01", "BEH-02", "BEH-10", "BEH-11",
                                                      "BEH-12"};
      if (!kReplayed.contains(finding.diagnostic.rule)) continue;
      Drive drive;
      drive.deploy(file.string());
      replay(*compilation.processes.front(), finding, drive, count);
    }
    if (testing::Test::HasFailure()) break;
  }
  std::filesystem::remove(file);
  return count;
}

TEST(Replay, OfRefutingTracesThroughDrive) {
  const Replayed count = replay_all(150, false);
  EXPECT_GT(count.stuck, 10U);
  EXPECT_GT(count.twice, 10U);
  EXPECT_GT(count.by_event, 5U);
}

TEST(Replay, OfTracesWithinSubProcesses) {
  const Replayed count = replay_all(150, true);
  EXPECT_GT(count.stuck, 10U);
  EXPECT_GT(count.twice, 10U);
  EXPECT_GT(count.by_event, 5U);
}

}  // namespace
}  // namespace umlauf::cli
