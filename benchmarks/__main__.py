"""Measure, and print the table."""

import argparse
import signal
import sys

from benchmarks import exploring, loading, looking_back, many, reply, rooms, screens
from benchmarks.measure import Row, table

PARTS = {
    "reply": reply.rows,
    "loading": loading.rows,
    "looking-back": looking_back.rows,
    "exploring": exploring.rows,
    "screens": screens.rows,
    "rooms": rooms.rows,
    "many": many.rows,
}


def main() -> int:
    """Measure what was asked for; return 1 where an aim was missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; left out: all")
    asked = parser.parse_args().parts or list(PARTS)
    if unknown := set(asked) - set(PARTS):
        parser.error(f"there is no {', '.join(sorted(unknown))}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # so that no program is left behind
    measured: list[Row] = []
    for part in asked:
        print(f"measuring {part} …", file=sys.stderr, flush=True)
        measured += PARTS[part]()
    print(table(measured))
    return 0 if all(row.is_met for row in measured) else 1


if __name__ == "__main__":
    sys.exit(main())
