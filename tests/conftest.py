"""How generated tests run everywhere: untimed, and the same examples on every run of a build server."""

import os

from hypothesis import HealthCheck, settings

# A slow machine is no failure; what takes long is measured in benchmarks/, not here.
UNTIMED = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("people", **UNTIMED)
settings.register_profile("build-server", derandomize=True, **UNTIMED)
settings.load_profile("build-server" if os.environ.get("CI") else "people")
