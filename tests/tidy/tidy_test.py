#!/usr/bin/env python3
"""The tidy test must find what it is there for: each case plants one defect in a small tree."""
import os
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import tidy
import together

ARCHITECTURE = """```
 2      adapters/cli     programs
 1      engine/feel, engine/xml    values
 0      engine/base      results
```
"""
README = """[the map](docs/ARCHITECTURE.md), [why](docs/decisions/README.md)
"""
CLEAN = {
    "README.md": README,
    "docs/decisions/README.md": "[first](0001-first.md)\n",
    "docs/decisions/0001-first.md": "because\n",
    "examples/embed/CMakeLists.txt": "add_executable(embed main.cpp)\n",
    "examples/embed/main.cpp": "int main() {}\n",
    "docs/ARCHITECTURE.md": ARCHITECTURE,
    "engine/base/result.hpp": "#include <string>\n",
    "engine/feel/value.cpp": '#include "engine/base/result.hpp"\n',
    "engine/feel/CMakeLists.txt": "umlauf_module(feel SOURCES value.cpp)\n",
}


def findings(extra, check=tidy):
    with tempfile.TemporaryDirectory() as root:
        subprocess.run(["git", "init", "-q", root], check=True)
        for path, content in {**CLEAN, **extra}.items():
            full = os.path.join(root, path)
            os.makedirs(os.path.dirname(full), exist_ok=True)
            with open(full, "w", encoding="utf-8") as file:
                file.write(content)
        return list(check.findings(root))


class Tidy(unittest.TestCase):
    def test_clean_tree_has_no_findings(self):
        self.assertEqual(findings({}), [])

    def expect(self, extra, fragment):
        found = findings(extra)
        self.assertTrue(any(fragment in line for line in found), found)

    def test_include_of_a_higher_floor_is_found(self):
        self.expect({"engine/base/result.hpp": '#include "engine/feel/value.hpp"\n'},
                    "floor 0 must not include engine/feel/value.hpp of floor 1")

    def test_include_of_a_higher_floor_in_angles_is_found(self):
        self.expect({"engine/base/result.hpp": "#include <engine/feel/value.hpp>\n"},
                    "floor 0 must not include engine/feel/value.hpp of floor 1")

    def test_include_of_the_same_floor_is_found(self):
        self.expect({"engine/feel/value.cpp": '#include "engine/xml/document.hpp"\n'
                                              '#include "engine/base/result.hpp"\n'},
                    "floor 1 must not include engine/xml/document.hpp")

    def test_module_without_a_floor_is_found(self):
        self.expect({"engine/attic/old.cpp": ""}, "has no floor")

    def test_third_party_header_in_a_header_of_engine_is_found(self):
        self.expect({"engine/base/result.hpp": "#include <spdlog/spdlog.h>\n"}, "third-party")

    def test_library_in_the_wrong_room_is_found(self):
        self.expect({"engine/feel/value.cpp": '#include <spdlog/spdlog.h>\n'
                                              '#include "engine/base/result.hpp"\n'}, "belongs in")

    def test_source_outside_every_list_is_found(self):
        self.expect({"engine/feel/lost.cpp": ""}, "lost.cpp: in no CMakeLists.txt")

    def test_header_that_nobody_includes_is_found(self):
        self.expect({"engine/feel/lost.hpp": ""}, "lost.hpp: included by nobody")

    def test_path_that_does_not_exist_is_found(self):
        self.expect({"docs/page.md": "see `engine/base/nowhere.hpp`\n"}, "does not exist")

    def test_link_that_leads_nowhere_is_found(self):
        self.expect({"docs/page.md": "see [there](nowhere.md)\n"}, "links to nowhere.md")

    def test_page_that_nobody_lists_is_found(self):
        self.expect({"docs/page.md": "text\n"}, "README.md: does not list docs/page.md")
        self.expect({"docs/decisions/0002-second.md": "because\n"},
                    "docs/decisions/README.md: does not list docs/decisions/0002-second.md")


GROUP = {"engine/feel/CMakeLists.txt": 'umlauf_together(umlauf_feel\n  "value\n   text")\n'}


class Together(unittest.TestCase):
    def test_names_of_each_kind_of_declaration_are_read(self):
        source = """
            #define SHORT(x) x
            namespace umlauf {
            void shared(int);
            int also_shared = 1;
            struct Exported { int member; };
            namespace {
            // struct Commented {};
            const char* const text = "struct Quoted { int x; };";
            constexpr int kMax = 1'000;
            using Map = std::map<int, int>;
            enum class Colour { Red };
            struct Row {
              int field = 0;
              int method() { return 1; }
            };
            template <typename T>
            T twice(const T& value) {
              const int local = 2;
              return value * local;
            }
            const Row rows[] = {{1}, {2}};
            [[nodiscard]] bool holds(int argument = 3);
            bool Exported::defined() { return true; }
            TEST(Suite, Case) { EXPECT_TRUE(holds(1)); }
            INSTANTIATE_TEST_SUITE_P(All, Suite, testing::Values(1));
            }  // namespace
            static int internal() { return 0; }
            int exported() { return internal(); }
            }  // namespace umlauf
            """
        self.assertEqual(together.own_names(source),
                         {"SHORT", "text", "kMax", "Map", "Colour", "Row", "twice", "rows", "holds",
                          "Suite_Case", "AllSuite", "internal"})

    def test_name_that_two_files_of_a_group_declare_is_found(self):
        found = findings({**GROUP, "engine/feel/value.cpp": "namespace {\nint size() { return 1; }\n}\n",
                          "engine/feel/text.cpp": "namespace {\nlong size(int) { return 2; }\n}\n"}, together)
        self.assertEqual(len(found), 1)
        self.assertIn("'size' is a name of engine/feel/text.cpp and of engine/feel/value.cpp", found[0])

    def test_names_that_differ_or_lie_in_other_groups_are_not(self):
        apart = {"engine/feel/value.cpp": "namespace {\nint size() { return 1; }\n}\n",
                 "engine/feel/text.cpp": "namespace {\nint length() { return 1; }\n}\n",
                 "engine/feel/alone.cpp": "namespace {\nint size() { return 1; }\n}\n"}
        self.assertEqual(findings({**GROUP, **apart}, together), [])

    def test_file_that_does_not_exist_is_found(self):
        found = findings(GROUP, together)
        self.assertEqual(len(found), 1)
        self.assertIn("there is no engine/feel/text.cpp", found[0])


if __name__ == "__main__":
    unittest.main()
