#include "adapters/cli/check_unit.hpp"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <set>
#include <tuple>

#include "adapters/cli/files.hpp"
#include "adapters/cli/zip_archive.hpp"
#include "engine/bpmn/reader.hpp"
#include "engine/definition/compile.hpp"
#include "engine/dmn/decision_model.hpp"
#include "engine/dmn/read.hpp"
#include "engine/elements/elements.hpp"
#include "engine/organisation/reader.hpp"
#include "engine/verify/decision_tables.hpp"
#include "engine/verify/rules.hpp"
#include "engine/verify/structure/structure.hpp"
#include "engine/verify/surroundings.hpp"
#include "engine/verify/templates.hpp"

namespace umlauf::cli {
namespace {

enum class Kind { Bpmn, Dmn, Form, Template, Organisation, Other };

Kind kind_of(const std::string& name) {
  const std::filesystem::path path(name);
  if (path.extension() == ".bpmn" || path.extension() == ".bpmn2") return Kind::Bpmn;
  if (name.ends_with(".bpmn20.xml")) return Kind::Bpmn;
  if (path.extension() == ".dmn") return Kind::Dmn;
  if (path.extension() == ".form") return Kind::Form;
  // Where editors look for them: `.camunda/element-templates`.
  if (path.extension() == ".json" && path.parent_path().filename() == "element-templates")
    return Kind::Template;
  if (path.filename() == "organisation.yaml") return Kind::Organisation;
  return Kind::Other;
}

// A file that was named expressly is looked at whatever it is called.
Kind kind_of(const CheckedFile& file, bool alone) {
  const Kind kind = kind_of(file.name);
  if (kind != Kind::Other || !alone) return kind;
  if (file.name.ends_with(".yaml") || file.name.ends_with(".yml")) return Kind::Organisation;
  return file.text.find("/spec/DMN/") != std::string::npos &&
                 file.text.find("/spec/BPMN/") == std::string::npos
             ? Kind::Dmn
             : Kind::Bpmn;
}

class Checker {
 public:
  Checker(CheckUnit& unit, const CheckOptions& options) : unit_(unit), options_(options) {
    surroundings_.absent = static_cast<std::uint32_t>(options.absent);
    for (std::size_t i = 0; i < unit.files.size(); ++i) by_name_.emplace(unit.files[i].name, i);
  }

  // What is found does not depend on the order in which files were named or changed.
  void run() {
    const bool alone = unit_.files.size() == 1;
    std::vector<CheckedFile*> models, decisions;
    for (const auto& [name, position] : by_name_) {
      CheckedFile* file = &unit_.files[position];
      switch (kind_of(*file, alone)) {
        case Kind::Bpmn:
          models.push_back(file);
          break;
        case Kind::Dmn:
          decisions.push_back(file);
          break;
        case Kind::Form:
          check_form(*file);
          break;
        case Kind::Template:
          verify::add_templates(templates_, file->text);
          break;
        case Kind::Organisation:
          check_organisation(*file);
          break;
        case Kind::Other:
          break;
      }
    }
    check_decisions(decisions);
    check_processes(models);
    for (CheckedFile& file : unit_.files)
      std::stable_sort(file.findings.begin(), file.findings.end(),
                       [](const verify::Finding& a, const verify::Finding& b) {
                         return a.diagnostic.span.offset < b.diagnostic.span.offset;
                       });
  }

 private:
  void add(verify::Finding finding) {
    const auto found = by_name_.find(finding.diagnostic.file);
    const std::size_t file = found == by_name_.end() ? 0 : found->second;
    Diagnostic& diagnostic = finding.diagnostic;
    if (options_.profile == verify::Profile::Draft)
      if (const verify::Rule* rule = verify::find_rule(diagnostic.rule))
        diagnostic.severity = std::min(diagnostic.severity, rule->draft);
    // Readers, rules and the compiler may see the same defect.
    if (!seen_.emplace(file, diagnostic.rule, diagnostic.span.offset, diagnostic.message.english)
             .second)
      return;
    unit_.files[file].findings.push_back(std::move(finding));
  }
  void add(Diagnostics diagnostics) {
    for (Diagnostic& diagnostic : diagnostics) add(verify::Finding{std::move(diagnostic), {}, {}});
  }
  // What only keeps a process from running is no fault of a drawing.
  void add_excused(Diagnostics diagnostics) {
    for (Diagnostic& diagnostic : diagnostics)
      if (options_.profile == verify::Profile::Draft && diagnostic.severity == Severity::Error)
        diagnostic.severity = Severity::Info;
    add(std::move(diagnostics));
  }
  void add(Severity severity, const char* rule, const std::string& file, Text message) {
    Diagnostic diagnostic;
    diagnostic.severity = severity;
    diagnostic.rule = rule;
    diagnostic.file = file;
    diagnostic.message = std::move(message);
    add(verify::Finding{std::move(diagnostic), {}, {}});
  }

  void check_form(const CheckedFile& file) {
    add(verify::add_form(surroundings_, file.text, file.name));
  }

  void check_organisation(const CheckedFile& file) {
    organisation::ReadResult read = organisation::read(file.text, file.name);
    add(std::move(read.diagnostics));
    surroundings_.organisations.push_back(std::move(read.organisation));
  }

  void check_processes(const std::vector<CheckedFile*>& files) {
    std::vector<bpmn::Definitions> models;
    for (CheckedFile* file : files) {
      bpmn::Reading reading = bpmn::read(file->text, file->name);
      add(std::move(reading.diagnostics));
      if (reading.usable) models.push_back(std::move(reading.definitions));
    }
    if (models.empty()) return;
    add_excused(bpmn::link(models));
    for (const bpmn::Definitions& model : models) {
      add(verify::check_structure(model, options_.profile));
      add(verify::check_templates(model, templates_));
    }
    definition::Compilation compilation = definition::compile(models);
    if (models.size() == files.size()) know_calls(compilation.processes);
    add_excused(std::move(compilation.diagnostics));
    for (const definition::ProcessDefinitionPtr& process : compilation.processes) {
      if (process->executable) add_excused(elements::supports(*process));
      add_excused(verify::check_task_rules(*process, surroundings_.organisations));
      add(verify::check_surroundings(*process, surroundings_));
    }
    prove(compilation.processes, models);
  }

  // Of documents that cannot be read nobody knows what is in them.
  void know_calls(const std::vector<definition::ProcessDefinitionPtr>& processes) {
    std::set<std::string, std::less<>> called, decided;
    for (const definition::ProcessDefinitionPtr& process : processes) called.insert(process->id);
    for (const dmn::Definitions& model : surroundings_.decisions)
      for (const dmn::Decision& decision : model.decisions) decided.insert(decision.id);
    const bool runs = options_.profile == verify::Profile::Executable;
    surroundings_.callable.missing = unit_.whole && runs ? Severity::Warning : Severity::Info;
    surroundings_.callable.process = [called](std::string_view id) { return called.contains(id); };
    if (decisions_readable_)
      surroundings_.callable.decision = [decided](std::string_view id) {
        return decided.contains(id);
      };
  }

  void prove(const std::vector<definition::ProcessDefinitionPtr>& processes,
             const std::vector<bpmn::Definitions>& models) {
    using Clock = std::chrono::steady_clock;
    const auto begin = Clock::now();
    const auto end = begin + std::chrono::milliseconds(options_.budget_ms);
    proving_.profile = options_.profile;
    proving_.cache = options_.cache;
    proving_.out_of_time = [end] { return Clock::now() >= end; };
    for (const bpmn::Definitions& model : models) verify::add_document(proving_, model);
    verify::Verification verification = verify::verify(processes, proving_);
    const double time_ms = std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
    for (verify::Finding& finding : verification.findings) add(std::move(finding));
    for (verify::ProcessResult& result : verification.processes) {
      const auto file = by_name_.find(result.file);
      const std::size_t position = file == by_name_.end() ? 0 : file->second;
      unit_.files[position].processes.push_back({std::move(result), time_ms});
    }
  }

  void check_decisions(const std::vector<CheckedFile*>& files) {
    std::vector<dmn::Definitions>& models = surroundings_.decisions;
    for (const CheckedFile* file : files) {
      auto read = dmn::read(file->text, file->name);
      if (!read) {
        report(read.error(), "DMN-21", file->name);
        decisions_readable_ = false;
        continue;
      }
      add(std::move(read->diagnostics));
      models.push_back(std::move(read->definitions));
    }
    add(verify::check_decision_ids(models));
    for (std::size_t i = 0; i < models.size(); ++i) {
      add(verify::check_decision_tables(models[i]));
      // Each document once as the main one; the others are what it may import.
      std::vector<dmn::Definitions> ordered{models[i]};
      for (std::size_t k = 0; k < models.size(); ++k)
        if (k != i) ordered.push_back(models[k]);
      const auto model = dmn::DecisionModel::link(std::move(ordered));
      if (model) {
        add(model->diagnostics());
        verify::add_decisions(proving_, *model);
      } else {
        report(model.error(), "DMN-24", models[i].file);
      }
    }
  }

  void report(const Error& failure, const char* rule, const std::string& file) {
    if (failure.diagnostics.empty()) add(Severity::Error, rule, file, failure.message);
    add(failure.diagnostics);
  }

  CheckUnit& unit_;
  const CheckOptions& options_;
  std::map<std::string, std::size_t> by_name_;
  std::set<std::tuple<std::size_t, std::string, std::size_t, std::string>> seen_;
  verify::Surroundings surroundings_;
  bool decisions_readable_ = true;
  std::vector<verify::ElementTemplate> templates_;
  verify::Options proving_;
};

}  // namespace

Result<CheckUnit> read_unit(const std::string& path) {
  CheckUnit unit;
  std::error_code code;
  if (std::filesystem::is_directory(path, code)) {
    unit.whole = true;
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(path, code))
      if (entry.is_regular_file(code) && kind_of(entry.path().string()) != Kind::Other)
        names.push_back(entry.path().string());
    std::sort(names.begin(), names.end());
    for (const std::string& name : names) {
      UMLAUF_TRY(std::string text, read_file(name));
      unit.files.push_back({name, std::move(text), {}, {}});
    }
    return unit;
  }
  UMLAUF_TRY(std::string text, read_file(path));
  if (!path.ends_with(".zip")) {
    unit.files.push_back({path, std::move(text), {}, {}});
    return unit;
  }
  UMLAUF_TRY(std::vector<ZipEntry> entries, read_zip(text));
  unit.whole = true;
  for (ZipEntry& entry : entries)
    if (kind_of(entry.name) != Kind::Other)
      unit.files.push_back({path + "!" + entry.name, std::move(entry.content), {}, {}});
  return unit;
}

void check(CheckUnit& unit, const CheckOptions& options) {
  if (!unit.files.empty()) Checker(unit, options).run();
}

}  // namespace umlauf::cli
