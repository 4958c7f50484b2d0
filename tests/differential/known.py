"""The differences between Umlauf and feelin 8 that are understood, each with the clause of DMN 1.5 that judges it.

A row is: its name, whom the specification agrees with, the clause and what it says, and a test of the smallest
expression that differs with the answers of both.
"""
import re
from decimal import Decimal


def begins(*patterns):
    compiled = re.compile("|".join(patterns))
    return lambda text, ours, theirs: bool(compiled.match(text))


def within(pattern):
    compiled = re.compile(pattern)
    return lambda text, ours, theirs: bool(compiled.search(text))


def null_and(*values):
    return lambda text, ours, theirs: ours is None and theirs in values


def every(*tests):
    return lambda text, ours, theirs: all(test(text, ours, theirs) for test in tests)


def date_and_instant(text, ours, theirs):
    """A date here, the same day with a time of day there."""
    return (isinstance(ours, dict) and isinstance(theirs, dict) and "@" in ours
            and str(theirs.get("@", "")).startswith(ours["@"] + "T"))


KNOWN = [
    ("a date plus hours is a date", "Umlauf", "10.3.2.15 table 57: date + days and time duration is a date",
     date_and_instant),
    ("durations times a number", "Umlauf", "10.3.2.15 table 59: a duration times a number is a duration",
     every(within(r"\* -?\d"), lambda text, ours, theirs: theirs is None and isinstance(ours, dict))),
    ("whole years and months only", "Umlauf",
     "10.3.4.1 table 72, 10.3.2.3.8: years and months duration() yields years and months, no days",
     every(begins(r"years and months duration\("), lambda text, ours, theirs: isinstance(ours, dict))),
    ("a fraction is neither odd nor even", "both", "10.3.4.5 table 76: odd() and even() take any number; a fraction is "
     "neither, and the text says no more", every(begins(r"odd\(", r"even\("), null_and(False))),
    ("positions outside of a list", "Umlauf", "10.3.4.4 table 75, notes 1 and 2: a position is an integer that the "
     "list has, a length lies within the rest; outside of a domain the result is null (10.3.4)",
     every(begins(r"remove\(", r"insert before\(", r"sublist\(", r"list replace\("),
           lambda text, ours, theirs: ours is None)),
    ("positions outside of a text", "Umlauf", "10.3.4.3 table 74, note 1: a position is an integer that the text "
     "has, a length lies within the rest; outside of a domain the result is null (10.3.4)", every(begins(r"substring\("),
                                           lambda text, ours, theirs: ours is None)),
    ("list replace counts from the end", "Umlauf", "10.3.4.4 table 75, note 1: positions go down to minus the length, and "
     "-1 is the last",
     every(begins(r"list replace\("), within(r", -\d+, "))),
    ("the median of unsorted numbers", "Umlauf", "10.3.4.4 table 75: median() sorts the numbers",
     every(begins(r"median\("), lambda text, ours, theirs: isinstance(ours, Decimal) and isinstance(theirs, Decimal))),
    ("modes in ascending order", "Umlauf", "10.3.4.4 table 75: mode() of several is in ascending order",
     every(begins(r"mode\("), lambda text, ours, theirs: ours == sorted(theirs))),
    ("comparing null", "Umlauf", "10.3.4.7 table 78: points are scalar values, which null is not; outside of a domain the "
     "result is null (10.3.4)",
     every(begins(r"before\(", r"after\(", r"coincides\(", r"starts\(", r"finishes\(", r"includes\("),
           lambda text, ours, theirs: ours is None)),
    ("two ranges", "Umlauf", "10.3.4.7 table 78: starts(), finishes() and coincides() take two ranges",
     every(begins(r"starts\(", r"finishes\(", r"coincides\("), lambda text, ours, theirs: theirs is None)),
    ("a filter over texts", "Umlauf", "10.3.2.5, 10.3.2.15 table 68: each item is `item`, whatever its type",
     within(r"\[contains\(item")),
    ("four hexadecimal digits", "Umlauf", "10.3.1.1, 10.3.1.2 rule 64: \\u takes four hexadecimal digits",
     within(r"\\u00e4b")),
    ("an empty text is no number", "Umlauf", "10.3.4.1 table 72, note 1: number() takes the digits of a literal",
     every(begins(r"number\("), lambda text, ours, theirs: ours is None)),
    ("durations of two kinds", "Umlauf", "10.3.2.15 table 52: equality is defined within a type",
     every(within(r"(duration|@\"-?P).*=|=.*(duration|@\"-?P)"), lambda text, ours, theirs: ours is None)),
    ("a comparison in some and every", "Umlauf",
     "10.3.2.15 table 52: an order of different types is null; some and every are three-valued (tables 49 and 50)",
     every(begins(r"\(some ", r"\(every "), lambda text, ours, theirs: ours is None)),
    ("between with one comparison known", "Umlauf",
     "10.3.2.15 tables 55 and 50: e1 >= e2 and e1 <= e3, three-valued: null and false is false",
     every(within(r" between "), lambda text, ours, theirs: ours is False)),
    ("membership in an empty range", "Umlauf", "10.3.2.15 table 55: e1 >= e2 and e1 <= e3, which no value is",
     every(within(r" in [\[\](]"), lambda text, ours, theirs: ours is False and theirs is True)),
    ("membership in null", "Umlauf", "10.3.2.15 tables 55 and 49: e1 in e2 is e1 = e2, which is never null for null",
     every(within(r" in "), lambda text, ours, theirs: ours is False and theirs is None)),
    ("a range the wrong way round", "Umlauf", "10.3.2.7: a range begins at or before its end",
     every(begins(r"[\[\](].*\.\."), lambda text, ours, theirs: ours is None)),
    ("a type without its parts", "Umlauf", "10.3.2.15 table 61: `list`, `range`, `context` and `function` alone are no "
     "types; the result is null", every(within(r" instance of (list|range|context|function)\b(?!<)"),
                                        null_and(True, False))),
    ("comparing empty lists", "Umlauf", "10.3.2.15 table 53: lists are compared by length and items",
     every(within(r"\) = \(|\] = \[|x = |xs = | = "), lambda text, ours, theirs: ours is False and theirs is None)),
    ("null among lists", "Umlauf", "10.3.4.4 table 75: the parameters of concatenate() are lists; outside of a domain "
     "the result is null (10.3.4)",
     every(begins(r"concatenate\(", r"union\("), lambda text, ours, theirs: ours is None)),
    ("single values among lists", "Umlauf", "10.3.2.9.4: an argument where a list is wanted becomes a list of one",
     every(begins(r"union\(", r"concatenate\("), lambda text, ours, theirs: theirs is None)),
    ("an order of different types", "Umlauf", "10.3.2.15 table 52: an order is defined within a type",
     every(within(r" [<>]=? | between "), null_and(True, False))),
    ("a zoned and a local time", "Umlauf", "10.3.2.15 table 57: a date is midnight UTC, and both must have a zone or "
     "none", every(within(r" - date(\(| and time\()"), lambda text, ours, theirs: ours is None)),
    ("trailing zeros", "both", "10.3.4.1 table 72: string() of a number says nothing of them; Umlauf keeps those of the "
     "arithmetic, as table 57 keeps the scale", every(begins(r"string\("), lambda text, ours, theirs: isinstance(ours, str) and ours.rstrip("0") ==
                                                                          str(theirs).rstrip("0"))),
    ("an order that is not known", "Umlauf", "10.3.4.9 table 80: precedes is a function to boolean, for every pair",
     every(begins(r"sort\("), lambda text, ours, theirs: ours is None)),
    ("a condition that is no boolean", "Umlauf", "10.3.2.15 table 49: what is not true leads to `else`",
     begins(r"\(if ")),
    ("exact halves", "Umlauf", "10.3.2.3.1: numbers are decimal; feelin rounds binary ones",
     every(begins(r"decimal\(", r"round "), lambda text, ours, theirs: abs(ours - theirs) <= 1)),
    ("the greatest of texts and dates", "Umlauf", "10.3.4.4 table 75: max() and min() take a list of comparable items",
     every(begins(r"max\(", r"min\("), lambda text, ours, theirs: ours is not None and theirs is None)),
    ("a filter over a single value", "Umlauf", "10.3.2.5, 10.3.2.15 table 68: what is no list is filtered as a list of one",
     every(within(r"\[item "), lambda text, ours, theirs: ours == [])),
    ("a loop over a single value", "both", "10.3.2.9.4 makes a list of one where a list is wanted, and does not name loops "
     "among its examples", every(begins(r"\(for ", r"\(every ", r"\(some "),
                                 lambda text, ours, theirs: ours is not None and theirs is None)),
    ("the text of null in a list", "Umlauf", "10.3.4.1 table 72: string(null) is null, and an item of a list may be",
     every(within(r"string\("), lambda text, ours, theirs: isinstance(ours, list) and theirs is None)),
    ("is() of different types", "Umlauf", "10.3.4.6 table 77: is() is false where the types differ",
     every(begins(r"is\("), lambda text, ours, theirs: ours is False and theirs is None)),
    ("a time moved by months", "Umlauf", "10.3.2.15 table 57: a time takes days and time durations only",
     every(within(r"P\d*[MY]"), lambda text, ours, theirs: ours is None)),
]


def table():
    """The rows as docs/dmn-conformance.md has them."""
    return "".join(f"| {name} | {clause} | {right} |\n" for name, right, clause, _ in KNOWN)


def kind_of(text, ours, theirs):
    """The name of the first row that knows this difference; None where it is new."""
    for name, _, _, knows in KNOWN:
        if knows(text, ours, theirs):
            return name
    return None
