// umlauf tasks: what there is to do, by person, role or case.
#include <iostream>

#include "adapters/cli/answers.hpp"
#include "adapters/cli/output.hpp"
#include "adapters/cli/store_options.hpp"
#include "adapters/cli/subcommands.hpp"

namespace umlauf::cli {
namespace {

std::string joined(const std::vector<std::string>& first, const std::vector<std::string>& second) {
  std::string text;
  for (const auto* list : {&first, &second})
    for (const std::string& item : *list) text += (text.empty() ? "" : ", ") + item;
  return text;
}

std::optional<service::TaskOrder> order_of(const std::string& name) {
  if (name == "oldest") return service::TaskOrder::OldestFirst;
  if (name == "newest") return service::TaskOrder::NewestFirst;
  if (name == "due") return service::TaskOrder::Due;
  if (name == "priority") return service::TaskOrder::Priority;
  return std::nullopt;
}

// A role of the organisation stands for its id, its name and its lanes; otherwise the name itself.
void add_role(service::TaskQuery& query, const StoreOptions& store, const std::string& name) {
  query.candidate_groups.push_back(name);
  if (store.organisation() == nullptr) return;
  const organisation::Role* role = organisation::find_role(*store.organisation(), name);
  if (role == nullptr) return;
  query.candidate_groups.push_back(role->name);
  query.candidate_groups.insert(query.candidate_groups.end(), role->lanes.begin(),
                                role->lanes.end());
}

void print(const service::TaskPage& page) {
  Table table({std::string(localized("key", "Schlüssel")),
               std::string(localized("task", "Aufgabe")), std::string(localized("case", "Vorgang")),
               std::string(localized("for", "für")), std::string(localized("taken by", "bei")),
               std::string(localized("due", "fällig")), "prio"});
  for (const service::TaskView& task : page.tasks)
    table.add(
        {service::to_string(task.key), task.name.empty() ? task.element : task.name,
         task.business_key.empty() ? service::to_string(task.key.instance) : task.business_key,
         joined(task.candidate_groups, task.candidate_users), task.assignee,
         task.due ? shown_time(*task.due) : "", std::to_string(task.priority)});
  table.print(std::cout);
  if (!page.next.empty()) talk({"more: --page " + page.next, "weitere: --page " + page.next});
}

}  // namespace

int run_tasks(int argc, char** argv) {
  service::TaskQuery query;
  std::vector<std::string> roles;
  std::string instance, order = "oldest";
  std::int64_t limit = 50;
  Options options("tasks", {"list open tasks, by person, role or case",
                            "offene Aufgaben zeigen, nach Person, Rolle oder Vorgang"});
  StoreOptions store(options, StoreOptions::People::Yes);
  options.option("--role", roles, "ROLE",
                 {"open to this role; may be repeated", "offen für diese Rolle; mehrfach möglich"});
  options.option("--instance", instance, "N", {"of this case", "dieses Vorgangs"});
  options.option("--process", query.process, "ID", {"of this process", "dieses Prozesses"});
  options.option("--task", query.element, "ID",
                 {"with this id in the model", "mit dieser Id im Modell"});
  options.option("--order", order, "ORDER",
                 {"oldest, newest, due or priority", "oldest, newest, due oder priority"});
  options.option("--limit", limit, "N", {"so many a page", "so viele je Seite"}, 1);
  options.option("--page", query.page, "TOKEN",
                 {"the page that the one before named", "die Seite, die die vorige nennt"});
  options.note({"With --as: the person's own tasks and those open to the person's roles.",
                "Mit --as: eigene Aufgaben der Person und solche, die ihren Rollen offenstehen."});
  options.example("umlauf tasks --as a.meier --organisation organisation.yaml",
                  {"the work basket of a person", "der Arbeitskorb einer Person"});
  options.example("umlauf tasks --role Kasse --order due",
                  {"what a role has to do, the most pressing first",
                   "was eine Rolle zu tun hat, das Dringendste zuerst"});
  if (const auto status = options.parse(argc, argv)) return *status;

  const auto sorted = order_of(order);
  if (!sorted)
    return fail({"--order takes oldest, newest, due or priority",
                 "--order braucht oldest, newest, due oder priority"});
  query.order = *sorted;
  query.limit = static_cast<std::size_t>(limit);
  if (!instance.empty()) {
    const auto key = instance_of(instance);
    if (!key) return fail(key.error());
    query.instance = *key;
  }
  if (const auto opened = store.open(); !opened) return fail(opened.error());
  const auto caller = store.caller();
  if (!caller) return fail(caller.error());
  if (!caller->user.empty()) {
    query.assignee = caller->user;
    query.candidate_user = caller->user;
    query.candidate_groups = caller->groups;
  }
  for (const std::string& role : roles) add_role(query, store, role);
  const auto page = store.engine().tasks(query);
  if (!page) return fail(page.error());
  if (store.json())
    print_json(feel::Value(
        feel::Context{{"tasks", list_of_views(page->tasks)}, {"next", text_or_null(page->next)}}));
  else
    print(*page);
  return kExitOk;
}

}  // namespace umlauf::cli
