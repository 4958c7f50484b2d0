#!/usr/bin/env python3
"""Draws the pictures of docs/bpmn.md: one small SVG an element, in the notation of BPMN 2.0.2.

    python3 docs/bpmn/draw.py          writes them beside this file
    python3 docs/bpmn/draw.py --check  exit status 1 where one is not as it would be written

A picture is a shape and marks inside it, all in one table below.
"""
import pathlib
import sys

HERE = pathlib.Path(__file__).parent
LINE = 'fill="none" stroke="currentColor" stroke-width="1.5" stroke-linejoin="round"'
FULL = 'fill="currentColor" stroke="currentColor" stroke-width="1.2" stroke-linejoin="round"'


def path(data, style=LINE, more=""):
    return f'<path d="{data}" {style}{more}/>'


def circle(x, y, r, style=LINE, more=""):
    return f'<circle cx="{x}" cy="{y}" r="{r}" {style}{more}/>'


# Marks of events, around (20, 20).
ENVELOPE = "M12 15h16v11H12zM12 15l8 6 8-6"
MARKS = {
    "none": ("", ""),
    "message": (path(ENVELOPE), path(ENVELOPE.split("M12 15l")[0], FULL) +
                path("M12 15l8 6 8-6", 'fill="none" stroke="#fff" stroke-width="1.2"')),
    "timer": (circle(20, 20, 9) + path("M20 13v7l5 2"), ""),
    "signal": (path("M20 12l8 14H12z"), path("M20 12l8 14H12z", FULL)),
    "error": (path("M12 27l4-13 7 8 5-10-4 14-7-8z"), path("M12 27l4-13 7 8 5-10-4 14-7-8z", FULL)),
    "escalation": (path("M20 11l6 16-6-6-6 6z"), path("M20 11l6 16-6-6-6 6z", FULL)),
    "conditional": (path("M13 11h14v18H13zM15 15h10M15 20h10M15 25h10"), ""),
    "link": (path("M12 17h8v-4l8 7-8 7v-4h-8z"), path("M12 17h8v-4l8 7-8 7v-4h-8z", FULL)),
    "compensation": (path("M19 14v12l-8-6zM28 14v12l-8-6z"),
                     path("M19 14v12l-8-6zM28 14v12l-8-6z", FULL)),
    "cancel": (path("M13 15l2-2 5 5 5-5 2 2-5 5 5 5-2 2-5-5-5 5-2-2 5-5z"),
               path("M13 15l2-2 5 5 5-5 2 2-5 5 5 5-2 2-5-5-5 5-2-2 5-5z", FULL)),
    "terminate": ("", circle(20, 20, 9, FULL)),
    "multiple": (path("M20 11l9 7-3 10H14l-3-10z"), path("M20 11l9 7-3 10H14l-3-10z", FULL)),
    "parallel": (path("M18 12h4v6h6v4h-6v6h-4v-6h-6v-4h6z"), ""),
}
DASHED = ' stroke-dasharray="4 2"'


def event(kind, mark, throws=False, beside=False):
    """kind: start, catch (also boundary), throw, end; beside: not interrupting."""
    dash = DASHED if beside else ""
    thick = LINE.replace("1.5", "3.2") if kind == "end" else LINE
    rings = circle(20, 20, 17, thick, dash)
    if kind in ("catch", "throw"):
        rings += circle(20, 20, 14, LINE, dash)
    inner = MARKS[mark][1 if throws else 0]
    return 40, 40, rings + inner


def box(marks="", dashes="", stroke="1.5", double=False):
    line = LINE.replace("1.5", stroke)
    frame = f'<rect x="2" y="2" width="76" height="46" rx="7" {line}{dashes}/>'
    if double:
        frame += f'<rect x="5" y="5" width="70" height="40" rx="5" {LINE}/>'
    return 80, 50, frame + marks


def corner(data, style=LINE):
    return path(data, style)


def bottom(*marks):
    """Marks at the lower edge, side by side."""
    shapes = {
        "plus": "M0 0h11v11H0zM5.5 2v7M2 5.5h7",
        "loop": "M3 9.5a4.6 4.6 0 1 1 4 1M3 9.5v-3.5M3 9.5h-3.4",
        "parallel": "M1 0v11M5.5 0v11M10 0v11",
        "sequential": "M0 1h11M0 5.5h11M0 10h11",
        "compensation": "M5 1v9l-5-4.5zM11 1v9L6 5.5z",
        "adhoc": "M0 6c2-4 4-4 5.5-1s3.5 3 5.5-1",
    }
    width = 15 * len(marks) - 4
    return "".join(
        f'<g transform="translate({40 - width / 2 + 15 * i:g} 35)">{path(shapes[m])}</g>'
        for i, m in enumerate(marks))


def gateway(mark):
    return 44, 44, path("M22 2l20 20-20 20L2 22z") + mark


TASKS = {
    "user-task": corner("M14 10a3.5 3.5 0 1 1-.01 0M7 24c0-9 14-9 14 0z"),
    "service-task": circle(14, 15, 3) + circle(14, 15, 6.5,
                                               LINE.replace("1.5", "2.5"), ' stroke-dasharray="2.5 2"'),
    "script-task": corner("M10 8h10c-6 5 4 9-3 15H8c6-6-4-10 2-15zM10 13h6M11 18h6"),
    "business-rule-task": corner("M7 9h15v13H7zM7 13h15M12 13v9M7 17.5h15"),
    "manual-task": corner("M7 15l6-5h8M7 15v6l4 2h9M14 13h9M14 16h9M14 19h8"),
    "send-task": corner("M7 10h15v11H7z", FULL) +
                 path("M7 10l7.5 6 7.5-6", 'fill="none" stroke="#fff" stroke-width="1.2"'),
    "receive-task": corner("M7 10h15v11H7zM7 10l7.5 6 7.5-6"),
}


def pictures():
    found = {"task": box()}
    for name, mark in TASKS.items():
        found[name] = box(mark)
    found["call-activity"] = box(bottom("plus"), stroke="3.5")
    found["global-task"] = box(TASKS["user-task"], stroke="3.5")
    found["subprocess"] = box(bottom("plus"))
    found["event-subprocess"] = box(bottom("plus"), dashes=' stroke-dasharray="2 3"')
    found["transaction"] = box(bottom("plus"), double=True)
    found["ad-hoc-subprocess"] = box(bottom("plus", "adhoc"))
    found["standard-loop"] = box(bottom("loop"))
    found["multi-instance-parallel"] = box(bottom("parallel"))
    found["multi-instance-sequential"] = box(bottom("sequential"))
    found["compensation-activity"] = box(bottom("compensation"))
    found["exclusive-gateway"] = gateway(path("M16 15l12 14M28 15L16 29", LINE.replace("1.5", "3")))
    found["parallel-gateway"] = gateway(path("M22 12v20M12 22h20", LINE.replace("1.5", "3")))
    found["inclusive-gateway"] = gateway(circle(22, 22, 9, LINE.replace("1.5", "3")))
    found["complex-gateway"] = gateway(
        path("M22 12v20M12 22h20M15 15l14 14M29 15L15 29", LINE.replace("1.5", "2.5")))
    found["event-based-gateway"] = gateway(circle(22, 22, 11) + circle(22, 22, 9) +
                                           path("M22 15l7 5-2.5 8h-9L15 20z"))
    for kind, marks in {
            "start": ("none", "message", "timer", "signal", "conditional", "error", "escalation",
                      "compensation", "multiple", "parallel"),
            "catch": ("message", "timer", "signal", "conditional", "error", "escalation", "link",
                      "compensation", "cancel", "multiple", "parallel"),
            "throw": ("none", "message", "signal", "escalation", "link", "compensation", "multiple"),
            "end": ("none", "message", "signal", "error", "escalation", "compensation", "cancel",
                    "terminate", "multiple")}.items():
        for mark in marks:
            found[f"{kind}-{mark}"] = event(kind, mark, throws=kind in ("throw", "end"))
    found["catch-beside"] = event("catch", "timer", beside=True)
    flow = path("M4 15h64", LINE) + path("M68 11l8 4-8 4z", FULL)
    found["sequence-flow"] = (80, 30, flow)
    found["conditional-flow"] = (80, 30, flow + path("M4 15l8-5 8 5-8 5z", 'fill="#fff" stroke="currentColor" stroke-width="1.5"'))
    found["default-flow"] = (80, 30, flow + path("M10 20l6-10"))
    found["message-flow"] = (80, 30, path("M8 15h60", LINE, DASHED) + circle(6, 15, 3) + path("M68 11l8 4-8 4z"))
    found["data-object"] = (40, 50, path("M6 3h20l8 8v36H6zM26 3v8h8"))
    return found


def svg(width, height, content):
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
            f'viewBox="0 0 {width} {height}" color="#222">{content}</svg>\n')


def main():
    stale = []
    for name, picture in pictures().items():
        file = HERE / f"{name}.svg"
        text = svg(*picture)
        if "--check" not in sys.argv:
            file.write_text(text, encoding="utf-8")
        elif not file.exists() or file.read_text(encoding="utf-8") != text:
            stale.append(file.name)
    for name in stale:
        print(f"{name} is not what draw.py draws", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
