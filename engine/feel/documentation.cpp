#include "engine/feel/documentation.hpp"

#include <string_view>

#include "engine/feel/builtins.hpp"
#include "engine/feel/session.hpp"

namespace umlauf::feel {
namespace {

constexpr std::string_view kLanguage = R"md(# FEEL

<!-- Erzeugt aus der Tabelle in engine/feel; nicht von Hand ändern. -->

Bedingungen, Fristen, Zuordnungen und Gebühren sind Ausdrücke in FEEL (DMN 1.5, Kapitel 10).
Ein Ausdruck wird beim Einspielen des Modells übersetzt und geprüft; gerechnet wird mit 34
Dezimalstellen, `0.1` ist genau ein Zehntel. Kann etwas nicht berechnet werden, ist das Ergebnis
`null`, und eine Meldung sagt, an welcher Stelle und warum.

## Werte

| Typ | Schreibweise |
|---|---|
| `number` | `12.50`, `.5`, `1.5e3` |
| `string` | `"Text"`, mit `\"`, `\\`, `\n`, `\t`, `\u00e4`, `\U01F40E` |
| `boolean` | `true`, `false` |
| `date` | `@"2024-02-29"` |
| `time` | `@"10:30:00"`, `@"10:30:00+01:00"`, `@"10:30:00@Europe/Berlin"` |
| `date and time` | `@"2024-02-29T10:30:00@Europe/Berlin"` |
| `days and time duration` | `@"P1DT2H30M"` |
| `years and months duration` | `@"P1Y6M"` |
| `list` | `[1, 2, 3]` |
| `context` | `{name: "Ada", "Straße und Nr.": "Weg 1"}` |
| `range` | `[1..10]`, `(1..10)`, `[1..10)`, `(< 10)`, `(>= 10)` |
| `function` | `function(a: number, b) a + b` |
| `Null` | `null` |

## Namen

Namen dürfen Leerzeichen und Zeichen wie `+`, `-`, `'` enthalten (`Datum des Antrags`). Es gilt der
längste bekannte Name. Eine Variable geht einer gleichnamigen eingebauten Funktion vor.

## Operatoren, schwächste zuerst

| Operator | Bedeutung |
|---|---|
| `or` | oder, dreiwertig: `null or true` ist `true` |
| `and` | und, dreiwertig: `null and false` ist `false` |
| `=` `!=` `<` `<=` `>` `>=` | Vergleich; verschiedene Typen ergeben `null`, außer mit `null` selbst |
| `between ... and ...` | `5 between 1 and 10`, mit beiden Enden |
| `in` | `x in [1..10]`, `x in ("a", "b")`, `x in (< 5, >= 10)` |
| `+` `-` | auch Texte mit `+`, auch Zeitpunkte und Dauern |
| `*` `/` | auch Dauer mal Zahl und Dauer durch Dauer |
| `**` | Potenz, von links nach rechts |
| `-x` | Vorzeichen, bindet stärker als `**` |
| `instance of` | `x instance of list<number>` |
| `a.b` `a[...]` `f(...)` | Eintrag, Filter oder Index, Aufruf |

## Ausdrücke

| Form | Beispiel |
|---|---|
| Bedingung | `if betrag > 50 then "hoch" else "niedrig"` |
| Schleife | `for p in posten return p.preis * p.menge`, `for i in 1..3 return i` |
| bisherige Ergebnisse | `for i in 1..5 return if i = 1 then 1 else i * partial[-1]` |
| Gibt es eines? | `some p in posten satisfies p.preis > 100` |
| Gilt es für alle? | `every p in posten satisfies p.menge > 0` |
| Filter | `posten[preis > 100]`, `posten[item.preis > 100]` |
| Index | `posten[1]` ist das erste, `posten[-1]` das letzte Element |
| Einträge aller Elemente | `posten.preis` |
| Funktion | `{brutto: function(n) n * 1.19, summe: brutto(100)}.summe` |
| Kommentar | `1 /* eins */ + 2 // und zwei` |

Eine Zelle einer Entscheidungstabelle prüft ihren Eingang, der darin `?` heißt: `< 10`,
`[1..5], 7`, `"a", "b"`, `not("c")`, `starts with(?, "A")`, und `-` für alles.

## Eigenschaften

| Typ | Eigenschaften |
|---|---|
| `date` | `year` `month` `day` `weekday` (Montag ist 1) |
| `time` | `hour` `minute` `second` `time offset` `timezone` |
| `date and time` | beide |
| `days and time duration` | `days` `hours` `minutes` `seconds` |
| `years and months duration` | `years` `months` |
| `range` | `start` `end` `start included` `end included` |

)md";

std::string limits_text() {
  const Limits limits;
  std::string text =
      "## Grenzen\n\nEine Auswertung endet mit `null` und einer Meldung bei mehr als ";
  text += std::to_string(limits.steps_max) + " Schritten, ";
  text += std::to_string(limits.depth_max) + " Ebenen, ";
  text += std::to_string(limits.memory_max >> 20) + " MiB insgesamt oder ";
  text += std::to_string(limits.output_max >> 20) +
          " Mi Zeichen oder Elementen in einem Wert, und wenn ein regulärer Ausdruck zu lange "
          "braucht.\n\n";
  return text;
}

std::string_view group_title(std::string_view clause) {
  if (clause == "10.3.4.1") return "Umwandeln";
  if (clause == "10.3.4.2") return "Wahrheitswerte";
  if (clause == "10.3.4.3") return "Texte";
  if (clause == "10.3.4.4") return "Listen";
  if (clause == "10.3.4.5") return "Zahlen";
  if (clause == "10.3.4.6") return "Datum und Zeit";
  if (clause == "10.3.4.7") return "Bereiche und Punkte";
  if (clause == "10.3.4.9") return "Sortieren";
  return "Kontexte";
}

void append_function(std::string& page, const BuiltIn& row) {
  page += "### ";
  page += row.name;
  page += "\n\n";
  page += row.german;
  page += " – *";
  page += row.english;
  page += "*\n\n";
  for (const Signature& signature : row.signatures) {
    page += "- `";
    page += row.name;
    page += "(";
    page += signature.parameters;
    page += ")` → `";
    page += signature.result;
    page += "`\n";
  }
  page += "\n```feel\n";
  for (const Example& example : row.examples) {
    page += example.expression;
    page += "   // ";
    page += example.result;
    page += "\n";
  }
  page += "```\n\n";
}

}  // namespace

std::string documentation() {
  std::string page(kLanguage);
  page += limits_text();
  page += "## Eingebaute Funktionen\n\n";
  page +=
      "Argumente stehen der Reihe nach oder mit Namen (`substring(string: \"abc\", start position: "
      "2)`). Ein `?` hinter einem Namen: darf fehlen; hinter einem Typ: darf null sein; `...`: "
      "beliebig viele.\n\n";
  std::string_view clause;
  for (const std::string_view wanted : {"10.3.4.1", "10.3.4.2", "10.3.4.3", "10.3.4.4", "10.3.4.5",
                                        "10.3.4.6", "10.3.4.7", "10.3.4.9", "10.3.4.10"}) {
    for (const BuiltIn& row : built_ins()) {
      if (row.clause != wanted) continue;
      if (clause != wanted) {
        clause = wanted;
        page += "## ";
        page += group_title(clause);
        page += " (DMN 1.5 §";
        page += clause;
        page += ")\n\n";
      }
      append_function(page, row);
    }
  }
  page.pop_back();
  return page;
}

}  // namespace umlauf::feel
