// umlauf audit: whether the journal is what was written, and what to keep to be able to tell.
#include "engine/service/audit.hpp"

#include <fstream>
#include <iostream>

#include "adapters/cli/answers.hpp"
#include "adapters/cli/output.hpp"
#include "adapters/cli/store_options.hpp"
#include "adapters/cli/subcommands.hpp"
#include "engine/service/digest.hpp"

namespace umlauf::cli {
namespace {

feel::Value number(std::uint64_t value) {
  return feel::Value(Decimal(static_cast<std::int64_t>(value)));
}

feel::Context to_context(const service::AnchorView& anchor) {
  feel::Context context;
  context.put("number", number(anchor.number));
  context.put("time", time_or_null(anchor.time));
  context.put("digest", feel::Value(anchor.digest));
  return context;
}

feel::Context to_context(const service::AuditFinding& finding) {
  feel::Context context;
  context.put("instance",
              text_or_null(finding.instance.valid() ? service::to_string(finding.instance)
                                                    : std::string()));
  context.put("sequence", finding.sequence == 0 ? feel::Value() : number(finding.sequence));
  context.put("anchor", finding.anchor == 0 ? feel::Value() : number(finding.anchor));
  context.put("message", feel::Value(localized(finding.message)));
  return context;
}

void print_report(const service::AuditReport& report) {
  for (const service::AuditFinding& finding : report.findings) {
    if (finding.instance.valid())
      std::cout << localized("case ", "Vorgang ") << service::to_string(finding.instance) << ": ";
    std::cout << localized(finding.message) << '\n';
  }
  std::cout << report.instances << localized(" cases, ", " Vorgänge, ") << report.rows
            << localized(" journal rows, ", " Journalzeilen, ") << report.anchors
            << localized(" anchors; ", " Anker; ") << report.rows_open
            << localized(" rows behind the last anchor\n", " Zeilen hinter dem letzten Anker\n");
  if (report.anchor_time)
    std::cout << localized("last anchor ", "letzter Anker ") << shown_time(*report.anchor_time)
              << "  " << service::to_hex(report.anchor) << '\n';
  std::cout << (report.findings.empty() ? localized("everything is as it was written\n",
                                                    "alles ist, wie es geschrieben wurde\n")
                                        : localized("this is not what was written\n",
                                                    "das ist nicht, was geschrieben wurde\n"));
}

void print_report_json(const service::AuditReport& report) {
  feel::Values findings;
  for (const service::AuditFinding& finding : report.findings)
    findings.push_back(feel::Value(to_context(finding)));
  feel::Context answer;
  answer.put("ok", feel::Value(report.findings.empty()));
  answer.put("instances", number(report.instances));
  answer.put("rows", number(report.rows));
  answer.put("anchors", number(report.anchors));
  answer.put("rowsBehindLastAnchor", number(report.rows_open));
  answer.put("anchor",
             report.anchor_time ? feel::Value(service::to_hex(report.anchor)) : feel::Value());
  answer.put("findings", feel::Value(std::move(findings)));
  print_json(feel::Value(std::move(answer)));
}

Error unreadable(const std::string& file) {
  return error(ErrorCode::Request, "'" + file + "' cannot be read",
               "'" + file + "' ist nicht lesbar");
}

Result<service::AuditReport> verify_file(const std::string& file,
                                         const std::optional<service::Digest>& anchor) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return unreadable(file);
  return service::verify_audit_export(
      [&]() -> Result<std::optional<std::string>> {
        std::string line;
        if (std::getline(stream, line)) return std::optional(std::move(line));
        if (stream.bad()) return unreadable(file);
        return std::optional<std::string>{};
      },
      anchor);
}

int run_verify(int argc, char** argv) {
  std::string anchor, file;
  Options options("audit verify", {"check that the journal is what was written",
                                   "prüfen, ob das Journal ist, was geschrieben wurde"});
  StoreOptions store(options, StoreOptions::People::No);
  options.option(
      "--export", file, "FILE",
      {"check this export instead of a database", "diese Ausgabe prüfen statt einer Datenbank"});
  options.option("--anchor", anchor, "HEX",
                 {"an anchor that was kept elsewhere; the journal must know it",
                  "ein anderswo aufbewahrter Anker; das Journal muss ihn kennen"});
  options.example("umlauf audit verify --db amt.sqlite",
                  {"names the first bad row of every case; status 1 where there is one",
                   "nennt die erste falsche Zeile jedes Vorgangs; Status 1, wo es eine gibt"});
  if (const auto status = options.parse(argc, argv)) return *status;

  std::optional<service::Digest> wanted;
  if (!anchor.empty()) {
    wanted = service::parse_digest(anchor);
    if (!wanted)
      return fail({"--anchor takes 64 hexadecimal digits", "--anchor braucht 64 Hexziffern"});
  }
  const auto report = [&]() -> Result<service::AuditReport> {
    if (!file.empty()) return verify_file(file, wanted);
    UMLAUF_CHECK(store.open_store());
    return service::verify_audit(store.store(), wanted);
  }();
  if (!report) return fail(report.error());
  if (store.json())
    print_report_json(*report);
  else
    print_report(*report);
  return report->findings.empty() ? kExitOk : kExitFindings;
}

int run_anchor(int argc, char** argv) {
  bool show = false;
  Options options("audit anchor", {"write an anchor over all journals",
                                   "einen Anker über alle Journale schreiben"});
  StoreOptions store(options, StoreOptions::People::No);
  options.flag("--show", show,
               {"print the last anchor, write none", "den letzten Anker nennen, keinen schreiben"});
  options.example("umlauf audit anchor >> anker.txt",
                  {"keep this file where those who run the database cannot write",
                   "diese Datei dort aufbewahren, wo der Betrieb der Datenbank nicht schreibt"});
  options.note({"'umlauf work' writes one a day by itself.",
                "'umlauf work' schreibt von selbst täglich einen."});
  if (const auto status = options.parse(argc, argv)) return *status;

  if (const auto opened = store.open(); !opened) return fail(opened.error());
  std::optional<service::AnchorView> anchor;
  if (show) {
    auto last = store.engine().last_anchor();
    if (!last) return fail(last.error());
    anchor = std::move(*last);
  } else {
    auto written = store.engine().anchor();
    if (!written) return fail(written.error());
    anchor = std::move(*written);
  }
  if (!anchor) return fail({"there is no anchor yet", "es gibt noch keinen Anker"}, kExitFindings);
  if (store.json())
    print_json(feel::Value(to_context(*anchor)));
  else
    std::cout << anchor->number << "  " << calendar::to_string(anchor->time) << "  "
              << anchor->digest << '\n';
  return kExitOk;
}

int run_export(int argc, char** argv) {
  std::string file;
  Options options("audit export", {"write all journals and anchors to a file",
                                   "alle Journale und Anker in eine Datei schreiben"});
  StoreOptions store(options, StoreOptions::People::No);
  options.option("--out", file, "FILE",
                 {"the file; otherwise standard output", "die Datei; sonst Standardausgabe"});
  options.example("umlauf audit export --out journal.jsonl",
                  {"'umlauf audit verify --export journal.jsonl' checks it anywhere",
                   "'umlauf audit verify --export journal.jsonl' prüft sie überall"});
  if (const auto status = options.parse(argc, argv)) return *status;

  if (const auto opened = store.open_store(); !opened) return fail(opened.error());
  std::ofstream stream;
  if (!file.empty()) {
    stream.open(file, std::ios::binary | std::ios::trunc);
    if (!stream)
      return fail({"'" + file + "' cannot be written", "'" + file + "' ist nicht beschreibbar"});
  }
  std::ostream& out = file.empty() ? std::cout : stream;
  const auto written =
      service::export_audit(store.store(), [&](std::string_view line) -> Result<Done> {
        if (out << line << '\n') return Done{};
        return error(ErrorCode::Request, "the export cannot be written",
                     "die Ausgabe ist nicht zu schreiben");
      });
  if (!written) return fail(written.error());
  if (!out.flush())
    return fail({"the export cannot be written", "die Ausgabe ist nicht zu schreiben"});
  return kExitOk;
}

}  // namespace

int run_audit(int argc, char** argv) {
  const std::string action = argc > 1 ? argv[1] : "";
  if (action == "verify") return run_verify(argc - 1, argv + 1);
  if (action == "anchor") return run_anchor(argc - 1, argv + 1);
  if (action == "export") return run_export(argc - 1, argv + 1);
  const bool help = action == "--help" || action == "-h";
  (help ? std::cout : std::cerr) << localized(
      "usage: umlauf audit verify [--db FILE | --export FILE] [--anchor HEX]\n"
      "       umlauf audit anchor [--show]\n"
      "       umlauf audit export [--out FILE]\n",
      "Aufruf: umlauf audit verify [--db DATEI | --export DATEI] [--anchor HEX]\n"
      "        umlauf audit anchor [--show]\n"
      "        umlauf audit export [--out DATEI]\n");
  return help ? kExitOk : kExitUsage;
}

}  // namespace umlauf::cli
