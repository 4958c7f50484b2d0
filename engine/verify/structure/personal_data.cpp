// Personal data, as far as a model declares it: `umlauf:dataClass` names the classes that a data
// object or a property holds, and those that whoever works in a lane may see.
#include <algorithm>
#include <set>

#include "engine/verify/structure/extensions.hpp"
#include "engine/verify/structure/visit.hpp"

namespace umlauf::verify::structure {
namespace {

using namespace bpmn;

using Classes = std::set<std::string, std::less<>>;

// Names separated by commas or blanks.
void add_classes(const BaseElement& element, Classes& classes) {
  std::string_view text = value_of(element, definition::kUmlauf, "dataClass");
  constexpr std::string_view kBetween = ", \t\r\n";
  while (true) {
    const std::size_t begin = text.find_first_not_of(kBetween);
    if (begin == std::string_view::npos) return;
    text.remove_prefix(begin);
    const std::size_t end = std::min(text.find_first_of(kBetween), text.size());
    classes.emplace(text.substr(0, end));
    text.remove_prefix(end);
  }
}

// What a reference shows is the object behind it.
const ItemAwareElement* behind(const Check& check, const ItemAwareElement& item) {
  const ItemIndex index =
      item.data_object.present() ? item.data_object.item() : item.data_store.item();
  return index.valid() ? &check.at(index) : nullptr;
}

Classes classes_of(const Check& check, const ItemAwareElement& item) {
  Classes classes;
  add_classes(item, classes);
  if (const ItemAwareElement* object = behind(check, item)) add_classes(*object, classes);
  return classes;
}

// A lane may see what it or one around it is declared for.
Classes seen_in_lanes_of(const Check& check, const FlowNode& node) {
  Classes seen;
  for (LaneIndex lane : node.lanes)
    while (lane.valid()) {
      add_classes(check.at(lane), seen);
      const LaneSetIndex set = check.at(lane).lane_set;
      lane = set.valid() ? check.at(set).parent : LaneIndex();
    }
  return seen;
}

std::string missing_in(const Classes& seen, const Classes& wanted) {
  std::vector<std::string> missing;
  std::set_difference(wanted.begin(), wanted.end(), seen.begin(), seen.end(),
                      std::back_inserter(missing));
  return list_of(missing);
}

void lanes_may_see_data(Check& check) {
  for_each_activity(check, [&](const FlowNode& node, const Activity& activity) {
    const bool by_people =
        node.kind == FlowNodeKind::UserTask || node.kind == FlowNodeKind::ManualTask;
    if (!by_people || node.lanes.empty()) return;
    const Classes seen = seen_in_lanes_of(check, node);
    const auto look = [&](const Reference& reference) {
      const ItemIndex item = reference.item();
      if (!item.valid()) return;
      const std::string missing = missing_in(seen, classes_of(check, check.at(item)));
      if (missing.empty()) return;
      const std::string lane = quoted(check.at(node.lanes.front()).id);
      check.report(
          node.span, node.id,
          {label(node) + " works on " + quoted(check.at(item).id) + ", but lane " + lane +
               " is not declared for data of class " + missing,
           label(node) + " arbeitet mit " + quoted(check.at(item).id) + ", aber die Lane " + lane +
               " ist nicht für Daten der Klasse " + missing + " ausgewiesen"},
          {check.at(item).id, check.at(node.lanes.front()).id});
    };
    for (const DataAssociation& own : activity.data_input_associations)
      for (const Reference& source : own.sources) look(source);
    for (const DataAssociation& own : activity.data_output_associations) look(own.target);
  });
}

bool says_how_long(const BaseElement& element) {
  return !value_of(element, definition::kUmlauf, "retention").empty() ||
         !value_of(element, definition::kJavaEngines, "historyTimeToLive").empty();
}

// By the item, the object behind it, or the process that it lies in. What an activity takes and
// gives is data of these.
void personal_data_ends(Check& check) {
  const Definitions& all = check.definitions();
  std::vector<bool> kept(all.items.size(), true);
  for (std::size_t i = 0; i < all.items.size(); ++i)
    if (all.items[i].kind == ItemAwareKind::DataStore) kept[i] = says_how_long(all.items[i]);
  for_each_container(check, [&](const FlowElementsContainer& container) {
    const bool process_says = says_how_long(check.at(container.process));
    for (const ItemIndex item : container.items)
      kept[item.value()] = process_says || says_how_long(check.at(item));
  });
  for (const Process& process : all.processes)
    for (const ItemIndex item : process.properties)
      kept[item.value()] = says_how_long(process) || says_how_long(check.at(item));
  for (std::size_t i = 0; i < all.items.size(); ++i) {
    const ItemAwareElement& item = all.items[i];
    Classes classes;
    add_classes(item, classes);
    if (classes.empty() || kept[i]) continue;
    if (const ItemAwareElement* object = behind(check, item); object && says_how_long(*object))
      continue;
    check.report(item.span, item.id,
                 {"nothing says how long " + quoted(item.id) + " with data of class " +
                      missing_in({}, classes) + " is kept",
                  "nichts sagt, wie lange " + quoted(item.id) + " mit Daten der Klasse " +
                      missing_in({}, classes) + " aufbewahrt wird"});
  }
}

void personal_data_is_guarded(Check& check) {
  lanes_may_see_data(check);
  personal_data_ends(check);
}

constexpr Row kRows[] = {
    {{"SEC-05", Severity::Info, Severity::Warning,
      "data with a class ('umlauf:dataClass') is worked on in lanes declared for it, and its "
      "retention is said",
      "mit Daten einer Klasse ('umlauf:dataClass') wird in dafür ausgewiesenen Lanes gearbeitet, "
      "und ihre Aufbewahrung ist bestimmt",
      ""},
     &personal_data_is_guarded},
};

}  // namespace

std::span<const Row> personal_data_rows() { return kRows; }

}  // namespace umlauf::verify::structure
