#include "engine/bpmn/reader.hpp"

#include <utility>

#include "engine/bpmn/reading.hpp"

namespace umlauf::bpmn {

std::string_view ExtensionElement::value(std::string_view attribute,
                                         std::string_view fallback) const {
  for (const ExtensionAttribute& candidate : attributes)
    if (candidate.namespace_uri.empty() && candidate.name == attribute) return candidate.value;
  return fallback;
}

Reading read(const xml::Document& document) { return detail::Reader(document).run(); }

Reading read(std::string_view bytes, std::string file, const xml::Limits& limits) {
  Result<xml::Document> document = xml::Document::view(bytes, std::move(file), limits);
  if (!document.has_value()) return {{}, std::move(document.error().diagnostics), false};
  return read(*document);
}

namespace detail {

namespace {

// The namespaces of BPMN 2.0 drafts, which some old exports still carry.
constexpr std::string_view kOldModelNamespaces[] = {
    "http://schema.omg.org/spec/BPMN/2.0", "http://www.omg.org/bpmn20",
    "http://www.omg.org/spec/BPMN/20100501/MODEL", "http://www.omg.org/spec/BPMN/20100524/Model"};

bool is_old_model(std::string_view uri) {
  for (const std::string_view old : kOldModelNamespaces)
    if (uri == old) return true;
  return false;
}

}  // namespace

Reader::Reader(const xml::Document& document) : document_(document), findings_(document.file()) {
  definitions_.file = document.file();
  definitions_.namespaces.emplace_back();
}

Reading Reader::run() {
  for (const Diagnostic& warning : document_.warnings())
    findings_.report(warning.severity, warning.rule, warning.span, {}, warning.message);
  const xml::Element root = document_.root();
  if (root.is(kModelNamespace, "definitions")) {
    usable_ = true;
    definitions(root);
    usable_ = resolve(definitions_, ids_, document_, findings_);
    derive(definitions_);
  } else {
    const std::string_view space = root.namespace_uri();
    const bool old = is_old_model(space);
    findings_.report(
        Severity::Error, "XML-05", root.span(), {},
        {old ? "the document is of a draft of BPMN 2.0; export it again with a current tool"
             : "this is no BPMN: the root element must be 'definitions' of BPMN 2.0, found " +
                   quoted(root.name()) +
                   (space.empty() ? " of no namespace" : " of namespace " + quoted(space)),
         old ? "das Dokument gehört zu einem Entwurf von BPMN 2.0; es muss mit einem heutigen "
               "Werkzeug neu exportiert werden"
             : "das ist kein BPMN: das Wurzelelement muss 'definitions' von BPMN 2.0 sein, "
               "gefunden wurde " +
                   quoted(root.name()) +
                   (space.empty() ? " ohne Namensraum" : " des Namensraums " + quoted(space))});
  }
  return {std::move(definitions_), findings_.take(), usable_};
}

Tag Reader::tag_of_element(const xml::Element& element) const {
  if (element.namespace_uri() != kModelNamespace) return Tag::None;
  const Tag tag = tag_of(element.name());
  const bool is_abstract = tag >= Tag::RootElement && tag <= Tag::ConversationNode;
  if (!is_abstract) return tag;
  // `<flowElement xsi:type="tUserTask">` is the same as `<userTask>`.
  const auto type = element.attribute(kXsiNamespace, "type");
  const auto name = type ? element.resolve(type->value()) : std::nullopt;
  if (!name || name->local.size() < 2 || name->local.front() != 't') return tag;
  std::string own(name->local.substr(1));
  if (own.front() >= 'A' && own.front() <= 'Z')
    own.front() = static_cast<char>(own.front() - 'A' + 'a');
  const Tag typed = tag_of(own);
  return typed != Tag::None ? typed : tag;
}

std::uint32_t Reader::space_of(std::string_view namespace_uri) {
  if (namespace_uri == last_namespace_) return last_space_;
  last_namespace_ = namespace_uri;
  std::vector<std::string>& all = definitions_.namespaces;
  for (last_space_ = 0; last_space_ < all.size(); ++last_space_)
    if (all[last_space_] == namespace_uri) return last_space_;
  all.emplace_back(namespace_uri);
  return last_space_;
}

void Reader::register_id(const Fields& fields, ElementAddress address) {
  const xml::Attribute* id = fields.find("id");
  if (id && !id->value().empty())
    ids_.add({xml::trimmed(id->value()), address, fields.element().offset()});
}

void Reader::base(const Fields& fields, ElementAddress address, BaseElement& out) {
  out.id = xml::trimmed(fields.id());
  out.span = fields.element().span();
  register_id(fields, address);
  if (!fields.has_foreign()) return;
  out.extension_attributes.reserve(fields.foreign());
  for (const xml::Attribute& attribute : fields.element().attributes()) {
    if (attribute.prefix().empty()) continue;
    const std::string_view uri = attribute.namespace_uri();
    if (uri == kXsiNamespace) continue;
    out.extension_attributes.push_back({std::string(uri), std::string(attribute.name()),
                                        std::string(attribute.value()), attribute.value_span()});
  }
}

void Reader::named(const Fields& fields, ElementAddress address, NamedElement& out) {
  base(fields, address, out);
  out.name = fields.text("name");
}

// Bounded by the depth limit of documents.
ExtensionElement Reader::extension(const xml::Element& element) {
  ExtensionElement result;
  result.namespace_uri = element.namespace_uri();
  result.name = element.name();
  result.text = element.text();
  result.span = element.span();
  result.text_span = element.text_span();
  for (const xml::Attribute& attribute : element.attributes())
    result.attributes.push_back({std::string(attribute.namespace_uri()),
                                 std::string(attribute.name()), std::string(attribute.value()),
                                 attribute.value_span()});
  for (const xml::Element& child : element.children()) result.children.push_back(extension(child));
  return result;
}

std::string Reader::plain_text(const xml::Element& element) {
  std::string result;
  for (xml::Element here = element; here; here = here.next_in(element)) result += here.text();
  return result;
}

void Reader::documentation(const xml::Element& element, BaseElement& out) {
  const Fields fields(element, Tag::Documentation, findings_);
  register_id(fields, {ElementType::Other, 0});
  Documentation& documentation = out.documentation.emplace_back();
  documentation.id = fields.id();
  documentation.text = plain_text(element);
  documentation.text_format = fields.text("textFormat", "text/plain");
  documentation.span = element.span();
}

Reference Reader::reference(const xml::Element& scope, std::string_view text,
                            const SourceSpan& span) {
  Reference result;
  const std::string_view name = xml::trimmed(text);
  result.span = span;
  const std::size_t colon = name.rfind(':');
  if (colon == std::string_view::npos) {
    result.id = name;  // whatever the default namespace: see resolve.cpp
    return result;
  }
  const auto resolved = scope.resolve(name);
  result.id = resolved ? resolved->local : name;
  if (resolved) result.space = space_of(resolved->namespace_uri);
  return result;
}

Reference Reader::reference(const Fields& fields, std::string_view attribute) {
  const xml::Attribute* found = fields.find(attribute);
  if (!found) return {};
  return reference(fields.element(), found->value(), found->value_span());
}

Reference Reader::text_reference(const xml::Element& element) {
  return reference(element, element.text(), element.text_span());
}

Expression Reader::expression(const xml::Element& element, Tag tag) {
  const Fields fields(element, tag, findings_);
  Expression result;
  result.body = plain_text(element);
  result.language = fields.text("language");
  result.formal = tag == Tag::FormalExpression;
  result.evaluates_to = reference(fields, "evaluatesToTypeRef");
  result.id = fields.id();
  register_id(fields, {ElementType::Other, 0});
  result.span = element.span();
  result.body_span = element.text_span();
  if (!fields.has_foreign()) return result;
  for (const xml::Attribute& attribute : element.attributes()) {
    if (attribute.prefix().empty()) continue;
    const std::string_view uri = attribute.namespace_uri();
    if (uri == kXsiNamespace) {
      result.formal |=
          attribute.name() == "type" && attribute.value().ends_with("FormalExpression");
      continue;
    }
    result.extension_attributes.push_back({std::string(uri), std::string(attribute.name()),
                                           std::string(attribute.value()), attribute.value_span()});
  }
  return result;
}

// Schema
// -------------------------------------------------------------------------------------------

Tag Reader::admit(const Fields& parent, const xml::Element& child, Sequence& sequence,
                  BaseElement* out) {
  const Tag tag = tag_of_element(child);
  if (tag == Tag::None) {
    refuse(parent, child, tag);
    if (out && child.namespace_uri() != kModelNamespace)
      out->extension_elements.push_back(extension(child));
    return Tag::None;
  }
  const ChildPlace place = find_child(*schema_of(parent.tag()), tag);
  const bool common = tag == Tag::Documentation || tag == Tag::ExtensionElements;
  if (!place.rule && !(common && out)) {
    refuse(parent, child, tag);
    return Tag::None;
  }
  if (place.rule) {
    std::uint8_t& count = sequence.counts[static_cast<std::size_t>(place.position)];
    if (count < 255) ++count;
    if (place.rule->most != ChildRule::kUnbounded && count == place.rule->most + 1)
      findings_.report(Severity::Error, "XML-02", child.span(), parent.id(),
                       {quoted(name_of(parent.tag())) + " has more than " +
                            std::to_string(place.rule->most) + " " + quoted(child.name()),
                        quoted(name_of(parent.tag())) + " hat mehr als " +
                            std::to_string(place.rule->most) + " " + quoted(child.name())});
    if (place.position < sequence.position && !sequence.out_of_order) {
      sequence.out_of_order = true;
      findings_.report(Severity::Warning, "XML-02", child.span(), parent.id(),
                       {quoted(child.name()) + " stands too late within " +
                            quoted(name_of(parent.tag())) + " for the schema of BPMN",
                        quoted(child.name()) + " steht in " + quoted(name_of(parent.tag())) +
                            " für das Schema von BPMN zu spät"});
    }
    sequence.position = std::max(sequence.position, place.position);
  }
  if (tag == Tag::Documentation && out) return documentation(child, *out), Tag::None;
  if (tag == Tag::ExtensionElements) {
    if (out)
      for (const xml::Element& element : child.children())
        out->extension_elements.push_back(extension(element));
    return Tag::None;
  }
  return tag;
}

void Reader::refuse(const Fields& parent, const xml::Element& child, Tag tag) {
  const std::string parent_name = quoted(name_of(parent.tag()));
  const bool own = child.namespace_uri() == kModelNamespace;
  if (own && tag != Tag::None) {
    const bool common = tag == Tag::Documentation || tag == Tag::ExtensionElements;
    findings_.report(common ? Severity::Warning : Severity::Error, "XML-02", child.span(),
                     parent.id(),
                     {quoted(child.name()) + " is not allowed within " + parent_name,
                      quoted(child.name()) + " ist in " + parent_name + " nicht erlaubt"});
    return;
  }
  findings_.report(Severity::Warning, "XML-05", child.span(), parent.id(),
                   {own ? "BPMN knows no element " + quoted(child.name())
                        : "the element " + quoted(child.name()) +
                              " of another namespace must stand within "
                              "'extensionElements'",
                    own ? "BPMN kennt kein Element " + quoted(child.name())
                        : "das Element " + quoted(child.name()) +
                              " eines anderen Namensraums muss in "
                              "'extensionElements' stehen"});
}

void Reader::finish(const Fields& parent, const Sequence& sequence) {
  for (const ElementSchema* type = schema_of(parent.tag()); type; type = type->base) {
    for (const ChildRule& rule : type->children) {
      if (rule.least == 0) continue;
      const auto place = static_cast<std::size_t>(find_child(*type, rule.tag).position);
      if (sequence.counts[place] >= rule.least) continue;
      findings_.report(
          Severity::Error, "XML-02", parent.element().span(), parent.id(),
          {quoted(name_of(parent.tag())) + " lacks " + quoted(name_of(rule.tag)),
           "in " + quoted(name_of(parent.tag())) + " fehlt " + quoted(name_of(rule.tag))});
    }
  }
}

}  // namespace detail
}  // namespace umlauf::bpmn
