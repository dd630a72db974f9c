# Everything a person or a machine asks of this repository. `make help` lists it.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
INSTALLED := .venv/.installed
# A virtual environment of its own: pm4py is AGPL, read by one drill and part of nothing we ship.
PM4PY := .venv-pm4py/.installed
PIN := pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-header --no-annotate \
	--no-emit-options --no-emit-index-url --no-emit-find-links --no-emit-trusted-host
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_ROOT_USER_ACTION := ignore

.DEFAULT_GOAL := help
.PHONY: up test drills check bench histories lock help

up: $(INSTALLED) ## Start everything; ARGS="--data DIR --port N --no-demo" go to laurel up
	@exec $(BIN)/laurel up $(ARGS)

test: $(INSTALLED) ## Run the suite without the drills; ARGS go to pytest
	$(BIN)/pytest $(ARGS)

drills: $(INSTALLED) $(PM4PY) ## Run the long tests: kills, load, years of simulated time
	$(BIN)/pytest -m drill $(ARGS)

check: $(INSTALLED) ## Format, lint, types, import contracts, pure tests
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy .
	$(BIN)/lint-imports
	$(BIN)/pytest -q -m "not postgres and not temporal and not drill"

bench: $(INSTALLED) ## Measure side by side with bare Temporal and PostgreSQL
	$(BIN)/python -m benchmarks $(ARGS)

histories: $(INSTALLED) ## Record the histories that replay tests replay anew, after a change that was meant
	$(BIN)/python -m tests.replay.record

lock: ## Pin the dependencies of pyproject.toml anew; needs pip-compile
	$(PIN) --extra dev --all-build-deps --output-file requirements.lock pyproject.toml
	$(PIN) --output-file tests/drills/requirements-pm4py.lock tests/drills/requirements-pm4py.in
	sed -i -e '/^#/d' -e '/^$$/d' requirements.lock tests/drills/requirements-pm4py.lock

help: ## Show this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 10

$(INSTALLED): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Laurel needs Python 3.11: install python3."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Laurel needs Python 3.11 or later; $(PYTHON) is older. Name another: make PYTHON=…"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
		{ echo "$(PYTHON) cannot make virtual environments. On Debian: apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --require-hashes --requirement requirements.lock
	$(BIN)/pip install --quiet --no-build-isolation --no-deps --editable .
	@touch $@

$(PM4PY): tests/drills/requirements-pm4py.lock
	$(PYTHON) -m venv .venv-pm4py
	.venv-pm4py/bin/pip install --quiet --require-hashes --requirement $<
	@touch $@
