"""The designer: drafts in the workspace, published versions in the store, the JSON API and live events.

This package knows flows and voices; it knows no telephone system.  What needs one (test calls, active calls) comes in
through the interfaces of testcall.py and services.py.
"""
