#include "adapters/cli/bench_models.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace umlauf::cli {
namespace {

// Collects the elements of one process and writes them as a document.
class Model {
 public:
  explicit Model(std::string process) : process_(std::move(process)) {}

  Model& before_process(const std::string& xml) {
    outside_ += xml;
    return *this;
  }
  Model& node(const std::string& tag, const std::string& id, const std::string& attributes = "",
              const std::string& content = "") {
    nodes_ += "<" + tag + " id=\"" + id + "\"" + (attributes.empty() ? "" : " ") + attributes +
              (content.empty() ? "/>" : ">" + content + "</" + tag + ">") + "\n";
    ids_.push_back(id);
    return *this;
  }
  Model& service(const std::string& id) {
    return node("serviceTask", id, R"(camunda:type="external" camunda:topic="bench")");
  }
  Model& task(const std::string& id) {
    return node("userTask", id, R"(camunda:candidateGroups="clerks")");
  }
  Model& flow(const std::string& from, const std::string& to, const std::string& condition = "") {
    flows_ += "<sequenceFlow id=\"" + from + "-" + to + "\" sourceRef=\"" + from +
              "\" targetRef=\"" + to + "\"";
    flows_ += condition.empty() ? "/>\n"
                                : "><conditionExpression xsi:type=\"tFormalExpression\">" +
                                      condition + "</conditionExpression></sequenceFlow>\n";
    edges_.emplace_back(from, to);
    return *this;
  }
  // Flows along all of these.
  Model& path(const std::vector<std::string>& ids) {
    for (std::size_t i = 1; i < ids.size(); ++i) flow(ids[i - 1], ids[i]);
    return *this;
  }

  service::Document document(bool with_diagram = false) const {
    std::string text =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" "
        "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
        "xmlns:bpmndi=\"http://www.omg.org/spec/BPMN/20100524/DI\" "
        "xmlns:dc=\"http://www.omg.org/spec/DD/20100524/DC\" "
        "xmlns:di=\"http://www.omg.org/spec/DD/20100524/DI\" "
        "xmlns:camunda=\"http://camunda.org/schema/1.0/bpmn\" "
        "expressionLanguage=\"https://www.omg.org/spec/DMN/20191111/FEEL/\" "
        "id=\"bench-" +
        process_ + "\" targetNamespace=\"urn:umlauf:bench\">\n";
    text += outside_ + "<process id=\"" + process_ + "\" isExecutable=\"true\">\n" + nodes_ +
            flows_ + "</process>\n";
    if (with_diagram) text += diagram();
    return {process_ + ".bpmn", text + "</definitions>\n"};
  }

 private:
  // Rows of a hundred nodes; each line leads from the right of a node to the left of the next.
  std::string diagram() const {
    constexpr std::size_t kRow = 100;
    const auto place = [](std::size_t column_offset, std::size_t row_offset, std::size_t number) {
      return "x=\"" + std::to_string(number % kRow * 150 + column_offset) + "\" y=\"" +
             std::to_string(number / kRow * 120 + row_offset) + "\"";
    };
    std::string text = "<bpmndi:BPMNDiagram><bpmndi:BPMNPlane bpmnElement=\"" + process_ + "\">\n";
    std::unordered_map<std::string_view, std::size_t> number_of;
    for (const std::string& id : ids_) {
      const std::size_t number = number_of.size();
      number_of.emplace(id, number);
      text += "<bpmndi:BPMNShape id=\"shape-" + id + "\" bpmnElement=\"" + id + "\"><dc:Bounds " +
              place(0, 0, number) + " width=\"100\" height=\"80\"/></bpmndi:BPMNShape>\n";
    }
    for (const auto& [from, to] : edges_)
      text += "<bpmndi:BPMNEdge id=\"edge-" + from + "-" + to + "\" bpmnElement=\"" + from + "-" +
              to + "\"><di:waypoint " + place(100, 40, number_of.at(from)) + "/><di:waypoint " +
              place(0, 40, number_of.at(to)) + "/></bpmndi:BPMNEdge>\n";
    return text + "</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>\n";
  }

  std::string process_;
  std::string outside_;
  std::string nodes_;
  std::string flows_;
  std::vector<std::string> ids_;
  std::vector<std::pair<std::string, std::string>> edges_;
};

}  // namespace

service::Document services_model(const std::string& process, std::size_t count) {
  Model model(process);
  model.node("startEvent", "start");
  std::vector<std::string> ids{"start"};
  for (std::size_t i = 1; i <= count; ++i) {
    ids.push_back("service-" + std::to_string(i));
    model.service(ids.back());
  }
  ids.emplace_back("end");
  return model.node("endEvent", "end").path(ids).document();
}

service::Document decision_model(const std::string& process) {
  Model model(process);
  model.node("startEvent", "start").node("endEvent", "end");
  model.node("exclusiveGateway", "large", "default=\"large-small-case\"");
  for (const char* id : {"read", "check", "rate", "large-case", "small-case", "file"})
    model.service(id);
  return model.path({"start", "read", "check", "rate", "large"})
      .flow("large", "large-case", "amount &gt; 50")
      .flow("large", "small-case")
      .path({"large-case", "file"})
      .path({"small-case", "file", "end"})
      .document();
}

service::Document task_model(const std::string& process) {
  return Model(process)
      .node("startEvent", "start")
      .task("decide")
      .node("endEvent", "end")
      .path({"start", "decide", "end"})
      .document();
}

service::Document fork_model(const std::string& process, std::size_t count) {
  Model model(process);
  model.node("startEvent", "start").node("parallelGateway", "fork");
  model.node("parallelGateway", "join").node("endEvent", "end");
  model.flow("start", "fork");
  for (std::size_t i = 1; i <= count; ++i) {
    const std::string id = "service-" + std::to_string(i);
    model.service(id).path({"fork", id, "join"});
  }
  return model.flow("join", "end").document();
}

service::Document wait_model(const std::string& process) {
  return Model(process)
      .node("startEvent", "start")
      .node("intermediateCatchEvent", "wait", "",
            "<timerEventDefinition><timeDuration xsi:type=\"tFormalExpression\">\"PT1S\""
            "</timeDuration></timerEventDefinition>")
      .node("endEvent", "end")
      .path({"start", "wait", "end"})
      .document();
}

service::Document message_model(const std::string& process) {
  return Model(process)
      .before_process("<message id=\"payment\" name=\"paymentReceived\"/>\n")
      .node("startEvent", "start")
      .node("intermediateCatchEvent", "payment-received", "",
            "<messageEventDefinition messageRef=\"payment\"/>")
      .node("endEvent", "end")
      .path({"start", "payment-received", "end"})
      .document();
}

service::Document rules_model(const std::string& process) {
  return Model(process)
      .node("startEvent", "start")
      .node("businessRuleTask", "rate",
            "camunda:decisionRef=\"rate\" camunda:mapDecisionResult=\"singleEntry\" "
            "camunda:resultVariable=\"rate\"")
      .node("endEvent", "end")
      .path({"start", "rate", "end"})
      .document();
}

service::Document rules_table(std::size_t count) {
  std::string text =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<definitions xmlns=\"https://www.omg.org/spec/DMN/20191111/MODEL/\" id=\"rates\" "
      "name=\"rates\" namespace=\"urn:umlauf:bench\">\n"
      "<decision id=\"rate\" name=\"rate\"><variable name=\"rate\" typeRef=\"string\"/>"
      "<decisionTable id=\"table\" hitPolicy=\"FIRST\">\n";
  for (const char* input : {"amount", "category", "quantity"})
    text += "<input id=\"in-" + std::string(input) + "\"><inputExpression><text>" + input +
            "</text></inputExpression></input>\n";
  text += "<output id=\"out\" name=\"rate\"/>\n";
  // The rule that fits lies in the middle.
  for (std::size_t i = 0; i < count; ++i) {
    const std::string n = std::to_string(i);
    const auto low = static_cast<long>(i) * 2 - static_cast<long>(count) + 70;
    text += "<rule id=\"rule-" + n + "\"><inputEntry><text>[" + std::to_string(low) + ".." +
            std::to_string(low + 2) + "[</text></inputEntry><inputEntry><text>" +
            (i % 7 == 0 ? "-" : R"("A","B","C")") +
            "</text></inputEntry><inputEntry><text>&gt;= 0</text></inputEntry>" +
            "<outputEntry><text>\"rate " + n + "\"</text></outputEntry></rule>\n";
  }
  return {"rates.dmn", text + "</decisionTable></decision></definitions>\n"};
}

service::Document large_model(std::size_t tasks) {
  constexpr std::size_t kBetweenGateways = 8;
  Model model("large-" + std::to_string(tasks));
  model.node("startEvent", "start");
  std::string last = "start";
  const auto add = [&](std::size_t number) {
    std::string id = "task-" + std::to_string(number);
    number % 5 == 0 ? model.task(id) : model.service(id);
    return id;
  };
  std::size_t number = 0;
  for (std::size_t gateway = 0; number < tasks; ++gateway) {
    for (std::size_t i = 0; i < kBetweenGateways && number < tasks; ++i) {
      const std::string id = add(number++);
      model.flow(last, id);
      last = id;
    }
    if (number + 2 > tasks) continue;
    const std::string split = "split-" + std::to_string(gateway);
    const std::string join = "join-" + std::to_string(gateway);
    const std::string first = add(number++);
    const std::string second = add(number++);
    model.node("exclusiveGateway", split, "default=\"" + split + "-" + second + "\"");
    model.node("exclusiveGateway", join);
    model.flow(last, split).flow(split, first, "amount &gt; 50").flow(split, second);
    model.flow(first, join).flow(second, join);
    last = join;
  }
  return model.node("endEvent", "end").flow(last, "end").document(true);
}

}  // namespace umlauf::cli
