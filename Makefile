# Everything is prepared on the way: `make start` and `make test` need only python3 (3.11+), make and a package index.
PYTHON ?= python3
BIN = .venv/bin
SHARE ?= 1

# What Python has compiled once it keeps, also where the machine says otherwise: every start is several seconds shorter
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup prepare start test check bench prove fix messages lock docs

help:     ## what there is to make
	@grep -E '^[a-z]+:.*##' Makefile | sed 's/:.*## /\t/' | expand -t 12

prepare:
	@$(PYTHON) tools/setup.py

setup:    ## install all that the product, its tests and its stories need
	@$(PYTHON) tools/setup.py --browser

start: prepare ## serve the demonstration on localhost
	@$(BIN)/samordner start

test: setup ## run all tests, browser stories included; those nearest to the database on PostgreSQL too
	@$(BIN)/python tools/run_tests.py

check: prepare ## the guards: types, lint, imports, migrations, catalogues, generated documents
	@$(BIN)/python tools/check.py

bench: prepare ## measure speed against a baseline in the same run
	@$(BIN)/python -m bench

prove: prepare ## the long durability and load proofs (SHARE=0.1 does a tenth), and the rest of the tests on PostgreSQL
	@$(BIN)/python -m prove --share $(SHARE)
	@$(BIN)/python tools/run_tests.py --on-postgresql

fix: prepare ## format and mend what a machine can mend
	@$(BIN)/ruff check --fix -q . || true
	@$(BIN)/ruff format -q .

messages: prepare ## bring the message catalogues up to date
	@$(BIN)/python tools/messages.py update

docs: prepare ## write docs/generated
	@$(BIN)/samordner docs

lock:     ## choose newer versions of the dependencies
	@for n in run develop; do $(BIN)/uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes --no-header --no-annotate requirements/$$n.in -o requirements/$$n.txt; done
