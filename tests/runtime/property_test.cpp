#include <gtest/gtest.h>

#include <random>
#include <string>

#include "engine/dmn/decision_model.hpp"
#include "engine/dmn/read.hpp"
#include "tests/runtime/random_model.hpp"
#include "tests/runtime/support.hpp"

// Random models and random commands. What must hold after every single command (the events rebuild
// the state, nothing waits in a dead scope, a refused command changes nothing ...) is checked by
// the fixture.
namespace umlauf::runtime::test {
namespace {

// What random models decide.
class RandomDecisions final : public Decisions {
 public:
  RandomDecisions()
      : model_(*dmn::DecisionModel::link(
            {std::move(dmn::read(kRandomDecision, "random.dmn")->definitions)})) {}

  Result<DecisionAnswer> evaluate(const DecisionRequest& request,
                                  const feel::Environment& variables) const override {
    const auto decision = model_.find_decision_by_id(request.decision);
    if (!decision) return error(ErrorCode::State, "there is none", "es gibt keine");
    const feel::Value* n = variables.lookup(0, "n");
    DecisionAnswer answer;
    answer.value = model_.evaluate(*decision, {{"n", n == nullptr ? feel::Value() : *n}}).value;
    answer.version = 1;
    return answer;
  }

 private:
  dmn::DecisionModel model_;
};

// By an event where the model has no plain start, otherwise without.
std::string start(Fixture& fixture, std::mt19937_64& random) {
  const auto events = start_subscriptions(*fixture.definition);
  Variables variables{{"n", static_cast<std::int64_t>(random() % 4)},
                      {"items", random_items(random)}};
  if (events.empty()) return fixture.start(std::move(variables));
  return fixture.start_by(events[random() % events.size()], std::move(variables));
}

// A called process ends, by itself or otherwise, or escalates.
std::string end_call(Fixture& fixture, std::mt19937_64& random, ElementKey key) {
  const auto& call = std::get<Shared<Call>>(fixture.instance.find(key)->payload);
  if (random() % 4 == 0) return fixture.run(CalledProcessEscalated{key, call->child, "c1", {}});
  CalledProcessEnded ended;
  ended.element = key;
  ended.child = call->child;
  const std::uint64_t how = random() % 6;
  ended.by_error = how == 0;
  ended.cancelled = how == 1;
  if (how <= 1) ended.state = InstanceState::Terminated;
  if (how == 0) ended.error_code = "r1";
  return fixture.run(std::move(ended));
}

// A person completes the task, or somebody hands it over or changes it.
std::string do_task(Fixture& fixture, std::mt19937_64& random, ElementKey key) {
  switch (random() % 8) {
    case 0:
      return fixture.run(ClaimTask{key, "mila"});
    case 1:
      return fixture.run(UnclaimTask{key});
    case 2:
      return fixture.run(
          UpdateTask{key, {}, {}, static_cast<std::int64_t>(random() % 100), {}, {}});
    default:
      return fixture.run(
          CompleteTask{key, {{"n", static_cast<std::int64_t>(random() % 4)}}, false});
  }
}

// What a worker does with its job, or the engine with its own.
std::string do_job(Fixture& fixture, std::mt19937_64& random, ElementKey key) {
  if (!is_for_worker(std::get<Shared<Job>>(fixture.instance.find(key)->payload)->kind))
    return fixture.run(ContinueAsync{key});
  switch (random() % 8) {
    case 6:
      return fixture.run(LockJob{key, "w", calendar::Instant{1'000}});
    case 7:
      return fixture.run(SetJobRetries{key, 2});
    case 0:
      return fixture.run(ThrowJobError{key, "r1", "", {}, ""});
    case 1:
      return fixture.run(ThrowJobEscalation{key, "c1", {}, ""});
    case 2: {
      FailJob failed;
      failed.element = key;
      failed.retries = static_cast<std::uint32_t>(random() % 2);
      return fixture.run(std::move(failed));
    }
    default:
      return fixture.run(CompleteJob{key, {{"n", static_cast<std::int64_t>(random() % 4)}}, ""});
  }
}

// To itself: everything has its place there, so it cannot be refused.
void migrate(Fixture& fixture) {
  fixture.context.target = fixture.definition.get();
  EXPECT_EQ(fixture.run(Migrate{DefinitionKey(1), 1, {}}), "");
  fixture.context.target = nullptr;
}

// Something that could be done now, or something that cannot.
std::string random_command(Fixture& fixture, std::mt19937_64& random) {
  std::vector<ElementKey> keys;
  fixture.instance.for_each([&](const ElementInstance& record) { keys.push_back(record.key); });
  const ElementKey key = keys[random() % keys.size()];
  const ElementInstance& record = *fixture.instance.find(key);
  const std::int64_t number = static_cast<std::int64_t>(random() % 4);
  if (random() % 10 == 0)
    return fixture.run(SetVariables{{}, {{"n", number}, {"items", random_items(random)}}, false});
  if (random() % 40 == 0) return fixture.run(CompleteTask{ElementKey(random() % 500), {}, false});
  if (random() % 60 == 0) return fixture.run(Modify{{key}, {}, {}, {}});
  if (random() % 60 == 0) migrate(fixture);
  if (random() % 60 == 0) return fixture.run(RemoveVariables{{}, {"other"}});
  if (fixture.instance.header.suspended && random() % 2 == 0) return fixture.run(ResumeInstance{});
  if (random() % 60 == 0) return fixture.run(SuspendInstance{});
  if (random() % 60 == 0 && !fixture.definition->flows.empty()) {
    const FlowIndex flow(random() % fixture.definition->flows.size());
    const NodeIndex node(random() % fixture.definition->nodes.size());
    return random() % 2 ? fixture.run(Modify{{}, {}, {}, {{flow, {}}}})
                        : fixture.run(Modify{{}, {}, {{node, {}}}, {}});
  }
  if (random() % 60 == 0) {
    const NodeIndex node(random() % fixture.definition->nodes.size());
    return fixture.run(Modify{{}, {{node, {}, {}}}, {}, {}});
  }
  if (fixture.instance.header.has_ended() || fixture.instance.find(key) == nullptr) return {};
  if (record.incident)
    return random() % 2 ? fixture.run(RetryIncident{key}) : fixture.run(ResolveIncident{key, {}});
  if (std::holds_alternative<Shared<UserTask>>(record.payload))
    return do_task(fixture, random, key);
  if (std::holds_alternative<Shared<Job>>(record.payload)) return do_job(fixture, random, key);
  if (std::holds_alternative<Shared<Call>>(record.payload)) return end_call(fixture, random, key);
  if (std::holds_alternative<ReceiveWait>(record.payload))
    return fixture.run(TriggerElement{key, {}});
  const auto* timer = std::get_if<Timer>(&record.payload);
  if (timer != nullptr && random() % 3 != 0) return {};
  if (!record.node.valid()) return {};
  if (std::holds_alternative<ScopeState>(record.payload))
    return random() % 20 == 0 ? fixture.run(TriggerElement{key, {}}) : std::string();
  const bool waits = timer != nullptr ||
                     std::holds_alternative<Shared<MessageSubscription>>(record.payload) ||
                     std::holds_alternative<SignalSubscription>(record.payload);
  return waits ? fixture.trigger((*fixture.definition)[record.node].id) : std::string();
}

// How many of the models have ended.
std::size_t run_models(std::uint64_t seed, std::uint64_t count, bool structured) {
  std::size_t ended = 0;
  const RandomDecisions decisions;
  for (std::uint64_t run = 0; run < count; ++run) {
    std::mt19937_64 random(seed + run);
    RandomModel model(random, {.calls = true});
    const std::string elements = structured ? model.structured() : model.unstructured();
    SCOPED_TRACE("seed " + std::to_string(seed + run) + "\n" + elements);
    Fixture fixture(process(elements, kRandomRoots));
    if (::testing::Test::HasFailure()) return ended;
    fixture.limits.transitions_max = 1'000;
    fixture.context.decisions = &decisions;
    const std::string refused = start(fixture, random);
    if (!refused.empty()) {
      EXPECT_NE(refused.find("transitions"), std::string::npos) << refused;
      continue;  // runs in a circle without ever waiting
    }
    for (int i = 0; i < 120 && !fixture.instance.header.has_ended(); ++i) {
      random_command(fixture, random);
      if (::testing::Test::HasFailure()) return ended;
    }
    ended += fixture.instance.header.has_ended() ? 1 : 0;
  }
  return ended;
}

TEST(PropertyTest, EveryCommandOnStructuredModelsKeepsWhatMustHold) {
  const std::uint64_t count = number_of_cases(150);
  const std::size_t ended = run_models(first_seed(20260105), count, true);
  EXPECT_GT(ended, count / 5) << "the models are too hard to finish: the test shows little";
}

TEST(PropertyTest, EveryCommandOnUnstructuredModelsKeepsWhatMustHold) {
  const std::uint64_t count = number_of_cases(200);
  const std::size_t ended = run_models(first_seed(70260105), count, false);
  EXPECT_GT(ended, count / 10) << "the models are too hard to finish: the test shows little";
}

}  // namespace
}  // namespace umlauf::runtime::test
