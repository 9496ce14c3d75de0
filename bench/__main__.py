"""``make bench``: every figure beside its peer or ceiling, in one run. ``python -m bench maps`` runs one part."""

import platform
import sys
from datetime import UTC, datetime

from bench import bringing_in, gate, maps, routing, server, waiting, weight

PARTS = {
    "maps": maps.figures,
    "bringing_in": bringing_in.figures,
    "routing": routing.figures,
    "weight": weight.figures,
    "gate": gate.figures,
    "server": server.figures,
    "waiting": waiting.figures,
}


def main() -> None:
    """Run the parts asked for, or all, and print what was measured as a table."""
    asked = sys.argv[1:] or list(PARTS)
    unknown = set(asked) - set(PARTS)
    if unknown:
        sys.exit(f"No part called {', '.join(sorted(unknown))}. There are: {', '.join(PARTS)}.")
    print(f"{datetime.now(UTC):%Y-%m-%d} · {platform.machine()} · Python {platform.python_version()}\n")
    print("| what | measured | peer or ceiling |\n|---|---|---|")
    for part in asked:
        for what, measured, beside in PARTS[part]():
            print(f"| {what} | {measured} | {beside} |", flush=True)


if __name__ == "__main__":
    main()
