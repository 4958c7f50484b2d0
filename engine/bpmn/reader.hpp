#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/diagnostic.hpp"
#include "engine/bpmn/model.hpp"
#include "engine/xml/document.hpp"

namespace umlauf::bpmn {

/// What a document says, and everything that is wrong with how it says it, in document order.
/// With an error among the diagnostics `definitions` holds what could be understood: good for
/// drawing, not for running.
struct Reading {
  Definitions definitions;
  Diagnostics diagnostics;
  /// False where there is nothing to work with: no XML, no BPMN, a DTD, an id twice.
  bool usable = false;
};

/// Reads one document. References to elements of the same document are resolved, whatever the
/// order; those into other namespaces are left to `link`. Never throws and never recurses deeper
/// than the document's depth limit; costs about 2 µs an element.
///
/// Rules: XML-01 not well-formed, XML-02 not as the schema of BPMN 2.0 has it, XML-03 id twice,
/// XML-04 dangling reference, XML-05 not an element of BPMN, XML-07 no valid id.
Reading read(const xml::Document& document);
/// The same from the bytes of a file.
Reading read(std::string_view bytes, std::string file, const xml::Limits& limits = {});

/// Resolves references among documents that are deployed together, by namespace (BPMN 2.0.2
/// §8.2.1), and reports those that lead nowhere: XML-04 for a reference, XML-08 for an import that
/// is not among them and that nothing leads into (a warning; nothing is ever fetched).
/// `Reference::document` counts positions in `documents`.
/// The diagnostics of one document stand together, in the order of the documents.
Diagnostics link(std::vector<Definitions>& documents);

}  // namespace umlauf::bpmn
