#include "engine/definition/juel_functions.hpp"

#include <algorithm>
#include <span>
#include <string>

#include "engine/feel/function.hpp"
#include "engine/feel/print.hpp"
#include "engine/feel/session.hpp"

namespace umlauf::definition {

namespace {

using feel::Parameter;
using feel::Session;
using feel::Value;
using Arguments = std::span<const Value>;

bool is_empty(const Value& value) {
  if (value.is_null()) return true;
  if (const std::string* text = value.string()) return text->empty();
  if (const feel::Values* list = value.list()) return list->empty();
  if (const feel::Context* context = value.context()) return context->empty();
  return false;
}

Value text(Arguments arguments, Session& session) {
  std::string whole;
  for (const Value& piece : arguments) {
    if (!piece.is_null()) whole += feel::to_text(piece);
    if (!session.output(whole.size())) return nullptr;
  }
  if (!session.allocate(whole.size())) return nullptr;
  return whole;
}

Value element(Arguments arguments, Session& session) {
  const Value& base = arguments[0];
  const Value& key = arguments[1];
  if (base.is_null() || key.is_null()) return nullptr;  // JSR-341 §1.6
  if (const feel::Values* list = base.list()) {
    const auto position = key.number() ? key.number()->to_int64() : std::nullopt;
    if (position && *position >= 0 && static_cast<std::size_t>(*position) < list->size())
      return (*list)[static_cast<std::size_t>(*position)];
    if (position) return nullptr;
  } else if (base.is_context()) {
    const Value* member = base.member(feel::to_text(key));
    return member ? *member : Value();
  }
  session.message({"only a list has items and only a context has members",
                   "nur eine Liste hat Elemente und nur ein Kontext hat Einträge"});
  return nullptr;
}

bool equal_across_types(const Value& a, const std::string& b) {
  if (const bool* truth = a.boolean()) return *truth == (b == "true");
  if (const Decimal* number = a.number()) {
    const std::optional<Decimal> other = Decimal::parse(b);
    return other && *number == *other;
  }
  return feel::to_text(a) == b;
}

Value equal(Arguments arguments, Session&) {
  const Value& a = arguments[0];
  const Value& b = arguments[1];
  if (a.is_null() || b.is_null()) return a.is_null() == b.is_null();
  if (const std::string* text_b = b.string(); text_b && !a.is_string())
    return equal_across_types(a, *text_b);
  if (const std::string* text_a = a.string(); text_a && !b.is_string())
    return equal_across_types(b, *text_a);
  const std::optional<bool> same = feel::equal(a, b);
  return same ? Value(*same) : Value();
}

Value size(Arguments arguments, Session& session) {
  const Value& value = arguments[0];
  if (const feel::Values* list = value.list()) return list->size();
  if (const feel::Context* context = value.context()) return context->size();
  if (const std::string* string = value.string())
    return std::count_if(string->begin(), string->end(), [](char c) {
      return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;  // code points
    });
  session.message({"only strings, lists and contexts have a size",
                   "nur Zeichenketten, Listen und Kontexte haben eine Größe"});
  return nullptr;
}

Value contains(Arguments arguments, Session& session) {
  const Value& whole = arguments[0];
  const Value& part = arguments[1];
  if (const feel::Values* list = whole.list())
    return std::any_of(list->begin(), list->end(),
                       [&](const Value& item) { return feel::equal(item, part) == true; });
  if (whole.is_context() && part.is_string()) return whole.member(*part.string()) != nullptr;
  if (whole.is_string() && part.is_string())
    return whole.string()->find(*part.string()) != std::string::npos;
  session.message({"only strings, lists and contexts can contain something",
                   "nur Zeichenketten, Listen und Kontexte können etwas enthalten"});
  return nullptr;
}

Value function(const char* name, std::vector<Parameter> parameters, feel::NativeBody body,
               feel::TypeKind result, bool variadic = false) {
  return feel::make_function(name, std::move(parameters), std::move(body), feel::Type(result),
                             variadic);
}

}  // namespace

const Value& juel_empty() {
  static const Value kFunction = function(
      "empty", {{"value", {}}},
      [](Arguments arguments, Session&) -> Value { return is_empty(arguments[0]); },
      feel::TypeKind::Boolean);
  return kFunction;
}

const Value& juel_text() {
  static const Value kFunction =
      function("text", {{"part", {}}}, text, feel::TypeKind::String, true);
  return kFunction;
}

const Value& juel_element() {
  static const Value kFunction =
      function("element", {{"of", {}}, {"key", {}}}, element, feel::TypeKind::Any);
  return kFunction;
}

const Value& juel_equal() {
  static const Value kFunction =
      function("equal", {{"a", {}}, {"b", {}}}, equal, feel::TypeKind::Boolean);
  return kFunction;
}

const Value& juel_size() {
  static const Value kFunction = function("size", {{"of", {}}}, size, feel::TypeKind::Number);
  return kFunction;
}

const Value& juel_contains() {
  static const Value kFunction =
      function("contains", {{"whole", {}}, {"part", {}}}, contains, feel::TypeKind::Boolean);
  return kFunction;
}

}  // namespace umlauf::definition
