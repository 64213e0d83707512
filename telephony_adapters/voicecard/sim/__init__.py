"""A voice board in memory: lines, callers and faults as a script or a settings file wants them."""
