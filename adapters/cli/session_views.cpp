// The operations of the drive protocol that only look.
#include "adapters/cli/answers.hpp"
#include "adapters/cli/session_state.hpp"

namespace umlauf::cli {

Result<feel::Context> Session::State::state(const RequestReader& request) {
  UMLAUF_TRY(const service::InstanceKey instance, request.instance());
  std::vector<service::InstanceView> instances;
  if (instance.valid()) {
    UMLAUF_TRY(const service::InstanceView view, engine->instance(instance));
    instances.push_back(view);
  } else {
    service::InstanceQuery query;
    query.limit = 1'000'000;
    UMLAUF_TRY(instances, engine->instances(query));
  }
  service::TaskQuery query;
  query.instance = instance;
  query.limit = 10'000;
  std::vector<service::TaskView> tasks;
  do {
    UMLAUF_TRY(service::TaskPage page, engine->tasks(query));
    tasks.insert(tasks.end(), page.tasks.begin(), page.tasks.end());
    query.page = page.next;
  } while (!query.page.empty());
  UMLAUF_TRY(const std::vector<service::JobView> jobs, engine->jobs(instance));
  UMLAUF_TRY(const std::vector<service::WaitView> waiting, engine->waiting(instance));
  UMLAUF_TRY(const std::vector<service::IncidentView> incidents, engine->incidents(instance));
  return feel::Context{{"now", calendar::to_string(clock->now())},
                       {"instances", list_of_views(instances)},
                       {"tasks", list_of_views(tasks)},
                       {"jobs", list_of_views(jobs)},
                       {"waiting", list_of_views(waiting)},
                       {"incidents", list_of_views(incidents)}};
}

Result<feel::Context> Session::State::history(const RequestReader& request) {
  UMLAUF_TRY(const service::InstanceKey instance, request.instance());
  UMLAUF_TRY(const service::HistoryView view, engine->history(instance));
  return to_context(view);
}

Result<feel::Context> Session::State::variables(const RequestReader& request) {
  UMLAUF_TRY(service::InstanceKey instance, request.instance());
  UMLAUF_TRY(const std::string element, request.text_or_empty("element"));
  if (!instance.valid()) {
    service::InstanceQuery query;
    query.limit = 1;
    UMLAUF_TRY(const std::vector<service::InstanceView> oldest, engine->instances(query));
    if (oldest.empty())
      return error(ErrorCode::State, "there is no instance", "es gibt keinen Vorgang");
    instance = oldest.front().key;
  }
  UMLAUF_TRY(feel::Context variables, engine->variables(instance, element));
  return feel::Context{{"variables", feel::Value(std::move(variables))}};
}

}  // namespace umlauf::cli
