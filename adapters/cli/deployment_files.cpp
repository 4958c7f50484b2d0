#include "adapters/cli/deployment_files.hpp"

#include <filesystem>

#include "adapters/cli/files.hpp"
#include "engine/organisation/reader.hpp"

namespace umlauf::cli {

Result<std::shared_ptr<const organisation::Organisation>> read_organisation(
    const std::string& path) {
  UMLAUF_TRY(const std::string yaml, read_file(path));
  organisation::ReadResult read = organisation::read(yaml, path);
  if (has_errors(read.diagnostics))
    return Error{ErrorCode::Request,
                 {"the organisation has errors", "die Organisation hat Fehler"},
                 std::move(read.diagnostics)};
  return std::make_shared<const organisation::Organisation>(std::move(read.organisation));
}

Result<service::Deploy> read_deployment(const std::vector<std::string>& paths) {
  service::Deploy deploy;
  for (const std::string& path : paths) {
    if (std::filesystem::path(path).filename() == "organisation.yaml") {
      UMLAUF_TRY(deploy.organisation, read_organisation(path));
      continue;
    }
    UMLAUF_TRY(std::string text, read_file(path));
    deploy.documents.push_back({path, std::move(text)});
  }
  return deploy;
}

}  // namespace umlauf::cli
