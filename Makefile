# Everyday commands of Huiyin. `make` alone lists them.
#
#   make run ARGS="--listen 127.0.0.1:9000"
#   make torture ROUNDS=10

ARGS ?=
ROUNDS ?= 100
CARGO ?= cargo
# Cargo picks the features of third-party crates by what is built: with the members' test
# dependencies or without. `--examples` (there are none) asks for them, so that documentation and
# torture use what clippy and the tests have built already, instead of building nearly all again.
AS_TESTED := --workspace --examples
# How `make lint` looks at our crates. CI lints by building what it tests (`.ci/run`).
LINT ?= $(CARGO) clippy --workspace --all-targets -- -D warnings
DOCS ?= RUSTDOCFLAGS="-D warnings" $(CARGO) doc $(AS_TESTED) --lib --bins --no-deps

.DEFAULT_GOAL := help
.PHONY: help run production needs test lint bench torture screenshots assets advisories

help: ## List the commands
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1|\2/p' $(MAKEFILE_LIST) \
		| while IFS='|' read -r name what; do printf '  make %-11s %s\n' "$$name" "$$what"; done

run: ## Build and start the server on 127.0.0.1:8311 (options of `huiyin serve` in ARGS)
	$(CARGO) run --release --bin huiyin -- serve $(ARGS)

production: ## Build the program that a real installation runs: target/production/huiyin, optimised as a whole (half an hour)
	$(CARGO) build --profile production --bin huiyin

needs: ## Install what the tests need beside the compiler, or say what to install
	tools/need-chromium
	tools/need-axe
	tools/need-html-validate
	tools/need-fonts
	tools/with-postgres true

test: needs ## Run every test on SQLite and PostgreSQL (installs Debian's packages when root)
	tools/with-postgres $(CARGO) test --workspace $(ARGS)

lint: ## Check format, clippy, documentation and, where cargo-deny is installed, dependencies
	$(CARGO) fmt --all --check
	$(LINT)
	$(DOCS)
	@if $(CARGO) deny --version >/dev/null 2>&1; then \
		$(CARGO) deny --all-features check bans licenses sources; \
	else \
		echo "not run: cargo deny (it is not installed)"; \
	fi

advisories: ## Ask the public advisory list about our dependencies (needs cargo-deny and a network)
	$(CARGO) deny check advisories

bench: ## Measure registrations beside the bare ceiling, lifecycles and the inbox, the ticker (options of `bench register` in ARGS)
	$(CARGO) run --release --bin huiyin -- bench register $(ARGS)
	$(CARGO) run --release --bin huiyin -- bench lifecycle --inbox
	$(CARGO) run --release --bin huiyin -- bench ticker

torture: ## Kill the server under load, ROUNDS times (100 unless told), and check that nothing is lost
	$(CARGO) build $(AS_TESTED) --bin huiyin
	$${CARGO_TARGET_DIR:-target}/debug/huiyin bench torture --rounds $(ROUNDS) $(ARGS)

screenshots: needs ## Make the pictures of the guides anew from the sample, in a real browser
	HUIYIN_PICTURES=$(CURDIR)/docs/images $(CARGO) test --workspace --test all -- screenshots::

assets: ## Styles and scripts are written by hand in crates/web/assets; nothing is generated yet
	@echo "nothing to make: crates/web/assets is written by hand"
