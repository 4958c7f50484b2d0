// umlauf deploy: makes models known to a database.
#include <iostream>

#include "adapters/cli/answers.hpp"
#include "adapters/cli/diagnostic_text.hpp"
#include "adapters/cli/files.hpp"
#include "adapters/cli/output.hpp"
#include "adapters/cli/store_options.hpp"
#include "adapters/cli/subcommands.hpp"

namespace umlauf::cli {
namespace {

void print(const service::Deployment& deployment) {
  Table table({std::string(localized("process", "Prozess")),
               std::string(localized("version", "Version")), "",
               std::string(localized("name", "Name"))});
  for (const service::DeployedProcess& process : deployment.processes) {
    std::string what(process.created ? localized("new", "neu")
                                     : localized("unchanged", "unverändert"));
    if (!process.executable) what = localized("drawing", "Zeichnung");
    table.add({process.id, std::to_string(process.version), what, process.name});
  }
  for (const service::DeployedDecision& decision : deployment.decisions)
    table.add({decision.id, std::to_string(decision.version),
               std::string(localized("decision", "Entscheidung")), decision.name});
  table.print(std::cout);
}

}  // namespace

int run_deploy(int argc, char** argv) {
  std::vector<std::string> files;
  Options options("deploy", {"make models known to the database; all or none",
                             "Modelle in der Datenbank bekannt machen; alle oder keins"});
  StoreOptions store(options, StoreOptions::People::Yes);
  options.operands("FILE", files,
                   {".bpmn, .dmn and .form files that belong together",
                    "zusammengehörende Dateien .bpmn, .dmn und .form"});
  options.example("umlauf deploy --db amt.sqlite models/hundesteuer/hundesteuer.bpmn",
                  {"the same file again changes nothing, a changed one is a new version",
                   "dieselbe Datei nochmals ändert nichts, eine geänderte ist eine neue Version"});
  if (const auto status = options.parse(argc, argv)) return *status;

  std::vector<service::Document> documents;
  SourceTexts sources;
  for (const std::string& file : files) {
    Result<std::string> text = read_file(file);
    if (!text) return fail(text.error());
    sources[file] = *text;
    documents.push_back({file, *std::move(text)});
  }
  if (const auto opened = store.open(); !opened) return fail(opened.error());
  const auto caller = store.caller();
  if (!caller) return fail(caller.error());
  const auto deployment = store.engine().deploy(std::move(documents), *caller);
  if (!deployment && store.json()) {
    print_json(feel::Value(failure(deployment.error())));
    return kExitFindings;
  }
  if (!deployment) {
    print_diagnostics(std::cerr, deployment.error().diagnostics, sources);
    return fail(deployment.error().message, kExitFindings);
  }
  if (store.json()) {
    print_json(feel::Value(to_context(*deployment)));
  } else {
    print_diagnostics(std::cerr, deployment->diagnostics, sources);
    print(*deployment);
  }
  return kExitOk;
}

}  // namespace umlauf::cli
