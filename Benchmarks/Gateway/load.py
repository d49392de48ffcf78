# SPDX-License-Identifier: Apache-2.0
"""Clients: as fast as it goes (wrk), at a constant rate whatever the answers take, and a thousand that listen."""

import asyncio
import random
import re
import subprocess
import time

from servers import HERE, Database, Server


def post(number: int) -> bytes:
    body = b'{"url": "https://example.com/articles/%d"}' % number
    address = f"9.{random.randint(1, 200)}.{random.randint(0, 255)}.{random.randint(1, 254)}"
    return (
        f"POST /api/jobs HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"X-Forwarded-For: {address}\r\nContent-Length: {len(body)}\r\n\r\n").encode() + body


async def throughput(server: Server, database: Database, seconds: int, connections: int = 64) -> float:
    """Jobs a second, as PostgreSQL has them afterwards."""
    await database.empty()
    process = await asyncio.create_subprocess_exec(
        "wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s",
        str(HERE / "post.lua"), server.url, stdout=subprocess.PIPE)
    text = (await process.communicate())[0].decode()
    if "Non-2xx" in text or "Socket errors" in text:
        raise RuntimeError(f"{server.name}: {text}")
    duration = float(re.search(r"requests in ([\d.]+)s", text)[1])
    return await database.job_count() / duration


class Line:
    """One connection that is kept."""

    async def open(self, port: int):
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", port)
        return self

    async def ask(self, request: bytes) -> tuple[int, bytes]:
        self.writer.write(request)
        head = await self.reader.readuntil(b"\r\n\r\n")
        length = int(re.search(rb"(?i)content-length: *(\d+)", head)[1])
        return int(head.split(b" ", 2)[1]), await self.reader.readexactly(length)


async def latencies(server: Server, database: Database, rate: int, seconds: int) -> list[float]:
    """Milliseconds from the moment a request was due: one that waits for a late answer has waited too."""
    await database.empty()
    free: asyncio.Queue[Line] = asyncio.Queue()
    for _ in range(64):
        free.put_nowait(await Line().open(server.port))
    start, taken = time.perf_counter() + 0.1, []

    async def one(number: int, due: float):
        line = await free.get()
        status, _ = await line.ask(post(number))
        if status != 202:
            raise RuntimeError(f"{server.name} answered {status}")
        # The first second warms up.
        if due >= start + 1:
            taken.append(1000 * (time.perf_counter() - due))
        free.put_nowait(line)

    async with asyncio.TaskGroup() as group:
        for number in range(rate * (seconds + 1)):
            due = start + number / rate
            await asyncio.sleep(due - time.perf_counter())
            group.create_task(one(number, due))
    while not free.empty():
        (await free.get()).writer.close()
    return sorted(taken)


async def listen(server: Server, count: int, seconds: float) -> list[Line]:
    """Each follows a job of its own; returns when all got the first event, and this long has passed."""
    line, lines = await Line().open(server.port), []
    for number in range(count):
        _, body = await line.ask(post(number))
        job = re.search(rb'"id" *: *"([0-9a-f-]{36})"', body)[1].decode()
        follower = await Line().open(server.port)
        follower.writer.write(
            f"GET /api/jobs/{job}/events HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Forwarded-For: 9.9.9.9\r\n\r\n".encode())
        await asyncio.wait_for(follower.reader.readuntil(b"event: progress"), 20)
        lines.append(follower)
    line.writer.close()
    await asyncio.sleep(seconds)
    if any(each.reader.at_eof() for each in lines):
        raise RuntimeError("a stream was ended")
    return lines


def download(url: str, size: int) -> float:
    """MB/s of one Range request."""
    text = subprocess.run(
        ["curl", "-sf", "-r", "0-", "-o", "/dev/null", "-w",
         "%{http_code} %{size_download} %{time_total}", url], capture_output=True, text=True, check=True).stdout
    status, bytes_read, seconds = text.split()
    if status != "206" or int(bytes_read) != size:
        raise RuntimeError(f"{url}: {text}")
    return size / 1e6 / float(seconds)
