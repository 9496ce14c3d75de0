"""Each figure of the README and of docs/develop/figures.md, made by one command: make bench."""
