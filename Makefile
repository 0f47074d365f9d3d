# Two commands matter: "make chat" and "make test". Both make what they need in .venv, once.
#
# The clone itself is installed (editable), so that an edit or a "git pull" is in force at once and
# only a change of the requirements installs anything again.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:

VENV := .venv
BIN := $(VENV)/bin
REQUIREMENTS := pyproject.toml constraints.txt
# PYTHON=python3.12 chooses one; without it, the first of these that is new enough.
PYTHONS := $(or $(PYTHON),python3 python3.14 python3.13 python3.12 python3.11 python)
OLDEST := 3, 11
# Errors only.
QUIETLY := --quiet --quiet
# Python compiles what is imported, once; of two gigabytes most never is, and would take a minute.
UNCOMPILED := --no-compile
# A process a core, each with whole files, in the order in which tests/conftest.py puts them.
IN_PARALLEL := --numprocesses auto --dist loadfile --no-loadscope-reorder

.PHONY: help chat quick test coverage lint types bench readme docs picture soak clean

help: ## Explain these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

chat: $(VENV)/installed ## Set everything up and open a chat on the sample articles
	@$(BIN)/rag chat --samples

quick: lint types ## Run every check and the fast tests
	@$(BIN)/python -m pytest $(IN_PARALLEL) -m 'not (model or server or slow or terminal)' $(PYTEST_ARGS)

test: lint types ## Set up what the tests need and run every check and test
	@$(BIN)/python -m pytest $(IN_PARALLEL) $(PYTEST_ARGS)

coverage: $(VENV)/installed-dev ## Run every test and say which lines none of them reaches
	@# What a command loads is not told while coverage itself is loaded.
	@$(BIN)/python -m pytest $(IN_PARALLEL) --cov --cov-report=term \
		--ignore tests/rag/cli/test_loading.py $(PYTEST_ARGS)

lint: $(VENV)/installed-dev ## Check the style of the code
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/deptry . 2>/dev/null || { $(BIN)/deptry .; exit 1; }

types: $(VENV)/installed-dev ## Check the types
	@$(BIN)/mypy

bench: $(VENV)/installed-dev ## Measure how fast it is, beside a plain script
	@$(BIN)/python tests/bench/speed.py

# SEED=7 SHARE=0.1 TRIALS="kills damages" run a tenth of two of them again.
soak: $(VENV)/installed-dev ## Kill, damage, starve and flood it for hours; see tests/soak/soak.py
	@PYTHONPATH=.:tests $(BIN)/python tests/soak/soak.py --share $(or $(SHARE),1) $(if $(SEED),--seed $(SEED)) $(TRIALS)

docs: $(VENV)/installed-dev ## Build the documentation as a site, in build/site
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet
	@echo 'Open build/site/index.html, or with a search: python -m http.server --directory build/site'

picture: $(VENV)/installed-dev ## Draw the picture of the chat anew
	@$(BIN)/python docs/make_picture.py docs/images/chat.svg

readme: $(VENV)/installed-dev ## Run the commands of the README and of docs again and put what they print into them
	@REFRESH_README=1 $(BIN)/python -m pytest -q tests/test_readme.py

clean: ## Remove what these targets made here; libraries and settings stay
	rm -rf $(VENV) build dist .coverage .coverage.* .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find rag index prompts seeds tests -type d -name __pycache__ -prune -exec rm -rf {} +

$(VENV)/bin/python:
	@for python in $(PYTHONS); do \
		if "$$python" -c 'import sys; sys.exit(sys.version_info < ($(OLDEST)))' 2>/dev/null; then \
			echo "Making $(VENV) with $$("$$python" --version)."; \
			"$$python" -m venv $(VENV) || { \
				echo 'Its venv module is missing; on Debian and Ubuntu: apt install python3-venv' >&2; \
				rm -rf $(VENV); exit 1; }; \
			exit 0; \
		fi; \
	done; \
	echo 'No Python 3.11 or newer was found. Install one, or name it: make chat PYTHON=/path/to/python3' >&2; \
	exit 1

$(VENV)/installed: $(REQUIREMENTS) | $(VENV)/bin/python
	@echo 'Installing Dateline and what it needs into $(VENV); the first time takes some minutes.'
	@$(BIN)/python -m pip install $(QUIETLY) --upgrade 'pip>=25.1'
	@$(BIN)/python -m pip install $(QUIETLY) $(UNCOMPILED) -c constraints.txt -e .
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed
	@echo 'Installing what the tests need.'
	@$(BIN)/python -m pip install $(QUIETLY) $(UNCOMPILED) -c constraints.txt --group dev
	@touch $@
