# SPDX-License-Identifier: Apache-2.0
"""What is measured: the gateway, the FastAPI service, nginx; and PostgreSQL, on which they work."""

import asyncio
import os
import pathlib
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import asyncpg

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent.parent
SCHEMA = "bench_gateway"
DATABASE = os.environ["MOVIEGEN_TEST_DATABASE_URL"]
LIMITS = {"BENCH_DAILY_LIMIT": "100000", "BENCH_OPEN_LIMIT": "100000"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def memory_megabytes(process: subprocess.Popen) -> float:
    for line in pathlib.Path(f"/proc/{process.pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("the process is gone")


class Server:
    """Runs while it is entered."""

    name: str

    def command(self) -> list[str]: ...
    def environment(self) -> dict[str, str]: ...

    def __init__(self, folder: pathlib.Path):
        self.folder, self.port = folder, free_port()
        self.url = f"http://127.0.0.1:{self.port}"

    def __enter__(self):
        self.log = (self.folder / f"{self.name}.log").open("ab")
        self.process = subprocess.Popen(
            self.command(), env={**os.environ, **self.environment()}, stdin=subprocess.DEVNULL,
            stdout=self.log, stderr=self.log, cwd=HERE / "FastAPI")
        deadline = time.monotonic() + 30
        while True:
            try:
                urllib.request.urlopen(self.url + self.ready_path, timeout=2).read()
                return self
            except urllib.error.HTTPError as error:
                if error.code < 500:
                    return self
            except OSError:
                pass
            if time.monotonic() > deadline or self.process.poll() is not None:
                sys.exit(f"{self.name} does not start: " + pathlib.Path(self.log.name).read_text()[-2_000:])
            time.sleep(0.05)

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)
        self.log.close()


class Gateway(Server):
    """Without a broker, as a gateway may run for hours: messages wait in the outbox, as the FastAPI service's do."""

    name, ready_path = "gateway", "/readyz"

    def command(self):
        return [os.environ["BENCH_GATEWAY"]]

    def environment(self):
        return {
            "RABBITMQ_URL": "amqp://nobody:nothing@127.0.0.1:1", "DATABASE_URL": DATABASE,
            "MOVIEGEN_DATABASE_SCHEMA": SCHEMA, "MOVIEGEN_HTTP_PORT": str(self.port),
            "MOVIEGEN_ARTIFACTS": str(self.folder / "artifacts"), "MOVIEGEN_TRUSTED_PROXIES": "127.0.0.1",
            "MOVIEGEN_DAILY_JOB_LIMIT": LIMITS["BENCH_DAILY_LIMIT"],
            "MOVIEGEN_OPEN_JOB_LIMIT": LIMITS["BENCH_OPEN_LIMIT"],
        }


class FastAPI(Server):
    """A worker for each core, for each has but one thread."""

    name, ready_path = "fastapi", "/openapi.json"

    def command(self):
        return [
            sys.executable, "-m", "uvicorn", "service:app", "--port", str(self.port), "--loop", "uvloop", "--http",
            "httptools", "--workers", str(os.cpu_count()), "--no-access-log", "--log-level", "warning",
        ]

    def environment(self):
        return {"BENCH_DATABASE": f"{DATABASE}?search_path={SCHEMA}", "BENCH_POOL": str(8 // os.cpu_count()), "PYTHONDONTWRITEBYTECODE": "1", **LIMITS}


class Nginx(Server):
    """Hands out one file, by sendfile; one worker."""

    name, ready_path = "nginx", "/none"

    def command(self):
        settings = self.folder / "nginx.conf"
        settings.write_text(f"""
            daemon off; master_process off; pid {self.folder}/nginx.pid; error_log {self.folder}/nginx.log;
            events {{ }}
            http {{
                access_log off; sendfile on; tcp_nopush on;
                client_body_temp_path {self.folder}/nginx-body; proxy_temp_path {self.folder}/nginx-proxy;
                fastcgi_temp_path {self.folder}/nginx-a; uwsgi_temp_path {self.folder}/nginx-b;
                scgi_temp_path {self.folder}/nginx-c;
                server {{ listen 127.0.0.1:{self.port}; root {self.folder}/films; }}
            }}""")
        return ["/usr/sbin/nginx", "-p", str(self.folder), "-c", str(settings)]

    def environment(self):
        return {}


class Database:
    """PostgreSQL, with a schema of the benchmark's own."""

    async def __aenter__(self):
        self.connection = await asyncpg.connect(DATABASE)
        await self.connection.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE; CREATE SCHEMA {SCHEMA}")
        await self.connection.execute(f"SET search_path = {SCHEMA}")
        self.version = (await self.connection.fetchval("SHOW server_version")).split()[0]
        return self

    async def __aexit__(self, *_):
        await self.connection.execute(f"DROP SCHEMA {SCHEMA} CASCADE")
        await self.connection.close()

    async def empty(self):
        """Also plans again: what was counted of other tables would make bad ones."""
        while True:
            try:
                return await self.connection.execute(
                    "TRUNCATE jobs, tasks, outbox, quotas, barriers CASCADE; ANALYZE jobs, tasks")
            except asyncpg.DeadlockDetectedError:
                # The last admissions of a load that has ended.
                await asyncio.sleep(0.1)

    async def job_count(self) -> int:
        return await self.connection.fetchval("SELECT count(*) FROM jobs")
