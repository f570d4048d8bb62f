# The README's two commands are `make run` and `make test`; everything else is a part of them
# or a tool for those who build 稳住.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := run

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input --quiet
CHROMIUM ?= $(shell command -v chromium || command -v chromium-browser || command -v google-chrome || echo /usr/bin/chromium)
CODE := bot handlers storage tests

.PHONY: run setup setup-tests test format lint types unit eval review bench soak story weights lock dist second-opinion screenshot font clean

run: setup ## start the service with the local chat page
	exec $(BIN)/wenzhu run

setup: $(VENV)/.runtime $(VENV)/.prepared ## environment, locked dependencies, .venv/bin/wenzhu

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo '需要 Python 3.11 或更新版本。'; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || ./deploy/debian-packages.sh python3-venv
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.lock pyproject.toml bot/__init__.py | $(VENV)/bin/python
	$(PIP) install --require-hashes --requirement requirements.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	$(BIN)/python -m compileall -q bot handlers storage
	touch $@

# what judging and answering know, as it stands in memory: a command starts in a third of the time
$(VENV)/.prepared: $(VENV)/.runtime $(wildcard handlers/*.py handlers/*/*.py handlers/*/*/*.toml handlers/*/*/*.json)
	$(BIN)/python -m bot.preparing
	touch $@

$(VENV)/.tests: requirements-dev.lock $(VENV)/.runtime
	$(PIP) install --require-hashes --requirement requirements-dev.lock
	touch $@

setup-tests: setup $(VENV)/.tests ## what the tests need beyond the service: linters, Chromium, a CJK font
	@test -x "$(CHROMIUM)" && fc-list :lang=zh 2>/dev/null | grep -q . || ./deploy/debian-packages.sh chromium fonts-noto-cjk fontconfig

test: setup-tests format lint types unit ## format, lint, strict types on code and tests, all tests

format:
	$(BIN)/ruff format --check $(CODE)

lint:
	$(BIN)/ruff check $(CODE)

types:
	$(BIN)/mypy $(CODE)

unit:
	$(BIN)/python -m pytest

QA ?= $(EVAL)/../law/qa_open.json

eval: setup ## figures on a folder of labelled messages: make eval EVAL=dir [QA=questions.json]
	@test -n "$(EVAL)" || { echo 'make eval EVAL=<folder with messages_open.jsonl and score.py>'; exit 64; }
	@work=$$(mktemp -d) && trap 'rm -rf "$$work"' EXIT && \
	  $(BIN)/wenzhu judge --jsonl < "$(EVAL)/messages_open.jsonl" > "$$work/predicted.jsonl" && \
	  $(BIN)/python "$(EVAL)/score.py" "$(EVAL)/messages_open.jsonl" "$$work/predicted.jsonl" && \
	  if test -e "$(EVAL)/intents_open.jsonl"; then \
	    $(BIN)/wenzhu understand --jsonl < "$(EVAL)/intents_open.jsonl" > "$$work/understood.jsonl" && \
	    $(BIN)/python "$(EVAL)/score.py" --intents "$(EVAL)/intents_open.jsonl" "$$work/understood.jsonl"; fi && \
	  if test -e "$(QA)"; then $(BIN)/python -m tests.counsel.figures "$(QA)"; fi

weights: setup ## learn the model's weights again from the labelled material, and prove the catalogue
	$(BIN)/python -m tests.practices.learn
	$(BIN)/python -m tests.intents.learn
	$(BIN)/python -m handlers.practices.stamping

review: setup ## the pages a lawyer reads and signs off, out of the data: docs/review
	$(BIN)/python -m tests.review.pages

bench: setup-tests ## ratios against a named floor measured in the same run
	$(BIN)/python -m tests.bench

soak: setup-tests ## three years of reminders: two processes on one database, killed again and again
	$(BIN)/python -m tests.soak

second-opinion: setup-tests ## the Telegram door against a server that others wrote (needs npm)
	$(BIN)/python -m tests.telegram.second_opinion

story: setup-tests ## forty days of one borrower through the real program; writes docs/story.md
	$(BIN)/python -m tests.story --write

screenshot: setup-tests ## docs/screenshots from the running program
	$(BIN)/python -m tests.screenshots

font: setup-tests ## cut the font of our pictures out of Noto Sans CJK again
	$(BIN)/python -m tests.drawing.font

lock: ## re-lock dependencies: hashes, no registry addresses
	$(PYTHON) -m venv .lockenv && .lockenv/bin/python -m pip install --quiet uv
	.lockenv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate pyproject.toml --group build -o requirements.lock
	.lockenv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate pyproject.toml --group build --group dev -o requirements-dev.lock
	rm -rf .lockenv

dist: setup ## wheel and source distribution in dist/, to install and run elsewhere
	rm -rf dist
	$(BIN)/python deploy/settings_example.py
	$(BIN)/python -m hatchling build

clean:
	rm -rf $(VENV) dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
