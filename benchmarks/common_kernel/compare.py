"""The common kernel in every version, on this machine, in one go: milliseconds a tick, and ratios.

    python -m benchmarks.common_kernel.compare [--people 1000000] [--rounds 3]

Peers are installed into an environment of their own under out/, made at the first call. Versions
take turns, so that whatever else the machine does falls on all of them alike.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

from benchmarks.paper import OUT, ROOT, keep

HERE = Path(__file__).resolve().parent
VERSIONS = {  # threads; None: of a peer. The slow ones get fewer ticks
    "livemarket, 2 threads": ("ours", 2, 60),
    "livemarket, 1 thread": ("ours", 1, 60),
    "numpy, push": ("numpy_push", None, 60),
    "Starsim": ("starsim_module", None, 30),
    "mesa-frames": ("mesa_frames_columns", None, 20),
    "Mesa, push": ("mesa_push", None, 6),
    "Mesa, pull": ("mesa_pull", None, 6),
    "AgentPy": ("agentpy_objects", None, 6),
}


def peers_python() -> Path:
    """The interpreter of the peers' environment."""
    home = OUT / "peers"
    python = home / "bin" / "python"
    if not (home / "ready").exists():
        print("installing the peers (once)", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", home], check=True)
        pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "-r", HERE / "peers.txt"], check=True)
        (home / "ready").touch()
    return python


def run(version: str, town: Path, peers: Path) -> dict[str, float]:
    """One process, one version."""
    script, threads, ticks = VERSIONS[version]
    python = peers if threads is None else Path(sys.executable)
    path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    told = os.environ if threads is None else {
        **os.environ, "NUMBA_NUM_THREADS": str(threads), "PYTHONPATH": path,
    }  # fmt: skip
    command = [python, "-W", "ignore", HERE / f"{script}.py", town, str(ticks)]
    done = subprocess.run(command, env=told, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{version} failed:\n{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    order = parser.parse_args()
    OUT.mkdir(parents=True, exist_ok=True)
    town = OUT / f"town-{order.people}.npz"
    if not town.exists():
        path = {**os.environ, "PYTHONPATH": str(ROOT)}
        make = [sys.executable, HERE / "town.py", str(order.people), town]
        subprocess.run(make, env=path, check=True)
    peers = peers_python()
    seen: dict[str, list[dict[str, float]]] = {version: [] for version in VERSIONS}
    for turn in range(order.rounds):
        for version in VERSIONS:
            seen[version].append(run(version, town, peers))
            print(f"round {turn + 1}: {version} {seen[version][-1]['ms']:.2f} ms", file=sys.stderr)
    rows = {
        version: {key: statistics.median(one[key] for one in rounds) for key in rounds[0]}
        for version, rounds in seen.items()
    }
    best = rows["livemarket, 2 threads"]["ms"]
    keep("common_kernel", [{
        "version": version, "consumers": order.people, "ms a tick": row["ms"],
        "times ours": row["ms"] / best, "buyers a tick": f"{row['buyers']:.4%}",
        "bytes a consumer": row["bytes"],
    } for version, row in rows.items()])  # fmt: skip


if __name__ == "__main__":
    main()
