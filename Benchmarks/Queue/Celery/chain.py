# SPDX-License-Identifier: Apache-2.0
"""The same two stages as a person would write them with Celery: acknowledged late, published with confirms, and one
PostgreSQL commit a task."""
import os
import signal
import time

import psycopg2
from celery import Celery
from celery.signals import worker_process_init

# Whoever starts it from a thread of a pool leaves it signals blocked, SIGTERM among them.
signal.pthread_sigmask(signal.SIG_SETMASK, [])

app = Celery("bench", broker=os.environ["BENCH_BROKER"])
app.conf.update(
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_ignore_result=True,
    task_default_queue_type="quorum",
    task_default_exchange_type="direct",
    task_default_queue="bench.celery",
    broker_transport_options={"confirm_publish": True},
    worker_prefetch_multiplier=int(os.environ["BENCH_PREFETCH"]) // int(os.environ["BENCH_PROCESSES"]),
    worker_send_task_events=False,
    broker_connection_retry_on_startup=True,
)

database = None


@worker_process_init.connect
def connect(**_):
    global database
    database = psycopg2.connect(os.environ["BENCH_DATABASE"])


def record(job, stage, started_at):
    with database, database.cursor() as cursor:
        cursor.execute(
            "INSERT INTO bench_celery (job, stage, started_at, finished_at)"
            " VALUES (%s, %s, to_timestamp(%s), clock_timestamp())",
            (job, stage, started_at))


@app.task(name="first")
def first(job):
    record(job, 1, time.time())


@app.task(name="second")
def second(job):
    record(job, 2, time.time())
