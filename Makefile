# The commands of this repository; `make help` lists them.
.DEFAULT_GOAL := help
.PHONY: help setup build demo test bench bars fuzz accuracy hostile sanitize conformance rules derivatives stability compile-time extensions figures docs format check-format clean

help: ## Show this list
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Install what the build needs (Debian, Ubuntu) or name it (elsewhere)
	@scripts/setup.sh

build: ## Build the command-line tool: .build/release/tensorjit
	swift build -c release --product tensorjit

demo: setup build ## Train two models on handwritten digits, each step one compiled function
	swift build -c release --product train-digits
	@scripts/demo.sh

test: setup ## Run all tests, in release
	swift test -c release

bench: ## Time the workloads beside NumPy, Numba, JAX, ... (PEERS=all adds PyTorch)
	@scripts/bench.sh

bars: ## Run every promise of speed, accuracy and robustness into bars/report.md (hours; BARS="3 8" picks some)
	@scripts/bars.sh $(BARS)

fuzz: build ## Run random programs on both backends against NumPy (FUZZ_COUNT, FUZZ_SEED)
	@scripts/python.sh
	.venv/bin/python scripts/fuzz.py

accuracy: ## Measure the errors of the elementary functions against 160-bit references (POINTS)
	@scripts/accuracy.sh

hostile: build ## Feed damaged and hostile files to the tool
	@scripts/python.sh
	.venv/bin/python scripts/hostile.py

sanitize: setup ## Run the tests of errors, and quick ones of the interpreter and the runtime, under the address sanitizer (SUITES)
	@scripts/sanitize.sh "$(SUITES)"

conformance: build ## Run PyTensor's recorded graphs, and compare exported models with PyTensor (TENSORJIT_SHARED, ARGUMENTS)
	swift build -c release --product pytensor-conformance
	@scripts/conformance.sh $(ARGUMENTS)

derivatives: build ## Check the derivatives of every operation against differences; gradients of the workloads beside JAX and PyTorch
	.build/release/tensorjit check-derivatives
	@PEERS=all scripts/peers.sh
	.venv-peers/bin/python Benchmarks/gradients.py

stability: build ## Count the formulas that rewriting keeps from losing their value (TENSORJIT_SHARED)
	@scripts/python.sh
	.venv/bin/python scripts/stability.py

compile-time: build ## Time from expression to first result
	@scripts/python.sh
	.venv/bin/python scripts/compile-time.py

rules: build ## Check every rewrite rule on 1,000 random expressions (INSTANCES), and all of them together
	.build/release/tensorjit check-rules --instances $(or $(INSTANCES),1000)
	.build/release/tensorjit check-rules --together

extensions: ## Build and run a package that extends this one from outside, by path and by version
	@scripts/external-package.sh

figures: ## Put the figures of the last benchmark run into README.md
	@scripts/figures.py

docs: ## Make the reference of the library: .build/documentation
	@scripts/docs.sh

format: ## Format the Swift sources in place
	swift format --in-place --recursive --parallel Package.swift Sources Tests

check-format: ## Say where the Swift sources are not formatted
	@scripts/check-format.sh

clean: ## Remove everything that was built
	rm -rf .build Benchmarks/.build bars
