# Relevé. `make` alone lists the targets. All that is needed is Python >= 3.11 with pip, and make.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LOCK := requirements/lock.txt
FUZZ_SECONDS ?= 60
documents ?= 20000
LOCKED := $(VENV)/.locked
READY := $(VENV)/.ready
# The pip that comes with $(PYTHON) installs into $(VENV): some systems cannot put a pip of its own there.
PIP := $(PYTHON) -m pip --disable-pip-version-check --python $(BIN)/python install -qq

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: fuzz help extract test check compare bench soak lint format lock clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

extract: $(READY) ## Extract every release of corpus/ into outputs/, then check the result against the gold files
	@$(BIN)/releve extract corpus -o outputs; status=$$?; $(BIN)/releve check && exit $$status

review: $(READY) ## Review the claims of outputs/ in the browser
	@$(BIN)/releve review outputs

check: $(READY) ## Score the extraction against the gold files of corpus/
	@$(BIN)/releve check

compare: $(READY) ## Compare the editions of the pairs in corpus/ (four hold planted slips, so differences are no failure)
	@$(BIN)/releve compare --pairs corpus/pairs.csv -o outputs || test $$? -eq 1

test: $(READY) ## Run the tests
	@$(BIN)/python -m pytest

bench: $(READY) ## Measure how fast we are, beside other programs, into outputs/bench.json (a few minutes)
	@requirements/bench $(PYTHON)
	@$(BIN)/python bench/run.py

soak: $(READY) ## Extract 20,000 made-up documents and see that memory stays flat (half an hour; documents=300 for fewer)
	@$(BIN)/python tests/soak.py $(documents)

fuzz: $(READY) ## Fuzz the number rules for a minute (FUZZ_SECONDS=600 for longer; Linux, Python 3.11)
	@$(PIP) --require-hashes --only-binary :all: -r requirements/fuzz.txt
	@$(BIN)/python tests/fuzz/fuzz_quantities.py -max_total_time=$(FUZZ_SECONDS) -max_len=400 -artifact_prefix=outputs/

lint: $(READY) ## Check style (ruff), types (mypy) and that imports point down only (import-linter)
	@status=0; for tool in "ruff check ." mypy "lint-imports --no-logo"; do \
	  echo "-- $$tool"; $(BIN)/$$tool || status=1; done; exit $$status

format: $(READY) ## Sort imports and mend what ruff can mend by itself
	@$(BIN)/ruff check --fix .

lock: $(READY) ## Pin all requirements anew, with hashes, after a change in requirements/*.in (asks the package index)
	@requirements/lock $(PYTHON)

clean: ## Remove .venv, caches and everything generated but the ledger, which holds people's decisions
	@rm -rf $(VENV) .venv-bench build *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	@find outputs -mindepth 1 ! -name .gitkeep ! -name 'ledger.sqlite*' -delete
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The virtual environment, in two steps, so that a change in pyproject.toml does not install everything again.
$(READY): $(LOCKED) pyproject.toml
	@$(PIP) --no-deps --no-build-isolation --no-index --editable .
	@touch $@

$(LOCKED): $(LOCK)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Relevé needs Python 3.11 or newer, and '$(PYTHON)' is not. Name another: make PYTHON=python3.12" >&2; exit 2; }
	@echo "Setting up $(VENV) (once; a minute or two)" >&2
	@$(PYTHON) -m venv --clear --without-pip $(VENV)
	@$(PIP) --require-hashes --only-binary :all: -r $(LOCK)
	@touch $@
