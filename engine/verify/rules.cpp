#include "engine/verify/rules.hpp"

#include <algorithm>
#include <vector>

namespace umlauf::verify {
namespace {

constexpr Severity kError = Severity::Error;
constexpr Severity kWarning = Severity::Warning;
constexpr Severity kInfo = Severity::Info;

// Rules that are looked for where a document is read, compiled or proved. Where one is told with
// several severities, the gravest stands here.

constexpr Rule kReading[] = {
    {"XML-01", kError, kError, "a document is well-formed XML without DTD and within the limits",
     "ein Dokument ist wohlgeformtes XML ohne DTD und in den Grenzen", ""},
    {"XML-02", kError, kError, "a document is valid against the schema of BPMN",
     "ein Dokument ist gültig nach dem Schema von BPMN", ""},
    {"XML-03", kError, kError, "an id stands once in a document",
     "eine Id steht einmal in einem Dokument", ""},
    {"XML-04", kError, kError, "a reference leads to an element of the right kind",
     "ein Verweis führt zu einem Element der richtigen Art", ""},
    {"XML-05", kError, kError, "an element is one of BPMN that the engine knows",
     "ein Element ist eines von BPMN, das die Engine kennt", ""},
    {"XML-07", kError, kError, "an id has the form of an XML name",
     "eine Id hat die Form eines XML-Namens", ""},
    {"FLW-01", kError, kError, "a sequence flow has a source and a target",
     "ein Sequenzfluss hat Anfang und Ende", "§8.4.13"},
    {"DAT-03", kError, kError, "an association has a source and a target",
     "eine Assoziation hat Anfang und Ende", "§8.4.1"},
    {"XML-08", kWarning, kWarning, "what is imported is among the files",
     "was importiert wird, ist unter den Dateien", "§8.2.2"},
    {"DIA-02", kWarning, kWarning, "a shape or edge draws an element of the document",
     "eine Form oder Kante zeichnet ein Element des Dokuments", "§12.2"},
};

constexpr Rule kCompiling[] = {
    {"XML-09", kInfo, kError, "an extension of another engine has a meaning here",
     "eine Erweiterung einer anderen Engine hat hier eine Bedeutung", ""},
    {"PRC-07", kInfo, kError, "the time to live of the history is a number of days or a duration",
     "die Aufbewahrung des Verlaufs ist eine Zahl von Tagen oder eine Dauer", ""},
    {"PRC-09", kInfo, kError, "a call activity names a process and a version that exist",
     "eine Aufrufaktivität nennt einen Prozess und eine Version, die es gibt", "§10.3.6"},
    {"FLW-14", kInfo, kError, "a condition is written in FEEL or, where the dialect has it, ${...}",
     "eine Bedingung ist in FEEL oder, wo es der Dialekt kennt, als ${...} geschrieben", ""},
    {"ACT-01", kInfo, kError, "a service task says in one way what it does",
     "eine Serviceaufgabe sagt auf eine Weise, was sie tut", ""},
    {"ACT-02", kWarning, kWarning, "the type of a task is one that the engine carries out itself",
     "der Typ einer Aufgabe ist einer, den die Engine selbst ausführt", ""},
    {"ACT-04", kWarning, kWarning, "a send task names a message, an operation or a job",
     "eine Sendeaufgabe nennt eine Nachricht, eine Operation oder einen Auftrag", "§10.3.3"},
    {"ACT-09", kInfo, kError,
     "a business rule task names a decision and a form of its result that exists",
     "eine Geschäftsregelaufgabe nennt eine Entscheidung und eine Form des Ergebnisses, die es "
     "gibt",
     ""},
    {"ACT-12", kInfo, kError, "a form is named by its key or by its id",
     "ein Formular ist durch Schlüssel oder durch Id benannt", ""},
    {"ACT-17", kInfo, kError, "a priority is a number or computed",
     "eine Priorität ist eine Zahl oder berechnet", ""},
    {"ACT-20", kInfo, kError, "a mapping has a source and a variable to write to",
     "eine Zuordnung hat eine Quelle und eine Variable, in die sie schreibt", ""},
    {"ACT-21", kInfo, kError,
     "what goes into and out of a called process has a source and a target",
     "was in einen gerufenen Prozess und heraus geht, hat Quelle und Ziel", ""},
    {"ACT-25", kInfo, kError, "a standard loop has a condition or a maximum",
     "eine Schleife hat eine Bedingung oder ein Maximum", "§10.3.8"},
    {"ACT-29", kInfo, kError, "a retry cycle is an ISO 8601 repetition or a list of pauses",
     "ein Wiederholungszyklus ist eine Wiederholung nach ISO 8601 oder eine Liste von Pausen", ""},
    {"DAT-02", kInfo, kInfo, "a data association leads somewhere",
     "eine Datenassoziation führt irgendwohin", "§10.4.2"},
    {"DAT-05", kInfo, kError, "an expression can be read", "ein Ausdruck ist lesbar", ""},
    {"RUN-01", kError, kError, "the engine can carry out what the model asks for",
     "die Engine kann ausführen, was das Modell verlangt", ""},
    {"RUN-02", kError, kError, "an instance can go on in the version that it is migrated to",
     "eine Instanz kann in der Version weiterlaufen, in die sie überführt wird", ""},
};

constexpr Rule kProving[] = {
    {"BEH-01", kError, kError, "no token waits for another that never comes",
     "kein Token wartet auf ein anderes, das nie kommt", "§13.4"},
    {"BEH-02", kError, kError, "no sequence flow holds two tokens at a time",
     "kein Sequenzfluss trägt zwei Token zugleich", "§13.4"},
    {"BEH-03", kError, kError, "no end event is reached more than once in one run",
     "kein Endereignis wird in einem Ablauf mehr als einmal erreicht", "§13.5.6"},
    {"BEH-04", kError, kError, "from everywhere the process can still end",
     "von überall kann der Prozess noch enden", ""},
    {"BEH-05", kError, kError, "some run reaches each flow node",
     "jedes Element wird in irgendeinem Ablauf erreicht", ""},
    {"BEH-06", kError, kError, "somebody can send each message that is waited for",
     "jede erwartete Nachricht kann jemand senden", "§10.5.5"},
    {"BEH-07", kWarning, kWarning, "no message is left unread when its receiver has ended",
     "keine Nachricht bleibt ungelesen, wenn ihr Empfänger beendet ist", ""},
    {"BEH-08", kWarning, kWarning, "messages do not pile up without bound",
     "Nachrichten stauen sich nicht ohne Grenze", ""},
    {"BEH-09", kError, kError,
     "pools do not wait for each other's messages (in any order that these may arrive in)",
     "Pools warten nicht gegenseitig auf Nachrichten (in welcher Reihenfolge sie auch kommen)", ""},
    {"BEH-10", kError, kError, "inclusive joins do not wait for each other",
     "inklusive Zusammenführungen warten nicht aufeinander", "§13.4.3"},
    {"BEH-11", kError, kError, "no join waits for an activity that a boundary event has ended",
     "keine Zusammenführung wartet auf eine Aktivität, die ein angeheftetes Ereignis beendet hat",
     "§13.5.3"},
    {"BEH-12", kError, kError,
     "the path of a boundary event that does not interrupt keeps out of the main flow",
     "der Pfad eines nicht unterbrechenden angehefteten Ereignisses bleibt dem Hauptablauf fern",
     "§13.5.3"},
    {"BEH-13", kWarning, kWarning, "no timer adds tokens to the main flow without bound",
     "kein Timer bringt ohne Grenze Token in den Hauptablauf", ""},
    {"BEH-16", kInfo, kInfo, "every property of behaviour is decided",
     "jede Eigenschaft des Verhaltens ist entschieden", ""},
    {"BEH-17", kInfo, kInfo, "a timer guards every wait for an outside party",
     "ein Timer begrenzt jedes Warten auf jemanden von außen", ""},
    {"BEH-18", kWarning, kWarning, "no timer is always overtaken by a shorter one",
     "kein Timer wird immer von einem kürzeren überholt", ""},
    {"BEH-19", kInfo, kInfo, "a timer that repeats without bound is ended by another one",
     "einen Timer, der sich ohne Grenze wiederholt, beendet ein anderer", ""},
    {"BEH-20", kInfo, kWarning,
     "a message comes when its receiver waits, where the dialect keeps none",
     "eine Nachricht kommt, wenn ihr Empfänger wartet, wo der Dialekt keine aufhebt", ""},
    {"PRC-10", kWarning, kWarning, "processes do not call one another in a circle",
     "Prozesse rufen einander nicht im Kreis auf", "§10.3.6"},
};

constexpr Rule kData[] = {
    {"DAT-06", kWarning, kError, "an expression calls only functions that exist",
     "ein Ausdruck ruft nur Funktionen auf, die es gibt", ""},
    {"DAT-07", kWarning, kError, "an expression yields what its place takes",
     "ein Ausdruck ergibt, was seine Stelle annimmt", ""},
    {"DAT-08", kWarning, kWarning, "a variable is written before it is read",
     "eine Variable wird geschrieben, bevor sie gelesen wird", ""},
    {"DAT-09", kInfo, kInfo, "an input of a script task or call activity is read there",
     "eine Eingabe einer Skriptaufgabe oder Aufrufaktivität wird dort gelesen", ""},
    {"DAT-10", kWarning, kWarning,
     "an expression fits the known types of its variables, and a variable has one",
     "ein Ausdruck passt zu den bekannten Typen seiner Variablen, und eine Variable hat einen", ""},
    {"DAT-11", kWarning, kWarning, "parallel branches write different variables",
     "parallele Zweige schreiben verschiedene Variablen", ""},
    {"DAT-12", kWarning, kWarning, "a condition can hold and fail",
     "eine Bedingung kann zutreffen und nicht zutreffen", ""},
    {"DAT-13", kWarning, kWarning, "the conditions of a gateway leave no gap and do not overlap",
     "die Bedingungen eines Gateways lassen keine Lücke und überschneiden sich nicht", ""},
    {"DAT-14", kWarning, kWarning, "the name of a variable can be read in expressions",
     "der Name einer Variablen ist in Ausdrücken lesbar", ""},
};

constexpr Rule kDecisions[] = {
    {"DMN-01", kWarning, kWarning, "a rule of the table holds for every input",
     "für jede Eingabe trifft eine Regel der Tabelle zu", ""},
    {"DMN-02", kError, kError, "rules overlap only as the hit policy allows",
     "Regeln überschneiden sich nur, wie es die Trefferregel erlaubt", ""},
    {"DMN-03", kWarning, kWarning, "no rule is covered by those that go before it",
     "keine Regel ist von denen abgedeckt, die ihr vorgehen", ""},
    {"DMN-04", kError, kError, "every rule can hold", "jede Regel kann zutreffen", ""},
    {"DMN-05", kInfo, kInfo, "no two rules can be merged into one",
     "keine zwei Regeln lassen sich zu einer zusammenfassen", ""},
    {"DMN-06", kError, kError, "an output is one of the allowed values",
     "eine Ausgabe ist einer der zulässigen Werte", ""},
    {"DMN-07", kWarning, kWarning, "the entries of a table fit the types of their columns",
     "die Einträge einer Tabelle passen zu den Typen ihrer Spalten", ""},
    {"DMN-08", kError, kError,
     "PRIORITY and OUTPUT ORDER have allowed values, what is summed are numbers",
     "PRIORITY und OUTPUT ORDER haben zulässige Werte, summiert werden Zahlen", ""},
    {"DMN-09", kError, kError, "what a decision requires exists and does not require it in turn",
     "was eine Entscheidung benötigt, gibt es, und es benötigt sie nicht wiederum", ""},
    {"DMN-10", kWarning, kWarning, "a table yields what the business rule task takes",
     "eine Tabelle liefert, was die Geschäftsregelaufgabe nimmt", ""},
    {"DMN-11", kWarning, kWarning, "no rule is there twice", "keine Regel steht zweimal da", ""},
    {"DMN-21", kError, kError, "a document is readable as DMN", "ein Dokument ist als DMN lesbar",
     ""},
    {"DMN-22", kError, kError, "ids and names are unique", "Ids und Namen sind eindeutig", ""},
    {"DMN-23", kError, kError, "a document is DMN of a version that is known",
     "ein Dokument ist DMN einer bekannten Version", ""},
    {"DMN-24", kError, kError, "what is imported is among the models",
     "was importiert wird, ist unter den Modellen", ""},
    {"DMN-27", kWarning, kWarning, "a type that is named exists",
     "einen Typ, der genannt ist, gibt es", ""},
    {"DMN-28", kError, kError, "each of several outputs has a name",
     "jede von mehreren Ausgaben hat einen Namen", ""},
};

constexpr Rule kExpressions[] = {
    {"FEEL-01", kError, kError, "an expression is FEEL", "ein Ausdruck ist FEEL", ""},
    {"FEEL-02", kError, kError, "an expression is within the limits of size and depth",
     "ein Ausdruck bleibt in den Grenzen für Größe und Tiefe", ""},
    {"FEEL-10", kWarning, kWarning, "an operator is there for the types of its operands",
     "einen Operator gibt es für die Typen seiner Operanden", ""},
    {"FEEL-11", kWarning, kWarning, "a function gets arguments that it takes",
     "eine Funktion erhält Argumente, die sie annimmt", ""},
    {"FEEL-12", kWarning, kWarning, "a value has the member that is asked for",
     "ein Wert hat das Glied, nach dem gefragt wird", ""},
    {"FEEL-13", kWarning, kWarning, "what is compared has types that can be compared",
     "was verglichen wird, hat vergleichbare Typen", ""},
    {"FEEL-14", kWarning, kWarning, "a condition is a boolean",
     "eine Bedingung ist ein Wahrheitswert", ""},
    {"FEEL-15", kWarning, kWarning, "a literal is a value of its type",
     "ein Literal ist ein Wert seines Typs", ""},
    {"FEEL-16", kWarning, kWarning, "a name is there", "einen Namen gibt es", ""},
    {"FEEL-17", kWarning, kWarning, "an expression yields the type that is wanted",
     "ein Ausdruck ergibt den gewünschten Typ", ""},
};

constexpr Rule kSurroundings[] = {
    {"ACT-13", kWarning, kWarning, "a form that is named is among the files",
     "ein Formular, das genannt ist, ist unter den Dateien", ""},
    {"ACT-28", kWarning, kWarning, "an element has what its template demands",
     "ein Element hat, was seine Vorlage verlangt", ""},
    {"STY-05", kWarning, kWarning, "a lane with tasks for people is a role of the organisation",
     "eine Lane mit Aufgaben für Personen ist eine Rolle der Organisation", ""},
    {"SEC-01", kError, kError, "on every path there is somebody for each task",
     "auf jedem Weg gibt es jemanden für jede Aufgabe", ""},
    {"SEC-02", kWarning, kWarning, "there is somebody for each task when people are absent",
     "es gibt jemanden für jede Aufgabe, auch wenn Personen fehlen", ""},
    {"SEC-03", kWarning, kWarning, "somebody belongs to each group that is to do a task",
     "zu jeder Gruppe, die eine Aufgabe erledigen soll, gehört jemand", ""},
    {"SEC-04", kWarning, kWarning, "tasks for different persons are not assigned to the same one",
     "Aufgaben für verschiedene Personen sind nicht derselben zugeteilt", ""},
    {"SEC-06", kInfo, kError, "a rule between tasks names tasks of the process",
     "eine Regel zwischen Aufgaben nennt Aufgaben des Prozesses", ""},
    {"FRM-01", kError, kError, "a form is a JSON object", "ein Formular ist ein JSON-Objekt", ""},
    {"ORG-01", kError, kError, "a list of the organisation is within the limits",
     "eine Liste der Organisation bleibt in den Grenzen", ""},
    {"ORG-02", kError, kError, "an organisation is YAML with the members that are known",
     "eine Organisation ist YAML mit den bekannten Angaben", ""},
    {"ORG-03", kError, kError, "units, roles and persons have ids, each once",
     "Einheiten, Rollen und Personen haben Ids, jede einmal", ""},
    {"ORG-04", kError, kError, "what a membership or unit refers to exists",
     "worauf eine Mitgliedschaft oder Einheit verweist, gibt es", ""},
    {"ORG-05", kError, kError, "units form a tree", "Einheiten bilden einen Baum", ""},
    {"ORG-06", kError, kError, "a lane is the work of one role", "eine Lane ist Arbeit einer Rolle",
     ""},
    {"ORG-07", kWarning, kWarning, "somebody has each role", "jede Rolle hat jemand", ""},
    {"SCN-01", kError, kError, "a scenario can be read", "ein Szenario ist lesbar", ""},
    {"SCN-02", kError, kError, "a scenario says what is known of scenarios",
     "ein Szenario sagt, was Szenarien sagen können", ""},
};

struct Family {
  std::string_view title;
  std::span<const Rule> rules;
};

std::vector<Family> families() {
  return {{"Structure", structure_rules()},
          {"Reading", kReading},
          {"Compiling: dialects, expressions, what the engine can carry out", kCompiling},
          {"Behaviour, proved", kProving},
          {"Data", kData},
          {"Decisions", kDecisions},
          {"FEEL, as far as it has no rule of its own above", kExpressions},
          {"People, forms, scenarios", kSurroundings}};
}

std::string_view name_of(Severity severity) {
  switch (severity) {
    case Severity::Info:
      return "info";
    case Severity::Warning:
      return "warning";
    case Severity::Error:
      return "error";
  }
  return {};
}

}  // namespace

std::span<const Rule> all_rules() {
  static const std::vector<Rule> rules = [] {
    std::vector<Rule> all;
    for (const Family& family : families())
      all.insert(all.end(), family.rules.begin(), family.rules.end());
    std::stable_sort(all.begin(), all.end(),
                     [](const Rule& a, const Rule& b) { return a.id < b.id; });
    return all;
  }();
  return rules;
}

const Rule* find_rule(std::string_view id) {
  const auto rules = all_rules();
  const auto found =
      std::lower_bound(rules.begin(), rules.end(), id,
                       [](const Rule& rule, std::string_view wanted) { return rule.id < wanted; });
  return found != rules.end() && found->id == id ? &*found : nullptr;
}

std::string rules_page() {
  std::string page =
      "# Rules\n\n"
      "Every rule that `umlauf check` and a deployment report, with its severity in the two\n"
      "profiles. Generated from the tables in `engine/verify` (`structure/*.cpp`, `rules.cpp`); a\n"
      "test compares. An id never changes its meaning. The last column is what becomes of an "
      "error\n"
      "in documents of bpmn.io, Camunda and their kin, which take some things less strictly\n"
      "([0017](decisions/0017-practice-is-warned-of.md)). Where one rule is told with several\n"
      "severities outside of *Structure*, the gravest stands here. What is proved, and how, is in\n"
      "[verification.md](verification.md); which rules of other tools are not here, and why, in\n"
      "[0019](decisions/0019-rules-that-are-not-checked.md).\n";
  for (const Family& family : families()) {
    page += "\n## " + std::string(family.title) +
            "\n\n| id | must hold | es muss gelten | draft | executable | BPMN 2.0.2 | bpmn.io, "
            "Camunda |\n|---|---|---|---|---|---|---|\n";
    for (const Rule& rule : family.rules) {
      page += "|";
      for (const std::string_view cell :
           {rule.id, rule.english, rule.german, name_of(rule.draft), name_of(rule.executable),
            rule.clause, std::string_view(rule.lenient ? "warning" : "")})
        page += " " + std::string(cell) + " |";
      page += '\n';
    }
  }
  return page;
}

}  // namespace umlauf::verify
