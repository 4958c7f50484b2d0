// umlauf check: what is wrong with a model, before anybody runs it.
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <iterator>

#include "adapters/cli/check_fix.hpp"
#include "adapters/cli/check_page.hpp"
#include "adapters/cli/check_report.hpp"
#include "adapters/cli/check_session.hpp"
#include "adapters/cli/check_unit.hpp"
#include "adapters/cli/files.hpp"
#include "adapters/cli/line_diff.hpp"
#include "adapters/cli/options.hpp"
#include "adapters/cli/output.hpp"
#include "adapters/cli/subcommands.hpp"

namespace umlauf::cli {
namespace {

int status_of(const std::vector<CheckUnit>& units, bool strict) {
  for (const CheckUnit& unit : units)
    for (const CheckedFile& file : unit.files)
      for (const verify::Finding& finding : file.findings) {
        const Severity severity = finding.diagnostic.severity;
        if (severity == Severity::Error) return kExitFindings;
        if (strict && severity == Severity::Warning) return kExitFindings;
      }
  return kExitOk;
}

// All files together are one unit.
int serve_checks(const std::vector<std::string>& paths, const CheckOptions& options) {
  CheckUnit unit;
  for (const std::string& path : paths) {
    Result<CheckUnit> read = read_unit(path);
    if (!read) return fail(read.error());
    unit.whole = unit.whole || read->whole || paths.size() > 1;
    std::move(read->files.begin(), read->files.end(), std::back_inserter(unit.files));
  }
  CheckSession session(std::move(unit), options);
  std::string line;
  while (std::getline(std::cin, line)) std::cout << session.answer_line(line) << std::endl;
  return kExitOk;
}

struct FixOptions {
  bool write = false, dry_run = false;
  std::vector<std::string> only;

  bool wanted() const { return write || dry_run; }
};

// Standard input has a name as well, and may be a file.
bool is_device(const std::string& path) {
  const std::string whole = std::filesystem::absolute(path).lexically_normal().string();
  return whole.starts_with("/dev/") || whole.starts_with("/proc/");
}

Result<Done> can_be_fixed(const std::string& path) {
  std::error_code code;
  // What is not there is told when it is to be read.
  const auto status = std::filesystem::status(path, code);
  const bool file = !std::filesystem::exists(status) || std::filesystem::is_regular_file(status) ||
                    std::filesystem::is_directory(status);
  if (!path.ends_with(".zip") && !is_device(path) && file) return Done{};
  return error(ErrorCode::Request, "only files and folders can be fixed, not '" + path + "'",
               "nur Dateien und Ordner lassen sich verbessern, nicht '" + path + "'");
}

// What somebody has written in the meantime is not overwritten.
Result<Done> replace(const std::string& name, const std::string& before, const std::string& after) {
  UMLAUF_TRY(const std::string current, read_file(name));
  if (current != before)
    return error(ErrorCode::State, "'" + name + "' has changed meanwhile and is left as it is",
                 "'" + name + "' hat sich inzwischen geändert und bleibt, wie es ist");
  return write_file(name, after);
}

// Checks the unit as well. The edited files, or the differences on standard output.
Result<Done> fix(CheckUnit& unit, const CheckOptions& options, const FixOptions& fixes) {
  std::vector<std::string> before;
  for (const CheckedFile& file : unit.files) before.push_back(file.text);
  const std::vector<AppliedFix> applied = fix_unit(unit, options, fixes.only);
  for (std::size_t i = 0; i < before.size(); ++i) {
    const CheckedFile& file = unit.files[i];
    if (fixes.dry_run)
      std::cout << unified_diff(file.name, before[i], file.text);
    else if (file.text != before[i])
      UMLAUF_CHECK(replace(file.name, before[i], file.text));
  }
  const Text done =
      fixes.dry_run ? Text{"would be fixed", "würde verbessert"} : Text{"fixed", "verbessert"};
  for (const AppliedFix& each : applied) {
    const std::string which = " [" + each.rule + ", " + each.fix.id + "]";
    talk({each.file + ": " + done.english + ": " + each.fix.title.english + which,
          each.file + ": " + done.german + ": " + each.fix.title.german + which});
  }
  return Done{};
}

}  // namespace

int run_check(int argc, char** argv) {
  std::vector<std::string> paths;
  std::string format = "text", profile = "executable", page;
  bool strict = false, serve = false;
  CheckOptions check_options;
  FixOptions fixes;
  Options options("check", {"find what is wrong with models, and prove how they run",
                            "finden, was an Modellen falsch ist, und beweisen, wie sie laufen"});
  options.operands("FILE|DIR|ZIP", paths,
                   {"models; a folder or an archive is one unit",
                    "Modelle; ein Ordner oder Archiv ist eine Einheit"});
  options.option("--format", format, "FORMAT", {"text, json or sarif", "text, json oder sarif"});
  options.option("--html", page, "FILE",
                 {"also write a page with the diagrams, the findings and moving traces",
                  "auch eine Seite mit Diagrammen, Befunden und bewegten Abläufen schreiben"});
  options.option("--profile", profile, "PROFILE",
                 {"executable, or draft for models that are drawn, not run",
                  "executable, oder draft für Modelle, die gezeichnet sind und nicht laufen"});
  options.option("--budget", check_options.budget_ms, "MS",
                 {"time for proofs; then they are undecided",
                  "Zeit für Beweise; danach bleiben sie unentschieden"},
                 1);
  options.option("--absent", check_options.absent, "K",
                 {"any K people of the organisation may be missing",
                  "beliebige K Personen der Organisation können fehlen"});
  options.flag("--fix", fixes.write,
               {"write the fixes that are offered into the files, each checked again before",
                "die angebotenen Abhilfen in die Dateien schreiben, jede vorher neu geprüft"});
  options.flag("--fix-dry-run", fixes.dry_run,
               {"show what --fix would change, as differences that 'patch' reads",
                "zeigen, was --fix ändern würde, als Unterschiede, die 'patch' liest"});
  options.option("--fix-only", fixes.only, "ID",
                 {"only fixes of this id, for this rule or this element; may be repeated",
                  "nur Abhilfen dieser Id, für diese Regel oder dieses Element; wiederholbar"});
  options.flag("--serve", serve,
               {"check again for each request on standard input, for editors; see docs/cli.md",
                "für jede Anfrage auf der Standardeingabe neu prüfen, für Editoren; siehe "
                "docs/cli.md"});
  options.flag("--strict", strict, {"warnings count as well", "auch Warnungen zählen"});
  options.note({"Exit status: 0 no errors, 1 at least one, 2 wrong call or unreadable file.",
                "Rückgabewert: 0 keine Fehler, 1 mindestens einer, 2 falscher Aufruf oder "
                "unlesbare Datei."});
  options.example(
      "umlauf check models/hundesteuer",
      {"the model together with its organisation", "das Modell zusammen mit seiner Organisation"});
  options.example("umlauf check --format json a.bpmn",
                  {"the same facts for programs", "dieselben Tatsachen für Programme"});
  options.example("umlauf check --fix --fix-only BEH-01 a.bpmn",
                  {"let the edits that are offered against deadlocks be made",
                   "die Änderungen vornehmen lassen, die gegen Verklemmungen angeboten werden"});
  if (const auto status = options.parse(argc, argv)) return *status;

  if (format != "text" && format != "json" && format != "sarif")
    return fail({"--format takes text, json or sarif", "--format braucht text, json oder sarif"});
  if (profile != "draft" && profile != "executable")
    return fail({"--profile takes draft or executable", "--profile braucht draft oder executable"});
  check_options.profile = profile == "draft" ? verify::Profile::Draft : verify::Profile::Executable;
  if (serve && fixes.wanted())
    return fail({"--serve leaves fixes to the editor", "--serve überlässt Abhilfen dem Editor"});
  if (!fixes.only.empty() && !fixes.wanted())
    return fail(
        {"--fix-only needs --fix or --fix-dry-run", "--fix-only braucht --fix oder --fix-dry-run"});
  if (serve) return serve_checks(paths, check_options);
  std::vector<CheckUnit> units;
  for (const std::string& path : paths) {
    if (fixes.wanted())
      if (const auto possible = can_be_fixed(path); !possible) return fail(possible.error());
    Result<CheckUnit> unit = read_unit(path);
    if (!unit) return fail(unit.error());
    if (unit->files.empty())
      return fail({"there is nothing to check in '" + path + "'",
                   "in '" + path + "' gibt es nichts zu prüfen"});
    if (!fixes.wanted())
      check(*unit, check_options);
    else if (const auto fixed = fix(*unit, check_options, fixes); !fixed)
      return fail(fixed.error());
    units.push_back(*std::move(unit));
  }
  if (!page.empty())
    if (const auto written = write_file(page, check_page(units)); !written)
      return fail(written.error());
  if (fixes.dry_run) return status_of(units, strict);
  if (format == "json")
    std::cout << json_of(units) << '\n';
  else if (format == "sarif")
    std::cout << sarif_of(units) << '\n';
  else
    print_text(std::cout, units);
  return status_of(units, strict);
}

}  // namespace umlauf::cli
