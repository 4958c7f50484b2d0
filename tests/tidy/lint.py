#!/usr/bin/env python3
"""clang-format and clang-tidy over the project's own sources, side by side.

Usage: lint.py BUILD_DIRECTORY [--format-only]. The build directory has a compile_commands.json.
"""
import concurrent.futures
import os
import subprocess
import sys


def sources(*patterns):
    listing = subprocess.run(["git", "ls-files", *patterns], capture_output=True, text=True, check=True)
    return listing.stdout.split()


def unformatted(path):
    run = subprocess.run(["clang-format-14", "--dry-run", "-Werror", path], capture_output=True, text=True)
    return None if run.returncode == 0 else f"{path}: not in the project's format (./dev format)"


def linted(build, path):
    run = subprocess.run(["clang-tidy-14", "-p", build, "--quiet", "--extra-arg=-Wno-unknown-warning-option",
                          path], capture_output=True, text=True)
    return None if run.returncode == 0 else run.stdout.strip()


def main():
    build = sys.argv[1]
    jobs = []
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for path in sources("*.cpp", "*.hpp"):
            jobs.append(pool.submit(unformatted, path))
        if "--format-only" not in sys.argv:
            for path in sources("engine/*.cpp", "adapters/*.cpp", "examples/*.cpp"):
                jobs.append(pool.submit(linted, build, path))
        # All of it takes a quarter of an hour: what is found is said at once.
        found = 0
        for job in concurrent.futures.as_completed(jobs):
            if job.result():
                print(job.result(), flush=True)
                found += 1
    print(f"lint: {found} findings")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
