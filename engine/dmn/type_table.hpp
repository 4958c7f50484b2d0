#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/dmn/model.hpp"
#include "engine/feel/check.hpp"
#include "engine/feel/names.hpp"
#include "engine/feel/syntax.hpp"
#include "engine/feel/types.hpp"

/// Item definitions as types of FEEL; private to engine/dmn.
namespace umlauf::dmn::detail {

/// The types of several documents that import one another. Each is worked out when first asked for.
class TypeTable {
 public:
  TypeTable(const std::vector<Definitions>& definitions, Diagnostics& diagnostics)
      : definitions_(definitions), diagnostics_(diagnostics) {}

  /// The type that a reference in that document names; Any where there is none or none is known,
  /// which is reported at `span`.
  feel::Type resolve(std::size_t document, const TypeReference& reference, SourceSpan span = {});

  /// The allowed values of the item definition of that document that is meant, or of the one that
  /// it refers to; nullptr where there are none.
  const UnaryTests* allowed_values(std::size_t document, const TypeReference& reference) const;

  /// Makes the item definitions of a document, and those of its imports, known to its expressions.
  void add_types(std::size_t document, feel::Names& names);

 private:
  enum class State : std::uint8_t { Working, Done };
  struct Entry {
    State state = State::Working;
    feel::Type type;
  };
  using Key = std::pair<std::size_t, std::string>;

  const ItemDefinition* find(std::size_t document, std::string_view name) const;
  const feel::Type* known(std::size_t document, const std::string& name);
  feel::Type make(std::size_t document, const ItemDefinition& item);
  feel::Type make_structure(std::size_t document, const ItemDefinition& item);
  feel::Type constrained(std::size_t document, feel::Type type, const UnaryTests& tests);

  const std::vector<Definitions>& definitions_;
  Diagnostics& diagnostics_;
  std::map<Key, Entry> entries_;
};

/// The place of something found in the text of an expression, in the document.
SourceSpan place_in_document(SourceSpan text, SourceSpan found);

/// Takes over what an expression's parser reports.
void report_expression(Diagnostics& out, const Error& failure, const Definitions& document,
                       SourceSpan text, std::string_view element);

/// Reports, as warnings, what can be told about an expression before it runs (rules FEEL-10 ff): it
/// works all the same, but something in it can only be null. `input` is the type of `?`.
void check_expression(Diagnostics& out, const feel::SyntaxTree& tree, const feel::Names& names,
                      const feel::CheckOptions& options, const Definitions& document,
                      SourceSpan text, std::string_view element);

}  // namespace umlauf::dmn::detail
