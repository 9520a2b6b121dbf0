# `make demo` and `make test` set up everything they need by themselves. `make help` lists what else there is.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.PHONY: bench bench-fleet causes new-symptom explain symptoms help demo demo-down test test-all quick setup images clean

help:      ## this list
	@sed -n 's/^\([a-z-]*\):.*## /make \1\t/p' Makefile | expand -t 18
	@echo; sed -n 's/^\([a-z0-9.-]*\)  *[-0-9./]* .*/\1/p' tests/rig/stages.txt | xargs echo "single stages: python3 tests/rig/stages.py NAME..., of"

demo:      ## from nothing to a rootless container on a disposable Debian 13 (IMAGE=... takes another image)
	tests/rig/demo up $(IMAGE)
demo-down: ## takes the demo's host away
	tests/rig/demo down
test:      ## everything that checks the project, with a table of stages and minutes
	python3 tests/rig/stages.py
test-all:  ## the same with every table and matrix whole: hours
	python3 tests/rig/stages.py --all
causes: setup  ## every cause broken, named, healed and proved on living hosts, a batch at a time
	tests/rig/causes
explain:   ## what an error text means: make explain < log.txt
	@tests/rig/explain
new-symptom: ## skeletons of a card, its cases and its line: make new-symptom SUBJECT=home ID=home-noexec [CASE=...] [ABOUT=host]
	@python3 tests/rig/new_symptom.py "$(SUBJECT)" "$(ID)" "$(CASE)" "$(or $(ABOUT),account)"
symptoms: setup  ## write docs/symptoms.md anew, after a change to the catalogue
	.cache/venv/bin/python tests/rig/symptoms.py
quick: setup  ## units and laws but the slow ones, seconds
	tests/rig/units -n auto --dist worksteal -m 'not slow'
setup:     ## virtual environment, podman, this checkout as a collection
	tests/rig/setup
bench: setup       ## what 1, 10 and 50 users on one host cost, against gather_facts; minutes
	@. tests/rig/env.sh && python tests/rig/bench/host.py
bench-fleet: setup ## what 1 to 1,000 hosts cost the control node, against one command; minutes
	@. tests/rig/env.sh && PYTHONPATH=tests/unit python tests/rig/bench/fleet.py
images: setup  ## the system containers' images
	tests/rig/images
clean:     ## forget what was set up in this checkout (images stay in podman's storage)
	rm -rf .cache tests/output
