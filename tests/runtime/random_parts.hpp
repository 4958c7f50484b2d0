#pragma once

#include <string>

/// How the parts of random models are written.
namespace umlauf::runtime::test {

inline std::string element(const std::string& name, const std::string& id,
                           const std::string& inner = "", const std::string& attributes = "") {
  return "<" + name + " id=\"" + id + "\"" + (attributes.empty() ? "" : " " + attributes) + ">" +
         inner + "</" + name + ">";
}

inline std::string expression(const char* tag, const std::string& text) {
  return std::string("<") + tag + " xsi:type=\"tFormalExpression\">" + text + "</" + tag + ">";
}

}  // namespace umlauf::runtime::test
