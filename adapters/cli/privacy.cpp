// umlauf privacy: what is kept of whom and for how long; erasing, and what must not be erased.
#include <iostream>

#include "adapters/cli/answers.hpp"
#include "adapters/cli/output.hpp"
#include "adapters/cli/store_options.hpp"
#include "adapters/cli/subcommands.hpp"
#include "engine/feel/print.hpp"

namespace umlauf::cli {
namespace {

// Empty for what is about many.
std::string case_of(const service::NoteView& note) {
  return note.instance.valid() ? service::to_string(note.instance) : std::string();
}

feel::Context to_context(const service::NoteView& note) {
  feel::Context context{{"instance", text_or_null(case_of(note))},
                        {"time", calendar::to_string(note.time)},
                        {"kind", note.kind},
                        {"actor", text_or_null(note.actor)},
                        {"reason", text_or_null(note.reason)}};
  if (note.dropped)
    context.put("dropped", feel::Value(feel::Context{
                               {"first", service::to_string(note.dropped->first)},
                               {"last", service::to_string(note.dropped->last)},
                               {"cases", static_cast<std::int64_t>(note.dropped->cases)},
                               {"endedBefore", calendar::to_string(note.dropped->ended_before)}}));
  if (note.rotation)
    context.put(
        "rotation",
        feel::Value(feel::Context{
            {"cases", static_cast<std::int64_t>(note.rotation->cases)},
            {"ended", note.rotation->ended ? feel::Value(calendar::to_string(*note.rotation->ended))
                                           : feel::Value()}}));
  return context;
}

std::string reason_of(const service::RotationRecord& rotation) {
  const std::string cases = std::to_string(rotation.cases);
  if (rotation.ended)
    return std::string(localized({cases + " cases under a new master key",
                                  cases + " Vorgänge unter einen neuen Hauptschlüssel"}));
  return std::string(
      localized({cases + " cases under a new master key so far: not finished",
                 "bisher " + cases + " Vorgänge unter einen neuen Hauptschlüssel: nicht beendet"}));
}

std::string reason_of(const service::NoteView& note) {
  if (note.rotation) return reason_of(*note.rotation);
  if (!note.dropped) return note.reason;
  const service::DroppedRange& dropped = *note.dropped;
  const std::string cases = std::to_string(dropped.cases);
  const std::string range =
      service::to_string(dropped.first) + "-" + service::to_string(dropped.last);
  const std::string date = calendar::to_string(dropped.ended_before).substr(0, 10);
  return std::string(
      localized({"of " + range + " those that had ended before " + date + ": " + cases,
                 "von " + range + " die vor " + date + " beendeten: " + cases}));
}

feel::Context to_context(const service::HoldView& hold) {
  return {{"instance", service::to_string(hold.instance)},
          {"since", calendar::to_string(hold.since)},
          {"actor", text_or_null(hold.actor)},
          {"reason", text_or_null(hold.reason)}};
}

feel::Context to_context(const service::PersonCase& found) {
  feel::Values rows;
  for (const service::PersonRow& each : found.rows) {
    feel::Context row = cli::to_context(each.row);
    row.put("variables", feel::Value(each.variables));
    rows.push_back(feel::Value(std::move(row)));
  }
  feel::Context context = cli::to_context(found.instance);
  context.put("because", list_of(found.reasons));
  context.put("variables", feel::Value(found.variables));
  context.put("journal", feel::Value(std::move(rows)));
  return context;
}

template <typename View>
feel::Value list_of_own(const std::vector<View>& views) {
  feel::Values items;
  for (const View& view : views) items.push_back(feel::Value(to_context(view)));
  return feel::Value(std::move(items));
}

// Erase, hold and release differ in the request alone.
template <typename Request>
int run_on_instance(int argc, char** argv, const char* name, Text purpose, Text example) {
  std::string instance, reason;
  Options options(name, std::move(purpose));
  StoreOptions store(options, StoreOptions::People::Yes);
  options.operand("INSTANCE", instance, {"number of the case", "Nummer des Vorgangs"});
  options.option("--reason", reason, "TEXT",
                 {"why; kept in the journal for ever", "warum; bleibt für immer im Journal"});
  options.example("umlauf " + std::string(name) + " 17 --as a.dmin --reason '§ 17 DSGVO'",
                  std::move(example));
  if (const auto status = options.parse(argc, argv)) return *status;
  const auto key = instance_of(instance);
  if (!key) return fail(key.error());
  if (reason.empty()) return fail({"--reason is missing", "--reason fehlt"});
  if (const auto opened = store.open(); !opened) return fail(opened.error());
  const auto caller = store.caller();
  if (!caller) return fail(caller.error());
  const auto answer = store.engine().execute(Request{*key, reason}, *caller);
  if (!answer) return fail(answer.error());
  // What was deleted leaves the log.
  if (const auto done = store.store().maintain(); !done) return fail(done.error());
  if (store.json()) {
    print_json(feel::Value(feel::Context{{"instances", list_of(answer->instances)}}));
    return kExitOk;
  }
  for (const service::InstanceKey each : answer->instances)
    std::cout << service::to_string(each) << '\n';
  return kExitOk;
}

int run_retention(int argc, char** argv) {
  std::string process, keep;
  Options options("privacy retention",
                  {"how long ended cases are kept", "wie lange beendete Vorgänge bleiben"});
  StoreOptions store(options, StoreOptions::People::Yes);
  options.operand("PROCESS", process,
                  {"id of the process; without it all rules are listed",
                   "Id des Prozesses; ohne sie alle Regeln"},
                  false);
  options.operand("DURATION", keep, {"P10Y, P30D ..., or 'none'", "P10Y, P30D ..., oder 'none'"},
                  false);
  options.example("umlauf privacy retention hundesteuer-anmeldung P10Y",
                  {"'umlauf privacy sweep' erases what ended more than ten years ago",
                   "'umlauf privacy sweep' löscht, was vor mehr als zehn Jahren endete"});
  if (const auto status = options.parse(argc, argv)) return *status;
  if (!process.empty() && keep.empty()) return fail({"the duration is missing", "die Dauer fehlt"});
  if (const auto opened = store.open(); !opened) return fail(opened.error());
  if (!process.empty()) {
    const auto caller = store.caller();
    if (!caller) return fail(caller.error());
    const auto done = store.engine().execute(
        service::SetRetention{process, keep == "none" ? std::string() : keep}, *caller);
    return done ? kExitOk : fail(done.error());
  }
  const auto rules = store.engine().retention();
  if (!rules) return fail(rules.error());
  if (store.json()) {
    feel::Context context;
    for (const service::RetentionRule& rule : *rules)
      context.put(rule.process, feel::Value(rule.keep));
    print_json(feel::Value(std::move(context)));
    return kExitOk;
  }
  for (const service::RetentionRule& rule : *rules)
    std::cout << rule.process << "  " << rule.keep << '\n';
  return kExitOk;
}

int run_sweep(int argc, char** argv) {
  Options options("privacy sweep",
                  {"erase what is kept no longer", "löschen, was nicht länger bleibt"});
  StoreOptions store(options, StoreOptions::People::Yes);
  options.example("umlauf privacy sweep --as a.dmin",
                  {"names every case, and of those that stay why",
                   "nennt jeden Vorgang, und bei denen, die bleiben, warum"});
  if (const auto status = options.parse(argc, argv)) return *status;
  if (const auto opened = store.open(); !opened) return fail(opened.error());
  const auto caller = store.caller();
  if (!caller) return fail(caller.error());
  const auto swept = store.engine().sweep(*caller);
  if (!swept) return fail(swept.error());
  if (const auto done = store.store().maintain(); !done) return fail(done.error());
  feel::Values rows;
  for (const service::SweptInstance& each : *swept) {
    const std::string key = service::to_string(each.instance);
    if (store.json())
      rows.push_back(feel::Value(feel::Context{
          {"instance", key},
          {"erased", each.erased},
          {"refusal", text_or_null(each.erased ? std::string() : localized(each.refusal))}}));
    else
      std::cout << key << "  "
                << (each.erased ? std::string(localized("erased", "gelöscht"))
                                : localized(each.refusal))
                << '\n';
  }
  if (store.json()) print_json(feel::Value(feel::Context{{"instances", feel::Value(rows)}}));
  return kExitOk;
}

int run_log(int argc, char** argv) {
  bool holds = false;
  Options options("privacy log",
                  {"what was erased, held and released, and changes of the master key",
                   "was gelöscht, gesperrt und freigegeben wurde, Wechsel des Hauptschlüssels"});
  StoreOptions store(options, StoreOptions::People::No);
  options.flag("--holds", holds, {"only what is on hold now", "nur, was jetzt gesperrt ist"});
  options.example("umlauf privacy log", {"by whom, when and why", "von wem, wann und warum"});
  if (const auto status = options.parse(argc, argv)) return *status;
  if (const auto opened = store.open(); !opened) return fail(opened.error());
  const auto held = store.engine().holds();
  if (!held) return fail(held.error());
  const auto notes = store.engine().notes();
  if (!notes) return fail(notes.error());
  if (store.json()) {
    print_json(feel::Value(holds ? feel::Context{{"holds", list_of_own(*held)}}
                                 : feel::Context{{"notes", list_of_own(*notes)}}));
    return kExitOk;
  }
  Table table({std::string(localized("case", "Vorgang")), std::string(localized("time", "Zeit")),
               std::string(localized("what", "was")), std::string(localized("by", "von")),
               std::string(localized("why", "warum"))});
  if (holds) {
    for (const service::HoldView& hold : *held)
      table.add({service::to_string(hold.instance), shown_time(hold.since), "hold", hold.actor,
                 hold.reason});
  } else {
    for (const service::NoteView& note : *notes)
      table.add({case_of(note), shown_time(note.time), note.kind, note.actor, reason_of(note)});
  }
  table.print(std::cout);
  return kExitOk;
}

int run_export(int argc, char** argv) {
  std::string person, variable;
  Options options("privacy export", {"everything that is known of a person, as JSON",
                                     "alles, was über eine Person bekannt ist, als JSON"});
  StoreOptions store(options, StoreOptions::People::No);
  options.operand("PERSON", person,
                  {"a name, as it stands in variables, business keys, or as who acts",
                   "ein Name, wie er in Variablen, Vorgangsnamen oder als Handelnder steht"},
                  false);
  options.option(
      "--variable", variable, "NAME=VALUE",
      {"whoever has this value in this variable", "wer diesen Wert in dieser Variable hat"});
  options.example("umlauf privacy export 'Erika Mustermann' > auskunft.json",
                  {"every case that knows the name, with all it knows",
                   "jeder Vorgang, der den Namen kennt, mit allem, was er weiß"});
  if (const auto status = options.parse(argc, argv)) return *status;
  service::PersonQuery query;
  query.person = person;
  if (!variable.empty()) {
    auto entry = assignment_of(variable);
    if (!entry) return fail(entry.error());
    query.variable = std::move(*entry);
  }
  if (const auto opened = store.open(); !opened) return fail(opened.error());
  const auto cases = store.engine().personal_data(query);
  if (!cases) return fail(cases.error());
  print_json(feel::Value(feel::Context{{"person", text_or_null(person)},
                                       {"variable", text_or_null(variable)},
                                       {"cases", list_of_own(*cases)}}));
  return kExitOk;
}

}  // namespace

int run_privacy(int argc, char** argv) {
  const std::string action = argc > 1 ? argv[1] : "";
  if (action == "erase")
    return run_on_instance<service::EraseInstance>(
        argc - 1, argv + 1, "privacy erase",
        {"erase all that an ended case knows", "alles löschen, was ein beendeter Vorgang weiß"},
        {"the key of the case is deleted; the journal still verifies",
         "der Schlüssel des Vorgangs wird gelöscht; das Journal bleibt prüfbar"});
  if (action == "hold")
    return run_on_instance<service::HoldInstance>(
        argc - 1, argv + 1, "privacy hold",
        {"nothing may erase the case", "nichts darf den Vorgang löschen"},
        {"until 'umlauf privacy release'", "bis 'umlauf privacy release'"});
  if (action == "release")
    return run_on_instance<service::ReleaseInstance>(
        argc - 1, argv + 1, "privacy release", {"end a hold", "eine Sperre beenden"},
        {"the case may be erased again", "der Vorgang darf wieder gelöscht werden"});
  if (action == "retention") return run_retention(argc - 1, argv + 1);
  if (action == "sweep") return run_sweep(argc - 1, argv + 1);
  if (action == "log") return run_log(argc - 1, argv + 1);
  if (action == "export") return run_export(argc - 1, argv + 1);
  if (action == "new-key") return run_privacy_new_key(argc - 1, argv + 1);
  if (action == "rotate-key") return run_privacy_rotate_key(argc - 1, argv + 1);
  const bool help = action == "--help" || action == "-h";
  (help ? std::cout : std::cerr) << localized(
      "usage: umlauf privacy new-key FILE [--add]\n"
      "       umlauf privacy rotate-key\n"
      "       umlauf privacy erase|hold|release INSTANCE --reason TEXT\n"
      "       umlauf privacy retention [PROCESS DURATION]\n"
      "       umlauf privacy sweep\n"
      "       umlauf privacy log [--holds]\n"
      "       umlauf privacy export PERSON | --variable NAME=VALUE\n",
      "Aufruf: umlauf privacy new-key DATEI [--add]\n"
      "        umlauf privacy rotate-key\n"
      "        umlauf privacy erase|hold|release VORGANG --reason TEXT\n"
      "        umlauf privacy retention [PROZESS DAUER]\n"
      "        umlauf privacy sweep\n"
      "        umlauf privacy log [--holds]\n"
      "        umlauf privacy export PERSON | --variable NAME=WERT\n");
  return help ? kExitOk : kExitUsage;
}

}  // namespace umlauf::cli
