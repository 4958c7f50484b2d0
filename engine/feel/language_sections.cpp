#include "engine/feel/documentation.hpp"

namespace umlauf::feel {
namespace {

constexpr std::string_view kTypes = R"md(| type | written as |
|---|---|
| `number` | `12.50`, `.5`, `1.5e3`: 34 decimal digits, `0.1` is exactly one tenth |
| `string` | `"text"`, with `\"`, `\\`, `\n`, `\t`, `\u00e4`, `\U01F40E` |
| `boolean` | `true`, `false` |
| `date` | `@"2024-02-29"`, years of up to nine digits |
| `time` | `@"10:30:00"`, `@"10:30:00+01:00"`, `@"10:30:00@Europe/Berlin"` |
| `date and time` | `@"2024-02-29T10:30:00@Europe/Berlin"` |
| `days and time duration` | `@"P1DT2H30M"` |
| `years and months duration` | `@"P1Y6M"` |
| `list` | `[1, 2, 3]` |
| `context` | `{name: "Ada", "Straße und Nr.": "Weg 1"}` |
| `range` | `[1..10]`, `(1..10)`, `[1..10)`, `(< 10)`, `(>= 10)` |
| `function` | `function(a: number, b) a + b` |
| `Null` | `null` |)md";

constexpr std::string_view kTypesGerman = R"md(| Typ | Schreibweise |
|---|---|
| `number` | `12.50`, `.5`, `1.5e3`: 34 Dezimalstellen, `0.1` ist genau ein Zehntel |
| `string` | `"Text"`, mit `\"`, `\\`, `\n`, `\t`, `\u00e4`, `\U01F40E` |
| `boolean` | `true`, `false` |
| `date` | `@"2024-02-29"`, Jahre bis zu neun Ziffern |
| `time` | `@"10:30:00"`, `@"10:30:00+01:00"`, `@"10:30:00@Europe/Berlin"` |
| `date and time` | `@"2024-02-29T10:30:00@Europe/Berlin"` |
| `days and time duration` | `@"P1DT2H30M"` |
| `years and months duration` | `@"P1Y6M"` |
| `list` | `[1, 2, 3]` |
| `context` | `{name: "Ada", "Straße und Nr.": "Weg 1"}` |
| `range` | `[1..10]`, `(1..10)`, `[1..10)`, `(< 10)`, `(>= 10)` |
| `function` | `function(a: number, b) a + b` |
| `Null` | `null` |)md";

constexpr std::string_view kOperators =
    R"md(The weakest first; all of one row are taken from left to right.

| operator | |
|---|---|
| `or` | |
| `and` | |
| `=` `!=` `<` `<=` `>` `>=` `between` `in` | |
| `+` `-` | also texts with `+`, also points in time and durations |
| `*` `/` | also a duration times a number, a duration over a duration |
| `**` | power |
| `-x` | the sign binds tighter than `**` |
| `instance of` | |
| `a.b` `a[...]` `f(...)` | entry, filter or index, call |

`//` begins a comment up to the end of the line, `/* */` encloses one.)md";

constexpr std::string_view kOperatorsGerman =
    R"md(Die schwächsten zuerst; die einer Zeile gelten von links nach rechts.

| Operator | |
|---|---|
| `or` | oder |
| `and` | und |
| `=` `!=` `<` `<=` `>` `>=` `between` `in` | |
| `+` `-` | auch Texte mit `+`, auch Zeitpunkte und Dauern |
| `*` `/` | auch Dauer mal Zahl und Dauer durch Dauer |
| `**` | Potenz |
| `-x` | das Vorzeichen bindet stärker als `**` |
| `instance of` | |
| `a.b` `a[...]` `f(...)` | Eintrag, Filter oder Index, Aufruf |

`//` beginnt einen Kommentar bis zum Zeilenende, `/* */` umschließt einen.)md";

constexpr std::string_view kProperties = R"md(| type | properties |
|---|---|
| `date` | `year` `month` `day` `weekday` (Monday is 1) |
| `time` | `hour` `minute` `second` `time offset` `timezone` |
| `date and time` | both |
| `days and time duration` | `days` `hours` `minutes` `seconds` |
| `years and months duration` | `years` `months` |
| `range` | `start` `end` `start included` `end included` |)md";

constexpr std::string_view kPropertiesGerman = R"md(| Typ | Eigenschaften |
|---|---|
| `date` | `year` `month` `day` `weekday` (Montag ist 1) |
| `time` | `hour` `minute` `second` `time offset` `timezone` |
| `date and time` | beide |
| `days and time duration` | `days` `hours` `minutes` `seconds` |
| `years and months duration` | `years` `months` |
| `range` | `start` `end` `start included` `end included` |)md";

const LanguageSection kSections[] = {
    {"Values",
     "Werte",
     kTypes,
     kTypesGerman,
     {{"0.1 + 0.2", "0.3"}, {R"("\U01F40E" = "🐎")", "true"}}},
    {"Names",
     "Namen",
     "Names may contain blanks and signs such as `+`, `-`, `'`. The longest known name counts. A "
     "variable goes before a built-in function of the same name.",
     "Namen dürfen Leerzeichen und Zeichen wie `+`, `-`, `'` enthalten. Es gilt der längste "
     "bekannte Name. Eine Variable geht einer gleichnamigen eingebauten Funktion vor.",
     {{"{Zahl der Hunde: 2, Satz: 120, Steuer: Zahl der Hunde * Satz}.Steuer", "240"},
      {"{a: 5, b: 2, a-b: 10, lang: a-b, kurz: a - b}.lang", "10"}}},
    {"Operators",
     "Operatoren",
     kOperators,
     kOperatorsGerman,
     {{"-3 ** 2", "9"},
      {"2 ** 3 ** 2", "64"},
      {"1 + 2 * 3 > 6 and not(1 = 2)", "true"},
      {R"("Hunde" + "steuer")", R"("Hundesteuer")"},
      {"7 between 1 and 10", "true"},
      {"7 in [1..10)", "true"},
      {R"("b" in ("a", "b"))", "true"},
      {"7 in (< 5, >= 7)", "true"}}},
    {"Null and three-valued logic",
     "Null und dreiwertige Logik",
     "What cannot be computed is `null`, and a message says where and why. Comparisons of "
     "different "
     "types are `null`, those with `null` itself are not. `and` and `or` know three values.",
     "Was nicht berechnet werden kann, ist `null`, und eine Meldung sagt, wo und warum. Vergleiche "
     "verschiedener Typen sind `null`, die mit `null` selbst nicht. `and` und `or` kennen drei "
     "Werte.",
     {{"1 / 0", "null"},
      {R"(1 + "a")", "null"},
      {R"(100 = "100")", "null"},
      {"100 = null", "false"},
      {"null or true", "true"},
      {"null and false", "false"},
      {"null and true", "null"}}},
    {"Conditions",
     "Bedingungen",
     "Only `true` chooses the first branch; anything else, `null` included, the second.",
     "Nur `true` wählt den ersten Zweig, alles andere, auch `null`, den zweiten.",
     {{R"(if 120 > 50 then "hoch" else "niedrig")", R"("hoch")"}, {"if null then 1 else 2", "2"}}},
    {"Lists",
     "Listen",
     "An index counts from 1, or with -1 from the end. A filter keeps the items for which it is "
     "true; in it the item is `item` and its entries are names. A path over a list is the list of "
     "the entries. A single value is a list of one where a list is wanted, and the other way "
     "round.",
     "Ein Index zählt ab 1, mit -1 vom Ende. Ein Filter behält die Elemente, für die er wahr ist; "
     "darin heißt das Element `item`, und seine Einträge sind Namen. Ein Pfad über eine Liste ist "
     "die Liste der Einträge. Ein einzelner Wert ist eine Liste mit einem Element, wo eine Liste "
     "erwartet wird, und umgekehrt.",
     {{"[10, 20, 30][-1]", "30"},
      {"[1, 2, 3, 4][item > 2]", "[3, 4]"},
      {"[{preis: 5}, {preis: 20}][preis > 10].preis", "[20]"},
      {"[{preis: 5}, {preis: 20}].preis", "[5, 20]"},
      {"count(7)", "1"}}},
    {"Loops",
     "Schleifen",
     "Over lists, ranges of integers or dates, and several of them; later ones see earlier ones. "
     "`partial` are the results so far.",
     "Über Listen, Bereiche ganzer Zahlen oder Tage, auch mehrere; spätere sehen frühere. "
     "`partial` "
     "sind die bisherigen Ergebnisse.",
     {{"for p in [{preis: 5, menge: 2}] return p.preis * p.menge", "[10]"},
      {"for i in 3..1 return i", "[3, 2, 1]"},
      {R"(for tag in @"2024-02-28"..@"2024-03-01" return tag.day)", "[28, 29, 1]"},
      {"for x in [1, 2], y in [x, 10] return x * y", "[1, 10, 4, 20]"},
      {"for i in 1..5 return if i = 1 then 1 else i * partial[-1]", "[1, 2, 6, 24, 120]"},
      {"some x in [1, 2, 3] satisfies x > 2", "true"},
      {"every x in [1, 2, 3] satisfies x > 2", "false"}}},
    {"Functions of one's own",
     "Eigene Funktionen",
     "A function sees the names around it, may call itself by the name of its entry, and may be "
     "passed on. Arguments stand in order or with names; one that is not of the parameter's type "
     "makes the call `null`.",
     "Eine Funktion sieht die Namen um sie herum, darf sich unter dem Namen ihres Eintrags selbst "
     "aufrufen und weitergegeben werden. Argumente stehen der Reihe nach oder mit Namen; eines, "
     "das "
     "nicht vom Typ des Parameters ist, macht den Aufruf zu `null`.",
     {{"{brutto: function(n: number) n * 1.19, summe: brutto(100)}.summe", "119.00"},
      {"{f: function(n) if n = 0 then 1 else n * f(n - 1), r: f(5)}.r", "120"},
      {"{minus: function(a, b) a - b, r: minus(b: 1, a: 10)}.r", "9"},
      {"{twice: function(f, x) f(f(x)), r: twice(sqrt, 16)}.r", "2"}}},
    {"Tests in decision tables",
     "Prüfungen in Entscheidungstabellen",
     "A cell tests its input, which is `?` in it: `< 10`, `[1..5], 7`, `\"a\", \"b\"`, "
     "`not(\"c\")`, `starts with(?, \"A\")`, and `-` for everything. The same tests stand behind "
     "`in`.",
     "Eine Zelle prüft ihre Eingabe, die darin `?` heißt: `< 10`, `[1..5], 7`, `\"a\", \"b\"`, "
     "`not(\"c\")`, `starts with(?, \"A\")`, und `-` für alles. Dieselben Prüfungen stehen hinter "
     "`in`.",
     {{"4 in ([1..5], 7)", "true"}, {"3 in (!= 2)", "true"}}},
    {"Types",
     "Typen",
     "`list<T>`, `range<T>`, `context<a: T, b: U>`, `function<T, U> -> R`, the types above, `Any`, "
     "and the item definitions of a model.",
     "`list<T>`, `range<T>`, `context<a: T, b: U>`, `function<T, U> -> R`, die Typen oben, `Any` "
     "und die Item-Definitionen eines Modells.",
     {{"[1, 2] instance of list<number>", "true"},
      {R"({name: "Ada", alter: 36} instance of context<name: string>)", "true"},
      {"[1..2] instance of range<string>", "false"},
      {"null instance of number", "false"}}},
    {"Points in time and durations",
     "Zeitpunkte und Dauern",
     "Months are added up to the last day of the shorter month. A zone that is given by its name "
     "keeps it, with its summer time.",
     "Monate werden höchstens bis zum letzten Tag des kürzeren Monats addiert. Eine Zone, die beim "
     "Namen genannt ist, behält ihn, mit ihrer Sommerzeit.",
     {{R"(@"2024-01-31" + @"P1M")", R"(@"2024-02-29")"},
      {R"(@"2024-03-01" - @"2024-02-28")", R"(@"P2D")"},
      {R"(@"2024-03-30T12:00:00@Europe/Berlin" + @"P1D")",
       R"(@"2024-03-31T13:00:00@Europe/Berlin")"},
      {R"(@"P1D" / @"PT6H")", "4"},
      {R"(@"PT1H" * 2.5)", R"(@"PT2H30M")"}}},
    {"Properties",
     "Eigenschaften",
     kProperties,
     kPropertiesGerman,
     {{R"(@"2024-02-29".weekday)", "4"},
      {R"(@"P1DT2H".hours)", "2"},
      {"[1..10).end included", "false"}}},
};

}  // namespace

std::span<const LanguageSection> language_sections() { return kSections; }

}  // namespace umlauf::feel
