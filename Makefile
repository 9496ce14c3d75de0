# Two commands for a newcomer: make run, make test. Each sets up what it needs and says what it does.
.PHONY: run test check bench bench-large docs doctor words

run:      ## Talkoo with its demo on http://localhost:8000 (PORT=8123 make run for another port)
	@bin/run

test:     ## every test this machine can run; the last line says what it could not
	@bin/test

check:    ## format, lint, types, imports, templates, migrations, translations
	@bin/check

bench:    ## every figure of the README, each beside its peer
	@bin/prepare && OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 .venv/bin/python -m bench

bench-large:  ## the map of a million people and two thousand statements, and of five million people in parts
	@bin/prepare && OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 .venv/bin/python -m bench large dask

docs:     ## the screenshots of the README and the docs, made anew from the demo
	@bin/prepare && .venv/bin/python -m bench.screenshots

doctor:   ## is everything here that Talkoo needs, and what to do if not
	@bin/prepare && bin/keys && .venv/bin/python manage.py doctor

words:    ## collect new texts into the translation files
	@bin/prepare && .venv/bin/python bin/translations --collect
