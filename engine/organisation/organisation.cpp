#include "engine/organisation/organisation.hpp"

#include <algorithm>

namespace umlauf::organisation {
namespace {

constexpr std::string_view kUnitKinds[] = {"Land", "Landkreis", "Kommune", "Amt"};

template <typename Item>
const Item* find_by_id(const std::vector<Item>& items, std::string_view id) {
  const auto found =
      std::find_if(items.begin(), items.end(), [&](const Item& item) { return item.id == id; });
  return found == items.end() ? nullptr : &*found;
}

bool has_role(const Person& person, RoleIndex role) {
  for (const Membership& membership : person.memberships)
    if (std::find(membership.roles.begin(), membership.roles.end(), role) != membership.roles.end())
      return true;
  return false;
}

}  // namespace

const Unit* find_unit(const Organisation& organisation, std::string_view id) {
  return find_by_id(organisation.units, id);
}

const Role* find_role(const Organisation& organisation, std::string_view id) {
  return find_by_id(organisation.roles, id);
}

const Person* find_person(const Organisation& organisation, std::string_view id) {
  return find_by_id(organisation.persons, id);
}

const Role* role_of_lane(const Organisation& organisation, std::string_view lane_id,
                         std::string_view lane_name) {
  const auto is_lane = [&](const std::string& text) {
    return !text.empty() && (text == lane_id || text == lane_name);
  };
  // What is said expressly goes before a name that happens to be alike.
  for (const Role& role : organisation.roles)
    if (std::any_of(role.lanes.begin(), role.lanes.end(), is_lane)) return &role;
  for (const Role& role : organisation.roles)
    if (is_lane(role.id) || is_lane(role.name)) return &role;
  return nullptr;
}

std::vector<std::string> groups_of(const Organisation& organisation, const Person& person) {
  std::vector<std::string> groups;
  const auto add = [&](const std::string& name) {
    if (!name.empty()) groups.push_back(name);
  };
  for (const Membership& membership : person.memberships) {
    for (RoleIndex index : membership.roles) {
      const Role& role = organisation.roles[index.value()];
      add(role.id);
      add(role.name);
      for (const std::string& lane : role.lanes) add(lane);
    }
    for (UnitIndex unit = membership.unit; unit.valid();
         unit = organisation.units[unit.value()].parent) {
      add(organisation.units[unit.value()].id);
      add(organisation.units[unit.value()].name);
    }
  }
  std::sort(groups.begin(), groups.end());
  groups.erase(std::unique(groups.begin(), groups.end()), groups.end());
  return groups;
}

std::vector<const Person*> persons_of_role(const Organisation& organisation, const Role& role) {
  std::vector<const Person*> persons;
  const Role* found = find_role(organisation, role.id);
  if (found == nullptr) return persons;
  const RoleIndex index(static_cast<std::size_t>(found - organisation.roles.data()));
  for (const Person& person : organisation.persons)
    if (has_role(person, index)) persons.push_back(&person);
  return persons;
}

std::vector<const Person*> persons_of_group(const Organisation& organisation,
                                            std::string_view group) {
  std::vector<const Person*> persons;
  for (const Person& person : organisation.persons) {
    const std::vector<std::string> groups = groups_of(organisation, person);
    if (std::binary_search(groups.begin(), groups.end(), group)) persons.push_back(&person);
  }
  return persons;
}

std::string_view to_string(UnitKind kind) { return kUnitKinds[static_cast<std::size_t>(kind)]; }

std::optional<UnitKind> unit_kind_of(std::string_view text) {
  for (std::size_t i = 0; i < std::size(kUnitKinds); ++i)
    if (kUnitKinds[i] == text) return static_cast<UnitKind>(i);
  return std::nullopt;
}

}  // namespace umlauf::organisation
