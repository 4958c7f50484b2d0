#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/diagnostic.hpp"
#include "engine/base/index.hpp"

/// Who works in an administration: its units (a tree from the Land down to the Amt), roles, persons
/// and their memberships. The engine itself knows candidates of a task by name only; this module
/// says which of those names a person answers to.
namespace umlauf::organisation {

using UnitIndex = Index<struct UnitTag>;
using RoleIndex = Index<struct RoleTag>;

enum class UnitKind : std::uint8_t { Land, Landkreis, Kommune, Amt };

struct Unit {
  std::string id;
  std::string name;
  UnitKind kind = UnitKind::Amt;
  UnitIndex parent;  ///< invalid at a root
  std::string ags;   ///< Amtlicher Gemeindeschlüssel; may be empty

  bool operator==(const Unit&) const = default;
};

struct Role {
  std::string id;
  std::string name;
  /// Further names or ids of lanes whose tasks are this role's work.
  std::vector<std::string> lanes;

  bool operator==(const Role&) const = default;
};

/// The roles that a person has in a unit; both may be empty, not together.
struct Membership {
  UnitIndex unit;
  std::vector<RoleIndex> roles;

  bool operator==(const Membership&) const = default;
};

struct Person {
  std::string id;
  std::string name;
  std::vector<Membership> memberships;
  /// May complete what others have claimed; the journal records that it was an administrator.
  bool administrator = false;

  bool operator==(const Person&) const = default;
};

/// A value; `read` yields only such whose indices are valid, whose units form a tree and whose ids
/// are unique within units, roles and persons. Order is the document's.
struct Organisation {
  std::vector<Unit> units;
  std::vector<Role> roles;
  std::vector<Person> persons;

  bool operator==(const Organisation&) const = default;
};

const Unit* find_unit(const Organisation& organisation, std::string_view id);
const Role* find_role(const Organisation& organisation, std::string_view id);
const Person* find_person(const Organisation& organisation, std::string_view id);

/// The role whose work lies in a lane: the one that names the lane's id or name under `lanes`, or
/// whose own id or name is the lane's. nullptr where there is none.
const Role* role_of_lane(const Organisation& organisation, std::string_view lane_id,
                         std::string_view lane_name);

/// Every name that a candidate group of a task may have so that this person is meant: the ids and
/// names of the person's roles, the lanes of these roles, and the ids and names of the person's
/// units and of all units above them. Sorted, each once.
std::vector<std::string> groups_of(const Organisation& organisation, const Person& person);

/// In the order of the document.
std::vector<const Person*> persons_of_role(const Organisation& organisation, const Role& role);
/// Those with the group among their `groups_of`, in the order of the document.
std::vector<const Person*> persons_of_group(const Organisation& organisation,
                                            std::string_view group);

std::string_view to_string(UnitKind kind);
std::optional<UnitKind> unit_kind_of(std::string_view text);

}  // namespace umlauf::organisation
