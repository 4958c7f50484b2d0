#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "adapters/cli/session.hpp"
#include "engine/feel/json.hpp"

namespace umlauf::cli {

using feel::Value;

// The conversation with `umlauf drive`, one line of JSON after the other.
class Drive {
 public:
  Value ask(feel::Context request) {
    request.put("id", ++number_);
    const std::string line =
        session_.answer_line(feel::to_json(Value(std::move(request)), feel::JsonForm::Plain));
    const auto answer = feel::from_json(line);
    EXPECT_TRUE(answer && answer->member("ok") && answer->member("ok")->is_true()) << line;
    return answer ? *answer : Value();
  }

  void deploy(const std::string& path) {
    ask({{"op", "reset"}});
    ask({{"op", "deploy"}, {"files", Value(feel::Values{Value(path)})}, {"verify", "off"}});
  }
  void start(const std::string& process, feel::Context variables = {}) {
    ask({{"op", "start"}, {"process", process}, {"variables", Value(std::move(variables))}});
  }
  /// How often each flow node has been entered.
  std::map<std::string, std::size_t> entered() {
    const Value history = ask({{"op", "history"}});
    std::map<std::string, std::size_t> counts;
    for (const Value& row : *history.member("elements")->list())
      ++counts[*row.member("element")->string()];
    return counts;
  }
  void complete(const std::string& task, feel::Context variables = {}) {
    ask({{"op", "complete"}, {"task", task}, {"variables", Value(std::move(variables))}});
  }
  void job(const std::string& element, const std::string& action, const std::string& code = {}) {
    ask({{"op", "job"}, {"element", element}, {"action", action}, {"errorCode", code}});
  }
  void signal(const std::string& name) { ask({{"op", "signal"}, {"name", name}}); }

  std::vector<std::string> open(const char* list, const char* member) {
    const Value state = ask({{"op", "state"}});
    std::vector<std::string> ids;
    for (const Value& row : *state.member(list)->list())
      ids.push_back(*row.member(member)->string());
    return ids;
  }
  std::string state() { return open("instances", "state").front(); }
  std::int64_t taken(const std::string& flow) {
    const Value history = ask({{"op", "history"}});
    const Value* count = history.member("flows")->member(flow);
    return count ? count->number()->to_int64().value_or(0) : 0;
  }

 private:
  Session session_;
  std::int64_t number_ = 0;
};

}  // namespace umlauf::cli
