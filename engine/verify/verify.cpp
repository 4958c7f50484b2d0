#include "engine/verify/verify.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>
#include <set>

#include "engine/verify/calls.hpp"
#include "engine/verify/data_flow.hpp"
#include "engine/verify/deadlines.hpp"
#include "engine/verify/expression_types.hpp"
#include "engine/verify/fixes.hpp"
#include "engine/verify/gateways.hpp"
#include "engine/verify/report.hpp"
#include "engine/verify/summary.hpp"
#include "engine/verify/translate.hpp"
#include "engine/verify/variable_names.hpp"
#include "engine/verify/waits.hpp"

namespace umlauf::verify {
namespace {

constexpr std::size_t kFixedFindingsMax = 8;

// The conjunction of what is known about two parts.
void combine(Verdict& whole, Verdict part) {
  if (whole == Verdict::Refuted || part == Verdict::Refuted)
    whole = Verdict::Refuted;
  else if (part == Verdict::Undecided)
    whole = Verdict::Undecided;
}

class Run {
 public:
  Run(std::span<const definition::ProcessDefinitionPtr> processes, const Options& options)
      : processes_(processes), options_(options) {
    limits_.states_max = options.states_max;
    limits_.out_of_time = options.out_of_time;
    limits_.reductions = options.reductions;
    limits_.traces = options.shortest_traces ? Traces::Shortest : Traces::Some;
  }

  Verification run() {
    collaboration_ = collaborate(processes_, options_);
    for (std::uint32_t i = 0; i < processes_.size(); ++i) {
      const ProcessDefinition& process = *processes_[i];
      ProcessResult result;
      result.process = process.id;
      result.file = process.file;
      result.nodes = process.nodes.size();
      result.flows = process.flows.size();
      result.safe = result.option_to_complete = result.proper_completion =
          result.no_dead_activities = Verdict::Proved;
      result_.processes.push_back(std::move(result));
      insides_.push_back({std::vector<BodySummary>(process.scopes.size()), {}});
    }
    calls_ = call_targets(processes_);
    is_called_.resize(processes_.size());
    for (const auto& calls : calls_)
      for (const auto& [node, target] : calls) is_called_[target] = true;
    seen_from_outside_.resize(processes_.size());
    uncertain_.resize(processes_.size());
    for (std::size_t number : callees_first(collaboration_.systems, calls_)) {
      const System& system = collaboration_.systems[number];
      for (std::uint32_t process : system.processes) {
        for (const auto& [node, target] : calls_[process])
          if (seen_from_outside_[target]) {
            insides_[process].called.emplace(node, *seen_from_outside_[target]);
            if (uncertain_[target]) uncertain_[process] = true;
          }
        explore_bodies(process);
      }
      explore_system(system);
      for (std::uint32_t process : system.processes) {
        look_at_calls(process);
        look_at_recursion(process);
      }
    }
    finish();
    put_in_order();
    if (options_.fixes) offer_fixes();
    return std::move(result_);
  }

 private:
  // Scopes come before those within: from the innermost out.
  void explore_bodies(std::uint32_t number) {
    const ProcessDefinition& process = *processes_[number];
    for (std::size_t i = process.scopes.size(); i-- > 1;) {
      if (collaboration_.inlined[number][i]) continue;
      const ScopeIndex body(i);
      const Translation translation = translate_body(process, body, insides_[number]);
      const Behavior behavior = analysed(translation.net, 1);
      note(translation.net, behavior, {number}, body);
      insides_[number].bodies[i] = seen_from_around(number, body, translation, behavior, 0);
      // What lies behind a body that may never end may never be reached.
      if (!behavior.processes.front().return_certain) combine_dead(number, Verdict::Undecided);
    }
  }

  Behavior analysed(const TokenNet& net, std::uint32_t processes) const {
    return options_.cache ? options_.cache->analyse(net, processes, limits_)
                          : analyse(net, processes, limits_);
  }

  BodySummary seen_from_around(std::uint32_t number, ScopeIndex body,
                               const Translation& translation, const Behavior& behavior,
                               std::size_t position) const {
    return summary_of({*processes_[number], body, insides_[number], translation, behavior, position,
                       is_called_[number], limits_.out_of_time});
  }

  void explore_system(const System& system) {
    const Translation translation = translate_system(processes_, collaboration_, system, insides_);
    Behavior behavior =
        analysed(translation.net, static_cast<std::uint32_t>(system.processes.size()));
    note(translation.net, behavior, system.processes, ProcessDefinition::root());
    NetProcesses processes;
    for (std::uint32_t process : system.processes) processes.push_back(processes_[process].get());
    const auto sender = [&](PlaceIndex message) {
      return system.processes[translation.net.places[message.value()].process];
    };
    for (PlaceIndex message : behavior.left_over)
      add(sender(message), report_left_over(translation.net, processes, message));
    for (PlaceIndex message : behavior.overflowing)
      add(sender(message), report_overflow(translation.net, processes, message));
    if (options_.profile == Profile::Executable)
      for (const EarlyMessage& early : early_messages(translation.net, processes))
        add(sender(early.message), report_early(translation.net, processes, early));
    for (std::size_t i = 0; i < system.processes.size(); ++i) {
      const std::uint32_t number = system.processes[i];
      seen_from_outside_[number] =
          seen_from_around(number, ProcessDefinition::root(), translation, behavior, i);
    }
  }

  // A process that calls one which may never end may itself never end.
  void look_at_calls(std::uint32_t number) {
    const ProcessDefinition& process = *processes_[number];
    for (const auto& [node, target] : calls_[number]) {
      if (!insides_[number].called.contains(node) || unreached_.contains({number, node})) continue;
      const Verdict callee = result_.processes[target].option_to_complete;
      if (callee == Verdict::Proved) continue;
      Verdict out = way_out(number, process[node].scope);
      for (NodeIndex event : process.boundary_events(node))
        if (out != Verdict::Proved && process[event].interrupting) out = Verdict::Undecided;
      if (out == Verdict::Proved) continue;
      const bool stuck = callee == Verdict::Refuted && out == Verdict::Refuted;
      combine(result_.processes[number].option_to_complete,
              stuck ? Verdict::Refuted : Verdict::Undecided);
      if (!stuck) continue;
      std::vector<TraceStep> trace;
      for (std::size_t i = 0; i < result_.findings.size() && trace.empty(); ++i)
        if (finding_process_[i] == target && shows_no_end(result_.findings[i].diagnostic.rule))
          trace = result_.findings[i].trace;
      add(number, report_stuck_call(process, node, *processes_[target], std::move(trace)));
    }
  }

  // A process that calls itself comes to an end if it may do so without that: then the call can
  // return, however often it is repeated.
  void look_at_recursion(std::uint32_t number) {
    std::vector<NodeIndex> again;
    for (const auto& [node, target] : calls_[number])
      if (!insides_[number].called.contains(node) && !unreached_.contains({number, node}))
        again.push_back(node);
    if (again.empty() || returns_without(number, again)) return;
    undecided_because_.emplace(number, UndecidedBecause::Recursion);
    combine(result_.processes[number].option_to_complete, Verdict::Undecided);
    combine_dead(number, Verdict::Undecided);
  }

  bool returns_without(std::uint32_t number, const std::vector<NodeIndex>& calls) {
    const ProcessDefinition& process = *processes_[number];
    // Whether a message that it waits for comes is not told by one process alone.
    const auto& links = collaboration_.links;
    if (std::any_of(links.begin(), links.end(), [number](const Collaboration::Link& link) {
          return link.from_process == number || link.to_process == number;
        }))
      return false;
    Insides known = insides_[number];
    for (NodeIndex call : calls) insides_[number].called.emplace(call, BodySummary{false, {}});
    bool returns = false;
    for (std::size_t i = process.scopes.size(); i-- > 0;) {
      const ScopeIndex body(i);
      const Translation translation = translate_body(process, body, insides_[number]);
      const Behavior behavior = analysed(translation.net, 1);
      insides_[number].bodies[i] = seen_from_around(number, body, translation, behavior, 0);
      returns = behavior.processes.front().can_return && behavior.processes.front().return_certain;
    }
    std::swap(insides_[number], known);
    return returns;
  }

  static bool shows_no_end(std::string_view rule) {
    return rule == "BEH-01" || rule == "BEH-04" || rule == "BEH-09" || rule == "BEH-10" ||
           rule == "BEH-11";
  }

  Verdict way_out(std::uint32_t number, ScopeIndex scope) const {
    std::vector<NodeIndex> starving, addressed;
    for (const Channels::Key& key : collaboration_.starving)
      if (key.first == number) starving.push_back(key.second);
    for (const Collaboration::Link& link : collaboration_.links)
      if (link.to_process == number) addressed.push_back(link.to);
    return verify::way_out(*processes_[number], scope, starving, addressed);
  }

  void note(const TokenNet& net, const Behavior& behavior,
            const std::vector<std::uint32_t>& numbers, ScopeIndex body) {
    NetProcesses processes;
    for (std::uint32_t number : numbers) processes.push_back(processes_[number].get());
    for (std::uint32_t i = 0; i < numbers.size(); ++i) {
      ProcessBehavior part = behavior.processes[i];
      // What is only thought possible inside refutes nothing outside, nor is it a way to the end.
      const bool guessed = uncertain_[numbers[i]];
      if (guessed) {
        for (Verdict* verdict : {&part.safe, &part.proper_completion})
          if (*verdict == Verdict::Refuted) *verdict = Verdict::Undecided;
        part.option_to_complete = Verdict::Undecided;
        combine_dead(numbers[i], Verdict::Undecided);
      }
      if (!part.unknown.empty() || part.doubtful || !part.return_certain)
        uncertain_[numbers[i]] = true;
      ProcessResult& result = result_.processes[numbers[i]];
      combine(result.safe, part.safe);
      // What gets stuck does not keep the process from ending where an event from outside ends it.
      Verdict out = Verdict::Refuted;
      if (part.option_to_complete == Verdict::Refuted) out = way_out(numbers[i], body);
      combine(result.option_to_complete, out == Verdict::Refuted ? part.option_to_complete : out);
      combine(result.proper_completion, part.proper_completion);
      if (any_activity(*processes[i], part.dead)) combine_dead(numbers[i], Verdict::Refuted);
      if (part.doubtful) undecided_because_.emplace(numbers[i], UndecidedBecause::Element);
      if (part.doubtful || any_activity(*processes[i], part.unknown))
        combine_dead(numbers[i], Verdict::Undecided);
      result.states += behavior.states;
      for (const Witness& witness : behavior.witnesses)
        if (witness.process == i && !guessed) {
          Finding finding = report(net, processes, witness);
          if (out != Verdict::Refuted && shows_no_end(finding.diagnostic.rule))
            soften(finding.diagnostic);
          const NodeIndex at = processes[i]->find_node(finding.diagnostic.element);
          if (!processes[i]->executable && at.valid() && is_starving(numbers[i], at))
            finding.diagnostic.severity = Severity::Warning;
          add(numbers[i], std::move(finding));
        }
      std::set<NodeIndex> entered;
      if (!part.dead.empty()) entered = entered_nodes(net, processes, behavior, i);
      for (NodeIndex node : part.dead) note_dead(numbers[i], node, entered.contains(node));
      for (NodeIndex node : part.unknown) unreached_.insert({numbers[i], node});
    }
  }

  static void soften(Diagnostic& diagnostic) {
    diagnostic.severity = Severity::Warning;
    diagnostic.message.english += "; only an event from outside ends it";
    diagnostic.message.german += "; nur ein Ereignis von außen beendet das";
  }

  // The property is about activities; a dead gateway or event is reported, but usually only says
  // again what is wrong before it.
  static bool any_activity(const ProcessDefinition& process, const std::vector<NodeIndex>& nodes) {
    return std::any_of(nodes.begin(), nodes.end(), [&process](NodeIndex node) {
      return definition::is_activity(process[node].kind);
    });
  }

  // One dead activity refutes the property; the others may still be open.
  void combine_dead(std::uint32_t number, Verdict part) {
    combine(result_.processes[number].no_dead_activities, part);
    if (part == Verdict::Undecided) result_.processes[number].dead_complete = false;
  }

  void note_dead(std::uint32_t number, NodeIndex node, bool entered) {
    const ProcessDefinition& process = *processes_[number];
    unreached_.insert({number, node});
    if (definition::is_activity(process[node].kind))
      result_.processes[number].dead.push_back(process[node].id);
    DeadBecause because = entered ? DeadBecause::NeverLeft : DeadBecause::Unreachable;
    if (is_starving(number, node))
      because = DeadBecause::Starving;
    else if (!process.executable &&
             std::any_of(collaboration_.starving.begin(), collaboration_.starving.end(),
                         [&](const Channels::Key& key) { return key.first == number; }))
      because = DeadBecause::BehindStarving;
    if (because != DeadBecause::NeverLeft || !is_told_stuck(number, process[node].id))
      add(number, report_dead(process, node, because));
  }

  bool is_told_stuck(std::uint32_t number, std::string_view element) const {
    for (std::size_t i = 0; i < result_.findings.size(); ++i)
      if (const Diagnostic& told = result_.findings[i].diagnostic;
          finding_process_[i] == number && told.element == element && shows_no_end(told.rule))
        return true;
    return false;
  }

  bool is_starving(std::uint32_t number, NodeIndex node) const {
    const auto& starving = collaboration_.starving;
    return std::find(starving.begin(), starving.end(), Channels::Key{number, node}) !=
           starving.end();
  }

  void finish() {
    for (const auto& [caller, node] : recursive_calls(calls_))
      add(caller,
          report_recursion(*processes_[caller], node, *processes_[calls_[caller].at(node)]));
    for (std::uint32_t i = 0; i < processes_.size(); ++i) {
      ProcessResult& result = result_.processes[i];
      if (collaboration_.approximate[i]) doubt(i);
      add(i, check_gateways(*processes_[i]));
      add(i, check_expression_types(*processes_[i], options_.decisions, options_.profile));
      add(i, check_data_flow(*processes_[i]));
      add(i, check_variable_names(*processes_[i]));
      add(i, check_waits(*processes_[i], options_.profile == Profile::Executable));
      add(i, check_deadlines(*processes_[i]));
      if (result.safe == Verdict::Undecided || result.option_to_complete == Verdict::Undecided ||
          result.proper_completion == Verdict::Undecided ||
          result.no_dead_activities == Verdict::Undecided)
        add(i, report_undecided(*processes_[i], result, why_undecided(i)));
    }
  }

  UndecidedBecause why_undecided(std::uint32_t number) const {
    if (collaboration_.approximate[number]) return UndecidedBecause::Exchange;
    const auto found = undecided_because_.find(number);
    return found == undecided_because_.end() ? UndecidedBecause::Budget : found->second;
  }

  // Messages from inside of sub-processes may come at any time here: more runs than there are.
  // What none of them does is proved; what one of them does may not happen at all.
  void doubt(std::uint32_t number) {
    ProcessResult& result = result_.processes[number];
    if (result.safe == Verdict::Refuted) result.safe = Verdict::Undecided;
    if (result.proper_completion == Verdict::Refuted) result.proper_completion = Verdict::Undecided;
    result.option_to_complete = Verdict::Undecided;
    combine_dead(number, Verdict::Undecided);
    std::size_t kept = 0;
    for (std::size_t i = 0; i < result_.findings.size(); ++i) {
      const std::string& rule = result_.findings[i].diagnostic.rule;
      if (finding_process_[i] == number && rule >= "BEH-01" && rule <= "BEH-12" &&
          rule != "BEH-05" && rule != "BEH-06")
        continue;
      if (kept != i) result_.findings[kept] = std::move(result_.findings[i]);
      finding_process_[kept++] = finding_process_[i];
    }
    result_.findings.resize(kept);
    finding_process_.resize(kept);
  }

  void add(std::uint32_t number, Diagnostics diagnostics) {
    for (Diagnostic& diagnostic : diagnostics) add(number, Finding{std::move(diagnostic), {}, {}});
  }

  void add(std::uint32_t number, Finding finding) {
    Diagnostic& diagnostic = finding.diagnostic;
    if (const auto place = options_.places.find(processes_[number]->id);
        place != options_.places.end() && !diagnostic.span.known())
      diagnostic.span = place->second;
    result_.findings.push_back(std::move(finding));
    finding_process_.push_back(number);
  }

  // By process, then as the elements stand in the document.
  void put_in_order() {
    std::vector<std::size_t> order(result_.findings.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [this](std::size_t a, std::size_t b) {
      if (finding_process_[a] != finding_process_[b])
        return finding_process_[a] < finding_process_[b];
      return result_.findings[a].diagnostic.span.offset <
             result_.findings[b].diagnostic.span.offset;
    });
    std::vector<Finding> findings;
    std::vector<std::uint32_t> processes;
    for (std::size_t i : order) {
      findings.push_back(std::move(result_.findings[i]));
      processes.push_back(finding_process_[i]);
    }
    result_.findings = std::move(findings);
    finding_process_ = std::move(processes);
  }

  // Each fix is verified by running all of this again; a model that is wrong all over gets fixes
  // for what stands first.
  void offer_fixes() {
    std::size_t left = kFixedFindingsMax;
    for (std::size_t i = 0; i < result_.findings.size() && left > 0; ++i) {
      if (options_.out_of_time && options_.out_of_time()) return;
      Finding& finding = result_.findings[i];
      if (finding.diagnostic.rule == "BEH-05" || finding.diagnostic.rule == "BEH-16") continue;
      --left;
      finding.fixes =
          find_fixes(processes_, finding_process_[i], finding, result_.findings, options_);
    }
  }

  std::span<const definition::ProcessDefinitionPtr> processes_;
  const Options& options_;
  BehaviorLimits limits_;
  Collaboration collaboration_;
  CallTargets calls_;
  std::vector<Insides> insides_;
  std::vector<std::optional<BodySummary>> seen_from_outside_;  // by process, once explored
  std::vector<bool> is_called_;                                // by process: by one of them
  std::vector<bool> uncertain_;  // by process: something inside was not decided
  std::map<std::uint32_t, UndecidedBecause> undecided_because_;  // otherwise the budget
  std::set<Channels::Key> unreached_;  // nodes that no run reaches for certain
  Verification result_;
  std::vector<std::uint32_t> finding_process_;  // parallel to the findings
};

}  // namespace

void add_document(Options& options, const bpmn::Definitions& document) {
  for (const bpmn::Participant& participant : document.participants)
    if (participant.process.present()) options.pools.insert(participant.process.id);
  for (const bpmn::Process& process : document.processes)
    options.places.emplace(process.id, process.span);
  for (const bpmn::GlobalTask& task : document.global_tasks)
    options.places.emplace(task.id, task.span);
}

void add_decisions(Options& options, const dmn::DecisionModel& model) {
  for (const dmn::Decision& decision : model.definitions().decisions)
    if (const auto index = model.find_decision_by_id(decision.id)) {
      const feel::Type& type = model.type(*index);
      const auto [found, is_new] = options.decisions.emplace(decision.id, type);
      if (!is_new && found->second != type) found->second = {};
    }
}

Verification verify(std::span<const definition::ProcessDefinitionPtr> processes,
                    const Options& options) {
  return Run(processes, options).run();
}

Diagnostics diagnostics_of(const Verification& verification) {
  Diagnostics diagnostics;
  for (const Finding& finding : verification.findings) diagnostics.push_back(finding.diagnostic);
  return diagnostics;
}

}  // namespace umlauf::verify
