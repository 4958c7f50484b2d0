#include "adapters/cli/demo_story.hpp"

#include <algorithm>
#include <iostream>

#include "adapters/cli/embedded_models.hpp"
#include "adapters/cli/output.hpp"
#include "adapters/cli/snapshot.hpp"
#include "adapters/cli/store_options.hpp"
#include "adapters/cli/token_tree.hpp"
#include "engine/feel/print.hpp"
#include "engine/organisation/reader.hpp"

namespace umlauf::cli {
namespace {

constexpr std::int64_t kDayMs = 24LL * 3600 * 1000;

void tell(const Text& line) { std::cout << localized(line) << std::endl; }

}  // namespace

DemoStory::DemoStory(std::string database, calendar::Instant now)
    : database_(std::move(database)),
      clock_(now),
      organisation_(organisation::read(kHundesteuerOrganisation).organisation) {}

Result<Done> DemoStory::open() {
  UMLAUF_TRY(store_, open_store(database_));
  UMLAUF_TRY(engine_, service::Engine::open(*store_, clock_));
  UMLAUF_CHECK(engine_->deploy({{"hundesteuer.bpmn", std::string(kHundesteuerModel)}}));
  return Done{};
}

Result<std::string> DemoStory::next_business_key() {
  service::InstanceQuery query;
  for (int number = 1;; ++number) {
    query.business_key = "HS-" + std::to_string(number);
    UMLAUF_TRY(const std::vector<service::InstanceView> taken, engine_->instances(query));
    if (taken.empty()) return query.business_key;
  }
}

Result<service::InstanceKey> DemoStory::case_of(const std::string& business_key) {
  service::InstanceQuery query;
  query.business_key = business_key;
  UMLAUF_TRY(const std::vector<service::InstanceView> found, engine_->instances(query));
  if (found.empty())
    return error(ErrorCode::State, "there is no case '" + business_key + "'",
                 "es gibt keinen Vorgang '" + business_key + "'");
  return found.front().key;
}

Result<Done> DemoStory::work(const std::string& person_id, const std::string& business_key,
                             const std::string& task_id, feel::Context variables) {
  const organisation::Person* person = organisation::find_person(organisation_, person_id);
  UMLAUF_ASSERT(person != nullptr);
  const service::Caller caller{
      person->id, organisation::groups_of(organisation_, *person), false, {}};
  UMLAUF_TRY(const service::InstanceKey instance, case_of(business_key));
  service::TaskQuery query;
  query.candidate_groups = caller.groups;
  query.instance = instance;
  query.element = task_id;
  UMLAUF_TRY(const service::TaskPage page, engine_->tasks(query));
  if (page.tasks.empty())
    return error(ErrorCode::State, person->name + " has no task '" + task_id + "'",
                 person->name + " hat keine Aufgabe '" + task_id + "'");
  const service::TaskView& task = page.tasks.front();
  const std::string role = task.candidate_groups.empty() ? "" : task.candidate_groups.front();
  std::string results;
  for (const feel::Entry& entry : variables)
    results += (results.empty() ? ": " : ", ") + entry.name + " = " + feel::to_feel(entry.value);
  UMLAUF_CHECK(engine_->claim_task(task.key, caller));
  UMLAUF_CHECK(engine_->complete_task(task.key, std::move(variables), caller));
  tell({"  " + shown_time(clock_.now()) + "  " + padded(role, 16) + padded(person->name, 14) +
            task.name + results,
        ""});
  return Done{};
}

Result<Done> DemoStory::message(const std::string& name, const std::string& business_key,
                                feel::Context variables) {
  service::Correlate correlate;
  correlate.message = name;
  correlate.business_key = business_key;
  correlate.variables = std::move(variables);
  UMLAUF_CHECK(engine_->correlate(std::move(correlate)));
  tell({"  " + shown_time(clock_.now()) + "  " + padded("Bürgerin", 30) + "→ " + name, ""});
  return Done{};
}

Result<Done> DemoStory::pass_days(std::int64_t days) {
  const calendar::Instant target{clock_.now().milliseconds + days * kDayMs};
  UMLAUF_TRY(const std::vector<service::FiredTimer> fired, engine_->fire_timers(target, true));
  clock_.set(target);
  for (const service::FiredTimer& timer : fired)
    tell({"  " + shown_time(timer.at) + "  " + padded("(Frist)", 30) + timer.element, ""});
  return Done{};
}

Result<Done> DemoStory::until_documents_are_asked_for(const std::string& business_key) {
  tell({"\nA citizen registers two dogs online; the case is called " + business_key + ".",
        "\nEine Bürgerin meldet online zwei Hunde an; der Vorgang heißt " + business_key + "."});
  UMLAUF_CHECK(message("hundeanmeldung", business_key, {{"hunde", 2}, {"halter", "Erika Muster"}}));
  UMLAUF_CHECK(work("p.post", business_key, "eingang-erfassen", {{"zustaendig", true}}));
  UMLAUF_CHECK(work("a.meier", business_key, "formell-pruefen",
                    {{"vollstaendig", false}, {"fehlend", "Haftpflichtnachweis"}}));
  return work("a.meier", business_key, "nachforderung-erstellen", {});
}

Result<Done> DemoStory::until_documents_have_come(const std::string& business_key) {
  tell(
      {"\nTwo weeks pass without an answer: a reminder goes out, and the decision maker hears that "
       "the case is late.",
       "\nZwei Wochen vergehen ohne Antwort: eine Erinnerung geht hinaus, und die Entscheiderin "
       "erfährt vom Rückstand."});
  UMLAUF_CHECK(pass_days(14));
  UMLAUF_CHECK(work("e.lang", business_key, "rueckstand-klaeren", {}));
  UMLAUF_CHECK(pass_days(3));
  return message("unterlagen", business_key, {});
}

Result<Done> DemoStory::until_the_end(const std::string& business_key) {
  tell({"\nThe papers are complete: assessment, signature, notice, payment.",
        "\nDie Unterlagen sind vollständig: Festsetzung, Zeichnung, Bescheid, Zahlung."});
  UMLAUF_CHECK(work("a.meier", business_key, "formell-pruefen", {{"vollstaendig", true}}));
  UMLAUF_TRY(const service::InstanceKey instance, case_of(business_key));
  UMLAUF_TRY(const feel::Context variables, engine_->variables(instance));
  const feel::Value* tax = variables.find("steuer");
  const std::string amount = tax == nullptr ? "?" : feel::to_feel(*tax);
  tell({"  " + shown_time(clock_.now()) + "  " + padded("(FEEL)", 30) +
            "steuer-berechnen: " + amount + " Euro",
        ""});
  UMLAUF_CHECK(work("b.kurz", business_key, "bescheid-entwerfen", {}));
  UMLAUF_CHECK(work("e.lang", business_key, "schlusszeichnen", {{"freigabe", true}}));
  UMLAUF_CHECK(pass_days(9));
  UMLAUF_CHECK(
      message("zahlung", business_key, {{"betrag", tax == nullptr ? feel::Value() : *tax}}));
  return work("k.klein", business_key, "zahlung-verbuchen", {});
}

Result<Done> DemoStory::show(const std::string& business_key) {
  UMLAUF_TRY(const service::InstanceKey instance, case_of(business_key));
  UMLAUF_TRY(const service::InstanceSnapshot snapshot, engine_->snapshot(instance));
  UMLAUF_TRY(const std::vector<Token> tokens, tokens_of(*engine_, snapshot));
  std::cout << "  " << business_key << ": " << shown_state(snapshot.instance.state) << '\n';
  print_tree(std::cout, tokens);
  std::cout.flush();
  return Done{};
}

Result<Done> DemoStory::look_back(const std::string& business_key) {
  UMLAUF_TRY(const service::InstanceKey instance, case_of(business_key));
  UMLAUF_TRY(const std::vector<service::JournalView> journal, engine_->journal(instance));
  UMLAUF_TRY(const std::vector<service::Finding> findings, service::check_store(*store_));
  const std::string commands = std::to_string(journal.size());
  tell({"\nThe journal of " + business_key + " holds " + commands +
            " commands, each chained to the one before.",
        "\nDas Journal von " + business_key + " enthält " + commands +
            " Befehle, jeder mit dem vorigen verkettet."});
  for (const service::Finding& finding : findings) tell(finding.message);
  if (!findings.empty())
    return error(ErrorCode::Internal, "the store is not whole", "der Bestand ist nicht heil");
  tell({"Folding it gives exactly the stored state; nothing was lost, nothing happened twice.",
        "Aus ihm entsteht genau der gespeicherte Stand; nichts ging verloren, nichts geschah "
        "doppelt."});
  return Done{};
}

}  // namespace umlauf::cli
