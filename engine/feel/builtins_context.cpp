#include <string>
#include <utility>

#include "engine/feel/builtin_groups.hpp"

namespace umlauf::feel {
namespace {

Value get_value(const BuiltInCall& call) {
  const Value* member = call[0].member(*call[1].string());
  return member != nullptr
             ? *member
             : call.fail("the context has no such entry", "der Kontext hat keinen solchen Eintrag");
}

Value get_entries(const BuiltInCall& call) {
  Values entries;
  for (const Entry& entry : *call[0].context())
    entries.emplace_back(Context{{"key", Value(entry.name)}, {"value", entry.value}});
  return Value(std::move(entries));
}

Value context_from_entries(const BuiltInCall& call) {
  Context context;
  for (const Value& entry : *call[0].list()) {
    const Value* key = entry.member("key");
    const Value* value = entry.member("value");
    if (key == nullptr || value == nullptr || !key->is_string())
      return call.fail("an entry needs 'key', a string, and 'value'",
                       "ein Eintrag braucht 'key', eine Zeichenkette, und 'value'");
    if (context.find(*key->string()) != nullptr)
      return call.fail("a key comes twice", "ein Schlüssel kommt zweimal vor");
    context.put(*key->string(), *value);
  }
  return Value(std::move(context));
}

Value context_put(const BuiltInCall& call) {
  Context context = *call[0].context();
  context.put(*call[1].string(), call[2]);
  return Value(std::move(context));
}

// One key after the other leads down; what lies there must be a context. Recursion is bounded: a
// context is nested no deeper than kValueDepthMax.
Value put_at(const Value& target, const Values& keys, std::size_t at, const Value& value) {
  if (!target.is_context() || !keys[at].is_string()) return {};
  const std::string& key = *keys[at].string();
  Value inner = value;
  if (at + 1 < keys.size()) {
    const Value* next = target.member(key);
    inner = next != nullptr ? put_at(*next, keys, at + 1, value) : Value();
    if (inner.is_null()) return {};
  }
  Context context = *target.context();
  context.put(key, std::move(inner));
  return Value(std::move(context));
}

Value context_put_at(const BuiltInCall& call) {
  const Values& keys = *call[1].list();
  if (keys.empty()) return call.fail("there is no key", "es gibt keinen Schlüssel");
  Value result = put_at(call[0], keys, 0, call[2]);
  return result.is_null() ? call.fail("the keys do not lead through contexts",
                                      "die Schlüssel führen nicht durch Kontexte")
                          : result;
}

Value context_merge(const BuiltInCall& call) {
  std::vector<Entry> entries;
  for (const Value& context : *call[0].list()) {
    if (!context.is_context())
      return call.fail("the list has an item that is no context",
                       "die Liste hat ein Element, das kein Kontext ist");
    entries.insert(entries.end(), context.context()->begin(), context.context()->end());
  }
  return Value(Context(std::move(entries)));
}

const BuiltIn kRows[] = {
    {"get value",
     "10.3.4.10",
     {{"m: context, key: string", "Any", get_value}},
     "the value of the entry with that key",
     "der Wert des Eintrags mit diesem Schlüssel",
     {{R"(get value({key1: "value1"}, "key1"))", R"("value1")"}}},
    {"get entries",
     "10.3.4.10",
     {{"m: context", "list<context>", get_entries}},
     "the entries as a list of contexts with key and value",
     "die Einträge als Liste von Kontexten mit key und value",
     {{R"(get entries({a: 1}))", R"([{key: "a", value: 1}])"}},
     {.looked_at = 8}},
    {"context",
     "10.3.4.10",
     {{"entries: list", "context", context_from_entries}},
     "a context from a list of contexts with key and value",
     "ein Kontext aus einer Liste von Kontexten mit key und value",
     {{R"(context([{key: "a", value: 1}, {key: "b", value: 2}]))", "{a: 1, b: 2}"}},
     {.looked_at = 4}},
    {"context put",
     "10.3.4.10",
     {{"context: context, key: string, value: Any", "context", context_put},
      {"context: context, keys: list, value: Any", "context", context_put_at}},
     "the context with an entry added or replaced; several keys lead into nested contexts",
     "der Kontext mit einem neuen oder ersetzten Eintrag; mehrere Schlüssel führen nach innen",
     {{R"(context put({x: 1}, "y", 2))", "{x: 1, y: 2}"},
      {R"(context put({x: 1, y: {a: 0}}, ["y", "a"], 2))", "{x: 1, y: {a: 2}}"}},
     {.looked_at = 3}},
    {"context merge",
     "10.3.4.10",
     {{"contexts: list", "context", context_merge}},
     "the entries of all contexts; later ones replace earlier ones",
     "die Einträge aller Kontexte; spätere ersetzen frühere",
     {{R"(context merge([{x: 1}, {y: 0}, {y: 2}]))", "{x: 1, y: 2}"}},
     {.looked_at = 4}},
};

}  // namespace

std::span<const BuiltIn> context_functions() { return kRows; }

}  // namespace umlauf::feel
