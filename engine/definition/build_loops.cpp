#include <charconv>
#include <utility>

#include "engine/definition/builder.hpp"
#include "engine/definition/juel.hpp"
#include "engine/xml/document.hpp"

// Loops and multi-instance (BPMN 2.0.2 §10.3.8), and points where the engine commits.
namespace umlauf::definition {

namespace {

std::optional<std::uint64_t> positive(std::string_view text) {
  text = xml::trimmed(text);
  std::uint64_t value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// R3/PT10M, or pauses separated by commas.
bool is_retry_cycle(std::string_view text) {
  if (text.starts_with("R")) return calendar::parse_timer_cycle(text).has_value();
  while (true) {
    const std::size_t comma = text.find(',');
    if (!calendar::parse_timer_duration(xml::trimmed(text.substr(0, comma)))) return false;
    if (comma == std::string_view::npos) return true;
    text.remove_prefix(comma + 1);
  }
}

}  // namespace

Loop Builder::loop(const bpmn::LoopCharacteristics& source, const bpmn::Activity& activity) {
  if (const auto* multiple = std::get_if<bpmn::MultiInstanceLoopCharacteristics>(&source))
    return multi_instance(*multiple, activity);
  const auto& standard = std::get<bpmn::StandardLoopCharacteristics>(source);
  StandardLoop loop;
  loop.test_before = standard.test_before;
  if (standard.condition)
    loop.condition = expressions_.formal(document_, *standard.condition, "FLW-14");
  if (!standard.loop_maximum.empty()) {
    loop.maximum = positive(standard.loop_maximum);
    if (!loop.maximum)
      findings_.error("ACT-25",
                      {"loopMaximum '" + standard.loop_maximum + "' is no number",
                       "loopMaximum '" + standard.loop_maximum + "' ist keine Zahl"},
                      standard.span, expressions_.element());
  }
  return loop;
}

MultiInstance Builder::multi_instance(const bpmn::MultiInstanceLoopCharacteristics& source,
                                      const bpmn::Activity& activity) {
  MultiInstance loop;
  loop.sequential = source.is_sequential;
  if (source.loop_cardinality)
    loop.cardinality = expressions_.formal(document_, *source.loop_cardinality, "FLW-14");
  if (source.completion_condition)
    loop.completion_condition =
        expressions_.formal(document_, *source.completion_condition, "FLW-14");
  loop_data(loop, source, activity);
  loop_behavior(loop, source);

  const Lowered lowered = lower(source, kMultiInstance);
  loop.async = async_points(lowered);
  if (lowered.collection) {
    // A plain text names the variable.
    const Written inner = trimmed(lowered.collection);
    const bool marked =
        inner.marks == Marks::Dollar ? contains_juel(inner.text) : inner.text.starts_with('=');
    loop.collection =
        marked ? expressions_.marked_or_feel(inner) : expressions_.variable(inner.text, inner.span);
  }
  if (lowered.element_variable) loop.element_variable = xml::trimmed(lowered.element_variable.text);
  loop.index_variable = lowered.index_variable.text;
  if (lowered.output_collection)
    loop.output_collection = xml::trimmed(lowered.output_collection.text);
  if (lowered.output_element)
    loop.output_element = expressions_.marked_or_feel(lowered.output_element);
  return loop;
}

// Table 10.31: the collection is a data input of the activity, each instance sees its item under
// inputDataItem. Where an association brings the input from a data object, that one is the
// collection: the input belongs to the instances, which do not exist yet.
void Builder::loop_data(MultiInstance& loop, const bpmn::MultiInstanceLoopCharacteristics& source,
                        const bpmn::Activity& activity) {
  const auto outer_variable = [&](const bpmn::Reference& inner, bool input) -> std::string {
    const auto& list = input ? activity.data_input_associations : activity.data_output_associations;
    for (const bpmn::DataAssociation& candidate : list) {
      if (candidate.transformation || !candidate.assignments.empty()) continue;
      const bool matches =
          input ? candidate.target.id == inner.id
                : candidate.sources.size() == 1 && candidate.sources.front().id == inner.id;
      if (!matches || (input && candidate.sources.size() != 1)) continue;
      const bpmn::Reference& other = input ? candidate.sources.front() : candidate.target;
      if (const auto reference = data_reference(other)) return reference->variable;
    }
    const auto own = data_reference(inner);
    return own ? own->variable : std::string();
  };
  if (source.loop_data_input.present()) {
    const std::string variable = outer_variable(source.loop_data_input, true);
    if (!variable.empty())
      loop.collection = expressions_.variable(variable, source.loop_data_input.span);
  }
  if (source.input_data_item.valid()) loop.element_variable = variable_of(source.input_data_item);
  if (source.loop_data_output.present())
    loop.output_collection = outer_variable(source.loop_data_output, false);
  if (source.output_data_item.valid())
    loop.output_element = expressions_.variable(variable_of(source.output_data_item), source.span);
}

void Builder::loop_behavior(MultiInstance& loop,
                            const bpmn::MultiInstanceLoopCharacteristics& source) {
  loop.behavior = static_cast<MultiInstanceBehavior>(source.behavior);
  const auto thrown =
      [&](const bpmn::Reference& reference) -> std::shared_ptr<const EventDefinition> {
    const auto index = reference.event_definition();
    if (!index.valid()) return nullptr;
    return std::make_shared<const EventDefinition>(event_definition(document_.at(index), true));
  };
  loop.one_event = thrown(source.one_behavior_event);
  loop.none_event = thrown(source.none_behavior_event);
  for (const bpmn::ComplexBehaviorDefinition& rule : source.complex_behaviors) {
    Expression condition;
    if (rule.condition) condition = expressions_.formal(document_, *rule.condition, "FLW-14");
    const bpmn::Event* event = rule.event.valid() ? document_.at(rule.event).event() : nullptr;
    if (!event) continue;
    for (const bpmn::EventDefinitionIndex index : event->definitions)
      loop.complex.push_back({condition, event_definition(document_.at(index), true)});
  }
}

AsyncPoints Builder::async_points(const Lowered& lowered) {
  AsyncPoints points;
  const std::string_view element = expressions_.element();
  points.before = truth_of(lowered.async_before, false, findings_, element);
  points.after = truth_of(lowered.async_after, false, findings_, element);
  points.exclusive = truth_of(lowered.exclusive, true, findings_, element);
  if (lowered.job_priority) points.priority = expressions_.text(lowered.job_priority);
  if (lowered.retry_cycle) {
    points.retries.text = expressions_.text(lowered.retry_cycle);
    const std::string& text = points.retries.text.text;
    if (!text.empty() && !is_retry_cycle(text))
      findings_.error("ACT-29",
                      {"'" + text + "' is no retry cycle like R3/PT10M or PT1M,PT5M",
                       "'" + text + "' ist kein Wiederholungszyklus wie R3/PT10M oder PT1M,PT5M"},
                      lowered.retry_cycle.span, element);
  }
  return points;
}

}  // namespace umlauf::definition
