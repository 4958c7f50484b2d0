// The example of README.md compiles as it is printed, and does what it looks like.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "readme_example.hpp"
#include "tests/contract/stores.hpp"

TEST(ReadmeExample, StartsACaseAndDecidesIt) {
  std::ifstream file("examples/embed/urlaub.bpmn");
  const std::string model{std::istreambuf_iterator<char>(file), {}};
  const tests::TemporaryFolder folder;
  std::filesystem::current_path(folder.file("."));
  service::ManualClock clock(calendar::Instant{1'767'225'600'000});
  testing::internal::CaptureStdout();
  const Result<Done> first = decide(clock, model);
  const Result<Done> second = decide(clock, model);
  const std::string said = testing::internal::GetCapturedStdout();
  ASSERT_TRUE(first) << first.error().message.english;
  ASSERT_TRUE(second) << second.error().message.english;
  EXPECT_EQ(said,
            "to do: Antrag prüfen\n"
            "to do: Urlaub eintragen\n"
            "to do: Antrag prüfen\n");
}
