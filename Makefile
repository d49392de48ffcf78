# SPDX-License-Identifier: Apache-2.0
# What a person types. `make` alone lists it.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

SWIFT ?= swift
# A target may import only what Package.swift says it depends on.
IMPORTS := --explicit-target-dependency-import-check error
# Tests of what waits for others run after those that keep every core busy drawing: both in one process would starve them.
SERVER_TESTS := ^(OwnerThread|Broker|Store|Worker)Tests\.|^MovieGenTests\..?(An operator|moviegen )
# Those of HTTP servers by themselves: beside the others they wait too long, and want more connections than PostgreSQL has.
HTTP_TESTS := ^(Telemetry|Gateway)Tests\.
SOURCES := Package.swift Sources Tests $(wildcard Benchmarks)

# Which faults `make chaos` brings, and for how long.
SEED ?= 1
MINUTES ?= 10

.PHONY: help setup demo up down status test test-api test-browser check sanitize chaos format clean bench-render bench-replicas bench-queue bench-gateway mutants screenshots

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## install the Debian packages and the Japanese voice, where missing
	@Scripts/setup.sh

demo: setup ## make a film of Examples/why-queues.ja.md: out/demo.mp4
	$(SWIFT) build -c release --product moviegen
	@mkdir -p out
	"$$($(SWIFT) build -c release --show-bin-path)/moviegen" generate Examples/why-queues.ja.md -o out/demo.mp4

# The programs of a cluster.
PRODUCTS := moviegen gateway script-svc audio-svc slide-svc render-svc

up: setup ## start RabbitMQ, PostgreSQL and all services on this machine
	@for product in $(PRODUCTS); do $(SWIFT) build -c release --product $$product; done
	@MOVIEGEN_BIN="$$($(SWIFT) build -c release --show-bin-path)" Scripts/cluster.sh up
	@echo
	@echo "Make a film:  $$($(SWIFT) build -c release --show-bin-path)/moviegen submit Examples/why-queues.ja.md -o film.mp4"
	@echo "Look at it:   make status        Something wrong: moviegen doctor, and docs/operations.md"
	@echo "Stop it:      make down"

down: ## stop the services gently, then the servers; jobs and films stay
	@Scripts/cluster.sh down

status: ## what runs, what waits in the queues, and the newest jobs
	@status=0; Scripts/cluster.sh status || status=$$?; \
	moviegen="$${MOVIEGEN_BIN:-.build/release}/moviegen"; \
	echo; "$$moviegen" queues list || status=$$?; \
	echo; "$$moviegen" jobs list --limit 10 || status=$$?; \
	exit $$status

test: setup ## build everything and run all tests, on a RabbitMQ and a PostgreSQL of their own
	$(SWIFT) build --build-tests $(IMPORTS)
	$(SWIFT) test $(IMPORTS) --skip-build --skip "$(SERVER_TESTS)" --skip "$(HTTP_TESTS)"
	Scripts/servers.sh run $(SWIFT) test $(IMPORTS) --skip-build --filter "$(SERVER_TESTS)"
	Scripts/servers.sh run $(SWIFT) test $(IMPORTS) --skip-build --filter "$(HTTP_TESTS)"
	MOVIEGEN_BIN="$$($(SWIFT) build --show-bin-path)" Tests/API/run.sh
	@# Every crash point, every kind of fault and a film, on the services themselves; its exit code decides.
	"$$($(SWIFT) build --show-bin-path)/chaos" --smoke
	MOVIEGEN_BIN="$$($(SWIFT) build --show-bin-path)" Tests/Browser/run.sh

test-browser: setup ## only the tests of the pages, in Chromium: ARGUMENTS="-k phone"
	$(SWIFT) build $(IMPORTS)
	MOVIEGEN_BIN="$$($(SWIFT) build --show-bin-path)" Tests/Browser/run.sh $(ARGUMENTS)

test-api: setup ## hold the gateway against its own OpenAPI document, with schemathesis
	$(SWIFT) build $(IMPORTS) --product gateway
	MOVIEGEN_BIN="$$($(SWIFT) build --show-bin-path)" Tests/API/run.sh

check: setup ## the style, then the tests
	$(SWIFT) format lint --strict --recursive $(SOURCES)
	@$(MAKE) --no-print-directory test

sanitize: setup ## the tests of OwnerThread, Broker and Store under ThreadSanitizer and AddressSanitizer
	@for each in thread address; do \
		echo "With the $$each sanitizer"; \
		$(SWIFT) build --build-tests $(IMPORTS) --sanitize=$$each --scratch-path .build-$$each; \
		TSAN_OPTIONS="suppressions=$(CURDIR)/Tests/Sanitizers/thread.txt" \
		LSAN_OPTIONS="suppressions=$(CURDIR)/Tests/Sanitizers/address.txt" \
			Scripts/servers.sh run $(SWIFT) test $(IMPORTS) --sanitize=$$each --scratch-path .build-$$each --skip-build \
			--filter '^(OwnerThread|Broker|Store)Tests\.'; \
	done

chaos: setup ## break the pipeline at random: SEED=n MINUTES=m; logs in .local/chaos
	$(SWIFT) build $(IMPORTS)
	"$$($(SWIFT) build --show-bin-path)/chaos" --crash-points
	"$$($(SWIFT) build --show-bin-path)/chaos" --seed $(SEED) --minutes $(MINUTES) --films 4

mutants: setup ## put known mistakes into a copy of the sources, and see that the tests find each
	Scripts/mutants.sh

format: ## put the sources into the project's style
	$(SWIFT) format --in-place --recursive $(SOURCES)

bench-render: setup ## time a minute of 1080p film, and the same picture by ffmpeg
	$(SWIFT) build -c release --product bench-render
	"$$($(SWIFT) build -c release --show-bin-path)/bench-render"

bench-replicas: setup ## time one film by one render-svc and by two, a core each
	@for product in $(PRODUCTS); do $(SWIFT) build -c release --product $$product; done
	Benchmarks/Replicas/replicas.sh

bench-queue: setup ## time publishing, tasks and hops, and what else one could use for them
	Benchmarks/Queue/Celery/install.sh
	$(SWIFT) build -c release --product bench-queue
	Scripts/servers.sh run "$$($(SWIFT) build -c release --show-bin-path)/bench-queue"

bench-gateway: setup ## time admission, films and memory of the gateway, and what else one could use for them
	Benchmarks/Gateway/FastAPI/install.sh
	$(SWIFT) build -c release --product gateway
	BENCH_GATEWAY="$$($(SWIFT) build -c release --show-bin-path)/gateway" PYTHONDONTWRITEBYTECODE=1 \
		Scripts/servers.sh run .local/bench/fastapi/bin/python Benchmarks/Gateway/bench.py

screenshots: setup ## take the pictures of the pages anew: docs/screenshots
	@for product in $(PRODUCTS); do $(SWIFT) build -c release --product $$product; done
	MOVIEGEN_BIN="$$($(SWIFT) build -c release --show-bin-path)" Tests/Browser/run.sh screenshots

clean: ## remove what was built and made; the voice stays
	rm -rf .build .build-thread .build-address out
