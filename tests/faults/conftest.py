"""Options of the seeded runs; what FastAGI cannot promise is left out as it is on the real Asterisk."""

from tests.contract.conftest import pytest_collection_modifyitems

__all__ = ["pytest_collection_modifyitems"]


def pytest_addoption(parser):
    group = parser.getgroup("faults")
    group.addoption("--seed", type=int, help="replay one seeded run")
    group.addoption("--runs", type=int, help="how many seeded runs; 1000 take minutes")
