#include "engine/verify/surroundings.hpp"

#include <iterator>

#include "engine/feel/json.hpp"
#include "engine/verify/staffing.hpp"

namespace umlauf::verify {

Diagnostics add_form(Surroundings& surroundings, std::string_view text, const std::string& file) {
  const auto form = feel::from_json(text);
  if (form && form->is_context()) {
    if (const feel::Value* id = form->context()->find("id"); id && id->string())
      surroundings.forms.insert(*id->string());
    return {};
  }
  Diagnostic broken;
  broken.rule = "FRM-01";
  broken.file = file;
  broken.message = form ? Text{"a form is a JSON object", "ein Formular ist ein JSON-Objekt"}
                        : form.error().message;
  return {std::move(broken)};
}

Diagnostics check_surroundings(const definition::ProcessDefinition& process,
                               const Surroundings& surroundings) {
  Diagnostics found = check_assignments(process, surroundings.organisations);
  const auto add = [&found](Diagnostics more) {
    std::move(more.begin(), more.end(), std::back_inserter(found));
  };
  add(check_separation(process));
  add(check_calls(process, surroundings.callable));
  add(check_forms(process, surroundings.forms));
  add(check_decision_results(process, surroundings.decisions));
  if (surroundings.organisations.size() == 1) {
    StaffingOptions options = staffing_rules(process);
    options.absent = surroundings.absent;
    options.limits = surroundings.limits;
    add(check_staffing(process, surroundings.organisations.front(), options));
  }
  return found;
}

}  // namespace umlauf::verify
