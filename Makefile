# make run: the codes that the annotated notes support. Needs Python 3.11 or newer, found as python3.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test lint bench models prebill

run: $(VENV)/installed
	$(BIN)/neurolysis code annotated_notes --format table

test: $(VENV)/installed-dev
	$(BIN)/pytest

lint: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/installed-dev
	$(BIN)/python benchmarks/speed.py

# The shipped models; the same notes, rules and libraries give the same bytes.
models: $(VENV)/installed
	$(BIN)/python -m extractor.line_learning annotated_notes > line_ends.yaml
	mv line_ends.yaml extractor/knowledge/line_ends.yaml
	$(BIN)/python -m extractor.gist_learning annotated_notes > gist.yaml
	mv gist.yaml extractor/knowledge/gist.yaml
	$(BIN)/python -m extractor.odds_learning annotated_notes > odds.yaml
	mv odds.yaml extractor/knowledge/odds.yaml
	$(BIN)/neurolysis train annotated_notes --models models --force

# Status 1 is what the seeded errors must give.
prebill: $(VENV)/installed
	$(BIN)/neurolysis prebill worked_claims/claims.837 annotated_notes --fees worked_claims/fees.csv \
		--expected worked_claims/expected.csv --format table; test $$? -eq 1

$(VENV)/installed: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("needs Python 3.11 or newer" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	touch $@

$(VENV)/installed-dev: $(VENV)/installed
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@
