// umlauf job: what a worker reports about a job that it has taken.
#include "adapters/cli/operation.hpp"
#include "adapters/cli/output.hpp"
#include "adapters/cli/subcommands.hpp"

namespace umlauf::cli {
namespace {

struct Report {
  service::ElementReference job;
  std::string action;
  std::string worker;
  std::string code;
  std::string message;
  std::int64_t retries = -1;
  std::int64_t seconds = 0;
  feel::Context variables;
};

Result<service::Request> request_of(Report report) {
  if (report.action == "complete")
    return service::Request(
        service::CompleteJob{report.job, std::move(report.variables), report.worker});
  if (report.action == "fail") {
    service::FailJob fail{report.job, report.message, {}, report.seconds * 1000, report.worker};
    if (report.retries >= 0) fail.retries = static_cast<std::uint32_t>(report.retries);
    return service::Request(std::move(fail));
  }
  if (report.action == "error")
    return service::Request(service::ThrowJobError{report.job, report.code, report.message,
                                                   std::move(report.variables), report.worker});
  if (report.action == "escalate")
    return service::Request(service::ThrowJobEscalation{
        report.job, report.code, std::move(report.variables), report.worker});
  if (report.action == "extend") {
    const std::int64_t seconds = report.seconds > 0 ? report.seconds : 300;
    return service::Request(service::ExtendJobLock{report.job, seconds * 1000, report.worker});
  }
  return error(ErrorCode::Request, "ACTION is complete, fail, error, escalate or extend",
               "ACTION ist complete, fail, error, escalate oder extend");
}

}  // namespace

int run_job(int argc, char** argv) {
  Report report;
  std::string job;
  Options options("job", {"report what became of a job", "melden, was aus einem Auftrag wurde"});
  StoreOptions store(options, StoreOptions::People::No);
  options.operand("KEY", job,
                  {"key of the job, as 'jobs' shows it", "Schlüssel, wie 'jobs' ihn zeigt"});
  options.operand(
      "ACTION", report.action,
      {"complete, fail, error, escalate or extend", "complete, fail, error, escalate oder extend"});
  options.option("--worker", report.worker, "NAME",
                 {"the worker, who must hold the lock", "der Worker; er muss die Sperre halten"});
  options.option("--code", report.code, "TEXT",
                 {"of error and escalate: the code of the BPMN error or escalation",
                  "bei error und escalate: der Code des BPMN-Fehlers, der Eskalation"});
  options.option("--message", report.message, "TEXT",
                 {"of fail and error: what happened", "bei fail und error: was geschah"});
  options.option("--retries", report.retries, "N",
                 {"of fail: so many tries are left; otherwise one fewer than before. With 0 it is "
                  "an incident",
                  "bei fail: so viele Versuche bleiben; sonst einer weniger. Bei 0 ein Vorfall"});
  options.option("--seconds", report.seconds, "N",
                 {"of fail: pause before the next try; of extend: how much longer",
                  "bei fail: Pause vor dem nächsten Versuch; bei extend: wie lange noch"});
  VariableOptions variables(options);
  options.example("umlauf job 1.7 complete --worker w1 --var sent=true",
                  {"the job is done", "der Auftrag ist erledigt"});
  options.example("umlauf job 1.7 fail --worker w1 --message 'no line' --seconds 60",
                  {"it is tried again in a minute", "in einer Minute wird es wieder versucht"});
  if (const auto status = options.parse(argc, argv)) return *status;

  const auto key = reference_of(job);
  if (!key) return fail(key.error());
  auto values = variables.read();
  if (!values) return fail(values.error());
  report.job = *key;
  report.variables = *std::move(values);
  auto request = request_of(std::move(report));
  if (!request) return fail(request.error());
  return carry_out(store, std::move(*request));
}

}  // namespace umlauf::cli
