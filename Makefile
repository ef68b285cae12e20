# Everything from a fresh clone: `make demo`, `make test`. Needs python3 >= 3.11 with venv, and make.
PY ?= python3
BIN := .venv/bin
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup demo app notebooks test coverage proof bench check docs clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: .venv/.ok ## make the virtual environment (the other targets do it themselves)

.venv/.ok: pyproject.toml requirements.lock
	@$(PY) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "$(PY) is missing or older than 3.11; try: make PY=python3.12 ..."; exit 1; }
	@$(PY) -c 'import ensurepip, venv' 2>/dev/null \
	  || { echo "$(PY) -m venv does not work; on Debian: apt install python3-venv"; exit 1; }
	@echo "setting up .venv (once, one to three minutes)"
	@$(PY) -m venv .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

# the loops are compiled once for each state of their sources, on all cores; later starts are warm
.numba/.ok: .venv/.ok $(wildcard core/*.py agents/*.py model/*.py model/*/*.py)
	@echo "compiling (once, half a minute to two, by the machine)"
	@mkdir -p .numba
	@$(BIN)/python -m experiments.compiling 2>.numba/compiling.log || true # then the run compiles all
	@$(BIN)/livemarket run base --days 2 --consumers 500 --out .numba/first-run >/dev/null 2>.numba/first-run.log || { cat .numba/first-run.log; exit 1; }
	@touch $@

demo: .numba/.ok ## the base scenario: outcome by factory mode, data, figures, report in out/demo
	$(BIN)/livemarket run base --out out/demo

app: .numba/.ok ## the market in the browser, http://127.0.0.1:8765
	$(BIN)/livemarket app

notebooks: .numba/.ok ## live all notebooks from a clean kernel: outputs, and the README's findings
	$(BIN)/python -m experiments.notebooks

test: .numba/.ok ## the quick tests
	$(BIN)/pytest -q -m "not proof" -n logical --dist loadfile

# compiled loops leave no trace: their lines are counted in a run without the compiler, while what
# they compute is held, compiled, by tests/oracles
coverage: .numba/.ok ## lines of core, agents and model that the quick tests run; at least 95 %
	$(BIN)/pytest -q -m "not proof" -n logical --dist loadfile --cov=core --cov=agents --cov=model --cov-report=
	NUMBA_DISABLE_JIT=1 $(BIN)/python -W ignore::RuntimeWarning -m coverage run --append --source=core,agents,model -m experiments run evolution --days 40 --consumers 400 --set learning.review_days=10 --out out/coverage
	NUMBA_DISABLE_JIT=1 $(BIN)/pytest -q -n logical -W ignore::RuntimeWarning -k "sound or malformed or keyed" tests/networks/test_edge_list.py tests/networks/test_peer_kinds.py --cov=core --cov=agents --cov=model --cov-append --cov-report=
	$(BIN)/coverage report --skip-covered --fail-under=95

LIMIT_SEED ?= 1
proof: .numba/.ok ## the long proofs, the table of limit cases (LIMIT_SEED=7 takes fresh luck)
	LIMIT_SEED=$(LIMIT_SEED) $(BIN)/pytest -q -m proof -n logical --durations=10
	$(BIN)/livemarket limits --effort 8 --write --seed $(LIMIT_SEED)

# one after the other and on an idle machine; peers come into an environment of their own under out/
bench: .numba/.ok ## speed, beside the machine and other frameworks: docs/generated/speed.md (40 minutes)
	for name in machine start "scale --large" sweeps common_kernel.compare; do $(BIN)/python -m benchmarks.$$name || exit 1; done
	$(BIN)/python -O -m benchmarks.plain_mesa
	$(BIN)/python -m benchmarks.page

check: .venv/.ok ## style, types, import directions, freshness of generated pages
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/livemarket params --check

docs: .venv/.ok ## write the generated pages anew
	$(BIN)/livemarket params --write

clean: ## remove what was made: environment, results, caches
	rm -rf .venv .numba out build *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
