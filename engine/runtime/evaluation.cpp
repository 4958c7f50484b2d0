#include "engine/feel/expression.hpp"
#include "engine/runtime/execution.hpp"

// Expressions of the model, evaluated where the process stands.
namespace umlauf::runtime {
namespace {

Failure failed(const definition::Expression& expression, const feel::Evaluation& result) {
  const std::string& text = expression.compiled->text();
  Text message{"expression '" + text + "' failed", "Ausdruck '" + text + "' schlug fehl"};
  if (result.exhausted_by != feel::LimitKind::None) {
    message.english += ": a limit of the evaluation was reached";
    message.german += ": eine Grenze der Auswertung wurde erreicht";
    return {IncidentKind::Limit, std::move(message)};
  }
  return {IncidentKind::Expression, std::move(message)};
}

Failure no_boolean(const definition::Expression& expression, const feel::Evaluation& result) {
  const std::string& text = expression.compiled->text();
  const std::string kind(feel::kind_name(result.value.kind()));
  Text message{"condition '" + text + "' is neither true nor false but " + kind,
               "Bedingung '" + text + "' ist weder wahr noch falsch, sondern " + kind};
  if (!result.messages.empty()) {
    message.english += ": " + result.messages.front().text.english;
    message.german += ": " + result.messages.front().text.german;
  }
  return {IncidentKind::Expression, std::move(message)};
}

// As a person would write it: for names, keys, ids.
std::optional<std::string> as_text(const feel::Value& value) {
  switch (value.kind()) {
    case feel::Kind::Null:
      return std::string();
    case feel::Kind::Boolean:
      return value.is_true() ? "true" : "false";
    case feel::Kind::Number:
      return value.number()->to_string();
    case feel::Kind::String:
      return *value.string();
    case feel::Kind::Date:
      return value.date()->to_string();
    case feel::Kind::Time:
      return value.time()->to_string();
    case feel::Kind::DateTime:
      return value.date_time()->to_string();
    case feel::Kind::DaysTimeDuration:
      return value.days_time_duration()->to_string();
    case feel::Kind::YearsMonthsDuration:
      return value.years_months_duration()->to_string();
    default:
      return std::nullopt;
  }
}

}  // namespace

Execution::Evaluated Execution::evaluate(const definition::Expression& expression,
                                         const feel::Environment& environment) const {
  feel::Evaluation result = expression.compiled->evaluate(environment, context.limits.evaluation);
  if (result.exhausted_by != feel::LimitKind::None) return {{}, failed(expression, result)};
  return {std::move(result.value), std::nullopt};
}

Execution::Evaluated Execution::evaluate(const definition::Expression& expression,
                                         const ElementInstance& from,
                                         const Variables* on_top) const {
  return evaluate(expression,
                  RecordEnvironment(definition, instance, &from, context, actor, on_top));
}

std::optional<Failure> Execution::condition(const definition::Expression& expression,
                                            const ElementInstance& from, bool& out,
                                            const Variables* on_top) const {
  const RecordEnvironment environment(definition, instance, &from, context, actor, on_top);
  const feel::Evaluation result =
      expression.compiled->evaluate(environment, context.limits.evaluation);
  if (result.exhausted_by != feel::LimitKind::None) return failed(expression, result);
  // An unknown variable must not silently count as an answer.
  if (!result.value.is_boolean()) return no_boolean(expression, result);
  out = result.value.is_true();
  return std::nullopt;
}

std::optional<Failure> Execution::value(const definition::TextExpression& source,
                                        const ElementInstance& from, feel::Value& out) const {
  if (!source.expression) {
    out = source.text.empty() ? feel::Value() : feel::Value(source.text);
    return std::nullopt;
  }
  Evaluated result = evaluate(source.expression, from);
  if (result.failure) return result.failure;
  out = std::move(result.value);
  return std::nullopt;
}

std::optional<Failure> Execution::number(const definition::TextExpression& source,
                                         const ElementInstance& from, std::int64_t& out) const {
  if (!source) return std::nullopt;
  std::string written;
  if (auto failure = text(source, from, written)) return failure;
  if (written.empty()) return std::nullopt;
  const auto parsed = Decimal::parse(written);
  const auto whole = parsed ? parsed->to_int64() : std::nullopt;
  if (!whole)
    return Failure{
        IncidentKind::Expression,
        {"'" + written + "' is no whole number", "'" + written + "' ist keine ganze Zahl"}};
  out = *whole;
  return std::nullopt;
}

std::optional<Failure> Execution::text(const definition::TextExpression& source,
                                       const ElementInstance& from, std::string& out) const {
  if (!source.expression) {
    out = source.text;
    return std::nullopt;
  }
  feel::Value result;
  if (auto failure = value(source, from, result)) return failure;
  auto written = as_text(result);
  if (!written)
    return Failure{IncidentKind::Expression,
                   {"expression '" + source.expression.compiled->text() + "' yields no text",
                    "Ausdruck '" + source.expression.compiled->text() + "' ergibt keinen Text"}};
  out = std::move(*written);
  return std::nullopt;
}

}  // namespace umlauf::runtime
