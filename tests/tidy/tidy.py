#!/usr/bin/env python3
"""What must hold for the tree as a whole, read from its text.

  floors        a module includes only modules of lower floors (docs/ARCHITECTURE.md has the table)
  third party   no foreign type in the headers of engine; each library only where it belongs
  dead files    every source is in a CMakeLists.txt, every header is included by somebody
  paths         every path that a document names exists
  lists         README.md lists every page of docs/, docs/decisions/README.md every decision

Usage: tidy.py [ROOT]. Prints one line a finding and ends with 1 where there is one.
"""
import os
import re
import subprocess
import sys

SOURCE = (".cpp", ".hpp", ".def")

# Where a library's headers may be included: pattern of the include -> folders.
LIBRARIES = {
    r"bid_(conf|functions)\.h": ["engine/base"],
    r"unicode/": ["engine/feel", "engine/xml"],
    r"date/": ["engine/calendar"],
    r"openssl/": ["engine/service", "adapters"],
    r"yaml-cpp/": ["engine/organisation", "adapters/cli"],
    r"boost/graph/": ["engine/definition", "engine/verify"],
    r"boost/json": ["engine/feel", "adapters"],
    r"boost/(asio|beast|url)": ["adapters/http"],
    r"SQLiteCpp/|sqlite3\.h": ["adapters/sqlite"],
    r"libpq|postgresql/": ["adapters/postgres"],
    r"spdlog/": ["adapters"],
    r"CLI/": ["adapters/cli"],
}
INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]', re.M)


def tracked(root):
    """Paths of the files that git knows or would add, relative to the root."""
    listing = subprocess.run(["git", "-C", root, "ls-files", "-co", "--exclude-standard"],
                             capture_output=True, text=True, check=True)
    return sorted(p for p in listing.stdout.splitlines() if os.path.isfile(os.path.join(root, p)))


def read(root, path):
    with open(os.path.join(root, path), encoding="utf-8") as file:
        return file.read()


def floors(architecture):
    """The table of docs/ARCHITECTURE.md: module folder -> floor."""
    table = {}
    for number, modules in re.findall(r"^\s*(\d+)\s{2,}((?:engine|adapters)/.*?)(?:\s{2,}|$)", architecture, re.M):
        for module in re.split(r",\s*", modules.strip()):
            table[module.strip()] = int(number)
    return table


def module_of(path):
    return "/".join(path.split("/")[:2])


def check_floors(files, text, table):
    for path in files:
        if not path.endswith(SOURCE) or not path.startswith(("engine/", "adapters/")):
            continue
        own = module_of(path)
        if own not in table:
            yield f"{path}: module {own} has no floor in docs/ARCHITECTURE.md"
            continue
        for kind, target in INCLUDE.findall(text[path]):
            if kind != '"' and not target.startswith(("engine/", "adapters/")):
                continue
            other = module_of(target)
            if other == own:
                continue
            if other not in table:
                yield f"{path}: includes {target}, which is in no module"
            elif table[other] >= table[own]:
                yield (f"{path}: floor {table[own]} must not include {target} "
                       f"of floor {table[other]}")


def is_standard(target):
    return re.fullmatch(r"[a-z_0-9]+", target) is not None or target in ("unistd.h",)


def check_third_party(files, text):
    for path in files:
        if not path.endswith(SOURCE) or not path.startswith(("engine/", "adapters/")):
            continue
        for kind, target in INCLUDE.findall(text[path]):
            if kind == "<" and path.startswith("engine/") and path.endswith(".hpp"):
                if not is_standard(target) and not target.startswith("umlauf/"):
                    yield f"{path}: header of engine includes third-party <{target}>"
            for pattern, places in LIBRARIES.items():
                if re.match(pattern, target) and not path.startswith(tuple(p + "/" for p in places)):
                    yield f"{path}: <{target}> belongs in {', '.join(places)} only"


def check_dead(files, text):
    lists = "\n".join(text[p] for p in files if p.endswith("CMakeLists.txt"))
    included = set()
    for path in files:
        if path.endswith(SOURCE + (".c", ".h")):
            here = os.path.dirname(path)
            for _, target in INCLUDE.findall(text[path]):
                included.add(target)
                included.add(os.path.normpath(os.path.join(here, target)))
                included.add("engine/include/" + target)
    for path in files:
        if path.endswith((".cpp", ".c")) and not re.search(r"\b" + re.escape(os.path.basename(path)), lists):
            yield f"{path}: in no CMakeLists.txt"
        if path.endswith((".hpp", ".def")) and path not in included and not path.startswith("engine/include/"):
            yield f"{path}: included by nobody"


PATH_IN_TEXT = re.compile(r"`((?:engine|adapters|models|examples|tests|docs|cmake|\.ci)/[\w./-]*)`")
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def check_documents(root, files, text):
    for path in files:
        if not path.endswith(".md"):
            continue
        here = os.path.dirname(path)
        for name in PATH_IN_TEXT.findall(text[path]):
            if not os.path.exists(os.path.join(root, name)):
                yield f"{path}: names `{name}`, which does not exist"
        for target in LINK.findall(text[path]):
            if re.match(r"[a-z]+:", target):
                continue
            if not os.path.exists(os.path.join(root, here, target)):
                yield f"{path}: links to {target}, which does not exist"


def check_lists(files, text):
    for page in files:
        if not page.endswith(".md") or not page.startswith("docs/"):
            continue
        folder = os.path.dirname(page)
        # A folder within docs is listed by its README.md, and that by the one of the project.
        within = folder != "docs" and not page.endswith("/README.md")
        index = f"{folder}/README.md" if within else "README.md"
        linked = {os.path.normpath(os.path.join(os.path.dirname(index), target))
                  for target in LINK.findall(text.get(index, ""))}
        if page not in linked:
            yield f"{index}: does not list {page}"


def findings(root):
    files = tracked(root)
    text = {p: read(root, p) for p in files
            if p.endswith(SOURCE + (".c", ".h", ".md", "CMakeLists.txt"))}
    table = floors(text.get("docs/ARCHITECTURE.md", ""))
    if not table:
        yield "docs/ARCHITECTURE.md: no table of floors"
    yield from check_floors(files, text, table)
    yield from check_third_party(files, text)
    yield from check_dead(files, text)
    yield from check_documents(root, files, text)
    yield from check_lists(files, text)


def main():
    root = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(__file__), "..", "..")
    found = list(findings(os.path.abspath(root)))
    print("\n".join(found))
    print(f"tidy: {len(found)} findings")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
