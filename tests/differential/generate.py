"""Random FEEL expressions that mean the same in every implementation of DMN 1.5: typed, so that most
of them have a value, with now and then a wrong type or a null, because errors are null as well."""
import random

NAMES = {"a": 3, "b": -7.5, "s": "Straße", "t": "x", "flag": True, "xs": [3, 1, 2], "who": {"name": "Ada", "age": 36}}


class Generator:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def expression(self, depth=4):
        return getattr(self, self.random.choice(
            ["number", "number", "string", "boolean", "boolean", "numbers", "context", "date", "duration"]))(depth)

    def pick(self, *choices):
        return self.random.choice(choices)

    def slip(self, depth):
        """What a careless author writes: something of any type, or null."""
        return self.pick("null", self.expression(depth - 1) if depth > 0 else '"oops"')

    def number(self, depth):
        if depth <= 0:
            return self.pick("a", "b", "0", "1", "2", "10", "0.5", "-3", "12.25", "100")
        if self.random.random() < 0.04:
            return self.slip(depth)
        n, s, xs = self.number, self.string, self.numbers
        d = depth - 1
        return self.pick(
            lambda: f"({n(d)} + {n(d)})", lambda: f"({n(d)} - {n(d)})", lambda: f"({n(d)} * {n(d)})",
            lambda: f"({n(d)} / {n(d)})", lambda: f"abs({n(d)})", lambda: f"floor({n(d)})",
            lambda: f"ceiling({n(d)})", lambda: f"string length({s(d)})", lambda: f"count({xs(d)})",
            lambda: f"sum({xs(d)})", lambda: f"min({xs(d)})", lambda: f"max({xs(d)})", lambda: f"mean({xs(d)})",
            lambda: f"(if {self.boolean(d)} then {n(d)} else {n(d)})", lambda: f"{xs(d)}[{self.pick('1', '2', '-1', '5')}]",
            lambda: f"modulo({n(d)}, {self.pick('2', '3', '-4', '7')})", lambda: f"decimal({n(d)}, 1)",
            lambda: "who.age", lambda: f"({self.date(d)}).{self.pick('year', 'month', 'day')}",
            lambda: f"product({xs(d)})", lambda: f"median({xs(d)})")()

    def string(self, depth):
        if depth <= 0:
            return self.pick("s", "t", '"abc"', '"Straße"', '""', '"a b"', '"A1"')
        if self.random.random() < 0.04:
            return self.slip(depth)
        s, d = self.string, depth - 1
        return self.pick(
            lambda: f"({s(d)} + {s(d)})", lambda: f"upper case({s(d)})", lambda: f"lower case({s(d)})",
            lambda: f"substring({s(d)}, {self.pick('1', '2', '-1', '-2')})",
            lambda: f"substring({s(d)}, {self.pick('1', '2')}, {self.pick('1', '2', '3')})",
            lambda: f"substring before({s(d)}, {s(0)})", lambda: f"substring after({s(d)}, {s(0)})",
            lambda: f"replace({s(d)}, \"[a-c]\", \"-\")", lambda: f"(if {self.boolean(d)} then {s(d)} else {s(d)})",
            lambda: "who.name", lambda: f"string join([{s(d)}, {s(d)}], \",\")", lambda: f"string({self.boolean(d)})")()

    def boolean(self, depth):
        if depth <= 0:
            return self.pick("true", "false", "flag")
        if self.random.random() < 0.04:
            return self.slip(depth)
        b, n, s, d = self.boolean, self.number, self.string, depth - 1
        op = self.pick("<", "<=", ">", ">=", "=", "!=")
        return self.pick(
            lambda: f"({b(d)} and {b(d)})", lambda: f"({b(d)} or {b(d)})", lambda: f"not({b(d)})",
            lambda: f"({n(d)} {op} {n(d)})", lambda: f"({s(d)} {self.pick('=', '!=')} {s(d)})",
            lambda: f"({n(d)} between {n(d)} and {n(d)})", lambda: f"({n(d)} in [{n(0)}..{n(0)}])",
            lambda: f"contains({s(d)}, {s(0)})", lambda: f"starts with({s(d)}, {s(0)})",
            lambda: f"ends with({s(d)}, {s(0)})", lambda: f"list contains({self.numbers(d)}, {n(d)})",
            lambda: f"(some x in {self.numbers(d)} satisfies x > {n(0)})",
            lambda: f"(every x in {self.numbers(d)} satisfies x > {n(0)})", lambda: f"all([{b(d)}, {b(d)}])",
            lambda: f"any([{b(d)}, {b(d)}])", lambda: f"({self.date(d)} {op} {self.date(d)})",
            lambda: f"even({n(0)})", lambda: f"odd({n(0)})")()

    def numbers(self, depth):
        if depth <= 0:
            return self.pick("xs", "[1, 2, 3]", "[]", "[5]", "[2, 2, -1]")
        n, xs, d = self.number, self.numbers, depth - 1
        return self.pick(
            lambda: f"[{n(d)}, {n(d)}]", lambda: f"(for x in {xs(d)} return x + {n(0)})",
            lambda: f"{xs(d)}[item > {n(0)}]", lambda: f"append({xs(d)}, {n(d)})",
            lambda: f"concatenate({xs(d)}, {xs(d)})", lambda: f"reverse({xs(d)})", lambda: f"sort({xs(d)}, function(x, y) x < y)",
            lambda: f"distinct values({xs(d)})", lambda: f"flatten([{xs(d)}, {xs(d)}])",
            lambda: f"remove({xs(d)}, 1)", lambda: f"insert before({xs(d)}, 1, {n(0)})",
            lambda: f"(for i in 1..{self.pick('2', '3')} return i * {n(0)})", lambda: f"union({xs(d)}, {xs(d)})",
            lambda: f"sublist({xs(d)}, 1, 1)", lambda: f"index of({xs(d)}, {n(0)})")()

    def context(self, depth):
        d = depth - 1
        return self.pick(
            lambda: "who", lambda: f"{{k: {self.number(d)}, l: {self.string(d)}}}",
            lambda: f"context put(who, \"age\", {self.number(d)})",
            lambda: f"{{k: {self.number(0)}, l: k + 1}}")()

    def date(self, depth):
        if depth <= 0:
            return self.pick('date("2024-02-29")', 'date("2023-12-31")', '@"2025-03-30"', "date(2024, 1, 31)")
        d = depth - 1
        return self.pick(lambda: f"({self.date(d)} + {self.duration(0)})", lambda: f"({self.date(d)} - {self.duration(0)})",
                         lambda: self.date(0))()

    def duration(self, depth):
        return self.pick('duration("P1M")', 'duration("P1Y2M")', 'duration("P3D")', '@"P1M"', 'duration("-P1D")')
