# The two commands of the README are `make run` and `make test` (also known as `make check`).
PYTHON ?= python3
VENV   := .venv
export LUOSHI_HOME ?= $(CURDIR)/out/home
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet install --require-hashes --no-deps

.PHONY: run test check lint types contracts docs pictures system evals bench lock clean

run: $(VENV)/run.done  ## a sample county on this machine: address and logins are printed
	$(BIN)/luoshi serve --sample

test: lint types contracts docs system  ## everything a commit must pass
	$(BIN)/python -m evals gate
	$(BIN)/python -m tests.postgresql $(BIN)/python -m pytest -q -n auto tests/followup tests/web tests/faults tests/flow
	$(BIN)/python -m pytest -n auto --dist loadgroup

check: test  ## the same door under its other name

lint: $(VENV)/dev.done
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/dev.done
	$(BIN)/mypy

contracts: $(VENV)/dev.done
	$(BIN)/lint-imports

docs: $(VENV)/dev.done  ## the documentation, warnings are errors; open out/docs/index.html
	$(BIN)/sphinx-build --quiet --fail-on-warning --keep-going -j auto docs out/docs

pictures: $(VENV)/dev.done system  ## the tutorials' pictures, by doing what they tell (with chromium-l10n, file fields are in Chinese too)
	STORY_PICTURES=$(CURDIR)/docs/tutorial/pictures $(BIN)/python -m pytest -q tests/flow

evals: $(VENV)/dev.done  ## reading quality, with what was gained and lost
	$(BIN)/python -m evals

bench: $(VENV)/dev.done  ## speed: make bench NAME=reading
	$(BIN)/python -m bench $(or $(NAME),reading)

system:  ## Chromium, fonts, LibreOffice, bubblewrap: what the tests open files and pages with
	sh requirements/system.sh

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Luoshi needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version 2>&1). Try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/run.done: requirements/run.txt pyproject.toml | $(VENV)/bin/python
	@echo "Installing what Luoshi needs into $(VENV) …"
	$(PIP) -r requirements/run.txt
	$(BIN)/python -m pip --disable-pip-version-check --quiet install --no-deps --no-build-isolation --editable .
	$(BIN)/python -m compileall -q src
	@touch $@

$(VENV)/dev.done: requirements/dev.txt pyproject.toml | $(VENV)/bin/python
	@echo "Installing what the tests need into $(VENV) …"
	$(PIP) -r requirements/dev.txt
	$(BIN)/python -m pip --disable-pip-version-check --quiet install --no-deps --no-build-isolation --editable .
	$(BIN)/python -m compileall -q src
	@touch $@ $(VENV)/run.done

lock:  ## write requirements/*.txt anew from pyproject.toml and requirements/*.in
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
	  pyproject.toml requirements/build.in -o requirements/run.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
	  --all-extras pyproject.toml requirements/build.in requirements/dev.in -c requirements/run.txt -o requirements/dev.txt

clean:
	rm -rf $(VENV) out .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
