# Everything a newcomer, a maintainer and CI need. `make demo` and `make test` set up what they use.
SHELL := /bin/bash
VENV := .venv
PYTHON := $(VENV)/bin/python
UV := 0.13.9
STAMP := $(VENV)/.installed
FILES := copydesk checker rules reports tests scripts benchmarks $(wildcard training)

.PHONY: setup demo test test-fast check format docs wheel constraints clean browser
.DELETE_ON_ERROR:

setup: $(STAMP)

# uv installs in seconds what pip takes minutes for; every package is pinned with its hash in constraints.txt.
$(STAMP): pyproject.toml constraints.txt
	python3 -m venv $(VENV)
	$(PYTHON) -m pip install --quiet --disable-pip-version-check uv==$(UV)
	$(VENV)/bin/uv pip install --quiet --compile-bytecode --python $(PYTHON) --require-hashes -r constraints.txt
	$(VENV)/bin/uv pip install --quiet --python $(PYTHON) --no-deps --no-build-isolation --editable .
	$(PYTHON) -m compileall -q copydesk checker rules reports
	touch $@

demo: setup
	mkdir -p build
	$(VENV)/bin/copydesk check seeds --fail-on never
	$(VENV)/bin/copydesk check seeds --fail-on never --format html --output build/demo.html
	@echo "The same as a page: build/demo.html"

test: setup browser
	$(PYTHON) -m pytest

test-fast: setup
	$(PYTHON) -m pytest -m "not slow"

# The HTML report is tested in a real browser: Debian's chromium.
browser:
	@scripts/install-browser

check: setup
	$(VENV)/bin/ruff format --check $(FILES)
	$(VENV)/bin/ruff check $(FILES)
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	$(PYTHON) -m scripts.write_rule_docs --check
	$(PYTHON) -m scripts.write_config_schema --check

format: setup
	$(VENV)/bin/ruff format $(FILES)
	$(VENV)/bin/ruff check --fix $(FILES)

docs: setup
	$(PYTHON) -m scripts.write_rule_docs
	$(PYTHON) -m scripts.write_config_schema

wheel: setup
	scripts/try-wheel

# After a change of the dependencies in pyproject.toml.
constraints:
	$(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --all-extras --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links --constraint constraints.in pyproject.toml --output-file constraints.txt

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
