#include "engine/feel/builtin_groups.hpp"

namespace umlauf::feel {
namespace {

Value negation(const BuiltInCall& call) {
  if (const bool* truth = call[0].boolean()) return !*truth;
  return call[0].is_null()
             ? Value()
             : call.fail("'not' takes a boolean", "'not' erwartet einen Wahrheitswert");
}

// all (decisive is false) and any (true): one item may decide; otherwise what is neither true nor
// false leaves it open.
Value over_booleans(const BuiltInCall& call, bool decisive) {
  bool unknown = false;
  bool wrong = false;
  for (const Value& item : *call[0].list()) {
    if (item.is_boolean() && item.is_true() == decisive) return decisive;
    unknown = unknown || !item.is_boolean();
    wrong = wrong || (!item.is_boolean() && !item.is_null());
  }
  if (wrong)
    return call.fail("the list has an item that is no boolean",
                     "die Liste hat ein Element, das kein Wahrheitswert ist");
  return unknown ? Value() : Value(!decisive);
}

Value all_of(const BuiltInCall& call) { return over_booleans(call, false); }
Value any_of(const BuiltInCall& call) { return over_booleans(call, true); }

const BuiltIn kRows[] = {
    {"not",
     "10.3.4.2",
     {{"negand: Any", "boolean", negation}},
     "true for false, false for true, null for anything else",
     "true für false, false für true, null für alles andere",
     {{"not(1 = 2)", "true"}, {"not(null)", "null"}}},
    {"all",
     "10.3.4.4",
     {{"list: list", "boolean", all_of}, {"item...: Any", "boolean", all_of}},
     "whether every item is true",
     "ob jedes Element wahr ist",
     {{"all([true, false])", "false"}, {"all([])", "true"}, {"all(true, null)", "null"}}},
    {"any",
     "10.3.4.4",
     {{"list: list", "boolean", any_of}, {"item...: Any", "boolean", any_of}},
     "whether at least one item is true",
     "ob mindestens ein Element wahr ist",
     {{"any([true, false])", "true"}, {"any([])", "false"}}},
};

}  // namespace

std::span<const BuiltIn> boolean_functions() { return kRows; }

}  // namespace umlauf::feel
