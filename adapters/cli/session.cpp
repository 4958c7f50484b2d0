#include "adapters/cli/session.hpp"

#include <map>

#include "adapters/cli/answers.hpp"
#include "adapters/cli/deployment_files.hpp"
#include "adapters/cli/session_state.hpp"
#include "engine/calendar/timer.hpp"
#include "engine/feel/json.hpp"

namespace umlauf::cli {
namespace {

constexpr const char* kDefaultZone = "Europe/Berlin";

Result<calendar::Instant> instant_of(const std::string& text) {
  const auto date_time = calendar::DateTime::parse(text);
  const auto instant = date_time && !date_time->time.zone.is_local()
                           ? calendar::to_instant(*date_time, calendar::Zone::utc())
                           : std::nullopt;
  if (!instant)
    return error(ErrorCode::Request, "'" + text + "' is no time like 2026-01-01T00:00:00Z",
                 "'" + text + "' ist keine Zeit wie 2026-01-01T00:00:00Z");
  return *instant;
}

}  // namespace

Session::State::State() {
  // 2026-01-01T00:00:00Z. On an empty store in memory, opening cannot fail.
  UMLAUF_ASSERT(open(calendar::Instant{1'767'225'600'000}, kDefaultZone).has_value());
}

Result<Done> Session::State::open(calendar::Instant now, const std::string& time_zone) {
  const auto named = calendar::Zone::named(time_zone);
  if (!named)
    return error(ErrorCode::Request, "there is no time zone '" + time_zone + "'",
                 "es gibt keine Zeitzone '" + time_zone + "'");
  own_engine.reset();
  own_store = std::make_unique<memory::MemoryStore>();
  zone = *named;
  own_clock.set(now);
  service::EngineOptions options;
  options.time_zone = time_zone;
  UMLAUF_TRY(own_engine, service::Engine::open(*own_store, own_clock, options));
  engine = own_engine.get();
  clock = &own_clock;
  return Done{};
}

Session::State::State(service::Engine& used_engine, service::Clock& used_clock)
    : engine(&used_engine),
      clock(&used_clock),
      zone(calendar::Zone::named(kDefaultZone).value_or(calendar::Zone::utc())) {}

Result<feel::Context> Session::State::reset(const RequestReader& request) {
  if (own_engine == nullptr)
    return error(ErrorCode::Request, "reset is for an engine in memory",
                 "reset gibt es nur für eine Engine im Arbeitsspeicher");
  calendar::Instant now{1'767'225'600'000};
  UMLAUF_TRY(const std::string text, request.text_or_empty("now"));
  if (!text.empty()) {
    UMLAUF_TRY(now, instant_of(text));
  }
  UMLAUF_TRY(std::string time_zone, request.text_or_empty("timezone"));
  if (time_zone.empty()) time_zone = kDefaultZone;
  UMLAUF_CHECK(open(now, time_zone));
  return feel::Context();
}

Result<feel::Context> Session::State::deploy(const RequestReader& request) {
  UMLAUF_TRY(const std::vector<std::string> files, request.texts("files"));
  UMLAUF_TRY(const std::string verify, request.text_or_empty("verify"));
  UMLAUF_TRY(service::Deploy wanted, read_deployment(files));
  if (!verify.empty()) {
    UMLAUF_TRY(wanted.verify, verify_mode(verify));
  }
  if (wanted.organisation == nullptr) wanted.organisation = organisation;
  UMLAUF_TRY(const service::Answer answer, engine->execute(std::move(wanted)));
  return to_context(answer.deployment);
}

Result<feel::Context> Session::State::advance(const RequestReader& request) {
  UMLAUF_TRY(const std::string by, request.text_or_empty("by"));
  UMLAUF_TRY(const std::string to, request.text_or_empty("to"));
  if (own_engine == nullptr) {
    if (!by.empty() || !to.empty())
      return error(ErrorCode::Request, "the clock on the wall cannot be moved",
                   "die Uhr an der Wand lässt sich nicht stellen");
    UMLAUF_TRY(const std::vector<service::FiredTimer> due, engine->fire_timers(clock->now()));
    return feel::Context{{"fired", list_of_views(due)}};
  }
  if (by.empty() == to.empty())
    return error(ErrorCode::Request, "advance takes either 'by' or 'to'",
                 "advance braucht entweder 'by' oder 'to'");
  calendar::Instant target = clock->now();
  if (!to.empty()) {
    UMLAUF_TRY(target, instant_of(to));
  } else {
    const auto period = calendar::Period::parse(by);
    const auto moved = period ? calendar::add(target, *period, 1, zone) : std::nullopt;
    if (!moved)
      return error(ErrorCode::Request, "'" + by + "' is no duration like P14D or PT1H",
                   "'" + by + "' ist keine Dauer wie P14D oder PT1H");
    target = *moved;
  }
  if (target < clock->now())
    return error(ErrorCode::Request, "the clock does not go backwards",
                 "die Uhr geht nicht rückwärts");
  UMLAUF_TRY(const std::vector<service::FiredTimer> fired, engine->fire_timers(target, true));
  own_clock.set(target);
  return feel::Context{{"fired", list_of_views(fired)}};
}

Session::Session() : state_(std::make_unique<State>()) {}
Session::Session(service::Engine& engine, service::Clock& clock)
    : state_(std::make_unique<State>(engine, clock)) {}
Session::~Session() = default;

service::Engine& Session::engine() { return *state_->engine; }

service::Store* Session::own_store() { return state_->own_store.get(); }

calendar::Instant Session::now() const { return state_->clock->now(); }

calendar::Zone Session::zone() const { return state_->zone; }

void Session::set_organisation(organisation::Organisation organisation) {
  state_->organisation =
      std::make_shared<const organisation::Organisation>(std::move(organisation));
}

Result<feel::Context> Session::carry_out(const feel::Value& request) {
  using Operation = Result<feel::Context> (State::*)(const RequestReader&);
  static const std::map<std::string, Operation, std::less<>> operations{
      {"reset", &State::reset},
      {"deploy", &State::deploy},
      {"advance", &State::advance},
      {"start", &State::start},
      {"complete", &State::complete},
      {"trigger", &State::trigger},
      {"job", &State::job},
      {"correlate", &State::correlate},
      {"signal", &State::signal},
      {"set_variables", &State::set_variables},
      {"evaluate_start_conditions", &State::evaluate_start_conditions},
      {"incident", &State::incident},
      {"modify", &State::modify},
      {"migrate", &State::migrate},
      {"suspend", &State::suspend},
      {"resume", &State::resume},
      {"cancel", &State::cancel},
      {"state", &State::state},
      {"history", &State::history},
      {"variables", &State::variables},
  };
  const RequestReader reader(request);
  if (!request.is_context())
    return error(ErrorCode::Request, "a request is an object", "eine Anfrage ist ein Objekt");
  UMLAUF_TRY(const std::string op, reader.text("op"));
  const auto found = operations.find(op);
  if (found == operations.end())
    return error(ErrorCode::Request, "there is no operation '" + op + "'",
                 "es gibt keine Operation '" + op + "'");
  try {
    return (state_.get()->*found->second)(reader);
  } catch (const std::exception& exception) {
    return error(ErrorCode::Internal, exception.what(), exception.what());
  }
}

feel::Context Session::answer(const feel::Value& request) {
  feel::Context answer;
  const feel::Value* id = request.member("id");
  answer.put("id", id ? *id : feel::Value());
  const Result<feel::Context> result = carry_out(request);
  if (result) answer.put("ok", true);
  for (const feel::Entry& entry : result ? *result : failure(result.error()))
    answer.put(entry.name, entry.value);
  return answer;
}

std::string Session::answer_line(std::string_view line) {
  const Result<feel::Value> request = feel::from_json(line);
  if (request) return feel::to_json(feel::Value(answer(*request)));
  Error failed = request.error();
  failed.code = ErrorCode::Request;
  const std::optional<Decimal> id = id_in(line);
  feel::Context answer{{"id", id ? feel::Value(*id) : feel::Value()}};
  for (const feel::Entry& entry : failure(failed)) answer.put(entry.name, entry.value);
  return feel::to_json(feel::Value(std::move(answer)));
}

}  // namespace umlauf::cli
