#include <utility>

#include "engine/definition/builder.hpp"
#include "engine/definition/juel.hpp"
#include "engine/xml/document.hpp"

// User tasks: who, until when, with which form (BPMN 2.0.2 §10.3.4).
namespace umlauf::definition {

namespace {

// The commas that separate names, not those within `${...}`.
std::vector<Written> split_at_commas(const Written& written) {
  std::vector<Written> parts;
  std::size_t begin = 0;
  int depth = 0;
  const auto add = [&](std::size_t end) {
    Written part = written;
    part.text = written.text.substr(begin, end - begin);
    part.span.column += static_cast<std::uint32_t>(begin);
    part.span.offset += static_cast<std::uint32_t>(begin);
    part = trimmed(part);
    if (!part.text.empty()) parts.push_back(part);
    begin = end + 1;
  };
  for (std::size_t i = 0; i < written.text.size(); ++i) {
    const char c = written.text[i];
    if (c == '{' || c == '(') ++depth;
    if (c == '}' || c == ')') --depth;
    if (c == ',' && depth <= 0) add(i);
  }
  add(written.text.size());
  return parts;
}

// `user(kermit)` and `group(clerks)`; the inner text where it is one.
std::optional<Written> within(const Written& written, std::string_view word) {
  std::string_view text = written.text;
  if (!text.starts_with(word) || !text.ends_with(")")) return std::nullopt;
  text.remove_prefix(word.size());
  if (text.empty() || text.front() != '(') return std::nullopt;
  Written inner = written;
  inner.text = text.substr(1, text.size() - 2);
  inner.span.column += static_cast<std::uint32_t>(word.size() + 1);
  inner.span.offset += static_cast<std::uint32_t>(word.size() + 1);
  return trimmed(inner);
}

bool is_number(std::string_view text) { return Decimal::parse(text).has_value(); }

}  // namespace

std::vector<TextExpression> Builder::names(const Written& written) {
  std::vector<TextExpression> list;
  if (!written) return list;
  const Written inner = trimmed(written);
  if (inner.text.empty()) return list;
  if (inner.marks != Marks::Dollar && inner.text.front() == '=') {
    list.push_back(expressions_.text(inner));
    return list;
  }
  for (const Written& part : split_at_commas(inner)) {
    TextExpression name = expressions_.text(part);
    if (name) list.push_back(std::move(name));
  }
  return list;
}

UserTaskWork Builder::user_task(const bpmn::NamedElement& source,
                                const std::vector<bpmn::ResourceRole>& resources,
                                const Lowered& lowered, LaneIndex lane) {
  UserTaskWork work;
  work.title = expressions_.text(written(source.name, source.span));
  work.assignee = expressions_.text(lowered.assignee);
  work.candidate_users = names(lowered.candidate_users);
  work.candidate_groups = names(lowered.candidate_groups);
  work.owner = expressions_.text(lowered.owner);
  work.due_date = expressions_.text(lowered.due_date);
  work.follow_up_date = expressions_.text(lowered.follow_up_date);
  work.priority = expressions_.text(lowered.priority);
  if (!work.priority.text.empty() && !is_number(work.priority.text))
    findings_.error("ACT-17",
                    {"priority '" + work.priority.text + "' is no number",
                     "Priorität '" + work.priority.text + "' ist keine Zahl"},
                    lowered.priority.span, expressions_.element());
  for (const bpmn::ResourceRole& role : resources) resource_role(work, role);
  const bool nobody =
      !work.assignee && work.candidate_users.empty() && work.candidate_groups.empty();
  if (nobody && lane.valid()) {
    // The lane says whose work it is (§10.8 leaves the meaning of lanes to the modeller).
    const Lane& own = definition_->lanes[lane.value()];
    work.candidate_groups.push_back({own.name.empty() ? own.id : own.name, {}});
    work.candidates_from_lane = true;
  }
  if (Form own = form(lowered); own.key || own.reference.id || !own.fields.empty())
    work.form = std::make_shared<const Form>(std::move(own));
  return work;
}

// §10.3.1: a role is filled by an expression, or by a resource whose name then is the role's.
void Builder::resource_role(UserTaskWork& work, const bpmn::ResourceRole& role) {
  const bool performs = role.kind == bpmn::ResourceRoleKind::HumanPerformer ||
                        role.kind == bpmn::ResourceRoleKind::Performer;
  if (!role.assignment) {
    if (!role.resource.resolved() || role.resource.target.type != bpmn::ElementType::Resource)
      return;
    const bpmn::Resource& resource =
        document_of(role.resource).resources[role.resource.target.index];
    work.candidate_groups.push_back({resource.name.empty() ? resource.id : resource.name, {}});
    return;
  }
  const bpmn::Expression& expression = *role.assignment;
  const Written inner =
      trimmed({expression.body, expression.body_span, Marks::Both, !expression.body.empty()});
  if (inner.text.empty()) return;
  const bool is_feel = language_named(expression.language) == LanguageName::Feel ||
                       inner.text.front() == '"' || inner.text.front() == '[';
  if (is_feel || inner.text.front() == '=') {
    TextExpression value{{}, expressions_.marked_or_feel(inner)};
    if (performs)
      work.assignee = std::move(value);
    else
      work.candidate_groups.push_back(std::move(value));
    return;
  }
  for (const Written& part : split_at_commas(inner)) {
    if (const auto user = within(part, "user")) {
      if (performs)
        work.assignee = expressions_.text(*user);
      else
        work.candidate_users.push_back(expressions_.text(*user));
    } else if (performs) {
      work.assignee = expressions_.text(part);
    } else {
      const auto group = within(part, "group");
      work.candidate_groups.push_back(expressions_.text(group ? *group : part));
    }
  }
}

Form Builder::form(const Lowered& lowered) {
  Form form;
  form.key = expressions_.text(lowered.form_key);
  form.reference.id = expressions_.text(lowered.form_ref);
  form.reference.binding = binding(lowered.form_ref_binding);
  TextExpression version = expressions_.text(lowered.form_ref_version);
  (form.reference.binding == Binding::VersionTag ? form.reference.version_tag
                                                 : form.reference.version) = std::move(version);
  if (form.key && form.reference.id)
    findings_.error("ACT-12",
                    {"form is named by a key and by an id",
                     "Formular ist durch Schlüssel und durch Id benannt"},
                    lowered.form_ref.span, expressions_.element());
  form.business_key_field = lowered.form_business_key;
  for (const bpmn::ExtensionElement* field : lowered.form_fields)
    form.fields.push_back(form_field(*field));
  return form;
}

FormField Builder::form_field(const bpmn::ExtensionElement& source) {
  const Marks marks = marks_of(family_of(source.namespace_uri));
  const auto text = [&](std::string_view name) {
    for (const bpmn::ExtensionAttribute& attribute : source.attributes)
      if (attribute.name == name)
        return expressions_.text({attribute.value, attribute.span, marks, true});
    return TextExpression();
  };
  FormField field;
  field.id = source.value("id");
  field.label = text(source.name == "formProperty" ? "name" : "label");
  field.type = source.value("type");
  field.date_pattern = source.value("datePattern");
  field.default_value = text(source.name == "formProperty" ? "default" : "defaultValue");
  if (source.value("required") == "true") field.constraints.push_back({"required", ""});
  if (source.value("writable") == "false") field.constraints.push_back({"readonly", ""});
  for (const bpmn::ExtensionElement& child : source.children) {
    if (child.name == "value") field.values.emplace_back(child.value("id"), child.value("name"));
    for (const bpmn::ExtensionElement& inner : child.children) {
      if (inner.name == "constraint")
        field.constraints.push_back(
            {std::string(inner.value("name")), std::string(inner.value("config"))});
      if (inner.name == "property")
        field.properties.emplace_back(inner.value("id"), inner.value("value"));
    }
  }
  return field;
}

}  // namespace umlauf::definition
