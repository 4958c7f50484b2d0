#include "tests/cli/written_process.hpp"

#include <stdexcept>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/feel/expression.hpp"

namespace umlauf::cli {
namespace {

using definition::FlowIndex;
using definition::Node;
using definition::NodeIndex;
using definition::NodeKind;
using definition::ProcessDefinition;
using definition::ScopeIndex;

class Writer {
 public:
  Writer(const ProcessDefinition& process, Motion motion) : process_(process), motion_(motion) {}

  std::string document() {
    const std::string body = scope(ProcessDefinition::root());
    return "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' "
           "xmlns:camunda='http://camunda.org/schema/1.0/bpmn' targetNamespace='urn:t' "
           "expressionLanguage='https://www.omg.org/spec/DMN/20191111/FEEL/'>"
           "<error id='error' errorCode='error'/>"
           "<escalation id='escalation' escalationCode='escalation'/>" +
           roots_ + "<process id='" + process_.id + "' isExecutable='true'>" + body + "</process>" +
           called_ + "</definitions>";
  }

 private:
  // One scope after the other would tear bodies out of their nodes; random processes are a few
  // levels deep.
  std::string scope(ScopeIndex index) {
    std::string xml;
    for (const NodeIndex node : process_[index].nodes) {
      xml += element(process_[node]);
      for (std::size_t flow = 0; flow < process_.flows.size(); ++flow)
        if (process_.flows[flow].source == node) xml += sequence_flow(flow);
    }
    return xml;
  }

  std::string sequence_flow(std::size_t index) const {
    const definition::Flow& flow = process_.flows[index];
    const std::string id = "f" + std::to_string(index), gate = "at-" + id;
    const std::string& source = process_[flow.source].id;
    const std::string& target = process_[flow.target].id;
    const bool slow =
        motion_ == Motion::Slow && process_[flow.source].kind != NodeKind::EventBasedGateway;
    std::string xml = "<sequenceFlow id='" + id + "' sourceRef='" + source + "' targetRef='" +
                      (slow ? gate : target) + "'>";
    if (is_choice(flow.source))
      xml += "<conditionExpression>list contains(take." + source + ", \"" + id +
             "\")</conditionExpression>";
    xml += "</sequenceFlow>";
    if (slow)
      xml += "<userTask id='" + gate + "'/><sequenceFlow id='from-" + gate + "' sourceRef='" +
             gate + "' targetRef='" + target + "'/>";
    return xml;
  }

  bool is_choice(NodeIndex node) const {
    const NodeKind kind = process_[node].kind;
    if (kind != NodeKind::ExclusiveGateway && kind != NodeKind::InclusiveGateway) return false;
    std::size_t flows = 0;
    for (const definition::Flow& flow : process_.flows) flows += flow.source == node ? 1 : 0;
    return flows > 1;
  }

  std::string element(const Node& node) {
    const std::string id = " id='" + node.id + "'";
    const auto of = [&](std::string_view name, const std::string& attributes,
                        const std::string& content) {
      return "<" + std::string(name) + id + attributes + ">" + content + "</" + std::string(name) +
             ">";
    };
    switch (node.kind) {
      case NodeKind::StartEvent:
        return of("startEvent", flag("isInterrupting", interrupts(node)), events(node));
      case NodeKind::EndEvent:
        return of("endEvent", "", events(node));
      case NodeKind::IntermediateThrowEvent:
        return of("intermediateThrowEvent", "", events(node));
      case NodeKind::IntermediateCatchEvent:
        return of("intermediateCatchEvent", "", events(node));
      case NodeKind::BoundaryEvent:
        return of("boundaryEvent",
                  " attachedToRef='" + process_[node.attached_to].id + "'" +
                      flag("cancelActivity", interrupts(node)),
                  events(node));
      case NodeKind::Task:
      case NodeKind::UserTask:
      case NodeKind::ServiceTask:
      case NodeKind::SendTask:
      case NodeKind::ReceiveTask:
        return of("serviceTask", " camunda:type='external' camunda:topic='" + node.id + "'", "");
      case NodeKind::CallActivity:
        if (motion_ == Motion::Slow) called_ += called(node.id);
        return of("callActivity", " calledElement='called-" + node.id + "'", "");
      case NodeKind::ExclusiveGateway:
        return of("exclusiveGateway", "", "");
      case NodeKind::ParallelGateway:
        return of("parallelGateway", "", "");
      case NodeKind::InclusiveGateway:
        return of("inclusiveGateway", "", "");
      case NodeKind::EventBasedGateway:
        return of("eventBasedGateway", "", "");
      case NodeKind::ComplexGateway:
        return of("complexGateway", "", activation(node));
      case NodeKind::SubProcess:
        return of("subProcess", "", items(node) + scope(node.body));
      case NodeKind::Transaction:
        return of("transaction", "", items(node) + scope(node.body));
      case NodeKind::EventSubProcess:
        return of("subProcess", flag("triggeredByEvent", true), scope(node.body));
      default:
        throw std::invalid_argument("no node of this kind can be written: " + node.id);
    }
  }

  // A process that does nothing but one job.
  static std::string called(const std::string& call) {
    const auto flow = [&call](const std::string& from, const std::string& to) {
      return "<sequenceFlow id='" + from + "-" + to + "-" + call + "' sourceRef='" + from + "-" +
             call + "' targetRef='" + to + "-" + call + "'/>";
    };
    return "<process id='called-" + call + "' isExecutable='true'><startEvent id='begin-" + call +
           "'/><serviceTask id='job-" + call + "' camunda:type='external' camunda:topic='" + call +
           "'/><endEvent id='end-" + call + "'/>" + flow("begin", "job") + flow("job", "end") +
           "</process>";
  }

  bool is_at_job(const Node& node) const {
    return node.kind == NodeKind::BoundaryEvent && !process_[node.attached_to].body.valid();
  }

  // Errors and cancellations always do.
  static bool interrupts(const Node& node) {
    if (node.interrupting || node.events.empty()) return true;
    const definition::Trigger trigger = node.events.front().trigger();
    return trigger == definition::Trigger::Error || trigger == definition::Trigger::Cancel;
  }

  static std::string flag(const std::string& name, bool value) {
    return " " + name + "='" + (value ? "true" : "false") + "'";
  }

  // As many items as whoever replays says: none or one.
  static std::string items(const Node& node) {
    if (node.loop == nullptr) return {};
    return "<multiInstanceLoopCharacteristics><loopCardinality>items</loopCardinality>"
           "</multiInstanceLoopCharacteristics>";
  }

  static std::string activation(const Node& node) {
    const auto* work = std::get_if<definition::ComplexWork>(&node.work);
    if (work == nullptr) return {};
    return "<activationCondition>" + work->activation_condition.compiled->text() +
           "</activationCondition>";
  }

  std::string events(const Node& node) {
    std::string xml;
    for (const definition::EventDefinition& event : node.events) switch (event.trigger()) {
        case definition::Trigger::Terminate:
          xml += "<terminateEventDefinition/>";
          break;
        case definition::Trigger::Cancel:
          xml += "<cancelEventDefinition/>";
          break;
        case definition::Trigger::Error:
          xml += "<errorEventDefinition errorRef='error'/>";
          break;
        case definition::Trigger::Escalation:
          xml += "<escalationEventDefinition escalationRef='escalation'/>";
          break;
        case definition::Trigger::Link: {
          const NodeIndex target = std::get<definition::LinkEvent>(event.payload).target;
          const std::string& name = target.valid() ? process_[target].id : node.id;
          xml += "<linkEventDefinition name='" + name + "'/>";
          break;
        }
        case definition::Trigger::Timer:
        case definition::Trigger::Message:
        case definition::Trigger::Signal:
          if (is_at_job(node)) {
            roots_ +=
                "<escalation id='escalation-" + node.id + "' escalationCode='" + node.id + "'/>";
            xml += "<escalationEventDefinition escalationRef='escalation-" + node.id + "'/>";
            break;
          }
          roots_ += "<signal id='signal-" + node.id + "' name='signal-" + node.id + "'/>";
          xml += "<signalEventDefinition signalRef='signal-" + node.id + "'/>";
          break;
        default:
          throw std::invalid_argument("no event of this kind can be written: " + node.id);
      }
    return xml;
  }

  const ProcessDefinition& process_;
  Motion motion_;
  std::string roots_, called_;
};

}  // namespace

std::string written(const ProcessDefinition& process, Motion motion) {
  return Writer(process, motion).document();
}

}  // namespace umlauf::cli
