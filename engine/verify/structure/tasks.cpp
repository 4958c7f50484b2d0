// What the dialects say of tasks: their types, people, dates and data. The engines that the models
// come from refuse most of this at deployment.
#include <algorithm>
#include <array>
#include <set>

#include "engine/calendar/timer.hpp"
#include "engine/verify/structure/extensions.hpp"
#include "engine/verify/structure/visit.hpp"

namespace umlauf::verify::structure {
namespace {

using namespace bpmn;
using definition::kActivitiLike;
using definition::kCamunda;
using definition::kFlowable;
using definition::kJavaEngines;
using definition::kUmlauf;
using definition::kZeebe;

// A message event is carried out like a task and lies in its definition.
template <typename Visitor>
void for_each_type(const Check& check, std::string_view type, Families families, Visitor visit) {
  for_each_activity(check, [&](const FlowNode& node, const Activity&) {
    if (value_of(node, families, "type") == type) visit(node, node);
  });
  for_each_definition(check, [&](const FlowNode& node, const EventDefinition& definition) {
    if (value_of(definition, families, "type") == type) visit(node, definition);
  });
}

// The names of `<camunda:field>`s that say something.
std::set<std::string_view> fields_of(const BaseElement& element) {
  std::set<std::string_view> names;
  for (const ExtensionElement* field : elements_of(element, kJavaEngines, "field")) {
    const bool below =
        std::any_of(field->children.begin(), field->children.end(),
                    [](const ExtensionElement& child) { return !is_blank(child.text); });
    if (below || !is_blank(field->value("stringValue")) || !is_blank(field->value("expression")))
      names.insert(field->value("name"));
  }
  return names;
}

template <std::size_t N>
bool has_any(const std::set<std::string_view>& names,
             const std::array<std::string_view, N>& wanted) {
  return std::any_of(wanted.begin(), wanted.end(),
                     [&](std::string_view name) { return names.contains(name); });
}

void results_have_a_taker(Check& check) {
  for_each_activity(check, [&](const FlowNode& node, const Activity&) {
    for (const std::string_view code : {"class", "delegateExpression"}) {
      if (value_of(node, kJavaEngines, code).empty()) continue;
      const ExtensionAttribute* result = attribute_of(node, kJavaEngines, "resultVariable");
      if (!result) result = attribute_of(node, kActivitiLike, "resultVariableName");
      if (!result) continue;
      check.report(result->span, node.id,
                   {"'" + std::string(code) + "' of " + label(node) +
                        " returns nothing there that '" + result->value + "' could take",
                    "'" + std::string(code) + "' von " + label(node) +
                        " liefert dort nichts, was in '" + result->value + "' käme"});
    }
  });
}

void mails_are_complete(Check& check) {
  static constexpr std::array<std::string_view, 3> kTo = {"to", "cc", "bcc"};
  static constexpr std::array<std::string_view, 4> kContent = {"text", "html", "textVar",
                                                               "htmlVar"};
  for_each_type(check, "mail", kJavaEngines, [&](const FlowNode& node, const BaseElement& element) {
    const auto fields = fields_of(element);
    if (!has_any(fields, kTo))
      check.report(node.span, node.id,
                   {"mail task " + label(node) + " has no recipient: field 'to', 'cc' or 'bcc'",
                    "die Mail-Aufgabe " + label(node) +
                        " hat keinen Empfänger: Feld 'to', 'cc' oder 'bcc'"});
    if (!has_any(fields, kContent))
      check.report(
          node.span, node.id,
          {"mail task " + label(node) + " has no content: field 'text' or 'html'",
           "die Mail-Aufgabe " + label(node) + " hat keinen Inhalt: Feld 'text' oder 'html'"});
  });
}

void fields_are_there(Check& check, std::string_view type,
                      std::initializer_list<std::string_view> wanted) {
  for_each_type(check, type, kFlowable, [&](const FlowNode& node, const BaseElement& element) {
    const auto fields = fields_of(element);
    for (const std::string_view name : wanted) {
      if (fields.contains(name)) continue;
      check.report(node.span, node.id,
                   {"field '" + std::string(name) + "' of " + label(node) + " is missing",
                    "das Feld '" + std::string(name) + "' von " + label(node) + " fehlt"});
    }
  });
}

void requests_have_an_address(Check& check) {
  fields_are_there(check, "http", {"requestMethod", "requestUrl"});
}

void no_shell(Check& check) {
  for_each_type(check, "shell", kJavaEngines, [&](const FlowNode& node, const BaseElement&) {
    check.report(
        node.span, node.id,
        {"shell task " + label(node) + " would run a command of the operating system",
         "die Shell-Aufgabe " + label(node) + " würde einen Befehl des Betriebssystems ausführen"});
  });
}

void cases_have_a_key(Check& check) {
  for_each_type(check, "case", kFlowable, [&](const FlowNode& node, const BaseElement& element) {
    if (!is_blank(value_of(element, kFlowable, "caseDefinitionKey"))) return;
    check.report(node.span, node.id,
                 {"case task " + label(node) + " names no case",
                  "die Fall-Aufgabe " + label(node) + " nennt keinen Fall"});
  });
}

void events_have_a_type(Check& check) {
  for_each_type(
      check, "send-event", kFlowable, [&](const FlowNode& node, const BaseElement& element) {
        const auto says = [&](std::string_view name) {
          const auto found = elements_of(element, kFlowable, name);
          return !found.empty() && !is_blank(found.front()->text);
        };
        if (!says("eventType"))
          check.report(node.span, node.id,
                       {"event task " + label(node) + " has no 'eventType'",
                        "die Ereignis-Aufgabe " + label(node) + " hat kein 'eventType'"});
        if (!says("channelKey") && elements_of(element, kFlowable, "systemChannel").empty())
          check.report(node.span, node.id,
                       {"event task " + label(node) + " names no channel",
                        "die Ereignis-Aufgabe " + label(node) + " nennt keinen Kanal"});
      });
}

void one_performer(Check& check) {
  for_each_activity(check, [&](const FlowNode& node, const Activity& activity) {
    if (node.kind != FlowNodeKind::UserTask) return;
    const auto performers = std::count_if(
        activity.resources.begin(), activity.resources.end(), [](const ResourceRole& role) {
          return role.assignment && (role.kind == ResourceRoleKind::HumanPerformer ||
                                     role.kind == ResourceRoleKind::Performer);
        });
    const bool assigned = !value_of(node, kJavaEngines, "assignee").empty();
    if (performers + (assigned ? 1 : 0) < 2) return;
    check.report(
        node.span, node.id,
        {"user task " + label(node) + " names several performers, the last of whom gets it",
         "die Benutzeraufgabe " + label(node) +
             " nennt mehrere Bearbeiter, der letzte bekommt sie"});
  });
}

void check_date(Check& check, const FlowNode& node, const ExtensionAttribute& date) {
  if (is_blank(date.value) || is_computed(date.value) || calendar::parse_timer_date(date.value) ||
      calendar::parse_timer_duration(date.value))
    return;
  check.report(date.span, node.id,
               {"'" + date.value + "' is neither a date nor a duration",
                "'" + date.value + "' ist weder ein Datum noch eine Dauer"});
}

void dates_are_dates(Check& check) {
  for_each_activity(check, [&](const FlowNode& node, const Activity&) {
    for (const std::string_view name : {"dueDate", "followUpDate"}) {
      if (const auto* own = attribute_of(node, kJavaEngines | kUmlauf, name))
        check_date(check, node, *own);
      for (const ExtensionElement* schedule : elements_of(node, kZeebe, "taskSchedule"))
        for (const ExtensionAttribute& own : schedule->attributes)
          if (own.name == name) check_date(check, node, own);
    }
  });
}

// Each instance would write the same variable of the scope around.
void instances_write_nothing(Check& check) {
  for_each_activity(check, [&](const FlowNode& node, const Activity& activity) {
    if (!activity.loop || !std::holds_alternative<MultiInstanceLoopCharacteristics>(*activity.loop))
      return;
    for (const ExtensionElement* io : elements_of(node, kCamunda, "inputOutput"))
      for (const ExtensionElement& parameter : io->children) {
        if (parameter.name != "outputParameter") continue;
        check.report(parameter.span, node.id,
                     {"each instance of " + label(node) + " writes output '" +
                          std::string(parameter.value("name")) + "'; the last one wins",
                      "jede Instanz von " + label(node) + " schreibt die Ausgabe '" +
                          std::string(parameter.value("name")) + "'; die letzte gewinnt"});
      }
  });
}

void report_twice(Check& check, const FlowNode& node, const ExtensionElement& header,
                  std::string_view key) {
  check.report(
      header.span, node.id,
      {"header '" + std::string(key) + "' of " + label(node) + " is written twice",
       "die Kopfzeile '" + std::string(key) + "' von " + label(node) + " steht zweimal da"});
}

void headers_differ(Check& check) {
  for_each_activity(check, [&](const FlowNode& node, const Activity&) {
    std::set<std::string_view> seen;
    for (const ExtensionElement* headers : elements_of(node, kZeebe, "taskHeaders"))
      for (const ExtensionElement& header : headers->children)
        if (!seen.insert(header.value("key")).second)
          report_twice(check, node, header, header.value("key"));
    for (const ExtensionElement* field : elements_of(node, kJavaEngines, "field"))
      if (!seen.insert(field->value("name")).second)
        report_twice(check, node, *field, field->value("name"));
  });
}

// Secrets within the model
// -----------------------------------------------------------------------------------------------

bool names_a_secret(std::string_view name) {
  static constexpr std::array<std::string_view, 9> kWords = {"password", "passwd",  "passwort",
                                                             "kennwort", "secret",  "apikey",
                                                             "api_key",  "api-key", "privatekey"};
  std::string lower(name);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) {
    return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  });
  return std::any_of(kWords.begin(), kWords.end(),
                     [&](std::string_view word) { return lower.ends_with(word); });
}

// Not what is computed, nor a placeholder that the worker fills in. `="..."` is FEEL for a literal.
bool is_literal(std::string_view text) {
  if (is_blank(text) || text.find("{{") != std::string_view::npos) return false;
  if (text.starts_with("=\"") && text.find('"', 2) == text.size() - 1) return text.size() > 3;
  return !is_computed(text);
}

// The value of `<inputParameter name>`, `<header key value>`, `<input source target>`, `<property>`
// and `<field>`, under its name.
std::pair<std::string_view, std::string_view> named_value(const ExtensionElement& element) {
  if (element.name == "inputParameter")
    return {element.value("name"), element.children.empty() ? element.text : std::string_view()};
  if (element.name == "header") return {element.value("key"), element.value("value")};
  if (element.name == "property") return {element.value("name"), element.value("value")};
  if (element.name == "input") return {element.value("target"), element.value("source")};
  if (element.name != "field") return {};
  for (const ExtensionElement& child : element.children)
    if (child.name == "string") return {element.value("name"), child.text};
  return {element.value("name"), element.value("stringValue")};
}

void secrets_stay_outside(Check& check) {
  for_each_node(check, [&](const FlowNode& node) {
    std::vector<const ExtensionElement*> open;
    for (const ExtensionElement& own : node.extension_elements)
      if (definition::family_of(own.namespace_uri) != 0) open.push_back(&own);
    while (!open.empty()) {
      const ExtensionElement& element = *open.back();
      open.pop_back();
      for (const ExtensionElement& child : element.children) open.push_back(&child);
      const auto [name, value] = named_value(element);
      if (!names_a_secret(name) || !is_literal(value)) continue;
      check.report(
          element.span, node.id,
          {"'" + std::string(name) + "' of " + label(node) +
               " stands in the model for everybody to read",
           "'" + std::string(name) + "' von " + label(node) + " steht im Modell für alle lesbar"});
    }
  });
}

constexpr Severity kError = Severity::Error;
constexpr Severity kInfo = Severity::Info;
constexpr Severity kWarning = Severity::Warning;

constexpr Row kRows[] = {
    {{"ACT-03", kInfo, kWarning, "a task that runs a class has no result variable",
      "eine Aufgabe, die eine Klasse ausführt, hat keine Ergebnisvariable", ""},
     &results_have_a_taker},
    {{"ACT-05", kWarning, kError, "a mail task has a recipient and a content",
      "eine Mail-Aufgabe hat Empfänger und Inhalt", ""},
     &mails_are_complete},
    {{"ACT-06", kWarning, kError, "an HTTP task has a method and an address",
      "eine HTTP-Aufgabe hat Methode und Adresse", ""},
     &requests_have_an_address},
    {{"ACT-07", kWarning, kError, "no task runs a command of the operating system",
      "keine Aufgabe führt einen Befehl des Betriebssystems aus", ""},
     &no_shell},
    {{"ACT-10", kWarning, kError, "a case task names its case",
      "eine Fall-Aufgabe nennt ihren Fall", ""},
     &cases_have_a_key},
    {{"ACT-11", kWarning, kError, "a task that sends an event names its type and its channel",
      "eine Aufgabe, die ein Ereignis sendet, nennt dessen Typ und Kanal", ""},
     &events_have_a_type},
    {{"ACT-14", kInfo, kWarning, "a user task names one performer at most",
      "eine Benutzeraufgabe nennt höchstens einen Bearbeiter", "§10.3.4"},
     &one_performer},
    {{"ACT-16", kInfo, kWarning, "due and follow-up dates are dates, durations or computed",
      "Fälligkeit und Wiedervorlage sind Datum, Dauer oder berechnet", ""},
     &dates_are_dates},
    {{"ACT-23", kInfo, kWarning, "the instances of an activity do not write one output each",
      "die Instanzen einer Aktivität schreiben keine gemeinsame Ausgabe", ""},
     &instances_write_nothing},
    {{"ACT-26", kInfo, kWarning, "the headers of a task have different keys",
      "die Kopfzeilen einer Aufgabe haben verschiedene Schlüssel", ""},
     &headers_differ},
    {{"ACT-27", kWarning, kWarning, "passwords and keys do not stand in the model",
      "Kennwörter und Schlüssel stehen nicht im Modell", ""},
     &secrets_stay_outside},
};

}  // namespace

std::span<const Row> task_rows() { return kRows; }

}  // namespace umlauf::verify::structure
