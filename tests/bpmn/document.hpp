#pragma once

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

}  // namespace umlauf::bpmn
