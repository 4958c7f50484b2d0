#include "adapters/cli/junit.hpp"

#include <cstdio>

#include "adapters/cli/output.hpp"

namespace umlauf::cli {
namespace {

std::string seconds_of(double seconds) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3f", seconds);
  return text;
}

std::string test_case(const ScenarioFileResult& file, const ScenarioResult& scenario) {
  std::string xml = "    <testcase name=\"" + xml_escaped(scenario.name) + "\" classname=\"" +
                    xml_escaped(file.path) + "\" file=\"" + xml_escaped(file.path) + "\" line=\"" +
                    std::to_string(scenario.line) + "\" time=\"" + seconds_of(scenario.seconds) +
                    "\"";
  if (scenario.passed) return xml + "/>\n";
  const std::string first = scenario.report.empty() ? "" : scenario.report.front();
  xml += ">\n      <failure message=\"" + xml_escaped(first) + "\">" + xml_escaped(file.path) +
         ":" + std::to_string(scenario.step_line) + "\n";
  for (const std::string& line : scenario.report) xml += xml_escaped(line) + "\n";
  return xml + "</failure>\n    </testcase>\n";
}

}  // namespace

std::string xml_escaped(const std::string& text) {
  std::string escaped;
  for (char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '&')
      escaped += "&amp;";
    else if (c == '<')
      escaped += "&lt;";
    else if (c == '>')
      escaped += "&gt;";
    else if (c == '"')
      escaped += "&quot;";
    else if (byte < 0x20 && c != '\n' && c != '\t')
      escaped += "\xEF\xBF\xBD";
    else
      escaped += c;
  }
  return escaped;
}

std::string junit_of(const std::vector<ScenarioFileResult>& results) {
  std::string xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n";
  for (const ScenarioFileResult& file : results) {
    std::size_t failures = 0;
    double seconds = 0;
    for (const ScenarioResult& scenario : file.scenarios) {
      failures += scenario.passed ? 0 : 1;
      seconds += scenario.seconds;
    }
    const bool broken = has_errors(file.diagnostics);
    xml += "  <testsuite name=\"" + xml_escaped(file.path) + "\" tests=\"" +
           std::to_string(file.scenarios.size() + (broken ? 1 : 0)) + "\" failures=\"" +
           std::to_string(failures) + "\" errors=\"" + (broken ? "1" : "0") + "\" time=\"" +
           seconds_of(seconds) + "\">\n";
    if (broken) {
      xml += "    <testcase name=\"" + xml_escaped(file.path) + "\" classname=\"" +
             xml_escaped(file.path) + "\">\n      <error>";
      for (const Diagnostic& diagnostic : file.diagnostics)
        xml += xml_escaped(heading_of(diagnostic)) + "\n";
      xml += "</error>\n    </testcase>\n";
    }
    for (const ScenarioResult& scenario : file.scenarios) xml += test_case(file, scenario);
    xml += "  </testsuite>\n";
  }
  return xml + "</testsuites>\n";
}

}  // namespace umlauf::cli
