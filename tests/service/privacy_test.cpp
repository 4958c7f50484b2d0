// Personal data: encrypted case by case, erased with their key, held, kept by rule, told.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "engine/service/audit.hpp"
#include "engine/service/pages.hpp"
#include "engine/service/vault.hpp"
#include "tests/service/office.hpp"

namespace umlauf::service {

void PrintTo(const Finding& finding, std::ostream* out) {
  *out << finding.instance.value() << ": " << finding.message.english;
}

namespace {

using tests::kDayMs;
using tests::Office;

SecretKey key_of(std::uint8_t first) {
  SecretKey key;
  key.bytes[0] = first;
  return key;
}

EngineOptions encrypting(std::uint8_t first = 7) {
  EngineOptions options;
  options.master_key = key_of(first);
  return options;
}

const Caller kAdministrator{"a.dmin", {}, true, {}};

class Privacy : public testing::Test {
 protected:
  InstanceKey ended(feel::Context variables = {}, const std::string& business_key = "") {
    const InstanceKey key = office_.start(std::move(variables), business_key);
    office_.finish(key);
    return key;
  }
  template <typename Request>
  Result<Answer> ask(InstanceKey key, const std::string& reason = "test",
                     const Caller& caller = kAdministrator) {
    return office_.engine().execute(Request{key, reason}, caller);
  }
  void expect_refusal(const Result<Answer>& answer, ErrorCode code, const std::string& message) {
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, code);
    EXPECT_NE(answer.error().message.english.find(message), std::string::npos)
        << answer.error().message.english;
  }
  void expect_sound() {
    EXPECT_EQ(check_store(office_.store(), key_of(7)).value().size(), 0U)
        << testing::PrintToString(check_store(office_.store(), key_of(7)).value());
    EXPECT_TRUE(verify_audit(office_.store()).value().findings.empty());
  }

  Office office_{encrypting()};
};

TEST(Cipher, OpensOnlyWhatWasEncryptedSo) {
  for (const std::string& text : {std::string(), std::string("x"), std::string(5000, 'y')}) {
    const Bytes bytes = encrypt(key_of(1), text, "place");
    EXPECT_NE(bytes, encrypt(key_of(1), text, "place")) << "the nonce is a new one";
    EXPECT_EQ(decrypt(key_of(1), bytes, "place"), text);
    EXPECT_FALSE(decrypt(key_of(2), bytes, "place"));
    EXPECT_FALSE(decrypt(key_of(1), bytes, "elsewhere"));
    for (std::size_t i = 0; i < bytes.size(); i += 13) {
      Bytes changed = bytes;
      changed[i] = static_cast<char>(changed[i] ^ 1);
      EXPECT_FALSE(decrypt(key_of(1), changed, "place"));
    }
    EXPECT_FALSE(decrypt(key_of(1), bytes.substr(0, bytes.size() - 1), "place"));
  }
  EXPECT_FALSE(decrypt(key_of(1), "", ""));
}

TEST(Cipher, IsThatOfNist) {
  // GCM test case 16 of McGrew and Viega, "The Galois/Counter Mode of Operation", appendix B.
  const auto hex = [](std::string_view digits) {
    std::string bytes;
    for (std::size_t i = 0; i < digits.size(); i += 2)
      bytes += static_cast<char>(std::stoi(std::string(digits.substr(i, 2)), nullptr, 16));
    return bytes;
  };
  const std::string key_bytes =
      hex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308");
  SecretKey key;
  std::copy(key_bytes.begin(), key_bytes.end(), key.bytes.begin());
  const std::string text = hex(
      "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6"
      "b525b16aedf5aa0de657ba637b39");
  const std::string encrypted =
      hex("cafebabefacedbaddecaf888"
          "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b10"
          "56828838"
          "c5f61e6393ba7a0abcc9f662"
          "76fc6ece0f4e1768cddf8853bb2d551b");
  EXPECT_EQ(decrypt(key, encrypted, hex("feedfacedeadbeeffeedfacedeadbeefabaddad2")), text);
}

TEST_F(Privacy, EverythingWorksAsBeforeAlsoAfterARestart) {
  const InstanceKey key = office_.start({{"name", "Erika Mustermann"}}, "HS-1");
  office_.complete(key, {{"betrag", 120}});
  office_.close();
  office_.open();
  EXPECT_EQ(office_.engine().variables(key).value(),
            (feel::Context{{"name", "Erika Mustermann"}, {"betrag", 120}}));
  EXPECT_EQ(office_.engine().instance(key).value().business_key, "HS-1");
  office_.complete(key, {{"gross", std::string(20'000, 'x')}});
  EXPECT_EQ(office_.engine().journal(key).value().size(), 3U);
  EXPECT_EQ(office_.engine().history(key).value().elements.size(), 4U);
  EXPECT_EQ(office_.engine().instance_at(key, {.time = {}, .sequence = 1}).value().variables,
            (feel::Context{{"name", "Erika Mustermann"}}));
  expect_sound();
}

TEST_F(Privacy, LargeValuesLieInEncryptedPages) {
  const InstanceKey key = office_.start({{"gross", "Mustermann" + std::string(20'000, 'x')}});
  const auto stored = office_.store().load(key).value();
  ASSERT_FALSE(stored->pages.empty());
  EXPECT_EQ(stored->pages[0].content.find("Mustermann"), std::string::npos);
  office_.close();
  office_.open();
  office_.finish(key);
  expect_sound();
  ASSERT_TRUE(ask<EraseInstance>(key));
  EXPECT_TRUE(office_.store().load(key).value()->pages.empty());
  expect_sound();
}

TEST_F(Privacy, NothingOfItStandsInTheFileInClear) {
  const InstanceKey key =
      office_.start({{"name", "Mustermann-Schmidt"}}, "", {"s.ecret", {}, false, {}});
  office_.complete(key, {{"kind", "Anna Mustermann-Schmidt"}});
  office_.close();
  for (const char* suffix : {"", "-wal"}) {
    std::ifstream file(office_.path() + suffix, std::ios::binary);
    std::stringstream content;
    content << file.rdbuf();
    EXPECT_EQ(content.str().find("Mustermann-Schmidt"), std::string::npos) << suffix;
    EXPECT_EQ(content.str().find("s.ecret"), std::string::npos) << suffix;
  }
  office_.open();
}

TEST_F(Privacy, ErasingLeavesAnAuditableJournalAndNothingToRead) {
  const InstanceKey key = ended({{"name", "Erika Mustermann"}}, "HS-1");
  const auto before = office_.store().journal(key, 1, 10).value();
  office_.engine().anchor().value();
  office_.wait(kDayMs);
  ASSERT_TRUE(ask<EraseInstance>(key, "§ 17 DSGVO"));
  office_.engine().anchor().value();
  for (int restart = 0; restart < 2; ++restart) {
    const InstanceView view = office_.engine().instance(key).value();
    EXPECT_TRUE(view.erased);
    EXPECT_EQ(view.business_key, "");
    EXPECT_EQ(view.process, "antrag");
    EXPECT_EQ(view.state, InstanceState::Completed);
    EXPECT_FALSE(office_.engine().variables(key));
    EXPECT_FALSE(office_.engine().history(key));
    EXPECT_FALSE(office_.engine().instance_at(key, {}));
    EXPECT_TRUE(office_.engine().snapshot(key).value().variables.size() == 0);
    InstanceQuery query;
    query.business_key = "HS-1";
    EXPECT_TRUE(office_.engine().instances(query).value().empty());
    const auto journal = office_.engine().journal(key).value();
    ASSERT_EQ(journal.size(), 4U);
    EXPECT_TRUE(journal[0].erased);
    EXPECT_EQ(journal[0].command, "start");
    EXPECT_TRUE(journal[0].events.empty());
    EXPECT_EQ(journal[3].command, "erase");
    EXPECT_EQ(journal[3].actor, "a.dmin");
    EXPECT_EQ(journal[3].reason, "§ 17 DSGVO");
    EXPECT_EQ(journal[3].time, office_.clock().now());
    expect_sound();
    office_.close();
    office_.open();
  }
  auto rows = office_.store().journal(key, 1, 10).value();
  rows.resize(before.size());
  EXPECT_EQ(rows, before) << "the journal itself is what it was";
  EXPECT_TRUE(office_.store().cells("case-key/", "", 10).value().empty());
  EXPECT_EQ(verify_audit(office_.store()).value().rows_open, 0U)
      << "the anchor knows the deletion record as well";
}

TEST_F(Privacy, ADeletedKeyIsOverwrittenInTheFile) {
  const auto key_cell = [this](InstanceKey key) {
    return office_.store().cells(Vault::key_cell_name(key), "", 1).value().at(0).content;
  };
  const auto is_in_the_file = [this](const std::string& bytes) {
    std::string all;
    for (const char* suffix : {"", "-wal"}) {
      std::ifstream file(office_.path() + suffix, std::ios::binary);
      all.append(std::istreambuf_iterator<char>(file), {});
    }
    return all.find(bytes) != std::string::npos;
  };
  std::vector<InstanceKey> cases;
  for (int i = 0; i < 100; ++i) cases.push_back(ended());
  std::vector<Bytes> keys;
  for (const InstanceKey key : cases) keys.push_back(key_cell(key));
  for (std::size_t i = 0; i < cases.size(); i += 2) ASSERT_TRUE(ask<EraseInstance>(cases[i]));
  ASSERT_TRUE(office_.store().maintain());
  office_.close();
  for (std::size_t i = 0; i < keys.size(); ++i) EXPECT_EQ(is_in_the_file(keys[i]), i % 2 == 1) << i;
  office_.open();
}

TEST_F(Privacy, ErasingTakesTheIdempotencyKeysAlong) {
  const InstanceKey key = office_.start({}, "", {"", {}, false, "erika-2026-01"});
  office_.finish(key);
  ASSERT_TRUE(ask<EraseInstance>(key));
  EXPECT_TRUE(office_.store().entries({.kind = EntryKind::Command}).value().empty());
  expect_sound();
}

TEST_F(Privacy, OnlyWhatHasEndedIsErasedAndOnlyOnce) {
  const InstanceKey key = office_.start();
  expect_refusal(ask<EraseInstance>(key), ErrorCode::State, "has not ended");
  office_.finish(key);
  expect_refusal(ask<EraseInstance>(key, "x", {"a.meier", {}, false, {}}), ErrorCode::Forbidden,
                 "only an administrator");
  ASSERT_TRUE(ask<EraseInstance>(key));
  expect_refusal(ask<EraseInstance>(key), ErrorCode::State, "have been erased");
  expect_refusal(ask<HoldInstance>(key), ErrorCode::State, "have been erased");
  expect_refusal(ask<EraseInstance>(InstanceKey(99'999)), ErrorCode::State, "there is no instance");
}

TEST_F(Privacy, AHoldKeepsFromErasingUntilItIsReleased) {
  const InstanceKey key = ended();
  ASSERT_TRUE(ask<HoldInstance>(key, "Widerspruch 4 K 12/26"));
  expect_refusal(ask<HoldInstance>(key), ErrorCode::State, "on hold already");
  expect_refusal(ask<EraseInstance>(key), ErrorCode::State, "is on hold");
  const auto holds = office_.engine().holds().value();
  ASSERT_EQ(holds.size(), 1U);
  EXPECT_EQ(holds[0].instance, key);
  EXPECT_EQ(holds[0].reason, "Widerspruch 4 K 12/26");
  expect_sound();
  office_.close();
  office_.open();
  expect_refusal(ask<EraseInstance>(key), ErrorCode::State, "is on hold");
  office_.wait(1);
  ASSERT_TRUE(ask<ReleaseInstance>(key, "rechtskräftig"));
  expect_refusal(ask<ReleaseInstance>(key), ErrorCode::State, "is not on hold");
  office_.wait(1);
  ASSERT_TRUE(ask<EraseInstance>(key));
  std::vector<std::string> kinds;
  for (const NoteView& note : office_.engine().notes().value()) kinds.push_back(note.kind);
  EXPECT_EQ(kinds, (std::vector<std::string>{"hold", "release", "erase"}));
  expect_sound();
}

TEST_F(Privacy, RetentionErasesWhatIsBeyondItAndSaysWhatStays) {
  const InstanceKey first = ended();
  const InstanceKey held = ended();
  office_.wait(40 * kDayMs);
  const InstanceKey second = ended();
  const InstanceKey live = office_.start();
  ASSERT_TRUE(ask<HoldInstance>(held));
  EXPECT_TRUE(office_.engine().sweep().value().empty()) << "there is no rule";
  EXPECT_FALSE(office_.engine().execute(SetRetention{"antrag", "10 Jahre"}));
  EXPECT_FALSE(office_.engine().execute(SetRetention{"nichts", "P1M"}));
  ASSERT_TRUE(office_.engine().execute(SetRetention{"antrag", "P1M"}));
  const auto swept = office_.engine().sweep().value();
  ASSERT_EQ(swept.size(), 2U);
  EXPECT_EQ(swept[0].instance, first);
  EXPECT_TRUE(swept[0].erased);
  EXPECT_EQ(swept[1].instance, held);
  EXPECT_FALSE(swept[1].erased);
  EXPECT_NE(swept[1].refusal.english.find("on hold"), std::string::npos);
  EXPECT_EQ(office_.engine().sweep().value().size(), 1U) << "what is erased is not met again";
  EXPECT_FALSE(office_.engine().instance(second).value().erased);
  EXPECT_FALSE(office_.engine().instance(live).value().erased);
  EXPECT_EQ(office_.engine().notes().value()[0].reason, "retention P1M");
  ASSERT_TRUE(office_.engine().execute(SetRetention{"antrag", ""}));
  EXPECT_TRUE(office_.engine().retention().value().empty());
  expect_sound();
}

TEST_F(Privacy, WithoutTheKeyAnEncryptedCaseIsOutOfReach) {
  const InstanceKey key = office_.start({{"name", "Erika"}}, "HS-1");
  office_.close();
  auto store = sqlite::SqliteStore::open(office_.path()).value();
  auto engine = Engine::open(*store, office_.clock()).value();
  EXPECT_EQ(engine->variables(key).error().code, ErrorCode::Forbidden);
  EXPECT_EQ(engine->journal(key).error().code, ErrorCode::Forbidden);
  EXPECT_EQ(engine->instance(key).value().business_key, "");
  EXPECT_EQ(engine->execute(SetVariables{key, {}, {}}).error().code, ErrorCode::Forbidden);
  EXPECT_TRUE(verify_audit(*store).value().findings.empty()) << "an audit needs no key";
  EXPECT_TRUE(check_store(*store).value().empty());
  const auto other = Engine::open(*store, office_.clock(), encrypting(8));
  ASSERT_FALSE(other);
  EXPECT_NE(other.error().message.english.find("another master key"), std::string::npos);
  office_.open();
}

TEST(PrivacyWithoutEncryption, CasesBegunInClearStayReadableAndCannotBeErased) {
  Office office;
  const InstanceKey clear = office.start({{"name", "Erika"}});
  office.finish(clear);
  EXPECT_NE(office.engine()
                .execute(EraseInstance{clear, "x"})
                .error()
                .message.english.find("without a key of its own"),
            std::string::npos);
  office.close();
  auto store = sqlite::SqliteStore::open(office.path()).value();
  auto engine = Engine::open(*store, office.clock(), encrypting()).value();
  EXPECT_EQ(engine->variables(clear).value(), (feel::Context{{"name", "Erika"}}));
  EXPECT_TRUE(check_store(*store, key_of(7)).value().empty());
}

TEST_F(Privacy, APersonIsFoundAsSubjectAndAsWhoActed) {
  const Caller meier{"a.meier", {}, false, {}};
  const InstanceKey about = office_.start(
      {{"antragsteller", feel::Value(feel::Context{{"name", "Erika Mustermann"}})}}, "", meier);
  const InstanceKey named = office_.start({}, "Erika Mustermann");
  office_.start({{"antragsteller", "Max"}});
  const auto subject = office_.engine().personal_data({.person = "Erika Mustermann"}).value();
  ASSERT_EQ(subject.size(), 2U);
  EXPECT_EQ(subject[0].instance.key, about);
  EXPECT_EQ(subject[0].reasons, (std::vector<std::string>{"variable antragsteller"}));
  EXPECT_NE(subject[0].variables.find("antragsteller"), nullptr);
  ASSERT_EQ(subject[0].rows.size(), 1U);
  EXPECT_NE(subject[0].rows[0].variables.find("antragsteller"), nullptr);
  EXPECT_EQ(subject[1].instance.key, named);
  EXPECT_EQ(subject[1].reasons, (std::vector<std::string>{"business key"}));

  const auto staff = office_.engine().personal_data({.person = "a.meier"}).value();
  ASSERT_EQ(staff.size(), 1U);
  EXPECT_EQ(staff[0].reasons, (std::vector<std::string>{"actor", "starter"}));
  EXPECT_EQ(staff[0].variables.size(), 0U) << "the case is not about the clerk";
  EXPECT_EQ(staff[0].rows[0].variables.size(), 0U);

  PersonQuery by_value;
  by_value.variable = feel::Entry{"antragsteller", feel::Value("Max")};
  EXPECT_EQ(office_.engine().personal_data(by_value).value().size(), 1U);
  EXPECT_FALSE(office_.engine().personal_data({}));

  office_.finish(about);
  ASSERT_TRUE(ask<EraseInstance>(about));
  EXPECT_EQ(office_.engine().personal_data({.person = "Erika Mustermann"}).value().size(), 1U);
}

}  // namespace
}  // namespace umlauf::service
