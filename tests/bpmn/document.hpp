#pragma once

#include <algorithm>
#include <string>
#include <string_view>

/// Short BPMN documents for tests: the frame around what a case is about.
namespace umlauf::bpmn {

inline std::string definitions(std::string_view content, std::string_view attributes = {}) {
  std::string result =
      "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL'"
      " xmlns:bpmndi='http://www.omg.org/spec/BPMN/20100524/DI'"
      " xmlns:dc='http://www.omg.org/spec/DD/20100524/DC'"
      " xmlns:di='http://www.omg.org/spec/DD/20100524/DI'"
      " xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'"
      " xmlns:tns='urn:test' xmlns:x='urn:x' targetNamespace='urn:test' ";
  result += attributes;
  result += ">\n";
  result += content;
  result += "\n</definitions>";
  return result;
}

/// The content stands in line 2.
inline std::string process(std::string_view content, std::string_view attributes = {}) {
  std::string result = "<process id='p' isExecutable='true' ";
  result += attributes;
  result += ">";
  result += content;
  result += "</process>";
  return definitions(result);
}

/// `s>a a>b` as sequence flows named `s_a`, `a_b`.
inline std::string flows(std::string_view pairs) {
  std::string xml;
  while (!pairs.empty()) {
    const std::string_view pair = pairs.substr(0, pairs.find(' '));
    const auto arrow = pair.find('>');
    const std::string from(pair.substr(0, arrow)), to(pair.substr(arrow + 1));
    xml += "<sequenceFlow id='" + from + "_" + to + "' sourceRef='" + from + "' targetRef='" + to +
           "'/>";
    pairs.remove_prefix(std::min(pairs.size(), pair.size() + 1));
  }
  return xml;
}

/// A process without the frame around it, its flows written as above.
inline std::string process(std::string_view id, std::string_view content, std::string_view pairs) {
  return "<process id='" + std::string(id) + "' isExecutable='true'>" + std::string(content) +
         flows(pairs) + "</process>";
}

}  // namespace umlauf::bpmn
