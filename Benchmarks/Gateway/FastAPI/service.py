# SPDX-License-Identifier: Apache-2.0
"""The admission of `POST /api/jobs` as one would write it with FastAPI and asyncpg, on the gateway's own tables.

The same checks and rows in one transaction: blocked networks, the key's earlier job, open jobs, the network's daily
count, the job, its first task, the outbox row and the relay's notification, one COMMIT. Run by uvicorn on uvloop and
httptools; the workers' pools have as many connections together as the gateway's. It does less beside: no guard against private addresses, no
film settings, no metrics, no languages.
"""

import ipaddress
import os
import uuid
from contextlib import asynccontextmanager
from typing import Annotated

import asyncpg
import orjson
from fastapi import FastAPI, Header, Request
from fastapi.responses import Response
from pydantic import BaseModel, HttpUrl

DAILY_LIMIT = int(os.environ["BENCH_DAILY_LIMIT"])
OPEN_LIMIT = int(os.environ["BENCH_OPEN_LIMIT"])
POOL = int(os.environ["BENCH_POOL"])
# As the gateway's: the benchmark begins with empty tables, and plans for those would be kept.
PLANNING = {"enable_seqscan": "off", "jit": "off"}
FIRST_TASK = '{"stage": "script", "part": 0, "input": "{}", "attemptLimit": 5}'

BLOCKED = """
    SELECT reason FROM blocked_networks
    WHERE $1::inet <<= network AND (expires_at IS NULL OR expires_at > now()) ORDER BY masklen(network) DESC LIMIT 1
"""
EXISTING = "SELECT id FROM jobs WHERE client = $1 AND idempotency_key = $2"
OPEN = "SELECT count(*) FROM (SELECT FROM jobs WHERE state = 'open' LIMIT $1) j"
COUNT = """
    INSERT INTO quotas AS q (scope, subject, day, used)
    SELECT 'network', $1, (now() AT TIME ZONE 'UTC')::date, 1 WHERE 1 <= $2
    ON CONFLICT (scope, subject, day) DO UPDATE SET used = q.used + 1 WHERE q.used + 1 <= $2
    RETURNING used, ceil(extract(epoch FROM date_trunc('day', now() AT TIME ZONE 'UTC') + interval '1 day'
        - (now() AT TIME ZONE 'UTC')))::integer AS reset
"""
JOB = """
    INSERT INTO jobs (id, client, idempotency_key, request, first_task, time_limit, deadline_at, quotas)
    VALUES ($1, $2, $3, $4::text::jsonb, $5::text::jsonb, interval '2 hours', now() + interval '2 hours',
        jsonb_build_array(jsonb_build_object('scope', 'network', 'subject', $2::text, 'cost', 1,
            'day', (now() AT TIME ZONE 'UTC')::date)))
    ON CONFLICT (client, idempotency_key) DO NOTHING RETURNING created_at
"""
TASK = """
    WITH moved AS (
        INSERT INTO tasks (job_id, generation, stage, part, input, max_attempts)
        VALUES ($1, 0, 'script', 0, '{}', 5) RETURNING *)
    INSERT INTO outbox (exchange, routing_key, headers, body, available_at, job_id, task_key)
    SELECT 'movie.jobs', stage,
        jsonb_build_object('schema', schema, 'job', job_id, 'stage', stage, 'part', part, 'gen', generation,
            'attempt', attempt),
        convert_to(jsonb_build_object('schema', schema, 'job', job_id, 'stage', stage, 'part', part,
            'gen', generation)::text, 'UTF8'),
        run_at, job_id, concat_ws('/', job_id, stage, part, generation)
    FROM moved RETURNING pg_notify('moviegen_outbox', '')
"""


class Wish(BaseModel):
    url: HttpUrl
    language: str | None = None


class Refused(Exception):
    def __init__(self, status: int, code: str, headers: dict[str, str] | None = None):
        self.status, self.code, self.headers = status, code, headers or {}


@asynccontextmanager
async def lifespan(application: FastAPI):
    application.state.pool = await asyncpg.create_pool(
        os.environ["BENCH_DATABASE"], min_size=POOL, max_size=POOL, server_settings=PLANNING)
    yield
    await application.state.pool.close()


app = FastAPI(lifespan=lifespan)


def network_of(request: Request) -> tuple[str, str]:
    # The benchmark's client is the trusted proxy.
    forwarded = request.headers.get("x-forwarded-for")
    address = ipaddress.ip_address(forwarded.rsplit(",", 1)[-1].strip() if forwarded else request.client.host)
    prefix = 32 if address.version == 4 else 64
    return str(address), str(ipaddress.ip_network((address, prefix), strict=False))


async def admit(pool, wish: Wish, key: str | None, address: str, network: str):
    async with pool.acquire() as connection, connection.transaction():
        if await connection.fetchval(BLOCKED, address):
            raise Refused(403, "blocked")
        if key and (job := await connection.fetchval(EXISTING, network, key)):
            return job, None, 0, 0
        if await connection.fetchval(OPEN, OPEN_LIMIT) >= OPEN_LIMIT:
            raise Refused(503, "queueFull", {"Retry-After": "60"})
        counted = await connection.fetchrow(COUNT, network, DAILY_LIMIT)
        if counted is None:
            raise Refused(429, "dailyLimitReached", {"RateLimit-Limit": str(DAILY_LIMIT), "RateLimit-Remaining": "0"})
        job = uuid.uuid4()
        wished = orjson.dumps({"source": {"address": {"_0": str(wish.url)}}, "language": wish.language}).decode()
        created = await connection.fetchval(JOB, job, network, key, wished, FIRST_TASK)
        if created is None:
            raise Refused(409, "conflict")
        await connection.execute(TASK, job)
        return job, created, counted["used"], counted["reset"]


@app.post("/api/jobs", status_code=202)
async def create(request: Request, wish: Wish, idempotency_key: Annotated[str | None, Header()] = None):
    address, network = network_of(request)
    try:
        job, created, used, reset = await admit(request.app.state.pool, wish, idempotency_key, address, network)
    except Refused as refusal:
        body = orjson.dumps({"type": "about:blank", "status": refusal.status, "code": refusal.code})
        return Response(body, refusal.status, refusal.headers, "application/problem+json")
    base = f"/api/jobs/{job}"
    answer = {
        "id": job, "url": str(wish.url), "status": "pending", "progress": 0, "created": created,
        "links": {"self": base, "status": base + "/status", "events": base + "/events"},
    }
    headers = {
        "Location": base, "RateLimit-Limit": str(DAILY_LIMIT), "RateLimit-Remaining": str(DAILY_LIMIT - used),
        "RateLimit-Reset": str(reset),
    }
    return Response(orjson.dumps(answer), 202, headers, "application/json")
