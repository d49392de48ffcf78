# SPDX-License-Identifier: Apache-2.0
"""`make bench-gateway`: the gateway, beside the same admission by FastAPI and asyncpg, and files beside nginx.

All share all cores with PostgreSQL and the load. Rounds are interleaved; figures are printed, nothing is gated.
Arguments: rounds (5), then which of `jobs`, `rate`, `streams`, `film` (all).
"""

import asyncio
import datetime
import hashlib
import importlib.metadata
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import uuid

import uvloop
from load import download, latencies, listen, throughput
from servers import Database, FastAPI, Gateway, Nginx, memory_megabytes

FILM_BYTES = 60_000_000
PARTS = ["jobs", "rate", "streams", "film"]


class Report:
    def __init__(self):
        self.values: dict[str, list[float]] = {}

    def add(self, name: str, value: float):
        self.values.setdefault(name, []).append(value)
        print(f"  {name}: {value:.1f}", flush=True)

    def median(self, name: str) -> float:
        return statistics.median(self.values[name])

    def table(self, rows: list[tuple[str, str, str]]) -> str:
        lines = ["| | least | median | greatest | | |", "|---|---|---|---|---|---|"]
        for name, unit, remark in rows:
            if values := self.values.get(name):
                figures = " | ".join(f"{value:.{1 if value < 100 else 0}f}" for value in (
                    min(values), statistics.median(values), max(values)))
                lines.append(f"| {name} | {figures} | {unit} | {remark} |")
        return "\n".join(lines)


def goal(is_met: bool, text: str) -> str:
    return f"{text}: {'met' if is_met else 'missed'}"


async def make_film(database: Database, folder: pathlib.Path) -> str:
    """A finished job whose film has 60 MB; its path in the API."""
    content = os.urandom(FILM_BYTES)
    name = hashlib.sha256(content).hexdigest()
    for place in [folder / "artifacts/objects" / name[:2] / name, folder / "films/film.mp4"]:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    job = uuid.uuid4()
    result = {"files": {"mp4": name}, "title": "60 MB", "durationSeconds": 60, "filmBytes": FILM_BYTES}
    await database.connection.execute(
        """INSERT INTO jobs (id, client, state, request, first_task, time_limit, deadline_at, finished_at, result)
           VALUES ($1, 'bench', 'done', '{}', '{}', '1 hour', now(), now(), $2)""", job, json.dumps(result))
    return f"/api/jobs/{job}/video"


async def measure(rounds: int, parts: list[str], report: Report, database: Database, folder: pathlib.Path):
    with Gateway(folder) as ours, FastAPI(folder) as theirs, Nginx(folder) as nginx:
        await asyncio.sleep(3)
        report.add("memory, idle, ours", memory_megabytes(ours.process))
        for number in range(rounds):
            print(f"round {number + 1} of {rounds}", flush=True)
            for name, server in [("ours", ours), ("FastAPI", theirs)]:
                if "jobs" in parts:
                    report.add(f"admitted jobs, {name}", await throughput(server, database, 5))
                if "rate" in parts:
                    taken = await latencies(server, database, 200, 10)
                    report.add(f"200 jobs/s, median, {name}", taken[len(taken) // 2])
                    report.add(f"200 jobs/s, 99th percentile, {name}", taken[len(taken) * 99 // 100])
            if "film" in parts:
                await database.empty()
                path = await make_film(database, folder)
                for name, url in [("ours", ours.url + path), ("nginx", nginx.url + "/film.mp4")]:
                    for _ in range(5):
                        report.add(f"60 MB film by Range, {name}", download(url, FILM_BYTES))
    if "streams" in parts:
        await database.empty()
        with Gateway(folder) as ours:
            # Past the first heartbeat, which looks at each job again.
            lines = await listen(ours, 1_000, 20)
            report.add("memory, 1,000 event streams, ours", memory_megabytes(ours.process))
            for each in lines:
                each.writer.close()


def machine(database: Database) -> str:
    model = next(line for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line)
    versions = ", ".join(
        f"{name} {importlib.metadata.version(name)}" for name in ("fastapi", "uvicorn", "uvloop", "asyncpg"))
    nginx = subprocess.run(["/usr/sbin/nginx", "-v"], capture_output=True, text=True).stderr.split("/")[-1].strip()
    return (f"{os.cpu_count()} cores of {model.split(':')[1].strip()}, load {os.getloadavg()[0]:.2f}; PostgreSQL "
            f"{database.version}, Python {sys.version.split()[0]}, {versions}, nginx {nginx}; "
            f"{datetime.date.today()}")


async def main():
    rounds = next((int(each) for each in sys.argv[1:] if each.isdigit()), 5)
    parts = [each for each in sys.argv[1:] if each in PARTS] or PARTS
    report = Report()
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR")) as folder:
        async with Database() as database:
            await measure(rounds, parts, report, database, pathlib.Path(folder))
            print("\n" + machine(database) + "\n")
    ratio, late, film, streams = 0.0, 0.0, 0.0, 0.0
    if "jobs" in parts:
        ratio = report.median("admitted jobs, ours") / report.median("admitted jobs, FastAPI")
    if "rate" in parts:
        late = report.median("200 jobs/s, 99th percentile, ours")
    if "film" in parts:
        film = report.median("60 MB film by Range, ours")
    if "streams" in parts:
        streams = report.median("memory, 1,000 event streams, ours")
    idle = report.median("memory, idle, ours")
    print(report.table([
        ("admitted jobs, FastAPI", "jobs/s", ""),
        ("admitted jobs, ours", "jobs/s", f"{ratio:.1f}x; " + goal(ratio >= 3, ">= 3x")),
        ("200 jobs/s, median, FastAPI", "ms", ""),
        ("200 jobs/s, median, ours", "ms", ""),
        ("200 jobs/s, 99th percentile, FastAPI", "ms", ""),
        ("200 jobs/s, 99th percentile, ours", "ms", goal(late < 20, "< 20")),
        ("60 MB film by Range, nginx", "MB/s", ""),
        ("60 MB film by Range, ours", "MB/s", goal(film >= 500, ">= 500")),
        ("memory, idle, ours", "MB", goal(idle <= 60, "<= 60")),
        ("memory, 1,000 event streams, ours", "MB", goal(streams <= 100, "<= 100")),
    ]))


uvloop.run(main())
