// The protocol of `umlauf dmn serve`: one answer line for each request line, whatever it is.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>
#include <vector>

#include "adapters/cli/dmn_serve.hpp"

namespace umlauf::cli {
namespace {

// A folder of its own for the models of one test.
class DmnServe : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() /
              ("umlauf_dmn_serve_" + std::to_string(::getpid()) + "_" +
               ::testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::create_directories(folder_);
    write("a.dmn", kModel);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string path(const std::string& name) const { return (folder_ / name).string(); }

  void write(const std::string& name, const std::string& content) {
    std::ofstream(folder_ / name) << content;
  }

  static std::string document(const std::string& content, const std::string& name_space) {
    return "<definitions xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\" name=\"m\" "
           "namespace=\"" +
           name_space + "\">" + content + "</definitions>";
  }
  static std::string decision(const std::string& name, const std::string& text) {
    return "<decision id=\"" + name + "\" name=\"" + name + "\"><variable name=\"" + name +
           "\"/><informationRequirement><requiredInput href=\"#x\"/></informationRequirement>"
           "<literalExpression><text>" +
           text + "</text></literalExpression></decision>";
  }

  std::string answers(const std::string& requests, const DmnServeOptions& options = {}) {
    std::istringstream in(requests);
    std::ostringstream out;
    EXPECT_EQ(dmn_serve(in, out, options), 0);
    return out.str();
  }
  std::string request(const std::string& members) {
    return "{\"id\":1,\"model\":\"" + path("a.dmn") + "\"," + members + "}\n";
  }

  const std::string kModel =
      document("<inputData id=\"x\" name=\"x\"><variable name=\"x\"/></inputData>" +
                   decision("same", "x") + decision("ratio", "1 / x") + decision("broken", "1 +") +
                   decision("endless", "count(for i in 1..100000000 return i)") +
                   "<businessKnowledgeModel id=\"k\" name=\"deeper\"><encapsulatedLogic>"
                   "<formalParameter name=\"n\"/><literalExpression><text>deeper(n + 1)</text>"
                   "</literalExpression></encapsulatedLogic></businessKnowledgeModel>"
                   "<decisionService id=\"s\" name=\"service\"><outputDecision href=\"#same\"/>"
                   "<inputData href=\"#x\"/></decisionService>",
               "urn:a");
  std::filesystem::path folder_;
};

TEST_F(DmnServe, ValuesComeBackAsTheyWent) {
  for (const char* value :
       {"null", "true", "0.1", "-12.50", "1234567890123456789012345678901234", "1.5E+40",
        "\"a\\\"b\\\\\\n\"", "\"\xF0\x9F\x90\x8E\"", "[1,[2,null]]", "{\"a\":1,\"b c\":{}}",
        R"({"@type":"date","value":"2024-01-31"})",
        R"({"@type":"time","value":"10:30:00.5+01:00"})",
        R"({"@type":"date and time","value":"2024-01-31T10:30:00@Europe/Berlin"})",
        R"({"@type":"days and time duration","value":"-P1DT2H30M0.5S"})",
        R"({"@type":"years and months duration","value":"P1Y2M"})",
        R"({"@type":"range","start":1,"startIncluded":true,"end":null,"endIncluded":false})",
        R"({"@type":"context","value":{"@type":"x"}})"})
    EXPECT_EQ(
        answers(request("\"decision\":\"same\",\"inputs\":{\"x\":" + std::string(value) + "}")),
        "{\"id\":1,\"result\":" + std::string(value) + "}\n");
}

TEST_F(DmnServe, EveryRequestHasOneAnswer) {
  struct Case {
    std::string request, expected;
  };
  const std::string other = "\"model\":\"" + path("none.dmn") + "\",\"decision\":\"same\"";
  const Case cases[] = {
      {"\n", "\"errorKind\":\"request\""},
      {"nonsense\n", "{\"id\":null,\"error\""},
      {"[1]\n", "\"errorKind\":\"request\""},
      {"{\"id\":7,\n", "{\"id\":7,\"error\""},
      {"{\"model\":\"x\"}\n", "{\"id\":null,\"error\""},
      {"{\"id\":3}\n", "{\"id\":3,\"error\""},
      {request("\"decision\":\"none\""), "\"errorKind\":\"request\""},
      {request("\"decision\":1"), "\"errorKind\":\"request\""},
      {request("\"decision\":\"same\",\"service\":\"service\""), "\"errorKind\":\"request\""},
      {request("\"decision\":\"same\",\"inputs\":[]"), "\"errorKind\":\"request\""},
      {request("\"models\":[1],\"decision\":\"same\""), "\"errorKind\":\"request\""},
      {"{\"id\":1," + other + "}\n", "\"errorKind\":\"load\""},
      {request("\"decision\":\"same\",\"models\":[\"/nowhere\"]"), "\"errorKind\":\"load\""},
      {request("\"decision\":\"broken\""), "{\"id\":1,\"result\":null,\"messages\":["},
      {request("\"decision\":\"ratio\",\"inputs\":{\"x\":0}"), "\"result\":null,\"messages\":["},
      {request("\"decision\":\" same \",\"inputs\":{\" x \":1}"), "\"result\":1}"},
      {request("\"decision\":\"endless\""), "\"errorKind\":\"evaluation\""},
      {request("\"bkm\":\"deeper\",\"inputs\":{\"n\":1}"), "\"errorKind\":\"evaluation\""},
      {request("\"service\":\"service\",\"inputs\":{\"x\":2}"), "{\"id\":1,\"result\":2}"},
      {request("\"decision\":\"same\",\"unknown\":[{}]"), "{\"id\":1,\"result\":null}"},
      {request("\"decision\":\"same\",\"inputs\":{\"x\":5}").substr(0, 200), "\"id\":1"},
  };
  std::string all;
  for (const Case& row : cases) {
    const std::string answer = answers(row.request);
    EXPECT_NE(answer.find(row.expected), std::string::npos) << row.request << answer;
    EXPECT_EQ(std::count(answer.begin(), answer.end(), '\n'), 1) << row.request << answer;
    all += row.request.back() == '\n' ? row.request : row.request + "\n";
  }
  const std::string together = answers(all);
  EXPECT_EQ(std::count(together.begin(), together.end(), '\n'),
            static_cast<std::ptrdiff_t>(std::size(cases)));
}

TEST_F(DmnServe, ALineThatIsTooLongIsRefused) {
  const std::string good = request("\"decision\":\"same\",\"inputs\":{\"x\":5}");
  const std::string long_line = "{\"id\":2,\"x\":\"" + std::string(100'000, 'x') + "\"}\n";
  const std::string answer = answers(long_line + good, {.line_max = 10'000});
  EXPECT_EQ(answer.substr(0, 7), "{\"id\":2");
  EXPECT_EQ(std::count(answer.begin(), answer.end(), '\n'), 2);
  EXPECT_NE(answer.find("{\"id\":1,\"result\":5}\n"), std::string::npos);
}

TEST_F(DmnServe, ImportsAreFoundAmongTheModels) {
  write("b.dmn", document("<import name=\"a\" namespace=\"urn:a\" "
                          "importType=\"https://www.omg.org/spec/DMN/20230324/MODEL/\"/>"
                          "<decision id=\"d\" name=\"d\"><variable name=\"d\"/>"
                          "<informationRequirement><requiredDecision href=\"urn:a#same\"/>"
                          "</informationRequirement><literalExpression><text>a.same + 1</text>"
                          "</literalExpression></decision>",
                          "urn:b"));
  const std::string main = "{\"id\":1,\"model\":\"" + path("b.dmn") + "\",";
  EXPECT_NE(answers(main + "\"decision\":\"d\"}\n").find("\"errorKind\":\"load\""),
            std::string::npos);
  EXPECT_EQ(answers(main + "\"models\":[\"" + path("b.dmn") + "\",\"" + path("a.dmn") +
                    "\"],\"decision\":\"d\",\"inputs\":{\"{urn:a}x\":41}}\n"),
            "{\"id\":1,\"result\":42}\n");
}

// A stream that changes the model between two requests.
class ChangingInput : public std::stringbuf {
 public:
  ChangingInput(std::string first, std::string second, std::function<void()> between)
      : std::stringbuf(std::move(first)), second_(std::move(second)), between_(between) {}

 protected:
  int_type underflow() override {
    const int_type next = std::stringbuf::underflow();
    if (next != traits_type::eof() || !between_) return next;
    between_();
    between_ = nullptr;
    str(second_);
    return std::stringbuf::underflow();
  }

 private:
  std::string second_;
  std::function<void()> between_;
};

TEST_F(DmnServe, AChangedFileIsReadAgain) {
  const std::string one = request("\"decision\":\"same\",\"inputs\":{\"x\":5}");
  ChangingInput buffer(one + one, one, [this] {
    write("a.dmn", document("<inputData id=\"x\" name=\"x\"><variable name=\"x\"/></inputData>" +
                                decision("same", "x * 1000"),
                            "urn:a"));
  });
  std::istream in(&buffer);
  std::ostringstream out;
  dmn_serve(in, out);
  EXPECT_EQ(out.str(),
            "{\"id\":1,\"result\":5}\n{\"id\":1,\"result\":5}\n{\"id\":1,\"result\":5000}\n");
}

}  // namespace
}  // namespace umlauf::cli
