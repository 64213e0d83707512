"""Speech engines, one file each, and the preparation of text for them."""
