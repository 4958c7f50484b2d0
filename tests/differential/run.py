#!/usr/bin/env python3
"""Compares Umlauf with feelin, an independent implementation of FEEL from npm, on generated expressions.

  run.py --umlauf PROGRAM --feelin FOLDER [--count N] [--seed S] [--show NAME]
  run.py --umlauf PROGRAM --check [--count N] [--seed S]

FOLDER holds node_modules with feelin (`./dev differential` installs it there). Each expression is evaluated by
both. Where they differ, the smallest of its parts that differs is looked for: that is either one of the differences in
known.py, each judged by the specification's text, or new. New ones are printed. `--check` asks only whether Umlauf
reads all of the expressions and whether docs/dmn-conformance.md lists the known differences. Exit status: 0 no new difference, 1 some, 2 a program that cannot be run.
"""
import argparse
import collections
import json
import os
import shutil
import subprocess
import sys
import tempfile
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import generate  # noqa: E402
import known  # noqa: E402

MODEL = "https://www.omg.org/spec/DMN/20230324/MODEL/"


def document(expressions):
    """A DMN model with one decision an expression: what does not parse stops nothing else."""
    needs = "".join(f'<informationRequirement><requiredInput href="#i{i}"/></informationRequirement>'
                    for i in range(len(generate.VARIABLES)))
    parts = [f'<definitions xmlns="{MODEL}" name="m" namespace="urn:m">']
    parts += [f'<inputData id="i{i}" name={quoteattr(name)}><variable name={quoteattr(name)}/></inputData>'
              for i, name in enumerate(generate.VARIABLES)]
    parts += [f'<decision id="d{i}" name="d{i}"><variable name="d{i}"/>{needs}<literalExpression><text>'
              f"{escape(text)}</text></literalExpression></decision>" for i, text in enumerate(expressions)]
    return "".join(parts) + "</definitions>"


def answers_of_umlauf(program, expressions):
    with tempfile.NamedTemporaryFile("w", suffix=".dmn", encoding="utf-8") as file:
        file.write(document(expressions))
        file.flush()
        requests = "".join(json.dumps({"id": i, "model": file.name, "decision": f"d{i}", "inputs": generate.VARIABLES})
                           + "\n" for i in range(len(expressions)))
        out = subprocess.run([program, "dmn", "serve"], input=requests, capture_output=True, encoding="utf-8",
                             check=True).stdout
    return [simple(json.loads(line, parse_float=Decimal, parse_int=Decimal).get("result"))
            for line in out.splitlines()]


def answers_of_feelin(folder, expressions):
    # Node finds packages beside the program that asks for them.
    script = os.path.join(folder, "feelin.mjs")
    shutil.copyfile(os.path.join(HERE, "feelin.mjs"), script)
    requests = "".join(json.dumps({"expression": text, "context": generate.VARIABLES}) + "\n" for text in expressions)
    out = subprocess.run(["node", script], input=requests, capture_output=True, encoding="utf-8", check=True).stdout
    return [simple(json.loads(line, parse_float=Decimal, parse_int=Decimal).get("value"))
            for line in out.splitlines()]


def simple(value):
    """Both programs' temporal values as text: they spell them alike."""
    if isinstance(value, list):
        return [simple(item) for item in value]
    if not isinstance(value, dict):
        return value
    if "@text" in value:
        return {"@": value["@text"]}
    if value.get("@type") in ("function", "range"):
        return {"@": value["@type"]}
    if "@type" in value:
        return {"@": value["value"]}
    return {name: simple(member) for name, member in value.items()}


def same(ours, theirs):
    if isinstance(ours, Decimal) and isinstance(theirs, Decimal):
        # feelin computes with binary numbers of 64 bits.
        return abs(ours - theirs) <= Decimal("1e-9") * max(1, abs(ours))
    if isinstance(ours, list) and isinstance(theirs, list):
        return len(ours) == len(theirs) and all(map(same, ours, theirs))
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return ours.keys() == theirs.keys() and all(same(ours[name], theirs[name]) for name in ours)
    return type(ours) is type(theirs) and ours == theirs


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--umlauf", required=True)
    parser.add_argument("--feelin")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", metavar="NAME", help="print the known differences of one name, too")
    arguments = parser.parse_args()
    if not arguments.check and not arguments.feelin:
        parser.error("--feelin is needed")
    pairs = generate.expressions(arguments.seed, arguments.count)
    if arguments.check:
        return check(arguments.umlauf, [text for text, _ in pairs])
    both = Both(arguments.umlauf, arguments.feelin)
    try:
        both.evaluate([text for text, _ in pairs])
        different = [(text, parts) for text, parts in pairs if not both.agree(text)]
        both.evaluate(sorted({part for _, parts in different for part in parts}))
    except (OSError, subprocess.CalledProcessError) as failure:
        print(f"differential: {failure}\n{getattr(failure, 'stderr', '') or ''}", file=sys.stderr)
        return 2
    kinds = collections.Counter()
    told = set()
    for _, parts in different:
        smallest = next(part for part in parts if not both.agree(part))
        our, their = both.answers[smallest]
        kind = known.kind_of(smallest, our, their) or "new"
        kinds[kind] += 1
        if kind in ("new", arguments.show) and smallest not in told:
            told.add(smallest)
            print(f"{smallest}\n  umlauf: {shown(our)}\n  feelin: {shown(their)}")
    values = sum(both.answers[text][0] is not None for text, _ in pairs)
    print(f"seed {arguments.seed}: {len(pairs)} expressions, {values} with a value, {len(pairs) - len(different)} alike"
          + "".join(f"\n{count:6} {kind}" for kind, count in kinds.most_common()))
    return 1 if kinds["new"] else 0


def check(program, expressions):
    with tempfile.NamedTemporaryFile("w", suffix=".dmn", encoding="utf-8") as file:
        file.write(document(expressions))
        file.flush()
        found = subprocess.run([program, "dmn", "eval", file.name, "--decision", "d0"], capture_output=True,
                               encoding="utf-8")
    with open(os.path.join(HERE, "..", "..", "docs", "dmn-conformance.md"), encoding="utf-8") as page:
        if known.table() not in page.read():
            print("docs/dmn-conformance.md lists other differences than known.py:\n" + known.table())
            return 1
    unread = [line for line in found.stderr.splitlines() if "FEEL-01" in line or "FEEL-02" in line]
    print("\n".join(unread) or f"{len(expressions)} expressions are read")
    return 1 if unread or found.returncode != 0 else 0


class Both:
    """The answers of both programs by expression."""

    def __init__(self, umlauf, feelin):
        self.umlauf, self.feelin = umlauf, feelin
        self.answers = {}

    def evaluate(self, texts):
        texts = [text for text in dict.fromkeys(texts) if text not in self.answers]
        ours = answers_of_umlauf(self.umlauf, texts)
        theirs = answers_of_feelin(self.feelin, texts)
        self.answers.update(zip(texts, zip(ours, theirs, strict=True), strict=True))

    def agree(self, text):
        return same(*self.answers[text])


def shown(value):
    return json.dumps(value, ensure_ascii=False, default=str)


if __name__ == "__main__":
    sys.exit(main())
