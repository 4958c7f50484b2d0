"""Random FEEL expressions that mean the same in every implementation of DMN 1.5: typed, so that most
of them have a value, with now and then a wrong type or a null, because errors are null as well."""
import random

# The variables that the expressions may name, as JSON.
VARIABLES = {"a": 3, "b": -7.5, "s": "Straße", "t": "x", "flag": True, "xs": [3, 1, 2],
             "who": {"name": "Ada", "age": 36}}

KINDS = ["number", "number", "string", "boolean", "boolean", "numbers", "strings", "context", "date",
         "date_time", "time", "duration", "function"]


def expressions(seed, count, depth=4):
    """`count` pairs of an expression and all that it is made of, itself included, the smallest first; the same for
    the same seed."""
    generator = Generator(seed)
    pairs = []
    for _ in range(count):
        generator.parts = set()
        text = generator.expression(depth)
        pairs.append((text, sorted(generator.parts, key=lambda part: (len(part), part))))
    return pairs


def part(method):
    """What it yields is an expression in itself."""
    def wrapped(self, depth):
        text = method(self, depth)
        self.parts.add(text)
        return text
    return wrapped


class Generator:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.parts = set()

    def expression(self, depth):
        return getattr(self, self.pick(*KINDS))(depth)

    def pick(self, *choices):
        return self.random.choice(choices)

    def slip(self, depth):
        """What a careless author writes: something of any type, or null."""
        return self.pick("null", self.expression(depth - 1) if depth > 0 else '"oops"')

    def slips(self, depth):
        return depth > 0 and self.random.random() < 0.04

    @part
    def number(self, depth):
        if depth <= 0:
            return self.pick("a", "b", "0", "1", "2", "10", "0.5", "-3", "12.25", "100", ".5")
        if self.slips(depth):
            return self.slip(depth)
        n, s, xs, b = self.number, self.string, self.numbers, self.boolean
        d = depth - 1
        return self.pick(
            lambda: f"({n(d)} + {n(d)})", lambda: f"({n(d)} - {n(d)})", lambda: f"({n(d)} * {n(d)})",
            lambda: f"({n(d)} / {n(d)})", lambda: f"({n(d)} ** {self.pick('2', '3', '0', '1')})",
            lambda: f"(-{n(d)})", lambda: f"abs({n(d)})", lambda: f"floor({n(d)})",
            lambda: f"ceiling({n(d)})", lambda: f"string length({s(d)})", lambda: f"count({xs(d)})",
            lambda: f"sum({xs(d)})", lambda: f"min({xs(d)})", lambda: f"max({xs(d)})",
            lambda: f"min({n(d)}, {n(d)})", lambda: f"mean({xs(d)})", lambda: f"number({s(d)})",
            lambda: f"(if {b(d)} then {n(d)} else {n(d)})",
            lambda: f"{xs(d)}[{self.pick('1', '2', '-1', '5', '0')}]",
            lambda: f"modulo({n(d)}, {self.pick('2', '3', '-4', '7')})",
            lambda: f"decimal({n(d)}, {self.pick('0', '1', '2')})",
            lambda: f"round {self.pick('up', 'down', 'half up', 'half down')}({n(d)}, {self.pick('0', '1')})",
            lambda: "who.age", lambda: f"({self.date(d)}).{self.pick('year', 'month', 'day', 'weekday')}",
            lambda: f"({self.date_time(d)}).{self.pick('hour', 'minute', 'second', 'day')}",
            lambda: f"({self.duration(d)}).{self.pick('days', 'hours', 'months', 'years')}",
            lambda: f"product({xs(d)})", lambda: f"median({xs(d)})",
            lambda: f"(function(x) x + {n(0)})({n(d)})",
            lambda: f"[{n(0)}..{n(0)}].{self.pick('start', 'end')}",
            lambda: f'get value({self.context(d)}, "{self.pick("age", "k")}")',
            lambda: f"{self.pick('day of year', 'week of year')}({self.date(d)})")()

    @part
    def string(self, depth):
        if depth <= 0:
            return self.pick("s", "t", '"abc"', '"Straße"', '""', '"a b"', '"A1"', '"12"', '"\\u00e4b"')
        if self.slips(depth):
            return self.slip(depth)
        s, d = self.string, depth - 1
        return self.pick(
            lambda: f"({s(d)} + {s(d)})", lambda: f"upper case({s(d)})", lambda: f"lower case({s(d)})",
            lambda: f"substring({s(d)}, {self.pick('1', '2', '-1', '-2', '9')})",
            lambda: f"substring({s(d)}, {self.pick('1', '2')}, {self.pick('1', '2', '3')})",
            lambda: f"substring before({s(d)}, {s(0)})", lambda: f"substring after({s(d)}, {s(0)})",
            lambda: f'replace({s(d)}, "[a-c]", "-")', lambda: f'replace({s(d)}, "(a)(b)", "$2$1")',
            lambda: f"(if {self.boolean(d)} then {s(d)} else {s(d)})",
            lambda: "who.name", lambda: f'string join([{s(d)}, {s(d)}], ",")',
            lambda: f"{self.strings(d)}[{self.pick('1', '-1')}]",
            lambda: f"string({self.boolean(d)})", lambda: f"string({self.date(d)})",
            lambda: f"string({self.duration(d)})", lambda: f"day of week({self.date(d)})",
            lambda: f"month of year({self.date(d)})")()

    @part
    def boolean(self, depth):
        if depth <= 0:
            return self.pick("true", "false", "flag")
        if self.slips(depth):
            return self.slip(depth)
        b, n, s, d = self.boolean, self.number, self.string, depth - 1
        op = self.pick("<", "<=", ">", ">=", "=", "!=")
        brackets = self.pick("[%s..%s]", "(%s..%s)", "[%s..%s)", "]%s..%s]")
        kind = self.pick("number", "string", "boolean", "date", "list<number>", "context", "function<Any> -> Any")
        return self.pick(
            lambda: f"({b(d)} and {b(d)})", lambda: f"({b(d)} or {b(d)})", lambda: f"not({b(d)})",
            lambda: f"({n(d)} {op} {n(d)})", lambda: f"({s(d)} {op} {s(d)})",
            lambda: f"({self.numbers(d)} = {self.numbers(d)})", lambda: f"({self.context(d)} = {self.context(d)})",
            lambda: f"({n(d)} between {n(d)} and {n(d)})", lambda: f"({n(d)} in {brackets % (n(0), n(0))})",
            lambda: f"({n(d)} in ({n(0)}, < {n(0)}, {brackets % (n(0), n(0))}))",
            lambda: f"({s(d)} in {self.strings(d)})", lambda: f"({self.expression(d)} = null)",
            lambda: f"contains({s(d)}, {s(0)})", lambda: f"starts with({s(d)}, {s(0)})",
            lambda: f"ends with({s(d)}, {s(0)})", lambda: f'matches({s(d)}, "^[a-zA-Z]+$")',
            lambda: f"list contains({self.numbers(d)}, {n(d)})",
            lambda: f"(some x in {self.numbers(d)} satisfies x > {n(0)})",
            lambda: f"(every x in {self.numbers(d)} satisfies x > {n(0)})",
            lambda: f"(some x in {self.numbers(d)}, y in {self.numbers(0)} satisfies x = y)",
            lambda: f"all([{b(d)}, {b(d)}])", lambda: f"any([{b(d)}, {b(d)}])",
            lambda: f"({self.date(d)} {op} {self.date(d)})", lambda: f"({self.date_time(d)} {op} {self.date_time(d)})",
            lambda: f"({self.time(d)} {op} {self.time(d)})", lambda: f"({self.duration(d)} {op} {self.duration(d)})",
            lambda: f"({self.expression(d)} instance of {kind})",
            lambda: f"is({self.date(d)}, {self.date(d)})",
            lambda: f"{self.pick('before', 'after')}({n(d)}, [{n(0)}..{n(0)}])",
            lambda: f"{self.pick('overlaps', 'meets', 'includes', 'starts', 'finishes', 'coincides')}"
                    f"({brackets % (1, 5)}, {brackets % (self.pick(1, 3, 5), self.pick(5, 9))})",
            lambda: f"even({n(0)})", lambda: f"odd({n(0)})")()

    @part
    def numbers(self, depth):
        if depth <= 0:
            return self.pick("xs", "[1, 2, 3]", "[]", "[5]", "[2, 2, -1]")
        if self.slips(depth):
            return self.slip(depth)
        n, xs, d = self.number, self.numbers, depth - 1
        return self.pick(
            lambda: f"[{n(d)}, {n(d)}]", lambda: f"(for x in {xs(d)} return x + {n(0)})",
            lambda: f"(for x in {xs(d)}, y in {xs(0)} return x * y)",
            lambda: f"{xs(d)}[item > {n(0)}]", lambda: f"append({xs(d)}, {n(d)})",
            lambda: f"concatenate({xs(d)}, {xs(d)})", lambda: f"reverse({xs(d)})",
            lambda: f"sort({xs(d)}, function(x, y) x {self.pick('<', '>')} y)",
            lambda: f"distinct values({xs(d)})", lambda: f"flatten([{xs(d)}, {xs(d)}])",
            lambda: f"remove({xs(d)}, 1)", lambda: f"insert before({xs(d)}, 1, {n(0)})",
            lambda: f"(for i in {self.pick('1', '3')}..{self.pick('2', '3')} return i * {n(0)})",
            lambda: f"union({xs(d)}, {xs(d)})", lambda: f"sublist({xs(d)}, 1, 1)",
            lambda: f"list replace({xs(d)}, {self.pick('1', '-1')}, {n(0)})",
            lambda: f"index of({xs(d)}, {n(0)})", lambda: f"mode({xs(d)})",
            lambda: f"[{{x: {n(0)}}}, {{x: {n(0)}}}].x", lambda: f"[{{x: {n(0)}}}, {{x: {n(0)}}}][x > {n(0)}].x")()

    @part
    def strings(self, depth):
        s, d = self.string, depth - 1
        if depth <= 0:
            return self.pick('["a", "b"]', '["x"]', "[s, t]", "[]")
        return self.pick(
            lambda: f"[{s(d)}, {s(d)}]", lambda: f'split({s(d)}, "{self.pick(" ", ",", "a", "[bc]")}")',
            lambda: f'(for x in {self.strings(d)} return x + "!")', lambda: f"reverse({self.strings(d)})",
            lambda: f'{self.strings(d)}[contains(item, "a")]')()

    @part
    def context(self, depth):
        d = depth - 1
        if depth <= 0:
            return "who"
        return self.pick(
            lambda: "who", lambda: f"{{k: {self.number(d)}, l: {self.string(d)}}}",
            lambda: f'context put(who, "age", {self.number(d)})',
            lambda: f"context merge([{self.context(d)}, {self.context(d)}])",
            lambda: f'context([{{key: "k", value: {self.number(d)}}}])',
            lambda: f"{{k: {self.number(0)}, l: k + 1}}")()

    @part
    def date(self, depth):
        if depth <= 0:
            return self.pick('date("2024-02-29")', 'date("2023-12-31")', '@"2025-03-30"', "date(2024, 1, 31)")
        if self.slips(depth):
            return self.slip(depth)
        d = depth - 1
        return self.pick(lambda: f"({self.date(d)} + {self.duration(0)})", lambda: f"({self.date(d)} - {self.duration(0)})",
                         lambda: f"date({self.date_time(d)})", lambda: self.date(0))()

    @part
    def date_time(self, depth):
        if depth <= 0:
            return self.pick('@"2024-02-29T10:30:00"', '@"2023-12-31T23:59:59"', 'date and time("2024-01-31T00:00:00")')
        d = depth - 1
        return self.pick(lambda: f"({self.date_time(d)} + {self.duration(0)})", lambda: self.date_time(0),
                         lambda: f"date and time({self.date(d)}, {self.time(d)})")()

    @part
    def time(self, depth):
        if depth <= 0:
            return self.pick('@"10:30:00"', 'time("23:59:59")', "time(8, 15, 0)")
        return self.pick(lambda: f'({self.time(depth - 1)} + @"{self.pick("PT1H", "PT90M")}")',
                         lambda: f"time({self.date_time(depth - 1)})", lambda: self.time(0))()

    @part
    def duration(self, depth):
        if depth <= 0:
            return self.pick('duration("P1M")', 'duration("P1Y2M")', 'duration("P3D")', '@"P1M"', 'duration("-P1D")',
                             '@"PT36H"')
        d = depth - 1
        return self.pick(lambda: f"({self.duration(d)} + {self.duration(0)})",
                         lambda: f"({self.duration(d)} * {self.pick('2', '-1', '0')})",
                         lambda: f"({self.date(d)} - {self.date(d)})", lambda: f"abs({self.duration(d)})",
                         lambda: f"years and months duration({self.date(d)}, {self.date(d)})")()

    @part
    def function(self, depth):
        """A context with functions in it, called: closures and recursion."""
        d = depth - 1
        return self.pick(
            lambda: f"{{f: function(x) x * {self.number(0)}, r: f({self.number(d)})}}.r",
            lambda: f"{{f: function(n) if n <= 0 then 0 else n + f(n - 1), r: f({self.pick('3', '5')})}}.r",
            lambda: f"{{g: function(h, x) h(h(x)), r: g(function(y) y + {self.number(0)}, {self.number(d)})}}.r",
            lambda: f"{{f: function(x, y) x - y, r: f(y: {self.number(0)}, x: {self.number(d)})}}.r")()
