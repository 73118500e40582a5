"""The commands of `prioig`, one a module, each with `run(options) -> exit status`."""
