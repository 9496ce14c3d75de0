"""``make bench``: every figure beside its peer or ceiling, in one run. ``python -m bench maps`` runs one part."""

import platform
import sys
from datetime import UTC, datetime

from bench import (
    bringing_in,
    dask,
    gate,
    large,
    maps,
    routing,
    server,
    small_groups,
    targets_held_out,
    targets_power,
    waiting,
    weight,
)

PARTS = {
    "maps": maps.figures,
    "held_out": targets_held_out.figures,
    "small_groups": small_groups.figures,
    "bringing_in": bringing_in.figures,
    "routing": routing.figures,
    "weight": weight.figures,
    "gate": gate.figures,
    "server": server.figures,
    "waiting": waiting.figures,
}
ON_REQUEST = {"large": large.figures, "dask": dask.figures, "power": targets_power.figures}
EVERY = {**PARTS, **ON_REQUEST}


def main() -> None:
    """Run the parts asked for, or all, and print what was measured as a table."""
    asked = sys.argv[1:] or list(PARTS)
    unknown = set(asked) - set(EVERY)
    if unknown:
        sys.exit(f"No part called {', '.join(sorted(unknown))}. There are: {', '.join(EVERY)}.")
    print(f"{datetime.now(UTC):%Y-%m-%d} · {platform.machine()} · Python {platform.python_version()}\n")
    print("| what | measured | peer or ceiling |\n|---|---|---|")
    for part in asked:
        for what, measured, beside in EVERY[part]():
            print(f"| {what} | {measured} | {beside} |", flush=True)


if __name__ == "__main__":
    main()
