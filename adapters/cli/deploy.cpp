// umlauf deploy: makes models known to a database.
#include <iostream>

#include "adapters/cli/answers.hpp"
#include "adapters/cli/deployment_files.hpp"
#include "adapters/cli/diagnostic_text.hpp"
#include "adapters/cli/output.hpp"
#include "adapters/cli/request.hpp"
#include "adapters/cli/store_options.hpp"
#include "adapters/cli/subcommands.hpp"
#include "engine/xml/text.hpp"

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
  std::string verify = "warn";
  Options options("deploy", {"make models known to the database; all or none",
                             "Modelle in der Datenbank bekannt machen; alle oder keins"});
  StoreOptions store(options, StoreOptions::People::Yes);
  options.operands("FILE", files,
                   {".bpmn, .dmn and .form files that belong together; organisation.yaml says who "
                    "is there",
                    "zusammengehörende Dateien .bpmn, .dmn und .form; organisation.yaml sagt, wer "
                    "da ist"});
  options.option("--verify", verify, "MODE",
                 {"off; warn: tell what is refuted by proof; strict: refuse it",
                  "off; warn: sagen, was der Beweis widerlegt; strict: es ablehnen"});
  options.example("umlauf deploy --db amt.sqlite models/hundesteuer/hundesteuer.bpmn",
                  {"the same file again changes nothing, a changed one is a new version",
                   "dieselbe Datei nochmals ändert nichts, eine geänderte ist eine neue Version"});
  if (const auto status = options.parse(argc, argv)) return *status;

  const auto mode = verify_mode(verify);
  if (!mode) return fail(mode.error());
  Result<service::Deploy> deploy = read_deployment(files);
  if (!deploy) return fail(deploy.error());
  deploy->verify = *mode;
  SourceTexts sources;
  for (const service::Document& document : deploy->documents)
    sources[document.name] = xml::text_of(document.text);
  if (const auto opened = store.open(); !opened) return fail(opened.error());
  const auto caller = store.caller();
  if (!caller) return fail(caller.error());
  if (deploy->organisation == nullptr) deploy->organisation = store.organisation();
  const auto answer = store.engine().execute(*std::move(deploy), *caller);
  if (!answer && store.json()) {
    print_json(feel::Value(failure(answer.error())));
    return kExitFindings;
  }
  if (!answer) {
    print_diagnostics(std::cerr, answer.error().diagnostics, sources);
    return fail(answer.error().message, kExitFindings);
  }
  const service::Deployment& deployment = answer->deployment;
  if (store.json()) {
    print_json(feel::Value(to_context(deployment)));
  } else {
    print_diagnostics(std::cerr, deployment.diagnostics, sources);
    print(deployment);
  }
  return kExitOk;
}

}  // namespace umlauf::cli
