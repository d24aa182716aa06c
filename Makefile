# make run    the bot, or without a token the bot behind a Telegram of its own in the browser
# make test   the specification
# make check  style and types
# make quality  the quality of every part, printed and written to benchmarks/results (needs ../shared)
# make gate   no figure of quality under its floor (where ../shared is there)
# make scenes  the main scenes in headless Chromium, a picture of each in docs/scenes
# make lock   the pinned requirements, made anew

PYTHON ?= python3
BIN := .venv/bin
INSTALL := -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --requirement

.DEFAULT_GOAL := run
.PHONY: run test check quality gate scenes lock clean

run: .venv/runtime.stamp
	@$(BIN)/python -m playground --with-bot --if-no-token

test: .venv/test.stamp
	$(BIN)/python -m pytest -n auto

check: .venv/test.stamp .venv-check/check.stamp
	.venv-check/bin/ruff check .
	.venv-check/bin/ruff format --check .
	.venv-check/bin/mypy --python-executable $(BIN)/python

quality: .venv/test.stamp
	$(BIN)/python -m benchmarks.quality --write

gate: .venv/test.stamp
	$(BIN)/python -m benchmarks.quality --gate

scenes: .venv/test.stamp
	$(BIN)/python -m playground.scenes

.venv/runtime.stamp: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Ringkas needs Python 3.11 or newer; name one with: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
	  || { echo "This Python cannot make environments; on Debian: apt-get install python3-venv" >&2; exit 1; }
	@echo "Making .venv and installing requirements.lock into it (about 100 MB to fetch) ..."
	@$(PYTHON) -m venv --clear .venv
	@$(BIN)/python $(INSTALL) requirements.lock
	@$(BIN)/python -m pip uninstall --quiet --yes setuptools 2>/dev/null  # nothing here needs it: 10 MB
	@touch $@

.venv/test.stamp: .venv/runtime.stamp requirements-test.lock
	@echo "Adding the test tools to .venv ..."
	@$(BIN)/python $(INSTALL) requirements-test.lock
	@touch $@

.venv-check/check.stamp: requirements-check.lock
	@echo "Making .venv-check with ruff and mypy ..."
	@$(PYTHON) -m venv --clear .venv-check
	@.venv-check/bin/python $(INSTALL) requirements-check.lock
	@touch $@

LOCK := .venv-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header
lock:
	@echo "Resolving the requirements ..."
	@test -x .venv-lock/bin/uv || { $(PYTHON) -m venv .venv-lock && .venv-lock/bin/python -m pip install --quiet --disable-pip-version-check uv; }
	$(LOCK) --upgrade pyproject.toml --output-file requirements.lock
	$(LOCK) --upgrade --constraint requirements.lock requirements-test.in --output-file requirements-test.lock
	$(LOCK) --upgrade requirements-check.in --output-file requirements-check.lock

clean:
	rm -rf .venv .venv-check .venv-lock
