#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "engine/bpmn/element.hpp"
#include "engine/definition/expressions.hpp"
#include "engine/definition/findings.hpp"
#include "engine/definition/semantics.hpp"

/// The dialects: what other engines have added to BPMN, told apart by namespace only, and taken
/// into one form without prefixes. The tables (dialect_camunda.cpp, dialect_zeebe.cpp ...) are all
/// that is known of them; docs/dialects.md shows the same tables to users.
namespace umlauf::definition {

/// Namespaces of extensions; `camunda:` and `operaton:` are one.
enum Family : std::uint8_t {
  kCamunda = 1,
  kActiviti = 2,
  kFlowable = 4,
  kZeebe = 8,
  kUmlauf = 16,
};
using Families = std::uint8_t;
inline constexpr Families kActivitiLike = kActiviti | kFlowable;
inline constexpr Families kJavaEngines = kCamunda | kActiviti | kFlowable;

/// 0: not one of those that we know.
Families family_of(std::string_view namespace_uri);
std::string_view prefix_of(Families family);  ///< of a single family
Marks marks_of(Families family);

/// Where an extension stands, one bit each.
enum Place : std::uint64_t {
  kDefinitions = 1ULL << 0,
  kProcess = 1ULL << 1,
  kStartEvent = 1ULL << 2,
  kCatchEvent = 1ULL << 3,
  kThrowEvent = 1ULL << 4,
  kEndEvent = 1ULL << 5,
  kBoundaryEvent = 1ULL << 6,
  kTask = 1ULL << 7,
  kUserTask = 1ULL << 8,
  kServiceTask = 1ULL << 9,
  kSendTask = 1ULL << 10,
  kReceiveTask = 1ULL << 11,
  kScriptTask = 1ULL << 12,
  kBusinessRuleTask = 1ULL << 13,
  kManualTask = 1ULL << 14,
  kCallActivity = 1ULL << 15,
  kSubProcess = 1ULL << 16,
  kAdHocSubProcess = 1ULL << 17,
  kGateway = 1ULL << 18,
  kSequenceFlow = 1ULL << 19,
  kMultiInstance = 1ULL << 20,
  kMessageDefinition = 1ULL << 21,
  kTimerDefinition = 1ULL << 22,
  kSignalDefinition = 1ULL << 23,
  kErrorDefinition = 1ULL << 24,
  kEscalationDefinition = 1ULL << 25,
  kConditionalDefinition = 1ULL << 26,
  kTerminateDefinition = 1ULL << 27,
  kOtherDefinition = 1ULL << 28,
  kMessage = 1ULL << 29,
  kSignal = 1ULL << 30,
  kError = 1ULL << 31,
  kEscalation = 1ULL << 32,
  kExpression = 1ULL << 33,
  kCollaboration = 1ULL << 34,
  kElsewhere = 1ULL << 35,
};
using Places = std::uint64_t;
inline constexpr Places kEvents =
    kStartEvent | kCatchEvent | kThrowEvent | kEndEvent | kBoundaryEvent;
inline constexpr Places kJobTasks = kServiceTask | kSendTask | kBusinessRuleTask;
inline constexpr Places kTasks =
    kTask | kUserTask | kJobTasks | kReceiveTask | kScriptTask | kManualTask;
inline constexpr Places kSubProcesses = kSubProcess | kAdHocSubProcess;
inline constexpr Places kActivities = kTasks | kCallActivity | kSubProcesses;
inline constexpr Places kFlowNodes = kActivities | kEvents | kGateway;
inline constexpr Places kEverywhere = ~0ULL;

/// What becomes of an extension.
enum class Treatment : std::uint8_t {
  Taken,     ///< means here what it means there
  Harmless,  ///< of editors and operations; nothing is lost without it
  Dropped,   ///< said as a warning: the process runs without it
  Refused,   ///< an error: the process would run, but not as it was meant
};

/// A static pair on its way to a job, or a condition with an error code.
struct WrittenPair {
  std::string_view key;
  Written value;
};

/// A mapping of an activity: `source` to `target`; Camunda's parameters may hold a script, a list
/// or a map instead of a text.
struct WrittenMapping {
  Written source;
  const bpmn::ExtensionElement* structured = nullptr;
  bool source_is_variable = false;  // where it is not marked as an expression
  Written target;
};

/// `in` and `out` of a call activity or a signal.
struct WrittenExchange {
  bool in = true;
  Written source;
  Written source_expression;
  Written target;
  bool all = false;
  bool local = false;
  Written business_key;
};

/// A listener: what it runs, and when.
struct WrittenListener {
  std::string_view event;  // as the dialect calls it
  bool of_task = false;    // a task listener
  Families family = 0;
  std::string_view id;
  const bpmn::ExtensionElement* timer = nullptr;  // of the event `timeout`
  Written job;                                    // type of a job for a worker
  Written code;                                   // class or bean
  Written expression;                             // `${...}`
  Written script;                                 // with its language
  std::string_view language;
  std::string_view result_variable;
  Written retries;
  std::vector<WrittenPair> headers;
  SourceSpan span;
};

/// Everything that extensions say about one element, without prefixes.
struct Lowered {
  /// The family of the process's own dialect: where two dialects contradict each other it wins.
  Families home = 0;
  // Work
  Written type, topic, java_class, delegate, expression, result_variable, retries, job_priority;
  std::vector<WrittenPair> headers;
  std::vector<WrittenPair> error_rules;  // code, condition
  Written script;                        // `zeebe:script`, always FEEL
  Written connector;
  // User task and forms
  Written assignee, candidate_users, candidate_groups, owner, due_date, follow_up_date, priority;
  Written form_key, form_ref, form_ref_binding, form_ref_version;
  std::vector<const bpmn::ExtensionElement*> form_fields;
  std::string_view form_business_key;
  // Decision
  Written decision, decision_binding, decision_version, decision_version_tag, decision_result;
  // Call
  Written called_process, called_binding, called_version, called_version_tag;
  Written called_business_key, same_deployment, inherit_variables, inherit_business_key;
  Written propagate_all_parent, propagate_all_child, local_outputs;
  std::vector<WrittenExchange> exchanges;
  // Mappings
  std::vector<WrittenMapping> inputs, outputs;
  std::vector<WrittenListener> listeners;
  // Loops
  Written collection, element_variable, index_variable, output_collection, output_element;
  Written active_elements;  // of an ad-hoc subprocess
  // Waiting points
  Written async_before, async_after, exclusive, retry_cycle;
  // Events
  Written initiator, code_variable, message_variable, error_message, correlation_key;
  Written variable_names, variable_events;
  // Process
  Written version_tag, history_time_to_live, startable, starter_users, starter_groups;
  std::vector<WrittenPair> properties;
};

/// What the tables' functions get to lower an element with.
struct Lowering {
  Lowered& lowered;
  Findings& findings;
  std::string_view element;  // its id
  Families family;
  Places place;

  Written written(const bpmn::ExtensionAttribute& attribute) const {
    return {attribute.value, attribute.span, marks_of(family), true, family};
  }
  Written text_of(const bpmn::ExtensionElement& own) const {
    return {own.text, own.text_span, marks_of(family), true, family};
  }
  Written attribute(const bpmn::ExtensionElement& own, std::string_view name) const;
  /// Sets a field; another value from another dialect is an error, unless one of the two is the
  /// dialect of the process.
  void set(Written& field, const Written& value) const;
};

/// One row of a table: an attribute or an element of a dialect, where it may stand, and what
/// becomes of it.
struct ExtensionRow {
  Families families = 0;
  bool element = false;
  std::string_view name;
  Places places = 0;
  Treatment treatment = Treatment::Taken;
  Written Lowered::*field = nullptr;                                        // of an attribute taken
  void (*lower)(const Lowering&, const bpmn::ExtensionElement&) = nullptr;  // of an element taken
  std::string_view english;  // what it becomes, or why not
  std::string_view german;
};

std::span<const ExtensionRow> camunda_rows();
std::span<const ExtensionRow> camunda_element_rows();
std::span<const ExtensionRow> flowable_rows();
std::span<const ExtensionRow> zeebe_rows();
std::span<const ExtensionRow> umlauf_rows();
/// All of them.
std::vector<const ExtensionRow*> extension_rows();
std::string_view place_name(Places single);

/// 0 for the standard.
Families family_of(Dialect dialect);

/// Reads the extensions of one element and reports what has no meaning here. `id` is that of the
/// element, or of the one that it is a part of.
void lower_extensions(const bpmn::BaseElement& element, Places place, std::string_view id,
                      Findings& findings, Lowered& into);

/// True/false attributes; reports everything else.
bool truth_of(const Written& written, bool otherwise, Findings& findings, std::string_view element);

}  // namespace umlauf::definition
