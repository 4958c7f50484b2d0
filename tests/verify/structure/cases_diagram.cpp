#include "tests/verify/structure/cases.hpp"

namespace umlauf::verify {
namespace {

std::string shape(std::string_view id, std::string_view x, std::string_view width,
                  std::string_view more = {}) {
  return "<bpmndi:BPMNShape bpmnElement='" + std::string(id) + "'><dc:Bounds x='" + std::string(x) +
         "' y='0' width='" + std::string(width) + "' height='80'/>" + std::string(more) +
         "</bpmndi:BPMNShape>";
}

std::string drawing(std::string_view content) {
  return "<bpmndi:BPMNDiagram><bpmndi:BPMNPlane>" + std::string(content) +
         "</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>";
}

std::string sized(std::string_view width) {
  return definitions("<process id='p' isExecutable='true'><task id='m'/></process>" +
                     drawing(shape("m", "0", width)));
}

// Three tasks, and a flow from the first, at 0, to the last past the one in the middle.
std::string in_a_row(std::string_view middle, std::string_view last) {
  return definitions(
      "<process id='p' isExecutable='true'><task id='a'/><task id='b'/><task id='c'/>"
      "<sequenceFlow id='f' sourceRef='a' targetRef='c'/></process>" +
      drawing(shape("a", "150", "100") + shape("b", middle, "100") + shape("c", last, "100") +
              "<bpmndi:BPMNEdge bpmnElement='f'><di:waypoint x='250' y='40'/><di:waypoint x='" +
              std::string(last) + "' y='40'/></bpmndi:BPMNEdge>"));
}

std::string shape_at(std::string_view id, std::string_view x, std::string_view y,
                     std::string_view height = "80") {
  return "<bpmndi:BPMNShape bpmnElement='" + std::string(id) + "'><dc:Bounds x='" + std::string(x) +
         "' y='" + std::string(y) + "' width='100' height='" + std::string(height) +
         "'/></bpmndi:BPMNShape>";
}

// Three tasks far below one another, and a flow from the first to the last.
std::string in_a_column(std::string_view middle) {
  const auto task = [](std::string_view id, std::string_view x, std::string_view y) {
    return shape_at(id, x, y);
  };
  return definitions(
      "<process id='p' isExecutable='true'><task id='a'/><task id='b'/><task id='c'/>"
      "<sequenceFlow id='f' sourceRef='a' targetRef='c'/></process>" +
      drawing(task("a", "0", "-500") + task("b", middle, "300") + task("c", "0", "900") +
              "<bpmndi:BPMNEdge bpmnElement='f'><di:waypoint x='50' y='-420'/>"
              "<di:waypoint x='50' y='900'/></bpmndi:BPMNEdge>"));
}

// A task as high as five, with another beside and below its middle, and a third elsewhere.
std::string beside_a_high_one(std::string_view x) {
  return definitions(
      "<process id='p' isExecutable='true'><task id='a'/><task id='b'/><task id='c'/></process>" +
      drawing(shape_at("a", "0", "-250", "400") + shape_at("b", x, "60") +
              shape_at("c", "0", "900")));
}

// Two tasks, a flow from the first to the other on its left, and one more flow.
std::string to_the_left(std::string_view source, std::string_view target) {
  return definitions(
      "<process id='p' isExecutable='true'><task id='a'/><task id='b'/>"
      "<sequenceFlow id='f' sourceRef='a' targetRef='b'/><sequenceFlow id='g' sourceRef='" +
      std::string(source) + "' targetRef='" + std::string(target) + "'/></process>" +
      drawing(shape("a", "300", "100") + shape("b", "0", "100") +
              "<bpmndi:BPMNEdge bpmnElement='f'><di:waypoint x='300' y='40'/>"
              "<di:waypoint x='100' y='40'/></bpmndi:BPMNEdge>"));
}

// A task in a sub-process that is 200 wide.
std::string inside(std::string_view x) {
  return definitions(
      "<process id='p' isExecutable='true'><subProcess id='m'><task id='t'/></subProcess>"
      "</process>" +
      drawing(shape("m", "0", "200") + shape("t", x, "100")));
}

std::string labelled(std::string_view y) {
  return definitions("<process id='p' isExecutable='true'><task id='m'/></process>" +
                     drawing(shape("m", "0", "100",
                                   "<bpmndi:BPMNLabel><dc:Bounds x='0' y='" + std::string(y) +
                                       "' width='50' height='20'/></bpmndi:BPMNLabel>")));
}

}  // namespace

std::vector<Case> diagram_cases() {
  return {
      {"DIA-01",
       between("<task id='m'/>")
           .replace(between("<task id='m'/>").find("</process>"), 10,
                    "</process><bpmndi:BPMNDiagram><bpmndi:BPMNPlane/></bpmndi:BPMNDiagram>"),
       fine()},
      {"DIA-03",
       definitions("<process id='p'/><bpmndi:BPMNDiagram><bpmndi:BPMNPlane><bpmndi:BPMNShape "
                   "bpmnElement='p'/></bpmndi:BPMNPlane></bpmndi:BPMNDiagram>"),
       definitions("<process id='p'/><bpmndi:BPMNDiagram><bpmndi:BPMNPlane><bpmndi:BPMNShape "
                   "bpmnElement='p'><dc:Bounds x='1' y='1' width='1' height='1'/>"
                   "</bpmndi:BPMNShape></bpmndi:BPMNPlane></bpmndi:BPMNDiagram>")},
      {"DIA-04", beside("60"), beside("100")},
      {"DIA-06", drawn("500"), drawn("40")},
      {"DIA-05", sized("90"), sized("100")},
      {"DIA-07", in_a_row("300", "500"), in_a_row("600", "500")},
      {"DIA-08", labelled("900"), labelled("40")},
      {"DIA-04", inside("300"), inside("50")},
      {"DIA-07", in_a_row("600", "10"), in_a_row("600", "500")},
      {"DIA-07", in_a_column("20"), in_a_column("60")},
      {"DIA-04", beside_a_high_one("90"), beside_a_high_one("110")},
      {"DIA-07", to_the_left("b", "b"), to_the_left("b", "a")},
  };
}

}  // namespace umlauf::verify
