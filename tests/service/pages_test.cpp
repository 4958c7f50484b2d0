// How an instance lies in the rows of a store.
#include "engine/service/pages.hpp"

#include <gtest/gtest.h>

#include "adapters/memory/memory_store.hpp"
#include "engine/base/encoding.hpp"
#include "engine/runtime/step.hpp"
#include "engine/service/journal.hpp"
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
    instance_ = decode_instance(stored_).value().state;
  }
  StoredInstance stored_;
  runtime::ProcessInstance instance_;
};

TEST_F(Pages, LieInTheHeadWithOneChecksumForAll) {
  const Bytes page = encode_page(instance_, 0, {});
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
  former.row.head = encode_head(instance_, nullptr) + encode_page(instance_, 0, {});
  former.row.head[kSealBytes] = static_cast<char>(HeadForm::WithPage);
  seal(former.row.head);
  EXPECT_EQ(decode_instance(former).value().state, instance_);
}

// Head and first journal row of a case as they were written when all members of a record were.
constexpr std::string_view kDenseHead =
    "457FCECB042701E807020777616974696E67010B48532D323032362D393937000000000000BECF9598C5680003"
    "01BF0101010000000100000906616D6F756E7403E0030463697479050B3531313437204BC3B66C6E04646F6773"
    "030405656D61696C051C6572696B612E6D75737465726D616E6E406578616D706C652E6F7267046E616D650510"
    "4572696B61204D75737465726D616E6E0772656475636564010672656D61726B051674776F20646F6773206F66"
    "206F6E65206C69747465720573696E6365050A323032362D30312D313506737472656574050F48656964657374"
    "7261C39F6520313701000000000002220102010201010000000300000106636C65726B730000000064BECF9598"
    "C568000000";
constexpr std::string_view kDenseRow =
    "0100000000010F00E807020777616974696E67010B48532D323032362D393937000000000000BECF9598C56800"
    "010401000000010000010000000C0106616D6F756E7403E0030C010463697479050B3531313437204BC3B66C6E"
    "0C0104646F677303040C0105656D61696C051C6572696B612E6D75737465726D616E6E406578616D706C652E6F"
    "72670C01046E616D6505104572696B61204D75737465726D616E6E0C010772656475636564010C010672656D61"
    "726B051674776F20646F6773206F66206F6E65206C69747465720C010573696E6365050A323032362D30312D31"
    "350C0106737472656574050F486569646573747261C39F6520313705010108010402010201010000000F020300"
    "000106636C65726B730000000064BECF9598C56800";

TEST(DenseRecords, AreReadAndWrittenInFewerBytes) {
  StoredInstance stored;
  stored.row = {InstanceKey(1000), 1, DefinitionKey(2), from_hex(kDenseHead).value()};
  const JournalRow row{InstanceKey(1000), 1, {1'795'992'761'311}, from_hex(kDenseRow).value()};
  const auto decoded = decode_instance(stored);
  ASSERT_TRUE(decoded.has_value());
  const auto entry = decode_journal_row(row, nullptr);
  ASSERT_TRUE(entry.has_value());
  runtime::ProcessInstance folded;
  for (const runtime::Event& event : entry->events) runtime::evolve(folded, event);
  EXPECT_EQ(folded, decoded->state);
  EXPECT_EQ(folded.header.business_key, "HS-2026-997");
  EXPECT_EQ(folded.header.started.milliseconds, 1'795'992'761'311);
  EXPECT_EQ(folded.process_scope().variables.size(), 9U);

  const Bytes page = encode_page(folded, 0, {});
  EXPECT_LE(encode_head(folded, &page).size() + 20, stored.row.head.size());
  Bytes content;
  append_journal_content(content, {}, 0, entry->events);
  EXPECT_LE(content.size() + 20, row.content.size());
}

}  // namespace
}  // namespace umlauf::service::test
