#include "adapters/cli/workloads.hpp"

#include "adapters/cli/bench_models.hpp"

namespace umlauf::cli {
namespace {

using service::Start;

class CompleteAtOnce final : public runtime::Handlers {
 public:
  runtime::HandlerResult handle(std::string_view, std::span<const runtime::Variable>,
                                const feel::Environment&) const override {
    runtime::HandlerResult result;
    result.kind = runtime::HandlerResult::Kind::Completed;
    return result;
  }
};

Start start_of(const std::string& process) {
  Start start;
  static const feel::Context kVariables = {{"amount", 70}, {"category", "B"}, {"quantity", 3}};
  start.process = process;
  start.variables = kVariables;
  return start;
}

Result<Done> begin(BenchClient& client, const std::string& process) {
  UMLAUF_CHECK(client.command(start_of(process)));
  return Done{};
}

Result<Done> work_on_task(BenchClient& client, bool claims) {
  UMLAUF_TRY(const auto begun, client.command(start_of("w2")));
  service::TaskQuery query;
  query.instance = begun.instances.front();
  UMLAUF_TRY(const auto found, client.tasks(query));
  if (found.tasks.empty())
    return error(ErrorCode::Internal, "the case has no task", "der Vorgang hat keine Aufgabe");
  const service::ElementReference task = found.tasks.front().key;
  if (claims)
    UMLAUF_CHECK(client.command(service::ClaimTask{task}, {"clerk", {"clerks"}, false, {}}));
  service::Caller caller;
  if (claims) caller = {"clerk", {"clerks"}, false, {}};
  UMLAUF_CHECK(client.command(service::CompleteTask{task, {{"decided", true}}}, caller));
  return Done{};
}

Result<Done> correlate(BenchClient& client) {
  Start start = start_of("w5");
  start.business_key = client.next_business_key();
  service::Correlate message;
  message.message = "paymentReceived";
  message.business_key = start.business_key;
  UMLAUF_CHECK(client.command(std::move(start)));
  UMLAUF_CHECK(client.command(std::move(message)));
  return Done{};
}

std::uint64_t nanoseconds_since(std::chrono::steady_clock::time_point begin) {
  return static_cast<std::uint64_t>(
      std::chrono::nanoseconds(std::chrono::steady_clock::now() - begin).count());
}

}  // namespace

Result<service::Answer> BenchClient::command(service::Request request,
                                             const service::Caller& caller) {
  const auto begin = due_ ? *due_ : std::chrono::steady_clock::now();
  due_.reset();
  auto answer = engine_.execute(std::move(request), caller);
  commands_.add(nanoseconds_since(begin));
  return answer;
}

Result<service::TaskPage> BenchClient::tasks(const service::TaskQuery& query) {
  const auto begin = std::chrono::steady_clock::now();
  auto page = engine_.tasks(query);
  queries_.add(nanoseconds_since(begin));
  return page;
}

std::string BenchClient::next_business_key() {
  return "HS-2026-" + std::to_string(number_) + "-" + std::to_string(++cases_);
}

const std::vector<Workload>& workloads() {
  static const std::vector<Workload> all = {
      {"w0",
       {"start, one service, end", "Start, ein Dienst, Ende"},
       {services_model("w0", 1)},
       [](BenchClient& client) { return begin(client, "w0"); }},
      {"w1",
       {"five services and an exclusive gateway", "fünf Dienste und ein exklusives Gateway"},
       {decision_model("w1")},
       [](BenchClient& client) { return begin(client, "w1"); }},
      {"w2",
       {"a user task: start, find, complete", "eine Aufgabe: starten, finden, erledigen"},
       {task_model("w2")},
       [](BenchClient& client) { return work_on_task(client, false); }},
      {"w2c",
       {"a user task: start, find, claim, complete",
        "eine Aufgabe: starten, finden, übernehmen, erledigen"},
       {task_model("w2")},
       [](BenchClient& client) { return work_on_task(client, true); }},
      {"w3",
       {"fork into ten services, join", "Verzweigung in zehn Dienste, Zusammenführung"},
       {fork_model("w3", 10)},
       [](BenchClient& client) { return begin(client, "w3"); }},
      {"w4",
       {"timers that come due", "Zeitereignisse, die fällig werden"},
       {timer_model()},
       nullptr},
      {"w5",
       {"a message finds its case by business key",
        "eine Nachricht findet ihren Vorgang am Geschäftszeichen"},
       {message_model("w5")},
       [](BenchClient& client) { return correlate(client); }},
      {"w6",
       {"a decision table of 100 rules", "eine Entscheidungstabelle mit 100 Regeln"},
       {rules_model("w6"), rules_table(100)},
       [](BenchClient& client) { return begin(client, "w6"); }},
  };
  return all;
}

const Workload* find_workload(const std::string& name) {
  for (const Workload& workload : workloads())
    if (workload.name == name) return &workload;
  return nullptr;
}

service::Document waiting_model() { return task_model("waiting"); }

service::Start waiting_start(std::uint64_t number) {
  Start start;
  start.process = "waiting";
  start.business_key = "HS-2026-" + std::to_string(number);
  // 190 bytes as JSON.
  start.variables = {{"name", "Erika Mustermann"},
                     {"street", "Heidestraße 17"},
                     {"city", "51147 Köln"},
                     {"email", "erika.mustermann@example.org"},
                     {"dogs", 2},
                     {"since", "2026-01-15"},
                     {"reduced", false},
                     {"amount", 240},
                     {"remark", "two dogs of one litter"}};
  return start;
}

service::Document timer_model() { return wait_model("w4"); }

service::Start timer_start() { return start_of("w4"); }

const runtime::Handlers& bench_handlers() {
  static const CompleteAtOnce handlers;
  return handlers;
}

}  // namespace umlauf::cli
