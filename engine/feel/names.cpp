#include "engine/feel/names.hpp"

#include "engine/feel/unicode.hpp"

namespace umlauf::feel {

std::string normalize_name(std::string_view name) {
  std::string out;
  std::size_t position = 0;
  bool blank = false;
  while (position < name.size()) {
    const std::size_t start = position;
    if (is_white_space(next_code_point(name, position))) {
      blank = !out.empty();
      continue;
    }
    if (blank) out += ' ';
    blank = false;
    out += name.substr(start, position - start);
  }
  return out;
}

Names& Names::add(std::string_view name, Type type) {
  add_members(type, 0);
  variables_.insert_or_assign(normalize_name(name), std::move(type));
  return *this;
}

Names& Names::add_member(std::string_view name) {
  members_.insert(normalize_name(name));
  return *this;
}

Names& Names::add_type(std::string_view name, Type type) {
  add_members(type, 0);
  types_.insert_or_assign(normalize_name(name), std::move(type));
  return *this;
}

const Type* Names::variable(std::string_view name) const {
  const auto found = variables_.find(name);
  return found == variables_.end() ? nullptr : &found->second;
}

const Type* Names::type(std::string_view name) const {
  const auto found = types_.find(name);
  return found == types_.end() ? builtin_type(name) : &found->second;
}

// A type nests no deeper than the item definitions of a model do; further down nothing is lost but
// the reading of odd names.
void Names::add_members(const Type& type, int depth) {
  constexpr int kDepthMax = 32;
  if (depth > kDepthMax) return;
  for (const Type::Member& member : type.members()) {
    add_member(member.name);
    add_members(member.type, depth + 1);
  }
  if (type.kind() == TypeKind::List || type.kind() == TypeKind::Range)
    add_members(type.element(), depth + 1);
  if (type.kind() == TypeKind::Function) add_members(type.result(), depth + 1);
}

}  // namespace umlauf::feel
