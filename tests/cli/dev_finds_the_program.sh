#!/bin/sh
# What ./dev runs below build/release is what a build makes: dev_finds_the_program.sh DEV BUILD
set -u
names=$(sed -n 's|.*exec build/release/\([^ ]*\).*|\1|p' "$1")
[ -n "$names" ] || { echo "$1 runs nothing"; exit 1; }
for name in $names; do
  [ -x "$2/$name" ] || { echo "$1 runs build/release/$name, which no build makes"; exit 1; }
done
