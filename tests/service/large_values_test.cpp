// Values of variables that lie in pages of their own: written once, not with every command.
#include <gtest/gtest.h>

#include "adapters/memory/memory_store.hpp"
#include "engine/service/pages.hpp"
#include "engine/service/seal.hpp"
#include "tests/service/support.hpp"

namespace umlauf::service::test {
namespace {

const Caller kClerk{"a.meier", {}, false, {}};
const Caller kAdministrator{"a.dmin", {}, true, {}};

// Says how much of an instance each commit has written, journal and index apart.
class MeasuringStore final : public StoreDecorator {
 public:
  using StoreDecorator::StoreDecorator;
  Result<Committed> commit(const Batch& batch) override {
    bytes = 0;
    values.clear();
    for (const InstanceWrite& write : batch.instances) bytes += write.row.head.size();
    for (const PageRow& page : batch.pages) {
      bytes += page.content.size();
      if (page.page >= kFirstValuePage) values.emplace_back(page.page, !page.content.empty());
    }
    return StoreDecorator::commit(batch);
  }
  std::size_t bytes = 0;
  std::vector<std::pair<std::uint64_t, bool>> values;  // pages of values: written or deleted
};

// s -> t -> u -> e, two user tasks.
Document two_tasks() {
  return document(R"(<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="t"/>)"
                  R"(<userTask id="t"/><sequenceFlow id="f2" sourceRef="t" targetRef="u"/>)"
                  R"(<userTask id="u"/><sequenceFlow id="f3" sourceRef="u" targetRef="e"/>)"
                  R"(<endEvent id="e"/>)");
}

const std::string kScan(100'000, 'x');
using Written = std::vector<std::pair<std::uint64_t, bool>>;

class LargeValuesTest : public testing::Test {
 protected:
  void open(bool encrypted) {
    // A cache of nothing: everything is read back before it is used again.
    if (!encrypted) options_.cache_bytes_max = 0;
    SecretKey key;
    key.bytes[0] = 7;
    if (encrypted) options_.master_key = key;
    engine_ = Engine::open(store_, clock_, options_).value();
    ASSERT_TRUE(engine_->deploy({two_tasks()}));
    key_ =
        engine_->start({.process = "p", .variables = {{"scan", kScan}, {"name", "Erika"}}}).value();
  }
  void set(feel::Context variables) {
    ASSERT_TRUE(
        engine_->execute(SetVariables{.instance = key_, .variables = std::move(variables)}));
  }
  void complete() {
    const ElementReference task = engine_->tasks().value().tasks.at(0).key;
    ASSERT_TRUE(engine_->claim_task(task, kClerk));
    EXPECT_LT(store_.bytes, 1000U);
    ASSERT_TRUE(engine_->complete_task(task, {{"seen", true}}, kClerk));
    EXPECT_LT(store_.bytes, 1000U);
  }
  void expect_sound() {
    for (const Finding& finding : check_store(memory_, options_.master_key).value())
      ADD_FAILURE() << finding.message.english;
  }

  memory::MemoryStore memory_;
  MeasuringStore store_{memory_};
  ManualClock clock_;
  EngineOptions options_;
  std::unique_ptr<Engine> engine_;
  InstanceKey key_;
};

class AnyLargeValues : public LargeValuesTest, public testing::WithParamInterface<bool> {
 protected:
  void SetUp() override { open(GetParam()); }
};

TEST_P(AnyLargeValues, AreWrittenWhereTheyHaveChangedOnly) {
  EXPECT_EQ(store_.values, (Written{{kFirstValuePage, true}}));
  EXPECT_GT(store_.bytes, kScan.size());
  complete();
  set({{"name", "Emma"}});
  EXPECT_LT(store_.bytes, 1000U) << "another variable of the same scope";
  EXPECT_EQ(engine_->variables(key_).value().find("scan")->string()->size(), kScan.size());

  set({{"scan", kScan + "!"}});
  EXPECT_EQ(store_.values, (Written{{kFirstValuePage, false}, {kFirstValuePage + 1, true}}));
  set({{"plan", feel::Value(feel::Values(500, feel::Value(1)))}});
  EXPECT_EQ(store_.values, (Written{{kFirstValuePage + 2, true}}));
  set({{"scan", "gone"}});
  EXPECT_EQ(store_.values, (Written{{kFirstValuePage + 1, false}}));
  expect_sound();
  complete();
  const auto variables = engine_->variables(key_).value();
  EXPECT_EQ(*variables.find("scan"), feel::Value("gone"));
  EXPECT_EQ(variables.find("plan")->list()->size(), 500U);
  expect_sound();
}

TEST_P(AnyLargeValues, AreReadByTheNextEngine) {
  engine_ = Engine::open(store_, clock_, options_).value();
  complete();
  engine_ = Engine::open(store_, clock_, options_).value();
  EXPECT_EQ(*engine_->variables(key_).value().find("scan"), feel::Value(kScan));
  set({{"scan", "x"}, {"plan", kScan}});
  EXPECT_EQ(store_.values, (Written{{kFirstValuePage, false}, {kFirstValuePage + 1, true}}));
  expect_sound();
}

INSTANTIATE_TEST_SUITE_P(Encrypted, AnyLargeValues, testing::Bool());

TEST_F(LargeValuesTest, GoWithTheirCase) {
  open(true);
  complete();
  complete();
  EXPECT_FALSE(memory_.load(key_).value()->pages.empty());
  ASSERT_TRUE(engine_->execute(EraseInstance{key_, "test"}, kAdministrator));
  EXPECT_TRUE(memory_.load(key_).value()->pages.empty());
  expect_sound();
}

TEST_F(LargeValuesTest, ThatAreDamagedOrMissingOrTooManyAreDamage) {
  open(false);
  const StoredInstance stored = *memory_.load(key_).value();
  ASSERT_EQ(stored.pages.size(), 1U);
  ASSERT_TRUE(decode_instance(stored).has_value());
  const auto expect_damaged = [](const StoredInstance& spoilt, const char* what) {
    const auto decoded = decode_instance(spoilt);
    ASSERT_FALSE(decoded.has_value()) << what;
    EXPECT_EQ(decoded.error().code, ErrorCode::Damaged);
  };
  StoredInstance spoilt = stored;
  spoilt.pages[0].content.back() ^= 1;
  expect_damaged(spoilt, "a flipped bit");
  spoilt.pages[0].content = stored.pages[0].content + "x";
  seal(spoilt.pages[0].content);
  expect_damaged(spoilt, "more than a value");
  spoilt.pages[0] = stored.pages[0];
  ++spoilt.pages[0].page;
  expect_damaged(spoilt, "another place");
  spoilt.pages.clear();
  expect_damaged(spoilt, "missing");
  spoilt.pages = {stored.pages[0], stored.pages[0]};
  ++spoilt.pages[1].page;
  expect_damaged(spoilt, "one that nobody asks for");
}

}  // namespace
}  // namespace umlauf::service::test
