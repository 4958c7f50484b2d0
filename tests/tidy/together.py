#!/usr/bin/env python3
"""Files that umlauf_together() compiles as one share no name that each means for itself.

What an unnamed namespace declares is a file's own, and so is a macro. Two files of a group that
declare the same name either do not compile as one or, with two overloads, mean something else
there than alone. Read from the text: near enough to C++ as the project writes it.

Usage: together.py [ROOT]. Prints one line a finding and ends with 1 where there is one.
"""
import os
import re
import sys

import tidy

COMMENT_OR_LITERAL = re.compile(
    r"""//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'""", re.S)
TEST = re.compile(r"TEST(?:_P|_F)?\s*\(\s*(\w+)\s*,\s*(\w+)")
SUITE = re.compile(r"INSTANTIATE_TEST_SUITE_P\s*\(\s*(\w+)\s*,\s*(\w+)")
TYPE = re.compile(r"(?:struct|class|union|enum(?:\s+class)?)\s+(\w+)")
ALIAS = re.compile(r"using\s+(\w+)\s*=")
NAMESPACE = re.compile(r"(?:inline\s+)?namespace\b\s*([\w:]*)\s*$")
# Outside an unnamed namespace these make a name the file's own as well.
INTERNAL = re.compile(r"(static|constexpr|const|TEST|INSTANTIATE)\b")
GROUPS = re.compile(r"^umlauf_together\(\s*(\w+)(.*?)\)", re.M | re.S)


def plain(text):
    """The text without comments, what is within literals, and directives."""
    text = re.sub(r"(?<=\d)'(?=\d)", "", text)
    text = COMMENT_OR_LITERAL.sub(lambda m: " " if m.group(0)[0] == "/" else '""', text)
    return re.sub(r"^\s*#(?:.*\\\n)*.*$", "", text, flags=re.M)


def name_of(head):
    """The name that a declaration introduces, given up to its body or semicolon."""
    head = re.sub(r"\[\[.*?\]\]", "", head).strip()
    head = re.sub(r"^template\s*<[^{;]*?>\s*(?=\w)", "", head)
    if match := TEST.match(head):
        return "_".join(match.groups())
    if match := SUITE.match(head):
        return "".join(match.groups())
    if match := ALIAS.match(head):
        return match.group(1)
    if head.startswith(("using ", "static_assert")):
        return None
    if "(" not in head and (match := TYPE.match(head)):
        return match.group(1)
    opened = head.find("(")
    assigned = re.search(r"(?<![=<>!])=(?!=)", head)
    if opened >= 0 and (not assigned or opened < assigned.start()):
        match = re.search(r"([\w:~]+|operator\s*\S+?)\s*$", head[:opened])
        return match.group(1) if match and "::" not in match.group(1) else None
    variable = re.sub(r"\[[^\]]*\]$", "", head[:assigned.start()].strip() if assigned else head)
    match = re.search(r"(\w+)$", variable)
    return match.group(1) if match else None


def own_names(source):
    """The names of a file that other files may use for something else."""
    defined, dropped = (set(re.findall(rf"^\s*#\s*{what}\s+(\w+)", source, re.M)) for what in ("define", "undef"))
    names = defined - dropped
    scopes, head, parentheses = [], "", 0  # scopes: "named", "unnamed", "body"
    for char in plain(source):
        parentheses += (char in "([") - (char in ")]")
        if char == "}":
            if scopes and scopes.pop() != "body" or "body" not in scopes and parentheses == 0:
                head = ""
            continue
        inside = "body" in scopes
        if char == "{" and not inside and parentheses == 0 and (match := NAMESPACE.match(head.strip())):
            scopes.append("named" if match.group(1) else "unnamed")
            head = ""
        elif char in "{;" and not inside and parentheses == 0:
            if "unnamed" in scopes or INTERNAL.match(head.strip()):
                names.add(name_of(head))
            head = ""
            if char == "{":
                scopes.append("body")
        elif char == "{":
            scopes.append("body")
        elif not inside:
            head += char
    return names - {None, ""}


def findings(root):
    files = tidy.tracked(root)
    for lists in (path for path in files if path.endswith("CMakeLists.txt")):
        for target, groups in GROUPS.findall(tidy.read(root, lists)):
            for group in re.findall(r'"([^"]*)"', groups):
                yield from findings_of_group(root, f"{lists}: {target}", os.path.dirname(lists), group)


def findings_of_group(root, place, folder, group):
    declared = {}
    for name in group.split():
        path = os.path.normpath(os.path.join(folder, name + ".cpp"))
        if not os.path.isfile(os.path.join(root, path)):
            yield f"{place}: there is no {path} to compile together with others"
            continue
        for own in sorted(own_names(tidy.read(root, path))):
            if own in declared:
                yield f"{place}: '{own}' is a name of {path} and of {declared[own]}; rename one or part them"
            declared[own] = path


def main():
    root = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(__file__), "..", "..")
    found = list(findings(os.path.abspath(root)))
    print("\n".join(found))
    print(f"together: {len(found)} findings")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
