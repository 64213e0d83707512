"""The JSON API under /api: a Flask application made of one blueprint per area; it begins in application.py."""
