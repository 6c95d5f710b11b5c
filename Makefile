# The front door. Every target says what it does and sets up what it needs.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
DB     ?=

.PHONY: help setup demo snapshot check site serve test test-all matrix bench golden messages lock clean
.DEFAULT_GOAL := help

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 12

setup: $(VENV)/ready ## a virtual environment with the locked dependencies
demo: $(VENV)/ready ## the example, end to end, on an embedded PostgreSQL
	@$(BIN)/chronicle demo
snapshot: $(VENV)/ready ## capture the database, record it, say what changed (DB=name)
	@$(BIN)/chronicle snapshot $(DB)
check: $(VENV)/ready ## the latest snapshot against the expectation (DB=name)
	@$(BIN)/chronicle check $(DB)
site: $(VENV)/ready ## pages, then the history site under site/
	@$(BIN)/chronicle site
serve: $(VENV)/ready ## the site with live reload
	@$(BIN)/chronicle serve
test: $(VENV)/tested ## lint, types and all tests but the long ones
	@$(BIN)/python -m tests
test-all: $(VENV)/tested ## the long tests too
	@$(BIN)/python -m tests --all
matrix: $(VENV)/tested ## every remedy there and back on real servers, with the share that is proven
	@$(BIN)/python -m pytest -m matrix -s -n 2
bench: $(VENV)/ready ## medians and ratios against peers
	@$(BIN)/python -m tests.bench
	@$(BIN)/python -m tests.bench_site
golden: $(VENV)/tested ## rewrite the expected files and the handbook's output; read the git diff
	@$(BIN)/python -m pytest tests/test_cases.py tests/test_rules.py tests/test_cli.py tests/test_docs.py tests/test_majors.py tests/test_expected_schema.py --update-golden
messages: $(VENV)/tested ## bring the catalogues of other languages up to date with the code
	@$(BIN)/python -m tests.messages
lock: ## resolve the dependencies anew
	@$(BIN)/pip install -q uv && for x in "" test; do $(BIN)/uv pip compile -q -U --universal --generate-hashes --no-header --python-version 3.11 $${x:+--extra $$x} pyproject.toml requirements.in -o requirements$${x:+-$$x}.lock; done
clean: ## remove everything that was made
	rm -rf $(VENV) site .cache .pytest_cache .mypy_cache .ruff_cache *.egg-info && git clean -fdXq docs

$(VENV)/ready: requirements.lock pyproject.toml
	@echo "setup: a virtual environment in $(VENV)/, with the dependencies of $<"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r $<
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-build-isolation --no-deps -e .
	@touch $@
$(VENV)/tested: requirements-test.lock $(VENV)/ready
	@echo "setup: the test tools of $<"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r $<
	@touch $@
