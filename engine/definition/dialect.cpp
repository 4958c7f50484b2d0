#include "engine/definition/dialect.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <string>
#include <utility>

#include "engine/xml/document.hpp"

namespace umlauf::definition {

namespace {

struct Namespace {
  std::string_view uri;
  Families family;
};

constexpr std::array kNamespaces{
    Namespace{"http://camunda.org/schema/1.0/bpmn", kCamunda},
    Namespace{"http://operaton.org/schema/1.0/bpmn", kCamunda},
    Namespace{"http://activiti.org/bpmn", kActiviti},
    Namespace{"http://flowable.org/bpmn", kFlowable},
    Namespace{"http://camunda.org/schema/zeebe/1.0", kZeebe},
    Namespace{"https://umlauf.example/bpmn/1.0", kUmlauf},
};

// In the order of the bits of Place.
constexpr std::array<std::string_view, 36> kPlaceNames{"definitions",
                                                       "process",
                                                       "startEvent",
                                                       "intermediateCatchEvent",
                                                       "intermediateThrowEvent",
                                                       "endEvent",
                                                       "boundaryEvent",
                                                       "task",
                                                       "userTask",
                                                       "serviceTask",
                                                       "sendTask",
                                                       "receiveTask",
                                                       "scriptTask",
                                                       "businessRuleTask",
                                                       "manualTask",
                                                       "callActivity",
                                                       "subProcess",
                                                       "adHocSubProcess",
                                                       "gateway",
                                                       "sequenceFlow",
                                                       "multiInstanceLoopCharacteristics",
                                                       "messageEventDefinition",
                                                       "timerEventDefinition",
                                                       "signalEventDefinition",
                                                       "errorEventDefinition",
                                                       "escalationEventDefinition",
                                                       "conditionalEventDefinition",
                                                       "terminateEventDefinition",
                                                       "other event definitions",
                                                       "message",
                                                       "signal",
                                                       "error",
                                                       "escalation",
                                                       "expression",
                                                       "collaboration",
                                                       "elsewhere"};

// The rows in the order of their names.
const std::vector<const ExtensionRow*>& rows_by_name() {
  static const std::vector<const ExtensionRow*> kRows = [] {
    std::vector<const ExtensionRow*> rows = extension_rows();
    std::stable_sort(rows.begin(), rows.end(), [](const ExtensionRow* a, const ExtensionRow* b) {
      return a->name < b->name;
    });
    return rows;
  }();
  return kRows;
}

struct Found {
  const ExtensionRow* row = nullptr;
  bool elsewhere = false;  // known, but not at this place
};

Found find(Families family, bool element, std::string_view name, Places place) {
  const auto& rows = rows_by_name();
  auto row =
      std::lower_bound(rows.begin(), rows.end(), name,
                       [](const ExtensionRow* r, std::string_view n) { return r->name < n; });
  Found found;
  for (; row != rows.end() && (*row)->name == name; ++row) {
    if ((*row)->element != element || ((*row)->families & family) == 0) continue;
    if (((*row)->places & place) != 0) return {*row, false};
    found.elsewhere = true;
  }
  return found;
}

void report_row(const Lowering& to, const ExtensionRow& row, SourceSpan span) {
  const std::string name = std::string(prefix_of(to.family)) + ":" + std::string(row.name);
  const Severity severity =
      row.treatment == Treatment::Refused ? Severity::Error : Severity::Warning;
  to.findings.add(severity, "XML-09",
                  {"'" + name + "' is not supported: " + std::string(row.english),
                   "'" + name + "' wird nicht unterstützt: " + std::string(row.german)},
                  span, to.element);
}

void report_unknown(const Lowering& to, std::string_view own_name, bool elsewhere,
                    SourceSpan span) {
  const std::string name = std::string(prefix_of(to.family)) + ":" + std::string(own_name);
  if (elsewhere) {
    const std::string place(place_name(to.place));
    to.findings.warning(
        "XML-09",
        {"'" + name + "' has no meaning at '" + place + "' and is passed over",
         "'" + name + "' hat bei '" + place + "' keine Bedeutung und wird übergangen"},
        span, to.element);
  } else {
    to.findings.warning("XML-09",
                        {"'" + name + "' is not known and is passed over",
                         "'" + name + "' ist nicht bekannt und wird übergangen"},
                        span, to.element);
  }
}

// Umlauf's own additions that no part of the engine takes yet are kept as properties.
bool keep_own(const Lowering& to, std::string_view name, const Written& value) {
  if (to.family != kUmlauf) return false;
  to.lowered.properties.push_back({name, value});
  return true;
}

void lower_attribute(const Lowering& to, const bpmn::ExtensionAttribute& attribute) {
  const Found found = find(to.family, false, attribute.name, to.place);
  if (found.row == nullptr) {
    if (!keep_own(to, attribute.name, to.written(attribute)))
      report_unknown(to, attribute.name, found.elsewhere, attribute.span);
  } else if (found.row->treatment == Treatment::Taken) {
    to.set(to.lowered.*(found.row->field), to.written(attribute));
  } else if (found.row->treatment != Treatment::Harmless) {
    report_row(to, *found.row, attribute.span);
  }
}

void lower_element(const Lowering& to, const bpmn::ExtensionElement& element) {
  const Found found = find(to.family, true, element.name, to.place);
  if (found.row == nullptr) {
    if (!keep_own(to, element.name, to.text_of(element)))
      report_unknown(to, element.name, found.elsewhere, element.span);
  } else if (found.row->treatment == Treatment::Taken) {
    found.row->lower(to, element);
  } else if (found.row->treatment != Treatment::Harmless) {
    report_row(to, *found.row, element.span);
  }
}

}  // namespace

Families family_of(std::string_view namespace_uri) {
  for (const Namespace& known : kNamespaces)
    if (known.uri == namespace_uri) return known.family;
  return 0;
}

std::string_view prefix_of(Families family) {
  switch (family) {
    case kCamunda:
      return "camunda";
    case kActiviti:
      return "activiti";
    case kFlowable:
      return "flowable";
    case kZeebe:
      return "zeebe";
    default:
      return "umlauf";
  }
}

Marks marks_of(Families family) {
  if (family == kZeebe) return Marks::Equals;
  return family == kUmlauf ? Marks::Both : Marks::Dollar;
}

std::string_view place_name(Places single) {
  return kPlaceNames.at(static_cast<std::size_t>(std::countr_zero(single)));
}

std::vector<const ExtensionRow*> extension_rows() {
  std::vector<const ExtensionRow*> rows;
  for (const auto table :
       {camunda_rows(), camunda_element_rows(), flowable_rows(), zeebe_rows(), umlauf_rows()})
    for (const ExtensionRow& row : table) rows.push_back(&row);
  return rows;
}

Written Lowering::attribute(const bpmn::ExtensionElement& own, std::string_view name) const {
  for (const bpmn::ExtensionAttribute& attribute : own.attributes)
    if (attribute.name == name) return written(attribute);
  return {};
}

Families family_of(Dialect dialect) {
  switch (dialect) {
    case Dialect::Standard:
      return 0;
    case Dialect::Camunda7:
      return kCamunda;
    case Dialect::Activiti:
      return kActiviti;
    case Dialect::Flowable:
      return kFlowable;
    case Dialect::Zeebe:
      break;
  }
  return kZeebe;
}

void Lowering::set(Written& field, const Written& value) const {
  if (!value) return;
  if (!field || field.text == value.text) {
    field = value;
    return;
  }
  const bool old_is_home = lowered.home != 0 && field.family == lowered.home;
  const bool new_is_home = lowered.home != 0 && value.family == lowered.home;
  const bool settled = old_is_home != new_is_home;
  findings.add(settled ? Severity::Warning : Severity::Error, "XML-09",
               {"'" + std::string(value.text) + "' contradicts '" + std::string(field.text) +
                    "', which another extension of the element says",
                "'" + std::string(value.text) + "' widerspricht '" + std::string(field.text) +
                    "' aus einer anderen Erweiterung des Elements"},
               value.span, element);
  if (!old_is_home) field = value;
}

void lower_extensions(const bpmn::BaseElement& element, Places place, std::string_view id,
                      Findings& findings, Lowered& into) {
  for (const bpmn::ExtensionAttribute& attribute : element.extension_attributes)
    if (const Families family = family_of(attribute.namespace_uri); family != 0)
      lower_attribute({into, findings, id, family, place}, attribute);
  for (const bpmn::ExtensionElement& extension : element.extension_elements)
    if (const Families family = family_of(extension.namespace_uri); family != 0)
      lower_element({into, findings, id, family, place}, extension);
}

bool truth_of(const Written& written, bool otherwise, Findings& findings,
              std::string_view element) {
  if (!written) return otherwise;
  const std::string_view text = xml::trimmed(written.text);
  if (text == "true" || text == "1") return true;
  if (text == "false" || text == "0") return false;
  findings.error("XML-09",
                 {"'" + std::string(text) + "' is neither 'true' nor 'false'",
                  "'" + std::string(text) + "' ist weder 'true' noch 'false'"},
                 written.span, element);
  return otherwise;
}

}  // namespace umlauf::definition
