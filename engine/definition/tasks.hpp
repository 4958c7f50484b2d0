#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/base/source_span.hpp"
#include "engine/definition/data.hpp"
#include "engine/definition/events.hpp"
#include "engine/definition/expression.hpp"
#include "engine/definition/indices.hpp"
#include "engine/definition/jobs.hpp"

namespace umlauf::definition {

/// Which version of a process, decision or form a reference means.
enum class Binding : std::uint8_t { Latest, Deployment, Version, VersionTag };

struct Reference {
  TextExpression id;
  Binding binding = Binding::Latest;
  TextExpression version;      ///< of Binding::Version
  TextExpression version_tag;  ///< of Binding::VersionTag
};

/// A field of a form that is written into the model itself (`camunda:formField`).
struct FormField {
  struct Constraint {
    std::string name;
    std::string config;
  };
  std::string id;
  TextExpression label;
  std::string type;
  std::string date_pattern;
  TextExpression default_value;
  std::vector<Constraint> constraints;
  std::vector<std::pair<std::string, std::string>> values;      ///< of an enumeration: id, name
  std::vector<std::pair<std::string, std::string>> properties;  ///< id, value
};

struct Form {
  TextExpression key;   ///< formKey, external reference
  Reference reference;  ///< formRef, formId
  std::vector<FormField> fields;
  std::string business_key_field;
};

/// What a user task asks of people. A list entry that is an expression may yield one name or a
/// list of names.
struct UserTaskWork {
  TextExpression title;     ///< the node's name; an expression where a dialect allows it there
  TextExpression assignee;  ///< from the dialect or humanPerformer
  std::vector<TextExpression> candidate_users;
  /// From the dialect or potentialOwner; where the model names neither assignee nor candidates, the
  /// innermost lane's name (`candidates_from_lane`).
  std::vector<TextExpression> candidate_groups;
  bool candidates_from_lane = false;
  TextExpression due_date;        ///< yields a date, a date and time, or their texts
  TextExpression follow_up_date;  ///< likewise
  TextExpression priority;        ///< a number; 50 where empty
  TextExpression owner;
  std::shared_ptr<const Form> form;  ///< null where there is none
};

/// Evaluates an expression: a FEEL script, `camunda:expression`, `zeebe:script`.
struct ScriptWork {
  Expression expression;
  /// Where the result goes. Without one, a context is merged into the variables of the scope when
  /// `merges_context`, and the result is dropped otherwise.
  std::string result_variable;
  bool merges_context = false;
};

enum class DecisionResult : std::uint8_t {
  Whole,
  SingleEntry,
  SingleResult,
  CollectEntries,
  ResultList
};

struct DecisionWork {
  Reference decision;
  /// `Whole` is the value as DMN defines it; the others are Camunda 7's mapDecisionResult.
  DecisionResult result = DecisionResult::Whole;
  std::string result_variable;
};

/// One variable or all of them on their way into or out of a called process.
struct CallMapping {
  Expression source;  ///< evaluated on the giving side
  VariablePath target;
};

struct CallWork {
  /// The called process or global task. Its id may be an expression.
  Reference process;
  std::vector<CallMapping> inputs;
  std::vector<CallMapping> outputs;
  bool all_inputs = false;          ///< every variable that the call activity sees
  bool all_outputs = false;         ///< every variable of the called process' own scope
  bool only_local_inputs = false;   ///< with `all_inputs`: only variables of the call activity
  bool only_local_outputs = false;  ///< `outputs` are written as variables of the call activity
  TextExpression business_key;      ///< of the called instance
};

/// Sends a message (send task), or waits for one (receive task).
struct SendWork {
  MessageEvent message;
};
struct ReceiveWork {
  MessageEvent message;
};

struct AdHocWork {
  bool sequential = false;
  bool cancel_remaining = true;
  Expression completion_condition;
  /// Yields the list of ids of the activities that begin at once; without it all activities that
  /// have no incoming flow wait to be triggered.
  Expression active_elements;
  std::string output_collection;
  Expression output_element;
};

/// Complex gateway (§13.4.5): `activationCount` and the flows' own names are in scope.
struct ComplexWork {
  Expression activation_condition;
};

/// What a dialect's listener runs: an expression, or a job. Code of a program (a class, a bean) is
/// run where the embedding program has registered a handler of that name, and otherwise passed
/// over.
struct Listener {
  std::variant<ScriptWork, JobWork> work;
  bool handler_only = false;
};

/// Of a flow node, in the order of the model. What stands behind an event that has happened already
/// (start and boundary events ...) runs `after` only, what ends by its own work (end events) only
/// `before`. Those of a process and of an event subprocess that begin with it run behind their
/// start events, those that end an event-based gateway behind the events that follow.
struct Listeners {
  std::vector<Listener> before;        ///< when its data is in, before its own work
  std::vector<Listener> after;         ///< when its work is done, before its data goes out
  std::vector<Listener> assigned;      ///< of a user task: when somebody else has it
  std::vector<Listener> updated;       ///< of a user task: when something about it has been changed
  bool updated_when_assigned = false;  ///< that somebody else has it is such a change
  std::vector<Listener> ended;         ///< when it ends without having completed; no jobs
  /// When a token leaves by this flow; no jobs.
  std::vector<std::pair<FlowIndex, std::vector<Listener>>> taken;
};

/// What a node does besides passing the token on. std::monostate: nothing, it passes through
/// (events carry theirs in `Node::events`).
using Work = std::variant<std::monostate, UserTaskWork, JobWork, ScriptWork, DecisionWork, SendWork,
                          ReceiveWork, CallWork, AdHocWork, ComplexWork>;

}  // namespace umlauf::definition
