#include "engine/base/encoding.hpp"

#include <gtest/gtest.h>

namespace umlauf {
namespace {

using namespace std::string_view_literals;

TEST(Encoding, Base64IsThatOfTheRfc) {
  // RFC 4648 §10.
  for (const auto& [bytes, text] : {std::pair{""sv, ""sv},
                                    {"f"sv, "Zg=="sv},
                                    {"fo"sv, "Zm8="sv},
                                    {"foo"sv, "Zm9v"sv},
                                    {"foob"sv, "Zm9vYg=="sv},
                                    {"fooba"sv, "Zm9vYmE="sv},
                                    {"foobar"sv, "Zm9vYmFy"sv},
                                    {"\0\xff\xfe"sv, "AP/+"sv}}) {
    EXPECT_EQ(to_base64(bytes), text);
    EXPECT_EQ(from_base64(text), bytes);
  }
}

TEST(Encoding, RefusesWhatIsNoBase64) {
  for (const auto text : {"Z"sv, "Zg="sv, "Zg==Zg=="sv, "Z=g="sv, "===="sv, "Zm 9v"sv, "Zh=="sv,
                          "Zm9="sv, "Zg==\n"sv, "Zm9-"sv})
    EXPECT_FALSE(from_base64(text)) << text;
}

TEST(Encoding, HexGoesThereAndBack) {
  EXPECT_EQ(to_hex("\0\x1f\xff"sv), "001fff");
  EXPECT_EQ(from_hex("001FfF"), "\0\x1f\xff"sv);
  EXPECT_FALSE(from_hex("0"));
  EXPECT_FALSE(from_hex("0g"));
}

}  // namespace
}  // namespace umlauf
