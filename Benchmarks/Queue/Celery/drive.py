# SPDX-License-Identifier: Apache-2.0
"""Asks for jobs: drive.py all COUNT sends them at once, drive.py each COUNT one after the other."""
import os
import sys
import time

import psycopg2
from celery import chain

from chain import first, second


def send(job):
    chain(first.si(job), second.si(job)).apply_async()


def wait_for(cursor, job):
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        cursor.execute("SELECT 1 FROM bench_celery WHERE job = %s AND stage = 2", (job,))
        if cursor.fetchone():
            return
        time.sleep(0.02)
    sys.exit(f"job {job} did not end in 30 s")


mode, count = sys.argv[1], int(sys.argv[2])
if mode == "all":
    for job in range(count):
        send(job)
else:
    connection = psycopg2.connect(os.environ["BENCH_DATABASE"])
    connection.autocommit = True
    cursor = connection.cursor()
    for job in range(count):
        send(job)
        wait_for(cursor, job)
