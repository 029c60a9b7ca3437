# 核数 Heshu. Two commands for a newcomer: `make demo` and `make test`. Both make the environment from uv.lock first.
SHELL := /bin/bash
export UV_PYTHON_DOWNLOADS ?= never
export PREFECT_SERVER_ANALYTICS_ENABLED ?= false
export PATH := $(CURDIR)/.tools/bin:$(HOME)/.local/bin:$(PATH)

.PHONY: test-paddle bench-ocr learn-boxes train demo test check lint types imports unit docs bench es clean help fuzz sbom audit

help:  ## what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*##/\t/'

.venv/.made: uv.lock pyproject.toml
	@command -v uv >/dev/null || python3 -m pip install --quiet uv 2>/dev/null \
	  || python3 -m pip install --quiet --user --break-system-packages uv 2>/dev/null \
	  || (python3 -m venv .tools && .tools/bin/pip install --quiet uv \
	      && echo "uv is in .tools/bin: put it on your PATH for 'uv run heshu …'")
	@# an office's proxy signs with its own certificate: then the system's certificates, not uv's, are the right ones
	uv sync --frozen || UV_SYSTEM_CERTS=true uv sync --frozen
	@touch $@

demo: .venv/.made  ## make invented submissions, read them, check them, show what was found
	uv run --frozen heshu demo

test: .venv/.made lint types imports unit  ## everything that must hold before a commit

lint: .venv/.made  ## ruff: style and traps
	uv run --frozen ruff check .
	uv run --frozen ruff format --check .

types: .venv/.made  ## mypy --strict
	uv run --frozen mypy

imports: .venv/.made  ## the house: which way imports may point
	uv run --frozen lint-imports

unit: .venv/.made  ## the tests
	uv run --frozen pytest -n 2 --dist loadfile -m "not paddle"

test-paddle:  ## the OCR engines' tests on PaddleOCR, in an environment of its own
	UV_PROJECT_ENVIRONMENT=.venv-paddle uv run --frozen --extra paddle --group paddle-models \
	  pytest -q -m paddle tests/extractors/ocr

docs: .venv/.made  ## the documentation as pages in site/
	uv run --frozen mkdocs build --strict

bench: .venv/.made  ## the measurements (slow)
	for each in benchmarks/*.py; do echo "== $$each"; uv run --frozen python $$each || exit 1; done

bench-ocr:  ## scans: this product and the OCR engines by themselves on the same pages (slow)
	UV_PROJECT_ENVIRONMENT=.venv-paddle uv run --frozen --extra paddle --group bench-ocr python benchmarks/ocr.py --out docs

FUZZ_SECONDS ?= 60
fuzz:  ## every reader fuzzed for FUZZ_SECONDS, guided by coverage; what fails is left in fuzz-found/
	mkdir -p fuzz-found && cd fuzz-found && for kind in pdf docx xlsx xls csv png jpeg tiff bmp zip; do \
	  echo "== $$kind"; uv run --frozen --inexact --group fuzz --project .. python ../tests/hostile/fuzz/readers.py $$kind \
	    -max_total_time=$(FUZZ_SECONDS) -verbosity=0 || exit 1; done

sbom:  ## what is in the box: sbom.json (CycloneDX) and licences.csv, from the environment that runs it
	uv run --frozen --inexact --group supply cyclonedx-py environment .venv --output-format JSON --output-file sbom.json
	uv run --frozen --inexact --group supply pip-licenses --python=.venv/bin/python --with-urls --format=csv \
	  --output-file=licences.csv
	uv run --frozen --inexact --group supply python benchmarks/licences.py licences.csv

audit:  ## known holes in what is locked; asks a server for the data, so not on a machine without a network
	uv run --frozen --inexact --group supply pip-audit --strict --skip-editable --progress-spinner=off \
	  || (echo "pip-audit found holes, or could not reach its data: see above" && exit 1)

clean:  ## forget what was made
	rm -rf .venv .venv-paddle .mypy_cache .ruff_cache .pytest_cache site demo fuzz-found sbom.json licences.csv

learn-boxes: .venv/.made  ## learn the tick boxes' model anew from made pages (40 minutes)
	uv run --frozen --inexact --group learn-boxes python benchmarks/learn/tick_boxes.py extractors/scan/tick_boxes.npz

train: .venv/.made  ## train the language models anew from made data
	uv run --frozen python -m nlp_models.training.train

es: .venv/.made  ## a real Elasticsearch node for development, on loopback
	uv run --frozen python tests/search/node/node.py 9200
