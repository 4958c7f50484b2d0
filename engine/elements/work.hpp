#pragma once

#include <string>

#include "engine/runtime/execution.hpp"

/// What several kinds of tasks do: hand a job to a worker or a registered handler, evaluate an
/// expression, send a message.
namespace umlauf::elements {

/// Opens a job, or lets the embedding program's handler do it at once.
void open_job(runtime::Execution& execution, runtime::ElementKey key,
              const definition::JobWork& work);
/// Completes the activity with the value of an expression.
void run_expression(runtime::Execution& execution, runtime::ElementKey key,
                    const definition::Expression& expression, const std::string& result_variable,
                    bool merges_context);

/// Begins whatever `Node::work` says for a task of any kind; a task without work passes.
void begin_work(runtime::Execution& execution, runtime::ElementKey key);
/// The work of a job is done: rules that turn results into errors, then on.
void resume_work(runtime::Execution& execution, runtime::ElementKey key,
                 const runtime::Stimulus& stimulus);
/// A task without any work.
bool no_work(const definition::ProcessDefinition& definition, runtime::NodeIndex node);

/// A date of the model: a date, a date and time, or the text of one.
std::optional<runtime::Failure> instant(const runtime::Execution& execution,
                                        const definition::TextExpression& source,
                                        const runtime::ElementInstance& from,
                                        std::optional<calendar::Instant>& out);

void begin_user_task(runtime::Execution& execution, runtime::ElementKey key,
                     const definition::UserTaskWork& work);
void begin_decision(runtime::Execution& execution, runtime::ElementKey key,
                    const definition::DecisionWork& work);

}  // namespace umlauf::elements
