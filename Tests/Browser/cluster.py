# SPDX-License-Identifier: Apache-2.0
"""The gateway and all stage services, on a virtual host, a schema and a folder of their own."""

import base64
import ctypes
import json
import os
import re
import secrets
import signal
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from contextlib import contextmanager
from pathlib import Path

ADMIN_TOKEN = "correct-horse-battery-staple"
SERVICES = ["gateway", "script-svc", "audio-svc", "slide-svc", "render-svc"]


class Cluster:
    """Runs while it is entered. Needs the servers' addresses, as `Scripts/servers.sh run` gives them."""

    def __init__(self, programs: Path, folder: Path, film: Path, settings: dict[str, str] | None = None):
        self.programs, self.folder, self.film = programs, folder, film
        self.settings = settings or {}
        self.name = f"browser_{secrets.token_hex(4)}"
        self.processes: dict[str, subprocess.Popen] = {}
        self.address = ""
        self.broker = urllib.parse.urlsplit(os.environ["MOVIEGEN_TEST_RABBITMQ_URL"])
        self.database = os.environ["MOVIEGEN_TEST_DATABASE_URL"]

    def __enter__(self) -> "Cluster":
        (self.folder / "artifacts").mkdir(parents=True)
        (self.folder / "log").mkdir()
        user = urllib.parse.quote(self.broker.username or "", safe="")
        self._manage("PUT", f"vhosts/{self.name}")
        self._manage(
            "PUT", f"permissions/{self.name}/{user}", {"configure": ".*", "write": ".*", "read": ".*"})
        self._sql(f"CREATE SCHEMA {self.name}")
        try:
            for service in SERVICES:
                self._start(service)
            self.address = self._await_gateway()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        for process in self.processes.values():
            process.send_signal(signal.SIGCONT)
            process.terminate()
        for process in self.processes.values():
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._sql(f"DROP SCHEMA {self.name} CASCADE")
        self._manage("DELETE", f"vhosts/{self.name}")

    @contextmanager
    def held(self, service: str):
        """A service that stands still: jobs that need it stay as they are."""
        process = self.processes[service]
        process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            process.send_signal(signal.SIGCONT)

    @contextmanager
    def without_gateway(self):
        """It is killed, and afterwards started again at its port, which is free meanwhile."""
        self.processes["gateway"].kill()
        self.processes["gateway"].wait()
        try:
            yield self.port
        finally:
            self._start("gateway", MOVIEGEN_HTTP_PORT=str(self.port))
            self._await_gateway()

    @property
    def port(self) -> int:
        return urllib.parse.urlsplit(self.address).port

    def submit(self, markdown: str) -> str:
        """A job of nobody's page; gives its id."""
        request = urllib.request.Request(
            f"{self.address}/api/jobs", json.dumps({"markdown": markdown}).encode(),
            {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.load(answer)["id"]

    def cancel(self, job: str) -> None:
        request = urllib.request.Request(f"{self.address}/api/jobs/{job}", method="DELETE")
        urllib.request.urlopen(request, timeout=20).close()

    def _start(self, service: str, **settings: str) -> None:
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("MOVIEGEN_", "OTEL_"))
        }
        environment |= {
            "RABBITMQ_URL": self.broker._replace(path=f"/{self.name}").geturl(),
            "DATABASE_URL": self.database,
            "MOVIEGEN_DATABASE_SCHEMA": self.name,
            "MOVIEGEN_ARTIFACTS": str(self.folder / "artifacts"),
            "MOVIEGEN_FILM_CONFIG": str(self.film),
            "MOVIEGEN_HTTP_PORT": "0",
            "MOVIEGEN_DRAIN_SECONDS": "2",
            "MOVIEGEN_RETRY_FIRST_SECONDS": "1",
            "MOVIEGEN_RETRY_FACTOR": "1",
            # The article that fails to be fetched is on a server of ours.
            "MOVIEGEN_ALLOW_PRIVATE_ADDRESSES": "true",
            "MOVIEGEN_DAILY_JOB_LIMIT": "1000",
            "MOVIEGEN_ADMIN_TOKEN": ADMIN_TOKEN,
        } | self.settings | settings
        with (self.folder / "log" / f"{service}.log").open("wb") as log:
            self.processes[service] = subprocess.Popen(
                [self.programs / service], env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True, preexec_fn=die_with_parent)

    def _await_gateway(self) -> str:
        log = self.folder / "log" / "gateway.log"
        for _ in range(600):
            for service, process in self.processes.items():
                if process.poll() is not None:
                    raise RuntimeError(f"{service} ended at its start: {self.last_words(service)}")
            port = re.search(r'"The gateway is open".*"port":"?(\d+)', log.read_text())
            if port and is_ready(address := f"http://127.0.0.1:{port[1]}"):
                return address
            time.sleep(0.1)
        raise RuntimeError(f"the gateway is not ready after a minute: {self.last_words('gateway')}")

    def last_words(self, service: str) -> str:
        return "\n".join((self.folder / "log" / f"{service}.log").read_text().splitlines()[-5:])

    def _manage(self, method: str, path: str, body: object = None) -> None:
        address = urllib.parse.urlsplit(os.environ["MOVIEGEN_TEST_RABBITMQ_MANAGEMENT_URL"])
        account = base64.b64encode(f"{address.username}:{address.password}".encode()).decode()
        request = urllib.request.Request(
            f"http://{address.hostname}:{address.port}/api/{path}", method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"Basic {account}", "Content-Type": "application/json"})
        urllib.request.urlopen(request, timeout=20).close()

    def _sql(self, statement: str) -> None:
        subprocess.run(
            ["psql", "-qX", "-v", "ON_ERROR_STOP=1", self.database, "-c", "SET client_min_messages = warning",
             "-c", statement], check=True)


def is_ready(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/readyz", timeout=5):
            return True
    except (urllib.error.URLError, OSError):
        return False


def die_with_parent() -> None:
    """Lest services outlive tests that were killed: PR_SET_PDEATHSIG."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)
