#include "engine/organisation/reader.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "engine/organisation/shapes.hpp"
#include "engine/organisation/yaml.hpp"

namespace umlauf::organisation {
namespace {

using Names = std::map<std::string, std::size_t>;

// Where a name was written, so that references can be resolved when everything is read.
struct Reference {
  std::string text;
  SourceSpan span;
};

struct PendingMembership {
  Reference unit;
  std::vector<Reference> roles;
};

class Reader {
 public:
  Reader(Shapes& shapes, const ReadLimits& limits) : shapes_(shapes), limits_(limits) {}

  Organisation read(const YamlNode& root) {
    for (const YamlMember* member :
         shapes_.members(root, {"units", "roles", "persons", "administrators"})) {
      if (member->name == "units") read_units(member->value);
      if (member->name == "roles") read_roles(member->value);
      if (member->name == "persons") read_persons(member->value);
      if (member->name == "administrators") administrators_ = references(member->value);
    }
    resolve_parents();
    resolve_memberships();
    for (const Reference& administrator : administrators_)
      if (const auto index = resolve(administrator, person_names_, "person", "Person"))
        organisation_.persons[*index].administrator = true;
    check_lanes();
    check_roles_are_held();
    return std::move(organisation_);
  }

 private:
  void read_units(const YamlNode& list) {
    for (const YamlNode* node : shapes_.items(list, limits_.units_max)) {
      Unit unit;
      Reference parent;
      for (const YamlMember* member :
           shapes_.members(*node, {"id", "name", "kind", "parent", "ags"})) {
        const std::string text = shapes_.text(member->value);
        if (member->name == "id") unit.id = text;
        if (member->name == "name") unit.name = text;
        if (member->name == "ags") unit.ags = text;
        if (member->name == "parent") parent = {text, member->value.span};
        if (member->name == "kind") {
          if (const auto kind = unit_kind_of(text))
            unit.kind = *kind;
          else
            shapes_.error(
                "ORG-02", member->value.span,
                {"the kind of a unit is Land, Landkreis, Kommune or Amt, not '" + text + "'",
                 "die Art einer Einheit ist Land, Landkreis, Kommune oder Amt, nicht '" + text +
                     "'"});
        }
      }
      if (!add_name(unit_names_, unit.id, organisation_.units.size(), *node)) continue;
      if (unit.name.empty()) unit.name = unit.id;
      parents_.push_back(std::move(parent));
      organisation_.units.push_back(std::move(unit));
    }
  }

  void read_roles(const YamlNode& list) {
    for (const YamlNode* node : shapes_.items(list, limits_.roles_max)) {
      Role role;
      std::vector<Reference> lanes;
      for (const YamlMember* member : shapes_.members(*node, {"id", "name", "lanes"})) {
        if (member->name == "id") role.id = shapes_.text(member->value);
        if (member->name == "name") role.name = shapes_.text(member->value);
        if (member->name == "lanes") lanes = references(member->value);
      }
      if (!add_name(role_names_, role.id, organisation_.roles.size(), *node)) continue;
      if (role.name.empty()) role.name = role.id;
      for (const Reference& lane : lanes) role.lanes.push_back(lane.text);
      lane_references_.push_back(std::move(lanes));
      role_spans_.push_back(node->span);
      organisation_.roles.push_back(std::move(role));
    }
  }

  void read_persons(const YamlNode& list) {
    for (const YamlNode* node : shapes_.items(list, limits_.persons_max)) {
      Person person;
      PendingMembership own;
      std::vector<PendingMembership> memberships;
      for (const YamlMember* member :
           shapes_.members(*node, {"id", "name", "unit", "roles", "memberships"})) {
        if (member->name == "id") person.id = shapes_.text(member->value);
        if (member->name == "name") person.name = shapes_.text(member->value);
        if (member->name == "unit") own.unit = {shapes_.text(member->value), member->value.span};
        if (member->name == "roles") own.roles = references(member->value);
        if (member->name == "memberships") memberships = read_memberships(member->value);
      }
      if (!add_name(person_names_, person.id, organisation_.persons.size(), *node)) continue;
      if (person.name.empty()) person.name = person.id;
      if (!own.unit.text.empty() || !own.roles.empty())
        memberships.insert(memberships.begin(), std::move(own));
      pending_.push_back(std::move(memberships));
      organisation_.persons.push_back(std::move(person));
    }
  }

  std::vector<PendingMembership> read_memberships(const YamlNode& list) {
    std::vector<PendingMembership> memberships;
    for (const YamlNode* node : shapes_.items(list, memberships_left())) {
      PendingMembership membership;
      for (const YamlMember* member : shapes_.members(*node, {"unit", "roles"})) {
        if (member->name == "unit")
          membership.unit = {shapes_.text(member->value), member->value.span};
        if (member->name == "roles") membership.roles = references(member->value);
      }
      ++memberships_;
      memberships.push_back(std::move(membership));
    }
    return memberships;
  }

  std::size_t memberships_left() const {
    return limits_.memberships_max - std::min(limits_.memberships_max, memberships_);
  }

  std::vector<Reference> references(const YamlNode& list) {
    std::vector<Reference> references;
    for (const YamlNode* node : shapes_.items(list, memberships_left())) {
      ++memberships_;
      if (std::string text = shapes_.text(*node); !text.empty())
        references.push_back({std::move(text), node->span});
    }
    return references;
  }

  bool add_name(Names& names, const std::string& id, std::size_t index, const YamlNode& node) {
    if (node.kind != YamlNode::Kind::Mapping) return false;  // said already
    if (id.empty()) {
      shapes_.error("ORG-03", node.span, {"'id' is missing here", "hier fehlt 'id'"});
      return false;
    }
    if (names.emplace(id, index).second) return true;
    shapes_.error(
        "ORG-03", node.span,
        {"the id '" + id + "' is given twice", "die Id '" + id + "' ist doppelt vergeben"});
    return false;
  }

  std::optional<std::size_t> resolve(const Reference& reference, const Names& names,
                                     const std::string& english, const std::string& german) {
    if (reference.text.empty()) return std::nullopt;
    const auto found = names.find(reference.text);
    if (found != names.end()) return found->second;
    shapes_.error("ORG-04", reference.span,
                  {"there is no " + english + " '" + reference.text + "'",
                   german + " '" + reference.text + "' gibt es nicht"});
    return std::nullopt;
  }

  void resolve_parents() {
    std::vector<Unit>& units = organisation_.units;
    for (std::size_t i = 0; i < units.size(); ++i)
      if (const auto parent = resolve(parents_[i], unit_names_, "unit", "Einheit"))
        units[i].parent = UnitIndex(*parent);
    // Every unit is walked upwards once: one that was reached in an earlier walk is known to end at
    // a root; one that was reached in this walk closes a circle, which is cut there.
    std::vector<std::size_t> walk_of(units.size(), 0);
    for (std::size_t i = 0; i < units.size(); ++i) {
      std::size_t at = i;
      while (walk_of[at] == 0) {
        walk_of[at] = i + 1;
        const UnitIndex parent = units[at].parent;
        if (!parent.valid()) break;
        if (walk_of[parent.value()] == i + 1) {
          shapes_.error("ORG-05", parents_[at].span,
                        {"unit '" + units[at].id + "' lies within itself",
                         "die Einheit '" + units[at].id + "' liegt in sich selbst"});
          units[at].parent = UnitIndex();
          break;
        }
        at = parent.value();
      }
    }
  }

  void resolve_memberships() {
    for (std::size_t i = 0; i < pending_.size(); ++i) {
      for (const PendingMembership& pending : pending_[i]) {
        Membership membership;
        if (const auto unit = resolve(pending.unit, unit_names_, "unit", "Einheit"))
          membership.unit = UnitIndex(*unit);
        for (const Reference& reference : pending.roles)
          if (const auto role = resolve(reference, role_names_, "role", "Rolle"))
            membership.roles.push_back(RoleIndex(*role));
        if (membership.unit.valid() || !membership.roles.empty())
          organisation_.persons[i].memberships.push_back(std::move(membership));
      }
    }
  }

  void check_lanes() {
    std::map<std::string, std::size_t> owner;
    for (std::size_t i = 0; i < lane_references_.size(); ++i) {
      for (const Reference& lane : lane_references_[i]) {
        const auto [at, added] = owner.emplace(lane.text, i);
        if (added || at->second == i) continue;
        const std::string& other = organisation_.roles[at->second].id;
        shapes_.error("ORG-06", lane.span,
                      {"the lane '" + lane.text + "' already belongs to role '" + other + "'",
                       "die Bahn '" + lane.text + "' gehört schon zur Rolle '" + other + "'"});
      }
    }
  }

  void check_roles_are_held() {
    std::set<RoleIndex> held;
    for (const Person& person : organisation_.persons)
      for (const Membership& membership : person.memberships)
        held.insert(membership.roles.begin(), membership.roles.end());
    for (std::size_t i = 0; i < organisation_.roles.size(); ++i)
      if (!held.contains(RoleIndex(i)))
        shapes_.report(Severity::Warning, "ORG-07", role_spans_[i],
                       {"nobody has the role '" + organisation_.roles[i].id + "'",
                        "niemand hat die Rolle '" + organisation_.roles[i].id + "'"});
  }

  Shapes& shapes_;
  const ReadLimits& limits_;
  Organisation organisation_;
  Names unit_names_, role_names_, person_names_;
  std::vector<Reference> parents_;                       // by unit
  std::vector<std::vector<Reference>> lane_references_;  // by role
  std::vector<SourceSpan> role_spans_;                   // by role
  std::vector<std::vector<PendingMembership>> pending_;  // by person
  std::vector<Reference> administrators_;
  std::size_t memberships_ = 0;
};

}  // namespace

ReadResult read(std::string_view yaml, std::string_view file, const ReadLimits& limits) {
  Shapes shapes{std::string(file)};
  ReadResult result;
  const YamlText text = read_yaml(yaml, {.bytes_max = limits.bytes_max});
  for (const YamlFailure& failure : text.failure)
    shapes.error("ORG-01", failure.span, failure.message);
  if (text.failure.empty() && text.root.kind != YamlNode::Kind::Mapping)
    shapes.error("ORG-02", {1, 1, 0, 0},
                 {"the document is a mapping with 'units', 'roles' and 'persons'",
                  "das Dokument besteht aus 'units', 'roles' und 'persons'"});
  else if (text.failure.empty())
    result.organisation = Reader(shapes, limits).read(text.root);
  result.diagnostics = shapes.take_diagnostics();
  return result;
}

}  // namespace umlauf::organisation
