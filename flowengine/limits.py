"""Every limit of a call, named, in one place."""

MAX_STEPS_WITHOUT_WAITING = 1_000  # steps in a row in which the caller neither heard nor did anything
MAX_CALL_SECONDS = 2 * 3600.0  # the whole call; a flow may set less
MAX_SUBFLOW_DEPTH = 10
MAX_TARGETS = 20  # of one transfer
MAX_NODES = 10_000  # in one flow
MAX_YAML_BYTES = 4 * 1024 * 1024
MAX_YAML_DEPTH = 50
MAX_TEXT_LENGTH = 2_000  # of a prompt, in characters
MAX_SPOKEN_DIGITS = 64
