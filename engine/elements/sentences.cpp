#include "engine/elements/sentences.hpp"

#include <array>

namespace umlauf::elements {
namespace {

std::string shown_by(std::string_view shown) {
  std::string text;
  while (!shown.empty()) {
    const std::size_t bar = shown.find('|');
    const std::string one(shown.substr(0, bar));
    shown = bar == std::string_view::npos ? std::string_view() : shown.substr(bar + 1);
    if (!text.empty()) text += "<br>";
    const std::size_t colon = one.find(": ");
    if (one.starts_with("rule "))
      text += "[" + one.substr(5) + "](rules.md)";
    else if (colon == std::string::npos)
      text += "`" + one + "`";
    else
      text += "[" + one.substr(0, colon) + "](../tests/scenarios/" + one.substr(0, colon) + ")" +
              one.substr(colon);
  }
  return text;
}

}  // namespace

std::span<const SentenceGroup> sentence_groups() {
  static const std::array kGroups{
      SentenceGroup{"Processes and activities (chapter 13)", sentences_of_processes()},
      SentenceGroup{"Gateways and events (chapter 13)", sentences_of_gateways()},
      SentenceGroup{"Activities and data (chapter 10)", sentences_of_activities()},
      SentenceGroup{"Events, gateways, compensation and the rest (chapter 10)",
                    sentences_of_events()},
  };
  return kGroups;
}

std::string sentences_page() {
  std::string text =
      "# BPMN 2.0.2, sentence by sentence\n\n"
      "What chapters 10 and 13 say of a process that runs, in our words, and what shows that it "
      "does so here. Generated from\n`engine/elements/sentences_of_*.cpp`; a test compares, and "
      "looks for every scenario, rule and test that is named.\n"
      "`umlauf test --filter TEXT tests/scenarios` runs single scenarios. Each rule has models "
      "that "
      "keep and that break it in\n`tests/verify/structure`. Which element is executed at all, and "
      "where engines differ: [conformance.md](conformance.md).\n\n"
      "Left out is what concerns drawing only, tables of attributes without meaning for a run, and "
      "the chapters on choreographies and\nconversations. The text of the standard was at hand for "
      "§13.2, §13.3.3, §13.3.5, §13.3.6, §13.5.2 to §13.5.6 (in parts), §10.4.2,\n§10.5.6 and "
      "§10.7 and for the tables of multi-instance activities; the other rows are restated from "
      "knowledge of it.\n";
  for (const SentenceGroup& group : sentence_groups()) {
    text += "\n## " + std::string(group.title) +
            "\n\n| clause | sentence | shown by | |\n|---|---|---|---|\n";
    for (const Sentence& sentence : group.sentences)
      text += "| §" + std::string(sentence.clause) + " | " + std::string(sentence.says) + " | " +
              shown_by(sentence.shown) + " | " + std::string(sentence.remark) + " |\n";
  }
  return text;
}

}  // namespace umlauf::elements
