# What a person does with this repository. `make help` lists it.

PYTHON := .venv/bin/python
# One runner more than the two cores of the machines that check us, because some tests wait for other processes; a file
# stays whole, for what it sets up is dear.
PYTEST := $(PYTHON) -m pytest -n 3 --dist loadfile -m "not stress"

.DEFAULT_GOAL := help
.PHONY: help run test lint bench stress screens wheel docs words locks clean

help: ## list what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | while IFS="$$(printf '\t')" read -r name text; do \
		printf '  make %-9s %s\n' "$$name" "$$text"; done

run: ## bring up the demo community; KORZO_DEMO=0 starts an empty one
	@bin/make-venv run
	@case "$${KORZO_DEMO:-1}" in 0|false|False|no|off) exec .venv/bin/korzo up ;; *) exec .venv/bin/korzo demo ;; esac

test: ## run all tests on SQLite, then on PostgreSQL where it is installed
	@bin/make-venv dev
	$(PYTEST)
	$(PYTHON) -m tests.postgres $(PYTEST)

lint: ## check style, types, floors, templates, migrations and lock files
	@bin/make-venv dev
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	PYTHONPATH=. .venv/bin/lint-imports
	.venv/bin/djlint --lint --quiet korzo
	KORZO_DATA=var/lint DJANGO_SETTINGS_MODULE=korzo.project.settings $(PYTHON) -m django makemigrations --check --dry-run
	KORZO_DATA=var/lint $(PYTHON) -m tests.migration_rules
	KORZO_DATA=var/lint KORZO_URL=https://community.example DJANGO_SETTINGS_MODULE=korzo.project.settings $(PYTHON) -m django check --deploy --fail-level WARNING
	@if grep -n '://' requirements*.lock; then echo 'A lock file carries an address.' >&2; exit 1; fi

bench: ## measure pages, replies, search, live delivery and jobs, each beside a limit or a peer
	@bin/make-venv dev
	$(PYTHON) -m bench

stress: ## run the long tests: many members at once, killed processes, full disks
	@bin/make-venv dev
	$(PYTHON) -m pytest -m stress

screens: ## take pictures of the pages, for a person to look at
	@bin/make-venv dev
	KORZO_SCREENS=var/screens $(PYTHON) -m tests.journey.screens var/screens

wheel: ## build the package into dist/
	@bin/make-venv dev
	rm -rf dist
	.venv/tools/bin/uv build --quiet --python $(PYTHON) --out-dir dist

docs: ## write the documents that are made from the code
	@bin/make-venv dev
	KORZO_DATA=var/lint DJANGO_SETTINGS_MODULE=korzo.project.settings $(PYTHON) -m django write_docs

words: ## collect the visible strings into the catalogues, and compile these
	bin/messages
	$(PYTHON) bin/compile-messages

locks: ## write the lock files anew after a change of pyproject.toml
	@bin/make-venv dev
	bin/write-locks

clean: ## remove what was made, but never your data in var/
	rm -rf .venv build dist .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find korzo tests -name __pycache__ -type d -prune -exec rm -rf {} +
