# Dialoom: set up, run, check and test.  Everything below needs only Python 3.11+, make and the package registries.
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
WORKSPACE ?= flows
WORKERS ?= $(shell n=$$(nproc 2>/dev/null || echo 2); [ $$n -lt 4 ] || n=4; echo $$n)
BIN := .venv/bin
UI := designer/static/app/index.html
UI_SOURCES := $(shell find designer/ui -type f -not -path '*/node_modules/*' 2>/dev/null) hatch_build.py

.DEFAULT_GOAL := help
.PHONY: help run test prepared check ui-test lab browser bench soak types clean

help: ## show the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-9s %s\n", $$1, $$2}'

run: .venv/ready $(UI) ## set everything up, then serve the designer on http://127.0.0.1:8000
	$(BIN)/dialoom serve --workspace $(WORKSPACE) --host $(HOST) --port $(PORT)

test: ## set everything up and pass every test
	@$(MAKE) --no-print-directory -j$(WORKERS) -O prepared
	$(BIN)/pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

prepared: .venv/dev-ready $(UI) browser lab check ui-test

check: .venv/dev-ready ## style, types, import rules, module sizes
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

ui-test: .venv/dev-ready $(UI) ## types and unit tests of the designer's page
	$(BIN)/python hatch_build.py test

lab: .venv/bin/python ## unpack Asterisk, PostgreSQL and Redis for the tests (nothing is installed)
	@$(BIN)/python -m tests.lab.setup

browser: ## a Chromium and Chinese fonts for the browser tests
	@tests/ui/find_browser.sh

bench: .venv/dev-ready ## measure, as ratios against a peer in the same run
	@for file in $(filter-out benchmarks/soak.py,$(wildcard benchmarks/*.py)); do echo "== $$file"; $(BIN)/python $$file || exit 1; done

soak: .venv/dev-ready lab ## half an hour of calls on a real Asterisk: is memory flat, is anything left
	$(BIN)/python -m benchmarks.soak

clean: ## remove what the targets made (not the workspace)
	rm -rf .venv .lab designer/static/app designer/ui/node_modules build dist

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Dialoom needs Python 3.11 or newer; $(PYTHON) is older. Try: make PYTHON=python3.11 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; \
	  echo "Python cannot make a virtual environment. On Debian: sudo apt-get install python3-venv"; exit 1; }

.venv/ready: pyproject.toml constraints.txt | .venv/bin/python
	DIALOOM_SKIP_UI=1 $(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

.venv/dev-ready: pyproject.toml constraints.txt | .venv/bin/python
	DIALOOM_SKIP_UI=1 $(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch .venv/ready $@

$(UI): $(UI_SOURCES) | .venv/bin/python
	$(BIN)/python hatch_build.py
	@touch $@
