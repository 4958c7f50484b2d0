#pragma once

#include <string>
#include <string_view>

#include "engine/service/engine.hpp"

namespace umlauf::service::test {

/// A document with the executable process "p" around flow elements in XML, and root elements
/// before.
inline Document document(std::string_view elements, std::string_view roots = {}) {
  std::string text =
      R"(<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t")"
      R"( expressionLanguage="https://www.omg.org/spec/DMN/20191111/FEEL/">)";
  text += roots;
  text += R"(<process id="p" isExecutable="true">)";
  text += elements;
  text += "</process></definitions>";
  return {"p.bpmn", std::move(text)};
}

/// s -> t -> e, with one user task.
inline Document one_task() {
  return document(R"(<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="t"/>)"
                  R"(<userTask id="t"/><sequenceFlow id="f2" sourceRef="t" targetRef="e"/>)"
                  R"(<endEvent id="e"/>)");
}

/// Passes everything on; tests override what they watch or spoil.
class StoreDecorator : public Store {
 public:
  explicit StoreDecorator(Store& store) : store_(store) {}

  Result<Committed> commit(const Batch& batch) override { return store_.commit(batch); }
  Result<std::optional<StoredInstance>> load(InstanceKey instance) override {
    return store_.load(instance);
  }
  Result<std::vector<InstanceRow>> instances(InstanceKey after, std::size_t limit) override {
    return store_.instances(after, limit);
  }
  Result<std::vector<Entry>> entries(const EntryScan& scan) override {
    return store_.entries(scan);
  }
  Result<std::vector<JournalRow>> journal(InstanceKey instance, std::uint64_t from,
                                          std::size_t limit) override {
    return store_.journal(instance, from, limit);
  }
  Result<std::vector<Cell>> cells(std::string_view prefix, std::string_view after,
                                  std::size_t limit) override {
    return store_.cells(prefix, after, limit);
  }
  Result<std::uint64_t> reserve_keys(std::uint64_t count) override {
    return store_.reserve_keys(count);
  }
  Result<Done> maintain() override { return store_.maintain(); }

 private:
  Store& store_;
};

}  // namespace umlauf::service::test
