#include "adapters/cli/snapshot.hpp"

#include <ostream>

#include "adapters/cli/answers.hpp"
#include "adapters/cli/output.hpp"
#include "engine/feel/print.hpp"

namespace umlauf::cli {

std::string shown_state(service::InstanceState state) {
  if (language() == Language::English) return std::string(service::to_string(state));
  switch (state) {
    case service::InstanceState::Active:
      return "läuft";
    case service::InstanceState::Suspended:
      return "angehalten";
    case service::InstanceState::Completed:
      return "abgeschlossen";
    case service::InstanceState::Terminated:
      return "abgebrochen";
    case service::InstanceState::Failed:
      return "gescheitert";
  }
  return "";
}

void print_heading(std::ostream& out, const service::InstanceSnapshot& snapshot) {
  const service::InstanceView& view = snapshot.instance;
  out << localized("case ", "Vorgang ") << service::to_string(view.key);
  if (!view.business_key.empty()) out << " (" << view.business_key << ")";
  out << ", " << view.process << " v" << view.version << ", " << shown_state(view.state)
      << (view.erased ? localized(", data erased", ", Daten gelöscht") : std::string_view())
      << '\n';
}

void print_variables(std::ostream& out, const feel::Context& variables) {
  Table table(
      {std::string(localized("variable", "Variable")), std::string(localized("value", "Wert"))});
  for (const feel::Entry& entry : variables) table.add({entry.name, feel::to_feel(entry.value)});
  table.print(out);
}

feel::Context to_context(const service::InstanceSnapshot& snapshot,
                         const std::vector<Token>& tokens) {
  feel::Context context = to_context(snapshot.instance);
  context.put("tokens", to_value(tokens));
  context.put("variables", feel::Value(snapshot.variables));
  return context;
}

}  // namespace umlauf::cli
