#include <array>
#include <utility>

#include "engine/base/overload.hpp"
#include "engine/definition/builder.hpp"
#include "engine/definition/juel.hpp"
#include "engine/xml/document.hpp"

// What activities do (BPMN 2.0.2 §10.3).
namespace umlauf::definition {

namespace {

// `${archiveService}` names the bean archiveService.
std::string bean_name(std::string_view text) {
  std::string_view name = xml::trimmed(text);
  if ((name.starts_with("${") || name.starts_with("#{")) && name.ends_with("}"))
    name = xml::trimmed(name.substr(2, name.size() - 3));
  return std::string(name);
}

std::string local_part(std::string_view qualified_name) {
  const std::size_t colon = qualified_name.rfind(':');
  return std::string(colon == std::string_view::npos ? qualified_name
                                                     : qualified_name.substr(colon + 1));
}

const Written* field_named(const Lowered& lowered, std::string_view name) {
  for (const WrittenPair& header : lowered.headers)
    if (header.key == name) return &header.value;
  return nullptr;
}

}  // namespace

Places place_of(bpmn::FlowNodeKind kind) {
  using Kind = bpmn::FlowNodeKind;
  static constexpr std::array kPlaces{
      std::pair{Kind::Task, kTask},
      std::pair{Kind::ManualTask, kManualTask},
      std::pair{Kind::ServiceTask, kServiceTask},
      std::pair{Kind::SendTask, kSendTask},
      std::pair{Kind::ReceiveTask, kReceiveTask},
      std::pair{Kind::UserTask, kUserTask},
      std::pair{Kind::BusinessRuleTask, kBusinessRuleTask},
      std::pair{Kind::ScriptTask, kScriptTask},
      std::pair{Kind::CallActivity, kCallActivity},
      std::pair{Kind::SubProcess, kSubProcess},
      std::pair{Kind::Transaction, kSubProcess},
      std::pair{Kind::AdHocSubProcess, kAdHocSubProcess},
      std::pair{Kind::StartEvent, kStartEvent},
      std::pair{Kind::IntermediateCatchEvent, kCatchEvent},
      std::pair{Kind::IntermediateThrowEvent, kThrowEvent},
      std::pair{Kind::BoundaryEvent, kBoundaryEvent},
      std::pair{Kind::EndEvent, kEndEvent},
      std::pair{Kind::ExclusiveGateway, kGateway},
      std::pair{Kind::InclusiveGateway, kGateway},
      std::pair{Kind::ParallelGateway, kGateway},
      std::pair{Kind::ComplexGateway, kGateway},
      std::pair{Kind::EventBasedGateway, kGateway},
  };
  for (const auto& [own, place] : kPlaces)
    if (own == kind) return place;
  return kElsewhere;
}

void Builder::activity(Node& node, const bpmn::FlowNode& source, const bpmn::Activity& own,
                       const Lowered& lowered) {
  node.is_for_compensation = own.is_for_compensation;
  const auto quantity = [](std::int64_t written) {
    return static_cast<std::uint32_t>(written < 1 ? 1 : written > 1'000'000 ? 1'000'000 : written);
  };
  node.start_quantity = quantity(own.start_quantity);
  node.completion_quantity = quantity(own.completion_quantity);
  if (const auto flow = own.default_flow.sequence_flow(); flow.valid())
    node.default_flow = flow_of_[flow.value()];
  if (const auto* receive = std::get_if<bpmn::ReceiveTask>(&own.content))
    node.instantiate = receive->instantiate;

  NodeData data;
  node_data(data, own.io_specification ? &*own.io_specification : nullptr, own.properties);
  associations(own.data_input_associations, data.input_associations);
  associations(own.data_output_associations, data.output_associations);
  node.work = work_of(node, source, own, lowered);
  if (auto* call = std::get_if<CallWork>(&node.work)) {
    // The inputs and outputs of the activity are those of what it calls (§10.3.6).
    for (const DataItem& item : data.inputs)
      call->inputs.push_back({expressions_.variable(item.variable, item.span), {item.variable}});
    for (const DataItem& item : data.outputs)
      call->outputs.push_back({expressions_.variable(item.variable, item.span), {item.variable}});
  }
  if (own.io_specification && definition_->semantics.data_sets_count) {
    const auto* multiple =
        own.loop ? std::get_if<bpmn::MultiInstanceLoopCharacteristics>(&*own.loop) : nullptr;
    data_sets(data, *own.io_specification, own.data_input_associations,
              multiple == nullptr ? bpmn::Reference() : multiple->loop_data_output);
  }
  set_data(node, lowered, std::move(data));
  if (own.loop) node.loop = std::make_shared<const Loop>(loop(*own.loop, own));
}

Work Builder::work_of(const Node& node, const bpmn::FlowNode& source, const bpmn::Activity& own,
                      const Lowered& lowered) {
  const auto implemented = [&](std::string_view english, std::string_view german,
                               std::string_view rule) -> Work {
    if (std::optional<Work> work = implementation(lowered, source.span)) return std::move(*work);
    pass_through(english, german, source.span, rule);
    return {};
  };
  return std::visit(Overload{
                        [&](const bpmn::PlainTask&) -> Work { return {}; },
                        [&](const bpmn::ServiceTask&) -> Work {
                          return implemented("service task", "Service-Aufgabe", "ACT-01");
                        },
                        [&](const bpmn::BusinessRuleTask&) -> Work {
                          return implemented("business rule task", "Geschäftsregel-Aufgabe",
                                             "ACT-09");
                        },
                        [&](const bpmn::SendTask& task) -> Work {
                          if (std::optional<Work> work = implementation(lowered, source.span))
                            return std::move(*work);
                          SendWork send{message_event(task.message, task.operation, true)};
                          if (!send.message.message.valid() && !sends_along_flow(source)) {
                            pass_through("send task", "Sende-Aufgabe", source.span, "ACT-04");
                            return {};
                          }
                          return send;
                        },
                        [&](const bpmn::ReceiveTask& task) -> Work {
                          return ReceiveWork{message_event(task.message, task.operation, false)};
                        },
                        [&](const bpmn::UserTask&) -> Work {
                          return user_task(source, own.resources, lowered, node.lane);
                        },
                        [&](const bpmn::ScriptTask& task) -> Work {
                          if (std::optional<Work> work = implementation(lowered, source.span))
                            return std::move(*work);
                          return script_work(task.script_format, task.script, task.script_span,
                                             lowered, source.span);
                        },
                        [&](const bpmn::CallActivity& call) -> Work {
                          return call_work(call, lowered, source.span);
                        },
                        [&](const bpmn::SubProcess& sub) -> Work {
                          if (node.kind != NodeKind::AdHocSubProcess) return {};
                          return ad_hoc_work(sub, lowered);
                        },
                    },
                    own.content);
}

void Builder::pass_through(std::string_view english, std::string_view german, SourceSpan span,
                           std::string_view rule) {
  findings_.warning(rule,
                    {std::string(english) + " says nothing about what it does and is passed",
                     std::string(german) + " sagt nicht, was sie tut, und wird durchlaufen"},
                    span, expressions_.element());
}

JobWork Builder::job(const Lowered& lowered, TextExpression type) {
  JobWork work;
  work.type = std::move(type);
  work.retries = expressions_.text(lowered.retries);
  work.priority = expressions_.text(lowered.job_priority);
  work.result_variable = lowered.result_variable.text;
  for (const WrittenPair& header : lowered.headers)
    work.headers.push_back({std::string(header.key), expressions_.lenient_text(header.value)});
  for (const WrittenPair& rule : lowered.error_rules) {
    JobErrorRule lowered_rule;
    lowered_rule.code = local_part(rule.key);
    for (const bpmn::Error& declared : document_.errors)
      if (declared.id == lowered_rule.code && !declared.error_code.empty())
        lowered_rule.code = declared.error_code;
    lowered_rule.condition = expressions_.marked_or_feel(rule.value);
    work.error_rules.push_back(std::move(lowered_rule));
  }
  return work;
}

std::optional<Work> Builder::implementation(const Lowered& lowered, SourceSpan span) {
  const bool external = lowered.type.text == "external" || lowered.type.text == "external-worker";
  const int said = (lowered.type ? 1 : 0) + (lowered.java_class ? 1 : 0) +
                   (lowered.delegate ? 1 : 0) + (lowered.expression ? 1 : 0) +
                   (lowered.connector ? 1 : 0) + (lowered.decision ? 1 : 0) +
                   (lowered.script ? 1 : 0) + (lowered.topic && !lowered.type ? 1 : 0);
  if (said == 0) return std::nullopt;
  if (said > 1)
    findings_.error(
        "ACT-01",
        {"says in more than one way what it does", "sagt auf mehr als eine Weise, was zu tun ist"},
        span, expressions_.element());
  if (lowered.type.text == "dmn") {
    Lowered decision = lowered;
    if (const Written* key = field_named(lowered, "decisionTableReferenceKey"))
      decision.decision = *key;
    return decision_work(decision);
  }
  if (lowered.type && !external) {
    const std::string type(lowered.type.text);
    findings_.warning("ACT-02",
                      {"tasks of type '" + type + "' are jobs for a worker of that type",
                       "Aufgaben vom Typ '" + type + "' sind Aufträge für einen solchen Worker"},
                      lowered.type.span, expressions_.element());
    return job(lowered, {type, {}});
  }
  if (external && !lowered.topic) {
    findings_.error("ACT-01", {"external task names no topic", "externe Aufgabe nennt kein Topic"},
                    lowered.type.span, expressions_.element());
    return job(lowered, {});
  }
  if (lowered.topic) return job(lowered, expressions_.text(lowered.topic));
  if (lowered.java_class) return job(lowered, {bean_name(lowered.java_class.text), {}});
  if (lowered.delegate) return job(lowered, {bean_name(lowered.delegate.text), {}});
  if (lowered.connector) return job(lowered, {std::string(lowered.connector.text), {}});
  if (lowered.decision) return decision_work(lowered);
  ScriptWork work;
  work.result_variable = lowered.result_variable.text;
  work.expression = lowered.script ? expressions_.marked_or_feel(lowered.script)
                                   : expressions_.value(lowered.expression);
  return work;
}

// §10.3.3: the script is an expression here; in another language it is work for others.
Work Builder::script_work(std::string_view format, const std::optional<std::string>& script,
                          SourceSpan script_span, const Lowered& lowered, SourceSpan span) {
  const Written inner = trimmed(
      {script ? *script : std::string_view(), script_span, Marks::Both, script.has_value()});
  if (inner.text.empty()) {
    pass_through("script task", "Skript-Aufgabe", span, "ACT-08");
    return {};
  }
  const LanguageName language = language_named(format);
  const std::string name(format);
  if (language == LanguageName::Other) {
    // Whoever runs that language can take the script as a job.
    findings_.warning("ACT-08",
                      {"the engine runs no script in '" + name +
                           "'; it is a job of that type, the script its header 'script'",
                       "die Engine führt kein Skript in '" + name +
                           "' aus; es ist ein Auftrag dieses Typs, das Skript sein Kopf 'script'"},
                      inner.span, expressions_.element());
    JobWork work = job(lowered, {name, {}});
    work.headers.push_back({"script", {std::string(inner.text), {}}});
    return work;
  }
  ScriptWork work;
  work.expression = language == LanguageName::Juel ? expressions_.juel(inner)
                                                   : expressions_.marked_or_feel(inner);
  work.result_variable = lowered.result_variable.text;
  work.merges_context = work.result_variable.empty();
  return work;
}

Binding Builder::binding(const Written& written_binding) {
  const std::string_view text = xml::trimmed(written_binding.text);
  if (text.empty() || text == "latest") return Binding::Latest;
  if (text == "deployment") return Binding::Deployment;
  if (text == "version") return Binding::Version;
  if (text == "versionTag") return Binding::VersionTag;
  findings_.error("PRC-09",
                  {"'" + std::string(text) +
                       "' is no binding: latest, deployment, version or "
                       "versionTag was expected",
                   "'" + std::string(text) +
                       "' ist keine Bindung; erwartet: latest, deployment, "
                       "version oder versionTag"},
                  written_binding.span, expressions_.element());
  return Binding::Latest;
}

DecisionWork Builder::decision_work(const Lowered& lowered) {
  static constexpr std::array kResults{
      std::pair{std::string_view("singleEntry"), DecisionResult::SingleEntry},
      std::pair{std::string_view("singleResult"), DecisionResult::SingleResult},
      std::pair{std::string_view("collectEntries"), DecisionResult::CollectEntries},
      std::pair{std::string_view("resultList"), DecisionResult::ResultList}};
  DecisionWork work;
  work.decision.id = expressions_.text(lowered.decision);
  work.decision.binding = binding(lowered.decision_binding);
  work.decision.version = expressions_.text(lowered.decision_version);
  work.decision.version_tag = expressions_.text(lowered.decision_version_tag);
  work.result_variable = lowered.result_variable.text;
  if (lowered.decision.marks == Marks::Dollar) work.result = DecisionResult::ResultList;
  bool known = !lowered.decision_result;
  for (const auto& [name, result] : kResults) {
    if (lowered.decision_result.text != name) continue;
    work.result = result;
    known = true;
  }
  if (!known)
    findings_.error(
        "ACT-09",
        {"'" + std::string(lowered.decision_result.text) + "' is no form of a result",
         "'" + std::string(lowered.decision_result.text) + "' ist keine Form eines Ergebnisses"},
        lowered.decision_result.span, expressions_.element());
  return work;
}

AdHocWork Builder::ad_hoc_work(const bpmn::SubProcess& source, const Lowered& lowered) {
  AdHocWork work;
  work.sequential = source.ordering == bpmn::AdHocOrdering::Sequential;
  work.cancel_remaining = source.cancel_remaining_instances;
  if (source.completion_condition)
    work.completion_condition =
        expressions_.formal(document_, *source.completion_condition, "FLW-14");
  if (lowered.active_elements)
    work.active_elements = expressions_.marked_or_feel(lowered.active_elements);
  work.output_collection = lowered.output_collection.text;
  if (lowered.output_element)
    work.output_element = expressions_.marked_or_feel(lowered.output_element);
  return work;
}

}  // namespace umlauf::definition
