#include "engine/feel/session.hpp"

namespace umlauf::feel {
namespace {

Text limit_text(LimitKind kind) {
  switch (kind) {
    case LimitKind::None:
      break;
    case LimitKind::Steps:
      return {"the evaluation takes too many steps", "die Auswertung braucht zu viele Schritte"};
    case LimitKind::Depth:
      return {"the evaluation is nested too deep", "die Auswertung ist zu tief verschachtelt"};
    case LimitKind::Memory:
      return {"the evaluation takes too much memory", "die Auswertung braucht zu viel Speicher"};
    case LimitKind::Output:
      return {"a string or list grows too large", "eine Zeichenkette oder Liste wird zu groß"};
    case LimitKind::Regex:
      return {"a regular expression takes too long", "ein regulärer Ausdruck braucht zu lange"};
  }
  return {};
}

}  // namespace

bool Session::exhaust(LimitKind kind) {
  steps_left_ = 0;
  if (exhausted_ != LimitKind::None) return false;
  exhausted_ = kind;
  // Told even where no other message is wanted.
  messages_.push_back({limit_text(kind), {}});
  return false;
}

void Session::message(Text text, SourceSpan span) {
  if (!wants_messages() || exhausted()) return;
  messages_.push_back({std::move(text), span});
}

}  // namespace umlauf::feel
