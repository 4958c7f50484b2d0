#!/usr/bin/env python3
"""Requests a second of `umlauf dmn serve` when they are pipelined.

  serve_bench.py PROGRAM [--requests N] [--rounds N] [--json]

The model is a fee table of 100 rules and four columns; a writer keeps the server's input full while a reader takes
the answers, as a client with many open requests does. Each round starts the program anew; the best one counts.
"""
import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import threading
import time

RULES = 100
MODEL = "https://www.omg.org/spec/DMN/20230324/MODEL/"


def document():
    names = ["class", "age", "count", "reduced"]
    inputs = "".join(f'<inputData id="{n}" name="{n}"><variable name="{n}"/></inputData>' for n in names)
    needs = "".join(f'<informationRequirement><requiredInput href="#{n}"/></informationRequirement>' for n in names)
    columns = "".join(f"<input><inputExpression><text>{n}</text></inputExpression></input>" for n in names)
    rules = ""
    for i in range(RULES):
        cells = [f'"class{i // 20}"', f"[{i % 20}..{i % 20 + 1})", "&gt; 1" if i % 3 == 0 else "-",
                 "-" if i % 2 == 0 else "false"]
        rules += "<rule>" + "".join(f"<inputEntry><text>{cell}</text></inputEntry>" for cell in cells)
        rules += f"<outputEntry><text>{i}.50</text></outputEntry></rule>"
    return (f'<definitions xmlns="{MODEL}" name="m" namespace="urn:m">{inputs}<decision id="fee" name="fee">'
            f'<variable name="fee" typeRef="number"/>{needs}<decisionTable hitPolicy="FIRST">{columns}<output/>'
            f"{rules}</decisionTable></decision></definitions>")


def requests(path, count):
    chance = random.Random(1)
    return "".join(json.dumps({"id": i, "model": path, "decision": "fee", "inputs": {
        "class": f"class{chance.randrange(RULES // 20)}", "age": chance.randrange(20), "count": chance.randrange(4),
        "reduced": chance.random() < 0.5}}) + "\n" for i in range(count)).encode()


def run(program, lines, count):
    """Seconds on the clock, and of processor time that the server took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    server = subprocess.Popen([program, "dmn", "serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def write():
        server.stdin.write(lines)
        server.stdin.close()

    start = time.perf_counter()
    writer = threading.Thread(target=write)
    writer.start()
    answers = 0
    while chunk := os.read(server.stdout.fileno(), 1 << 20):
        answers += chunk.count(b"\n")
    seconds = time.perf_counter() - start
    writer.join()
    if server.wait() != 0 or answers != count:
        sys.exit(f"serve_bench: {answers} answers for {count} requests, exit status {server.returncode}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--requests", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    with tempfile.NamedTemporaryFile("w", suffix=".dmn") as file:
        file.write(document())
        file.flush()
        lines = requests(file.name, arguments.requests)
        rounds = [run(arguments.program, lines, arguments.requests) for _ in range(arguments.rounds)]
    seconds = min(wall for wall, _ in rounds)
    processor = min(used for _, used in rounds)
    result = {"requests": arguments.requests, "requests_per_second": round(arguments.requests / seconds),
              "requests_per_processor_second": round(arguments.requests / processor)}
    if arguments.json:
        print(json.dumps(result))
    else:
        print(f"{result['requests_per_second']:,} requests/s on the clock, "
              f"{result['requests_per_processor_second']:,} a second of processor time")


if __name__ == "__main__":
    main()
