# On a machine that has Rust and Node, each of these installs what is missing first (scripts/tools).

SHELL := bash
export PATH := $(CURDIR)/tests/browser/node_modules/.bin:$(if $(CARGO_HOME),$(CARGO_HOME),$(HOME)/.cargo)/bin:$(PATH)
# Trunk takes only "true" and "false" for it, where everyone else takes any value.
unexport NO_COLOR
PORT ?= 8080

.PHONY: help serve dist test bench picture tools
help:
	@echo "make serve    build the page, serve it at http://localhost:$(PORT)/ and build again on every change"
	@echo "make dist     build the page into dist/, a folder of static files for any web server"
	@echo "make test     run every test, in the browser too"
	@echo "make bench    measure size and speed, each beside its goal"
	@echo "make picture  take the README's picture from the real page"
	@echo "make tools    only install what is missing"

serve: tools
	@printf '\n\033[1mThe page will be at http://localhost:$(PORT)/ as soon as the build below is done (the first takes about 3 minutes).\033[0m\n\n'
	scripts/page trunk serve --port $(PORT)

dist: tools
	scripts/page trunk build
	@node scripts/size.mjs

test:
	@scripts/tools --test
	@scripts/test

bench:
	@scripts/tools --test
	cargo bench
	@scripts/page node scripts/bench-wasm.mjs
	scripts/page trunk build
	@node scripts/bench-browser.mjs

picture:
	@scripts/tools --test
	scripts/page trunk build
	@node scripts/picture.mjs

tools:
	@scripts/tools
