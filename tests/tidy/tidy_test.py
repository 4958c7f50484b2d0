#!/usr/bin/env python3
"""The tidy test must find what it is there for: each case plants one defect in a small tree."""
import os
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import tidy

ARCHITECTURE = """```
 2      adapters/cli     programs
 1      engine/feel, engine/xml    values
 0      engine/base      results
```
"""
EXAMPLE = """int main() {
  run();

  return 0;
}
"""
README = """[the map](docs/ARCHITECTURE.md), [why](docs/decisions/README.md)
```cpp
  run();
  return 0;
```
"""
CLEAN = {
    "README.md": README,
    "docs/decisions/README.md": "[first](0001-first.md)\n",
    "docs/decisions/0001-first.md": "because\n",
    "examples/embed/CMakeLists.txt": "add_executable(embed main.cpp)\n",
    "examples/embed/main.cpp": EXAMPLE,
    "docs/ARCHITECTURE.md": ARCHITECTURE,
    "engine/base/result.hpp": "#include <string>\n",
    "engine/feel/value.cpp": '#include "engine/base/result.hpp"\n',
    "engine/feel/CMakeLists.txt": "umlauf_module(feel SOURCES value.cpp)\n",
}


def findings(extra):
    with tempfile.TemporaryDirectory() as root:
        subprocess.run(["git", "init", "-q", root], check=True)
        for path, content in {**CLEAN, **extra}.items():
            full = os.path.join(root, path)
            os.makedirs(os.path.dirname(full), exist_ok=True)
            with open(full, "w", encoding="utf-8") as file:
                file.write(content)
        return list(tidy.findings(root))


class Tidy(unittest.TestCase):
    def test_clean_tree_has_no_findings(self):
        self.assertEqual(findings({}), [])

    def expect(self, extra, fragment):
        found = findings(extra)
        self.assertTrue(any(fragment in line for line in found), found)

    def test_include_of_a_higher_floor_is_found(self):
        self.expect({"engine/base/result.hpp": '#include "engine/feel/value.hpp"\n'},
                    "floor 0 must not include engine/feel/value.hpp of floor 1")

    def test_include_of_the_same_floor_is_found(self):
        self.expect({"engine/feel/value.cpp": '#include "engine/xml/document.hpp"\n'
                                              '#include "engine/base/result.hpp"\n'},
                    "floor 1 must not include engine/xml/document.hpp")

    def test_module_without_a_floor_is_found(self):
        self.expect({"engine/attic/old.cpp": ""}, "has no floor")

    def test_third_party_header_in_a_header_of_engine_is_found(self):
        self.expect({"engine/base/result.hpp": "#include <pugixml.hpp>\n"}, "third-party")

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

    def test_example_that_has_drifted_is_found(self):
        self.expect({"examples/embed/main.cpp": EXAMPLE.replace("run()", "run_all()")},
                    "the example is not what")
        self.expect({"examples/embed/main.cpp": EXAMPLE.replace("run();", "run();\n  stop();")},
                    "the example is not what")


if __name__ == "__main__":
    unittest.main()
