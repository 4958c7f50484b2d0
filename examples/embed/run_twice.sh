#!/bin/sh
# Runs the example, kills it in the middle, and lets it go on: run_twice.sh PROGRAM MODEL
set -u
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
say() { "$1" "$folder/a.sqlite" "$2" ${3:-} 2>&1; }

first=$(say "$1" "$2" crash)
status=$?
second=$(say "$1" "$2")
third=$(say "$1" "$2")
expected_first='case 1 started
to do: Antrag prüfen
done: Antrag prüfen'
expected_second='to do: Urlaub eintragen
done: Urlaub eintragen'

echo "$first"; echo "-- killed, status $status --"; echo "$second"; echo "-- and again --"; echo "$third"
[ "$status" -eq 137 ] || { echo "the first run was not killed"; exit 1; }
[ "$(echo "$first" | sed 's/^case [0-9]* /case 1 /' | grep -v Killed)" = "$expected_first" ] || exit 1
[ "$second" = "$expected_second" ] || { echo "the second run did not go on"; exit 1; }
case "$third" in *started*) ;; *) echo "the third run should begin anew"; exit 1 ;; esac
