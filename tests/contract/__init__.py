"""The promises that every telephone system's `Call` keeps."""
