# SPDX-License-Identifier: EUPL-1.2
# `make run` makes the sample bulletin, `make test` passes the tests. Both set up .venv from the locked, hashed list.
PYTHON ?= python3.11
BIN := .venv/bin
SAMPLE_DATE := 2026-11-20

.DEFAULT_GOAL := help
.PHONY: help run test check bench chaos chaos-long chaos-real fleet-test fleet-long fleet-renders fuzz lock clean

help:
	@echo "make run    make the sample bulletin, offline"
	@echo "make test   run the default tests (under 5 minutes)"
	@echo "make check  formatting, lint and types"
	@echo "make chaos  kill a small night at many points and go on (chaos-long: at every point, and 1,000 times at random;"
	@echo "            chaos-real: with the real voice, painter and encoder)"
	@echo "make fleet-test  a fleet on a PostgreSQL of its own, workers killed (fleet-long: 400 newsrooms; fleet-renders: real films)"
	@echo "make fuzz   bend the input of each parser of our own for ten minutes (goes on where it was stopped)"
	@echo "make bench  measure against MoviePy and a plain x264 encode (BENCH=--quick: a taste)"

.venv/ready: requirements-dev.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch .venv/ready

run: .venv/ready
	$(BIN)/newsreel run --config config.toml --date $(SAMPLE_DATE)

# on all cores, each file of tests on one of them
test: .venv/ready
	$(BIN)/python -m pytest -n auto --dist loadfile

check: .venv/ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

bench: .venv/ready
	$(BIN)/python -m benchmarks.render $(BENCH)

chaos: .venv/ready
	$(BIN)/python -m tests.reliability.chaos

fuzz: .venv/ready
	nice $(BIN)/python -m tests.reliability.fuzz --seconds 600 --state output/fuzz.json --row
	$(BIN)/python -m tests.reliability.report

chaos-long: .venv/ready
	nice $(BIN)/python -m tests.reliability.chaos --points 1 --random 1000 --state output/chaos.jsonl --row
	$(BIN)/python -m tests.reliability.report

fleet-test: .venv/ready
	.ci/fleet

fleet-long: .venv/ready
	TMPDIR=/dev/shm .ci/postgres $(BIN)/python -m tests.fleet.nightwatch --row
	$(BIN)/python -m tests.reliability.report

fleet-renders: .venv/ready
	TMPDIR=/dev/shm .ci/postgres $(BIN)/python -m tests.fleet.renders --row
	$(BIN)/python -m tests.reliability.report

chaos-real: .venv/ready
	nice $(BIN)/python -m tests.reliability.chaos --real --random 40 --row
	$(BIN)/python -m tests.reliability.report

lock: .venv/ready
	uv pip compile pyproject.toml --extra dev --generate-hashes --python-version 3.11 --no-header --quiet --output-file requirements-dev.lock

clean:
	rm -rf .venv output
