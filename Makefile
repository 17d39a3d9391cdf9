# One command for each thing people do here. Each sets up `.venv` first, if it is not there yet.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready

export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: help report test faults test-lowest coverage mutation lab check audit bench sweeps lock clean
.DELETE_ON_ERROR:

help:
	@echo "make report  build report/output/briefing.html and briefing.pdf"
	@echo "make test    run every test"
	@echo "make test-lowest   run it with the oldest versions that pyproject.toml allows"
	@echo "make coverage   run every test and tell which lines and branches none went through"
	@echo "make mutation   change the computations in small ways and tell which changes no test saw"
	@echo "make faults  break builds in every way, and write the table of what came of it"
	@echo "make lab     open the notebooks in JupyterLab"
	@echo "make check   check data, rulings, style and types"
	@echo "make audit   ask for known vulnerabilities of what is locked"
	@echo "make bench   measure a build against the plain tools"
	@echo "make sweeps  run the kept sweeps again and write their tables"
	@echo "make lock    pin the newest versions in requirements.lock"
	@echo "make clean   remove what builds and tests have made"

report: $(READY)
	$(BIN)/python -m briefing build --explore

test: $(READY)
	$(BIN)/python -m pytest -n auto --dist worksteal

# Of what the project asks for itself the oldest versions, of what those need the newest. To try the
# oldest Python as well, name it: make test-lowest PYTHON=python3.11. TESTS=tests/run runs a part.
LOWEST := $(VENV)/lowest
test-lowest:
	$(PYTHON) -m venv $(LOWEST)
	$(LOWEST)/bin/python -m pip install --quiet uv
	$(LOWEST)/bin/uv pip compile --no-config --quiet --resolution lowest-direct --all-extras \
	  --python $(LOWEST)/bin/python --no-header --output-file $(LOWEST)/requirements.txt pyproject.toml
	$(LOWEST)/bin/uv pip install --no-config --quiet --python $(LOWEST)/bin/python \
	  --requirement $(LOWEST)/requirements.txt hatchling editables
	$(LOWEST)/bin/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	$(LOWEST)/bin/python -m pytest -n auto $(TESTS)

# The rooms that compute and that carry every number are held to more than the rest.
coverage: $(READY)
	$(BIN)/python -m pytest -n auto --dist worksteal --cov --cov-report= $(TESTS)
	$(BIN)/coverage html --quiet --directory build/coverage
	$(BIN)/coverage report --fail-under 95 \
	  --include '*/briefing/ledger/*,*/briefing/analysis/*,*/briefing/document/*'
	$(BIN)/coverage report --fail-under 88

# A tool of its own, since the pins of its parts do not go together with those of the tests. It goes
# on where it was stopped; `mutmut show NAME`, there, shows a change that no test saw.
MUTATION := build/mutation
mutation:
	$(PYTHON) -m venv $(VENV)/mutation
	$(VENV)/mutation/bin/python -m pip install --quiet 'mutmut>=3.8,<4' hypothesis pytest --editable .
	mkdir -p $(MUTATION)/src
	ln -sfn ../../../report/briefing $(MUTATION)/src/briefing
	ln -sfn ../../tests $(MUTATION)/tests
	ln -sfn ../../pyproject.toml $(MUTATION)/pyproject.toml
	cd $(MUTATION) && ../../$(VENV)/mutation/bin/mutmut run
	cd $(MUTATION) && ../../$(VENV)/mutation/bin/mutmut results

faults: $(READY)
	$(BIN)/python -m pytest -n auto tests/faults --write-table

lab: $(READY)
	$(BIN)/python -m jupyter lab notebooks

check: $(READY)
	$(BIN)/python -m briefing check
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# Strict, since a package of which no advisory source could be asked would otherwise count as sound.
audit:
	$(PYTHON) -m venv $(VENV)/audit
	$(VENV)/audit/bin/python -m pip install --quiet pip-audit
	$(VENV)/audit/bin/pip-audit --strict --require-hashes --disable-pip --requirement requirements.lock

bench: $(READY)
	$(BIN)/python -m tests.bench

sweeps: $(READY)
	$(BIN)/python -m briefing sweep --refresh

# Nothing is fetched again while the lock is the one that was installed, so this works offline.
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; name one: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@cmp -s requirements.lock $(VENV)/requirements.lock || { \
	  echo "setting up $(VENV), once" && \
	  $(PYTHON) -m venv $(VENV) && \
	  $(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock && \
	  cp requirements.lock $(VENV)/requirements.lock; }
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

# Pinned for every system and Python version at once, with what the build of the package needs.
lock:
	$(PYTHON) -m venv $(VENV)/lock
	$(VENV)/lock/bin/python -m pip install --quiet uv
	printf 'hatchling>=1.27\neditables>=0.5\n' | $(VENV)/lock/bin/uv pip compile \
	  --no-config --quiet --universal --python-version 3.11 --upgrade --generate-hashes \
	  --all-extras --no-header --no-annotate --output-file requirements.lock pyproject.toml -

clean:
	rm -rf report/output report/output-failed report/.cache report/.output-* report/.output.lock report/.cache
	rm -rf dist build .coverage* .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find report notebooks tests \( -name __pycache__ -o -name .ipynb_checkpoints \) -prune -exec rm -rf {} +
