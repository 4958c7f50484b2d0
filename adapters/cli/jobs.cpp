// umlauf jobs: the jobs for workers; with --take, as a worker that locks some.
#include <algorithm>
#include <iostream>

#include "adapters/cli/answers.hpp"
#include "adapters/cli/output.hpp"
#include "adapters/cli/store_options.hpp"
#include "adapters/cli/subcommands.hpp"
#include "engine/feel/json.hpp"

namespace umlauf::cli {
namespace {

int take(StoreOptions& store, service::ActivateJobs request) {
  const auto jobs = store.engine().activate_jobs(std::move(request));
  if (!jobs) return fail(jobs.error());
  if (store.json()) {
    print_json(feel::Value(feel::Context{{"jobs", list_of_views(*jobs)}}));
    return kExitOk;
  }
  Table table({std::string(localized("key", "Schlüssel")), std::string(localized("type", "Typ")),
               std::string(localized("element", "Element")),
               std::string(localized("case", "Vorgang")), std::string(localized("until", "bis")),
               std::string(localized("variables", "Variablen"))});
  for (const service::ActivatedJob& job : *jobs)
    table.add({service::to_string(job.key), job.type, job.element,
               job.business_key.empty() ? service::to_string(job.key.instance) : job.business_key,
               shown_time(job.locked_until), feel::to_json(feel::Value(job.variables))});
  table.print(std::cout);
  return kExitOk;
}

}  // namespace

int run_jobs(int argc, char** argv) {
  service::ActivateJobs request;
  std::string instance;
  std::int64_t limit = 1, seconds = 300;
  bool takes = false;
  Options options("jobs", {"list the jobs for workers, or take some",
                           "Aufträge für Worker zeigen oder einige übernehmen"});
  StoreOptions store(options, StoreOptions::People::No);
  options.option(
      "--type", request.types, "TYPE",
      {"only jobs of this type; may be repeated", "nur Aufträge dieses Typs; mehrfach möglich"});
  options.option("--instance", instance, "N", {"only of this case", "nur dieses Vorgangs"});
  options.flag("--take", takes,
               {"lock jobs for a worker: needs --type and --worker",
                "Aufträge für einen Worker sperren: braucht --type und --worker"});
  options.option("--worker", request.worker, "NAME", {"name of the worker", "Name des Workers"});
  options.option("--limit", limit, "N", {"take so many at most", "höchstens so viele"}, 1);
  options.option("--lock", seconds, "SECONDS", {"for so long", "für so lange"}, 1);
  options.example("umlauf jobs", {"what workers have to do", "was Worker zu tun haben"});
  options.example("umlauf jobs --take --type mail --worker w1 --json",
                  {"worker w1 takes one; 'umlauf job KEY complete' reports it done",
                   "Worker w1 übernimmt einen; 'umlauf job KEY complete' meldet ihn erledigt"});
  if (const auto status = options.parse(argc, argv)) return *status;

  service::InstanceKey key;
  if (!instance.empty()) {
    const auto read = instance_of(instance);
    if (!read) return fail(read.error());
    key = *read;
  }
  if (const auto opened = store.open(); !opened) return fail(opened.error());
  if (takes) {
    request.limit = static_cast<std::size_t>(limit);
    request.lock_ms = seconds * 1000;
    return take(store, std::move(request));
  }
  auto jobs = store.engine().jobs(key);
  if (!jobs) return fail(jobs.error());
  const auto& types = request.types;
  std::erase_if(*jobs, [&types](const service::JobView& job) {
    return !types.empty() && std::find(types.begin(), types.end(), job.type) == types.end();
  });
  if (store.json()) {
    print_json(feel::Value(feel::Context{{"jobs", list_of_views(*jobs)}}));
    return kExitOk;
  }
  Table table({std::string(localized("key", "Schlüssel")), std::string(localized("type", "Typ")),
               std::string(localized("element", "Element")),
               std::string(localized("retries", "Versuche")),
               std::string(localized("worker", "Worker")),
               std::string(localized("last failure", "letzter Fehler"))});
  for (const service::JobView& job : *jobs)
    table.add({service::to_string(job.key), job.type, job.element, std::to_string(job.retries),
               job.worker, job.message});
  table.print(std::cout);
  return kExitOk;
}

}  // namespace umlauf::cli
