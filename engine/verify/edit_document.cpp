#include "engine/verify/edit_document.hpp"

#include <utility>

#include "engine/verify/document_editor.hpp"

namespace umlauf::verify {
namespace detail {
namespace {

using xml::Element;
using Ids = std::vector<std::string>;

constexpr std::string_view kBpmn = "http://www.omg.org/spec/BPMN/20100524/MODEL";

// The children that come before `incoming` in the schema (§8.4.1, §8.4.8).
bool comes_before(const Element& child, std::string_view local) {
  for (const char* early : {"documentation", "extensionElements", "auditing", "monitoring",
                            "categoryValueRef", "incoming"})
    if (child.is(kBpmn, early)) return true;
  return local == "outgoing" && child.is(kBpmn, "outgoing");
}

std::string_view without_prefix(std::string_view name) {
  const auto colon = name.rfind(':');
  return colon == name.npos ? name : name.substr(colon + 1);
}

// The event definitions of an end event as they are written, without their ids.
std::string definitions_of(const Element& event) {
  std::string content;
  for (const Element child : event.children()) {
    if (!child.name().ends_with("EventDefinition")) continue;
    std::string source(child.source());
    const auto cut = [&](const Element& within) {
      if (const auto id = within.attribute("id")) {
        const SourceSpan span = id->span();
        const std::string written(
            within.source().substr(span.offset - within.offset(), span.length));
        if (const auto at = source.find(" " + written); at != source.npos)
          source.erase(at, written.size() + 1);
      }
    };
    for (Element within = child; within; within = within.next_in(child)) cut(within);
    content += content.empty() ? source : "\n" + source;
  }
  return content;
}

}  // namespace

DocumentEditor::DocumentEditor(const xml::Document& document)
    : document_(document), rewriting_(document), drawing_(document, rewriting_) {
  const Element root = document.root();
  for (Element each = root; each; each = each.next_in(root)) {
    if (const auto id = each.value("id"); !id.empty()) elements_.emplace(id, each);
    if (each.is(kBpmn, "incoming") || each.is(kBpmn, "outgoing")) lists_flows_ = true;
  }
}

Element DocumentEditor::find(std::string_view id) const {
  const auto found = elements_.find(id);
  return found == elements_.end() ? Element() : found->second;
}

std::string DocumentEditor::free_id(std::string wanted) {
  std::string id = wanted;
  for (int i = 2; elements_.contains(id); ++i) id = wanted + std::to_string(i);
  elements_.emplace(id, Element());
  return id;
}

std::string DocumentEditor::tag(const Element& beside, std::string_view local) {
  std::string name(beside.prefix());
  if (!name.empty()) name += ':';
  return name + std::string(local);
}

std::string DocumentEditor::node_xml(const Element& beside, std::string_view local,
                                     const std::string& id, const Ids& incoming,
                                     const Ids& outgoing, const std::string& content) const {
  const std::string name = tag(beside, local);
  std::string inner;
  if (lists_flows_) {
    const auto all = [&](const Ids& flows, const char* direction) {
      const std::string own = tag(beside, direction);
      for (const std::string& flow : flows)
        inner += "\n  <" + own + ">" + xml::escaped(flow) + "</" + own + ">";
    };
    all(incoming, "incoming");
    all(outgoing, "outgoing");
  }
  if (!content.empty()) inner += "\n  " + content;
  std::string xml = "<" + name + " id=\"" + xml::escaped(id) + "\"";
  return inner.empty() ? xml + "/>" : xml + ">" + inner + "\n</" + name + ">";
}

std::string DocumentEditor::flow_xml(const Element& beside, const std::string& id,
                                     std::string_view from, std::string_view to) {
  return "<" + tag(beside, "sequenceFlow") + " id=\"" + xml::escaped(id) + "\" sourceRef=\"" +
         xml::escaped(from) + "\" targetRef=\"" + xml::escaped(to) + "\"/>";
}

void DocumentEditor::unlist(const Element& node, std::string_view local, std::string_view flow) {
  for (const Element child : node.children())
    if (child.is(kBpmn, local) && without_prefix(xml::trimmed(child.text())) == flow)
      rewriting_.remove(child);
}

void DocumentEditor::list(const Element& node, std::string_view local, const std::string& flow) {
  if (!lists_flows_) return;
  const std::string own = tag(node, local);
  const std::string xml = "<" + own + ">" + xml::escaped(flow) + "</" + own + ">";
  Element last;
  for (const Element child : node.children())
    if (comes_before(child, local)) last = child;
  if (last)
    rewriting_.insert_after(last, xml);
  else
    rewriting_.insert_first(node, xml);
}

void DocumentEditor::join_lane(std::string_view neighbour, const std::string& id) {
  const Element root = document_.root();
  for (Element each = root; each; each = each.next_in(root))
    if (each.is(kBpmn, "flowNodeRef") && without_prefix(xml::trimmed(each.text())) == neighbour) {
      const std::string own = tag(each, "flowNodeRef");
      rewriting_.insert_after(each, "<" + own + ">" + xml::escaped(id) + "</" + own + ">");
      return;
    }
}

bool DocumentEditor::carry_out(const Edit& edit) {
  const Element element = find(edit.element);
  if (!element) return false;
  switch (edit.kind) {
    case Edit::Kind::ChangeGateway:
      return change_gateway(element, edit);
    case Edit::Kind::InsertGateway:
      return insert_gateway(element, edit);
    case Edit::Kind::AddEnd:
      return add_end(element, edit);
    case Edit::Kind::AddDefault:
      return add_default(element);
    case Edit::Kind::AddExit:
      return add_exit(element, edit);
    case Edit::Kind::AddDefaultFlow:
      return add_default_flow(element, edit);
    case Edit::Kind::NameMessage:
      return name_message(element, edit);
  }
  return false;
}

bool DocumentEditor::change_gateway(const Element& gateway, const Edit& edit) {
  if (!gateway.name().ends_with("Gateway")) return false;
  rewriting_.rename(gateway, edit.value);
  if (edit.value == "parallelGateway") rewriting_.remove(gateway, "default");
  for (const char* attribute : {"instantiate", "eventGatewayType"})
    rewriting_.remove(gateway, attribute);
  if (const Element condition = gateway.child(kBpmn, "activationCondition"))
    rewriting_.remove(condition);
  return true;
}

bool DocumentEditor::insert_gateway(const Element& node, const Edit& edit) {
  const std::string id = free_id(edit.id), flow = free_id(id + "_" + edit.element);
  drawing_.add_node(id, 50, edit.element, true);
  for (const std::string& incoming : edit.flows) {
    const Element old = find(incoming);
    if (!old) return false;
    rewriting_.set(old, "targetRef", id);
    unlist(node, "incoming", incoming);
    drawing_.lead(incoming, id);
  }
  list(node, "incoming", flow);
  drawing_.add_flow(flow, id, edit.element);
  rewriting_.insert_after(node, node_xml(node, edit.value, id, edit.flows, {flow}) + "\n" +
                                    flow_xml(node, flow, id, edit.element));
  join_lane(edit.element, id);
  return true;
}

bool DocumentEditor::add_end(const Element& flow, const Edit& edit) {
  const std::string target(without_prefix(flow.value("targetRef")));
  const Element old = find(target);
  if (!old) return false;
  const std::string id = free_id(edit.id);
  const bool like_it = old.is(kBpmn, "endEvent");
  rewriting_.insert_after(old, node_xml(old, "endEvent", id, {edit.element}, {},
                                        like_it ? definitions_of(old) : std::string()));
  rewriting_.set(flow, "targetRef", id);
  unlist(old, "incoming", edit.element);
  join_lane(target, id);
  drawing_.add_node(id, 36, target, false);
  drawing_.lead(edit.element, id);
  return true;
}

// What is taken where nothing else is has no condition (§8.4.13).
bool DocumentEditor::add_default(const Element& flow) {
  const Element source = find(without_prefix(flow.value("sourceRef")));
  if (!source) return false;
  rewriting_.set(source, "default", flow.value("id"));
  if (const Element condition = flow.child(kBpmn, "conditionExpression"))
    rewriting_.remove(condition);
  return true;
}

bool DocumentEditor::add_exit(const Element& gateway, const Edit& edit) {
  return !lead_to_end(gateway, edit).empty();
}

bool DocumentEditor::add_default_flow(const Element& gateway, const Edit& edit) {
  std::string flow;
  if (edit.value.empty()) {
    flow = lead_to_end(gateway, edit);
  } else {
    const Element target = find(edit.value);
    if (!target) return false;
    flow = free_id(edit.element + "_" + edit.value);
    list(gateway, "outgoing", flow);
    list(target, "incoming", flow);
    rewriting_.insert_after(gateway, flow_xml(gateway, flow, edit.element, edit.value));
    drawing_.add_flow(flow, edit.element, edit.value);
  }
  rewriting_.set(gateway, "default", flow);
  return true;
}

// The id of the new flow.
std::string DocumentEditor::lead_to_end(const Element& gateway, const Edit& edit) {
  const std::string id = free_id(edit.id);
  std::string flow = free_id(edit.element + "_" + id);
  list(gateway, "outgoing", flow);
  rewriting_.insert_after(gateway, node_xml(gateway, "endEvent", id, {flow}, {}) + "\n" +
                                       flow_xml(gateway, flow, edit.element, id));
  join_lane(edit.element, id);
  drawing_.add_node(id, 36, edit.element, false);
  drawing_.add_flow(flow, edit.element, id);
  return flow;
}

bool DocumentEditor::name_message(const Element& receiver, const Edit& edit) {
  Element waits = receiver;
  if (!receiver.is(kBpmn, "receiveTask")) waits = receiver.child(kBpmn, "messageEventDefinition");
  if (!waits) return false;
  if (const Element message = find(without_prefix(waits.value("messageRef")))) {
    rewriting_.set(message, "name", edit.value);
    return true;
  }
  Element before;
  for (const Element child : document_.root().children())
    if (!before && (child.is(kBpmn, "process") || child.is(kBpmn, "collaboration"))) before = child;
  if (!before) return false;
  const std::string id = free_id(edit.value);
  rewriting_.insert_before(before, "<" + tag(before, "message") + " id=\"" + xml::escaped(id) +
                                       "\" name=\"" + xml::escaped(edit.value) + "\"/>");
  rewriting_.set(waits, "messageRef", id);
  return true;
}

}  // namespace detail

// Each edit is written into the text that the one before has left.
Result<std::string> edit_document(std::string text, std::span<const Edit> edits) {
  for (const Edit& edit : edits) {
    UMLAUF_TRY(const xml::Document document, xml::Document::parse(text, {}));
    detail::DocumentEditor editor(document);
    if (!editor.carry_out(edit))
      return error(ErrorCode::Request, "the edit does not fit '" + edit.element + "'",
                   "die Änderung passt nicht zu '" + edit.element + "'");
    UMLAUF_TRY(std::string changed, std::move(editor).finish());
    text = std::move(changed);
  }
  return text;
}

}  // namespace umlauf::verify
