#include "adapters/postgres/inspection.hpp"

namespace umlauf::postgres {
namespace {

// Each statement yields one number: how many there are.
struct Rule {
  const char* count;
  const char* english;
  const char* german;
};
constexpr Rule kRules[] = {
    {"SELECT count(*) FROM page p WHERE NOT EXISTS (SELECT FROM instance WHERE key = p.instance)",
     "pages belong to no instance", "Seiten gehören zu keiner Instanz"},
    {"SELECT count(*) FROM journal j"
     " WHERE NOT EXISTS (SELECT FROM instance WHERE key = j.instance)",
     "journal rows belong to no instance", "Journalzeilen gehören zu keiner Instanz"},
    {"SELECT abs((SELECT count(*) FROM key_source) - 1)",
     "rows too many or too few say which number is next",
     "Zeilen zu viel oder zu wenig nennen die nächste Nummer"},
    {"SELECT count(*) FROM instance WHERE key >= (SELECT min(next) FROM key_source)",
     "instances have numbers that are yet to be given out",
     "Instanzen haben Nummern, die erst noch vergeben werden"},
};

}  // namespace

std::vector<Text> damages(Connection& connection) {
  std::vector<Text> found;
  for (const Rule& rule : kRules)
    if (const std::string rows = connection.value(rule.count); rows != "0")
      found.push_back({rows + " " + rule.english, rows + " " + rule.german});
  return found;
}

}  // namespace umlauf::postgres
