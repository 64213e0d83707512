"""Live events: topics with numbered events, and the socket that carries them and test calls to the page."""
