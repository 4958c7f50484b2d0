// Reads whatever comes as BPMN, links it with itself and checks its structure. What does not begin
// with '<' is taken for the content of a process, so that the fuzzer need not find the frame.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "engine/bpmn/reader.hpp"
#include "engine/verify/structure/structure.hpp"

namespace {

constexpr const char* kFrame =
    "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL'"
    " xmlns:bpmndi='http://www.omg.org/spec/BPMN/20100524/DI'"
    " xmlns:dc='http://www.omg.org/spec/DD/20100524/DC'"
    " xmlns:di='http://www.omg.org/spec/DD/20100524/DI'"
    " xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'"
    " xmlns:camunda='http://camunda.org/schema/1.0/bpmn' targetNamespace='urn:t'>"
    "<message id='m'/><signal id='g'/><error id='x'/><process id='p' isExecutable='true'>";

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace umlauf;
  std::string bytes(reinterpret_cast<const char*>(data), size);
  const bool whole = bytes.starts_with('<') || bytes.starts_with('\xEF') ||
                     bytes.starts_with('\xFE') || bytes.starts_with('\xFF');
  if (!whole) bytes = kFrame + bytes.substr(bytes.empty() ? 0 : 1) + "</process></definitions>";
  bpmn::Reading reading = bpmn::read(bytes, "fuzz.bpmn");
  require(reading.usable || has_errors(reading.diagnostics));
  for (const Diagnostic& diagnostic : reading.diagnostics) require(diagnostic.span.known());
  std::vector<bpmn::Definitions> models;
  models.push_back(reading.definitions);
  models.push_back(std::move(reading.definitions));
  bpmn::link(models);
  for (const verify::Profile profile : {verify::Profile::Draft, verify::Profile::Executable})
    for (const Diagnostic& diagnostic : verify::check_structure(models.front(), profile))
      require(diagnostic.span.known() && !diagnostic.rule.empty());
  return 0;
}
