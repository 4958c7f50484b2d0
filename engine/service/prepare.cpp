// From documents to something that can be deployed: read, link, compile, prove. Nothing is stored
// here.
#include <algorithm>
#include <set>

#include "engine/bpmn/reader.hpp"
#include "engine/definition/compile.hpp"
#include "engine/dmn/read.hpp"
#include "engine/elements/elements.hpp"
#include "engine/service/catalog.hpp"
#include "engine/verify/decision_tables.hpp"
#include "engine/verify/structure/structure.hpp"
#include "engine/verify/surroundings.hpp"
#include "engine/verify/templates.hpp"
#include "engine/verify/verify.hpp"

namespace umlauf::service {
namespace {

enum class Format : std::uint8_t { Bpmn, Dmn, Form, Other };

Format format_of(const Document& document) {
  constexpr std::size_t kLook = 4096;  // the root element of any document begins within that
  const std::string_view name = document.name;
  if (name.ends_with(".form")) return Format::Form;
  if (name.ends_with(".json")) return Format::Other;
  const std::string_view start = std::string_view(document.text).substr(0, kLook);
  const bool says_dmn = start.find("/spec/DMN/") != std::string_view::npos ||
                        start.find("/DMN/2") != std::string_view::npos;
  const bool says_bpmn = start.find("/spec/BPMN/") != std::string_view::npos;
  if (says_dmn != says_bpmn) return says_dmn ? Format::Dmn : Format::Bpmn;
  return name.ends_with(".dmn") ? Format::Dmn : Format::Bpmn;
}

void append(Diagnostics& to, Diagnostics from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

// A document without an executable process is a drawing: it is kept, and what is wrong with it is
// said but hinders nobody.
bool is_drawing(const bpmn::Definitions& definitions) {
  return std::none_of(
      definitions.processes.begin(), definitions.processes.end(),
      [](const bpmn::Process& process) { return process.is_executable.value_or(false); });
}

// States looked at for each process; what is not decided by then is said to be undecided. Bounds
// the time of a deployment (about a tenth of a second) without a clock.
constexpr std::size_t kStatesMax = 50'000;
constexpr std::size_t kStaffingStepsMax = 50'000;

// What the proofs say. Only `Strict` makes a reason to refuse of it.
void append_proved(Diagnostics& to, Diagnostics from, VerifyMode mode) {
  for (Diagnostic& diagnostic : from) {
    if (mode != VerifyMode::Strict)
      diagnostic.severity = std::min(diagnostic.severity, Severity::Warning);
    to.push_back(std::move(diagnostic));
  }
}

void prove_processes(PreparedDeployment& prepared, const std::vector<bpmn::Definitions>& models,
                     const std::vector<definition::ProcessDefinitionPtr>& processes,
                     VerifyMode mode, verify::Options& options) {
  if (mode == VerifyMode::Off) return;
  std::vector<definition::ProcessDefinitionPtr> executable;
  std::copy_if(processes.begin(), processes.end(), std::back_inserter(executable),
               [](const definition::ProcessDefinitionPtr& process) { return process->executable; });
  options.states_max = kStatesMax;
  options.fixes = false;
  for (const bpmn::Definitions& model : models) verify::add_document(options, model);
  append_proved(prepared.diagnostics, verify::diagnostics_of(verify::verify(executable, options)),
                mode);
}

// Templates of elements may be among the documents.
void check_templates(PreparedDeployment& prepared, const std::vector<bpmn::Definitions>& models,
                     VerifyMode mode) {
  std::vector<verify::ElementTemplate> templates;
  for (const Document& document : prepared.documents)
    if (document.name.ends_with(".json")) verify::add_templates(templates, document.text);
  for (const bpmn::Definitions& model : models)
    append_proved(prepared.diagnostics, verify::check_templates(model, templates), mode);
}

// The diagnostics say all; an error among them rejects the whole, unless it is about one of the
// `drawings` (names of documents).
void prepare_processes(PreparedDeployment& prepared, const std::vector<std::size_t>& positions,
                       VerifyMode mode, verify::Options& proving, std::set<std::string>& drawings) {
  std::vector<bpmn::Definitions> models;
  bool usable = true;
  for (const std::size_t position : positions) {
    const Document& document = prepared.documents[position];
    bpmn::Reading reading = bpmn::read(document.text, document.name);
    append(prepared.diagnostics, std::move(reading.diagnostics));
    usable = usable && reading.usable;
    if (reading.usable && is_drawing(reading.definitions)) drawings.insert(document.name);
    models.push_back(std::move(reading.definitions));
  }
  if (!usable) return;
  append(prepared.diagnostics, bpmn::link(models));
  for (const bpmn::Definitions& model : models)
    append(prepared.diagnostics, verify::check_structure(model, verify::Profile::Executable));
  if (mode != VerifyMode::Off) check_templates(prepared, models, mode);
  definition::Compilation compilation = definition::compile(models);
  append(prepared.diagnostics, std::move(compilation.diagnostics));
  for (const definition::ProcessDefinitionPtr& process : compilation.processes)
    if (process->executable) append(prepared.diagnostics, elements::supports(*process));
  prove_processes(prepared, models, compilation.processes, mode, proving);
  for (definition::ProcessDefinitionPtr& process : compilation.processes) {
    for (const std::size_t position : positions)
      if (prepared.documents[position].name == process->file) {
        prepared.processes.push_back({std::move(process), position});
        break;
      }
  }
}

// Whether what the processes name is deployed with them, and whether there are people for it.
void prove_surroundings(PreparedDeployment& prepared, verify::Surroundings& surroundings,
                        const std::vector<std::size_t>& forms,
                        const organisation::Organisation* organisation, VerifyMode mode) {
  for (const std::size_t position : forms) {
    const Document& form = prepared.documents[position];
    append_proved(prepared.diagnostics, verify::add_form(surroundings, form.text, form.name), mode);
  }
  if (organisation != nullptr) surroundings.organisations.push_back(*organisation);
  surroundings.limits.steps_max = kStaffingStepsMax;
  for (const PreparedDeployment::Process& process : prepared.processes) {
    if (!process.definition->executable) continue;
    append(prepared.diagnostics,
           verify::check_task_rules(*process.definition, surroundings.organisations));
    append_proved(prepared.diagnostics,
                  verify::check_surroundings(*process.definition, surroundings), mode);
  }
}

// Fills in `models`, and what their decisions yield.
void prepare_decisions(PreparedDeployment& prepared, const std::vector<std::size_t>& positions,
                       VerifyMode mode, std::vector<dmn::Definitions>& models,
                       verify::Options& proving) {
  for (const std::size_t position : positions) {
    const Document& document = prepared.documents[position];
    auto read = dmn::read(document.text, document.name);
    if (!read) {
      append(prepared.diagnostics, read.error().diagnostics);
      if (read.error().diagnostics.empty())
        prepared.diagnostics.push_back(
            {Severity::Error, "DMN-21", read.error().message, document.name, {}, {}, {}, {}});
      return;
    }
    append(prepared.diagnostics, std::move(read->diagnostics));
    models.push_back(std::move(read->definitions));
  }
  if (mode != VerifyMode::Off)
    append_proved(prepared.diagnostics, verify::check_decision_ids(models), mode);
  for (std::size_t i = 0; i < models.size(); ++i) {
    if (mode != VerifyMode::Off)
      append_proved(prepared.diagnostics, verify::check_decision_tables(models[i]), mode);
    // Each document is the main one of its own model; the others are what it may import.
    std::vector<dmn::Definitions> ordered = {models[i]};
    for (std::size_t k = 0; k < models.size(); ++k)
      if (k != i) ordered.push_back(models[k]);
    auto model = dmn::DecisionModel::link(std::move(ordered));
    if (!model) {
      append(prepared.diagnostics, model.error().diagnostics);
      if (model.error().diagnostics.empty())
        prepared.diagnostics.push_back({Severity::Error,
                                        "DMN-24",
                                        model.error().message,
                                        prepared.documents[positions[i]].name,
                                        {},
                                        {},
                                        {},
                                        {}});
      continue;
    }
    append(prepared.diagnostics, model->diagnostics());
    verify::add_decisions(proving, *model);
    for (const dmn::Decision& decision : models[i].decisions)
      prepared.decisions.push_back(
          {decision.id, decision.name, decision.version_tag, positions[i]});
    prepared.models[positions[i]] = std::make_shared<const dmn::DecisionModel>(std::move(*model));
  }
}

}  // namespace

Result<PreparedDeployment> prepare_deployment(std::vector<Document> documents, VerifyMode mode,
                                              const organisation::Organisation* organisation) {
  PreparedDeployment prepared;
  prepared.documents = std::move(documents);
  if (prepared.documents.empty())
    return error(ErrorCode::Request, "there is nothing to deploy", "es gibt nichts zu deployen");
  std::set<std::string_view> names;
  std::vector<std::size_t> processes;
  std::vector<std::size_t> decisions;
  std::vector<std::size_t> forms;
  for (std::size_t i = 0; i < prepared.documents.size(); ++i) {
    const Document& document = prepared.documents[i];
    if (!names.insert(document.name).second)
      return error(ErrorCode::Request, "document '" + document.name + "' is given twice",
                   "Dokument '" + document.name + "' ist doppelt angegeben");
    prepared.digests.push_back(sha256_hex(document.text));
    const Format format = format_of(document);
    if (format == Format::Bpmn) processes.push_back(i);
    if (format == Format::Dmn) decisions.push_back(i);
    if (format == Format::Form) forms.push_back(i);
  }
  std::set<std::string> drawings;
  verify::Surroundings surroundings;
  verify::Options proving;
  if (!decisions.empty())
    prepare_decisions(prepared, decisions, mode, surroundings.decisions, proving);
  if (!processes.empty()) prepare_processes(prepared, processes, mode, proving, drawings);
  if (mode != VerifyMode::Off)
    prove_surroundings(prepared, surroundings, forms, organisation, mode);
  const bool rejected_by_any = std::any_of(
      prepared.diagnostics.begin(), prepared.diagnostics.end(), [&](const Diagnostic& diagnostic) {
        return diagnostic.severity == Severity::Error && !drawings.contains(diagnostic.file);
      });
  if (rejected_by_any) {
    Error rejected = error(ErrorCode::Deploy, "the documents cannot be deployed",
                           "die Dokumente können nicht deployt werden");
    rejected.diagnostics = std::move(prepared.diagnostics);
    return rejected;
  }
  return prepared;
}

}  // namespace umlauf::service
