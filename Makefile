# Two commands: `make briefs` renders the sample, `make test` runs the tests. Each first sets up what is missing.
# ARGS passes on: make briefs ARGS="at-a-glance --to pdf", make test ARGS="-k facts".
.POSIX:
.PHONY: help setup fresh briefs test lint bench judges lock pictures clean

PY = .venv/bin/python
ARGS =
PYTHON =

help:
	@echo "make briefs   set up, then render every brief of the sample to build/"
	@echo "make test     set up, then run the tests"
	@echo "make lint     ruff, mypy --strict and the contract on imports"
	@echo "make bench    what the checker finds and misses; edits that come home; times against bars and other programs"
	@echo "make judges   install the independent checkers that some tests ask (needs Node.js and Java)"
	@echo "make lock     rewrite requirements.lock with the newest versions"
	@echo "make pictures draw the README's picture from the rendered sample"
	@echo "make setup    only set up;  make fresh: throw .venv away and set up again"
	@echo "make clean    remove outputs and caches"

setup:
	@PYTHON="$(PYTHON)" sh scripts/setup.sh

fresh:
	@PYTHON="$(PYTHON)" sh scripts/setup.sh --fresh

briefs: setup
	@$(PY) render.py $(ARGS)

test: setup
	@$(PY) -m pytest -n auto --maxprocesses 4 --dist worksteal $(ARGS)

lint: setup
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check --quiet . || { echo "Layout differs: .venv/bin/ruff format ."; exit 1; }
	@$(PY) -m mypy
	@$(PY) -m pytest tests/test_imports.py

bench: setup
	@$(PY) -m bench.checker
	@$(PY) -m bench.review
	@$(PY) -m bench.run $(ARGS)

judges: setup
	@sh scripts/judges.sh

lock: setup
	@$(PY) scripts/lock.py

pictures: briefs
	@$(PY) scripts/pictures.py

clean:
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find src tests bench scripts -name __pycache__ -type d -prune -exec rm -rf {} +
