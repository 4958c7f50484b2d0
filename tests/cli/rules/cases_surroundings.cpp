#include "tests/cli/rules/files.hpp"

namespace umlauf::cli {

std::vector<Case> surroundings_cases() {
  const auto people = [](std::string_view units, std::string_view roles, std::string_view persons) {
    return organisation("units: [" + text(units) + "]\nroles: [" + text(roles) + "]\npersons: [" +
                        text(persons) + "]\n");
  };
  const Files fine = people("{id: u}", "{id: r}", "{id: a, roles: [r]}");
  const auto starter = [](std::string_view group) {
    Files files =
        model("<process id='p' isExecutable='true' c:candidateStarterGroups='" + text(group) +
              "'><startEvent id='s'/><endEvent id='e'/>" + flows("s>e") + "</process>");
    files.emplace_back("organisation.yaml",
                       "roles: [{id: clerk}]\npersons: [{id: a, roles: [clerk]}]");
    return files;
  };
  return {
      {"ACT-13", with_form(R"({"id": "decision"})"), with_form(R"({"id": "application"})")},
      {"ACT-28", templated(""), templated("name='Decide'")},
      {"FRM-01", with_form("["), with_form(R"({"id": "application"})")},
      {"STY-05", in_lane("Post"), in_lane("clerk")},
      {"PRC-11", starter("post"), starter("clerk")},
      {"SEC-01", staffed("c:candidateGroups='mayor'"), staffed("c:candidateGroups='head'")},
      {"SEC-02", staffed("c:candidateGroups='head'"), staffed("c:candidateGroups='clerk'")},
      {"SEC-03", staffed("c:candidateGroups='mayor'"), staffed("c:candidateGroups='head'")},
      {"SEC-04", staffed("c:assignee='anna' u:excludedPerson='anna'"),
       staffed("c:assignee='anna' u:excludedPerson='bernd'")},
      {"SEC-03", staffed("u:excludedPerson='carla'"), staffed("u:excludedPerson='bernd'")},
      {"SEC-06", staffed("u:differentPerson='gone'"), staffed("u:differentPerson='m'")},
      {"SEC-06", staffed("u:samePerson='s'"), staffed("u:samePerson='m'")},
      {"SEC-06", staffed("u:differentPerson='n'"),
       staffed("u:differentPerson='m'", "<task id='t'/>")},
      {"ORG-01", organisation("units: ["), fine},
      {"ORG-02", organisation("rooms: []"), fine},
      {"ORG-03", people("{name: u}", "", ""), fine},
      {"ORG-04", people("", "", "{id: a, roles: [r]}"), fine},
      {"ORG-05", people("{id: u, parent: v}, {id: v, parent: u}", "", ""), fine},
      {"ORG-06", people("", "{id: r, lanes: [l]}, {id: q, lanes: [l]}", "{id: a, roles: [r, q]}"),
       fine},
      {"ORG-07", people("", "{id: r}", "{id: a}"), fine},
  };
}

}  // namespace umlauf::cli
