#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "engine/service/engine.hpp"
#include "tests/contract/stores.hpp"

namespace umlauf::tests {

/// Two user tasks in a row: `pruefen`, `entscheiden`.
inline constexpr const char* kAntrag = R"(<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="urn:t"
    expressionLanguage="https://www.omg.org/spec/DMN/20230324/FEEL/">
  <process id="antrag" isExecutable="true">
    <startEvent id="eingang" />
    <sequenceFlow id="f1" sourceRef="eingang" targetRef="pruefen" />
    <userTask id="pruefen" />
    <sequenceFlow id="f2" sourceRef="pruefen" targetRef="entscheiden" />
    <userTask id="entscheiden" />
    <sequenceFlow id="f3" sourceRef="entscheiden" targetRef="erledigt" />
    <endEvent id="erledigt" />
  </process>
</definitions>)";

constexpr std::int64_t kHourMs = 3'600'000;
constexpr std::int64_t kDayMs = 24 * kHourMs;

/// An engine on an SQLite file, with a clock that stands still: 2026-01-05 08:00 UTC at first.
class Office {
 public:
  explicit Office(const service::EngineOptions& options = {}) : options_(options) {
    open();
    engine().deploy({{"antrag.bpmn", kAntrag}}).value();
  }

  service::Store& store() { return *store_; }
  service::Engine& engine() { return *engine_; }
  service::ManualClock& clock() { return clock_; }
  std::string path() const { return folder_.file("office.sqlite"); }
  std::string file(const std::string& name) const { return folder_.file(name); }

  void close() {
    engine_.reset();
    store_.reset();
  }
  void open() {
    store_ = sqlite::SqliteStore::open(path()).value();
    engine_ = service::Engine::open(*store_, clock_, options_).value();
  }
  void wait(std::int64_t milliseconds) { clock_.set({clock_.now().milliseconds + milliseconds}); }

  service::InstanceKey start(feel::Context variables = {}, const std::string& business_key = "",
                             const service::Caller& caller = {}) {
    service::Start request;
    request.process = "antrag";
    request.variables = std::move(variables);
    request.business_key = business_key;
    return engine().start(std::move(request), caller).value();
  }
  /// The open task of the case is completed.
  void complete(service::InstanceKey key, feel::Context variables = {},
                const service::Caller& caller = {}) {
    service::TaskQuery query;
    query.instance = key;
    const auto page = engine().tasks(query).value();
    ASSERT_EQ(page.tasks.size(), 1U);
    const auto done = engine().complete_task(page.tasks.front().key, std::move(variables), caller);
    ASSERT_TRUE(done) << done.error().message.english;
  }
  void finish(service::InstanceKey key) {
    complete(key);
    complete(key);
  }

 private:
  TemporaryFolder folder_;
  service::EngineOptions options_;
  service::ManualClock clock_{{1'767'600'000'000}};
  std::unique_ptr<sqlite::SqliteStore> store_;
  std::unique_ptr<service::Engine> engine_;
};

}  // namespace umlauf::tests
