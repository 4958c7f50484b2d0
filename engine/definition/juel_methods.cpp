#include <algorithm>
#include <array>
#include <utility>

#include "engine/definition/expression.hpp"
#include "engine/definition/juel_functions.hpp"
#include "engine/definition/juel_parser.hpp"

namespace umlauf::definition {

namespace {

using feel::NodeIndex;
using feel::NodeKind;
using feel::Place;
using Object = JuelOperand::Object;

JuelOperand refuse(JuelParser& parser, std::string_view what, Place place,
                   const std::string& proposal_english, const std::string& proposal_german) {
  const std::string token(what);
  return parser.fail(
      {"'" + token + "' cannot be called in an expression; " + proposal_english,
       "'" + token + "' kann in einem Ausdruck nicht aufgerufen werden; " + proposal_german},
      place);
}

JuelOperand engine_member(JuelParser& parser, std::string_view member, Place place) {
  if (member == kActualOwner || member == kTaskPriority)
    return parser.plain(parser.tree().name(member, place), JuelShape::Unknown, place);
  const NodeIndex context = parser.tree().name(kEngineContext, place);
  return parser.plain(parser.tree().add_named(NodeKind::Path, member, {context}, place),
                      JuelShape::Unknown, place);
}

struct Call {
  JuelParser& parser;
  const JuelOperand& base;
  const std::vector<JuelOperand>& arguments;
  Place place;

  NodeIndex argument(std::size_t position) const { return arguments[position].node; }
};

JuelOperand on_value(const Call& call, const feel::Value& function, JuelShape shape) {
  std::vector<NodeIndex> values{call.base.node};
  for (const JuelOperand& argument : call.arguments) values.push_back(argument.node);
  return call.parser.call(function, values, shape, call.place);
}

JuelOperand by_builtin(const Call& call, std::string_view builtin, JuelShape shape) {
  std::vector<NodeIndex> values{call.base.node};
  for (const JuelOperand& argument : call.arguments) values.push_back(argument.node);
  return call.parser.builtin(builtin, values, shape, call.place);
}

JuelOperand equals(const Call& call) {
  return call.parser.plain(
      call.parser.tree().add(NodeKind::Compare, {call.base.node, call.argument(0)}, call.place,
                             feel::Operation::Equal),
      JuelShape::Boolean, call.place);
}

JuelOperand equals_ignoring_case(const Call& call) {
  const NodeIndex a =
      call.parser.builtin("lower case", {call.base.node}, JuelShape::String, call.place).node;
  const NodeIndex b =
      call.parser.builtin("lower case", {call.argument(0)}, JuelShape::String, call.place).node;
  return call.parser.plain(
      call.parser.tree().add(NodeKind::Compare, {a, b}, call.place, feel::Operation::Equal),
      JuelShape::Boolean, call.place);
}

// dateTime().plusDays(3): the unit's letters frame the number in an ISO 8601 duration.
JuelOperand shift(const Call& call, const char* before, const char* after,
                  feel::Operation operation) {
  feel::SyntaxTree& tree = call.parser.tree();
  const NodeIndex text = call.parser
                             .call(juel_text(),
                                   {tree.constant(before, call.place), call.argument(0),
                                    tree.constant(after, call.place)},
                                   JuelShape::String, call.place)
                             .node;
  const NodeIndex duration =
      call.parser.builtin("duration", {text}, JuelShape::Temporal, call.place).node;
  return call.parser.plain(
      tree.add(NodeKind::Arithmetic, {call.base.node, duration}, call.place, operation),
      JuelShape::Temporal, call.place);
}

using Lower = JuelOperand (*)(const Call&);

struct Method {
  std::string_view name;
  std::size_t arguments;
  Lower lower;
};

template <const char* before, const char* after, feel::Operation operation>
JuelOperand shift_by(const Call& call) {
  return shift(call, before, after, operation);
}

constexpr char kDate[] = "P", kTime[] = "PT", kSeconds[] = "S", kMinutes[] = "M", kHours[] = "H",
               kDays[] = "D", kMonths[] = "M", kYears[] = "Y";
constexpr auto kPlus = feel::Operation::Add;
constexpr auto kMinus = feel::Operation::Subtract;

JuelOperand same(const Call& call) { return call.base; }

const auto kMethods = std::to_array<Method>({
    {"equals", 1, equals},
    {"equalsIgnoreCase", 1, equals_ignoring_case},
    {"isEmpty", 0, [](const Call& c) { return on_value(c, juel_empty(), JuelShape::Boolean); }},
    {"size", 0, [](const Call& c) { return on_value(c, juel_size(), JuelShape::Number); }},
    {"length", 0, [](const Call& c) { return on_value(c, juel_size(), JuelShape::Number); }},
    {"contains", 1, [](const Call& c) { return on_value(c, juel_contains(), JuelShape::Boolean); }},
    {"containsKey", 1,
     [](const Call& c) { return on_value(c, juel_contains(), JuelShape::Boolean); }},
    {"get", 1, [](const Call& c) { return on_value(c, juel_element(), JuelShape::Unknown); }},
    {"startsWith", 1,
     [](const Call& c) { return by_builtin(c, "starts with", JuelShape::Boolean); }},
    {"endsWith", 1, [](const Call& c) { return by_builtin(c, "ends with", JuelShape::Boolean); }},
    {"toLowerCase", 0,
     [](const Call& c) { return by_builtin(c, "lower case", JuelShape::String); }},
    {"toUpperCase", 0,
     [](const Call& c) { return by_builtin(c, "upper case", JuelShape::String); }},
    {"toString", 0, [](const Call& c) { return by_builtin(c, "string", JuelShape::String); }},
    {"trim", 0,
     [](const Call& c) {
       const NodeIndex pattern = c.parser.tree().constant("^\\s+|\\s+$", c.place);
       const NodeIndex nothing = c.parser.tree().constant("", c.place);
       return c.parser.builtin("replace", {c.base.node, pattern, nothing}, JuelShape::String,
                               c.place);
     }},
    {"intValue", 0, same},
    {"longValue", 0, same},
    {"doubleValue", 0, same},
    {"booleanValue", 0, same},
    {"toDate", 0, same},
    {"plusSeconds", 1, shift_by<kTime, kSeconds, kPlus>},
    {"plusMinutes", 1, shift_by<kTime, kMinutes, kPlus>},
    {"plusHours", 1, shift_by<kTime, kHours, kPlus>},
    {"plusDays", 1, shift_by<kDate, kDays, kPlus>},
    {"plusMonths", 1, shift_by<kDate, kMonths, kPlus>},
    {"plusYears", 1, shift_by<kDate, kYears, kPlus>},
    {"minusSeconds", 1, shift_by<kTime, kSeconds, kMinus>},
    {"minusMinutes", 1, shift_by<kTime, kMinutes, kMinus>},
    {"minusHours", 1, shift_by<kTime, kHours, kMinus>},
    {"minusDays", 1, shift_by<kDate, kDays, kMinus>},
    {"minusMonths", 1, shift_by<kDate, kMonths, kMinus>},
    {"minusYears", 1, shift_by<kDate, kYears, kMinus>},
    {"plusWeeks", 1,
     [](const Call& c) {
       feel::SyntaxTree& tree = c.parser.tree();
       const NodeIndex week = tree.constant(7, c.place);
       const NodeIndex days = tree.add(NodeKind::Arithmetic, {c.argument(0), week}, c.place,
                                       feel::Operation::Multiply);
       const std::vector<JuelOperand> in_days{c.parser.plain(days, JuelShape::Number, c.place)};
       return shift({c.parser, c.base, in_days, c.place}, kDate, kDays, kPlus);
     }},
    {"minusWeeks", 1,
     [](const Call& c) {
       feel::SyntaxTree& tree = c.parser.tree();
       const NodeIndex week = tree.constant(7, c.place);
       const NodeIndex days = tree.add(NodeKind::Arithmetic, {c.argument(0), week}, c.place,
                                       feel::Operation::Multiply);
       const std::vector<JuelOperand> in_days{c.parser.plain(days, JuelShape::Number, c.place)};
       return shift({c.parser, c.base, in_days, c.place}, kDate, kDays, kMinus);
     }},
});

// Members of `execution` and `task`, as property or as getter, and the member of the engine's own
// context that they are.
constexpr std::array<std::pair<std::string_view, std::string_view>, 11> kObjectMembers{{
    {"processInstanceId", "processInstanceId"},
    {"id", "processInstanceId"},
    {"processBusinessKey", "businessKey"},
    {"businessKey", "businessKey"},
    {"processDefinitionKey", "processDefinitionKey"},
    {"currentActivityId", "currentActivityId"},
    {"currentActivityName", "currentActivityName"},
    {"activityId", "currentActivityId"},
    {"currentUser", "currentUser"},
    {"assignee", kActualOwner},
    {"priority", kTaskPriority},
}};

std::string_view object_member(std::string_view name) {
  for (const auto& [own, engine] : kObjectMembers)
    if (own == name) return engine;
  return {};
}

std::string property_of_getter(const std::string& name) {
  if (name.size() <= 3 || !name.starts_with("get")) return {};
  std::string property = name.substr(3);
  if (property[0] >= 'A' && property[0] <= 'Z') property[0] = static_cast<char>(property[0] + 32);
  return property;
}

JuelOperand object_method(JuelParser& parser, const std::string& name, Place name_place,
                          const std::vector<JuelOperand>& arguments, Place place) {
  const bool reads = name == "getVariable" || name == "getVariableLocal";
  const bool asks = name == "hasVariable" || name == "hasVariableLocal";
  if ((reads || asks) && arguments.size() == 1) {
    if (!arguments[0].string)
      return refuse(parser, name, name_place, "name the variable itself",
                    "die Variable ist selbst zu nennen");
    const NodeIndex variable = parser.tree().name(*arguments[0].string, place);
    if (reads) return parser.plain(variable, JuelShape::Unknown, place);
    const NodeIndex nothing = parser.tree().constant(nullptr, place);
    return parser.plain(
        parser.tree().add(NodeKind::Compare, {variable, nothing}, place, feel::Operation::NotEqual),
        JuelShape::Boolean, place);
  }
  const std::string property = property_of_getter(name);
  if (arguments.empty() && !object_member(property).empty())
    return engine_member(parser, object_member(property), place);
  if (name.starts_with("set"))
    return refuse(parser, name, name_place, "write results with a result variable or a mapping",
                  "Ergebnisse schreibt eine Ergebnisvariable oder eine Zuordnung");
  return refuse(parser, name, name_place, "use variables of the process instead",
                "stattdessen Variablen des Prozesses verwenden");
}

}  // namespace

JuelOperand juel_object_member(JuelParser& parser, const JuelOperand&, const std::string& name,
                               Place name_place, Place place) {
  const std::string_view member = object_member(name);
  if (!member.empty()) return engine_member(parser, member, place);
  return parser.fail({"'" + name + "' is not known of the running process; use a variable",
                      "'" + name +
                          "' ist vom laufenden Prozess nicht bekannt; eine Variable "
                          "verwenden"},
                     name_place);
}

JuelOperand juel_method(JuelParser& parser, const JuelOperand& base, const std::string& name,
                        Place name_place, const std::vector<JuelOperand>& arguments, Place place) {
  if (base.object != Object::None) return object_method(parser, name, name_place, arguments, place);
  for (const Method& method : kMethods)
    if (method.name == name && method.arguments == arguments.size())
      return method.lower({parser, base, arguments, place});
  const std::string owner = parser.source(base.place);
  const std::string property = property_of_getter(name);
  if (!property.empty() && arguments.empty())
    return refuse(parser, name, name_place, "in FEEL: " + owner + "." + property,
                  "in FEEL: " + owner + "." + property);
  return refuse(parser, name, name_place,
                "let a service task compute it into a variable, in FEEL: " + name + "Result",
                "einen Service-Task in eine Variable rechnen lassen, in FEEL: " + name + "Result");
}

JuelOperand juel_function(JuelParser& parser, const std::string& name, Place name_place,
                          const std::vector<JuelOperand>& arguments, Place place) {
  if ((name == "now" || name == "dateTime") && arguments.empty())
    return parser.builtin("now", {}, JuelShape::Temporal, place);
  if (name == "currentUser" && arguments.empty())
    return engine_member(parser, "currentUser", place);
  std::string feel = name + "(";
  for (std::size_t i = 0; i < arguments.size(); ++i)
    feel += (i ? ", " : "") + parser.source(arguments[i].place);
  feel += ")";
  return refuse(parser, name, name_place, "if it is a function of FEEL, write it as FEEL: " + feel,
                "ist es eine FEEL-Funktion, dann als FEEL schreiben: " + feel);
}

}  // namespace umlauf::definition
