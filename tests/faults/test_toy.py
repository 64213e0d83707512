"""The toy Asterisk keeps every promise that the real one keeps: what is found on it may be believed."""

import pytest

from tests.contract.test_call_promises import *  # noqa: F403 - the very same promises
from tests.contract.test_recording_promises import *  # noqa: F403
from tests.contract.test_talk_promises import *  # noqa: F403
from tests.faults.toy_stage import ToyWorld


@pytest.fixture(params=["asterisk", "fastagi"])
def world(request):
    """The toy, by ARI and by FastAGI."""
    return ToyWorld(request.param)
