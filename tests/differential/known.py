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
    ("a date plus hours is a date", "Umlauf", "10.3.2.13.2 table 57: date + days and time duration is a date",
     date_and_instant),
    ("durations times a number", "Umlauf", "10.3.2.13.4 table 60: a duration times a number is a duration",
     every(within(r"\* -?\d"), lambda text, ours, theirs: theirs is None and isinstance(ours, dict))),
    ("whole years and months only", "Umlauf",
     "10.3.4.1 table 73: years and months duration() is the whole months between two days",
     every(begins(r"years and months duration\("), lambda text, ours, theirs: isinstance(ours, dict))),
    ("a fraction is neither odd nor even", "both", "10.3.4.5 table 76: the domain of odd() and even() are integers; "
     "outside of a domain the result is null (10.3.4)", every(begins(r"odd\(", r"even\("), null_and(False))),
    ("positions outside of a list", "Umlauf", "10.3.4.4 table 75: 1 <= position <= count; outside of a domain the "
     "result is null (10.3.4)",
     every(begins(r"remove\(", r"insert before\(", r"sublist\(", r"list replace\("),
           lambda text, ours, theirs: ours is None)),
    ("positions outside of a text", "Umlauf", "10.3.4.3 table 74: the position lies within the text; outside of a "
     "domain the result is null (10.3.4)", every(begins(r"substring\("),
                                           lambda text, ours, theirs: ours is None)),
    ("list replace counts from the end", "Umlauf", "10.3.4.4 table 75: -1 is the last position of a list",
     every(begins(r"list replace\("), within(r", -\d+, "))),
    ("the median of unsorted numbers", "Umlauf", "10.3.4.4 table 75: median() sorts the numbers",
     every(begins(r"median\("), lambda text, ours, theirs: isinstance(ours, Decimal) and isinstance(theirs, Decimal))),
    ("modes in ascending order", "Umlauf", "10.3.4.4 table 75: mode() of several is in ascending order",
     every(begins(r"mode\("), lambda text, ours, theirs: ours == sorted(theirs))),
    ("comparing null", "Umlauf", "10.3.2.13.3 table 54: an order with null or another type is null",
     every(begins(r"before\(", r"after\(", r"coincides\(", r"starts\(", r"finishes\(", r"includes\("),
           lambda text, ours, theirs: ours is None)),
    ("two ranges", "Umlauf", "10.3.4.7 table 78: starts(), finishes() and coincides() take two ranges",
     every(begins(r"starts\(", r"finishes\(", r"coincides\("), lambda text, ours, theirs: theirs is None)),
    ("a filter over texts", "Umlauf", "10.3.2.5 table 51: the item is `item` where it is no context",
     within(r"\[contains\(item")),
    ("four hexadecimal digits", "Umlauf", "10.3.1.2 rule 66: \\u takes four hexadecimal digits",
     within(r"\\u00e4b")),
    ("an empty text is no number", "Umlauf", "10.3.4.1 table 73: number() takes what conforms to the literal",
     every(begins(r"number\("), lambda text, ours, theirs: ours is None)),
    ("durations of two kinds", "Umlauf", "10.3.2.13.3 table 53: equality is defined within a type",
     every(within(r"(duration|@\"-?P).*=|=.*(duration|@\"-?P)"), lambda text, ours, theirs: ours is None)),
    ("a comparison in some and every", "Umlauf",
     "10.3.2.13.3 table 54: an order of different types is null; some and every are three-valued (table 50)",
     every(begins(r"\(some ", r"\(every "), lambda text, ours, theirs: ours is None)),
    ("between with one comparison known", "Umlauf",
     "10.3.2.13.3 table 55: e1 >= e2 and e1 <= e3, three-valued: null and false is false",
     every(within(r" between "), lambda text, ours, theirs: ours is False)),
    ("membership in an empty range", "Umlauf", "10.3.2.13.5: no value lies between a start and an end below it",
     every(within(r" in [\[\](]"), lambda text, ours, theirs: ours is False and theirs is True)),
    ("comparing empty lists", "Umlauf", "10.3.2.13.3 table 53: lists are compared by length and items",
     every(within(r"\) = \(|\] = \[|x = |xs = | = "), lambda text, ours, theirs: ours is False and theirs is None)),
    ("null among lists", "Umlauf", "10.3.4.4 table 75: the parameters of concatenate() are lists; outside of a domain "
     "the result is null (10.3.4)",
     every(begins(r"concatenate\(", r"union\("), lambda text, ours, theirs: ours is None)),
    ("single values among lists", "Umlauf", "10.3.2.9.4: where a list is wanted, a single value is a list of one",
     every(begins(r"union\(", r"concatenate\(", r"\(every ", r"\(some "), lambda text, ours, theirs: theirs is None)),
    ("an order of different types", "Umlauf", "10.3.2.13.3 table 54: an order with null or another type is null",
     every(within(r" [<>]=? | between "), lambda text, ours, theirs: ours is None and theirs is False)),
    ("a zoned and a local time", "Umlauf", "10.3.2.13.2 table 58: a date is midnight UTC, and both must have a zone or "
     "none", every(within(r" - date\("), lambda text, ours, theirs: ours is None)),
    ("trailing zeros", "both", "10.3.4.1 table 73: string() of a number says nothing of them; Umlauf keeps those of the "
     "arithmetic", every(begins(r"string\("), lambda text, ours, theirs: isinstance(ours, str) and ours.rstrip("0") ==
                                                                          str(theirs).rstrip("0"))),
    ("an order that is not known", "Umlauf", "10.3.4.9 table 80: precedes is a function to boolean",
     every(begins(r"sort\("), lambda text, ours, theirs: ours is None)),
    ("a condition that is no boolean", "both", "10.3.2.13.1 table 52 says what true and false choose; 10.2.2.14 makes "
     "the boxed conditional null, and so does Umlauf here", every(begins(r"\(if "), lambda text, ours, theirs: ours is None)),
    ("exact halves", "Umlauf", "10.3.2.3.1: numbers are decimal; feelin rounds binary ones",
     every(begins(r"decimal\(", r"round "), lambda text, ours, theirs: abs(ours - theirs) <= 1)),
    ("the greatest of texts and dates", "Umlauf", "10.3.4.4 table 75: max() and min() take a list of comparable items",
     every(begins(r"max\(", r"min\("), lambda text, ours, theirs: ours is not None and theirs is None)),
    ("a filter over a single value", "Umlauf", "10.3.2.5 table 51: what is no list is filtered as a list of one",
     every(within(r"\[item "), lambda text, ours, theirs: ours == [])),
    ("a loop over a single value", "Umlauf", "10.3.2.9.4: where a list is wanted, a single value is a list of one",
     every(begins(r"\(for "), lambda text, ours, theirs: isinstance(ours, list) and theirs is None)),
    ("the text of null in a list", "Umlauf", "10.3.4.1 table 73: string(null) is null, and an item of a list may be",
     every(within(r"string\("), lambda text, ours, theirs: isinstance(ours, list) and theirs is None)),
    ("is() of different types", "Umlauf", "10.3.4.6 table 77: is() is false where the types differ",
     every(begins(r"is\("), lambda text, ours, theirs: ours is False and theirs is None)),
    ("the number of a number", "both", "10.3.4.1 table 73 speaks of texts; Umlauf takes a number as it is",
     every(begins(r"number\("), lambda text, ours, theirs: isinstance(ours, Decimal) and theirs is None)),
    ("a time moved by months", "Umlauf", "10.3.2.13.2 table 57: a time takes days and time durations only",
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
