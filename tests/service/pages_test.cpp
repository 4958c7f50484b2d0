// How an instance lies in the rows of a store.
#include "engine/service/pages.hpp"

#include <gtest/gtest.h>

#include "adapters/memory/memory_store.hpp"
#include "engine/service/seal.hpp"
#include "tests/service/support.hpp"

namespace umlauf::service::test {
namespace {

class Pages : public testing::Test {
 protected:
  void SetUp() override {
    memory::MemoryStore store;
    ManualClock clock;
    const auto engine = Engine::open(store, clock).value();
    ASSERT_TRUE(engine->deploy({one_task()}));
    const auto key = engine->start({.process = "p", .variables = {{"name", "Erika"}}});
    stored_ = *store.load(key.value()).value();
    instance_ = decode_instance(stored_).value();
  }
  StoredInstance stored_;
  runtime::ProcessInstance instance_;
};

TEST_F(Pages, LieInTheHeadWithOneChecksumForAll) {
  const Bytes page = encode_page(instance_, 0);
  ASSERT_FALSE(page.empty());
  EXPECT_EQ(stored_.row.head, encode_head(instance_, &page));
  EXPECT_EQ(head_form(stored_.row.head), HeadForm::WithRecords);
  EXPECT_EQ(stored_.row.head.size(),
            encode_head(instance_, nullptr).size() + page.size() - kSealBytes);
  for (std::size_t i = 0; i < stored_.row.head.size(); ++i) {
    StoredInstance spoilt = stored_;
    spoilt.row.head[i] = static_cast<char>(spoilt.row.head[i] ^ 1);
    EXPECT_FALSE(decode_instance(spoilt).has_value()) << "byte " << i;
  }
}

// As it was written before: the page has a checksum of its own.
TEST_F(Pages, OfTheFormerFormAreRead) {
  StoredInstance former = stored_;
  former.row.head = encode_head(instance_, nullptr) + encode_page(instance_, 0);
  former.row.head[kSealBytes] = static_cast<char>(HeadForm::WithPage);
  seal(former.row.head);
  EXPECT_EQ(decode_instance(former).value(), instance_);
}

}  // namespace
}  // namespace umlauf::service::test
