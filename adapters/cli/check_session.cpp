#include "adapters/cli/check_session.hpp"

#include <algorithm>
#include <chrono>

#include "adapters/cli/answers.hpp"
#include "adapters/cli/check_report.hpp"
#include "adapters/cli/output.hpp"
#include "adapters/cli/request.hpp"
#include "engine/feel/json.hpp"

namespace umlauf::cli {
namespace {

using feel::Value;

constexpr std::size_t kLineMax = 32U << 20;

}  // namespace

CheckSession::CheckSession(CheckUnit unit, CheckOptions options)
    : unit_(std::move(unit)), options_(options) {
  options_.cache = &cache_;
}

std::string CheckSession::answer_line(std::string_view line) {
  feel::Context result{{"id", Value()}};
  const Result<Value> request = feel::from_json(line, {.bytes_max = kLineMax});
  if (!request)
    if (const std::optional<Decimal> id = id_in(line)) result.put("id", Value(*id));
  if (request && request->is_context())
    if (const Value* id = request->context()->find("id")) result.put("id", *id);
  Result<feel::Context> answered =
      request ? answer(*request) : Result<feel::Context>(request.error());
  result.put("ok", answered.has_value());
  if (answered) {
    for (const feel::Entry& member : *answered) result.put(member.name, member.value);
  } else {
    result.put("error", localized(answered.error().message));
  }
  return feel::to_json(Value(std::move(result)), feel::JsonForm::Plain);
}

Result<feel::Context> CheckSession::answer(const Value& request) {
  if (!request.is_context())
    return error(ErrorCode::Request, "a request is a JSON object",
                 "eine Anfrage ist ein JSON-Objekt");
  UMLAUF_CHECK(change(request));
  const auto begin = std::chrono::steady_clock::now();
  for (CheckedFile& file : unit_.files) {
    file.findings.clear();
    file.processes.clear();
  }
  check(unit_, options_);
  const std::chrono::duration<double, std::milli> time = std::chrono::steady_clock::now() - begin;
  feel::Context answer = context_of({&unit_, 1});
  answer.put("time_ms", milliseconds(time.count()));
  return answer;
}

Result<Done> CheckSession::change(const Value& request) {
  const RequestReader members(request);
  UMLAUF_TRY(const std::string name, members.text_or_empty("file"));
  if (name.empty()) return Done{};
  const auto found = std::find_if(unit_.files.begin(), unit_.files.end(),
                                  [&name](const CheckedFile& file) { return file.name == name; });
  if (!members.has("text")) {
    if (found != unit_.files.end()) unit_.files.erase(found);
    return Done{};
  }
  UMLAUF_TRY(std::string text, members.text("text"));
  if (found == unit_.files.end())
    unit_.files.insert(std::find_if(unit_.files.begin(), unit_.files.end(),
                                    [&name](const CheckedFile& file) { return file.name > name; }),
                       {name, std::move(text), {}, {}});
  else
    found->text = std::move(text);
  return Done{};
}

}  // namespace umlauf::cli
