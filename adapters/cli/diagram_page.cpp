#include "adapters/cli/diagram_page.hpp"

#include <cstdio>
#include <set>

#include "adapters/cli/diagram_svg.hpp"
#include "adapters/cli/junit.hpp"
#include "adapters/cli/output.hpp"

namespace umlauf::cli {
namespace {

std::string missed_list(const char* english, const char* german, const Share& share) {
  std::string html = "<h2>" + std::string(localized(english, german)) + ": " +
                     std::to_string(share.covered()) + " / " + std::to_string(share.total) +
                     "</h2>";
  if (share.missed.empty()) return html;
  html += "<ul>";
  for (const std::string& id : share.missed) html += "<li>" + xml_escaped(id) + "</li>";
  return html + "</ul>";
}

constexpr const char* kStyle = R"(.reached{fill:#d9f2dc;stroke:#1b7a2b!important}
.missed{fill:#fbd9d9;stroke:#b00020!important;stroke-dasharray:4 3})";

}  // namespace

std::string diagram_page(const bpmn::Definitions& definitions, const ModelCoverage& coverage) {
  char percent[16];
  std::snprintf(percent, sizeof percent, "%.1f %%", coverage.percent());
  const std::string title = xml_escaped(coverage.file) + ": " + percent;
  std::string html = "<!DOCTYPE html>\n<html lang=\"" + std::string(localized("en", "de")) +
                     "\"><head><meta charset=\"utf-8\"><title>" + title + "</title><style>" +
                     std::string(diagram_css()) + kStyle + "</style></head><body><h1>" + title +
                     "</h1>\n" + "<p>" +
                     std::string(localized("Green: reached by a scenario; red and dashed: missed.",
                                           "Grün: von einem Szenario erreicht; rot und "
                                           "gestrichelt: nicht erreicht.")) +
                     "</p>\n" + diagram_markers();
  const std::set<std::string, std::less<>> nodes(coverage.nodes.missed.begin(),
                                                 coverage.nodes.missed.end());
  const std::set<std::string, std::less<>> flows(coverage.flows.missed.begin(),
                                                 coverage.flows.missed.end());
  const auto style_of = [](const std::set<std::string, std::less<>>& missed) {
    return [&missed](std::string_view id) -> std::string {
      return missed.contains(id) ? "missed" : "reached";
    };
  };
  for (const bpmn::Diagram& diagram : definitions.diagrams)
    html += diagram_svg(definitions, diagram, {style_of(nodes), style_of(flows)}) + "\n";
  html += missed_list("Flow nodes", "Elemente", coverage.nodes);
  html += missed_list("Sequence flows", "Sequenzflüsse", coverage.flows);
  html += missed_list("Outcomes of conditions", "Ausgänge von Bedingungen", coverage.conditions);
  return html + "</body></html>\n";
}

}  // namespace umlauf::cli
