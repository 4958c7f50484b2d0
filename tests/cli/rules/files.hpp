#pragma once

#include <ostream>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/cli/check_unit.hpp"
#include "tests/bpmn/document.hpp"

/// Files that the rules are tried on.
namespace umlauf::cli {

using Files = std::vector<std::pair<std::string, std::string>>;  // name, content

/// Any one person may be missing.
CheckUnit checked(const Files& files, verify::Profile profile, bool whole);
/// The rules that are told of files.
std::set<std::string> told_by_check(const Files& files);
/// `umlauf test`: the one file is of scenarios.
std::set<std::string> told_by_scenarios(const Files& files);
/// An instance of the first file's process `p` that has just begun goes over to the second's.
std::set<std::string> told_by_migration(const Files& files);

/// A rule with files that break it and such that keep it, and whoever tells it.
struct Case {
  const char* rule;
  Files broken;
  Files kept;
  std::set<std::string> (*told)(const Files&) = &told_by_check;
};

inline void PrintTo(const Case& value, std::ostream* out) { *out << value.rule; }

std::vector<Case> reading_cases();
std::vector<Case> compiling_cases();
std::vector<Case> proving_cases();
std::vector<Case> data_cases();
std::vector<Case> decision_cases();
std::vector<Case> expression_cases();
std::vector<Case> surroundings_cases();
std::vector<Case> other_commands_cases();
/// Those of tests/verify/structure, as files.
std::vector<Case> structure_cases();

inline std::string text(std::string_view content) { return std::string(content); }

// Processes
// -------------------------------------------------------------------------------------------------

using bpmn::flows;
using bpmn::process;

inline std::string framed(std::string_view content) {
  return bpmn::definitions(content,
                           "xmlns:c='http://camunda.org/schema/1.0/bpmn' "
                           "xmlns:z='http://camunda.org/schema/zeebe/1.0' "
                           "xmlns:u='https://umlauf.example/bpmn/1.0' "
                           "xmlns:xsd='http://www.w3.org/2001/XMLSchema' "
                           "expressionLanguage='https://www.omg.org/spec/DMN/20191111/FEEL/'");
}

inline Files model(std::string_view content) { return {{"a.bpmn", framed(content)}}; }

// Between `<startEvent id='s'/>` and `<endEvent id='e'/>`.
inline Files flow_of(std::string_view content, std::string_view pairs) {
  return model(process("p", "<startEvent id='s'/>" + text(content) + "<endEvent id='e'/>", pairs));
}

// s -> m -> e.
inline Files around(std::string_view element) { return flow_of(element, "s>m m>e"); }

inline Files with_boundary(std::string_view event, std::string_view pairs) {
  return flow_of("<userTask id='m'/>" + text(event) + "<endEvent id='f'/>", "s>m " + text(pairs));
}

inline std::string timer(std::string_view id, std::string_view kind, std::string_view value,
                         bool interrupts = true, std::string_view host = "m") {
  return "<boundaryEvent id='" + text(id) + "' attachedToRef='" + text(host) +
         "' cancelActivity='" + (interrupts ? "true" : "false") + "'><timerEventDefinition><" +
         text(kind) + ">" + text(value) + "</" + text(kind) +
         "></timerEventDefinition></boundaryEvent>";
}

inline Files extended(std::string_view task, std::string_view extension) {
  const std::string name(task.substr(0, task.find(' ')));
  return around("<" + text(task) + "><extensionElements>" + text(extension) +
                "</extensionElements></" + name + ">");
}

inline Files script(std::string_view expression, std::string_view more = {}) {
  return around("<scriptTask id='m' scriptFormat='feel'>" + text(more) + "<script>" +
                text(expression) + "</script></scriptTask>");
}

// Two ways behind a gateway, taken by these conditions.
inline Files choice(std::string_view one, std::string_view other) {
  const auto way = [](std::string_view id, std::string_view condition) {
    return "<sequenceFlow id='" + text(id) + "' sourceRef='g' targetRef='" + text(id) +
           "t'><conditionExpression>" + text(condition) + "</conditionExpression></sequenceFlow>";
  };
  return flow_of(
      "<exclusiveGateway id='g'/><task id='at'/><task id='bt'/>" + way("a", one) + way("b", other),
      "s>g at>e bt>e");
}

inline Files blocks(std::string_view split, std::string_view join) {
  return flow_of("<" + text(split) + "Gateway id='g'/><task id='a'/><task id='b'/><" + text(join) +
                     "Gateway id='j'/>",
                 "s>g g>a g>b a>j b>j j>e");
}

inline std::string pools(std::string_view processes, std::string_view message_flows) {
  return "<collaboration id='c'><participant id='pp' processRef='p'/><participant id='pq' "
         "processRef='q'/>" +
         text(message_flows) + "</collaboration>" + text(processes);
}

// Two pools; the second runs through these steps, `qr` receives and `qs` sends.
inline Files exchange(std::string_view second) {
  return model(pools(
      process("p",
              "<startEvent id='pa'/><receiveTask id='pr'/><sendTask id='ps'/><endEvent "
              "id='pe'/>",
              "pa>pr pr>ps ps>pe") +
          process("q",
                  "<startEvent id='qa'/><receiveTask id='qr'/><sendTask id='qs'/><endEvent "
                  "id='qe'/>",
                  second),
      "<messageFlow id='m1' sourceRef='ps' targetRef='qr'/><messageFlow id='m2' sourceRef='qs' "
      "targetRef='pr'/>"));
}

// A pool that sends, once or as often as it likes, and one that reads once or perhaps.
inline Files letters(bool often, bool perhaps) {
  return model(
      pools(process("p",
                    "<startEvent id='pa'/><exclusiveGateway id='pm'/><sendTask id='ps'/>"
                    "<exclusiveGateway id='px'/><endEvent id='pe'/>",
                    often ? "pa>pm pm>ps ps>px px>pm px>pe" : "pa>pm pm>ps ps>px px>pe") +
                process("q",
                        "<startEvent id='qa'/><exclusiveGateway id='qg'/><receiveTask id='qr'/>"
                        "<exclusiveGateway id='qj'/><endEvent id='qe'/>",
                        perhaps ? "qa>qg qg>qr qg>qj qr>qj qj>qe" : "qa>qg qg>qr qr>qj qj>qe"),
            "<messageFlow id='m1' sourceRef='ps' targetRef='qr'/>"));
}

inline Files receiving(std::string_view flow) {
  return model(pools(process("p", "<startEvent id='pa'/><receiveTask id='pr'/><endEvent id='pe'/>",
                             "pa>pr pr>pe") +
                         process("q", "<startEvent id='qa'/><sendTask id='qs'/><endEvent id='qe'/>",
                                 "qa>qs qs>qe"),
                     flow));
}

inline Files calling(std::string_view called) {
  return model(process("p",
                       "<startEvent id='s'/><callActivity id='m' calledElement='" + text(called) +
                           "'/><endEvent id='e'/>",
                       "s>m m>e") +
               process("q", "<startEvent id='qa'/><endEvent id='qe'/>", "qa>qe"));
}

// Scripts that write `x` (and read `read`) one after the other or beside each other.
inline Files writers(std::string_view gateway, std::string_view read) {
  const auto writes = [](std::string_view id, std::string_view expression) {
    return "<scriptTask id='" + text(id) + "' scriptFormat='feel' c:resultVariable='x'><script>" +
           text(expression) + "</script></scriptTask>";
  };
  return flow_of("<" + text(gateway) + "Gateway id='g'/>" + writes("a", "1") + writes("b", "2") +
                     "<" + text(gateway) +
                     "Gateway id='j'/><scriptTask id='r' "
                     "scriptFormat='feel' c:resultVariable='y'><script>" +
                     text(read) + "</script></scriptTask>",
                 "s>r r>g g>a g>b a>j b>j j>e");
}

inline Files form_field(std::string_view expression) {
  return flow_of(
      "<userTask id='m'><extensionElements><c:formData><c:formField id='n' "
      "type='long'/></c:formData></extensionElements></userTask><scriptTask id='r' "
      "scriptFormat='feel'><script>" +
          text(expression) + "</script></scriptTask>",
      "s>m m>r r>e");
}

// Decisions
// -------------------------------------------------------------------------------------------------

inline std::string dmn(std::string_view content, std::string_view ns = "urn:m") {
  return "<definitions xmlns='https://www.omg.org/spec/DMN/20230324/MODEL/' name='m' namespace='" +
         text(ns) + "'>" + text(content) + "</definitions>";
}

inline std::string table(std::string_view attributes, std::string_view outputs,
                         std::string_view rules) {
  return dmn("<decision id='d' name='d'><variable name='d'/><decisionTable " + text(attributes) +
             "><input><inputExpression typeRef='number'><text>n</text></inputExpression></input>" +
             text(outputs) + text(rules) + "</decisionTable></decision>");
}

inline std::string rule(std::string_view input, std::string_view output,
                        std::string_view more = {}) {
  return "<rule><inputEntry><text>" + text(input) + "</text></inputEntry><outputEntry><text>" +
         text(output) + "</text></outputEntry>" + text(more) + "</rule>";
}

inline constexpr const char* kOutput = "<output name='a'/>";
inline constexpr const char* kBelow = "&lt; 5";
inline constexpr const char* kFrom = "&gt;= 5";

inline Files decision(std::string_view attributes, std::string_view outputs,
                      std::string_view rules) {
  return {{"a.dmn", table(attributes, outputs, rules)}};
}

inline Files literal(std::string_view expression, std::string_view type = {}) {
  const std::string reference = type.empty() ? "" : " typeRef='" + text(type) + "'";
  return {{"a.dmn", dmn("<decision id='d' name='d'><variable name='d'" + reference +
                        "/><literalExpression" + reference + "><text>" + text(expression) +
                        "</text></literalExpression></decision>")}};
}

// People and forms
// -------------------------------------------------------------------------------------------------

inline Files organisation(std::string_view yaml) { return {{"organisation.yaml", text(yaml)}}; }

// Anna and Bernd are clerks, Anna is the head as well.
inline Files staffed(std::string_view attributes, std::string_view more = {}) {
  Files files = model(process(
      "p",
      "<laneSet id='ls'><lane id='l' name='clerk'><flowNodeRef>m</flowNodeRef></lane></laneSet>"
      "<startEvent id='s'/><userTask id='m'/><userTask id='n' " +
          text(attributes) + "/>" + text(more) + "<endEvent id='e'/>",
      "s>m m>n n>e"));
  files.emplace_back("organisation.yaml",
                     "roles: [{id: clerk}, {id: head}]\n"
                     "persons: [{id: anna, roles: [clerk, head]}, {id: bernd, roles: [clerk]}]\n");
  return files;
}

inline Files in_lane(std::string_view lane) {
  Files files = model(process("p",
                              "<laneSet id='ls'><lane id='l' name='" + text(lane) +
                                  "'><flowNodeRef>m</flowNodeRef></lane></laneSet>"
                                  "<startEvent id='s'/><userTask id='m'/><endEvent id='e'/>",
                              "s>m m>e"));
  files.emplace_back("organisation.yaml",
                     "roles: [{id: clerk}]\npersons: [{id: a, roles: [clerk]}]");
  return files;
}

inline Files with_form(std::string_view form) {
  Files files = around("<userTask id='m' c:formRef='application'/>");
  files.emplace_back("a.form", form);
  return files;
}

inline Files templated(std::string_view name) {
  Files files = around("<userTask id='m' c:modelerTemplate='named' " + text(name) + "/>");
  files.emplace_back("element-templates/named.json",
                     R"({"id": "named", "appliesTo": ["bpmn:Task"], "properties": [{"label": "Name",
                     "binding": {"type": "property", "name": "name"},
                     "constraints": {"notEmpty": true}}]})");
  return files;
}

}  // namespace umlauf::cli
