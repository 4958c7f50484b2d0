#include "engine/feel/documentation.hpp"

#include <string_view>

#include "engine/feel/session.hpp"

namespace umlauf::feel {
namespace {

constexpr std::string_view kIntroduction = R"md(# FEEL

<!-- Written by engine/feel/documentation.cpp from the code's own tables; do not edit. -->

Conditions, deadlines, mappings and fees are expressions in FEEL (DMN 1.5, chapter 10). An expression is compiled and
its types are checked when its model is deployed; nothing that it does while it runs can fail: what cannot be computed is
`null` and a message with the place.

Behind `//` stands what an example yields; every one on this page is evaluated by a test.

)md";

constexpr std::string_view kIntroductionGerman = R"md(# FEEL

<!-- Aus den Tabellen des Programms erzeugt (engine/feel/documentation.cpp); nicht von Hand ändern. -->

Bedingungen, Fristen, Zuordnungen und Gebühren sind Ausdrücke in FEEL (DMN 1.5, Kapitel 10). Ein Ausdruck wird beim
Einspielen des Modells übersetzt und auf seine Typen geprüft; im Lauf kann nichts scheitern: Was nicht berechnet werden
kann, ist `null` und eine Meldung mit der Stelle.

Hinter `//` steht, was ein Beispiel ergibt; ein Test rechnet jedes dieser Seite nach.

)md";

class Page {
 public:
  explicit Page(PageLanguage language) : german_(language == PageLanguage::German) {}

  std::string text() {
    page_ = german_ ? kIntroductionGerman : kIntroduction;
    for (const LanguageSection& section : language_sections()) append(section);
    append_limits();
    append_functions();
    page_.pop_back();
    return std::move(page_);
  }

 private:
  std::string_view in(std::string_view english, std::string_view german) const {
    return german_ ? german : english;
  }

  void heading(std::string_view marks, std::string_view title) {
    page_ += marks;
    page_ += ' ';
    page_ += title;
    page_ += "\n\n";
  }

  void append(std::initializer_list<Example> examples) {
    page_ += "```feel\n";
    for (const Example& example : examples) {
      page_ += example.expression;
      page_ += "   // ";
      page_ += example.result;
      page_ += "\n";
    }
    page_ += "```\n\n";
  }

  void append(const LanguageSection& section) {
    heading("##", in(section.title, section.title_german));
    page_ += in(section.text, section.text_german);
    page_ += "\n\n";
    append(section.examples);
  }

  void append_limits() {
    const Limits limits;
    heading("##", in("Limits", "Grenzen"));
    page_ += in("An evaluation ends with `null` and a message after more than ",
                "Eine Auswertung endet mit `null` und einer Meldung bei mehr als ");
    page_ += std::to_string(limits.steps_max) + std::string(in(" steps, ", " Schritten, "));
    page_ += std::to_string(limits.depth_max) + std::string(in(" levels, ", " Ebenen, "));
    page_ += std::to_string(limits.memory_max >> 20) +
             std::string(in(" MiB in all or ", " MiB insgesamt oder "));
    page_ += std::to_string(limits.output_max >> 20);
    page_ +=
        in(" Mi characters or items in one value, and where a regular expression takes too "
           "long: a hostile expression ends within 50 ms.\n\n",
           " Mi Zeichen oder Elementen in einem Wert, und wenn ein regulärer Ausdruck zu lange "
           "braucht: Auch ein bösartiger Ausdruck endet binnen 50 ms.\n\n");
  }

  std::string_view group_title(std::string_view clause) const {
    if (clause == "10.3.4.1") return in("Conversion", "Umwandeln");
    if (clause == "10.3.4.2") return in("Booleans", "Wahrheitswerte");
    if (clause == "10.3.4.3") return in("Strings", "Texte");
    if (clause == "10.3.4.4") return in("Lists and their items", "Listen und ihre Elemente");
    if (clause == "10.3.4.5") return in("Numbers", "Zahlen");
    if (clause == "10.3.4.6") return in("Identity", "Identität");
    if (clause == "10.3.4.7") return in("Ranges and points", "Bereiche und Punkte");
    if (clause == "10.3.4.8") return in("Days and weeks", "Tage und Wochen");
    if (clause == "10.3.4.9") return in("Sorting", "Sortieren");
    if (clause == "10.3.4.10") return in("Contexts", "Kontexte");
    return in("Now", "Jetzt");
  }

  void append(const BuiltIn& row) {
    heading("####", row.name);
    page_ += in(row.english, row.german);
    page_ += "\n\n";
    for (const Signature& signature : row.signatures) {
      page_ += "- `";
      page_ += row.name;
      page_ += "(";
      page_ += signature.parameters;
      page_ += ")` → `";
      page_ += signature.result;
      page_ += "`\n";
    }
    page_ += "\n";
    append(row.examples);
  }

  void append_functions() {
    heading("##", in("Built-in functions", "Eingebaute Funktionen"));
    page_ +=
        in("Arguments stand in order or with names (`substring(string: \"abc\", start "
           "position: 2)`). A `?` behind a name: may be left out; behind a type: may be null; "
           "`...`: any number.\n\n",
           "Argumente stehen der Reihe nach oder mit Namen (`substring(string: \"abc\", start "
           "position: 2)`). Ein `?` hinter einem Namen: darf fehlen; hinter einem Typ: darf "
           "null sein; `...`: beliebig viele.\n\n");
    std::string_view clause;
    for (const std::string_view wanted :
         {"10.3.4.1", "10.3.4.2", "10.3.4.3", "10.3.4.4", "10.3.4.5", "10.3.4.6", "10.3.4.7",
          "10.3.4.8", "10.3.4.9", "10.3.4.10", "10.3.4.11"}) {
      for (const BuiltIn& row : built_ins()) {
        if (row.clause != wanted) continue;
        if (clause != wanted) {
          clause = wanted;
          heading("###",
                  std::string(group_title(clause)) + " (DMN 1.5 §" + std::string(clause) + ")");
        }
        append(row);
      }
    }
  }

  bool german_;
  std::string page_;
};

}  // namespace

std::string documentation(PageLanguage language) { return Page(language).text(); }

}  // namespace umlauf::feel
