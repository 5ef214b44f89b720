# make run    installs what is missing, builds, takes a recorded call to its payment, replays all scenarios
# make test   installs, checks the format, builds with warnings as errors, runs all tests in release mode
# make test-peers  installs localstripe and WireMock into build/peers, and runs the gateway client's tests with them
# make bench  prints speed and memory figures of this machine, of the detector on a fixed corpus, and of the gateway
# make bench-peers  lays the detector beside SpanDSP and multimon-ng, in one run (CONFORMANCE_DIR: on its sound too)
# make conformance  a million random calls (CALLS), hours of sound without a digit, and a long labelled corpus
#                   (HOURS, SPEEDS, SEEDS, CONFORMANCE_DIR)

SWIFT ?= swift
SOURCES := Package.swift Sources Tests Benchmarks
PROGRAM := .build/release/ivrpay
TESTABLE := -c release -Xswiftc -enable-testing
# With Swift's libraries inside, the program starts in half the time, and runs where no Swift is installed.
RELEASE := -c release --static-swift-stdlib

.PHONY: run test test-peers bench bench-peers conformance measurable build lint format deps clean

run: build
	$(PROGRAM) call --audio scenarios/sounds/telephone-mulaw.wav
	@echo
	@mkdir -p build
	$(PROGRAM) replay scenarios --report build/report.json
	@echo "The report of all scenarios is in build/report.json."

test: deps lint
	@command -v curl >/dev/null && command -v openssl >/dev/null || Benchmarks/install.sh curl openssl
	$(SWIFT) build $(TESTABLE) --build-tests
	$(SWIFT) test $(TESTABLE) --skip-build

# Two servers of others; WireMock needs Java beside it.
PEERS := localstripe==1.15.10 wiremock==2.7.0
test-peers: deps build/peers/installed
	$(SWIFT) build $(TESTABLE) --build-tests
	$(SWIFT) test $(TESTABLE) --skip-build --filter "LocalStripeTests|WireMockTests"

build/peers/installed:
	python3 -m venv build/peers
	build/peers/bin/python -m pip install --quiet $(PEERS)
	@touch $@

bench: measurable
	$(SWIFT) build $(RELEASE) --product ivrpay-bench
	.build/release/ivrpay-bench
	Benchmarks/program.sh $(PROGRAM)
	Benchmarks/replay.sh $(PROGRAM)
	Benchmarks/detector.sh build/bench
	Benchmarks/gateway.sh $(PROGRAM)

bench-peers: measurable
	Benchmarks/peers/compare.sh build/bench $(CONFORMANCE_DIR)

conformance: measurable
	$(SWIFT) build $(RELEASE) --product call-conformance
	.build/release/call-conformance $(CALLS)
	Benchmarks/conformance/run.sh

# The program, and the one that makes corpora, scores answers and measures the detector alone.
measurable: build
	$(SWIFT) build $(RELEASE) --product dtmf-bench

build: deps
	$(SWIFT) build $(RELEASE) --product ivrpay

lint:
	$(SWIFT) format lint --strict --recursive $(SOURCES)

format:
	$(SWIFT) format --in-place --recursive $(SOURCES)

# libsndfile, Cairo and SQLite with their headers, and pkg-config, by which Swift finds them.
PACKAGES := libsndfile1-dev libcairo2-dev libsqlite3-dev pkg-config
deps:
	@pkg-config --exists sndfile cairo sqlite3 2>/dev/null || { \
	  echo "installing $(PACKAGES)"; \
	  sudo=""; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	  $$sudo apt-get update -qq && $$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $(PACKAGES) >/dev/null; \
	}

clean:
	rm -rf .build build
