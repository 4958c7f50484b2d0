#include "engine/definition/expressions.hpp"

#include <algorithm>
#include <utility>

#include "engine/definition/juel.hpp"
#include "engine/xml/document.hpp"

namespace umlauf::definition {

namespace {

std::string lower_case(std::string_view text) {
  std::string lowered(text);
  std::transform(lowered.begin(), lowered.end(), lowered.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return lowered;
}

Written without_equals_sign(Written written) {
  written.text.remove_prefix(1);
  if (written.span.known()) {
    ++written.span.column;
    ++written.span.offset;
  }
  return trimmed(written);
}

}  // namespace

Written trimmed(Written written) {
  const std::string_view inner = xml::trimmed(written.text);
  if (inner.empty()) {
    written.text = {};
    return written;
  }
  for (std::string_view rest = written.text; rest.data() != inner.data(); rest.remove_prefix(1)) {
    ++written.span.offset;
    if (rest.front() == '\n') {
      ++written.span.line;
      written.span.column = 1;
    } else {
      ++written.span.column;
    }
  }
  written.text = inner;
  written.span.length = static_cast<std::uint32_t>(inner.size());
  return written;
}

SourceSpan translate(SourceSpan inner, SourceSpan base) {
  if (!inner.known() || !base.known()) return base;
  SourceSpan moved = base;
  moved.line += inner.line - 1;
  moved.column = inner.line == 1 ? base.column + inner.column - 1 : inner.column;
  moved.offset += inner.offset;
  moved.length = inner.length;
  return moved;
}

LanguageName language_named(std::string_view name) {
  const std::string lowered = lower_case(xml::trimmed(name));
  if (lowered.empty()) return LanguageName::Unspecified;
  if (lowered.find("feel") != std::string::npos || lowered.find("spec/dmn") != std::string::npos)
    return LanguageName::Feel;
  if (lowered.find("juel") != std::string::npos || lowered == "el" || lowered == "uel")
    return LanguageName::Juel;
  return LanguageName::Other;
}

template <typename Compile>
const Expressions::Compiled& Expressions::lookup(char kind, std::string_view text,
                                                 Compile compile) {
  std::string key;
  key.reserve(text.size() + 1);
  key += kind;
  key += text;
  auto found = cache_.find(key);
  if (found != cache_.end()) return found->second;
  Compiled entry;
  Result<feel::Expression> result = compile();
  if (result) {
    entry.expression = std::make_shared<const feel::Expression>(std::move(*result));
  } else {
    entry.diagnostics = std::move(result.error().diagnostics);
    if (entry.diagnostics.empty()) {
      Diagnostic diagnostic;
      diagnostic.message = result.error().message;
      entry.diagnostics.push_back(std::move(diagnostic));
    }
  }
  return cache_.emplace(std::move(key), std::move(entry)).first->second;
}

Expression Expressions::reported(const Compiled& compiled, SourceSpan span) {
  for (const Diagnostic& diagnostic : compiled.diagnostics)
    findings_.error("DAT-05", diagnostic.message, translate(diagnostic.span, span), element_);
  return {compiled.expression, span};
}

const Expressions::Compiled& Expressions::lookup_feel(std::string_view text) {
  return lookup('F', text, [&] { return feel::compile(text, names_); });
}

Expression Expressions::feel(const Written& written) {
  const Written inner = trimmed(written);
  return reported(lookup_feel(inner.text), inner.span);
}

Expression Expressions::juel(const Written& written) {
  const Written inner = trimmed(written);
  const auto compile = [&]() -> Result<feel::Expression> {
    UMLAUF_TRY(feel::SyntaxTree tree, read_juel(inner.text));
    return feel::compile(std::move(tree));
  };
  return reported(lookup('J', inner.text, compile), inner.span);
}

Expression Expressions::marked_or_feel(const Written& written) {
  const Written inner = trimmed(written);
  if (inner.text.empty()) return {};
  if (inner.text.front() == '=') return feel(without_equals_sign(inner));
  if (contains_juel(inner.text)) return juel(inner);
  return feel(inner);
}

Expression Expressions::constant(std::string_view key, feel::Value value, SourceSpan span) {
  const auto compile = [&] {
    feel::SyntaxTree tree{std::string(key)};
    tree.set_root(tree.constant(std::move(value)));
    return feel::compile(std::move(tree));
  };
  return reported(lookup('C', key, compile), span);
}

Expression Expressions::variable(std::string_view name, SourceSpan span) {
  const auto compile = [&] {
    feel::SyntaxTree tree{std::string(name)};
    tree.set_root(
        tree.name(feel::normalize_name(name), {0, static_cast<std::uint32_t>(name.size())}));
    return feel::compile(std::move(tree));
  };
  return reported(lookup('V', name, compile), span);
}

Expression Expressions::tree(feel::SyntaxTree syntax, SourceSpan span) {
  Result<feel::Expression> result = feel::compile(std::move(syntax));
  if (result) return {std::make_shared<const feel::Expression>(std::move(*result)), span};
  findings_.error("DAT-05", result.error().message, span, element_);
  return {};
}

TextExpression Expressions::text(const Written& written) {
  if (!written) return {};
  const Written inner = trimmed(written);
  if (inner.marks != Marks::Dollar && inner.text.starts_with('='))
    return {{}, feel(without_equals_sign(inner))};
  if (inner.marks != Marks::Equals && contains_juel(inner.text)) return {{}, juel(inner)};
  return {std::string(inner.text), {}};
}

Expression Expressions::value(const Written& written) {
  TextExpression both = text(written);
  if (both.expression) return std::move(both.expression);
  const Written inner = trimmed(written);
  // A text that did not compile is reported already; a constant in its place does no harm.
  return constant("\"" + both.text, feel::Value(both.text), inner.span);
}

Expression Expressions::formal(const bpmn::Definitions& document,
                               const bpmn::Expression& expression, std::string_view rule) {
  const Written inner = trimmed({expression.body, expression.body_span, Marks::Both, true});
  if (inner.text.empty()) return {};
  LanguageName language = language_named(expression.language);
  const bool marked = inner.text.front() == '=' || contains_juel(inner.text);
  // XPath is what the schema fills in where a document names no language, and what editors write
  // without meaning it: as the document's language it counts as none. On the expression itself the
  // author means it.
  if (language == LanguageName::Unspecified && !marked) {
    const std::string general = lower_case(document.expression_language);
    for (const std::string_view other : {"groovy", "javascript", "ecmascript", "mvel", "python"})
      if (general.find(other) != std::string::npos) language = LanguageName::Other;
  }
  if (language == LanguageName::Other) {
    const std::string name(bpmn::language_of(document, expression));
    findings_.error(rule,
                    {"expression language '" + name + "' is not supported; write FEEL",
                     "Ausdruckssprache '" + name + "' wird nicht unterstützt; FEEL verwenden"},
                    inner.span, element_);
    return {};
  }
  if (language == LanguageName::Juel) return juel(inner);
  if (language == LanguageName::Feel)
    if (std::optional<Expression> literal = boxed(inner)) return std::move(*literal);
  const bool says_feel = language == LanguageName::Feel ||
                         language_named(document.expression_language) == LanguageName::Feel;
  if (marked || says_feel) return marked_or_feel(inner);
  const Compiled& compiled = lookup_feel(inner.text);
  if (!compiled.expression) return prose(inner, compiled.diagnostics.front());
  return {compiled.expression, inner.span};
}

Expression Expressions::prose(const Written& written, const Diagnostic& problem) {
  const Text message{"'" + std::string(written.text) +
                         "' is no FEEL and cannot be evaluated: " + problem.message.english,
                     "'" + std::string(written.text) +
                         "' ist kein FEEL und nicht auswertbar: " + problem.message.german};
  findings_.warning("DAT-05", message, translate(problem.span, written.span), element_);
  const auto compile = [&] {
    feel::SyntaxTree tree{std::string(written.text)};
    tree.set_root(tree.invalid(message));
    return feel::compile(std::move(tree));
  };
  return {lookup('P', written.text, compile).expression, written.span};
}

// Some editors write a literal expression of DMN, as XML, into the text of an expression.
std::optional<Expression> Expressions::boxed(const Written& written) {
  if (!written.text.starts_with('<')) return std::nullopt;
  const Result<xml::Document> document = xml::Document::parse(std::string(written.text), "");
  if (!document || document->root().name() != "literalExpression") return std::nullopt;
  for (const xml::Element child : document->root().children())
    if (child.name() == "text") {
      const std::string text = child.text();
      return feel({text, written.span, Marks::Both, true});
    }
  return std::nullopt;
}

TextExpression Expressions::lenient_text(const Written& written) {
  const Written inner = trimmed(written);
  if (inner.marks != Marks::Equals && contains_juel(inner.text)) {
    const Result<feel::SyntaxTree> tree = read_juel(inner.text);
    if (!tree) {
      for (const Diagnostic& diagnostic : tree.error().diagnostics)
        findings_.warning("DAT-05", diagnostic.message, translate(diagnostic.span, inner.span),
                          element_);
      return {std::string(inner.text), {}};
    }
  }
  return text(written);
}

}  // namespace umlauf::definition
