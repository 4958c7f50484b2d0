#include "engine/verify/templates.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "engine/bpmn/reader.hpp"
#include "tests/bpmn/document.hpp"

namespace umlauf::verify {
namespace {

constexpr const char* kTemplate = R"([{"id": "mail", "version": 2, "name": "Mail",
  "appliesTo": ["bpmn:Task"], "properties": [
    {"type": "Hidden", "value": "send-mail",
     "binding": {"type": "zeebe:taskDefinition", "property": "type"}},
    {"label": "Recipient", "binding": {"type": "zeebe:input", "name": "to"},
     "constraints": {"notEmpty": true, "pattern": {"value": "^[^@]+@[^@]+$", "message": "no"}}},
    {"label": "Subject", "binding": {"type": "zeebe:taskHeader", "key": "subject"},
     "constraints": {"minLength": 3, "maxLength": 5}},
    {"label": "Urgency", "type": "Dropdown", "binding": {"type": "zeebe:property", "name": "urgency"},
     "choices": [{"name": "High", "value": "high"}, {"name": "Low", "value": "low"}]},
    {"label": "Sometimes", "binding": {"type": "zeebe:input", "name": "cc"},
     "constraints": {"notEmpty": true}, "condition": {"property": "urgency", "equals": "high"}},
    {"label": "Unknown", "binding": {"type": "zeebe:script", "name": "x"},
     "constraints": {"notEmpty": true}}]},
  {"id": "no template"}, 7])";

std::string task(std::string_view attributes, std::string_view content) {
  return bpmn::definitions("<process id='p' isExecutable='true'><serviceTask id='m' " +
                               std::string(attributes) + "><extensionElements>" +
                               std::string(content) +
                               "</extensionElements></serviceTask></process>",
                           "xmlns:zeebe='http://camunda.org/schema/zeebe/1.0'");
}

std::vector<std::string> told(const std::string& document, std::string_view json = kTemplate) {
  const bpmn::Reading reading = bpmn::read(document, "a.bpmn");
  EXPECT_TRUE(reading.usable) << document;
  std::vector<ElementTemplate> templates;
  add_templates(templates, json);
  std::vector<std::string> texts;
  for (const Diagnostic& found : check_templates(reading.definitions, templates)) {
    EXPECT_EQ(found.rule, "ACT-28");
    EXPECT_TRUE(found.span.known());
    EXPECT_EQ(found.element, "m");
    EXPECT_FALSE(found.message.german.empty());
    texts.push_back(found.message.english);
  }
  return texts;
}

std::string mail(std::string_view type, std::string_view to, std::string_view subject,
                 std::string_view urgency) {
  return "<zeebe:taskDefinition type='" + std::string(type) +
         "'/><zeebe:ioMapping><zeebe:input target='to' source='" + std::string(to) +
         "'/></zeebe:ioMapping><zeebe:taskHeaders><zeebe:header key='subject' value='" +
         std::string(subject) +
         "'/></zeebe:taskHeaders><zeebe:properties><zeebe:property name='urgency' value='" +
         std::string(urgency) + "'/></zeebe:properties>";
}

using Texts = std::vector<std::string>;
constexpr const char* kUses = "zeebe:modelerTemplate='mail' zeebe:modelerTemplateVersion='2'";

TEST(Templates, AreKept) {
  EXPECT_EQ(told(task(kUses, mail("send-mail", "a@b", "Hello", "low"))), Texts{});
  EXPECT_EQ(told(task(kUses, mail("send-mail", "=recipient", "=subject of mail", "=x"))), Texts{});
}

TEST(Templates, AreBroken) {
  EXPECT_EQ(told(task(kUses, mail("send-fax", "nobody", "Hi", "never"))),
            (Texts{"template 'Mail' of 'm': 'type' is not 'send-mail'",
                   "template 'Mail' of 'm': 'Recipient' does not match ^[^@]+@[^@]+$",
                   "template 'Mail' of 'm': 'Subject' has fewer than 3 characters",
                   "template 'Mail' of 'm': 'Urgency' is none of the choices"}));
  EXPECT_EQ(told(task(kUses, mail("send-mail", "a@b", "Grüße!", "low"))),
            Texts{"template 'Mail' of 'm': 'Subject' has more than 5 characters"});
  EXPECT_EQ(told(task(kUses, "")), (Texts{"template 'Mail' of 'm': 'type' is missing",
                                          "template 'Mail' of 'm': 'Recipient' is missing"}));
}

TEST(Templates, OfOtherVersionsAndIdsSayNothing) {
  EXPECT_EQ(told(task("zeebe:modelerTemplate='mail' zeebe:modelerTemplateVersion='1'", "")),
            Texts{});
  EXPECT_EQ(told(task("zeebe:modelerTemplate='fax'", "")), Texts{});
  EXPECT_EQ(told(task("", "")), Texts{});
  EXPECT_EQ(told(task("zeebe:modelerTemplate='mail'", "")).size(), 2U) << "any version";
}

TEST(Templates, ThatCannotBeReadSayNothing) {
  for (const char* json : {"", "{", "[]", "3", "{\"id\": \"mail\", \"appliesTo\": []}",
                           "{\"id\": \"mail\", \"appliesTo\": [], \"properties\": [1, {}]}"})
    EXPECT_EQ(told(task(kUses, ""), json), Texts{}) << json;
}

}  // namespace
}  // namespace umlauf::verify
