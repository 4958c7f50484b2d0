// Cases are found by the variables that their process declares.
#include <gtest/gtest.h>

#include "tests/service/office.hpp"

namespace umlauf::service {
namespace {

using tests::Office;

constexpr const char* kSearched = R"(<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="urn:t"
    xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"
    expressionLanguage="https://www.omg.org/spec/DMN/20230324/FEEL/">
  <process id="antrag" isExecutable="true">
    <extensionElements>
      <zeebe:properties>
        <zeebe:property name="searchVariables" value="nummer, strasse,nummer" />
      </zeebe:properties>
    </extensionElements>
    <startEvent id="eingang" />
    <sequenceFlow id="f1" sourceRef="eingang" targetRef="pruefen" />
    <userTask id="pruefen" />
    <sequenceFlow id="f2" sourceRef="pruefen" targetRef="entscheiden" />
    <userTask id="entscheiden" />
    <sequenceFlow id="f3" sourceRef="entscheiden" targetRef="erledigt" />
    <endEvent id="erledigt" />
  </process>
</definitions>)";

class Search : public testing::Test {
 protected:
  Search() : office_(options()) { office_.engine().deploy({{"antrag.bpmn", kSearched}}).value(); }
  static EngineOptions options() {
    EngineOptions options;
    options.master_key.emplace();
    return options;
  }
  std::vector<InstanceKey> found(const std::string& name, feel::Value value) {
    InstanceQuery query;
    query.variable = feel::Entry{name, std::move(value)};
    std::vector<InstanceKey> keys;
    for (const InstanceView& view : office_.engine().instances(query).value())
      keys.push_back(view.key);
    return keys;
  }
  void expect_sound() {
    for (const Finding& finding : check_store(office_.store(), options().master_key).value())
      ADD_FAILURE() << finding.message.english;
  }
  using Keys = std::vector<InstanceKey>;

  Office office_;
};

TEST_F(Search, FindsByValueAndType) {
  const InstanceKey a = office_.start({{"nummer", 4711}, {"strasse", "Am Markt"}});
  const InstanceKey b = office_.start({{"nummer", 4711}, {"anderes", 1}});
  EXPECT_EQ(found("nummer", 4711), (Keys{a, b}));
  EXPECT_EQ(found("strasse", "Am Markt"), Keys{a});
  EXPECT_EQ(found("nummer", "4711"), Keys{});
  EXPECT_EQ(found("anderes", 1), Keys{}) << "it is not declared";
  expect_sound();
}

TEST_F(Search, FollowsTheValue) {
  const InstanceKey key = office_.start();
  EXPECT_EQ(found("nummer", 1), Keys{});
  office_.complete(key, {{"nummer", 1}});
  EXPECT_EQ(found("nummer", 1), Keys{key});
  ASSERT_TRUE(office_.engine().execute(SetVariables{key, {}, {{"nummer", 2}}}));
  EXPECT_EQ(found("nummer", 1), Keys{});
  EXPECT_EQ(found("nummer", 2), Keys{key});
  office_.complete(key);
  EXPECT_EQ(found("nummer", 2), Keys{key}) << "ended cases are found as well";
  expect_sound();
  ASSERT_TRUE(office_.engine().execute(EraseInstance{key, "x"}));
  EXPECT_EQ(found("nummer", 2), Keys{});
  expect_sound();
}

TEST_F(Search, AValueThatIsTooLongIsNotIndexed) {
  office_.start({{"strasse", std::string(300, 'x')}});
  InstanceQuery query;
  query.variable = feel::Entry{"strasse", feel::Value(std::string(300, 'x'))};
  EXPECT_EQ(office_.engine().instances(query).error().code, ErrorCode::Request);
  EXPECT_TRUE(office_.store().entries({.kind = EntryKind::Variable}).value().empty());
  expect_sound();
}

}  // namespace
}  // namespace umlauf::service
