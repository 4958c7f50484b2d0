#include "engine/feel/types.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/feel/function.hpp"

namespace umlauf::feel {

struct Type::Details {
  std::vector<Type> types;      // [0]: element or result; then the parameters
  std::vector<Member> members;  // of contexts
  std::string name;             // of an item definition
  std::shared_ptr<const Constraint> constraint;
};

namespace {
const Type kAny;
}

Type Type::list(Type element) {
  Type type(TypeKind::List);
  type.open_ = false;
  type.details_ = std::make_shared<Details>(Details{{std::move(element)}, {}, {}, {}});
  return type;
}

Type Type::range(Type element) {
  Type type(TypeKind::Range);
  type.open_ = false;
  type.details_ = std::make_shared<Details>(Details{{std::move(element)}, {}, {}, {}});
  return type;
}

Type Type::context(std::vector<Member> members) {
  Type type(TypeKind::Context);
  type.open_ = false;
  type.details_ = std::make_shared<Details>(Details{{}, std::move(members), {}, {}});
  return type;
}

Type Type::function(std::vector<Type> parameters, Type result) {
  Type type(TypeKind::Function);
  type.open_ = false;
  parameters.insert(parameters.begin(), std::move(result));
  type.details_ = std::make_shared<Details>(Details{std::move(parameters), {}, {}, {}});
  return type;
}

Type Type::named(std::string name) const {
  Type type = *this;
  Details details = details_ ? *details_ : Details{};
  details.name = std::move(name);
  type.details_ = std::make_shared<Details>(std::move(details));
  return type;
}

Type Type::constrained(std::shared_ptr<const Constraint> constraint) const {
  Type type = *this;
  Details details = details_ ? *details_ : Details{};
  details.constraint = std::move(constraint);
  type.details_ = std::make_shared<Details>(std::move(details));
  return type;
}

Type Type::or_null() const {
  Type type = *this;
  type.nullable_ = true;
  return type;
}

Type Type::not_null() const {
  Type type = *this;
  type.nullable_ = false;
  return type;
}

const Type& Type::element() const {
  if ((kind_ != TypeKind::List && kind_ != TypeKind::Range) || !details_ || details_->types.empty())
    return kAny;
  return details_->types.front();
}

std::span<const Type::Member> Type::members() const {
  if (kind_ != TypeKind::Context || !details_) return {};
  return details_->members;
}

const Type* Type::member(std::string_view name) const {
  for (const Member& member : members())
    if (member.name == name) return &member.type;
  return nullptr;
}

std::span<const Type> Type::parameters() const {
  if (kind_ != TypeKind::Function || !details_ || details_->types.empty()) return {};
  return std::span(details_->types).subspan(1);
}

const Type& Type::result() const {
  if (kind_ != TypeKind::Function || !details_ || details_->types.empty()) return kAny;
  return details_->types.front();
}

const std::string& Type::name() const {
  static const std::string kNone;
  return details_ ? details_->name : kNone;
}

const Constraint* Type::constraint() const {
  return details_ ? details_->constraint.get() : nullptr;
}

namespace {

constexpr std::array<std::string_view, 14> kKindNames = {"Any",
                                                         "Null",
                                                         "boolean",
                                                         "number",
                                                         "string",
                                                         "date",
                                                         "time",
                                                         "date and time",
                                                         "days and time duration",
                                                         "years and months duration",
                                                         "list",
                                                         "context",
                                                         "range",
                                                         "function"};

std::string inner_text(const Type& type) {
  std::string text(kKindNames[static_cast<std::size_t>(type.kind())]);
  switch (type.kind()) {
    case TypeKind::List:
    case TypeKind::Range:
      return text + "<" + type.element().to_string() + ">";
    case TypeKind::Context: {
      text += "<";
      for (const Type::Member& member : type.members()) {
        if (text.back() != '<') text += ", ";
        text += member.name + ": " + member.type.to_string();
      }
      return text + ">";
    }
    case TypeKind::Function: {
      text += "<";
      for (const Type& parameter : type.parameters()) {
        if (text.back() != '<') text += ", ";
        text += parameter.to_string();
      }
      return text + "> -> " + type.result().to_string();
    }
    default:
      return text;
  }
}

}  // namespace

std::string Type::to_string() const { return name().empty() ? inner_text(*this) : name(); }

// Equivalence, §10.3.2.9.1.
bool operator==(const Type& a, const Type& b) {
  if (a.kind_ != b.kind_) return false;
  switch (a.kind_) {
    case TypeKind::List:
    case TypeKind::Range:
      return a.element() == b.element();
    case TypeKind::Context: {
      if (a.members().size() != b.members().size()) return false;
      return std::all_of(a.members().begin(), a.members().end(), [&](const Type::Member& member) {
        const Type* other = b.member(member.name);
        return other != nullptr && *other == member.type;
      });
    }
    case TypeKind::Function:
      return a.result() == b.result() && std::ranges::equal(a.parameters(), b.parameters());
    default:
      return true;
  }
}

namespace {

// The words of the standard in the order of TypeKind, then the short names of DMN's XML.
constexpr std::array<std::string_view, 17> kTypeNames = [] {
  std::array<std::string_view, 17> names{};
  std::copy(kKindNames.begin(), kKindNames.end(), names.begin());
  names[14] = "dateTime";
  names[15] = "dayTimeDuration";
  names[16] = "yearMonthDuration";
  return names;
}();

}  // namespace

std::span<const std::string_view> builtin_type_names() { return kTypeNames; }

const Type* builtin_type(std::string_view name) {
  static const std::vector<Type> kTypes = [] {
    std::vector<Type> types;
    for (std::size_t i = 0; i < kKindNames.size(); ++i)
      types.emplace_back(static_cast<TypeKind>(i));
    types.emplace_back(TypeKind::DateTime);
    types.emplace_back(TypeKind::DaysTimeDuration);
    types.emplace_back(TypeKind::YearsMonthsDuration);
    return types;
  }();
  const auto found = std::find(kTypeNames.begin(), kTypeNames.end(), name);
  if (found == kTypeNames.end()) return nullptr;
  return &kTypes[static_cast<std::size_t>(found - kTypeNames.begin())];
}

// Conformance, §10.3.2.9.2.
bool conforms(const Type& type, const Type& target) {
  if (target.is_any()) return true;
  if (type.kind() == TypeKind::Null) return true;
  if (type.kind() != target.kind()) return false;
  switch (target.kind()) {
    case TypeKind::List:
    case TypeKind::Range:
      return conforms(type.element(), target.element());
    case TypeKind::Context:
      return std::all_of(target.members().begin(), target.members().end(),
                         [&](const Type::Member& member) {
                           const Type* own = type.member(member.name);
                           return own != nullptr && conforms(*own, member.type);
                         });
    case TypeKind::Function:
      if (target.is_open()) return true;
      // Contravariant in the parameters, covariant in the result.
      if (type.parameters().size() != target.parameters().size()) return false;
      for (std::size_t i = 0; i < target.parameters().size(); ++i)
        if (!conforms(target.parameters()[i], type.parameters()[i])) return false;
      return conforms(type.result(), target.result());
    default:
      return true;
  }
}

}  // namespace umlauf::feel
