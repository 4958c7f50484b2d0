#include "engine/organisation/organisation.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "engine/organisation/reader.hpp"
#include "engine/organisation/yaml.hpp"

namespace umlauf::organisation {
namespace {

constexpr const char* kTown = R"(
units:
  - {id: lsa, name: Sachsen-Anhalt, kind: Land}
  - {id: kreis, name: Landkreis Musterland, kind: Landkreis, parent: lsa}
  - {id: stadt, name: Stadt Musterstadt, kind: Kommune, parent: kreis, ags: "15081135"}
  - {id: steueramt, name: Steueramt, kind: Amt, parent: stadt}
  - {id: kasse, name: Stadtkasse, kind: Amt, parent: stadt}
roles:
  - {id: posteingang, name: Posteingang, lanes: [Bürgerservice]}
  - {id: sachbearbeitung, name: Sachbearbeitung}
  - {id: entscheider, name: Entscheider, lanes: [lane-entscheidung]}
  - {id: kasse-rolle, name: Kasse}
persons:
  - {id: a.meier, name: Anna Meier, unit: steueramt, roles: [sachbearbeitung]}
  - id: b.kurz
    memberships:
      - {unit: steueramt, roles: [entscheider, sachbearbeitung]}
      - {unit: kasse, roles: [kasse-rolle]}
  - {id: p.post, unit: stadt, roles: [posteingang]}
  - {id: admin}
administrators: [admin]
)";

std::vector<std::string> ids(const std::vector<const Person*>& persons) {
  std::vector<std::string> ids;
  for (const Person* person : persons) ids.push_back(person->id);
  return ids;
}

TEST(Organisation, ReadsUnitsRolesPersonsAndAdministrators) {
  const ReadResult result = read(kTown);
  EXPECT_TRUE(result.diagnostics.empty()) << result.diagnostics.front().message.english;
  const Organisation& town = result.organisation;
  EXPECT_EQ(town.units[2],
            (Unit{"stadt", "Stadt Musterstadt", UnitKind::Kommune, UnitIndex(1), "15081135"}));
  EXPECT_EQ(town.roles[0], (Role{"posteingang", "Posteingang", {"Bürgerservice"}}));
  EXPECT_EQ(town.persons[1],
            (Person{"b.kurz",
                    "b.kurz",
                    {{UnitIndex(3), {RoleIndex(2), RoleIndex(1)}}, {UnitIndex(4), {RoleIndex(3)}}},
                    false}));
  EXPECT_TRUE(find_person(town, "admin")->administrator);
  EXPECT_EQ(find_person(town, "nobody"), nullptr);
  EXPECT_EQ(find_unit(town, "kasse")->kind, UnitKind::Amt);
}

TEST(Organisation, AGroupIsARoleALaneOrAUnitAbove) {
  const Organisation town = read(kTown).organisation;
  EXPECT_EQ(groups_of(town, *find_person(town, "p.post")),
            (std::vector<std::string>{"Bürgerservice", "Landkreis Musterland", "Posteingang",
                                      "Sachsen-Anhalt", "Stadt Musterstadt", "kreis", "lsa",
                                      "posteingang", "stadt"}));
  EXPECT_TRUE(groups_of(town, *find_person(town, "admin")).empty());
}

TEST(Organisation, ALaneFindsItsRole) {
  const Organisation town = read(kTown).organisation;
  struct Case {
    const char* fact;
    const char* id;
    const char* name;
    const char* role;
  };
  for (const Case& c :
       {Case{"ByListedName", "Lane_1", "Bürgerservice", "posteingang"},
        Case{"ByListedId", "lane-entscheidung", "", "entscheider"},
        Case{"ByNameOfRole", "Lane_2", "Sachbearbeitung", "sachbearbeitung"},
        Case{"ByIdOfRole", "kasse-rolle", "", "kasse-rolle"},
        Case{"ListedBeforeAlike", "sachbearbeitung", "Bürgerservice", "posteingang"}}) {
    const Role* role = role_of_lane(town, c.id, c.name);
    ASSERT_NE(role, nullptr) << c.fact;
    EXPECT_EQ(role->id, c.role) << c.fact;
  }
  EXPECT_EQ(role_of_lane(town, "", ""), nullptr);
  EXPECT_EQ(role_of_lane(town, "Lane_9", "Archiv"), nullptr);
}

TEST(Organisation, KnowsThePersonsOfARoleAndOfAGroup) {
  const Organisation town = read(kTown).organisation;
  EXPECT_EQ(ids(persons_of_role(town, *find_role(town, "sachbearbeitung"))),
            (std::vector<std::string>{"a.meier", "b.kurz"}));
  EXPECT_EQ(ids(persons_of_group(town, "Kasse")), (std::vector<std::string>{"b.kurz"}));
  EXPECT_EQ(ids(persons_of_group(town, "stadt")),
            (std::vector<std::string>{"a.meier", "b.kurz", "p.post"}));
}

TEST(OrganisationReader, SaysWhatIsWrongAndWhere) {
  struct Case {
    const char* fact;
    const char* text;
    const char* rule;
    std::uint32_t line;
    std::uint32_t column;
  };
  for (const Case& c : {
           Case{"NoYaml", "roles:\n- @a", "ORG-01", 2, 3},
           Case{"NoMapping", "- a", "ORG-02", 1, 1},
           Case{"Empty", "", "ORG-02", 1, 1},
           Case{"UnknownMember", "units: []\nrollen: []", "ORG-02", 2, 1},
           Case{"MemberTwice", "units: []\nunits: []", "ORG-02", 2, 1},
           Case{"ListExpected", "units: {a: b}", "ORG-02", 1, 8},
           Case{"MappingExpected", "units: [a]", "ORG-02", 1, 9},
           Case{"TextExpected", "units: [{id: a, name: [a]}]", "ORG-02", 1, 23},
           Case{"UnknownKind", "units: [{id: a, kind: Gau}]", "ORG-02", 1, 23},
           Case{"IdMissing", "persons:\n  - {name: Ä}", "ORG-03", 2, 5},
           Case{"IdTwice", "persons: [{id: Ä}, {id: Ä}]", "ORG-03", 1, 20},
           Case{"NoSuchParent", "units: [{id: a, parent: b}]", "ORG-04", 1, 25},
           Case{"NoSuchUnit", "persons: [{id: a, unit: b}]", "ORG-04", 1, 25},
           Case{"NoSuchRole", "persons: [{id: a, roles: [b]}]", "ORG-04", 1, 27},
           Case{"NoSuchAdministrator", "administrators: [b]", "ORG-04", 1, 18},
           Case{"UnitInItself", "units: [{id: a, parent: a}]", "ORG-05", 1, 25},
           Case{"UnitsInACircle",
                "units: [{id: a, parent: b}, {id: b, parent: c}, {id: c, parent: a}]", "ORG-05", 1,
                65},
           Case{"LaneOfTwoRoles",
                "roles: [{id: a, lanes: [x]}, {id: b, lanes: [x]}]\n"
                "persons: [{id: p, roles: [a, b]}]",
                "ORG-06", 1, 46},
           Case{"RoleOfNobody", "roles: [{id: a}]", "ORG-07", 1, 9},
       }) {
    const ReadResult result = read(c.text, "o.yaml");
    ASSERT_EQ(result.diagnostics.size(), 1u) << c.fact;
    const Diagnostic& diagnostic = result.diagnostics.front();
    EXPECT_EQ(diagnostic.rule, c.rule) << c.fact;
    EXPECT_EQ(diagnostic.file, "o.yaml") << c.fact;
    EXPECT_EQ(diagnostic.span.line, c.line) << c.fact << ": " << diagnostic.message.english;
    EXPECT_EQ(diagnostic.span.column, c.column) << c.fact << ": " << diagnostic.message.english;
    EXPECT_FALSE(diagnostic.message.german.empty()) << c.fact;
  }
}

TEST(OrganisationReader, ReportsAllProblemsInTheOrderOfTheText) {
  const ReadResult result =
      read("persons: [{id: a, unit: x, roles: [y]}]\nunits: [{id: u, kind: Gau}]");
  ASSERT_EQ(result.diagnostics.size(), 3u);
  EXPECT_EQ(result.diagnostics[0].rule, "ORG-04");
  EXPECT_EQ(result.diagnostics[1].rule, "ORG-04");
  EXPECT_EQ(result.diagnostics[2].rule, "ORG-02");
}

TEST(OrganisationReader, ReadsJson) {
  const ReadResult result =
      read(R"({"roles": [{"id": "r"}], "persons": [{"id": "p", "roles": ["r"]}]})");
  EXPECT_TRUE(result.diagnostics.empty());
  EXPECT_EQ(ids(persons_of_group(result.organisation, "r")), std::vector<std::string>{"p"});
}

TEST(OrganisationReader, HoldsItsLimits) {
  const auto rule_of_first = [](const ReadResult& result) {
    return result.diagnostics.empty() ? std::string() : result.diagnostics.front().rule;
  };
  EXPECT_EQ(rule_of_first(read("units: []", "", {.bytes_max = 8})), "ORG-01");
  EXPECT_EQ(rule_of_first(read("units: []", "", {.bytes_max = 9})), "");
  EXPECT_EQ(rule_of_first(read("units: [{id: a}, {id: b}]", "", {.units_max = 1})), "ORG-01");
  EXPECT_EQ(rule_of_first(read("persons: [{id: a}, {id: b}]", "", {.persons_max = 1})), "ORG-01");
  const char* roles = "roles: [{id: a}, {id: b}]\npersons: [{id: p, roles: [a, b]}]";
  EXPECT_EQ(rule_of_first(read(roles, "", {.roles_max = 1})), "ORG-01");
  EXPECT_EQ(rule_of_first(read(roles, "", {.memberships_max = 2})), "");
  EXPECT_EQ(read(roles, "", {.memberships_max = 1}).diagnostics.size(), 2u)
      << "the entry beyond the limit, and that nobody has the role therefore";
}

TEST(OrganisationReader, DeepNestingIsRefused) {
  const std::string deep = "units: " + std::string(100'000, '[');
  EXPECT_EQ(read(deep).diagnostics.front().rule, "ORG-01");
}

TEST(Yaml, AliasesCountAsWhatTheyStandFor) {
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 12; ++i) {
    const std::string inner = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + inner;
    for (int k = 0; k < 9; ++k) bomb += ", " + inner;
    bomb += "]\n";
  }
  ASSERT_EQ(read_yaml(bomb).failure.size(), 1u);
  EXPECT_TRUE(read_yaml("a: &x [1]\nb: *x").failure.empty());
  EXPECT_EQ(read_yaml("a: &x [*x]").failure.size(), 1u);
}

TEST(Yaml, HoldsItsDepth) {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  EXPECT_TRUE(read_yaml(nested(100)).failure.empty());
  EXPECT_EQ(read_yaml(nested(101)).failure.size(), 1u);
  EXPECT_EQ(read_yaml("a: &x " + nested(60) + "\nb: " + std::string(60, '[') + "*x" +
                      std::string(60, ']'))
                .failure.size(),
            1u);
}

TEST(Yaml, KnowsTextsFromNumbersAndPlaces) {
  const YamlText text = read_yaml("ä: '1'\nb: 1\nc: ~\nd: !!str 2");
  ASSERT_EQ(text.root.members.size(), 4u);
  EXPECT_TRUE(text.root.members[0].value.quoted);
  EXPECT_FALSE(text.root.members[1].value.quoted);
  EXPECT_EQ(text.root.members[2].value.kind, YamlNode::Kind::Null);
  EXPECT_TRUE(text.root.members[3].value.quoted);
  EXPECT_EQ(text.root.members[0].value.span, (SourceSpan{1, 4, 4, 0}));
  EXPECT_EQ(text.root.members[2].name_span, (SourceSpan{3, 1, 13, 0}));
}

TEST(OrganisationReader, AChainOf20000UnitsIsWalkedOnce) {
  std::string text = "units:\n";
  for (int i = 0; i < 20'000; ++i)
    text += "- {id: u" + std::to_string(i) + (i == 0 ? "" : ", parent: u" + std::to_string(i - 1)) +
            "}\n";
  const ReadResult result = read(text);
  EXPECT_TRUE(result.diagnostics.empty());
  EXPECT_EQ(result.organisation.units.back().parent, UnitIndex(19'998));
}

}  // namespace
}  // namespace umlauf::organisation
