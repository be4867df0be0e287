# Two commands matter: `make demo` and `make test`. Everything else is a part of them or a longer run.
SHELL := /bin/bash
PYTHON ?= python3.11
PORT ?= 8610
SCALE ?= 1
SEED ?= 1
SECONDS ?= 180
MACHINE ?= x86_64
VENV := .venv
PIP := $(VENV)/bin/pip --disable-pip-version-check -q

.PHONY: setup demo test fast check bench slow fuzz go postgres bundle docs lock clean help

help:            ## what each target does
	@grep -hE '^[a-z]+: .*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(VENV)/.product src/yuzhi/site/static/vendor/pico.css messages   ## .venv with the command yuzhi, and the pages' assets

$(VENV)/.product: requirements/base.txt pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "setup: Python 3.11 is missing; install it, or name it: make PYTHON=/path/to/python3.11 setup"; exit 1; }
	test -x $(VENV)/bin/python || $(PYTHON) -m venv $(VENV)
	$(PIP) install --require-hashes -r requirements/base.txt
	$(PIP) install --no-deps --no-build-isolation -e .
	touch $@

src/yuzhi/site/static/vendor/pico.css: package-lock.json scripts/assets.py $(VENV)/.product
	@{ command -v npm >/dev/null && [ "$$(npm --version | cut -d. -f1)" -ge 10 ]; } || $(PIP) install --require-hashes -r requirements/node.txt
	$(VENV)/bin/python scripts/assets.py

.PHONY: messages
messages: $(VENV)/.product
	@scripts/messages.sh

$(VENV)/.tests: requirements/test.txt package-lock.json $(VENV)/.product | src/yuzhi/site/static/vendor/pico.css
	$(PIP) install --require-hashes -r requirements/test.txt
	$(VENV)/bin/python scripts/assets.py --with-tests
	touch $@

demo: setup      ## the sample city from files to a running site on 127.0.0.1
	@SCALE=$(SCALE) SEED=$(SEED) PORT=$(PORT) scripts/demo.sh

test: setup $(VENV)/.tests   ## lint, types, contracts, and every test
	@scripts/browser.sh
	@$(MAKE) --no-print-directory check
	$(VENV)/bin/pytest -n 2 --dist loadfile -q -m "not slow and not go"

check: $(VENV)/.tests   ## lint, types and import contracts
	$(VENV)/bin/ruff check src tests bench scripts conftest.py
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports --no-cache >.lint-imports.log 2>&1 || { cat .lint-imports.log; exit 1; }
	$(VENV)/bin/yamllint -s src docs publiccode.yml

fast: $(VENV)/.tests    ## the floors below Django
	$(VENV)/bin/pytest -q -p no:django -W ignore::pytest.PytestConfigWarning -m "not slow" src/yuzhi/kernel src/yuzhi/engines src/yuzhi/packs

slow: setup $(VENV)/.tests   ## the long counts; dated results in bench/results
	HYPOTHESIS_PROFILE=explore $(VENV)/bin/pytest -q -m slow
	@$(MAKE) --no-print-directory fuzz SECONDS=60

fuzz: setup $(VENV)/.tests   ## coverage-guided fuzzers over every reader, SECONDS each; says so where atheris is absent
	@$(PIP) install --require-hashes -r requirements/fuzz.txt || echo "fuzz: atheris cannot be installed on this machine"
	$(VENV)/bin/python -m tests.fuzz --seconds $(SECONDS) || test $$? -eq 77

postgres: setup $(VENV)/.tests   ## the tests beside the code on PostgreSQL (its own server, or YUZHI_DATABASE); skips loudly without
	@scripts/postgres.sh || test $$? -eq 77

go: setup $(VENV)/.tests   ## the Go clients of transparency logs read ours; skips loudly without Go
	$(VENV)/bin/pytest -q -m go tests/go

bundle: setup    ## a folder that installs without a network: BUNDLE=folder, MACHINE=x86_64 or aarch64
	$(VENV)/bin/python scripts/bundle.py $(or $(BUNDLE),build/bundle-$(MACHINE)) --machine $(MACHINE)

bench: setup $(VENV)/.tests  ## load, search and indicators beside their peers; dated results in bench/results
	for one in bench/*.py; do $(VENV)/bin/python $$one || exit 1; done

docs: setup      ## the generated pages of docs/reference
	$(VENV)/bin/python scripts/reference.py

lock:            ## pins again what requirements/*.in name (needs uv)
	cd requirements && for one in base node test fuzz; do uv pip compile $$one.in --generate-hashes --no-header --no-annotate --python-version 3.11 -o $$one.txt -q -U; done
	cd requirements && uv pip compile bench.in --no-deps --generate-hashes --no-header --no-annotate --python-version 3.11 -o bench.txt -q -U

clean:           ## all that setup made, but no data
	rm -rf $(VENV) node_modules src/yuzhi/site/static/vendor
